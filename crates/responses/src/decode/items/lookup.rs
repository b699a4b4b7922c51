//! Which item an event is about: by its place in the output, else by an id, else by the order in
//! which items begin and end.

use super::{Item, Items, Kind, MAX_ITEMS, too_many};
use crate::wire::{Event, ItemWire};
use kei_router_core::LlmError;

impl Items {
    /// The item of an event that carries none: where nothing names it, the youngest open one of
    /// its kind. One that was never announced begins here.
    pub(in crate::decode) fn of_event(
        &mut self,
        event: &Event<'_>,
        kind: Kind,
    ) -> Result<&mut Item, LlmError> {
        let (index, id) = (event.output_index.0, event.item_id.as_str());
        let at = self.named(index, id, kind).or_else(|| {
            let open = self.0.iter().rposition(|item| item.kind == kind && !item.ended);
            open.filter(|_| index.is_none())
        });
        self.at_or_new(at, kind, index, id)
    }

    /// The call of an event with its whole arguments: where nothing names it, the oldest open one
    /// that lacks them, since servers that name nothing end parallel calls in order.
    pub(in crate::decode) fn of_whole_call(
        &mut self,
        event: &Event<'_>,
        kind: Kind,
    ) -> Result<&mut Item, LlmError> {
        let (index, id) = (event.output_index.0, event.item_id.as_str());
        let at = self.named(index, id, kind).or_else(|| {
            let lacks = |item: &Item| item.kind == kind && !item.ended && !item.whole;
            self.0.iter().position(lacks).filter(|_| index.is_none())
        });
        self.at_or_new(at, kind, index, id)
    }

    /// The item that is announced: a new one, unless it is open already.
    pub(in crate::decode) fn of_added(
        &mut self,
        event: &Event<'_>,
        wire: &ItemWire<'_>,
    ) -> Result<&mut Item, LlmError> {
        let (index, id, kind) = (event.output_index.0, wire.id.as_str(), Kind::of(wire));
        let named = self.named(index, id, kind);
        let at = named.filter(|at| self.is_same(*at, wire, |item| !item.ended));
        self.at_or_new(at, kind, index, id)
    }

    /// The item that is done: where nothing names it, the oldest open one of its kind.
    pub(in crate::decode) fn of_done(
        &mut self,
        event: &Event<'_>,
        wire: &ItemWire<'_>,
    ) -> Result<&mut Item, LlmError> {
        let (index, id, kind) = (event.output_index.0, wire.id.as_str(), Kind::of(wire));
        let same = |item: &Item| !item.ended || !differ(item.id.as_deref(), id);
        let named = self.named(index, id, kind).filter(|at| self.is_same(*at, wire, same));
        let at = named.or_else(|| self.called(wire)).or_else(|| {
            // Pieces that said nothing of where they belong have begun the item too.
            let is_it =
                |item: &Item| index.is_none() || (item.index.is_none() && item.id.is_none());
            self.0.iter().position(|item| item.kind == kind && !item.ended && is_it(item))
        });
        self.at_or_new(at, kind, index, id)
    }

    /// The item that the finished output has at `nth` among those of its kind; `None` for one
    /// that the stream passed over.
    pub(in crate::decode) fn of_output(
        &mut self,
        wire: &ItemWire<'_>,
        nth: usize,
    ) -> Option<&mut Item> {
        let kind = Kind::of(wire);
        let nth = || {
            let mut same = self.0.iter().enumerate().filter(|(_, item)| item.kind == kind);
            same.nth(nth).map(|(at, _)| at)
        };
        let at = self.called(wire).or_else(nth)?;
        self.0.get_mut(at)
    }

    /// A new item at the end.
    pub(in crate::decode) fn begin(&mut self, wire: &ItemWire<'_>) -> Result<&mut Item, LlmError> {
        self.at_or_new(None, Kind::of(wire), None, wire.id.as_str())
    }

    fn named(&self, index: Option<u64>, id: Option<&str>, kind: Kind) -> Option<usize> {
        self.0.iter().rposition(|item| {
            item.kind == kind
                && match index {
                    Some(_) => item.index == index,
                    None => id.is_some() && item.id.as_deref() == id,
                }
        })
    }

    /// The item of this call's id. One that is done and is another item only shares its id.
    fn called(&self, wire: &ItemWire<'_>) -> Option<usize> {
        let call_id = wire.call_id.as_str()?;
        self.0.iter().rposition(|item| {
            item.call_id.as_deref() == Some(call_id)
                && (!item.ended || !differ(item.id.as_deref(), wire.id.as_str()))
        })
    }

    /// Whether the item at this place is the one in `wire`: careless servers give all of them the
    /// same place.
    fn is_same(&self, at: usize, wire: &ItemWire<'_>, fits: impl Fn(&Item) -> bool) -> bool {
        let item = self.0.get(at);
        item.is_some_and(|item| {
            fits(item) && !differ(item.call_id.as_deref(), wire.call_id.as_str())
        })
    }

    fn at_or_new(
        &mut self,
        at: Option<usize>,
        kind: Kind,
        index: Option<u64>,
        id: Option<&str>,
    ) -> Result<&mut Item, LlmError> {
        match at {
            Some(at) => self.0.get_mut(at).ok_or_else(too_many),
            None => self.add(kind, index, id),
        }
    }

    #[cold]
    fn add(
        &mut self,
        kind: Kind,
        index: Option<u64>,
        id: Option<&str>,
    ) -> Result<&mut Item, LlmError> {
        let new = self.0.len();
        if new >= MAX_ITEMS {
            return Err(too_many());
        }
        self.hold([id, None, None])?;
        let later = self.0.iter().any(|item| item.kind == kind);
        self.0.push(Item { later, ..Item::new(kind, new, index, id) });
        self.0.get_mut(new).ok_or_else(too_many)
    }
}

fn differ(old: Option<&str>, new: Option<&str>) -> bool {
    old.is_some() && new.is_some() && old != new
}
