//! The fold: entries changed, moved and made anew with everyone's keys, at every prefix of good logs.

use super::world::{World, picture, unchanged, worlds};
use crate::engine::json;
use crate::engine::outcome;
use crate::engine::random::{Choose as _, Script};
use audit::entry::{Body, Line, LineError, Sig};
use audit::fold::State;
use audit::wire::{Bytes32, Int, decode_strict, encode};
use audit::words;

/// A few entries after a prefix of a good log, each of them perhaps changed and mostly signed by whoever must.
pub(super) fn apply(input: &[u8]) {
    let mut script = Script::new(input);
    let worlds = worlds();
    let world = &worlds[script.below(worlds.len())];
    let at = script.below(world.states.len());
    let mut state = world.states[at].clone();
    let mut before = world.pictures[at].clone();
    for step in 0..=script.below(4) {
        let source = match script.below(4) {
            0 => script.below(world.lines.len()),
            _ => at.saturating_add(step).min(world.lines.len().saturating_sub(1)),
        };
        let line = match changed(world, &state, &world.lines[source], &mut script) {
            Ok(line) => line,
            Err(error) => {
                outcome(&error);
                continue;
            }
        };
        if let Err(refusal) = state.apply(&line) {
            outcome(&(line.body().kind(), refusal.code));
            unchanged(&state, &before);
            assert!(!refusal.to_string().is_empty() && !refusal.code.sentence().0.is_empty());
            continue;
        }
        outcome(&(line.body().kind(), "taken"));
        assert_eq!(state.head().leaf, line.leaf());
        assert!(state.has_seen(&audit::entry::body_hash(line.body_bytes())));
        assert!(!words::entry(&state, line.body()).zh.is_empty());
        before = picture(&state);
        assert!(state.apply(&line).is_err(), "an entry was taken twice");
        unchanged(&state, &before);
    }
}

/// The parts of a long value and the entry that names it, one of them perhaps changed: all or nothing.
pub(super) fn parts(input: &[u8]) {
    let mut script = Script::new(input);
    let world = &worlds()[1];
    let runs = long_values(world);
    let (from, end) = runs[script.below(runs.len())];
    let state = world.states[from].clone();
    let mut lines: Vec<Line> = world.lines[from..=end].to_vec();
    for _ in 0..script.below(4) {
        let at = script.below(lines.len());
        match script.below(4) {
            0 => {
                lines.remove(at);
            }
            1 => {
                let again = lines[at].clone();
                lines.push(again);
            }
            2 => {
                let other = script.below(lines.len());
                lines.swap(at, other);
            }
            _ => match changed(world, &state, &lines[at], &mut script) {
                Ok(line) => lines[at] = line,
                Err(error) => outcome(&error),
            },
        }
        if lines.is_empty() {
            return;
        }
    }
    // Chained anew, so that the chain is not what refuses them.
    let mut prev = state.head().leaf;
    for line in &mut lines {
        let time = line.entry().time.get();
        let Ok(chained) = Line::write(prev, time, &line.entry().sigs, line.body_bytes()) else { return };
        prev = chained.leaf();
        *line = chained;
    }
    let Some((last, parts)) = lines.split_last() else { return };
    outcome(&parts.iter().map(|part| part.body().kind()).collect::<std::collections::BTreeSet<_>>());
    let mut tried = state.clone();
    match tried.apply_with_parts(parts, last, None) {
        Err(refusal) => {
            outcome(&refusal.code);
            unchanged(&tried, &picture(&state));
        }
        Ok(()) => outcome(&"taken"),
    }
}

/// (first part, entry that names the value) of each long value.
fn long_values(world: &World) -> Vec<(usize, usize)> {
    let mut runs = Vec::new();
    let mut start = None;
    for (index, line) in world.lines.iter().enumerate() {
        match (line.body(), start) {
            (Body::BlobPart(_), None) => start = Some(index),
            (Body::BlobPart(_), Some(_)) | (_, None) => {}
            (_, Some(from)) => {
                runs.push((from, index));
                start = None;
            }
        }
    }
    assert!(!runs.is_empty(), "the log has no long value");
    runs
}

/// The next line, made of a good one as the script says: its body changed or not, signed anew or not, chained or not.
pub(super) fn changed(
    world: &World,
    state: &State,
    good: &Line,
    script: &mut Script<'_>,
) -> Result<Line, LineError> {
    let mut body = good.body_bytes().to_vec();
    for _ in 0..script.below(4) {
        let donor = world.lines[script.below(world.lines.len())].body_bytes();
        json::mutate(&mut body, &[donor], script);
    }
    let decoded = decode_strict::<Body>(&body);
    let mut sigs: Vec<Sig> = match (&decoded, script.below(8)) {
        (Ok(decoded), 0..=5) => {
            let needed = state.signers_needed(decoded);
            needed.into_iter().map(|by| world.sign(state, by, decoded, &body)).collect()
        }
        (Ok(decoded), 6) => {
            let same = good.entry().sigs.iter();
            same.map(|sig| world.sign(state, sig.by, decoded, &body)).collect()
        }
        _ => good.entry().sigs.clone(),
    };
    if script.once_in(16) && !sigs.is_empty() {
        let (one, other) = (script.below(sigs.len()), script.below(sigs.len()));
        match script.below(3) {
            0 => sigs.swap(one, other),
            1 => drop(sigs.remove(one)),
            _ => sigs.push(sigs[one].clone()),
        }
    }
    let first = matches!(decoded, Ok(Body::SittingDefined(_))) && state.sitting().is_none();
    let prev = match script.below(16) {
        0 => good.entry().prev.to_bytes(),
        _ if first => good.entry().prev.to_bytes(),
        _ => state.head().leaf,
    };
    let good_time = good.entry().time.get();
    let time = match script.below(16) {
        0 => script.number(),
        1 => state.head().time,
        _ => good_time.max(state.head().time.next_multiple_of(60)),
    };
    let line = Line::write(prev, time, &sigs, &body)?;
    // What was written reads back as what it was written of.
    assert_eq!(line.entry().prev, Bytes32::from(prev));
    assert_eq!(Ok(line.entry().time), Int::try_from(time));
    assert_eq!(line.entry().sigs, sigs);
    assert_eq!(line.body_bytes(), body);
    Ok(line)
}

/// One line as it comes.
pub(super) fn line(input: &[u8]) {
    match Line::parse(input.to_vec()) {
        Err(error) => outcome(&error),
        Ok(line) => {
            outcome(&line.body().kind());
            assert_eq!(encode(line.entry()), input);
            assert_eq!(line.bytes(), input);
            assert_eq!(
                line.body().encode().unwrap(),
                line.body_bytes(),
                "the body that is signed is another"
            );
            let entry = line.entry();
            let again =
                Line::write(entry.prev.to_bytes(), entry.time.get(), &entry.sigs, line.body_bytes()).unwrap();
            assert_eq!(again.bytes(), input);
            let (state, body) = (&worlds()[0].states[worlds()[0].lines.len()], line.body());
            for words in [words::entry(state, body), words::meaning(body)] {
                assert!(!words.zh.is_empty() && !words.en.is_empty());
                assert!(!words.zh.chars().any(char::is_control), "a control character would reach a screen");
            }
        }
    }
}
