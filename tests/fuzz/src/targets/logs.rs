//! Whole logs through the verifier.

use super::fold::changed;
use super::world::{World, picture, unchanged, worlds};
use crate::engine::mutate;
use crate::engine::outcome;
use crate::engine::random::{Choose as _, Script};
use audit::entry::Line;
use audit::fold::{Code, Refusal, State};
use audit::verify::{Verdict, Verifier, verify};

/// A published log changed by somebody who has no key: what verifies is what was published.
pub(super) fn keyless(input: &[u8]) {
    let mut script = Script::new(input);
    let world = &worlds()[2];
    let mut lines = world.log.lines.clone();
    let mut checkpoint = world.log.checkpoint.clone();
    for _ in 0..=script.below(4) {
        let at = script.below(lines.len());
        match script.below(8) {
            0 => drop(lines.remove(at)),
            1 => {
                let again = lines[at].clone();
                lines.insert(script.below(lines.len()), again);
            }
            2 => {
                let other = script.below(lines.len());
                lines.swap(at, other);
            }
            3 => lines.truncate(at.max(1)),
            4 => mutate::bytes(&mut checkpoint, &[], &mut script),
            _ => mutate::bytes(&mut lines[at], &world.log.lines, &mut script),
        }
        if lines.is_empty() {
            break;
        }
    }
    let verdict = checked(world, &lines, &checkpoint, script.once_in(8));
    if verdict.failure.is_none() {
        assert!(lines == world.log.lines, "another log verifies under this fingerprint");
    }
}

/// A log changed by somebody who has every key: what verifies is what the fold takes, entry by entry.
pub(super) fn keyed(input: &[u8]) {
    let mut script = Script::new(input);
    let worlds = worlds();
    let world = &worlds[if script.below(4) == 0 { script.below(worlds.len()) } else { 2 }];
    let mut log = world.log.clone();
    let from = script.below(log.lines.len());
    let mut state = world.states[from].clone();
    let mut rest = world.lines[from..].to_vec();
    for _ in 0..script.below(3) {
        if rest.is_empty() {
            break;
        }
        let at = script.below(rest.len());
        match script.below(4) {
            0 => drop(rest.remove(at)),
            1 => {
                let other = script.below(rest.len());
                rest.swap(at, other);
            }
            2 => rest.insert(at, world.lines[script.below(world.lines.len())].clone()),
            _ => {}
        }
    }
    let change = script.below(rest.len().saturating_add(1));
    log.lines.truncate(from);
    for (at, good) in rest.iter().enumerate() {
        let made = if at == change {
            changed(world, &state, good, &mut script).ok()
        } else {
            let prev =
                log.lines.last().map_or(good.entry().prev.to_bytes(), |line| audit::merkle::leaf_hash(line));
            Line::write(prev, good.entry().time.get(), &good.entry().sigs, good.body_bytes()).ok()
        };
        let Some(made) = made else { continue };
        // Ballots are for the verifier to check; here the state only says who must sign.
        if at < change {
            _ = state.apply(&made);
        }
        log.lines.push(made.bytes().to_vec());
    }
    log.sign_checkpoint();
    let verdict = checked(world, &log.lines, &log.checkpoint, script.once_in(8));
    if verdict.failure.is_none() {
        let (done, expected) = verdict.counters.sum();
        assert_eq!(done, expected);
    }
}

/// The verdict, which must be that of the fold over one line after another: batches change the speed and nothing else.
fn checked(world: &World, lines: &[Vec<u8>], checkpoint: &[u8], whole: bool) -> Verdict {
    // What stands as it was published need not be gone through again each time.
    let same = lines.iter().zip(&world.log.lines).take_while(|(one, two)| one == two).count();
    let jsonl: Vec<u8> = lines.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect();
    let verdict = if whole {
        verify(jsonl.as_slice(), checkpoint, &world.log.fingerprint, |_| {}).unwrap()
    } else {
        from_there(world.verifier(same), &lines[same..], checkpoint)
    };
    let refusal = verdict.failure.as_ref().map(|failure| (failure.index, failure.refusal.code));
    outcome(&refusal.map(|(_, code)| code));
    match one_by_one(world, lines, same) {
        Err(single) => assert_eq!(refusal, Some(single), "batch and single verdict differ"),
        Ok(state) => {
            if let Some((index, _)) = refusal {
                // Only the end of the log is left to refuse.
                assert_eq!(index, state.head().size, "{refusal:?}");
            }
            unchanged(&verdict.state, &picture(&state));
        }
    }
    verdict
}

/// The verdict of a verifier that has taken the lines before.
fn from_there(mut verifier: Verifier, rest: &[Vec<u8>], checkpoint: &[u8]) -> Verdict {
    for line in rest {
        // A mutated line may hold line breaks: then it is several, as it would be in the file.
        for line in [line.as_slice(), b"\n"].concat().split_inclusive(|byte| *byte == b'\n') {
            if let Err(failure) = verifier.take(line.to_vec()) {
                return verifier.refuted(failure);
            }
        }
    }
    verifier.finish(checkpoint)
}

/// The state after the last line, or index and code of the first line that is refused.
fn one_by_one(world: &World, lines: &[Vec<u8>], same: usize) -> Result<State, (u64, Code)> {
    let mut state = world.states[same].clone();
    let lines = lines[same..].iter().flat_map(|line| line.split(|byte| *byte == b'\n'));
    for (index, line) in (same as u64..).zip(lines) {
        let refused = |refusal: Refusal| (index, refusal.code);
        if index == 0 && audit::entry::fingerprint(line) != world.log.fingerprint.0 {
            return Err((index, Code::FingerprintDiffers));
        }
        let line = Line::parse(line.to_vec()).map_err(|_| (index, Code::NotAnEntry))?;
        state.apply(&line).map_err(refused)?;
    }
    Ok(state)
}
