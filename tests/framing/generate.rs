//! Streams at random, from a fixed seed.

use kei_router_tests::Rng;

const NAMES: [&[u8]; 24] = [
    b"data",
    b"data",
    b"data",
    b"data",
    b"data",
    b"data",
    b"data",
    b"data",
    b"event",
    b"event",
    b"event",
    b"id",
    b"id",
    b"retry",
    b"retry",
    b"",
    b"dat",
    b"datax",
    b"Data",
    b" data",
    b"error",
    b"\xEF\xBB\xBFdata",
    b"i\xFF",
    b"{\"error\"",
];
const SEPARATORS: [&[u8]; 8] = [b": ", b": ", b": ", b":", b":", b":  ", b"::", b""];
const VALUES: [&[u8]; 20] = [
    b"",
    b"",
    b"a",
    b"hello world",
    b"{\"text\":\"it is: so\"}",
    b"[DONE]",
    b"message_start",
    b"\xC3\xA9t\xC3\xA9",
    b"\xE6\x97\xA5\xE6\x9C\xAC",
    b"\xF0\x9F\xA6\x80",
    b"\xFF",
    b"\xE3\x81",
    b"a\xF0\x9Fb",
    b"x\0y",
    b"7",
    b"007",
    b"+5",
    b"5000000000",
    b"18446744073709551615",
    b"18446744073709551616",
];
const ENDS: [&[u8]; 4] = [b"\n", b"\n", b"\r\n", b"\r"];
const SOUP: [&[u8]; 22] = [
    b"data",
    b"data:",
    b"data: ",
    b"event",
    b"event:",
    b"id",
    b"id:",
    b"retry:",
    b":",
    b" ",
    b"\n",
    b"\n",
    b"\n\n",
    b"\n\n",
    b"\r",
    b"\r\n",
    b"\xEF\xBB\xBF",
    b"\xEF",
    b"5",
    b"\0",
    b"\ndata: ",
    b"\n\n",
];

/// A stream: three in four are built of lines, the rest is byte soup.
pub(crate) fn stream(rng: &mut Rng) -> Vec<u8> {
    let mut stream = Vec::new();
    if rng.one_in(8) {
        stream.extend_from_slice(b"\xEF\xBB\xBF");
    }
    if rng.one_in(4) {
        soup(rng, &mut stream)
    } else {
        lines(rng, &mut stream)
    }
    if rng.one_in(4) {
        stream.truncate(rng.below(stream.len() + 1));
    }
    stream
}

fn lines(rng: &mut Rng, stream: &mut Vec<u8>) {
    for _ in 0..rng.below(56) {
        if !rng.one_in(3) {
            stream.extend_from_slice(rng.pick(&NAMES));
            stream.extend_from_slice(rng.pick(&SEPARATORS));
            stream.extend_from_slice(rng.pick(&VALUES));
            if rng.one_in(16) {
                stream.resize(stream.len() + rng.below(300), b'x');
            }
        }
        stream.extend_from_slice(rng.pick(&ENDS));
    }
}

fn soup(rng: &mut Rng, stream: &mut Vec<u8>) {
    for _ in 0..rng.below(100) {
        if rng.one_in(8) {
            stream.push(u8::try_from(rng.below(256)).expect("below 256"));
        } else {
            stream.extend_from_slice(rng.pick(&SOUP));
        }
    }
}
