//! Who may use the page, and what it may reach.

use super::errors::expected;
use crate::Result;
use crate::daemon::Daemon;
use crate::keys::ENTER;
use crate::lab::Lab;
use crate::tab::Tab;
use std::time::Duration;

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    let daemon = Daemon::with_token("open-sesame").await?;
    lab.check("a token is asked for, and kept until the tab is closed", daemon, token).await?;
    lab.check("the policy holds", Daemon::demo().await?, policy).await
}

async fn token(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.wait("ask.open && document.activeElement === token", "the page asks").await?;
    expected(tab, "401")?;
    tab.insert("wrong").await?;
    tab.press(ENTER).await?;
    tab.wait("ask.open && ask.innerText.includes('rejected')", "a wrong one is refused").await?;
    expected(tab, "403")?;
    tab.insert("open-sesame").await?;
    tab.press(ENTER).await?;
    tab.wait("!ask.open && !provider.disabled", "the right one opens").await?;
    tab.say("Sesame?").await?;
    tab.answered().await?;
    tab.shows(&["You said: Sesame?"]).await?;
    tab.reload().await?;
    tab.expect("!ask.open", "it is not asked for again").await?;
    tab.expect("!JSON.stringify(localStorage).includes('sesame')", "it is not kept for long").await
}

async fn policy(tab: &Tab, daemon: &Daemon) -> Result<()> {
    // A script, a style and an image of others, another host, and markup out of text.
    let tries = [
        "(() => { try { document.body.innerHTML = '<p>'; return false } catch { return true } })()",
        "(() => { try { eval('1'); return false } catch { return true } })()",
        "fetch('http://127.0.0.1:9/').then(() => false, () => true)",
        "new Promise(ran => { const node = document.createElement('img'); node.onerror = () => ran(true); \
         node.onload = () => ran(false); node.src = 'http://127.0.0.1:9/x.png'; })",
        "new Promise(ran => { const node = document.createElement('link'); node.rel = 'stylesheet'; \
         node.onerror = () => ran(true); node.onload = () => ran(false); node.href = '/x.css'; \
         document.head.append(node); })",
    ];
    for attempt in tries {
        tab.expect(&format!("await {attempt}"), attempt).await?;
    }
    // That a request was stopped is known a little later than that it was wanted.
    for _ in 0..100 {
        if tab.watch().strangers(daemon.origin()).is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let problems = tab.watch().problems();
    if problems.iter().filter(|problem| problem.starts_with("policy")).count() < 3 {
        return Err(format!("violations are not seen: {problems:?}").into());
    }
    Ok(())
}
