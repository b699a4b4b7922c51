//! The browser: headless, with a profile of its own that is thrown away.

use crate::Result;
use crate::tab::Tab;
use chromiumoxide::browser::BrowserConfig;
use futures_util::StreamExt;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// A browser that runs until it is closed.
pub(crate) struct Browser {
    browser: Mutex<chromiumoxide::Browser>,
    events: JoinHandle<()>,
    profile: PathBuf,
}

impl Browser {
    /// Starts `program` with a fresh profile in `folder`.
    pub(crate) async fn launch(program: &Path, folder: &Path) -> Result<Self> {
        let profile = std::path::absolute(folder.join(format!("profile-{}", std::process::id())))?;
        let config = BrowserConfig::builder()
            .chrome_executable(found(program)?)
            .user_data_dir(&profile)
            .new_headless_mode()
            // It runs pages of this project alone, and as root there is no sandbox.
            .no_sandbox()
            .viewport(None)
            .request_timeout(Duration::from_secs(20))
            .arg("force-color-profile=srgb")
            .build()?;
        let (browser, mut handler) = chromiumoxide::Browser::launch(config).await?;
        let events = tokio::spawn(async move { while handler.next().await.is_some() {} });
        Ok(Self { browser: Mutex::new(browser), events, profile })
    }

    /// An empty tab.
    pub(crate) async fn tab(&self) -> Result<Tab> {
        let page = self.browser.lock().await.new_page("about:blank").await?;
        Tab::new(page).await
    }

    /// Ends it, and throws its profile away.
    pub(crate) async fn close(self) -> Result<()> {
        let mut browser = self.browser.into_inner();
        browser.close().await?;
        browser.wait().await?;
        self.events.abort();
        // Its helper processes may still be writing; what is left below target/ does no harm.
        let _ = std::fs::remove_dir_all(&self.profile);
        Ok(())
    }
}

/// Where a program lies that is named without its folder.
fn found(program: &Path) -> Result<PathBuf> {
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let mut tried = std::env::split_paths(&folders).map(|folder| folder.join(program));
    let path = if program.components().count() > 1 {
        Some(program.to_owned()).filter(|path| path.is_file())
    } else {
        tried.find(|path| path.is_file())
    };
    path.ok_or_else(|| {
        let name = program.display();
        format!("there is no {name}: `apt-get install chromium`, or name one with --chromium")
            .into()
    })
}
