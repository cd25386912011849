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
/// How long a checkpoint waits for a quorum before the next is asked about and it is published without.
pub const COSIGN_WAIT: Duration = Duration::from_secs(2);
/// Witnesses are asked again about the same checkpoint, while a contest is open or a quorum is missing.
pub const COSIGN_HEARTBEAT: Duration = Duration::from_secs(10);
/// The same at rest.
pub const COSIGN_IDLE: Duration = Duration::from_mins(1);
/// Devices are told of a newer quorum at most once in this time.
pub const QUORUM_TOLD_INTERVAL: Duration = Duration::from_secs(8);
/// Open contests are held when the newest quorum is older (DESIGN §5, §8).
pub const QUORUM_MAX_AGE: Duration = Duration::from_secs(30);
/// A device that heard of no newer quorum for so long does not cast (§11.4).
pub const QUORUM_DEVICE_AGE: Duration = Duration::from_mins(1);
