//! Files that programs of ours keep for themselves: a disk that lost or changed some of their bytes must not make them panic,
//! and what was durable is there or is missed.

use super::vectors::hex32;
use super::world::{World, worlds};
use crate::engine::mutate;
use crate::engine::outcome;
use crate::engine::random::{Choose as _, Script};
use audit::entry::Body;
use audit::entry::first_prev;
use audit::fingerprint::Fingerprint;
use crypto::card::Card;
use crypto::hash::Entropy;
use crypto::sealing::{Place, SealingKey};
use std::path::Path;
use std::sync::OnceLock;
use tally_server::ballot_box::{BallotBox, Shape};
use tally_server::folder::keys::ServerKeys;
use tally_server::folder::stamps::{LABEL, StampFiles};
use tally_server::folder::{Folder, Settings};
use tally_server::sequencer;
use tally_server::store::{Options, SegmentStore, Store as _, StoreError};
use tempfile::TempDir;
use terminal_client::device::{DefinitionCache, Device, DeviceError, Holder};
use terminal_client::keys::{Existing, Passphrase, SecretFile, SecretKind};
use terminal_client::net::Dialer;
use terminal_client::roles::scrutineer::Vault;
use terminal_client::sitting_file::SittingFile;

/// An empty folder, in memory where there is such a place.
pub(super) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory).unwrap() } else { tempfile::tempdir().unwrap() }
}

/// An error's words as an outcome, without the place of this run's folder.
fn words(error: &impl std::fmt::Display, folder: &TempDir) {
    outcome(&error.to_string().replace(&folder.path().display().to_string(), ""));
}

fn world() -> &'static World {
    &worlds()[2]
}

/// `prev` of entry 0.
fn origin() -> [u8; 32] {
    let Body::SittingDefined(defined) = world().lines[0].body() else { panic!("entry 0") };
    first_prev(defined.origin.as_str())
}

/// Writes the small log as a server does, in batches; gives the folder's files.
fn store_files() -> &'static Vec<(String, Vec<u8>)> {
    static FILES: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    FILES.get_or_init(|| {
        let sitting = folder();
        // Segments of 16 KiB, so that there are several.
        let mut store = SegmentStore::create_with(sitting.path(), origin(), segments()).unwrap();
        for batch in world().log.lines.chunks(5) {
            let size = store.size();
            store.append(size, batch).unwrap();
        }
        drop(store);
        let files = end_to_end::play::search::files(sitting.path());
        let name = |file: &Path| file.strip_prefix(sitting.path()).unwrap().display().to_string();
        files.iter().map(|file| (name(file), std::fs::read(file).unwrap())).collect()
    })
}

fn segments() -> Options {
    Options::default().segment_bytes(16 * 1024)
}

/// Writes files below a folder.
fn lay(folder: &Path, files: &[(String, Vec<u8>)]) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Changes the files of a log on disk. `true`: checksums were made to fit again, as no disk does by itself.
fn damage(files: &mut Vec<(String, Vec<u8>)>, script: &mut Script<'_>) -> bool {
    let mut mended = false;
    for _ in 0..=script.below(4) {
        let at = script.below(files.len());
        match script.below(8) {
            0 => drop(files.remove(at)),
            1 => {
                let end = script.below(files[at].1.len().saturating_add(1));
                files[at].1.truncate(end);
            }
            2 => {
                let from = script.below(files[at].1.len());
                let page = from / 512 * 512;
                files[at].1.iter_mut().skip(page).take(512).for_each(|byte| *byte = 0);
            }
            3 => {
                let other = script.below(files.len());
                let bytes = files[other].1.clone();
                files[at].1 = bytes;
            }
            4 => files[at].0.push_str(".new"),
            5 => files.push(("log/checkpoint".to_owned(), checkpoint(script))),
            _ => mutate::bytes(&mut files[at].1, &[], script),
        }
        if files.is_empty() {
            break;
        }
        if script.once_in(3) {
            mended = true;
            let at = script.below(files.len());
            record(&mut files[at].1, script);
        }
    }
    mended
}

/// Changes a field or an entry of some record of a segment and writes its checksum anew.
fn record(segment: &mut [u8], script: &mut Script<'_>) {
    const HEADER: usize = 56;
    let mut start = 0;
    let mut end = HEADER;
    for _ in 0..script.below(8) {
        let Some(length) = segment.get(end..).and_then(<[u8]>::first_chunk) else { break };
        let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
        start = end;
        end = end.saturating_add(length).saturating_add(16);
    }
    let Some(whole) = segment.get_mut(start..end) else { return };
    let Some((content, checksum)) = whole.split_last_chunk_mut::<4>() else { return };
    let most = if script.once_in(2) { 70 } else { usize::MAX };
    let at = script.below(content.len().min(most));
    if let Some(byte) = content.get_mut(at) {
        *byte = script.byte();
    }
    *checksum = crc32c::crc32c(content).to_le_bytes();
}

/// The checkpoint of some size, or bytes like it.
fn checkpoint(script: &mut Script<'_>) -> Vec<u8> {
    let mut note = world().log.checkpoint.clone();
    if script.once_in(2) {
        mutate::bytes(&mut note, &[], script);
    }
    note
}

/// A damaged store: it is refused with its place, or holds a beginning of the log, never another entry and never fewer than
/// the checkpoint names (§10.4). What was cut can be appended again.
pub(super) fn segment(input: &[u8]) {
    let mut script = Script::new(input);
    let mut files = store_files().clone();
    let mended = damage(&mut files, &mut script);
    let sitting = folder();
    lay(sitting.path(), &files);
    match SegmentStore::open_with(sitting.path(), origin(), segments()) {
        Err(error) => {
            words(&error, &sitting);
            assert!(!matches!(error, StoreError::Poisoned), "{error}");
        }
        Ok(opened) => {
            outcome(&opened.cut.is_some());
            let mut store = opened.store;
            let size = store.size();
            let read: Vec<Vec<u8>> = store.read(0).unwrap().map(|entry| entry.unwrap().bytes).collect();
            assert_eq!(read.len() as u64, size);
            let good = &world().log.lines;
            if mended {
                return;
            }
            assert!(good.starts_with(&read), "an entry that was never written");
            let rest = &good[read.len()..];
            assert!(store.append(size, rest).is_ok());
            drop(store);
            let again = SegmentStore::open_with(sitting.path(), origin(), segments()).unwrap();
            assert!(again.cut.is_none());
            assert_eq!(again.store.size(), good.len() as u64);
        }
    }
}

/// The keys of the small log's server.
fn server_keys() -> ServerKeys {
    let Body::SittingDefined(defined) = world().lines[0].body() else { panic!("entry 0") };
    let key = |public: &[u8; 32]| world().log.ring.get(public).unwrap();
    ServerKeys {
        log: key(defined.keys.log.as_bytes()),
        act: key(defined.keys.server.as_bytes()),
        storage: SealingKey::from_secret_bytes(&[3; 32]),
    }
}

/// What the small log's clients know.
pub(super) fn sitting_file() -> SittingFile {
    let Body::SittingDefined(defined) = world().lines[0].body() else { panic!("entry 0") };
    SittingFile {
        name: defined.name.clone(),
        mode: defined.mode,
        server: "127.0.0.1:7443".parse().unwrap(),
        tls: terminal_client::net::pinning::CertificateFingerprint::from_bytes([4; 32]),
        fingerprint: world().log.fingerprint,
        origin: defined.origin.as_str().parse().unwrap(),
    }
}

/// A damaged folder of a whole server, as `tally-server` looks at it before it starts.
pub(super) fn server_folder(input: &[u8]) {
    let mut script = Script::new(input);
    let mut files = store_files().clone();
    files.push(("log/checkpoint".to_owned(), world().log.checkpoint.clone()));
    let mended = damage(&mut files, &mut script);
    let sitting = folder();
    lay(sitting.path(), &files);
    match sequencer::examine(&Folder::new(sitting.path()), &sitting_file(), &server_keys()) {
        Err(error) => words(&error, &sitting),
        Ok(state) => {
            let size = usize::try_from(state.head().size).unwrap();
            outcome(&(size == world().lines.len(), mended));
            let same = world().states.get(size).is_some_and(|good| good.head().leaf == state.head().leaf);
            // `time` is nobody's signature: without a checkpoint only the checksum speaks for it.
            assert!(same || mended, "entries that were never written");
        }
    }
}

/// A box of four slots with three ballots.
fn box_file() -> &'static Vec<u8> {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(|| {
        let sitting = folder();
        let mut ballots = BallotBox::create(sitting.path(), Shape::new(1, [7; 32], 4, 900).unwrap()).unwrap();
        for record in [b"one".as_slice(), b"two", &[9; 900]] {
            ballots.put(record).unwrap();
        }
        drop(ballots);
        std::fs::read(sitting.path().join("box/contest-1.box")).unwrap()
    })
}

/// A damaged box: refused, or its ballots are those that were put in.
pub(super) fn ballot_box(input: &[u8]) {
    let mut script = Script::new(input);
    let mut bytes = box_file().clone();
    let mut mended = false;
    for _ in 0..=script.below(4) {
        // The headers of file and slots are where it matters.
        let at = script.below(6) * 4_096 + script.below(72);
        match script.below(4) {
            0 => mutate::bytes(&mut bytes, &[], &mut script),
            1 => bytes.truncate(at),
            2 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = script.byte();
                }
            }
            _ => {
                mended = true;
                header(&mut bytes, &mut script);
            }
        }
    }
    let sitting = folder();
    lay(sitting.path(), &[("box/contest-1.box".to_owned(), bytes)]);
    match BallotBox::open(sitting.path(), 1, &[7; 32]) {
        Err(error) => words(&error, &sitting),
        Ok(ballots) => {
            outcome(&(ballots.len(), ballots.torn(), ballots.is_sealed()));
            for record in ballots.read_all().unwrap() {
                let known = [b"one".as_slice(), b"two", &[9; 900]].contains(&record.as_slice());
                assert!(known || mended, "a ballot nobody cast");
            }
            assert!(ballots.len() + ballots.free() == 4 || mended);
        }
    }
}

/// Changes the header of a box and writes its checksum anew.
fn header(bytes: &mut [u8], script: &mut Script<'_>) {
    let Some(header) = bytes.get_mut(..60) else { return };
    let Some((content, checksum)) = header.split_last_chunk_mut::<4>() else { return };
    let at = script.below(content.len());
    content[at] = script.byte();
    *checksum = crc32c::crc32c(content).to_le_bytes();
}

/// A sitting file.
pub(super) fn sitting_toml(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    match SittingFile::parse(text) {
        Err(error) => outcome(&error.to_string().lines().last()),
        Ok(file) => {
            outcome(&file.mode);
            assert_eq!(SittingFile::parse(&file.to_toml().unwrap()).unwrap(), file);
        }
    }
    let server = folder();
    std::fs::write(Folder::new(server.path()).settings_path(), input).unwrap();
    outcome(&Folder::new(server.path()).read_settings().map(|Settings { .. }| ()).is_ok());
}

pub(super) fn sitting_seeds() -> Vec<Vec<u8>> {
    vec![sitting_file().to_toml().unwrap().into_bytes(), b"listen = \"127.0.0.1:7443\"\n".to_vec()]
}

fn dialer() -> &'static Dialer {
    static DIALER: OnceLock<Dialer> = OnceLock::new();
    DIALER.get_or_init(|| Dialer::new(&sitting_file()).unwrap())
}

fn open_device(folder: &Path) -> Result<Device, DeviceError> {
    let card = Card::issue(3, Entropy::from_os([8; 32])).unwrap();
    Device::open(folder, Holder::Card(card), dialer().clone(), DefinitionCache::new())
}

/// A device's state file: used as it is, or refused and left as it is, since a fresh one would lose a ballot.
pub(super) fn device_state(input: &[u8]) {
    let device = folder();
    let path = device.path().join("device.json");
    std::fs::write(&path, input).unwrap();
    match open_device(device.path()) {
        Err(error) => {
            words(&error, &device);
            assert!(!error.sentence().0.is_empty());
        }
        Ok(mut device) => {
            outcome(&device.device_key().is_ok());
            for contest in 0..3 {
                outcome(&device.has_ballot(contest));
                outcome(&device.receipt(contest).is_some());
                outcome(&device.pending_cast(contest).is_ok());
                outcome(&device.recovery(contest).is_ok());
                outcome(&device.pending_vote(contest).is_ok());
                outcome(&device.standing_vote(contest).is_ok());
            }
        }
    }
    assert_eq!(std::fs::read(&path).unwrap(), input, "the file was changed");
}

pub(super) fn device_seeds() -> Vec<Vec<u8>> {
    let sitting = audit::wire::Bytes32::from(world().log.fingerprint.0);
    let key = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE";
    let sig = "A".repeat(86);
    let empty = format!(
        r#"{{"version":3,"sitting":"{sitting}","deputy":3,"device_key":"{key}","checkpoint":"","contests":[],"votes":[]}}"#
    );
    let act = r#"{\"sigs\":[],\"body\":\"{}\",\"parts\":[]}"#;
    let boxed = format!(r#"{{"boxed":{{"contest":"{key}","code":"{key}","ballot":"{key}"}},"sig":"{sig}"}}"#);
    let cast = format!(r#"{{"code":"{key}","act":"{act}","receipt":{boxed},"refused":null,"found":null}}"#);
    let contest = |seed: &str, cast: &str| {
        format!(
            r#"{{"number":1,"contest":"{key}","ballot_key":"{key}","ballot_seed":"{seed}","blind":"{seed}","request":"{{}}","request_sig":"{sig}","stamp":"{key}","cast":{cast},"slip":false}}"#
        )
    };
    let with = |contest: &str| empty.replace("\"contests\":[]", &format!("\"contests\":[{contest}]"));
    [empty.clone(), with(&contest(key, "null")), with(&contest("", &cast))].map(String::into_bytes).to_vec()
}

fn passphrase() -> &'static Passphrase {
    static PASSPHRASE: OnceLock<Passphrase> = OnceLock::new();
    PASSPHRASE.get_or_init(|| Passphrase::new("demo-00112233445566778899aabbccddeeff").unwrap())
}

/// A file under a passphrase with a changed byte: it opens to what was written, or not at all.
pub(super) fn secret_file(input: &[u8]) {
    let place = folder();
    let path = place.path().join("chief.age");
    std::fs::write(&path, input).unwrap();
    let file = SecretFile::new(&path, SecretKind::ChiefScrutineer, "vote.example/fuzz").unwrap();
    match file.read(passphrase()) {
        Err(error) => {
            words(&error, &place);
            assert!(!error.zh().is_empty());
        }
        Ok(bytes) => {
            outcome(&"opened");
            assert_eq!(bytes.as_slice(), b"thirty-two bytes of an act's key");
        }
    }
}

pub(super) fn secret_seeds() -> Vec<Vec<u8>> {
    let place = folder();
    let path = place.path().join("chief.age");
    let file = SecretFile::new(&path, SecretKind::ChiefScrutineer, "vote.example/fuzz").unwrap();
    file.write(passphrase(), b"thirty-two bytes of an act's key", Existing::Keep).unwrap();
    vec![std::fs::read(path).unwrap()]
}

/// The content of a scrutineer's file, as whoever has the passphrase could have damaged it.
pub(super) fn vault(input: &[u8]) {
    let place = folder();
    let path = place.path().join("scrutineer-1.age");
    let file = SecretFile::new(&path, SecretKind::Scrutineer, "vote.example/fuzz").unwrap();
    file.write(passphrase(), input, Existing::Keep).unwrap();
    let mine = Passphrase::new(passphrase().expose()).unwrap();
    match Vault::open(file, mine, Fingerprint([5; 32])) {
        Err(error) => words(&error, &place),
        Ok(vault) => outcome(&(vault.run() > 0)),
    }
}

pub(super) fn vault_seeds() -> Vec<Vec<u8>> {
    let made = |kind: u8, secret: u8, served: &[[u8; 64]]| {
        let mut bytes = vec![1];
        bytes.extend([5; 32]);
        bytes.extend(2_u64.to_be_bytes());
        bytes.push(kind);
        let mut word = [secret; 32];
        word[31] = 0;
        bytes.extend(word);
        bytes.extend(u32::try_from(served.len()).unwrap().to_be_bytes());
        bytes.extend(served.iter().flatten());
        bytes
    };
    vec![made(0, 0, &[]), made(1, 3, &[[6; 64]]), made(2, 3, &[[6; 64], [7; 64]])]
}

/// A sealed stamp key on the server's disk.
pub(super) fn stamp_file(input: &[u8]) {
    let place = folder();
    let key = SealingKey::from_secret_bytes(&[3; 32]);
    lay(place.path(), &[("stamps/contest-1.sealed".to_owned(), input.to_vec())]);
    let files = StampFiles::new(&Folder::new(place.path()), [6; 32], &key);
    match files.open(1) {
        Err(error) => words(&error, &place),
        Ok(found) => {
            outcome(&found.is_some());
            assert!(input == stamp_file_seeds()[0], "an altered key opens");
        }
    }
}

pub(super) fn stamp_file_seeds() -> Vec<Vec<u8>> {
    let key = SealingKey::from_secret_bytes(&[3; 32]);
    let secret =
        hex32(&serde_json::Value::from("6fc4f3f3926f953160adc555c606eac2514acd5dfb3af5a7cbc870dd04e4120f"));
    let number = 1_u64.to_be_bytes();
    let fields: [&[u8]; 2] = [&[6; 32], &number];
    vec![key.seal(&Place { label: LABEL, fields: &fields }, &secret, Entropy::from_os([1; 32])).unwrap()]
}
