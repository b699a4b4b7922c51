//! What exactly is sent, and when: an answer before it is on its way.

use crate::formats::{self, Asked, Body, Format};
use crate::script::{Answer, Delivery, EndOfBody, Script, Stop};
use crate::{Chunking, Refused};
use std::time::Duration;

/// One write of a flood, in bytes.
const FLOOD: usize = 16 * 1024;

/// An answer, ready to be sent.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) head_after: Duration,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) steps: Vec<Step>,
    /// How often the filler is sent while nothing else is.
    pub(super) keep_alive: Option<Duration>,
    /// What shows that the server lives, and says nothing.
    pub(super) filler: Vec<u8>,
    pub(super) ending: Ending,
    /// Chunks where `None`; else the length that is promised.
    pub(super) length: Option<usize>,
}

/// One write.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) wait: Duration,
    pub(super) bytes: Vec<u8>,
}

/// What follows the last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    Clean(EndOfBody),
    Stall,
    /// The filler, without an end.
    Flood,
    Cut,
    Endless,
}

/// The plan for a script; `None` where there is no answer at all.
pub(super) fn plan(format: &dyn Format, script: &Script, asked: &Asked) -> Option<Plan> {
    let delivery = &script.delivery;
    let request_id = format!("req_sim_{:08}", asked.number);
    let mut plan = match &delivery.answer {
        Answer::HangUp => return None,
        Answer::Stream => stream(format, script, asked),
        Answer::Unstreamed => unstreamed(format, script, asked),
        Answer::Refused(refused) => refusal(format, refused, &request_id),
        Answer::Document { status, media_type, body } => document(*status, media_type, body),
        Answer::Endless(status) => {
            Plan { ending: Ending::Endless, length: None, ..document(*status, "text/plain", b"") }
        }
    };
    plan.head_after = delivery.head_after;
    plan.headers.push((format.request_id_header().to_owned(), request_id));
    for (name, value) in &delivery.headers {
        plan.headers.retain(|(old, _)| !old.eq_ignore_ascii_case(name));
        plan.headers.push((name.clone(), value.clone()));
    }
    Some(plan)
}

/// A refusal in the wire's own shape.
pub(super) fn refusal(format: &dyn Format, refused: &Refused, request_id: &str) -> Plan {
    let body = format.refusal(refused, request_id).to_string();
    document(refused.status, "application/json", body.as_bytes())
}

fn document(status: u16, media_type: &str, body: &[u8]) -> Plan {
    let steps = vec![Step { wait: Duration::ZERO, bytes: body.to_vec() }];
    Plan {
        head_after: Duration::ZERO,
        status,
        headers: vec![("content-type".to_owned(), media_type.to_owned())],
        steps: if body.is_empty() { Vec::new() } else { steps },
        keep_alive: None,
        filler: Vec::new(),
        ending: Ending::Clean(EndOfBody::SameWrite),
        length: Some(body.len()),
    }
}

fn unstreamed(format: &dyn Format, script: &Script, asked: &Asked) -> Plan {
    let whole = format.document(&script.speech, asked);
    let body = whole.unwrap_or_else(|| serde_json::json!({})).to_string();
    document(200, "application/json", body.as_bytes())
}

fn stream(format: &dyn Format, script: &Script, asked: &Asked) -> Plan {
    let delivery = &script.delivery;
    let frames = formats::events(format, script, asked);
    let encoded = formats::encode(format, &frames, delivery);
    let ending = ending(delivery);
    let whole = ending == Ending::Clean(EndOfBody::SameWrite);
    // A body that ends early or never has promised more than it sends.
    let length = encoded.bytes.len().saturating_add(usize::from(!whole));
    let mut plan = document(200, format.framing().media_type(), b"");
    plan.headers.push(("cache-control".to_owned(), "no-cache".to_owned()));
    plan.steps = steps(encoded, delivery.chunking.as_ref());
    plan.keep_alive = delivery.keep_alive;
    plan.filler = filler(format, ending);
    plan.ending = ending;
    plan.length = delivery.content_length.then_some(length);
    plan
}

fn ending(delivery: &Delivery) -> Ending {
    match &delivery.stop {
        Stop::CutAfterBytes(_) | Stop::CutAfterEvents(_) => Ending::Cut,
        Stop::StallAfterEvents(_) => Ending::Stall,
        Stop::FloodAfterEvents(_) => Ending::Flood,
        Stop::Nowhere | Stop::EndAfterEvents(_) | Stop::ErrorAfterEvents(..) => {
            match delivery.end {
                // With a length, the body ends with its last byte.
                EndOfBody::After(_) if delivery.content_length => {
                    Ending::Clean(EndOfBody::SameWrite)
                }
                end => Ending::Clean(end),
            }
        }
    }
}

/// What shows life once; in a flood, everything that says nothing, many times over.
fn filler(format: &dyn Format, ending: Ending) -> Vec<u8> {
    let fillers = formats::fillers(format);
    if ending != Ending::Flood {
        return fillers.into_iter().next().unwrap_or_default();
    }
    let all = fillers.concat();
    all.repeat(FLOOD.checked_div(all.len()).unwrap_or(0).max(1))
}

/// The writes: the body, cut where the chunking says and where the script pauses.
fn steps(encoded: Body, chunking: Option<&Chunking>) -> Vec<Step> {
    let Body { bytes, ends, pauses } = encoded;
    let mut cuts = chunking.map_or(ends, |chunking| chunking.cuts(&bytes));
    cuts.retain(|at| *at < bytes.len());
    cuts.extend(pauses.iter().map(|(at, _)| *at));
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    cuts.dedup();
    let mut steps = Vec::new();
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let pause = pauses.iter().find(|(at, _)| at == from);
        let wait = pause.map_or(Duration::ZERO, |(_, wait)| *wait);
        steps.push(Step { wait, bytes: bytes.get(*from..*to).unwrap_or_default().to_vec() });
    }
    steps
}
