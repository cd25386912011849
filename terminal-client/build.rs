//! Lists the tablet's bundle for `src/page/bundle.rs`, so that the programs need neither Node nor that folder at run time.
//!
//! A bundle that is not there is an empty list: the programs compile, and say so where a page is asked for.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Where Vite writes, seen from this crate.
const BUNDLE: &str = "../tablet-client/dist";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={BUNDLE}");
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?).join(BUNDLE);
    let mut files = Vec::new();
    if root.is_dir() {
        list(&root.canonicalize()?, "", &mut files)?;
    }
    files.sort();
    let mut text = String::from("[\n");
    for (name, path) in files {
        let path = path.to_str().ok_or_else(|| format!("{}: no text", path.display()))?;
        writeln!(text, "    ({name:?}, include_bytes!({path:?})),")?;
    }
    text.push_str("]\n");
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("bundle.rs"), text)?;
    Ok(())
}

fn list(folder: &Path, under: &str, files: &mut Vec<(String, PathBuf)>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|name| format!("{}: no name", name.display()))?;
        // What only keeps the folder there, so that Cargo has something to watch.
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{under}{name}");
        if entry.file_type()?.is_dir() {
            list(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push((path, entry.path()));
        }
    }
    Ok(())
}
