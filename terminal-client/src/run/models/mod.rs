//! What screens show, made from what this process has verified.
//!
//! Invariants
//! - Pure: the same state gives the same model.
//! - A number of votes is in [`crate::live::ResultView`] alone, which is made from `result_declared` and nothing else.
//!
//! Next: [`live`] for the secretariat, [`scrutineer`] for who signs, [`facts`] for what is signed.

pub mod deputy;
pub mod facts;
#[cfg(test)]
mod kinds_tests;
pub mod live;
pub mod papers;
mod reconcile;
pub mod report;
mod result;
pub mod scrutineer;
#[cfg(test)]
mod tests;
pub mod witnesses;

use audit::fold::{Contest, Course, Stage, State};
use audit::rules::Secrecy;
use protocol::server::Status;

use crate::roles::View;
use crate::roles::log::RecentEntry;
use crate::roles::scrutineer::unfit;
use crate::sitting_file::SittingFile;
use crate::ui::Look;
use crate::ui::sitting::{Link, SittingView};

use super::words;

pub use reconcile::reconcile;

/// What one party sees now.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// What the terminal was told before it connected.
    pub file: &'a SittingFile,
    /// What the log says.
    pub state: &'a State,
    /// The server's word beside the log.
    pub status: &'a Status,
    /// The newest entries, oldest first.
    pub recent: &'a [RecentEntry],
    /// Whether there is a connection.
    pub connected: bool,
    /// Language and colours.
    pub look: Look,
    /// Hours that the hall's clock is ahead of UTC.
    pub utc_hours: i8,
}

impl<'a> Seen<'a> {
    /// What a follower sees.
    pub fn of(view: &'a View, file: &'a SittingFile, options: &super::Options) -> Self {
        Self {
            file,
            state: view.state(),
            status: view.status(),
            recent: view.log().recent(),
            connected: view.is_connected(),
            look: options.look,
            utc_hours: options.utc_hours,
        }
    }

    /// The sitting, as every screen shows it at the top. `clock` is the time of day.
    pub fn sitting(&self, contest: Option<&Contest>, clock: String) -> SittingView {
        let count = self.state.witnesses();
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let link = if self.connected { Link::Online } else { Link::Reconnecting };
        SittingView {
            witnesses_have: small(count.have),
            witnesses_need: small(count.quorum),
            contest_code: contest.and_then(Contest::course).map(|course| words::contest_code(&course.hash)),
            ..sitting_of_file(self.file, link, clock)
        }
    }
}

/// The sitting before anything of the log is known.
pub fn sitting_of_file(file: &SittingFile, link: Link, clock: String) -> SittingView {
    SittingView {
        name: file.name.to_string(),
        rehearsal: file.is_rehearsal(),
        // As it is printed.
        fingerprint: file.fingerprint.to_hex().to_uppercase(),
        contest_code: None,
        // Before entry 0 came there is nothing else to say.
        witnesses_have: 0,
        witnesses_need: 0,
        clock,
        link,
    }
}

/// The contest in hand: `chosen` by the person at the terminal if it is not over or none is running, so that several can be opened
/// at once (一次投票,分别计算); of several that are running, the first. Else the last one that is over, so that a result stays on the screen; else the first that waits to
/// be opened.
pub fn in_hand(state: &State, chosen: Option<u64>) -> Option<&Contest> {
    let contests = state.contests();
    let is_running = |contest: &&Contest| contest.stage().is_some() && !contest.is_finished();
    let chosen = chosen.and_then(|number| contests.get(&number));
    let unfinished = chosen.filter(|contest| contest.stage().is_none() || !contest.is_finished());
    let running = unfinished.or_else(|| contests.values().find(is_running));
    let over = contests.values().rfind(|contest| contest.stage().is_some());
    running.or(chosen).or(over).or_else(|| contests.values().next())
}

/// Ballots in the box: the server's count until the box is opened, the log's afterwards. Of a named contest the votes so far.
pub fn returned(contest: &Contest, status: &Status) -> Option<u64> {
    let number = contest.definition.contest;
    let told = || status.contests.iter().find(|told| told.contest == number).map(|told| told.boxed.get());
    let course = contest.course();
    if let Some(course) = course.filter(|_| contest.profile.secrecy == Secrecy::Named) {
        return u64::try_from(course.votes.len()).ok();
    }
    course.and_then(Course::returned).or_else(told)
}

/// Whether all is there for the declaration: enough shares, or nothing that must be decrypted; papers are confirmed.
pub fn is_decided(state: &State, contest: &Contest) -> bool {
    let Some(course) = contest.course().filter(|course| course.stage == Stage::Closed) else { return false };
    if course.paper.is_awaited() {
        return false;
    }
    let (have, need) = shares(state, contest);
    match unfit(state, contest) {
        Ok(None) => need > 0 && have >= need,
        // Void, without a ballot, named or by hands: it is declared without decryption.
        Ok(Some(_)) => true,
        Err(_) => false,
    }
}

/// Shares given and needed.
pub fn shares(state: &State, contest: &Contest) -> (u64, u64) {
    let have = contest.course().map_or(0, |course| course.shares.len());
    let need = state.ceremony().map_or(0, audit::fold::Ceremony::threshold);
    (u64::try_from(have).unwrap_or(u64::MAX), need)
}
