//! What the browser keeps, and for how long.

use crate::Result;
use crate::daemon::Daemon;
use crate::lab::Lab;
use crate::tab::Tab;

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    lab.check("a reload keeps the conversation and the choices", Daemon::demo().await?, reload)
        .await?;
    lab.check("a reload in mid-stream keeps what had come", Daemon::demo().await?, early).await?;
    lab.check("starting again clears it, and it can be brought back", Daemon::demo().await?, again)
        .await?;
    lab.check("what is kept and broken does no harm", Daemon::demo().await?, broken).await
}

async fn reload(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.choose("kimi").await?;
    tab.say("Remember me.").await?;
    tab.answered().await?;
    let before = tab.answer().await?;
    tab.reload().await?;
    if tab.answer().await? != before {
        return Err(format!("it was\n{before}\nand is\n{}", tab.answer().await?).into());
    }
    tab.expect("provider.value === 'kimi' && log.childElementCount === 2", "the choice is kept")
        .await?;
    tab.say("And on.").await?;
    tab.answered().await?;
    tab.expect("log.childElementCount === 4", "the conversation goes on").await
}

async fn early(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Never heard out.").await?;
    tab.wait("log.lastElementChild?.innerText.includes('Hello from')", "something comes").await?;
    tab.reload().await?;
    tab.shows(&["Hello from", "Stopped before the end."]).await
}

async fn again(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.expect("again.disabled && undo.hidden && !empty.hidden", "there is nothing to clear")
        .await?;
    tab.say("First.").await?;
    tab.answered().await?;
    tab.act("again.click()").await?;
    tab.expect("log.childElementCount === 0 && !empty.hidden", "it is cleared").await?;
    tab.expect("document.activeElement === message", "the next may be written").await?;
    tab.act("undo.click()").await?;
    tab.shows(&["You said: First."]).await?;
    tab.act("again.click()").await?;
    tab.reload().await?;
    tab.expect("log.childElementCount === 0 && undo.hidden", "a reload has nothing left").await?;
    tab.expect("!JSON.stringify(localStorage).includes('First.')", "nor has the browser").await
}

async fn broken(tab: &Tab, _: &Daemon) -> Result<()> {
    for kept in [
        "no JSON",
        "null",
        "7",
        r#"{"turns":[null,{"question":1},{"question":"q","answer":{}}],"choice":5}"#,
    ] {
        let keep = format!("localStorage.setItem('kei-cortex', {})", serde_json::to_string(kept)?);
        // Leaving the page would write over it.
        tab.act(&format!("(save = () => {{}}, {keep})")).await?;
        tab.reload().await?;
        tab.expect("log.childElementCount === 0 && !empty.hidden", kept).await?;
    }
    tab.say("All well?").await?;
    tab.answered().await?;
    tab.shows(&["You said: All well?"]).await
}
