//! The engine: makes inputs, runs a body on them, and keeps what goes wrong.
//!
//! No coverage is measured, so it runs on a stable compiler. In its place each body tells its [`outcome`]s (which check
//! refused, which kind was taken); an input with an outcome that was not seen before becomes a parent of further ones.
//!
//! Invariants
//! - The same seed, corpus and number of inputs give the same inputs, on every machine.
//! - A panic of a body ends that input alone, and is a finding; so does an input that takes longer than [`SLOW`].

pub mod corpus;
pub mod json;
pub mod minimise;
pub mod mutate;
pub mod random;

use random::{Choose, Random};
use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::fmt::Debug;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Once;
use std::time::{Duration, Instant};

/// No input may take longer: what a stranger sends must not occupy a server. Wide, for machines that do other things too.
pub const SLOW: Duration = Duration::from_secs(20);
/// Most parents that a target keeps; then new ones take the places of old ones.
const PARENTS_MAX: usize = 4_096;
/// Longest input that becomes a parent, in bytes.
const PARENT_BYTES_MAX: usize = 32 * 1024;

/// What an input looks like, so that mutations hit something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Bytes.
    Bytes,
    /// JSON, or text like it.
    Json,
    /// A list of decisions, read by [`random::Script`].
    Script,
}

/// One body with what it needs.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and its corpus's.
    pub name: &'static str,
    /// What it shows, in a line.
    pub about: &'static str,
    /// Panics where a property does not hold.
    pub body: fn(&[u8]),
    /// Good inputs, made from the vectors; the corpus comes on top.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How to mutate.
    pub form: Form,
    /// Mutated inputs in `./check test`, and the share of time in a long run.
    pub inputs: u32,
}

/// What went wrong.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The name of the target.
    pub target: &'static str,
    /// The input.
    pub input: Vec<u8>,
    /// What the panic said.
    pub message: String,
    /// Where it was: findings with one place are one finding.
    pub place: String,
}

thread_local! {
    static OUTCOMES: RefCell<HashSet<u64>> = RefCell::default();
    static IS_NEW: Cell<bool> = const { Cell::new(false) };
    static PANICKED: RefCell<Option<(String, String)>> = const { RefCell::new(None) };
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Says what became of an input, by the first words of its `Debug`: neither numbers nor what an error quotes of the input shall
/// make an outcome another.
pub fn outcome(of: &impl Debug) {
    let text = format!("{of:?}");
    let before_quote = text.split('`').next().unwrap_or_default();
    let mut hasher = DefaultHasher::new();
    before_quote.bytes().filter(u8::is_ascii_alphabetic).take(32).for_each(|byte| byte.hash(&mut hasher));
    if OUTCOMES.with_borrow_mut(|outcomes| outcomes.insert(hasher.finish())) {
        IS_NEW.set(true);
    }
}

/// Runs a body once. An error is what the panic said and where.
pub fn run(target: &Target, input: &[u8]) -> Result<(), Finding> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if QUIET.get() {
                let place = info.location().map_or_else(String::new, ToString::to_string);
                PANICKED.set(Some((info.payload_as_str().unwrap_or_default().to_owned(), place)));
            } else {
                before(info);
            }
        }));
    });
    let start = Instant::now();
    QUIET.set(true);
    let ended = catch_unwind(AssertUnwindSafe(|| (target.body)(input)));
    QUIET.set(false);
    let took = start.elapsed();
    let finding = |message, place| Finding { target: target.name, input: input.to_vec(), message, place };
    match ended {
        Err(_) => {
            let (message, place) = PANICKED.take().unwrap_or_default();
            Err(finding(message, place))
        }
        Ok(()) if took > SLOW => Err(finding(format!("took {took:?}"), "slow".to_owned())),
        Ok(()) => Ok(()),
    }
}

/// A target that is being fuzzed by one thread.
pub struct Session {
    /// What is fuzzed.
    pub target: Target,
    random: Random,
    parents: Vec<Vec<u8>>,
    given: usize,
    outcomes: HashSet<u64>,
    places: HashSet<String>,
    /// Inputs run so far.
    pub runs: u64,
    /// The longest that an input took.
    pub longest: Duration,
    /// Time spent.
    pub spent: Duration,
    /// Where each input is written before it is run, so that one that ends the process is known.
    pub trace: Option<PathBuf>,
}

impl Session {
    /// Starts with what the target and the stored corpus give.
    pub fn new(target: Target, seed: u64, stored: Vec<Vec<u8>>) -> Self {
        let mut parents = (target.seeds)();
        parents.extend(stored);
        let given = parents.len();
        let random = Random::named(seed, target.name);
        let (outcomes, places) = (HashSet::new(), HashSet::new());
        let (longest, spent) = (Duration::ZERO, Duration::ZERO);
        Self { target, random, parents, given, outcomes, places, runs: 0, longest, spent, trace: None }
    }

    /// Outcomes seen so far.
    pub fn outcomes(&self) -> usize {
        self.outcomes.len()
    }

    /// Inputs that had an outcome first, beyond those given.
    pub fn reached(&self) -> &[Vec<u8>] {
        self.parents.get(self.given..).unwrap_or_default()
    }

    /// Runs the inputs that are given, unchanged.
    pub fn replay(&mut self) -> Vec<Finding> {
        let given = self.parents.get(..self.given).unwrap_or_default().to_vec();
        given.iter().filter_map(|input| self.one(input)).collect()
    }

    /// Runs so many mutated inputs.
    pub fn mutated(&mut self, inputs: u32) -> Vec<Finding> {
        (0..inputs).filter_map(|_| self.step()).collect()
    }

    /// Runs mutated inputs for some time.
    pub fn for_time(&mut self, time: Duration) -> Vec<Finding> {
        let end = Instant::now() + time;
        let mut findings = Vec::new();
        while Instant::now() < end {
            findings.extend(self.step());
        }
        findings
    }

    fn step(&mut self) -> Option<Finding> {
        let input = self.input();
        self.one(&input)
    }

    /// The next mutated input.
    pub fn input(&mut self) -> Vec<u8> {
        let random = &mut self.random;
        let mut input = random.one_of(&self.parents).cloned().unwrap_or_default();
        if self.target.form == Form::Script && random.once_in(8) {
            let length = random.below(96);
            input = (0..length).map(|_| u8::try_from(random.below(256)).unwrap_or_default()).collect();
        }
        let mut changes = 1_usize;
        while changes < 12 && random.once_in(2) {
            changes = changes.saturating_add(1);
        }
        for _ in 0..changes {
            if self.target.form == Form::Json && !random.once_in(3) {
                let donors = [random.one_of(&self.parents).map(Vec::as_slice).unwrap_or_default()];
                json::mutate(&mut input, &donors, random);
            } else {
                mutate::bytes(&mut input, &self.parents, random);
            }
        }
        input.truncate(mutate::INPUT_BYTES_MAX);
        input
    }

    fn one(&mut self, input: &[u8]) -> Option<Finding> {
        OUTCOMES.with_borrow_mut(|outcomes| std::mem::swap(outcomes, &mut self.outcomes));
        IS_NEW.set(false);
        if let Some(path) = &self.trace {
            // Best effort: the run is about the input, not about this file.
            _ = std::fs::write(path, input);
        }
        let start = Instant::now();
        let ended = run(&self.target, input);
        let took = start.elapsed();
        OUTCOMES.with_borrow_mut(|outcomes| std::mem::swap(outcomes, &mut self.outcomes));
        self.runs = self.runs.saturating_add(1);
        self.spent += took;
        self.longest = self.longest.max(took);
        let is_new = IS_NEW.get() && ended.is_ok() && input.len() <= PARENT_BYTES_MAX;
        if is_new && !self.parents.iter().any(|parent| parent == input) {
            if self.parents.len() < PARENTS_MAX {
                self.parents.push(input.to_vec());
            } else {
                let at = self.random.below(self.parents.len());
                if let Some(parent) = self.parents.get_mut(at) {
                    *parent = input.to_vec();
                }
            }
        }
        ended.err().filter(|finding| self.places.insert(finding.place.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(input: &[u8]) {
        outcome(&input.first());
        assert!(!input.windows(2).any(|pair| pair == b"!!"), "two in a row");
    }

    const TARGET: Target = Target {
        name: "engine-test",
        about: "",
        body,
        seeds: || vec![b"a!b!c".to_vec()],
        form: Form::Bytes,
        inputs: 0,
    };

    #[test]
    fn a_planted_fault_is_found_told_once_and_made_small() {
        let mut session = Session::new(TARGET, 7, Vec::new());
        assert!(session.replay().is_empty());
        let findings = session.mutated(20_000);
        let [finding] = findings.as_slice() else { panic!("{} findings", findings.len()) };
        assert_eq!(finding.message, "two in a row");
        assert!(finding.place.contains("engine"), "{}", finding.place);
        assert_eq!(minimise::smaller(&TARGET, finding, 1_000).input, b"!!");
        assert!(session.outcomes() > 1 && !session.reached().is_empty());
    }

    #[test]
    fn the_same_seed_makes_the_same_inputs() {
        let inputs = |seed| {
            let mut session = Session::new(TARGET, seed, Vec::new());
            (0..50).map(|_| session.input()).collect::<Vec<_>>()
        };
        assert_eq!(inputs(1), inputs(1));
        assert_ne!(inputs(1), inputs(2));
    }
}
