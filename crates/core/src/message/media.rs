//! Images, documents and audio.

mod file;

use bytes::Bytes;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An image, a document or audio: its type, and where its bytes are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Media {
    /// Where the bytes are.
    pub source: MediaSource,
    /// The media type, such as `image/png`. Needed for bytes; a hint elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// A file name or title, for vendors that accept one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// Where the bytes of media are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum MediaSource {
    /// The bytes themselves. Serialized as base64.
    Bytes(#[serde(serialize_with = "to_base64", deserialize_with = "from_base64")] Bytes),
    /// A URL that the vendor fetches.
    Url(String),
    /// The id of a file that was uploaded to the vendor.
    FileId(String),
    /// Plain text (documents only).
    Text(String),
}

impl Media {
    /// Media from `bytes` of this media type: `image/png`, `image/jpeg`, `image/gif` and
    /// `image/webp`, `application/pdf`, and for audio `audio/wav` and `audio/mpeg` are what vendors
    /// accept. What a model does not accept is omitted with a warning.
    ///
    /// ```
    /// use kei_router_core::{Media, Message, Part};
    ///
    /// let image = Part::image(Media::bytes("image/png", vec![0x89, b'P', b'N', b'G']));
    /// let question = Message::user(vec![Part::text("What is this?"), image]);
    /// # assert_eq!(question.content.parts().len(), 2);
    /// ```
    pub fn bytes(media_type: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let source = MediaSource::Bytes(bytes.into());
        Self { media_type: Some(media_type.into()), ..Self::from(source) }
    }

    /// Media at a URL that a vendor sent; a base64 `data:` URL is decoded.
    pub fn from_url(url: &str) -> Self {
        Self::from_data_url(url).unwrap_or_else(|| Self::url(url))
    }

    fn from_data_url(url: &str) -> Option<Self> {
        let (media_type, data) = url.strip_prefix("data:")?.split_once(";base64,")?;
        Self::base64_pieces(media_type, data)
    }

    /// Media from concatenated base64 pieces, each padded or not; `None` if it is not base64.
    pub fn base64_pieces(media_type: &str, data: &str) -> Option<Self> {
        use base64::Engine as _;
        use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
        let config = GeneralPurposeConfig::new()
            .with_decode_padding_mode(DecodePaddingMode::Indifferent)
            .with_decode_allow_trailing_bits(true);
        let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, config);
        let mut bytes = Vec::new();
        for piece in data.split('=').filter(|piece| !piece.is_empty()) {
            engine.decode_vec(piece, &mut bytes).ok()?;
        }
        Some(Self::bytes(media_type, bytes))
    }

    /// Media at a URL that the vendor fetches.
    pub fn url(url: impl Into<String>) -> Self {
        Self::from(MediaSource::Url(url.into()))
    }

    /// Media in a file that was uploaded to the vendor, by its id.
    pub fn file_id(id: impl Into<String>) -> Self {
        Self::from(MediaSource::FileId(id.into()))
    }

    /// A plain text document.
    pub fn plain_text(text: impl Into<String>) -> Self {
        Self::from(MediaSource::Text(text.into()))
    }

    /// Sets a file name or title.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the media type.
    pub fn typed(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Media from base64 in the standard alphabet; `None` if it is not base64. Set the media type
    /// with [`typed`](Self::typed).
    pub fn from_base64(text: &str) -> Option<Self> {
        decode(text).ok().map(|bytes| Self::from(MediaSource::Bytes(bytes)))
    }

    /// The bytes as padded base64 in the standard alphabet; `None` if the source is not bytes.
    pub fn base64(&self) -> Option<String> {
        match &self.source {
            MediaSource::Bytes(bytes) => Some(encode(bytes)),
            MediaSource::Text(text) => Some(encode(text.as_bytes())),
            MediaSource::Url(_) | MediaSource::FileId(_) => None,
        }
    }

    /// The bytes as a `data:` URL; `None` if the source is not bytes.
    pub fn data_url(&self) -> Option<String> {
        let media_type = self.media_type.as_deref().unwrap_or("application/octet-stream");
        self.base64().map(|data| format!("data:{media_type};base64,{data}"))
    }
}

impl From<MediaSource> for Media {
    fn from(source: MediaSource) -> Self {
        Self { source, media_type: None, name: None }
    }
}

fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn decode(text: &str) -> Result<Bytes, base64::DecodeError> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).map(Bytes::from)
}

fn to_base64<S: Serializer>(bytes: &Bytes, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&encode(bytes))
}

fn from_base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Bytes, D::Error> {
    decode(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}
