//! Witnesses at terminals: they follow the log, check the root, and cosign what they are asked about.

use audit::checkpoint::Checkpoint;
use audit::entry::preparation::WitnessKey;
use audit::merkle::{Tree, leaf_hash};
use audit::note::{KeyName, Note, Vkey, VkeyType};
use crypto::signature::SigningKey;
use protocol::{ClientMessage, ServerMessage};
use std::net::SocketAddr;
use tokio::task::JoinHandle;

use super::{Hall, Role, int, key, text};

pub fn name(witness: u32) -> KeyName {
    format!("witness.example/{witness}").parse().unwrap()
}

pub fn vkey(witness: u32) -> Vkey {
    Vkey::new(name(witness), VkeyType::Cosignature, key(Role::Witness, witness).verifying_key())
}

pub(super) fn named(witness: u32) -> WitnessKey {
    WitnessKey { name: text(&format!("见证{witness}")), vkey: text(&vkey(witness).to_string()) }
}

/// The key of a witness on the network.
pub fn witness_key(witness: u32) -> audit::witness::key::CosignerKey {
    audit::witness::key::CosignerKey::new(name(witness), key(Role::Witness, witness))
}

/// The key of a witness at a terminal.
pub fn signing_key(witness: u32) -> SigningKey {
    key(Role::Witness, witness)
}

/// The checkpoint's text with this witness's line alone.
pub fn cosigned(note: &str, witness: u32, time: u64) -> String {
    let mut signed = Note::parse(note.as_bytes()).unwrap();
    signed.cosign(&name(witness), &key(Role::Witness, witness), time).unwrap();
    let line = signed.signatures().last().unwrap().clone();
    Note::assemble(signed.text(), vec![line]).unwrap().to_string()
}

impl Hall {
    /// A terminal that cosigns everything it has seen itself, until it is aborted.
    pub async fn attend(&self, address: SocketAddr, witness: u32) -> JoinHandle<()> {
        let mut client = self.connect(address).await;
        tokio::spawn(async move {
            client.say(&ClientMessage::Follow { from: int(0) }).await;
            let (mut tree, mut time) = (Tree::new(), 1_700_000_000);
            loop {
                match client.hear().await {
                    Some(ServerMessage::Entries { lines, .. }) => {
                        for line in lines {
                            tree.push(leaf_hash(line.as_bytes()));
                        }
                    }
                    Some(ServerMessage::Checkpoint { note }) => {
                        let parsed = Note::parse(note.as_bytes()).unwrap();
                        let checkpoint: Checkpoint = parsed.text().parse().unwrap();
                        assert_eq!(tree.root_at(checkpoint.size), Ok(checkpoint.root));
                        time += 1;
                        client
                            .say(&ClientMessage::Cosign { id: int(7), note: cosigned(&note, witness, time) })
                            .await;
                    }
                    Some(ServerMessage::Cosigned { problem, .. }) => {
                        assert!(problem.is_empty(), "{problem:?}");
                    }
                    Some(_) => {}
                    None => return,
                }
            }
        })
    }
}
