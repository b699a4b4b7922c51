//! Parts at random.

use super::Writer;
use kei_router::{CacheTtl, Media, Part, PartKind, Reasoning};
use serde_json::{Value, json};

/// Texts in which something may go wrong: escapes, wide characters, ends of lines, markup.
const ODD: [&str; 8] = [
    "plain",
    "Größe 🌊 \u{1F468}\u{200D}\u{1F469}",
    "\"quoted\" \\ back\\slash",
    "two\nlines\r\nand a tab\t",
    "data: [DONE]\n\nevent: error",
    "\u{0}\u{7f}\u{2028}\u{feff}",
    "{\"type\":\"text\"} </thinking>",
    " spaces around ",
];

impl Writer<'_> {
    /// A text that must arrive.
    pub(super) fn text(&mut self) -> Part {
        let text = self.sentence();
        self.wanted.texts.push(text.clone());
        self.marked(Part::text(text))
    }

    pub(crate) fn sentence(&mut self) -> String {
        let odd = self.rng.pick(&ODD);
        format!("{} {odd}", self.mark("said"))
    }

    /// A part with or without a cache mark.
    fn marked(&mut self, part: Part) -> Part {
        match self.rng.below(6) {
            0 => {
                self.wanted.marks += 1;
                part.cached(self.rng.pick(&[CacheTtl::FiveMinutes, CacheTtl::OneHour]))
            }
            _ => part,
        }
    }

    pub(super) fn users_part(&mut self) -> Part {
        match self.rng.below(6) {
            0 | 1 => self.text(),
            2 => self.blank(),
            3 => self.foreign_opaque(),
            _ => {
                let medium = self.medium();
                self.marked(medium)
            }
        }
    }

    /// A text that says nothing.
    fn blank(&mut self) -> Part {
        Part::text(self.rng.pick(&["", " ", "\n\n"]))
    }

    pub(super) fn models_part(&mut self) -> Part {
        match self.rng.below(8) {
            0..=2 => self.text(),
            3 => self.blank(),
            4 => self.own_reasoning(),
            5 => self.foreign_reasoning(),
            6 => self.own_opaque(),
            _ => self.foreign_opaque(),
        }
    }

    /// An image, a document or a sound, from any of the places where they may be.
    fn medium(&mut self) -> Part {
        let name = self.mark("medium");
        let media = |media_type: &str| Media::bytes(media_type, name.clone());
        let url = format!("https://media.example/{name}");
        let part = match self.rng.below(9) {
            0 => Part::image(media("image/png")),
            1 => Part::image(Media::url(url)),
            2 => Part::image(Media::url(media("image/jpeg").data_url().expect("bytes"))),
            3 => Part::image(Media::file_id(name.clone())),
            4 => Part::document(media("application/pdf").named("paper.pdf")),
            5 => Part::document(media("text/plain").named("paper.txt")),
            6 => Part::document(Media::plain_text(name.clone())),
            7 => Part::document(Media::url(url).typed("application/pdf")),
            _ => Part::audio(media("audio/wav")),
        };
        let encoded = media("a/b").base64().expect("bytes");
        self.wanted.media.push([name, encoded]);
        part
    }

    pub(super) fn call(&mut self, at: usize) -> Part {
        // Real ids, and ones that some vendor refuses: a colon, a blank, too long, once more.
        let id = match self.rng.below(6) {
            0 => self.mark("toolu_01"),
            1 => self.mark("call"),
            2 => format!("weather:{at}"),
            3 => format!("{} Größe", self.mark("call of")),
            4 => format!("{}{}", self.mark("call"), "x".repeat(90)),
            _ => format!("call_{at}"),
        };
        let name = self.rng.pick(&["weather", "_time", "look-up_2"]);
        let arguments = self.arguments();
        let part = Part::tool_call(id, name, arguments);
        self.marked(part)
    }

    /// Arguments: nothing in each of its forms, JSON of any depth and with any blanks, and what a
    /// limit or a bad model leaves.
    pub(crate) fn arguments(&mut self) -> String {
        let odd = self.rng.pick(&ODD);
        let mark = self.mark("argument");
        match self.rng.below(9) {
            0 => String::new(),
            1 => self.rng.pick(&["null", "{}", " { } "]).to_owned(),
            2 => format!("{{\"cut\": \"{mark}"),
            3 => format!("[\"{mark}\"]"),
            4 => format!("{{ \"{mark}\" :\n 1.50, \"big\": 12345678901234567890, \"e\": 1E+2 }}"),
            _ => {
                let depth = self.rng.below(4);
                json!({"mark": mark, "odd": odd, "deep": self.json(depth)}).to_string()
            }
        }
    }

    fn json(&mut self, depth: usize) -> Value {
        if depth == 0 {
            let leaves = [json!(null), json!(true), json!(-0.5), json!(""), json!([]), json!({})];
            return self.rng.pick(&leaves);
        }
        let inner = self.json(depth - 1);
        match self.rng.below(3) {
            0 => json!([inner, [inner]]),
            1 => json!({"": inner, "ключ \"\n": depth}),
            _ => json!({"type": "object", "cache_control": inner}),
        }
    }

    pub(super) fn result(&mut self, call_id: &str) -> Part {
        let mut parts: Vec<Part> = (0..self.rng.below(3)).map(|_| self.text()).collect();
        for _ in 0..self.rng.pick(&[0, 0, 0, 1, 2]) {
            let more = if self.rng.one_in(3) { self.blank() } else { self.medium() };
            let place = self.rng.below(parts.len() + 1);
            parts.insert(place, more);
        }
        let part = match self.rng.one_in(4) {
            true => Part::tool_error(call_id, parts),
            false => Part::tool_result(call_id, parts),
        };
        self.marked(part)
    }

    /// Reasoning that the vendor of this wire gave, in a form that it takes back.
    fn own_reasoning(&mut self) -> Part {
        let mut own = Reasoning::default();
        own.provider = Some(self.wire.vendor().to_owned());
        own.text = self.mark("thought");
        let proof = self.mark("proof");
        match self.wire.format() {
            "anthropic-messages" if self.rng.one_in(3) => own.redacted = Some(proof.clone()),
            "anthropic-messages" => own.signature = Some(proof.clone()),
            "responses" => own.redacted = Some(proof.clone()),
            _ => return Part::new(PartKind::Reasoning(own)),
        }
        self.wanted.own.push(proof);
        Part::new(PartKind::Reasoning(own))
    }

    fn foreign_reasoning(&mut self) -> Part {
        let mut foreign = Reasoning::default();
        foreign.text = self.mark("secret");
        self.wanted.secrets.push(foreign.text.clone());
        let vendors = ["anthropic", "openai", "kimi", "elsewhere"];
        let other = self.rng.pick(&vendors);
        foreign.provider = Some(other.to_owned()).filter(|other| other != self.wire.vendor());
        foreign.signature = self.rng.one_in(2).then(|| self.mark("secret"));
        foreign.redacted = self.rng.one_in(2).then(|| self.mark("secret"));
        foreign.id = self.rng.one_in(2).then(|| self.mark("secret"));
        Part::new(PartKind::Reasoning(foreign))
    }

    /// A block that the vendor of this wire gave.
    fn own_opaque(&mut self) -> Part {
        let mark = self.mark("own");
        let block = match self.wire.format() {
            "anthropic-messages" => {
                json!({"type": "server_tool_use", "id": mark, "name": "web_search", "input": {}})
            }
            "responses" => json!({"type": "web_search_call", "id": mark, "status": "completed"}),
            _ => json!({"type": "text", "text": mark}),
        };
        self.wanted.own.push(mark);
        Part::opaque(self.wire.vendor(), block.to_string())
    }

    fn foreign_opaque(&mut self) -> Part {
        let mark = self.mark("secret");
        self.wanted.secrets.push(mark.clone());
        Part::opaque("elsewhere", json!({"type": "text", "text": mark}).to_string())
    }
}
