//! Accepting connections, and answering what comes over them.

use super::connection::Connection;
use super::deliver::deliver;
use super::ledger::Ledger;
use super::plan::{Plan, plan, refusal};
use crate::formats::{Asked, format_of, spoken_at};
use crate::json::member;
use crate::{Refused, Script, SimRequest, SimRules};
use kei_router_core::Descriptor;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

pub(super) struct Server {
    pub(super) descriptor: Descriptor,
    pub(super) script: Script,
    pub(super) rules: SimRules,
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
        let own = &self.descriptor.wire;
        let at_path = spoken_at(&self.descriptor, request.path());
        let (wire, format) = at_path.or_else(|| Some((own, format_of(own)?)))?;
        let judged = match at_path {
            Some(_) => self.rules.judge(&self.descriptor, wire, format, &request),
            None => {
                let (kind, _) = format.words(404);
                Err(Refused::new(404, kind, format!("Invalid URL ({})", request.path())))
            }
        };
        request.refused = judged.as_ref().err().map(|refused| refused.message.clone());
        let number = self.ledger.keep(request.clone());
        if let Err(refused) = judged {
            let request_id = format!("req_sim_{number:08}");
            let mut plan = refusal(format, &refused, &request_id);
            plan.headers.push((format.request_id_header().to_owned(), request_id));
            return Some(plan);
        }
        let asked = self.asked(&request, number);
        plan(format, wire, &self.script.for_request(&request), &asked)
    }

    fn asked(&self, request: &SimRequest, number: u64) -> Asked {
        let model =
            member(&request.json, "model").as_str().unwrap_or(&self.descriptor.default_model);
        let options = member(&request.json, "stream_options");
        let usage = member(options, "include_usage") == true;
        Asked { model: model.to_owned(), usage, number }
    }
}
