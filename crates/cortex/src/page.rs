//! `GET /`: a page that chats with the daemon. It is one file, and its policy lets it reach nothing
//! but the daemon.

use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::IntoResponse;

macro_rules! style {
    () => {
        include_str!("../page/style.css")
    };
}

macro_rules! script {
    () => {
        concat!(
            include_str!("../page/sse.js"),
            include_str!("../page/store.js"),
            include_str!("../page/view.js"),
            include_str!("../page/said.js"),
            include_str!("../page/chat.js"),
            include_str!("../page/main.js"),
            include_str!("../page/keys.js"),
        )
    };
}

/// The page. The tags of `head` and `body` may be left out in HTML.
const PAGE: &str = concat!(
    "<!doctype html>\n<html lang=\"en\">\n",
    include_str!("../page/head.html"),
    "<style>",
    style!(),
    "</style>\n",
    include_str!("../page/body.html"),
    "<script>",
    script!(),
    "</script>\n</html>\n",
);

/// The one style and the one script may run, by their hashes; they may ask the daemon alone, may not
/// make markup out of text, and no other page may frame this one.
const POLICY: &str = concat!(
    "default-src 'none'; ",
    "script-src 'sha256-6tRqO7pzCTlmAvwYdrvA2s1DfgfyaMe8/A3PCsJbfmo='; ",
    "style-src 'sha256-886WQQ1S0gq3mvC1Mi463sQpa9JDQ8Nw4VtdCdgTxuA='; ",
    "connect-src 'self'; ",
    "img-src 'self' data:; ",
    "base-uri 'none'; ",
    "form-action 'none'; ",
    "frame-ancestors 'none'; ",
    "require-trusted-types-for 'script'; ",
    "trusted-types 'none'",
);

/// Gives the page.
pub(crate) async fn page() -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, PAGE)
}

#[cfg(test)]
mod tests {
    use super::{PAGE, POLICY};
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use sha2::{Digest, Sha256};

    fn between<'a>(open: &str, close: &str) -> Vec<&'a str> {
        let pieces = PAGE.split(open).skip(1);
        pieces.map(|piece| piece.split(close).next().unwrap()).collect()
    }

    fn hash(text: &str) -> String {
        format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
    }

    #[test]
    fn the_policy_names_the_hashes_of_the_one_script_and_the_one_style() {
        for (directive, open, close) in
            [("script-src", "<script>", "</script>"), ("style-src", "<style>", "</style>")]
        {
            let [text] = between(open, close)[..] else { panic!("not one {open}") };
            let wanted = format!("{directive} {}; ", hash(text));
            assert!(POLICY.contains(&wanted), "page.rs must say: {wanted}");
        }
        assert!(!POLICY.contains("unsafe"));
    }

    #[test]
    fn the_page_is_one_file_and_makes_no_markup_out_of_text() {
        for word in [
            "src=",
            "url(",
            "@import",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "style=",
            "onclick=",
            "<link rel=\"stylesheet",
        ] {
            assert!(!PAGE.contains(word), "{word}");
        }
        let hosts =
            PAGE.matches("://").count() - PAGE.matches("http://www.w3.org/2000/svg").count();
        assert_eq!(hosts, 0, "it names another host");
    }
}
