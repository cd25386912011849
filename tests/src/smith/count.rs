//! Decryption, declaration, voiding, report and seal.

use super::prepare::position;
use super::{Smith, int, text};
use audit::entry::Signer;
use audit::entry::counting::{
    ArchiveFile, ContestVoided, Decrypted, ReportSigned, ResultDeclared, SittingSealed,
};
use audit::wire::B64;
use crypto::decryption::{CELL_BYTES, decrypt};

impl Smith {
    /// A scrutineer's shares of all totals.
    pub fn decryption(&mut self, contest: u64, index: u16) -> Decrypted {
        let course = self.course(contest);
        let (hash, closed) = (course.hash.into(), course.closed.unwrap().0.into());
        let statement = self.state.decryption_statement(&hash, &closed).unwrap();
        let entropy = self.entropy();
        let public = self.ceremony().agreed().unwrap().share_key(position(index)).unwrap();
        let share = decrypt(&statement, position(index), &self.share(index), public, entropy).unwrap();
        let bytes = share.to_bytes();
        Decrypted {
            contest: hash,
            closed,
            scrutineer: u32::from(index).into(),
            shares: bytes.as_chunks::<CELL_BYTES>().0.iter().map(|cell| B64::from(*cell)).collect(),
        }
    }

    /// Totals and decision, as the shares in the log give them.
    pub fn declaration(&self, contest: u64) -> ResultDeclared {
        let course = self.course(contest);
        let hash = course.hash.into();
        let totals = self.state.totals(&hash).unwrap();
        ResultDeclared {
            contest: hash,
            closed: course.closed.unwrap().0.into(),
            decision: self.state.decision(&hash, &totals).unwrap(),
            totals: totals.into_iter().map(int).collect(),
        }
    }

    /// The contest voided where it stands.
    pub fn voiding(&self, contest: u64) -> ContestVoided {
        let course = self.course(contest);
        ContestVoided {
            contest: course.hash.into(),
            follows: course.last.into(),
            reason: text("程序有误，重新票决"),
        }
    }

    /// The chief's signature of a printed report.
    pub fn report(&mut self, contest: u64) -> ReportSigned {
        ReportSigned {
            contest: self.course(contest).hash.into(),
            by: Signer::Chief,
            report: self.draw().into(),
        }
    }

    /// The seal.
    pub fn seal(&mut self) -> SittingSealed {
        SittingSealed {
            index: int(self.size()),
            origin: self.state.sitting().unwrap().definition.origin.clone(),
            manifest: vec![ArchiveFile {
                name: text("report.pdf"),
                sha256: self.draw().into(),
                length: int(48_000),
            }],
        }
    }
}
