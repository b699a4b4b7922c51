//! Images, documents and audio.

use super::*;
use kei_router_core::encode::Support;
use kei_router_core::{Capabilities, Capability, Media, Part};

fn user(part: Part) -> ChatRequest {
    ChatRequest::new([Message::user(vec![Part::text("Look"), part])])
}

/// What the part becomes.
fn part(part: Part) -> Value {
    plain(&user(part))["messages"][0]["content"][1].clone()
}

/// That the part is left out, and the text alone goes.
fn omits_part(dialect: &Dialect, part: Part, subject: &str) {
    let body = omits(dialect, &user(part), subject);
    assert_eq!(body["messages"], json!([{"role": "user", "content": "Look"}]));
}

fn without(capability: Capability) -> Dialect {
    Dialect {
        support: Support {
            capabilities: Capabilities::UNKNOWN.without(&[capability]),
            ..Dialect::PLAIN.support
        },
        ..Dialect::PLAIN
    }
}

fn png() -> Media {
    Media::bytes("image/png", vec![1, 2, 3])
}

#[test]
fn images_are_urls() {
    let image = |url: &str| json!({"type": "image_url", "image_url": {"url": url}});
    assert_eq!(part(Part::image(png())), image("data:image/png;base64,AQID"));
    assert_eq!(part(Part::image(Media::url("https://x.example/a"))), image("https://x.example/a"));
    omits_part(&Dialect::PLAIN, Part::image(Media::file_id("f")), "image");
    omits_part(&without(Capability::Images), Part::image(png()), "image");
    let dialect = Dialect {
        support: Support { remote_media: false, ..Dialect::PLAIN.support },
        image_file_scheme: Some("ms://".into()),
        ..Dialect::PLAIN
    };
    omits_part(&dialect, Part::image(Media::url("HTTPS://x.example/a")), "image");
    let (body, _) = body(dialect.clone(), &user(Part::image(Media::file_id("f"))));
    assert_eq!(body["messages"][0]["content"][1], image("ms://f"));
    let (body, _) =
        super::body(dialect, &user(Part::image(Media::url("data:image/png;base64,AA"))));
    assert_eq!(body["messages"][0]["content"][1], image("data:image/png;base64,AA"));
}

#[test]
fn documents_are_files_and_plain_ones_text() {
    let pdf = Media::bytes("application/pdf", vec![1, 2, 3]);
    let file = |file: Value| json!({"type": "file", "file": file});
    let data = "data:application/pdf;base64,AQID";
    let named = file(json!({"filename": "a.pdf", "file_data": data}));
    assert_eq!(part(Part::document(pdf.clone().named("a.pdf"))), named);
    let unnamed = file(json!({"filename": "document.pdf", "file_data": data}));
    assert_eq!(part(Part::document(pdf.clone())), unnamed);
    assert_eq!(part(Part::document(Media::url(data))), unnamed);
    assert_eq!(part(Part::document(Media::file_id("f"))), file(json!({"file_id": "f"})));
    let text = Part::document(Media::plain_text("body").named("a.txt"));
    assert_eq!(part(text), json!({"type": "text", "text": "a.txt:\nbody"}));
    omits_part(&Dialect::PLAIN, Part::document(Media::url("https://x.example")), "document");
    omits_part(&without(Capability::Documents), Part::document(pdf), "document");
}

#[test]
fn audio_is_wav_or_mp3() {
    for (media_type, format) in
        [("audio/wav", "wav"), ("audio/x-wav", "wav"), ("audio/mpeg", "mp3")]
    {
        let wanted =
            json!({"type": "input_audio", "input_audio": {"data": "AQID", "format": format}});
        assert_eq!(part(Part::audio(Media::bytes(media_type, vec![1, 2, 3]))), wanted);
    }
    let wav = || Part::audio(Media::bytes("audio/wav", vec![1]));
    omits_part(&without(Capability::Audio), wav(), "audio");
    omits_part(&Dialect::PLAIN, Part::audio(Media::bytes("audio/ogg", vec![1])), "audio");
    omits_part(&Dialect::PLAIN, Part::audio(Media::url("https://x").typed("audio/wav")), "audio");
}

#[test]
fn media_of_results_follow_the_last_tool_message() {
    let calls = vec![Part::tool_call("1", "f", ""), Part::tool_call("2", "f", "")];
    let seen = Part::tool_result("1", vec![Part::text("a chart"), Part::image(png())]);
    let bare = Part::tool_result("2", Part::image(png()));
    let conversation =
        [Message::assistant(calls), Message::user(seen), Message::user(bare), Message::user("Go")];
    let request = ChatRequest::new(conversation);
    let image = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AQID"}});
    let label = |id: &str| json!({"type": "text", "text": format!("Media in the result of {id}:")});
    let moved = "(The result is in the next user message.)";
    let wanted = json!([
        {"role": "tool", "tool_call_id": "1", "content": "a chart"},
        {"role": "tool", "tool_call_id": "2", "content": moved},
        {"role": "user", "content": [label("1"), image, label("2"), image]},
        {"role": "user", "content": "Go"},
    ]);
    assert_eq!(plain(&request)["messages"].as_array().unwrap()[1..], *wanted.as_array().unwrap());
    let stays = Dialect { moves_tool_media: false, ..Dialect::PLAIN };
    let body = omits(&stays, &request, "tool_result");
    assert_eq!(body["messages"][2], json!({"role": "tool", "tool_call_id": "2", "content": ""}));
}

#[test]
fn parts_in_a_wrong_place_are_left_out() {
    omits_part(&Dialect::PLAIN, Part::tool_call("1", "f", ""), "tool_call");
    let turn = Message::assistant(vec![Part::text("x"), Part::image(png())]);
    omits(&Dialect::PLAIN, &ChatRequest::new([turn]), "part");
}
