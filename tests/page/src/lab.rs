//! Runs checks one after another, each in a fresh tab on a fresh daemon.

use crate::Result;
use crate::browser::Browser;
use crate::daemon::Daemon;
use crate::tab::Tab;
use std::path::Path;
use std::time::Instant;

/// What has been checked so far.
pub(crate) struct Lab<'a> {
    browser: &'a Browser,
    folder: &'a Path,
    only: String,
    passed: usize,
    failed: Vec<String>,
}

impl<'a> Lab<'a> {
    pub(crate) fn new(browser: &'a Browser, folder: &'a Path, only: String) -> Self {
        Self { browser, folder, only, passed: 0, failed: Vec::new() }
    }

    /// Where pictures are put.
    pub(crate) fn folder(&self) -> &'a Path {
        self.folder
    }

    /// Opens the daemon's page and runs a check. At its end, nothing may stand in the console that
    /// the check did not take from there, and no request may have gone to another host.
    pub(crate) async fn check(
        &mut self,
        name: &str,
        daemon: Daemon,
        check: impl AsyncFnOnce(&Tab, &Daemon) -> Result<()>,
    ) -> Result<()> {
        if !name.contains(&self.only) {
            return Ok(());
        }
        let start = Instant::now();
        let tab = self.browser.tab().await?;
        tab.size(1000, 720, 1.0).await?;
        tab.dark(false).await?;
        let result = match tab.open(&daemon.url()).await {
            Ok(()) => check(&tab, &daemon).await,
            Err(error) => Err(error),
        };
        let result = result.and_then(|()| quiet(&tab, &daemon));
        let ms = start.elapsed().as_millis();
        match result {
            Ok(()) => {
                self.passed = self.passed.saturating_add(1);
                println!("ok    {name} ({ms} ms)");
            }
            Err(error) => {
                println!("FAIL  {name} ({ms} ms): {error}");
                let file = self.folder.join(format!("failed-{}.png", self.failed.len()));
                tab.picture(&file).await?;
                println!("      {}; console: {:?}", file.display(), tab.watch().problems());
                self.failed.push(name.to_owned());
            }
        }
        tab.close().await
    }

    /// A line that sums up. Whether everything passed, and anything ran.
    pub(crate) fn report(&self) -> bool {
        println!("{} checks passed, {} failed", self.passed, self.failed.len());
        self.failed.is_empty() && self.passed > 0
    }
}

fn quiet(tab: &Tab, daemon: &Daemon) -> Result<()> {
    let problems = tab.watch().problems();
    let strangers = tab.watch().strangers(daemon.origin());
    if !problems.is_empty() {
        Err(format!("the console says: {problems:?}").into())
    } else if !strangers.is_empty() {
        Err(format!("requests went to others: {strangers:?}").into())
    } else if tab.watch().requests() < 2 {
        Err("no requests were seen: nothing was watched".into())
    } else {
        Ok(())
    }
}
