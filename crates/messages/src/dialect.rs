//! How a vendor differs from the plain wire format, as data and a few hooks.

use crate::thinking;
use kei_router_core::codec::Refusal;
use kei_router_core::encode::Support;
use kei_router_core::transport::Head;
use kei_router_core::{ErrorKind, FinishKind};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor differs from the plain wire format. Start from [`Dialect::PLAIN`] and change what
/// differs:
///
/// ```
/// use kei_router_messages::Dialect;
///
/// // Claude on Google's Vertex AI: the URL names the model, the body the version.
/// let mut vertex = Dialect::PLAIN;
/// vertex.version = Some("vertex-2023-10-16".into());
/// vertex.version_in_body = true;
/// vertex.model_in_body = false;
/// assert!(vertex.stream_in_body);
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Dialect {
    /// What the vendor supports, on any wire format. `user` is a member of `metadata` here.
    pub support: Support,
    /// The API version, sent as the `anthropic-version` header. `None` sends none.
    pub version: Option<Text>,
    /// The API version for requests with `temperature` or `top_p`, if the model accepts them;
    /// `None` if `version` accepts them.
    pub sampling_version: Option<Text>,
    /// Whether an API version accepts sampling options.
    pub takes_sampling: fn(&str) -> bool,
    /// The beta features, sent as the `anthropic-beta` header.
    pub betas: Cow<'static, [Text]>,
    /// Whether the version is in the body, as `anthropic_version`, rather than in a header.
    pub version_in_body: bool,
    /// Whether the beta features are in the body, as `anthropic_beta`, rather than in a header.
    pub betas_in_body: bool,
    /// Whether the body names the model. If not, the URL does.
    pub model_in_body: bool,
    /// Whether the body has `stream`. If not, the URL requests a stream.
    pub stream_in_body: bool,
    /// The `max_tokens` to send if neither the request nor the model's row has one, since the wire
    /// format requires it.
    pub default_max_tokens: u64,
    /// Whether sampling options are accepted while the model thinks.
    pub samples_while_thinking: bool,
    /// Whether models in the vendor's table accept `temperature` or `top_p`, but not both.
    pub one_sampling_option: bool,
    /// The maximum number of cache marks in one request.
    pub max_cache_marks: usize,
    /// Whether reasoning without a signature may be sent back. If not, it is omitted with a
    /// warning.
    pub unsigned_reasoning: bool,
    /// Maps the vendor's own finish reasons, before the wire format's.
    pub finish: fn(&str) -> Option<FinishKind>,
    /// Classifies the vendor's own refusals, before the common ones.
    pub classify: fn(&Refusal, &Head) -> Option<ErrorKind>,
}

impl Dialect {
    /// The wire format as most compatible servers implement it.
    pub const PLAIN: Self = Self {
        support: Support {
            reasoning: thinking,
            user: Some(Cow::Borrowed("user_id")),
            ..Support::PLAIN
        },
        version: Some(Cow::Borrowed("2023-06-01")),
        sampling_version: None,
        takes_sampling: |_| true,
        betas: Cow::Borrowed(&[]),
        version_in_body: false,
        betas_in_body: false,
        model_in_body: true,
        stream_in_body: true,
        default_max_tokens: 8_192,
        samples_while_thinking: true,
        one_sampling_option: false,
        max_cache_marks: 4,
        unsigned_reasoning: true,
        finish: |_| None,
        classify: |_, _| None,
    };
}
