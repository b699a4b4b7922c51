//! Model ids, and the dates that vendors append to them.

/// `id` without a trailing `-YYYYMMDD`, `@YYYYMMDD` or `-YYYY-MM-DD`.
pub(super) fn undated(id: &str) -> Option<&str> {
    let (at, _) = [(9, false), (11, true)]
        .into_iter()
        .map(|(length, dashed)| (id.len().saturating_sub(length), dashed))
        .find(|(at, dashed)| id.get(*at..).is_some_and(|tail| is_date(tail, *dashed)))?;
    let name = id.get(..at)?;
    let whole = !name.is_empty() && !name.ends_with('-');
    whole.then_some(name)
}

fn is_date(tail: &str, dashed: bool) -> bool {
    let shape = if dashed { "-dddd-dd-dd" } else { "-dddddddd" };
    tail.len() == shape.len()
        && tail.bytes().zip(shape.bytes()).enumerate().all(|(i, (byte, want))| match want {
            b'd' => byte.is_ascii_digit(),
            _ => byte == b'-' || (i == 0 && !dashed && byte == b'@'),
        })
}

#[cfg(test)]
mod tests {
    use super::undated;

    #[test]
    fn only_a_whole_date_is_cut_off() {
        assert_eq!(undated("claude-haiku-4-5-20251001"), Some("claude-haiku-4-5"));
        assert_eq!(undated("claude-haiku-4-5@20251001"), Some("claude-haiku-4-5"));
        assert_eq!(undated("gpt-4o-2024-08-06"), Some("gpt-4o"));
        assert_eq!(undated("gpt-4o-mini"), None);
        assert_eq!(undated("-20251001"), None);
        assert_eq!(undated("größe"), None);
    }
}
