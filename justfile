# Thin names for what cargo and xtask do. `just --list` shows them.

check:
    cargo check --workspace --all-targets --all-features

test:
    cargo test --workspace

# One vendor's tests on each of its wires: `just test-one kimi`, `just test-one openai/responses`.
test-one vendor:
    cargo test -p kei-router-tests --test laws --test sockets -- '/{{trim_start_match(vendor, "vendor=")}}'

lint:
    cargo clippy --workspace --all-targets --all-features -- -D warnings

fmt:
    cargo fmt --all

doc:
    RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --all-features

# The workspace's architecture checks; `just tidy --write` also updates INTEGRATION.md.
tidy *arguments:
    cargo xtask tidy {{arguments}}

# One short prompt to each vendor with a key; `--demo` and `--local` need none.
smoke *arguments:
    cargo xtask smoke {{arguments}}

# What a token costs on each wire, in instructions, against the stored bounds (needs valgrind).
instructions *arguments:
    cargo xtask instructions {{arguments}}

# kei-router beside bare reqwest, against the stored bounds (needs valgrind).
compare *arguments:
    cargo xtask compare {{arguments}}

# The page of kei-cortex in headless Chromium; `--write` writes the pictures that README shows.
page *arguments:
    cargo xtask page {{arguments}}

# Licences, sources, duplicates and advisories of what is linked.
deny:
    cargo deny check

# What would be published.
package:
    cargo package --workspace --exclude xtask --exclude kei-router-tests --exclude kei-router-compare --exclude kei-router-instructions --exclude kei-router-page --exclude kei-router-replay

# What a change must pass.
ci:
    bash .ci/run
