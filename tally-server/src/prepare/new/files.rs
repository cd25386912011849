//! Reading one file of the secretariat's: bytes, text or a list, and every complaint about it.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use encoding_rs::GB18030;

use crate::prepare::problem::{Refused, Taken};
use crate::prepare::table::TABLE_BYTES_MAX;

/// One thing that is wrong, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Collects complaints, so that all of them can be shown at once.
#[derive(Default)]
pub(super) struct Reader {
    /// What is wrong.
    pub(super) wrong: Vec<Complaint>,
    /// What somebody should look at.
    pub(super) notes: Vec<Complaint>,
}

impl Reader {
    pub(super) fn wrong(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.wrong.push(Complaint { zh: zh.into(), en: en.into() });
    }

    pub(super) fn note(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.notes.push(Complaint { zh: zh.into(), en: en.into() });
    }

    /// How much is wrong so far.
    pub(super) fn faults(&self) -> usize {
        self.wrong.len()
    }

    /// The same words in both languages: a library's reason.
    pub(super) fn plain(&mut self, path: &Path, reason: &str) {
        let text = format!("{}：{reason}", shown(path));
        self.wrong(text.clone(), text);
    }

    fn bytes(&mut self, path: &Path, max: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        // One byte more, so that a reader with its own limit sees that there is more.
        let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        match File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
            Ok(_) => Some(bytes),
            Err(error) => {
                self.wrong(
                    format!("{} 读不了：{error}", path.display()),
                    format!("{} cannot be read: {error}", path.display()),
                );
                None
            }
        }
    }

    pub(super) fn list<T>(
        &mut self,
        path: &Path,
        read: impl Fn(&str, &[u8]) -> Result<Taken<T>, Refused>,
    ) -> Option<Vec<T>> {
        let bytes = self.bytes(path, TABLE_BYTES_MAX)?;
        let taken = read(&shown(path), &bytes);
        if let Ok(taken) = &taken {
            self.note(
                format!("{}：{} 行，编码 {}", shown(path), taken.rows.len(), taken.encoding),
                format!("{}: {} rows, {}", shown(path), taken.rows.len(), taken.encoding),
            );
        }
        self.taken(&shown(path), taken)
    }

    /// The rows of a list that was taken; what is to be looked at, or what is wrong, is kept.
    pub(super) fn taken<T>(&mut self, name: &str, taken: Result<Taken<T>, Refused>) -> Option<Vec<T>> {
        match taken {
            Ok(taken) => {
                for warning in &taken.warnings {
                    self.note(warning.zh(), warning.to_string());
                }
                Some(taken.rows)
            }
            Err(refused) => {
                for problem in &refused.problems {
                    self.wrong(problem.zh(), problem.to_string());
                }
                if refused.more > 0 {
                    let more = refused.more;
                    self.wrong(format!("{name} 另有 {more} 处"), format!("{name}: and {more} more"));
                }
                None
            }
        }
    }

    /// Text in UTF-8, with or without a byte order mark, or GB18030; line ends become `\n`.
    pub(super) fn text(&mut self, path: &Path, max: usize) -> Option<String> {
        let bytes = self.bytes(path, max)?;
        if bytes.len() > max {
            self.wrong(
                format!("{} 超过 {max} 字节", shown(path)),
                format!("{} is larger than {max} bytes", shown(path)),
            );
            return None;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => GB18030
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(std::borrow::Cow::into_owned),
        };
        if text.is_none() {
            self.wrong(
                format!("{} 既不是 UTF-8，也不是 GB18030", shown(path)),
                format!("{} is neither UTF-8 nor GB18030", shown(path)),
            );
        }
        text.map(|text| text.replace("\r\n", "\n"))
    }
}

/// A file's name in messages.
pub(super) fn shown(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
