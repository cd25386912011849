//! Numbers for the operator, as Prometheus text at `/metrics`. None tells who did what: counts and durations only.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

/// Upper ends of the buckets of fsync times, in seconds.
const FSYNC_SECONDS: [f64; 10] = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2.0];

/// The server's metrics.
pub struct Metrics {
    registry: Mutex<Registry>,
    /// Connections now.
    pub connections: Gauge,
    /// Entries in the log.
    pub entries: Gauge,
    /// Ballots put into a box since the start.
    pub boxed: Counter,
    refusals: Family<Vec<(&'static str, &'static str)>, Counter>,
    fsync: Histogram,
    index: Family<Vec<(&'static str, &'static str)>, Gauge>,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Metrics").finish_non_exhaustive()
    }
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl Metrics {
    /// All at zero.
    pub fn new() -> Self {
        let (connections, entries, boxed) = (Gauge::default(), Gauge::default(), Counter::default());
        let refusals = Family::default();
        let index = Family::<Vec<(&str, &str)>, Gauge>::default();
        let fsync = Histogram::new(FSYNC_SECONDS);
        let mut registry = Registry::with_prefix("piaojue");
        registry.register("connections", "Connections now", connections.clone());
        registry.register("entries", "Entries in the log", entries.clone());
        registry.register("boxed_ballots", "Ballots put into a box since the start", boxed.clone());
        registry.register("refusals", "Refused acts by code", refusals.clone());
        registry.register_with_unit("fsync", "Time to make a group durable", Unit::Seconds, fsync.clone());
        registry.register("index", "How the index beside the log was opened at the start", index.clone());
        Self { registry: Mutex::new(registry), connections, entries, boxed, refusals, fsync, index }
    }

    /// Counts a refusal by its stable code.
    pub fn refused(&self, code: &'static str) {
        self.refusals.get_or_create(&vec![("code", code)]).inc();
    }

    /// Notes how the index came to be at the start: opened, or rebuilt and why.
    pub fn index_opened(&self, how: &'static str) {
        self.index.get_or_create(&vec![("how", how)]).set(1);
    }

    /// Notes how long a group took to become durable.
    pub fn fsync(&self, took: Duration) {
        self.fsync.observe(took.as_secs_f64());
    }

    /// OpenMetrics text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(PoisonError::into_inner);
        // Writing to a string does not fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_has_every_number() {
        let metrics = Metrics::new();
        metrics.entries.set(7);
        metrics.boxed.inc();
        metrics.refused("spoiled");
        metrics.fsync(Duration::from_millis(3));
        metrics.index_opened("opened");
        let text = metrics.text();
        for line in [
            "piaojue_entries 7",
            "piaojue_connections 0",
            "piaojue_boxed_ballots_total 1",
            "piaojue_refusals_total{code=\"spoiled\"} 1",
            "piaojue_fsync_seconds_count 1",
            "piaojue_index{how=\"opened\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line}\n{text}");
        }
    }
}
