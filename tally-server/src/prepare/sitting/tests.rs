use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;

use audit::entry::preparation::Mode;
use audit::fold::Code;
use audit::verify::{Verdict, verify_folder};
use crypto::signature::SigningKey;
use terminal_client::keys::{Passphrase, SecretFile, SecretKind};

use super::*;
use crate::folder::Folder;
use crate::folder::keys::ServerKeys;
use crate::prepare::witnesses::WitnessesDraft;
use crate::prepare::{demo, projects, roll, rules};
use crate::store::SegmentStore;

const TIME: u64 = 1_800_000_000;

fn scrutineer(name: &str) -> Scrutineer {
    Scrutineer { name: name.parse().unwrap(), key: RoleKey::Make, witness: None }
}

fn definition() -> Definition {
    let rules = rules::read("rules.toml", demo::RULES).unwrap();
    Definition {
        name: rules.sitting.name,
        mode: Mode::Real,
        origin: "vote.example/2027-1".parse().unwrap(),
        server: "192.0.2.7:7443".parse().unwrap(),
        listen: "0.0.0.0:7443".parse().unwrap(),
        hosts: vec!["192.0.2.7".into()],
        roll: roll::read("roll.csv", demo::ROLL).unwrap().rows,
        due: None,
        rules: vec![RulesDraft { text: demo::RULES_TEXT.to_owned(), profile: rules.profile }],
        contests: vec![ContestDraft::on_items(
            rules.contest.title,
            items(&projects::read("projects.csv", demo::PROJECTS).unwrap().rows).unwrap(),
        )],
        chief: RoleKey::Make,
        presiding: RoleKey::Make,
        scrutineers: vec![scrutineer("甲"), scrutineer("乙"), scrutineer("丙")],
        threshold: None,
        witnesses: WitnessesDraft::default(),
        print_cards: false,
    }
}

fn generated() -> Passphrases {
    Passphrases::Same(Passphrase::generate())
}

/// Names in a folder, hidden ones too.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

fn verified(made: &Made) -> Verdict {
    let verdict = verify_folder(&made.folder.join("published"), &made.fingerprint, |_, _| ()).unwrap();
    assert!(verdict.failure.is_none(), "{:?}", verdict.failure);
    verdict
}

#[test]
fn a_sitting_is_made_whole_and_its_log_verifies() {
    let place = tempfile::tempdir().unwrap();
    let passphrase = Passphrase::generate();
    let text = passphrase.expose().to_owned();
    let definition = definition();
    let made =
        make(&definition, &place.path().join("sitting"), &Passphrases::Same(passphrase), TIME).unwrap();
    assert_eq!(names(place.path()), BTreeSet::from(["sitting".to_owned()]));

    let Verdict { state, .. } = verified(&made);
    assert_eq!(state.head().size, made.entries);
    assert_eq!(state.head().time, TIME);
    assert_eq!(state.roll().unwrap().membership, 60);
    assert_eq!(state.contests().len(), 1);
    let ceremony = state.ceremony().unwrap();
    assert_eq!((made.scrutineers_named, ceremony.run(), ceremony.threshold()), (true, 1, 2));
    assert_eq!(state.rules().values().next().unwrap().text, demo::RULES_TEXT);

    // Each deputy's card signs with the key on the roll, in this sitting alone.
    for card in &made.cards {
        let number = u32::try_from(card.number()).unwrap();
        let key = card.signing_key(&made.fingerprint.0).unwrap().verifying_key();
        assert_eq!(state.roll().unwrap().get(number).unwrap().card.as_bytes(), key.as_bytes());
        let elsewhere = card.signing_key(&[0; 32]).unwrap().verifying_key();
        assert_ne!(key, elsewhere);
    }

    // The server can open what was written: keys, log, sitting file, settings.
    let folder = Folder::new(&made.folder);
    let passphrase = Passphrase::new(&text).unwrap();
    let keys = ServerKeys::read(&folder, "vote.example/2027-1", &passphrase).unwrap();
    assert_eq!(keys.log.verifying_key(), made.keys.server.log.verifying_key());
    let opened = SegmentStore::open(&made.folder, audit::entry::first_prev("vote.example/2027-1")).unwrap();
    assert!(opened.cut.is_none());
    assert_eq!(folder.read_settings().unwrap().address, definition.listen);
    let sitting = SittingFile::read(&made.folder.join("sitting.toml")).unwrap();
    assert_eq!(sitting, made.sitting);
    // The server reads the same file as its clients.
    assert_eq!(folder.read_sitting().unwrap().fingerprint, made.fingerprint);
    assert_eq!((sitting.fingerprint, sitting.tls), (made.fingerprint, made.certificate));

    for (holder, kind, expected) in [
        (Holder::Secretariat, SecretKind::Secretariat, made.keys.secretariat.verifying_key()),
        (Holder::Chief, SecretKind::ChiefScrutineer, made.keys.chief.verifying()),
        (Holder::Presiding, SecretKind::PresidingOfficer, made.keys.presiding.verifying()),
        (Holder::Scrutineer(3), SecretKind::Scrutineer, made.keys.scrutineers[2].verifying()),
    ] {
        let file = SecretFile::new(&key_path(&made.folder, holder), kind, "vote.example/2027-1").unwrap();
        let seed: [u8; 32] = file.read(&passphrase).unwrap().as_slice().try_into().unwrap();
        assert_eq!(SigningKey::from_seed(&seed).unwrap().verifying_key(), expected, "{holder:?}");
    }
}

#[test]
fn cards_are_written_for_their_owner_alone() {
    let place = tempfile::tempdir().unwrap();
    let definition = Definition { print_cards: true, ..definition() };
    let made = make(&definition, &place.path().join("sitting"), &generated(), TIME).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&made.folder), 0o700);
    assert_eq!(mode(&made.folder.join(CARDS_FOLDER)), 0o700);
    let page = made.folder.join(CARDS_PAGE);
    assert_eq!(mode(&page), 0o600);
    assert!(!std::fs::read_to_string(&page).unwrap().contains("演练"));
    for card in &made.cards {
        let path = made.folder.join(CARDS_FOLDER).join(format!("{}.txt", card.number()));
        assert_eq!(mode(&path), 0o600);
        let text = std::fs::read_to_string(path).unwrap();
        let read = crypto::card::Card::from_qr(text.trim_end(), &made.fingerprint.0).unwrap();
        assert_eq!(*read.typed(), *card.typed());
    }
    // Nothing of a card stands in what is published.
    let log = std::fs::read_to_string(made.folder.join("published/log.jsonl")).unwrap();
    let code = made.cards[0].typed().replace('-', "");
    assert!(!log.contains(&code) && !log.contains(&*made.cards[0].typed()));
}

#[test]
fn a_long_roll_travels_in_parts() {
    let place = tempfile::tempdir().unwrap();
    let row = |number: u32| RollRow {
        number,
        name: format!("代表{number}").parse().unwrap(),
        delegation: "第一代表团".parse().unwrap(),
    };
    // Typed in another order: entries have it by number.
    let roll = (1..=989).rev().map(row).collect();
    let definition = Definition { roll, due: Some(980), ..definition() };
    let made = make(&definition, &place.path().join("sitting"), &generated(), TIME).unwrap();
    let Verdict { state, .. } = verified(&made);
    let roll = state.roll().unwrap();
    assert_eq!((roll.membership, roll.due), (989, 980));
    assert!(made.entries > 5, "{} entries", made.entries);
}

#[test]
fn scrutineers_wait_for_a_chief_whose_key_is_elsewhere() {
    let place = tempfile::tempdir().unwrap();
    let chief = SigningKey::from_seed(&[9; 32]).unwrap().verifying_key();
    let given = Definition { chief: RoleKey::Given(chief), ..definition() };
    let made = make(&given, &place.path().join("a"), &generated(), TIME).unwrap();
    let Verdict { state, .. } = verified(&made);
    assert!(!made.scrutineers_named && state.ceremony().is_none());
    let keys = &state.sitting().unwrap().definition.keys;
    assert_eq!(keys.chief.as_bytes(), chief.as_bytes());
    assert!(!key_path(&made.folder, Holder::Chief).exists());
    let named = std::fs::read_to_string(made.folder.join(SCRUTINEERS_FILE)).unwrap();
    assert!(named.contains("threshold = 2") && named.contains("丙"), "{named}");

    let later = Definition { scrutineers: vec![], ..definition() };
    let made = make(&later, &place.path().join("b"), &generated(), TIME).unwrap();
    assert!(!made.scrutineers_named && verified(&made).state.ceremony().is_none());
    assert!(!made.folder.join(SCRUTINEERS_FILE).exists());
}

#[test]
fn two_sittings_have_nothing_in_common() {
    let place = tempfile::tempdir().unwrap();
    let made = |name: &str| make(&definition(), &place.path().join(name), &generated(), TIME).unwrap();
    let (a, b) = (made("a"), made("b"));
    assert_ne!(a.fingerprint, b.fingerprint);
    assert_ne!(a.certificate, b.certificate);
    assert_ne!(*a.cards[0].typed(), *b.cards[0].typed());
}

#[test]
fn what_exists_is_left_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("sitting");
    std::fs::create_dir(&folder).unwrap();
    let refused = make(&definition(), &folder, &generated(), TIME);
    assert!(matches!(refused, Err(SittingError::Exists { .. })), "{refused:?}");
    assert_eq!(names(&folder), BTreeSet::new());
    std::fs::remove_dir(&folder).unwrap();
    std::os::unix::fs::symlink("nowhere", &folder).unwrap();
    let refused = make(&definition(), &folder, &generated(), TIME);
    assert!(matches!(refused, Err(SittingError::Exists { .. })), "{refused:?}");
}

/// Each fault is found at another step; none leaves anything behind.
#[test]
fn what_cannot_be_made_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("sitting");
    let refused = |definition: &Definition, passphrases: &Passphrases| {
        let error = make(definition, &folder, passphrases, TIME).unwrap_err();
        assert_eq!(names(place.path()), BTreeSet::new(), "{error}");
        assert!(!error.zh().is_empty());
        error
    };
    let one = Definition { scrutineers: vec![scrutineer("甲")], ..definition() };
    assert!(matches!(refused(&one, &generated()), SittingError::Scrutineers(_)));
    let high = Definition { threshold: Some(4), ..definition() };
    assert!(matches!(refused(&high, &generated()), SittingError::Scrutineers(_)));
    // A role with another role's key is one person signing for two.
    let key = SigningKey::from_seed(&[9; 32]).unwrap().verifying_key();
    let same = Definition { chief: RoleKey::Given(key), presiding: RoleKey::Given(key), ..definition() };
    let error = refused(&same, &generated());
    assert!(
        matches!(&error, SittingError::Refused { kind: "sitting_defined", refusal } if refusal.code == Code::DefinitionBad),
        "{error:?}"
    );
    let error = refused(&Definition { due: Some(61), ..definition() }, &generated());
    assert!(matches!(&error, SittingError::Refused { kind: "roll_fixed", .. }), "{error:?}");
    let title = definition().contests[0].title.clone();
    let empty = Definition { contests: vec![ContestDraft::on_items(title, vec![])], ..definition() };
    let error = refused(&empty, &generated());
    assert!(matches!(&error, SittingError::Refused { kind: "contest_defined", .. }), "{error:?}");
    // Found only while the folder is being filled.
    let error = refused(&Definition { hosts: vec!["no name".into()], ..definition() }, &generated());
    assert!(matches!(error, SittingError::Tls(_)), "{error:?}");
    let error = refused(&definition(), &Passphrases::Each(std::collections::BTreeMap::new()));
    assert!(matches!(error, SittingError::NoPassphrase { holder: Holder::Server }), "{error:?}");
}

#[test]
fn every_key_that_is_made_here_asks_for_a_passphrase() {
    let all = definition().holders();
    let expected = [
        Holder::Server,
        Holder::Secretariat,
        Holder::Chief,
        Holder::Presiding,
        Holder::Scrutineer(1),
        Holder::Scrutineer(2),
        Holder::Scrutineer(3),
    ];
    assert_eq!(all, expected);
    let key = RoleKey::Given(SigningKey::from_seed(&[9; 32]).unwrap().verifying_key());
    let given = Definition { chief: key, presiding: key, scrutineers: vec![], ..definition() };
    assert_eq!(given.holders(), [Holder::Server, Holder::Secretariat]);
}

#[test]
fn secrets_are_redacted() {
    let place = tempfile::tempdir().unwrap();
    let made = make(&definition(), &place.path().join("sitting"), &generated(), TIME).unwrap();
    let shown = format!("{made:?}");
    assert!(!shown.contains(made.cards[0].typed().as_str()));
    let seed = made.keys.secretariat.to_secret_bytes();
    assert!(!shown.contains(&format!("{:?}", *seed)));
    assert!(shown.contains("redacted"));
}
