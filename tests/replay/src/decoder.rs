//! Who reads a recording: the vendor's own crate, else the plain codec of its wire.

use super::manifest::Entry;
use super::protocol::Protocol;
use super::quirks;
use kei_router::codec::{Codec, Descriptor, Wire};
use kei_router::engine::{Route, open};
use kei_router::transport::Transport;
use kei_router::{ChatRequest, EventStream, LlmError, Message, Vendor, vendors};
use kei_router_chat_completions::{self as chat, ChatCompletions};
use kei_router_responses::{self as responses, Responses};
use std::sync::Arc;

/// Who reads a recording.
pub(crate) struct DecoderUnderTest {
    /// The vendor's name, or `plain`.
    pub(crate) name: &'static str,
    codec: Arc<dyn Codec>,
    /// The vendor, with the recording's wire as its only one.
    descriptor: Descriptor,
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
            Protocol::ChatCompletions => {
                let mut dialect = chat::Dialect::PLAIN;
                dialect.classify = quirks::classify;
                dialect.terminator = quirks::terminator(entry);
                Some(plain(ChatCompletions::new(descriptor(entry, chat::wire()), dialect)))
            }
            Protocol::Responses => {
                let mut dialect = responses::Dialect::PLAIN;
                dialect.classify = quirks::classify;
                Some(plain(Responses::new(descriptor(entry, responses::wire()), dialect)))
            }
        })
    }

    /// Opens a stream over a transport: refusals and headers are recorded too. A codec without a
    /// vendor is as lenient as with any server of the caller's own.
    pub(crate) async fn open(
        &self,
        entry: &Entry,
        transport: Arc<dyn Transport>,
    ) -> Result<EventStream, LlmError> {
        let model = entry.model.clone().filter(|model| !model.is_empty());
        let model = model.unwrap_or_else(|| "recorded".to_owned());
        let mut route = Route::new(self.descriptor.own_endpoint()?, model);
        route.third_party = self.name == PLAIN;
        let request = ChatRequest::new([Message::user("recorded")]).max_tokens(64);
        open(self.codec.clone(), transport.as_ref(), &request, route).await
    }
}

const PLAIN: &str = "plain";

fn speaks(vendor: &'static Vendor, protocol: Protocol) -> Option<DecoderUnderTest> {
    let codec = vendor.codec()?;
    let descriptor = codec.descriptor();
    let wire = descriptor.wires().find(|wire| wire.format == protocol.format())?;
    let descriptor = descriptor.speaking(wire);
    Some(DecoderUnderTest { name: vendor.name(), codec, descriptor })
}

fn plain(codec: impl Codec) -> DecoderUnderTest {
    let descriptor = codec.descriptor().clone();
    DecoderUnderTest { name: PLAIN, codec: Arc::new(codec), descriptor }
}

fn descriptor(entry: &Entry, wire: Wire) -> Descriptor {
    Descriptor::new(entry.provider.clone(), "https://replay.invalid/v1", wire)
}
