//! Rules: profiles in TOML and JSON, cases, and the decision over any profile with any numbers.

use super::vectors::{file, json, path};
use crate::engine::outcome;
use audit::rules::explain::{self, Lang};
use audit::rules::{
    Ballots, Case, Doubt, Outcome, Profile, RollNumbers, Row, could_change, decide, is_void, listing,
    may_open, profile_of_next, shape_of,
};
use audit::wire::{decode_strict, encode};
use serde_json::Value;

const PROFILES: [&str; 20] = [
    "appraisal-five-grades",
    "appraisal-four-grades",
    "appraisal-three-grades",
    "county-selection",
    "equal-number",
    "four-grades-cumulative",
    "four-grades-plurality",
    "four-grades-weighted",
    "item-by-item",
    "priority-appearances",
    "priority-borda",
    "priority-mean-rank",
    "procedural-hands",
    "procedural-secret",
    "roll-call",
    "satisfaction-rate",
    "show-of-hands",
    "town-selection",
    "whole-list",
    "zhenhai-cumulative",
];

pub(super) fn toml_seeds() -> Vec<Vec<u8>> {
    PROFILES.iter().map(|name| file(&format!("audit/profiles/{name}.toml"))).collect()
}

/// A profile as people edit it.
pub(super) fn profile_toml(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match Profile::from_toml(text) {
        Err(error) => {
            outcome(&error);
            assert!(!error.zh().is_empty() && !error.to_string().is_empty());
        }
        Ok(profile) => sound(&profile),
    }
}

/// A profile as the log has it.
pub(super) fn profile_json(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match Profile::from_json(text) {
        Err(error) => outcome(&error),
        Ok(profile) => sound(&profile),
    }
    if let Ok(profile) = decode_strict::<Profile>(input) {
        assert_eq!(encode(&profile), input);
        outcome(&profile.validate());
    }
}

/// What holds for every profile that is taken.
fn sound(profile: &Profile) {
    outcome(&"sound");
    assert_eq!(profile.validate(), Ok(()));
    let text = encode(profile);
    assert_eq!(decode_strict::<Profile>(&text).as_ref(), Ok(profile));
    for items in [1, 2, 3, 15, 200] {
        let fits = profile.validate_for(items);
        outcome(&fits);
        let shape = shape_of(profile, usize::try_from(items).unwrap());
        outcome(&shape.map(|shape| shape.limits().len().min(2)));
        _ = (profile.seats(items), profile.choice_limits(items));
    }
    for lang in [Lang::Zh, Lang::En] {
        assert!(!listing(profile, lang).is_empty());
        assert!(!explain::rules(profile, lang).is_empty());
        assert_eq!(profile.labels(lang).len(), profile.columns());
    }
}

/// The cases of all vectors.
pub(super) fn case_seeds() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    let mut files: Vec<_> =
        std::fs::read_dir(path("rules")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "json")) {
        let name = format!("rules/{}", file.file_name().unwrap().to_string_lossy());
        let cases = json(&name);
        // Some of each file: they are many, and alike.
        let cases = cases.as_array().unwrap();
        let every = cases.len().div_ceil(24);
        seeds.extend(cases.iter().step_by(every).map(|case| serde_json::to_vec(case).unwrap()));
    }
    seeds
}

pub(super) fn profile_seeds() -> Vec<Vec<u8>> {
    let profile = |seed: &Vec<u8>| {
        let case: Value = serde_json::from_slice(seed).unwrap();
        // In the order of the type, so that it is canonical.
        let profile: Profile = serde_json::from_value(case.get("profile")?.clone()).ok()?;
        Some(encode(&profile))
    };
    case_seeds().iter().filter_map(profile).collect()
}

/// A file of numbers to try rules on.
pub(super) fn case(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match Case::from_json(text) {
        Err(error) => {
            outcome(&error);
            assert!(!error.zh().is_empty() && !error.to_string().is_empty());
        }
        Ok(case) => outcome(&case.ignored),
    }
}

/// Any profile, sound or not, with any numbers, belonging together or not: an answer or a named error.
pub(super) fn decision(input: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(input) else { return };
    let part = |name: &str| value.get(name).cloned().unwrap_or_default();
    let Ok(profile) = serde_json::from_value::<Profile>(part("profile")) else {
        return outcome(&"no profile");
    };
    let roll = serde_json::from_value::<RollNumbers>(part("roll"));
    if let Ok(roll) = &roll {
        outcome(&may_open(&profile, roll));
    }
    let ballots = serde_json::from_value::<Ballots>(part("ballots"));
    let rows = serde_json::from_value::<Vec<Row>>(part("rows"));
    let (Ok(roll), Ok(ballots), Ok(rows)) = (roll, ballots, rows) else { return outcome(&"no numbers") };
    let doubt =
        Doubt { added: part("missing").as_u64().unwrap_or(1), removed: part("extra").as_u64().unwrap_or(0) };
    let decided = decide(&profile, &roll, &ballots, &rows);
    let void = is_void(&profile, &roll, &ballots);
    let change = could_change(&profile, &roll, &ballots, &rows, doubt);
    match decided {
        Err(error) => {
            outcome(&error);
            assert!(!error.zh().is_empty() && !error.to_string().is_empty());
            assert_ne!(void, Ok(true), "a void vote needs no rows");
        }
        Ok(decision) => {
            outcome(&decision.outcome);
            assert_eq!(void, Ok(matches!(decision.outcome, Outcome::Void { .. })));
            assert!(change.is_ok());
            let text = encode(&decision);
            assert_eq!(decode_strict(&text).as_ref(), Ok(&decision));
            assert_eq!(decision.difference(&decision), None);
            assert_eq!(
                could_change(&profile, &roll, &ballots, &rows, Doubt { added: 0, removed: 0 }),
                Ok(false)
            );
            let unreturned = Doubt { added: ballots.unreturned(), removed: 0 };
            assert_eq!(
                could_change(&profile, &roll, &ballots, &rows, unreturned),
                Ok(decision.unreturned_could_change)
            );
            for round in [0, 1, 9] {
                if let Some(next) = profile_of_next(&profile, &decision.next, round) {
                    outcome(&next.validate());
                }
            }
            for lang in [Lang::Zh, Lang::En] {
                let numbers: Vec<u64> = (1..=rows.len() as u64).collect();
                assert!(!explain::whole(&profile, &decision, &numbers, lang).is_empty());
                assert!(decision.items.iter().all(|item| !explain::item(&profile, item, lang).is_empty()));
                assert!(!explain::channels(&ballots, lang).is_empty());
            }
        }
    }
}
