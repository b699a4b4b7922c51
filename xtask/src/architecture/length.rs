//! No source file over 200 lines. Functions are clippy's (`too_many_lines`).

use super::File;

const MAX_LINES: usize = 200;

/// Source files that are too long. Test files may be.
pub fn long_files(files: &[File]) -> Vec<String> {
    let lines = |file: &File| file.text.lines().count();
    let long = files.iter().filter(|file| file.is_source() && lines(file) > MAX_LINES);
    long.map(|file| format!("{}: {} lines, {MAX_LINES} at most", file.path, lines(file))).collect()
}
