//! Whether two streams yield the same.

use super::Item;

/// The position of the first item in which two streams differ; `None` if they yield the same.
/// Errors are compared by their text, their body and their partial reply.
pub fn first_difference(one: &[Item], other: &[Item]) -> Option<usize> {
    let differs = one.iter().zip(other).position(|(one, other)| !same(one, other));
    differs.or_else(|| (one.len() != other.len()).then_some(one.len().min(other.len())))
}

/// Errors have no equality of their own.
fn same(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other,
        (Err(one), Err(other)) => {
            one.to_string() == other.to_string()
                && one.body() == other.body()
                && one.partial() == other.partial()
        }
        _ => false,
    }
}
