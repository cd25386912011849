//! Ballots: issued, cast, and the box that comes out.

use audit::entry::payload::split_bytes;
use audit::entry::voting::{BallotCast, BallotIssued, BallotRequested, BoxOpened};
use audit::entry::{Body, Line, Signer};
use audit::wire::{Bytes32, Int, encode};
use crypto::ballot::{BallotContext, Choices, EncryptionSeed, encrypt};
use crypto::signature::{Purpose, VerifyingKey};
use crypto::stamp::{BatchDigest, BatchProver, Blinding, Stamp, StampBatch, StampContext, StampInput};
use protocol::Act;

use super::super::acts::bodies::PapersBack;
use super::super::acts::{bodies, sign};
use super::{Hall, entropy, key};

impl Hall {
    /// The same up to a closed contest with ballots of so many deputies.
    pub(crate) fn closed(minimum_ballots: u32, ballots: u32) -> Self {
        let mut hall = Self::opened_box(minimum_ballots, ballots);
        hall.two_roles(&bodies::close(hall.state(), 1, PapersBack::default()).unwrap());
        hall
    }

    /// The same up to the last ballot of the box.
    pub(crate) fn opened_box(minimum_ballots: u32, ballots: u32) -> Self {
        let mut hall = Self::with_key(minimum_ballots);
        hall.open();
        (1..=ballots).for_each(|deputy| hall.vote(deputy));
        hall.two_roles(&bodies::end(hall.state(), 1).unwrap());
        hall.empty_box();
        hall
    }

    /// The same of a hall made by [`Hall::ruled`], with papers for the last deputies.
    pub(crate) fn opened_box_with_papers(mut self, ballots: u32, papers: &[u32]) -> Self {
        self.hold_ceremony();
        self.open();
        (1..=ballots).for_each(|deputy| self.vote(deputy));
        if !papers.is_empty() {
            self.two_roles(&bodies::issue_papers(self.state(), 1, papers).unwrap());
        }
        self.two_roles(&bodies::end(self.state(), 1).unwrap());
        self.empty_box();
        self
    }

    /// All that decrypt, and the declaration.
    pub(crate) fn declare(&mut self) {
        for at in [0, 1] {
            let step = self.step(at);
            let act = self.act(at, step);
            self.append(&act);
        }
        self.two_roles(&bodies::declare(self.state(), 1).unwrap());
    }

    pub(crate) fn contest_hash(&self) -> [u8; 32] {
        self.state().contests()[&1].course().unwrap().hash
    }

    /// A deputy gets a ballot and casts it; it chooses the first item and the one of its own number.
    pub(crate) fn vote(&mut self, deputy: u32) {
        let contest = self.contest_hash();
        let context = StampContext { sitting: self.sitting(), contest };
        let ballot_key = key(&format!("ballot-of-{deputy}"));
        let input = StampInput::new(&context, &ballot_key.verifying_key()).unwrap();
        let blinding = Blinding::new(input, [entropy(100 + deputy), entropy(200 + deputy)]).unwrap();
        let request = BallotRequested {
            contest: contest.into(),
            deputy: Int::from(deputy),
            blinded: Bytes32::from(*blinding.blinded().as_bytes()),
        };
        let device = key(&format!("deputy-{deputy}"));
        let request_sig = device.sign(Purpose::Act, &self.sitting(), &encode(&request)).to_bytes().into();
        let evaluation = self.stamp_key.evaluate(blinding.blinded(), entropy(300 + deputy)).unwrap();
        let stamp = blinding.unblind(self.stamp_key.public_key(), &evaluation).unwrap();
        let issued = Body::BallotIssued(BallotIssued {
            request,
            request_sig,
            evaluated: Bytes32::from(*evaluation.evaluated.as_bytes()),
            proof: evaluation.proof.to_bytes().into(),
        });
        self.one_role(Signer::Server, &issued);
        let marks = |item: u32| item == 0 || item == deputy % 3;
        let defined = &self.state().contests()[&1];
        let choices = Choices::new(&defined.shape, &[marks(0), marks(1), marks(2)]).unwrap();
        let public_key = ballot_key.verifying_key();
        let context = BallotContext { sitting: self.sitting(), contest, ballot_key: *public_key.as_bytes() };
        let seed = EncryptionSeed::fresh(entropy(400 + deputy));
        let k = &defined.course().unwrap().secret().unwrap().public_key;
        let ballot = encrypt(&seed, &choices, &context, &defined.shape, k).unwrap();
        let (payload, _) = split_bytes(&ballot.to_bytes()).unwrap();
        let cast = Body::BallotCast(BallotCast {
            contest: contest.into(),
            ballot_key: Bytes32::from(*public_key.as_bytes()),
            stamp: Bytes32::from(*stamp.as_bytes()),
            nonce: [7; 32].into(),
            replaces: [0; 32].into(),
            ballot: payload,
        });
        let act = sign(&cast, &ballot_key, Signer::Ballot, &self.sitting());
        let named = (Bytes32::from(*stamp.as_bytes()), act);
        self.cast.insert(Bytes32::from(*public_key.as_bytes()), named);
    }

    /// `box_opened` and the ballots, as lines that are not appended yet: the box first.
    pub(crate) fn box_lines(&mut self, change: impl Fn(usize, &mut Act)) -> Vec<Vec<u8>> {
        let context = StampContext { sitting: self.sitting(), contest: self.contest_hash() };
        let count = u32::try_from(self.cast.len()).unwrap();
        let stamped: Vec<_> = self
            .cast
            .iter()
            .map(|(key, (stamp, _))| {
                let key = VerifyingKey::from_bytes(key.as_bytes()).unwrap();
                (key, Stamp::from_bytes(stamp.as_bytes()).unwrap())
            })
            .collect();
        let mut digest = BatchDigest::new(&context, self.stamp_key.public_key(), u64::from(count));
        for (key, stamp) in &stamped {
            digest.add(key, stamp).unwrap();
        }
        let digest = digest.finish().unwrap();
        let batch =
            StampBatch { context, key: *self.stamp_key.public_key(), count: u64::from(count), digest };
        let mut prover = BatchProver::new(&batch);
        for (key, stamp) in &stamped {
            prover.add(key, stamp).unwrap();
        }
        let proof = prover.finish(&self.stamp_key, entropy(1)).unwrap();
        let opened = self.by(
            Signer::Server,
            &Body::BoxOpened(BoxOpened {
                contest: self.contest_hash().into(),
                ballots: Int::from(count),
                stamps: digest.into(),
                proof: proof.to_bytes().into(),
            }),
        );
        self.time += 60;
        let mut prev = self.state().head().leaf;
        let mut acts = vec![opened];
        acts.extend(self.cast.values().map(|(_, act)| act.clone()));
        acts.into_iter()
            .enumerate()
            .map(|(at, mut act)| {
                change(at, &mut act);
                let line = Line::write(prev, self.time, &act.sigs, act.body.as_bytes()).unwrap();
                prev = line.leaf();
                line.bytes().to_vec()
            })
            .collect()
    }

    fn empty_box(&mut self) {
        let lines = self.box_lines(|_, _| {});
        self.log.extend(lines.clone()).unwrap();
        self.lines.extend(lines);
    }
}
