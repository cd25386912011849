//! `tests/vectors/forgeries/` is what the catalogue makes, byte for byte.

use end_to_end::forgeries::vectors::{files, folder};
use std::collections::BTreeSet;
use std::fs;

/// The most that the folder may hold, in bytes.
const BYTES_MAX: usize = 6 << 20;

#[test]
fn the_vectors_are_what_the_catalogue_makes() {
    let (files, folder) = (files(), folder());
    let here = || -> BTreeSet<String> {
        let names =
            fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "README.md").collect()
    };
    if std::env::var_os("PIAOJUE_WRITE_VECTORS").is_some() {
        for name in here() {
            fs::remove_file(folder.join(name)).unwrap();
        }
        for (name, bytes) in &files {
            fs::write(folder.join(name), bytes).unwrap();
        }
    }
    assert_eq!(here(), files.keys().cloned().collect());
    for (name, bytes) in &files {
        assert!(fs::read(folder.join(name)).unwrap() == *bytes, "{name} differs");
    }
    let size: usize = files.values().map(Vec::len).sum();
    assert!(size < BYTES_MAX, "{size} bytes");
}
