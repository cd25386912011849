//! What a client may say (protocol.md §11.1).

use crate::act::Act;
use crate::receipt::BoxReceipt;
use audit::wire::{Bytes32, Int};
use serde::{Deserialize, Serialize};

/// One message of a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientMessage {
    /// One signed act. Answered by `accepted`, `boxed`, `proposed` or `refused` with the same `id`.
    Submit {
        /// The client's own number for it.
        id: Int,
        /// The act.
        act: Act,
    },
    /// A ballot that the box gave a receipt for and lacks now; admitted also after the end. Answered by `boxed` or `refused`.
    Recover {
        /// The client's own number for it.
        id: Int,
        /// The ballot, byte for byte.
        act: Act,
        /// Its receipt.
        receipt: BoxReceipt,
    },
    /// Send the log from `from` on, for ever, and the status as it changes.
    Follow {
        /// Index of the first entry wanted.
        from: Int,
    },
    /// Send the digest of what concerns one deputy, now and whenever it changes.
    Watch {
        /// Number on the roll.
        deputy: Int,
    },
    /// Send these entries with their inclusion proofs. Answered by `fetched`.
    Fetch {
        /// The client's own number for it.
        id: Int,
        /// Leaf hashes, at most [`crate::limits::FETCH_MAX`].
        leaves: Vec<Bytes32>,
    },
    /// A witness's cosignature of the checkpoint that `checkpoint` told of last. Answered by `cosigned`.
    Cosign {
        /// The client's own number for it.
        id: Int,
        /// The checkpoint's text with the witness's line below it; a signed note.
        note: String,
    },
}
