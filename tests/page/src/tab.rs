//! A tab: what is in it, and a hand on its keyboard.

use crate::Result;
use crate::keys::Key;
use crate::watch::Watch;
use chromiumoxide::Page;
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams,
};
use chromiumoxide::cdp::browser_protocol::input::InsertTextParams;
use chromiumoxide::cdp::browser_protocol::page::CaptureScreenshotFormat;
use chromiumoxide::cdp::js_protocol::runtime::EvaluateParams;
use chromiumoxide::page::ScreenshotParams;
use serde::de::DeserializeOwned;
use std::path::Path;
use std::time::{Duration, Instant};

/// Nothing that is waited for takes longer, unless it never comes.
const SOON: Duration = Duration::from_secs(15);
const GLANCE: Duration = Duration::from_millis(20);

/// A tab of the browser.
pub(crate) struct Tab {
    page: Page,
    watch: Watch,
}

impl Tab {
    pub(crate) async fn new(page: Page) -> Result<Self> {
        let watch = Watch::over(&page).await?;
        Ok(Self { page, watch })
    }

    /// Opens a URL and waits until the page knows who could answer.
    pub(crate) async fn open(&self, url: &str) -> Result<()> {
        self.page.goto(url).await?;
        self.wait("!provider.disabled || ask.open", "the page asks who could answer").await
    }

    pub(crate) async fn reload(&self) -> Result<()> {
        self.page.reload().await?;
        self.wait("!provider.disabled", "the page asks again who could answer").await
    }

    /// The page's names for its elements are global, so that `log.innerText` is an expression.
    pub(crate) async fn eval<T: DeserializeOwned>(&self, expression: &str) -> Result<T> {
        let known = "const {provider, model, options, again, panel, log, empty, undo, who, message, \
                     send, stop, sum, ask, token, said} = Object.fromEntries([...document\
                     .querySelectorAll('[id]')].map(node => [node.id, node]));";
        let expression = format!("(async () => {{ {known} return ({expression}); }})()");
        let parameters = EvaluateParams::builder()
            .expression(expression.as_str())
            .await_promise(true)
            .return_by_value(true)
            .allow_unsafe_eval_blocked_by_csp(false)
            .build()?;
        let result = self.page.evaluate_expression(parameters).await;
        let result = result.map_err(|error| format!("{expression}: {error}"))?;
        result.into_value().map_err(|error| format!("{expression}: {error}").into())
    }

    /// Evaluates an expression for what it does.
    pub(crate) async fn act(&self, expression: &str) -> Result<()> {
        self.eval::<bool>(&format!("({expression}, true)")).await.map(drop)
    }

    /// Waits until an expression is true.
    pub(crate) async fn wait(&self, expression: &str, what: &str) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < SOON {
            // Between two documents there is nothing to ask.
            if self.eval::<bool>(&format!("!!({expression})")).await.unwrap_or(false) {
                return Ok(());
            }
            tokio::time::sleep(GLANCE).await;
        }
        Err(format!("in vain: {what} ({expression})").into())
    }

    /// Fails unless an expression is true.
    pub(crate) async fn expect(&self, expression: &str, what: &str) -> Result<()> {
        let holds: bool = self.eval(&format!("!!({expression})")).await?;
        holds.then_some(()).ok_or_else(|| format!("not so: {what} ({expression})").into())
    }

    /// Puts text where the focus is, as a keyboard or an input method does.
    pub(crate) async fn insert(&self, text: &str) -> Result<()> {
        self.page.execute(InsertTextParams::new(text)).await?;
        Ok(())
    }

    pub(crate) async fn press(&self, key: Key) -> Result<()> {
        for event in key.events()? {
            self.page.execute(event).await?;
        }
        Ok(())
    }

    /// Writes a message and sends it.
    pub(crate) async fn say(&self, text: &str) -> Result<()> {
        self.act("message.focus()").await?;
        self.insert(text).await?;
        self.press(crate::keys::ENTER).await
    }

    /// Waits for the end of the answer.
    pub(crate) async fn answered(&self) -> Result<()> {
        self.wait("stop.hidden && log.lastElementChild?.ariaBusy === 'false'", "the answer ends")
            .await
    }

    /// What the last answer shows.
    pub(crate) async fn answer(&self) -> Result<String> {
        self.eval("log.lastElementChild?.innerText ?? ''").await
    }

    /// Fails unless the last answer shows these words.
    pub(crate) async fn shows(&self, words: &[&str]) -> Result<()> {
        let answer = self.answer().await?;
        match words.iter().find(|word| !answer.contains(**word)) {
            Some(word) => Err(format!("`{word}` is not in:\n{answer}").into()),
            None => Ok(()),
        }
    }

    /// Chooses a provider, as a mouse does.
    pub(crate) async fn choose(&self, provider: &str) -> Result<()> {
        let choose = "(provider.value = NAME, provider.dispatchEvent(new Event('change')), \
                      provider.value === NAME)";
        let choose = choose.replace("NAME", &serde_json::to_string(provider)?);
        self.expect(&choose, "the provider is on the list").await
    }

    pub(crate) async fn size(&self, width: i64, height: i64, scale: f64) -> Result<()> {
        let metrics = SetDeviceMetricsOverrideParams::new(width, height, scale, false);
        self.page.execute(metrics).await?;
        Ok(())
    }

    pub(crate) async fn dark(&self, dark: bool) -> Result<()> {
        let scheme = if dark { "dark" } else { "light" };
        self.page
            .emulate_media_features(vec![MediaFeature::new("prefers-color-scheme", scheme)])
            .await?;
        Ok(())
    }

    /// Runs a script in each document before the document's own.
    pub(crate) async fn first(&self, script: &str) -> Result<()> {
        self.page.evaluate_on_new_document(script).await?;
        Ok(())
    }

    pub(crate) async fn picture(&self, file: &Path) -> Result<()> {
        let format = ScreenshotParams::builder().format(CaptureScreenshotFormat::Png).build();
        std::fs::write(file, self.page.screenshot(format).await?)?;
        Ok(())
    }

    pub(crate) fn page(&self) -> &Page {
        &self.page
    }

    pub(crate) fn watch(&self) -> &Watch {
        &self.watch
    }

    pub(crate) async fn close(self) -> Result<()> {
        self.page.close().await?;
        Ok(())
    }
}
