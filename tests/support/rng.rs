//! Random numbers from a fixed seed.

/// A small generator (xorshift64*), so that every run tests the same cases.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// A generator; near seeds give unlike numbers.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn bits(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.bits()).expect("32 bits fit") % end
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of these.
    pub fn pick<T: Clone>(&mut self, table: &[T]) -> T {
        table[self.below(table.len())].clone()
    }

    /// A text in pieces of a few characters, none of them empty.
    pub fn cut_text(&mut self, text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        let mut rest: Vec<char> = text.chars().collect();
        while !rest.is_empty() {
            let end = (self.below(9) + 1).min(rest.len());
            pieces.push(rest.drain(..end).collect());
        }
        pieces
    }

    /// Bytes in chunks of up to `max`, some of them empty.
    pub fn cut_bytes<'s>(&mut self, mut bytes: &'s [u8], max: usize) -> Vec<&'s [u8]> {
        let mut chunks = Vec::new();
        while !bytes.is_empty() {
            let (chunk, rest) = bytes.split_at(self.below(max + 1).min(bytes.len()));
            chunks.push(chunk);
            bytes = rest;
        }
        chunks
    }
}
