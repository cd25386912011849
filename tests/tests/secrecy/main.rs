//! Secret as paper (DESIGN §3.2): the log, the server's disk and every key are taken, and nothing of them joins a deputy to a
//! ballot. Only the devices' blinds are not taken, which are wiped as soon as the stamp is there.
//!
//! One sitting is played: 18 deputies on the roll, 16 vote in an order that the test knows, one device is challenged, one deputy
//! comes late and casts last, alone. Then:
//!
//! - [`blinding`]: every issue fits every ballot, so the blinding is perfect;
//! - [`order`]: neither box nor log holds the order or the time of casting, and the late deputy's ballot lies as any other;
//! - [`leaks`]: no secret lies in a file or a log line where it must not;
//! - [`choices`]: least of all what was chosen, and what would show it;
//! - [`types`]: no type that holds a secret shows it, and each is wiped.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests unwrap as tests do"
)]

mod blinding;
mod choices;
mod leaks;
mod order;
mod types;

use std::path::PathBuf;
use std::time::SystemTime;

use audit::entry::{Body, Line};
use audit::fold::State;
use crypto::hash;
use crypto::stamp::StampKey;
use end_to_end::play::deputy::Deputy;
use end_to_end::play::search::copy;
use end_to_end::play::{CONTEST, ITEMS, MOST, Play};

/// On the roll.
const DEPUTIES: u32 = 18;
/// Who come in time; one more comes late.
const IN_TIME: u32 = 15;

/// A deputy who cast, in the order of casting.
struct Caster {
    deputy: Deputy,
    /// Public ballot key in base64url, read off the device. An attacker has not got this: it tells the test what is true.
    ballot_key: String,
    /// What was on the device while its ballot was in the box: a seed, and what is left of the blind.
    ballot_seed: String,
    blind: String,
    /// What was chosen, cell by cell.
    marks: Vec<bool>,
    /// The seed of the encryption, where the test gave it.
    seed: Option<[u8; 32]>,
}

/// What an attacker takes, and what really happened.
struct Taken {
    play: Play,
    /// By order of casting; the last one came late.
    casters: Vec<Caster>,
    /// Copy of the server's folder when all had cast and the contest was open.
    open: PathBuf,
    /// When the box file was last changed, as the disk says.
    box_changed: SystemTime,
    stamp_key: StampKey,
    /// Seed of an encryption that was opened; it may be seen only from the record on.
    opened_seed: [u8; 32],
    /// What it held.
    opened_marks: Vec<bool>,
    /// What a deputy voted by name: marked items are in favour.
    named_marks: Vec<bool>,
    /// The server's folder before the opened encryption was put on the log.
    before_record: PathBuf,
    log: Vec<Line>,
    /// The verified state of it.
    state: State,
    /// What server and clients wrote to their own logs.
    traced: Vec<u8>,
    /// The same at the finest level, with all that the libraries say.
    traced_finest: Vec<u8>,
}

impl Taken {
    fn issued(&self) -> impl Iterator<Item = &audit::entry::voting::BallotIssued> {
        self.log.iter().filter_map(|line| match line.body() {
            Body::BallotIssued(issued) => Some(issued),
            _ => None,
        })
    }

    fn cast(&self) -> impl Iterator<Item = (usize, &audit::entry::voting::BallotCast)> {
        self.log.iter().enumerate().filter_map(|(index, line)| match line.body() {
            Body::BallotCast(cast) => Some((index, cast)),
            _ => None,
        })
    }

    fn box_bytes(&self) -> Vec<u8> {
        std::fs::read(self.open.join(format!("box/contest-{CONTEST}.box"))).unwrap()
    }
}

/// Items that a deputy marks, as if at random, so that they are found nowhere by chance; no more than the rules allow.
fn marks(at: usize) -> Vec<usize> {
    let draw =
        |item: usize| hash::sha256("secrecy-marks", &[&at.to_be_bytes(), &item.to_be_bytes()])[0] & 1 == 1;
    (0..ITEMS as usize).filter(|item| draw(*item)).take(MOST as usize).collect()
}

/// The same cell by cell.
fn cells(items: &[usize]) -> Vec<bool> {
    (0..ITEMS as usize).map(|item| items.contains(&item)).collect()
}

async fn play() -> Taken {
    let (traced, traced_finest) = leaks::capture();
    let mut play = Play::prepare(DEPUTIES).await;
    let mut deputies = play.draw_all(IN_TIME).await;
    let stamp_key = play.stamp_key().unwrap();

    // One device is checked before it is used.
    let opened = marks(1_000);
    let opening = deputies[6].challenge(&opened).await;
    let opened_seed = opening.seed;
    let before_record = play.place.path().join("copies/before-record");
    copy(&play.folder(), &before_record);
    deputies[6].record(opening).await;

    // Neither by number nor by the order of drawing: 1, 8, 15, 7, 14, …
    let mut order: Vec<usize> = (0..deputies.len()).map(|step| step * 7 % deputies.len()).collect();
    let mut casters = Vec::new();
    let mut seated: Vec<Option<Deputy>> = deputies.into_iter().map(Some).collect();
    order.push(seated.len());
    for (at, seat) in order.into_iter().enumerate() {
        let mut deputy = match seated.get_mut(seat) {
            Some(seat) => seat.take().unwrap(),
            // Everyone else has cast: whatever changes now is the late deputy's.
            None => late(&mut play).await,
        };
        let items = marks(at);
        let seed = (at % 2 == 1).then(|| hash::sha256("secrecy-seed", &[&at.to_be_bytes()]));
        match seed {
            Some(seed) => deputy.cast_with(&items, seed, hash::sha256("secrecy-nonce", &[&seed])).await,
            None => deputy.cast(&items).await,
        }
        let [ballot_key, ballot_seed, blind] =
            ["ballot_key", "ballot_seed", "blind"].map(|field| deputy.stored(field));
        casters.push(Caster { deputy, ballot_key, ballot_seed, blind, marks: cells(&items), seed });
    }

    let file = play.folder().join(format!("box/contest-{CONTEST}.box"));
    let box_changed = std::fs::metadata(&file).unwrap().modified().unwrap();
    let open = play.place.path().join("copies/open");
    copy(&play.folder(), &open);

    play.end().await;
    for caster in &mut casters {
        let index = caster.deputy.found().await;
        assert!(index > 0);
    }
    play.propose_close().await;
    play.sign_close().await;
    play.declare().await;
    // What is public by its rules: somebody votes by name.
    play.open_named().await;
    let named_marks = cells(&marks(2_000));
    let columns: Vec<usize> = named_marks.iter().map(|mark| usize::from(!mark)).collect();
    casters[2].deputy.vote(&columns).await;
    play.finish_named().await;
    let verdict = play.verdict().await;
    assert_eq!(verdict.state.contests()[&CONTEST].course().unwrap().returned(), Some(u64::from(IN_TIME) + 1));
    play.stop().await;
    let (log, traced) = (play.log(), traced.until_something_is_said().await);
    let (traced_finest, opened_marks) = (traced_finest.until_something_is_said().await, cells(&opened));
    let state = verdict.state;
    Taken {
        play,
        casters,
        open,
        box_changed,
        stamp_key,
        opened_seed,
        opened_marks,
        named_marks,
        before_record,
        log,
        state,
        traced,
        traced_finest,
    }
}

async fn late(play: &mut Play) -> Deputy {
    let mut deputy = play.seat(IN_TIME + 1);
    deputy.at_the_door().await;
    play.let_in_late().await;
    deputy.checked_in().await;
    deputy.drawn().await;
    deputy
}

#[tokio::test(flavor = "multi_thread")]
async fn log_disk_and_every_key_do_not_join_a_deputy_to_a_ballot() {
    let taken = play().await;
    blinding::every_issue_fits_every_ballot(&taken);
    blinding::deputies_and_ballots_share_no_value(&taken);
    order::the_box_file_is_its_records_and_nothing_else(&taken);
    order::slots_do_not_follow_the_order_of_casting(&taken);
    order::the_log_has_ballots_by_key_in_whole_minutes(&taken);
    leaks::no_secret_is_where_it_must_not_be(&taken);
    choices::nothing_says_what_was_chosen(&taken);
    for caster in taken.casters {
        caster.deputy.leave().await;
    }
}
