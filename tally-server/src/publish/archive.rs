//! `tally-server archive`: everything that a sealed sitting leaves behind, in one folder (protocol.md §17).
//!
//! It is an export, to which `audit::archive` adds the pages, the verifier's reports, the documents and the manifest. Both check
//! what they write; of an attempt that fails nothing is left.

use std::path::{Path, PathBuf};

use audit::archive::{ABOUT_FILE, ArchiveError, Archived, MANIFEST_FILE, complete};
use clap::Args;

use super::export::{ExportError, export};

/// 归档: a sealed sitting in one folder: log, reports, documents, manifest.
#[derive(Debug, Args)]
pub struct ArchiveArgs {
    /// The sitting's folder. 会议文件夹
    folder: PathBuf,
    /// Where to: a folder that does not exist. 归档到：还不存在的文件夹
    to: PathBuf,
    /// A folder with files that the seal lists and that this program does not make from the log, under their names there.
    /// 封存清单列有、本程序不能从记录生成的文件，放在这个文件夹
    #[arg(long, value_name = "DIR")]
    beside: Option<PathBuf>,
}

/// Why nothing was archived. Nothing is left of an attempt.
#[derive(Debug, thiserror::Error)]
pub enum ArchivingError {
    /// There is something already.
    #[error("{} exists; nothing was changed", path.display())]
    Exists {
        /// Where the archive was to be.
        path: PathBuf,
    },
    /// The published log.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// What is made from it.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl ArchivingError {
    /// In Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::Exists { path } => format!("{} 已经存在，没有改动。请给一个新的文件夹", path.display()),
            Self::Export(error) => error.zh(),
            Self::Archive(error) => format!("没有归档：{}", error.zh()),
        }
    }
}

impl ArchiveArgs {
    /// Archives, and gives what there is to say.
    pub fn run(&self) -> Result<String, ArchivingError> {
        archive(&self.folder, &self.to, self.beside.as_deref()).map(|archived| text(&archived, &self.to))
    }
}

/// Archives the sealed sitting in `folder` into `to`, which does not exist. `beside`: see [`complete`].
pub fn archive(folder: &Path, to: &Path, beside: Option<&Path>) -> Result<Archived, ArchivingError> {
    if to.symlink_metadata().is_ok() {
        return Err(ArchivingError::Exists { path: to.to_owned() });
    }
    let exported = export(folder, to)?;
    complete(to, &exported.fingerprint, beside).map_err(|error| {
        if let Err(error) = std::fs::remove_dir_all(to) {
            tracing::warn!(path = %to.display(), %error, "an unfinished archive is left; it has no manifest");
        }
        error.into()
    })
}

/// For the screen, Chinese first.
pub fn text(archived: &Archived, to: &Path) -> String {
    let Archived { report, files, sealed } = archived;
    let (to, size, quorum) = (to.display(), report.size, report.witnesses.quorum);
    let have = report.witnesses.checkpoint.unwrap_or(0);
    let name = report.sitting.as_ref().map_or("", |sitting| sitting.name.as_str());
    format!(
        "已归档 Archived: {to}\n\
         \x20 {name}\n\
         \x20 记录 {size} 条 entries · 封存的见证 {have}（须 {quorum}）the seal cosigned by {have}, {quorum} needed\n\
         \x20 文件 {files} 个 files · 封存清单列有 {sealed} 个 listed by the seal\n\
         \n\
         先看 Begin with {ABOUT_FILE}。每个文件的长度和 SHA-256 在 {MANIFEST_FILE}。\n\
         写完后已从会议指纹起把全部文件核对了一遍。Everything was checked once more from the fingerprint on.\n\
         \n\
         以后任何人都可以核对（指纹请取自会议材料）Anyone can check it later, with the fingerprint from elsewhere:\n\
         \x20 audit archive {to} --fingerprint \"…\"\n"
    )
}
