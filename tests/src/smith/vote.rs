//! Check-in, opening, issuing, challenges, ballots and the end.

use super::{Smith, int, text};
use audit::entry::payload::{BlobPart, split_bytes};
use audit::entry::voting::{
    BallotCast, BallotChallenged, BallotIssued, BallotRequested, BallotReturned, BoxOpened, CheckInUndone,
    CheckedIn, ContestClosed, ContestEnded, ContestHeld, ContestOpened, ContestResumed, HeldBy, Means,
    ZeroReport,
};
use audit::entry::voting::{ContestKeys, PaperNumbers};
use audit::entry::{Body, Sig, Signer};
use audit::fold::{Contest, Course};
use audit::rules::Secrecy;
use audit::wire::{Bytes, encode};
use crypto::ballot::{
    BallotCode, BallotContext, Choices, CodeNonce, EncryptionSeed, KeyCommitment, encrypt,
    recompute_ciphertexts,
};
use crypto::group::{Element, G};
use crypto::signature::{Purpose, VerifyingKey};
use crypto::stamp::{
    BatchDigest, BatchProver, Blinding, Evaluation, EvaluationProof, Stamp, StampBatch, StampContext,
    StampInput, StampKey,
};
use protocol::Act;
use protocol::receipt::ballot_hash;

/// A ballot from request to cast.
#[derive(Clone, Debug)]
pub struct MadeBallot {
    /// Whose it is: known to the smith alone.
    pub deputy: u32,
    /// Public half of the ballot key; the secret one is on the ring.
    pub key: [u8; 32],
    /// The blind r: joins `ballot_issued` and the stamp.
    pub blind: [u8; 32],
    /// What goes into the box, once it is stamped and encrypted.
    pub cast: Option<BallotCast>,
    /// Its parts, where the ballot is long.
    pub parts: Vec<BlobPart>,
}

impl Smith {
    /// The contest with this number.
    pub fn the(&self, contest: u64) -> &Contest {
        self.state.contests().get(&contest).unwrap()
    }

    /// Its course.
    pub fn course(&self, contest: u64) -> &Course {
        self.the(contest).course().unwrap()
    }

    /// A check-in with a fresh device key.
    pub fn check_in(&mut self, deputy: u32, means: Means) -> CheckedIn {
        CheckedIn { deputy: deputy.into(), device_key: self.new_key().into(), means }
    }

    /// The check-in of a deputy taken back.
    pub fn undoing(&self, deputy: u32) -> CheckInUndone {
        let follows = self.state.attendance().get(deputy).unwrap().leaf.into();
        CheckInUndone { deputy: deputy.into(), follows, reason: text("证件有误") }
    }

    /// The opening of a contest, with a fresh stamp key.
    pub fn opening(&mut self, contest: u64) -> ContestOpened {
        let keys = if self.the(contest).profile.secrecy == Secrecy::Secret {
            let stamp_key = StampKey::generate(self.entropy()).unwrap();
            self.stamp_keys.insert(contest, *stamp_key.to_secret_bytes());
            let agreed = self.ceremony().agreed().unwrap();
            vec![ContestKeys {
                key: agreed.leaf.into(),
                public_key: (*agreed.public_key.as_bytes()).into(),
                stamp_key: (*stamp_key.public_key().as_bytes()).into(),
            }]
        } else {
            vec![]
        };
        let found = self.the(contest);
        let numbers = self.state.roll_numbers(&found.profile).unwrap();
        ContestOpened {
            contest: int(contest),
            definition: found.leaf.into(),
            rules: found.definition.rules,
            roll: self.state.roll().unwrap().leaf.into(),
            keys,
            membership: numbers.membership,
            due: numbers.due,
            present: numbers.present,
            zero_report: ZeroReport { issued: int(0), boxed: int(0), challenged: int(0), returned: int(0) },
        }
    }

    /// The stamp key of an opened contest.
    pub fn stamp_key(&self, contest: u64) -> StampKey {
        StampKey::from_secret_bytes(self.stamp_keys.get(&contest).unwrap()).unwrap()
    }

    fn stamp_context(&self, contest: u64) -> StampContext {
        let sitting = self.state.sitting().unwrap().fingerprint;
        StampContext { sitting, contest: self.course(contest).hash }
    }

    /// A ballot issued to a deputy; its ballot key is kept for [`Smith::cast`].
    pub fn issue(&mut self, contest: u64, deputy: u32) -> BallotIssued {
        let key = self.new_key();
        let input = self.input(contest, &key);
        let entropy = [self.entropy(), self.entropy()];
        let blinding = Blinding::new(input, entropy).unwrap();
        let made =
            MadeBallot { deputy, key, blind: *blinding.to_secret_bytes(), cast: None, parts: Vec::new() };
        self.boxes.entry(contest).or_default().push(made);
        let request = BallotRequested {
            contest: self.course(contest).hash.into(),
            deputy: deputy.into(),
            blinded: (*blinding.blinded().as_bytes()).into(),
        };
        self.answer(contest, request)
    }

    fn input(&self, contest: u64, key: &[u8; 32]) -> StampInput {
        StampInput::new(&self.stamp_context(contest), &VerifyingKey::from_bytes(key).unwrap()).unwrap()
    }

    /// The server's answer to a request, which the deputy's device signs.
    pub fn answer(&mut self, contest: u64, request: BallotRequested) -> BallotIssued {
        let deputy = u32::try_from(request.deputy.get()).unwrap();
        let device = self.state.attendance().get(deputy).map(|present| present.device_key);
        let device = device.and_then(|key| self.ring.get(&key));
        let fingerprint = self.state.sitting().unwrap().fingerprint;
        let signed = encode(&request);
        let request_sig =
            device.map_or([1; 64], |device| device.sign(Purpose::Act, &fingerprint, &signed).to_bytes());
        // What is no element cannot be evaluated; the entry is refused for it before anyone looks at the evaluation.
        let blinded =
            Element::from_bytes(request.blinded.as_bytes()).unwrap_or_else(|_| Element::try_from(G).unwrap());
        let entropy = self.entropy();
        let evaluation = self.stamp_key(contest).evaluate(&blinded, entropy).unwrap();
        BallotIssued {
            request,
            request_sig: request_sig.into(),
            evaluated: (*evaluation.evaluated.as_bytes()).into(),
            proof: evaluation.proof.to_bytes().into(),
        }
    }

    /// Marks of the items chosen, from 1.
    pub fn marks(&self, contest: u64, chosen: &[u32]) -> Choices {
        let shape = &self.the(contest).shape;
        // The first column of a row is the mark; a row of three columns has a second cell, 反对.
        let row = |cell: usize| u32::try_from(cell / shape.cells_per_row() + 1).unwrap();
        let is_mark = |cell: usize| cell.is_multiple_of(shape.cells_per_row());
        let marks: Vec<bool> =
            (0..shape.cells()).map(|cell| is_mark(cell) && chosen.contains(&row(cell))).collect();
        Choices::new(shape, &marks).unwrap()
    }

    /// A challenge of a fresh encryption; the seed is given back to forge with.
    pub fn challenge(&mut self, contest: u64, chosen: &[u32]) -> (BallotChallenged, [u8; 32]) {
        let seed = self.draw();
        let commitment = KeyCommitment::new(&self.draw(), &CodeNonce::from_bytes(self.draw()));
        (self.challenge_of(contest, chosen, seed, commitment), seed)
    }

    /// The challenge of the encryption with this seed.
    pub fn challenge_of(
        &self,
        contest: u64,
        chosen: &[u32],
        seed: [u8; 32],
        com: KeyCommitment,
    ) -> BallotChallenged {
        let choices = self.marks(contest, chosen);
        let course = self.course(contest);
        let seed_of = EncryptionSeed::from_opened(seed);
        let shape = &self.the(contest).shape;
        let ciphertexts =
            recompute_ciphertexts(&seed_of, &choices, shape, &course.secret().unwrap().public_key).unwrap();
        let sitting = self.state.sitting().unwrap().fingerprint;
        BallotChallenged {
            contest: course.hash.into(),
            com: com.0.into(),
            seed: seed.into(),
            choices: Bytes::from(choices.to_packed().to_vec()),
            code: BallotCode::new(&sitting, &course.hash, &com, &ciphertexts).0.into(),
        }
    }

    /// Stamps and encrypts the ballot of a deputy into the box; `issued` is the log's answer to its request.
    pub fn cast(&mut self, contest: u64, issued: &BallotIssued, chosen: &[u32]) {
        let seed = self.draw();
        self.cast_with(contest, issued, chosen, seed);
    }

    /// The same with a given seed of the encryption.
    pub fn cast_with(&mut self, contest: u64, issued: &BallotIssued, chosen: &[u32], seed: [u8; 32]) {
        let deputy = u32::try_from(issued.request.deputy.get()).unwrap();
        let at = self.boxes[&contest].iter().position(|made| made.deputy == deputy).unwrap();
        let made = self.boxes[&contest][at].clone();
        let blinding = Blinding::from_secret_bytes(self.input(contest, &made.key), &made.blind).unwrap();
        let evaluation = Evaluation {
            evaluated: Element::from_bytes(issued.evaluated.as_bytes()).unwrap(),
            proof: EvaluationProof::from_bytes(issued.proof.as_bytes()).unwrap(),
        };
        let stamp = blinding.unblind(self.stamp_key(contest).public_key(), &evaluation).unwrap();
        let (cast, parts) = self.ballot(contest, made.key, &stamp, chosen, seed);
        let made = &mut self.boxes.get_mut(&contest).unwrap()[at];
        (made.cast, made.parts) = (Some(cast), parts);
    }

    /// A cast ballot under any ballot key and stamp.
    pub fn ballot(
        &mut self,
        contest: u64,
        ballot_key: [u8; 32],
        stamp: &Stamp,
        chosen: &[u32],
        seed: [u8; 32],
    ) -> (BallotCast, Vec<BlobPart>) {
        let nonce = self.draw();
        let choices = self.marks(contest, chosen);
        let course = self.course(contest);
        let sitting = self.state.sitting().unwrap().fingerprint;
        let context = BallotContext { sitting, contest: course.hash, ballot_key };
        let seed = EncryptionSeed::from_opened(seed);
        let ballot = encrypt(
            &seed,
            &choices,
            &context,
            &self.the(contest).shape,
            &course.secret().unwrap().public_key,
        )
        .unwrap();
        let (ballot, parts) = split_bytes(&ballot.to_bytes()).unwrap();
        let cast = BallotCast {
            contest: course.hash.into(),
            ballot_key: ballot_key.into(),
            stamp: (*stamp.as_bytes()).into(),
            nonce: nonce.into(),
            replaces: [0; 32].into(),
            ballot,
        };
        (cast, parts)
    }

    /// A deputy changes the ballot in the box: the new one names the former by its hash. Gives the former.
    pub fn change(&mut self, contest: u64, deputy: u32, chosen: &[u32]) -> BallotCast {
        let at = self.boxes[&contest].iter().position(|made| made.deputy == deputy).unwrap();
        let made = self.boxes[&contest][at].clone();
        let former = made.cast.unwrap();
        let body = encode(&Body::BallotCast(former.clone()));
        let sitting = self.state.sitting().unwrap().fingerprint;
        let sig = self.ring.get(&made.key).unwrap().sign(Purpose::Ballot, &sitting, &body);
        let act = Act {
            sigs: vec![Sig { by: Signer::Ballot, sig: sig.to_bytes().into() }],
            body: String::from_utf8(body).unwrap(),
            parts: made.parts.iter().map(|part| part.data.clone()).collect(),
        };
        let stamp = Stamp::from_bytes(former.stamp.as_bytes()).unwrap();
        let seed = self.draw();
        let (cast, parts) = self.ballot(contest, made.key, &stamp, chosen, seed);
        let made = &mut self.boxes.get_mut(&contest).unwrap()[at];
        made.cast = Some(BallotCast { replaces: ballot_hash(&encode(&act)), ..cast });
        made.parts = parts;
        former
    }

    /// A ballot that was never issued, with a stamp: what a server that stuffs the box makes.
    pub fn stuffed(&mut self, contest: u64, chosen: &[u32]) -> MadeBallot {
        let key = self.new_key();
        let entropy = self.entropy();
        // Evaluating the unblinded input gives the stamp itself.
        let point = *self.input(contest, &key).point();
        let stamp = self.stamp_key(contest).evaluate(&point, entropy).unwrap().evaluated;
        let seed = self.draw();
        let stamp = Stamp::from_bytes(stamp.as_bytes()).unwrap();
        let (cast, parts) = self.ballot(contest, key, &stamp, chosen, seed);
        MadeBallot { deputy: 0, key, blind: [0; 32], cast: Some(cast), parts }
    }

    /// Voting held by the secretariat.
    pub fn hold(&self, contest: u64) -> ContestHeld {
        let course = self.course(contest);
        ContestHeld {
            contest: course.hash.into(),
            follows: course.last.into(),
            by: HeldBy::Secretariat,
            reason: text("会场秩序"),
        }
    }

    /// Voting resumed.
    pub fn resume(&self, contest: u64) -> ContestResumed {
        let course = self.course(contest);
        ContestResumed { contest: course.hash.into(), follows: course.last.into() }
    }

    /// Admission stops.
    pub fn end(&self, contest: u64) -> ContestEnded {
        ContestEnded { contest: self.course(contest).hash.into() }
    }

    /// A return slip.
    pub fn slip(&self, contest: u64, deputy: u32) -> BallotReturned {
        BallotReturned { contest: self.course(contest).hash.into(), deputy: deputy.into() }
    }

    /// The ballots of the box in their order.
    pub fn sorted(&self, contest: u64) -> Vec<MadeBallot> {
        let made = self.boxes.get(&contest).into_iter().flatten();
        let mut ballots: Vec<_> = made.filter(|made| made.cast.is_some()).cloned().collect();
        ballots.sort_by_key(|made| made.key);
        ballots
    }

    /// The opening of the box with the proof of its stamps.
    pub fn box_opening(&mut self, contest: u64) -> BoxOpened {
        let casts: Vec<_> = self.sorted(contest).into_iter().filter_map(|made| made.cast).collect();
        let context = self.stamp_context(contest);
        let key = self.stamp_key(contest);
        let count = u64::try_from(casts.len()).unwrap();
        let stamped: Vec<_> = casts
            .iter()
            .map(|cast| {
                let key = VerifyingKey::from_bytes(cast.ballot_key.as_bytes()).unwrap();
                (key, Stamp::from_bytes(cast.stamp.as_bytes()).unwrap())
            })
            .collect();
        let mut digest = BatchDigest::new(&context, key.public_key(), count);
        for (key, stamp) in &stamped {
            digest.add(key, stamp).unwrap();
        }
        let digest = digest.finish().unwrap();
        let batch = StampBatch { context, key: *key.public_key(), count, digest };
        let mut prover = BatchProver::new(&batch);
        for (key, stamp) in &stamped {
            prover.add(key, stamp).unwrap();
        }
        let proof = prover.finish(&key, self.entropy()).unwrap();
        BoxOpened {
            contest: self.course(contest).hash.into(),
            ballots: int(count),
            stamps: digest.into(),
            proof: proof.to_bytes().into(),
        }
    }

    /// The close, with the numbers of the log.
    pub fn closing(&self, contest: u64) -> ContestClosed {
        let course = self.course(contest);
        let (secret, returned) = (course.keys.is_some(), course.returned().unwrap_or(0));
        ContestClosed {
            contest: course.hash.into(),
            size: int(course.tree.0),
            root: course.tree.1.into(),
            issued: int(if secret { course.issued_count() } else { course.present }),
            returned: int(returned),
            slips: int(if secret { course.slip_count() } else { returned }),
            paper: PaperNumbers::default(),
        }
    }
}
