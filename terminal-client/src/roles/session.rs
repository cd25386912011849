//! Submitting: an act goes to the server over a fresh connection, and its answer is believed only with the server's signature.
//!
//! Invariants
//! - What a role signs it makes from its own [`Follower`]'s state.
//! - A lost answer is harmless: the same bytes are submitted again, and a body that stands in the log already counts as success
//!   only if our own log has it.

use std::time::Duration;

use audit::entry::payload::BlobPart;
use audit::entry::{Body, Signer, body_hash};
use audit::fold::Code;
use audit::wire::decode_strict;
use crypto::signature::SigningKey;
use protocol::Act;
use protocol::problem::Reason;
use protocol::server::{Placed, Proposal};
use std::sync::Arc;
use tokio::time::Instant;

use super::acts::papers::EntryCode;
use super::acts::{ActError, CountersignError, countersign, countersign_paper, sign_with_parts};
use super::follower::{Follower, View, WaitError};
use super::scrutineer::ScrutineerError;
use crate::net::{Answer, Backoff, Connection, Dialer, NetError, ServerRefusal};

/// How long an act is tried, over as many connections as that takes.
pub const SUBMIT_LIMIT: Duration = Duration::from_mins(1);

/// What became of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// It stands in the log, says the server under its signature.
    Accepted(Placed),
    /// It waits for more signatures.
    Proposed {
        /// Whose.
        missing: Vec<Signer>,
    },
    /// It stood in the log already, as our own log says.
    AlreadyThere,
}

/// Why an act was not submitted, or not taken.
#[derive(Debug, thiserror::Error)]
pub enum SessionError {
    /// The server refused it, under its signature.
    #[error(transparent)]
    Refused(#[from] ServerRefusal),
    /// The server answered an act that is not for the box as if it were.
    #[error("the server answered with a receipt of the ballot box")]
    NotForTheBox,
    /// No connection, or an answer that proves nothing.
    #[error(transparent)]
    Net(#[from] NetError),
    /// The follower stopped, or what was waited for did not come about.
    #[error(transparent)]
    Wait(#[from] WaitError),
    /// Our own log has no place for the act.
    #[error(transparent)]
    Act(#[from] ActError),
    /// A proposal that this role does not sign.
    #[error(transparent)]
    Countersign(#[from] CountersignError),
    /// The scrutineer's program does not do it.
    #[error(transparent)]
    Scrutineer(#[from] ScrutineerError),
    /// The program is ending.
    #[error("interrupted")]
    Interrupted,
}

/// Submits acts of whoever follows this log.
#[derive(Clone, Debug)]
pub struct Submitter {
    dialer: Dialer,
    follower: Follower,
}

impl Submitter {
    /// Follows the log and submits to the same server.
    pub fn new(dialer: Dialer) -> Self {
        Self { follower: Follower::start(dialer.clone()), dialer }
    }

    /// With a follower that is there already (of the same process, so as trustworthy as one's own).
    pub fn with_follower(dialer: Dialer, follower: Follower) -> Self {
        Self { dialer, follower }
    }

    /// The follower.
    pub fn follower(&self) -> &Follower {
        &self.follower
    }

    /// Submits an act. Lost connections and refusals that may pass ([`Reason::may_retry`]) are tried again for [`SUBMIT_LIMIT`].
    pub async fn submit(&self, act: &Act) -> Result<Submitted, SessionError> {
        let deadline = Instant::now() + SUBMIT_LIMIT;
        let mut backoff = Backoff::default();
        loop {
            // Boxed: a connection is large, and the future of every caller would carry it.
            let (error, again) = match Box::pin(self.submit_once(act)).await {
                Err(SessionError::Net(error)) => {
                    let again = error.may_retry();
                    (error.into(), again)
                }
                Err(SessionError::Refused(refusal)) if refusal.reason == Reason::Rule(Code::BodyRepeated) => {
                    let hash = body_hash(act.body.as_bytes());
                    let ours = |view: &View| view.state().has_seen(&hash).then_some(Submitted::AlreadyThere);
                    let remaining = deadline.saturating_duration_since(Instant::now());
                    return Ok(self.follower.wait_until(remaining, ours).await?);
                }
                Err(SessionError::Refused(refusal)) => {
                    let again = refusal.reason.may_retry();
                    (refusal.into(), again)
                }
                other => return other,
            };
            if !again || Instant::now() >= deadline {
                return Err(error);
            }
            backoff.wait().await;
        }
    }

    async fn submit_once(&self, act: &Act) -> Result<Submitted, SessionError> {
        let sitting = self.follower.sitting(SUBMIT_LIMIT).await?;
        let mut connection = Connection::dial(&self.dialer).await?;
        let answer = connection.submit(act, &sitting).await?;
        connection.close().await;
        match answer {
            Answer::Accepted(placed) => Ok(Submitted::Accepted(placed)),
            Answer::Proposed { missing, .. } => Ok(Submitted::Proposed { missing }),
            Answer::Boxed(_) => Err(SessionError::NotForTheBox),
            Answer::Refused(refusal) => Err(refusal.into()),
        }
    }
}

/// A role with its key: secretariat, chief scrutineer or presiding officer.
#[derive(Clone, Debug)]
pub struct RoleSession {
    submitter: Submitter,
    key: Arc<SigningKey>,
    signer: Signer,
}

impl RoleSession {
    /// A role at work.
    pub fn new(submitter: Submitter, key: SigningKey, signer: Signer) -> Self {
        Self { submitter, key: Arc::new(key), signer }
    }

    /// Who signs.
    pub fn signer(&self) -> Signer {
        self.signer
    }

    /// The follower.
    pub fn follower(&self) -> &Follower {
        self.submitter.follower()
    }

    /// Submits an act that is signed already.
    pub async fn submit(&self, act: &Act) -> Result<Submitted, SessionError> {
        self.submitter.submit(act).await
    }

    /// Signs a body and submits it: an entry if this role alone signs it, else a proposal.
    pub async fn propose(&self, body: &Body) -> Result<Submitted, SessionError> {
        self.propose_with_parts(body, &[]).await
    }

    /// The same for a body that names a value in parts.
    pub async fn propose_with_parts(
        &self,
        body: &Body,
        parts: &[BlobPart],
    ) -> Result<Submitted, SessionError> {
        let sitting = self.follower().sitting(SUBMIT_LIMIT).await?;
        self.submit(&sign_with_parts(body, parts, &self.key, self.signer, sitting.fingerprint())).await
    }

    /// Makes a body from this role's own view, signs and submits it.
    pub async fn propose_from(
        &self,
        make: impl FnOnce(&View) -> Result<Body, ActError>,
    ) -> Result<Submitted, SessionError> {
        let body = self.follower().read(make)?;
        self.propose(&body).await
    }

    /// Waits until this role's own view lets a body be made (`Err` is "not yet"), then signs and submits it. The last reason why
    /// not is the error when `limit` is over.
    pub async fn propose_when(
        &self,
        limit: Duration,
        mut make: impl FnMut(&View) -> Result<Body, ActError>,
    ) -> Result<Submitted, SessionError> {
        self.propose_parts_when(limit, |view| Ok((make(view)?, Vec::new()))).await
    }

    /// The same for a body that names a value in parts.
    pub async fn propose_parts_when(
        &self,
        limit: Duration,
        mut make: impl FnMut(&View) -> Result<(Body, Vec<BlobPart>), ActError>,
    ) -> Result<Submitted, SessionError> {
        let mut last = None;
        let made = self
            .follower()
            .wait_until(limit, |view| make(view).map_err(|error| last = Some(error)).ok())
            .await;
        match (made, last) {
            (Ok((body, parts)), _) => self.propose_with_parts(&body, &parts).await,
            (Err(WaitError::TimedOut { .. }), Some(error)) => Err(error.into()),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Compares a proposal with this role's own log and signs it.
    pub async fn countersign(&self, proposal: &Proposal) -> Result<Submitted, SessionError> {
        let act = self
            .follower()
            .read(|view| countersign(proposal, view.state(), view.status(), &self.key, self.signer))?;
        self.submit(&act).await
    }

    /// Waits for a proposal that lacks this role's signature and that `wanted` takes, and countersigns it.
    ///
    /// A proposal that differs from our own log may be ahead of it: it is compared again after every change, and the last
    /// difference is the error when `limit` is over.
    pub async fn countersign_when(
        &self,
        limit: Duration,
        mut wanted: impl FnMut(&Body) -> bool,
    ) -> Result<Submitted, SessionError> {
        let sign = |proposal: &Proposal, view: &View| {
            let body: Body = decode_strict(proposal.body.as_bytes()).ok()?;
            wanted(&body).then(|| countersign(proposal, view.state(), view.status(), &self.key, self.signer))
        };
        self.sign_when(limit, sign).await
    }

    /// Waits for a paper of `contest` that was proposed as an encrypted ballot, and signs it if it is the one that `columns` and
    /// `code` give ([`countersign_paper`]). Papers of others that wait at the same time are left alone.
    pub async fn countersign_paper_when(
        &self,
        limit: Duration,
        columns: &[usize],
        code: &EntryCode,
        mut wanted: impl FnMut(&Body) -> bool,
    ) -> Result<Submitted, SessionError> {
        let sign = |proposal: &Proposal, view: &View| {
            let body: Body = decode_strict(proposal.body.as_bytes()).ok()?;
            wanted(&body)
                .then(|| countersign_paper(proposal, view.state(), &self.key, self.signer, columns, code))
        };
        self.sign_when(limit, sign).await
    }

    /// Signs the first proposal without our signature for which `sign` gives an act; `None` is "not this one".
    async fn sign_when(
        &self,
        limit: Duration,
        mut sign: impl FnMut(&Proposal, &View) -> Option<Result<Act, CountersignError>>,
    ) -> Result<Submitted, SessionError> {
        let mut last = None;
        let signed = self
            .follower()
            .wait_until(limit, |view| {
                let proposals = view.status().proposals.iter();
                proposals
                    .filter(|proposal| proposal.missing.contains(&self.signer))
                    .find_map(|proposal| sign(proposal, view)?.map_err(|error| last = Some(error)).ok())
            })
            .await;
        match (signed, last) {
            (Ok(act), _) => self.submit(&act).await,
            (Err(WaitError::TimedOut { .. }), Some(error)) => Err(error.into()),
            (Err(error), _) => Err(error.into()),
        }
    }

    /// Waits until this role's own view shows something.
    pub async fn wait_until<T>(
        &self,
        limit: Duration,
        find: impl FnMut(&View) -> Option<T>,
    ) -> Result<T, WaitError> {
        self.follower().wait_until(limit, find).await
    }
}
