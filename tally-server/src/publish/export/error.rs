//! Why nothing was exported. Nothing is left of an attempt.

use std::path::PathBuf;

use audit::checkpoint::CheckpointError;
use audit::entry::LineError;
use audit::fingerprint::Fingerprint;
use audit::note::NoteError;
use audit::policy::{EvaluateError, PolicyError, SittingPolicyError};
use audit::tiles::ReadError;

use super::PublishError;
use crate::folder::FolderError;
use crate::store::disk::is_full;

/// Why nothing was exported.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ExportError {
    #[error("{} is no sitting's folder: {source}", path.display())]
    NotASitting { path: PathBuf, source: FolderError },
    #[error("nothing was published yet: {} is not there", path.display())]
    NothingPublished { path: PathBuf },
    #[error("{} is not empty; nothing was changed", path.display())]
    NotEmpty { path: PathBuf },
    #[error("{}: {needed} bytes are needed, {available} are free", path.display())]
    NoRoom { path: PathBuf, needed: u64, available: u64 },
    #[error("entry 0 has the fingerprint {actual}, the sitting file says {expected}")]
    Fingerprint { expected: Fingerprint, actual: Fingerprint },
    #[error("entry 0: {0}")]
    Line(#[from] LineError),
    #[error("entry 0 does not define a sitting")]
    NotDefined,
    #[error("entry 0: {0}")]
    SittingPolicy(#[from] SittingPolicyError),
    #[error("the published checkpoint: {0}")]
    Note(#[from] NoteError),
    #[error("the published checkpoint: {0}")]
    Checkpoint(#[from] CheckpointError),
    #[error("the published checkpoint: {0}")]
    Evaluate(#[from] EvaluateError),
    #[error("the published policy: {0}")]
    Policy(#[from] PolicyError),
    #[error("{} trusts other keys, or another quorum, than entry 0 names", path.display())]
    ForeignPolicy { path: PathBuf },
    #[error("the published log: {0}")]
    Read(#[from] ReadError<std::io::Error>),
    #[error(transparent)]
    Write(#[from] PublishError),
    #[error("the copy is not what was written")]
    Copy,
}

impl ExportError {
    /// In Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::NotASitting { path, .. } => format!("{} 不是会议文件夹", path.display()),
            Self::NothingPublished { path } => {
                format!("还没有公开任何记录：没有 {}。请先启动一次服务器", path.display())
            }
            Self::NotEmpty { path } => {
                format!("{} 不是空文件夹，没有改动。请给一个新的或空的文件夹", path.display())
            }
            Self::NoRoom { path, needed, available } => {
                format!("{} 空间不足：需要 {needed} 字节，只有 {available} 字节", path.display())
            }
            Self::Write(PublishError::Io { path, source }) if is_full(source) => {
                format!("空间不足，写不下 {}。没有留下任何文件", path.display())
            }
            Self::Write(PublishError::Io { path, source }) => format!("{}：{source}", path.display()),
            other => format!("公开的记录有问题，没有导出：{other}"),
        }
    }
}
