//! Exponential ElGamal: the sitting's public key and what is encrypted under it (protocol.md §7.2).
//!
//! Invariants
//! - Neither K nor the first half A of a ciphertext is the identity (pitfall 8).
//! - A [`PublicKey`] carries its table, so provers multiply fixed bases only, in constant time.
//!
//! Next: `ballot` proves what its ciphertexts hold; `decryption` opens sums of them.

use std::fmt;
use std::sync::Arc;

use crate::group::{DecodeError, Element, G, Point, RistrettoBasepointTable, RistrettoPoint, Scalar};

/// Bytes of an encoded ciphertext: A ‖ B.
pub const CIPHERTEXT_BYTES: usize = 64;

/// The sitting's public key `K = [k]G`, whose k nobody holds, with its table of multiples (30 KB, shared by clones).
#[derive(Clone)]
pub struct PublicKey {
    element: Element,
    table: Arc<RistrettoBasepointTable>,
}

impl PublicKey {
    /// Precomputes the multiples of K.
    pub fn new(element: Element) -> Self {
        Self { element, table: Arc::new(RistrettoBasepointTable::create(element.point())) }
    }

    /// Strict decoding; the identity is refused.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, DecodeError> {
        Element::from_bytes(bytes).map(Self::new)
    }

    /// K.
    pub fn element(&self) -> &Element {
        &self.element
    }

    /// The canonical encoding of K.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.element.as_bytes()
    }

    /// [x]K by the table, constant time in x.
    pub(crate) fn times(&self, x: &Scalar) -> RistrettoPoint {
        x * &*self.table
    }

    /// K as the library's type.
    pub(crate) fn point(&self) -> &RistrettoPoint {
        self.element.point()
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.element == other.element
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PublicKey").field(&self.element).finish()
    }
}

/// Which half of a ciphertext was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    /// `A = [r]G`.
    First,
    /// `B = [m]G + [r]K`.
    Second,
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "first half",
            Self::Second => "second half",
        })
    }
}

/// `(A, B) = ([r]G, [m]G + [r]K)`: m under K.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ciphertext {
    a: Element,
    b: Point,
}

impl Ciphertext {
    /// From its halves.
    pub fn new(a: Element, b: Point) -> Self {
        Self { a, b }
    }

    /// Strict decoding of A ‖ B; A is not the identity. The error says which half it is about.
    pub fn from_bytes(a: &[u8; 32], b: &[u8; 32]) -> Result<Self, (Half, DecodeError)> {
        let a = Element::from_bytes(a).map_err(|source| (Half::First, source))?;
        let b = Point::from_bytes(b).map_err(|source| (Half::Second, source))?;
        Ok(Self { a, b })
    }

    /// A ‖ B.
    pub fn to_bytes(&self) -> [u8; CIPHERTEXT_BYTES] {
        let mut bytes = [0; CIPHERTEXT_BYTES];
        let (a, b) = bytes.split_at_mut(32);
        a.copy_from_slice(self.a.as_bytes());
        b.copy_from_slice(self.b.as_bytes());
        bytes
    }

    /// The first half, A.
    pub fn a(&self) -> &Element {
        &self.a
    }

    /// The second half, B.
    pub fn b(&self) -> &Point {
        &self.b
    }

    /// Encrypts a public number under randomness that anyone can recompute: for the test dummy only (§8.4).
    pub(crate) fn of_public_number(m: u64, r: &Scalar, key: &PublicKey) -> Result<Self, DecodeError> {
        let a = Element::try_from(r * crate::group::G_TABLE)?;
        Ok(Self { a, b: Point::from(key.times(r) + Scalar::from(m) * G) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::G_TABLE;

    #[test]
    fn a_key_is_never_the_identity() {
        assert_eq!(PublicKey::from_bytes(&[0; 32]).unwrap_err(), DecodeError::Identity);
        assert_eq!(PublicKey::from_bytes(&[0xff; 32]).unwrap_err(), DecodeError::Point);
    }

    #[test]
    fn the_table_multiplies_the_key() {
        let key = PublicKey::new(Element::try_from(&Scalar::from(5u8) * G_TABLE).unwrap());
        assert_eq!(key.times(&Scalar::from(3u8)), &Scalar::from(15u8) * G_TABLE);
    }

    #[test]
    fn the_refused_half_is_named() {
        let g = Point::from(G);
        let half = |a, b| Ciphertext::from_bytes(a, b).unwrap_err();
        assert_eq!(half(&[0; 32], g.as_bytes()), (Half::First, DecodeError::Identity));
        assert_eq!(half(g.as_bytes(), &[0xff; 32]), (Half::Second, DecodeError::Point));
        let ciphertext = Ciphertext::from_bytes(g.as_bytes(), &[0; 32]).unwrap();
        assert_eq!(ciphertext.to_bytes()[..32], *g.as_bytes());
    }
}
