//! Errors are shown as they are, and nothing that had come is lost.

use crate::Result;
use crate::daemon::Daemon;
use crate::lab::Lab;
use crate::tab::Tab;
use kei_router_testkit::{Refused, Script, SimRequest};

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    let once = Script::respond(|request: &SimRequest| match request.last_user_text().as_deref() {
        Some("Refuse.") => Script::new().refuse(Refused::rate_limit()).header("retry-after", "7"),
        _ => Script::text("Here I am."),
    });
    lab.check(
        "a refusal is shown with code, status and retry-after",
        Daemon::saying(once).await?,
        refused,
    )
    .await?;
    let broken = Script::text("This goes well until it does not.")
        .error_after_events(6, Refused::overloaded());
    lab.check(
        "an error in mid-stream keeps what had come",
        Daemon::saying(broken).await?,
        broken_off,
    )
    .await?;
    lab.check("a provider that is not known is an error", Daemon::demo().await?, unknown).await?;
    lab.check("a daemon that is gone is an error", Daemon::demo().await?, gone).await
}

async fn refused(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Refuse.").await?;
    tab.answered().await?;
    tab.shows(&["rate_limit", "HTTP 429", "retry after 7 s", "Try again"]).await?;
    tab.wait("said.innerText.includes('rate_limit')", "a screen reader hears of it").await?;
    expected(tab, "429")?;
    tab.say("Hello?").await?;
    tab.answered().await?;
    tab.shows(&["Here I am."]).await?;
    tab.act("[...log.querySelectorAll('button')].find(b => b.innerText === 'Try again').click()")
        .await?;
    tab.answered().await?;
    tab.shows(&["rate_limit"]).await?;
    tab.expect(
        "log.querySelectorAll('.error').length === 1",
        "the turn is asked again in its place",
    )
    .await?;
    expected(tab, "429")
}

async fn broken_off(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Go on.").await?;
    tab.answered().await?;
    tab.shows(&["This goes", "service_unavailable", "Try again"]).await
}

async fn unknown(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.act("provider.add(new Option('nobody'))").await?;
    tab.choose("nobody").await?;
    tab.say("Anybody there?").await?;
    tab.answered().await?;
    tab.shows(&["unknown_provider", "HTTP 400", "nobody"]).await?;
    expected(tab, "400")
}

async fn gone(tab: &Tab, daemon: &Daemon) -> Result<()> {
    daemon.stop().await;
    tab.say("Still there?").await?;
    tab.answered().await?;
    tab.shows(&["connection", "The connection to the daemon failed"]).await?;
    expected(tab, "ERR_CONNECTION_REFUSED")
}

/// A refusal stands in the console once, by the browser's own hand. It takes it from there.
pub(super) fn expected(tab: &Tab, words: &str) -> Result<()> {
    let problems = tab.watch().problems();
    let known =
        |problem: &&String| problem.contains("Failed to load resource") && problem.contains(words);
    match problems.iter().find(|problem| !known(problem)) {
        Some(problem) => Err(format!("the console says: {problem}").into()),
        None => Ok(()),
    }
}
