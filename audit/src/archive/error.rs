//! Why a folder is no archive, or why none is made.

use crate::checkpoint::CheckpointError;
use crate::note::NoteError;
use crate::policy::{PolicyError, SittingPolicyError};
use crate::print::PrintError;
use crate::tiles::ReadError;
use crate::verify::{CannotCheck, Failure};
use std::io;
use std::path::PathBuf;

/// Why a folder is no archive, or why none is made; of a check, in its order.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A file or folder.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file or folder.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder has no `manifest.txt`.
    #[error("{} is no archive: there is no manifest.txt", path.display())]
    NoManifest {
        /// The folder.
        path: PathBuf,
    },
    /// The manifest is not one.
    #[error("manifest.txt, line {line}: not as protocol.md §17 has it")]
    Manifest {
        /// From 1.
        line: usize,
    },
    /// The manifest lists it, and it is not there.
    #[error("{name} is missing")]
    Missing {
        /// Its path in the archive.
        name: String,
    },
    /// It is there, and has no place: the manifest does not list it, or no archive of this sitting has it.
    #[error("{name} does not belong here")]
    Stray {
        /// Its path in the archive.
        name: String,
    },
    /// It is not the file that the manifest lists.
    #[error("{name} is not the file that manifest.txt lists")]
    Differs {
        /// Its path in the archive.
        name: String,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] CannotCheck),
    /// The log does not verify.
    #[error("the log does not hold: entry {}, check {}: {}", .0.index, .0.check.number(), .0.refusal)]
    Refuted(Box<Failure>),
    /// Something may still follow.
    #[error("the sitting is not sealed")]
    NotSealed,
    /// The checkpoint over the seal lacks the quorum.
    #[error("the seal is cosigned by {have} witnesses, {quorum} are needed")]
    Unwitnessed {
        /// Cosignatures of the checkpoint.
        have: u64,
        /// Those that entry 0 asks for.
        quorum: u64,
    },
    /// The file `fingerprint` names another sitting.
    #[error("the file fingerprint is not that of this sitting")]
    Fingerprint,
    /// The file `policy`.
    #[error("policy: {0}")]
    Policy(#[from] PolicyError),
    /// Entry 0 has no policy.
    #[error("entry 0: {0}")]
    SittingPolicy(#[from] SittingPolicyError),
    /// The file `policy` trusts others than entry 0 names.
    #[error("policy trusts other keys, or another quorum, than entry 0 names")]
    ForeignPolicy,
    /// The checkpoint, as a note.
    #[error("checkpoint: {0}")]
    Note(#[from] NoteError),
    /// The checkpoint, as one.
    #[error("checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    /// The tiles do not give the log.
    #[error("tile: {0}")]
    Tiles(#[from] ReadError<io::Error>),
    /// The seal lists it under a name that no file of an archive has, or twice.
    #[error("the seal lists a file under a name that it cannot have: {name}")]
    SealedName {
        /// The name.
        name: String,
    },
    /// The seal lists it, it does not follow from the log, and nobody gave it.
    #[error("the seal lists {name}, which is not here")]
    SealedMissing {
        /// Its path in the archive.
        name: String,
    },
    /// It is another file than the one that the seal lists.
    #[error("{name} is not the file that the seal lists")]
    SealedDiffers {
        /// Its path in the archive.
        name: String,
    },
    /// Pages and reports of another version may have other words.
    #[error("made by version {version}, this is {}: reports and pages cannot be compared", super::VERSION)]
    OtherVersion {
        /// That of the manifest.
        version: String,
    },
    /// It is not what the verifier makes from this log.
    #[error("{name} is not what this program makes from this log")]
    NotMadeFromLog {
        /// Its path in the archive.
        name: String,
    },
    /// A page cannot be made.
    #[error(transparent)]
    Print(#[from] PrintError),
    /// The report cannot be written as JSON. No report is known for which it cannot.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl ArchiveError {
    /// In Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::Read { path, source } => format!("无法读取 {}：{source}", path.display()),
            Self::Write { path, source } => format!("无法写入 {}：{source}", path.display()),
            Self::NoManifest { path } => format!("{} 不是归档：没有 manifest.txt", path.display()),
            Self::Manifest { line } => format!("manifest.txt 第 {line} 行格式不对"),
            Self::Missing { name } => format!("缺少文件 {name}"),
            Self::Stray { name } => format!("多出文件 {name}，归档里不应有它"),
            Self::Differs { name } => format!("{name} 与 manifest.txt 所列不符"),
            Self::Log(error) => format!("无法读取记录：{error}"),
            Self::Refuted(failure) => format!(
                "记录验证未通过：第 {} 条，检查 {}：{}",
                failure.index,
                failure.check.number(),
                failure.refusal.zh()
            ),
            Self::NotSealed => "会议还没有封存，不能归档".to_owned(),
            Self::Unwitnessed { have, quorum } => {
                format!("封存的见证不足：{have}/{quorum}。请让见证人的终端和服务器再开一会儿，够了再归档")
            }
            Self::Fingerprint => "文件 fingerprint 不是本次会议的指纹".to_owned(),
            Self::Policy(_) | Self::SittingPolicy(_) | Self::ForeignPolicy => {
                format!("文件 policy 与记录第 0 条所定的密钥或见证人数不符：{self}")
            }
            Self::Note(_) | Self::Checkpoint(_) => format!("检查点有问题：{self}"),
            Self::Tiles(_) => format!("tile 里的文件与记录不符：{self}"),
            Self::SealedName { name } => format!("封存清单里的文件名不能用：{name}"),
            Self::SealedMissing { name } => {
                format!(
                    "封存清单列有 {name}，这里没有，从记录也生成不出来。请用 --beside 给出存放原件的文件夹"
                )
            }
            Self::SealedDiffers { name } => format!(
                "{name} 与封存清单所列不符。若是封存时用的程序版本不同，请用 --beside 给出存放原件的文件夹"
            ),
            Self::OtherVersion { version } => format!(
                "归档由 {version} 版生成，本程序是 {} 版，报告和报告单无法逐字比较。记录、封存清单和文件清单均已核对；请换同一版本再核对其余",
                super::VERSION
            ),
            Self::NotMadeFromLog { name } => format!("{name} 不是本程序从这份记录生成的内容"),
            Self::Print(error) => error.zh(),
            Self::Json(error) => format!("无法生成报告：{error}"),
        }
    }

    /// Whether nothing was found to be wrong, and it could only not be checked to the end (exit 2).
    pub fn is_unchecked(&self) -> bool {
        matches!(
            self,
            Self::Read { .. }
                | Self::Write { .. }
                | Self::NoManifest { .. }
                | Self::Log(_)
                | Self::Unwitnessed { .. }
                | Self::OtherVersion { .. }
        )
    }
}
