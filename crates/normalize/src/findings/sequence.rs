//! Which members of a sequence stand out of order.

/// The positions that do not belong to the longest non-decreasing subsequence of `keys`. Of several longest ones it is
/// the one that keeps the earliest positions, so that the later of two rows that contradict each other is named.
fn out_of_order<K: Ord + Copy>(keys: &[K]) -> Vec<usize> {
    if keys.is_sorted() {
        return Vec::new();
    }
    let lengths = lengths_from(keys);
    let mut wanted = lengths.iter().copied().max().unwrap_or_default();
    let mut last: Option<K> = None;
    let mut out = Vec::new();
    for (position, (key, length)) in keys.iter().zip(&lengths).enumerate() {
        if *length == wanted && last.is_none_or(|last| last <= *key) {
            wanted -= 1;
            last = Some(*key);
        } else {
            out.push(position);
        }
    }
    out
}

/// A position out of order and the positions in order next to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Out {
    pub(super) position: usize,
    pub(super) above: Option<usize>,
    pub(super) below: Option<usize>,
}

/// The positions out of order with their neighbours in order.
pub(super) fn out_with_neighbours<K: Ord + Copy>(keys: &[K]) -> Vec<Out> {
    let out = out_of_order(keys);
    let mut found = Vec::with_capacity(out.len());
    // Runs of positions out of order share their neighbours.
    for run in out.chunk_by(|a, b| a + 1 == *b) {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        let above = first.checked_sub(1);
        let below = Some(last + 1).filter(|below| *below < keys.len());
        found.extend(run.iter().map(|position| Out { position: *position, above, below }));
    }
    found
}

/// For each position the length of the longest non-decreasing subsequence that starts there, by patience sorting from
/// the end.
fn lengths_from<K: Ord + Copy>(keys: &[K]) -> Vec<usize> {
    // heads[n] is the largest key a subsequence of length n + 1 can start with.
    let mut heads: Vec<K> = Vec::new();
    let mut lengths = vec![0; keys.len()];
    for (slot, key) in lengths.iter_mut().zip(keys).rev() {
        let length = heads.partition_point(|head| head >= key);
        match heads.get_mut(length) {
            Some(head) => *head = *key,
            None => heads.push(*key),
        }
        *slot = length + 1;
    }
    lengths
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_later_of_two_is_named() {
        assert_eq!(out_of_order(&[1, 2, 3]), Vec::<usize>::new());
        assert_eq!(out_of_order(&[1, 3, 2, 4]), [2]);
        assert_eq!(out_of_order(&[5, 5, 4, 4, 6]), [2, 3]);
        assert_eq!(out_of_order(&[9, 1, 2, 3]), [0]);
        assert_eq!(out_of_order(&[3, 2, 1]), [1, 2]);
    }

    #[test]
    fn neighbours_are_in_order() {
        let found = out_with_neighbours(&[5, 5, 4, 4, 6]);
        assert_eq!(found, [2, 3].map(|position| Out { position, above: Some(1), below: Some(4) }));
        assert_eq!(out_with_neighbours(&[9, 1, 2]), [Out { position: 0, above: None, below: Some(1) }]);
    }

    /// Tries every subsequence.
    fn longest(keys: &[u8]) -> usize {
        (0_u32..1 << keys.len())
            .filter(|mask| {
                let kept: Vec<u8> = keys
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| mask & (1 << at) != 0)
                    .map(|(_, key)| *key)
                    .collect();
                kept.is_sorted()
            })
            .map(u32::count_ones)
            .max()
            .unwrap_or_default() as usize
    }

    proptest! {
        #[test]
        fn what_is_kept_is_sorted_and_longest(keys in prop::collection::vec(0_u8..6, 0..10)) {
            let out = out_of_order(&keys);
            let kept: Vec<u8> =
                keys.iter().enumerate().filter(|(at, _)| !out.contains(at)).map(|(_, key)| *key).collect();
            prop_assert!(kept.is_sorted());
            prop_assert_eq!(kept.len(), longest(&keys));
        }
    }
}
