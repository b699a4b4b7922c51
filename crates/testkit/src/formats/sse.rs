//! Server-sent events.

use super::{Framing, SimFrame, Style};
use kei_router_core::framing::Framer;

/// Server-sent events.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sse;

impl Framing for Sse {
    fn media_type(&self) -> &'static str {
        "text/event-stream; charset=utf-8"
    }

    fn framer(&self) -> Box<dyn Framer> {
        kei_router_core::framing::sse()
    }

    fn begin(&self, style: &Style) -> Vec<u8> {
        if style.bom { "\u{feff}".into() } else { Vec::new() }
    }

    fn write(&self, frame: &SimFrame, style: &Style, out: &mut Vec<u8>) {
        let end = style.line_end();
        let comment = style.comment.iter().map(|text| format!(": {text}{end}{end}"));
        let name = frame.event.iter().map(|name| format!("event: {name}{end}"));
        let lines = frame.data.split('\n').map(|line| format!("data: {line}{end}"));
        for line in comment.chain(name).chain(lines) {
            out.extend_from_slice(line.as_bytes());
        }
        out.extend_from_slice(end.as_bytes());
    }

    fn styles(&self) -> Vec<Style> {
        let plain = Style::plain;
        let all = plain().crlf().bom().comment("keep-alive");
        vec![plain().crlf(), plain().bom(), plain().comment("keep-alive"), all]
    }

    fn fillers(&self) -> Vec<Vec<u8>> {
        vec![b": keep-alive\n\n".to_vec(), b"\n".to_vec()]
    }
}
