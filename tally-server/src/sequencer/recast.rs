//! A ballot that takes the place of its predecessor, where the rules let the last cast count (protocol.md §10.2, §10.4).
//!
//! What the server must remember of ballots that are erased stands in the record of the one that replaced them, and so is gone
//! with the box: how many there were, which, and the first halves A that must not come again. It says neither when nor, among
//! the ballots of different keys, in which order.
//!
//! ```text
//! record   n u8 ‖ hash [32] × n ‖ m u32 ‖ prefix of an A [8] × m ‖ act        hashes and prefixes rising; n ≤ 7; little-endian
//! ```

use protocol::receipt::Boxed;

use crate::ballot_box::Slot;

/// Casts under one ballot key: the first and at most seven more (§10.2).
pub(super) const CASTS_MAX: usize = 8;

/// Enough of an A to know it again: A is uniform, so that two differ here but for a chance of 2⁻⁶⁴.
pub(super) type Prefix = [u8; 8];

/// The first bytes of an A.
pub(super) fn prefix(a: &[u8; 32]) -> Prefix {
    let [p0, p1, p2, p3, p4, p5, p6, p7, ..] = *a;
    [p0, p1, p2, p3, p4, p5, p6, p7]
}

/// What is remembered of the ballots that one replaced.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Former {
    /// H("boxed", act) of each, rising.
    pub(super) hashes: Vec<[u8; 32]>,
    /// Of every A of each, rising.
    pub(super) firsts: Vec<Prefix>,
}

impl Former {
    /// With one more: the ballot that was replaced now. `named` is what its successor says it replaces.
    pub(super) fn and(&self, replaced: &InBox, named: [u8; 32]) -> Self {
        let mut hashes: Vec<_> =
            self.hashes.iter().copied().chain([replaced.boxed.ballot.to_bytes(), named]).collect();
        hashes.sort_unstable();
        hashes.dedup();
        let mut firsts: Vec<_> = self.firsts.iter().chain(&replaced.firsts).copied().collect();
        firsts.sort_unstable();
        Self { hashes, firsts }
    }

    /// Bytes that a record may have before its act.
    pub(super) fn bytes_max(ciphertexts: usize) -> usize {
        let replaced = CASTS_MAX.saturating_sub(1);
        let firsts = replaced.saturating_mul(ciphertexts).saturating_mul(size_of::<Prefix>());
        firsts.saturating_add(replaced.saturating_mul(32)).saturating_add(1 + 4)
    }

    /// The record of an act that comes after these.
    pub(super) fn record(&self, act: &[u8]) -> Vec<u8> {
        let mut record = vec![u8::try_from(self.hashes.len()).unwrap_or(u8::MAX)];
        record.extend(self.hashes.iter().flatten());
        record.extend(u32::try_from(self.firsts.len()).unwrap_or(u32::MAX).to_le_bytes());
        record.extend(self.firsts.iter().flatten());
        record.extend(act);
        record
    }

    /// Reads a record: what went before, and the act. `None`: it is no such record.
    pub(super) fn of(record: &[u8]) -> Option<(Self, &[u8])> {
        let (count, rest) = record.split_first()?;
        let (hashes, rest) = rest.split_at_checked(usize::from(*count).checked_mul(32)?)?;
        let (count, rest) = rest.split_first_chunk()?;
        let bytes = usize::try_from(u32::from_le_bytes(*count)).ok()?.checked_mul(size_of::<Prefix>())?;
        let (firsts, act) = rest.split_at_checked(bytes)?;
        let former = Self { hashes: hashes.as_chunks().0.to_vec(), firsts: firsts.as_chunks().0.to_vec() };
        Some((former, act))
    }
}

/// A ballot that lies in the box, or is about to with this group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct InBox {
    /// What its receipt says.
    pub(super) boxed: Boxed,
    /// What it says that it replaces; zeros for a first cast.
    pub(super) replaces: [u8; 32],
    /// Its own A; kept only where it may be replaced.
    pub(super) firsts: Vec<Prefix>,
    /// What it replaced.
    pub(super) former: Former,
    /// Where it lies; none until it is durable.
    pub(super) slot: Option<Slot>,
}

impl InBox {
    /// Whether this one took the other's place.
    pub(super) fn replaced(&self, other: &Self) -> bool {
        self.former.hashes.binary_search(other.boxed.ballot.as_bytes()).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_box(ballot: u8, replaces: [u8; 32]) -> InBox {
        InBox {
            boxed: Boxed { contest: [1; 32].into(), code: [2; 32].into(), ballot: [ballot; 32].into() },
            replaces,
            firsts: vec![[ballot; 8], [ballot + 1; 8]],
            former: Former::default(),
            slot: None,
        }
    }

    #[test]
    fn a_record_reads_back_and_says_nothing_of_an_order() {
        let first = Former::default();
        assert_eq!(Former::of(&first.record(b"{act}")), Some((first.clone(), b"{act}".as_slice())));
        let one = first.and(&in_box(9, [0; 32]), [9; 32]);
        let two = one.and(&in_box(4, [9; 32]), [4; 32]);
        assert_eq!(two.hashes, [[4; 32], [9; 32]]);
        assert_eq!(two.firsts, [[4; 8], [5; 8], [9; 8], [10; 8]]);
        assert_eq!(Former::of(&two.record(b"{act}")), Some((two.clone(), b"{act}".as_slice())));
        // The same two, the other way round.
        let other = first.and(&in_box(4, [0; 32]), [4; 32]).and(&in_box(9, [4; 32]), [9; 32]);
        assert_eq!(other, two);
        assert!(InBox { former: two, ..in_box(7, [4; 32]) }.replaced(&in_box(9, [0; 32])));
        assert!(!in_box(9, [0; 32]).replaced(&in_box(7, [4; 32])));
    }

    #[test]
    fn the_longest_record_has_the_length_that_the_slots_are_made_for() {
        let mut former = Former::default();
        for ballot in 1..8 {
            former = former.and(&in_box(3 * ballot, [0; 32]), [3 * ballot; 32]);
        }
        assert_eq!(former.hashes.len(), CASTS_MAX - 1);
        assert_eq!(former.record(b"").len(), Former::bytes_max(2));
    }

    #[test]
    fn what_is_cut_off_before_its_act_is_no_record() {
        let former = Former::default().and(&in_box(9, [0; 32]), [9; 32]);
        let record = former.record(b"");
        for length in 0..record.len() {
            assert_eq!(Former::of(&record[..length]), None, "{length} bytes");
        }
        assert!(Former::of(&record).is_some());
    }
}
