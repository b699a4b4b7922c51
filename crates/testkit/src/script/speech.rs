//! What is said.

use super::Script;
use kei_router_core::Usage;

/// The content of a reply, as a [`Script`] has it: what a [`Format`](crate::formats::Format)
/// renders.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Speech {
    /// The parts of the reply, in order.
    pub blocks: Vec<Block>,
    /// The usage at the end; `None` sends none.
    pub usage: Option<Usage>,
    /// The finish reason in the format's own word; `None` for the one that fits the content.
    pub finish: Option<String>,
    /// Whether a finish reason is sent.
    pub finishes: bool,
    /// The reported model; `None` for the requested one.
    pub model: Option<String>,
    /// The reply's id; `None` for one made from the request's number.
    pub id: Option<String>,
}

/// A part of a reply, in the pieces in which it is sent.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Block {
    /// Text.
    Text(Vec<String>),
    /// Reasoning.
    Reasoning {
        /// The text.
        pieces: Vec<String>,
        /// What the vendor needs in order to take it back.
        signature: String,
    },
    /// A call of a tool.
    Call {
        /// Its id; left out where it is empty and the format can do without.
        id: String,
        /// The tool's name.
        name: String,
        /// The JSON of its arguments.
        fragments: Vec<String>,
        /// Whether the call comes in one piece.
        whole: bool,
    },
}

impl Default for Speech {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            usage: Some(Usage::new(12, 8)),
            finish: None,
            finishes: true,
            model: None,
            id: None,
        }
    }
}

impl Speech {
    /// Whether a tool is called.
    pub fn has_calls(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Call { .. }))
    }

    /// Whether there is reasoning.
    pub fn has_reasoning(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Reasoning { .. }))
    }
}

/// What is said.
impl Script {
    /// Adds text, one word per token.
    pub fn say(self, text: impl AsRef<str>) -> Self {
        let words: Vec<_> = text.as_ref().split_inclusive(' ').map(str::to_owned).collect();
        self.say_tokens(words)
    }

    /// Adds text in these tokens. Each call makes a separate text block.
    pub fn say_tokens<T: Into<String>>(self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.block(Block::Text(pieces(tokens)))
    }

    /// Adds reasoning in these pieces. For a wire format that sends a summary in parts, a piece of
    /// `"\n\n"` separates them.
    pub fn reason<T: Into<String>>(self, tokens: impl IntoIterator<Item = T>) -> Self {
        let signature = "c2lnbmF0dXJlIG9mIHRoZSBzaW11bGF0b3I=".to_owned();
        self.block(Block::Reasoning { pieces: pieces(tokens), signature })
    }

    /// Adds a tool call; the arguments are sent in pieces of a few bytes.
    pub fn call(self, id: &str, name: &str, arguments: &str) -> Self {
        let characters: Vec<char> = arguments.chars().collect();
        let fragments: Vec<String> = characters.chunks(7).map(|c| c.iter().collect()).collect();
        self.call_in_pieces(id, name, fragments)
    }

    /// Adds a tool call that is sent whole, in one event if the format can do so, or at least its
    /// arguments.
    pub fn call_whole(self, id: &str, name: &str, arguments: &str) -> Self {
        let (id, name, fragments) = (id.to_owned(), name.to_owned(), vec![arguments.to_owned()]);
        self.block(Block::Call { id, name, fragments, whole: true })
    }

    /// Adds a tool call whose arguments are sent in these pieces. An empty id is omitted if the
    /// format can do so.
    pub fn call_in_pieces<T: Into<String>>(
        self,
        id: &str,
        name: &str,
        fragments: impl IntoIterator<Item = T>,
    ) -> Self {
        let (id, name) = (id.to_owned(), name.to_owned());
        self.block(Block::Call { id, name, fragments: pieces(fragments), whole: false })
    }

    /// Sets the usage; 12 input and 8 output tokens by default. Formats send the counts that they
    /// have a field for.
    pub fn usage(mut self, usage: Usage) -> Self {
        self.speech.usage = Some(usage);
        self
    }

    /// Sends no usage.
    pub fn without_usage(mut self) -> Self {
        self.speech.usage = None;
        self
    }

    /// Sets the finish reason in the format's own word, such as `max_tokens`, `length` or
    /// `max_output_tokens`.
    pub fn finish(mut self, word: impl Into<String>) -> Self {
        self.speech.finish = Some(word.into());
        self
    }

    /// Sends no finish reason.
    pub fn without_finish(mut self) -> Self {
        self.speech.finishes = false;
        self
    }

    /// Sets the reported model; the requested one by default.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.speech.model = Some(model.into());
        self
    }

    /// Sets the reply's id.
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.speech.id = Some(id.into());
        self
    }

    fn block(mut self, block: Block) -> Self {
        self.speech.blocks.push(block);
        self
    }
}

fn pieces<T: Into<String>>(tokens: impl IntoIterator<Item = T>) -> Vec<String> {
    tokens.into_iter().map(Into::into).collect()
}
