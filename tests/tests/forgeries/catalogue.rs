//! What the catalogue holds, and that the verifier refuses each kind as it says.

use audit::fold::Check;
use audit::verify::{Verdict, verify};
use end_to_end::forgeries::{Forged, base, catalogue, forged};
use std::collections::BTreeSet;

fn verdict(forged: &Forged) -> Verdict {
    let jsonl: Vec<u8> = forged.lines.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect();
    verify(jsonl.as_slice(), &forged.checkpoint, &forged.fingerprint, |_| {}).unwrap()
}

#[test]
fn every_base_is_verified() {
    for base in base::all() {
        let verdict = base.log.verify();
        assert_eq!(verdict.failure, None, "{}", base.name);
        let (done, expected) = verdict.counters.sum();
        assert_eq!(done, expected, "{}", base.name);
    }
}

#[test]
fn every_forgery_is_refused_by_its_own_check() {
    let mut wrong = Vec::new();
    for (kind, log) in forged() {
        let Some(failure) = verdict(log).failure else {
            wrong.push(format!("{}: verified", kind.name));
            continue;
        };
        let accused: Vec<_> = failure.accused.iter().map(ToString::to_string).collect();
        let is = (failure.check, failure.refusal.code, failure.index, accused.join(" "));
        let says = (kind.refused.0, kind.refused.1, log.index, kind.accused.to_owned());
        if is != says {
            wrong.push(format!("{}: {is:?} ({}), not {says:?}", kind.name, failure.refusal));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn names_are_unique_and_every_check_has_a_forgery() {
    let all = catalogue();
    let names: BTreeSet<_> = all.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), all.len());
    for name in names {
        assert!(
            name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'),
            "{name}"
        );
    }
    let missing: Vec<_> =
        Check::ALL.into_iter().filter(|check| all.iter().all(|kind| kind.refused.0 != *check)).collect();
    assert!(missing.is_empty(), "without a forgery: {missing:?}");
}
