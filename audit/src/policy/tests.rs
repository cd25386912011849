use super::*;
use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::entry::preparation::{Mode, SittingDefined, SittingKeys, WitnessKey};
use crate::merkle::leaf_hash;
use crate::note::{KeyName, Note, NoteError, VkeyError, VkeyType};
use crate::quorum::{Cosignature, LogKeyError, WitnessesError};
use crypto::signature::SigningKey;

const ORIGIN: &str = "vote.example/2026-3";

fn key(seed: u8) -> SigningKey {
    SigningKey::from_seed(&[seed; 32]).unwrap()
}

fn log_vkey(seed: u8) -> Vkey {
    Vkey::new(ORIGIN.parse().unwrap(), VkeyType::Ed25519, key(seed).verifying_key())
}

fn name_of(witness: u8) -> KeyName {
    format!("witness.example/{witness}").parse().unwrap()
}

/// Witness keys have the seeds from 101 on.
fn witness_vkey(witness: u8) -> Vkey {
    Vkey::new(name_of(witness), VkeyType::Cosignature, key(100 + witness).verifying_key())
}

fn checkpoint(size: u64) -> Checkpoint {
    Checkpoint { origin: ORIGIN.parse().unwrap(), size, root: leaf_hash(b"root") }
}

/// A note by log key 1, cosigned by (witness, time)s.
fn note(cosigners: &[(u8, u64)]) -> Note {
    let mut note = checkpoint(7).sign(&key(1)).unwrap();
    for (witness, time) in cosigners {
        note.cosign(&name_of(*witness), &key(100 + witness), *time).unwrap();
    }
    note
}

/// The example of the specification: two of X1–X3, and any of Y1–Y3, which are witnesses 4 to 6 here.
fn nested() -> String {
    let witness = |name: &str, number| format!("witness {name} {}\n", witness_vkey(number));
    [
        format!("log {}\n\n", log_vkey(1)),
        witness("X1", 1) + &witness("X2", 2) + &witness("X3", 3),
        "group X-witnesses 2 X1 X2 X3\n\n".to_owned(),
        witness("Y1", 4) + &witness("Y2", 5) + &witness("Y3", 6),
        "group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n"
            .to_owned(),
    ]
    .concat()
}

fn parse(text: &str) -> Result<Policy, PolicyError> {
    text.parse()
}

fn reached(policy: &str, cosigners: &[(u8, u64)]) -> Reached {
    parse(policy).unwrap().evaluate(&note(cosigners)).unwrap().reached
}

#[test]
fn a_policy_is_read_and_printed_as_the_same() {
    let policy = parse(&nested()).unwrap();
    assert_eq!((policy.logs().len(), policy.witnesses().len()), (1, 6));
    let printed = policy.to_string();
    assert_eq!(parse(&printed), Ok(policy));
    assert_eq!(parse(&printed).unwrap().to_string(), printed);
    assert!(
        printed.contains("group Y-witnesses any Y1 Y2 Y3\n") && printed.contains("group X-witnesses 2 X1")
    );
    // Blank lines, comments and other white space say nothing.
    let spaced = format!("# 谁见证\n\n \t# x\n{}", nested()).replace("group ", " \tgroup \t ");
    assert_eq!(parse(&spaced).map(|policy| policy.to_string()), Ok(printed));
    let with_url = format!("log {} https://vote.example/2026-3\nquorum none\n", log_vkey(1));
    let policy = parse(&with_url).unwrap();
    assert_eq!(policy.logs()[0].url.as_ref().map(PolicyUrl::as_str), Some("https://vote.example/2026-3"));
    assert_eq!(policy.to_string(), with_url);
    assert!(!policy.asks_for_cosignatures());
    // A name may begin with any character, hold a plus, and be a word of the language.
    let names = format!(
        "witness all {}\nwitness #+ {}\ngroup log 1 all #+\nquorum log\n",
        witness_vkey(1),
        witness_vkey(2)
    );
    assert_eq!(reached(&format!("log {}\n{names}", log_vkey(1)), &[(2, 5)]), Reached::Quorum { time: 5 });
}

#[test]
fn the_quorum_is_what_the_groups_say() {
    let policy = nested();
    let reached = |cosigners: &[u8]| reached(&policy, &cosigners.iter().map(|w| (*w, 9)).collect::<Vec<_>>());
    let all = Reached::Quorum { time: 9 };
    for enough in [&[1, 2, 4][..], &[2, 3, 6], &[1, 2, 3, 4, 5, 6], &[5, 3, 1]] {
        assert_eq!(reached(enough), all, "{enough:?}");
    }
    for too_few in [&[][..], &[1], &[1, 2], &[1, 2, 3], &[1, 4], &[4, 5, 6], &[3, 4, 5, 6]] {
        assert_eq!(reached(too_few), Reached::TooFew, "{too_few:?}");
    }
    let alone = format!("log {}\nwitness W {}\nquorum W\n", log_vkey(1), witness_vkey(1));
    assert_eq!(super::tests::reached(&alone, &[(1, 3)]), Reached::Quorum { time: 3 });
    assert_eq!(super::tests::reached(&alone, &[(2, 3)]), Reached::TooFew);
    let none = format!("log {}\nwitness W {}\nquorum none\n", log_vkey(1), witness_vkey(1));
    assert_eq!(super::tests::reached(&none, &[]), Reached::NotAsked);
    let evaluation = parse(&none).unwrap().evaluate(&note(&[(1, 8)])).unwrap();
    assert_eq!(evaluation.cosigned, [Cosignature { witness: 0, time: 8 }]);
    assert!(evaluation.is_accepted());
}

#[test]
fn the_time_of_a_quorum_is_that_of_the_last_that_is_needed() {
    let policy = nested();
    // Two of X at 10 or after; any of Y at 30 or after; all of both at the older of the two.
    assert_eq!(reached(&policy, &[(1, 40), (2, 10), (3, 5), (4, 30)]), Reached::Quorum { time: 10 });
    assert_eq!(
        reached(&policy, &[(1, 40), (2, 10), (3, 50), (4, 30), (5, 20)]),
        Reached::Quorum { time: 30 }
    );
    // A witness that signed twice counts once, with its newer time.
    assert_eq!(reached(&policy, &[(1, 40), (1, 41), (4, 30)]), Reached::TooFew);
    assert_eq!(reached(&policy, &[(1, 40), (2, 10), (2, 60), (4, 50)]), Reached::Quorum { time: 40 });
}

#[test]
fn a_signature_of_a_known_key_that_fails_refuses_the_note() {
    let policy = parse(&nested()).unwrap();
    let evaluate = |note: &Note| policy.evaluate(note).map(|evaluation| evaluation.cosigned.len());
    assert_eq!(evaluate(&note(&[(1, 9), (2, 9), (4, 9), (9, 9)])), Ok(3));
    // A cosignature for another checkpoint, moved here.
    let mut other = checkpoint(8).sign(&key(1)).unwrap();
    other.cosign(&name_of(2), &key(102), 9).unwrap();
    let line = String::from_utf8(other.to_bytes()).unwrap().lines().last().unwrap().to_owned();
    let moved = String::from_utf8(note(&[(1, 9), (4, 9)]).to_bytes()).unwrap() + &line + "\n";
    let refused = evaluate(&Note::parse(moved.as_bytes()).unwrap());
    assert!(
        matches!(refused, Err(EvaluateError::Note(NoteError::Signature { name, .. })) if name == name_of(2))
    );
    // Another log's key, then none at all: witnesses alone do not make a checkpoint of this log.
    let foreign = checkpoint(7).sign(&key(2)).unwrap();
    assert_eq!(evaluate(&foreign), Err(EvaluateError::Note(NoteError::Unsigned)));
    let mut witnessed = foreign;
    witnessed.cosign(&name_of(1), &key(101), 9).unwrap();
    assert_eq!(evaluate(&witnessed), Err(EvaluateError::NotALog));
    // This log's key over another origin.
    let text = Checkpoint { origin: "vote.example/other".parse().unwrap(), ..checkpoint(7) }.text();
    let note = Note::sign(&text, &ORIGIN.parse().unwrap(), &key(1)).unwrap();
    assert!(matches!(evaluate(&note), Err(EvaluateError::Checkpoint(CheckpointError::OtherOrigin { .. }))));
}

#[test]
fn each_line_is_refused_by_what_is_wrong_with_it() {
    let (log, w1, w2) = (log_vkey(1).to_string(), witness_vkey(1).to_string(), witness_vkey(2).to_string());
    let other_name = Vkey::new(name_of(7), VkeyType::Cosignature, key(101).verifying_key()).to_string();
    let (l, w) = (format!("log {log}\n"), format!("witness W {w1}\nwitness V {w2}\n"));
    let key_type = |expected, actual| LineProblem::KeyType { expected, actual };
    let cases = [
        ("logs x\n".to_owned(), 1, LineProblem::Keyword),
        ("LOG x\n".to_owned(), 1, LineProblem::Keyword),
        ("\u{a0}# no space of ours\n".to_owned(), 1, LineProblem::Keyword),
        ("log\n".to_owned(), 1, LineProblem::Items),
        (format!("log {log} https://a b\n"), 1, LineProblem::Items),
        ("witness W\n".to_owned(), 1, LineProblem::Items),
        (format!("{w}group G any\n"), 3, LineProblem::Items),
        (format!("{w}group G\n"), 3, LineProblem::Items),
        (format!("{w}quorum\n"), 3, LineProblem::Items),
        (format!("{w}quorum W V\n"), 3, LineProblem::Items),
        ("log x+y\n".to_owned(), 1, LineProblem::Vkey(VkeyError::Form)),
        (format!("log {}\n", log.replacen('+', "+0", 1)), 1, LineProblem::Vkey(VkeyError::Id)),
        (format!("log {w1}\n"), 1, key_type(1, 4)),
        (format!("witness W {log}\n"), 1, key_type(4, 1)),
        (format!("log {log} https://a\u{3000}b\n"), 1, LineProblem::Url(PolicyUrlError)),
        (format!("{l}{l}"), 2, LineProblem::DuplicateKey),
        (format!("{w}witness U {w1}\n"), 3, LineProblem::DuplicateKey),
        // The same key under another name is the same key.
        (format!("{w}witness U {other_name}\n"), 3, LineProblem::DuplicateKey),
        (format!("{w}witness W {}\n", witness_vkey(3)), 3, LineProblem::DuplicateName),
        (format!("{w}group W any V\n"), 3, LineProblem::DuplicateName),
        (format!("witness none {w1}\n"), 1, LineProblem::Reserved),
        (format!("{w}group none any V\n"), 3, LineProblem::Reserved),
        (format!("{w}group G any none\n"), 3, LineProblem::UnknownName),
        (format!("group G any W\n{w}"), 1, LineProblem::UnknownName),
        (format!("{w}group G any W G\n"), 3, LineProblem::UnknownName),
        (format!("quorum W\n{w}"), 1, LineProblem::UnknownName),
        (format!("{w}group G any W W\n"), 3, LineProblem::MemberTwice),
        (format!("{w}group G any W\ngroup H any W V\n"), 4, LineProblem::MemberTwice),
        (format!("{w}quorum W\nquorum W\n"), 4, LineProblem::SecondQuorum),
        (format!("{w}quorum none\nquorum none\n"), 4, LineProblem::SecondQuorum),
    ];
    for (text, line, source) in cases {
        assert_eq!(
            parse(&(text.clone() + "quorum none\n")),
            Err(PolicyError::Line { line, source }),
            "{text}"
        );
    }
    for threshold in ["0", "3", "01", "+1", "-1", "some", "All", "1.0", "99999999999999999999"] {
        let text = format!("{w}group G {threshold} W V\nquorum none\n");
        assert_eq!(
            parse(&text),
            Err(PolicyError::Line { line: 3, source: LineProblem::Threshold }),
            "{threshold}"
        );
    }
}

#[test]
fn each_file_is_refused_by_what_is_wrong_with_it() {
    assert_eq!(parse(""), Err(PolicyError::FinalNewline));
    assert_eq!(parse("quorum none"), Err(PolicyError::FinalNewline));
    assert_eq!(parse("\n# quorum none\n"), Err(PolicyError::NoQuorum));
    assert_eq!(parse("quorum none\r\n"), Err(PolicyError::Control { at: 11 }));
    assert_eq!(parse("# \u{7f}\nquorum none\n"), Err(PolicyError::Control { at: 2 }));
    assert_eq!(Policy::parse(b"# \xff\nquorum none\n"), Err(PolicyError::NotUtf8 { at: 2 }));
    let long = "#".repeat(POLICY_BYTES_MAX) + "\n";
    assert_eq!(parse(&long), Err(PolicyError::TooLong { bytes: POLICY_BYTES_MAX + 1 }));
}

#[test]
fn many_logs_witnesses_and_groups_are_taken() {
    let each = |count: usize| {
        let mut text = String::new();
        for at in 0..count {
            let mut seed = [7; 32];
            seed[..8].copy_from_slice(&(at as u64).to_be_bytes());
            let public = SigningKey::from_seed(&seed).unwrap().verifying_key();
            let name: KeyName = format!("party.example/{at}").parse().unwrap();
            let log = Vkey::new(name.clone(), VkeyType::Ed25519, public);
            let witness = Vkey::new(name, VkeyType::Cosignature, public);
            let members = if at == 0 { String::new() } else { format!(" g{}", at - 1) };
            text.extend([format!("log {log}\nwitness w{at} {witness}\ngroup g{at} all w{at}{members}\n")]);
        }
        text + &format!("quorum g{}\n", count - 1)
    };
    let policy = parse(&each(POLICY_EACH_MAX)).unwrap();
    assert_eq!((policy.logs().len(), policy.witnesses().len()), (256, 256));
    assert_eq!(parse(&policy.to_string()), Ok(policy));
    let refused = parse(&each(POLICY_EACH_MAX + 1));
    assert_eq!(refused, Err(PolicyError::Line { line: 256 * 3 + 1, source: LineProblem::TooMany }));
}

fn definition(witnesses: u8, quorum: u64) -> SittingDefined {
    let public = |seed| (*key(seed).verifying_key().as_bytes()).into();
    let witness = |number| WitnessKey {
        name: format!("见证 {number}").try_into().unwrap(),
        vkey: witness_vkey(number).to_string().try_into().unwrap(),
    };
    SittingDefined {
        version: 1_u64.try_into().unwrap(),
        name: "大会".to_owned().try_into().unwrap(),
        mode: Mode::Real,
        origin: ORIGIN.to_owned().try_into().unwrap(),
        keys: SittingKeys {
            log: public(1),
            server: public(2),
            secretariat: public(3),
            chief: public(4),
            presiding: public(5),
        },
        witnesses: (1..=witnesses).map(witness).collect(),
        quorum: quorum.try_into().unwrap(),
        pages: vec![],
    }
}

#[test]
fn entry_0_is_a_policy() {
    let policy = Policy::of_sitting(&definition(0, 0)).unwrap();
    assert_eq!(policy.to_string(), format!("log {}\nquorum none\n", log_vkey(1)));
    let policy = Policy::of_sitting(&definition(5, 4)).unwrap();
    let expected: Vec<String> = (1..=5).map(|at| format!("witness w{at} {}\n", witness_vkey(at))).collect();
    let group = "group quorum-of-sitting 4 w1 w2 w3 w4 w5\nquorum quorum-of-sitting\n";
    assert_eq!(policy.to_string(), format!("log {}\n{}{group}", log_vkey(1), expected.concat()));
    assert_eq!(parse(&policy.to_string()), Ok(policy.clone()));
    let reached = |by: &[(u8, u64)]| policy.evaluate(&note(by)).unwrap().reached;
    assert_eq!(reached(&[(1, 9), (2, 8), (3, 7), (5, 6)]), Reached::Quorum { time: 6 });
    assert_eq!(reached(&[(1, 9), (2, 8), (3, 7)]), Reached::TooFew);
    let urls: Vec<Option<PolicyUrl>> = vec![None, Some("https://w.example".parse().unwrap())];
    let with_urls = policy.clone().with_urls(Some("https://vote.example/2026-3".parse().unwrap()), &urls);
    assert!(with_urls.to_string().contains(&format!("witness w2 {} https://w.example\n", witness_vkey(2))));
    assert!(with_urls.trusts_as(&policy) && with_urls != policy);
    assert!(!policy.trusts_as(&Policy::of_sitting(&definition(5, 3)).unwrap()));
    // The largest sitting: 32 witnesses.
    let policy = Policy::of_sitting(&definition(32, 32)).unwrap();
    assert!(policy.to_string().contains("group quorum-of-sitting all w1 w2"));
}

#[test]
fn an_entry_0_whose_witnesses_are_none_has_no_policy() {
    let refused = |definition: &SittingDefined| Policy::of_sitting(definition).unwrap_err();
    let quorum = |quorum, count| SittingPolicyError::Witnesses(WitnessesError::Quorum { quorum, count });
    assert_eq!(refused(&definition(3, 4)), quorum(4, 3));
    assert_eq!(refused(&definition(3, 0)), quorum(0, 3));
    assert_eq!(refused(&definition(0, 1)), quorum(1, 0));
    let mut bad = definition(2, 2);
    bad.witnesses[1].vkey = "x".to_owned().try_into().unwrap();
    assert_eq!(refused(&bad), WitnessesError::Vkey { witness: 2, source: VkeyError::Form }.into());
    bad.witnesses[1].vkey = log_vkey(1).to_string().try_into().unwrap();
    assert_eq!(refused(&bad), WitnessesError::Type { witness: 2 }.into());
    let mut bad = definition(0, 0);
    bad.keys.log = [0; 32].into();
    assert!(matches!(refused(&bad), SittingPolicyError::Log(LogKeyError::Key(_))));
    bad.origin = "a b".to_owned().try_into().unwrap();
    assert!(matches!(refused(&bad), SittingPolicyError::Log(LogKeyError::Origin(_))));
}
