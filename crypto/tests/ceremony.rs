//! The shared vectors of protocol.md §5: a run that others made, its key, and who is at fault in four disputes.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests unwrap as tests do")]

mod support;

use crypto::ceremony::{
    Committed, Complaint, Dealt, DealtShare, Fault, Parameters, Revealed, Run, Transcript,
};
use crypto::group::Element;
use crypto::proofs::{EqualityProof, KnowledgeProof};
use crypto::scrutineer::{ScrutineerIndex, SecretShare};
use crypto::signature::VerifyingKey;
use serde_json::Value;
use support::{hex_array, vectors};

fn index(i: usize) -> ScrutineerIndex {
    ScrutineerIndex::try_from(u16::try_from(i).unwrap()).unwrap()
}

fn position(value: &Value) -> ScrutineerIndex {
    index(usize::try_from(value.as_u64().unwrap()).unwrap())
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().unwrap()
}

fn element(value: &Value) -> Element {
    Element::from_bytes(&hex_array(value)).unwrap()
}

fn proof(value: &Value) -> KnowledgeProof {
    KnowledgeProof::from_bytes(&hex_array(value)).unwrap()
}

fn share(value: &Value) -> DealtShare {
    DealtShare {
        ephemeral: element(&value["ephemeral"]),
        proof: proof(&value["proof"]),
        sealed: hex_array(&value["sealed"]),
    }
}

/// The run of the file; `first` stands for the share that dealer 1 deals to 2.
fn transcript(file: &Value, first: Option<&Value>) -> Transcript {
    let number = |name: &str| u16::try_from(file[name].as_u64().unwrap()).unwrap();
    let act_keys =
        list(&file["act_keys"]).iter().map(|key| VerifyingKey::from_bytes(&hex_array(key)).unwrap());
    let parameters = Parameters::new(number("n"), number("t")).unwrap();
    let run_number = file["run_number"].as_u64().unwrap();
    let run = Run::new(&hex_array(&file["sitting"]), run_number, parameters, act_keys.collect()).unwrap();
    assert_eq!(run.hash(), &hex_array(&file["run"]));
    let mut transcript = Transcript::new(run);
    for (i, step) in (1..).zip(list(&file["committed"])) {
        let (encryption_key, commitment) = (element(&step["encryption_key"]), hex_array(&step["commitment"]));
        let step = Committed { encryption_key, proof: proof(&step["proof"]), commitment };
        transcript.commit(index(i), step).unwrap();
    }
    for (i, step) in (1..).zip(list(&file["revealed"])) {
        let commitments = list(&step["commitments"]).iter().map(element).collect();
        transcript.reveal(index(i), Revealed { commitments, proof: proof(&step["proof"]) }).unwrap();
    }
    for (i, step) in (1..).zip(list(&file["dealt"])) {
        let mut shares: Vec<_> = list(step).iter().map(share).collect();
        if let (1, Some(first)) = (i, first) {
            shares[0] = share(first);
        }
        transcript.deal(index(i), Dealt { shares }).unwrap();
    }
    transcript
}

#[test]
fn the_key_of_the_run_is_the_one_that_its_makers_found() {
    let file = vectors("ceremony.json");
    let agreed = transcript(&file, None).agreed().unwrap();
    assert_eq!(agreed.key, element(&file["key"]));
    assert_eq!(agreed.public_shares, list(&file["public_shares"]).iter().map(element).collect::<Vec<_>>());
    for (secret, public) in list(&file["secret_shares"]).iter().zip(&agreed.public_shares) {
        let share = SecretShare::from_bytes(&hex_array(secret)).unwrap();
        assert_eq!(share.public_share(), Ok(*public));
    }
}

#[test]
fn every_dispute_finds_the_one_at_fault() {
    let file = vectors("ceremony.json");
    let disputes = list(&file["disputes"]);
    assert_eq!(disputes.len(), 4);
    for case in disputes {
        let complaint = Complaint {
            dealer: position(&case["complaint"]["dealer"]),
            shared: element(&case["complaint"]["shared"]),
            proof: EqualityProof::from_bytes(&hex_array(&case["complaint"]["proof"])).unwrap(),
        };
        let complainer = position(&case["complaint"]["complainer"]);
        let transcript = transcript(&file, Some(&case["share"]));
        let fault = match transcript.judge(complainer, &complaint).unwrap() {
            Fault::Dealer(dealer, _) => {
                assert_eq!(dealer, complaint.dealer);
                "dealer"
            }
            Fault::Complainer(who) => {
                assert_eq!(who, complainer);
                "complainer"
            }
        };
        assert_eq!(case["fault"], fault, "{}", case["name"]);
    }
}
