//! The floor of DESIGN §10: what no verifier of ballots can avoid.
//!
//! Decompress as many points as the ballots carry, and multiply as many by full-width scalars, in chunks, on every core. Made
//! of curve25519-dalek alone, so that our code cannot make it slow.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use curve25519_dalek::constants::RISTRETTO_BASEPOINT_TABLE;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul as _;

use super::BenchError;

/// Points of one multiplication; larger chunks gain nothing more (5,000 to 20,000).
const CHUNK: usize = 16_000;

/// How long `points` points take on `threads` threads.
pub(super) fn floor(points: usize, threads: usize) -> Result<Duration, BenchError> {
    let some = (0..CHUNK.min(points)).map(|_| {
        let mut wide = [0; 64];
        getrandom::fill(&mut wide).map_err(|error| BenchError::Ballot(error.to_string()))?;
        let scalar = Scalar::from_bytes_mod_order_wide(&wide);
        Ok((scalar, (&scalar * RISTRETTO_BASEPOINT_TABLE).compress()))
    });
    let (scalars, encoded): (Vec<Scalar>, Vec<CompressedRistretto>) =
        some.collect::<Result<Vec<_>, BenchError>>()?.into_iter().unzip();
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let work = || {
        loop {
            let from = next.fetch_add(CHUNK, Ordering::Relaxed);
            let count = points.saturating_sub(from).min(CHUNK);
            if count == 0 {
                return;
            }
            let decoded = encoded.iter().take(count).filter_map(CompressedRistretto::decompress);
            let points: Vec<RistrettoPoint> = decoded.collect();
            let scalars = scalars.iter().take(points.len());
            std::hint::black_box(RistrettoPoint::vartime_multiscalar_mul(scalars, &points));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    Ok(started.elapsed())
}
