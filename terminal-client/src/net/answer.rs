//! What the server answered to a signed act, with its signature checked (protocol.md §11.2).

use audit::entry::Signer;
use audit::wire::{Bytes32, encode};
use crypto::signature::SignatureError;
use protocol::problem::Reason;
use protocol::receipt::{BoxReceipt, ballot_hash};
use protocol::server::{Placed, verify_answer};
use protocol::{Act, ServerMessage};

use super::error::NetError;
use super::sitting::Sitting;

/// The answer to one act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It stands in the log.
    Accepted(Placed),
    /// It lies in the box.
    Boxed(BoxReceipt),
    /// It waits for more signatures.
    Proposed {
        /// H("body", body).
        proposal: Bytes32,
        /// Who still has to sign.
        missing: Vec<Signer>,
    },
    /// It was refused, under the server's signature.
    Refused(ServerRefusal),
}

/// A signed refusal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{en} ({})", reason.as_str())]
pub struct ServerRefusal {
    /// A stable code.
    pub reason: Reason,
    /// What and where.
    pub what: String,
    /// For people, in Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

/// Why an answer is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// The answer is about another act than the one submitted.
    #[error("the answer is about another act")]
    OtherAct,
    /// Not signed by the server of entry 0.
    #[error("the answer is not signed by the sitting's server: {0}")]
    Signature(#[from] SignatureError),
}

impl Answer {
    /// Checks a message as the answer to `act`.
    pub(super) fn check(message: ServerMessage, act: &Act, sitting: &Sitting) -> Result<Self, NetError> {
        let (server, fingerprint) = (sitting.server(), sitting.fingerprint());
        match message {
            ServerMessage::Accepted { placed, sig, .. } => {
                verify_answer(&placed, &sig, server, fingerprint).map_err(AnswerError::from)?;
                Ok(Self::Accepted(placed))
            }
            ServerMessage::Boxed { receipt, .. } => {
                if receipt.boxed.ballot != ballot_hash(&encode(act)) {
                    return Err(AnswerError::OtherAct.into());
                }
                receipt.verify(server, fingerprint).map_err(AnswerError::from)?;
                Ok(Self::Boxed(receipt))
            }
            ServerMessage::Proposed { proposal, missing, .. } => {
                if proposal == act.hash() {
                    Ok(Self::Proposed { proposal, missing })
                } else {
                    Err(AnswerError::OtherAct.into())
                }
            }
            ServerMessage::Refused { refused, zh, en, sig, .. } => {
                if refused.act != act.hash() {
                    return Err(AnswerError::OtherAct.into());
                }
                verify_answer(&refused, &sig, server, fingerprint).map_err(AnswerError::from)?;
                let what = refused.what.as_str().to_owned();
                let (zh, en) = (zh.as_str().to_owned(), en.as_str().to_owned());
                Ok(Self::Refused(ServerRefusal { reason: refused.code, what, zh, en }))
            }
            other => Err(NetError::Unexpected { what: super::connection::name_of(&other) }),
        }
    }
}
