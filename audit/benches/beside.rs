//! Our ballots beside elastic-elgamal's of the same shape, from bytes to verdict, on one thread.
//!
//! `cargo bench -p audit --bench beside` prints a table; `audit bench` runs it. Both sides decode what they verify from bytes:
//! ours from the ballot's encoding, theirs from CBOR, the nearest to raw bytes that its serde offers. They are measured in turns,
//! so whatever else the machine does weighs on both alike.
//!
//! The shapes are the same in what they prove:
//! - 15 × 3, one each: fifteen `EncryptedChoice::single` of three options;
//! - 15, at most 10: one `EncryptedChoice::multi` of fifteen options and a `RangeProof` that a sum is below 11. Their range proof
//!   needs the randomness of its ciphertext, which a choice does not give away, so it is over a ciphertext of its own; verifying
//!   costs the same. Ours proves it of the marks themselves.

#![expect(clippy::unwrap_used, reason = "a benchmark stops when it fails")]

use std::hint::black_box;
use std::time::{Duration, Instant};

use crypto::ballot::{
    BallotContext, Choices, EncryptedBallot, EncryptionSeed, Limit, Shape, encrypt, verify_batch,
};
use crypto::elgamal::PublicKey as OurKey;
use crypto::group::{Element, G_TABLE};
use crypto::hash::{self, Entropy};
use elastic_elgamal::app::{ChoiceParams, EncryptedChoice, MultiChoice, SingleChoice};
use elastic_elgamal::group::Ristretto;
use elastic_elgamal::{Ciphertext, Keypair, PublicKey, RangeDecomposition, RangeProof};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Ballots of one turn: together they make one multiplication.
const BALLOTS: u64 = 61;
const TURNS: usize = 5;

fn to_bytes<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    ciborium::into_writer(value, &mut bytes).unwrap();
    bytes
}

fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> T {
    ciborium::from_reader(bytes).unwrap()
}

/// Our side of a shape.
struct Ours {
    shape: Shape,
    key: OurKey,
    ballots: Vec<(BallotContext, Vec<u8>)>,
}

impl Ours {
    fn new(shape: Shape, options: &[usize]) -> Self {
        let key = OurKey::new(Element::try_from(&hash::scalar("bench-key", &[]) * G_TABLE).unwrap());
        let make = |number: u64| {
            let ballot_key = hash::sha256("bench-ballot-key", &[&number.to_be_bytes()]);
            let context = BallotContext { sitting: [1; 32], contest: [2; 32], ballot_key };
            let choices = Choices::from_options(&shape, options).unwrap();
            let seed = EncryptionSeed::from_opened(ballot_key);
            (context, encrypt(&seed, &choices, &context, &shape, &key).unwrap().to_bytes())
        };
        let ballots = (0..BALLOTS).map(make).collect();
        Self { shape, key, ballots }
    }

    fn decode(&self) -> Vec<(BallotContext, EncryptedBallot)> {
        let decode = |(context, bytes): &(BallotContext, Vec<u8>)| {
            (*context, EncryptedBallot::from_bytes(&self.shape, bytes).unwrap())
        };
        self.ballots.iter().map(decode).collect()
    }

    fn alone(&self) {
        for (context, ballot) in &self.decode() {
            black_box(ballot.verify(context, &self.shape, &self.key).unwrap());
        }
    }

    fn together(&self) {
        let fresh = Entropy::from_os(hash::sha256("bench-entropy", &[]));
        black_box(verify_batch(&self.decode(), &self.shape, &self.key, fresh).unwrap());
    }
}

/// Decodes and verifies one ballot, or stops the benchmark.
type Verify = Box<dyn Fn(&[u8])>;

/// The other side: bytes of each ballot, and how one is verified.
struct Theirs {
    ballots: Vec<Vec<u8>>,
    verify: Verify,
}

impl Theirs {
    fn all(&self) {
        self.ballots.iter().for_each(|bytes| (self.verify)(bytes));
    }
}

fn receiver() -> PublicKey<Ristretto> {
    Keypair::<Ristretto>::generate(&mut rand::rng()).public().clone()
}

fn fifteen_singles() -> Theirs {
    let params = ChoiceParams::single(receiver(), 3);
    let ballot = || -> Vec<EncryptedChoice<Ristretto, SingleChoice>> {
        (0..15).map(|row| EncryptedChoice::single(&params, row % 3, &mut rand::rng())).collect()
    };
    let ballots = (0..BALLOTS).map(|_| to_bytes(&ballot())).collect();
    let verify = move |bytes: &[u8]| {
        for row in from_bytes::<Vec<EncryptedChoice<Ristretto, SingleChoice>>>(bytes) {
            black_box(row.verify(&params).unwrap());
        }
    };
    Theirs { ballots, verify: Box::new(verify) }
}

fn fifteen_with_at_most_ten() -> Theirs {
    type Ballot = (EncryptedChoice<Ristretto, MultiChoice>, Ciphertext<Ristretto>, RangeProof<Ristretto>);
    let receiver = receiver();
    let params = ChoiceParams::multi(receiver.clone(), 15);
    let range = RangeDecomposition::optimal(11);
    let ballot = || -> Ballot {
        let marks: Vec<bool> = (0..15).map(|row| row < 10).collect();
        let choice = EncryptedChoice::new(&params, &marks, &mut rand::rng());
        let (sum, proof) = receiver.encrypt_range(&range.clone().into(), 10, &mut rand::rng());
        (choice, sum, proof)
    };
    let ballots = (0..BALLOTS).map(|_| to_bytes(&ballot())).collect();
    let prepared = range.clone().into();
    let key = receiver.clone();
    let verify = move |bytes: &[u8]| {
        let (choice, sum, proof) = from_bytes::<Ballot>(bytes);
        black_box(choice.verify(&params).unwrap());
        key.verify_range(&prepared, sum, &proof).unwrap();
    };
    Theirs { ballots, verify: Box::new(verify) }
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

#[expect(clippy::cast_precision_loss, reason = "a number of ballots, to three digits")]
fn line(name: &str, ours: &Ours, theirs: &Theirs) {
    let [mut them, mut alone, mut together] = [Duration::ZERO; 3];
    for _ in 0..TURNS {
        them += timed(|| theirs.all());
        alone += timed(|| ours.alone());
        together += timed(|| ours.together());
    }
    let each = |all: Duration| all.as_secs_f64() * 1e3 / (BALLOTS as f64 * TURNS as f64);
    let [them, alone, together] = [them, alone, together].map(each);
    println!(
        "{name} | {them:.3} ms | {alone:.3} ms | {:.1} | {together:.3} ms | {:.1}",
        them / alone,
        them / together
    );
}

fn main() {
    // `cargo test --benches` builds and runs this too; it measures under `cargo bench` alone.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    println!(
        "one thread, each ballot from bytes | elastic-elgamal | ours alone | times | ours together | times"
    );
    println!("---|--:|--:|--:|--:|--:");
    let options: Vec<usize> = (0..15).map(|row| row % 3).collect();
    line("15 x 3, one each", &Ours::new(Shape::new(15, 3, vec![]).unwrap(), &options), &fifteen_singles());
    let shape = Shape::new(15, 2, vec![Limit::at_most(0..15, 10)]).unwrap();
    let options: Vec<usize> = (0..15).map(|row| usize::from(row >= 10)).collect();
    line("15, at most 10", &Ours::new(shape, &options), &fifteen_with_at_most_ten());
}
