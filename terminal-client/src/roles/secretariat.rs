//! The secretariat's part of a contest, step by step. Each waits until its own log is ready, proposes, and returns; the chief
//! scrutineer's signature makes it an entry.

use std::time::Duration;

use audit::entry::Signer;
use audit::entry::paper::{PaperCount, VoidPapers};
use audit::fold::{Ceremony, Stage};
use audit::rules::Row;
use audit::wire::Text;
use crypto::signature::SigningKey;
use zeroize::Zeroizing;

use super::acts::bodies::PapersBack;
use super::acts::papers::{self, EntryCode};
use super::acts::{ActError, bodies, follow_up, preparing};
use super::follower::View;
use super::scrutineer::ScrutineerError;
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
pub async fn seal(session: &RoleSession, limit: Duration) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::seal(view.state())).await
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

/// Defines the run-off, the second round or the same vote again, as the end of `contest` calls for; the new contest's number is
/// in the log once this has returned.
pub async fn follow_up(
    session: &RoleSession,
    contest: u64,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| follow_up::follow_up(view.state(), contest)).await
}

/// Hands papers to deputies, by number.
pub async fn issue_papers(
    session: &RoleSession,
    contest: u64,
    deputies: &[u32],
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::issue_papers(view.state(), contest, deputies)).await
}

/// The tellers' count of the papers, once the contest is closed; a later one corrects the one before.
pub async fn count_papers(
    session: &RoleSession,
    contest: u64,
    void: Vec<VoidPapers>,
    rows: Vec<Row>,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    let make = |view: &View| {
        bodies::count_papers(view.state(), contest, PaperCount::Tellers, void.clone(), rows.clone())
    };
    session.propose_when(limit, make).await
}

/// Proposes that the two counts of the papers agree; refused while a row differs.
pub async fn confirm_papers(
    session: &RoleSession,
    contest: u64,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::confirm_papers(view.state(), contest)).await
}

/// Enters a paper as an encrypted ballot, under a fresh ballot key. `columns`: for each item the column from 0, the last one being
/// the rest; `code` is read out to the chief scrutineer, who enters the same paper.
pub async fn enter_paper(
    session: &RoleSession,
    contest: u64,
    columns: &[usize],
    code: &EntryCode,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    let key = fresh_key()?;
    let make = |view: &View| papers::enter_paper(view.state(), contest, columns, code, key);
    session.propose_parts_when(limit, make).await
}

/// Proposes what was counted in a show of hands, one row an item.
pub async fn count_hands(
    session: &RoleSession,
    contest: u64,
    rows: Vec<Row>,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::count_hands(view.state(), contest, rows.clone())).await
}

/// Proposes that a deputy is suspended 暂停执行职务.
pub async fn suspend(session: &RoleSession, deputy: u32, reason: Text) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::suspend(view.state(), deputy, reason)).await
}

/// Proposes that a suspension ends.
pub async fn restore(session: &RoleSession, deputy: u32, reason: Text) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::restore(view.state(), deputy, reason)).await
}

/// Grants leave 请假.
pub async fn grant_leave(
    session: &RoleSession,
    deputy: u32,
    reason: Text,
) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::grant_leave(view.state(), deputy, reason)).await
}

/// Notes that a deputy left early 早退.
pub async fn leave_early(
    session: &RoleSession,
    deputy: u32,
    reason: Text,
) -> Result<Submitted, SessionError> {
    session.propose_from(|view| bodies::leave_early(view.state(), deputy, reason)).await
}

/// Signs the report for the tellers 计票人, over its SHA-256.
pub async fn sign_report(
    session: &RoleSession,
    contest: u64,
    report: [u8; 32],
    limit: Duration,
) -> Result<Submitted, SessionError> {
    let make = |view: &View| bodies::sign_report(view.state(), contest, Signer::Secretariat, report);
    session.propose_when(limit, make).await
}

/// Proposes another run of the ceremony, after a dispute or when the list was rejected: names with act keys, by position.
pub async fn name_scrutineers(
    session: &RoleSession,
    threshold: u64,
    scrutineers: &[(Text, [u8; 32])],
    reason: Text,
) -> Result<Submitted, SessionError> {
    session
        .propose_from(|view| {
            preparing::name_scrutineers(view.state(), threshold, scrutineers.iter().cloned(), reason)
        })
        .await
}

/// The public half of a key that signs nothing: it only makes a paper's ballot unlike every other.
fn fresh_key() -> Result<[u8; 32], SessionError> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(ScrutineerError::Randomness)?;
    let key = SigningKey::from_seed(&seed).map_err(ActError::Key)?;
    Ok(*key.verifying_key().as_bytes())
}
