//! The chief scrutineer's part, and the presiding officer's: second signatures, the declaration, the report.

use std::time::Duration;

use audit::entry::paper::{PaperCount, VoidPapers};
use audit::entry::{Body, Signer};
use audit::fold::Stage;
use audit::rules::Row;
use audit::wire::{Int, Text};

use super::acts::bodies;
use super::acts::papers::EntryCode;
use super::follower::View;
use super::session::{RoleSession, SessionError, Submitted};

/// Countersigns the next proposal of a kind (`contest_opened`, `contest_closed`…), compared field by field with our own log.
pub async fn countersign(
    session: &RoleSession,
    kind: &'static str,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.countersign_when(limit, |body: &Body| body.kind() == kind).await
}

/// Proposes the declaration once t scrutineers have decrypted: totals and decision recomputed from our own log.
pub async fn declare(
    session: &RoleSession,
    contest: u64,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.propose_when(limit, |view| bodies::declare(view.state(), contest)).await
}

/// Signs a report over its SHA-256, once the contest is declared or voided. `by` is this session's role.
pub async fn sign_report(
    session: &RoleSession,
    contest: u64,
    by: Signer,
    report: [u8; 32],
    limit: Duration,
) -> Result<Submitted, SessionError> {
    session.wait_until(limit, super::secretariat::has_reached(contest, Stage::Declared)).await?;
    session.propose_from(|view| bodies::sign_report(view.state(), contest, by, report)).await
}

/// The scrutineers' count of the papers, once the contest is closed; a later one corrects the one before.
pub async fn count_papers(
    session: &RoleSession,
    contest: u64,
    void: Vec<VoidPapers>,
    rows: Vec<Row>,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    let make = |view: &View| {
        bodies::count_papers(view.state(), contest, PaperCount::Scrutineers, void.clone(), rows.clone())
    };
    session.propose_when(limit, make).await
}

/// Signs a paper that the secretariat entered as an encrypted ballot, if it holds what this person reads on the paper. `columns`:
/// for each item the column from 0, the last one being the rest; `code`: as the secretariat read it out.
pub async fn confirm_paper(
    session: &RoleSession,
    columns: &[usize],
    code: &EntryCode,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    let paper = |body: &Body| matches!(body, Body::PaperCast(_));
    session.countersign_paper_when(limit, columns, code, paper).await
}

/// Proposes what the presidium chose among the tied items (from 0); the presiding officer signs next.
pub async fn settle_tie(
    session: &RoleSession,
    contest: u64,
    items: Vec<Int>,
    reason: Text,
    limit: Duration,
) -> Result<Submitted, SessionError> {
    let make = |view: &View| bodies::settle_tie(view.state(), contest, items.clone(), reason.clone());
    session.propose_when(limit, make).await
}
