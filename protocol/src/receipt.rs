//! The box's receipt: the ballot is on disk (protocol.md §10.2).

use audit::wire::{Bytes32, Bytes64, encode};
use crypto::hash;
use crypto::signature::{Purpose, Signature, SignatureError, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};

/// What the receipt says, in the order in which it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Boxed {
    /// The contest hash.
    pub contest: Bytes32,
    /// The ballot code.
    pub code: Bytes32,
    /// [`ballot_hash`] of the act that lies in the box.
    pub ballot: Bytes32,
}

/// A receipt: signed by the server, without a time, so that the same ballot always gets the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxReceipt {
    /// What it says.
    pub boxed: Boxed,
    /// The server's signature.
    pub sig: Bytes64,
}

/// H("boxed", act): names an act that lies in the box by its bytes.
pub fn ballot_hash(act: &[u8]) -> Bytes32 {
    hash::sha256("boxed", &[act]).into()
}

impl BoxReceipt {
    /// Signs. Call it only when the ballot is durable.
    pub fn sign(boxed: Boxed, key: &SigningKey, fingerprint: &[u8; 32]) -> Self {
        let sig = key.sign(Purpose::BoxReceipt, fingerprint, &encode(&boxed)).to_bytes().into();
        Self { boxed, sig }
    }

    /// Checks the server's signature.
    pub fn verify(&self, server: &VerifyingKey, fingerprint: &[u8; 32]) -> Result<(), SignatureError> {
        let signature = Signature::from_bytes(self.sig.as_bytes())?;
        server.verify(Purpose::BoxReceipt, fingerprint, &encode(&self.boxed), &signature)
    }
}
