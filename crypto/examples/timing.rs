//! Whether secrets show in the time that constant-time paths take: a statistic in the manner of dudect.
//!
//! ```text
//! cargo run --release -p crypto --example timing [seconds for each path] [part of a path's name]
//! ```
//!
//! For each path two classes of secrets are prepared: one fixed secret, and fresh random ones. Measurements of both are mixed
//! at random, and Welch's t tells whether their mean times differ; slow outliers (interrupts) are also cropped at several
//! percentiles, and the largest |t| counts. Below 4.5 nothing was found; above it there is a difference, of whatever cause. One
//! path is variable-time on purpose: it shows that the statistic finds what is there. Exit 1 if a path that must be constant-time
//! is not, or the one that must be found is not.
//!
//! A statistic of one machine and compiler, no proof; what is named here is constant-time by construction (`docs/timing.md`).
//!
//! Source: Reparaz, Balasch, Verbauwhede, "Dude, is my code constant time?", DATE 2017.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "a measurement stops when it fails; nanoseconds need no more digits than a float has"
)]

use std::hint::black_box;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use crypto::ballot::{BallotContext, Choices, EncryptionSeed, Limit, Shape, encrypt, recompute_ciphertexts};
use crypto::decryption::{DecryptionStatement, decrypt};
use crypto::elgamal::PublicKey;
use crypto::group::{Element, G, G_TABLE, RistrettoPoint, Scalar};
use crypto::hash::{self, Entropy};
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use crypto::signature::{SigningKey, VerifyingKey};
use crypto::stamp::{Blinding, StampContext, StampInput, StampKey};
use curve25519_dalek::traits::VartimeMultiscalarMul;

/// Above this |t| there is a difference (Reparaz et al.).
const LIMIT: f64 = 4.5;
/// Measurements that set the crops and are not counted.
const WARM_UP: usize = 1_000;
/// Seconds for each path when nothing is said.
const SECONDS: u64 = 20;

/// Random enough to choose classes and secrets: nothing here is secret.
struct Draws(u64);

impl Draws {
    fn bytes(&mut self) -> [u8; 32] {
        self.0 += 1;
        hash::sha256("timing-draw", &[&self.0.to_be_bytes()])
    }

    fn scalar(&mut self) -> Scalar {
        hash::scalar("timing-scalar", &[&self.bytes()])
    }

    fn bit(&mut self) -> bool {
        self.bytes()[0] & 1 == 1
    }

    /// The fixed scalar or a fresh one. Both classes draw, so that what runs before a measurement is the same in both: a hash
    /// that only one of them had to make leaves warm caches, and those show.
    fn scalar_of(&mut self, fixed: bool) -> Scalar {
        let fresh = self.scalar();
        if fixed { Scalar::from(3u8) } else { fresh }
    }

    /// The same with 32 bytes, the fixed ones zeros.
    fn bytes_of(&mut self, fixed: bool) -> [u8; 32] {
        let fresh = self.bytes();
        if fixed { [0; 32] } else { fresh }
    }
}

/// Running mean and variance of two classes (Welford).
#[derive(Clone, Copy, Default)]
struct Welch {
    count: [f64; 2],
    mean: [f64; 2],
    squares: [f64; 2],
}

impl Welch {
    fn add(&mut self, class: usize, value: f64) {
        self.count[class] += 1.0;
        let delta = value - self.mean[class];
        self.mean[class] += delta / self.count[class];
        self.squares[class] += delta * (value - self.mean[class]);
    }

    fn t(&self) -> f64 {
        if self.count.iter().any(|count| *count < 2.0) {
            return 0.0;
        }
        let error = |class: usize| self.squares[class] / (self.count[class] - 1.0) / self.count[class];
        let spread = (error(0) + error(1)).sqrt();
        if spread == 0.0 { 0.0 } else { (self.mean[0] - self.mean[1]) / spread }
    }
}

/// Prepares a secret of a class, true for the fixed one, and measures the path once.
type Measure = Box<dyn FnMut(&mut Draws, bool) -> Duration>;

/// One path: `prepare` makes the secret of a class (fixed or fresh) with everything that is not measured, `run` is measured.
struct Path {
    name: &'static str,
    constant: bool,
    measure: Measure,
}

impl Path {
    fn new<I: 'static, O>(
        name: &'static str,
        constant: bool,
        mut prepare: impl FnMut(&mut Draws, bool) -> I + 'static,
        mut run: impl FnMut(&I) -> O + 'static,
    ) -> Self {
        let measure = move |draws: &mut Draws, fixed: bool| {
            let input = prepare(draws, fixed);
            let started = Instant::now();
            black_box(run(black_box(&input)));
            started.elapsed()
        };
        Self { name, constant, measure: Box::new(measure) }
    }

    /// The largest |t| over all crops, the t that goes with it, and how many measurements it rests on.
    fn t(&mut self, time: Duration) -> (f64, u64) {
        let mut draws = Draws(0);
        let mut warm: Vec<f64> = (0..WARM_UP).map(|_| self.once(&mut draws).1).collect();
        warm.sort_by(f64::total_cmp);
        // 100 %, then down to the fastest half.
        let crops: Vec<f64> = std::iter::once(f64::INFINITY)
            .chain([99, 95, 90, 80, 65, 50].map(|percent| warm[warm.len() * percent / 100]))
            .collect();
        let mut tests = vec![Welch::default(); crops.len()];
        let (started, mut count) = (Instant::now(), 0);
        while started.elapsed() < time {
            let (class, took) = self.once(&mut draws);
            count += 1;
            for (test, crop) in tests.iter_mut().zip(&crops) {
                if took <= *crop {
                    test.add(class, took);
                }
            }
        }
        let t = tests.iter().map(Welch::t).max_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap();
        (t, count)
    }

    fn once(&mut self, draws: &mut Draws) -> (usize, f64) {
        let fixed = draws.bit();
        let took = (self.measure)(draws, fixed);
        (usize::from(fixed), took.as_nanos() as f64)
    }
}

const SITTING: [u8; 32] = [1; 32];
const CONTEST: [u8; 32] = [2; 32];

fn key() -> PublicKey {
    PublicKey::new(Element::try_from(&Scalar::from(7u8) * G_TABLE).unwrap())
}

/// 5 items × 赞成/反对/弃权, at most 3 赞成: the budget's ballot, a third as long.
fn shape() -> Shape {
    Shape::new(5, 3, vec![Limit::at_most((0..5).map(|row| row * 2), 3)]).unwrap()
}

/// The fixed class: everything 弃权. The fresh one: any choice of each item that the limit allows.
fn choices(draws: &mut Draws, fixed: bool) -> Choices {
    let shape = shape();
    let none = Choices::from_options(&shape, &[2; 5]).unwrap();
    loop {
        let options: Vec<usize> = draws.bytes()[..5].iter().map(|byte| usize::from(byte % 3)).collect();
        if let Ok(fresh) = Choices::from_options(&shape, &options) {
            return if fixed { none } else { fresh };
        }
    }
}

fn context() -> BallotContext {
    BallotContext { sitting: SITTING, contest: CONTEST, ballot_key: [3; 32] }
}

fn ballots() -> Vec<Path> {
    let prepare = |draws: &mut Draws, fixed: bool| {
        // The seed is fresh in both classes: what differs is the choices.
        let seed = EncryptionSeed::from_opened(draws.bytes());
        (seed, choices(draws, fixed))
    };
    let (shape_1, key_1, shape_2, key_2) = (shape(), key(), shape(), key());
    vec![
        Path::new("ballot: encrypt and prove (choices)", true, prepare, move |(seed, choices)| {
            encrypt(seed, choices, &context(), &shape_1, &key_1).unwrap()
        }),
        Path::new("ballot: encrypt for a challenge (choices)", true, prepare, move |(seed, choices)| {
            recompute_ciphertexts(seed, choices, &shape_2, &key_2).unwrap()
        }),
        Path::new(
            "ballot: encrypt and prove (seed)",
            true,
            |draws, fixed| {
                let seed = draws.bytes_of(fixed);
                (EncryptionSeed::from_opened(seed), choices(draws, true))
            },
            {
                let (shape, key) = (shape(), key());
                move |(seed, choices)| encrypt(seed, choices, &context(), &shape, &key).unwrap()
            },
        ),
    ]
}

fn shares() -> Vec<Path> {
    let share = |draws: &mut Draws, fixed: bool| {
        let x = draws.scalar_of(fixed);
        let share = SecretShare::from_scalar(x).unwrap();
        let public = share.public_share().unwrap();
        // Entropy is fresh in both classes: what differs is the share.
        (share, public, draws.bytes())
    };
    let statement = DecryptionStatement::test(SITTING, &key(), [9; 32]).unwrap();
    let index = ScrutineerIndex::try_from(1).unwrap();
    vec![
        Path::new("decryption: a share and its proof (share)", true, share, move |(share, public, fresh)| {
            decrypt(&statement, index, share, public, Entropy::from_os(*fresh)).unwrap()
        }),
        Path::new("decryption: the public share (share)", true, share, |(share, ..)| {
            share.public_share().unwrap()
        }),
    ]
}

fn ballot_key() -> VerifyingKey {
    SigningKey::from_seed(&[4; 32]).unwrap().verifying_key()
}

fn stamps() -> Vec<Path> {
    let context = StampContext { sitting: SITTING, contest: CONTEST };
    let input = StampInput::new(&context, &ballot_key()).unwrap();
    let stamp_key = |draws: &mut Draws, fixed: bool| {
        let k = draws.scalar_of(fixed);
        // RFC 9497 weighs the published pair (blinded, evaluated) in variable time. With one blinded element the fixed key would
        // always publish the same pair, and that would show; so it is fresh in both classes.
        let blinded = Element::try_from(&draws.scalar() * G_TABLE).unwrap();
        (StampKey::from_secret_bytes(&k.to_bytes()).unwrap(), blinded, draws.bytes())
    };
    vec![
        Path::new("stamp: evaluate and prove (stamp key)", true, stamp_key, |(key, blinded, fresh)| {
            key.evaluate(blinded, Entropy::from_os(*fresh)).unwrap()
        }),
        Path::new(
            "stamp: blind a ballot key (blind)",
            true,
            |draws, fixed| draws.scalar_of(fixed).to_bytes(),
            move |r| Blinding::from_secret_bytes(input.clone(), r).unwrap(),
        ),
        Path::new(
            "signature: sign with a ballot or act key (seed)",
            true,
            |draws, fixed| {
                let seed = draws.bytes_of(fixed);
                (SigningKey::from_seed(&seed).unwrap(), draws.bytes())
            },
            |(key, message)| key.sign_raw(message),
        ),
    ]
}

/// Variable-time on purpose, on public values alone in the protocol: the statistic must find it.
fn public() -> Path {
    Path::new(
        "CONTROL, variable-time: multiscalar multiplication (scalars)",
        false,
        |draws, fixed| -> [Scalar; 4] { std::array::from_fn(|_| draws.scalar_of(fixed)) },
        |scalars| RistrettoPoint::vartime_multiscalar_mul(scalars, [G, G, G, G]),
    )
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let seconds = arguments.next().and_then(|seconds| seconds.parse().ok()).unwrap_or(SECONDS);
    let part = arguments.next().unwrap_or_default();
    let mut paths: Vec<Path> =
        [ballots(), shares(), stamps(), vec![public()]].into_iter().flatten().collect();
    paths.retain(|path| path.name.contains(&part));
    let mut as_expected = true;
    println!("path | measurements | t | verdict\n---|--:|--:|---");
    for path in &mut paths {
        let (t, count) = path.t(Duration::from_secs(seconds));
        let quiet = t.abs() < LIMIT;
        as_expected &= quiet == path.constant;
        let verdict = match (quiet, path.constant) {
            (true, true) => "no difference found",
            (false, true) => {
                "DIFFERENCE: times depend on the secret, or the machine was too busy; run it again"
            }
            (false, false) => "difference found, as it must be",
            (true, false) => "NOT FOUND: measure longer",
        };
        println!("{} | {count} | {t:.2} | {verdict}", path.name);
    }
    if as_expected { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
