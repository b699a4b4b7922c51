//! The command line.

use crate::Limits;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Uri};
use kei_router::Secret;
use std::net::IpAddr;
use std::path::PathBuf;

/// A local chat daemon over kei-router.
///
/// Keys come from the environment: ANTHROPIC_API_KEY, OPENAI_API_KEY and so on; GET /providers
/// lists which are missing.
#[derive(Clone, Debug, clap::Parser)]
#[command(name = "kei-cortex", version)]
pub struct Args {
    /// The port to listen on; 0 takes a free one.
    #[arg(long, default_value_t = 9797)]
    pub port: u16,

    /// The address to listen on; anything but loopback needs --token.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    pub bind: IpAddr,

    /// The provider of requests that name none.
    #[arg(long, value_name = "NAME[/MODEL]", default_value = "anthropic")]
    pub provider: String,

    /// The bearer token that clients must send. Other users of the machine can see it in the list
    /// of processes: use --token-file, or the variable KEI_TOKEN, which counts where neither option
    /// is given.
    #[arg(long, value_parser = token, conflicts_with = "token_file")]
    pub token: Option<Secret>,

    /// The file that holds the bearer token. Only its owner may be allowed to read it; where there
    /// is none, it is written, with a new token.
    #[arg(long, value_name = "PATH")]
    pub token_file: Option<PathBuf>,

    /// A name by which the daemon is reached through a proxy, such as `chat.example.org`; may be
    /// repeated.
    #[arg(long = "allow-host", value_name = "HOST", value_parser = host)]
    pub allow_hosts: Vec<String>,

    /// A web origin whose pages may use the daemon, such as `https://example.org`; may be repeated.
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_parser = origin)]
    pub allow_origins: Vec<HeaderValue>,

    /// The most connections at once.
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().max_connections)]
    pub max_connections: usize,

    /// The most answers at once.
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().max_streams)]
    pub max_streams: usize,

    /// Log what vendors say when they refuse a request. It may echo the prompt.
    #[arg(long)]
    pub log_reasons: bool,

    /// How long running answers may still take after Ctrl-C, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    pub grace: u64,

    /// Talk to simulators of the vendors: neither a key nor a network is needed.
    #[cfg(feature = "demo")]
    #[arg(long)]
    pub demo: bool,
}

fn token(text: &str) -> Result<Secret, &'static str> {
    Secret::new(text).ok_or("the token is empty")
}

/// A host's name or address, without a scheme and without a port.
fn host(text: &str) -> Result<String, &'static str> {
    const WRONG: &str = "not a host such as chat.example.org (a port is not part of it)";
    let name: Authority = text.parse().map_err(|_| WRONG)?;
    let bare = name.host() == text && !text.is_empty() && !text.contains(['*', '@']);
    bare.then(|| text.trim_matches(['[', ']']).to_ascii_lowercase()).ok_or(WRONG)
}

/// An origin as browsers send it: a scheme and a host, with neither path nor trailing slash.
fn origin(text: &str) -> Result<HeaderValue, &'static str> {
    const WRONG: &str = "not an origin such as https://example.org";
    let text = text.trim_end_matches('/').to_ascii_lowercase();
    let uri: Uri = text.parse().map_err(|_| WRONG)?;
    let bare = match (uri.scheme_str(), uri.authority()) {
        (Some(scheme), Some(authority)) => format!("{scheme}://{authority}"),
        _ => return Err(WRONG),
    };
    if bare != text || text.contains(['*', '@']) {
        return Err(WRONG);
    }
    text.parse().map_err(|_| WRONG)
}

#[cfg(test)]
mod tests {
    use super::{Args, host, origin};
    use clap::Parser;

    #[test]
    fn an_origin_has_a_scheme_and_a_host_and_nothing_else() {
        assert_eq!(origin("https://Example.org/").unwrap(), "https://example.org");
        assert_eq!(origin("http://localhost:3000").unwrap(), "http://localhost:3000");
        for wrong in ["*", "null", "example.org", "https://a.org/x", "https://u@a.org", ""] {
            assert!(origin(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_host_is_a_name_or_an_address_and_nothing_else() {
        assert_eq!(host("Chat.example.org").unwrap(), "chat.example.org");
        assert_eq!(host("[fd00::1]").unwrap(), "fd00::1");
        for wrong in ["", "https://a.org", "a.org:443", "*.a.org", "u@a.org", "a.org/x", "a b"] {
            assert!(host(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_token_does_not_print_and_may_not_be_empty() {
        let args = Args::parse_from(["kei-cortex", "--token", " hidden-word "]);
        assert!(!format!("{args:?}").contains("hidden-word"));
        assert_eq!(args.token.unwrap().expose(), "hidden-word");
        assert!(Args::try_parse_from(["kei-cortex", "--token", " "]).is_err());
    }
}
