use super::dealing::Way;
use super::*;
use crate::group::{Element, G_TABLE, Scalar};
use crate::hash::Entropy;
use crate::proofs::KnowledgeProof;
use crate::scrutineer::SecretShare;
use crate::signature::SigningKey;

const SITTING: [u8; 32] = [7; 32];

fn index(i: u16) -> ScrutineerIndex {
    ScrutineerIndex::try_from(i).unwrap()
}

fn act_key(i: u16) -> SigningKey {
    SigningKey::from_seed(&[u8::try_from(i).unwrap(); 32]).unwrap()
}

fn run(number: u64, n: u16, t: u16) -> Run {
    let act_keys = (1..=n).map(|i| act_key(i).verifying_key()).collect();
    Run::new(&SITTING, number, Parameters::new(n, t).unwrap(), act_keys).unwrap()
}

fn secret(run: &Run, i: u16) -> CeremonySecret {
    let entropy = Entropy::from_os([100 + u8::try_from(i).unwrap(); 32]);
    CeremonySecret::generate(run.clone(), index(i), &act_key(i), entropy).unwrap()
}

fn secrets(run: &Run) -> Vec<CeremonySecret> {
    (1..=run.parameters().n()).map(|i| secret(run, i)).collect()
}

fn committed(run: &Run, secrets: &[CeremonySecret]) -> Transcript {
    let mut transcript = Transcript::new(run.clone());
    for (i, secret) in (1..).zip(secrets) {
        transcript.commit(index(i), secret.commit().unwrap()).unwrap();
    }
    transcript
}

fn revealed(run: &Run, secrets: &[CeremonySecret]) -> Transcript {
    let mut transcript = committed(run, secrets);
    for (i, secret) in (1..).zip(secrets) {
        transcript.reveal(index(i), secret.reveal().unwrap()).unwrap();
    }
    transcript
}

/// All have dealt; `tamper` changes what dealer 1 deals.
fn dealt(run: &Run, secrets: &[CeremonySecret], tamper: impl FnOnce(&Transcript, &mut Dealt)) -> Transcript {
    let mut transcript = revealed(run, secrets);
    let mut first = secrets[0].deal(&transcript).unwrap();
    tamper(&transcript, &mut first);
    transcript.deal(index(1), first).unwrap();
    for (i, secret) in (2..).zip(&secrets[1..]) {
        let step = secret.deal(&transcript).unwrap();
        transcript.deal(index(i), step).unwrap();
    }
    transcript
}

fn share(secret: &CeremonySecret, transcript: &Transcript) -> SecretShare {
    match secret.open(transcript).unwrap() {
        Opened::Share(share) => share,
        Opened::Complaints(complaints) => panic!("{complaints:?}"),
    }
}

fn complaints(secret: &CeremonySecret, transcript: &Transcript) -> Vec<Complaint> {
    match secret.open(transcript).unwrap() {
        Opened::Share(_) => panic!("no complaint"),
        Opened::Complaints(complaints) => complaints,
    }
}

/// Σ λ_i x_i at 0.
fn interpolate(shares: &[(ScrutineerIndex, &SecretShare)]) -> Scalar {
    shares
        .iter()
        .map(|(i, share)| {
            let others = shares.iter().filter(|(j, _)| j != i);
            let lambda: Scalar =
                others.map(|(j, _)| j.scalar() * (j.scalar() - i.scalar()).invert()).product();
            lambda * share.scalar()
        })
        .sum()
}

#[test]
fn any_t_shares_give_the_key_and_fewer_do_not() {
    for (n, t) in [(2, 2), (3, 2), (5, 3), (9, 9)] {
        let run = run(1, n, t);
        let secrets = secrets(&run);
        let transcript = dealt(&run, &secrets, |_, _| ());
        let AgreedKey { key, public_shares } = transcript.agreed().unwrap();
        let shares: Vec<_> = secrets.iter().map(|secret| share(secret, &transcript)).collect();
        for (share, public) in shares.iter().zip(&public_shares) {
            assert_eq!(share.public_share().unwrap(), *public);
        }
        let held: Vec<_> = (1..).map(index).zip(&shares).collect();
        for window in held.windows(usize::from(t)) {
            assert_eq!(Element::try_from(&interpolate(window) * G_TABLE), Ok(key), "{t} of {n}");
        }
        for window in held.windows(usize::from(t) - 1) {
            assert_ne!(Element::try_from(&interpolate(window) * G_TABLE), Ok(key), "{t} of {n}");
        }
    }
}

#[test]
fn a_restarted_terminal_says_the_same_again() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let transcript = dealt(&run, &secrets, |_, _| ());
    let restored = CeremonySecret::from_secret_bytes(run, index(2), &secrets[1].to_secret_bytes()).unwrap();
    assert_eq!(restored.commit(), secrets[1].commit());
    assert_eq!(restored.reveal(), secrets[1].reveal());
    assert_eq!(restored.deal(&transcript), secrets[1].deal(&transcript));
    assert_eq!(share(&restored, &transcript).public_share(), share(&secrets[1], &transcript).public_share());
}

#[test]
fn the_same_entropy_gives_another_secret_in_another_run_place_or_hand() {
    let first = run(1, 3, 2);
    let seeds = [secret(&first, 1), secret(&run(2, 3, 2), 1), secret(&run(1, 3, 3), 1)];
    let mut seeds: Vec<_> = seeds.iter().map(|secret| *secret.to_secret_bytes()).collect();
    let entropy = || Entropy::from_os([101; 32]);
    let second = CeremonySecret::generate(first.clone(), index(2), &act_key(2), entropy()).unwrap();
    seeds.push(*second.to_secret_bytes());
    assert_eq!(std::collections::HashSet::<[u8; 32]>::from_iter(seeds).len(), 4);
    let other = CeremonySecret::generate(first, index(2), &act_key(1), entropy()).map(|_| ());
    assert_eq!(other, Err(CeremonyError::NotThisScrutineer { index: index(2) }));
}

/// Replaces what dealer 1 deals to 2 by a share of another polynomial, sealed and proved as it should be.
fn deal_badly(value: Scalar) -> impl FnOnce(&Transcript, &mut Dealt) {
    move |transcript, step| {
        let way = transcript.ways_from(index(1)).unwrap().next().unwrap();
        step.shares[0] = way.deal(&value, &Scalar::from(77u8), &Entropy::from_os([3; 32])).unwrap();
    }
}

#[test]
fn a_complaint_about_a_bad_share_is_upheld_against_the_dealer() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let transcript = dealt(&run, &secrets, deal_badly(Scalar::from(5u8)));
    let [complaint] = complaints(&secrets[1], &transcript).try_into().unwrap();
    let fault = Fault::Dealer(index(1), ShareFault::Polynomial);
    assert_eq!(transcript.judge(index(2), &complaint), Ok(fault));
    share(&secrets[2], &transcript);
}

/// Dealers 1 and 2 deal 3 what they should plus one and minus one: under equal weights that is nothing (pitfall 9).
#[test]
fn two_bad_shares_that_cancel_are_both_complained_about() {
    let run = run(1, 4, 2);
    let secrets = secrets(&run);
    let honest = dealt(&run, &secrets, |_, _| {});
    let recipient = &secrets[2];
    let mut transcript = revealed(&run, &secrets);
    for (dealer, error) in [(1, Scalar::ONE), (2, -Scalar::ONE), (3, Scalar::ZERO), (4, Scalar::ZERO)] {
        let mut step = secrets[usize::from(dealer) - 1].deal(&transcript).unwrap();
        if error != Scalar::ZERO {
            let (way, share, _) = honest.share(index(dealer), index(3)).unwrap();
            let value = way.unseal(share, &Way::shared(&recipient.encryption_secret(), share)).unwrap();
            let e = Scalar::from(77 + dealer);
            let entropy = Entropy::from_os([3; 32]);
            // Recipients without the dealer: 3 is the second of both.
            step.shares[1] = way.deal(&(*value + error), &e, &entropy).unwrap();
        }
        transcript.deal(index(dealer), step).unwrap();
    }
    let complaints = complaints(recipient, &transcript);
    assert_eq!(complaints.iter().map(|c| c.dealer).collect::<Vec<_>>(), [index(1), index(2)]);
    for complaint in &complaints {
        let fault = Fault::Dealer(complaint.dealer, ShareFault::Polynomial);
        assert_eq!(transcript.judge(index(3), complaint), Ok(fault));
    }
    share(&secrets[3], &transcript);
}

#[test]
fn a_share_that_is_no_scalar_is_the_dealers_fault() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let transcript = dealt(&run, &secrets, |transcript, step| {
        let way = transcript.ways_from(index(1)).unwrap().next().unwrap();
        let entropy = Entropy::from_os([3; 32]);
        step.shares[0] = way.deal_bytes(&[0xff; 32], &Scalar::from(77u8), &entropy).unwrap();
    });
    let [complaint] = complaints(&secrets[1], &transcript).try_into().unwrap();
    let fault = Fault::Dealer(index(1), ShareFault::NotCanonical);
    assert_eq!(transcript.judge(index(2), &complaint), Ok(fault));
}

#[test]
fn a_share_that_does_not_open_is_the_dealers_fault() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    // Sealed for 3, proved for 2: the dealer may put any bytes under its proof.
    let transcript = dealt(&run, &secrets, |transcript, step| {
        let way = transcript.ways_from(index(1)).unwrap().next().unwrap();
        let e = Scalar::from(77u8);
        let mut share = way.deal(&Scalar::from(5u8), &e, &Entropy::from_os([3; 32])).unwrap();
        share.sealed = step.shares[1].sealed;
        let (dealer, recipient) = (index(1).to_field(), index(2).to_field());
        let fields: [&[u8]; 4] = [&dealer, &recipient, way.recipient_key.as_bytes(), &share.sealed];
        share.proof = transcript.run().in_context("ceremony-ephemeral", &fields, |context| {
            KnowledgeProof::prove(context, &e, &share.ephemeral, &Entropy::from_os([3; 32]))
        });
        step.shares[0] = share;
    });
    let [complaint] = complaints(&secrets[1], &transcript).try_into().unwrap();
    let fault = Fault::Dealer(index(1), ShareFault::Sealed);
    assert_eq!(transcript.judge(index(2), &complaint), Ok(fault));
}

#[test]
fn a_false_complaint_falls_back_on_the_complainer() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let transcript = dealt(&run, &secrets, |_, _| ());
    let (way, share, _) = transcript.share(index(1), index(2)).unwrap();
    let x = |i: u16| secrets[usize::from(i) - 1].encryption_secret();
    let entropy = || Entropy::from_os([3; 32]);
    let complainer = Ok(Fault::Complainer(index(2)));
    // The right Diffie–Hellman value, but the share is good.
    let good = way.complain(share, &x(2), &entropy()).unwrap();
    assert_eq!(transcript.judge(index(2), &good), complainer);
    // Another value, under which nothing opens: its proof is false.
    let wrong = way.complain(share, &x(3), &entropy()).unwrap();
    assert_eq!(transcript.judge(index(2), &wrong), complainer);
    let moved = Complaint { shared: wrong.shared, ..good.clone() };
    assert_eq!(transcript.judge(index(2), &moved), complainer);
    // A complaint is not another's, nor about another dealer, nor about oneself.
    assert_eq!(transcript.judge(index(3), &good), Ok(Fault::Complainer(index(3))));
    let about_three = Complaint { dealer: index(3), ..good.clone() };
    assert_eq!(transcript.judge(index(2), &about_three), complainer);
    let about_self = Complaint { dealer: index(2), ..good };
    assert_eq!(
        transcript.judge(index(2), &about_self),
        Err(CeremonyError::ComplaintAboutSelf { index: index(2) })
    );
}

#[test]
fn a_complaint_about_a_bad_share_with_another_value_is_not_upheld() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let transcript = dealt(&run, &secrets, deal_badly(Scalar::from(5u8)));
    let (way, share, _) = transcript.share(index(1), index(2)).unwrap();
    let wrong = way.complain(share, &Scalar::from(9u8), &Entropy::from_os([3; 32])).unwrap();
    assert_eq!(transcript.judge(index(2), &wrong), Ok(Fault::Complainer(index(2))));
}

#[test]
fn an_encryption_key_is_proved_by_its_holder_in_this_run() {
    let (first, second) = (run(1, 3, 2), run(2, 3, 2));
    let refused = |i| Err(CeremonyError::EncryptionKeyProof { index: index(i) });
    let mut transcript = Transcript::new(first.clone());
    let step = secret(&first, 1).commit().unwrap();
    assert_eq!(transcript.commit(index(2), step.clone()), refused(2));
    assert_eq!(transcript.commit(index(1), secret(&second, 1).commit().unwrap()), refused(1));
    let other_key =
        Committed { encryption_key: secret(&first, 2).commit().unwrap().encryption_key, ..step.clone() };
    assert_eq!(transcript.commit(index(1), other_key), refused(1));
    assert_eq!(transcript.commit(index(1), step.clone()), Ok(()));
    assert_eq!(transcript.commit(index(1), step), Err(CeremonyError::Twice { index: index(1) }));
}

#[test]
fn two_scrutineers_may_not_share_an_encryption_key() {
    let run = run(1, 3, 2);
    let first = secret(&run, 1);
    let mut transcript = Transcript::new(run.clone());
    transcript.commit(index(1), first.commit().unwrap()).unwrap();
    let x = first.encryption_secret();
    let encryption_key = first.commit().unwrap().encryption_key;
    let proof = run.in_context("ceremony-encryption-key", &[&index(2).to_field()], |context| {
        KnowledgeProof::prove(context, &x, &encryption_key, &Entropy::from_os([3; 32]))
    });
    let copied = Committed { encryption_key, proof, commitment: [0; 32] };
    assert_eq!(
        transcript.commit(index(2), copied),
        Err(CeremonyError::EncryptionKeyTwice { index: index(2) })
    );
}

#[test]
fn nothing_is_revealed_or_dealt_before_all_have_done_the_step_before() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let mut transcript = Transcript::new(run.clone());
    transcript.commit(index(1), secrets[0].commit().unwrap()).unwrap();
    assert_eq!(transcript.reveal(index(1), secrets[0].reveal().unwrap()), Err(CeremonyError::TooEarly));
    let mut transcript = committed(&run, &secrets);
    transcript.reveal(index(1), secrets[0].reveal().unwrap()).unwrap();
    assert_eq!(secrets[0].deal(&transcript), Err(CeremonyError::TooEarly));
    let ready = revealed(&run, &secrets);
    let step = secrets[0].deal(&ready).unwrap();
    assert_eq!(transcript.deal(index(1), step.clone()), Err(CeremonyError::TooEarly));
    let mut transcript = ready;
    transcript.deal(index(1), step.clone()).unwrap();
    assert_eq!(transcript.deal(index(1), step), Err(CeremonyError::Twice { index: index(1) }));
    assert_eq!(secrets[0].open(&transcript).map(|_| ()), Err(CeremonyError::TooEarly));
    assert_eq!(transcript.agreed(), Err(CeremonyError::TooEarly));
    assert_eq!(
        transcript.reveal(index(4), secrets[0].reveal().unwrap()),
        Err(CeremonyError::OutsideRun { index: index(4) })
    );
}

#[test]
fn what_is_revealed_is_what_was_committed_to() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let mut transcript = committed(&run, &secrets);
    let other = Err(CeremonyError::RevealedOther { index: index(1) });
    assert_eq!(transcript.reveal(index(1), secrets[1].reveal().unwrap()), other);
    let mut step = secrets[0].reveal().unwrap();
    step.commitments.swap(0, 1);
    assert_eq!(transcript.reveal(index(1), step), other);
    let mut step = secrets[0].reveal().unwrap();
    step.proof = secrets[1].reveal().unwrap().proof;
    assert_eq!(transcript.reveal(index(1), step), other);
    assert_eq!(transcript.reveal(index(1), secrets[0].reveal().unwrap()), Ok(()));
}

#[test]
fn a_polynomial_of_another_degree_is_refused() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let mut transcript = committed(&run, &secrets);
    for actual in [0, 1, 3] {
        let mut step = secrets[0].reveal().unwrap();
        step.commitments = step.commitments.iter().copied().cycle().take(actual).collect();
        let error = CeremonyError::CommitmentCount { index: index(1), t: 2, actual };
        assert_eq!(transcript.reveal(index(1), step), Err(error));
    }
}

#[test]
fn an_identity_constant_term_does_not_even_decode() {
    assert_eq!(Element::from_bytes(&[0; 32]), Err(crate::group::DecodeError::Identity));
    // All elements are good, their sum is not: the key itself is refused.
    let run = run(1, 2, 2);
    let secrets = secrets(&run);
    let mut transcript = dealt(&run, &secrets, |_, _| ());
    let negated: Vec<_> = transcript.revealed[0]
        .iter()
        .flat_map(|step| &step.commitments)
        .map(|c| Element::try_from(-c.point()).unwrap())
        .collect();
    transcript.revealed[1].as_mut().unwrap().commitments = negated;
    assert_eq!(transcript.agreed(), Err(CeremonyError::IdentityKey));
}

/// Commits to `step` and reveals it, as scrutineer 2 of three.
fn reveal_as_two(step: &Revealed) -> Result<(), CeremonyError> {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let mut transcript = Transcript::new(run.clone());
    for (i, secret) in (1..).zip(&secrets) {
        let mut committed = secret.commit().unwrap();
        if i == 2 {
            committed.commitment = step.commitment(&run, index(2));
        }
        transcript.commit(index(i), committed).unwrap();
    }
    transcript.reveal(index(2), step.clone())
}

/// Pitfall 16.
#[test]
fn a_rogue_key_is_refused_even_by_somebody_who_saw_the_others() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let honest = secrets[1].reveal().unwrap();
    assert_eq!(reveal_as_two(&honest), Ok(()));
    let others = [&secrets[0], &secrets[2]].map(|secret| secret.reveal().unwrap());
    let wanted = &Scalar::from(5u8) * G_TABLE;
    let rogue = wanted - others[0].commitments[0].point() - others[1].commitments[0].point();
    let mut step = honest.clone();
    step.commitments[0] = Element::try_from(rogue).unwrap();
    let refused = Err(CeremonyError::ConstantProof { index: index(2) });
    assert_eq!(reveal_as_two(&step), refused);
    // Another's constant term with another's proof; a good proof beside other coefficients; a proof of another run.
    assert_eq!(reveal_as_two(&others[0]), refused);
    let spliced = Revealed { commitments: vec![honest.commitments[0], others[0].commitments[1]], ..honest };
    assert_eq!(reveal_as_two(&spliced), refused);
    assert_eq!(reveal_as_two(&secret(&self::run(2, 3, 2), 2).reveal().unwrap()), refused);
}

/// Pitfall 39.
#[test]
fn a_dealt_share_does_not_move_to_another_run_dealer_or_recipient() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let transcript = revealed(&run, &secrets);
    let step = secrets[0].deal(&transcript).unwrap();
    let refuse = |dealer, step: &Dealt| transcript.clone().deal(index(dealer), step.clone()).unwrap_err();
    let proof = |dealer, recipient| CeremonyError::EphemeralProof {
        dealer: index(dealer),
        recipient: index(recipient),
    };
    assert_eq!(transcript.clone().deal(index(1), step.clone()), Ok(()));
    assert_eq!(refuse(2, &step), proof(2, 1));
    let mut swapped = step.clone();
    swapped.shares.swap(0, 1);
    assert_eq!(refuse(1, &swapped), proof(1, 2));
    let mut altered = step.clone();
    altered.shares[1].sealed[0] ^= 1;
    assert_eq!(refuse(1, &altered), proof(1, 3));
    // The same seeds in a run with another number.
    let second = self::run(2, 3, 2);
    let others = self::secrets(&second);
    let moved = others[0].deal(&revealed(&second, &others)).unwrap();
    assert_eq!(refuse(1, &moved), proof(1, 2));
    assert_eq!(others[0].deal(&transcript), Err(CeremonyError::NotOurSecret { index: index(1) }));
    for shares in [vec![], step.shares[..1].to_vec(), [&step.shares[..], &step.shares[..1]].concat()] {
        let error = CeremonyError::ShareCount { dealer: index(1), expected: 2, actual: shares.len() };
        assert_eq!(refuse(1, &Dealt { shares }), error);
    }
}

#[test]
fn a_repeated_ephemeral_key_is_refused_within_a_dealer_and_across_dealers() {
    let run = run(1, 3, 2);
    let secrets = secrets(&run);
    let mut transcript = revealed(&run, &secrets);
    let with_one_ephemeral = |transcript: &Transcript, dealer: u16| {
        let ways = transcript.ways_from(index(dealer)).unwrap();
        let deal = |way: dealing::Way<'_>| {
            way.deal(&Scalar::from(5u8), &Scalar::from(77u8), &Entropy::from_os([3; 32])).unwrap()
        };
        Dealt { shares: ways.map(deal).collect() }
    };
    let step = with_one_ephemeral(&transcript, 1);
    let twice = |dealer, recipient| {
        Err(CeremonyError::EphemeralTwice { dealer: index(dealer), recipient: index(recipient) })
    };
    assert_eq!(transcript.deal(index(1), step.clone()), twice(1, 3));
    let mut honest = secrets[0].deal(&transcript).unwrap();
    honest.shares[0] = step.shares[0].clone();
    assert_eq!(transcript.deal(index(1), honest), Ok(()));
    let step = with_one_ephemeral(&transcript, 2);
    assert_eq!(transcript.deal(index(2), step), twice(2, 1));
}

#[test]
fn parameters_and_people_are_checked() {
    for (n, t) in [(2, 1), (3, 4), (10, 5), (1, 1), (0, 0)] {
        assert_eq!(Parameters::new(n, t), Err(CeremonyError::Parameters { n, t }));
    }
    for (n, t) in [(2, 2), (3, 2), (4, 3), (5, 3), (9, 5)] {
        let parameters = Parameters::with_majority(n).unwrap();
        assert_eq!((parameters.t(), parameters.is_below_majority()), (t, false));
    }
    assert!(Parameters::new(4, 2).unwrap().is_below_majority());
    let parameters = Parameters::new(3, 2).unwrap();
    let keys = |list: &[u16]| list.iter().map(|i| act_key(*i).verifying_key()).collect::<Vec<_>>();
    let refused = |list: &[u16]| Run::new(&SITTING, 1, parameters, keys(list)).unwrap_err();
    assert_eq!(refused(&[1, 2]), CeremonyError::ActKeyCount { n: 3, actual: 2 });
    assert_eq!(refused(&[1, 2, 1]), CeremonyError::ActKeyTwice { index: 3 });
}

#[test]
fn a_ceremony_secret_is_redacted() {
    let shown = format!("{:?}", secret(&run(1, 3, 2), 1));
    assert_eq!(shown, "CeremonySecret(scrutineer 1, redacted)");
}
