//! The secretariat's part of a contest, step by step. Each waits until its own log is ready, proposes, and returns; the chief
//! scrutineer's signature makes it an entry.

use std::time::Duration;

use audit::entry::counting::ArchiveFile;
use audit::fold::{Ceremony, Stage};
use audit::wire::Text;

use super::acts::bodies::PapersBack;
use super::acts::{ActError, bodies};
use super::follower::View;
use super::session::{RoleSession, SessionError, Submitted};

/// Opens a contest once enough scrutineers have tested the key and the server has made its stamp key.
pub async fn open_contest(
    session: &RoleSession,
    contest: u64,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session
        .propose_when(limit, |view| {
            let ceremony = view.state().ceremony();
            if ceremony.is_none_or(|ceremony| ceremony.tested() < ceremony.threshold()) {
                return Err(ActError::Missing { what: "test decryption" });
            }
            bodies::open_contest(view.state(), view.status(), contest)
        })
        .await
}

/// Ends a contest that is open or held.
pub async fn end(session: &RoleSession, contest: u64, limit: Duration) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::end(view.state(), contest)).await
}

/// Closes a contest once the whole box stands in our log; `papers` came back beside it.
pub async fn close(
    session: &RoleSession,
    contest: u64,
    papers: PapersBack,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::close(view.state(), contest, papers)).await
}

/// Holds an open contest; the secretariat alone may.
pub async fn hold(
    session: &RoleSession,
    contest: u64,
    reason: Text,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::hold(view.state(), contest, reason.clone())).await
}

/// Resumes a held contest.
pub async fn resume(session: &RoleSession, contest: u64, limit: Duration) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::resume(view.state(), contest)).await
}

/// Voids a contest, at any stage since its opening.
pub async fn void(session: &RoleSession, contest: u64, reason: Text) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::void(view.state(), contest, reason)).await
}

/// Checks a deputy in at the desk. While a contest is voting the chief scrutineer signs too.
pub async fn check_in_at_desk(
    session: &RoleSession,
    deputy: u32,
    device_key: [u8; 32],
) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::check_in_at_desk(view.state(), deputy, device_key)).await
}

/// Takes a check-in back.
pub async fn undo_check_in(
    session: &RoleSession,
    deputy: u32,
    reason: Text,
) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::undo_check_in(view.state(), deputy, reason)).await
}

/// Seals the sitting once every opened contest is declared or voided.
pub async fn seal(
    session: &RoleSession,
    manifest: Vec<ArchiveFile>,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::seal(view.state(), manifest.clone())).await
}

/// For [`RoleSession::wait_until`]: the contest has come to this stage or beyond it.
pub fn has_reached(contest: u64, stage: Stage) -> impl FnMut(&View) -> Option<()> {
    move |view| {
        let now = view.state().contests().get(&contest).and_then(audit::fold::Contest::stage)?;
        (now >= stage).then_some(())
    }
}

/// For [`RoleSession::wait_until`]: all scrutineers have signed the key, and all have tested it.
pub fn key_is_tested_by_all(view: &View) -> Option<()> {
    let ceremony: &Ceremony = view.state().ceremony()?;
    let all = u64::try_from(ceremony.named().len()).ok()?;
    (ceremony.agreed().is_some() && ceremony.tested() == all).then_some(())
}
