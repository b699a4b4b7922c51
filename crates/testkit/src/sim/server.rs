//! Accepting connections, and answering what comes over them.

use super::connection::Connection;
use super::deliver::deliver;
use super::ledger::Ledger;
use super::plan::{Plan, plan, refusal};
use crate::formats::{Asked, Format, format_of};
use crate::{Script, SimRequest, SimRules};
use kei_router_core::codec::{Descriptor, Wire};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub(super) struct Server {
    pub(super) descriptor: Descriptor,
    pub(super) script: Script,
    pub(super) rules: SimRules,
    /// Formats that are not built in.
    pub(super) formats: Vec<Arc<dyn Format>>,
    pub(super) ledger: Arc<Ledger>,
}

impl Server {
    /// Accepts until it is aborted, which closes the connections too.
    pub(super) async fn accept(self, listener: TcpListener) {
        let server = Arc::new(self);
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => {
                    let Ok((stream, _)) = accepted else { continue };
                    let number = server.ledger.connections.add(1);
                    connections.spawn(Arc::clone(&server).serve(stream, number));
                }
                Some(_) = connections.join_next() => {}
            }
        }
    }

    async fn serve(self: Arc<Self>, stream: TcpStream, number: u64) {
        let mut connection = Connection::new(stream);
        loop {
            match connection.request().await {
                Ok(Some(mut request)) => {
                    request.connection = number;
                    let Some(plan) = self.answer(request) else { return };
                    if !deliver(&mut connection, plan, &self.ledger).await {
                        return;
                    }
                }
                Ok(None) => return,
                Err(error) => {
                    let body = error.to_string();
                    let length = body.len();
                    let answer = format!(
                        "HTTP/1.1 400 Bad Request\r\ncontent-length: {length}\r\n\r\n{body}"
                    );
                    let _ = connection.write(answer.as_bytes()).await;
                    return;
                }
            }
        }
    }

    /// Keeps the request, and says how it is answered.
    fn answer(&self, mut request: SimRequest) -> Option<Plan> {
        let spoken = self.spoken_at(request.path());
        let wire = spoken.unwrap_or(&self.descriptor.wire);
        let format = format_of(wire, &self.formats);
        let known = spoken.is_some() && format.is_some();
        let format = format.or_else(|| format_of(&self.descriptor.wire, &self.formats))?;
        let judged = match known {
            true => self.rules.judge(&self.descriptor, wire, format.as_ref(), &request),
            false => Err(format.refused(404, &format!("Invalid URL ({})", request.path()))),
        };
        request.refused = judged.as_ref().err().map(|refused| refused.message.clone());
        let number = self.ledger.keep(request.clone());
        if let Err(refused) = judged {
            let request_id = format!("req_sim_{number:08}");
            let mut plan = refusal(format.as_ref(), &refused, &request_id);
            plan.headers.push((format.request_id_header().to_owned(), request_id));
            return Some(plan);
        }
        let asked = self.asked(wire, format.as_ref(), &request, number);
        plan(format.as_ref(), &self.script.for_request(&request), &asked)
    }

    /// The wire that is spoken at a path.
    fn spoken_at(&self, path: &str) -> Option<&Wire> {
        let speaks = |wire: &&Wire| {
            let base = wire.split(path).map(|(base, _)| base);
            base.and_then(|base| base.strip_suffix('/')) == Some(wire.version_path.as_ref())
        };
        self.descriptor.wires().find(speaks)
    }

    fn asked(&self, wire: &Wire, format: &dyn Format, request: &SimRequest, number: u64) -> Asked {
        let in_path = || wire.split(request.path()).and_then(|(_, model)| model);
        let model = format.model(request).or_else(in_path);
        let model = model.unwrap_or_else(|| self.descriptor.default_model.clone().into_owned());
        Asked { model, usage: format.asks_for_usage(request), number }
    }
}
