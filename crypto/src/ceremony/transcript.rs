//! Everything of a run that is public, checked as it comes in (protocol.md §5.3–5.7).

use std::collections::BTreeSet;

use crate::ceremony::dealing::{self, Complaint, DealtShare, ShareFault, Way};
use crate::ceremony::{CeremonyError, Run, place};
use crate::group::{Element, RistrettoPoint};
use crate::hash;
use crate::proofs::KnowledgeProof;
use crate::scrutineer::ScrutineerIndex;

/// Round 1, by one scrutineer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committed {
    /// X_i, to which the others deal; fresh in each run.
    pub encryption_key: Element,
    /// Knowledge of x_i, over run hash, i.
    pub proof: KnowledgeProof,
    /// [`Revealed::commitment`] of what it will reveal.
    pub commitment: [u8; 32],
}

/// Round 2, by one scrutineer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revealed {
    /// C_i0 … C_i,t−1.
    pub commitments: Vec<Element>,
    /// Knowledge of a_i0, over run hash, i, C_i1 … C_i,t−1.
    pub proof: KnowledgeProof,
}

/// Round 3, by one scrutineer: one share for each other one, in ascending order of recipients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dealt {
    /// n − 1 shares.
    pub shares: Vec<DealtShare>,
}

/// What all n sign at the end, recomputed by everyone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreedKey {
    /// K = Σ C_j0.
    pub key: Element,
    /// Y_1 … Y_n.
    pub public_shares: Vec<Element>,
}

/// Who loses a complaint, and is not in the next run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The dealer dealt a bad share.
    Dealer(ScrutineerIndex, ShareFault),
    /// The complainer showed another Diffie–Hellman value, or complained about a good share.
    Complainer(ScrutineerIndex),
}

impl Revealed {
    /// H("ceremony-commitment", run hash, i, C_i0 … C_i,t−1, proof): what round 1 commits to.
    pub fn commitment(&self, run: &Run, index: ScrutineerIndex) -> [u8; 32] {
        let (index, proof) = (index.to_field(), self.proof.to_bytes());
        let mut fields: Vec<&[u8]> = vec![run.hash(), &index];
        fields.extend(self.commitments.iter().map(|c| c.as_bytes().as_slice()));
        fields.push(&proof);
        hash::sha256("ceremony-commitment", &fields)
    }
}

/// The public side of a run. Each step is refused unless it is right and in order, so what is in here is checked.
#[derive(Clone, Debug)]
pub struct Transcript {
    run: Run,
    committed: Vec<Option<Committed>>,
    pub(super) revealed: Vec<Option<Revealed>>,
    dealt: Vec<Option<Dealt>>,
    ephemerals: BTreeSet<[u8; 32]>,
}

impl Transcript {
    /// A run in which nothing has happened.
    pub fn new(run: Run) -> Self {
        let n = usize::from(run.parameters().n());
        Self {
            run,
            committed: vec![None; n],
            revealed: vec![None; n],
            dealt: vec![None; n],
            ephemerals: BTreeSet::new(),
        }
    }

    /// Who takes part.
    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Round 1: the encryption key is proved and nobody else's.
    pub fn commit(&mut self, index: ScrutineerIndex, step: Committed) -> Result<(), CeremonyError> {
        let free = free(&self.committed, index)?;
        self.run
            .in_context("ceremony-encryption-key", &[&index.to_field()], |context| {
                step.proof.verify(context, &step.encryption_key)
            })
            .map_err(|_| CeremonyError::EncryptionKeyProof { index })?;
        if self.committed.iter().flatten().any(|other| other.encryption_key == step.encryption_key) {
            return Err(CeremonyError::EncryptionKeyTwice { index });
        }
        fill(&mut self.committed, free, step);
        Ok(())
    }

    /// Round 2, when all have committed: as many commitments as t, those of round 1, the constant term proved.
    pub fn reveal(&mut self, index: ScrutineerIndex, step: Revealed) -> Result<(), CeremonyError> {
        let free = free(&self.revealed, index)?;
        let committed = all(&self.committed)?;
        let t = self.run.parameters().t();
        if step.commitments.len() != usize::from(t) {
            return Err(CeremonyError::CommitmentCount { index, t, actual: step.commitments.len() });
        }
        if committed.get(free).map(|own| own.commitment) != Some(step.commitment(&self.run, index)) {
            return Err(CeremonyError::RevealedOther { index });
        }
        in_constant_proof(&self.run, index, &step.commitments, |context, constant| {
            step.proof.verify(context, constant).ok()
        })
        .ok_or(CeremonyError::ConstantProof { index })?;
        fill(&mut self.revealed, free, step);
        Ok(())
    }

    /// Round 3, when all have revealed: one share for each other, each ephemeral key proved and new in this run.
    pub fn deal(&mut self, dealer: ScrutineerIndex, step: Dealt) -> Result<(), CeremonyError> {
        let free = free(&self.dealt, dealer)?;
        all(&self.revealed)?;
        let expected = self.dealt.len().saturating_sub(1);
        if step.shares.len() != expected {
            return Err(CeremonyError::ShareCount { dealer, expected, actual: step.shares.len() });
        }
        let mut ephemerals = self.ephemerals.clone();
        for (way, share) in self.ways_from(dealer)?.zip(&step.shares) {
            way.check(share)?;
            if !ephemerals.insert(*share.ephemeral.as_bytes()) {
                return Err(CeremonyError::EphemeralTwice { dealer, recipient: way.recipient });
            }
        }
        self.ephemerals = ephemerals;
        fill(&mut self.dealt, free, step);
        Ok(())
    }

    /// Decides a complaint from public values alone: exactly one of the two is at fault.
    pub fn judge(&self, complainer: ScrutineerIndex, complaint: &Complaint) -> Result<Fault, CeremonyError> {
        let (way, share, commitments) = self.share(complaint.dealer, complainer)?;
        Ok(match way.fault(share, commitments, complaint) {
            Some(fault) => Fault::Dealer(complaint.dealer, fault),
            None => Fault::Complainer(complainer),
        })
    }

    /// K and Y_1 … Y_n, when all have dealt.
    pub fn agreed(&self) -> Result<AgreedKey, CeremonyError> {
        all(&self.dealt)?;
        let revealed = all(&self.revealed)?;
        let element = |sum: RistrettoPoint| Element::try_from(sum).map_err(|_| CeremonyError::IdentityKey);
        let constants = revealed.iter().filter_map(|step| step.commitments.first());
        let key = element(constants.map(Element::point).sum())?;
        let shares = self.run.parameters().indices();
        let public_shares = shares
            .map(|i| element(revealed.iter().map(|step| dealing::at(i, &step.commitments)).sum()))
            .collect::<Result<_, _>>()?;
        Ok(AgreedKey { key, public_shares })
    }

    /// What a scrutineer committed to in round 1.
    pub fn committed(&self, index: ScrutineerIndex) -> Result<&Committed, CeremonyError> {
        self.committed
            .get(place(index))
            .ok_or(CeremonyError::OutsideRun { index })?
            .as_ref()
            .ok_or(CeremonyError::TooEarly)
    }

    /// Whether all have revealed, so that dealing may start.
    pub(super) fn check_all_revealed(&self) -> Result<(), CeremonyError> {
        all(&self.revealed).map(|_| ())
    }

    /// Whether all have dealt, so that shares may be opened.
    pub(super) fn check_all_dealt(&self) -> Result<(), CeremonyError> {
        all(&self.dealt).map(|_| ())
    }

    /// The ways from one dealer to all others, in ascending order of recipients.
    pub(super) fn ways_from(
        &self,
        dealer: ScrutineerIndex,
    ) -> Result<impl Iterator<Item = Way<'_>>, CeremonyError> {
        let recipients = self.run.parameters().indices().zip(all(&self.committed)?);
        Ok(recipients.filter(move |(recipient, _)| *recipient != dealer).map(move |(recipient, step)| Way {
            run: &self.run,
            dealer,
            recipient,
            recipient_key: &step.encryption_key,
        }))
    }

    /// The share that `dealer` dealt to `recipient`, its way, and the dealer's commitments.
    pub(super) fn share(
        &self,
        dealer: ScrutineerIndex,
        recipient: ScrutineerIndex,
    ) -> Result<(Way<'_>, &DealtShare, &[Element]), CeremonyError> {
        let outside = |index| CeremonyError::OutsideRun { index };
        let dealt = self.dealt.get(place(dealer)).ok_or(outside(dealer))?;
        if dealer == recipient {
            return Err(CeremonyError::ComplaintAboutSelf { index: recipient });
        }
        let dealt = dealt.as_ref().ok_or(CeremonyError::TooEarly)?;
        let (way, share) = self
            .ways_from(dealer)?
            .zip(&dealt.shares)
            .find(|(way, _)| way.recipient == recipient)
            .ok_or(outside(recipient))?;
        let revealed =
            self.revealed.get(place(dealer)).and_then(Option::as_ref).ok_or(CeremonyError::TooEarly)?;
        Ok((way, share, &revealed.commitments))
    }
}

/// Runs `act` in the context of the proof for the constant term, or nothing where there is no constant term.
pub(super) fn in_constant_proof<T>(
    run: &Run,
    index: ScrutineerIndex,
    commitments: &[Element],
    act: impl FnOnce(&crate::proofs::Context<'_>, &Element) -> Option<T>,
) -> Option<T> {
    let (constant, others) = commitments.split_first()?;
    let index = index.to_field();
    let mut fields: Vec<&[u8]> = vec![&index];
    fields.extend(others.iter().map(|c| c.as_bytes().as_slice()));
    run.in_context("ceremony-constant", &fields, |context| act(context, constant))
}

/// The place of a step that its scrutineer has not done yet.
fn free<T>(steps: &[Option<T>], index: ScrutineerIndex) -> Result<usize, CeremonyError> {
    match steps.get(place(index)) {
        None => Err(CeremonyError::OutsideRun { index }),
        Some(Some(_)) => Err(CeremonyError::Twice { index }),
        Some(None) => Ok(place(index)),
    }
}

fn fill<T>(steps: &mut [Option<T>], free: usize, step: T) {
    if let Some(place) = steps.get_mut(free) {
        *place = Some(step);
    }
}

fn all<T>(steps: &[Option<T>]) -> Result<Vec<&T>, CeremonyError> {
    steps.iter().map(|step| step.as_ref().ok_or(CeremonyError::TooEarly)).collect()
}
