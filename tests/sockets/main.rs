//! What every vendor of the table does over real sockets, on each of its wires: reuse, aborts,
//! redirects, error bodies.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

mod aborts;
mod refusals;
mod reuse;

use std::process::ExitCode;

fn main() -> ExitCode {
    kei_router_tests::trials::run(
        aborts::trials().into_iter().chain(refusals::trials()).chain(reuse::trials()),
    )
}
