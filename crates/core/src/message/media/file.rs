//! Media in files.

use super::{Media, MediaSource};
use std::io;
use std::path::Path;

impl Media {
    /// Media of a file, named as the file is. Its type is what its first bytes say, else what its
    /// extension does; a text becomes [`MediaSource::Text`].
    ///
    /// It reads the whole file and blocks meanwhile.
    ///
    /// ```no_run
    /// use kei_router_core::{Media, Message, Part};
    ///
    /// # fn main() -> std::io::Result<()> {
    /// let picture = Part::from(Media::file("cat.png")?);
    /// let message = Message::user(vec![Part::text("What is this?"), picture]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// The file's own, and `InvalidData` where neither tells the type: see [`Media::bytes`].
    pub fn file(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let bytes = std::fs::read(path)?;
        let media = match (sniffed(&bytes), text_type(path)) {
            (Some(media_type), _) => Self::bytes(media_type, bytes),
            (None, Some(media_type)) => {
                let text = String::from_utf8(bytes).map_err(|_| unknown("it is no UTF-8", path))?;
                Self::plain_text(text).typed(media_type)
            }
            (None, None) => return Err(unknown("its media type is not known", path)),
        };
        Ok(match path.file_name().and_then(|name| name.to_str()) {
            Some(name) => media.named(name),
            None => media,
        })
    }

    /// What the first bytes say of a container of sound.
    pub fn sniffed_audio(&self) -> Option<&'static str> {
        let MediaSource::Bytes(bytes) = &self.source else { return None };
        sniffed(bytes).filter(|media_type| media_type.starts_with("audio/"))
    }
}

fn unknown(why: &str, path: &Path) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{}: {why}", path.display()))
}

/// The media type by the first bytes: of what vendors take, and of nothing else.
fn sniffed(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        [b'%', b'P', b'D', b'F', ..] => Some("application/pdf"),
        [b'R', b'I', b'F', b'F', ..] => Some("audio/wav"),
        [b'f', b'L', b'a', b'C', ..] => Some("audio/flac"),
        [b'O', b'g', b'g', b'S', ..] => Some("audio/ogg"),
        [b'I', b'D', b'3', ..] | [0xff, 0xf2 | 0xf3 | 0xfa | 0xfb, ..] => Some("audio/mpeg"),
        _ => None,
    }
}

fn text_type(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "txt" => Some("text/plain"),
        "md" => Some("text/markdown"),
        "csv" => Some("text/csv"),
        "html" => Some("text/html"),
        "json" => Some("application/json"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::sniffed;

    #[test]
    fn first_bytes_tell_the_type_and_nothing_is_guessed() {
        for (bytes, media_type) in [
            (&b"\x89PNG\r\n"[..], Some("image/png")),
            (b"\xff\xd8\xff\xe0", Some("image/jpeg")),
            (b"GIF89a", Some("image/gif")),
            (b"RIFF\x01\x02\x03\x04WEBPVP8 ", Some("image/webp")),
            (b"RIFF\x01\x02\x03\x04WAVEfmt ", Some("audio/wav")),
            (b"%PDF-1.7", Some("application/pdf")),
            (b"hello", None),
            (b"", None),
        ] {
            assert_eq!(sniffed(bytes), media_type);
        }
    }
}
