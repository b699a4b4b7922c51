//! Keys of a keyboard, as the browser is told of them.

use chromiumoxide::cdp::browser_protocol::input::{DispatchKeyEventParams, DispatchKeyEventType};

/// A key that is pressed, with Shift or without.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    name: &'static str,
    code: i64,
    text: Option<&'static str>,
    shift: bool,
}

pub(crate) const ENTER: Key = Key::new("Enter", 13, Some("\r"));
pub(crate) const ESCAPE: Key = Key::new("Escape", 27, None);
pub(crate) const TAB: Key = Key::new("Tab", 9, None);
pub(crate) const DOWN: Key = Key::new("ArrowDown", 40, None);
pub(crate) const SPACE: Key = Key::new(" ", 32, Some(" "));

impl Key {
    const fn new(name: &'static str, code: i64, text: Option<&'static str>) -> Self {
        Self { name, code, text, shift: false }
    }

    /// The same, with Shift held.
    pub(crate) const fn with_shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// Down, then up.
    pub(crate) fn events(self) -> Result<[DispatchKeyEventParams; 2], String> {
        let down = match self.text {
            Some(_) => DispatchKeyEventType::KeyDown,
            None => DispatchKeyEventType::RawKeyDown,
        };
        let event = |kind, text: Option<&str>| {
            let event = DispatchKeyEventParams::builder()
                .r#type(kind)
                .key(self.name)
                .code(if self.name == " " { "Space" } else { self.name })
                .windows_virtual_key_code(self.code)
                .modifiers(if self.shift { 8 } else { 0 });
            text.map_or_else(|| event.clone(), |text| event.clone().text(text)).build()
        };
        Ok([event(down, self.text)?, event(DispatchKeyEventType::KeyUp, None)?])
    }
}
