//! Bodies of the voting: check-in, opening, issuing, casting and the end (protocol.md §3.4, §3.5).

use super::payload::BytesPayload;
use crate::wire::{Bytes, Bytes32, Bytes64, Int, MultilineText, Text};
use serde::{Deserialize, Serialize};

/// How a deputy showed who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// By card: the card key signs.
    Card,
    /// At the desk, without a card: the secretariat signs, and the roll says so.
    Desk,
}

/// A deputy signed in 签到: binds the fresh device key. Once a contest was opened, both roles sign too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckedIn {
    /// Number on the roll.
    pub deputy: Int,
    /// Ed25519 key made by the device for this sitting.
    pub device_key: Bytes32,
    /// By card or at the desk.
    pub means: Means,
}

/// A check-in taken back; refused once a ballot was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckInUndone {
    /// Number on the roll.
    pub deputy: Int,
    /// Leaf hash of the `checked_in` entry.
    pub follows: Bytes32,
    /// Why.
    pub reason: Text,
}

/// The zero report: what the counters showed when the contest was opened. All must be 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ZeroReport {
    /// Ballots issued.
    pub issued: Int,
    /// Ballots in the box.
    pub boxed: Int,
    /// Encryptions challenged.
    pub challenged: Int,
    /// Return slips.
    pub returned: Int,
}

/// The opening, by two roles. The hash of this body is the contest hash: it covers all that a deputy relies on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestOpened {
    /// Number of the contest.
    pub contest: Int,
    /// Leaf hash of its `contest_defined`.
    pub definition: Bytes32,
    /// Leaf hash of its `rules_adopted`.
    pub rules: Bytes32,
    /// Leaf hash of `roll_fixed`.
    pub roll: Bytes32,
    /// One in a secret contest, none in a named one or a show of hands.
    pub keys: Vec<ContestKeys>,
    /// 全体代表, as the profile counts them at this entry (§3.10).
    pub membership: Int,
    /// 应到, the same.
    pub due: Int,
    /// 实到, the same.
    pub present: Int,
    /// All zero.
    pub zero_report: ZeroReport,
}

/// The keys of a secret contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestKeys {
    /// Leaf hash of `key_agreed`.
    pub key: Bytes32,
    /// K, as in `key_agreed`.
    pub public_key: Bytes32,
    /// The stamp's public key, of this contest alone.
    pub stamp_key: Bytes32,
}

/// A checkpoint with the quorum's cosignatures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Witnessed {
    /// The signed note.
    pub checkpoint: MultilineText,
}

/// The deputy's request for a ballot, signed with the device key: what is signed is this object with its `kind` first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "RequestOnTheWire", into = "RequestOnTheWire")]
pub struct BallotRequested {
    /// The contest hash.
    pub contest: Bytes32,
    /// Number on the roll.
    pub deputy: Int,
    /// The blinded element.
    pub blinded: Bytes32,
}

/// serde writes the `tag` of a struct and does not read it back, so here it is a field.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestOnTheWire {
    kind: RequestKind,
    contest: Bytes32,
    deputy: Int,
    blinded: Bytes32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum RequestKind {
    BallotRequested,
}

impl From<RequestOnTheWire> for BallotRequested {
    fn from(wire: RequestOnTheWire) -> Self {
        let RequestOnTheWire { kind: RequestKind::BallotRequested, contest, deputy, blinded } = wire;
        Self { contest, deputy, blinded }
    }
}

impl From<BallotRequested> for RequestOnTheWire {
    fn from(request: BallotRequested) -> Self {
        let BallotRequested { contest, deputy, blinded } = request;
        Self { kind: RequestKind::BallotRequested, contest, deputy, blinded }
    }
}

/// One stamped ballot for one deputy 发票.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotIssued {
    /// The request, as it was signed.
    pub request: BallotRequested,
    /// The deputy's signature of it.
    pub request_sig: Bytes64,
    /// The blinded element, evaluated with the stamp key.
    pub evaluated: Bytes32,
    /// Proof that it was that key (RFC 9497), 64 bytes.
    pub proof: Bytes64,
}

/// A device was checked 验票机: this encryption is spoiled for ever. A record; checking needs no record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotChallenged {
    /// The contest hash.
    pub contest: Bytes32,
    /// Commitment to the ballot key that stays hidden.
    pub com: Bytes32,
    /// All randomness of the encryption derives from it.
    pub seed: Bytes32,
    /// The marks: cell j is bit j mod 8 of byte j / 8 (§7.3).
    pub choices: Bytes,
    /// The ballot code that the device had shown.
    pub code: Bytes32,
}

/// Voting stands still 暂停.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestHeld {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of `contest_opened` or of the last `contest_resumed`.
    pub follows: Bytes32,
    /// Who holds it.
    pub by: HeldBy,
    /// Why.
    pub reason: Text,
}

/// Who may hold a contest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldBy {
    /// The server, when it lost the witnesses.
    Server,
    /// The secretariat.
    Secretariat,
}

/// Voting goes on 恢复; by two roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestResumed {
    /// The contest hash.
    pub contest: Bytes32,
    /// Leaf hash of the `contest_held` that ends.
    pub follows: Bytes32,
}

/// Admission stops; by two roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestEnded {
    /// The contest hash.
    pub contest: Bytes32,
}

/// A return slip: this deputy says that they hold a receipt. Signed with the device key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotReturned {
    /// The contest hash.
    pub contest: Bytes32,
    /// Number on the roll.
    pub deputy: Int,
}

/// The box was opened: the next `ballots` entries are its content, sorted by ballot key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxOpened {
    /// The contest hash.
    pub contest: Bytes32,
    /// How many `ballot_cast` follow.
    pub ballots: Int,
    /// Digest over every (ballot key, stamp), in order (§6.3).
    pub stamps: Bytes32,
    /// One proof that all stamps were made with the contest's stamp key, 64 bytes.
    pub proof: Bytes64,
}

/// A ballot, as its device made it; signed with the ballot key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotCast {
    /// The contest hash.
    pub contest: Bytes32,
    /// One-time Ed25519 key.
    pub ballot_key: Bytes32,
    /// N, the stamp on that key.
    pub stamp: Bytes32,
    /// Opens the commitment to the ballot key inside the ballot code.
    pub nonce: Bytes32,
    /// Hash of the ballot that this one replaces where the last one counts; 32 zero bytes for the first.
    pub replaces: Bytes32,
    /// The encrypted ballot with its proofs (§7).
    pub ballot: BytesPayload,
}

/// The close, by two roles, after they have seen ballots and slips.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContestClosed {
    /// The contest hash.
    pub contest: Bytes32,
    /// Number of entries before this one.
    pub size: Int,
    /// Root of the tree over them.
    pub root: Bytes32,
    /// Ballots issued.
    pub issued: Int,
    /// Ballots in the box: 收回.
    pub returned: Int,
    /// Return slips; in a named contest the deputies who cast.
    pub slips: Int,
    /// Papers, all 0 where there are none.
    pub paper: PaperNumbers,
}

/// What became of the paper ballots of a contest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperNumbers {
    /// 发出.
    pub issued: Int,
    /// 收回.
    pub returned: Int,
    /// 废票; at most `returned`.
    pub void: Int,
    /// Valid ones that were entered as encrypted ballots, because one channel is too small to be counted apart.
    pub entered: Int,
}

impl PaperNumbers {
    /// 有效.
    pub fn valid(&self) -> u64 {
        self.returned.get().saturating_sub(self.void.get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{decode_strict, encode};

    #[test]
    fn a_request_reads_back_with_its_kind_and_no_other() {
        let request =
            BallotRequested { contest: [1; 32].into(), deputy: Int::from(17), blinded: [2; 32].into() };
        let bytes = encode(&request);
        assert!(bytes.starts_with(br#"{"kind":"ballot_requested","contest":"AQEB"#));
        assert_eq!(decode_strict::<BallotRequested>(&bytes), Ok(request));
        let text = String::from_utf8(bytes).unwrap();
        for other in [
            text.replace("ballot_requested", "ballot_issued"),
            text.replace(r#""kind":"ballot_requested","#, ""),
            text.replace(r#","deputy":17"#, r#","deputy":17,"x":1"#),
        ] {
            assert!(decode_strict::<BallotRequested>(other.as_bytes()).is_err(), "{other}");
        }
    }
}
