//! What the sequencer does about witnesses: `witnessed` entries, the published checkpoint with its cosignatures, and the hold of
//! contests that nobody vouches for (protocol.md §3.8, §11.7).

use std::sync::Arc;
use std::time::{Duration, Instant};

use audit::entry::Body;
use audit::entry::voting::{ContestHeld, HeldBy, Witnessed};
use audit::fold::{Contest, Stage};
use audit::wire::encode;
use protocol::limits;
use protocol::server::Digest;

use super::core::{Core, Fatal};
use crate::cosigning::QuorumHead;

/// The reason in the entry that holds a contest.
const HOLD_REASON: &str =
    "见证不足：超过 30 秒没有足够的见证人签署新的检查点 (no quorum of witnesses for 30 seconds)";

/// How a checkpoint stands with the witnesses; the greater is the better to publish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Standing {
    pub(super) size: u64,
    /// Of its quorum; `None` before it has one.
    pub(super) time: Option<u64>,
    /// Cosignatures.
    pub(super) have: u64,
}

/// What the sequencer remembers about witnesses.
pub(super) struct Witnessing {
    /// When the server started: before anyone answered, waiting is counted from here.
    started: Instant,
    /// How old the newest quorum may be while a contest is open.
    max_age: Duration,
    /// Contests that are open, and since when by our clock.
    open: Vec<(u64, Instant)>,
    /// The checkpoint that is published, and since when.
    pub(super) published: Option<Standing>,
    pub(super) published_at: Option<Instant>,
    /// Since when there is a newer one.
    pub(super) unpublished_since: Option<Instant>,
    /// What devices were told last, and when.
    told: Option<(Arc<str>, Instant)>,
    /// A head whose entry the fold refused; said once.
    refused: u64,
}

impl Witnessing {
    pub(super) fn new(started: Instant, max_age: Duration) -> Self {
        Self {
            started,
            max_age,
            open: Vec::new(),
            published: None,
            published_at: None,
            unpublished_since: None,
            told: None,
            refused: 0,
        }
    }
}

impl Core {
    /// Everything about witnesses that time brings. Nothing in a sitting without them.
    pub(super) fn witness(&mut self, now: Instant) -> Result<(), Fatal> {
        if !self.shared.cosigning.is_asked_for() {
            return Ok(());
        }
        self.enter_witnessed()?;
        self.hold_unwitnessed(now)?;
        self.tell_devices(now);
        Ok(())
    }

    /// Enters the quorum's checkpoint where something waits for it.
    fn enter_witnessed(&mut self) -> Result<(), Fatal> {
        let Some(head) = self.shared.cosigning.quorum_head() else { return Ok(()) };
        let covered = self.state.last_witnessed().map_or(0, |last| last.size);
        let is_new = head.size > covered && head.size > self.witnessing.refused;
        let may_stand = !self.is_opening() && !self.state.has_pending_parts() && !self.state.is_sealed();
        if !is_new || !may_stand || !self.waits_below(head.size) {
            return Ok(());
        }
        let Ok(checkpoint) = head.note.parse() else { return Ok(()) };
        let body = encode(&Body::Witnessed(Witnessed { checkpoint }));
        let sigs = [self.server_sig(&body)];
        match self.apply(&sigs, &body, false) {
            Ok(_) => {
                self.commit()?;
            }
            Err(denial) => {
                self.witnessing.refused = head.size;
                tracing::error!(
                    code = denial.reason.as_str(),
                    what = denial.what,
                    "a quorum cannot be entered"
                );
            }
        }
        Ok(())
    }

    /// Whether an entry below this size waits for witnesses: an opening, a close, a declaration or a voiding.
    fn waits_below(&self, size: u64) -> bool {
        let courses = self.state.contests().values().filter_map(Contest::course);
        courses
            .flat_map(|course| {
                let moments = [&course.moments.counted, &course.moments.finished].into_iter().flatten();
                let last = moments.map(|moment| moment.size.saturating_sub(1));
                std::iter::once(course.opened_index).chain(last)
            })
            .any(|index| index < size && !self.state.is_witnessed(index))
    }

    /// Whether the ballots of a box are going into the log: nothing may stand between them.
    pub(super) fn is_opening(&self) -> bool {
        self.state.contests().values().any(|contest| contest.stage() == Some(Stage::Opening))
    }

    /// Whether too long nobody vouched that this is the one history; counted from the opening for a contest just opened.
    fn is_unwitnessed(&self, since: Instant, now: Instant) -> bool {
        let fresh =
            self.shared.cosigning.quorum_head().map_or(self.witnessing.started, |QuorumHead { at, .. }| at);
        now.saturating_duration_since(fresh.max(since)) > self.witnessing.max_age
    }

    /// Whether a contest may be resumed now.
    pub(super) fn lacks_witnesses(&self, now: Instant) -> bool {
        self.shared.cosigning.is_asked_for() && self.is_unwitnessed(self.witnessing.started, now)
    }

    fn hold_unwitnessed(&mut self, now: Instant) -> Result<(), Fatal> {
        let open: Vec<(u64, [u8; 32], [u8; 32])> = self
            .state
            .contests()
            .iter()
            .filter_map(|(number, contest)| Some((*number, contest.course()?)))
            .filter(|(_, course)| course.stage == Stage::Open)
            .map(|(number, course)| (number, course.hash, course.last))
            .collect();
        self.witnessing.open.retain(|(number, _)| open.iter().any(|(other, ..)| other == number));
        for (number, hash, last) in open {
            let known = self.witnessing.open.iter().find(|(other, _)| *other == number);
            let Some((_, since)) = known.copied() else {
                self.witnessing.open.push((number, now));
                continue;
            };
            if !self.is_unwitnessed(since, now) || self.is_opening() {
                continue;
            }
            let Ok(reason) = HOLD_REASON.parse() else { continue };
            let held = ContestHeld { contest: hash.into(), follows: last.into(), by: HeldBy::Server, reason };
            let body = encode(&Body::ContestHeld(held));
            let sigs = [self.server_sig(&body)];
            match self.apply(&sigs, &body, false) {
                Ok(_) => {
                    tracing::error!(contest = number, "held: no quorum of witnesses");
                    self.commit()?;
                }
                Err(denial) => {
                    tracing::error!(contest = number, code = denial.reason.as_str(), "cannot be held");
                }
            }
        }
        Ok(())
    }

    /// Devices hear of a fresh quorum while they may cast, though not of each: there may be 3,000 of them.
    fn tell_devices(&mut self, now: Instant) {
        if !self
            .state
            .contests()
            .values()
            .any(|contest| matches!(contest.stage(), Some(Stage::Open | Stage::Held)))
        {
            return;
        }
        let Some(head) = self.shared.cosigning.quorum_head() else { return };
        let is_due = self.witnessing.told.as_ref().is_none_or(|(note, at)| {
            *note != head.note && now.saturating_duration_since(*at) >= limits::QUORUM_TOLD_INTERVAL
        });
        if is_due {
            self.witnessing.told = Some((head.note, now));
            self.shared.set_common(self.digest());
        }
    }

    /// What all digests have in common.
    pub(super) fn digest(&self) -> Digest {
        let told = self.witnessing.told.as_ref();
        Digest {
            quorum: told.map(|(note, _)| note.to_string()).into_iter().collect(),
            ..self.register.digest(&self.state)
        }
    }
}
