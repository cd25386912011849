//! What can be wrong with a published log, by name, and what is kept of it.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::SourceError;
use super::copy::{CopyError, io, replace};
use crate::evidence::{AboutLog, Evidence};
use crate::fingerprint::Fingerprint;
use crate::note::Note;
use crate::words::Words;
use sha2::{Digest as _, Sha256};

/// The folder of a copy in which evidence is kept.
const EVIDENCE_FOLDER: &str = "evidence";
/// One line for each thing that was found.
const INCIDENTS_FILE: &str = "incidents.txt";

/// Something wrong. Only [`Finding::is_proof`] says that anyone did it on purpose.
#[derive(Debug)]
#[expect(missing_docs, reason = "the words name the fields")]
pub enum Finding {
    /// Two signed checkpoints that no one log can have: evidence for [`crate::evidence`].
    Contradiction(Box<Evidence>),
    /// The log's key signed a tree in which this entry does not name the one before.
    ChainBroken { index: u64 },
    /// The log's key signed a tree in which this entry is no line of text.
    NotALine { index: u64 },
    /// The verifier refuses what the log's key signed; `audit verify` on the copy says why.
    Refuted { index: u64, sentence: Words },
    /// Entry 0 is another sitting's: a wrong address, or a wrong fingerprint.
    OtherSitting { actual: Fingerprint },
    /// Entry 0 defines no sitting.
    NoSitting { message: String },
    /// Not a checkpoint, or not signed by the log's key.
    Unsigned { message: String },
    /// A signature in a witness's name that fails.
    BadCosignature { message: String },
    /// Signed, and smaller than one that was signed before.
    OlderCheckpoint { size: u64, seen: u64, note: Box<Note> },
    /// Signed, and what is served below it is not what it signs.
    WrongContent { size: u64, message: String, note: Box<Note> },
    /// Signed, and larger than we follow.
    TooLarge { size: u64 },
    /// While a contest is open: nobody vouches that this is the newest state. `None`: no quorum ever vouched for it.
    Stale { seconds: Option<u64> },
    /// A file could not be had.
    Source(SourceError),
}

/// What was kept of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// An evidence file, or the note.
    pub file: Option<PathBuf>,
}

impl Finding {
    /// [`Finding::Stale`], if no quorum of the sitting's witnesses vouched for this checkpoint within `seconds_max` before `now`, by
    /// the observer's own clock. To be asked while a contest is open: at other times nobody cosigns anew.
    pub fn stale(about: &AboutLog, note: &Note, now: u64, seconds_max: u64) -> Option<Self> {
        if about.witnesses().quorum() == 0 {
            return None;
        }
        let time = about.cosigned(note).ok().and_then(|cosigned| cosigned.quorum_time());
        let seconds = time.map(|time| now.saturating_sub(time));
        seconds.is_none_or(|seconds| seconds > seconds_max).then_some(Self::Stale { seconds })
    }

    /// A stable name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Contradiction(evidence) => evidence.claim().kind(),
            Self::ChainBroken { .. } => "chain-broken",
            Self::NotALine { .. } => "not-a-line",
            Self::Refuted { .. } => "refuted",
            Self::OtherSitting { .. } => "other-sitting",
            Self::NoSitting { .. } => "no-sitting",
            Self::Unsigned { .. } => "unsigned-checkpoint",
            Self::BadCosignature { .. } => "bad-cosignature",
            Self::OlderCheckpoint { .. } => "older-checkpoint",
            Self::WrongContent { .. } => "wrong-content",
            Self::TooLarge { .. } => "too-large",
            Self::Stale { .. } => "stale",
            Self::Source(SourceError::Stalled { .. }) => "stalled",
            Self::Source(SourceError::TooSlow { .. }) => "too-slow",
            Self::Source(SourceError::CutOff { .. }) => "cut-off",
            Self::Source(SourceError::TooLong { .. }) => "too-long",
            Self::Source(SourceError::Missing) => "missing",
            Self::Source(
                SourceError::Status { .. } | SourceError::Connect { .. } | SourceError::Other { .. },
            ) => "unreachable",
        }
    }

    /// Whether what was signed by the log's key shows the fault: it does not go away, and nobody else can have done it.
    pub fn is_proof(&self) -> bool {
        matches!(
            self,
            Self::Contradiction(_) | Self::ChainBroken { .. } | Self::NotALine { .. } | Self::Refuted { .. }
        )
    }

    /// For people.
    pub fn words(&self) -> Words {
        match self {
            Self::Contradiction(evidence) => match evidence.claim().kind() {
                "two-roots" => Words::new(
                    "服务器对同样长度的记录签了两个不同的版本（分叉）",
                    "the server signed two different logs of one size (a fork)",
                ),
                "beyond-seal" => Words::new(
                    "会议已经封存，服务器又签了更长的记录",
                    "the sitting is sealed, and the server signed a longer log",
                ),
                _ => Words::new(
                    "服务器签的新记录不是由旧记录增长而来（分叉：有内容被删除、修改或调换）",
                    "the server signed a log that did not grow out of the one that it signed before (a fork)",
                ),
            },
            Self::ChainBroken { index } => Words::new(
                format!("第 {index} 条没有接上前一条，而服务器为它签了名"),
                format!("entry {index} does not name the one before it, and the server signed it"),
            ),
            Self::NotALine { index } => Words::new(
                format!("第 {index} 条不是一行文字，而服务器为它签了名"),
                format!("entry {index} is no line of text, and the server signed it"),
            ),
            Self::Refuted { index, sentence } => Words::new(
                format!("第 {index} 条验证未通过：{}", sentence.zh),
                format!("entry {index} is refuted: {}", sentence.en),
            ),
            Self::OtherSitting { actual } => Words::new(
                format!("那里是另一次会议的记录（会议指纹 {actual}）；请核对网址和会议指纹"),
                format!(
                    "another sitting's log is there (fingerprint {actual}); check address and fingerprint"
                ),
            ),
            Self::NoSitting { message } => Words::new(
                format!("第 0 条没有定义一次会议：{message}"),
                format!("entry 0 defines no sitting: {message}"),
            ),
            Self::Unsigned { message } => Words::new(
                format!("检查点没有这次会议记录密钥的有效签名：{message}"),
                format!("the checkpoint is not signed by the log key of this sitting: {message}"),
            ),
            Self::BadCosignature { message } => Words::new(
                format!("检查点上有一个见证签名无效：{message}"),
                format!("a witness's signature on the checkpoint fails: {message}"),
            ),
            Self::OlderCheckpoint { size, seen, .. } => Words::new(
                format!("服务器给出较旧的检查点：{size} 条，而它已签过 {seen} 条（回退）"),
                format!(
                    "the server gives an older checkpoint: {size} entries, and it had signed {seen} (a rollback)"
                ),
            ),
            Self::WrongContent { size, message, .. } => Words::new(
                format!("服务器给出的内容与它签名的 {size} 条的检查点不符：{message}"),
                format!(
                    "what the server gives is not what its checkpoint of {size} entries signs: {message}"
                ),
            ),
            Self::TooLarge { size } => Words::new(
                format!("检查点写明 {size} 条，超出可接收的长度"),
                format!("the checkpoint says {size} entries, more than is followed"),
            ),
            Self::Stale { seconds: None } => Words::new(
                "正在投票，但最新检查点还没有得到足够见证（陈旧）",
                "a contest is open, and no quorum has vouched for the newest checkpoint yet (stale)",
            ),
            Self::Stale { seconds: Some(seconds) } => Words::new(
                format!("正在投票，但最新检查点已 {seconds} 秒没有得到足够见证（陈旧）"),
                format!(
                    "a contest is open, and no quorum has vouched for the newest checkpoint for {seconds} s (stale)"
                ),
            ),
            Self::Source(error) => source(error),
        }
    }

    fn note(&self) -> Option<&Note> {
        match self {
            Self::OlderCheckpoint { note, .. } | Self::WrongContent { note, .. } => Some(note),
            _ => None,
        }
    }
}

fn source(error: &SourceError) -> Words {
    let zh = match error {
        SourceError::Connect { message } => format!("连接不上：{message}"),
        SourceError::Stalled { waited } => format!("服务器 {} 秒没有任何回应（停滞）", waited.as_secs()),
        SourceError::TooSlow { waited } => format!("{} 秒仍未传完（过慢）", waited.as_secs()),
        SourceError::CutOff { message } => format!("传输中断，内容不全：{message}"),
        SourceError::TooLong { limit } => format!("内容超过允许的 {limit} 字节"),
        SourceError::Status { status } => format!("服务器回应状态 {status}"),
        SourceError::Missing => "那里没有公布的记录".to_owned(),
        SourceError::Other { message } => message.clone(),
    };
    Words::new(zh, error.to_string())
}

/// Keeps what was found in the copy's folder `evidence/`: an evidence file or the signed note, and a line in `incidents.txt`. The
/// same bytes are kept once.
pub fn keep(copy: &Path, finding: &Finding) -> Result<Kept, CopyError> {
    let folder = copy.join(EVIDENCE_FOLDER);
    std::fs::create_dir_all(&folder).map_err(io(&folder))?;
    let (bytes, ending) = match finding {
        Finding::Contradiction(evidence) => (Some(evidence.to_bytes()), "evidence"),
        other => (other.note().map(Note::to_bytes), "note"),
    };
    let file = match bytes {
        Some(bytes) => {
            let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(&bytes));
            let name = format!("{}-{a:02x}{b:02x}{c:02x}{d:02x}.{ending}", finding.code());
            replace(&folder, &name, &bytes)?;
            Some(folder.join(name))
        }
        None => None,
    };
    let path = folder.join(INCIDENTS_FILE);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let words = finding.words();
    let line = format!("{now} {} {} / {}\n", finding.code(), words.zh, words.en).replace('\r', " ");
    let mut incidents = OpenOptions::new().create(true).append(true).open(&path).map_err(io(&path))?;
    incidents.write_all(line.as_bytes()).map_err(io(&path))?;
    Ok(Kept { file })
}
