//! Media in files.

use kei_router::{Media, MediaSource, Part, PartKind};
use std::io;

#[test]
fn a_file_is_a_part_of_its_kind_with_its_name() {
    let folder = std::env::temp_dir().join(format!("kei-media-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a file");
    let write = |name: &str, bytes: &[u8]| {
        std::fs::write(folder.join(name), bytes).expect("a file");
        Media::file(folder.join(name))
    };
    let image = write("a.dat", b"\x89PNG\r\n").expect("a file");
    assert_eq!(
        (image.media_type.as_deref(), image.name.as_deref()),
        (Some("image/png"), Some("a.dat"))
    );
    assert!(matches!(Part::from(image).kind, PartKind::Image(_)));
    let sound = write("b.wav", b"RIFF\x01\x02\x03\x04WAVE").expect("a file");
    assert!(matches!(Part::from(sound).kind, PartKind::Audio(_)));
    let text = write("c.md", b"# Hi").expect("a file");
    assert_eq!(text.source, MediaSource::Text("# Hi".into()));
    assert!(matches!(Part::from(text).kind, PartKind::Document(_)));
    for (name, bytes) in [("d.txt", &b"\xff"[..]), ("e.xyz", b"hello")] {
        assert_eq!(write(name, bytes).expect_err("no media").kind(), io::ErrorKind::InvalidData);
    }
    std::fs::remove_dir_all(&folder).expect("a file");
    assert_eq!(Media::file(&folder).expect_err("no media").kind(), io::ErrorKind::NotFound);
}
