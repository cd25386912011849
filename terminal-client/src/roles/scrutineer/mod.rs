//! A scrutineer's terminal: its part of the key ceremony, and decryption, which it refuses out of place (protocol.md §5, §8).
//!
//! Next: `vault` keeps what is secret and what was served; `program` decides the next step and makes its act; `session` does
//! it over a connection.

#[cfg(test)]
mod decrypt_tests;
mod program;
mod refusal;
mod session;
#[cfg(test)]
mod tests;
mod vault;

pub use program::{Awaited, ScrutineerProgram, Step, is_close_witnessed, unfit};
pub use refusal::{DecryptRefusal, ScrutineerError};
pub use session::{RESIGN_AFTER, ScrutineerSession};
pub use vault::{Vault, VaultError};
