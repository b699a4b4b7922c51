//! How vendors that have no crate yet depart from the plain wires, as data: what a replay must
//! know, and says that it used.

use super::manifest::{Entry, Form};
use kei_router::ErrorKind;
use kei_router::codec::Refusal;
use kei_router::transport::Head;
use kei_router_chat_completions::Terminator;

/// A vendor's own way.
pub(crate) struct Quirk {
    vendor: &'static str,
    what: What,
    /// One sentence for the report.
    pub(crate) description: &'static str,
}

enum What {
    /// What ends a stream.
    Ends(Terminator),
    /// A refusal of this status, whose body says this, is of this kind.
    Refuses(u16, &'static str, ErrorKind),
    /// Nothing to do about it: the report names it under refusals of this status.
    Only(u16),
}

const QUIRKS: [Quirk; 6] = [
    Quirk {
        vendor: "perplexity",
        what: What::Ends(Terminator::FinishReason),
        description: "sends no [DONE]: the finish reason proves the reply whole",
    },
    Quirk {
        vendor: "perplexity",
        what: What::Refuses(400, "too_many_prompt_tokens", ErrorKind::ContextLength),
        description: "says too_many_prompt_tokens for a prompt that is too long",
    },
    Quirk {
        vendor: "xai",
        what: What::Refuses(400, "Incorrect API key", ErrorKind::Authentication),
        description: "refuses a bad key with 400, not 401",
    },
    Quirk {
        vendor: "xai",
        what: What::Refuses(400, "Model not found", ErrorKind::ModelNotFound),
        description: "refuses an unknown model with 400, not 404",
    },
    Quirk {
        vendor: "openrouter",
        what: What::Refuses(400, "is not a valid model ID", ErrorKind::ModelNotFound),
        description: "refuses an unknown model with 400, not 404",
    },
    Quirk {
        vendor: "llamacpp",
        what: What::Only(500),
        description: "refuses what it was not started for with 500, not 400: no fault of the request's",
    },
];

/// What ends a vendor's streams. `[DONE]` is what compatible servers promise.
pub(crate) fn terminator(entry: &Entry) -> Terminator {
    let own = QUIRKS.iter().filter(|quirk| entry.is_of(quirk.vendor));
    let mut own = own.filter_map(|quirk| match quirk.what {
        What::Ends(terminator) => Some(terminator),
        _ => None,
    });
    own.next_back().unwrap_or(Terminator::DonePromised)
}

/// The words of all vendors: a dialect's hook is a plain function, and no two of these meet.
pub(crate) fn classify(refusal: &Refusal, _: &Head) -> Option<ErrorKind> {
    let words = [&refusal.kind, &refusal.code, &refusal.message];
    let mentions = |word: &str| words.into_iter().flatten().any(|text| text.contains(word));
    QUIRKS.iter().find_map(|quirk| match quirk.what {
        What::Refuses(status, word, kind) if refusal.status == Some(status) => {
            mentions(word).then_some(kind)
        }
        _ => None,
    })
}

/// The quirks that a recording shows.
pub(crate) fn shown(entry: &Entry, form: Form, body: &[u8]) -> Vec<String> {
    let body = String::from_utf8_lossy(body);
    let shows = |quirk: &&Quirk| match quirk.what {
        What::Ends(_) => form == Form::Stream,
        What::Refuses(status, word, _) => entry.status == status && body.contains(word),
        What::Only(status) => entry.status == status,
    };
    let own = QUIRKS.iter().filter(|quirk| entry.is_of(quirk.vendor));
    own.filter(shows).map(|quirk| quirk.description.to_owned()).collect()
}
