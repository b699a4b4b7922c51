//! The wire format's own error codes.

use kei_router_core::ErrorKind;

/// What is wrong with an image of the request.
const IMAGES: &[&str] = &[
    "invalid_image",
    "invalid_image_format",
    "invalid_image_mode",
    "invalid_image_url",
    "invalid_base64_image",
    "image_too_large",
    "image_too_small",
    "image_parse_error",
    "image_file_too_large",
    "image_file_not_found",
    "empty_image_file",
    "failed_to_download_image",
    "unsupported_image_media_type",
];

/// The kind of error for a code of this wire format; `None` for a common code. A failed response
/// has only a code: no status and no type.
pub(crate) fn kind_of_code(code: &str) -> Option<ErrorKind> {
    if code.ends_with("_policy") || code.ends_with("_policy_violation") {
        return Some(ErrorKind::ContentFilter);
    }
    match code {
        "vector_store_timeout" => Some(ErrorKind::Timeout),
        code if IMAGES.contains(&code) => Some(ErrorKind::BadRequest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::kind_of_code;
    use kei_router_core::ErrorKind;
    use kei_router_core::codec::Refusal;
    use serde_json::json;

    #[test]
    fn codes_of_failed_responses_have_their_kinds() {
        for (code, kind) in [
            ("bio_policy", ErrorKind::ContentFilter),
            ("misalignment_policy_violation", ErrorKind::ContentFilter),
            ("image_content_policy_violation", ErrorKind::ContentFilter),
            ("invalid_base64_image", ErrorKind::BadRequest),
            ("vector_store_timeout", ErrorKind::Timeout),
            ("invalid_prompt", ErrorKind::BadRequest),
            ("insufficient_quota", ErrorKind::QuotaExhausted),
            ("rate_limit_exceeded", ErrorKind::RateLimit),
            ("server_error", ErrorKind::Upstream),
        ] {
            let refusal = Refusal::from_value(None, &json!({"error": {"code": code}}));
            let found = kind_of_code(code).unwrap_or_else(|| refusal.common_kind());
            assert_eq!(found, kind, "{code}");
        }
    }
}
