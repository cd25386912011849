//! Each of the checks switched off in turn: its forgeries pass it, the others' do not, and N of N never comes out.

use audit::fold::{Check, Code};
use audit::verify::{Verdict, Verifier};
use end_to_end::forgeries::{Forged, Kind, base, forged};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// What becomes of a forgery when its check is off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Without {
    /// It passes to its end, where the count of the checks tells.
    Passes {
        /// As the verdict says it, e.g. `check 22: 0 / 4`.
        skipped: String,
    },
    /// Another check refuses it.
    Refused {
        /// Its number.
        check: u8,
        /// Its code.
        code: Code,
        /// Entries after the false one.
        later: u64,
    },
}

/// The whole log with a check off from its beginning.
fn verdict_without(forged: &Forged, check: Check) -> Verdict {
    let mut verifier = Verifier::new(forged.fingerprint).without(check);
    for line in &forged.lines {
        if let Err(failure) = verifier.take(ended(line)) {
            return verifier.refuted(failure);
        }
    }
    verifier.finish(&forged.checkpoint)
}

fn ended(line: &[u8]) -> Vec<u8> {
    [line, b"\n"].concat()
}

/// What happens to each forgery without its check.
pub(crate) fn without() -> &'static [(&'static Kind, Without)] {
    static WITHOUT: LazyLock<Vec<(&'static Kind, Without)>> =
        LazyLock::new(|| forged().iter().map(|(kind, log)| (*kind, without_check(kind, log))).collect());
    &WITHOUT
}

fn without_check(kind: &Kind, forged: &Forged) -> Without {
    let (own, code) = kind.refused;
    let verdict = verdict_without(forged, own);
    let (done, expected) = verdict.counters.sum();
    assert_ne!(done, expected, "{}: N of N with a check off", kind.name);
    assert_eq!(verdict.counters.of(own).0, 0, "{}: the check that is off was done", kind.name);
    let failure = verdict.failure.unwrap();
    if failure.refusal.code == Code::CheckSkipped {
        return Without::Passes { skipped: failure.refusal.what };
    }
    assert_ne!(
        failure.check, own,
        "{}: still refused by its check, {code:?}: {}",
        kind.name, failure.refusal
    );
    let later = failure.index.checked_sub(forged.index).unwrap();
    Without::Refused { check: failure.check.number(), code: failure.refusal.code, later }
}

#[test]
fn every_forgery_passes_its_check_when_that_is_off() {
    assert_eq!(without().len(), forged().len());
}

/// Each forgery meets every fourth of the other checks switched off, and the next one the next: all of them would take a minute.
const SAMPLED: usize = 4;

/// The verifier before each line of every base.
fn walks() -> BTreeMap<&'static str, Vec<Verifier>> {
    let walk = |base: &base::Base| {
        let mut verifier = Verifier::new(base.log.fingerprint);
        let mut before = vec![verifier.clone()];
        for line in &base.log.lines {
            verifier.take(ended(line)).unwrap();
            verifier.settle().unwrap();
            before.push(verifier.clone());
        }
        before
    };
    base::all().into_iter().map(|base| (base.name, walk(base))).collect()
}

#[test]
fn a_check_that_is_off_lets_no_forgery_of_another_check_pass() {
    let walks = walks();
    let mut pairs = BTreeSet::new();
    for (number, (kind, forged)) in forged().iter().enumerate() {
        let base = base::all().into_iter().find(|base| base.name == forged.base).unwrap();
        // Where the observer trusts another entry 0, nothing of the base is taken.
        let same = base.log.fingerprint == forged.fingerprint;
        let common = base.log.lines.iter().zip(&forged.lines).take_while(|(good, line)| good == line).count();
        let take = if same { common.min(usize::try_from(forged.index).unwrap()) } else { 0 };
        let before = if same { walks[base.name][take].clone() } else { Verifier::new(forged.fingerprint) };
        let others = Check::ALL.into_iter().filter(|check| *check != kind.refused.0);
        for off in others.skip(number % SAMPLED).step_by(SAMPLED) {
            let mut verifier = before.clone().without(off);
            let failed = forged.lines[take..].iter().find_map(|line| verifier.take(ended(line)).err());
            let failure = match failed {
                Some(failure) => failure,
                None => verifier.finish(&forged.checkpoint).failure.unwrap(),
            };
            let is = (failure.check, failure.refusal.code, failure.index);
            let says = (kind.refused.0, kind.refused.1, forged.index);
            assert_eq!(is, says, "{} with check {} off: {}", kind.name, off.number(), failure.refusal);
            pairs.insert((kind.refused.0, off));
        }
    }
    assert!(pairs.len() > 600, "{} pairs of a check and another that is off", pairs.len());
}

#[test]
fn a_good_log_is_not_verified_without_a_check_that_it_calls_for() {
    for check in Check::ALL {
        let called_for = base::all().into_iter().find(|base| base.log.verify().counters.of(check).1 > 0);
        let log = &called_for.unwrap().log;
        let forged = Forged {
            base: "",
            lines: log.lines.clone(),
            checkpoint: log.checkpoint.clone(),
            fingerprint: log.fingerprint,
            index: 0,
        };
        let verdict = verdict_without(&forged, check);
        let failure = verdict.failure.unwrap();
        assert_eq!(failure.refusal.code, Code::CheckSkipped, "check {}: {}", check.number(), failure.refusal);
        let (done, expected) = verdict.counters.of(check);
        assert_eq!(done, 0);
        let says = format!("check {}: 0 / {expected}", check.number());
        assert_eq!(failure.refusal.what, says);
    }
}
