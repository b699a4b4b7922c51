//! Structs that read a few members of an object.

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// The name of a member, borrowed where it has no escapes.
#[derive(Debug)]
pub struct Name<'a>(Cow<'a, str>);

impl Deref for Name<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(NameVisitor(PhantomData))
    }
}

struct NameVisitor<'a>(PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for NameVisitor<'a> {
    type Value = Name<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Name<'a>, E> {
        Ok(Name(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Name<'a>, E> {
        Ok(Name(Cow::Owned(text.to_owned())))
    }
}

/// Declares a struct that deserializes from an object: each field from the member of its name, or
/// the name after `=`. Of duplicate members the last one wins; unknown ones are ignored; a value
/// that is not an object gives the default.
///
/// Each field's type needs `Default` and `Deserialize`: [`Text`](super::Text),
/// [`Count`](super::Count), [`Raw`](super::Raw), [`List`](super::List), or another of these
/// structs. The calling crate needs `serde`.
///
/// ```
/// use kei_router_core::lenient::{Count, Text, object};
///
/// object! {
///     /// A piece of an answer.
///     struct Piece<'a> {
///         kind: Text<'a> = "type",
///         index: Count,
///     }
/// }
///
/// let json = r#"{"type":"text","index":1,"other":[],"index":"2"}"#;
/// let piece: Piece<'_> = serde_json::from_str(json)?;
/// assert_eq!((piece.kind.as_str(), piece.index.0), (Some("text"), Some(2)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! __lenient_object {
    (@name $field:ident $name:literal) => { $name };
    (@name $field:ident) => { stringify!($field) };
    (
        $(#[$meta:meta])*
        $vis:vis struct $type:ident $(<$life:lifetime>)? {
            $($(#[$inner:meta])* $of:vis $field:ident: $shape:ty $(= $name:literal)?),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Default)]
        $vis struct $type $(<$life>)? {
            $($(#[$inner])* $of $field: $shape,)*
        }

        impl<'de $(: $life, $life)?> $crate::lenient::Shape<'de> for $type $(<$life>)? {
            fn from_map<A: ::serde::de::MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
                let mut object = Self::default();
                while let Some(name) = map.next_key::<$crate::lenient::Name<'de>>()? {
                    match &*name {
                        $(name if name == $crate::__lenient_object!(@name $field $($name)?) => {
                            object.$field = map.next_value()?;
                        })*
                        _ => {
                            map.next_value::<::serde::de::IgnoredAny>()?;
                        }
                    }
                }
                Ok(object)
            }
        }

        impl<'de $(: $life, $life)?> ::serde::Deserialize<'de> for $type $(<$life>)? {
            fn deserialize<D: ::serde::Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
                $crate::lenient::any(json)
            }
        }
    };
}
