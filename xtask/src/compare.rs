//! `cargo xtask compare`: kei-router beside bare reqwest, against the stored bounds.

mod program;
mod report;

use crate::Result;
use crate::instructions::{callgrind, compiler};
use clap::Args;
use kei_router_compare::{Bounds, Figures, FirstToken, Kind, Runtime, WIRES, Wire};
use program::Program;
use report::{Measured, OfClient};

const PACKAGE: &str = "kei-router-compare";
/// How far another compiler than that of the bounds may be above them.
const OTHER_COMPILER: f64 = 1.05;
/// Short answers of the shorter run under valgrind; the longer one asks for three times as many.
const ANSWERS: u64 = 50;
/// Streams that are open at once.
const STREAMS: &str = "1000";

/// How often two threads get another chance to open no new connection: the system may put one to
/// sleep for longer than a request waits for a connection on its way back.
const RETRIES: usize = 3;

/// How to report what was measured.
#[derive(Args, Clone, Debug, Default)]
pub struct Options {
    /// Print one JSON object, as the bounds are stored, in place of the tables.
    #[arg(long)]
    pub json: bool,
    /// Only the wires whose name contains this.
    #[arg(long, default_value = "")]
    pub wire: String,
}

/// Measures every wire and prints tables. The status is 0 if nothing that is counted passes its
/// bound, else 1. Times are shown, and have no bound: they are the machine's too.
///
/// # Errors
/// Where valgrind is missing, the program does not build, or a wire has no bounds.
pub fn run(options: &Options) -> Result<u8> {
    callgrind::check()?;
    let bounds = Bounds::stored()?;
    eprintln!("building {PACKAGE} with the profile `bench`");
    let program = Program::start(callgrind::build(PACKAGE)?)?;
    let compiler = compiler()?;
    let allowance = if compiler == bounds.compiler { 1.0 } else { OTHER_COMPILER };
    let mut rows = Vec::new();
    for wire in WIRES.iter().filter(|wire| wire.name.contains(&options.wire)) {
        let mut bound = *bounds
            .wires
            .get(wire.name)
            .ok_or_else(|| format!("bounds.json of {PACKAGE} has no bounds for {}", wire.name))?;
        bound.instructions *= allowance;
        let measured = measure(&program, wire)?;
        if !options.json {
            println!("{}", report::table(wire.name, &measured, &bound));
        }
        rows.push((wire.name, measured, bound));
    }
    if options.json {
        println!("{}", report::json(rows.iter().map(|(name, measured, _)| (*name, measured))));
    }
    let over: Vec<_> =
        rows.iter().flat_map(|(name, m, bound)| report::over(name, m, bound)).collect();
    over.iter().for_each(|line| println!("{line}"));
    Ok(u8::from(!over.is_empty()))
}

fn measure(program: &Program, wire: &Wire) -> Result<Measured> {
    let server = program.server();
    let times = |runtime: Runtime| -> Result<FirstToken> {
        let figures = program.run(&["first-token", wire.name, server, runtime.name()])?;
        Ok(serde_json::from_value(figures)?)
    };
    Ok(Measured {
        one_thread: times(Runtime::CurrentThread)?,
        two_workers: times(Runtime::TwoWorkers)?,
        bare: of_client(program, wire, Kind::Bare)?,
        kei: of_client(program, wire, Kind::Kei)?,
    })
}

fn of_client(program: &Program, wire: &Wire, kind: Kind) -> Result<OfClient> {
    let (server, client) = (program.server(), kind.name());
    let opened = |runtime: Runtime| {
        let arguments = ["connections", client, wire.name, server, runtime.name()];
        program.figure(&arguments, "new_connections")
    };
    let mut on_two = opened(Runtime::TwoWorkers)?;
    for _ in 0..RETRIES {
        on_two = if on_two > 0.0 { on_two.min(opened(Runtime::TwoWorkers)?) } else { on_two };
    }
    let new_connections = opened(Runtime::CurrentThread)?.max(on_two);
    let count = ANSWERS.to_string();
    let allocations =
        program.figure(&["requests", client, wire.name, server, &count], "allocations")?;
    let streams = program.run(&["streams", client, wire.name, server, STREAMS])?;
    let counted = |answers: u64| {
        let answers = answers.to_string();
        program.instructions(&["requests", client, wire.name, server, &answers])
    };
    let (once, thrice) = (counted(ANSWERS)?, counted(3 * ANSWERS)?);
    let instructions = thrice.saturating_sub(once) as f64 / (2 * ANSWERS) as f64;
    let stream_kib = program::member(&streams, "stream_kib")?;
    Ok(OfClient {
        counted: Figures { instructions, allocations, stream_kib, new_connections },
        peak_kib: program::member(&streams, "peak_kib")?,
        resident_kib: program::member(&streams, "resident_kib")?,
    })
}
