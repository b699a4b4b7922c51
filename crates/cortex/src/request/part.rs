//! One part of a message's content: in the shape of kei-router, or in OpenAI's.

use super::content::Nothing;
use super::reject::{plain, what};
use kei_router::{Media, MediaSource, Part};
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::BTreeMap;

/// The members of a part in the shape of kei-router, of whatever kind.
const OWN: &[&str] = &[
    "type",
    "cache",
    "vendor",
    "text",
    "source",
    "media_type",
    "name",
    "call_id",
    "arguments",
    "content",
    "is_error",
    "signature",
    "redacted",
    "id",
    "provider",
    "json",
];

#[derive(Deserialize)]
struct Tag {
    #[serde(rename = "type")]
    kind: String,
}

#[derive(Deserialize)]
struct Text {
    #[serde(alias = "refusal")]
    text: String,
    #[serde(rename = "annotations")]
    _annotations: Option<Nothing>,
}

#[derive(Deserialize)]
struct Image {
    image_url: ImageUrl,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "`image_url` is neither a URL nor an object of `url` and `detail`"
)]
enum ImageUrl {
    Plain(String),
    Object { url: String, detail: Option<String> },
}

#[derive(Deserialize)]
struct InputAudio {
    input_audio: Audio,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Audio {
    data: String,
    format: String,
}

#[derive(Deserialize)]
struct FilePart {
    file: File,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    file_data: Option<String>,
    file_id: Option<String>,
    filename: Option<String>,
}

/// Reads a part from its JSON.
///
/// # Errors
/// Names the member, in words that quote nothing of it.
pub(super) fn part(json: &str) -> Result<Part, String> {
    let tag: Tag = read(json)?;
    match tag.kind.as_str() {
        "text" | "image" | "document" | "audio" | "tool_call" | "tool_result" | "reasoning"
        | "opaque" | "state" => {
            known(json, OWN)?;
            read(json)
        }
        "input_text" | "output_text" => text(json, &["type", "text", "annotations"]),
        "refusal" => text(json, &["type", "refusal"]),
        "image_url" => image(json),
        "input_audio" => audio(json),
        "file" => file(json),
        _ => Err("`type` is none of text, image_url, input_audio, file, refusal, nor one of \
                  kei-router's own"
            .to_owned()),
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| what(&error))
}

/// Refuses a part with a member that would be lost.
fn known(json: &str, names: &[&str]) -> Result<(), String> {
    let members: BTreeMap<String, IgnoredAny> = read(json)?;
    match members.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) => Err(format!("has the unknown member `{}`", plain(name).unwrap_or("?"))),
        None => Ok(()),
    }
}

fn text(json: &str, names: &[&str]) -> Result<Part, String> {
    known(json, names)?;
    Ok(Part::text(read::<Text>(json)?.text))
}

fn image(json: &str) -> Result<Part, String> {
    known(json, &["type", "image_url"])?;
    let url = match read::<Image>(json)?.image_url {
        ImageUrl::Plain(url) => url,
        ImageUrl::Object { detail: Some(detail), .. } if detail != "auto" => {
            return Err("`image_url.detail` can only be auto".to_owned());
        }
        ImageUrl::Object { url, .. } => url,
    };
    Ok(Part::image(Media::from_url(&url)))
}

fn audio(json: &str) -> Result<Part, String> {
    known(json, &["type", "input_audio"])?;
    let Audio { data, format } = read::<InputAudio>(json)?.input_audio;
    let media_type = match format.as_str() {
        "mp3" => "audio/mpeg".to_owned(),
        other => format!("audio/{other}"),
    };
    let media = Media::base64_pieces(&media_type, &data);
    media.map(Part::audio).ok_or_else(|| "`input_audio.data` is not base64".to_owned())
}

fn file(json: &str) -> Result<Part, String> {
    known(json, &["type", "file"])?;
    let file = read::<FilePart>(json)?.file;
    let mut media = match (file.file_data, file.file_id) {
        (Some(data), None) => Media::from_url(&data),
        (None, Some(id)) => Media::from(MediaSource::FileId(id)),
        _ => return Err("`file` needs either `file_data` or `file_id`".to_owned()),
    };
    media.name = file.filename;
    Ok(Part::document(media))
}
