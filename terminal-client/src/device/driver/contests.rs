//! What is due in one contest, by its kind and stage.
//!
//! Every contest is looked at with each digest, so several that are open at once go on side by side.

use std::sync::Arc;

use audit::fold::Code;
use audit::rules::Secrecy;
use protocol::problem::Reason;
use protocol::server::{ContestDigest, Digest, StageName};
use tokio::time::Instant;

use super::super::contest::OpenContest;
use super::super::error::DeviceError;
use super::super::event::{DeviceEvent, Step};
use super::super::steps::Lookup;
use super::super::trust::TrustError;
use super::{Driver, Stop};
use crate::net::Connection;

impl Driver {
    pub(super) async fn contest(
        &mut self,
        link: &mut Connection,
        digest: &ContestDigest,
        is_in: bool,
    ) -> Result<(), Stop> {
        let contest = digest.contest.get();
        let stage = digest.stage.first().copied();
        if self.stages.insert(contest, stage) != Some(stage) {
            self.tell(DeviceEvent::Stage { contest, stage }).await?;
        }
        let Some(opened) = digest.opened.first().map(|leaf| leaf.to_bytes()) else { return Ok(()) };
        let admits = matches!(stage, Some(StageName::Open | StageName::Held));
        if stage.is_some() && !admits {
            self.device.fresh.over(contest);
        }
        if admits && is_in || self.device.knows(contest) {
            let believed = match self.device.believe_contest(link, contest, &opened).await {
                Ok(believed) => believed,
                Err(error) => {
                    let waits = matches!(error, DeviceError::Trust(TrustError::NotWitnessed));
                    if waits && self.unwitnessed.insert(contest) {
                        self.tell(DeviceEvent::AwaitingWitnesses { contest }).await?;
                    }
                    return self.failed(Step::Draw { contest }, error).await;
                }
            };
            if self.believed.insert(contest) {
                self.tell(DeviceEvent::Believed(Arc::clone(&believed))).await?;
            }
            match believed.secrecy() {
                Secrecy::Named => return self.named(link, &believed, digest).await,
                // Hands are counted in the hall.
                Secrecy::Hands => return Ok(()),
                Secrecy::Secret => {}
            }
            if let Some(paper) = digest.paper.first() {
                return self.paper(link, &believed, &paper.to_bytes()).await;
            }
            if stage == Some(StageName::Open) && is_in {
                self.draw(link, &believed, digest).await?;
            }
            if admits {
                if self.device.has_ballot(contest) && self.ready.insert(contest) {
                    self.tell(DeviceEvent::BallotReady(believed)).await?;
                }
                self.start_cast(contest).await?;
            }
        }
        if stage == Some(StageName::Ended) {
            // A cast whose answer was lost ends here, with a receipt or a refusal.
            self.start_cast(contest).await?;
            self.slip(link, contest).await?;
        }
        if let [box_opened, ballots] = digest.ballots[..] {
            self.find(link, contest, box_opened.get(), ballots.get()).await?;
        }
        Ok(())
    }

    /// A named contest: there is nothing to draw. What was signed is sent until it stands; what stands is looked at in the log.
    async fn named(
        &mut self,
        link: &mut Connection,
        contest: &Arc<OpenContest>,
        digest: &ContestDigest,
    ) -> Result<(), Stop> {
        let number = contest.number;
        let stage = digest.stage.first().copied();
        let step = Step::Vote { contest: number };
        let said = self.placed.get(&number).copied().flatten();
        let leaves = digest.vote.first().map(|leaf| leaf.to_bytes()).into_iter().chain(said);
        for leaf in leaves {
            if self.device.knows_vote(number, &leaf) || self.given_up.contains(&step) {
                continue;
            }
            match self.device.see_vote(link, number, &leaf).await {
                Ok(vote) => {
                    self.placed.remove(&number);
                    self.votes_told.insert(number);
                    self.tell(DeviceEvent::Voted { contest: number, vote }).await?;
                }
                Err(error) => self.failed(step, error).await?,
            }
        }
        // After a restart: what stood before.
        if self.votes_told.insert(number)
            && let Some(vote) = self.device.standing_vote(number)?
        {
            self.tell(DeviceEvent::Voted { contest: number, vote }).await?;
        }
        if matches!(stage, Some(StageName::Open | StageName::Held)) && self.ready.insert(number) {
            self.tell(DeviceEvent::BallotReady(Arc::clone(contest))).await?;
        }
        // Ended: a vote whose answer was lost stands already, or is refused now.
        if matches!(stage, Some(StageName::Open | StageName::Held | StageName::Ended)) {
            self.start_vote(number).await?;
        }
        Ok(())
    }

    /// A paper ballot was handed out: none is asked for here.
    async fn paper(
        &mut self,
        link: &mut Connection,
        contest: &OpenContest,
        leaf: &[u8; 32],
    ) -> Result<(), Stop> {
        let number = contest.number;
        let step = Step::Paper { contest: number };
        if self.papers.contains(&number) || self.given_up.contains(&step) {
            return Ok(());
        }
        match self.device.has_paper(link, contest.hash, leaf).await {
            Ok(()) => {
                self.papers.insert(number);
                self.tell(DeviceEvent::PaperIssued { contest: number }).await
            }
            Err(error) => self.failed(step, error).await,
        }
    }

    /// A fresh device key, unless a contest is voting that needs the old one.
    pub(super) fn renew_device_key(&mut self, digest: &Digest) -> Result<(), Stop> {
        let voting = |stage: &StageName| {
            matches!(
                stage,
                StageName::Open | StageName::Held | StageName::Ended | StageName::Opening | StageName::Opened
            )
        };
        let is_voting = |number: u64| {
            let mut contests = digest.contests.iter();
            contests.any(|contest| contest.contest.get() == number && contest.stage.iter().any(voting))
        };
        Ok(self.device.renew_device_key(is_voting)?)
    }

    async fn draw(
        &mut self,
        link: &mut Connection,
        contest: &OpenContest,
        digest: &ContestDigest,
    ) -> Result<(), Stop> {
        let step = Step::Draw { contest: contest.number };
        if self.given_up.contains(&step) {
            return Ok(());
        }
        let issued = digest.issued.first().map(|leaf| leaf.to_bytes());
        match self.device.draw_ballot(link, contest, issued).await {
            Ok(()) => Ok(()),
            // An earlier request was answered, or a paper was handed out, and the digest that says so is on its way.
            Err(DeviceError::Refused(refusal))
                if refusal.reason == Reason::Rule(Code::BallotIssuedAlready) && issued.is_none() =>
            {
                Err(TrustError::NotPublishedYet.into())
            }
            // Ended between the digest and the request.
            Err(DeviceError::Refused(refusal)) if refusal.reason == Reason::Rule(Code::ContestNotOpen) => {
                Ok(())
            }
            Err(error) => self.failed(step, error).await,
        }
    }

    async fn slip(&mut self, link: &mut Connection, contest: u64) -> Result<(), Stop> {
        let step = Step::Slip { contest };
        if !self.device.owes_slip(contest) || self.given_up.contains(&step) {
            return Ok(());
        }
        self.start_recovery(contest)?;
        match self.device.return_slip(link, contest).await {
            Ok(()) => self.tell(DeviceEvent::SlipDone { contest }).await,
            Err(error) => self.failed(step, error).await,
        }
    }

    async fn find(
        &mut self,
        link: &mut Connection,
        contest: u64,
        box_opened: u64,
        ballots: u64,
    ) -> Result<(), Stop> {
        let step = Step::Find { contest };
        if !self.device.awaits_ballot(contest) || self.given_up.contains(&step) {
            return Ok(());
        }
        let now = Instant::now();
        let spread = self.options.find_spread;
        let at = *self
            .find_at
            .entry(contest)
            .or_insert_with(|| now + spread.mul_f64(rand::random_range(0.0..1.0)));
        if at > now {
            self.again_after(at.duration_since(now));
            return Ok(());
        }
        match self.device.find_ballot(link, contest, box_opened, ballots).await {
            Ok(Lookup::Found { index, receipt }) => {
                self.tell(DeviceEvent::Found { contest, index, receipt }).await
            }
            Ok(Lookup::NotInBox) => {
                self.given_up.insert(step);
                self.tell(DeviceEvent::NotInBox { contest }).await
            }
            Err(DeviceError::Missing { contest, evidence }) => {
                self.given_up.insert(step);
                self.tell(DeviceEvent::Missing { contest, evidence }).await
            }
            Err(error) => self.failed(step, error).await,
        }
    }
}
