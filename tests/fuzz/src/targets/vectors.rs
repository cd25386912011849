//! The vectors of `tests/vectors/`, as seeds.

use serde_json::Value;
use std::path::{Path, PathBuf};

/// A file or folder of the vectors.
pub(super) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../vectors").join(name)
}

/// A file of JSON.
pub(super) fn json(name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(path(name)).unwrap()).unwrap()
}

/// Bytes written in hexadecimal.
pub(super) fn hex(value: &Value) -> Vec<u8> {
    let digits = value.as_str().unwrap().as_bytes();
    let digit = |byte: u8| u8::try_from(char::from(byte).to_digit(16).unwrap()).unwrap();
    digits.chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

/// The same, of a known length.
pub(super) fn hex32(value: &Value) -> [u8; 32] {
    hex(value).try_into().unwrap()
}

/// A text file of the repository.
pub(super) fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(name)).unwrap()
}
