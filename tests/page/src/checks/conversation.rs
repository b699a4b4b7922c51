//! A conversation with each vendor, as the demo speaks it.

use crate::Result;
use crate::daemon::Daemon;
use crate::keys::ESCAPE;
use crate::lab::Lab;
use crate::tab::Tab;
use std::time::Duration;

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    for vendor in kei_router::vendors().iter().map(|vendor| vendor.name()) {
        let name =
            format!("{vendor}: tokens arrive in pieces, and usage, cost and finish are shown");
        lab.check(&name, Daemon::demo().await?, async |tab: &Tab, _: &Daemon| {
            streams(tab, vendor).await
        })
        .await?;
        let name = format!("{vendor}: an answer is stopped, at the vendor too");
        lab.check(&name, Daemon::demo().await?, async |tab: &Tab, daemon: &Daemon| {
            stops(tab, daemon, vendor).await
        })
        .await?;
        let name = format!("{vendor}: reasoning is shown where it was asked for");
        lab.check(&name, Daemon::demo().await?, async |tab: &Tab, _: &Daemon| {
            reasons(tab, vendor).await
        })
        .await?;
    }
    lab.check(
        "a turn knows the turns before it, and the model that was named",
        Daemon::demo().await?,
        goes_on,
    )
    .await
}

async fn streams(tab: &Tab, vendor: &str) -> Result<()> {
    tab.choose(vendor).await?;
    tab.say("What is a stream?").await?;
    tab.wait("!stop.hidden && send.hidden", "it can be stopped").await?;
    let mut lengths = std::collections::BTreeSet::new();
    while tab.eval::<bool>("!stop.hidden").await? {
        lengths
            .insert(tab.eval::<usize>("log.lastElementChild.children[2].innerText.length").await?);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    if lengths.len() < 5 {
        return Err(format!("it came at once: lengths {lengths:?}").into());
    }
    let hello = format!("Hello from the {vendor} simulator! You said: What is a stream?");
    tab.shows(&[&hello, "finish: stop", "tokens in", "out", "$0.0", " s"]).await?;
    tab.expect("sum.innerText.includes('tokens, $0.0')", "what it cost so far").await?;
    tab.expect(
        "document.activeElement === message && message.value === ''",
        "the next may be written",
    )
    .await
}

async fn stops(tab: &Tab, daemon: &Daemon, vendor: &str) -> Result<()> {
    tab.choose(vendor).await?;
    tab.say("Tell me more than I want to know.").await?;
    let come = "log.lastElementChild?.children[2].innerText.length > 20";
    tab.wait(come, "something comes").await?;
    tab.press(ESCAPE).await?;
    tab.answered().await?;
    let stopped = tab.answer().await?;
    tab.shows(&["Stopped before the end."]).await?;
    tokio::time::timeout(Duration::from_secs(5), daemon.sim(vendor)?.aborted())
        .await
        .map_err(|_| "the vendor was not told")?;
    if tab.answer().await? != stopped || stopped.contains("to the model itself") {
        return Err("it went on".into());
    }
    tab.expect("!send.hidden && stop.hidden && document.activeElement === message", "on it goes")
        .await?;
    tab.say("And now?").await?;
    tab.answered().await?;
    tab.shows(&["You said: And now?", "finish: stop"]).await
}

async fn reasons(tab: &Tab, vendor: &str) -> Result<()> {
    tab.choose(vendor).await?;
    tab.act("options.click()").await?;
    let chosen = "(document.getElementById('reasoning').value = 'high') === 'high'";
    tab.expect(chosen, "reasoning can be asked for").await?;
    tab.say("Think first.").await?;
    tab.answered().await?;
    let thought = "log.lastElementChild.querySelector('.thought')";
    tab.expect(&format!("!{thought}.closest('details').open"), "it is folded").await?;
    tab.act(&format!("{thought}.closest('details').firstElementChild.click()")).await?;
    tab.expect(&format!("{thought}.innerText.length > 10"), "it can be read").await?;
    tab.shows(&["Reasoning", "finish: stop"]).await
}

async fn goes_on(tab: &Tab, daemon: &Daemon) -> Result<()> {
    tab.choose("anthropic").await?;
    tab.say("My name is Ada.").await?;
    tab.answered().await?;
    tab.act("model.focus()").await?;
    tab.insert("claude-haiku-4-5").await?;
    tab.say("Who am I?").await?;
    tab.answered().await?;
    tab.shows(&["claude-haiku-4-5", "You said: Who am I?"]).await?;
    let requests = daemon.sim("anthropic")?.requests();
    let last = requests.last().ok_or("nothing was asked")?;
    let body = String::from_utf8_lossy(&last.body);
    for part in
        ["My name is Ada.", "Hello from the anthropic simulator!", "Who am I?", "claude-haiku-4-5"]
    {
        if !body.contains(part) {
            return Err(format!("the vendor was not sent `{part}`: {body}").into());
        }
    }
    Ok(())
}
