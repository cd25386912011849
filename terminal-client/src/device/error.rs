//! What can go wrong on a deputy's device.

use std::path::PathBuf;

use crypto::ballot::{ChoiceError, EncryptError};
use crypto::card::CardError;
use crypto::signature::SignatureError;
use crypto::stamp::StampError;

use super::contest::NotSecret;
use super::state::StateError;
use super::trust::TrustError;
use crate::keys::private_file::PrivateFileError;
use crate::net::{NetError, ServerRefusal};

/// Why a device does not go on.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// The device's own file.
    #[error(transparent)]
    State(#[from] StateError),
    /// The connection; the driver tries again where that may help.
    #[error(transparent)]
    Net(#[from] NetError),
    /// What the server shows is not believed.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// The server refused an act, under its signature.
    #[error(transparent)]
    Refused(#[from] ServerRefusal),
    /// The server answered an act with something that is no answer to it.
    #[error("the server answered {act} in a way that does not fit it")]
    AnswerUnfit {
        /// The kind of act.
        act: &'static str,
    },
    /// The card gives no key.
    #[error(transparent)]
    Card(#[from] CardError),
    /// The deputy's number is beyond what a roll has.
    #[error("no deputy can have the number {0}")]
    Number(u64),
    /// A key of this device.
    #[error(transparent)]
    Key(#[from] SignatureError),
    /// Another device signed in as this deputy: a copied card, or the deputy's own other device.
    #[error("deputy {deputy} is signed in on another device")]
    SignedInElsewhere {
        /// The deputy.
        deputy: u32,
    },
    /// The deputy's ballot went to a request that this device does not have: its state was lost. There is no second issue.
    #[error("the ballot of contest {contest} was issued to another request")]
    IssuedElsewhere {
        /// The contest.
        contest: u64,
    },
    /// The evaluation of the blinded ballot key is not proved, or the blinding failed.
    #[error("the ballot's stamp: {0}")]
    Stamp(#[from] StampError),
    /// No ballot here to mark.
    #[error("this device has no stamped ballot of contest {contest}")]
    NoBallot {
        /// The contest.
        contest: u64,
    },
    /// The first cast is final.
    #[error("the ballot of contest {contest} was cast")]
    CastAlready {
        /// The contest.
        contest: u64,
    },
    /// The last cast counts, and there were as many as the rules of the box allow.
    #[error("the ballot of contest {contest} was changed as often as it may be")]
    NoChangesLeft {
        /// The contest.
        contest: u64,
    },
    /// Nothing was cast, so there is nothing to look up or to return.
    #[error("no ballot of contest {contest} was cast here")]
    NotCast {
        /// The contest.
        contest: u64,
    },
    /// A named vote in a contest that is not named.
    #[error("contest {contest} is not a named one")]
    NotNamed {
        /// The contest.
        contest: u64,
    },
    /// The vote before it has no answer yet.
    #[error("a vote of contest {contest} is on its way")]
    VotePending {
        /// The contest.
        contest: u64,
    },
    /// The log has a vote of this deputy that this device did not sign.
    #[error("a vote of contest {contest} was cast for this deputy elsewhere")]
    VotedElsewhere {
        /// The contest.
        contest: u64,
    },
    /// A secret ballot in a contest without keys.
    #[error(transparent)]
    NotSecret(#[from] NotSecret),
    /// Cast or challenge without a prepared ballot, or with one that was opened.
    #[error("no ballot is prepared")]
    NotPrepared,
    /// What was prepared belongs to another ballot than the one on this device.
    #[error("the prepared ballot is of another ballot key or contest")]
    OtherBallot,
    /// The marks break a limit of the ballot.
    #[error(transparent)]
    Choices(#[from] ChoiceError),
    /// Nothing was encrypted.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// The encrypted ballot is longer than a ballot can be.
    #[error("the encrypted ballot does not fit an act")]
    TooLong,
    /// A file beside the state: a receipt, or evidence.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// The ballot is not in the box although the server gave a receipt for it.
    #[error("the ballot of contest {contest} is missing from the opened box; the proof is in {}", evidence.display())]
    Missing {
        /// The contest.
        contest: u64,
        /// The file that proves it.
        evidence: PathBuf,
    },
    /// The operating system gives no randomness.
    #[error("the operating system gives no randomness: {0}")]
    Randomness(#[from] getrandom::Error),
    /// A task of this program ended early.
    #[error("a task of this program ended early")]
    Task,
}

impl DeviceError {
    /// Whether trying again may help, without anyone doing anything.
    pub fn may_retry(&self) -> bool {
        match self {
            Self::Net(error) => error.may_retry(),
            Self::Trust(TrustError::NotPublishedYet | TrustError::NotWitnessed) => true,
            Self::Refused(refusal) => refusal.reason.may_retry(),
            _ => false,
        }
    }

    /// A sentence for people: Chinese, English.
    pub fn sentence(&self) -> (String, String) {
        let fixed = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());
        match self {
            Self::Refused(refusal) => (refusal.zh.clone(), refusal.en.clone()),
            Self::Net(error) => {
                let (zh, en) = error.sentence();
                fixed(zh, en)
            }
            Self::State(_) | Self::File(_) => (
                format!("本机存储出错，请告诉工作人员：{self}"),
                format!("this device cannot keep its state: {self}"),
            ),
            Self::Trust(TrustError::NotPublishedYet) => {
                fixed("正在等待记录公布", "waiting for the log to be published")
            }
            Self::Trust(TrustError::NotWitnessed) => {
                fixed("正在等待见证，请稍候", "waiting for the witnesses; please wait")
            }
            Self::Trust(_) => (
                format!("服务器出示的内容不可信，本机停止投票，请告诉工作人员：{self}"),
                format!("what the server shows is not believed; this device stops: {self}"),
            ),
            Self::AnswerUnfit { .. } => fixed(
                "服务器的回复不符合规范，请告诉工作人员",
                "the server's answer breaks the protocol; tell the staff",
            ),
            Self::Card(_) | Self::Number(_) => fixed("这张代表卡不能使用", "this card cannot be used"),
            Self::SignedInElsewhere { .. } => fixed(
                "您已在另一台设备上签到，请告诉工作人员",
                "you are signed in on another device; tell the staff",
            ),
            Self::IssuedElsewhere { .. } => fixed(
                "您的票已发到另一台设备，不能再发，请告诉工作人员",
                "your ballot was issued to another device; there is no second one; tell the staff",
            ),
            Self::Stamp(_) | Self::Key(_) => {
                fixed("票上的章无效，请告诉工作人员", "the ballot's stamp is not valid; tell the staff")
            }
            Self::NoBallot { .. } | Self::NotPrepared | Self::OtherBallot => {
                fixed("本机没有这张票", "this device has no such ballot")
            }
            Self::CastAlready { .. } => fixed("一票投出后不能更改", "a ballot once cast is final"),
            Self::NoChangesLeft { .. } => {
                fixed("改票次数已用完，最后一张票有效", "no more changes; the last ballot counts")
            }
            Self::NotNamed { .. } => fixed("这一项不是记名表决", "this contest is not a named one"),
            Self::NotSecret(_) => fixed("这一项不用无记名票", "this contest has no secret ballots"),
            Self::VotePending { .. } => {
                fixed("上一次投票还没有收到答复", "the vote before it has no answer yet")
            }
            Self::VotedElsewhere { .. } => fixed(
                "日志中有一张以您的名义投出、但不是本机投出的票，请立即告诉工作人员",
                "the log has a vote in your name that this device did not cast; tell the staff at once",
            ),
            Self::NotCast { .. } => fixed("本机没有投出这张票", "no such ballot was cast here"),
            Self::Choices(error) => {
                (format!("选择不符合规则：{error}"), format!("the choices break a limit: {error}"))
            }
            Self::Encrypt(_) | Self::TooLong | Self::Randomness(_) | Self::Task => {
                fixed("本机加密失败，请再试一次", "this device could not encrypt; try again")
            }
            Self::Missing { .. } => fixed(
                "您的票有回执，但不在票箱记录中。请保存证据并告诉总监票人",
                "your ballot has a receipt but is not in the opened box; keep the proof and tell the chief scrutineer",
            ),
        }
    }
}
