//! The roll, for "is this you?": a card holds a number, the name stands in the log.
//!
//! The published log is read up to the roll and folded from the pinned entry 0 on, so the name is the secretariat's, not the
//! server's.

use audit::entry::preparation::RollDeputy;

use crate::net::http::Http;
use crate::net::{Dialer, NetError};
use crate::roles::FollowedLog;

/// Longest log that is read for a name, in bytes: 3,500 deputies and what stands beside them before the box is opened.
pub const LOG_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The deputy with this number, or nothing where the roll is not fixed, the log is too long, or it does not hold.
pub async fn deputy(dialer: &Dialer, number: u32) -> Result<Option<RollDeputy>, NetError> {
    let bytes = Http::dial(dialer).await?.get("/log.jsonl", LOG_BYTES_MAX).await?;
    let pinned = dialer.file().fingerprint;
    let found = tokio::task::spawn_blocking(move || {
        let mut log = FollowedLog::new(pinned);
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            // What does not hold names nobody; following the log says so where it matters.
            log.extend([line.to_vec()]).ok()?;
            if let Some(roll) = log.state().roll() {
                return roll.get(number).cloned();
            }
        }
        None
    });
    Ok(found.await.ok().flatten())
}
