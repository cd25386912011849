//! The bytes of a box file (protocol.md §10.4). Integers are little-endian, the CRC is CRC-32C.
//!
//! ```text
//! file    header block ‖ seal block ‖ slot ‖ slot ‖ …           blocks of 4096 bytes, slots multiples of it
//! header  "piaobox\n" ‖ version u32 = 1 ‖ contest u32 ‖ contest hash [32] ‖ slots u32 ‖ slot bytes u32 ‖ CRC u32 ‖ zeros
//! seal    zeros while the box is open; anything else: sealed
//! slot    length u32 ‖ record ‖ zeros ‖ CRC u32                 or all zeros: never used, or erased
//! ```
//!
//! Slots share no disk block, so a write that a power cut tears cannot touch its neighbour.

use super::error::{BoxDamage, BoxError};
use super::{BLOCK, BOX_BYTES_MAX, RECORD_BYTES_MAX, SLOTS_MAX};

const MAGIC: &[u8; 8] = b"piaobox\n";
const VERSION: u32 = 1;
const HEADER_BYTES: usize = 8 + 4 + 4 + 32 + 4 + 4 + 4;
/// Bytes of a slot besides its record.
const SLOT_EXTRA_BYTES: usize = 8;
/// Where the seal block starts.
pub(super) const SEAL_AT: u64 = BLOCK as u64;
const SLOTS_AT: u64 = 2 * BLOCK as u64;

/// Whose box it is and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    contest: u32,
    contest_hash: [u8; 32],
    slots: u32,
    slot_bytes: u32,
}

impl Shape {
    /// A box for `slots` records of at most `record_bytes` bytes each. A slot takes whole blocks of 4096 bytes.
    pub fn new(
        contest: u32,
        contest_hash: [u8; 32],
        slots: u32,
        record_bytes: u32,
    ) -> Result<Self, BoxError> {
        if !(1..=SLOTS_MAX).contains(&slots) {
            return Err(BoxError::SlotCount { slots });
        }
        if !(1..=RECORD_BYTES_MAX).contains(&record_bytes) {
            return Err(BoxError::RecordBytes { bytes: record_bytes });
        }
        let block = u32::try_from(BLOCK).unwrap_or(u32::MAX);
        let slot_bytes = (record_bytes + 8).next_multiple_of(block);
        let shape = Self { contest, contest_hash, slots, slot_bytes };
        if shape.file_bytes() > BOX_BYTES_MAX {
            return Err(BoxError::BoxBytes { bytes: shape.file_bytes() });
        }
        Ok(shape)
    }

    /// Number of the contest in its sitting.
    pub fn contest(&self) -> u32 {
        self.contest
    }

    /// Hash of the contest's opening.
    pub fn contest_hash(&self) -> &[u8; 32] {
        &self.contest_hash
    }

    /// How many records it can hold.
    pub fn slots(&self) -> u32 {
        self.slots
    }

    /// Most bytes of one record.
    pub fn capacity(&self) -> usize {
        self.slot_len().saturating_sub(SLOT_EXTRA_BYTES)
    }

    /// Bytes of the whole file, from its making to its end.
    pub fn file_bytes(&self) -> u64 {
        SLOTS_AT + u64::from(self.slots) * u64::from(self.slot_bytes)
    }

    pub(super) fn slot_len(&self) -> usize {
        self.slot_bytes as usize
    }

    pub(super) fn slot_at(&self, slot: u32) -> u64 {
        SLOTS_AT + u64::from(slot) * u64::from(self.slot_bytes)
    }

    /// The header block.
    pub(super) fn to_block(self) -> Vec<u8> {
        let mut block = Vec::with_capacity(BLOCK);
        block.extend_from_slice(MAGIC);
        block.extend_from_slice(&VERSION.to_le_bytes());
        block.extend_from_slice(&self.contest.to_le_bytes());
        block.extend_from_slice(&self.contest_hash);
        block.extend_from_slice(&self.slots.to_le_bytes());
        block.extend_from_slice(&self.slot_bytes.to_le_bytes());
        let crc = crc32c::crc32c(&block);
        block.extend_from_slice(&crc.to_le_bytes());
        block.resize(BLOCK, 0);
        block
    }

    /// Reads a header block; what it says passes the same limits as [`Shape::new`].
    pub(super) fn parse(block: &[u8]) -> Result<Self, BoxDamage> {
        let bad = BoxDamage::Header;
        let header = block.first_chunk::<HEADER_BYTES>().ok_or(bad)?;
        let (rest, crc) = header.split_last_chunk::<4>().ok_or(bad)?;
        if u32::from_le_bytes(*crc) != crc32c::crc32c(rest) {
            return Err(bad);
        }
        let rest = rest.strip_prefix(MAGIC).ok_or(bad)?;
        let (version, rest) = number(rest).ok_or(bad)?;
        if version != VERSION {
            return Err(BoxDamage::Version(version));
        }
        let (contest, rest) = number(rest).ok_or(bad)?;
        let (contest_hash, rest) = rest.split_first_chunk::<32>().ok_or(bad)?;
        let (slots, rest) = number(rest).ok_or(bad)?;
        let (slot_bytes, _) = number(rest).ok_or(bad)?;
        let record_bytes = slot_bytes.checked_sub(8).ok_or(bad)?.min(RECORD_BYTES_MAX);
        let shape = Self::new(contest, *contest_hash, slots, record_bytes).map_err(|_| bad)?;
        if shape.slot_bytes == slot_bytes { Ok(shape) } else { Err(bad) }
    }

    /// The slot that holds `record`, which the caller has measured.
    pub(super) fn slot(&self, record: &[u8]) -> Vec<u8> {
        let mut slot = Vec::with_capacity(self.slot_len());
        slot.extend_from_slice(&u32::try_from(record.len()).unwrap_or(u32::MAX).to_le_bytes());
        slot.extend_from_slice(record);
        slot.resize(self.slot_len().saturating_sub(4), 0);
        let crc = crc32c::crc32c(&slot);
        slot.extend_from_slice(&crc.to_le_bytes());
        slot
    }
}

/// What a slot holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content<'a> {
    /// Zeros: never used, or erased.
    Nothing,
    /// A write that was not finished, so that nobody got a receipt for it, or an erasure that was not.
    Torn,
    Record(&'a [u8]),
}

impl<'a> Content<'a> {
    pub(super) fn of(slot: &'a [u8]) -> Self {
        if slot.iter().all(|byte| *byte == 0) {
            return Self::Nothing;
        }
        Self::record(slot).map_or(Self::Torn, Self::Record)
    }

    fn record(slot: &'a [u8]) -> Option<&'a [u8]> {
        let (covered, crc) = slot.split_last_chunk::<4>()?;
        if u32::from_le_bytes(*crc) != crc32c::crc32c(covered) {
            return None;
        }
        let (length, rest) = number(covered)?;
        let (record, padding) = rest.split_at_checked(length as usize)?;
        (!record.is_empty() && padding.iter().all(|byte| *byte == 0)).then_some(record)
    }
}

fn number(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<4>()?;
    Some((u32::from_le_bytes(*number), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape() -> Shape {
        Shape::new(3, [9; 32], 5, 100).unwrap()
    }

    #[test]
    fn a_header_reads_back_and_no_changed_byte_of_it_does() {
        let block = shape().to_block();
        assert_eq!(Shape::parse(&block), Ok(shape()));
        for at in 0..HEADER_BYTES {
            let mut changed = block.clone();
            changed[at] ^= 4;
            assert_eq!(Shape::parse(&changed), Err(BoxDamage::Header), "byte {at}");
        }
        assert_eq!(Shape::parse(&block[..HEADER_BYTES - 1]), Err(BoxDamage::Header));
    }

    #[test]
    fn a_shape_keeps_its_limits() {
        let new = |slots, bytes| Shape::new(1, [0; 32], slots, bytes);
        assert!(matches!(new(0, 1), Err(BoxError::SlotCount { slots: 0 })));
        assert!(matches!(new(SLOTS_MAX + 1, 1), Err(BoxError::SlotCount { .. })));
        assert!(matches!(new(1, 0), Err(BoxError::RecordBytes { bytes: 0 })));
        assert!(matches!(new(1, RECORD_BYTES_MAX + 1), Err(BoxError::RecordBytes { .. })));
        assert!(matches!(new(SLOTS_MAX, RECORD_BYTES_MAX), Err(BoxError::BoxBytes { .. })));
        assert_eq!(new(1, 4088).unwrap().capacity(), 4088);
        assert_eq!(new(1, 4089).unwrap().capacity(), 8184);
        let largest = new(1, RECORD_BYTES_MAX).unwrap();
        assert_eq!(Shape::parse(&largest.to_block()), Ok(largest));
    }

    #[test]
    fn a_slot_reads_back_and_no_changed_byte_of_it_does() {
        let slot = shape().slot(b"record");
        assert_eq!(Content::of(&slot), Content::Record(b"record"));
        for at in 0..slot.len() {
            let mut changed = slot.clone();
            changed[at] ^= 1;
            assert_eq!(Content::of(&changed), Content::Torn, "byte {at}");
        }
        for torn in 1..slot.len() {
            let mut half = slot.clone();
            half[torn..].fill(0);
            assert_eq!(Content::of(&half), Content::Torn, "cut at {torn}");
        }
        assert_eq!(Content::of(&vec![0; slot.len()]), Content::Nothing);
    }
}
