//! Assigns pieces of tool calls to calls.

use super::open::Open;
use crate::wire::{CallWire, Count, Raw, calls, read};
use kei_router_core::codec::Turn;
use kei_router_core::{ErrorKind, LlmError};

/// The block of the first call; the others follow.
const CALLS: u64 = 1 << 32;
/// The maximum number of calls of one reply, and of bytes that are held of them: ids, names, and
/// arguments that wait for a name.
const MAX_CALLS: usize = 4096;
const MAX_HELD: usize = 1 << 20;

/// The calls of a reply so far.
#[derive(Debug, Default)]
pub(super) struct Calls {
    slots: Vec<Slot>,
    held: usize,
    /// Whether calls come in the older form, one at most.
    older: bool,
}

#[derive(Debug)]
struct Slot {
    key: u64,
    index: Option<u64>,
    id: Option<String>,
    /// `None` until it arrives; until then no event of the call is sent.
    name: Option<String>,
    held: String,
}

/// Where a piece belongs.
enum Place {
    New,
    Slot(usize),
    /// The whole call once more.
    Repeat,
}

impl Calls {
    /// Takes the pieces of a delta. Servers that send both forms say the same in both.
    pub(super) fn take(
        &mut self,
        tool_calls: Raw<'_>,
        function_call: Raw<'_>,
        open: &mut Open,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        if let Some(raw) = tool_calls {
            calls(raw).try_for_each(|call| self.piece(call, open, turn))?;
        }
        if let Some(raw) = function_call
            && (self.older || self.slots.is_empty())
        {
            self.older = true;
            let function = read(raw);
            let call = CallWire { index: Count(Some(0)), function, ..CallWire::default() };
            self.piece(call, open, turn)?;
        }
        Ok(())
    }

    /// Whether a call never got its name.
    pub(super) fn has_unnamed(&self) -> bool {
        self.slots.iter().any(|slot| slot.name.is_none())
    }

    fn piece(
        &mut self,
        mut call: CallWire<'_>,
        open: &mut Open,
        turn: &mut Turn,
    ) -> Result<(), LlmError> {
        call.id.0 = call.id.0.take().map(|id| turn.without_halves(id));
        let arguments = call.function.arguments();
        let at = match self.place(&call, &arguments, turn) {
            Place::Slot(at) => at,
            Place::New => self.open(&call)?,
            Place::Repeat => return Ok(()),
        };
        let Some(slot) = self.slots.get_mut(at) else { return Ok(()) };
        if slot.id.is_none() {
            slot.id = call.id.as_str().map(str::to_owned);
            hold(&mut self.held, call.id.as_str().unwrap_or_default())?;
        }
        if slot.name.is_none() {
            let Some(name) = call.function.name.as_str() else {
                slot.held.push_str(&turn.kept(slot.key, arguments.clone()));
                return hold(&mut self.held, &arguments);
            };
            slot.name = Some(name.to_owned());
            hold(&mut self.held, name)?;
            open.end(turn);
            turn.call_start(slot.key, slot.id.as_deref(), name)?;
            turn.call_delta(slot.key, std::mem::take(&mut slot.held).into())?;
        }
        if let Some(raw) = call.extra_content {
            turn.vendor(slot.key, format!(r#"{{"extra_content":{}}}"#, raw.get()))?;
        }
        turn.call_delta(slot.key, arguments)
    }

    /// By index, else by id, else the youngest call. A new call begins where a name comes with
    /// another id, or behind arguments that are whole: some servers give each call the index 0.
    fn place(&self, call: &CallWire<'_>, arguments: &str, turn: &mut Turn) -> Place {
        let (id, name) = (call.id.as_str(), call.function.name.as_str());
        let at = match (call.index.0, id) {
            (Some(_), _) => self.slots.iter().rposition(|slot| slot.index == call.index.0),
            (None, Some(_)) => self.slots.iter().rposition(|slot| slot.id.as_deref() == id),
            (None, None) => self.slots.len().checked_sub(1),
        };
        let Some((at, slot)) = at.and_then(|at| Some((at, self.slots.get(at)?))) else {
            return Place::New;
        };
        if name.is_none() || slot.name.is_none() {
            return Place::Slot(at);
        }
        let same_id = id.is_some() && slot.id.as_deref() == id;
        let other_id = id.is_some() && slot.id.is_some() && !same_id;
        let unnumbered = call.index.0.is_none() && id.is_none();
        let again = turn.call_arguments(slot.key) == Some(arguments);
        let key = slot.key;
        if same_id && again && turn.is_whole_call(key) {
            return Place::Repeat;
        }
        let other_name = unnumbered && slot.name.as_deref() != name;
        let begins = arguments.starts_with('{');
        let next = other_id || other_name || (begins && turn.is_whole_call(key));
        if next { Place::New } else { Place::Slot(at) }
    }

    fn open(&mut self, call: &CallWire<'_>) -> Result<usize, LlmError> {
        let at = self.slots.len();
        if at >= MAX_CALLS {
            return Err(too_large());
        }
        let key = CALLS.saturating_add(at as u64);
        let held = String::new();
        self.slots.push(Slot { key, index: call.index.0, id: None, name: None, held });
        Ok(at)
    }
}

/// Counts what is held beside the turn.
fn hold(held: &mut usize, text: &str) -> Result<(), LlmError> {
    *held = held.saturating_add(text.len());
    if *held > MAX_HELD { Err(too_large()) } else { Ok(()) }
}

fn too_large() -> LlmError {
    LlmError::new(ErrorKind::TooLarge, "the reply has too many tool calls, or calls without names")
}
