//! What devices do: ballots, challenges, named votes; and papers entered as ballots.

use audit::entry::paper::{PaperCast, VoteCast};
use audit::entry::voting::{BallotCast, BallotChallenged, BallotRequested};
use audit::entry::{Body, Line, Sig, Signer};
use audit::fold::{Contest, State};
use audit::wire::{Bytes32, encode};
use crypto::ballot::{
    BallotCode, BallotContext, Choices, CodeNonce, EncryptionSeed, KeyCommitment, Shape, encrypt,
    recompute_ciphertexts,
};
use crypto::group::Element;
use crypto::hash::Entropy;
use crypto::signature::{Purpose, SigningKey};
use crypto::stamp::{Blinding, Evaluation, EvaluationProof, StampContext, StampInput, StampPublicKey};
use protocol::Act;
use tally_server::folder::keys::entropy;

use super::{Client, Hall, Role, int, key, public};

impl Hall {
    /// A deputy's device takes a ballot: gives the request, and what makes the stamp.
    pub fn request(&self, contest: [u8; 32], deputy: u32) -> (Act, Blinding, SigningKey) {
        let ballot_key = key(Role::Ballot, deputy);
        let context = StampContext { sitting: self.fingerprint, contest };
        let input = StampInput::new(&context, &ballot_key.verifying_key()).unwrap();
        let blinding = Blinding::new(input, [entropy().unwrap(), entropy().unwrap()]).unwrap();
        let blinded = (*blinding.blinded().as_bytes()).into();
        let request = BallotRequested { contest: contest.into(), deputy: int(deputy), blinded };
        let body = String::from_utf8(encode(&request)).unwrap();
        let sigs = vec![self.sign(Signer::Deputy(deputy), &body)];
        (Act { sigs, body, parts: vec![] }, blinding, ballot_key)
    }

    /// Takes a ballot and makes the act that casts it.
    pub async fn ballot(&self, client: &mut Client, contest: [u8; 32], deputy: u32, seed: u8) -> Act {
        let (request, blinding, ballot_key) = self.request(contest, deputy);
        let placed = client.accepted(&request).await;
        let state = client.state().await;
        let line = client.lines[usize::try_from(placed.index.get()).unwrap()].clone();
        let Body::BallotIssued(issued) = Line::parse(line.into_bytes()).unwrap().body().clone() else {
            panic!("not issued")
        };
        let found = state.contest_by_hash(&contest).unwrap();
        let keys = found.course().unwrap().keys.as_ref().unwrap();
        let evaluation = Evaluation {
            evaluated: Element::from_bytes(issued.evaluated.as_bytes()).unwrap(),
            proof: EvaluationProof::from_bytes(issued.proof.as_bytes()).unwrap(),
        };
        let stamp_key = StampPublicKey::from_bytes(&keys.stamp_key).unwrap();
        let stamp = blinding.unblind(&stamp_key, &evaluation).unwrap();
        let (shape, choices) = first_item(found);
        let context = BallotContext {
            sitting: self.fingerprint,
            contest,
            ballot_key: *ballot_key.verifying_key().as_bytes(),
        };
        let seed = EncryptionSeed::fresh(Entropy::from_os([seed; 32]));
        let ballot = encrypt(&seed, &choices, &context, shape, &keys.public_key).unwrap();
        let nonce = CodeNonce::fresh(entropy().unwrap());
        let (ballot, parts) = audit::entry::payload::split_bytes(&ballot.to_bytes()).unwrap();
        let body = encode(&Body::BallotCast(BallotCast {
            contest: contest.into(),
            ballot_key: public(&ballot_key),
            stamp: (*stamp.as_bytes()).into(),
            nonce: (*nonce.as_bytes()).into(),
            replaces: [0; 32].into(),
            ballot,
        }));
        let sig = ballot_key.sign(Purpose::Ballot, &self.fingerprint, &body).to_bytes().into();
        Act {
            sigs: vec![Sig { by: Signer::Ballot, sig }],
            body: String::from_utf8(body).unwrap(),
            parts: parts.into_iter().map(|part| part.data).collect(),
        }
    }

    /// A change of the ballot that `former` casts: another encryption under the same key and stamp, for the second item. It
    /// names the ballot with the hash `replaces`.
    pub fn recast(&self, state: &State, former: &Act, deputy: u32, seed: u8, replaces: Bytes32) -> Act {
        let Body::BallotCast(cast) = former.decode().unwrap() else { panic!("no ballot") };
        let found = state.contest_by_hash(cast.contest.as_bytes()).unwrap();
        let keys = found.course().unwrap().keys.as_ref().unwrap();
        let mut options = vec![found.shape.options() - 1; found.shape.rows()];
        options[1] = 0;
        let choices = Choices::from_options(&found.shape, &options).unwrap();
        let context = BallotContext {
            sitting: self.fingerprint,
            contest: cast.contest.to_bytes(),
            ballot_key: cast.ballot_key.to_bytes(),
        };
        let seed = EncryptionSeed::fresh(Entropy::from_os([seed; 32]));
        let ballot = encrypt(&seed, &choices, &context, &found.shape, &keys.public_key).unwrap();
        let (ballot, parts) = audit::entry::payload::split_bytes(&ballot.to_bytes()).unwrap();
        let nonce = CodeNonce::fresh(entropy().unwrap());
        let body = BallotCast { nonce: (*nonce.as_bytes()).into(), replaces, ballot, ..cast };
        let body = encode(&Body::BallotCast(body));
        let sig = key(Role::Ballot, deputy).sign(Purpose::Ballot, &self.fingerprint, &body).to_bytes().into();
        Act {
            sigs: vec![Sig { by: Signer::Ballot, sig }],
            body: String::from_utf8(body).unwrap(),
            parts: parts.into_iter().map(|part| part.data).collect(),
        }
    }

    /// Opens the encryption that [`Hall::ballot`] makes from this seed, as 验票机 does.
    pub fn challenge(&self, state: &State, contest: [u8; 32], seed: u8) -> Act {
        let found = state.contest_by_hash(&contest).unwrap();
        let keys = found.course().unwrap().keys.as_ref().unwrap();
        let (shape, choices) = first_item(found);
        let seed = EncryptionSeed::fresh(Entropy::from_os([seed; 32]));
        let ciphertexts = recompute_ciphertexts(&seed, &choices, shape, &keys.public_key).unwrap();
        let com = KeyCommitment([4; 32]);
        let code = BallotCode::new(&self.fingerprint, &contest, &com, &ciphertexts);
        let body = Body::BallotChallenged(BallotChallenged {
            contest: contest.into(),
            com: com.0.into(),
            seed: seed.open().into(),
            choices: choices.to_packed().to_vec().into(),
            code: code.0.into(),
        });
        self.act(&body, &[])
    }

    /// A named vote for the first item.
    pub fn vote(&self, state: &State, contest: [u8; 32], deputy: u32, replaces: [u8; 32]) -> Act {
        let shape = &state.contest_by_hash(&contest).unwrap().shape;
        let mut columns = vec![u32::try_from(shape.options() - 1).unwrap(); shape.rows()];
        columns[0] = 0;
        self.vote_for(contest, deputy, columns, replaces)
    }

    pub fn vote_for(&self, contest: [u8; 32], deputy: u32, columns: Vec<u32>, replaces: [u8; 32]) -> Act {
        let choices = columns.into_iter().map(int).collect();
        let body = VoteCast {
            contest: contest.into(),
            deputy: int(deputy),
            choices,
            replaces: Bytes32::from(replaces),
        };
        self.act(&Body::VoteCast(body), &[Signer::Deputy(deputy)])
    }

    /// The ballot of a paper that chooses the first item; `number` tells papers apart. Without signatures.
    pub fn paper(&self, state: &State, contest: [u8; 32], number: u32) -> (Body, Vec<audit::wire::Bytes>) {
        let found = state.contest_by_hash(&contest).unwrap();
        let keys = found.course().unwrap().keys.as_ref().unwrap();
        let (shape, choices) = first_item(found);
        let ballot_key = *key(Role::Paper, number).verifying_key().as_bytes();
        let context = BallotContext { sitting: self.fingerprint, contest, ballot_key };
        let seed = EncryptionSeed::fresh(entropy().unwrap());
        let ballot = encrypt(&seed, &choices, &context, shape, &keys.public_key).unwrap();
        let (ballot, parts) = audit::entry::payload::split_bytes(&ballot.to_bytes()).unwrap();
        let body = PaperCast { contest: contest.into(), ballot_key: ballot_key.into(), ballot };
        (Body::PaperCast(body), parts.into_iter().map(|part| part.data).collect())
    }
}

/// The first item, or the first column of the first.
fn first_item(contest: &Contest) -> (&Shape, Choices) {
    let shape = &*contest.shape;
    let mut options = vec![shape.options() - 1; shape.rows()];
    options[0] = 0;
    (shape, Choices::from_options(shape, &options).unwrap())
}
