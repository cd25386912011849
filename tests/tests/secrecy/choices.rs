//! The choices and the randomness of each cast ballot, the scrutineers' shares and the stamp scalar: in no file of anybody, on no
//! disk, at no time, and in nothing that a program wrote of itself at its finest level.
//!
//! Every other deputy casts with a seed that the test gave, so that the randomness is known: it is recomputed from the text of
//! protocol.md §7.4 and held against the ballots in the log before it is looked for.

use audit::entry::Body;
use audit::entry::payload::BytesPayload;
use crypto::group::{G_TABLE, Scalar};
use crypto::hash;
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use end_to_end::play::CONTEST;
use end_to_end::play::search::Needles;

use super::{Caster, Taken};

/// What may stand somewhere, by name: an encryption that was opened, once it was put on the log, and a vote by name (记名), which is
/// public by its rules and stands on the device that signed it as well.
const EXCEPTED: [(&str, &[&str]); 2] = [
    (
        "opened",
        &[
            "/server/log/",
            "/server/published/",
            "/server/index/",
            "/copies/open/log/",
            "/copies/open/published/",
            "/copies/open/index/",
        ],
    ),
    ("named", &["/server/log/", "/server/published/", "/server/index/", "/devices/"]),
];

/// r of every ciphertext, and the roots of both streams (§7.4).
fn randomness(taken: &Taken, caster: &Caster, seed: &[u8; 32]) -> Vec<(String, Vec<u8>)> {
    let contest = &taken.state.contests()[&CONTEST];
    let course = contest.course().unwrap();
    let key = *course.keys.as_ref().unwrap().public_key.as_bytes();
    let byte = |bits: &[bool]| bits.iter().rev().fold(0_u8, |byte, bit| byte << 1 | u8::from(*bit));
    let packed: Vec<u8> = caster.marks.chunks(8).map(byte).collect();
    let fields: [&[u8]; 4] = [seed, &key, contest.shape.encoding(), &packed];
    let root = hash::sha512("ballot-ciphertext-root", &fields);
    let r = |index: u64| -> Scalar {
        let fields: [&[u8]; 3] = [&root, &index.to_be_bytes(), &0_u64.to_be_bytes()];
        hash::scalar("ballot-ciphertext-randomness", &fields)
    };
    let ballot = ballot(taken, &caster.ballot_key);
    let all: Vec<Scalar> = (0..contest.shape.ciphertexts() as u64).map(r).collect();
    for (r, ciphertext) in all.iter().zip(ballot.chunks(64)) {
        assert_eq!(
            (r * G_TABLE).compress().as_bytes(),
            &ciphertext[..32],
            "this is not the ballot's randomness"
        );
    }
    let ciphertexts = &ballot[..64 * all.len()];
    let ballot_key = super::leaks::stored(&caster.ballot_key);
    let sitting = taken.play.made.fingerprint.0;
    let fields: [&[u8]; 8] =
        [seed, &sitting, &course.hash, &ballot_key, &key, contest.shape.encoding(), &packed, ciphertexts];
    let proofs = hash::sha512("ballot-proof-root", &fields);
    let mut secrets = vec![
        ("root of the ciphertexts".to_owned(), root.to_vec()),
        ("root of the proofs".to_owned(), proofs.to_vec()),
    ];
    secrets.extend(all.iter().enumerate().map(|(index, r)| (format!("r {index}"), r.to_bytes().to_vec())));
    secrets
}

/// The encrypted ballot in the log under this ballot key.
fn ballot(taken: &Taken, key: &str) -> Vec<u8> {
    let found = taken.log.iter().find_map(|line| match line.body() {
        Body::BallotCast(cast) if cast.ballot_key.to_string() == key => Some(cast.ballot.clone()),
        _ => None,
    });
    let Some(BytesPayload::Inline(bytes)) = found else { panic!("no ballot, or one in parts") };
    bytes.into_vec()
}

/// The scrutineers' shares, out of their files: checked against the public shares that the log gives.
fn shares(taken: &Taken) -> Vec<[u8; 32]> {
    let agreed = taken.state.ceremony().unwrap().agreed().unwrap();
    let kept = taken.play.kept_by_scrutineers();
    assert_eq!(kept.len(), 3);
    let shares = kept.iter().map(|file| -> [u8; 32] {
        // Version, sitting, run, then the kind of secret: 2 is a share.
        assert_eq!(file[41], 2, "the file holds no share");
        file[42..74].try_into().unwrap()
    });
    let shares: Vec<[u8; 32]> = shares.collect();
    for (position, share) in (1_u16..).zip(&shares) {
        let public = agreed.share_key(ScrutineerIndex::try_from(position).unwrap()).unwrap();
        assert_eq!(SecretShare::from_bytes(share).unwrap().public_share().as_ref(), Ok(public));
    }
    shares
}

fn needles(taken: &Taken) -> Needles {
    let mut needles = Needles::default();
    let mut known = 0;
    for caster in &taken.casters {
        let number = caster.deputy.number;
        needles.add_choices(&format!("choices of deputy {number}"), &caster.marks);
        let Some(seed) = &caster.seed else { continue };
        needles.add(&format!("seed of deputy {number}"), seed);
        for (name, secret) in randomness(taken, caster, seed) {
            needles.add(&format!("{name} of deputy {number}"), &secret);
        }
        known += 1;
    }
    assert!(known * 2 >= taken.casters.len());
    for (position, share) in (1..).zip(shares(taken)) {
        needles.add(&format!("share of scrutineer {position}"), &share);
    }
    needles.add("stamp scalar", taken.stamp_key.to_secret_bytes().as_slice());
    needles.add("opened seed", &taken.opened_seed);
    needles.add_choices("opened choices", &taken.opened_marks);
    needles.add_choices("named choices", &taken.named_marks);
    needles
}

fn is_excepted(found: &str) -> bool {
    let Some((file, name)) = found.rsplit_once(": ") else { return false };
    EXCEPTED
        .iter()
        .any(|(start, places)| name.starts_with(start) && places.iter().any(|place| file.contains(place)))
}

pub(super) fn nothing_says_what_was_chosen(taken: &Taken) {
    let needles = needles(taken);
    let place = taken.play.place.path();
    let found = needles.in_folder(place);
    let (excepted, leaked): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| is_excepted(found));
    assert_eq!(leaked, Vec::<String>::new());
    // The opened encryption and the named vote are in the log for everyone, so the search would have found the others.
    for name in
        ["opened seed, base64url", "opened choices, packed, base64url", "named choices, columns, JSON"]
    {
        let end = format!("/server/published/log.jsonl: {name}");
        assert!(
            excepted.iter().any(|found| found.ends_with(&end)),
            "{name} was not found in the log: {excepted:?}"
        );
    }
    // In what the server may be asked to say there is nothing; libraries that nobody can ask here show the frames that went over
    // the wire, the opened encryption and the named vote among them.
    assert_eq!(needles.in_bytes(&taken.traced), Vec::<&str>::new());
    let finest = needles.in_bytes(&taken.traced_finest);
    assert!(finest.iter().all(|name| name.starts_with("opened") || name.starts_with("named")), "{finest:?}");
    assert!(!finest.is_empty(), "the finest level shows no frame, so nothing was searched");

    // Once the box is open the stamp key is destroyed, sealed form and all.
    let sealed = std::fs::read(taken.open.join(format!("stamps/contest-{CONTEST}.sealed"))).unwrap();
    let mut destroyed = Needles::default();
    destroyed.add("sealed stamp key", &sealed);
    assert_eq!(destroyed.in_folder(&taken.play.folder()), Vec::<String>::new());
    assert!(!destroyed.in_folder(&taken.open).is_empty());

    // Whatever is planted is found: each form of each secret, in a file of the server's folder and in a log.
    let planted = place.join("server/planted");
    let forms: Vec<u8> =
        needles.forms().iter().flat_map(|(_, form)| [form.as_slice(), b"\n"].concat()).collect();
    std::fs::write(&planted, &forms).unwrap();
    let found = needles.in_folder(&place.join("server"));
    for (name, _) in needles.forms() {
        let line = format!("{}: {name}", planted.display());
        assert!(found.contains(&line) && !is_excepted(&line), "planted and not found: {name}");
    }
    std::fs::remove_file(planted).unwrap();
}
