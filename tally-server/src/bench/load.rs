//! The measurements, in the order in which one sitting allows them.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use audit::fold::{DEPUTIES_MAX, Stage};
use crypto::floor::Floor;
use protocol::Act;
use terminal_client::net::{Answer, Connection, Dialer, Sitting};
use terminal_client::roles::acts::bodies::PapersBack;
use terminal_client::roles::scrutineer::Step;
use terminal_client::roles::{chief, secretariat};
use tokio::task::JoinSet;

use super::hall::{CONTEST, Hall};
use super::report::Row;
use super::{BenchError, LoadArgs};
use crate::demo::parties::PATIENCE;

/// Ballots of the saturated run, if there is room for so many more deputies: enough for seconds.
const SATURATING_MAX: u32 = 1_000;
/// Connections that cast in it: enough for ballots to wait for a core.
const CASTING: usize = 64;
/// Turns that floor and server take.
const TURNS: usize = 4;
/// Points of one multiplication of the floor; larger ones gain nothing more (5,000 to 20,000).
const FLOOR_POINTS: usize = 16_000;
/// Within this time all devices cast.
const BURST: Duration = Duration::from_secs(10);
/// A receipt that has not come by then is lost.
const LOST_AFTER: Duration = Duration::from_mins(1);
/// Connections being made at once.
const DIALLING: usize = 64;

/// Cores, on which the floor and the server's checks run.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

#[expect(clippy::cast_precision_loss, reason = "numbers of ballots and bytes, to two digits")]
pub(super) async fn measure(args: &LoadArgs) -> Result<Vec<Row>, BenchError> {
    // All of them stand on one roll.
    let room = u32::try_from(DEPUTIES_MAX).unwrap_or(u32::MAX).saturating_sub(args.devices);
    let saturating = args.devices.min(SATURATING_MAX).min(room);
    let mut hall = Hall::open(args, args.devices.saturating_add(saturating)).await?;
    let mut ballots = hall.ballots().await?;
    let burst = ballots.split_off(usize::try_from(saturating).unwrap_or(usize::MAX).min(ballots.len()));

    let Saturated { floor_rate, rate } = saturated(&hall, ballots).await?;
    let percent = 100.0 * rate / floor_rate;

    let Burst { receipted, refused, lost } = within_ten_seconds(&hall, burst).await?;
    let at = receipted.len().saturating_mul(99).div_ceil(100).saturating_sub(1);
    let p99 = receipted.get(at).copied().unwrap_or(LOST_AFTER).as_secs_f64();
    let bad = refused.saturating_add(lost);
    let memory = high_water_mark(hall.server.id())?;
    let (decrypting, combining) = count_votes(&hall).await?;
    let counting = decrypting.saturating_add(combining).as_secs_f64();

    Ok(vec![
        Row::at_least(
            "饱和收票速度占下限速度之比（下限：解压票上的点并作多标量乘法）",
            "saturated accept rate, of the rate that the floor allows",
            (format!("{percent:.0} %（{rate:.0} / {floor_rate:.0} per s）"), "≥ 60 %"),
            percent,
            60.0,
        ),
        Row {
            ratio: p99 / 3.0,
            met: bad == 0 && p99 <= 3.0,
            zh: "全体设备 10 秒内投票：拒绝、丢失、99 % 的回执时间",
            en: "all devices cast within 10 s: refused, lost, time to receipt of 99 %",
            measured: format!("{refused}, {lost}, {p99:.2} s（{} devices）", args.devices),
            must: "0, 0, ≤ 3 s",
        },
        Row::at_most(
            "服务器内存峰值，全体设备已连接",
            "the server's peak memory with all devices connected",
            (format!("{:.0} MB（{} devices）", memory as f64 / 1e6, args.devices), "≤ 300 MB"),
            memory as f64 / 1e6,
            300.0,
        ),
        Row::at_most(
            "截止到得出总数：最慢一名监票人解密，加合并",
            "close to totals: the slowest scrutineer's decryption, and combining",
            (
                format!(
                    "{counting:.2} s（{:.2} + {:.2}）",
                    decrypting.as_secs_f64(),
                    combining.as_secs_f64()
                ),
                "≤ 2 s",
            ),
            counting,
            2.0,
        ),
    ])
}

/// Ballots per second.
struct Saturated {
    floor_rate: f64,
    rate: f64,
}

/// Casts as fast as the connections go, receipts awaited. Floor and server take turns, so whatever else the machine does weighs
/// on both alike.
#[expect(clippy::cast_precision_loss, reason = "numbers of ballots, to three digits")]
async fn saturated(hall: &Hall, mut ballots: Vec<Act>) -> Result<Saturated, BenchError> {
    let count = ballots.len() as f64;
    let mut connections = Vec::with_capacity(CASTING);
    for _ in 0..CASTING.min(ballots.len()) {
        connections.push(Connection::dial(&hall.dialer).await?);
    }
    let points = hall.contest.shape.points();
    let floor = Arc::new(Floor::new(FLOOR_POINTS));
    let (mut floors, mut casts) = (Duration::ZERO, Duration::ZERO);
    let turn = ballots.len().div_ceil(TURNS).max(1);
    while !ballots.is_empty() {
        let rest = ballots.split_off(turn.min(ballots.len()));
        let some = std::mem::replace(&mut ballots, rest);
        let (floor, points) = (Arc::clone(&floor), points.saturating_mul(some.len()));
        let took = tokio::task::spawn_blocking(move || floor_time(&floor, points));
        floors = floors.saturating_add(took.await.map_err(|_| BenchError::Lost)?);

        let started = Instant::now();
        let next = Arc::new(Mutex::new(some.into_iter()));
        let mut casting = JoinSet::new();
        for connection in connections.drain(..) {
            casting.spawn(cast_all(connection, Arc::clone(&hall.sitting), Arc::clone(&next)));
        }
        while let Some(done) = casting.join_next().await {
            connections.push(done.map_err(|_| BenchError::Lost)??);
        }
        casts = casts.saturating_add(started.elapsed());
    }
    Ok(Saturated { floor_rate: count / floors.as_secs_f64(), rate: count / casts.as_secs_f64() })
}

/// One connection's part: the next ballot as soon as it has the receipt of the one before.
async fn cast_all(
    mut connection: Connection,
    sitting: Arc<Sitting>,
    ballots: Arc<Mutex<std::vec::IntoIter<Act>>>,
) -> Result<Connection, BenchError> {
    loop {
        let Some(ballot) = ballots.lock().map_err(|_| BenchError::Lost)?.next() else {
            return Ok(connection);
        };
        match connection.submit(&ballot, &sitting).await? {
            Answer::Boxed(_) => {}
            other => return Err(BenchError::Refused(format!("{other:?}"))),
        }
    }
}

/// How long `points` points take on every core.
fn floor_time(floor: &Floor, points: usize) -> Duration {
    let cores = threads();
    let share = points.div_ceil(cores);
    let started = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                for from in (0..share).step_by(FLOOR_POINTS) {
                    std::hint::black_box(floor.run(share.saturating_sub(from).min(FLOOR_POINTS)));
                }
            });
        }
    });
    started.elapsed()
}

/// What became of a burst.
struct Burst {
    /// Times to receipt, rising.
    receipted: Vec<Duration>,
    refused: usize,
    lost: usize,
}

/// Every device is connected and watches, and casts over a fresh connection at a moment of its own.
async fn within_ten_seconds(hall: &Hall, ballots: Vec<Act>) -> Result<Burst, BenchError> {
    let mut watching = Vec::with_capacity(ballots.len());
    let numbers: Vec<u32> = (1..).take(ballots.len()).collect();
    for some in numbers.chunks(DIALLING) {
        let mut dialling = JoinSet::new();
        for number in some.iter().copied() {
            let dialer = hall.dialer.clone();
            dialling.spawn(async move {
                let mut connection = Connection::dial(&dialer).await?;
                connection.watch(number).await?;
                Ok::<_, BenchError>(connection)
            });
        }
        while let Some(dialled) = dialling.join_next().await {
            watching.push(dialled.map_err(|_| BenchError::Lost)??);
        }
    }
    let mut casting = JoinSet::new();
    for (ballot, watch) in ballots.into_iter().zip(watching) {
        let (dialer, sitting) = (hall.dialer.clone(), Arc::clone(&hall.sitting));
        let wait = rand::random_range(0..=u64::try_from(BURST.as_millis()).unwrap_or(0));
        casting.spawn(async move {
            tokio::time::sleep(Duration::from_millis(wait)).await;
            let started = Instant::now();
            let answer = tokio::time::timeout(LOST_AFTER, cast(&dialer, &sitting, &ballot)).await;
            // The device stays connected to the end.
            (answer.map(|answer| (answer, started.elapsed())), watch)
        });
    }
    let (mut burst, mut connected) = (Burst { receipted: vec![], refused: 0, lost: 0 }, Vec::new());
    while let Some(done) = casting.join_next().await {
        let (answer, watch) = done.map_err(|_| BenchError::Lost)?;
        connected.push(watch);
        match answer {
            Ok((Ok(Answer::Boxed(_)), took)) => burst.receipted.push(took),
            Ok((Ok(_), _)) => burst.refused = burst.refused.saturating_add(1),
            Ok((Err(_), _)) | Err(_) => burst.lost = burst.lost.saturating_add(1),
        }
    }
    burst.receipted.sort_unstable();
    Ok(burst)
}

async fn cast(dialer: &Dialer, sitting: &Sitting, ballot: &Act) -> Result<Answer, BenchError> {
    let mut connection = Connection::dial(dialer).await?;
    Ok(connection.submit(ballot, sitting).await?)
}

/// The peak of a process's resident memory in bytes (proc(5), `VmHWM` in KiB).
fn high_water_mark(process: Option<u32>) -> Result<u64, BenchError> {
    let path = std::path::PathBuf::from(format!("/proc/{}/status", process.ok_or(BenchError::NotServing)?));
    let status =
        std::fs::read_to_string(&path).map_err(|source| BenchError::Io { path: path.clone(), source })?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kib.map(|kib| kib.saturating_mul(1_024)).ok_or(BenchError::NotServing)
}

/// Ends, opens, closes, and has each scrutineer decrypt alone: the longest of them and the time to combine. The time of a
/// decryption includes its vault, its submission and the server's check of it.
async fn count_votes(hall: &Hall) -> Result<(Duration, Duration), BenchError> {
    let Hall { secretariat: desk, chief, .. } = hall;
    secretariat::end(desk, CONTEST, PATIENCE).await?;
    chief::countersign(chief, "contest_ended", PATIENCE).await?;
    desk.wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Opened)).await?;
    secretariat::close(desk, CONTEST, PapersBack::default(), PATIENCE).await?;
    chief::countersign(chief, "contest_closed", PATIENCE).await?;
    // Each has verified the whole log before it is asked: that work does not wait for the close.
    for session in &hall.scrutineers {
        session.follower().wait_until(PATIENCE, secretariat::has_reached(CONTEST, Stage::Closed)).await?;
    }
    let mut longest = Duration::ZERO;
    for session in &hall.scrutineers {
        if let step @ Step::Decrypt(_) = session.next_step()? {
            let started = Instant::now();
            session.perform(step).await?;
            longest = longest.max(started.elapsed());
        }
    }
    let hash = audit::wire::Bytes32::from(hall.contest.hash);
    let combined = |view: &terminal_client::roles::follower::View| {
        let started = Instant::now();
        view.state().totals(&hash).ok().map(|_| started.elapsed())
    };
    let combining = desk.wait_until(PATIENCE, combined).await?;
    Ok((longest, combining))
}
