//! Every limit of the wire, in one place (protocol.md §14; DESIGN §8).

use std::time::Duration;

/// Longest WebSocket message in bytes, either way.
pub const FRAME_BYTES_MAX: usize = 256 * 1024;
/// Read buffer of a connection in bytes: 3,000 of them must fit the memory budget.
pub const READ_BUFFER_BYTES: usize = 8 * 1024;
/// Connections at once.
pub const CONNECTIONS_MAX: usize = 4_000;
/// Acts of one connection that wait for their answer.
pub const PENDING_ACTS_MAX: usize = 8;
/// Acts that wait for the sequencer.
pub const SEQUENCER_QUEUE: usize = 4_096;
/// Entries in one `entries` message at most; their bytes stay below [`ENTRIES_BYTES_MAX`].
pub const ENTRIES_MAX: usize = 256;
/// Bytes of entries in one `entries` message; a single longer entry travels alone.
pub const ENTRIES_BYTES_MAX: usize = 128 * 1024;
/// Leaf hashes in one `fetch`.
pub const FETCH_MAX: usize = 16;
/// Two-role acts that wait for a signature.
pub const PROPOSALS_MAX: usize = 64;
/// Between two challenge records of one connection.
pub const CHALLENGE_INTERVAL: Duration = Duration::from_secs(10);
/// TLS and HTTP upgrade of a new connection.
pub const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);
/// Between two signs of life of a client before it is dropped.
pub const IDLE_TIMEOUT: Duration = Duration::from_mins(2);
/// A client that does not read is dropped after this.
pub const WRITE_TIMEOUT: Duration = Duration::from_secs(20);
/// At most one checkpoint in this time (DESIGN §8).
pub const CHECKPOINT_INTERVAL: Duration = Duration::from_secs(1);
/// Status to followers at most once in this time.
pub const STATUS_INTERVAL: Duration = Duration::from_secs(1);
