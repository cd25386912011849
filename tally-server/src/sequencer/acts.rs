//! Submitted acts: appended, issued, challenged or proposed (protocol.md §11.1, §11.3).

use std::time::Instant;

use audit::entry::voting::{BallotChallenged, BallotIssued, BallotRequested, ContestOpened, HeldBy};
use audit::entry::{Body, Line, Sig, Signer, body_hash};
use audit::fold::{Code, Refusal, Stage};
use audit::wire::{Bytes32, Bytes64, EncodingError, decode_strict, encode};
use crypto::group::Element;
use crypto::signature::Purpose;
use protocol::Act;
use protocol::problem::Problem;
use protocol::server::Placed;

use super::boxes::OpenError;
use super::core::{Core, Fatal, Tentative};
use super::papers::names_a_value;
use super::proposals::Long;
use super::shared::int;
use super::stale::stale;
use super::{Answer, Checked, Denial};
use crate::folder::keys::entropy;

/// What a client submitted, decoded.
#[derive(Debug)]
pub enum Submitted {
    /// A body of the log.
    Entry(Box<Body>),
    /// A deputy's request for a ballot, which becomes part of one.
    Request(BallotRequested),
}

impl Submitted {
    /// Strict decoding of an act's body.
    pub fn decode(act: &Act) -> Result<Self, EncodingError> {
        let bytes = act.body.as_bytes();
        if bytes.starts_with(b"{\"kind\":\"ballot_requested\",") {
            decode_strict(bytes).map(Self::Request)
        } else {
            decode_strict(bytes).map(|body| Self::Entry(Box::new(body)))
        }
    }
}

impl Core {
    pub(super) fn submit(
        &mut self,
        act: &Act,
        submitted: Submitted,
        checked: Checked,
    ) -> Result<Tentative, Fatal> {
        let body = match submitted {
            Submitted::Request(request) => return self.issue(act, &request),
            Submitted::Entry(body) => *body,
        };
        match body {
            Body::BallotChallenged(body) => {
                let firsts = if let Checked::Opened(firsts) = checked { firsts } else { vec![] };
                Ok(self.challenge(act, &body, &firsts))
            }
            // The fold would take it, and the next look at the witnesses would hold the contest again.
            Body::ContestResumed(_) if self.lacks_witnesses(Instant::now()) => {
                Ok(Denial::from(Problem::WitnessesMissing).into())
            }
            body if may_submit(&body) => {
                let paper = if let Checked::Paper(paper) = checked { Some(paper) } else { None };
                self.sign_and_append(act, body, Long { parts: act.parts.clone(), paper })
            }
            _ => Ok(Denial::from(Problem::KindNotSubmitted).into()),
        }
    }

    /// An act whose signatures come from clients, at once or one after another.
    fn sign_and_append(&mut self, act: &Act, body: Body, long: Long) -> Result<Tentative, Fatal> {
        let hash = act.hash();
        if self.state.has_seen(hash.as_bytes()) {
            // A vote may be all that a device gets to say before its connection breaks: same bytes, same answer.
            if let Body::VoteCast(_) = body
                && let Some(placed) = self.placed(&hash)?
            {
                return Ok(Tentative::Appended(placed));
            }
            return Ok(Denial::from(Refusal::from(Code::BodyRepeated)).into());
        }
        if !(act.parts.is_empty() || names_a_value(&body) && act.parts_fit()) {
            return Ok(Denial::from(Refusal::from(Code::PartsWrong)).into());
        }
        let long = self.proposals.complete(&hash, long);
        let sigs = match self.join(act, &body) {
            Ok(sigs) => sigs,
            Err(denial) => return Ok(denial.into()),
        };
        let needed = self.state.signers_needed(&body);
        let missing: Vec<Signer> =
            needed.iter().copied().filter(|signer| sigs.iter().all(|sig| sig.by != *signer)).collect();
        if !missing.is_empty() {
            return Ok(match self.proposals.put(act, body, sigs, long) {
                Ok(()) => Tentative::Now(Answer::Proposed { proposal: hash, missing }),
                Err(problem) => Denial::from(problem).into(),
            });
        }
        let placed = match &body {
            Body::ContestOpened(opened) => match self.open_contest(opened, act, &sigs) {
                Ok(placed) => Ok(placed),
                Err(OpenError::Denied(denial)) => Err(denial),
                Err(OpenError::Fatal(fatal)) => return Err(fatal),
            },
            _ if long.parts.is_empty() && long.paper.is_none() => {
                self.apply(&sigs, act.body.as_bytes(), false)
            }
            _ => self.apply_long(act, &body, &sigs, long),
        };
        Ok(placed.map_or_else(Tentative::from, Tentative::Appended))
    }

    /// The signatures so far, those of a proposal included, in the order of §3.1; each is checked unless the fold will.
    fn join(&self, act: &Act, body: &Body) -> Result<Vec<Sig>, Denial> {
        let needed = self.state.signers_needed(body);
        let known = self.proposals.sigs(&act.hash());
        let unwanted = |sig: &Sig| !needed.contains(&sig.by);
        let twice =
            |at: usize, sig: &Sig| act.sigs.iter().skip(at.saturating_add(1)).any(|other| other.by == sig.by);
        if act.sigs.is_empty()
            || act.sigs.iter().any(unwanted)
            || act.sigs.iter().enumerate().any(|(at, sig)| twice(at, sig))
        {
            let names: Vec<String> = needed.iter().map(ToString::to_string).collect();
            return Err(Refusal::at(Code::SignersWrong, names.join(", ")).into());
        }
        let complete = act.sigs.len() == needed.len();
        if !complete {
            for sig in &act.sigs {
                self.state.check_signature(sig.by, sig.sig.as_bytes(), body, act.body.as_bytes())?;
            }
            if let Some(code) = stale(&self.state, body) {
                return Err(Refusal::from(code).into());
            }
        }
        let of = |signer: &Signer| act.sigs.iter().chain(known).find(|sig| sig.by == *signer).cloned();
        Ok(needed.iter().filter_map(of).collect())
    }

    /// The opening is tried on a copy, so that the box is made only for an opening that holds, and before it stands in the log.
    fn open_contest(&mut self, opened: &ContestOpened, act: &Act, sigs: &[Sig]) -> Result<Placed, OpenError> {
        let number = opened.contest.get();
        if self.state.contests().get(&number).is_some_and(|contest| contest.course().is_none())
            && opened.keys.iter().any(|keys| self.stamp_keys.get(&number) != Some(keys.stamp_key.as_bytes()))
        {
            return Err(OpenError::Denied(Problem::StampKeyForeign.into()));
        }
        // Without keys it is a named contest or a show of hands, or the fold refuses it: there is no box to make.
        if opened.keys.is_empty() {
            return self.apply(sigs, act.body.as_bytes(), true).map_err(OpenError::Denied);
        }
        let line = Self::line(&self.state, sigs, act.body.as_bytes(), true).map_err(OpenError::Denied)?;
        let mut trial = self.state.clone();
        trial.apply(&line).map_err(|refusal| OpenError::Denied(refusal.into()))?;
        self.make_box(&trial, number)?;
        self.state = trial;
        Ok(self.applied(line))
    }

    /// 发票: evaluates the blinded element for a deputy who is checked in and has no ballot yet (§6.2).
    fn issue(&mut self, act: &Act, request: &BallotRequested) -> Result<Tentative, Fatal> {
        // Same bytes, same answer: a device whose connection broke asks again.
        if let Some(placed) = self.answered(act, request)? {
            return Ok(Tentative::Appended(placed));
        }
        let body = match self.evaluate(act, request)? {
            Ok(body) => encode(&Body::BallotIssued(body)),
            Err(denial) => return Ok(denial.into()),
        };
        let sigs = [self.server_sig(&body)];
        Ok(self.apply(&sigs, &body, false).map_or_else(Tentative::from, Tentative::Appended))
    }

    /// Where the answer to this very request stands: among what is not durable yet, or in the log.
    fn answered(&self, act: &Act, request: &BallotRequested) -> Result<Option<Placed>, Fatal> {
        if !self.register.has_issued(request.deputy.get()) {
            return Ok(None);
        }
        let answers =
            |line: &Line| matches!(line.body(), Body::BallotIssued(body) if body.request == *request);
        match self.in_pending(answers) {
            Some(placed) => Ok(Some(placed)),
            None => self.in_log(&act.hash()),
        }
    }

    /// Where a vote with this body stands: among what is not durable yet, or in the log.
    fn placed(&self, hash: &Bytes32) -> Result<Option<Placed>, Fatal> {
        match self.in_pending(|line| body_hash(line.body_bytes()) == hash.to_bytes()) {
            Some(placed) => Ok(Some(placed)),
            None => self.in_log(hash),
        }
    }

    fn in_pending(&self, wanted: impl Fn(&Line) -> bool) -> Option<Placed> {
        let first = self.state.head().size.saturating_sub(self.pending.len() as u64);
        let found = (first..).zip(&self.pending).find(|(_, line)| wanted(line));
        found.map(|(index, line)| Placed { index: int(index), leaf: line.leaf().into() })
    }

    fn in_log(&self, hash: &Bytes32) -> Result<Option<Placed>, Fatal> {
        let entry = self.shared.answer_to(hash.as_bytes())?;
        Ok(entry.map(|entry| Placed { index: int(entry.index), leaf: entry.leaf.into() }))
    }

    fn evaluate(&self, act: &Act, request: &BallotRequested) -> Result<Result<BallotIssued, Denial>, Fatal> {
        let (blinded, sig, casting) = match self.may_issue(act, request) {
            Ok(may) => may,
            Err(denial) => return Ok(Err(denial)),
        };
        let Ok(evaluation) = casting.stamp_key.evaluate(&blinded, entropy()?) else {
            return Ok(Err(Refusal::from(Code::BlindedBad).into()));
        };
        Ok(Ok(BallotIssued {
            request: request.clone(),
            request_sig: sig,
            evaluated: (*evaluation.evaluated.as_bytes()).into(),
            proof: evaluation.proof.to_bytes().into(),
        }))
    }

    /// All that the fold will ask, before the stamp key is used: it must be no oracle for anyone else.
    fn may_issue(
        &self,
        act: &Act,
        request: &BallotRequested,
    ) -> Result<(Element, Bytes64, std::sync::Arc<super::Casting>), Denial> {
        let at = |code| Refusal::at(code, format_args!("deputy {}", request.deputy));
        let number = u32::try_from(request.deputy.get()).map_err(|_| at(Code::DeputyUnknown))?;
        let roll = self.state.roll().ok_or(Refusal::from(Code::RollMissing))?;
        if !roll.contains(number) {
            return Err(at(Code::DeputyUnknown).into());
        }
        if self.state.attendance().get(number).is_none() {
            return Err(at(Code::NotCheckedIn).into());
        }
        let contest = self.state.contest_by_hash(request.contest.as_bytes());
        let course =
            contest.and_then(|contest| contest.course()).ok_or(Refusal::from(Code::ContestForeign))?;
        course.secret()?;
        match course.stage {
            Stage::Open => {}
            Stage::Held => return Err(Refusal::from(Code::ContestIsHeld).into()),
            Stage::Declared | Stage::Voided => return Err(Refusal::from(Code::ContestOver).into()),
            Stage::Ended | Stage::Opening | Stage::Opened | Stage::Closed => {
                return Err(Refusal::from(Code::ContestNotOpen).into());
            }
        }
        if !self.state.is_witnessed(course.opened_index) {
            return Err(Refusal::from(Code::NotWitnessed).into());
        }
        let [sig] = act.sigs.as_slice() else {
            return Err(Refusal::at(Code::SignersWrong, Signer::Deputy(number)).into());
        };
        if sig.by != Signer::Deputy(number) || !act.parts.is_empty() {
            return Err(Refusal::at(Code::SignersWrong, Signer::Deputy(number)).into());
        }
        // The fold knows a deputy's key by number alone; the body is the one that will carry the request.
        let body = Body::BallotIssued(BallotIssued {
            request: request.clone(),
            request_sig: sig.sig,
            evaluated: [0; 32].into(),
            proof: [0; 64].into(),
        });
        self.state.check_signature(sig.by, sig.sig.as_bytes(), &body, act.body.as_bytes())?;
        if course.issued.contains_key(&number) || course.paper.issued.contains(&number) {
            return Err(at(Code::BallotIssuedAlready).into());
        }
        let blinded = Element::from_bytes(request.blinded.as_bytes()).map_err(|_| at(Code::BlindedBad))?;
        let casting = self.boxes.get(&contest.map_or(0, |contest| contest.definition.contest.get()));
        let casting = casting.ok_or(Refusal::from(Code::ContestNotOpen))?.casting();
        Ok((blinded, sig.sig, casting))
    }

    /// 验票机记录: the server verifies, signs and appends (§7.6).
    fn challenge(&mut self, act: &Act, body: &BallotChallenged, firsts: &[[u8; 32]]) -> Tentative {
        if !act.sigs.is_empty() || !act.parts.is_empty() {
            return Denial::from(Refusal::at(Code::SignersWrong, Signer::Server)).into();
        }
        // A ballot in the box must not be opened: its choice would be known, and the box could not be appended.
        let boxed = self.state.contest_by_hash(body.contest.as_bytes()).and_then(|contest| {
            self.boxes.get(&contest.definition.contest.get()).map(|open| open.casting().has_boxed(firsts))
        });
        if boxed == Some(true) {
            return Denial::from(Refusal::from(Code::Spoiled)).into();
        }
        let sigs = [self.server_sig(act.body.as_bytes())];
        self.apply(&sigs, act.body.as_bytes(), false).map_or_else(Tentative::from, Tentative::Appended)
    }

    /// The server's own signature of a body.
    pub(super) fn server_sig(&self, body: &[u8]) -> Sig {
        let sig = self.shared.act_key.sign(Purpose::Act, &self.sitting(), body);
        Sig { by: Signer::Server, sig: sig.to_bytes().into() }
    }
}

/// The kinds that clients submit with all their signatures (§11.1); requests and challenges are apart.
fn may_submit(body: &Body) -> bool {
    match body {
        Body::ContestHeld(held) => held.by == HeldBy::Secretariat,
        Body::RollFixed(_)
        | Body::RulesAdopted(_)
        | Body::ScrutineersNamed(_)
        | Body::KeyCommitted(_)
        | Body::KeyRevealed(_)
        | Body::KeyDealt(_)
        | Body::KeyAccepted(_)
        | Body::KeyDisputed(_)
        | Body::KeyAgreed(_)
        | Body::KeyTested(_)
        | Body::ContestDefined(_)
        | Body::CheckedIn(_)
        | Body::CheckInUndone(_)
        | Body::DeputySuspended(_)
        | Body::DeputyRestored(_)
        | Body::LeaveGranted(_)
        | Body::LeftEarly(_)
        | Body::ContestOpened(_)
        | Body::ContestResumed(_)
        | Body::ContestEnded(_)
        | Body::ContestClosed(_)
        | Body::ContestVoided(_)
        | Body::PaperIssued(_)
        | Body::PaperCast(_)
        | Body::PaperCounted(_)
        | Body::PaperConfirmed(_)
        | Body::VoteCast(_)
        | Body::HandsCounted(_)
        | Body::BallotReturned(_)
        | Body::Decrypted(_)
        | Body::ResultDeclared(_)
        | Body::TieSettled(_)
        | Body::ReportSigned(_)
        | Body::SittingSealed(_) => true,
        // Of the server alone, or parts of another submission; a ballot goes to the box, before it gets here.
        Body::SittingDefined(_)
        | Body::Witnessed(_)
        | Body::BallotIssued(_)
        | Body::BallotChallenged(_)
        | Body::BoxOpened(_)
        | Body::BallotCast(_)
        | Body::BlobPart(_) => false,
    }
}
