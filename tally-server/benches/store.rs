//! What an append costs above the disk itself: the same bytes written with one plain write and fdatasync.
//!
//! `cargo bench -p tally-server --bench store` prints criterion's times and then one line for each batch size:
//! appends a second of the store, of the plain file, and their ratio, measured alternately in this run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot write has nothing to measure"
)]

use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt;
use std::time::{Duration, Instant};

use criterion::{BenchmarkId, Criterion, Throughput};
use tally_server::store::{SegmentStore, Store, leaf_hash, prev_field};

/// About one encrypted ballot of 15 × 3 in base64url.
const ENTRY_BYTES: usize = 18_000;
const BATCHES: [u32; 3] = [1, 32, 256];
const ROUNDS: u32 = 40;

/// A store and a plain file in the same folder.
struct Pair {
    _folder: tempfile::TempDir,
    store: SegmentStore,
    plain: File,
    end: u64,
}

impl Pair {
    fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let store = SegmentStore::create(folder.path(), [0; 32]).unwrap();
        let plain = File::create_new(folder.path().join("plain")).unwrap();
        Self { _folder: folder, store, plain, end: 0 }
    }

    fn batch(&self, entries: u32) -> Vec<Vec<u8>> {
        let mut head = self.store.head();
        let next = |_| {
            let mut entry = prev_field(&head);
            entry.resize(ENTRY_BYTES - 1, b' ');
            entry.push(b'}');
            head = leaf_hash(&entry);
            entry
        };
        (0..entries).map(next).collect()
    }

    fn append(&mut self, batch: &[Vec<u8>]) -> Duration {
        let size = self.store.size();
        let start = Instant::now();
        black_box(self.store.append(size, batch).unwrap());
        start.elapsed()
    }

    fn write(&mut self, batch: &[Vec<u8>]) -> Duration {
        let bytes = batch.concat();
        let start = Instant::now();
        self.plain.write_all_at(&bytes, self.end).unwrap();
        self.plain.sync_data().unwrap();
        let took = start.elapsed();
        self.end += bytes.len() as u64;
        took
    }
}

fn criterion_groups(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("append");
    group.sample_size(10).warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(2));
    for entries in BATCHES {
        group.throughput(Throughput::Elements(entries.into()));
        for (name, run) in [
            ("store", Pair::append as fn(&mut Pair, &[Vec<u8>]) -> Duration),
            ("plain", Pair::write as fn(&mut Pair, &[Vec<u8>]) -> Duration),
        ] {
            group.bench_function(BenchmarkId::new(name, entries), |bencher| {
                bencher.iter_custom(|rounds| {
                    let mut pair = Pair::new();
                    let step = |_| {
                        let batch = pair.batch(entries);
                        run(&mut pair, &batch)
                    };
                    (0..rounds).map(step).sum()
                });
            });
        }
    }
    group.finish();
}

fn print_ratios() {
    for entries in BATCHES {
        let mut pair = Pair::new();
        let (mut store, mut plain) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..ROUNDS {
            let batch = pair.batch(entries);
            plain += pair.write(&batch);
            store += pair.append(&batch);
        }
        let rate = |time: Duration| f64::from(ROUNDS * entries) / time.as_secs_f64();
        println!(
            "batch {entries:>3}: store {:>8.0}/s, plain write + fdatasync {:>8.0}/s, ratio {:.2}",
            rate(store),
            rate(plain),
            rate(store) / rate(plain)
        );
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    criterion_groups(&mut criterion);
    criterion.final_summary();
    print_ratios();
}
