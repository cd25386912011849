//! The steps of a device, each safe to repeat: check in, draw the ballot, return the slip, look the ballot up.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use audit::entry::voting::{BallotRequested, BallotReturned, CheckedIn, Means};
use audit::entry::{Body, Signer};
use audit::fold::Code;
use audit::wire::{Bytes32, Int, encode};
use crypto::card::Card;
use crypto::group::Element;
use crypto::signature::{Purpose, VerifyingKey};
use crypto::stamp::{Blinding, Evaluation, EvaluationProof, StampInput};
use protocol::problem::Reason;
use protocol::server::Digest;
use protocol::{Act, BoxReceipt};
use tokio::time::Instant;

use super::cache::DefinitionCache;
use super::contest::OpenContest;
use super::error::DeviceError;
use super::evidence::Evidence;
use super::find::{ENTRY_0_FILE, OwnEntry, entry_file_of, find, published_leaves, receipt, whole_minutes};
use super::fresh::Freshness;
use super::prepare::sign;
use super::secret;
use super::state::{ContestState, DeviceState, StateError, StateFile};
use super::trust::{Believed, Included, NamedEntries, QuorumAge, Trust, TrustError, kind};
use crate::keys::private_file::{self, Existing};
use crate::net::{Answer, Connection, Dialer, Sitting};

/// Who sits at the device.
#[derive(Debug)]
pub enum Holder {
    /// A deputy with a card: the card signs the check-in.
    Card(Card),
    /// A deputy without one: the secretariat signs the check-in for the device key that the screen shows.
    Desk {
        /// Number on the roll.
        number: u32,
    },
}

/// How far the check-in is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckIn {
    /// It stands in the log, for this device's key.
    Done,
    /// It was accepted and is about to show in the digest.
    Submitted,
    /// A latecomer: both roles have to let them in.
    AwaitingRoles,
    /// The desk has to sign for the device key.
    AwaitingDesk,
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The ballot stands in the log; the file proves it.
    Found {
        /// Index of the entry.
        index: u64,
        /// The tlog-proof file.
        receipt: PathBuf,
    },
    /// It does not, and there is no receipt: it was never in the box.
    NotInBox,
}

/// A deputy's device.
#[derive(Debug)]
pub struct Device {
    pub(super) dialer: Dialer,
    pub(super) state: StateFile,
    pub(super) deputy: u32,
    holder: Holder,
    cache: Arc<DefinitionCache>,
    pub(super) trust: Option<Trust>,
    /// Whether witnesses still vouch for what is believed.
    pub(super) fresh: Arc<Freshness>,
    /// The newest quorum that counted as news.
    quorum_age: Option<QuorumAge>,
    /// Leaf of the `checked_in` that was believed.
    checked_in: Option<[u8; 32]>,
    pub(super) contests: BTreeMap<u64, Arc<OpenContest>>,
    /// Contests whose ballot was committed by this process and never given out to be sent.
    pub(super) unsent: BTreeSet<u64>,
}

impl Device {
    /// Opens the device in `folder`, or makes one there with a fresh device key.
    pub fn open(
        folder: &Path,
        holder: Holder,
        dialer: Dialer,
        cache: Arc<DefinitionCache>,
    ) -> Result<Self, DeviceError> {
        let deputy = match &holder {
            Holder::Card(card) => {
                u32::try_from(card.number()).map_err(|_| DeviceError::Number(card.number()))?
            }
            Holder::Desk { number } => *number,
        };
        let state = StateFile::open(folder, dialer.file().fingerprint.0, deputy)?;
        Ok(Self {
            dialer,
            state,
            deputy,
            holder,
            cache,
            trust: None,
            fresh: Arc::default(),
            quorum_age: None,
            checked_in: None,
            contests: BTreeMap::new(),
            unsent: BTreeSet::new(),
        })
    }

    /// Number on the roll.
    pub fn deputy(&self) -> u32 {
        self.deputy
    }

    /// The public device key: the desk reads it off the screen where there is no card.
    pub fn device_key(&self) -> Result<VerifyingKey, DeviceError> {
        Ok(self.state.get().device_key.signing_key()?.verifying_key())
    }

    /// The sitting, once entry 0 was believed.
    pub fn sitting(&self) -> Option<&Arc<Sitting>> {
        self.trust.as_ref().map(Trust::sitting)
    }

    /// A contest, once its opening was believed.
    pub fn contest(&self, number: u64) -> Option<&Arc<OpenContest>> {
        self.contests.get(&number)
    }

    /// The box's receipt for a contest.
    pub fn receipt(&self, number: u64) -> Option<BoxReceipt> {
        self.state.get().contest(number)?.receipt().copied()
    }

    /// Changes the durable state, and takes the newest believed checkpoints along.
    pub(super) fn change<T>(&mut self, change: impl FnOnce(&mut DeviceState) -> T) -> Result<T, StateError> {
        let newest = self.trust.as_ref().map(Trust::newest).unwrap_or_default();
        let [signed, quorum] = newest.map(|newest| newest.map(|newest| newest.note.clone()));
        self.state.change(|state| {
            state.checkpoint = signed.unwrap_or_else(|| std::mem::take(&mut state.checkpoint));
            state.quorum = quorum.unwrap_or_else(|| std::mem::take(&mut state.quorum));
            change(state)
        })
    }

    pub(super) fn trust(&mut self) -> Result<&mut Trust, DeviceError> {
        self.trust.as_mut().ok_or(DeviceError::Trust(TrustError::NotPublishedYet))
    }

    pub(super) fn believed_sitting(&self) -> Result<Arc<Sitting>, DeviceError> {
        self.sitting().cloned().ok_or(DeviceError::Trust(TrustError::NotPublishedYet))
    }

    /// Keeps the evidence of a contradiction in the device's folder; gives the file.
    pub fn keep_evidence(&self, error: &DeviceError) -> Result<Option<PathBuf>, DeviceError> {
        match error {
            DeviceError::Trust(TrustError::Contradiction { evidence, .. }) => {
                let history = evidence.later_root().and_then(|root| self.cache.tree(&root));
                let folder = self.state.folder();
                if let Some(sitting) = self.sitting()
                    && let Some(path) = evidence.keep_for_all(folder, sitting, history.as_deref())?
                {
                    return Ok(Some(path));
                }
                Ok(Some(evidence.keep(folder)?))
            }
            _ => Ok(None),
        }
    }

    /// Believes the sitting: entry 0, at the leaf that the digest names, has the pinned fingerprint.
    pub async fn believe(&mut self, connection: &mut Connection, digest: &Digest) -> Result<(), DeviceError> {
        if self.trust.is_some() {
            return Ok(());
        }
        if self.believe_known()? {
            return Ok(());
        }
        let leaf = digest.sitting.to_bytes();
        let fetched = connection.fetch(&[leaf]).await?;
        let line = fetched.entries.first().ok_or(TrustError::NotPublishedYet)?;
        let sitting = Sitting::verify(line.line.as_bytes(), self.dialer.file()).map_err(TrustError::from)?;
        let sitting = Arc::new(sitting);
        self.believe_with(&sitting)?;
        self.trust()?.entry(&leaf, &fetched)?;
        self.cache.keep_sitting(&sitting);
        Ok(())
    }

    /// The same where another device of this process has verified entry 0 already; whether one has.
    pub(super) fn believe_known(&mut self) -> Result<bool, DeviceError> {
        let known = self.cache.sitting(&self.dialer.file().fingerprint.0);
        known.as_ref().map(|sitting| self.believe_with(sitting)).transpose().map(|known| known.is_some())
    }

    fn believe_with(&mut self, sitting: &Arc<Sitting>) -> Result<(), DeviceError> {
        let state = self.state.get();
        let trust = Trust::new(Arc::clone(sitting), &state.checkpoint, &state.quorum)?;
        if sitting.witnesses().quorum() > 0 {
            self.fresh.ask();
        }
        // What was seen before a restart is no news.
        self.quorum_age = trust.quorum().map(Believed::age);
        self.trust = Some(trust);
        Ok(())
    }

    /// Looks at the quorum that the digest tells of. A newer one than all before keeps the device casting; an older one is no
    /// contradiction, what is none changes nothing.
    pub fn see_quorum(&mut self, digest: &Digest, now: Instant) -> Result<(), DeviceError> {
        let trust = self.trust()?;
        let known = trust.quorum().map(|seen| seen.note.as_str());
        if let Some(note) = digest.quorum.first().filter(|note| known != Some(note.as_str())) {
            trust.observe_late(note)?;
        }
        let newest = trust.quorum().map(Believed::age);
        if newest > self.quorum_age {
            self.quorum_age = newest;
            self.fresh.renew(now);
        }
        Ok(())
    }

    /// 见证: cosignatures of the newest checkpoint that a quorum stands behind, and how many are needed; once entry 0 was believed.
    pub fn witnesses(&self) -> Option<(u64, u64)> {
        let trust = self.trust.as_ref()?;
        let have = trust.quorum().map_or(0, |seen| seen.cosigned.have());
        Some((have, trust.sitting().witnesses().quorum()))
    }

    async fn fetch(&mut self, connection: &mut Connection, leaf: &[u8; 32]) -> Result<Included, DeviceError> {
        let fetched = connection.fetch(&[*leaf]).await?;
        Ok(self.trust()?.entry(leaf, &fetched)?)
    }

    /// Checks in. Repeat it with each new digest until it is [`CheckIn::Done`]; after a reconnection a proposal may be lost, and
    /// the same act goes out again.
    pub async fn check_in(
        &mut self,
        connection: &mut Connection,
        digest: &Digest,
    ) -> Result<CheckIn, DeviceError> {
        if let Some(done) = self.is_checked_in(connection, digest).await? {
            return Ok(done);
        }
        let sitting = self.believed_sitting()?;
        let Holder::Card(card) = &self.holder else { return Ok(CheckIn::AwaitingDesk) };
        let body = Body::CheckedIn(CheckedIn {
            deputy: Int::from(self.deputy),
            device_key: (*self.device_key()?.as_bytes()).into(),
            means: Means::Card,
        });
        let key = card.signing_key(sitting.fingerprint())?;
        let act =
            sign(&body, Signer::Card(self.deputy), Purpose::Act, &key, sitting.fingerprint(), Vec::new())?;
        match connection.submit(&act, &sitting).await? {
            Answer::Accepted(_) => Ok(CheckIn::Submitted),
            Answer::Proposed { .. } => Ok(CheckIn::AwaitingRoles),
            Answer::Refused(refusal) => match refusal.reason {
                // The digest that we acted on was older than the log.
                Reason::Rule(Code::CheckedInAlready) => Ok(CheckIn::Submitted),
                _ => Err(refusal.into()),
            },
            Answer::Boxed(_) => Err(DeviceError::AnswerUnfit { act: "checked_in" }),
        }
    }

    /// [`CheckIn::Done`] if the digest names a `checked_in` with this device's key.
    pub async fn is_checked_in(
        &mut self,
        connection: &mut Connection,
        digest: &Digest,
    ) -> Result<Option<CheckIn>, DeviceError> {
        let Some(leaf) = digest.checked_in.first().map(|leaf| leaf.to_bytes()) else {
            self.checked_in = None;
            return Ok(None);
        };
        if self.checked_in == Some(leaf) {
            return Ok(Some(CheckIn::Done));
        }
        let entry = self.fetch(connection, &leaf).await?;
        let Body::CheckedIn(body) = entry.line.body() else {
            return Err(kind("checked_in", &entry.line).into());
        };
        if body.deputy != Int::from(self.deputy)
            || body.device_key.as_bytes() != self.device_key()?.as_bytes()
        {
            return Err(DeviceError::SignedInElsewhere { deputy: self.deputy });
        }
        self.checked_in = Some(leaf);
        Ok(Some(CheckIn::Done))
    }

    /// A fresh device key, after a check-in was undone or the deputy left: the old one can never be used again. Not while a
    /// contest is voting in which a ballot was asked for or a vote cast here: its slip and its changes need the old one.
    pub fn renew_device_key(&mut self, is_voting: impl Fn(u64) -> bool) -> Result<(), DeviceError> {
        let state = self.state.get();
        let ballots = state.contests.iter().map(|contest| contest.number);
        let votes = state.votes.iter().filter(|vote| vote.refused.is_none()).map(|vote| vote.number);
        if let Some(contest) = ballots.chain(votes).find(|number| is_voting(*number)) {
            return Err(DeviceError::IssuedElsewhere { contest });
        }
        let key = secret::fresh()?;
        self.checked_in = None;
        Ok(self.change(|state| state.device_key = key)?)
    }

    /// Believes an opened contest: the opening at this leaf, with both roles' signatures, and the entries that it names.
    pub async fn believe_contest(
        &mut self,
        connection: &mut Connection,
        number: u64,
        opened: &[u8; 32],
    ) -> Result<Arc<OpenContest>, DeviceError> {
        if let Some(contest) = self.contests.get(&number) {
            return Ok(Arc::clone(contest));
        }
        let fingerprint = self.dialer.file().fingerprint.0;
        let entry = self.fetch(connection, opened).await?;
        let opening = self.trust()?.opening(&entry)?.clone();
        if opening.contest.get() != number {
            return Err(TrustError::Opening { field: "contest" }.into());
        }
        let contest = if let Some(contest) = self.cache.contest(&fingerprint, opened) {
            contest
        } else {
            // One at a time: each may be as long as an entry, all together not longer than a frame.
            let named = NamedEntries {
                definition: self.fetch(connection, opening.definition.as_bytes()).await?,
                rules: self.fetch(connection, opening.rules.as_bytes()).await?,
                roll: self.fetch(connection, opening.roll.as_bytes()).await?,
                key: match opening.keys.first() {
                    Some(keys) => Some(self.fetch(connection, keys.key.as_bytes()).await?),
                    None => None,
                },
            };
            let contest = Arc::new(self.trust()?.contest(&entry, &named)?);
            self.cache.keep_contest(*opened, &contest);
            contest
        };
        self.contests.insert(number, Arc::clone(&contest));
        Ok(contest)
    }

    /// Draws the ballot: a ballot key, blinded, stamped by the server, unblinded. `issued`: the leaf of this deputy's
    /// `ballot_issued`, where the digest has it. There is one ballot key for a contest, whatever crashes.
    pub async fn draw_ballot(
        &mut self,
        connection: &mut Connection,
        contest: &OpenContest,
        issued: Option<[u8; 32]>,
    ) -> Result<(), DeviceError> {
        if self.state.get().contest(contest.number).is_none() {
            if issued.is_some() {
                return Err(DeviceError::IssuedElsewhere { contest: contest.number });
            }
            let drawn = self.request(contest)?;
            // Durable before it is sent: a second request with another blind would never be answered.
            self.change(|state| state.contests.push(drawn))?;
        }
        let state = self.state_of(contest.number)?;
        if state.stamp.is_some() {
            return Ok(());
        }
        let leaf = if let Some(leaf) = issued {
            leaf
        } else {
            let sigs = vec![audit::entry::Sig { by: Signer::Deputy(self.deputy), sig: state.request_sig }];
            let act = Act { sigs, body: state.request.clone(), parts: Vec::new() };
            let sitting = self.believed_sitting()?;
            match connection.submit(&act, &sitting).await? {
                Answer::Accepted(placed) => placed.leaf.to_bytes(),
                Answer::Refused(refusal) => return Err(refusal.into()),
                _ => return Err(DeviceError::AnswerUnfit { act: "ballot_requested" }),
            }
        };
        let entry = self.fetch(connection, &leaf).await?;
        self.take_stamp(contest, &entry)
    }

    /// A fresh ballot key and the request for its stamp.
    fn request(&self, contest: &OpenContest) -> Result<ContestState, DeviceError> {
        let seed = secret::fresh()?;
        let ballot_key = seed.signing_key()?.verifying_key();
        let input = StampInput::new(&contest.stamp_context(), &ballot_key)?;
        let blinding = Blinding::new(input, [secret::entropy()?, secret::entropy()?])?;
        let request = encode(&BallotRequested {
            contest: contest.hash.into(),
            deputy: Int::from(self.deputy),
            blinded: (*blinding.blinded().as_bytes()).into(),
        });
        let device_key = self.state.get().device_key.signing_key()?;
        let request_sig = device_key.sign(Purpose::Act, &contest.sitting, &request).to_bytes().into();
        Ok(ContestState {
            number: contest.number,
            contest: contest.hash.into(),
            ballot_key: (*ballot_key.as_bytes()).into(),
            ballot_seed: Some(seed),
            blind: Some(secret::Secret32::new(*blinding.to_secret_bytes())),
            request: String::from_utf8(request).map_err(|_| DeviceError::TooLong)?,
            request_sig,
            stamp: None,
            cast: None,
            former: None,
            changes: 0,
            slip: false,
        })
    }

    /// Checks the server's evaluation of our blinded key and unblinds it.
    fn take_stamp(&mut self, contest: &OpenContest, entry: &Included) -> Result<(), DeviceError> {
        let Body::BallotIssued(body) = entry.line.body() else {
            return Err(kind("ballot_issued", &entry.line).into());
        };
        self.trust()?.signed_by(&entry.line, &[Signer::Server], "server")?;
        let state = self.state_of(contest.number)?;
        if encode(&body.request) != state.request.as_bytes() {
            return Err(DeviceError::IssuedElsewhere { contest: contest.number });
        }
        let blind = state.blind.as_ref().ok_or(DeviceError::NoBallot { contest: contest.number })?;
        let ballot_key = VerifyingKey::from_bytes(state.ballot_key.as_bytes())?;
        let input = StampInput::new(&contest.stamp_context(), &ballot_key)?;
        let blinding = Blinding::from_secret_bytes(input, blind.as_bytes())?;
        let evaluated = Element::from_bytes(body.evaluated.as_bytes()).map_err(TrustError::from)?;
        let proof = EvaluationProof::from_bytes(body.proof.as_bytes()).map_err(TrustError::from)?;
        let stamp = blinding.unblind(&contest.keys()?.stamp_key, &Evaluation { evaluated, proof })?;
        let stamp = Bytes32::from(*stamp.as_bytes());
        Ok(self.change(|state| {
            if let Some(state) = state.contest_mut(contest.number) {
                state.stamp = Some(stamp);
                // From here on nothing on this device joins the deputy's request to the ballot key.
                state.blind = None;
            }
        })?)
    }

    pub(super) fn state_of(&self, number: u64) -> Result<&ContestState, DeviceError> {
        self.state.get().contest(number).ok_or(DeviceError::NoBallot { contest: number })
    }

    /// Says, after the end, that this deputy holds a receipt (回条). Repeating it is harmless.
    pub async fn return_slip(&mut self, connection: &mut Connection, number: u64) -> Result<(), DeviceError> {
        let state = self.state_of(number)?;
        if state.receipt().is_none() {
            return Err(DeviceError::NotCast { contest: number });
        }
        let sitting = self.believed_sitting()?;
        let body =
            Body::BallotReturned(BallotReturned { contest: state.contest, deputy: Int::from(self.deputy) });
        let key = self.state.get().device_key.signing_key()?;
        let act =
            sign(&body, Signer::Deputy(self.deputy), Purpose::Act, &key, sitting.fingerprint(), Vec::new())?;
        match connection.submit(&act, &sitting).await? {
            Answer::Accepted(_) => {}
            // An earlier answer was lost.
            Answer::Refused(refusal)
                if matches!(refusal.reason, Reason::Rule(Code::SlipTwice | Code::BodyRepeated)) => {}
            Answer::Refused(refusal) => return Err(refusal.into()),
            _ => return Err(DeviceError::AnswerUnfit { act: "ballot_returned" }),
        }
        Ok(self.change(|state| {
            if let Some(state) = state.contest_mut(number) {
                state.slip = true;
            }
        })?)
    }

    /// Looks the ballot up once the box is in the log (§11.5), without telling which it is. `box_opened`: index of that entry;
    /// `ballots`: how many it announced; both from the digest, both checked.
    ///
    /// [`DeviceError::Missing`]: the server gave a receipt, and the ballot is not there; the evidence is kept.
    pub async fn find_ballot(
        &mut self,
        connection: &mut Connection,
        number: u64,
        box_opened: u64,
        ballots: u64,
    ) -> Result<Lookup, DeviceError> {
        let contest = self.contests.get(&number).cloned().ok_or(DeviceError::NoBallot { contest: number })?;
        let state = self.state_of(number)?;
        let ballot_key = state.ballot_key.to_bytes();
        // A change without a receipt may be in the box all the same; then the ballot before it is not.
        let mut candidates = Vec::new();
        for cast in [&state.cast, &state.former].into_iter().flatten() {
            candidates.push(super::cast::stored_act(&cast.act, number)?);
        }
        if candidates.is_empty() {
            return Err(DeviceError::NotCast { contest: number });
        }
        let receipted = state.receipted().and_then(|cast| Some((cast.receipt?, cast.act.clone())));

        let trust = self.trust.as_mut().ok_or(TrustError::NotPublishedYet)?;
        let leaves = published_leaves(&self.dialer, trust, &self.cache).await?;
        let opened = leaves.tree.leaf(box_opened).ok_or(TrustError::NotPublishedYet)?;
        let entry = self.fetch(connection, &opened).await?;
        let Body::BoxOpened(body) = entry.line.body() else {
            return Err(kind("box_opened", &entry.line).into());
        };
        self.trust()?.signed_by(&entry.line, &[Signer::Server], "server")?;
        if body.contest.as_bytes() != &contest.hash || body.ballots.get() != ballots {
            return Err(TrustError::Opening { field: "box_opened" }.into());
        }
        // All of the box must be covered, or a ballot at its end would seem to be missing.
        let bytes = contest.shape.ballot_bytes();
        let last = super::find::last_index(box_opened, ballots, bytes).ok_or(TrustError::NotPublishedYet)?;
        if last >= leaves.checkpoint.size {
            return Err(TrustError::NotPublishedYet.into());
        }
        // The clock may have gone on while the box came out. Its last entry says how far; everyone asks for the same one.
        let last = leaves.tree.leaf(last).ok_or(TrustError::NotPublishedYet)?;
        let until = self.fetch(connection, &last).await?.line.entry().time.get();
        let mut found = None;
        'candidates: for (at, act) in candidates.iter().enumerate() {
            for time in whole_minutes(entry.line.entry().time.get(), until) {
                let own = OwnEntry::new(time, &act.sigs, act.body.as_bytes()).map_err(TrustError::from)?;
                let place = find(&leaves.tree, box_opened, ballots, bytes, &own, &ballot_key)
                    .and_then(|index| Some((index, own.line(&leaves.tree.leaf(index.checked_sub(1)?)?))));
                if let Some((index, own)) = place {
                    found = Some((index, own, at > 0));
                    break 'candidates;
                }
            }
        }
        match (found, receipted) {
            (Some((index, own, is_former)), _) => {
                let file = receipt(&leaves, index).map_err(|_| TrustError::NotPublishedYet)?;
                let leaf_0 = *self.trust()?.sitting().leaf();
                let entry_0 = self.fetch(connection, &leaf_0).await?;
                let path = self.state.folder().join(format!("receipt-{number}.tlog-proof"));
                private_file::write(
                    &path.with_file_name(ENTRY_0_FILE),
                    entry_0.line.bytes(),
                    Existing::Replace,
                )?;
                private_file::write(&entry_file_of(&path), &own, Existing::Replace)?;
                private_file::write(&path, &file.to_bytes(), Existing::Replace)?;
                self.change(|state| {
                    if let Some(state) = state.contest_mut(number) {
                        // Seen in the log: nothing of the ballot is needed here any more.
                        state.ballot_seed = None;
                        let former = state.former.take();
                        if is_former {
                            state.cast = former;
                        }
                        if let Some(cast) = &mut state.cast {
                            cast.found = Some(index);
                            cast.act = String::new();
                        }
                    }
                })?;
                Ok(Lookup::Found { index, receipt: path })
            }
            (None, Some((receipt, act))) => {
                let evidence = Evidence::MissingBallot {
                    contest: contest.hash.into(),
                    receipt,
                    act,
                    checkpoint: leaves.note,
                    box_opened,
                };
                Err(DeviceError::Missing { contest: number, evidence: evidence.keep(self.state.folder())? })
            }
            (None, None) => Ok(Lookup::NotInBox),
        }
    }
}

/// What the driver asks of the stored state.
impl Device {
    /// Whether a ballot of this contest was asked for, or a named vote signed here.
    pub(super) fn knows(&self, number: u64) -> bool {
        self.state.get().contest(number).is_some() || self.has_voted(number)
    }

    /// Whether a receipt is here and the slip is not in the log.
    pub(super) fn owes_slip(&self, number: u64) -> bool {
        self.state.get().contest(number).is_some_and(|state| state.receipt().is_some() && !state.slip)
    }

    /// Whether a ballot was cast here and not found in the log.
    pub(super) fn awaits_ballot(&self, number: u64) -> bool {
        let cast = self.state.get().contest(number).and_then(|state| state.cast.as_ref());
        cast.is_some_and(|cast| cast.found.is_none())
    }

    /// Contests with a receipt whose ballot was not found in the log.
    pub(super) fn receipted(&self) -> BTreeSet<u64> {
        let contests = self.state.get().contests.iter();
        contests.filter(|state| state.receipt().is_some()).map(|state| state.number).collect()
    }
}
