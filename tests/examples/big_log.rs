//! Makes a published log of many ballots, to measure the verifier with.
//!
//! ```text
//! cargo run --release -p end-to-end --example big_log -- FOLDER CONTESTS DEPUTIES [ITEMS]
//! ```
//!
//! A sitting of so many deputies holds so many contests of 15 items (or as many as are asked for) × 赞成/反对/弃权 with at most two
//! thirds of them 赞成, everybody voting in each: CONTESTS × DEPUTIES ballots. The folder has the tiles as well, to be followed. A roll has at most 3,500 deputies, so 30,000 ballots are ten contests of 3,000. Everything is
//! real but the people: stamps, proofs, slips, shares. It prints the fingerprint; measure with
//! `cargo run --release -p audit -- bench --log FOLDER --fingerprint FINGERPRINT`.
//!
//! The smith checks every entry as the verifier would, one at a time, so this takes some ten milliseconds for each ballot.

#![expect(clippy::unwrap_used, reason = "a tool of tests: what goes wrong must stop it")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use audit::checkpoint::Checkpoint;
use audit::entry::Body;
use audit::fingerprint::Fingerprint;
use audit::merkle::leaf_hash;
use audit::rules::Options;
use audit::tiles::codec::{entries_to_bytes, hashes_to_bytes};
use audit::tiles::{Edge, TILE_WIDTH, Tile, TileKind};
use audit::verify::{CHECKPOINT_FILE, LOG_FILE};
use end_to_end::smith::{Plan, Smith};

/// The published files, as they grow.
struct Published {
    folder: PathBuf,
    log: BufWriter<File>,
    edge: Edge,
    /// Of the unfinished bundle.
    bundle: Vec<Vec<u8>>,
}

impl Published {
    fn new(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).unwrap();
        let log = BufWriter::new(File::create(folder.join(LOG_FILE)).unwrap());
        Self { folder: folder.to_owned(), log, edge: Edge::new(), bundle: Vec::new() }
    }

    fn file(&self, tile: Tile, bytes: &[u8]) {
        let path = self.folder.join(tile.to_string());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    fn entries(&mut self) {
        let width = self.bundle.len() as u64;
        if width > 0 {
            let number = (self.edge.size() - 1) / TILE_WIDTH;
            let tile = Tile::new(TileKind::Entries, number, width).unwrap();
            self.file(tile, &entries_to_bytes(&self.bundle).unwrap());
        }
        self.bundle.clear();
    }

    fn push(&mut self, line: &[u8]) {
        self.log.write_all(line).and_then(|()| self.log.write_all(b"\n")).unwrap();
        self.bundle.push(line.to_vec());
        for (tile, hashes) in self.edge.push(leaf_hash(line)) {
            self.file(tile, &hashes_to_bytes(&hashes));
        }
        if self.bundle.len() as u64 == TILE_WIDTH {
            self.entries();
        }
    }

    fn finish(mut self) {
        self.entries();
        for (tile, hashes) in self.edge.partial() {
            self.file(tile, &hashes_to_bytes(hashes));
        }
        self.log.flush().unwrap();
    }
}

/// Writes the entries so far, and forgets all but the last, which the next is chained to.
fn write(smith: &mut Smith, published: &mut Published, written: &mut bool) {
    smith.lines.iter().skip(usize::from(*written)).for_each(|line| published.push(line.bytes()));
    smith.lines.drain(..smith.lines.len() - 1);
    *written = true;
}

fn prepare(smith: &mut Smith) {
    let body = Body::SittingDefined(smith.definition());
    smith.push(&body);
    let roll = smith.roll();
    let (parts, body) = smith.roll_body(&roll);
    smith.push_after(parts, &Body::RollFixed(body));
    let mut rules = smith.rules();
    rules.profile.options = Options::ThreeWay;
    smith.push(&Body::RulesAdopted(rules));
    smith.push(&Body::ContestDefined(smith.contest()));
    smith.key_ceremony();
    smith.check_everyone_in();
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().expect("FOLDER CONTESTS DEPUTIES");
    let folder = PathBuf::from(next());
    let (contests, deputies): (u64, u32) = (next().parse().unwrap(), next().parse().unwrap());
    let items: u32 = arguments.next().map_or(15, |items| items.parse().unwrap());
    let most = (items * 2 / 3).max(1);
    let mut published = Published::new(&folder);
    let mut smith = Smith::new(Plan {
        deputies,
        items,
        most,
        seats: most,
        choices: vec![(1..=most).collect(), vec![1, items], vec![], vec![items]],
        ..Plan::plain()
    });
    let mut written = false;
    prepare(&mut smith);
    write(&mut smith, &mut published, &mut written);
    for contest in 1..=contests {
        if contest > 1 {
            smith.push(&Body::ContestDefined(smith.contest()));
        }
        let body = Body::ContestOpened(smith.opening(contest));
        smith.push(&body);
        smith.voting(contest);
        smith.finish_voting(contest);
        smith.count(contest);
        smith.boxes.remove(&contest);
        write(&mut smith, &mut published, &mut written);
        eprintln!("contest {contest} of {contests}: {} entries", smith.size());
    }
    let body = Body::SittingSealed(smith.seal());
    smith.push(&body);
    write(&mut smith, &mut published, &mut written);
    published.finish();

    let sitting = smith.state.sitting().unwrap();
    let head = smith.state.head();
    let origin = sitting.definition.origin.as_str().parse().unwrap();
    let key = smith.ring.get(sitting.definition.keys.log.as_bytes()).unwrap();
    let checkpoint = Checkpoint { origin, size: head.size, root: head.frontier.root() };
    std::fs::write(folder.join(CHECKPOINT_FILE), checkpoint.sign(&key).unwrap().to_bytes()).unwrap();
    println!("{}", Fingerprint(sitting.fingerprint));
}
