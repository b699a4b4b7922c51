//! What an answer may hold beside plain tokens, and how events may be framed.

use crate::Result;
use crate::daemon::Daemon;
use crate::lab::Lab;
use crate::odd;
use crate::tab::Tab;
use kei_router_testkit::Script;
use std::time::Duration;

/// What would be markup, if it were read as such.
const MARKUP: &str = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script> <b>&amp;</b>";

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    let calling =
        Script::text("Let me look.").call("call_1", "weather", r#"{"city":"Oslo","days":[1,2]}"#);
    lab.check("a tool call is shown with its arguments", Daemon::saying(calling).await?, calls)
        .await?;
    let long = Script::text("One two three four.").finish("max_tokens");
    lab.check("an answer that was cut says so", Daemon::saying(long).await?, is_cut).await?;
    let markup = Script::text(MARKUP);
    lab.check("text is never markup", Daemon::saying(markup).await?, is_text).await?;
    lab.check("events are read however they are framed", odd::daemon().await?, is_read).await?;
    let slow = Script::text("word ".repeat(400)).token_every(Duration::from_millis(2));
    lab.check("a reader who scrolls away is left there", Daemon::saying(slow).await?, stays).await
}

async fn calls(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Weather?").await?;
    tab.answered().await?;
    tab.shows(&["Let me look.", "Calls weather", "\"city\": \"Oslo\"", "finish: tool_use"]).await
}

async fn is_cut(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Count.").await?;
    tab.answered().await?;
    tab.shows(&["One two three four.", "finish: length"]).await?;
    tab.expect(
        "log.querySelector('.facts .odd').innerText.startsWith('finish: length')",
        "it stands out",
    )
    .await
}

async fn is_text(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say(MARKUP).await?;
    tab.answered().await?;
    tab.shows(&[MARKUP]).await?;
    tab.expect("log.querySelector('img, script, b') === null", "no element came of it").await?;
    tab.expect("document.title === 'kei-cortex'", "nothing ran").await?;
    tab.reload().await?;
    tab.shows(&[MARKUP]).await?;
    tab.expect("log.querySelector('img, script, b') === null", "nor after a reload").await
}

async fn is_read(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Odd?").await?;
    tab.answered().await?;
    tab.shows(&[odd::TEXT, "finish: stop"]).await?;
    tab.expect("!log.innerText.includes('GHOST')", "an event that was cut is none").await?;
    tab.say("cut").await?;
    tab.answered().await?;
    tab.shows(&["The connection ended before the answer did."]).await?;
    tab.expect("!log.innerText.includes('GHOST')", "an event that was cut is none").await
}

async fn stays(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.size(500, 300, 1.0).await?;
    tab.say("Much, please.").await?;
    tab.wait("document.documentElement.scrollHeight > 900 && scrollY > 300", "it is followed")
        .await?;
    tab.act("scrollTo(0, 0)").await?;
    tab.answered().await?;
    tab.expect("scrollY < 50", "the reader is left where he is").await
}
