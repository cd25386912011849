//! The ceremony and the vault. What needs ballots is in `decrypt_tests`.

use super::super::acts::preparing;
use super::super::test_log::{Hall, key};
use super::*;
use crate::keys::{Existing, Passphrase, SecretFileError};
use audit::entry::key::KeyDealt;
use audit::entry::{Body, Signer};
use audit::fingerprint::Fingerprint;
use crypto::group::{Element, G_TABLE, Scalar};
use crypto::hash::Entropy;
use crypto::proofs::{Context, KnowledgeProof};
use protocol::Act;

const WEAK: &str = "demo-0123456789abcdef0123456789abcdef";

/// A terminal that restarts during the ceremony says the same again, byte by byte (§5.8).
#[test]
fn a_restarted_terminal_says_the_same_again() {
    let mut hall = Hall::new(3);
    let mut said = Vec::new();
    while hall.step(0) != Step::Test {
        let steps: Vec<_> = (0..3).map(|at| hall.step(at)).collect();
        let step = steps[0];
        if !matches!(step, Step::WaitFor(_)) {
            let act = hall.act(0, step);
            hall.restart(0);
            assert_eq!(hall.step(0), step);
            assert_eq!(hall.act(0, step), act, "{step:?}");
            said.push(step);
        }
        if steps.iter().all(|step| *step == Step::SignKey) {
            break;
        }
        let at = steps.iter().position(|step| !matches!(step, Step::WaitFor(_) | Step::SignKey)).unwrap();
        let act = hall.act(at, steps[at]);
        hall.append(&act);
    }
    assert_eq!(said, [Step::Commit, Step::Reveal, Step::Deal, Step::Accept, Step::SignKey]);
}

#[test]
fn steps_out_of_turn_are_refused() {
    let mut hall = Hall::new(3);
    for step in [Step::Reveal, Step::Deal, Step::Accept, Step::Dispute, Step::SignKey, Step::Test, Step::Done]
    {
        let refused = hall.programs[0].act(step, &hall.log);
        assert!(matches!(refused, Err(ScrutineerError::NotNow)), "{step:?}: {refused:?}");
    }
    let vault = hall.open_vault("outsider.age", WEAK);
    let mut outsider = ScrutineerProgram::new(key("outsider"), vault);
    assert_eq!(outsider.next_step(hall.state()).unwrap(), Step::WaitFor(Awaited::Naming));
    let refused = outsider.act(Step::Commit, &hall.log);
    assert!(matches!(refused, Err(ScrutineerError::NotNamed)), "{refused:?}");
}

#[test]
fn a_terminal_without_its_file_says_so() {
    let mut hall = Hall::new(3);
    for at in 0..3 {
        let act = hall.act(at, Step::Commit);
        hall.append(&act);
    }
    let vault = hall.open_vault("empty.age", WEAK);
    let mut program = ScrutineerProgram::new(key("scrutineer-1"), vault);
    let refused = program.act(Step::Reveal, &hall.log);
    assert!(matches!(refused, Err(ScrutineerError::LostSecret { run: 1 })), "{refused:?}");
    assert!(hall.programs[0].act(Step::Reveal, &hall.log).is_ok(), "the one that has it goes on");
}

/// A dealer who deals rubbish to scrutineer 2, with a proof that is right.
fn deal_rubbish(hall: &mut Hall, dealer: usize) -> Act {
    let honest = hall.act(dealer, Step::Deal);
    let Body::KeyDealt(mut dealt) = honest.decode().unwrap() else { panic!() };
    let transcript = hall.state().ceremony().unwrap().transcript();
    let recipient = crypto::scrutineer::ScrutineerIndex::try_from(2).unwrap();
    let own = crypto::scrutineer::ScrutineerIndex::try_from(u16::try_from(dealer + 1).unwrap()).unwrap();
    let e = Scalar::from(77_u8);
    let ephemeral = Element::try_from(&e * G_TABLE).unwrap();
    let sealed = [3; 48];
    let x = transcript.committed(recipient).unwrap().encryption_key;
    let fields: [&[u8]; 5] =
        [transcript.run().hash(), &own.to_field(), &recipient.to_field(), x.as_bytes(), &sealed];
    let context = Context { label: "ceremony-ephemeral", fields: &fields };
    let proof = KnowledgeProof::prove(&context, &e, &ephemeral, &Entropy::from_os([1; 32]));
    let share = dealt.shares.iter_mut().find(|share| share.to.get() == 2).unwrap();
    share.ephemeral = (*ephemeral.as_bytes()).into();
    share.sealed = sealed.into();
    share.proof = proof.to_bytes().into();
    let signer = Signer::Scrutineer(u8::try_from(dealer + 1).unwrap());
    hall.by(signer, &Body::KeyDealt(KeyDealt { ..dealt }))
}

#[test]
fn a_bad_share_is_disputed_and_the_next_run_is_fresh() {
    let mut hall = Hall::new(3);
    for step in [Step::Commit, Step::Reveal] {
        for at in 0..3 {
            let act = hall.act(at, step);
            hall.append(&act);
        }
    }
    let act = deal_rubbish(&mut hall, 0);
    hall.append(&act);
    for at in [1, 2] {
        let act = hall.act(at, Step::Deal);
        hall.append(&act);
    }
    assert_eq!(hall.step(2), Step::Accept, "it was dealt a good share");
    assert_eq!(hall.step(1), Step::Dispute);
    let refused = hall.programs[1].act(Step::Accept, &hall.log);
    assert!(matches!(refused, Err(ScrutineerError::NotNow)), "{refused:?}");
    let act = hall.act(1, Step::Dispute);
    hall.restart(1);
    assert_eq!(hall.act(1, Step::Dispute), act, "a restarted terminal complains in the same bytes");
    hall.append(&act);
    let fault = hall.state().ceremony().unwrap().fault();
    assert!(
        matches!(fault, Some(crypto::ceremony::Fault::Dealer(index, _)) if index.get() == 1),
        "{fault:?}"
    );
    assert_eq!(hall.step(1), Step::WaitFor(Awaited::Naming));

    // The next run, without the dealer at fault: everything is fresh, positions too.
    let encryption_key = |act: &Act| match act.decode().unwrap() {
        Body::KeyCommitted(committed) => committed.encryption_key,
        other => panic!("{other:?}"),
    };
    let own = crypto::scrutineer::ScrutineerIndex::try_from(2).unwrap();
    let before = hall.state().ceremony().unwrap().transcript().committed(own).unwrap().clone();
    let named = ["scrutineer-2", "scrutineer-3", "scrutineer-4"]
        .map(|name| (name.parse().unwrap(), *key(name).verifying_key().as_bytes()));
    let reason = "监票人一分发的份额有误".parse().unwrap();
    hall.two_roles(&preparing::name_scrutineers(hall.state(), 2, named, reason).unwrap());
    assert_eq!(hall.step(0), Step::WaitFor(Awaited::Naming));
    assert_eq!(hall.step(1), Step::Commit);
    let act = hall.act(1, Step::Commit);
    assert_ne!(encryption_key(&act).as_bytes(), before.encryption_key.as_bytes());
    hall.append(&act);
    assert_eq!(hall.programs[1].position(hall.state()).map(u16::from), Some(1));
}

#[test]
fn a_vault_is_open_once_for_one_sitting_under_one_passphrase() {
    let hall = Hall::with_key(3);
    let file = || hall.secret_file("scrutineer-1.age");
    let pinned = hall.log.pinned();
    let open = |passphrase, sitting| Vault::open(file(), passphrase, sitting);
    let right = || Passphrase::new(WEAK).unwrap();
    let refused = open(right(), pinned);
    assert!(matches!(refused, Err(VaultError::InUse { .. })), "{refused:?}");

    let Hall { programs, folder, .. } = hall;
    drop(programs);
    let file = || {
        let path = folder.path().join("scrutineer-1.age");
        crate::keys::SecretFile::new(
            &path,
            crate::keys::SecretKind::Scrutineer,
            super::super::test_log::ORIGIN,
        )
        .unwrap()
    };
    let refused = Vault::open(file(), Passphrase::generate(), pinned);
    assert!(matches!(refused, Err(VaultError::File(SecretFileError::WrongPassphrase { .. }))), "{refused:?}");
    let refused = Vault::open(file(), right(), Fingerprint([1; 32]));
    assert!(matches!(refused, Err(VaultError::OtherSitting { found }) if found == pinned), "{refused:?}");

    let whole = file().read(&right()).unwrap();
    let shown = format!("{:?}", Vault::open(file(), right(), pinned).unwrap());
    assert_eq!(shown, "Vault(run 1, share redacted, 0 served)");
    for (at, what) in [(0, "version"), (41, "kind"), (77, "count")] {
        let mut changed = whole.to_vec();
        changed[at] ^= 0x40;
        file().write(&right(), &changed, Existing::Replace).unwrap();
        let refused = Vault::open(file(), right(), pinned);
        assert!(
            matches!(refused, Err(VaultError::Malformed { what: found }) if found == what),
            "{what}: {refused:?}"
        );
    }
    file().write(&right(), &whole[..77], Existing::Replace).unwrap();
    let refused = Vault::open(file(), right(), pinned);
    assert!(matches!(refused, Err(VaultError::Malformed { what: "length" })), "{refused:?}");
}
