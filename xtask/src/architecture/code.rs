//! Rust source without its comments and with its strings apart: enough of a lexer for the checks.

/// Rust source, read for the checks.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// The source, line for line; comments are blank, and what stands in strings is `_`.
    pub text: String,
    /// The strings.
    pub literals: Vec<Literal>,
}

/// A string in the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Literal {
    /// Its line, from 1.
    pub line: usize,
    /// What stands between its quotes, escapes as written.
    pub value: String,
}

impl Code {
    /// Reads a source. Invalid Rust gives no error.
    pub fn read(source: &str) -> Self {
        let mut code = Self::default();
        let mut rest = source;
        while !rest.is_empty() {
            rest = code.step(rest);
        }
        code
    }

    /// The line on which the inline test module begins, or one past the end.
    pub fn tests_begin(&self) -> usize {
        let lines: Vec<_> = self.text.lines().map(str::trim).collect();
        let at = lines.windows(2).position(|pair| {
            matches!(pair, [first, second] if *first == "#[cfg(test)]" && second.contains("mod "))
        });
        at.unwrap_or(lines.len()).saturating_add(1)
    }

    /// Takes one comment, string or other character from `rest`.
    fn step<'a>(&mut self, rest: &'a str) -> &'a str {
        if rest.starts_with("//") {
            return self.blank(rest, rest.find('\n').unwrap_or(rest.len()), ' ');
        }
        if rest.starts_with("/*") {
            return self.blank(rest, comment(rest), ' ');
        }
        if let Some((open, close)) = raw_string(rest) {
            return self.string(rest, open, &close, false);
        }
        if rest.starts_with('"') {
            return self.string(rest, 1, "\"", true);
        }
        let length = character(rest).unwrap_or(0);
        let rest = self.blank(rest, length, '_');
        match rest.chars().next().filter(|_| length == 0) {
            Some(c) => self.keep(rest, c.len_utf8()),
            None => rest,
        }
    }

    fn string<'a>(&mut self, rest: &'a str, open: usize, close: &str, escapes: bool) -> &'a str {
        let rest = self.keep(rest, open);
        let length = string_length(rest, close, escapes);
        let value = rest.get(..length).unwrap_or(rest).to_owned();
        self.literals.push(Literal { line: self.line(), value });
        let rest = self.blank(rest, length, '_');
        self.keep(rest, close.len())
    }

    fn line(&self) -> usize {
        self.text.bytes().filter(|byte| *byte == b'\n').count().saturating_add(1)
    }

    fn keep<'a>(&mut self, rest: &'a str, length: usize) -> &'a str {
        let (taken, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
        self.text.push_str(taken);
        rest
    }

    fn blank<'a>(&mut self, rest: &'a str, length: usize, with: char) -> &'a str {
        let (taken, rest) = rest.split_at_checked(length).unwrap_or((rest, ""));
        self.text.extend(taken.chars().map(|c| if c == '\n' { c } else { with }));
        rest
    }
}

/// The length of the block comment at the start, with those inside it.
fn comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut skip = false;
    for (at, pair) in rest.as_bytes().windows(2).enumerate() {
        if std::mem::take(&mut skip) {
            continue;
        }
        match pair {
            b"/*" => depth = depth.saturating_add(1),
            b"*/" => depth = depth.saturating_sub(1),
            _ => continue,
        }
        skip = true;
        if depth == 0 {
            return at.saturating_add(2);
        }
    }
    rest.len()
}

/// The length of the opening of a raw string, and its close.
fn raw_string(rest: &str) -> Option<(usize, String)> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len().saturating_sub(after.trim_start_matches('#').len());
    let opens = after.trim_start_matches('#').starts_with('"');
    opens.then(|| (hashes.saturating_add(2), format!("\"{}", "#".repeat(hashes))))
}

/// The length of what stands before the close.
fn string_length(rest: &str, close: &str, escapes: bool) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        escaped = escapes && c == '\\';
        if rest.get(at..).is_some_and(|tail| tail.starts_with(close)) {
            return at;
        }
    }
    rest.len()
}

/// The length of a character in quotes; a lifetime is none.
fn character(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('\'')?;
    let mut chars = inside.chars();
    if chars.next()? == '\\' {
        let close = inside.get(2..)?.find('\'')?;
        return Some(close.saturating_add(4));
    }
    let length = inside.len().saturating_sub(chars.as_str().len());
    (chars.next()? == '\'').then(|| length.saturating_add(2))
}
