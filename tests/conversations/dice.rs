//! Chance, from a fixed seed.

/// A small generator (xorshift64*), so that every run tests the same conversations.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        // Near seeds must not give near numbers.
        Self(seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
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

    pub(crate) fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub(crate) fn pick<T: Clone>(&mut self, table: &[T]) -> T {
        table[self.below(table.len())].clone()
    }

    /// Cuts a text into pieces of a few characters, none of them empty.
    pub(crate) fn cut(&mut self, text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        let mut rest: Vec<char> = text.chars().collect();
        while !rest.is_empty() {
            let end = (self.below(9) + 1).min(rest.len());
            pieces.push(rest.drain(..end).collect());
        }
        pieces
    }
}
