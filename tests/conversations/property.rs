//! Whatever a conversation holds, a request for it is legal on every wire of every vendor, loses
//! nothing in silence, and what is answered goes into the next one.

use crate::arbitrary::{Case, Writer};
use crate::checks;
use crate::turns::{Block, as_read, as_returned, of_message, of_request, script};
use kei_router::{ChatRequest, ErrorKind, Message, OnUnsupported};
use kei_router_testkit::{Chunking, Script};
use kei_router_tests::{Offline, Rng, Scripted, Simulated, VendorWire};

const CASES: u64 = 400;
/// How many of them go over real sockets, to another endpoint than the vendor's own.
const OVER_SOCKETS: u64 = 40;

#[tokio::test]
async fn arbitrary_conversations_are_accepted_and_lose_nothing_in_silence() {
    for wire in VendorWire::all() {
        let name = wire.name();
        let (offline, simulated) = (Offline::new(&wire), Simulated::start(&wire).await);
        for seed in 0..CASES {
            let case = Writer::new(seed, &wire).case();
            let outcome = accepted(&offline, &case).await;
            outcome.unwrap_or_else(|wrong| panic!("{name}, seed {seed}: {wrong}"));
            if seed < OVER_SOCKETS {
                let outcome = accepted(&simulated, &case).await;
                outcome.unwrap_or_else(|wrong| panic!("{name} at a socket, seed {seed}: {wrong}"));
            }
        }
    }
}

/// A request is answered, by each of its rules for what the vendor lacks.
async fn accepted(vendor: &impl Scripted, case: &Case) -> Result<(), String> {
    let ok = || Script::text("Ok.");
    let with = |rule| case.request.clone().on_unsupported(rule);
    let reply = vendor.ask(&case.request, ok()).await;
    let reply = reply.map_err(|error| format!("{error:?} {:?}", error.body()))?;
    let asked = vendor.last_body();
    let about = |wrong: String| format!("{wrong}\n{:?}\n{asked:#}", reply.warnings);
    checks::complete(&case.wanted, &reply.warnings, &asked).map_err(about)?;
    checks::calls(vendor.wire().format(), &case.wanted, &asked).map_err(about)?;
    let dropped = vendor.ask(&with(OnUnsupported::Drop), ok()).await;
    let warnings = dropped.map_err(|error| format!("{error:?}"))?.warnings;
    if vendor.last_body() != asked || !checks::omissions(&warnings).is_empty() {
        return Err("to drop in silence is not to drop the same, silently".to_owned());
    }
    let omits = !checks::omissions(&reply.warnings).is_empty();
    match vendor.ask(&with(OnUnsupported::Error), ok()).await {
        Ok(_) if !omits => Ok(()),
        Err(error) if omits && error.kind() == ErrorKind::BadRequest => Ok(()),
        other => Err(format!("{:?}, and strictly {other:?}", reply.warnings)),
    }
}

#[tokio::test]
async fn arbitrary_turns_are_read_as_said_and_go_back_as_read() {
    for wire in VendorWire::all() {
        let name = wire.name();
        let (mut offline, simulated) = (Offline::new(&wire), Simulated::start(&wire).await);
        for seed in 0..CASES {
            let size = usize::try_from(seed).expect("small") * 7 % 97 + 1;
            let ways = [Chunking::Whole, Chunking::Events, Chunking::Every(size)];
            offline.set_chunking(ways[size % ways.len()].clone());
            let outcome = returned(&offline, seed).await;
            outcome.unwrap_or_else(|wrong| panic!("{name}, seed {seed}: {wrong}"));
            if seed < OVER_SOCKETS {
                let outcome = returned(&simulated, seed).await;
                outcome.unwrap_or_else(|wrong| panic!("{name} at a socket, seed {seed}: {wrong}"));
            }
        }
    }
}

/// Two turns of the model, each read, kept, and sent back.
async fn returned(vendor: &impl Scripted, seed: u64) -> Result<(), String> {
    let wire = vendor.wire();
    let mut rng = Rng::new(seed);
    let mut request = ChatRequest::new([Message::user("Go on.")]);
    let mut back = Vec::new();
    for _ in 0..2 {
        let said = turn(&mut rng, seed, wire);
        let script = script(&said, &mut rng);
        let reply = vendor.ask(&request, script).await.map_err(|error| format!("{error:?}"))?;
        same("sent back", &of_request(&vendor.last_body(), wire), &back)?;
        let read = of_message(&reply.finish.message, wire);
        same("read", &read, &as_read(&said, wire))?;
        back.extend(as_returned(&read, wire));
        let calls: Vec<_> = reply.tool_calls().map(|call| call.call_id.clone()).collect();
        request = request.message(reply.finish.message);
        request.messages.extend(calls.iter().map(|id| Message::tool(id, "done")));
        request = if calls.is_empty() { request.message(Message::user("And?")) } else { request };
    }
    let last = vendor.ask(&request, Script::text("Done.")).await;
    last.map_err(|error| format!("{error:?}"))?;
    same("sent back", &of_request(&vendor.last_body(), wire), &back)
}

fn same(what: &str, found: &[Block], wanted: &[Block]) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found:?}\nfor: {wanted:?}")) }
}

/// A turn of at least one piece. Two parts of a summary are told apart by what divides them, so
/// that no reasoning may hold it.
fn turn(rng: &mut Rng, seed: u64, wire: &VendorWire) -> Vec<Block> {
    let mut writer = Writer::new(seed ^ rng.below(1 << 20) as u64, wire);
    let count = rng.below(6) + 1;
    let pieces = (0..count).map(|_| match rng.below(6) {
        0 => Block::Reasoning(writer.sentence().replace("\n\n", "\n")),
        1 => Block::Text(rng.pick(&[" ", "\n\n"]).to_owned()),
        2 | 3 => Block::Text(writer.sentence()),
        _ => Block::Call {
            name: rng.pick(&["weather", "_time", "look-up_2"]).to_owned(),
            arguments: writer.arguments(),
        },
    });
    pieces.collect()
}
