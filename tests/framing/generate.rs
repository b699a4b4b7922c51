//! Streams at random, from a fixed seed.

/// A small generator (xorshift64*), so that every run tests the same streams.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits()).expect("32 bits fit") % end
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'t>(&mut self, table: &[&'t [u8]]) -> &'t [u8] {
        table[self.below(table.len())]
    }

    /// Cuts a stream into chunks of up to `most` bytes, some of them empty.
    pub(crate) fn cut<'s>(&mut self, mut stream: &'s [u8], most: usize) -> Vec<&'s [u8]> {
        let mut chunks = Vec::new();
        while !stream.is_empty() {
            let (chunk, rest) = stream.split_at(self.below(most + 1).min(stream.len()));
            chunks.push(chunk);
            stream = rest;
        }
        chunks
    }
}

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
pub(crate) fn stream(random: &mut Random) -> Vec<u8> {
    let mut stream = Vec::new();
    if random.one_in(8) {
        stream.extend_from_slice(b"\xEF\xBB\xBF");
    }
    if random.one_in(4) {
        soup(random, &mut stream)
    } else {
        lines(random, &mut stream)
    }
    if random.one_in(4) {
        stream.truncate(random.below(stream.len() + 1));
    }
    stream
}

fn lines(random: &mut Random, stream: &mut Vec<u8>) {
    for _ in 0..random.below(56) {
        if !random.one_in(3) {
            stream.extend_from_slice(random.pick(&NAMES));
            stream.extend_from_slice(random.pick(&SEPARATORS));
            stream.extend_from_slice(random.pick(&VALUES));
            if random.one_in(16) {
                stream.resize(stream.len() + random.below(300), b'x');
            }
        }
        stream.extend_from_slice(random.pick(&ENDS));
    }
}

fn soup(random: &mut Random, stream: &mut Vec<u8>) {
    for _ in 0..random.below(100) {
        if random.one_in(8) {
            stream.push(u8::try_from(random.below(256)).expect("below 256"));
        } else {
            stream.extend_from_slice(random.pick(&SOUP));
        }
    }
}
