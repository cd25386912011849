//! `tally-server export`: the published log as static files, for a stick or any web server.
//!
//! It reads what the server publishes, whether the server runs or not, and writes nothing there. Everything is checked while it
//! is copied, from the sitting's fingerprint on, and once more from the copy; what does not hold is not handed out.
//!
//! Order: log, tiles, policy, fingerprint, each durable → the checkpoint, last. A copy that was broken off has no checkpoint.

mod error;

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use audit::checkpoint::Checkpoint;
use audit::entry::{Body, Line, fingerprint};
use audit::fingerprint::Fingerprint;
use audit::merkle::{hash_to_base64, leaf_hash};
use audit::note::Note;
use audit::policy::{Evaluation, POLICY_BYTES_MAX, Policy};
use audit::tiles::{Edge, Reader, TileFolder, tiles_of};
use audit::verify::CHECKPOINT_BYTES_MAX;
use clap::Args;

use super::files::{Batch, put_durably};
use super::growth::Growth;
use super::{CHECKPOINT_FILE, FINGERPRINT_FILE, LOG_FILE, POLICY_FILE, PublishError, io};
use crate::folder::Folder;

pub use error::ExportError;

/// What a small file takes of a stick, at most.
const BLOCK_BYTES: u64 = 32 * 1024;

/// 导出: the sitting's published log as static files, for a USB stick or any web server.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The sitting's folder. 会议文件夹
    folder: PathBuf,
    /// Where to: a new folder, or an empty one. 导出到：新的或空的文件夹
    to: PathBuf,
}

impl ExportArgs {
    /// Copies, and gives what there is to say.
    pub fn run(&self) -> Result<String, ExportError> {
        export(&self.folder, &self.to).map(|exported| exported.text(&self.to))
    }
}

/// What was copied.
#[derive(Debug)]
pub struct Exported {
    /// The sitting's name.
    pub name: String,
    /// Its fingerprint, which entry 0 was checked against.
    pub fingerprint: Fingerprint,
    /// The checkpoint, and who signed it.
    pub evaluation: Evaluation,
    /// Witnesses that entry 0 names.
    pub witnesses: usize,
    /// Tiles and bundles.
    pub tiles: usize,
    /// Bytes of `log.jsonl`.
    pub bytes: u64,
}

/// What is trusted of the source once it was looked at.
struct Source {
    name: String,
    fingerprint: Fingerprint,
    policy: Policy,
    note: Vec<u8>,
    evaluation: Evaluation,
    reader: Reader<TileFolder>,
}

/// Copies the published log of the sitting in `folder` to `to`, which does not exist or is empty.
pub fn export(folder: &Path, to: &Path) -> Result<Exported, ExportError> {
    let mut source = Source::open(folder)?;
    let made = empty_folder(to)?;
    let written = room(&Folder::new(folder).published(), to, source.reader.size())
        .and_then(|()| source.write(to))
        .and_then(|bytes| source.read_again(to).map(|()| bytes));
    match written {
        Ok(bytes) => Ok(Exported {
            witnesses: source.policy.witnesses().len(),
            tiles: tiles_of(source.reader.size()).count(),
            name: source.name,
            fingerprint: source.fingerprint,
            evaluation: source.evaluation,
            bytes,
        }),
        Err(error) => {
            clear(to, made);
            Err(error)
        }
    }
}

impl Source {
    /// Trusts the fingerprint of the sitting file, and what follows from it: entry 0, its keys, the checkpoint that they signed.
    fn open(path: &Path) -> Result<Self, ExportError> {
        let folder = Folder::new(path);
        let sitting = folder
            .read_sitting()
            .map_err(|source| ExportError::NotASitting { path: path.to_owned(), source })?;
        let published = folder.published();
        let note_bytes = read(&published.join(CHECKPOINT_FILE), CHECKPOINT_BYTES_MAX)?;
        let note = Note::parse(&note_bytes)?;
        let Checkpoint { size, root, .. } = note.text().parse()?;
        let mut reader = Reader::open(TileFolder::new(&published), size, root)?;
        let entry_0 = reader.entry(0)?;
        let actual = Fingerprint(fingerprint(&entry_0));
        if actual.0 != sitting.fingerprint.0 {
            return Err(ExportError::Fingerprint { expected: sitting.fingerprint, actual });
        }
        let line = Line::parse(entry_0)?;
        let Body::SittingDefined(definition) = line.body() else { return Err(ExportError::NotDefined) };
        let defined = Policy::of_sitting(definition)?;
        let evaluation = defined.evaluate(&note)?;
        let policy_path = published.join(POLICY_FILE);
        let policy = Policy::parse(&read(&policy_path, POLICY_BYTES_MAX as u64)?)?;
        if !policy.trusts_as(&defined) {
            return Err(ExportError::ForeignPolicy { path: policy_path });
        }
        let name = definition.name.as_str().to_owned();
        Ok(Self { name, fingerprint: actual, policy, note: note_bytes, evaluation, reader })
    }

    /// Writes every file; gives the bytes of `log.jsonl`.
    fn write(&mut self, to: &Path) -> Result<u64, ExportError> {
        let path = to.join(LOG_FILE);
        let mut lines = BufWriter::new(File::create(&path).map_err(io(&path))?);
        let mut growth = Growth::new(Batch::new(to), Edge::new(), None);
        let mut bytes = 0_u64;
        for entry in self.reader.entries(0) {
            let (_, entry) = entry?;
            growth.push(&entry, leaf_hash(&entry))?;
            lines.write_all(&entry).and_then(|()| lines.write_all(b"\n")).map_err(io(&path))?;
            bytes = bytes.saturating_add(entry.len() as u64).saturating_add(1);
        }
        lines.flush().and_then(|()| lines.get_ref().sync_all()).map_err(io(&path))?;
        if growth.finish()?.root() != self.reader.root() {
            return Err(ExportError::Copy);
        }
        put_durably(&to.join(POLICY_FILE), self.policy.to_string().as_bytes())?;
        put_durably(&to.join(FINGERPRINT_FILE), format!("{}\n", self.fingerprint.to_hex()).as_bytes())?;
        put_durably(&to.join(CHECKPOINT_FILE), &self.note)?;
        Ok(bytes)
    }

    /// Reads the copy as anyone would who trusts its checkpoint alone.
    fn read_again(&self, to: &Path) -> Result<(), ExportError> {
        let path = to.join(LOG_FILE);
        let mut lines = BufReader::new(File::open(&path).map_err(io(&path))?);
        let mut copy = Reader::open(TileFolder::new(to), self.reader.size(), self.reader.root())?;
        let mut line = Vec::new();
        for entry in copy.entries(0) {
            let (_, entry) = entry?;
            line.clear();
            lines.read_until(b'\n', &mut line).map_err(io(&path))?;
            if line.split_last() != Some((&b'\n', entry.as_slice())) {
                return Err(ExportError::Copy);
            }
        }
        Ok(())
    }
}

fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => ExportError::NothingPublished { path: path.to_owned() },
        _ => PublishError::Io { path: path.to_owned(), source }.into(),
    })?;
    file.take(bytes_max).read_to_end(&mut bytes).map_err(io(path))?;
    Ok(bytes)
}

/// Says whether the folder was made.
fn empty_folder(to: &Path) -> Result<bool, ExportError> {
    if to.exists() {
        let mut items = std::fs::read_dir(to).map_err(io(to))?;
        return match items.next() {
            None => Ok(false),
            Some(_) => Err(ExportError::NotEmpty { path: to.to_owned() }),
        };
    }
    std::fs::create_dir_all(to).map_err(io(to))?;
    Ok(true)
}

/// The entries lie there twice, beside hashes of half a hundredth of a block each.
fn room(published: &Path, to: &Path, size: u64) -> Result<(), ExportError> {
    let log = published.join(LOG_FILE);
    let entries = std::fs::metadata(&log).map_err(io(&log))?.len();
    let files = tiles_of(size).count() as u64;
    let needed = entries
        .saturating_mul(2)
        .saturating_add(size.saturating_mul(40))
        .saturating_add(files.saturating_mul(BLOCK_BYTES));
    let available = fs4::available_space(to).map_err(io(to))?;
    if available < needed {
        return Err(ExportError::NoRoom { path: to.to_owned(), needed, available });
    }
    Ok(())
}

/// Nothing is left of a copy that failed: a part of a log could be taken for it.
fn clear(to: &Path, made: bool) {
    let removed = if made {
        std::fs::remove_dir_all(to)
    } else {
        std::fs::read_dir(to).and_then(|items| {
            items.flatten().try_for_each(|item| {
                let path = item.path();
                if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) }
            })
        })
    };
    if let Err(error) = removed {
        tracing::warn!(path = %to.display(), %error, "an unfinished copy is left; it has no checkpoint");
    }
}

impl Exported {
    /// For the screen, Chinese first.
    pub fn text(&self, to: &Path) -> String {
        let (to, fingerprint) = (to.display(), &self.fingerprint);
        let Checkpoint { size, root, .. } = &self.evaluation.checkpoint;
        let (root, have, of) = (hash_to_base64(root), self.evaluation.cosigned.len(), self.witnesses);
        let (name, tiles, bytes) = (&self.name, self.tiles, self.bytes);
        format!(
            "已导出 Exported: {to}\n\
             \x20 {name}\n\
             \x20 日志 {size} 条，{bytes} 字节 · 见证 {have}/{of}\n\
             \x20 {size} entries, {bytes} bytes; cosigned by {have} of {of} witnesses\n\
             \x20 根 root   {root}\n\
             \x20 指纹 fingerprint   {fingerprint}\n\
             \n\
             写了 Written\n\
             \x20 checkpoint     签名的检查点，最后写 the signed checkpoint, written last\n\
             \x20 tile/          {tiles} 个文件：散列和条目 files: hashes and entries (C2SP tlog-tiles)\n\
             \x20 log.jsonl      供人阅读，每行一条 for people, one entry a line\n\
             \x20 policy         谁的签名算数 whose signatures count (C2SP tlog-policy)\n\
             \x20 fingerprint    会议指纹 the sitting's fingerprint\n\
             \n\
             每个条目都已对照检查点的根核对，写完后又从导出的文件核对了一遍。\n\
             Every entry was checked against the checkpoint's root, and once more from the copy.\n\
             整个文件夹可以拷到 U 盘，或者放到任何网站上。\n\
             Put the whole folder on a stick, or on any web server.\n\
             \n\
             验证（指纹请取自会议材料，不取自这份拷贝）Verify, with the fingerprint from elsewhere:\n\
             \x20 audit verify {to} --fingerprint \"…\"\n"
        )
    }
}
