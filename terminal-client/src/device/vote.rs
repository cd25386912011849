//! Named votes 记名 (protocol.md §3.4): no stamp, no box, no encryption. The device signs `vote_cast` with the device key.
//!
//! What is sent is on disk before, and the same bytes go out until there is an answer. That the vote stands is believed only of an
//! entry that holds exactly these bytes, fetched by its leaf and included under a believed checkpoint. What a crash leaves:
//!
//! ```text
//! before it was stored        nothing was sent; the deputy votes again
//! stored, no answer           the same bytes go out again; `body-repeated` says that they stand in the log already
//! in the log, not seen there  the digest names the leaf of the deputy's last vote
//! seen                        the entry's leaf is stored: it is what a change replaces
//! ```

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use audit::entry::paper::{PaperIssued, VoteCast};
use audit::entry::{Body, Sig, Signer};
use audit::fold::Code;
use audit::note::Note;
use audit::receipt::Receipt;
use audit::rules::{Recast, Secrecy};
use audit::wire::{Bytes32, Bytes64, Int, decode_strict};
use crypto::ballot::Choices;
use crypto::signature::Purpose;
use protocol::Act;
use protocol::problem::Reason;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::cast::{Attempt, Delay, persist};
use super::error::DeviceError;
use super::fresh::Freshness;
use super::prepare::sign;
use super::steps::Device;
use super::trust::{Included, TrustError, kind};
use crate::keys::private_file::{self, Existing};
use crate::net::{Answer, Connection, Dialer, Fetched, NetError, ServerRefusal, Sitting};

/// A named vote on this device's disk. It is public once it is in the log.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VoteState {
    /// Number of the contest.
    pub(super) number: u64,
    /// The bytes of the body, and the device key's signature of them.
    pub(super) body: String,
    /// See `body`.
    pub(super) sig: Bytes64,
    /// Where it stands, once the entry was seen in the log.
    pub(super) place: Option<VotePlace>,
    /// The server's code, if it refused the vote for good.
    pub(super) refused: Option<String>,
}

/// Where a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VotePlace {
    /// Index of the entry.
    pub(super) index: u64,
    /// Its leaf hash.
    pub(super) leaf: Bytes32,
}

/// A vote that was seen in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandingVote {
    /// Index of the entry.
    pub index: u64,
    /// For each item the column; the last one is the rest.
    pub columns: Vec<usize>,
    /// The tlog-proof file that shows the entry's place; there if it was written by this look.
    pub receipt: Option<PathBuf>,
}

/// How sending a vote ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoteOutcome {
    /// In the log, at the entry with this leaf hash.
    Placed {
        /// The leaf hash.
        leaf: [u8; 32],
    },
    /// In the log since an earlier attempt; the digest says where.
    StandsAlready,
    /// Refused for good.
    Refused(ServerRefusal),
}

/// A vote on its way. Independent of the device, so it can run as a task of its own.
#[derive(Debug)]
pub struct VoteJob {
    dialer: Dialer,
    sitting: Arc<Sitting>,
    number: u64,
    fresh: Arc<Freshness>,
    act: Act,
}

impl VoteState {
    fn is_pending(&self) -> bool {
        self.place.is_none() && self.refused.is_none()
    }

    fn columns(&self) -> Result<Vec<usize>, DeviceError> {
        let body: Body =
            decode_strict(self.body.as_bytes()).map_err(|_| DeviceError::NotCast { contest: self.number })?;
        match body {
            Body::VoteCast(vote) => Ok(vote
                .choices
                .iter()
                .map(|column| usize::try_from(column.get()).unwrap_or(usize::MAX))
                .collect()),
            _ => Err(DeviceError::NotCast { contest: self.number }),
        }
    }
}

impl Device {
    fn votes_of(&self, number: u64) -> impl DoubleEndedIterator<Item = &VoteState> {
        self.state.get().votes.iter().filter(move |vote| vote.number == number)
    }

    /// The newest vote of a contest that was seen in the log.
    pub fn standing_vote(&self, number: u64) -> Result<Option<StandingVote>, DeviceError> {
        let standing = self.votes_of(number).rev().find_map(|vote| Some((vote.place?, vote)));
        standing
            .map(|(place, vote)| {
                Ok(StandingVote { index: place.index, columns: vote.columns()?, receipt: None })
            })
            .transpose()
    }

    /// Whether a vote of this contest was signed here.
    pub(super) fn has_voted(&self, number: u64) -> bool {
        self.votes_of(number).next().is_some()
    }

    /// Signs a named vote and stores it, durably, before anything is sent. It replaces the one that stands, where the rules
    /// let the last one count.
    pub fn commit_vote(&mut self, number: u64, columns: &[usize]) -> Result<(), DeviceError> {
        let contest = self.contest(number).cloned().ok_or(DeviceError::NoBallot { contest: number })?;
        if contest.secrecy() != Secrecy::Named {
            return Err(DeviceError::NotNamed { contest: number });
        }
        Choices::from_options(&contest.shape, columns)?;
        if self.votes_of(number).any(VoteState::is_pending) {
            return Err(DeviceError::VotePending { contest: number });
        }
        let standing = self.votes_of(number).rev().find_map(|vote| vote.place);
        if standing.is_some() && contest.profile().recast == Recast::First {
            return Err(DeviceError::CastAlready { contest: number });
        }
        let column = |column: &usize| Int::try_from(u64::try_from(*column).unwrap_or(u64::MAX));
        let choices: Result<Vec<Int>, _> = columns.iter().map(column).collect();
        let body = Body::VoteCast(VoteCast {
            contest: contest.hash.into(),
            deputy: Int::from(self.deputy()),
            choices: choices.map_err(|_| DeviceError::TooLong)?,
            replaces: standing.map_or([0; 32].into(), |place| place.leaf),
        });
        let key = self.state.get().device_key.signing_key()?;
        let by = Signer::Deputy(self.deputy());
        let act = sign(&body, by, Purpose::Act, &key, &contest.sitting, Vec::new())?;
        let sig = act.sigs.first().map(|sig| sig.sig).ok_or(DeviceError::TooLong)?;
        let vote = VoteState { number, body: act.body, sig, place: None, refused: None };
        Ok(self.change(|state| {
            // What was refused has no place in any log.
            state.votes.retain(|vote| vote.number != number || vote.refused.is_none());
            state.votes.push(vote);
        })?)
    }

    /// The vote that was committed and has no answer for good.
    pub fn pending_vote(&self, number: u64) -> Result<Option<VoteJob>, DeviceError> {
        let Some(vote) = self.votes_of(number).find(|vote| vote.is_pending()) else { return Ok(None) };
        let sigs = vec![Sig { by: Signer::Deputy(self.deputy()), sig: vote.sig }];
        let act = Act { sigs, body: vote.body.clone(), parts: Vec::new() };
        let (dialer, fresh) = (self.dialer.clone(), Arc::clone(&self.fresh));
        Ok(Some(VoteJob { dialer, sitting: self.believed_sitting()?, number, fresh, act }))
    }

    /// Keeps a final refusal, durably.
    pub fn keep_vote_refused(&mut self, number: u64, refusal: &ServerRefusal) -> Result<(), DeviceError> {
        Ok(self.change(|state| {
            let pending = state.votes.iter_mut().find(|vote| vote.number == number && vote.is_pending());
            if let Some(vote) = pending {
                vote.refused = Some(refusal.reason.as_str().to_owned());
            }
        })?)
    }

    /// Whether the vote at this leaf was seen before.
    pub(super) fn knows_vote(&self, number: u64, leaf: &[u8; 32]) -> bool {
        self.votes_of(number).any(|vote| vote.place.is_some_and(|place| place.leaf.as_bytes() == leaf))
    }

    /// Looks at the entry that is said to be this deputy's vote. If it is what was sent, the vote stands.
    ///
    /// [`DeviceError::VotedElsewhere`]: it is a vote that this device did not sign.
    pub async fn see_vote(
        &mut self,
        connection: &mut Connection,
        number: u64,
        leaf: &[u8; 32],
    ) -> Result<StandingVote, DeviceError> {
        let fetched = connection.fetch(&[*leaf]).await?;
        let entry = self.trust()?.entry(leaf, &fetched)?;
        let mut standing = self.take_vote(number, &entry)?;
        standing.receipt = Some(self.keep_proof(number, &entry, &fetched)?);
        Ok(standing)
    }

    /// The entry must be, byte for byte, the vote that was sent.
    pub(super) fn take_vote(&mut self, number: u64, entry: &Included) -> Result<StandingVote, DeviceError> {
        let Body::VoteCast(_) = entry.line.body() else { return Err(kind("vote_cast", &entry.line).into()) };
        let elsewhere = DeviceError::VotedElsewhere { contest: number };
        let [sig] = entry.line.entry().sigs.as_slice() else { return Err(elsewhere) };
        let is_mine = |vote: &VoteState| {
            vote.number == number && vote.body.as_bytes() == entry.line.body_bytes() && vote.sig == sig.sig
        };
        let Some(vote) = self.state.get().votes.iter().find(|vote| is_mine(vote)) else {
            return Err(elsewhere);
        };
        let columns = vote.columns()?;
        let place = VotePlace { index: entry.index, leaf: entry.line.leaf().into() };
        self.change(|state| {
            if let Some(vote) = state.votes.iter_mut().find(|vote| is_mine(vote)) {
                vote.place = Some(place);
                vote.refused = None;
            }
        })?;
        Ok(StandingVote { index: entry.index, columns, receipt: None })
    }

    fn keep_proof(&self, number: u64, entry: &Included, fetched: &Fetched) -> Result<PathBuf, DeviceError> {
        let proof = fetched.entries.first().map(|entry| entry.proof.as_slice()).unwrap_or_default();
        let proof = proof.iter().map(|hash| hash.to_bytes()).collect();
        let note = Note::parse(fetched.checkpoint.as_bytes()).map_err(|_| TrustError::NotPublishedYet)?;
        let receipt = Receipt::new(entry.index, proof, note).map_err(|_| TrustError::NotPublishedYet)?;
        let path = self.state.folder().join(format!("vote-{number}-{}.tlog-proof", entry.index));
        private_file::write(&path, &receipt.to_bytes(), Existing::Replace)?;
        Ok(path)
    }

    /// Whether the entry with this leaf hands this deputy a paper ballot of a contest, under both roles' signatures.
    pub async fn has_paper(
        &mut self,
        connection: &mut Connection,
        contest: [u8; 32],
        leaf: &[u8; 32],
    ) -> Result<(), DeviceError> {
        let fetched = connection.fetch(&[*leaf]).await?;
        let entry = self.trust()?.entry(leaf, &fetched)?;
        self.take_paper(contest, &entry)
    }

    /// See [`Device::has_paper`].
    pub(super) fn take_paper(&mut self, contest: [u8; 32], entry: &Included) -> Result<(), DeviceError> {
        let Body::PaperIssued(PaperIssued { contest: named, deputies }) = entry.line.body() else {
            return Err(kind("paper_issued", &entry.line).into());
        };
        let roles = [Signer::Secretariat, Signer::Chief];
        self.trust()?.signed_by(&entry.line, &roles, "secretariat and chief scrutineer")?;
        if named.as_bytes() != &contest || !deputies.contains(&Int::from(self.deputy())) {
            return Err(TrustError::Opening { field: "paper" }.into());
        }
        Ok(())
    }
}

impl VoteJob {
    /// Sends the vote until there is an answer for good. An error: waiting cannot help.
    pub async fn run(self, delayed: impl FnMut(u32, Delay, Duration)) -> Result<VoteOutcome, DeviceError> {
        Ok(persist(&self, delayed).await?.0)
    }

    /// The act that goes out, the same at each attempt.
    pub fn act(&self) -> &Act {
        &self.act
    }
}

impl Attempt for VoteJob {
    type Outcome = VoteOutcome;

    async fn attempt(&self) -> Result<VoteOutcome, NetError> {
        let mut connection = Connection::dial(&self.dialer).await?;
        let answer = connection.submit(&self.act, &self.sitting).await?;
        connection.close().await;
        outcome(answer)
    }

    fn may_send(&self) -> bool {
        self.fresh.may_cast(self.number, Instant::now())
    }

    fn refusal(outcome: &VoteOutcome) -> Option<Reason> {
        match outcome {
            VoteOutcome::Refused(refusal) => Some(refusal.reason),
            VoteOutcome::Placed { .. } | VoteOutcome::StandsAlready => None,
        }
    }
}

fn outcome(answer: Answer) -> Result<VoteOutcome, NetError> {
    match answer {
        Answer::Accepted(placed) => Ok(VoteOutcome::Placed { leaf: placed.leaf.to_bytes() }),
        Answer::Refused(refusal) if refusal.reason == Reason::Rule(Code::BodyRepeated) => {
            Ok(VoteOutcome::StandsAlready)
        }
        Answer::Refused(refusal) => Ok(VoteOutcome::Refused(refusal)),
        Answer::Boxed(_) | Answer::Proposed { .. } => {
            Err(NetError::Unexpected { what: "no place for a named vote" })
        }
    }
}

#[cfg(test)]
#[path = "vote_tests.rs"]
mod tests;
