//! What assistive technology reads, colours, and screens of every width.

use crate::Result;
use crate::daemon::Daemon;
use crate::lab::Lab;
use crate::tab::Tab;
use chromiumoxide::cdp::browser_protocol::accessibility::{AxNode, AxValue, GetFullAxTreeParams};
use kei_router_testkit::{Refused, Script, SimRequest};

/// The roles of what can be used.
const CONTROLS: &[&str] = &[
    "button",
    "textbox",
    "combobox",
    "spinbutton",
    "listbox",
    "checkbox",
    "link",
    "dialog",
    "DisclosureTriangle",
];
/// Roles by which a reader finds its way.
const LANDMARKS: &[&str] = &["banner", "main", "contentinfo", "log", "status", "heading", "form"];

pub(super) async fn all(lab: &mut Lab<'_>) -> Result<()> {
    lab.check("everything that can be used has a name", Daemon::saying(rich()).await?, names)
        .await?;
    lab.check("text has contrast, in light and in dark", Daemon::saying(rich()).await?, contrast)
        .await?;
    lab.check("a narrow screen does not scroll sideways", Daemon::saying(rich()).await?, narrow)
        .await?;
    lab.check("whole sentences are announced, not every token", Daemon::demo().await?, announced)
        .await
}

/// An answer with one of everything; to the word `Break` it breaks.
fn rich() -> Script {
    Script::respond(|request: &SimRequest| {
        let wide = format!("A long word: {}\n{}", "x".repeat(200), "y ".repeat(60));
        let script = Script::new().reason(["Wait. ", "Let me think. "]).say(wide);
        match request.last_user_text().as_deref() {
            Some("Break") => script.error_after_events(8, Refused::overloaded()),
            _ => script.call("call_1", "look", &format!(r#"{{"at":"{}"}}"#, "z".repeat(90))),
        }
    })
}

async fn fill(tab: &Tab) -> Result<()> {
    for said in ["Everything, please.", "Break"] {
        tab.say(said).await?;
        tab.answered().await?;
    }
    tab.act("options.click()").await?;
    tab.act("document.querySelectorAll('details').forEach(node => node.open = true)").await
}

async fn names(tab: &Tab, _: &Daemon) -> Result<()> {
    fill(tab).await?;
    let tree = tab.page().execute(GetFullAxTreeParams::default()).await?;
    let nodes: Vec<&AxNode> = tree.nodes.iter().filter(|node| !node.ignored).collect();
    let mut used = 0_usize;
    for node in &nodes {
        if CONTROLS.contains(&text(node.role.as_ref())) {
            used = used.saturating_add(1);
            if text(node.name.as_ref()).trim().is_empty() {
                return Err(format!("a {} has no name", text(node.role.as_ref())).into());
            }
        }
    }
    if used < 10 {
        return Err(format!("only {used} controls are in the tree").into());
    }
    let lacks =
        LANDMARKS.iter().find(|role| !nodes.iter().any(|node| text(node.role.as_ref()) == **role));
    match lacks.filter(|role| **role != "form") {
        Some(role) => Err(format!("there is no {role}").into()),
        None => Ok(()),
    }
}

fn text(value: Option<&AxValue>) -> &str {
    value
        .and_then(|value| value.value.as_ref())
        .and_then(|value| value.as_str())
        .unwrap_or_default()
}

async fn contrast(tab: &Tab, _: &Daemon) -> Result<()> {
    fill(tab).await?;
    for dark in [false, true] {
        tab.dark(dark).await?;
        let [ground, ink]: [f64; 2] = tab.eval(&format!("({CONTRAST}).tones()")).await?;
        if (ground < ink) != dark {
            return Err(format!("dark is {dark}, and the ground is {ground}").into());
        }
        let faint: Vec<String> = tab.eval(&format!("({CONTRAST}).faint()")).await?;
        if !faint.is_empty() {
            return Err(format!("dark is {dark}, and too faint: {faint:?}").into());
        }
    }
    Ok(())
}

/// Contrast as the WCAG defines it; 4.5 to 1 is level AA for text of usual size.
const CONTRAST: &str = include_str!("contrast.js");

async fn narrow(tab: &Tab, _: &Daemon) -> Result<()> {
    fill(tab).await?;
    for width in [320, 375, 768] {
        tab.size(width, 640, 1.0).await?;
        let wide: Vec<String> = tab.eval(WIDE).await?;
        if !wide.is_empty() {
            return Err(format!("at {width} pixels, too wide: {wide:?}").into());
        }
        tab.expect("document.documentElement.scrollWidth <= innerWidth", "no scrolling sideways")
            .await?;
        let small: Vec<String> = tab.eval(SMALL).await?;
        if !small.is_empty() {
            return Err(format!("at {width} pixels, too small to hit: {small:?}").into());
        }
    }
    Ok(())
}

const WIDE: &str = "[...document.querySelectorAll('header *, main *:not(pre, pre *), footer *')]\
    .filter(node => node.checkVisibility() && node.getBoundingClientRect().right > innerWidth + 1)\
    .map(node => `${node.tagName} ${node.id || node.className}`)";

/// The WCAG asks for 24 pixels.
const SMALL: &str = "[...document.querySelectorAll('button, input, select, textarea, summary')]\
    .filter(node => node.checkVisibility()).filter(node => { const box = node.getBoundingClientRect(); \
    return box.width < 24 || box.height < 24; }).map(node => node.id || node.innerText)";

async fn announced(tab: &Tab, _: &Daemon) -> Result<()> {
    tab.expect(
        "said.role === 'status' && said.ariaLive === 'polite' && log.ariaLive === 'off'",
        "who speaks",
    )
    .await?;
    let watch = "(globalThis.heard = [], new MutationObserver(() => heard.push(said.innerText))\
                 .observe(said, {childList: true}), 1)";
    tab.eval::<i32>(watch).await?;
    tab.say("Speak.").await?;
    tab.answered().await?;
    let heard: Vec<String> = tab.eval("heard").await?;
    let all = heard.join(" ");
    if heard.len() > 3
        || !all.contains("You said: Speak.")
        || !all.contains("The answer is complete.")
    {
        return Err(format!("heard: {heard:?}").into());
    }
    Ok(())
}
