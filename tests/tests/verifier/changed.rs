//! A log changed in any byte, shortened, reordered or repeated is refuted, at the first index at which it stops agreeing.

use audit::fold::{Check, Code};
use audit::verify::{Failure, Verifier};
use end_to_end::smith::{Log, Plan, Smith};
use std::ops::Range;

/// A log and the verifier before each of its entries, so that a change costs only what comes after it.
struct Walk {
    log: Log,
    before: Vec<Verifier>,
}

impl Walk {
    fn new(plan: Plan) -> Self {
        let log = Smith::tell(plan).log();
        let mut verifier = Verifier::new(log.fingerprint);
        let mut before = vec![verifier.clone()];
        for line in &log.lines {
            verifier.take(ended(line)).unwrap();
            verifier.settle().unwrap();
            before.push(verifier.clone());
        }
        assert_eq!(verifier.finish(&log.checkpoint).failure, None);
        Self { log, before }
    }

    fn len(&self) -> usize {
        self.log.lines.len()
    }

    /// The failure of a log that goes on from entry `at` with these lines, under the true checkpoint.
    fn failure<'a>(&self, at: usize, lines: impl IntoIterator<Item = &'a Vec<u8>>) -> Failure {
        let mut verifier = self.before[at].clone();
        for line in lines {
            if let Err(failure) = verifier.take(ended(line)).and_then(|()| verifier.settle().map(|_| ())) {
                return failure;
            }
        }
        verifier.finish(&self.log.checkpoint).failure.expect("a changed log was verified")
    }
}

fn ended(line: &[u8]) -> Vec<u8> {
    [line, b"\n"].concat()
}

/// Every scalar value of a line of JSON: where it stands, without its quotes.
fn values(line: &[u8]) -> Vec<Range<usize>> {
    let mut values = Vec::new();
    let mut at = 0;
    while at < line.len() {
        match line[at] {
            b'"' => {
                let start = at + 1;
                let mut end = start;
                while line[end] != b'"' {
                    end += if line[end] == b'\\' { 2 } else { 1 };
                }
                // A name of a field is no value.
                if line.get(end + 1) != Some(&b':') {
                    values.push(start..end);
                }
                at = end + 1;
            }
            byte if byte.is_ascii_alphanumeric() => {
                let length = line[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
                values.push(at..at + length);
                at += length;
            }
            _ => at += 1,
        }
    }
    values
}

/// The value with one byte changed, so that it can still be read where that is possible: a letter for a letter, a digit for a
/// digit, another character of the same length. An empty text gets a character.
fn change(line: &[u8], value: &Range<usize>) -> Vec<u8> {
    let mut changed = line.to_vec();
    if value.is_empty() {
        changed.insert(value.start, b'x');
        return changed;
    }
    let middle = value.start + value.len() / 2;
    changed[middle] = match changed[middle] {
        b'9' => b'8',
        digit @ b'0'..=b'8' => digit + 1,
        b'z' => b'y',
        b'Z' => b'Y',
        letter if letter.is_ascii_alphabetic() => letter + 1,
        // The last bits of a byte of UTF-8: a neighbour's byte, read or refused as UTF-8.
        byte if byte >= 0x80 => byte ^ 1,
        b'-' => b'_',
        _ => b'-',
    };
    changed
}

#[test]
fn any_field_of_any_entry_changed_in_a_byte_refutes_the_log() {
    let plan =
        Plan { name_bytes: 4_000, dispute: true, deputies: 8, witnesses: 5, quorum: 4, ..Plan::default() };
    let walk = Walk::new(plan);
    let last = walk.len() - 1;
    let (mut fields, mut at_the_next, mut at_the_checkpoint) = (0, 0, 0);
    for at in 0..walk.len() {
        let line = &walk.log.lines[at];
        for value in values(line) {
            let changed = change(line, &value);
            let what = format!(
                "entry {at}: {} -> {}",
                String::from_utf8_lossy(&line[..value.end.min(200)]),
                String::from_utf8_lossy(&changed[value.start..value.end.min(value.start + 80)])
            );
            let failure = walk.failure(at, std::iter::once(&changed).chain(&walk.log.lines[at + 1..]));
            fields += 1;
            let index = usize::try_from(failure.index).unwrap();
            if index == at {
                continue;
            }
            assert_eq!(index, at + 1, "{what}");
            if at == last {
                // The change stands in an entry whose own checks do not see it: the checkpoint does.
                assert_eq!(failure.refusal.code, Code::RootDiffers, "{what}");
                at_the_checkpoint += 1;
            } else {
                // Nothing but `time` is unsigned and free; and the parts of a value that its name sees.
                let expected = [Code::ChainBroken, Code::TimeBack, Code::TimeNotWhole];
                assert!(expected.contains(&failure.refusal.code), "{what}: {:?}", failure.refusal);
                at_the_next += 1;
            }
        }
    }
    println!("{} entries, {fields} fields; {at_the_next} seen by the next entry", walk.len());
    assert!(fields > 1_000, "{fields}");
    assert!(at_the_next > 0, "a changed time is seen by the next entry's prev");
    assert_eq!(at_the_checkpoint, 1, "the time of the last entry is seen by the checkpoint");
}

#[test]
fn an_entry_dropped_refutes_the_log_at_its_place() {
    let walk = Walk::new(Plan::default());
    for at in 0..walk.len() {
        let failure = walk.failure(at, &walk.log.lines[at + 1..]);
        assert_eq!(failure.index, at as u64, "entry {at}: {:?}", failure.refusal);
        let expected = match at {
            0 => Code::FingerprintDiffers,
            _ if at + 1 == walk.len() => Code::SizeDiffers,
            _ => Code::ChainBroken,
        };
        assert_eq!(failure.refusal.code, expected, "entry {at}");
    }
}

#[test]
fn two_neighbours_swapped_refute_the_log_at_the_first() {
    let walk = Walk::new(Plan::default());
    for at in 0..walk.len() - 1 {
        let lines = &walk.log.lines;
        let swapped = [&lines[at + 1], &lines[at]].into_iter().chain(&lines[at + 2..]);
        let failure = walk.failure(at, swapped);
        assert_eq!(failure.index, at as u64, "entry {at}: {:?}", failure.refusal);
        let expected = if at == 0 { Code::FingerprintDiffers } else { Code::ChainBroken };
        assert_eq!(failure.refusal.code, expected, "entry {at}");
    }
}

#[test]
fn an_entry_repeated_refutes_the_log_at_the_repetition() {
    let walk = Walk::new(Plan::default());
    for at in 0..walk.len() {
        let failure = walk.failure(at, &[&walk.log.lines[at..=at], &walk.log.lines[at..]].concat());
        assert_eq!(failure.index, at as u64 + 1, "entry {at}: {:?}", failure.refusal);
        assert_eq!(failure.refusal.code, Code::ChainBroken, "entry {at}");
    }
}

/// What is repeated with its chain made right is a replay, unless the seal or the end of the box forbids it first.
#[test]
fn a_body_repeated_with_its_chain_made_right_is_a_replay() {
    let smith = Smith::tell(Plan { sealed: false, ..Plan::default() });
    for line in smith.lines.iter().skip(1) {
        let again = smith.make_with(&line.entry().sigs, line.body_bytes());
        assert_eq!(smith.refused_line(&again).code, Code::BodyRepeated, "{}", line.body().kind());
    }
}

#[test]
fn the_checkpoint_must_be_signed_and_of_this_log() {
    let walk = Walk::new(Plan::plain());
    let end = walk.before.last().unwrap();
    let failure = |note: &[u8]| end.clone().finish(note).failure.unwrap();
    for at in 0..walk.log.checkpoint.len() {
        let mut note = walk.log.checkpoint.clone();
        note[at] ^= 1;
        let failure = failure(&note);
        assert_eq!(failure.refusal.code, Code::CheckpointBad, "byte {at}: {:?}", failure.refusal);
        assert_eq!((failure.check, failure.index), (Check::Checkpoint, walk.len() as u64));
    }
    assert_eq!(failure(b"").refusal.code, Code::CheckpointBad);
    // Signed, yet of a shorter log, and of another log of the same length.
    let mut shorter = walk.log.clone();
    shorter.lines.pop();
    shorter.sign_checkpoint();
    assert_eq!(failure(&shorter.checkpoint).refusal.code, Code::SizeDiffers);
    let mut other = walk.log.clone();
    let last = other.lines.last_mut().unwrap();
    *last = b"{}".to_vec();
    other.sign_checkpoint();
    let failure = failure(&other.checkpoint);
    assert_eq!((failure.refusal.code, failure.check), (Code::RootDiffers, Check::Tree));
}

#[test]
fn what_is_no_line_of_a_log_is_refuted_where_it_stands() {
    let log = Smith::tell(Plan::plain()).log();
    let verdict = |jsonl: &[u8]| {
        let verdict = audit::verify::verify(jsonl, &log.checkpoint, &log.fingerprint, |_| {}).unwrap();
        let failure = verdict.failure.unwrap();
        (failure.index, failure.refusal.code)
    };
    let jsonl = log.jsonl();
    let size = log.lines.len() as u64;
    // The last newline missing, an empty line, a line too long, bytes that are no UTF-8, nothing at all.
    assert_eq!(verdict(&jsonl[..jsonl.len() - 1]), (size - 1, Code::NotAnEntry));
    assert_eq!(verdict(&[&jsonl[..], b"\n"].concat()), (size, Code::NotAnEntry));
    assert_eq!(verdict(&[&jsonl[..], &vec![b'x'; 70_000], b"\n"].concat()), (size, Code::NotAnEntry));
    assert_eq!(verdict(&[&jsonl[..], b"\xff\xfe\n"].concat()), (size, Code::NotAnEntry));
    assert_eq!(verdict(b""), (0, Code::NotDefined));
    assert_eq!(verdict(&jsonl.replace_newlines()), (0, Code::FingerprintDiffers));
}

trait Newlines {
    fn replace_newlines(&self) -> Vec<u8>;
}

impl Newlines for Vec<u8> {
    /// As a program that writes CRLF would spoil it.
    fn replace_newlines(&self) -> Vec<u8> {
        self.iter().flat_map(|byte| if *byte == b'\n' { b"\r\n".to_vec() } else { vec![*byte] }).collect()
    }
}
