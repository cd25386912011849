//! What a witness reads: a log's request, another witness's answer, and its own state.

use std::sync::OnceLock;

use super::world::worlds;
use crate::engine::outcome;
use audit::checkpoint::Checkpoint;
use audit::merkle::{Tree, leaf_hash};
use audit::note::Note;
use audit::witness::answer::Answer;
use audit::witness::check::{check, log_of};
use audit::witness::held::Held;
use audit::witness::request::AddCheckpoint;

/// The small log's tree, and its checkpoint at half its size and whole.
fn halves() -> &'static (Tree, [Note; 2]) {
    static HALVES: OnceLock<(Tree, [Note; 2])> = OnceLock::new();
    HALVES.get_or_init(make_halves)
}

fn make_halves() -> (Tree, [Note; 2]) {
    let world = &worlds()[2];
    let lines = &world.log.lines;
    let note = |size: usize| {
        let log = end_to_end::smith::Log::new(lines[..size].to_vec(), world.log.ring.clone());
        Note::parse(&log.checkpoint).unwrap()
    };
    let mut tree = Tree::new();
    for line in lines {
        tree.push(leaf_hash(line));
    }
    (tree, [note(lines.len() / 2), note(lines.len())])
}

/// Requests from nothing, from half and from the whole.
pub(super) fn requests() -> Vec<Vec<u8>> {
    let (tree, [half, whole]) = halves();
    let (old, new) = (tree.size() / 2, tree.size());
    let request = |old, proof, note: &Note| AddCheckpoint { old, proof, note: note.clone() }.to_bytes();
    vec![
        request(0, vec![], half),
        request(old, tree.consistency(old, new).unwrap(), whole),
        request(old, vec![], half),
        request(new, vec![], whole),
    ]
}

/// Whatever is asked of a witness that holds the first half: nothing is let through but the log itself.
pub(super) fn request(input: &[u8]) {
    let world = &worlds()[2];
    let request = match AddCheckpoint::parse(input) {
        Err(error) => return outcome(&error),
        Ok(request) => request,
    };
    assert_eq!(request.to_bytes(), input);
    let log = [world.vkey()];
    let last = Checkpoint::open(&halves().1[0], &log[0]).unwrap();
    for last in [None, Some(&last)] {
        match log_of(&request, &log).and_then(|log| check(&request, log, last)) {
            Err(refusal) => {
                assert!([400, 403, 404, 409, 422].contains(&refusal.status()));
                outcome(&refusal);
            }
            Ok(next) => {
                outcome(&"may be cosigned");
                assert_eq!(Ok(next.root), halves().0.root_at(next.size), "a root that the log never had");
                assert!(last.is_none_or(|last| last.size <= next.size));
            }
        }
    }
}

/// One answer of each form.
pub(super) fn answers() -> Vec<Vec<u8>> {
    let (_, [half, _]) = halves();
    let line = half.signatures()[0].clone();
    [Answer::Cosigned(vec![line.clone(), line]), Answer::OtherOld { last: 17 }]
        .iter()
        .map(|answer| answer.to_parts().2.into_bytes())
        .collect()
}

pub(super) fn answer(input: &[u8]) {
    for (status, kind) in [(200, "text/plain"), (409, "text/x.tlog.size"), (409, "text/plain"), (503, "")] {
        match Answer::parse(status, kind, input) {
            Err(error) => outcome(&error),
            Ok(Answer::Refused { status: said, reason }) => {
                outcome(&"refused");
                assert!(said == status && !reason.chars().any(char::is_control));
            }
            Ok(answer) => {
                outcome(&"understood");
                assert_eq!(answer.to_parts().2.as_bytes(), input);
            }
        }
    }
}

/// States of both halves.
pub(super) fn states() -> Vec<Vec<u8>> {
    let log = worlds()[2].vkey();
    let state = |note: &Note| {
        let checkpoint = Checkpoint::open(note, &log).unwrap();
        Held::after(None, checkpoint, note, &log, 1_772_328_600).unwrap().to_bytes()
    };
    halves().1.iter().map(state).collect()
}

pub(super) fn state(input: &[u8]) {
    match Held::parse(input, &worlds()[2].vkey()) {
        Err(error) => outcome(&error),
        Ok(held) => {
            outcome(&"read");
            assert_eq!(held.to_bytes(), input);
            assert_eq!(Ok(held.checkpoint().root), halves().0.root_at(held.checkpoint().size));
        }
    }
}
