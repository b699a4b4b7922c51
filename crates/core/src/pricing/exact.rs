//! Exact sums of prices.

use super::TOKENS;

/// A sum in millionths of a micro-cent, as a fraction, so that factors such as 1.1 stay exact. It
/// saturates.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    numerator: u128,
    denominator: u128,
}

impl Exact {
    pub(crate) const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// A sum of whole millionths of a micro-cent.
    pub(crate) const fn whole(amount: u128) -> Self {
        Self { numerator: amount, denominator: 1 }
    }

    /// A sum of whole micro-cents.
    pub(crate) const fn micro_cents(amount: u128) -> Self {
        Self::whole(amount.saturating_mul(TOKENS))
    }

    /// This times `numerator` / `denominator`, which is not zero.
    pub(crate) fn times(self, numerator: u32, denominator: u32) -> Self {
        let reduced = gcd(self.numerator, denominator.into()).max(1);
        Self {
            numerator: (self.numerator / reduced).saturating_mul(numerator.into()),
            denominator: self.denominator.saturating_mul(u128::from(denominator) / reduced),
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        let shared = gcd(self.denominator, other.denominator).max(1);
        let (ours, theirs) = (other.denominator / shared, self.denominator / shared);
        let (this, that) =
            (self.numerator.saturating_mul(ours), other.numerator.saturating_mul(theirs));
        Self {
            numerator: this.saturating_add(that),
            denominator: self.denominator.saturating_mul(ours),
        }
    }

    /// The sum in micro-cents, rounded up.
    pub(crate) fn rounded_up(self) -> u128 {
        self.numerator.div_ceil(self.denominator.saturating_mul(TOKENS).max(1))
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while let Some(rest) = a.checked_rem(b) {
        (a, b) = (b, rest);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::{Exact, TOKENS};

    #[test]
    fn factors_are_exact_and_rounding_comes_once_at_the_end() {
        // A third and two thirds of a micro-cent are one, and no more.
        let third = Exact::micro_cents(1).times(1, 3);
        assert_eq!(third.plus(third).plus(third).rounded_up(), 1);
        assert_eq!(third.rounded_up(), 1);
        assert_eq!(Exact::micro_cents(10).times(11, 10).rounded_up(), 11);
        assert_eq!(Exact::micro_cents(10).times(11, 10).plus(Exact::whole(1)).rounded_up(), 12);
        let both = Exact::micro_cents(100).times(11, 10).times(2, 1).times(5, 3);
        assert_eq!(both.times(3, 5).times(1, 2).times(10, 11).rounded_up(), 100);
        assert_eq!(Exact::ZERO.rounded_up(), 0);
        assert_eq!(Exact::ZERO.plus(third).plus(Exact::micro_cents(1).times(1, 7)).rounded_up(), 1);
    }

    #[test]
    fn what_is_beyond_all_numbers_stays_at_the_largest() {
        let most = Exact::whole(u128::MAX);
        assert_eq!(most.plus(most).times(6, 1).rounded_up(), u128::MAX.div_ceil(TOKENS));
        assert_eq!(Exact::micro_cents(u128::MAX).rounded_up(), u128::MAX.div_ceil(TOKENS));
    }
}
