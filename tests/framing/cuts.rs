//! Ways of cutting a stream into chunks.

/// The chunk sizes that every rule is tried under; the last one leaves short streams whole.
pub(crate) const SIZES: [usize; 9] = [usize::MAX, 1, 2, 3, 5, 7, 16, 64, 1000];

/// Every chunking that a rule is tried under: each size, and each single cut with an empty chunk
/// in it.
pub(crate) fn all(stream: &[u8]) -> Vec<Vec<&[u8]>> {
    let sized = SIZES.iter().map(|size| stream.chunks(*size).collect());
    let single = (0..=stream.len()).map(|at| {
        let (head, tail) = stream.split_at(at);
        vec![head, &[][..], tail]
    });
    sized.chain(single).collect()
}
