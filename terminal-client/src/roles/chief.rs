//! The chief scrutineer's part, and the presiding officer's: second signatures, the declaration, the report.

use std::time::Duration;

use audit::entry::{Body, Signer};
use audit::fold::Stage;

use super::acts::bodies;
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
