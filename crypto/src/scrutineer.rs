//! Who decrypts: a scrutineer's position and its share of the decryption key (protocol.md §5, §8).
//!
//! Invariants
//! - A [`ScrutineerIndex`] is never 0: the sharing polynomial at 0 is the key itself (§5.1).
//! - A [`SecretShare`] is never 0, is wiped when dropped, is neither cloned nor printed.
//!
//! Next: the key ceremony makes shares; `decryption` uses them.

use std::fmt;
use std::num::NonZeroU16;

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::group::{self, DecodeError, Element, Scalar};

/// The most scrutineers a sitting may have (DESIGN §6.1).
pub const SCRUTINEERS_MAX: u16 = 9;

/// A scrutineer's position, 1 to [`SCRUTINEERS_MAX`]: the place where the sharing polynomial is evaluated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ScrutineerIndex(NonZeroU16);

/// No scrutineer has this position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("scrutineer {0} is outside 1 to {SCRUTINEERS_MAX}")]
pub struct IndexOutside(pub u16);

impl ScrutineerIndex {
    /// The position, from 1.
    pub fn get(self) -> u16 {
        self.0.get()
    }

    /// The position as the point at which the sharing polynomial is evaluated.
    pub fn scalar(self) -> Scalar {
        Scalar::from(self.0.get())
    }

    /// The position as it stands in hashed fields: 8 bytes, big-endian (§1.1).
    pub fn to_field(self) -> [u8; 8] {
        u64::from(self.0.get()).to_be_bytes()
    }
}

impl TryFrom<u16> for ScrutineerIndex {
    type Error = IndexOutside;
    fn try_from(index: u16) -> Result<Self, IndexOutside> {
        NonZeroU16::new(index).filter(|i| i.get() <= SCRUTINEERS_MAX).map(Self).ok_or(IndexOutside(index))
    }
}

impl From<ScrutineerIndex> for u16 {
    fn from(index: ScrutineerIndex) -> Self {
        index.get()
    }
}

impl fmt::Display for ScrutineerIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Why 32 bytes are no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// Not below ℓ.
    #[error("the share is no canonical scalar")]
    NotCanonical,
    /// 0: its public share would be the identity.
    #[error("the share is zero")]
    Zero,
}

/// A scrutineer's share x of the decryption key: the sum of what all dealers dealt it (§5).
///
/// Leaves the terminal only as an `age` file under a passphrase, through [`SecretShare::to_bytes`].
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct SecretShare(Scalar);

impl SecretShare {
    /// Takes over a scalar that the ceremony summed.
    pub fn from_scalar(mut x: Scalar) -> Result<Self, ShareError> {
        let share = if x == Scalar::ZERO { Err(ShareError::Zero) } else { Ok(Self(x)) };
        x.zeroize();
        share
    }

    /// Strict decoding of the 32 bytes of [`SecretShare::to_bytes`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, ShareError> {
        Self::from_scalar(group::scalar_from_bytes(bytes).map_err(|_| ShareError::NotCanonical)?)
    }

    /// The share for an encrypted file, wiped when dropped.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public share `Y = [x]G`, to compare with the one that the ceremony's commitments give.
    pub fn public_share(&self) -> Result<Element, DecodeError> {
        Element::try_from(self.scalar() * group::G_TABLE)
    }

    /// The scalar, for this crate's provers.
    pub(crate) fn scalar(&self) -> &Scalar {
        &self.0
    }
}

impl fmt::Debug for SecretShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretShare(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_1_to_9() {
        assert_eq!(ScrutineerIndex::try_from(0), Err(IndexOutside(0)));
        assert_eq!(ScrutineerIndex::try_from(10), Err(IndexOutside(10)));
        assert_eq!(ScrutineerIndex::try_from(9).map(ScrutineerIndex::get), Ok(9));
    }

    #[test]
    fn a_share_is_a_canonical_scalar_above_zero() {
        assert_eq!(SecretShare::from_bytes(&[0xff; 32]).unwrap_err(), ShareError::NotCanonical);
        assert_eq!(SecretShare::from_bytes(&[0; 32]).unwrap_err(), ShareError::Zero);
        let share = SecretShare::from_scalar(Scalar::from(7u8)).unwrap();
        assert_eq!(SecretShare::from_bytes(&share.to_bytes()).unwrap().public_share(), share.public_share());
    }

    #[test]
    fn a_share_is_redacted() {
        let share = SecretShare::from_scalar(Scalar::from(7u8)).unwrap();
        assert_eq!(format!("{share:?}"), "SecretShare(redacted)");
    }
}
