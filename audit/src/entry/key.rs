//! Bodies of the key ceremony (protocol.md §3.3, §5). Each is signed by the scrutineer that it names.

use crate::wire::{B64, Bytes32, Bytes64, Int};
use crypto::ceremony::SEALED_SHARE_BYTES;
use crypto::decryption::CELL_BYTES;
use serde::{Deserialize, Serialize};

/// Round 1: an encryption key, and the hash of what round 2 reveals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyCommitted {
    /// The run of the ceremony.
    pub run: Int,
    /// Position of who acts.
    pub scrutineer: Int,
    /// Element to which the others encrypt this scrutineer's shares.
    pub encryption_key: Bytes32,
    /// Proof of possession of it, 64 bytes.
    pub encryption_proof: Bytes64,
    /// Hash of commitments and their proof.
    pub commitment: Bytes32,
}

/// Round 2: the Feldman commitments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyRevealed {
    /// The run of the ceremony.
    pub run: Int,
    /// Position of who acts.
    pub scrutineer: Int,
    /// Exactly t elements, constant term first.
    pub commitments: Vec<Bytes32>,
    /// Proof of possession of the constant term, 64 bytes.
    pub proof: Bytes64,
}

/// Round 3: an encrypted share for each other scrutineer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyDealt {
    /// The run of the ceremony.
    pub run: Int,
    /// Position of who acts.
    pub scrutineer: Int,
    /// One for each other position, rising.
    pub shares: Vec<DealtShare>,
}

/// One encrypted share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DealtShare {
    /// Position of the recipient.
    pub to: Int,
    /// Fresh element.
    pub ephemeral: Bytes32,
    /// Proof of knowledge of its logarithm, bound to sitting, run, dealer and recipient.
    pub proof: Bytes64,
    /// ChaCha20-Poly1305 of the 32-byte share: 48 bytes.
    pub sealed: B64<SEALED_SHARE_BYTES>,
}

/// Every share dealt to this scrutineer opened and fits its dealer's commitments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAccepted {
    /// The run of the ceremony.
    pub run: Int,
    /// Position of who acts.
    pub scrutineer: Int,
    /// Leaf hash of the last `key_dealt` of the run.
    pub follows: Bytes32,
}

/// A share does not open or does not fit. The log alone decides who is at fault; the run is over either way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyDisputed {
    /// The run of the ceremony.
    pub run: Int,
    /// Position of who complains.
    pub scrutineer: Int,
    /// Position of the dealer complained about.
    pub dealer: Int,
    /// The Diffie–Hellman element of that one share.
    pub shared: Bytes32,
    /// Proof that it is.
    pub proof: Bytes64,
}

/// The key. Signed by all scrutineers, by position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyAgreed {
    /// The run of the ceremony.
    pub run: Int,
    /// K, to which ballots are encrypted.
    pub public_key: Bytes32,
    /// Y₁ … Yₙ: the share of position i is the logarithm of Yᵢ.
    pub share_keys: Vec<Bytes32>,
}

/// Test decryption of a dummy whose randomness is public (§8.4): shows before the first opening that this
/// scrutineer can decrypt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyTested {
    /// Leaf hash of `key_agreed`.
    pub key: Bytes32,
    /// Position of who acts.
    pub scrutineer: Int,
    /// Share of the dummy with its proof: D ‖ a ‖ b ‖ s (§8.2).
    pub share: B64<CELL_BYTES>,
}
