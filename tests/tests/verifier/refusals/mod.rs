//! Each refusal of the fold, shown by an entry that is signed by everyone and right in everything else.
//!
//! Each case starts from a body that the fold takes, changes one thing, and has it signed and chained again; the refusal has
//! exactly one code, and the refused entry leaves the state as it was.

mod counting;
mod ending;
mod follow;
mod key;
mod open;
mod paper;
mod people;
mod preparation;
mod voting;
mod witness;

use audit::entry::{Body, Line};
use audit::fold::Code;
use end_to_end::smith::Smith;
use std::collections::BTreeSet;

/// Codes that were shown, and how to show one.
#[derive(Default)]
struct Shown(BTreeSet<&'static str>);

impl Shown {
    /// The fold refuses this line with this code and stays as it was.
    #[track_caller]
    fn line(&mut self, smith: &Smith, line: &Line, code: Code) {
        let mut state = smith.state.clone();
        let before = format!("{state:?}");
        let refusal = state.apply(line).expect_err("the fold takes what it should refuse");
        assert_eq!(refusal.code, code, "{}: {refusal}", line.body().kind());
        assert!(format!("{state:?}") == before, "{}: refused, and the state is another", line.body().kind());
        assert_ne!(refusal.zh(), refusal.en());
        self.0.insert(code.as_str());
    }

    /// The same for a body signed by those who must.
    #[track_caller]
    fn body(&mut self, smith: &Smith, body: &Body, code: Code) {
        self.line(smith, &smith.make(body), code);
    }

    /// The same for a body that the fold would take, but for one change.
    #[track_caller]
    fn edited<T: Clone>(
        &mut self,
        smith: &Smith,
        good: &T,
        wrap: fn(T) -> Body,
        code: Code,
        edit: impl FnOnce(&mut T),
    ) {
        let taken = smith.state.clone().apply(&smith.make(&wrap(good.clone())));
        assert_eq!(taken, Ok(()), "without the change");
        let mut bad = good.clone();
        edit(&mut bad);
        self.body(smith, &wrap(bad), code);
    }
}

/// Codes that no log can make the fold say, with the reason.
const NOT_SHOWN: [(Code, &str); 2] = [
    (
        Code::ReportSignedAlready,
        "a second signature of a signer under the same report has the body of the first, which is body-repeated",
    ),
    (
        Code::SlipTwice,
        "a second slip of a deputy in a contest has the body of the first, which is body-repeated",
    ),
];

/// Codes of the verifier alone, which the fold never says; `changed` and `good` show them.
const OF_THE_VERIFIER: [Code; 6] = [
    Code::NotAnEntry,
    Code::FingerprintDiffers,
    Code::RootDiffers,
    Code::SizeDiffers,
    Code::CheckpointBad,
    Code::CheckSkipped,
];

#[test]
fn every_code_has_a_log_that_is_refused_with_it_and_every_refusal_leaves_the_state_alone() {
    let mut shown = Shown::default();
    preparation::show(&mut shown);
    key::show(&mut shown);
    voting::show(&mut shown);
    ending::show(&mut shown);
    counting::show(&mut shown);
    people::show(&mut shown);
    open::show(&mut shown);
    paper::show(&mut shown);
    follow::show(&mut shown);
    witness::show(&mut shown);
    let elsewhere = NOT_SHOWN.into_iter().map(|(code, _)| code).chain(OF_THE_VERIFIER);
    let elsewhere: BTreeSet<_> = elsewhere.map(Code::as_str).collect();
    assert!(shown.0.is_disjoint(&elsewhere), "{:?}", shown.0.intersection(&elsewhere));
    let missing: Vec<_> = Code::ALL
        .iter()
        .map(|code| code.as_str())
        .filter(|code| !shown.0.contains(code) && !elsewhere.contains(code))
        .collect();
    assert!(missing.is_empty(), "not shown: {missing:?}");
}
