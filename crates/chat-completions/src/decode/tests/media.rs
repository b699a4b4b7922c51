//! Sound and images of an answer.

use super::*;
use kei_router_core::{Media, Part};

fn parts(lines: &[String]) -> Vec<Part> {
    let lines: Vec<&str> = lines.iter().map(String::as_str).chain([STOP, DONE]).collect();
    strict(&lines).finish().unwrap().message.content.parts().to_vec()
}

fn audio(members: &str) -> String {
    delta(&format!(r#""audio":{{{members}}}"#))
}

#[test]
fn the_transcript_of_a_spoken_answer_is_its_text_and_the_sound_a_part() {
    let lines = [
        audio(r#""id":"audio_1","transcript":"Hel""#),
        audio(r#""transcript":"lo""#),
        audio(r#""data":"AAE=""#),
        audio(r#""data":"AgME""#),
        audio(r#""expires_at":1"#),
    ];
    let sound = Part::audio(Media::bytes("audio/pcm", vec![0, 1, 2, 3, 4]));
    // The vendor knows both by the sound's id.
    let named = |part: Part| part.with_vendor("plain", r#"{"audio":{"id":"audio_1"}}"#);
    assert_eq!(parts(&lines), [Part::text("Hello"), sound].map(named));
    let lines: Vec<&str> = lines.iter().map(String::as_str).chain([STOP, DONE]).collect();
    assert_eq!(pieces(&strict(&lines)), ["Hel", "lo"].map(token));
}

#[test]
fn sound_may_be_cut_anywhere_and_says_what_it_is() {
    let lines = [audio(r#""data":"UklG""#), audio(r#""data":"RgA""#), audio(r#""data":"A""#)];
    let wav = Part::audio(Media::bytes("audio/wav", b"RIFF\0\0".to_vec()));
    assert_eq!(parts(&lines), [wav]);
    let played = strict(&[&audio(r#""data":"?!""#), TEXT, STOP, DONE]);
    assert_eq!(subjects(&played), ["audio"]);
    assert_eq!(played.finish().unwrap().message.content.parts(), [Part::text("Hi")]);
}

#[test]
fn images_are_parts_in_every_place() {
    let inner = r#"{"type":"image_url","image_url":{"url":"data:image/png;base64,YWJj"}}"#;
    let png = Part::image(Media::bytes("image/png", b"abc".to_vec()));
    for members in [
        format!(r#""images":[{inner}]"#),
        format!(r#""images":{inner}"#),
        r#""images":["data:image/png;base64,YWJj"]"#.to_owned(),
        format!(r#""content":[{inner}]"#),
        r#""images":[{"image_url":"data:image/png;base64,YWJj"}]"#.to_owned(),
    ] {
        let text = delta(r#""content":"Hi","images":[]"#);
        let told = parts(&[text.clone(), delta(&members), text]);
        assert_eq!(told, [Part::text("Hi"), png.clone(), Part::text("Hi")], "{members}");
    }
    let link = r#"{"choices":[{"message":{"images":[{"image_url":{"url":"https://a/b.png"}}]}}]}"#;
    assert_eq!(parts(&[link.to_owned()]), [Part::image(Media::url("https://a/b.png"))]);
    for nothing in ["null", "7", "[]", "[{}]", r#"[{"image_url":{}}]"#, "\"\""] {
        assert_eq!(parts(&[delta(&format!(r#""images":{nothing}"#))]), [], "{nothing}");
    }
}
