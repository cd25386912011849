//! What people hold: receipts and checkpoints, compared with each other and with a log.

use super::*;
use audit::evidence::{AboutLog, Comparison, compare};
use audit::merkle::{Tree, leaf_hash};
use audit::note::Note;
use audit::observe::{History, HistoryError, check_receipt};
use audit::receipt::Receipt;

pub(super) fn receipt(log: &Log, index: u64) -> Receipt {
    let mut tree = Tree::new();
    log.lines.iter().for_each(|line| tree.push(leaf_hash(line)));
    let proof = tree.inclusion(index, tree.size()).unwrap();
    Receipt::new(index, proof, Note::parse(&log.checkpoint).unwrap()).unwrap()
}

#[test]
fn two_receipts_of_two_histories_are_evidence() {
    let log = prefix(honest(), 40);
    let other = forked(&log, 30);
    let (mine, yours) = (receipt(&log, 12), receipt(&other, 35));
    let about = AboutLog::new(&log.lines[0], Some(&log.fingerprint)).unwrap();
    // Of one size: nothing else is needed.
    let compared = compare(&about, mine.note(), yours.note(), None).unwrap();
    let Comparison::Contradiction(evidence) = compared else { panic!("{compared:?}") };
    assert_eq!(judged(&evidence.to_bytes(), Some(&log.fingerprint)), Misconduct::TwoRoots);
    // Of two sizes: what either server publishes decides.
    let longer = forked(&prefix(honest(), 60), 30);
    let yours = receipt(&longer, 35);
    assert_eq!(compare(&about, mine.note(), yours.note(), None).unwrap(), Comparison::Unknown);
    let server = serve(&longer);
    let mut history = History::open(&server.url(), &log.fingerprint).unwrap();
    assert_eq!(history.compare(yours.note()).unwrap(), Comparison::Same);
    assert!(check_receipt(&mut history, &yours).is_ok());
    let compared = history.compare(mine.note()).unwrap();
    let Comparison::Contradiction(evidence) = compared else { panic!("{compared:?}") };
    assert_eq!(judged(&evidence.to_bytes(), None), Misconduct::TwoHistories);
}

#[test]
fn a_receipt_holds_in_the_log_that_grew_from_it() {
    let mine = receipt(&prefix(honest(), 40), 12);
    let server = serve(honest());
    let folder = tempfile::tempdir().unwrap();
    look(&mut open(folder.path()), &server.url()).unwrap();
    for place in [server.url(), folder.path().to_str().unwrap().to_owned()] {
        let mut history = History::open(&place, &honest().fingerprint).unwrap();
        assert_eq!(history.compare(mine.note()).unwrap(), Comparison::Grew);
        assert!(check_receipt(&mut history, &mine).is_ok());
        // A proof of this log for every entry, that its holder can check.
        for index in [0, 12, size(honest()) - 1] {
            let made = history.receipt(index).unwrap();
            let entry = history.entry(index).unwrap();
            assert_eq!(entry, honest().lines[usize::try_from(index).unwrap()]);
            let read = Receipt::parse(&made.to_bytes()).unwrap();
            assert!(read.verify(&entry, history.about().vkey()).is_ok());
        }
        let beyond = history.receipt(size(honest())).unwrap_err();
        assert!(matches!(beyond, HistoryError::Beyond { .. }), "{beyond}");
        // The receipt of another entry, moved to this place.
        let text = String::from_utf8(mine.to_bytes()).unwrap().replace("index 12", "index 13");
        let moved = Receipt::parse(text.as_bytes()).unwrap();
        let refused = check_receipt(&mut history, &moved).unwrap_err();
        assert!(matches!(refused, HistoryError::Receipt(_)), "{refused}");
    }
    let other = History::open(&server.url(), &Fingerprint([1; 32])).err().unwrap();
    assert!(matches!(other, HistoryError::OtherSitting { .. }), "{other}");
}
