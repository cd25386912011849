//! Every signing key of a log, found by its public half.

use crypto::signature::SigningKey;
use std::collections::BTreeMap;

/// Secret keys of tests, by public key.
#[derive(Clone, Default)]
pub struct Keyring(BTreeMap<[u8; 32], [u8; 32]>);

impl Keyring {
    /// Keeps a key; gives its public half.
    pub fn keep(&mut self, key: &SigningKey) -> [u8; 32] {
        let public = *key.verifying_key().as_bytes();
        self.0.insert(public, *key.to_secret_bytes());
        public
    }

    /// The key with this public half.
    pub fn get(&self, public: &[u8; 32]) -> Option<SigningKey> {
        self.0.get(public).map(|seed| SigningKey::from_seed(seed).unwrap())
    }
}
