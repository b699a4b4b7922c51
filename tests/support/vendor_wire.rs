//! A vendor on one of its wires.

use kei_router::codec::Descriptor;
use kei_router::transport::Transport;
use kei_router::{Limits, Provider, Vendor, vendors};
use kei_router_testkit::{Script, Sim, SimRules, render, rules};
use std::sync::Arc;

/// A vendor of the table on one of its wires. Tests that hold for every vendor run over
/// [`VendorWire::all`].
#[derive(Clone, Debug)]
pub struct VendorWire {
    vendor: &'static Vendor,
    descriptor: Descriptor,
}

impl VendorWire {
    /// Every vendor of the table on each of its wires.
    ///
    /// # Panics
    /// If a vendor is not compiled in, or the table is shorter than it was.
    pub fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for vendor in vendors() {
            let descriptor = vendor.descriptor().expect("all-vendors compiles every vendor in");
            let wires: Vec<_> = descriptor.wires().map(|wire| descriptor.speaking(wire)).collect();
            all.extend(wires.into_iter().map(|descriptor| Self { vendor, descriptor }));
        }
        assert!(vendors().len() >= 3 && all.len() > vendors().len(), "the table is short");
        all
    }

    /// The vendor of this name on the wire of this format.
    ///
    /// # Panics
    /// If there is none.
    pub fn of(vendor: &str, format: &str) -> Self {
        let is = |one: &Self| one.vendor() == vendor && one.format() == format;
        let found = Self::all().into_iter().find(is);
        found.unwrap_or_else(|| panic!("{vendor} does not speak {format}"))
    }

    /// The vendor's name.
    pub fn vendor(&self) -> &'static str {
        self.vendor.name()
    }

    /// The name of the wire's format.
    pub fn format(&self) -> &str {
        &self.descriptor.wire.format
    }

    /// Both, such as `openai/responses`.
    pub fn name(&self) -> String {
        format!("{}/{}", self.vendor(), self.format())
    }

    /// The vendor's descriptor, with this wire as its only one.
    pub fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    /// What a simulator demands of a request: the wire's rules, each model's, and the vendor's own.
    pub fn rules(&self) -> SimRules {
        let provider = self.at("http://127.0.0.1:9/".to_owned());
        let rules = SimRules::new().models(move |model| provider.model_info(model));
        match self.vendor() {
            "kimi" => rules.and(rules::kimi::check),
            _ => rules,
        }
    }

    /// The body of a response, as the vendor would send it.
    ///
    /// # Panics
    /// If the testkit does not know the wire's format.
    pub fn body(&self, script: &Script) -> String {
        let body = render(&self.descriptor, script).expect("the testkit knows the format");
        String::from_utf8(body.to_vec()).expect("a body is UTF-8")
    }

    /// The vendor's provider at its own URL for this wire, with some key, over this transport.
    pub fn over(&self, transport: Arc<dyn Transport>) -> Box<dyn Provider> {
        let url = self.descriptor.own_endpoint().expect("a URL").template();
        let builder = self.vendor.builder().expect("compiled in").vars(|_| None).api_key("sk-1");
        Box::new(builder.endpoint(url).transport(transport).build())
    }

    /// The same, within these limits.
    pub fn over_within(&self, transport: Arc<dyn Transport>, limits: Limits) -> Box<dyn Provider> {
        let url = self.descriptor.own_endpoint().expect("a URL").template();
        let builder = self.vendor.builder().expect("compiled in").vars(|_| None).api_key("sk-1");
        Box::new(builder.endpoint(url).transport(transport).limits(limits).build())
    }

    /// The vendor's provider at this URL.
    pub fn at(&self, url: String) -> Box<dyn Provider> {
        self.with_key("sk-test-0123456789", url)
    }

    /// The vendor's provider at this URL, with this key.
    pub fn with_key(&self, key: &str, url: String) -> Box<dyn Provider> {
        let model = self.descriptor.default_model.to_string();
        self.vendor.with_endpoint(key.to_owned(), model, url).expect("compiled in")
    }

    /// A simulator that follows the script and holds requests to the [rules](Self::rules), and
    /// the vendor's provider for it.
    ///
    /// # Panics
    /// If the simulator does not start.
    pub async fn simulated(&self, script: Script) -> (Sim, Box<dyn Provider>) {
        let sim = Sim::try_start(&self.descriptor, script, self.rules()).await;
        let sim = sim.expect("the simulator starts");
        let provider = self.at(sim.endpoint());
        (sim, provider)
    }
}
