//! Labelled hashes over length-prefixed fields (protocol.md §1.3).
//!
//! Invariants
//! - Two different calls (another label, other fields, another split of the same bytes) hash different inputs.
//! - Every challenge is 64 bytes reduced mod ℓ, so scalars carry no bias (pitfall 22).

use curve25519_dalek::scalar::Scalar;
use sha2::{Digest, Sha256, Sha512};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// What every label starts with.
pub const LABEL_PREFIX: &str = "piaojue/v1/";

/// 32 fresh bytes from the operating system, used up by one operation.
///
/// Not `Clone`: randomness used twice is the mistake of pitfall 21. Operations hedge it by hashing it
/// with their secret and their transcript.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct Entropy([u8; 32]);

impl Entropy {
    /// Takes 32 bytes that the caller has just drawn from the operating system.
    pub fn from_os(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for a hash and nothing else.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for Entropy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entropy(redacted)")
    }
}

/// `H(label, f₁ … fₙ)` = SHA-256(lp(prefix ‖ label) ‖ lp(f₁) ‖ … ‖ lp(fₙ)), where lp(x) is the length of
/// x as 4 bytes, big-endian, then x (§1.3).
pub fn sha256(label: &str, fields: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    feed(label, fields, |bytes| hasher.update(bytes));
    hasher.finalize().into()
}

/// `H512`: the same with SHA-512, 64 bytes. Two independent 32-byte keys, or one wide scalar.
pub fn sha512(label: &str, fields: &[&[u8]]) -> [u8; 64] {
    let mut hasher = Sha512::new();
    feed(label, fields, |bytes| hasher.update(bytes));
    hasher.finalize().into()
}

/// `HS(label, f₁ … fₙ)`: `H512` read little-endian and reduced mod ℓ (§1.3).
pub fn scalar(label: &str, fields: &[&[u8]]) -> Scalar {
    Scalar::from_bytes_mod_order_wide(&sha512(label, fields))
}

/// `H` over fields that come one after another, for what is too long to hold: the same hash as [`sha256`].
#[derive(Clone, Debug)]
pub struct Sha256Fields(Sha256);

impl Sha256Fields {
    /// Starts with the label.
    pub fn new(label: &str) -> Self {
        let mut hasher = Sha256::new();
        feed(label, &[], |bytes| hasher.update(bytes));
        Self(hasher)
    }

    /// Adds the next field.
    pub fn field(&mut self, field: &[u8]) {
        self.0.update(prefix(field.len()));
        self.0.update(field);
    }

    /// The hash of all fields.
    pub fn finish(self) -> [u8; 32] {
        self.0.finalize().into()
    }
}

/// `H512` in the same way. A field may come in parts, so that what lies scattered need not be copied together first.
#[derive(Clone, Debug)]
pub(crate) struct Sha512Fields(Sha512);

impl Sha512Fields {
    /// Starts with the label.
    pub(crate) fn new(label: &str) -> Self {
        let mut hasher = Sha512::new();
        feed(label, &[], |bytes| hasher.update(bytes));
        Self(hasher)
    }

    /// Adds the next field.
    pub(crate) fn field(&mut self, field: &[u8]) {
        self.parts(field.len(), [field]);
    }

    /// Adds the next field, whose parts have `length` bytes together.
    pub(crate) fn parts<'a>(&mut self, length: usize, parts: impl IntoIterator<Item = &'a [u8]>) {
        self.0.update(prefix(length));
        let mut fed = 0_usize;
        for part in parts {
            fed = fed.saturating_add(part.len());
            self.0.update(part);
        }
        debug_assert_eq!(fed, length, "another length than announced hashes another split");
    }

    /// The hash of all fields.
    pub(crate) fn finish(self) -> [u8; 64] {
        self.0.finalize().into()
    }

    /// `HS` of all fields.
    pub(crate) fn scalar(self) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.finish())
    }
}

fn feed(label: &str, fields: &[&[u8]], mut update: impl FnMut(&[u8])) {
    let length = LABEL_PREFIX.len().saturating_add(label.len());
    update(&prefix(length));
    update(LABEL_PREFIX.as_bytes());
    update(label.as_bytes());
    for field in fields {
        update(&prefix(field.len()));
        update(field);
    }
}

/// lp(x): the length of x as 4 bytes, big-endian, then x (§1.1), for what is no hash of ours but carries fields.
pub fn lp(field: &[u8]) -> Vec<u8> {
    [prefix(field.len()).as_slice(), field].concat()
}

/// Fields are bounded by the entry (65,535 bytes) or a blob (a few MB), so 4 bytes always hold a length.
#[expect(clippy::expect_used, reason = "a 4 GiB field cannot get past any decoder of ours")]
fn prefix(length: usize) -> [u8; 4] {
    u32::try_from(length).expect("a hashed field is shorter than 4 GiB").to_be_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_split_of_the_same_bytes_is_another_hash() {
        assert_ne!(sha256("x", &[b"ab", b"c"]), sha256("x", &[b"a", b"bc"]));
        assert_ne!(sha256("xa", &[b"b"]), sha256("x", &[b"ab"]));
        assert_ne!(sha256("x", &[b"", b"a"]), sha256("x", &[b"a"]));
    }

    #[test]
    fn the_preimage_is_the_one_that_the_protocol_states() {
        let preimage = b"\x00\x00\x00\x0fpiaojue/v1/test\x00\x00\x00\x02ab\x00\x00\x00\x00";
        assert_eq!(sha256("test", &[b"ab", b""]), <[u8; 32]>::from(Sha256::digest(preimage)));
        assert_eq!(sha512("test", &[b"ab", b""]), <[u8; 64]>::from(Sha512::digest(preimage)));
    }

    #[test]
    fn fields_one_after_another_hash_as_fields_at_once() {
        let mut running = Sha256Fields::new("x");
        for field in [b"ab".as_slice(), b"", b"c"] {
            running.field(field);
        }
        assert_eq!(running.finish(), sha256("x", &[b"ab", b"", b"c"]));
    }

    #[test]
    fn a_field_in_parts_hashes_as_the_field() {
        let mut running = Sha512Fields::new("x");
        running.field(b"ab");
        running.parts(3, [b"c".as_slice(), b"", b"de"]);
        assert_eq!(running.clone().finish(), sha512("x", &[b"ab", b"cde"]));
        assert_eq!(running.scalar(), scalar("x", &[b"ab", b"cde"]));
    }

    #[test]
    fn entropy_is_redacted() {
        assert_eq!(format!("{:?}", Entropy::from_os([7; 32])), "Entropy(redacted)");
    }
}
