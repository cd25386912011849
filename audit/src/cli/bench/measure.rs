//! The measurements.

use super::ballots::{Encoded, Kind, MakeError};
use crypto::floor::Floor;
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Points of one multiplication, of the floor as of the work.
const POINTS_PER_SUM: usize = 16_384;
/// Sums of one turn on each thread, before the other side has its turn.
const SUMS_PER_TURN: usize = 4;

/// Ballots, and how long making them took on one thread each.
pub(super) struct Made {
    pub(super) ballots: Vec<Encoded>,
    pub(super) each: Duration,
}

/// Work and floor of the same ballots.
pub(super) struct Measured {
    pub(super) count: usize,
    pub(super) work: Duration,
    pub(super) floor: Duration,
}

/// Makes ballots on all threads.
pub(super) fn make(kind: &Kind, threads: usize, count: usize) -> Result<Made, MakeError> {
    let made: Mutex<Vec<Encoded>> = Mutex::new(Vec::with_capacity(count));
    let took = in_units(count, 8, threads, |numbers| {
        for number in numbers {
            let ballot = kind.make(u64::try_from(number).unwrap_or(u64::MAX))?;
            made.lock().unwrap_or_else(PoisonError::into_inner).push(ballot);
        }
        Ok::<(), MakeError>(())
    })?;
    let ballots = made.into_inner().unwrap_or_else(PoisonError::into_inner);
    let all = u32::try_from(ballots.len().max(1)).unwrap_or(u32::MAX);
    let side_by_side = u32::try_from(threads.min(count).max(1)).unwrap_or(1);
    Ok(Made { ballots, each: took.saturating_mul(side_by_side) / all })
}

/// Verifies `count` ballots, from bytes to verdict, in turns with the floor. Where fewer were made, they come again: each time
/// they are decoded and verified as if for the first time.
pub(super) fn verify(
    kind: &Kind,
    ballots: &[Encoded],
    count: usize,
    threads: usize,
) -> Result<Measured, MakeError> {
    let unit = (POINTS_PER_SUM / kind.shape.points()).max(1);
    let floor = Floor::new(unit.min(count) * kind.shape.points());
    let mut measured = Measured { count, work: Duration::ZERO, floor: Duration::ZERO };
    let turn = unit * SUMS_PER_TURN * threads;
    // What runs first finds a cold machine.
    black_box(floor.run(kind.shape.points()));
    let mut from = 0;
    while from < count {
        let some = turn.min(count - from);
        // The least unit that keeps all threads busy, as the verifier's own runs do.
        let unit = unit.min(some.div_ceil(threads)).max(1);
        measured.floor += in_units(some, unit, threads, |numbers| {
            black_box(floor.run(numbers.len() * kind.shape.points()));
            Ok::<(), MakeError>(())
        })?;
        measured.work += in_units(some, unit, threads, |numbers| {
            let next = ballots.iter().cycle().skip((from + numbers.start) % ballots.len().max(1));
            kind.verify(&next.take(numbers.len()).collect::<Vec<_>>())
        })?;
        from += some;
    }
    Ok(measured)
}

/// Verifies ballots one by one on one thread, in turns with the floor of one.
pub(super) fn alone(kind: &Kind, ballots: &[Encoded], count: usize) -> Result<Measured, MakeError> {
    let points = kind.shape.points();
    let floor = Floor::new(points);
    let mut measured = Measured { count: 0, work: Duration::ZERO, floor: Duration::ZERO };
    for ballot in ballots.iter().take(count) {
        let started = Instant::now();
        black_box(floor.run(points));
        measured.floor += started.elapsed();
        let started = Instant::now();
        kind.verify_alone(ballot)?;
        measured.work += started.elapsed();
        measured.count += 1;
    }
    Ok(measured)
}

/// Does `work` on ranges of `unit` of `count` numbers, on so many threads; how long all of it took.
pub(super) fn in_units<E: Send>(
    count: usize,
    unit: usize,
    threads: usize,
    work: impl Fn(std::ops::Range<usize>) -> Result<(), E> + Sync,
) -> Result<Duration, E> {
    let next = AtomicUsize::new(0);
    let run = || {
        loop {
            let from = next.fetch_add(unit, Ordering::Relaxed);
            if from >= count {
                return Ok(());
            }
            work(from..count.min(from + unit))?;
        }
    };
    let started = Instant::now();
    let done: Vec<Result<(), E>> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(run)).collect();
        let first = run();
        // A thread that panicked takes the benchmark with it.
        let others = others
            .into_iter()
            .map(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(first).chain(others).collect()
    });
    let took = started.elapsed();
    done.into_iter().collect::<Result<(), E>>()?;
    Ok(took)
}

/// The peak of this process's resident memory in bytes (proc(5), `VmHWM` in KiB), where the system tells it.
pub(super) fn high_water_mark() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib.saturating_mul(1_024))
}
