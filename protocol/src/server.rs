//! What the server says (protocol.md §11.2, §11.4).

use crate::problem::{Problem, Reason};
use crate::receipt::BoxReceipt;
use audit::entry::{Sig, Signer};
use audit::fold::Stage;
use audit::wire::{Bytes32, Bytes64, Int, Text, encode};
use crypto::signature::{Purpose, Signature, SignatureError, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// One message of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ServerMessage {
    /// The act stands in the log, on disk.
    Accepted {
        /// The client's number.
        id: Int,
        /// Where.
        placed: Placed,
        /// The server's signature of `placed`.
        sig: Bytes64,
    },
    /// The ballot lies in the box, on disk.
    Boxed {
        /// The client's number.
        id: Int,
        /// Proof of it.
        receipt: BoxReceipt,
    },
    /// The act waits for more signatures.
    Proposed {
        /// The client's number.
        id: Int,
        /// H("body", body).
        proposal: Bytes32,
        /// Who still has to sign.
        missing: Vec<Signer>,
    },
    /// The act was refused.
    Refused {
        /// The client's number.
        id: Int,
        /// What was refused, and why.
        refused: Refused,
        /// The reason in Chinese.
        zh: Text,
        /// The reason in English.
        en: Text,
        /// The server's signature of `refused`.
        sig: Bytes64,
    },
    /// Entries of the log, for a follower.
    Entries {
        /// Index of the first.
        from: Int,
        /// The lines.
        lines: Vec<String>,
    },
    /// For a follower: what is no evidence but helps a secretariat.
    Status {
        /// Numbers and proposals.
        status: Status,
    },
    /// For a deputy's device.
    Digest {
        /// Where to look in the log.
        digest: Digest,
    },
    /// Entries asked for, each with its inclusion proof under `checkpoint`.
    Fetched {
        /// The client's number.
        id: Int,
        /// Those that are in the log, in the order asked for.
        entries: Vec<FetchedEntry>,
        /// The signed checkpoint.
        checkpoint: String,
    },
    /// For a follower: the checkpoint that witnesses are asked to cosign now, after all entries that it covers.
    Checkpoint {
        /// With the log's signature.
        note: String,
    },
    /// What became of a cosignature.
    Cosigned {
        /// The client's number.
        id: Int,
        /// Cosignatures on that checkpoint now; 0 if this one was not taken.
        have: Int,
        /// How many are needed.
        quorum: Int,
        /// Why it was not taken, if it was not.
        problem: Vec<Text>,
    },
    /// The frame could not be read, or a limit was passed. The connection closes after it.
    Problem {
        /// What was wrong.
        problem: Problem,
        /// In Chinese.
        zh: Text,
        /// In English.
        en: Text,
    },
}

/// A place in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Placed {
    /// Index of the entry.
    pub index: Int,
    /// Its leaf hash.
    pub leaf: Bytes32,
}

/// A refusal, as it is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refused {
    /// H("body", body) of the act.
    pub act: Bytes32,
    /// A stable code: of the fold, or of the server.
    pub code: Reason,
    /// What and where.
    pub what: Text,
}

/// An entry with its inclusion proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchedEntry {
    /// Where it stands.
    pub index: Int,
    /// The entry.
    pub line: String,
    /// RFC 6962 inclusion proof, the leaf's sibling first.
    pub proof: Vec<Bytes32>,
}

/// What a follower sees beside the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Status {
    /// One for each contest that is defined.
    pub contests: Vec<ContestStatus>,
    /// Connections now.
    pub connections: Int,
    /// Acts that wait for a signature.
    pub proposals: Vec<Proposal>,
    /// The witnesses in the order of entry 0.
    pub witnesses: Vec<WitnessStatus>,
}

/// How the server gets on with a witness.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessStatus {
    /// Entries of the largest checkpoint that it cosigned since the server started, if any.
    pub size: Vec<Int>,
    /// Seconds since its last cosignature came, in steps of five, if any.
    pub age: Vec<Int>,
    /// Why the last try failed, if it did.
    pub problem: Vec<Text>,
}

/// A contest, as the server stands to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestStatus {
    /// Its number.
    pub contest: Int,
    /// Ballots in the box: 收回. Never what they say.
    pub boxed: Int,
    /// Before the opening, the stamp key that the server made for it.
    pub next_stamp_key: Vec<Bytes32>,
}

/// A two-role act on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// H("body", body).
    pub hash: Bytes32,
    /// The body's bytes.
    pub body: String,
    /// Signatures so far.
    pub sigs: Vec<Sig>,
    /// Who still has to sign.
    pub missing: Vec<Signer>,
}

/// What a deputy's device follows instead of the log: where to look. It trusts no field of it (§11.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Digest {
    /// Entries in the log.
    pub size: Int,
    /// Leaf hash of entry 0.
    pub sitting: Bytes32,
    /// Leaf hash of `roll_fixed`, once it stands.
    pub roll: Vec<Bytes32>,
    /// Leaf hash of this deputy's `checked_in`, while checked in.
    pub checked_in: Vec<Bytes32>,
    /// Contests that are defined.
    pub contests: Vec<ContestDigest>,
    /// Whether the sitting is sealed.
    pub sealed: bool,
    /// The newest checkpoint with a quorum, while a contest is open; renewed from time to time (§11.4).
    pub quorum: Vec<String>,
}

/// A contest, for a deputy's device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestDigest {
    /// Its number.
    pub contest: Int,
    /// Where it stands; empty before the opening.
    pub stage: Vec<StageName>,
    /// Leaf hashes of `contest_defined` and its `rules_adopted`.
    pub definition: Bytes32,
    /// The rules.
    pub rules: Bytes32,
    /// Once opened: leaf hash of `contest_opened` and, in a secret contest, of the `key_agreed` that it names.
    pub opened: Vec<Bytes32>,
    /// Leaf hash of this deputy's `ballot_issued`.
    pub issued: Vec<Bytes32>,
    /// Leaf hash of the `paper_issued` that names this deputy.
    pub paper: Vec<Bytes32>,
    /// Leaf hash of this deputy's last `vote_cast`.
    pub vote: Vec<Bytes32>,
    /// Whether this deputy's return slip stands in the log.
    pub slip: bool,
    /// Index of `box_opened` and number of its ballots, once all are in the log.
    pub ballots: Vec<Int>,
}

/// A stage by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "documented at `audit::fold::Stage`")]
pub enum StageName {
    Open,
    Held,
    Ended,
    Opening,
    Opened,
    Closed,
    Declared,
    Voided,
}

impl From<Stage> for StageName {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Open => Self::Open,
            Stage::Held => Self::Held,
            Stage::Ended => Self::Ended,
            Stage::Opening => Self::Opening,
            Stage::Opened => Self::Opened,
            Stage::Closed => Self::Closed,
            Stage::Declared => Self::Declared,
            Stage::Voided => Self::Voided,
        }
    }
}

/// Signs an answer (purpose answer, §4.1).
pub fn sign_answer<T: Serialize>(value: &T, key: &SigningKey, fingerprint: &[u8; 32]) -> Bytes64 {
    key.sign(Purpose::Answer, fingerprint, &encode(value)).to_bytes().into()
}

/// Checks an answer's signature.
pub fn verify_answer<T: Serialize>(
    value: &T,
    sig: &Bytes64,
    server: &VerifyingKey,
    fingerprint: &[u8; 32],
) -> Result<(), SignatureError> {
    let signature = Signature::from_bytes(sig.as_bytes())?;
    server.verify(Purpose::Answer, fingerprint, &encode(value), &signature)
}
