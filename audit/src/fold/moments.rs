//! Where the log stood when a contest was closed and when its result came: what a printed report rests on.
//!
//! A report must have the same bytes before and after it is signed, and for ever (protocol.md §3.6). So it names the log
//! up to the entry that it tells about and the scrutineers of that moment, never the head at which somebody prints. How many
//! witnesses stood behind that entry is only known later; a report is signed after that, and what is known then stays.

use super::{Ceremony, State};
use crate::entry::Body;

/// The log just after an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// `time` of the entry, POSIX seconds.
    pub time: u64,
    /// Entries up to it, itself included.
    pub size: u64,
    /// The root over them.
    pub root: [u8; 32],
    /// Names of the scrutineers of the current run, by position; none before they are named.
    pub scrutineers: Vec<String>,
    /// Cosignatures of the first `witnessed` that covers it: the one thing after the entry that a report shows. `None` before, and
    /// in a sitting without witnesses.
    pub witnessed: Option<u64>,
}

/// The moments of a contest's course.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moments {
    /// Its close, the count of hands, or the confirmed count of its papers: whichever is last.
    pub counted: Option<Moment>,
    /// Its declaration, the presidium's choice among the tied, or its voiding: whichever is last.
    pub finished: Option<Moment>,
}

impl State {
    /// Called once the head is that of the entry.
    pub(super) fn remember_moment(&mut self, body: &Body) {
        let (contest, finishes) = match body {
            Body::ContestClosed(body) => (&body.contest, false),
            Body::HandsCounted(body) => (&body.contest, false),
            Body::PaperConfirmed(body) => (&body.contest, false),
            Body::ResultDeclared(body) => (&body.contest, true),
            Body::TieSettled(body) => (&body.contest, true),
            Body::ContestVoided(body) => (&body.contest, true),
            _ => return,
        };
        let named = self.ceremony.as_ref().map(Ceremony::named);
        let scrutineers = named.unwrap_or_default().iter().map(|named| named.name.to_string()).collect();
        let moment = Moment {
            time: self.head.time,
            size: self.head.size,
            root: self.head.frontier.root(),
            scrutineers,
            witnessed: None,
        };
        if let Ok(course) = self.course_mut(contest) {
            if finishes {
                course.moments.finished = Some(moment);
            } else {
                course.moments.counted = Some(moment);
            }
        }
    }
}
