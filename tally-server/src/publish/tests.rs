use super::*;
use crate::store::{SegmentStore, Store as _, leaf_hash};
use audit::tiles::{Reader, Tile, tiles_of};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::collections::{BTreeMap, BTreeSet};

fn grow(store: &mut SegmentStore, entries: u64) {
    let mut batch = Vec::new();
    let (mut prev, mut size) = (store.head(), store.size());
    for _ in 0..entries {
        let entry = format!("{{\"prev\":\"{}\",\"n\":{size}}}", URL_SAFE_NO_PAD.encode(prev)).into_bytes();
        prev = leaf_hash(&entry);
        size += 1;
        batch.push(entry);
    }
    store.append(store.size(), &batch).unwrap();
}

fn policy() -> Policy {
    "quorum none\n".parse().unwrap()
}

struct Place {
    folder: PathBuf,
    store: SegmentStore,
    _kept: tempfile::TempDir,
}

impl Place {
    fn new(entries: u64) -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut store = SegmentStore::create(place.path(), [7; 32]).unwrap();
        grow(&mut store, entries);
        Self { folder: place.path().join("published"), store, _kept: place }
    }

    fn open(&self) -> Published {
        Published::open(&self.folder, &Fingerprint([1; 32]), &policy(), &self.store.reader()).unwrap()
    }

    /// Opens and appends, as a start of the server does.
    fn publish(&self) -> Published {
        let mut published = self.open();
        published.append(&self.store.reader()).unwrap();
        published
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for item in std::fs::read_dir(folder).unwrap() {
                let path = item.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&self.folder).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, std::fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    fn tiles(&self) -> BTreeSet<Tile> {
        self.files().keys().filter_map(|name| name.parse().ok()).collect()
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Reads everything with the root alone to trust.
    fn verify(&self, published: &Published) {
        let size = self.store.size();
        let folder = self.folder.clone();
        let fetch = move |tile: Tile, _| match std::fs::read(folder.join(tile.to_string())) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        };
        let mut reader = Reader::open(fetch, size, published.root()).unwrap();
        let lines = std::fs::read(self.folder.join(LOG_FILE)).unwrap();
        let mut lines = lines.split(|byte| *byte == b'\n');
        for entry in reader.entries(0) {
            assert_eq!(Some(entry.unwrap().1.as_slice()), lines.next());
        }
        assert_eq!(lines.collect::<Vec<_>>(), [b""]);
    }
}

#[test]
fn the_files_of_every_size_are_those_of_tlog_tiles() {
    let mut place = Place::new(3);
    let mut published = place.publish();
    let mut partial_hashes = BTreeSet::new();
    for more in [0, 2, 250, 1, 0, 1, 600, 170, 80, 1] {
        if more > 0 {
            grow(&mut place.store, more);
        }
        published.append(&place.store.reader()).unwrap();
        let size = place.store.size();
        assert_eq!(published.size(), size);
        place.verify(&published);
        let of_size: BTreeSet<Tile> = tiles_of(size).collect();
        let tiles = place.tiles();
        assert!(of_size.is_subset(&tiles), "{size}");
        // Partial tiles of hashes stay; partial bundles stay until the full one is there.
        partial_hashes.extend(
            of_size.iter().filter(|tile| {
                !tile.is_full() && matches!(tile.kind(), audit::tiles::TileKind::Hashes { .. })
            }),
        );
        for tile in tiles.difference(&of_size) {
            let kept = partial_hashes.contains(tile) || tile.number() == size / TILE_WIDTH;
            assert!(!tile.is_full() && kept, "{tile} at {size}");
        }
        assert!(partial_hashes.is_subset(&tiles), "{size}");
    }
    let before = place.files();
    drop(published);
    place.publish();
    assert_eq!(place.files(), before, "an opening changes nothing that is right");
}

#[test]
fn a_damaged_copy_is_written_again_from_the_log() {
    let place = Place::new(700);
    let published = place.publish();
    published.checkpoint(b"note").unwrap();
    let whole = place.files();
    assert_eq!(published.bytes(), whole[LOG_FILE].len() as u64);
    drop(published);
    let damaged: Vec<&String> = whole.keys().filter(|name| *name != CHECKPOINT_FILE).collect();
    assert!(damaged.len() > 9);
    for name in damaged {
        let bytes = &whole[name];
        let mut changed = bytes.clone();
        changed[60.min(bytes.len() - 1)] ^= 1;
        for damage in [changed, bytes[..bytes.len() - 3].to_vec(), [&bytes[..], b"more\n"].concat(), vec![]] {
            place.write(name, &damage);
            place.publish();
            assert!(place.files() == whole, "{name}");
        }
        std::fs::remove_file(place.folder.join(name)).unwrap();
        place.publish();
        assert!(place.files() == whole, "{name}");
    }
    std::fs::remove_dir_all(place.folder.join(TILE_FOLDER)).unwrap();
    place.publish();
    assert!(place.files() == whole);
}

#[test]
fn what_no_such_log_has_is_removed() {
    let mut place = Place::new(300);
    place.publish();
    let whole = place.files();
    // What a crash leaves: a longer log's tiles, of which nobody was told, and unnamed files.
    for name in [
        "tile/0/000.p/7.new",
        "tile/0/001.new",
        "tile/0/001.p/45",
        "tile/0/001",
        "tile/0/002.p/1",
        "tile/1/000.p/2",
        "tile/2/000.p/1",
        "tile/entries/001.p/45",
        "tile/entries/001",
        "tile/entries/x001/000",
        "tile/notes.txt",
    ] {
        place.write(name, b"something else");
    }
    // A partial tile of an earlier size, with another content.
    place.write("tile/0/001.p/3", &[0; 96]);
    place.write("tile/0/000.p/200", &[0; 200 * 32]);
    place.write("tile/entries/001.p/3", b"\x00\x01x");
    // The partial one of a bundle that is full.
    place.write("tile/entries/000.p/3", b"\x00\x01x");
    place.publish();
    let mut files = place.files();
    let partial = |tile: &str| whole[tile].clone();
    assert_eq!(files.remove("tile/0/001.p/3"), Some(partial("tile/0/001.p/44")[..96].to_vec()));
    assert_eq!(files.remove("tile/0/000.p/200"), Some(partial("tile/0/000")[..200 * 32].to_vec()));
    let bundle = files.remove("tile/entries/001.p/3").unwrap();
    assert!(!bundle.is_empty() && partial("tile/entries/001.p/44").starts_with(&bundle));
    assert_eq!(files, whole);
    grow(&mut place.store, 1);
    let published = place.publish();
    place.verify(&published);
}

#[test]
fn what_an_unfinished_append_left_is_finished() {
    let mut place = Place::new(250);
    drop(place.publish());
    let before = place.files();
    grow(&mut place.store, 300);
    drop(place.publish());
    let after = place.files();
    // Every single file of the second append may be missing, or have come alone.
    for name in after.keys().filter(|name| before.get(*name) != after.get(*name)) {
        for alone in [true, false] {
            std::fs::remove_dir_all(&place.folder).unwrap();
            for (other, bytes) in if alone { &before } else { &after } {
                place.write(other, bytes);
            }
            if alone {
                place.write(name, &after[name]);
            } else {
                std::fs::remove_file(place.folder.join(name)).unwrap();
            }
            let published = place.publish();
            place.verify(&published);
            let files = place.files();
            assert!(after.iter().all(|(name, bytes)| files.get(name) == Some(bytes)), "{name} {alone}");
        }
    }
}

#[test]
fn fingerprint_and_policy_are_what_was_said() {
    let place = Place::new(1);
    place.publish();
    let files = place.files();
    assert_eq!(files[FINGERPRINT_FILE], format!("{}\n", "01".repeat(32)).as_bytes());
    assert_eq!(files[POLICY_FILE], b"quorum none\n");
    assert!(!files.contains_key(CHECKPOINT_FILE), "no checkpoint before one was signed");
}

#[test]
fn where_nothing_can_be_written_the_path_is_named() {
    let mut place = Place::new(5);
    let mut published = place.publish();
    grow(&mut place.store, 1);
    // A file where a folder should be.
    std::fs::remove_dir_all(place.folder.join("tile/0/000.p")).unwrap();
    place.write("tile/0/000.p", b"");
    let refused = published.append(&place.store.reader());
    let named = place.folder.join("tile/0/000.p/6");
    assert!(matches!(&refused, Err(PublishError::Io { path, .. }) if *path == named), "{refused:?}");
    assert_eq!(published.size(), 5);
    std::fs::remove_file(place.folder.join("tile/0/000.p")).unwrap();
    published.append(&place.store.reader()).unwrap();
    assert_eq!(published.size(), 6);
    place.verify(&published);
}
