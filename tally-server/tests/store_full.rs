//! A disk without room refuses the append, and nothing recorded is lost.
//!
//! The room ends in two real ways: the limit on the size of a file (`ulimit -f`, anywhere), and a small tmpfs in
//! a user namespace of its own (where the kernel allows one; skipped with a word elsewhere). Either way the test
//! starts itself again as `child_fills`.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says what it expects by unwrapping"
)]

mod common;

use std::path::Path;
use std::process::Command;

use common::{ORIGIN, append, contents, entries};
use tally_server::store::{SegmentStore, Store, StoreError};

const FOLDER: &str = "PIAOJUE_TEST_FULL";

/// Appends until there is no room, checks what is left, and that a smaller batch may still fit.
#[test]
fn child_fills() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let mut store = SegmentStore::create(Path::new(&folder), ORIGIN).unwrap();
    let mut all = append(&mut store, 1);
    let path = Path::new(&folder).join("log/00000000.seg");
    let refused = loop {
        let batch = entries(store.head(), store.size(), 50);
        let (size, before) = (store.size(), std::fs::metadata(&path).unwrap().len());
        match store.append(size, &batch) {
            Ok(_) => all.extend(batch),
            Err(error) => {
                assert_eq!(std::fs::metadata(&path).unwrap().len(), before, "the rest was not taken back");
                break error;
            }
        }
    };
    assert!(matches!(&refused, StoreError::DiskFull { path: named, .. } if *named == path), "{refused}");
    assert!(all.len() > 50, "nothing fitted at all");
    assert_eq!(contents(&store), all);
    drop(store);
    let opened = SegmentStore::open(Path::new(&folder), ORIGIN).unwrap();
    assert_eq!(opened.cut, None);
    assert_eq!(contents(&opened.store), all);
    println!("\nfilled");
}

fn run(script: &str) -> (bool, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "child_fills", "--nocapture"])
        .env(FOLDER, folder.path())
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).into_owned())
}

#[test]
fn the_limit_on_a_files_size_refuses_the_append() {
    // 200 blocks of 512 bytes. The signal is ignored, so that the write returns an error instead.
    let (ok, said) = run(r#"trap "" XFSZ; ulimit -f 200; exec "$@""#);
    assert!(ok && said.contains("\nfilled"), "{said}");
}

#[test]
fn a_full_file_system_refuses_the_append() {
    let mount = r#"mount -t tmpfs -o size=256k none "$PIAOJUE_TEST_FULL""#;
    let allowed = Command::new("unshare").args(["-rm", "sh", "-c", "mount -t tmpfs none /mnt"]).output();
    if !allowed.is_ok_and(|output| output.status.success()) {
        println!("skipped: mounting a tmpfs in a user namespace is not allowed here");
        return;
    }
    let (ok, said) = run(&format!(r#"exec unshare -rm sh -c '{mount} && exec "$@"' sh "$@""#));
    assert!(ok && said.contains("\nfilled"), "{said}");
}
