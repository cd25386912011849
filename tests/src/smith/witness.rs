//! Cosignatures of the witnesses that entry 0 names.

use super::Smith;
use audit::checkpoint::Checkpoint;
use audit::entry::Body;
use audit::entry::voting::Witnessed;
use audit::merkle::Frontier;
use audit::note::Note;
use audit::quorum::log_vkey;
use crypto::signature::SigningKey;

/// Whether something waits until witnesses have cosigned this entry (§3.8).
pub fn is_waited_for(body: &Body) -> bool {
    matches!(
        body,
        Body::ContestOpened(_)
            | Body::ContestClosed(_)
            | Body::ResultDeclared(_)
            | Body::TieSettled(_)
            | Body::ContestVoided(_)
    )
}

impl Smith {
    /// The log as it stands, cosigned by all witnesses but the second, or by all where that one is needed.
    pub fn witnessed(&self) -> Witnessed {
        let needed = self.plan.quorum == self.plan.witnesses;
        let by: Vec<usize> = (0..self.witness_count()).filter(|witness| needed || *witness != 1).collect();
        self.witnessed_by(&by)
    }

    /// The same cosigned by these, counted from 0.
    pub fn witnessed_by(&self, by: &[usize]) -> Witnessed {
        self.noted(&self.cosigned(&self.head(), by))
    }

    /// An entry that carries a note.
    pub fn noted(&self, note: &Note) -> Witnessed {
        Witnessed { checkpoint: String::from_utf8(note.to_bytes()).unwrap().parse().unwrap() }
    }

    /// The checkpoint of the log as it stands.
    pub fn head(&self) -> Checkpoint {
        self.head_at(self.lines.len())
    }

    /// The checkpoint of the first `size` entries.
    pub fn head_at(&self, size: usize) -> Checkpoint {
        let sitting = self.state.sitting().unwrap();
        let mut tree = Frontier::new();
        self.lines.iter().take(size).for_each(|line| tree.push(line.leaf()));
        Checkpoint {
            origin: sitting.definition.origin.as_str().parse().unwrap(),
            size: tree.size(),
            root: tree.root(),
        }
    }

    /// A checkpoint signed by the log and cosigned by these witnesses, counted from 0, at `time` and a second later each.
    pub fn cosigned(&self, head: &Checkpoint, by: &[usize]) -> Note {
        let sitting = self.state.sitting().unwrap();
        let log = log_vkey(&sitting.definition).unwrap();
        let mut note = head.sign(&self.ring.get(log.key().as_bytes()).unwrap()).unwrap();
        for (later, witness) in (0..).zip(by) {
            let (name, key) = self.witness(*witness);
            note.cosign(&name.parse().unwrap(), &key, self.time + later).unwrap();
        }
        note
    }

    /// Name and key of a witness, counted from 0.
    pub fn witness(&self, witness: usize) -> (String, SigningKey) {
        let vkey = &self.state.sitting().unwrap().witnesses.named()[witness].vkey;
        (vkey.name().to_string(), self.ring.get(vkey.key().as_bytes()).unwrap())
    }

    fn witness_count(&self) -> usize {
        self.state.sitting().unwrap().witnesses.named().len()
    }
}
