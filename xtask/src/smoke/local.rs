//! A small real model on this machine, behind llama.cpp's own server.

mod install;
mod progress;
mod server;

use super::target::{Choice, Target};
use crate::{Result, architecture};
use server::Server;

const MODEL: &str = "gemma-3-270m";
/// What the server speaks, and where.
const SERVED: &[(&str, &str)] = &[
    ("anthropic-messages", "/v1/messages"),
    ("chat-completions", "/v1/chat/completions"),
    ("responses", "/v1/responses"),
];

/// A running model. It ends when it is dropped.
pub(super) struct LocalModel {
    server: Server,
}

impl LocalModel {
    /// Installs the model and its server where they are not yet, and starts them.
    ///
    /// # Errors
    /// Where Python, the packages or the server fail: with their own message.
    pub(super) fn start() -> Result<Self> {
        let folder = architecture::target_folder()?.join("local-model");
        let python = install::python(&folder)?;
        Ok(Self { server: Server::start(&python, &folder)? })
    }

    /// The chosen vendors, on each wire that the server speaks.
    ///
    /// # Errors
    /// Where that is none.
    pub(super) fn targets(&self, choice: &Choice) -> Result<Vec<Target>> {
        let mut targets = Vec::new();
        for (vendor, descriptor) in choice.vendors() {
            for wire in descriptor.wires() {
                let format = wire.format.as_ref();
                let Some((_, path)) = SERVED.iter().find(|(served, _)| *served == format) else {
                    eprintln!("local model: {} skipped, {format} is not served", vendor.name());
                    continue;
                };
                let model = choice.model.as_deref().unwrap_or(MODEL).to_owned();
                let target = Target::at(vendor, wire, self.server.url(path), model);
                targets.extend(target.map(Target::closing));
            }
        }
        if targets.is_empty() {
            return Err("the local model speaks no chosen vendor's wire".into());
        }
        Ok(targets)
    }
}
