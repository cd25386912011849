//! What a deputy's device believes of a server that holds the log's key and nobody else's.

use super::files::sitting_file;
use super::world::{World, worlds};
use crate::engine::random::{Choose as _, Script};
use crate::engine::{json, mutate, outcome};
use audit::entry::Line;
use audit::merkle::{Tree, leaf_hash};
use audit::wire::Int;
use end_to_end::smith::Log;
use protocol::server::FetchedEntry;
use std::sync::{Arc, OnceLock};
use terminal_client::device::trust::{Included, NamedEntries, Trust, TrustError};
use terminal_client::net::{Fetched, Sitting};

fn sitting() -> Arc<Sitting> {
    static SITTING: OnceLock<Arc<Sitting>> = OnceLock::new();
    let make = || Arc::new(Sitting::verify(&worlds()[2].log.lines[0], &sitting_file()).unwrap());
    Arc::clone(SITTING.get_or_init(make))
}

/// A contest of a log that its server changed, chained anew and signed with the log's key: the device believes it only if it is
/// the contest that two roles have opened.
pub(super) fn trust(input: &[u8]) {
    static HONEST: OnceLock<String> = OnceLock::new();
    let mut script = Script::new(input);
    let world = &worlds()[2];
    let honest = HONEST.get_or_init(|| believed(&world.log, &mut Script::new(&[])).unwrap());
    let kinds = ["contest_opened", "contest_defined", "rules_adopted", "roll_fixed", "key_agreed"];
    let mut log = world.log.clone();
    for _ in 0..script.below(4) {
        let Some(kind) = script.one_of(&kinds) else { continue };
        let at = log.index_of(kind);
        change(world, &mut log.lines[at], &mut script);
        let readable = Line::parse(log.lines[at].clone()).is_ok_and(|line| line.body().kind() == *kind);
        if !readable {
            // The rest could not find it; that a device reads no such line is for target `line` to show.
            return outcome(&"unreadable");
        }
        if script.once_in(2) {
            log.chain_from(at.saturating_add(1));
        }
    }
    log.sign_checkpoint();
    match believed(&log, &mut script) {
        Err(error) => outcome(&error),
        Ok(contest) => {
            outcome(&"believed");
            assert_eq!(contest, *honest, "a contest that two roles have not opened");
        }
    }
}

/// Another body under the same signatures, or another line.
fn change(world: &World, line: &mut Vec<u8>, script: &mut Script<'_>) {
    let Ok(good) = Line::parse(line.clone()) else { return };
    if script.once_in(4) {
        return mutate::bytes(line, &world.log.lines, script);
    }
    let mut body = good.body_bytes().to_vec();
    json::mutate(&mut body, &[good.body_bytes()], script);
    let entry = good.entry();
    if let Ok(made) = Line::write(entry.prev.to_bytes(), entry.time.get(), &entry.sigs, &body) {
        *line = made.bytes().to_vec();
    }
}

/// The contest that the device believes, in words.
fn believed(log: &Log, script: &mut Script<'_>) -> Result<String, TrustError> {
    let mut tree = Tree::new();
    log.lines.iter().for_each(|line| tree.push(leaf_hash(line)));
    let mut trust = Trust::new(sitting(), "", "")?;
    let mut entry = |kind: &str| -> Result<Included, TrustError> {
        let at = log.index_of(kind);
        let leaf = leaf_hash(&log.lines[at]);
        let shown = if script.below(40) == 39 { script.below(log.lines.len()) } else { at };
        let proof = tree.inclusion(shown as u64, tree.size()).unwrap();
        let index = if script.below(40) == 39 { script.number() } else { shown as u64 };
        let line = String::from_utf8_lossy(&log.lines[shown]).into_owned();
        let fetched = FetchedEntry {
            index: Int::try_from(index).unwrap_or_default(),
            line,
            proof: proof.into_iter().map(Into::into).collect(),
        };
        let checkpoint = String::from_utf8(log.checkpoint.clone()).unwrap();
        trust.entry(&leaf, &Fetched { entries: vec![fetched], checkpoint })
    };
    let opened = entry("contest_opened")?;
    let named = NamedEntries {
        definition: entry("contest_defined")?,
        rules: entry("rules_adopted")?,
        roll: entry("roll_fixed")?,
        key: Some(entry("key_agreed")?),
    };
    Ok(format!("{:?}", trust.contest(&opened, &named)?))
}
