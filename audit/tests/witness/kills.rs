//! The witness killed at random moments under load: it never cosigns two histories and never goes back.
//!
//! Clients race each other from one base with histories of their own, so that at any moment several are ready to be the second
//! one; between kills everything that was ever cosigned is compared.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use audit::checkpoint::Checkpoint;
use audit::merkle::{Hash, Tree};
use audit::note::{Note, Vkey};
use audit::witness::answer::Answer;

use crate::support::{Place, Running, add, cosigned, head, published, request};

const KILLS: usize = 200;
const CLIENTS: u64 = 3;
/// The longest that it runs between its first line and the kill.
const CALM_MAX: Duration = Duration::from_millis(120);

/// Two things that the witness said and could not both have said.
#[derive(Debug)]
pub(crate) enum Violation {
    /// After a restart it knows less than it had answered.
    WentBack { answered: (u64, u64), knows: Option<(u64, u64)> },
    /// One size, two roots.
    TwoRoots { size: u64 },
    /// A size that the history at the end never had so.
    TwoHistories { size: u64 },
}

impl std::fmt::Display for Violation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WentBack { answered, knows } => {
                write!(f, "it answered (size, time) {answered:?} and after a restart knows {knows:?}")
            }
            Self::TwoRoots { size } => write!(f, "two roots of size {size}"),
            Self::TwoHistories { size } => write!(f, "size {size} is not in the history at the end"),
        }
    }
}

/// What a storm did.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    /// Cosignatures that a client got, and those found published after a restart.
    pub(crate) cosigned: usize,
    pub(crate) published: usize,
    pub(crate) refused: usize,
    pub(crate) size: u64,
    pub(crate) unanswered: usize,
}

/// Every cosignature ever received, and the history that they tell of.
struct World {
    own: Vkey,
    /// Root by size.
    roots: HashMap<u64, Hash>,
    /// The largest size answered, with its newest time.
    answered: (u64, u64),
    violation: Option<Violation>,
    base: Arc<Tree>,
    /// What was asked and perhaps cosigned without an answer, by root; of one run.
    asked: HashMap<Hash, Arc<Tree>>,
    summary: Summary,
}

impl World {
    /// Takes a cosignature: it must hold, and say nothing else than those before.
    fn take(&mut self, note: &Note) {
        let (Checkpoint { size, root, .. }, time) = cosigned(note, &self.own);
        if *self.roots.entry(size).or_insert(root) != root {
            self.violation.get_or_insert(Violation::TwoRoots { size });
        }
        self.answered = self.answered.max((size, time));
        if size > self.base.size()
            && let Some(tree) = self.asked.get(&root)
        {
            self.base = Arc::clone(tree);
        }
    }

    /// After a restart: what it publishes is at least what it answered.
    fn compare(&mut self, published: Option<&Note>) {
        let knows = published.map(|note| cosigned(note, &self.own)).map(|(head, time)| (head.size, time));
        if knows < Some(self.answered) && self.answered != (0, 0) {
            let answered = self.answered;
            self.violation.get_or_insert(Violation::WentBack { answered, knows });
        }
        if let Some(note) = published {
            self.take(note);
            self.summary.published += 1;
        }
        self.asked.clear();
    }

    /// All that was cosigned lies in the history that the last of it ends.
    fn judge(&mut self) {
        for (&size, root) in &self.roots {
            if self.base.root_at(size).as_ref() != Ok(root) {
                self.violation.get_or_insert(Violation::TwoHistories { size });
            }
        }
    }
}

fn lock(world: &Mutex<World>) -> MutexGuard<'_, World> {
    world.lock().unwrap()
}

/// Numbers without a pattern that matters, from a seed that is printed.
pub(crate) struct Chance(u64);

impl Chance {
    fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn below(&mut self, bound: u64) -> u64 {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) % bound
    }
}

/// Asks for growth, one request after another, until the run is over.
fn client(address: SocketAddr, world: &Mutex<World>, over: &AtomicBool, mut chance: Chance) {
    let mut former: Vec<Arc<Tree>> = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let base = Arc::clone(&lock(world).base);
        former.push(Arc::clone(&base));
        // Now and then from an older base: legal growth for a witness that went back, and for no other.
        let from = if chance.below(4) == 0 { &former[former.len().saturating_sub(3)] } else { &base };
        let mut tree = Tree::clone(from);
        for _ in 0..=chance.below(3) {
            let leaf =
                [chance.below(1 << 31), chance.below(1 << 31), chance.below(1 << 31), chance.below(1 << 31)];
            tree.push(leaf.map(u64::to_be_bytes).concat().try_into().unwrap());
        }
        let tree = Arc::new(tree);
        lock(world).asked.insert(tree.root(), Arc::clone(&tree));
        match add(address, &request(&tree, from.size())) {
            Ok(Answer::Cosigned(lines)) => {
                let note = head(&tree);
                let lines = [note.signatures(), &lines].concat();
                let mut world = lock(world);
                world.take(&Note::assemble(note.text(), lines).unwrap());
                world.summary.cosigned += 1;
            }
            Ok(Answer::OtherOld { .. } | Answer::Refused { status: 400 | 422, .. }) => {
                lock(world).summary.refused += 1;
            }
            Ok(other) => panic!("{other:?}"),
            // Killed before it answered: it may have cosigned, and will say so.
            Err(_) => {
                lock(world).summary.unanswered += 1;
                std::thread::sleep(Duration::from_millis(2));
            }
        }
    }
}

/// Starts the witness again and again, with clients at it, and kills it at random; until `kills` are done or it contradicted
/// itself.
pub(crate) fn storm(
    own: &Vkey,
    kills: usize,
    mut start: impl FnMut() -> Running,
) -> (Option<Violation>, Summary) {
    let seed = std::process::id().into();
    println!("seed {seed}");
    let mut chance = Chance::new(seed);
    let world = Mutex::new(World {
        own: own.clone(),
        roots: HashMap::new(),
        answered: (0, 0),
        violation: None,
        base: Arc::new(Tree::new()),
        asked: HashMap::new(),
        summary: Summary::default(),
    });
    let mut kill = 0;
    while kill < kills && lock(&world).violation.is_none() {
        kill += 1;
        let mut running = start();
        // Some die while they start.
        if chance.below(8) == 0 {
            std::thread::sleep(Duration::from_micros(chance.below(20_000)));
            running.kill();
            continue;
        }
        running.wait_until_ready();
        let address = running.address();
        lock(&world).compare(published(address).unwrap().as_ref());
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for _ in 0..CLIENTS {
                let chance = Chance::new(chance.below(1 << 31) << 8);
                scope.spawn(|| client(address, &world, &over, chance));
            }
            let calm = u64::try_from(CALM_MAX.as_micros()).unwrap();
            std::thread::sleep(Duration::from_micros(chance.below(calm)));
            running.kill();
            over.store(true, Ordering::Relaxed);
        });
    }
    let mut running = start();
    running.wait_until_ready();
    let mut world = world.into_inner().unwrap();
    world.compare(running.published().as_ref());
    world.judge();
    world.summary.size = world.base.size();
    (world.violation, world.summary)
}

#[test]
fn killed_200_times_it_never_cosigns_two_histories_and_never_goes_back() {
    let started = Instant::now();
    let place = Place::new();
    let guard = place.guard();
    let command = || place.command(&["--guard", guard.to_str().unwrap()]);
    let (violation, summary) = storm(&place.vkey, KILLS, || Running::start(command()));
    println!("{KILLS} kills in {:?}: {summary:?}", started.elapsed());
    if let Some(violation) = violation {
        panic!("{violation}");
    }
    // The kills met it at work.
    assert!(summary.cosigned >= KILLS / 4 && summary.published >= KILLS / 2, "{summary:?}");
    assert!(summary.refused > 0 && summary.unanswered >= KILLS / 4, "{summary:?}");
}
