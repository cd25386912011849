//! The key ceremony: the log holds every step, and `crypto`'s transcript checks it (protocol.md §5).

use super::counting::scrutineer_index;
use super::{Check, Code, Contest, Refusal, State};
use crate::ahead::Evidence;
use crate::entry::key::{
    KeyAccepted, KeyAgreed, KeyCommitted, KeyDealt, KeyDisputed, KeyRevealed, KeyTested,
};
use crate::entry::preparation::{NamedScrutineer, ScrutineersNamed};
use crate::wire::Int;
use crypto::ceremony::{
    CeremonyError, Committed, Complaint, Dealt, DealtShare, Fault, Parameters, Revealed, Run, Transcript,
};
use crypto::decryption::{DecryptionStatement, PartialDecryption, VerifiedPartial, combine, test_dummy};
use crypto::elgamal::PublicKey;
use crypto::group::{DecodeError, Element};
use crypto::proofs::{EqualityProof, KnowledgeProof};
use crypto::scrutineer::ScrutineerIndex;
use crypto::signature::VerifyingKey;
use std::collections::{BTreeMap, BTreeSet};

/// The current run: who takes part, what has been said, and the key once it is agreed.
#[derive(Clone, Debug)]
pub struct Ceremony {
    run: u64,
    named: Vec<NamedScrutineer>,
    transcript: Transcript,
    committed: BTreeSet<ScrutineerIndex>,
    revealed: BTreeSet<ScrutineerIndex>,
    dealt: BTreeSet<ScrutineerIndex>,
    last_dealt: [u8; 32],
    accepted: BTreeSet<ScrutineerIndex>,
    fault: Option<Fault>,
    /// Act keys that a dispute of an earlier run found at fault: none may take part again.
    excluded: BTreeSet<[u8; 32]>,
    agreed: Option<Agreed>,
    tested: BTreeMap<ScrutineerIndex, VerifiedPartial>,
}

/// The key that all scrutineers signed.
#[derive(Clone, Debug)]
pub struct Agreed {
    /// Leaf hash of `key_agreed`.
    pub leaf: [u8; 32],
    /// K.
    pub public_key: Element,
    share_keys: Vec<Element>,
}

impl Agreed {
    /// Yᵢ: what a share of this position is checked against.
    pub fn share_key(&self, index: ScrutineerIndex) -> Option<&Element> {
        self.share_keys.get(usize::from(index.get()).checked_sub(1)?)
    }
}

/// How far a scrutineer has come in the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a checklist: one tick for each step, as screens show it")]
pub struct Progress {
    /// 已生成.
    pub committed: bool,
    /// 已公布.
    pub revealed: bool,
    /// 已分发.
    pub dealt: bool,
    /// 已验证.
    pub accepted: bool,
    /// 试解密.
    pub tested: bool,
}

impl Ceremony {
    /// Number of the run, from 1.
    pub fn run(&self) -> u64 {
        self.run
    }

    /// Who takes part, by position.
    pub fn named(&self) -> &[NamedScrutineer] {
        &self.named
    }

    /// n and t.
    pub fn parameters(&self) -> Parameters {
        self.transcript.run().parameters()
    }

    /// How many must decrypt.
    pub fn threshold(&self) -> u64 {
        u64::from(self.parameters().t())
    }

    /// Everything public of the run.
    pub fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// Leaf hash of the last `key_dealt`.
    pub fn last_dealt(&self) -> [u8; 32] {
        self.last_dealt
    }

    /// Who was found at fault; the run is over then.
    pub fn fault(&self) -> Option<Fault> {
        self.fault
    }

    /// The key, once all have signed it.
    pub fn agreed(&self) -> Option<&Agreed> {
        self.agreed.as_ref()
    }

    /// How many have done the test decryption.
    pub fn tested(&self) -> u64 {
        u64::try_from(self.tested.len()).unwrap_or(u64::MAX)
    }

    /// The checklist of one position.
    pub fn progress(&self, index: ScrutineerIndex) -> Progress {
        Progress {
            committed: self.committed.contains(&index),
            revealed: self.revealed.contains(&index),
            dealt: self.dealt.contains(&index),
            accepted: self.accepted.contains(&index),
            tested: self.tested.contains_key(&index),
        }
    }

    /// Whether every scrutineer has accepted, so that the key can be signed.
    pub fn is_accepted_by_all(&self) -> bool {
        self.accepted.len() == self.named.len()
    }

    pub(super) fn act_key(&self, index: u8) -> Option<[u8; 32]> {
        self.named.get(usize::from(index).checked_sub(1)?).map(|named| named.key.to_bytes())
    }
}

fn bad(error: impl std::fmt::Display) -> Refusal {
    Refusal::at(Code::CeremonyBad, error)
}

/// A step out of order is another refusal than a wrong value.
fn refused(error: CeremonyError) -> Refusal {
    match error {
        CeremonyError::TooEarly | CeremonyError::Twice { .. } => Refusal::at(Code::CeremonyOrder, error),
        _ => bad(error),
    }
}

fn position(index: Int) -> Result<ScrutineerIndex, Refusal> {
    scrutineer_index(index.get()).ok_or_else(|| bad(format_args!("scrutineer {}", index.get())))
}

fn element(field: &str, bytes: &[u8; 32]) -> Result<Element, Refusal> {
    Element::from_bytes(bytes).map_err(|error| bad(format_args!("{field}: {error}")))
}

fn knowledge(bytes: &[u8; 64]) -> Result<KnowledgeProof, Refusal> {
    KnowledgeProof::from_bytes(bytes).map_err(|error: DecodeError| bad(format_args!("proof: {error}")))
}

impl State {
    pub(super) fn scrutineers_named(&mut self, body: &ScrutineersNamed) -> Result<(), Refusal> {
        let wrong = |what: &str| Refusal::at(Code::ScrutineersBad, what);
        let sitting = self.sitting().ok_or(Code::NotDefined)?;
        let run = body.run.get();
        if run != self.ceremony.as_ref().map_or(1, |ceremony| ceremony.run.saturating_add(1)) {
            self.object(wrong("run"))?;
        }
        if (run == 1) != body.reason.as_str().is_empty() {
            self.object(wrong("reason"))?;
        }
        // A new key while ballots under the old one are not counted would leave them unreadable.
        if !self.contests.values().all(Contest::is_finished) {
            self.object(Code::NotFinished)?;
        }
        let numbered = body.scrutineers.iter().zip(1..).all(|(named, index)| named.index.get() == index);
        if !numbered || body.scrutineers.iter().any(|named| named.name.as_str().trim().is_empty()) {
            self.object(wrong("scrutineers"))?;
        }
        let count = |value: u64| u16::try_from(value).map_err(|_| wrong("threshold"));
        let n = u16::try_from(body.scrutineers.len()).map_err(|_| wrong("scrutineers"))?;
        let parameters = Parameters::new(n, count(body.threshold.get())?)
            .map_err(|error| Refusal::at(Code::ScrutineersBad, error))?;
        let roles = &sitting.definition.keys;
        let roles = [roles.log, roles.server, roles.secretariat, roles.chief, roles.presiding];
        let mut excluded =
            self.ceremony.as_ref().map(|ceremony| ceremony.excluded.clone()).unwrap_or_default();
        if let Some(ceremony) = &self.ceremony
            && let Some(Fault::Dealer(index, _) | Fault::Complainer(index)) = ceremony.fault
        {
            excluded.extend(u8::try_from(index.get()).ok().and_then(|index| ceremony.act_key(index)));
        }
        for named in &body.scrutineers {
            if roles.contains(&named.key) || excluded.contains(named.key.as_bytes()) {
                self.object(Refusal::at(
                    Code::ScrutineersBad,
                    format_args!("scrutineer {}: key", named.index.get()),
                ))?;
            }
        }
        let act_keys = body
            .scrutineers
            .iter()
            .map(|named| VerifyingKey::from_bytes(named.key.as_bytes()))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| Refusal::at(Code::ScrutineersBad, error))?;
        let run_of = Run::new(&sitting.fingerprint, run, parameters, act_keys)
            .map_err(|error| Refusal::at(Code::ScrutineersBad, error))?;
        self.ceremony = Some(Ceremony {
            run,
            named: body.scrutineers.clone(),
            transcript: Transcript::new(run_of),
            committed: BTreeSet::new(),
            revealed: BTreeSet::new(),
            dealt: BTreeSet::new(),
            last_dealt: [0; 32],
            accepted: BTreeSet::new(),
            fault: None,
            excluded,
            agreed: None,
            tested: BTreeMap::new(),
        });
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    /// The current run, if it is this one and still going.
    fn running(&mut self, run: Int) -> Result<&mut Ceremony, Refusal> {
        let switch = self.switch;
        let ceremony = self.ceremony.as_mut().ok_or(Code::CeremonyOrder)?;
        if ceremony.run != run.get() || ceremony.fault.is_some() || ceremony.agreed.is_some() {
            switch.object(Refusal::at(Code::CeremonyEnded, format_args!("run {}", run.get())))?;
        }
        Ok(ceremony)
    }

    pub(super) fn key_committed(&mut self, body: &KeyCommitted) -> Result<(), Refusal> {
        let index = position(body.scrutineer)?;
        let step = Committed {
            encryption_key: element("encryption_key", body.encryption_key.as_bytes())?,
            proof: knowledge(body.encryption_proof.as_bytes())?,
            commitment: body.commitment.to_bytes(),
        };
        let ceremony = self.running(body.run)?;
        ceremony.transcript.commit(index, step).map_err(refused)?;
        ceremony.committed.insert(index);
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    pub(super) fn key_revealed(&mut self, body: &KeyRevealed) -> Result<(), Refusal> {
        let index = position(body.scrutineer)?;
        let commitments = body
            .commitments
            .iter()
            .map(|commitment| element("commitments", commitment.as_bytes()))
            .collect::<Result<_, _>>()?;
        let step = Revealed { commitments, proof: knowledge(body.proof.as_bytes())? };
        let ceremony = self.running(body.run)?;
        ceremony.transcript.reveal(index, step).map_err(refused)?;
        ceremony.revealed.insert(index);
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    pub(super) fn key_dealt(&mut self, body: &KeyDealt, leaf: [u8; 32]) -> Result<(), Refusal> {
        let index = position(body.scrutineer)?;
        let ceremony = self.running(body.run)?;
        let others = ceremony.parameters().indices().filter(|other| *other != index);
        if !others.map(|other| u64::from(other.get())).eq(body.shares.iter().map(|share| share.to.get())) {
            return Err(bad("shares: to"));
        }
        let shares = body
            .shares
            .iter()
            .map(|share| {
                Ok(DealtShare {
                    ephemeral: element("ephemeral", share.ephemeral.as_bytes())?,
                    proof: knowledge(share.proof.as_bytes())?,
                    sealed: share.sealed.to_bytes(),
                })
            })
            .collect::<Result<_, Refusal>>()?;
        ceremony.transcript.deal(index, Dealt { shares }).map_err(refused)?;
        ceremony.dealt.insert(index);
        ceremony.last_dealt = leaf;
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    pub(super) fn key_accepted(&mut self, body: &KeyAccepted) -> Result<(), Refusal> {
        let index = position(body.scrutineer)?;
        let switch = self.switch;
        let ceremony = self.running(body.run)?;
        if ceremony.dealt.len() != ceremony.named.len() || ceremony.accepted.contains(&index) {
            switch.object(Code::CeremonyOrder)?;
        }
        if ceremony.last_dealt != body.follows.to_bytes() {
            switch.object(Code::FollowsWrong)?;
        }
        ceremony.accepted.insert(index);
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    pub(super) fn key_disputed(&mut self, body: &KeyDisputed) -> Result<(), Refusal> {
        let index = position(body.scrutineer)?;
        let complaint = Complaint {
            dealer: position(body.dealer)?,
            shared: element("shared", body.shared.as_bytes())?,
            proof: EqualityProof::from_bytes(body.proof.as_bytes()).map_err(bad)?,
        };
        let ceremony = self.running(body.run)?;
        if ceremony.accepted.contains(&index) {
            return Err(Code::CeremonyOrder.into());
        }
        let fault = ceremony.transcript.judge(index, &complaint).map_err(refused)?;
        ceremony.fault = Some(fault);
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    pub(super) fn key_agreed(&mut self, body: &KeyAgreed, leaf: [u8; 32]) -> Result<(), Refusal> {
        let switch = self.switch;
        let ceremony = self.running(body.run)?;
        if !ceremony.is_accepted_by_all() {
            switch.object(Code::CeremonyOrder)?;
        }
        let key = ceremony.transcript.agreed().map_err(refused)?;
        if *key.key.as_bytes() != body.public_key.to_bytes() {
            switch.object(bad("public_key"))?;
        }
        let says = body.share_keys.iter().map(|key| key.to_bytes());
        if !key.public_shares.iter().map(|share| *share.as_bytes()).eq(says) {
            switch.object(bad("share_keys"))?;
        }
        ceremony.agreed = Some(Agreed { leaf, public_key: key.key, share_keys: key.public_shares });
        self.counters.did(Check::Ceremony, 1);
        Ok(())
    }

    /// What a test decryption decrypts: a dummy that everyone recomputes from the leaf hash of `key_agreed` (§8.4).
    pub fn test_statement(&self) -> Result<DecryptionStatement, Refusal> {
        let agreed = self.ceremony().and_then(Ceremony::agreed).ok_or(Code::CeremonyOrder)?;
        DecryptionStatement::test(self.fingerprint()?, &PublicKey::new(agreed.public_key), agreed.leaf)
            .map_err(|error| Refusal::at(Code::TestBad, error))
    }

    pub(super) fn key_tested(&mut self, body: &KeyTested, evidence: &Evidence) -> Result<(), Refusal> {
        let wrong = |error: &dyn std::fmt::Display| {
            Refusal::at(Code::TestBad, format_args!("scrutineer {}: {error}", body.scrutineer.get()))
        };
        let index = position(body.scrutineer)?;
        let statement = self.test_statement()?;
        let threshold = self.ceremony().map_or(0, |ceremony| usize::from(ceremony.parameters().t()));
        let switch = self.switch;
        let ceremony = self.ceremony.as_mut().ok_or(Code::CeremonyOrder)?;
        let agreed = ceremony.agreed.as_ref().ok_or(Code::CeremonyOrder)?;
        if agreed.leaf != body.key.to_bytes() {
            switch.object(Code::FollowsWrong)?;
        }
        if ceremony.tested.contains_key(&index) {
            switch.object(Code::CeremonyOrder)?;
        }
        let share_key = agreed.share_key(index).ok_or_else(|| wrong(&"position"))?;
        let partial = match evidence.partial() {
            Some(partial) if partial.is_of(&statement, index, share_key) => partial.clone(),
            _ => PartialDecryption::from_bytes(body.share.as_bytes(), statement.cells())
                .and_then(|partial| partial.verify(&statement, index, share_key))
                .map_err(|error| wrong(&error))?,
        };
        let mut all: Vec<_> = ceremony.tested.values().cloned().collect();
        all.push(partial.clone());
        if all.len() == threshold {
            let totals = combine(&statement, threshold, &all).map_err(|error| wrong(&error))?;
            let (_, number) = test_dummy(&PublicKey::new(agreed.public_key), &agreed.leaf)
                .map_err(|error| wrong(&error))?;
            if totals != [number] {
                return Err(wrong(&"number"));
            }
        }
        ceremony.tested.insert(index, partial);
        self.counters.did(Check::TestDecryption, 1);
        Ok(())
    }
}
