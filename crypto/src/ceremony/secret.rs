//! What one scrutineer must keep from its commitment to the agreed key: 32 bytes (protocol.md §5.8).

use std::fmt;

use zeroize::Zeroizing;

use crate::ceremony::dealing::{self, Complaint, Unsealed, Way};
use crate::ceremony::transcript::{self, Committed, Dealt, Revealed, Transcript};
use crate::ceremony::{CeremonyError, Run};
use crate::group::{Element, G_TABLE, Scalar};
use crate::hash::{self, Entropy};
use crate::proofs::KnowledgeProof;
use crate::scrutineer::{ScrutineerIndex, SecretShare};
use crate::signature::SigningKey;

/// A scrutineer's secret in one run, wiped when dropped.
///
/// Encryption key, polynomial, ephemeral keys and nonces all derive from one seed, so a terminal that is restarted during
/// the ceremony says the same again, byte by byte, instead of a second thing.
pub struct CeremonySecret {
    run: Run,
    index: ScrutineerIndex,
    seed: Zeroizing<[u8; 32]>,
}

/// What a scrutineer finds when all have dealt.
#[derive(Debug)]
pub enum Opened {
    /// All shares are good; this is their sum.
    Share(SecretShare),
    /// At least one is not. Any complaint ends the run.
    Complaints(Vec<Complaint>),
}

impl CeremonySecret {
    /// A fresh secret. Hedged by the act key, so weak randomness alone does not give it away (pitfall 21).
    pub fn generate(
        run: Run,
        index: ScrutineerIndex,
        act_key: &SigningKey,
        entropy: Entropy,
    ) -> Result<Self, CeremonyError> {
        if *run.act_key(index)? != act_key.verifying_key() {
            return Err(CeremonyError::NotThisScrutineer { index });
        }
        let act_key = act_key.to_secret_bytes();
        let fields: [&[u8]; 4] = [entropy.as_bytes(), act_key.as_slice(), run.hash(), &index.to_field()];
        let seed = Zeroizing::new(hash::sha256("ceremony-seed", &fields));
        drop(entropy);
        Ok(Self { run, index, seed })
    }

    /// The secret from its encrypted file.
    pub fn from_secret_bytes(
        run: Run,
        index: ScrutineerIndex,
        seed: &[u8; 32],
    ) -> Result<Self, CeremonyError> {
        run.act_key(index)?;
        Ok(Self { run, index, seed: Zeroizing::new(*seed) })
    }

    /// The secret for an encrypted file, wiped when dropped. The file is deleted when the share is stored.
    pub fn to_secret_bytes(&self) -> Zeroizing<[u8; 32]> {
        self.seed.clone()
    }

    /// Round 1.
    pub fn commit(&self) -> Result<Committed, CeremonyError> {
        let x = self.encryption_secret();
        let encryption_key = element(&x)?;
        let commitment = self.reveal()?.commitment(&self.run, self.index);
        let proof = self.run.in_context("ceremony-encryption-key", &[&self.index.to_field()], |context| {
            KnowledgeProof::prove(context, &x, &encryption_key, &self.entropy())
        });
        Ok(Committed { encryption_key, proof, commitment })
    }

    /// Round 2, to be sent when all have committed.
    pub fn reveal(&self) -> Result<Revealed, CeremonyError> {
        let coefficients = self.polynomial();
        let commitments = coefficients.iter().map(element).collect::<Result<Vec<_>, _>>()?;
        let proof =
            transcript::in_constant_proof(&self.run, self.index, &commitments, |context, constant| {
                coefficients.first().map(|a| KnowledgeProof::prove(context, a, constant, &self.entropy()))
            })
            .ok_or(CeremonyError::ZeroSecret)?;
        Ok(Revealed { commitments, proof })
    }

    /// Round 3: one share for each other scrutineer, when all have revealed.
    pub fn deal(&self, transcript: &Transcript) -> Result<Dealt, CeremonyError> {
        self.check_is_in(transcript)?;
        transcript.check_all_revealed()?;
        let polynomial = self.polynomial();
        let shares = transcript.ways_from(self.index)?.map(|way| {
            let e = self.derive(b"ephemeral", way.recipient.get());
            way.deal(&evaluate(&polynomial, way.recipient), &e, &self.entropy())
        });
        Ok(Dealt { shares: shares.collect::<Result<_, _>>()? })
    }

    /// Opens and checks what all others dealt, when all have: the share, or a complaint about each that is bad.
    pub fn open(&self, transcript: &Transcript) -> Result<Opened, CeremonyError> {
        self.check_is_in(transcript)?;
        transcript.check_all_dealt()?;
        let x = self.encryption_secret();
        let mut unsealed = Vec::new();
        let mut complaints = Vec::new();
        for dealer in self.run.parameters().indices().filter(|dealer| *dealer != self.index) {
            let (way, share, commitments) = transcript.share(dealer, self.index)?;
            match way.unseal(share, &Way::shared(&x, share)) {
                Ok(value) => unsealed.push(Unsealed { way, share, commitments, value }),
                Err(_) => complaints.push(way.complain(share, &x, &self.entropy())?),
            }
        }
        // All together; only where that fails one by one, so that each culprit is named.
        if !dealing::all_on_polynomials(&unsealed, &self.entropy()) {
            for Unsealed { way, share, commitments, .. } in &unsealed {
                if way.open(share, &Way::shared(&x, share), commitments).is_err() {
                    complaints.push(way.complain(share, &x, &self.entropy())?);
                }
            }
        }
        if !complaints.is_empty() {
            complaints.sort_unstable_by_key(|complaint| complaint.dealer);
            return Ok(Opened::Complaints(complaints));
        }
        let mut sum = evaluate(&self.polynomial(), self.index);
        for Unsealed { value, .. } in &unsealed {
            *sum += **value;
        }
        SecretShare::from_scalar(*sum).map(Opened::Share).map_err(|_| CeremonyError::IdentityKey)
    }

    /// The transcript is of this run and holds our own commitment: a restored file of another run would deal nonsense.
    fn check_is_in(&self, transcript: &Transcript) -> Result<(), CeremonyError> {
        let own = transcript.run() == &self.run && *transcript.committed(self.index)? == self.commit()?;
        if own { Ok(()) } else { Err(CeremonyError::NotOurSecret { index: self.index }) }
    }

    /// x_i.
    pub(super) fn encryption_secret(&self) -> Zeroizing<Scalar> {
        self.derive(b"encryption", 0)
    }

    /// a_i0 … a_i,t−1.
    fn polynomial(&self) -> Zeroizing<Vec<Scalar>> {
        let t = self.run.parameters().t();
        let mut coefficients = Zeroizing::new(Vec::with_capacity(usize::from(t)));
        coefficients.extend((0..t).map(|k| *self.derive(b"coefficient", k)));
        coefficients
    }

    /// HS("ceremony-secret", seed, run hash, i, part, position).
    fn derive(&self, part: &[u8], position: u16) -> Zeroizing<Scalar> {
        let (index, position) = (self.index.to_field(), u64::from(position).to_be_bytes());
        let fields: [&[u8]; 5] = [self.seed.as_slice(), self.run.hash(), &index, part, &position];
        Zeroizing::new(hash::scalar("ceremony-secret", &fields))
    }

    /// The seed stands for fresh bytes in the nonces, which also hash secret and statement.
    fn entropy(&self) -> Entropy {
        Entropy::from_os(hash::sha256("ceremony-nonce-seed", &[self.seed.as_slice(), self.run.hash()]))
    }
}

impl fmt::Debug for CeremonySecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CeremonySecret(scrutineer {}, redacted)", self.index)
    }
}

/// f(i) by Horner's rule.
fn evaluate(polynomial: &[Scalar], index: ScrutineerIndex) -> Zeroizing<Scalar> {
    let i = index.scalar();
    Zeroizing::new(polynomial.iter().rev().fold(Scalar::ZERO, |sum, a| sum * i + a))
}

fn element(secret: &Scalar) -> Result<Element, CeremonyError> {
    Element::try_from(secret * G_TABLE).map_err(|_| CeremonyError::ZeroSecret)
}
