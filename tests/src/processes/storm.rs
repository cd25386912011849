//! When to kill: seeded, so that the choices of a failure can be made again.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

/// The seed of this run: `PIAOJUE_TEST_SEED`, or a fresh one. Printed, for the next run.
pub fn seed() -> u64 {
    let seed =
        std::env::var("PIAOJUE_TEST_SEED").ok().map_or_else(rand::random, |text| text.parse().unwrap());
    println!("PIAOJUE_TEST_SEED={seed}");
    seed
}

/// The random moments.
#[derive(Debug)]
pub struct Storm(StdRng);

impl Storm {
    /// From a seed.
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// Lets processes run for a random time of at most `most`, one time in five for hardly any: a start is interrupted too.
    pub fn pass(&mut self, most: Duration) {
        let most = if self.0.random_bool(0.2) { most / 10 } else { most };
        std::thread::sleep(most.mul_f64(self.0.random_range(0.0..1.0)));
    }

    /// Whether something with this chance happens.
    pub fn happens(&mut self, chance: f64) -> bool {
        self.0.random_bool(chance)
    }
}
