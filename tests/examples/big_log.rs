//! Makes a published log of many ballots, to measure the verifier with.
//!
//! ```text
//! cargo run --release -p end-to-end --example big_log -- FOLDER CONTESTS DEPUTIES
//! ```
//!
//! A sitting of so many deputies holds so many contests of 15 items × 赞成/反对/弃权 with at most 10 赞成, everybody voting in
//! each: CONTESTS × DEPUTIES ballots. A roll has at most 3,500 deputies, so 30,000 ballots are ten contests of 3,000. Everything is
//! real but the people: stamps, proofs, slips, shares. It prints the fingerprint; measure with
//! `cargo run --release -p audit -- bench --log FOLDER --fingerprint FINGERPRINT`.
//!
//! The smith checks every entry as the verifier would, one at a time, so this takes some ten milliseconds for each ballot.

#![expect(clippy::unwrap_used, reason = "a tool of tests: what goes wrong must stop it")]

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use audit::checkpoint::Checkpoint;
use audit::entry::Body;
use audit::fingerprint::Fingerprint;
use audit::rules::Options;
use audit::verify::{CHECKPOINT_FILE, LOG_FILE};
use end_to_end::smith::{Plan, Smith};

/// Writes the entries so far, and forgets all but the last, which the next is chained to.
fn write(smith: &mut Smith, file: &mut impl Write, written: &mut bool) {
    let new = smith.lines.iter().skip(usize::from(*written));
    for line in new {
        file.write_all(line.bytes()).and_then(|()| file.write_all(b"\n")).unwrap();
    }
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
    std::fs::create_dir_all(&folder).unwrap();
    let mut file = BufWriter::new(File::create(folder.join(LOG_FILE)).unwrap());
    let mut smith = Smith::new(Plan {
        deputies,
        items: 15,
        most: 10,
        seats: 10,
        choices: vec![(1..=10).collect(), vec![2, 4, 6], vec![], vec![1, 3, 15]],
        ..Plan::plain()
    });
    let mut written = false;
    prepare(&mut smith);
    write(&mut smith, &mut file, &mut written);
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
        write(&mut smith, &mut file, &mut written);
        eprintln!("contest {contest} of {contests}: {} entries", smith.size());
    }
    let body = Body::SittingSealed(smith.seal());
    smith.push(&body);
    write(&mut smith, &mut file, &mut written);
    file.flush().unwrap();

    let sitting = smith.state.sitting().unwrap();
    let head = smith.state.head();
    let origin = sitting.definition.origin.as_str().parse().unwrap();
    let key = smith.ring.get(sitting.definition.keys.log.as_bytes()).unwrap();
    let checkpoint = Checkpoint { origin, size: head.size, root: head.frontier.root() };
    std::fs::write(folder.join(CHECKPOINT_FILE), checkpoint.sign(&key).unwrap().to_bytes()).unwrap();
    println!("{}", Fingerprint(sitting.fingerprint));
}
