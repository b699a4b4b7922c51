//! One contract suite for every vendor.
//!
//! It renders streams in the vendor's wire format, replays them through the vendor's provider at
//! every chunking, and checks the [laws](crate::laws). Nothing panics: the [`Report`] says what
//! failed.
//!
//! ```no_run
//! # use kei_router_core::codec::Descriptor;
//! # use kei_router_core::transport::Transport;
//! # use kei_router_core::Provider;
//! # use std::sync::Arc;
//! # async fn example(
//! #     descriptor: &Descriptor,
//! #     build: &dyn Fn(Arc<dyn Transport>) -> Box<dyn Provider>,
//! #     dial: &dyn Fn(String) -> Box<dyn Provider>,
//! # ) {
//! use kei_router_testkit::suite::Suite;
//!
//! let report = Suite::new(descriptor, build).over_sockets(dial).run().await;
//! assert!(report.is_ok(), "{report}");
//! # }
//! ```

mod checks;
mod chunks;
mod content;
mod cooperation;
mod corruption;
mod cuts;
mod document;
mod errors;
mod fixture;
mod live;
mod report;
mod sockets;
mod subject;
mod unknown;

pub use checks::CHECKS;
pub use report::{Failure, Pass, Report};

use crate::SimRules;
use crate::formats::{Format, format_of};
use bytes::Bytes;
use checks::{VARIANT_CHECKS, run};
use fixture::Fixture;
use kei_router_core::Provider;
use kei_router_core::codec::Descriptor;
use std::fmt;
use std::sync::Arc;
use subject::{Build, Subject};

/// Creates a provider that posts to this URL.
type Dial<'a> = &'a dyn Fn(String) -> Box<dyn Provider>;

/// The contract suite for one vendor on its default wire.
pub struct Suite<'a> {
    descriptor: &'a Descriptor,
    build: Build<'a>,
    dial: Option<Dial<'a>>,
    format: Option<Arc<dyn Format>>,
    rules: SimRules,
    given: Vec<(String, Bytes)>,
    only: Vec<&'static str>,
}

impl<'a> Suite<'a> {
    /// The suite for the vendor with this descriptor. `build` creates its provider over a
    /// transport, with a key if it needs one.
    pub fn new(descriptor: &'a Descriptor, build: Build<'a>) -> Self {
        Self {
            descriptor,
            build,
            dial: None,
            format: None,
            rules: SimRules::new(),
            given: Vec::new(),
            only: CHECKS.to_vec(),
        }
    }

    /// Sets the format, in place of the built-in one with the wire format's name.
    pub fn format(mut self, format: impl Format + 'static) -> Self {
        self.format = Some(Arc::new(format));
        self
    }

    /// Sets the simulator's rules over sockets; the format's own by default.
    pub fn rules(mut self, rules: SimRules) -> Self {
        self.rules = rules;
        self
    }

    /// Adds a stream, written by hand or recorded: the whole body of a response.
    pub fn fixture(mut self, name: impl Into<String>, body: impl Into<Bytes>) -> Self {
        self.given.push((name.into(), body.into()));
        self
    }

    /// Runs only these of the [`CHECKS`]; all of them by default.
    pub fn only(mut self, checks: &[&'static str]) -> Self {
        self.only = checks.to_vec();
        self
    }

    /// Adds the checks that need a socket and a clock; they take a second or two, and a tokio
    /// runtime with I/O and time. `dial` creates the provider for a URL on loopback.
    pub fn over_sockets(mut self, dial: Dial<'a>) -> Self {
        self.dial = Some(dial);
        self
    }

    /// Runs all checks.
    pub async fn run(self) -> Report {
        let wire = &self.descriptor.wire;
        let mut report = Report::new(&self.descriptor.name, &wire.format);
        let Some(format) = self.format.clone().or_else(|| format_of(wire, &[])) else {
            report.add("format", "-", Err("the wire's format is not known".to_owned()));
            return report;
        };
        let subject = Subject::new(self.descriptor, format, self.build);
        let format = subject.format.as_ref();
        let given = self.given.iter();
        let given = given.map(|(name, body)| Fixture::given(format, name.clone(), body.clone()));
        let standard = fixture::standard(&subject);
        for fixture in standard.into_iter().chain(given) {
            self.check(&subject, &fixture, &self.only, &mut report).await;
        }
        self.check_variants(&subject, &mut report).await;
        self.check_once(&subject, &mut report).await;
        report
    }

    async fn check(
        &self,
        subject: &Subject<'_>,
        fixture: &Fixture,
        checks: &[&'static str],
        report: &mut Report,
    ) {
        for check in self.only.iter().filter(|check| checks.contains(check)) {
            report.add(check, &fixture.name, run(check, subject, fixture).await);
        }
    }

    /// The format where its vendors differ.
    async fn check_variants(&self, subject: &Subject<'_>, report: &mut Report) {
        for (name, format) in subject.format.variants() {
            let variant = subject.over(format);
            for mut fixture in fixture::standard(&variant) {
                fixture.name = format!("{}, {name}", fixture.name);
                self.check(&variant, &fixture, &VARIANT_CHECKS, report).await;
            }
        }
    }

    /// What is not asked of each stream.
    async fn check_once(&self, subject: &Subject<'_>, report: &mut Report) {
        report.add("refusals", "-", errors::check_refusals(subject).await);
        report.add("no stream", "-", document::check_others(subject).await);
        if let Some(fixture) = fixture::standard(subject).first() {
            let outcome = cooperation::check(subject, fixture).await;
            report.add("cooperation", &fixture.name, outcome);
        }
        if let Some(dial) = self.dial {
            let reads_documents = self.only.contains(&"document");
            sockets::run(subject, dial, &self.rules, reads_documents, report).await;
        }
    }
}

impl fmt::Debug for Suite<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Suite")
            .field("descriptor", &self.descriptor.name)
            .field("sockets", &self.dial.is_some())
            .field("given", &self.given.len())
            .finish_non_exhaustive()
    }
}
