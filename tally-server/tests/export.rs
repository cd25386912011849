//! The published log goes to a stick whole and verified, or not at all.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

mod hall;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use audit::checkpoint::Checkpoint;
use audit::fingerprint::Fingerprint;
use audit::note::Note;
use audit::tiles::{ReadError, Tile, tiles_of};
use audit::verify::verify_folder;
use hall::Hall;
use tally_server::publish::export::{ExportError, export};

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for item in std::fs::read_dir(next).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn size(checkpoint: &[u8]) -> u64 {
    Note::parse(checkpoint).unwrap().text().parse::<Checkpoint>().unwrap().size
}

/// A hall whose server ran and stopped, with some entries.
async fn hall() -> Hall {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    server.stop().await.unwrap();
    hall
}

fn run(folder: &Path, to: &Path, before: &str) -> Output {
    let script = format!(r#"{before} exec "$0" export "$1" "$2""#);
    let program = env!("CARGO_BIN_EXE_tally-server");
    Command::new("sh").args(["-c", &script, program]).args([folder, to]).output().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_whole_while_the_server_runs_and_after() {
    let hall = Hall::new();
    let server = hall.start().await;
    let mut desk = hall.connect(server.address()).await;
    hall.prepare(&mut desk).await;
    let place = tempfile::tempdir().unwrap();
    let during = place.path().join("new/while");
    let (_, checkpoint) = hall::get(&hall, server.address(), "/checkpoint").await;
    let exported = export(hall.place.path(), &during).unwrap();
    assert!(exported.evaluation.is_accepted());
    assert!(exported.evaluation.checkpoint.size >= size(&checkpoint), "no older log than HTTP serves");
    server.stop().await.unwrap();

    let before = files(hall.place.path());
    let after = place.path().join("after");
    std::fs::create_dir(&after).unwrap();
    let output = run(hall.place.path(), &after, "");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(files(hall.place.path()), before, "nothing is written to the sitting's folder");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.starts_with("已导出") && said.contains("checkpoint"), "{said}");

    // The last signature of the server, at its end, covers everything.
    assert!(size(&before["published/checkpoint"]) > 5);
    assert_eq!(std::fs::read(after.join("checkpoint")).unwrap(), before["published/checkpoint"]);
    for copy in [&during, &after] {
        let files = files(copy);
        let tiles = tiles_of(size(&files["checkpoint"])).map(|tile| tile.to_string());
        let mut expected: Vec<String> =
            tiles.chain(["checkpoint", "fingerprint", "log.jsonl", "policy"].map(str::to_owned)).collect();
        expected.sort();
        assert_eq!(files.keys().cloned().collect::<Vec<_>>(), expected);
        let verdict = verify_folder(copy, &Fingerprint(hall.fingerprint), |_, _| ()).unwrap();
        assert!(verdict.failure.is_none(), "{:?}", verdict.failure);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_hold_is_not_handed_out() {
    let hall = hall().await;
    let published = hall.place.path().join("published");
    let whole = files(&published);
    let place = tempfile::tempdir().unwrap();
    let to = place.path().join("copy");
    let size =
        String::from_utf8(whole["checkpoint"].clone()).unwrap().lines().nth(1).unwrap().parse().unwrap();
    let (bundle, leaves): (Tile, Tile) = {
        let mut tiles = tiles_of(size);
        let leaves = tiles.next().unwrap();
        (tiles.last().unwrap(), leaves)
    };
    let refused = |name: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut bytes = whole[name].clone();
        change(&mut bytes);
        std::fs::write(published.join(name), bytes).unwrap();
        let refused = export(hall.place.path(), &to).map(|_| ()).unwrap_err();
        std::fs::write(published.join(name), &whole[name]).unwrap();
        assert!(!to.exists(), "nothing is left: {refused}");
        refused
    };
    let last = |bytes: &mut Vec<u8>| *bytes.last_mut().unwrap() ^= 1;
    assert!(matches!(
        refused(&bundle.to_string(), &last),
        ExportError::Read(ReadError::Leaf { index }) if index == size - 1
    ));
    assert!(matches!(
        refused(&leaves.to_string(), &last),
        ExportError::Read(ReadError::Root { size: of }) if of == size
    ));
    assert!(matches!(
        refused(&bundle.to_string(), &|bytes| bytes.push(0)),
        ExportError::Read(ReadError::Bundle { .. })
    ));
    let signature = |bytes: &mut Vec<u8>| {
        let at = bytes.len() - 20;
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    };
    assert!(matches!(refused("checkpoint", &signature), ExportError::Evaluate(_)));
    assert!(matches!(refused("checkpoint", &|bytes| bytes.clear()), ExportError::Note(_)));
    assert!(matches!(refused("policy", &|bytes| bytes.truncate(9)), ExportError::Policy(_)));
    let no_log = |bytes: &mut Vec<u8>| *bytes = b"quorum none\n".to_vec();
    assert!(matches!(refused("policy", &no_log), ExportError::ForeignPolicy { .. }));
    std::fs::remove_file(published.join("checkpoint")).unwrap();
    assert!(matches!(export(hall.place.path(), &to), Err(ExportError::NothingPublished { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_not_empty_no_sitting_or_too_small_is_refused() {
    let hall = hall().await;
    let place = tempfile::tempdir().unwrap();
    let to = place.path().join("copy");
    std::fs::create_dir(&to).unwrap();
    std::fs::write(to.join("photo.jpg"), "mine").unwrap();
    let output = run(hall.place.path(), &to, "");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("不是空文件夹"), "{said}");
    assert_eq!(files(&to).len(), 1);

    let empty = place.path().join("empty");
    assert!(matches!(export(place.path(), &empty), Err(ExportError::NotASitting { .. })));
    assert!(!empty.exists());

    // No file may be longer than one block: the signal is ignored, so that the write returns an error instead.
    let output = run(hall.place.path(), &empty, r#"trap "" XFSZ; ulimit -f 1;"#);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("空间不足"), "{said}");
    assert!(!empty.exists(), "nothing is left");
}
