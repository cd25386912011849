//! Reading the shared vectors.

use serde_json::Value;

/// A file of `tests/vectors/`.
pub(crate) fn vectors(name: &str) -> Value {
    let path = format!("{}/../tests/vectors/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(&path).expect(&path)).expect(&path)
}

/// Bytes of a hex string.
pub(crate) fn hex(value: &Value) -> Vec<u8> {
    let text = value.as_str().expect("a hex string");
    (0..text.len()).step_by(2).map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hex")).collect()
}

/// Exactly `N` bytes of a hex string.
pub(crate) fn hex_array<const N: usize>(value: &Value) -> [u8; N] {
    hex(value).try_into().expect("the stated length")
}
