//! The report at the end: a table, or JSON.

use super::attempt::Outcome;
use kei_router::Usage;
use serde_json::{Value, json};

const COLUMNS: usize = 11;
const HEADINGS: [&str; COLUMNS] = [
    "vendor",
    "wire",
    "what",
    "model",
    "first token",
    "tokens",
    "tokens/s",
    "usage",
    "cost",
    "finish",
    "verdict",
];
/// Micro-cents in a dollar.
const DOLLAR: u128 = 100_000_000;

/// The table.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let mut rows = vec![HEADINGS.map(str::to_owned)];
    rows.extend(outcomes.iter().map(row));
    let widths: Vec<usize> = (0..HEADINGS.len())
        .map(|column| rows.iter().filter_map(move |row| row.get(column)).map(|c| c.chars().count()))
        .map(|lengths| lengths.max().unwrap_or(0))
        .collect();
    let line = |row: &[String; COLUMNS]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn row(outcome: &Outcome) -> [String; COLUMNS] {
    let finish = outcome.finish.as_ref();
    let or_dash = |cell: Option<String>| cell.unwrap_or_else(|| "-".to_owned());
    let verdict = match outcome.problems.as_slice() {
        [] => "pass".to_owned(),
        problems => format!("FAIL: {}", problems.join("; ")),
    };
    [
        outcome.vendor.clone(),
        or_dash(outcome.format.clone()),
        outcome.what.to_owned(),
        outcome.model.clone(),
        or_dash(outcome.first_token.map(|time| format!("{} ms", time.as_millis()))),
        or_dash(output(outcome).map(|tokens| tokens.to_string())),
        or_dash(rate(outcome).map(|rate| format!("{rate:.1}"))),
        or_dash(finish.map(|finish| usage(&finish.usage))),
        or_dash(finish.and_then(|finish| finish.cost).map(dollars)),
        or_dash(finish.map(|finish| finish.reason.as_str().to_owned())),
        verdict,
    ]
}

/// The same as a JSON array.
pub(super) fn json(outcomes: &[Outcome]) -> String {
    let object = |outcome: &Outcome| {
        let finish = outcome.finish.as_ref();
        let cost = finish.and_then(|finish| finish.cost).and_then(|cost| u64::try_from(cost).ok());
        json!({
            "vendor": outcome.vendor,
            "wire": outcome.format,
            "what": outcome.what,
            "model": outcome.model,
            "first_token_ms": outcome.first_token.map(|time| time.as_secs_f64() * 1e3),
            "total_ms": outcome.total.as_secs_f64() * 1e3,
            "input_tokens": finish.and_then(|finish| finish.usage.input),
            "output_tokens": output(outcome),
            "tokens_per_second": rate(outcome),
            "cost_micro_cents": cost,
            "finish": finish.map(|finish| finish.reason.as_str()),
            "id": finish.and_then(|finish| finish.id.as_deref()),
            "pass": outcome.problems.is_empty(),
            "problems": outcome.problems,
        })
    };
    Value::Array(outcomes.iter().map(object).collect()).to_string()
}

/// Tokens in and out; a question mark for what the vendor did not report.
fn usage(usage: &Usage) -> String {
    let known = |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |n| n.to_string());
    format!("{} in, {} out", known(usage.input), known(usage.output))
}

fn output(outcome: &Outcome) -> Option<u64> {
    outcome.finish.as_ref()?.usage.output
}

/// Output tokens per second, from the call to the end.
fn rate(outcome: &Outcome) -> Option<f64> {
    let tokens = u32::try_from(output(outcome)?).ok()?;
    let seconds = outcome.total.as_secs_f64();
    (seconds > 0.0).then(|| f64::from(tokens) / seconds)
}

fn dollars(micro_cents: u128) -> String {
    format!("${}.{:08}", micro_cents / DOLLAR, micro_cents % DOLLAR)
}
