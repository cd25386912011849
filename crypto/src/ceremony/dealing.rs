//! One share on its way from a dealer to a recipient, and what can be said about it afterwards (protocol.md §5.4, §5.6).

use curve25519_dalek::traits::VartimeMultiscalarMul;
use zeroize::Zeroizing;

use crate::ceremony::{CeremonyError, Run};
use crate::group::{self, Element, G_TABLE, Point, RistrettoPoint, Scalar};
use crate::hash::{Entropy, Sha512Fields};
use crate::proofs::{EqualityClaim, EqualityProof, KnowledgeProof};
use crate::scrutineer::ScrutineerIndex;
use crate::sealing::{self, Place, SealingError, TAG_BYTES};
use crate::weights::Weights;

/// Bytes of a sealed share: 32 of the scalar, 16 of the tag.
pub const SEALED_SHARE_BYTES: usize = 32 + TAG_BYTES;

/// A share f_j(i) that j dealt to i.
///
/// ```text
/// e fresh, E = [e]G, D = [e]X_i = [x_i]E
/// key     HKDF-SHA256(salt run hash, secret D, info label, run hash, j, i, E, X_i)
/// sealed  ChaCha20-Poly1305(key, nonce 0, f_j(i) little-endian)      the key is used once
/// proof   knowledge of e, over run hash, j, i, X_i, sealed
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DealtShare {
    /// E.
    pub ephemeral: Element,
    /// That the dealer knows e: E is nobody else's key, so opening D for a complaint opens this share alone (pitfall 39).
    pub proof: KnowledgeProof,
    /// The share for its recipient.
    pub sealed: [u8; SEALED_SHARE_BYTES],
}

/// What is wrong with a share that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareFault {
    /// It does not open under the Diffie–Hellman key.
    #[error("the share does not open")]
    Sealed,
    /// It is not below ℓ.
    #[error("the share is no canonical scalar")]
    NotCanonical,
    /// [f_j(i)]G ≠ Σ [i^k]C_jk.
    #[error("the share is not on the polynomial that its dealer committed to")]
    Polynomial,
}

/// A recipient shows D for one share, and that it is the right D; so everyone can open that share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Who dealt the share.
    pub dealer: ScrutineerIndex,
    /// `D = [x_i]E`.
    pub shared: Element,
    /// log_G(X_i) = log_E(D), over run hash, j, i, sealed.
    pub proof: EqualityProof,
}

/// From whom to whom: everything about a share is bound to both, in this run.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    pub(super) run: &'a Run,
    pub(super) dealer: ScrutineerIndex,
    pub(super) recipient: ScrutineerIndex,
    /// X_i.
    pub(super) recipient_key: &'a Element,
}

impl Way<'_> {
    /// Seals a share under the ephemeral secret `e` and proves it.
    pub(super) fn deal(
        &self,
        share: &Scalar,
        e: &Scalar,
        entropy: &Entropy,
    ) -> Result<DealtShare, CeremonyError> {
        self.deal_bytes(&Zeroizing::new(share.to_bytes()), e, entropy)
    }

    /// The same for any 32 bytes, of which a share is no scalar only when its dealer cheats.
    pub(super) fn deal_bytes(
        &self,
        share: &[u8; 32],
        e: &Scalar,
        entropy: &Entropy,
    ) -> Result<DealtShare, CeremonyError> {
        let ephemeral = Element::try_from(e * G_TABLE).map_err(|_| CeremonyError::ZeroSecret)?;
        let shared = Zeroizing::new(Point::from(e * self.recipient_key.point()).as_bytes().to_owned());
        let sealed = self
            .in_place(&ephemeral, |place| {
                sealing::seal_once(self.run.hash(), &shared, place, share.as_slice())
            })
            .and_then(|sealed| sealed.try_into().map_err(|_| SealingError::Long))
            .map_err(CeremonyError::Sealing)?;
        let proof = self.in_proof("ceremony-ephemeral", &sealed, |context| {
            KnowledgeProof::prove(context, e, &ephemeral, entropy)
        });
        Ok(DealtShare { ephemeral, proof, sealed })
    }

    /// That the dealer knows the ephemeral secret, for this share on this way.
    pub(super) fn check(&self, share: &DealtShare) -> Result<(), CeremonyError> {
        let Self { dealer, recipient, .. } = *self;
        self.in_proof("ceremony-ephemeral", &share.sealed, |context| {
            share.proof.verify(context, &share.ephemeral)
        })
        .map_err(|_| CeremonyError::EphemeralProof { dealer, recipient })
    }

    /// D as the recipient computes it.
    pub(super) fn shared(x: &Scalar, share: &DealtShare) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(*Point::from(x * share.ephemeral.point()).as_bytes())
    }

    /// Opens a share with D and holds it against the dealer's commitments.
    pub(super) fn open(
        &self,
        share: &DealtShare,
        shared: &[u8; 32],
        commitments: &[Element],
    ) -> Result<Zeroizing<Scalar>, ShareFault> {
        let value = self.unseal(share, shared)?;
        self.check_value(&value, commitments)?;
        Ok(value)
    }

    /// Opens a share with D; whether it is on the dealer's polynomial is not checked.
    pub(super) fn unseal(
        &self,
        share: &DealtShare,
        shared: &[u8; 32],
    ) -> Result<Zeroizing<Scalar>, ShareFault> {
        let opened = self
            .in_place(&share.ephemeral, |place| {
                sealing::open_once(self.run.hash(), shared, place, &share.sealed)
            })
            .map_err(|_| ShareFault::Sealed)?;
        let mut bytes = Zeroizing::new([0; 32]);
        bytes.copy_from_slice(opened.get(..32).ok_or(ShareFault::Sealed)?);
        Ok(Zeroizing::new(group::scalar_from_bytes(&bytes).map_err(|_| ShareFault::NotCanonical)?))
    }

    /// [f_j(i)]G = Σ [i^k]C_jk.
    fn check_value(&self, value: &Scalar, commitments: &[Element]) -> Result<(), ShareFault> {
        if value * G_TABLE == at(self.recipient, commitments) { Ok(()) } else { Err(ShareFault::Polynomial) }
    }

    /// The complaint of the recipient, whose secret is `x`.
    pub(super) fn complain(
        &self,
        share: &DealtShare,
        x: &Scalar,
        entropy: &Entropy,
    ) -> Result<Complaint, CeremonyError> {
        let shared = Element::try_from(x * share.ephemeral.point()).map_err(|_| CeremonyError::ZeroSecret)?;
        let points = [*self.recipient_key, share.ephemeral, shared].map(Point::from);
        let [p, b, q] = &points;
        let proof = self.in_proof("ceremony-complaint", &share.sealed, |context| {
            EqualityProof::prove(context, &EqualityClaim { p, b, q }, x, entropy)
        });
        Ok(Complaint { dealer: self.dealer, shared, proof })
    }

    /// Who is at fault: `None` where the complaint shows another D, or a share that is good.
    pub(super) fn fault(
        &self,
        share: &DealtShare,
        commitments: &[Element],
        complaint: &Complaint,
    ) -> Option<ShareFault> {
        let points = [*self.recipient_key, share.ephemeral, complaint.shared].map(Point::from);
        let [p, b, q] = &points;
        self.in_proof("ceremony-complaint", &share.sealed, |context| {
            complaint.proof.verify(context, &EqualityClaim { p, b, q })
        })
        .ok()?;
        self.open(share, complaint.shared.as_bytes(), commitments).err()
    }

    /// Label, then run hash, j, i, E, X_i.
    fn in_place<T>(&self, ephemeral: &Element, act: impl FnOnce(&Place<'_>) -> T) -> T {
        let (dealer, recipient) = (self.dealer.to_field(), self.recipient.to_field());
        let fields: [&[u8]; 5] =
            [self.run.hash(), &dealer, &recipient, ephemeral.as_bytes(), self.recipient_key.as_bytes()];
        act(&Place { label: "ceremony-share", fields: &fields })
    }

    /// Label, then run hash, j, i, X_i, sealed.
    fn in_proof<T>(
        &self,
        label: &'static str,
        sealed: &[u8; SEALED_SHARE_BYTES],
        act: impl FnOnce(&crate::proofs::Context<'_>) -> T,
    ) -> T {
        let (dealer, recipient) = (self.dealer.to_field(), self.recipient.to_field());
        self.run.in_context(label, &[&dealer, &recipient, self.recipient_key.as_bytes(), sealed], act)
    }
}

/// One opened share, to be checked with others of the same recipient.
pub(super) struct Unsealed<'a> {
    pub(super) way: Way<'a>,
    pub(super) share: &'a DealtShare,
    pub(super) commitments: &'a [Element],
    pub(super) value: Zeroizing<Scalar>,
}

/// Whether all these shares are on their dealers' polynomials: one sum with an independent weight for each (pitfall 9).
///
/// ```text
/// Σ_j w_j([f_j(i)]G − Σ_k [i^k]C_jk) = 0
/// ```
///
/// The sum of the shares is secret and multiplied in constant time; the commitments are public.
pub(super) fn all_on_polynomials(unsealed: &[Unsealed<'_>], entropy: &Entropy) -> bool {
    let mut hasher = Sha512Fields::new("ceremony-batch-weights");
    hasher.field(entropy.as_bytes());
    for Unsealed { way, share, commitments, value } in unsealed {
        hasher.field(way.run.hash());
        hasher.field(&way.dealer.to_field());
        hasher.field(&way.recipient.to_field());
        hasher.field(share.ephemeral.as_bytes());
        hasher.field(&share.sealed);
        hasher.field(value.as_bytes());
        hasher.parts(commitments.len() * 32, commitments.iter().map(|c| c.as_bytes().as_slice()));
    }
    let mut weights = Weights::new(hasher.finish());
    let mut on_g = Zeroizing::new(Scalar::ZERO);
    let (mut scalars, mut points) = (Vec::new(), Vec::new());
    for Unsealed { way, commitments, value, .. } in unsealed {
        let [mut factor, ..] = weights.next();
        *on_g += factor * **value;
        for commitment in *commitments {
            scalars.push(factor);
            points.push(commitment.point());
            factor *= way.recipient.scalar();
        }
    }
    &*on_g * G_TABLE == RistrettoPoint::vartime_multiscalar_mul(scalars, points)
}

/// Σ [i^k]C_k: the commitments' polynomial at a position, by Horner's rule.
pub(super) fn at(index: ScrutineerIndex, commitments: &[Element]) -> RistrettoPoint {
    use curve25519_dalek::traits::Identity;
    let i = index.scalar();
    commitments.iter().rev().fold(RistrettoPoint::identity(), |sum, c| sum * i + c.point())
}
