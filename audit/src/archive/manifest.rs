//! `manifest.txt`: every file of an archive, as `sha256sum -c` reads it (protocol.md §17).

use super::{ArchiveError, VERSION};
use crate::fingerprint::Fingerprint;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The list of files; not in itself.
pub const MANIFEST_FILE: &str = "manifest.txt";
/// The longest one that is read, in bytes.
pub(super) const MANIFEST_BYTES_MAX: u64 = 64 << 20;
/// What its first line begins with; the version of the program follows.
const MAGIC: &str = "# piaojue-archive/v1 ";
/// For whoever opens it. The line that is `#` alone ends what is said.
const HEAD: &str = "\
# 归档的每个文件：长度、SHA-256、名称。核对 Check: sha256sum -c manifest.txt
# 清单本身什么也不能证明；对照会议指纹核对全部内容 Checked from the sitting's fingerprint on:
#   audit archive . --fingerprint \"…\"
#
";
/// Longest name, in bytes.
const NAME_BYTES_MAX: usize = 200;

/// What is listed of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Listed {
    pub(super) length: u64,
    pub(super) sha256: [u8; 32],
}

/// A manifest, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manifest {
    /// Of the program that made the archive.
    pub(super) version: String,
    pub(super) files: BTreeMap<String, Listed>,
}

impl Manifest {
    pub(super) fn new(files: BTreeMap<String, Listed>) -> Self {
        Self { version: VERSION.to_owned(), files }
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!("{MAGIC}{}\n{HEAD}", self.version);
        for (name, Listed { length, sha256 }) in &self.files {
            // Writing to a string cannot fail.
            _ = write!(text, "# {length}\n{}  {name}\n", Fingerprint(*sha256).to_hex());
        }
        text
    }

    /// Refused: anything that [`Manifest::text`] would write otherwise.
    pub(super) fn parse(text: &str) -> Result<Self, ArchiveError> {
        let at = |line: usize| ArchiveError::Manifest { line };
        let first = text.lines().next().unwrap_or_default();
        let version = first.strip_prefix(MAGIC).ok_or(at(1))?.to_owned();
        let mut files = BTreeMap::new();
        let head = 1 + HEAD.lines().count();
        let mut lines = text.lines().enumerate().skip(head).map(|(index, line)| (index + 1, line));
        while let Some((line, length)) = lines.next() {
            let length = length.strip_prefix("# ").and_then(|length| length.parse().ok()).ok_or(at(line))?;
            let (line, listed) = lines.next().ok_or(at(line))?;
            let (sha256, name) = listed.split_once("  ").ok_or(at(line))?;
            let Fingerprint(sha256) = sha256.parse().map_err(|_| at(line))?;
            if !is_name(name) || files.insert(name.to_owned(), Listed { length, sha256 }).is_some() {
                return Err(at(line));
            }
        }
        let manifest = Self { version, files };
        let again = manifest.text();
        if again == text {
            return Ok(manifest);
        }
        let same = again.lines().zip(text.lines()).take_while(|(one, two)| one == two).count();
        Err(at(same + 1))
    }
}

/// Whether a file of an archive can have this path: no way out of the folder, nothing hidden, nothing that a shell, another
/// system or `sha256sum` reads otherwise.
pub(super) fn is_name(name: &str) -> bool {
    let good = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let part = |part: &str| !part.is_empty() && !part.starts_with(['.', '-']) && part.chars().all(good);
    name.len() <= NAME_BYTES_MAX && name.split('/').all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Manifest {
        let listed = |byte| Listed { length: u64::from(byte) * 7, sha256: [byte; 32] };
        let names =
            ["about.txt", "reports/contest-1-tally.html", "tile/entries/x001/234.p/12", "扫描/签名.pdf"];
        Manifest::new((1..).zip(names).map(|(byte, name)| (name.to_owned(), listed(byte))).collect())
    }

    #[test]
    fn it_reads_what_it_writes_and_nothing_else() {
        let text = some().text();
        assert_eq!(Manifest::parse(&text).unwrap(), some());
        let refused = |text: &str, line: usize| {
            let refused = Manifest::parse(text).unwrap_err();
            assert!(
                matches!(refused, ArchiveError::Manifest { line: at } if at == line),
                "{refused:?}\n{text}"
            );
        };
        refused("", 1);
        refused(&text.replace("archive/v1", "archive/v2"), 1);
        refused(&text.replace("归档的每个", "归档的某个"), 2);
        refused(&text.replace("# 7\n", "# 07\n"), 6);
        refused(&text.replace("# 7\n", "7\n"), 6);
        refused(&text.replace("  about.txt", " about.txt"), 7);
        refused(&text.replace("  about.txt", "  ../about.txt"), 7);
        refused(&text.replace(&"01".repeat(32), &"01".repeat(31)), 7);
        refused(&text.replace("  about.txt", "  zebra.txt"), 6);
        refused(&text.replace("  about.txt", "  reports/contest-1-tally.html"), 9);
        refused(text.trim_end_matches("扫描/签名.pdf\n"), 13);
    }

    #[test]
    fn a_name_stays_in_the_folder() {
        for good in ["a", "a/b/c.d", "扫描/第1页.pdf", "tile/0/x001/234.p/12"] {
            assert!(is_name(good), "{good}");
        }
        let long = "x".repeat(201);
        for bad in [
            "", "/a", "a/", "a//b", "..", "a/../b", ".hidden", "a b", "a\\b", "c:d", "-rf", "a\nb", "*",
            &long,
        ] {
            assert!(!is_name(bad), "{bad}");
        }
    }
}
