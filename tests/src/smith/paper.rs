//! Paper ballots: handed out, entered, counted twice, confirmed.

use super::{Smith, int, text};
use audit::entry::paper::{PaperCast, PaperConfirmed, PaperCount, PaperCounted, PaperIssued, VoidPapers};
use audit::entry::payload::BlobPart;
use audit::entry::voting::{ContestClosed, PaperNumbers};
use audit::rules::Row;
use crypto::stamp::Stamp;

impl Smith {
    /// Papers handed out.
    pub fn papers(&self, contest: u64, deputies: &[u32]) -> PaperIssued {
        PaperIssued {
            contest: self.course(contest).hash.into(),
            deputies: deputies.iter().map(|deputy| (*deputy).into()).collect(),
        }
    }

    /// A paper entered as an encrypted ballot under a fresh key.
    pub fn paper(&mut self, contest: u64, chosen: &[u32]) -> (Vec<BlobPart>, PaperCast) {
        let (key, seed) = (self.new_key(), self.draw());
        // A paper has no stamp; the smith's ballots want one, and only their ciphertexts are used here.
        let unused = Stamp::from_bytes(self.stamp_key(contest).public_key().as_bytes()).unwrap();
        let (cast, parts) = self.ballot(contest, key, &unused, chosen, seed);
        (parts, PaperCast { contest: cast.contest, ballot_key: key.into(), ballot: cast.ballot })
    }

    /// The close of a contest with papers.
    pub fn closing_with(&self, contest: u64, returned: u64, void: u64) -> ContestClosed {
        let paper = &self.course(contest).paper;
        let paper = PaperNumbers {
            issued: int(paper.issued_count()),
            returned: int(returned),
            void: int(void),
            entered: int(paper.entered_count()),
        };
        ContestClosed { paper, ..self.closing(contest) }
    }

    /// One of the two counts, with so many void papers.
    pub fn paper_count(&self, contest: u64, count: PaperCount, void: u64, rows: Vec<Row>) -> PaperCounted {
        let course = self.course(contest);
        let void = (void > 0).then(|| VoidPapers { reason: text("多选"), count: int(void) });
        PaperCounted {
            contest: course.hash.into(),
            closed: course.closed.unwrap().0.into(),
            count,
            replaces: course.paper.counts.get(&count).map(|(leaf, _)| (*leaf).into()).into_iter().collect(),
            void: void.into_iter().collect(),
            rows,
        }
    }

    /// Both counts confirmed as they stand.
    pub fn paper_confirmation(&self, contest: u64) -> PaperConfirmed {
        let course = self.course(contest);
        let leaf = |count| course.paper.counts.get(&count).map_or([0; 32], |(leaf, _)| *leaf).into();
        PaperConfirmed {
            contest: course.hash.into(),
            first: leaf(PaperCount::Tellers),
            second: leaf(PaperCount::Scrutineers),
        }
    }
}
