//! All that a crate for this vendor would hold. The architecture checks count the names of
//! kei-router that it needs.

use kei_router_chat_completions::{ChatCompletions, Dialect, Terminator, wire};
use kei_router_core::codec::{DefaultCodec, Descriptor, ModelRow, ModelTable, Refusal};
use kei_router_core::transport::Head;
use kei_router_core::{Capability, ErrorKind, Rates};
use kei_router_http::HttpProvider;

pub(crate) type AcmeProvider = HttpProvider<Acme>;

/// Names the vendor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Acme;

impl DefaultCodec for Acme {
    type Codec = ChatCompletions;

    fn codec() -> ChatCompletions {
        let descriptor = Descriptor::new("acme", "https://api.acme.invalid/v1", wire())
            .with_default_model("acme-1");
        ChatCompletions::new(descriptor, dialect()).with_models(MODELS)
    }
}

const MODELS: ModelTable = ModelTable::new("2026-11-24", ROWS);

const ROWS: &[ModelRow] = &[
    ModelRow::new("acme-1")
        .rates(Rates::usd(1.0, 4.0).cache_read_usd(0.1))
        .context_window(200_000)
        .max_output(16_384),
    ModelRow::new("acme-1-mini").rates(Rates::usd(0.1, 0.4)).context_window(100_000),
];

/// It calls some things otherwise, and takes no audio.
fn dialect() -> Dialect {
    let mut dialect = Dialect::PLAIN;
    let support = &mut dialect.support;
    support.capabilities = support.capabilities.without(&[Capability::Audio]);
    support.max_tools = Some(64);
    dialect.seed = Some("random_seed".into());
    dialect.required = "any".into();
    dialect.max_stops = Some(4);
    dialect.terminator = Terminator::DoneDemanded;
    dialect.classify = classify;
    dialect
}

fn classify(refusal: &Refusal, _: &Head) -> Option<ErrorKind> {
    (refusal.code.as_deref() == Some("out_of_credits")).then_some(ErrorKind::QuotaExhausted)
}
