//! The bodies: one for each thing that reads what somebody else wrote.
//!
//! `fold` and `logs` are about entries and whole logs; `notes`, `ballots`, `group` about what is signed and proved; `rules` and
//! `lists` about what people edit; `messages` and `device` about the wire; `files` about disks.

mod ballots;
mod device;
mod files;
mod fold;
mod group;
mod lists;
mod logs;
mod messages;
mod notes;
mod published;
mod rules;
mod vectors;
mod witnesses;
mod world;

use crate::engine::{Form, Target};
use world::worlds;

/// Declares the targets in one table: name, body, seeds, form, inputs in `./check test`, what it shows.
macro_rules! targets {
    ($($name:literal $body:path, $seeds:expr, $form:ident, $inputs:literal, $about:literal;)+) => {
        /// Every target.
        pub const TARGETS: &[Target] = &[
            $(Target { name: $name, about: $about, body: $body, seeds: $seeds, form: Form::$form, inputs: $inputs }),+
        ];
    };
}

targets! {
    "line" fold::line, lines, Json, 6_000, "an entry of the log: what is read is written back, and the signed body is found";
    "apply" fold::apply, scripts, Script, 1_000, "entries after a prefix of a good log: refused ones change nothing";
    "parts" fold::parts, scripts, Script, 300, "the parts of a long value and their entry: all or nothing";
    "verify" logs::keyless, scripts, Script, 150, "a log changed without keys: nothing else verifies under its fingerprint";
    "verify-keyed" logs::keyed, scripts, Script, 120, "a log changed with every key: batches and single checks agree";
    "wire" messages::wire, messages::wire_seeds, Json, 5_000, "bodies and fields in canonical JSON";
    "client-message" messages::client, messages::client_seeds, Json, 4_000, "what a client may send";
    "server-message" messages::server, messages::server_seeds, Json, 4_000, "what a server may answer";
    "device-trust" device::trust, scripts, Script, 1_500, "what a device believes of a server: only what two roles have signed";
    "note" notes::note, notes_seeds, Bytes, 6_000, "signed notes";
    "vkey" notes::vkey, vkey_seeds, Bytes, 6_000, "verifier keys";
    "checkpoint" notes::checkpoint, checkpoint_seeds, Bytes, 6_000, "the text of a checkpoint";
    "receipt" notes::receipt, notes::receipts, Bytes, 1_000, "receipts: a proof leads to one place";
    "evidence" notes::evidence, notes::accusations, Bytes, 1_000, "evidence: a log that only grew is never convicted";
    "witness-request" witnesses::request, witnesses::requests, Bytes, 1_500, "what a log asks of a witness: nothing but its own growth may be cosigned";
    "witness-answer" witnesses::answer, witnesses::answers, Bytes, 4_000, "what a witness answers";
    "witness-state" witnesses::state, witnesses::states, Bytes, 1_500, "what a witness keeps: torn or changed is refused";
    "merkle" notes::merkle, scripts, Script, 4_000, "proofs of inclusion and of growth";
    "tile-path" published::tile_path, published::tile_paths, Bytes, 6_000, "paths of tiles: one for each, none outside";
    "bundle" published::bundle, published::bundles, Bytes, 3_000, "bundles of entries";
    "tiles" published::tiles, published::changes, Script, 600, "the files of a log, changed: a reader gives the log or nothing";
    "policy" published::policy, published::policies, Bytes, 2_000, "trust policies, and what a note is worth under them";
    "fingerprint" notes::fingerprint, fingerprint_seeds, Bytes, 4_000, "fingerprints as people type them";
    "ballot" ballots::ballot, ballots::ballot_seeds, Bytes, 700, "encrypted ballots of several shapes: none is forged";
    "choices" ballots::choices, scripts, Script, 6_000, "marks, packed and by option";
    "shape" ballots::shape, scripts, Script, 4_000, "matrices and limits of any size";
    "code" ballots::code, code_seeds, Bytes, 6_000, "ballot codes as typed and as scanned";
    "opening" ballots::opening, ballots::opening_seeds, Bytes, 2_000, "the two QRs of a challenge";
    "card" ballots::card, ballots::card_seeds, Bytes, 4_000, "cards, scanned and typed";
    "encodings" group::encodings, group::encoding_seeds, Bytes, 2_000, "points, scalars, keys, signatures, proofs, shares";
    "signature" group::signature, group::signature_seeds, Bytes, 1_500, "one signature for a key and a message";
    "sealed" group::sealed, group::sealed_seeds, Bytes, 6_000, "sealed messages";
    "stamp" group::stamp, group::stamp_seeds, Bytes, 800, "evaluations of the stamp key";
    "stamp-batch" group::batch, group::batch_seeds, Bytes, 400, "the batched proof over a box";
    "proof" group::proof, group::proof_seeds, Bytes, 800, "proofs of knowledge and of equality";
    "profile-toml" rules::profile_toml, rules::toml_seeds, Json, 800, "profiles as people edit them";
    "profile-json" rules::profile_json, rules::profile_seeds, Json, 2_500, "profiles as the log has them";
    "case" rules::case, rules::case_seeds, Json, 2_500, "numbers to try rules on";
    "decide" rules::decision, rules::case_seeds, Json, 4_000, "any profile with any numbers: a decision or a named error";
    "roll" lists::roll, lists::roll_seeds, Bytes, 1_500, "rolls, in any encoding";
    "projects" lists::projects, lists::project_seeds, Bytes, 1_500, "lists of projects";
    "pabulib" lists::pabulib, lists::pabulib_seeds, Bytes, 3_000, "elections for tests";
    "rules-file" lists::rules_file, lists::rules_seeds, Json, 1_000, "the rules file of one contest";
    "definition" lists::definition, lists::definition_seeds, Json, 60, "a whole definition for `tally-server new`";
    "segment" files::segment, scripts, Script, 250, "a damaged store: refused, or cut as §10.4 says";
    "server-folder" files::server_folder, scripts, Script, 40, "a damaged folder, as the server looks at it before it starts";
    "ballot-box" files::ballot_box, scripts, Script, 300, "a damaged ballot box";
    "sitting-file" files::sitting_toml, files::sitting_seeds, Json, 1_000, "sitting file and settings";
    "device-state" files::device_state, files::device_seeds, Json, 600, "the state file of a device";
    "secret-file" files::secret_file, files::secret_seeds, Bytes, 25, "keys under a passphrase";
    "vault" files::vault, files::vault_seeds, Bytes, 15, "what a scrutineer keeps";
    "stamp-file" files::stamp_file, files::stamp_file_seeds, Bytes, 1_500, "stamp keys at rest";
}

/// The target with this name.
pub fn named(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

/// A few scripts: nothing, everything the first, everything the last, and each world's beginning.
fn scripts() -> Vec<Vec<u8>> {
    let mut scripts = vec![Vec::new(), vec![0xff; 48]];
    for world in 0..3_u8 {
        scripts.push(vec![world, 0]);
        scripts.extend((0..8_u8).map(|at| [&[world, at.wrapping_mul(17)][..], &[1; 30]].concat()));
    }
    scripts
}

/// One line of each kind, and the first of each world.
fn lines() -> Vec<Vec<u8>> {
    let mut kinds = std::collections::BTreeMap::new();
    for line in worlds().iter().flat_map(|world| &world.lines) {
        kinds.entry(line.body().kind()).or_insert_with(|| line.bytes().to_vec());
    }
    kinds.into_values().collect()
}

fn notes_seeds() -> Vec<Vec<u8>> {
    let published = std::fs::read(vectors::path("log/checkpoint")).unwrap();
    let two =
        [published.as_slice(), published.split(|byte| *byte == b'\n').nth(4).unwrap_or_default(), b"\n"]
            .concat();
    worlds().iter().map(|world| world.log.checkpoint.clone()).chain([published, two]).collect()
}

fn vkey_seeds() -> Vec<Vec<u8>> {
    worlds().iter().map(|world| world.vkey().to_string().into_bytes()).collect()
}

fn checkpoint_seeds() -> Vec<Vec<u8>> {
    let text = |note: &Vec<u8>| audit::note::Note::parse(note).unwrap().text().as_bytes().to_vec();
    worlds().iter().map(|world| text(&world.log.checkpoint)).collect()
}

fn fingerprint_seeds() -> Vec<Vec<u8>> {
    let fingerprint = worlds()[2].log.fingerprint;
    vec![fingerprint.to_string().into_bytes(), fingerprint.to_hex().to_uppercase().into_bytes()]
}

fn code_seeds() -> Vec<Vec<u8>> {
    vec![b"R7AZ-PTWJ-QWBH-6C6D".to_vec(), b"r7azptwjqwbh6c6o".to_vec(), b"AB".repeat(32), b"ab cd".repeat(16)]
}
