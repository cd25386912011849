//! How a cast ended, and the way from a cast ballot to its change.

use super::{
    app::{App, Done, Stage},
    contest::ContestStatus,
    words,
};
use crate::ui::{RefusalView, frame::Notice};

impl App {
    /// Changes that are left of the ballot whose receipt is on the screen.
    pub(super) fn done_may_change(&self) -> Option<u8> {
        let Stage::Done { what: Done::Ballot { contest, .. }, .. } = &self.stage else { return None };
        let view = self.contests.iter().find(|view| &view.id == contest)?;
        match view.status {
            ContestStatus::CastMayChange { left } => Some(left),
            _ => None,
        }
    }

    pub(super) fn begin_change(&mut self, id: &str) {
        if let Some(at) = self.contests.iter().position(|view| view.id == id) {
            self.stage = Stage::Home { cursor: at };
            self.begin();
        }
    }

    /// Whether the screen waits for this contest's cast.
    pub(super) fn is_casting(&self, id: &str) -> bool {
        matches!(&self.stage, Stage::Casting { contest, .. } if contest == id)
    }

    pub(super) fn done(&mut self, id: &str, what: Done, status: ContestStatus) {
        let contest = self.contests.iter_mut().find(|view| view.id == id);
        let title = contest.map(|view| {
            if !view.status.is_done() {
                view.status = status;
            }
            view.title.clone()
        });
        if self.is_casting(id) {
            self.stage = Stage::Done { what, since_ms: self.now_ms };
        } else if let Some(title) = title {
            // Cast on hold, or before this program was started anew.
            self.notice =
                Some(Notice::plain(words::of_contest(self.look, &title, self.look.texts().deputy.done)));
        }
    }

    pub(super) fn not_changed(&mut self, id: &str, refusal: RefusalView, either: bool) {
        let former = self.former_codes.remove(id);
        if let Some(code) = former.filter(|_| !either) {
            self.codes.insert(id.to_owned(), code);
        }
        if self.is_casting(id) {
            self.stage = Stage::NotChanged { refusal, either };
        } else if let Some(view) = self.contests.iter().find(|view| view.id == id) {
            let said = words::not_changed(self.look, either);
            let line = format!("{said} {} {}", refusal.line(self.look), words::stands(self.look, either));
            self.notice = Some(Notice::urgent(words::of_contest(self.look, &view.title, &line)));
        }
    }

    pub(super) fn unclear(&mut self, id: &str, refusal: RefusalView) {
        let t = &self.look.texts().deputy;
        if self.is_casting(id) {
            self.stage = Stage::Unclear(refusal);
        } else if let Some(view) = self.contests.iter().find(|view| view.id == id) {
            let line = format!("{} {} {}", t.unclear, refusal.line(self.look), t.unclear_next);
            self.notice = Some(Notice::urgent(words::of_contest(self.look, &view.title, &line)));
        }
    }

    pub(super) fn refused(&mut self, id: Option<&str>, refusal: RefusalView) {
        let waits = match id {
            Some(id) => self.is_casting(id),
            None => matches!(self.stage, Stage::Casting { .. }),
        };
        if waits {
            self.stage = Stage::NotCast(refusal);
        } else if let Some(view) = self.contests.iter().find(|view| Some(view.id.as_str()) == id) {
            let line = format!("{} {}", self.look.texts().deputy.not_cast, refusal.line(self.look));
            self.notice = Some(Notice::urgent(words::of_contest(self.look, &view.title, &line)));
        }
    }
}
