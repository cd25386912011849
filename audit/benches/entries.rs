//! What a verifier does to every entry beside its proofs: decode strictly, hash, and add to the tree.

#![expect(clippy::unwrap_used, reason = "a benchmark stops when it fails")]

use std::hint::black_box;

use audit::entry::payload::BytesPayload;
use audit::entry::voting::BallotCast;
use audit::entry::{Body, Line, Sig, Signer};
use audit::merkle::Frontier;
use audit::wire::Bytes;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use crypto::hash::{self, Entropy};
use crypto::signature::{Purpose, SigningKey};

/// Bytes of a ballot of 15 × 3 with at most 10.
const BALLOT_BYTES: usize = 13_248;

/// A `ballot_cast` as long as those of the budget. What its ballot says does not matter here.
fn line() -> Vec<u8> {
    let key = SigningKey::generate(Entropy::from_os([1; 32])).unwrap();
    let ballot: Vec<u8> =
        (0..BALLOT_BYTES / 32).flat_map(|i| hash::sha256("bench-word", &[&i.to_be_bytes()])).collect();
    let body = Body::BallotCast(BallotCast {
        contest: [2; 32].into(),
        ballot_key: (*key.verifying_key().as_bytes()).into(),
        stamp: [3; 32].into(),
        nonce: [4; 32].into(),
        replaces: [0; 32].into(),
        ballot: BytesPayload::Inline(Bytes::from(ballot)),
    });
    let bytes = body.encode().unwrap();
    let sig = key.sign(Purpose::Ballot, &[5; 32], &bytes).to_bytes().into();
    Line::write([6; 32], 0, &[Sig { by: Signer::Ballot, sig }], &bytes).unwrap().bytes().to_vec()
}

fn entries(criterion: &mut Criterion) {
    let bytes = line();
    let mut group = criterion.benchmark_group("entry of a ballot");
    group.sample_size(20);
    group.throughput(Throughput::Bytes(u64::try_from(bytes.len()).unwrap()));
    group.bench_function("decode strictly and hash", |bencher| {
        bencher.iter_batched(
            || bytes.clone(),
            |bytes| Line::parse(black_box(bytes)).unwrap(),
            BatchSize::SmallInput,
        );
    });
    group.finish();
    let leaf = Line::parse(bytes).unwrap().leaf();
    criterion.bench_function("a leaf into a tree of 30,000", |bencher| {
        let mut full = Frontier::new();
        (0..30_000).for_each(|_| full.push(leaf));
        bencher.iter_batched_ref(|| full.clone(), |tree| tree.push(black_box(leaf)), BatchSize::SmallInput);
    });
}

criterion_group!(benches, entries);
criterion_main!(benches);
