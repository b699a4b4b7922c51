//! What is said.

use super::Script;
use kei_router_core::Usage;

/// The content of a reply.
#[derive(Clone, Debug)]
pub(crate) struct Speech {
    pub(crate) blocks: Vec<Block>,
    pub(crate) usage: Option<Usage>,
    /// The wire's own word; `None` for the one that fits the content.
    pub(crate) finish: Option<String>,
    pub(crate) finishes: bool,
    pub(crate) model: Option<String>,
    pub(crate) id: Option<String>,
}

/// A part of a reply, in the pieces in which it is sent.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    Text(Vec<String>),
    Reasoning { pieces: Vec<String>, signature: String },
    Call { id: String, name: String, fragments: Vec<String>, whole: bool },
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
    pub(crate) fn has_calls(&self) -> bool {
        self.blocks.iter().any(|block| matches!(block, Block::Call { .. }))
    }
}

/// What is said.
impl Script {
    /// Says this text, one word a token.
    pub fn say(self, text: impl AsRef<str>) -> Self {
        let words: Vec<_> = text.as_ref().split_inclusive(' ').map(str::to_owned).collect();
        self.say_tokens(words)
    }

    /// Says these tokens. Each call makes a block of text of its own.
    pub fn say_tokens<T: Into<String>>(self, tokens: impl IntoIterator<Item = T>) -> Self {
        self.block(Block::Text(pieces(tokens)))
    }

    /// Reasons in these pieces. Where a wire sends a summary in parts, a piece of `"\n\n"` stands
    /// between two of them.
    pub fn reason<T: Into<String>>(self, tokens: impl IntoIterator<Item = T>) -> Self {
        let signature = "c2lnbmF0dXJlIG9mIHRoZSBzaW11bGF0b3I=".to_owned();
        self.block(Block::Reasoning { pieces: pieces(tokens), signature })
    }

    /// Calls a tool; the arguments come in pieces of a few bytes.
    pub fn call(self, id: &str, name: &str, arguments: &str) -> Self {
        let characters: Vec<char> = arguments.chars().collect();
        let fragments: Vec<String> = characters.chunks(7).map(|c| c.iter().collect()).collect();
        self.call_in_pieces(id, name, fragments)
    }

    /// Calls a tool; the call comes whole, in one event where the wire can do so, or at least its
    /// arguments.
    pub fn call_whole(self, id: &str, name: &str, arguments: &str) -> Self {
        let (id, name, fragments) = (id.to_owned(), name.to_owned(), vec![arguments.to_owned()]);
        self.block(Block::Call { id, name, fragments, whole: true })
    }

    /// Calls a tool; the arguments come in these pieces. An empty id is left out where the wire
    /// can do so.
    pub fn call_in_pieces<T: Into<String>>(
        self,
        id: &str,
        name: &str,
        fragments: impl IntoIterator<Item = T>,
    ) -> Self {
        let (id, name) = (id.to_owned(), name.to_owned());
        self.block(Block::Call { id, name, fragments: pieces(fragments), whole: false })
    }

    /// Tells this usage; 12 tokens of input and 8 of output unless set. A wire sends the counts
    /// that it has a field for.
    pub fn usage(mut self, usage: Usage) -> Self {
        self.speech.usage = Some(usage);
        self
    }

    /// Tells no usage.
    pub fn without_usage(mut self) -> Self {
        self.speech.usage = None;
        self
    }

    /// Finishes with this word of the wire's own, such as `max_tokens`, `length` or
    /// `max_output_tokens`.
    pub fn finish(mut self, word: impl Into<String>) -> Self {
        self.speech.finish = Some(word.into());
        self
    }

    /// Gives no reason to stop.
    pub fn without_finish(mut self) -> Self {
        self.speech.finishes = false;
        self
    }

    /// Reports this model; the one that was asked for unless set.
    pub fn model(mut self, model: impl Into<String>) -> Self {
        self.speech.model = Some(model.into());
        self
    }

    /// Reports this id of the reply.
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
