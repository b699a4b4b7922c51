//! The counts beside their bounds.

use std::collections::BTreeMap;

/// One case.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: &'static str,
    /// Instructions for a token.
    pub(super) counted: f64,
    /// The bound.
    pub(super) bound: f64,
}

impl Row {
    /// Whether the case passes its bound. Counts are whole numbers, so the rest is rounding.
    pub(super) fn is_over(&self) -> bool {
        self.counted >= self.bound + 1.0
    }
}

/// A table, and a line for each case that passes its bound.
pub(super) fn text(rows: &[Row], counted_with: &str, compiler: &str) -> String {
    let mut lines =
        vec![format!("{:<28} {:>12} {:>8}", "instructions per token", "counted", "bound")];
    for Row { name, counted, bound } in rows {
        lines.push(format!("{name:<28} {counted:>12.0} {bound:>8.0}"));
    }
    for Row { name, counted, bound } in rows.iter().filter(|row| row.is_over()) {
        lines.push(format!("OVER {name}: a token costs {counted:.0} instructions, not {bound:.0}"));
    }
    if counted_with != compiler {
        lines.push(format!(
            "The bounds were counted with {counted_with}, and are 5 % wider for {compiler}."
        ));
    }
    lines.join("\n")
}

/// What was counted, by the case's name.
pub(super) fn json(rows: &[Row]) -> String {
    let counted: BTreeMap<_, _> = rows.iter().map(|row| (row.name, row.counted.round())).collect();
    serde_json::json!({ "instructions": counted }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_over_its_bound_is_named_and_one_at_its_bound_is_not() {
        let row = |name, counted| Row { name, counted, bound: 100.0 };
        let rows = [row("below", 99.2), row("at", 100.4), row("over", 101.0)];
        let text = text(&rows, "rustc 1.0", "rustc 1.0");
        assert!(text.ends_with("\nOVER over: a token costs 101 instructions, not 100"), "{text}");
        assert_eq!(rows.iter().filter(|row| row.is_over()).count(), 1);
    }

    #[test]
    fn another_compiler_is_named() {
        assert!(text(&[], "rustc 1.0", "rustc 2.0").contains("5 % wider for rustc 2.0"));
    }
}
