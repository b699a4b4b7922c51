//! What was measured beside its bounds.

use kei_router_compare::{Figures, FirstToken};
use serde_json::{Map, Value, json};

/// How much longer the first token may take: the aim, not a bound.
const RATIO: f64 = 1.5;
/// The system has a part in what is counted: how a stream's bytes fall into reads.
const SLACK: f64 = 1.01;

/// Everything that was measured on a wire.
#[derive(Clone, Copy, Debug)]
pub(super) struct Measured {
    pub(super) one_thread: FirstToken,
    pub(super) two_workers: FirstToken,
    pub(super) bare: OfClient,
    pub(super) kei: OfClient,
}

/// What was counted of one client.
#[derive(Clone, Copy, Debug)]
pub(super) struct OfClient {
    pub(super) counted: Figures,
    pub(super) peak_kib: f64,
    pub(super) resident_kib: f64,
}

/// The figures with a bound, by name.
fn figures(figures: &Figures) -> [(&'static str, &'static str, f64, usize); 4] {
    [
        ("instructions", "instructions per short request", figures.instructions, 0),
        ("allocations", "allocations per short request", figures.allocations, 1),
        ("stream_kib", "KiB on the heap per open stream", figures.stream_kib, 1),
        ("new_connections", "new connections in 300 answers", figures.new_connections, 0),
    ]
}

/// A table of one wire.
pub(super) fn table(name: &str, measured: &Measured, bound: &Figures) -> String {
    let mut lines = vec![format!("{name:<40} {:>9} {:>9} {:>6}  at most", "bare", "kei", "ratio")];
    let mut row = |what: &str, bare: f64, kei: f64, places: usize, most: String| {
        let ratio = if bare > 0.0 { format!("{:.2}", kei / bare) } else { String::new() };
        lines.push(format!("  {what:<38} {bare:>9.places$} {kei:>9.places$} {ratio:>6}  {most}"));
    };
    let aim = || format!("(ratio {RATIO})");
    let (one, two) = (measured.one_thread, measured.two_workers);
    row("us to the first token, one thread", one.bare, one.kei, 0, aim());
    row("us to the first token, two workers", two.bare, two.kei, 0, aim());
    let (bare, kei) = (measured.bare, measured.kei);
    let counted = figures(&bare.counted).into_iter().zip(figures(&kei.counted));
    for (((_, what, bare, places), (_, _, kei, _)), (_, _, most, _)) in counted.zip(figures(bound))
    {
        row(what, bare, kei, places, format!("{most:.places$}"));
    }
    row("KiB at the peak, while they open", bare.peak_kib, kei.peak_kib, 1, String::new());
    row("KiB resident", bare.resident_kib, kei.resident_kib, 1, String::new());
    lines.join("\n")
}

/// A line for each figure that passes its bound.
pub(super) fn over(name: &str, measured: &Measured, bound: &Figures) -> Vec<String> {
    let counted = figures(&measured.kei.counted).into_iter().zip(figures(bound));
    let over = counted.filter(|((_, _, kei, _), (_, _, most, _))| *kei > most * SLACK + 0.05);
    over.map(|((_, what, kei, places), (_, _, most, _))| {
        format!("OVER {name}: {kei:.places$} {what}, not {most:.places$}")
    })
    .collect()
}

/// What was counted, as the bounds are stored.
pub(super) fn json<'a>(wires: impl Iterator<Item = (&'a str, &'a Measured)>) -> String {
    let figures = |(name, measured): (&str, &Measured)| {
        let rounded = figures(&measured.kei.counted).map(|(key, _, value, places)| {
            let unit = 10_f64.powi(i32::try_from(places).unwrap_or_default());
            (key.to_owned(), json!((value * unit).ceil() / unit))
        });
        (name.to_owned(), Value::Object(Map::from_iter(rounded)))
    };
    json!({ "wires": Map::from_iter(wires.map(figures)) }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured() -> Measured {
        let figures = |instructions, allocations| {
            let (stream_kib, new_connections) = (30.04, 0.0);
            let json = json!({"instructions": instructions, "allocations": allocations,
                "stream_kib": stream_kib, "new_connections": new_connections});
            serde_json::from_value::<Figures>(json).unwrap()
        };
        let of = |counted| OfClient { counted, peak_kib: 40.0, resident_kib: 35.0 };
        let times: FirstToken = serde_json::from_value(json!({"bare": 30.0, "kei": 42.0})).unwrap();
        let (bare, kei) = (of(figures(100_000, 56)), of(figures(150_000, 99)));
        Measured { one_thread: times, two_workers: times, bare, kei }
    }

    #[test]
    fn a_figure_over_its_bound_is_named_and_one_at_its_bound_is_not() {
        let measured = measured();
        let mut bound = measured.kei.counted;
        assert_eq!(over("w", &measured, &bound), [""; 0]);
        bound.allocations = 90.0;
        let expected = "OVER w: 99.0 allocations per short request, not 90.0";
        assert_eq!(over("w", &measured, &bound), [expected]);
        bound = measured.kei.counted;
        let mut measured = measured;
        measured.kei.counted.new_connections = 1.0;
        assert_eq!(over("w", &measured, &bound).len(), 1);
    }

    #[test]
    fn the_table_shows_both_and_their_ratio_and_json_is_what_is_stored() {
        let measured = measured();
        let table = table("w", &measured, &measured.kei.counted);
        assert!(table.contains("100000    150000   1.50  150000"), "{table}");
        assert!(table.contains("30        42   1.40  (ratio 1.5)"), "{table}");
        let json: Value = serde_json::from_str(&json([("w", &measured)].into_iter())).unwrap();
        assert_eq!(json["wires"]["w"]["stream_kib"], 30.1);
        assert_eq!(json["wires"]["w"]["instructions"], 150_000.0);
    }
}
