//! The bytes of a segment file (protocol.md §10.4). Integers are little-endian.
//!
//! ```text
//! segment  header ‖ record ‖ record ‖ …
//! header   "piaojue\n" ‖ version u32 = 1 ‖ index of its first entry u64 ‖ prev of that entry [32] ‖ CRC u32
//! record   length of the entry u32 ‖ index of the first entry of its batch u64 ‖ entry ‖ CRC u32
//! ```
//!
//! The CRC is CRC-32C (Castagnoli) over everything before it in the header or record.
//!
//! Why a record names its batch: a batch is one write and one fdatasync, and the next one starts only after
//! that. So after a power cut any part of the *last* batch may be missing, even a page in its middle, but of
//! nothing before. A bad record followed by a good one of the same batch is therefore a torn write; followed by
//! a good one of a later batch it is damage to something that was durable, and the store must not cut it away.

use super::error::Damage;
use super::hash::{Hash, PREFIX, PREV_FIELD_BYTES, follows, leaf_hash};

/// Most bytes of an entry (tlog-tiles: a bundle gives a length 2 bytes).
pub const ENTRY_BYTES_MAX: usize = 65_535;
/// Fewest bytes of an entry: the `prev` field and the closing brace.
pub const ENTRY_BYTES_MIN: usize = PREV_FIELD_BYTES + 1;
/// A segment that would pass this many bytes is followed by a new one; a batch is never split.
pub const SEGMENT_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Most bytes that one batch may add.
pub const BATCH_BYTES_MAX: u64 = 32 * 1024 * 1024;

const MAGIC: &[u8; 8] = b"piaojue\n";
const VERSION: u32 = 1;
/// Bytes of a segment's header.
pub(crate) const HEADER_BYTES: usize = 8 + 4 + 8 + 32 + 4;
/// Bytes of a record before its entry.
pub(crate) const RECORD_HEAD_BYTES: usize = 4 + 8;
/// Bytes of a record besides its entry.
pub(crate) const RECORD_EXTRA_BYTES: usize = RECORD_HEAD_BYTES + 4;

/// What a segment says about itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) first: u64,
    pub(crate) prev: Hash,
}

impl Header {
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&VERSION.to_le_bytes());
        bytes.extend_from_slice(&self.first.to_le_bytes());
        bytes.extend_from_slice(&self.prev);
        let crc = crc32c::crc32c(&bytes);
        bytes.extend_from_slice(&crc.to_le_bytes());
        bytes
    }

    /// Reads the start of a segment file.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, Damage> {
        let header = bytes.first_chunk::<HEADER_BYTES>().ok_or(Damage::Header)?;
        let (rest, crc) = header.split_last_chunk::<4>().ok_or(Damage::Header)?;
        if u32::from_le_bytes(*crc) != crc32c::crc32c(rest) {
            return Err(Damage::Header);
        }
        let rest = rest.strip_prefix(MAGIC).ok_or(Damage::Header)?;
        let (version, rest) = rest.split_first_chunk::<4>().ok_or(Damage::Header)?;
        let (first, rest) = rest.split_first_chunk::<8>().ok_or(Damage::Header)?;
        let version = u32::from_le_bytes(*version);
        if version != VERSION {
            return Err(Damage::Version(version));
        }
        let prev = rest.try_into().map_err(|_| Damage::Header)?;
        Ok(Self { first: u64::from_le_bytes(*first), prev })
    }
}

/// A record whose checksum holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    pub(crate) batch: u64,
    pub(crate) entry: &'a [u8],
}

impl<'a> Record<'a> {
    /// Adds a record to a buffer. The caller has checked the length of the entry.
    pub(crate) fn write(buffer: &mut Vec<u8>, batch: u64, entry: &[u8]) {
        let start = buffer.len();
        buffer.extend_from_slice(&u32::try_from(entry.len()).unwrap_or(u32::MAX).to_le_bytes());
        buffer.extend_from_slice(&batch.to_le_bytes());
        buffer.extend_from_slice(entry);
        let crc = crc32c::crc32c(buffer.get(start..).unwrap_or_default());
        buffer.extend_from_slice(&crc.to_le_bytes());
    }

    /// The record at the start of `bytes`, which may go on after it.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Damage> {
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(Damage::RecordShort)?;
        let length = u32::from_le_bytes(*length);
        let entry_bytes = length as usize;
        if !(ENTRY_BYTES_MIN..=ENTRY_BYTES_MAX).contains(&entry_bytes) {
            return Err(Damage::RecordLength(length));
        }
        let (batch, rest) = rest.split_first_chunk::<8>().ok_or(Damage::RecordShort)?;
        let (entry, rest) = rest.split_at_checked(entry_bytes).ok_or(Damage::RecordShort)?;
        let crc = rest.first_chunk::<4>().ok_or(Damage::RecordShort)?;
        let covered = bytes.get(..RECORD_HEAD_BYTES + entry_bytes).ok_or(Damage::RecordShort)?;
        if u32::from_le_bytes(*crc) != crc32c::crc32c(covered) {
            return Err(Damage::Checksum);
        }
        Ok(Self { batch: u64::from_le_bytes(*batch), entry })
    }

    /// Checks what the record says against its place: entry `index`, after the entry with leaf hash `prev`,
    /// which was of batch `batch_before`. Returns the entry's leaf hash.
    pub(crate) fn check_place(&self, index: u64, prev: &Hash, batch_before: u64) -> Result<Hash, Damage> {
        if self.batch > index || (self.batch != index && self.batch != batch_before) {
            return Err(Damage::Batch(self.batch));
        }
        if !follows(self.entry, prev) {
            return Err(Damage::Chain);
        }
        Ok(leaf_hash(self.entry))
    }

    /// Bytes of the record in the file.
    pub(crate) fn bytes(&self) -> usize {
        self.entry.len() + RECORD_EXTRA_BYTES
    }
}

/// Whether a whole record of a batch later than entry `index` stands anywhere in `bytes`: then what is broken
/// at entry `index` had been durable before. Entries are text without control characters, so none can contain
/// the image of a record head.
pub(crate) fn later_batch_follows(bytes: &[u8], index: u64) -> bool {
    let mut from = 0;
    while let Some(at) = bytes.get(from..).and_then(|rest| find(rest, PREFIX)) {
        let prefix = from + at;
        let record = prefix.checked_sub(RECORD_HEAD_BYTES).and_then(|start| bytes.get(start..));
        if record.is_some_and(|record| Record::parse(record).is_ok_and(|found| found.batch > index)) {
            return true;
        }
        from = prefix + 1;
    }
    false
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
