//! Deputies at terminals who vote at random, beside others who sit elsewhere: the terminal's own device for each, in this process.

use std::collections::{BTreeMap, VecDeque};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use audit::rules::Secrecy;
use crypto::ballot::{Choices, Shape};
use crypto::card::Card;
use rand::RngExt as _;
use terminal_client::device::{
    DefinitionCache, Device, DeviceCommand, DeviceEvent, DeviceOptions, Holder, OpenContest, run,
};
use terminal_client::net::Dialer;
use terminal_client::sitting_file::SittingFile;
use tokio::sync::mpsc;

use super::child::device_folder;

/// Longest wait for all of them.
const PATIENCE: Duration = Duration::from_mins(4);
/// Random ballots that are tried before one keeps the rules: those of priority numbers are few among all.
const TRIES: u32 = 1_000_000;

/// What the terminals of a sitting did.
#[derive(Debug, Default)]
pub struct Terminals {
    seated: usize,
    told: Arc<Mutex<Told>>,
}

#[derive(Debug, Default)]
struct Told {
    /// By contest: who has voted, and how often each cell was marked.
    votes: BTreeMap<u64, (usize, Vec<u64>)>,
    failures: Vec<String>,
}

impl Terminals {
    /// The deputies with these numbers sit down at terminals, check in, and vote in each contest once it opens.
    pub async fn seat(&mut self, hall: &Path, numbers: RangeInclusive<u64>) {
        let file = SittingFile::read(&hall.join("sitting.toml")).unwrap();
        let cards: Vec<(u64, String)> =
            serde_json::from_slice(&std::fs::read(hall.join("cards.json")).unwrap()).unwrap();
        let dialer = Dialer::new(&file).unwrap();
        let cache = DefinitionCache::new();
        let (entered, mut arrivals) = mpsc::unbounded_channel();
        let mut expected = 0_usize;
        for (number, code) in cards.into_iter().filter(|(number, _)| numbers.contains(number)) {
            let card = Card::from_typed(number, &code).unwrap();
            let folder = device_folder(hall, u32::try_from(number).unwrap());
            let device =
                Device::open(&folder, Holder::Card(card), dialer.clone(), Arc::clone(&cache)).unwrap();
            tokio::spawn(attend(number, device, Arc::clone(&self.told), entered.clone()));
            expected += 1;
        }
        for _ in 0..expected {
            tokio::time::timeout(PATIENCE, arrivals.recv()).await.expect("they never came in").unwrap();
        }
        self.seated += expected;
    }

    /// Waits until all of them have voted in a contest, durably; how often each cell was marked.
    pub async fn voted(&self, contest: u64) -> Vec<u64> {
        let started = Instant::now();
        loop {
            {
                let told = self.told.lock().unwrap();
                assert!(told.failures.is_empty(), "{:?}", told.failures);
                let (voted, totals) = told.votes.get(&contest).cloned().unwrap_or_default();
                if voted == self.seated {
                    return totals;
                }
                assert!(started.elapsed() < PATIENCE, "{voted} of {} voted", self.seated);
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

async fn attend(number: u64, device: Device, told: Arc<Mutex<Told>>, entered: mpsc::UnboundedSender<()>) {
    let (commands, orders) = mpsc::channel(4);
    let (events, mut happened) = mpsc::channel(64);
    let options = DeviceOptions { check_in: true, find_spread: Duration::from_secs(1) };
    let driver = tokio::spawn(run(device, options, orders, events));
    let mut entered = Some(entered);
    // Each contest once: the cells that were marked, until the box has them.
    let mut marked: BTreeMap<u64, Option<Vec<u64>>> = BTreeMap::new();
    // A device prepares one ballot at a time.
    let mut waiting: VecDeque<Arc<OpenContest>> = VecDeque::new();
    let mut is_busy = false;
    while let Some(event) = happened.recv().await {
        let failure = match event {
            DeviceEvent::CheckedIn => {
                // Told again after every reconnection.
                entered.take().map(|entered| entered.send(()));
                None
            }
            DeviceEvent::BallotReady(contest) => {
                waiting.push_back(contest);
                None
            }
            DeviceEvent::Prepared { .. } => {
                let _ = commands.send(DeviceCommand::Cast).await;
                None
            }
            DeviceEvent::Casting { .. } => {
                is_busy = false;
                None
            }
            DeviceEvent::Boxed { contest, .. } | DeviceEvent::Voted { contest, .. } => {
                if let Some(cells) = marked.get_mut(&contest).and_then(Option::take) {
                    told.lock().unwrap().add(contest, &cells);
                }
                None
            }
            DeviceEvent::CastRefused { refusal, .. } => Some(format!("refused: {refusal}")),
            DeviceEvent::Failed { step, error } => Some(format!("{step:?}: {error}")),
            DeviceEvent::NotInBox { .. } | DeviceEvent::Missing { .. } => Some("not in the log".to_owned()),
            _ => None,
        };
        if let Some(failure) = failure {
            told.lock().unwrap().failures.push(format!("deputy {number}: {failure}"));
        }
        while !is_busy && let Some(contest) = waiting.pop_front() {
            if marked.contains_key(&contest.number) {
                continue;
            }
            let columns = random_columns(&contest.shape);
            marked.insert(contest.number, Some(cells(&contest.shape, &columns)));
            is_busy = contest.definition.profile.secrecy == Secrecy::Secret;
            let _ = commands.send(vote(&contest, columns)).await;
        }
    }
    if let Err(error) = driver.await.unwrap() {
        told.lock().unwrap().failures.push(format!("deputy {number} stopped: {error}"));
    }
}

fn vote(contest: &OpenContest, columns: Vec<usize>) -> DeviceCommand {
    let number = contest.number;
    match contest.definition.profile.secrecy {
        Secrecy::Named => DeviceCommand::Vote { contest: number, columns },
        _ => DeviceCommand::Prepare {
            contest: number,
            choices: Choices::from_options(&contest.shape, &columns).unwrap(),
        },
    }
}

/// A column for each row, as the rules allow.
fn random_columns(shape: &Shape) -> Vec<usize> {
    let mut rng = rand::rng();
    for _ in 0..TRIES {
        // Some deputies mark much, some hardly anything: so ballots with few marks come up too.
        let share = rng.random_range(0.0..1.0);
        let rest = shape.options() - 1;
        let column = |_| if rng.random_bool(share) { rng.random_range(0..rest) } else { rest };
        let columns: Vec<usize> = (0..shape.rows()).map(column).collect();
        if Choices::from_options(shape, &columns).is_ok() {
            return columns;
        }
    }
    panic!("no random ballot keeps these rules");
}

/// 0 or 1 for each cell.
fn cells(shape: &Shape, columns: &[usize]) -> Vec<u64> {
    let mut cells = vec![0; shape.cells()];
    for (row, &column) in columns.iter().enumerate() {
        if let Some(cell) = shape.cell(row, column) {
            cells[cell] = 1;
        }
    }
    cells
}

impl Told {
    fn add(&mut self, contest: u64, cells: &[u64]) {
        let (voted, totals) = self.votes.entry(contest).or_default();
        *voted += 1;
        totals.resize(cells.len(), 0);
        totals.iter_mut().zip(cells).for_each(|(total, cell)| *total += cell);
    }
}
