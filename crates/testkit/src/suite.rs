//! One contract suite for every vendor.
//!
//! It renders streams of the vendor's wire, replays them through the vendor's own provider in
//! every way in which bytes can be cut, and demands what the [laws](crate::laws) demand. Nothing
//! panics: the [`Report`] says what failed.
//!
//! ```no_run
//! # use kei_router_core::{Descriptor, Provider, Transport};
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

mod chunks;
mod content;
mod cuts;
mod errors;
mod fixture;
mod live;
mod report;
mod sockets;
mod subject;
mod unknown;

pub use report::{Failure, Report};

use crate::formats::format_of;
use bytes::Bytes;
use fixture::Fixture;
use kei_router_core::{Descriptor, Provider};
use report::Outcome;
use std::fmt;
use subject::{Build, Subject};

/// Makes a provider that posts to this URL.
type Dial<'a> = &'a dyn Fn(String) -> Box<dyn Provider>;

/// The contract suite for one vendor.
pub struct Suite<'a> {
    descriptor: &'a Descriptor,
    build: Build<'a>,
    dial: Option<Dial<'a>>,
    given: Vec<(String, Bytes)>,
    only: Vec<&'static str>,
}

/// The checks that need no socket, and run for each stream.
pub const CHECKS: [&str; 8] =
    ["content", "chunks", "line ends", "cuts", "live", "errors", "unknown events", "corruption"];

impl<'a> Suite<'a> {
    /// The suite for the vendor of this descriptor. `build` makes its provider over a transport;
    /// with a key, where it wants one.
    pub fn new(descriptor: &'a Descriptor, build: Build<'a>) -> Self {
        Self { descriptor, build, dial: None, given: Vec::new(), only: CHECKS.to_vec() }
    }

    /// With one more stream, written by hand or recorded: the whole body of an answer.
    pub fn fixture(mut self, name: impl Into<String>, body: impl Into<Bytes>) -> Self {
        self.given.push((name.into(), body.into()));
        self
    }

    /// With these of the [`CHECKS`] and no others; all of them unless set.
    pub fn only(mut self, checks: &[&'static str]) -> Self {
        self.only = checks.to_vec();
        self
    }

    /// With the checks that need a socket and a clock; they take a second or two. `dial` makes
    /// the provider for a URL on loopback. They want a tokio runtime with I/O and time.
    pub fn over_sockets(mut self, dial: Dial<'a>) -> Self {
        self.dial = Some(dial);
        self
    }

    /// Runs everything.
    pub async fn run(self) -> Report {
        let mut report = Report::new(&self.descriptor.name);
        let Some(format) = format_of(&self.descriptor.wire) else {
            report.add("format", "-", Err("the wire's format is not known".to_owned()));
            return report;
        };
        let subject = Subject::new(self.descriptor, format, self.build);
        let given = self.given.into_iter().map(|(name, body)| Fixture::given(&subject, name, body));
        for fixture in fixture::standard(&subject).into_iter().chain(given) {
            for check in &self.only {
                report.add(check, &fixture.name, run(check, &subject, &fixture).await);
            }
        }
        report.add("refusals", "-", errors::check_refusals(&subject).await);
        if let Some(dial) = self.dial {
            sockets::run(&subject, dial, &mut report).await;
        }
        report
    }
}

async fn run(check: &str, subject: &Subject<'_>, fixture: &Fixture) -> Outcome {
    match check {
        "content" => content::check(subject, fixture).await,
        "chunks" => chunks::check(subject, fixture).await,
        "line ends" => chunks::check_line_ends(subject, fixture).await,
        "cuts" => cuts::check(subject, fixture).await,
        "live" => live::check(subject, fixture).await,
        "errors" => errors::check(subject, fixture).await,
        "unknown events" => unknown::check_unknown_events(subject, fixture).await,
        "corruption" => unknown::check_corruption(subject, fixture).await,
        _ => Err("there is no such check".to_owned()),
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
