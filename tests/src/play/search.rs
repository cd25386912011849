//! Looks for secrets in files: as raw bytes, in hexadecimal, in base64 and as lists of numbers, and choices in every way in which
//! a program could write them; every file of a folder in one pass.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "helpers of tests unwrap as tests do: a failed step is a failed test"
)]

use std::collections::HashMap;
use std::path::Path;

use audit::wire::Bytes;

/// Bytes of a needle that the index goes by; nothing shorter can be looked for.
const HEAD: usize = 8;

/// What is looked for.
#[derive(Default)]
pub struct Needles {
    forms: Vec<(String, Vec<u8>)>,
    index: HashMap<[u8; HEAD], Vec<usize>>,
}

impl Needles {
    /// Secret bytes in every form in which a program could have written them, in either order of the bytes.
    pub fn add(&mut self, name: &str, secret: &[u8]) {
        let reversed: Vec<u8> = secret.iter().rev().copied().collect();
        for (order, bytes) in [("", secret), (" reversed", &reversed)] {
            let hex = hex(bytes);
            let url = Bytes::from(bytes.to_vec()).to_string();
            let standard = url.replace('-', "+").replace('_', "/");
            let decimal = format!("{bytes:?}");
            self.form(format!("{name}{order}, raw"), bytes.to_vec());
            self.form(format!("{name}{order}, HEX"), hex.to_uppercase().into_bytes());
            self.form(format!("{name}{order}, hex"), hex.into_bytes());
            self.form(format!("{name}{order}, base64url"), url.clone().into_bytes());
            if standard != url {
                self.form(format!("{name}{order}, base64"), standard.into_bytes());
            }
            self.form(
                format!("{name}{order}, decimal"),
                decimal.trim_matches(['[', ']']).as_bytes().to_vec(),
            );
        }
    }

    /// The choices of a ballot: packed (§7.3), a byte a cell, and as JSON and `Debug` write lists of marks, of cells and of
    /// columns. So many cells that no list of them occurs by chance.
    pub fn add_choices(&mut self, name: &str, marks: &[bool]) {
        let byte = |bits: &[bool]| bits.iter().rev().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit));
        let packed: Vec<u8> = marks.chunks(8).map(byte).collect();
        self.add(&format!("{name}, packed"), &packed);
        let bits: Vec<u8> = marks.iter().map(|mark| u8::from(*mark)).collect();
        let columns: Vec<u8> = marks.iter().map(|mark| u8::from(!mark)).collect();
        let cells: Vec<usize> = (0..marks.len()).filter(|cell| marks[*cell]).collect();
        let numbers: Vec<usize> = cells.iter().map(|cell| cell + 1).collect();
        let digits: String = bits.iter().map(ToString::to_string).collect();
        self.form(format!("{name}, a byte a cell"), bits.clone());
        self.form(format!("{name}, digits"), digits.into_bytes());
        self.list(&format!("{name}, marks"), &format!("{marks:?}"));
        self.list(&format!("{name}, bits"), &format!("{bits:?}"));
        self.list(&format!("{name}, columns"), &format!("{columns:?}"));
        self.list(&format!("{name}, cells"), &format!("{cells:?}"));
        self.list(&format!("{name}, numbers"), &format!("{numbers:?}"));
    }

    /// A list as `Debug` writes it, over several lines too, and as JSON does.
    fn list(&mut self, name: &str, debug: &str) {
        let inner = debug.trim_matches(['[', ']']);
        self.form(format!("{name}, Debug"), inner.as_bytes().to_vec());
        self.form(format!("{name}, JSON"), inner.replace(' ', "").into_bytes());
        self.form(format!("{name}, lines"), inner.replace(", ", ",\n    ").into_bytes());
    }

    /// Every form, to plant it where the search must find it.
    pub fn forms(&self) -> &[(String, Vec<u8>)] {
        &self.forms
    }

    /// A secret that is text.
    pub fn add_text(&mut self, name: &str, secret: &str) {
        self.form(name.to_owned(), secret.as_bytes().to_vec());
    }

    fn form(&mut self, name: String, bytes: Vec<u8>) {
        let head = bytes.first_chunk::<HEAD>().copied().unwrap();
        self.index.entry(head).or_default().push(self.forms.len());
        self.forms.push((name, bytes));
    }

    /// Names of the forms that these bytes hold.
    pub fn in_bytes(&self, bytes: &[u8]) -> Vec<&str> {
        let mut found = Vec::new();
        for at in 0..bytes.len().saturating_sub(HEAD - 1) {
            let head = bytes[at..].first_chunk::<HEAD>().unwrap();
            for form in self.index.get(head).into_iter().flatten() {
                let (name, needle) = &self.forms[*form];
                if bytes[at..].starts_with(needle) && !found.contains(&name.as_str()) {
                    found.push(name.as_str());
                }
            }
        }
        found
    }

    /// Every file under a folder that holds one, with the form's name.
    pub fn in_folder(&self, folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for path in files(folder) {
            let bytes = std::fs::read(&path).unwrap();
            let names = self.in_bytes(&bytes).into_iter();
            found.extend(names.map(|name| format!("{}: {name}", path.display())));
        }
        found
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// All files under a folder, sorted.
pub fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// Copies a folder as it is now.
pub fn copy(from: &Path, to: &Path) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::copy(&file, &target).unwrap();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_found_in_every_form_and_another_in_none() {
        let secret: Vec<u8> = (100..132).collect();
        let mut needles = Needles::default();
        needles.add("key", &secret);
        let hold = |words: &[u8]| [b"before ", words, b" after"].concat();
        assert_eq!(needles.in_bytes(&hold(&secret)), ["key, raw"]);
        assert_eq!(
            needles.in_bytes(&hold(b"ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM")),
            ["key, base64url"]
        );
        assert_eq!(needles.in_bytes(&hold(format!("{secret:?}").as_bytes())), ["key, decimal"]);
        let reversed: Vec<u8> = secret.iter().rev().copied().collect();
        assert_eq!(needles.in_bytes(&hold(hex(&reversed).as_bytes())), ["key reversed, hex"]);
        assert!(needles.in_bytes(&hold(&secret[..31])).is_empty());
    }

    #[test]
    fn choices_are_found_however_they_are_written() {
        let marks: Vec<bool> = (0..72_u8).map(|cell| cell.wrapping_mul(89) % 5 < 2).collect();
        let mut needles = Needles::default();
        needles.add_choices("choices", &marks);
        let json = serde_json::to_string(&marks).unwrap();
        assert_eq!(needles.in_bytes(format!("{{\"marks\":{json}}}").as_bytes()), ["choices, marks, JSON"]);
        assert_eq!(needles.in_bytes(format!("{marks:?}").as_bytes()), ["choices, marks, Debug"]);
        assert_eq!(needles.in_bytes(format!("{marks:#?}").as_bytes()), ["choices, marks, lines"]);
        let mut other = marks.clone();
        other[40] = !other[40];
        assert!(needles.in_bytes(format!("{other:?}").as_bytes()).is_empty());
    }
}
