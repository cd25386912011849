//! Private keys at rest: one `age` file under a passphrase for each holder and sitting (DESIGN §6.6).
//!
//! The server reads its keys through this module too, so there is one format and one door to it.
//!
//! Invariants
//! - Nothing secret is written but through [`private_file`]: mode 0600, durable, whole or absent.
//! - A file says inside its encryption whose keys it holds and for which sitting; neither can be mistaken.
//! - Passphrases come from a file, a terminal without echo, or the operating system's randomness; never
//!   from an environment variable or an argument, which other processes and shell histories can read.
//!
//! Next: [`secret_file`] is the format, [`passphrase`] what opens it, [`prompt`] how a person types it.

pub mod passphrase;
pub mod private_file;
pub mod prompt;
pub mod secret_file;

pub use passphrase::{Passphrase, PassphraseError};
pub use private_file::{Existing, PrivateFileError};
pub use prompt::{PromptError, PromptText};
pub use secret_file::{SecretFile, SecretFileError, SecretKind};
