//! What a scrutineer does next, and the signed act for it.
//!
//! Invariants
//! - It decides on a log that this process has folded itself, from the pinned entry 0 on ([`FollowedLog`]). It takes no ciphertext
//!   and no sum from anyone (pitfall 13); a log with a refused entry gets nothing.
//! - What is secret is durable in the vault before the act that depends on it is given out; the ceremony's acts of a restarted
//!   terminal are the same bytes.

use audit::entry::counting::Decrypted;
use audit::entry::key::{
    DealtShare, KeyAccepted, KeyCommitted, KeyDealt, KeyDisputed, KeyRevealed, KeyTested,
};
use audit::entry::{Body, Signer};
use audit::fold::{Agreed, Ceremony, Contest, Refusal, Stage, State};
use audit::wire::{B64, Bytes32, Int};
use crypto::ceremony::{CeremonySecret, Complaint, Opened};
use crypto::decryption::{CELL_BYTES, DecryptionStatement, decrypt};
use crypto::group::Element;
use crypto::hash::Entropy;
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use crypto::signature::SigningKey;
use protocol::Act;

use super::super::acts::{bodies, sign};
use super::super::log::FollowedLog;
use super::refusal::{DecryptRefusal, ScrutineerError};
use super::vault::{Held, Vault};

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing until the log goes on.
    WaitFor(Awaited),
    /// 生成: `key_committed`.
    Commit,
    /// 公布: `key_revealed`.
    Reveal,
    /// 分发: `key_dealt`.
    Deal,
    /// 验证: all shares are good, `key_accepted`.
    Accept,
    /// A share is bad: `key_disputed`.
    Dispute,
    /// `key_agreed`, with this signature.
    SignKey,
    /// 试解密: `key_tested`.
    Test,
    /// `decrypted`, for the contest with this number.
    Decrypt(u64),
    /// The sitting is sealed.
    Done,
}

/// What a scrutineer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// To be named by `scrutineers_named`, or the next run after a dispute.
    Naming,
    /// The others' `key_committed`.
    Commitments,
    /// The others' `key_revealed`.
    Reveals,
    /// The others' `key_dealt`.
    Shares,
    /// The others' `key_accepted`.
    Acceptances,
    /// A close.
    Close,
    /// The log is still behind what this terminal has done.
    Log,
}

/// A scrutineer's program: act key, vault, and no connection.
#[derive(Debug)]
pub struct ScrutineerProgram {
    key: SigningKey,
    vault: Vault,
}

/// Where this scrutineer stands in a run.
struct Place<'a> {
    state: &'a State,
    ceremony: &'a Ceremony,
    index: ScrutineerIndex,
}

impl ScrutineerProgram {
    /// With the act key that `scrutineers_named` names.
    pub fn new(key: SigningKey, vault: Vault) -> Self {
        Self { key, vault }
    }

    /// The vault, to show what it holds.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// This scrutineer's position in the current run.
    pub fn position(&self, state: &State) -> Option<ScrutineerIndex> {
        self.place(state).map(|place| place.index)
    }

    fn place<'a>(&self, state: &'a State) -> Option<Place<'a>> {
        let ceremony = state.ceremony()?;
        let own = *self.key.verifying_key().as_bytes();
        let named = ceremony.named().iter().find(|named| named.key.to_bytes() == own)?;
        let index = u16::try_from(named.index.get()).ok().and_then(|index| index.try_into().ok())?;
        Some(Place { state, ceremony, index })
    }

    /// What the log calls for. [`ScrutineerError::LostSecret`] and errors of the ceremony need people.
    pub fn next_step(&self, state: &State) -> Result<Step, ScrutineerError> {
        if state.is_sealed() {
            return Ok(Step::Done);
        }
        let Some(place) = self.place(state) else { return Ok(Step::WaitFor(Awaited::Naming)) };
        if self.vault.run() > place.ceremony.run() {
            return Ok(Step::WaitFor(Awaited::Log));
        }
        if place.ceremony.fault().is_some() {
            return Ok(Step::WaitFor(Awaited::Naming));
        }
        match place.ceremony.agreed() {
            None => self.next_of_ceremony(&place),
            Some(_) if !place.ceremony.progress(place.index).tested => {
                self.share(&place)?;
                Ok(Step::Test)
            }
            Some(_) => Ok(next_contest(&place).map_or(Step::WaitFor(Awaited::Close), Step::Decrypt)),
        }
    }

    fn next_of_ceremony(&self, place: &Place<'_>) -> Result<Step, ScrutineerError> {
        let ceremony = place.ceremony;
        let own = ceremony.progress(place.index);
        let all = |done: fn(audit::fold::Progress) -> bool| {
            ceremony.parameters().indices().all(|index| done(ceremony.progress(index)))
        };
        Ok(if !own.committed {
            Step::Commit
        } else if !all(|progress| progress.committed) {
            Step::WaitFor(Awaited::Commitments)
        } else if !own.revealed {
            Step::Reveal
        } else if !all(|progress| progress.revealed) {
            Step::WaitFor(Awaited::Reveals)
        } else if !own.dealt {
            Step::Deal
        } else if !all(|progress| progress.dealt) {
            Step::WaitFor(Awaited::Shares)
        } else if !own.accepted {
            match self.opened(place)? {
                None | Some(Opened::Share(_)) => Step::Accept,
                Some(Opened::Complaints(_)) => Step::Dispute,
            }
        } else if ceremony.is_accepted_by_all() {
            Step::SignKey
        } else {
            Step::WaitFor(Awaited::Acceptances)
        })
    }

    /// Makes the act of a step on this log, and makes durable what it depends on.
    pub fn act(&mut self, step: Step, log: &FollowedLog) -> Result<Act, ScrutineerError> {
        let state = log.state();
        let place = self.place_in(log)?;
        // Decryption names its own reasons; every other step must be the one that the log calls for.
        let is_decryption = matches!(step, Step::Decrypt(_));
        if !is_decryption && self.next_step(state)? != step {
            return Err(ScrutineerError::NotNow);
        }
        let body = match step {
            Step::Commit => self.commit(&place)?,
            Step::Reveal => self.reveal(&place)?,
            Step::Deal => self.deal(&place)?,
            Step::Accept => self.accept(&place)?,
            Step::Dispute => self.dispute(&place)?,
            Step::SignKey => self.sign_key(&place)?,
            Step::Test => self.test(&place)?,
            Step::Decrypt(contest) => self.decrypt(&place, contest)?,
            Step::WaitFor(_) | Step::Done => return Err(ScrutineerError::NotNow),
        };
        Ok(sign(&body, &self.key, place.signer(), &self.vault.sitting().0))
    }

    /// Signs the report of a contest, over the SHA-256 of its bytes.
    pub fn sign_report(
        &self,
        contest: u64,
        report: [u8; 32],
        log: &FollowedLog,
    ) -> Result<Act, ScrutineerError> {
        let place = self.place_in(log)?;
        let signer = place.signer();
        let body = bodies::sign_report(log.state(), contest, signer, report)?;
        Ok(sign(&body, &self.key, signer, &self.vault.sitting().0))
    }

    /// Our place in a log of this sitting that holds.
    fn place_in<'a>(&self, log: &'a FollowedLog) -> Result<Place<'a>, ScrutineerError> {
        if log.pinned() != self.vault.sitting() {
            return Err(ScrutineerError::OtherSitting(log.pinned()));
        }
        if let Some(refuted) = log.refuted() {
            return Err(ScrutineerError::LogFails(refuted.clone()));
        }
        self.place(log.state()).ok_or(ScrutineerError::NotNamed)
    }

    fn commit(&mut self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        if self.vault.run() < place.ceremony.run() {
            let run = place.ceremony.transcript().run().clone();
            let secret = CeremonySecret::generate(run, place.index, &self.key, entropy()?)?;
            self.vault.keep_seed(place.ceremony.run(), secret.to_secret_bytes())?;
        }
        let committed = self.secret(place)?.commit()?;
        Ok(Body::KeyCommitted(KeyCommitted {
            run: place.run()?,
            scrutineer: place.position(),
            encryption_key: Bytes32::from(*committed.encryption_key.as_bytes()),
            encryption_proof: committed.proof.to_bytes().into(),
            commitment: committed.commitment.into(),
        }))
    }

    fn reveal(&self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        let revealed = self.secret(place)?.reveal()?;
        Ok(Body::KeyRevealed(KeyRevealed {
            run: place.run()?,
            scrutineer: place.position(),
            commitments: revealed.commitments.iter().map(bytes_of).collect(),
            proof: revealed.proof.to_bytes().into(),
        }))
    }

    fn deal(&self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        let dealt = self.secret(place)?.deal(place.ceremony.transcript())?;
        let others = place.ceremony.parameters().indices().filter(|other| *other != place.index);
        let shares = others.zip(&dealt.shares).map(|(to, share)| DealtShare {
            to: Int::from(u32::from(to.get())),
            ephemeral: bytes_of(&share.ephemeral),
            proof: share.proof.to_bytes().into(),
            sealed: share.sealed.into(),
        });
        Ok(Body::KeyDealt(KeyDealt {
            run: place.run()?,
            scrutineer: place.position(),
            shares: shares.collect(),
        }))
    }

    fn accept(&mut self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        match self.opened(place)? {
            None => {}
            Some(Opened::Share(share)) => self.vault.keep_share(share)?,
            Some(Opened::Complaints(_)) => return Err(ScrutineerError::NotNow),
        }
        Ok(Body::KeyAccepted(KeyAccepted {
            run: place.run()?,
            scrutineer: place.position(),
            follows: place.ceremony.last_dealt().into(),
        }))
    }

    /// One complaint is enough: any ends the run.
    fn dispute(&self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        let Some(Opened::Complaints(complaints)) = self.opened(place)? else {
            return Err(ScrutineerError::NotNow);
        };
        let Complaint { dealer, shared, proof } =
            complaints.into_iter().next().ok_or(ScrutineerError::NotNow)?;
        Ok(Body::KeyDisputed(KeyDisputed {
            run: place.run()?,
            scrutineer: place.position(),
            dealer: Int::from(u32::from(dealer.get())),
            shared: bytes_of(&shared),
            proof: proof.to_bytes().into(),
        }))
    }

    fn sign_key(&self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        let body = bodies::agree_on_key(place.state)?;
        let Body::KeyAgreed(agreed) = &body else { return Err(ScrutineerError::NotNow) };
        let own = usize::from(place.index.get()).checked_sub(1).and_then(|at| agreed.share_keys.get(at));
        let public = self.share(place)?.public_share().map_err(|_| ScrutineerError::ShareDiffers)?;
        if own.map(|key| key.to_bytes()) == Some(*public.as_bytes()) {
            Ok(body)
        } else {
            Err(ScrutineerError::ShareDiffers)
        }
    }

    /// The dummy is recomputed from the log: nobody can pass off a ballot as a test (§8.4).
    fn test(&self, place: &Place<'_>) -> Result<Body, ScrutineerError> {
        let agreed = place.ceremony.agreed().ok_or(ScrutineerError::NotNow)?;
        let statement = place.state.test_statement()?;
        let shares = self.shares(place, &statement, agreed)?;
        let [share] = shares.as_slice() else { return Err(ScrutineerError::NotNow) };
        Ok(Body::KeyTested(KeyTested {
            key: agreed.leaf.into(),
            scrutineer: place.position(),
            share: *share,
        }))
    }

    fn decrypt(&mut self, place: &Place<'_>, number: u64) -> Result<Body, ScrutineerError> {
        let unknown = DecryptRefusal::UnknownContest { contest: number };
        let contest = place.state.contests().get(&number).ok_or(unknown)?;
        let stage = contest.stage();
        match stage {
            Some(Stage::Closed) => {}
            Some(Stage::Voided) => return Err(DecryptRefusal::Voided { contest: number }.into()),
            Some(Stage::Declared) => return Err(DecryptRefusal::Declared { contest: number }.into()),
            _ => return Err(DecryptRefusal::BeforeClose { contest: number, stage }.into()),
        }
        let before_close = DecryptRefusal::BeforeClose { contest: number, stage };
        let course = contest.course().ok_or(before_close)?;
        let (closed, _) = course.closed.ok_or(before_close)?;
        if let Some(refusal) = unfit(place.state, contest)? {
            return Err(refusal.into());
        }
        if !is_close_witnessed(place.state, contest) {
            return Err(DecryptRefusal::NotWitnessed { contest: number }.into());
        }
        let agreed = place.ceremony.agreed().ok_or(DecryptRefusal::NoShare)?;
        if !matches!(self.vault.held(), Held::Share(_)) || self.vault.run() != place.ceremony.run() {
            return Err(DecryptRefusal::NoShare.into());
        }
        let statement = place.state.decryption_statement(&course.hash.into(), &closed.into())?;
        // Durable before the first share exists: a crash from here on leaves at most a record of this close.
        self.vault.reserve(course.hash, closed)?;
        Ok(Body::Decrypted(Decrypted {
            contest: course.hash.into(),
            closed: closed.into(),
            scrutineer: place.position(),
            shares: self.shares(place, &statement, agreed)?,
        }))
    }

    fn shares(
        &self,
        place: &Place<'_>,
        statement: &DecryptionStatement,
        agreed: &Agreed,
    ) -> Result<Vec<B64<CELL_BYTES>>, ScrutineerError> {
        let public = agreed.share_key(place.index).ok_or(ScrutineerError::NotNamed)?;
        let partial = decrypt(statement, place.index, self.share(place)?, public, entropy()?)?;
        Ok(partial.to_bytes().as_chunks().0.iter().map(|cell| B64::from(*cell)).collect())
    }

    /// Our share of the current run.
    fn share(&self, place: &Place<'_>) -> Result<&SecretShare, ScrutineerError> {
        match self.vault.held() {
            Held::Share(share) if self.vault.run() == place.ceremony.run() => Ok(share),
            _ => Err(ScrutineerError::LostSecret { run: place.ceremony.run() }),
        }
    }

    /// Our secret of the current run, while the share is not stored.
    fn secret(&self, place: &Place<'_>) -> Result<CeremonySecret, ScrutineerError> {
        match self.vault.held() {
            Held::Seed(seed) if self.vault.run() == place.ceremony.run() => {
                let run = place.ceremony.transcript().run().clone();
                Ok(CeremonySecret::from_secret_bytes(run, place.index, seed)?)
            }
            _ => Err(ScrutineerError::LostSecret { run: place.ceremony.run() }),
        }
    }

    /// What the others dealt us; `None` where the share is stored already.
    fn opened(&self, place: &Place<'_>) -> Result<Option<Opened>, ScrutineerError> {
        if self.share(place).is_ok() {
            return Ok(None);
        }
        Ok(Some(self.secret(place)?.open(place.ceremony.transcript())?))
    }
}

impl Place<'_> {
    fn run(&self) -> Result<Int, ScrutineerError> {
        Int::try_from(self.ceremony.run()).map_err(|_| ScrutineerError::NotNow)
    }

    fn position(&self) -> Int {
        Int::from(u32::from(self.index.get()))
    }

    fn signer(&self) -> Signer {
        Signer::Scrutineer(u8::try_from(self.index.get()).unwrap_or(u8::MAX))
    }
}

/// The first closed contest that waits for our shares. What must not be decrypted waits for nothing; papers that are not
/// confirmed are waited for.
fn next_contest(place: &Place<'_>) -> Option<u64> {
    let waits = |contest: &Contest| {
        contest
            .course()
            .is_some_and(|course| course.stage == Stage::Closed && !course.shares.contains_key(&place.index))
            && matches!(unfit(place.state, contest), Ok(None))
            && is_close_witnessed(place.state, contest)
    };
    place.state.contests().iter().find(|(_, contest)| waits(contest)).map(|(number, _)| *number)
}

/// Why a closed contest is not decrypted, if it must not be; in the order of [`DecryptRefusal`].
pub fn unfit(state: &State, contest: &Contest) -> Result<Option<DecryptRefusal>, Refusal> {
    let number = contest.definition.contest.get();
    let Some(course) = contest.course().filter(|course| course.keys.is_some()) else {
        return Ok(Some(DecryptRefusal::NotSecret { contest: number }));
    };
    let minimum = contest.profile.minimum_ballots.get();
    let summed = course.summed().unwrap_or(0);
    // Too few valid ballots make the vote void too; where that is the reason it is the one that people understand.
    let few = summed < minimum;
    if state.is_void_by_numbers(contest)? && !few {
        return Ok(Some(DecryptRefusal::VoidByNumbers { contest: number }));
    }
    if course.paper.is_awaited() {
        return Ok(Some(DecryptRefusal::PaperAwaited { contest: number }));
    }
    Ok(few.then_some(DecryptRefusal::TooFewBallots { returned: summed, minimum }))
}

/// Whether a quorum of witnesses has seen the entry by which a contest was closed; always, in a sitting without witnesses.
pub fn is_close_witnessed(state: &State, contest: &Contest) -> bool {
    let closed = contest.course().and_then(|course| course.closed);
    closed.is_some_and(|(_, index)| state.is_witnessed(index))
}

fn bytes_of(element: &Element) -> Bytes32 {
    Bytes32::from(*element.as_bytes())
}

fn entropy() -> Result<Entropy, getrandom::Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes)?;
    Ok(Entropy::from_os(bytes))
}
