//! How a vendor departs from the plain wire, as data and a few hooks.

use crate::thinking;
use kei_router_core::codec::Refusal;
use kei_router_core::encode::Support;
use kei_router_core::transport::Head;
use kei_router_core::{ErrorKind, FinishKind};
use std::borrow::Cow;

type Text = Cow<'static, str>;

/// How a vendor departs from the plain wire. Start from [`Dialect::PLAIN`] and change what is
/// different:
///
/// ```
/// use kei_router_messages::Dialect;
///
/// // Claude on Google's Vertex AI: the URL names the model, the body the version.
/// let vertex = Dialect {
///     version: Some("vertex-2023-10-16".into()),
///     version_in_body: true,
///     model_in_body: false,
///     ..Dialect::PLAIN
/// };
/// assert!(vertex.stream_in_body);
/// ```
#[derive(Clone, Debug)]
pub struct Dialect {
    /// What the vendor takes of a request, on whichever wire. `user` is a member of `metadata`
    /// here.
    pub support: Support,
    /// The version of the API to ask for: the `anthropic-version` header. `None` asks for none.
    pub version: Option<Text>,
    /// The version to ask for where a request sets `temperature` or `top_p` and its model takes
    /// them; `None` where `version` takes them.
    pub sampling_version: Option<Text>,
    /// Whether this version of the API takes sampling options.
    pub takes_sampling: fn(&str) -> bool,
    /// The beta features to ask for: the `anthropic-beta` header.
    pub betas: Cow<'static, [Text]>,
    /// Whether the version stands in the body, as `anthropic_version`, and not in a header.
    pub version_in_body: bool,
    /// Whether the beta features stand in the body, as `anthropic_beta`, and not in a header.
    pub betas_in_body: bool,
    /// Whether the body names the model. Where not, the URL does.
    pub model_in_body: bool,
    /// Whether the body asks for a stream. Where not, the URL does.
    pub stream_in_body: bool,
    /// The limit of a reply, in tokens, where neither the request nor the model's row has one: the
    /// wire demands it.
    pub default_max_tokens: u64,
    /// Whether a model is sampled as the request says while it thinks.
    pub samples_while_thinking: bool,
    /// Whether models in the vendor's table take `temperature` or `top_p`, not both.
    pub one_sampling_option: bool,
    /// The maximum number of cache marks in one request.
    pub max_cache_marks: usize,
    /// Whether the vendor's own reasoning goes back without a signature too. Where not, it is left
    /// out, with a warning.
    pub unsigned_reasoning: bool,
    /// The vendor's own words for why a model stopped, before the wire's.
    pub finish: fn(&str) -> Option<FinishKind>,
    /// The vendor's own words for refusals, before the common ones.
    pub classify: fn(&Refusal, &Head) -> Option<ErrorKind>,
}

impl Dialect {
    /// The wire as most compatible servers speak it.
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
