//! A long run, by hand: `cargo run --release -p fuzz -- --seconds 3600`.
//!
//! Targets take turns. Each finding is made small, written into the corpus and told; the run goes on. Exit status: 0 nothing was
//! found, 1 something was.

use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::Parser;
use fuzz::engine::{Finding, Session, Target, corpus, minimise, run};
use fuzz::targets::{TARGETS, named};

/// How long a target has its turn.
const TURN: Duration = Duration::from_secs(3);
/// Between two reports.
const REPORT: Duration = Duration::from_mins(5);
/// Longest input that is kept for an outcome it had first.
const REACH_BYTES_MAX: usize = 2_048;

/// Fuzzes for some time, or runs one input again.
#[derive(Debug, Parser)]
struct Cli {
    /// How long, over all targets.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// A target, repeatable; all if not given.
    #[arg(long)]
    target: Vec<String>,
    /// Threads, each with inputs of its own.
    #[arg(long, default_value_t = 1)]
    threads: u64,
    /// The seed; the clock's if not given.
    #[arg(long)]
    seed: Option<u64>,
    /// Lists the targets.
    #[arg(long)]
    list: bool,
    /// Runs this file's input through the one target that is given, and does nothing else.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// Writes each input here before it is run: what is there after an abort did it. Slow; with one thread.
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Keeps short inputs that had an outcome first in the corpus, at most this many for a target.
    #[arg(long, value_name = "N", default_value_t = 0)]
    keep_reaching: usize,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let cli = Cli::parse();
    if cli.list {
        for target in TARGETS {
            println!("{:16} {}", target.name, target.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let targets = if cli.target.is_empty() {
        TARGETS.to_vec()
    } else {
        let chosen =
            cli.target.iter().map(|name| named(name).copied().ok_or(format!("there is no target {name}")));
        chosen.collect::<Result<_, _>>()?
    };
    if let Some(path) = &cli.input {
        let [target] = targets.as_slice() else { return Err("--input needs one --target".into()) };
        return Ok(again(target, &std::fs::read(path)?));
    }
    let clock = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let seed = cli.seed.unwrap_or(clock);
    println!("seed {seed}, {} targets, {} s, {} threads", targets.len(), cli.seconds, cli.threads);
    let found = std::thread::scope(|scope| {
        let (targets, cli) = (&targets, &cli);
        let threads: Vec<_> = (0..cli.threads.max(1))
            .map(|thread| scope.spawn(move || fuzz(targets, cli, seed.wrapping_add(thread), thread)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().map_err(|_| "a thread of the engine panicked")?)
            .sum::<Result<usize, String>>()
    })?;
    println!("{found} findings");
    Ok(if found == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn again(target: &Target, input: &[u8]) -> ExitCode {
    match run(target, input) {
        Ok(()) => {
            println!("{}: every property holds", target.name);
            ExitCode::SUCCESS
        }
        Err(finding) => {
            println!("{}: {} at {}", target.name, finding.message, finding.place);
            ExitCode::FAILURE
        }
    }
}

/// One thread; gives the number of findings.
fn fuzz(targets: &[Target], cli: &Cli, seed: u64, thread: u64) -> Result<usize, String> {
    let end = Instant::now() + Duration::from_secs(cli.seconds);
    let mut found = 0_usize;
    let mut sessions = Vec::new();
    for target in targets {
        let stored = corpus::load(target).map_err(|error| error.to_string())?;
        let mut session = Session::new(*target, seed, stored.into_iter().map(|(_, input)| input).collect());
        session.trace.clone_from(&cli.trace);
        found = found.saturating_add(tell(target, session.replay())?);
        sessions.push(session);
    }
    let mut next_report = Instant::now() + REPORT;
    while Instant::now() < end {
        for session in &mut sessions {
            let left = end.saturating_duration_since(Instant::now());
            let findings = session.for_time(TURN.min(left));
            found = found.saturating_add(tell(&session.target, findings)?);
        }
        if Instant::now() >= next_report {
            next_report = Instant::now() + REPORT;
            report(&sessions, thread);
        }
    }
    report(&sessions, thread);
    for session in &sessions {
        let mut short: Vec<_> =
            session.reached().iter().filter(|input| input.len() <= REACH_BYTES_MAX).collect();
        short.sort_by_key(|input| input.len());
        // Of every length, for the shortest are much alike.
        let every = short.len().div_ceil(cli.keep_reaching.max(1)).max(1);
        for input in short.into_iter().step_by(every).take(cli.keep_reaching) {
            corpus::keep(&session.target, "reach", input).map_err(|error| error.to_string())?;
        }
    }
    Ok(found)
}

/// Makes findings small, keeps and tells them.
fn tell(target: &Target, findings: Vec<Finding>) -> Result<usize, String> {
    let count = findings.len();
    for finding in findings {
        let small = minimise::smaller(target, &finding, 5_000);
        let path = corpus::keep_finding(target, &small).map_err(|error| error.to_string())?;
        println!("FOUND {}: {} at {}\n      {}", target.name, small.message, small.place, path.display());
    }
    Ok(count)
}

fn report(sessions: &[Session], thread: u64) {
    println!("thread {thread:2}           inputs  a second  outcomes  longest ms");
    let mut all = 0_u64;
    for session in sessions {
        let rate = u128::from(session.runs).saturating_mul(1_000) / session.spent.as_millis().max(1);
        let longest = session.longest.as_secs_f64() * 1e3;
        println!(
            "{:16} {:12} {rate:9} {:9} {longest:11.1}",
            session.target.name,
            session.runs,
            session.outcomes()
        );
        all = all.saturating_add(session.runs);
    }
    println!("{:16} {all:12}", "all");
}
