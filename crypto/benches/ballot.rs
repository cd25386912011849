//! What a ballot of 15 items × 赞成/反对/弃权 with at most 10 costs, beside the floor of DESIGN §10.
//!
//! The floor is what no verifier can avoid: decompress the points that the ballots carry, and one multiscalar
//! multiplication over as many points with full-width scalars. Both sides start from encoded bytes, in one run, on one
//! thread, so that the ratio means something on any machine.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark stops when it fails")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use crypto::ballot::{
    BallotContext, Choices, EncryptedBallot, EncryptionSeed, Limit, Shape, Tally, encrypt, verify_batch,
};
use crypto::decryption::{DecryptionStatement, PartialClaim, decrypt, verify_partials};
use crypto::elgamal::PublicKey;
use crypto::floor::Floor;
use crypto::group::{Element, G_TABLE};
use crypto::hash::{self, Entropy};
use crypto::scrutineer::{ScrutineerIndex, SecretShare};

/// Ballots verified together: 61 make one multiplication of 16,226 points.
const BATCH: u64 = 61;

struct Case {
    shape: Shape,
    key: PublicKey,
    choices: Choices,
}

fn case() -> Case {
    let shape = Shape::new(15, 3, vec![Limit::at_most((0..15).map(|row| row * 2), 10)]).unwrap();
    let key = PublicKey::new(Element::try_from(&hash::scalar("bench-key", &[]) * G_TABLE).unwrap());
    let options = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 1];
    let choices = Choices::from_options(&shape, &options).unwrap();
    Case { shape, key, choices }
}

fn context(number: u64) -> BallotContext {
    let ballot_key = hash::sha256("bench-ballot-key", &[&number.to_be_bytes()]);
    BallotContext { sitting: [1; 32], contest: [2; 32], ballot_key }
}

fn made(case: &Case, number: u64) -> (BallotContext, Vec<u8>) {
    let context = context(number);
    let seed = EncryptionSeed::from_opened(context.ballot_key);
    let ballot = encrypt(&seed, &case.choices, &context, &case.shape, &case.key).unwrap();
    (context, ballot.to_bytes())
}

fn decode(case: &Case, encoded: &[(BallotContext, Vec<u8>)]) -> Vec<(BallotContext, EncryptedBallot)> {
    let one = |(context, bytes): &(BallotContext, Vec<u8>)| {
        (*context, EncryptedBallot::from_bytes(&case.shape, bytes).unwrap())
    };
    encoded.iter().map(one).collect()
}

fn ballots(criterion: &mut Criterion) {
    let case = case();
    let Case { shape, key, choices } = &case;

    let mut group = criterion.benchmark_group("ballot 15x3, at most 10");
    group.sample_size(20);
    let first = context(0);
    group.bench_function("encrypt and prove one", |bencher| {
        bencher.iter_batched(
            || EncryptionSeed::fresh(Entropy::from_os([7; 32])),
            |seed| encrypt(&seed, choices, &first, shape, key).unwrap(),
            BatchSize::SmallInput,
        );
    });

    let encoded: Vec<_> = (0..BATCH).map(|number| made(&case, number)).collect();
    let (context, bytes) = &encoded[0];
    group.bench_function("verify one, from bytes", |bencher| {
        bencher.iter(|| {
            let ballot = EncryptedBallot::from_bytes(shape, black_box(bytes)).unwrap();
            ballot.verify(context, shape, key).map(|_| ()).unwrap();
        });
    });
    let floor = Floor::new(shape.points() * usize::try_from(BATCH).unwrap());
    group.bench_function("floor of one", |bencher| {
        bencher.iter(|| floor.run(black_box(shape.points())));
    });

    group.bench_function("verify 61 together, from bytes", |bencher| {
        bencher.iter(|| {
            let decoded = decode(&case, black_box(&encoded));
            verify_batch(&decoded, shape, key, Entropy::from_os([7; 32])).map(|v| v.len()).unwrap()
        });
    });
    group.bench_function("floor of 61", |bencher| {
        bencher.iter(|| floor.run(black_box(shape.points() * encoded.len())));
    });
    group.finish();
}

/// Shares of 9 scrutineers of 30 cells each, one by one and together.
fn shares(criterion: &mut Criterion) {
    let case = case();
    let Case { shape, key, .. } = &case;
    let mut tally = Tally::new([1; 32], [2; 32], shape, key);
    let encoded: Vec<_> = (0..3).map(|number| made(&case, number)).collect();
    for (context, ballot) in &decode(&case, &encoded) {
        tally.add(&ballot.verify(context, shape, key).unwrap()).unwrap();
    }
    let statement = DecryptionStatement::totals(&tally, [3; 32]).unwrap();
    let made: Vec<_> = (1..=9u16)
        .map(|i| {
            let share = SecretShare::from_scalar(hash::scalar("bench-share", &[&i.to_be_bytes()])).unwrap();
            let (index, public) = (ScrutineerIndex::try_from(i).unwrap(), share.public_share().unwrap());
            let entropy = Entropy::from_os([7; 32]);
            (index, public, decrypt(&statement, index, &share, &public, entropy).unwrap())
        })
        .collect();
    let claims: Vec<PartialClaim<'_>> = made
        .iter()
        .map(|(index, public_share, partial)| PartialClaim {
            statement: &statement,
            index: *index,
            public_share,
            partial,
        })
        .collect();
    let mut group = criterion.benchmark_group("shares of 9 scrutineers, 30 cells");
    group.sample_size(20);
    group.bench_function("verify one by one", |bencher| {
        bencher.iter(|| {
            for PartialClaim { statement, index, public_share, partial } in black_box(&claims) {
                partial.verify(statement, *index, public_share).map(|_| ()).unwrap();
            }
        });
    });
    group.bench_function("verify together", |bencher| {
        bencher.iter(|| {
            let verdicts = verify_partials(black_box(&claims), Entropy::from_os([7; 32]));
            assert!(verdicts.iter().all(Result::is_ok));
        });
    });
    group.finish();
}

criterion_group!(benches, ballots, shares);
criterion_main!(benches);
