//! Refusals: one stable code for each rule of the protocol (§13), with the check that it belongs to (§12).
//!
//! The server answers a refused act with one, signed; the verifier names the check that an entry failed with the same.

use crate::entry::Body;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The numbered checks of §12, in the order in which an entry meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[expect(missing_docs, reason = "`Check::title` is the documentation")]
pub enum Check {
    Encoding = 1,
    Chain = 2,
    Time = 3,
    Tree = 4,
    Checkpoint = 5,
    Definition = 6,
    Signatures = 7,
    Replay = 8,
    Parts = 9,
    Roll = 10,
    Rules = 11,
    Ceremony = 12,
    TestDecryption = 13,
    ContestDefinition = 14,
    CheckIn = 15,
    Opening = 16,
    Issuance = 17,
    Challenges = 18,
    Course = 19,
    Slips = 20,
    Casts = 21,
    BallotProofs = 22,
    Stamps = 23,
    Closing = 24,
    Decryption = 25,
    Totals = 26,
    Decision = 27,
    Voiding = 28,
    Seal = 29,
    People = 30,
    Paper = 31,
    OpenVotes = 32,
    Witnesses = 33,
}

impl Check {
    /// Every check, by number.
    pub const ALL: [Self; 33] = [
        Self::Encoding,
        Self::Chain,
        Self::Time,
        Self::Tree,
        Self::Checkpoint,
        Self::Definition,
        Self::Signatures,
        Self::Replay,
        Self::Parts,
        Self::Roll,
        Self::Rules,
        Self::Ceremony,
        Self::TestDecryption,
        Self::ContestDefinition,
        Self::CheckIn,
        Self::Opening,
        Self::Issuance,
        Self::Challenges,
        Self::Course,
        Self::Slips,
        Self::Casts,
        Self::BallotProofs,
        Self::Stamps,
        Self::Closing,
        Self::Decryption,
        Self::Totals,
        Self::Decision,
        Self::Voiding,
        Self::Seal,
        Self::People,
        Self::Paper,
        Self::OpenVotes,
        Self::Witnesses,
    ];

    /// The number of §12.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// What it checks: Chinese, English.
    pub fn title(self) -> (&'static str, &'static str) {
        match self {
            Self::Encoding => ("记录编码", "encoding of entries"),
            Self::Chain => ("记录链", "chain"),
            Self::Time => ("记录时间", "time never goes back"),
            Self::Tree => ("记录树根", "root of the tree"),
            Self::Checkpoint => ("检查点签名", "signed checkpoint"),
            Self::Definition => ("会议定义与指纹", "definition and fingerprint"),
            Self::Signatures => ("签名与身份", "signatures and roles"),
            Self::Replay => ("无重放", "nothing replayed"),
            Self::Parts => ("长文本分段", "parts of long values"),
            Self::Roll => ("代表名册", "roll"),
            Self::Rules => ("票决办法", "rules"),
            Self::Ceremony => ("密钥仪式", "key ceremony"),
            Self::TestDecryption => ("试解密", "test decryption"),
            Self::ContestDefinition => ("表决事项定义", "definition of contests"),
            Self::CheckIn => ("签到", "check-in"),
            Self::Opening => ("开启表决", "opening"),
            Self::Issuance => ("发票", "issuing of ballots"),
            Self::Challenges => ("验票机记录", "challenges"),
            Self::Course => ("表决进程", "course of the contest"),
            Self::Slips => ("回条", "return slips"),
            Self::Casts => ("票箱内的票", "ballots of the box"),
            Self::BallotProofs => ("选票证明", "proofs of ballots"),
            Self::Stamps => ("盖章证明", "proof of stamps"),
            Self::Closing => ("截止数字", "numbers of the close"),
            Self::Decryption => ("解密证明", "decryption proofs"),
            Self::Totals => ("总数", "totals"),
            Self::Decision => ("认定结果", "decision"),
            Self::Voiding => ("作废与报告", "voiding and reports"),
            Self::Seal => ("封存", "seal"),
            Self::People => ("请假、暂停职务与早退", "leave, suspension, leaving early"),
            Self::Paper => ("纸质票", "paper ballots"),
            Self::OpenVotes => ("记名与举手表决", "named votes and shows of hands"),
            Self::Witnesses => ("见证", "witnesses' quorum"),
        }
    }
}

/// Declares the codes in one table: code, check, Chinese sentence, English sentence.
macro_rules! codes {
    ($($variant:ident $code:literal $check:ident $zh:literal $en:literal;)+) => {
        /// Why an act or an entry is refused. The text form is stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code {
            $(
                #[doc = $en]
                #[serde(rename = $code)]
                $variant,
            )+
        }

        impl Code {
            /// Every code, in the table's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text form.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The check of §12 that it belongs to; [`Code::check_in`] knows the entry as well.
            pub fn check(self) -> Check {
                match self { $(Self::$variant => Check::$check),+ }
            }

            /// A sentence for people: Chinese, English.
            pub fn sentence(self) -> (&'static str, &'static str) {
                match self { $(Self::$variant => ($zh, $en)),+ }
            }
        }
    };
}

codes! {
    NotAnEntry "not-an-entry" Encoding "这一行不是规范的记录" "this line is not the encoding of an entry";
    ChainBroken "chain-broken" Chain "与上一条记录接不上" "does not follow the entry before";
    TimeBack "time-back" Time "时间倒退" "time goes back";
    TimeNotWhole "time-not-whole" Time "表决进行中，时间应为整分钟" "while a contest is open, times are whole minutes";
    RootDiffers "root-differs" Tree "树根与检查点不符" "the root is not the checkpoint's";
    SizeDiffers "size-differs" Tree "记录数与检查点不符" "the number of entries is not the checkpoint's";
    CheckpointBad "checkpoint-bad" Checkpoint "检查点签名无效" "the checkpoint is not signed by this sitting's log key";
    CheckSkipped "check-skipped" Checkpoint "有检查没有执行" "a check that the entries call for did not run";
    FingerprintDiffers "fingerprint-differs" Definition "会议指纹不符" "this is not the sitting with that fingerprint";
    NotDefined "not-defined" Definition "会议尚未定义" "the sitting is not defined yet";
    DefinedTwice "defined-twice" Definition "会议已经定义" "the sitting is defined already";
    DefinitionBad "definition-bad" Definition "会议定义有误" "the definition of the sitting is wrong";
    SignersWrong "signers-wrong" Signatures "签名人不符合要求" "not signed by those who must sign it";
    SignatureBad "signature-bad" Signatures "签名无效" "a signature does not verify";
    SignerUnknown "signer-unknown" Signatures "没有这个签名人的公钥" "no key is known for this signer";
    BodyRepeated "body-repeated" Replay "同一内容已经记录过" "the same body stands in the log already";
    PartsWrong "parts-wrong" Parts "长文本分段不完整或不符" "the parts of a long value are missing or wrong";
    RollTwice "roll-twice" Roll "名册已经固定" "the roll is fixed already";
    RollBad "roll-bad" Roll "名册有误" "the roll is wrong";
    RollMissing "roll-missing" Roll "名册尚未固定" "the roll is not fixed yet";
    RulesBad "rules-bad" Rules "票决办法参数有误" "the rule profile is wrong";
    ScrutineersBad "scrutineers-bad" Ceremony "监票人名单有误" "the list of scrutineers is wrong";
    CeremonyOrder "ceremony-order" Ceremony "密钥仪式的步骤不对" "not the next step of the key ceremony";
    CeremonyBad "ceremony-bad" Ceremony "密钥仪式的内容有误" "a value of the key ceremony is wrong";
    CeremonyEnded "ceremony-ended" Ceremony "本轮密钥仪式已经终止" "this run of the key ceremony is over";
    TestBad "test-bad" TestDecryption "试解密有误" "the test decryption is wrong";
    ContestBad "contest-bad" ContestDefinition "表决事项定义有误" "the definition of the contest is wrong";
    DeputyUnknown "deputy-unknown" CheckIn "名册上没有这位代表" "no such deputy on the roll";
    CheckedInAlready "checked-in-already" CheckIn "这位代表已经签到" "this deputy has checked in already";
    NotCheckedIn "not-checked-in" CheckIn "这位代表尚未签到" "this deputy has not checked in";
    DeviceKeyUsed "device-key-used" CheckIn "这台设备的钥匙已经用过" "this device key is in use already";
    FollowsWrong "follows-wrong" CheckIn "所指的上一条记录不对" "it does not name the entry that it follows";
    BallotIssuedAlready "ballot-issued-already" Issuance "这位代表的票已经发出，不能再发" "this deputy's ballot was issued; there is no second";
    LateNotAdmitted "late-not-admitted" CheckIn "表决已开启，办法不允许补签到" "a contest is open and the rules admit no late arrival";
    OpeningBad "opening-bad" Opening "开启所列内容与记录不符" "the opening names something that is not so in the log";
    QuorumMissing "quorum-missing" Opening "实到人数未达法定人数" "too few deputies are present for the quorum";
    TooFewForSecrecy "too-few-for-secrecy" Opening "人数太少，不能保密，不得开启" "too few to keep ballots secret";
    CounterNotZero "counter-not-zero" Opening "计数不为零，不得开启" "a counter is not zero; the contest must not open";
    KeyNotTested "key-not-tested" Opening "试解密未完成，不得开启" "the test decryption is not complete";
    ContestOpenedAlready "contest-opened-already" Opening "本项表决已经开启过" "this contest was opened before";
    ContestUnknown "contest-unknown" Course "没有这一项表决" "no such contest";
    ContestForeign "contest-foreign" Course "票属于另一项表决或另一次会议" "this belongs to another contest or sitting";
    ContestNotOpen "contest-not-open" Course "表决未开启或已经截止" "the contest is not open";
    ContestIsHeld "contest-held" Course "表决暂停中" "the contest is held";
    ContestNotHeld "contest-not-held" Course "表决没有暂停" "the contest is not held";
    ContestNotEnded "contest-not-ended" Course "投票尚未结束" "voting has not ended";
    ContestNotClosed "contest-not-closed" Course "表决尚未截止" "the contest is not closed";
    ContestOver "contest-over" Course "本项表决已经结束或作废" "this contest is over";
    NotWitnessed "not-witnessed" Course "尚未取得足够见证" "not witnessed by the quorum yet";
    BlindedBad "blinded-bad" Issuance "盲化元素无效" "the blinded element is not valid";
    StampProofBad "stamp-proof-bad" Issuance "发票的盖章证明无效" "the stamp on the issued ballot is not proved";
    ChallengeBad "challenge-bad" Challenges "验票机内容与查票码不符" "the opened encryption does not give the ballot code";
    ChallengeLimit "challenge-limit" Challenges "验票机记录已达上限，核对仍可离线进行" "no more challenges are recorded; checking goes on offline";
    Spoiled "spoiled" Casts "这份密文已用于验票机或已投出，不能再投" "this encryption was opened or cast before";
    SlipTwice "slip-twice" Slips "回条已经记录" "this return slip is recorded already";
    SlipWithoutBallot "slip-without-ballot" Slips "没有向这位代表发过票" "no ballot was issued to this deputy";
    BoxTooFull "box-too-full" Casts "票箱里的票多于发出的票" "more ballots in the box than were issued";
    BoxIncomplete "box-incomplete" Casts "票箱的票还没有全部记录" "the box is not completely in the log";
    BoxOrder "box-order" Casts "票箱的票没有按票钥排序" "ballots of the box are not sorted by ballot key";
    BoxNotOpening "box-not-opening" Casts "票箱没有打开" "the box is not being opened";
    BallotMalformed "ballot-malformed" BallotProofs "选票编码有误" "the ballot does not decode";
    BallotProofBad "ballot-proof-bad" BallotProofs "选票证明无效" "the ballot's proofs do not verify";
    RecastRefused "recast-refused" Casts "已投出的票不能这样更改" "a ballot that was cast cannot be changed in this way";
    StampBad "stamp-bad" Stamps "票上的章无效" "the ballot's stamp is not valid";
    StampsBad "stamps-bad" Stamps "盖章总证明无效" "the proof of all stamps does not verify";
    ClosingBad "closing-bad" Closing "截止所列数字与记录不符" "the close names numbers that are not so in the log";
    TooFewBallots "too-few-ballots" Decryption "票数少于最低数，不得解密" "too few ballots to decrypt";
    SharesWrong "shares-wrong" Decryption "解密份额数目不符" "not one share for each cell";
    ShareProofBad "share-proof-bad" Decryption "解密份额证明无效" "the proof of a decryption share does not verify";
    SharesTwice "shares-twice" Decryption "这位监票人已经解密" "this scrutineer has decrypted already";
    SharesMissing "shares-missing" Totals "解密份额不够" "too few decryption shares";
    TotalsWrong "totals-wrong" Totals "总数与解密结果不符" "the totals are not what the shares decrypt to";
    DecisionWrong "decision-wrong" Decision "认定结果与票决办法不符" "the decision does not follow from the rules";
    ReasonMissing "reason-missing" Voiding "没有写明理由" "the reason is missing";
    VoidedAlready "voided-already" Voiding "本项表决已经作废" "this contest is voided already";
    SealBad "seal-bad" Seal "封存内容与记录不符" "the seal names something that is not so in the log";
    NotFinished "not-finished" Seal "还有表决没有完成，不能封存" "a contest is not finished";
    Sealed "sealed" Seal "会议已经封存，不能再记录" "the sitting is sealed; nothing may follow";
    StandingBad "standing-bad" People "请假、职务状态与记录不符" "leave or suspension does not fit what the log says";
    Suspended "suspended" CheckIn "这位代表暂停执行职务" "this deputy is suspended";
    PurposeBad "purpose-bad" ContestDefinition "表决事项的由来与记录不符" "what the contest follows from is not so in the log";
    NotApproved "not-approved" Opening "票决办法或监票人名单尚未经表决通过" "the rules or the list of scrutineers are put to the vote and not approved";
    SecrecyWrong "secrecy-wrong" Course "本项表决的方式（无记名、记名、举手）不允许" "not in a contest of this kind (secret, named, by show of hands)";
    PaperBad "paper-bad" Paper "纸质票的数字与记录不符" "the numbers of the papers do not fit";
    PaperCountsDiffer "paper-counts-differ" Paper "两次清点不一致" "the two counts of the papers differ";
    PaperNotConfirmed "paper-not-confirmed" Paper "纸质票尚未两次清点并确认" "the papers are not counted twice and confirmed";
    VoteBad "vote-bad" OpenVotes "所选不符合票决办法" "the choices do not keep the rules";
    HandsBad "hands-bad" OpenVotes "举手计数有误" "the count of hands does not fit";
    VoteVoid "vote-void" Decryption "本次表决无效，不得解密" "the vote is void, nothing is decrypted";
    TieBad "tie-bad" Decision "主席团的决定与认定结果不符" "the presidium's choice does not fit the decision";
    ReportDiffers "report-differs" Voiding "各方签署的报告不是同一份" "not the report that the others signed";
    ReportSignedAlready "report-signed-already" Voiding "已经签署过报告" "this signer has signed the report already";
    NoWitnesses "no-witnesses" Witnesses "本次会议未设见证人" "this sitting names no witnesses";
    WitnessedBad "witnessed-bad" Witnesses "见证所附的检查点有误" "what is witnessed is not a checkpoint of this log";
    CosignersWrong "cosigners-wrong" Witnesses "联署人不是见证人、重复或顺序不对" "a cosigner is no witness, comes twice or out of order";
    CosignaturesMissing "cosignatures-missing" Witnesses "见证联署未达法定数" "too few cosignatures for the quorum";
    NoteSignatureBad "note-signature-bad" Witnesses "检查点上的签名或见证联署无效" "a signature or cosignature of the checkpoint does not verify";
    WitnessedSize "witnessed-size" Witnesses "见证的记录条数没有增加或超出记录" "what is witnessed does not grow or goes beyond the log";
    WitnessedRoot "witnessed-root" Witnesses "见证的树根与记录不符" "the root that is witnessed is not that of the log";
    Unsupported "unsupported" Definition "本版本不支持" "not supported by this version";
}

impl Code {
    /// The check that an entry of this kind failed. Some codes are said of many kinds: what an entry follows, which contest
    /// it names, how far that contest is. Then the check is the one that the kind is there for.
    pub fn check_in(self, body: &Body) -> Check {
        self.check_of(Check::of_kind(body))
    }

    /// The same, where `kind` is the check that the entry's kind is there for.
    pub(super) fn check_of(self, kind: Check) -> Check {
        match self {
            Self::FollowsWrong
            | Self::ReasonMissing
            | Self::RollMissing
            | Self::DeputyUnknown
            | Self::CheckedInAlready
            | Self::NotCheckedIn
            | Self::BallotIssuedAlready
            | Self::ContestUnknown
            | Self::ContestForeign
            | Self::ContestNotOpen
            | Self::ContestIsHeld
            | Self::ContestNotHeld
            | Self::ContestNotEnded
            | Self::ContestNotClosed
            | Self::ContestOver
            | Self::NotWitnessed
            | Self::BoxNotOpening
            | Self::SecrecyWrong
            | Self::Spoiled
            | Self::RecastRefused
            | Self::NotFinished
            | Self::Unsupported => kind,
            _ => self.check(),
        }
    }
}

/// A refusal: the code, and what and where in words that need no translation (numbers, names, field names).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// What and where, e.g. `deputy 17` or `cell 3`; may be empty.
    pub what: String,
}

impl Refusal {
    /// A refusal with its place.
    pub fn at(code: Code, what: impl fmt::Display) -> Self {
        Self { code, what: what.to_string() }
    }

    /// The sentence with its place: Chinese.
    pub fn zh(&self) -> String {
        self.with_place(self.code.sentence().0, "：")
    }

    /// The sentence with its place: English.
    pub fn en(&self) -> String {
        self.with_place(self.code.sentence().1, ": ")
    }

    fn with_place(&self, sentence: &str, mark: &str) -> String {
        if self.what.is_empty() { sentence.to_owned() } else { format!("{sentence}{mark}{}", self.what) }
    }
}

impl From<Code> for Refusal {
    fn from(code: Code) -> Self {
        Self { code, what: String::new() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.en(), self.code.as_str())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_stable_words() {
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        for code in codes {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{code}");
        }
    }

    #[test]
    fn checks_are_numbered_without_a_gap() {
        for (at, check) in Check::ALL.iter().enumerate() {
            assert_eq!(usize::from(check.number()), at + 1);
        }
    }
}
