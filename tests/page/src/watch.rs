//! What goes wrong in a tab without anybody seeing it: the console, exceptions, other hosts.

use crate::Result;
use chromiumoxide::Page;
use chromiumoxide::cdp::IntoEventKind;
use chromiumoxide::cdp::browser_protocol::audits::{EnableParams, EventIssueAdded};
use chromiumoxide::cdp::browser_protocol::log::{EventEntryAdded, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::network::{
    BlockedReason, EventLoadingFailed, EventRequestWillBeSent,
};
use chromiumoxide::cdp::js_protocol::runtime::{
    ConsoleApiCalledType, EventConsoleApiCalled, EventExceptionThrown,
};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

/// What was seen in a tab.
#[derive(Clone, Default)]
pub(crate) struct Watch {
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    problems: Vec<String>,
    /// The URLs, by the requests' ids.
    requests: BTreeMap<String, String>,
    /// The requests that the policy stopped: they went nowhere.
    stopped: BTreeSet<String>,
}

impl Watch {
    /// Watches from now on.
    pub(crate) async fn over(page: &Page) -> Result<Self> {
        let watch = Self::default();
        watch.on(page, |event: &EventConsoleApiCalled| console(event)).await?;
        watch.on(page, |event: &EventExceptionThrown| Some(exception(event))).await?;
        watch.on(page, |event: &EventEntryAdded| entry(event)).await?;
        watch.on(page, |event: &EventIssueAdded| issue(event)).await?;
        let seen = watch.seen.clone();
        let mut requests = page.event_listener::<EventRequestWillBeSent>().await?;
        tokio::spawn(async move {
            while let Some(event) = requests.next().await {
                let id = event.request_id.inner().clone();
                lock(&seen).requests.insert(id, event.request.url.clone());
            }
        });
        let seen = watch.seen.clone();
        let mut failures = page.event_listener::<EventLoadingFailed>().await?;
        tokio::spawn(async move {
            while let Some(event) = failures.next().await {
                if event.blocked_reason == Some(BlockedReason::Csp) {
                    lock(&seen).stopped.insert(event.request_id.inner().clone());
                }
            }
        });
        page.enable_log().await?;
        page.execute(EnableParams::default()).await?;
        Ok(watch)
    }

    async fn on<T: IntoEventKind + DeserializeOwned + Send + Sync + Unpin + 'static>(
        &self,
        page: &Page,
        problem: impl Fn(&T) -> Option<String> + Send + 'static,
    ) -> Result<()> {
        let seen = self.seen.clone();
        let mut events = page.event_listener::<T>().await?;
        tokio::spawn(async move {
            while let Some(event) = events.next().await {
                lock(&seen).problems.extend(problem(&event));
            }
        });
        Ok(())
    }

    /// The problems since the last call.
    pub(crate) fn problems(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.seen).problems)
    }

    /// The requests that went to any but this origin.
    pub(crate) fn strangers(&self, origin: &str) -> Vec<String> {
        let own = |url: &&String| {
            url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'))
                || url.starts_with("data:")
                || *url == "about:blank"
        };
        let seen = lock(&self.seen);
        let sent = seen.requests.iter().filter(|(id, _)| !seen.stopped.contains(*id));
        sent.map(|(_, url)| url).filter(|url| !own(url)).cloned().collect()
    }

    /// How many requests there were.
    pub(crate) fn requests(&self) -> usize {
        lock(&self.seen).requests.len()
    }
}

fn lock(seen: &Mutex<Seen>) -> std::sync::MutexGuard<'_, Seen> {
    seen.lock().unwrap_or_else(PoisonError::into_inner)
}

fn console(event: &EventConsoleApiCalled) -> Option<String> {
    let bad =
        [ConsoleApiCalledType::Error, ConsoleApiCalledType::Warning, ConsoleApiCalledType::Assert];
    let arguments = || event.args.iter().map(|argument| format!("{:?}", argument.value));
    bad.contains(&event.r#type).then(|| {
        format!("console.{:?}: {}", event.r#type, arguments().collect::<Vec<_>>().join(" "))
    })
}

fn exception(event: &EventExceptionThrown) -> String {
    let details = &event.exception_details;
    let thrown = details.exception.as_ref().and_then(|thrown| thrown.description.clone());
    format!("exception: {}", thrown.unwrap_or_else(|| details.text.clone()))
}

fn entry(event: &EventEntryAdded) -> Option<String> {
    let entry = &event.entry;
    let bad = [LogEntryLevel::Error, LogEntryLevel::Warning].contains(&entry.level);
    bad.then(|| {
        format!("{:?}: {} ({})", entry.source, entry.text, entry.url.as_deref().unwrap_or(""))
    })
}

fn issue(event: &EventIssueAdded) -> Option<String> {
    let issue = &event.issue.details;
    let violation = issue.content_security_policy_issue_details.as_ref()?;
    Some(format!("policy: {} at {:?}", violation.violated_directive, violation.blocked_url))
}
