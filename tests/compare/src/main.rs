//! The program that is measured, and the server that it asks.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a command-line program prints")]

#[path = "../../allocations/counter.rs"]
mod counter;

use futures_util::future::try_join_all;
use kei_router_compare::{Client, Kind, Result, Runtime, Server, Wire, connections, first_tokens};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::process::ExitCode;

const USAGE: &str = "usage: serve | first-token WIRE ADDRESS RUNTIME \
                     | connections CLIENT WIRE ADDRESS RUNTIME | requests CLIENT WIRE ADDRESS COUNT \
                     | streams CLIENT WIRE ADDRESS COUNT";
/// Answers within which no new connection may be opened.
const ANSWERS: usize = 300;
const KIB: f64 = 1024.0;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(figures) => {
            println!("{figures}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("compare: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<Value> {
    match *arguments {
        ["serve"] => serve(),
        ["first-token", wire, server, runtime] => {
            let (wire, server) = (Wire::find(wire)?, server.parse()?);
            let runtime: Runtime = runtime.parse()?;
            Ok(json!(runtime.run(first_tokens(wire, server))?))
        }
        ["connections", client, wire, server, runtime] => {
            let runtime: Runtime = runtime.parse()?;
            new_connections(client.parse()?, Wire::find(wire)?, server.parse()?, runtime)
        }
        ["requests", client, wire, server, count] => {
            requests(client.parse()?, Wire::find(wire)?, server.parse()?, count.parse()?)
        }
        ["streams", client, wire, server, count] => {
            streams(client.parse()?, Wire::find(wire)?, server.parse()?, count.parse()?)
        }
        _ => Err(USAGE.into()),
    }
}

/// Serves until the standard input ends.
fn serve() -> Result<Value> {
    let server = Server::bind()?;
    println!("{}", server.address()?);
    std::thread::spawn(move || server.serve().is_ok());
    std::io::copy(&mut std::io::stdin(), &mut std::io::sink())?;
    Ok(Value::Null)
}

/// How many connections more than the first one a number of answers take.
fn new_connections(
    kind: Kind,
    wire: &'static Wire,
    server: SocketAddr,
    runtime: Runtime,
) -> Result<Value> {
    let before = connections(server)?;
    runtime.run(async move {
        let client = Client::new(kind, wire, server).await?;
        for _ in 0..ANSWERS {
            client.answer().await?;
        }
        Ok(())
    })?;
    let opened = connections(server)?.saturating_sub(before);
    Ok(json!({ "new_connections": opened.saturating_sub(1) }))
}

/// Asks for short answers, one after another; gives the allocations of each.
fn requests(kind: Kind, wire: &Wire, server: SocketAddr, count: usize) -> Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = runtime.block_on(Client::new(kind, wire, server))?;
    let ask = |count| {
        runtime.block_on(async {
            for _ in 0..count {
                client.answer().await?;
            }
            Result::Ok(())
        })
    };
    ask(2)?;
    let mut outcome = Ok(());
    let counted = counter::count(|| outcome = ask(count));
    outcome?;
    Ok(json!({ "allocations": counted as f64 / count as f64 }))
}

/// Opens slow streams, all at once; gives what each of them holds.
fn streams(kind: Kind, wire: &Wire, server: SocketAddr, count: usize) -> Result<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let client = runtime.block_on(Client::slow(kind, wire, server))?;
    drop(runtime.block_on(client.open())?);
    let open = || runtime.block_on(try_join_all((0..count).map(|_| client.open())));
    let before = resident()?;
    let mut streams = Ok(Vec::new());
    let held = counter::held(|| streams = open());
    let resident = resident()?.saturating_sub(before);
    drop(streams?);
    let peak = counter::peak(open);
    let each = |bytes: f64| bytes / KIB / count as f64;
    Ok(json!({
        "stream_kib": each(held as f64),
        "peak_kib": each(peak as f64),
        "resident_kib": each(resident as f64),
    }))
}

/// The process's resident memory, in bytes, as Linux tells it.
fn resident() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).ok_or("no VmRSS")?;
    Ok(kib.parse::<u64>()?.saturating_mul(1024))
}
