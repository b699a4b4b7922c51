//! Where a scripted provider's requests go.

use super::format::replay;
use crate::{Script, SimRequest};
use async_trait::async_trait;
use kei_router_core::LlmError;
use kei_router_core::transport::{HttpRequest, HttpResponse, Transport};

/// Answers with a script.
pub(super) struct ScriptTransport {
    pub(super) script: Script,
    /// Which request of the provider's it is, from 1.
    pub(super) number: u64,
}

#[async_trait]
impl Transport for ScriptTransport {
    async fn send(&self, sent: HttpRequest) -> Result<HttpResponse, LlmError> {
        let (parts, body) = sent.request.into_parts();
        let request = SimRequest::new(parts.method, parts.uri, parts.headers, body);
        replay(&self.script, &request, self.number).play()
    }
}
