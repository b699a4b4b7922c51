//! Everything can be done with the keyboard alone.

use crate::Result;
use crate::daemon::Daemon;
use crate::keys::{DOWN, ENTER, ESCAPE, Key, SPACE, TAB};
use crate::lab::Lab;
use crate::tab::Tab;
use std::collections::BTreeSet;

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    lab.check("the keyboard alone is enough", Daemon::demo().await?, alone).await?;
    lab.check("Shift and Enter make a new line", Daemon::demo().await?, lines).await?;
    lab.check("the focus can be seen, and reaches every control", Daemon::demo().await?, focus)
        .await
}

async fn alone(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.expect("document.activeElement === message", "one may write at once").await?;
    let before: String = tab.eval("provider.value").await?;
    reach(tab, "provider", TAB.with_shift()).await?;
    tab.press(DOWN).await?;
    let chosen: String = tab.eval("provider.value").await?;
    if chosen == before {
        return Err("the provider did not change".into());
    }
    reach(tab, "message", TAB).await?;
    tab.insert("By hand.").await?;
    tab.press(ENTER).await?;
    tab.answered().await?;
    tab.shows(&[&format!("Hello from the {chosen} simulator! You said: By hand.")]).await?;
    tab.insert("Stop this.").await?;
    tab.press(ENTER).await?;
    tab.wait("log.lastElementChild.innerText.includes('Hello')", "something comes").await?;
    tab.press(ESCAPE).await?;
    tab.answered().await?;
    tab.shows(&["Stopped before the end."]).await?;
    reach(tab, "again", TAB.with_shift()).await?;
    tab.press(SPACE).await?;
    tab.expect("log.childElementCount === 0", "it is cleared").await?;
    reach(tab, "options", TAB.with_shift()).await?;
    tab.press(ENTER).await?;
    tab.expect("!panel.hidden && document.activeElement.id === 'system'", "the options open")
        .await?;
    tab.press(ESCAPE).await?;
    tab.expect("panel.hidden && document.activeElement === options", "and close").await
}

async fn lines(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.insert("one").await?;
    tab.press(ENTER.with_shift()).await?;
    tab.insert("two").await?;
    tab.expect("message.value === 'one\\ntwo' && log.childElementCount === 0", "it is not sent")
        .await?;
    tab.press(ENTER).await?;
    tab.answered().await?;
    tab.expect("log.querySelector('.you .text').innerText === 'one\\ntwo'", "it is sent whole")
        .await
}

async fn focus(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.say("Once.").await?;
    tab.answered().await?;
    tab.act("(options.click(), message.focus())").await?;
    let mut reached = BTreeSet::new();
    for _ in 0..30 {
        tab.press(TAB).await?;
        let seen: (String, bool) = tab.eval(VISIBLE).await?;
        if !seen.1 {
            return Err(format!("the focus cannot be seen at `{}`", seen.0).into());
        }
        reached.insert(seen.0);
    }
    let all: BTreeSet<String> = tab.eval(CONTROLS).await?;
    let missed: Vec<_> = all.difference(&reached).collect();
    missed.is_empty().then_some(()).ok_or_else(|| format!("out of reach: {missed:?}").into())
}

/// What has the focus, and whether that can be seen, at itself or at the box around it.
const VISIBLE: &str = "(() => { const node = document.activeElement; \
    if (node === document.body) return ['', true]; \
    const drawn = (node, name) => getComputedStyle(node)[name] !== 'none'; \
    return [node.id, drawn(node, 'outlineStyle') || drawn(node.parentElement, 'boxShadow')]; })()";

const CONTROLS: &str = "[...document.querySelectorAll('header :is(button, input, select, textarea), footer :is(button, input, textarea)')]\
    .filter(node => node.checkVisibility() && !node.disabled).map(node => node.id)";

/// Presses a key until something has the focus.
async fn reach(tab: &Tab, id: &str, key: Key) -> Result<()> {
    for _ in 0..30 {
        if tab.eval::<String>("document.activeElement.id").await? == id {
            return Ok(());
        }
        tab.press(key).await?;
    }
    Err(format!("`{id}` is out of reach").into())
}
