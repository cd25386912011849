//! The catalogue as files that another implementation can run: `tests/vectors/forgeries/`.

use super::{Forged, Kind, base, forged};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the files stand.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/forgeries")
}

/// Every file by name, but for the README.
pub fn files() -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for base in base::all() {
        let mut add = |end: &str, bytes: Vec<u8>| files.insert(format!("base-{}{end}", base.name), bytes);
        add(".jsonl", base.log.jsonl());
        add(".checkpoint", base.log.checkpoint.clone());
        add(".fingerprint", (base.log.fingerprint.to_hex() + "\n").into_bytes());
    }
    for (kind, log) in forged() {
        let mut text = serde_json::to_string_pretty(&vector(kind, log)).unwrap();
        text.push('\n');
        files.insert(format!("{}.json", kind.name), text.into_bytes());
    }
    files
}

/// A forgery as its file has it; `tests/vectors/forgeries/README.md` says what the fields mean.
#[derive(Serialize)]
struct Vector {
    name: &'static str,
    what: &'static str,
    forger: &'static str,
    pitfall: &'static [u8],
    base: &'static str,
    fingerprint: String,
    take: usize,
    lines: Vec<String>,
    checkpoint: String,
    expected: Expected,
}

#[derive(Serialize)]
struct Expected {
    check: u8,
    code: &'static str,
    index: u64,
    accused: Vec<&'static str>,
}

fn vector(kind: &Kind, forged: &Forged) -> Vector {
    let base = base::all().into_iter().find(|base| base.name == forged.base).unwrap();
    let take = base.log.lines.iter().zip(&forged.lines).take_while(|(good, line)| good == line).count();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let (check, code) = kind.refused;
    Vector {
        name: kind.name,
        what: kind.what,
        forger: kind.forger,
        pitfall: kind.pitfall,
        base: forged.base,
        fingerprint: forged.fingerprint.to_hex(),
        take,
        lines: forged.lines[take..].iter().map(|line| text(line)).collect(),
        checkpoint: text(&forged.checkpoint),
        expected: Expected {
            check: check.number(),
            code: code.as_str(),
            index: forged.index,
            accused: kind.accused.split_whitespace().collect(),
        },
    }
}
