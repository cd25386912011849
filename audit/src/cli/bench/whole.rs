//! The verification of a whole log, as `audit verify` does it, with the peak of memory of this process.

use super::measure::{high_water_mark, in_units};
use super::table::Table;
use audit::entry::{Body, Line};
use audit::fingerprint::Fingerprint;
use audit::verify::{LOG_FILE, Verdict, verify_folder};
use audit::words::Words;
use crypto::floor::Floor;
use std::collections::HashMap;
use std::convert::Infallible;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

/// Points of one multiplication of the floor.
const POINTS_PER_SUM: usize = 16_000;

pub(super) fn measure(log: &Path, fingerprint: &Fingerprint, threads: usize) -> Result<Table, Words> {
    let cannot = |what: &dyn std::fmt::Display| Words {
        zh: format!("无法验证记录：{what}"),
        en: format!("the log cannot be verified: {what}"),
    };
    let started = Instant::now();
    let verdict = verify_folder(log, fingerprint, |_, _| {}).map_err(|error| cannot(&error))?;
    let took = started.elapsed();
    // Before anything else is done in this process.
    let memory = high_water_mark();
    if let Some(failure) = &verdict.failure {
        return Err(cannot(&failure.refusal));
    }
    let (ballots, points) = carried(log, &verdict).map_err(|error| cannot(&error))?;
    let floor = Floor::new(POINTS_PER_SUM.min(points));
    black_box(floor.run(1));
    let floor = in_units(points, POINTS_PER_SUM, threads, |some| {
        black_box(floor.run(some.len()));
        Ok::<(), Infallible>(())
    });
    let Ok(floor) = floor;
    let mut table = Table::new(threads);
    table.whole(ballots, verdict.state.head().size, took, floor);
    table.memory = memory;
    table.note(
        "下限只含票上的点；整份记录还有签名、发票证明、解码和哈希。".to_owned(),
        "the floor has the ballots' points alone; a whole log has signatures, issuing proofs, decoding and hashes as well."
            .to_owned(),
    );
    Ok(table)
}

/// Ballots of the log, and the points that they carry.
fn carried(log: &Path, verdict: &Verdict) -> std::io::Result<(usize, usize)> {
    let shapes: HashMap<[u8; 32], usize> = verdict
        .state
        .contests()
        .values()
        .filter_map(|contest| Some((contest.course()?.hash, contest.shape.points())))
        .collect();
    let (mut ballots, mut points) = (0_usize, 0_usize);
    for line in BufReader::new(File::open(log.join(LOG_FILE))?).split(b'\n') {
        let Ok(line) = Line::parse(line?) else { continue };
        let contest = match line.body() {
            Body::BallotCast(cast) => cast.contest,
            Body::PaperCast(cast) => cast.contest,
            _ => continue,
        };
        ballots = ballots.saturating_add(1);
        points = points.saturating_add(shapes.get(contest.as_bytes()).copied().unwrap_or(0));
    }
    Ok((ballots, points))
}
