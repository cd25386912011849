//! Refusals that are not of the fold: frames, limits, the store (protocol.md §13).

use audit::fold::Code;
use serde::{Deserialize, Serialize};

/// Declares the problems in one table: code, Chinese sentence, English sentence.
macro_rules! problems {
    ($($variant:ident $code:literal $zh:literal $en:literal;)+) => {
        /// Why the server did not do what it was asked. The text form is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Problem {
            $(
                #[doc = $en]
                #[serde(rename = $code)]
                $variant,
            )+
        }

        impl Problem {
            /// Every problem, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// A sentence for people: Chinese, English.
            pub fn sentence(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($zh, $en)),+ }
            }
        }
    };
}

problems! {
    FrameMalformed "frame-malformed" "收到的消息无法识别" "the frame is not a message of this protocol";
    FrameTooLong "frame-too-long" "收到的消息过长" "the frame is too long";
    FrameNotText "frame-not-text" "只接受文本消息" "only text frames are accepted";
    ActMalformed "act-malformed" "提交的内容编码不规范" "the body of the act is not canonical";
    KindNotSubmitted "kind-not-submitted" "这种记录不能由客户端提交" "this kind of entry is not submitted by clients";
    TooManyPending "too-many-pending" "等待答复的提交过多" "too many acts of this connection wait for an answer";
    TooManyProposals "too-many-proposals" "待签的提案过多" "too many proposals wait for a signature";
    TooManyConnections "too-many-connections" "连接过多" "too many connections";
    ChallengeTooSoon "challenge-too-soon" "验票机记录过于频繁，请稍候；离线核对不受限制" "challenges are recorded once in 10 seconds; checking offline has no limit";
    FetchTooMany "fetch-too-many" "一次请求的记录过多" "too many entries asked for at once";
    StampKeyForeign "stamp-key-foreign" "所列盖章公钥不是本服务器的" "the stamp key is not the one that this server made";
    BoxNotEmpty "box-not-empty" "票箱不为空，不得开启" "the ballot box is not empty";
    BoxFull "box-full" "票箱已满" "the ballot box is full";
    ReceiptForeign "receipt-foreign" "回执不是本服务器对这张票签发的" "the receipt is not this server's for this ballot";
    WitnessesMissing "witnesses-missing" "见证不足，暂不能恢复投票" "no quorum of witnesses, so the contest stays held";
    StoreFull "store-full" "服务器磁盘已满，记录未写入" "the disk is full; nothing was recorded";
    StoreFailed "store-failed" "服务器存储故障，正在停止" "the store failed; the server stops";
    Stopping "stopping" "服务器正在停止，请稍后重试" "the server is stopping; try again";
    Busy "busy" "服务器繁忙，请稍后重试" "the server is busy; try again";
}

/// The code of a refused act: a refusal of the fold, or a problem of the server. One word either way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reason {
    /// The act breaks a rule of the protocol.
    Rule(Code),
    /// The server could not take it.
    Problem(Problem),
}

impl Reason {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule(code) => code.as_str(),
            Self::Problem(problem) => problem.as_str(),
        }
    }

    /// Whether the same act may succeed if it is sent again.
    pub fn may_retry(self) -> bool {
        matches!(
            self,
            Self::Problem(
                Problem::Busy
                    | Problem::Stopping
                    | Problem::StoreFull
                    | Problem::TooManyPending
                    | Problem::ChallengeTooSoon
                    | Problem::WitnessesMissing
            ) | Self::Rule(Code::ContestIsHeld | Code::NotWitnessed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_code_means_two_things() {
        let rules = Code::ALL.iter().map(|code| code.as_str());
        let all: Vec<_> = rules.chain(Problem::ALL.iter().map(|problem| problem.as_str())).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
    }
}
