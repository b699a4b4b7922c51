//! Who reads a recording: the vendor's own crate, else the plain codec of its wire.

use super::manifest::Entry;
use super::protocol::Protocol;
use super::quirks;
use kei_router::codec::{Codec, Descriptor, Endpoint, ModelTable, Wire};
use kei_router::engine::{Route, open};
use kei_router::transport::Transport;
use kei_router::{ChatRequest, EventStream, LlmError, Message, Vendor, vendors};
use kei_router_chat_completions::{self as chat, ChatCompletions};
use kei_router_responses::{self as responses, Responses};
use std::sync::Arc;

const URL: &str = "https://replay.invalid/v1";

/// Who reads a recording.
pub(crate) enum DecoderUnderTest {
    /// A vendor's crate, at this wire of its own.
    Vendor(&'static Vendor, Wire),
    Chat(ChatCompletions),
    Responses(Responses),
}

impl DecoderUnderTest {
    /// The decoder for a recording. `None` where the facade has no vendor for its wire.
    pub(crate) fn of(entry: &Entry, protocol: Protocol) -> Option<Self> {
        let of_vendor = vendors().iter().filter(|vendor| entry.is_of(vendor.name()));
        let own = of_vendor.filter_map(|vendor| speaks(vendor, protocol)).next();
        own.or_else(|| match protocol {
            Protocol::AnthropicMessages => {
                vendors().iter().find_map(|vendor| speaks(vendor, protocol))
            }
            Protocol::ChatCompletions => Some(Self::Chat(ChatCompletions {
                descriptor: descriptor(entry, protocol),
                dialect: chat::Dialect {
                    classify: quirks::classify,
                    terminator: quirks::terminator(entry),
                    ..chat::Dialect::PLAIN
                },
                models: ModelTable::EMPTY,
            })),
            Protocol::Responses => Some(Self::Responses(Responses {
                descriptor: descriptor(entry, protocol),
                dialect: responses::Dialect {
                    classify: quirks::classify,
                    ..responses::Dialect::PLAIN
                },
                models: ModelTable::EMPTY,
            })),
        })
    }

    /// Its name: the vendor's, or `plain`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Vendor(vendor, _) => vendor.name(),
            Self::Chat(_) | Self::Responses(_) => "plain",
        }
    }

    /// Opens a stream over a transport.
    pub(crate) async fn open(
        &self,
        entry: &Entry,
        transport: Arc<dyn Transport>,
    ) -> Result<EventStream, LlmError> {
        let model = entry.model.clone().filter(|model| !model.is_empty());
        let model = model.unwrap_or_else(|| "recorded".to_owned());
        let request = ChatRequest::new([Message::user("recorded")]).max_tokens(64).model(model);
        match self {
            Self::Vendor(vendor, wire) => {
                let absent = || LlmError::bad_request("the vendor is not compiled in");
                vendor.over(transport, wire).ok_or_else(absent)?.stream(&request).await
            }
            Self::Chat(codec) => decode_with(codec.clone(), transport, &request).await,
            Self::Responses(codec) => decode_with(codec.clone(), transport, &request).await,
        }
    }
}

fn speaks(vendor: &'static Vendor, protocol: Protocol) -> Option<DecoderUnderTest> {
    let descriptor = vendor.descriptor()?;
    let wire = descriptor.wires().find(|wire| wire.format == protocol.format())?;
    Some(DecoderUnderTest::Vendor(vendor, wire.clone()))
}

/// By a codec without a vendor, which is as lenient as with any custom endpoint.
async fn decode_with<C: Codec>(
    codec: C,
    transport: Arc<dyn Transport>,
    request: &ChatRequest,
) -> Result<EventStream, LlmError> {
    let endpoint = Endpoint::resolve(URL, codec.descriptor())?;
    let mut call = Route::new(endpoint, "recorded");
    call.third_party = true;
    open(Arc::new(codec), transport.as_ref(), request, call).await
}

fn descriptor(entry: &Entry, protocol: Protocol) -> Descriptor {
    let wire = match protocol {
        Protocol::ChatCompletions => chat::wire(),
        _ => responses::wire(),
    };
    Descriptor::new(entry.provider.clone(), URL, wire).with_default_model("recorded")
}
