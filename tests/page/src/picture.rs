//! The pictures that README shows: the page in light and in dark, and a narrow one to look at.

use crate::Result;
use crate::daemon::Daemon;
use crate::lab::Lab;
use crate::tab::Tab;
use kei_router::Usage;
use kei_router_testkit::{Script, SimRequest};
use std::path::Path;
use std::time::Duration;

/// A picture in a repository is loaded by everybody.
const MAX_BYTES: u64 = 200 * 1024;

/// Time stands still but where the script below moves it, so that each picture shows the same.
const CLOCK: &str = "globalThis.clock = 0; performance.now = () => clock;";

pub(crate) async fn take(lab: &mut Lab<'_>, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    // To look at; README shows the wide ones.
    let narrow = lab.folder().join("narrow.png");
    let daemon = Daemon::saying(script()).await?;
    lab.check("the pictures are taken", daemon, async |tab: &Tab, daemon: &Daemon| {
        draw(tab, daemon, folder, &narrow).await
    })
    .await
}

fn script() -> Script {
    Script::respond(|request: &SimRequest| {
        let script = match request.last_user_text() {
            Some(text) if text.contains("Oslo") => Script::new()
                .reason([
                    "The user wants the weather, and I have a tool for it. ",
                    "I ask it for today and tomorrow.",
                ])
                .say("Let me look.")
                .call("call_1", "weather", r#"{"city":"Oslo","days":2}"#),
            _ => Script::text(
                "Because you can begin to read after a few hundred milliseconds. The whole answer takes as \
                 long as before; the wait before its first word does not.",
            ),
        };
        script.usage(Usage::new(212, 96)).token_every(Duration::from_millis(15))
    })
}

async fn draw(tab: &Tab, daemon: &Daemon, folder: &Path, narrow: &Path) -> Result<()> {
    tab.first(CLOCK).await?;
    tab.size(860, 800, 1.5).await?;
    tab.open(&daemon.url()).await?;
    turn(tab, "anthropic", "Why does a streamed answer feel faster?", 1420).await?;
    turn(tab, "openai", "Do I need an umbrella in Oslo?", 980).await?;
    tab.act("log.lastElementChild.querySelector('details').open = true").await?;
    // A caret blinks.
    tab.act("(message.blur(), scrollTo(0, document.documentElement.scrollHeight))").await?;
    for (dark, name) in [(false, "page.png"), (true, "page-dark.png")] {
        tab.dark(dark).await?;
        let file = folder.join(name);
        tab.picture(&file).await?;
        let bytes = std::fs::metadata(&file)?.len();
        if bytes > MAX_BYTES {
            return Err(format!("{} has {bytes} bytes, {MAX_BYTES} at most", file.display()).into());
        }
    }
    tab.dark(false).await?;
    tab.size(320, 640, 2.0).await?;
    tab.picture(narrow).await
}

async fn turn(tab: &Tab, provider: &str, text: &str, ms: u32) -> Result<()> {
    tab.choose(provider).await?;
    tab.say(text).await?;
    tab.wait("log.lastElementChild?.innerText.length > 30", "something comes").await?;
    tab.eval::<u32>(&format!("clock += {ms}")).await?;
    tab.answered().await
}
