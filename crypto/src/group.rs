//! ristretto255 (RFC 9496): strict decoding of points and scalars (protocol.md §1.2).
//!
//! Invariants
//! - What decodes re-encodes to the same 32 bytes; anything else is refused (pitfall 8).
//! - An [`Element`] is never the identity; keys, shares, stamp elements and the first half of a
//!   ciphertext are elements.
//!
//! The basepoint is the standard's; every other generator is hashed to the group from a public string (pitfall 7).

pub use curve25519_dalek::constants::RISTRETTO_BASEPOINT_POINT as G;
pub use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE as G_TABLE;
use curve25519_dalek::ristretto::CompressedRistretto;
pub use curve25519_dalek::ristretto::{RistrettoBasepointTable, RistrettoPoint};
pub use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;

/// Why 32 bytes are no point or scalar of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Not the canonical encoding of a ristretto255 element.
    #[error("not a canonical ristretto255 point")]
    Point,
    /// The identity, where a key, a share, a stamp or the first half of a ciphertext stands.
    #[error("the identity point is refused here")]
    Identity,
    /// Not below ℓ.
    #[error("not a canonical scalar")]
    Scalar,
}

/// A point with its encoding, decoded strictly. May be the identity: for commitments and second halves.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    point: RistrettoPoint,
    bytes: [u8; 32],
}

impl Point {
    /// Strict decoding; the identity (32 zero bytes) is allowed.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, DecodeError> {
        let point = CompressedRistretto(*bytes).decompress().ok_or(DecodeError::Point)?;
        Ok(Self { point, bytes: *bytes })
    }

    /// The point as the library's type.
    pub fn point(&self) -> &RistrettoPoint {
        &self.point
    }

    /// The canonical encoding.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl From<RistrettoPoint> for Point {
    fn from(point: RistrettoPoint) -> Self {
        Self { point, bytes: point.compress().0 }
    }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Point {}

/// A point that is not the identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Element(Point);

impl Element {
    /// Strict decoding; the identity is refused.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, DecodeError> {
        Self::try_from(Point::from_bytes(bytes)?)
    }

    /// The point as the library's type.
    pub fn point(&self) -> &RistrettoPoint {
        self.0.point()
    }

    /// The canonical encoding.
    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }
}

impl TryFrom<Point> for Element {
    type Error = DecodeError;
    fn try_from(point: Point) -> Result<Self, DecodeError> {
        if point.point == RistrettoPoint::identity() { Err(DecodeError::Identity) } else { Ok(Self(point)) }
    }
}

impl TryFrom<RistrettoPoint> for Element {
    type Error = DecodeError;
    fn try_from(point: RistrettoPoint) -> Result<Self, DecodeError> {
        Self::try_from(Point::from(point))
    }
}

impl From<Element> for Point {
    fn from(element: Element) -> Self {
        element.0
    }
}

/// Strict decoding of a scalar: 32 bytes little-endian, below ℓ.
pub fn scalar_from_bytes(bytes: &[u8; 32]) -> Result<Scalar, DecodeError> {
    Option::from(Scalar::from_canonical_bytes(*bytes)).ok_or(DecodeError::Scalar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_identity_is_a_point_and_no_element() {
        assert!(Point::from_bytes(&[0; 32]).is_ok());
        assert_eq!(Element::from_bytes(&[0; 32]), Err(DecodeError::Identity));
    }

    #[test]
    fn a_non_canonical_encoding_is_refused() {
        // RFC 9496 §A.2: non-canonical field encodings and negative field elements.
        for bad in [[0xff; 32], {
            let mut b = [0; 32];
            b[0] = 1;
            b
        }] {
            assert_eq!(Point::from_bytes(&bad), Err(DecodeError::Point));
        }
        assert_eq!(scalar_from_bytes(&[0xff; 32]), Err(DecodeError::Scalar));
    }

    #[test]
    fn what_decodes_encodes_to_the_same_bytes() {
        let g = Element::try_from(G).unwrap();
        assert_eq!(Element::from_bytes(g.as_bytes()).unwrap(), g);
    }
}
