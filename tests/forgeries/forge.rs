//! The forger's bench: honest entries up to a place, a false one, and then everything as if nothing had happened.

use super::base::Base;
use crate::smith::{Log, Smith};
use audit::entry::counting::Decrypted;
use audit::entry::voting::BallotCast;
use audit::entry::{Body, Line, Signer};
use audit::fingerprint::Fingerprint;
use audit::fold::Check;
use audit::wire::B64;
use crypto::decryption::{CELL_BYTES, DecryptionStatement, decrypt};
use crypto::scrutineer::ScrutineerIndex;

/// A forged log.
pub struct Forged {
    /// The good log that it starts as.
    pub base: &'static str,
    /// The whole log.
    pub lines: Vec<Vec<u8>>,
    /// The signed note under which it is published.
    pub checkpoint: Vec<u8>,
    /// What the observer trusts.
    pub fingerprint: Fingerprint,
    /// Where the verifier must stop.
    pub index: u64,
}

impl Forged {
    /// A log that was changed as bytes, under its own checkpoint; the observer trusts the base.
    pub(super) fn changed(base: &Base, log: &Log, index: usize) -> Self {
        Self {
            base: base.name,
            lines: log.lines.clone(),
            checkpoint: log.checkpoint.clone(),
            fingerprint: base.log.fingerprint,
            index: u64::try_from(index).unwrap(),
        }
    }

    /// The same, where the observer trusts this log's own entry 0.
    pub(super) fn trusted(self) -> Self {
        Self { fingerprint: Fingerprint(audit::entry::fingerprint(&self.lines[0])), ..self }
    }
}

/// A log being forged from a mark of a base on.
pub struct Forge {
    base: &'static Base,
    /// Everybody's keys, and the log so far.
    pub smith: Smith,
    /// The check that is to be fooled.
    pub check: Check,
    index: Option<u64>,
    /// An entry was refused by another check than the one that is fooled.
    pub(super) stopped: bool,
}

impl Forge {
    pub(super) fn new(base: &'static Base, mark: &str, check: Check) -> Self {
        Self { base, smith: base.smith(mark), check, index: None, stopped: false }
    }

    /// An entry as everybody makes it. After a false entry it may be refused by another check; then the log ends with it.
    pub(super) fn push(&mut self, body: &Body) {
        let line = self.smith.make(body);
        self.push_line(line);
    }

    pub(super) fn push_line(&mut self, line: Line) {
        if self.index.is_none() {
            self.smith.push_line(line);
        } else if !self.stopped {
            self.stopped = self.smith.state.apply(&line).is_err();
            self.smith.lines.push(line);
            self.smith.time += 60 - self.smith.time % 60;
        }
    }

    /// The false entry, signed by those who must sign it.
    pub(super) fn lie(&mut self, body: &Body) {
        let line = self.smith.make(body);
        self.lie_line(line);
    }

    /// The same signed by others.
    pub(super) fn lie_by(&mut self, body: &Body, signers: &[Signer]) {
        let line = self.smith.make_by(body, signers);
        self.lie_line(line);
    }

    /// The same as a whole line. From here on the sitting goes on as it would if nobody made the check.
    pub(super) fn lie_line(&mut self, line: Line) {
        self.index = Some(self.smith.size());
        self.smith.state = self.smith.state.clone().without(self.check);
        self.push_line(line);
    }

    /// Publishes what there is.
    pub(super) fn done(self) -> Forged {
        let index = self.index.expect("a forgery has a false entry");
        let lines = self.smith.lines.iter().map(|line| line.bytes().to_vec()).collect();
        let log = Log::new(lines, self.smith.ring.clone());
        Forged {
            base: self.base.name,
            lines: log.lines,
            checkpoint: log.checkpoint,
            fingerprint: self.base.log.fingerprint,
            index,
        }
    }

    /// Opens the box with its ballots in their order; the one with this key is false.
    pub(super) fn open_box_with(&mut self, key: [u8; 32]) {
        let body = Body::BoxOpened(self.smith.box_opening(1));
        self.push(&body);
        for made in self.smith.sorted(1) {
            let body = Body::BallotCast(made.cast.unwrap());
            if made.key == key { self.lie(&body) } else { self.push(&body) }
        }
    }

    /// Changes what a deputy put into the box of contest 1; gives its key.
    pub(super) fn recast(
        &mut self,
        deputy: u32,
        change: impl FnOnce(&mut Smith, &mut BallotCast),
    ) -> [u8; 32] {
        let at = self.smith.boxes[&1].iter().position(|made| made.deputy == deputy).unwrap();
        let mut cast = self.smith.boxes[&1][at].cast.clone().unwrap();
        change(&mut self.smith, &mut cast);
        let made = &mut self.smith.boxes.get_mut(&1).unwrap()[at];
        made.key = cast.ballot_key.to_bytes();
        made.cast = Some(cast);
        made.key
    }

    /// The share of a scrutineer who does not ask whether it may be made.
    pub(super) fn any_share(&mut self, contest: u64, index: u16) -> Decrypted {
        let course = self.smith.course(contest).clone();
        let (closed, _) = course.closed.unwrap();
        let statement = DecryptionStatement::totals(&course.ballots.unwrap().tally, closed).unwrap();
        let position = ScrutineerIndex::try_from(index).unwrap();
        let entropy = self.smith.entropy();
        let secret = self.smith.share(index);
        let public = self.smith.ceremony().agreed().unwrap().share_key(position).unwrap();
        let bytes = decrypt(&statement, position, &secret, public, entropy).unwrap().to_bytes();
        Decrypted {
            contest: course.hash.into(),
            closed: closed.into(),
            scrutineer: u32::from(index).into(),
            shares: bytes.as_chunks::<CELL_BYTES>().0.iter().map(|cell| B64::from(*cell)).collect(),
        }
    }
}
