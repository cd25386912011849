//! When to try again: 0.5 s, doubling up to 8 s, each with jitter.
//!
//! The jitter is not politeness alone: 3,000 devices that lost one server must not come back in the same instant.

use std::time::Duration;

use super::connection::Connection;
use super::dial::Dialer;
use super::error::NetError;

/// The first wait, before jitter.
pub const FIRST_WAIT: Duration = Duration::from_millis(500);
/// The longest wait, before jitter.
pub const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// The waits between attempts.
#[derive(Clone, Debug)]
pub struct Backoff {
    next: Duration,
}

impl Default for Backoff {
    fn default() -> Self {
        Self { next: FIRST_WAIT }
    }
}

impl Backoff {
    /// From the start: after something worked.
    pub fn reset(&mut self) {
        *self = Self::default();
    }

    /// How long to wait before the next attempt: between half and one and a half of 0.5, 1, 2, 4, 8, 8 … seconds.
    pub fn next_wait(&mut self) -> Duration {
        let wait = self.next.mul_f64(rand::random_range(0.5..1.5));
        self.next = self.next.saturating_mul(2).min(LONGEST_WAIT);
        wait
    }

    /// Waits so long.
    pub async fn wait(&mut self) {
        tokio::time::sleep(self.next_wait()).await;
    }
}

/// Tries until there is a connection. `failed` is told each failure and how long the wait will be. Gives up only where
/// trying again cannot help ([`NetError::may_retry`]).
pub async fn reconnect(
    dialer: &Dialer,
    backoff: &mut Backoff,
    mut failed: impl FnMut(&NetError, Duration),
) -> Result<Connection, NetError> {
    loop {
        let error = match Connection::dial(dialer).await {
            Ok(connection) => return Ok(connection),
            Err(error) if !error.may_retry() => return Err(error),
            Err(error) => error,
        };
        let wait = backoff.next_wait();
        failed(&error, wait);
        tokio::time::sleep(wait).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_up_to_the_longest_and_start_again() {
        let mut backoff = Backoff::default();
        for base in [500, 1_000, 2_000, 4_000, 8_000, 8_000] {
            let wait = backoff.next_wait().as_millis();
            assert!((base / 2..base * 3 / 2 + 1).contains(&wait), "{wait} for {base}");
        }
        backoff.reset();
        assert!(backoff.next_wait() <= FIRST_WAIT.mul_f64(1.5));
    }

    #[test]
    fn devices_do_not_come_back_together() {
        let waits: std::collections::BTreeSet<_> = (0..50).map(|_| Backoff::default().next_wait()).collect();
        assert!(waits.len() > 40, "{waits:?}");
    }
}
