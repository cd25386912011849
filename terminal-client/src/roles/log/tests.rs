use super::super::test_log::Hall;
use super::*;
use audit::fold::Check;

#[test]
fn entry_0_is_the_pinned_one_or_nothing() {
    let hall = Hall::new(3);
    let mut other = FollowedLog::new(Fingerprint([1; 32]));
    let refuted = other.extend(hall.lines.clone()).unwrap_err();
    assert_eq!((refuted.index, refuted.refusal.code), (0, Code::FingerprintDiffers));
    assert_eq!(refuted.line, hall.lines[0]);
    let log = fold_log(hall.log.pinned(), hall.lines.clone()).unwrap();
    assert_eq!(log.size(), hall.lines.len() as u64);
}

#[test]
fn each_changed_line_is_refused_with_index_and_line() {
    let hall = Hall::with_key(3);
    for at in 1..hall.lines.len() {
        let mut lines = hall.lines.clone();
        // The last byte before `}` belongs to the body, which is signed.
        let place = lines[at].len() / 2;
        lines[at][place] ^= 1;
        let refuted = fold_log(hall.log.pinned(), lines.clone()).unwrap_err();
        assert_eq!((refuted.index, &refuted.line), (at as u64, &lines[at]));
    }
    let mut lines = hall.lines.clone();
    lines.swap_remove(3);
    let refuted = fold_log(hall.log.pinned(), lines).unwrap_err();
    assert_eq!((refuted.index, refuted.check), (3, Check::Chain));
}
