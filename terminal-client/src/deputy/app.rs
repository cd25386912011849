//! The deputy's app: its state and how keys, pushes and time change it.

use super::{
    ballot::{Ballot, CastOrCheck, Step},
    contest::{ContestStatus, ContestView, Style},
    keys::{Action, Keys},
    marking,
    model::{CardInput, Effect, Identity, Push, Trouble},
    words,
};
use crate::ui::{
    Look, RefusalView,
    confirm::Field,
    frame::{Notice, SMALLEST},
    keymap::{self, Pressed},
    list::{self, Move},
    sitting::SittingView,
};
use crossterm::event::{KeyCode, KeyEvent};
use std::collections::BTreeMap;

/// How long "票已投出" stays without a key, in milliseconds.
pub const DONE_SHOWN_MS: u64 = 20_000;
/// After so much silence on a ballot the screen asks "还在投票吗？". Nothing is taken away.
pub const IDLE_MS: u64 = 180_000;

/// The fields of the sign-in form.
#[derive(Debug, Default)]
pub(super) struct SignIn {
    pub(super) number: Field,
    pub(super) code: Field,
    pub(super) file: Field,
    pub(super) focus: usize,
}

impl SignIn {
    fn focused(&mut self) -> &mut Field {
        match self.focus {
            0 => &mut self.number,
            1 => &mut self.code,
            _ => &mut self.file,
        }
    }
}

/// What was cast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Done {
    /// A secret ballot, with its code, or one in the place of another.
    Ballot { contest: String, code: String, changed: bool },
    /// A secret ballot that was found in the log, with its code and index.
    Found { code: String, index: u64 },
    /// A named vote, with its index in the log.
    Vote { index: u64 },
}

/// Where the deputy is.
#[derive(Debug)]
pub(super) enum Stage {
    SignIn(SignIn),
    ReadingCard,
    Identity(Identity),
    AtDesk { identity: Identity, code: String },
    CheckingIn,
    Home { cursor: usize },
    Ballot(Box<Ballot>),
    Casting { contest: String, attempt: u32, trouble: Option<Trouble>, change: bool },
    Done { what: Done, since_ms: u64 },
    NotCast(RefusalView),
    Unclear(RefusalView),
    NotChanged { refusal: RefusalView, either: bool },
}

/// The deputy's app.
#[derive(Debug)]
pub struct App {
    pub(super) look: Look,
    pub(super) sitting: SittingView,
    pub(super) identity: Option<Identity>,
    pub(super) contests: Vec<ContestView>,
    pub(super) stage: Stage,
    /// Ballots begun and left for the list, with their marks; wiped when their contest is no longer open.
    parked: Vec<Ballot>,
    pub(super) covered: bool,
    pub(super) help: bool,
    pub(super) quitting: bool,
    pub(super) notice: Option<Notice>,
    /// Codes of what was cast here, by contest: with the index they find it in the log.
    pub(super) codes: BTreeMap<String, String>,
    /// The same of ballots whose change is on its way: until then nobody knows which of the two the log will have.
    pub(super) former_codes: BTreeMap<String, String>,
    pub(super) now_ms: u64,
    last_key_ms: u64,
    round: u32,
    size: (u16, u16),
}

impl App {
    /// An app that waits for a card.
    pub fn new(look: Look, sitting: SittingView) -> Self {
        Self {
            look,
            sitting,
            identity: None,
            contests: Vec::new(),
            stage: Stage::SignIn(SignIn::default()),
            parked: Vec::new(),
            covered: false,
            help: false,
            quitting: false,
            notice: None,
            codes: BTreeMap::new(),
            former_codes: BTreeMap::new(),
            now_ms: 0,
            last_key_ms: 0,
            round: 0,
            size: SMALLEST,
        }
    }

    /// The window has these columns and rows.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
    }

    /// Time passes: `now_ms` from any fixed start, never back.
    pub fn tick(&mut self, now_ms: u64) -> Vec<Effect> {
        self.now_ms = now_ms;
        if let Stage::Done { since_ms, .. } = &self.stage
            && now_ms.saturating_sub(*since_ms) >= DONE_SHOWN_MS
        {
            self.go_home();
        }
        if matches!(self.stage, Stage::Ballot(_))
            && self.notice.is_none()
            && now_ms.saturating_sub(self.last_key_ms) >= IDLE_MS
        {
            self.notice = Some(Notice::plain(self.look.texts().deputy.still_there));
        }
        Vec::new()
    }

    /// A key was pressed.
    pub fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        let Some(pressed) = keymap::pressed(event) else { return Vec::new() };
        self.last_key_ms = self.now_ms;
        self.notice = None;
        let key = match pressed {
            Pressed::Interrupt => return self.ask_quit(),
            Pressed::Key(key) => key,
        };
        if self.covered {
            // Only the same key uncovers: a neighbour's elbow must not.
            self.covered = key != KeyCode::F(2);
            return Vec::new();
        }
        if self.help {
            self.help = false;
            return Vec::new();
        }
        if self.quitting {
            self.quitting = false;
            return if key == KeyCode::Char('y') { vec![Effect::Quit] } else { Vec::new() };
        }
        if let Some(action) = keymap::action(self.keys().tables(), key) {
            return self.act(action);
        }
        self.type_text(key);
        Vec::new()
    }

    /// The keys of the screen that is shown.
    pub(super) fn keys(&self) -> Keys {
        match &self.stage {
            Stage::SignIn(_) => Keys::SignIn,
            Stage::ReadingCard | Stage::CheckingIn => Keys::Busy,
            Stage::Identity(_) => Keys::Identity,
            Stage::AtDesk { .. } => Keys::AtDesk,
            Stage::Home { .. } => Keys::Home,
            Stage::Ballot(ballot) => match &ballot.step {
                Step::Marking => match ballot.contest.style {
                    Style::Select => Keys::Marking,
                    Style::Votes { .. } | Style::Grades => Keys::MarkingOptions,
                    Style::Ranks { .. } => Keys::MarkingNumbers,
                },
                Step::Review { .. } => Keys::Review,
                Step::BlankQuestion | Step::NamedQuestion | Step::CheckWarning => Keys::YesOrBack,
                Step::Code { .. } => Keys::CastOrCheck,
                Step::Check { .. } => Keys::Check,
            },
            Stage::Casting { trouble: Some(Trouble::Held | Trouble::Witnesses), .. } => Keys::CastingHeld,
            Stage::Casting { .. } => Keys::Casting,
            Stage::Done { .. } if self.done_may_change().is_some() => Keys::DoneMayChange,
            Stage::Done { .. } => Keys::Done,
            Stage::NotCast(_) | Stage::Unclear(_) | Stage::NotChanged { .. } => Keys::NotCast,
        }
    }

    fn type_text(&mut self, key: KeyCode) {
        let Stage::SignIn(form) = &mut self.stage else { return };
        match key {
            KeyCode::Char(c) => form.focused().push(c),
            KeyCode::Backspace => form.focused().backspace(),
            _ => {}
        }
    }

    fn ask_quit(&mut self) -> Vec<Effect> {
        if matches!(self.stage, Stage::Casting { .. }) {
            self.notice = Some(Notice::urgent(self.look.texts().deputy.casting_locked));
        } else {
            self.help = false;
            self.quitting = true;
        }
        Vec::new()
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Help => self.help = true,
            Action::Cover => self.covered = true,
            Action::AskQuit => return self.ask_quit(),
            _ => return self.act_on_stage(action),
        }
        Vec::new()
    }

    fn act_on_stage(&mut self, action: Action) -> Vec<Effect> {
        match &mut self.stage {
            Stage::SignIn(form) => match action {
                Action::NextField => form.focus = (form.focus + 1) % 3,
                Action::PreviousField => form.focus = (form.focus + 2) % 3,
                _ => return self.sign_in(),
            },
            Stage::Identity(_) => return self.identify(action),
            Stage::AtDesk { .. } => {
                self.stage = Stage::SignIn(SignIn::default());
                return vec![Effect::ForgetCard];
            }
            Stage::Home { cursor } => match action {
                Action::Up => *cursor = list::moved(*cursor, Move::Up, self.contests.len(), 1),
                Action::Down => *cursor = list::moved(*cursor, Move::Down, self.contests.len(), 1),
                _ => self.begin(),
            },
            Stage::Ballot(_) => return self.act_on_ballot(action),
            Stage::Done { what: Done::Ballot { contest, .. }, .. } if action == Action::Change => {
                let id = std::mem::take(contest);
                self.go_home();
                self.begin_change(&id);
            }
            // A cast goes on by itself; only on hold the screen is free for the other contests.
            Stage::Done { .. }
            | Stage::NotCast(_)
            | Stage::Unclear(_)
            | Stage::NotChanged { .. }
            | Stage::Casting { .. } => self.go_home(),
            Stage::ReadingCard | Stage::CheckingIn => {}
        }
        Vec::new()
    }

    fn sign_in(&mut self) -> Vec<Effect> {
        let Stage::SignIn(form) = &mut self.stage else { return Vec::new() };
        if let Some(input) = CardInput::take(&mut form.number, &mut form.code, &mut form.file) {
            self.stage = Stage::ReadingCard;
            vec![Effect::ReadCard(input)]
        } else {
            self.notice = Some(Notice::plain(self.look.texts().deputy.sign_in_missing));
            Vec::new()
        }
    }

    fn identify(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Confirm {
            self.stage = Stage::CheckingIn;
            vec![Effect::CheckIn]
        } else {
            self.stage = Stage::SignIn(SignIn::default());
            vec![Effect::ForgetCard]
        }
    }

    /// To the list, on what can be voted on.
    fn go_home(&mut self) {
        self.stage = Stage::Home { cursor: self.first_votable().unwrap_or(0) };
    }

    /// What was not voted on goes before what may be changed.
    fn first_votable(&self) -> Option<usize> {
        let open = |view: &ContestView| view.status.is_votable() && !view.status.is_done();
        let place = |wanted: fn(&ContestView) -> bool| self.contests.iter().position(wanted);
        self.contests.iter().position(open).or_else(|| place(|view| view.status.is_votable()))
    }

    pub(super) fn begin(&mut self) {
        let Stage::Home { cursor } = self.stage else { return };
        match self.contests.get(cursor) {
            Some(contest) if contest.status.is_votable() => {
                let parked = self.parked.iter().position(|ballot| ballot.contest.id == contest.id);
                let ballot = match parked {
                    Some(at) => self.parked.swap_remove(at),
                    None => Ballot::new(contest.clone(), self.round),
                };
                self.stage = Stage::Ballot(Box::new(ballot));
                self.follow_status();
            }
            Some(contest) => match (contest.status, self.codes.get(&contest.id)) {
                (ContestStatus::Recorded { index }, Some(code)) => {
                    let what = Done::Found { code: code.clone(), index };
                    self.stage = Stage::Done { what, since_ms: self.now_ms };
                }
                (status, _) => self.notice = Some(self.status_notice(status)),
            },
            None => self.notice = Some(Notice::plain(self.look.texts().deputy.cannot_vote_now)),
        }
    }

    fn act_on_ballot(&mut self, action: Action) -> Vec<Effect> {
        let Stage::Ballot(ballot) = &mut self.stage else { return Vec::new() };
        match (&mut ballot.step, action) {
            (Step::Marking, action) => return self.act_on_marks(action),
            (Step::Review { top }, Action::PageUp) => *top = top.saturating_sub(1),
            (Step::Review { top }, Action::PageDown) => *top = (*top + 1).min(ballot.contest.items.len()),
            (Step::Review { .. }, Action::Confirm) | (Step::BlankQuestion, Action::Yes) => ballot.confirm(),
            (
                Step::Review { .. } | Step::BlankQuestion | Step::NamedQuestion | Step::Code { .. },
                Action::Back,
            ) => {
                return ballot.change().into_iter().collect();
            }
            (Step::NamedQuestion, Action::Yes) => return self.cast(),
            (Step::Code { choice }, Action::Left | Action::Right) => {
                *choice = match choice {
                    CastOrCheck::Cast => CastOrCheck::Check,
                    CastOrCheck::Check => CastOrCheck::Cast,
                };
            }
            // Until the code is shown nothing can be done with the ballot: it is the deputy's evidence.
            (Step::Code { choice }, Action::Confirm) if ballot.code.is_some() => match choice {
                CastOrCheck::Cast => return self.cast(),
                CastOrCheck::Check => ballot.step = Step::CheckWarning,
            },
            (Step::CheckWarning, Action::Yes) => return vec![ballot.open()],
            (Step::CheckWarning, Action::Back) => ballot.step = Step::Code { choice: CastOrCheck::Cast },
            (Step::Check { opening: Some(_) }, Action::Confirm) => {
                ballot.again();
                self.notice = Some(Notice::plain(self.look.texts().deputy.marked_again));
            }
            _ => {}
        }
        Vec::new()
    }

    fn act_on_marks(&mut self, action: Action) -> Vec<Effect> {
        let (look, size) = (self.look, self.size);
        let Stage::Ballot(ballot) = &mut self.stage else { return Vec::new() };
        let done = match action {
            Action::Toggle => ballot.toggle(0),
            Action::Option(option) => ballot.toggle(option),
            Action::Digit(digit) => {
                ballot.digit(u32::from(digit));
                return Vec::new();
            }
            Action::Erase => {
                ballot.erase();
                return Vec::new();
            }
            // Whatever else is pressed, the number that was typed is given first.
            _ => {
                let was_typed = ballot.entry.number().is_some();
                let given = ballot.take_entry();
                match action {
                    _ if given.is_err() => given,
                    // Enter after a number gives it and goes on to the next item.
                    Action::Confirm if was_typed => {
                        ballot.cursor = list::moved(ballot.cursor, Move::Down, ballot.contest.items.len(), 1);
                        Ok(())
                    }
                    Action::Confirm => return self.review(),
                    Action::Back => {
                        self.park();
                        return Vec::new();
                    }
                    other => {
                        if let Some(step) = step_of(other) {
                            let per_page = marking::items_per_page(look, &ballot.contest, size);
                            ballot.cursor =
                                list::moved(ballot.cursor, step, ballot.contest.items.len(), per_page);
                        }
                        Ok(())
                    }
                }
            }
        };
        if let Err(error) = done {
            self.notice = words::mark_error(look, &ballot.contest, error).map(Notice::urgent);
        }
        Vec::new()
    }

    /// Back to the list; the marks stay.
    fn park(&mut self) {
        let home = Stage::Home { cursor: 0 };
        if let Stage::Ballot(ballot) = std::mem::replace(&mut self.stage, home) {
            self.parked.push(*ballot);
        }
    }

    fn review(&mut self) -> Vec<Effect> {
        let Stage::Ballot(ballot) = &mut self.stage else { return Vec::new() };
        self.round = self.round.saturating_add(1);
        match ballot.review(self.round) {
            Ok(effect) => effect.into_iter().collect(),
            Err(unfit) => {
                self.notice = Some(Notice::urgent(words::unfit(self.look, &ballot.contest, &unfit)));
                Vec::new()
            }
        }
    }

    /// Replacing the stage drops the ballot, and with it wipes the marks.
    fn cast(&mut self) -> Vec<Effect> {
        let Stage::Ballot(ballot) = &self.stage else { return Vec::new() };
        let Some(effect) = ballot.cast() else {
            self.notice = Some(self.status_notice(ballot.status()));
            return Vec::new();
        };
        let (contest, change) = (ballot.contest.id.clone(), ballot.contest.cast_before);
        if let Some(code) = self.codes.remove(&contest) {
            self.former_codes.insert(contest.clone(), code);
        }
        self.stage = Stage::Casting { contest, attempt: 1, trouble: None, change };
        vec![effect]
    }

    fn status_notice(&self, status: ContestStatus) -> Notice {
        let t = &self.look.texts().deputy;
        match status {
            ContestStatus::Held => Notice::plain(t.held_while_marking),
            ContestStatus::Missed => Notice::urgent(t.ended_while_marking),
            ContestStatus::Paper => Notice::plain(t.paper_notice),
            ContestStatus::Hands => Notice::plain(t.hands_notice),
            ContestStatus::Voided => Notice::urgent(t.voided_notice),
            _ => Notice::urgent(t.cannot_vote_now),
        }
    }

    /// Something came from outside. It may change what surrounds a ballot, never a mark.
    pub fn push(&mut self, push: Push) -> Vec<Effect> {
        match push {
            Push::Sitting(sitting) => self.sitting = sitting,
            Push::CardRead(identity) => {
                // The main loop may read a card that was named at the start, before any key.
                if matches!(self.stage, Stage::SignIn(_) | Stage::ReadingCard) {
                    self.stage = Stage::Identity(identity);
                }
            }
            Push::DeskRequest { identity, code } => {
                if matches!(self.stage, Stage::ReadingCard | Stage::CheckingIn) {
                    self.stage = Stage::AtDesk { identity, code };
                }
            }
            Push::CheckedIn(identity) => {
                self.identity = Some(identity);
                let signing_in = matches!(
                    self.stage,
                    Stage::SignIn(_)
                        | Stage::ReadingCard
                        | Stage::Identity(_)
                        | Stage::AtDesk { .. }
                        | Stage::CheckingIn
                );
                if signing_in {
                    self.go_home();
                }
            }
            // Dropping the stage wipes marks, as everything that was parked.
            Push::SignedOut(notice) => {
                self.identity = None;
                self.parked.clear();
                self.stage = Stage::SignIn(SignIn::default());
                self.notice = Some(notice);
            }
            Push::Say(notice) => self.notice = Some(notice),
            Push::SignInRefused(refusal) => {
                if matches!(self.stage, Stage::ReadingCard | Stage::CheckingIn) {
                    self.stage = Stage::SignIn(SignIn::default());
                }
                self.notice = Some(Notice::urgent(refusal.line(self.look)));
            }
            Push::Contests(contests) => return self.contests_changed(contests),
            Push::Prepared { contest, round, code } => {
                if let Stage::Ballot(ballot) = &mut self.stage
                    && ballot.contest.id == contest
                {
                    ballot.prepared(round, code);
                }
            }
            Push::PrepareRefused { round, refusal } => {
                if let Stage::Ballot(ballot) = &mut self.stage
                    && ballot.round == round
                {
                    ballot.step = Step::Marking;
                    self.notice = Some(Notice::urgent(refusal.line(self.look)));
                }
            }
            Push::Opened { round, opening } => {
                if let Stage::Ballot(ballot) = &mut self.stage {
                    ballot.opened(round, opening);
                }
            }
            Push::Retrying { contest, attempt, trouble } => {
                if let Stage::Casting { contest: id, change, .. } = &self.stage
                    && *id == contest
                {
                    let change = *change;
                    self.stage = Stage::Casting { contest, attempt, trouble: Some(trouble), change };
                }
            }
            Push::CastAccepted { contest, code } => {
                self.codes.insert(contest.clone(), code.clone());
                let changed = matches!(self.stage, Stage::Casting { change: true, .. });
                let what = Done::Ballot { contest: contest.clone(), code, changed };
                self.done(&contest, what, ContestStatus::Cast);
            }
            Push::VoteRecorded { contest, index } => {
                // Whether it may be changed comes with the contests.
                self.done(&contest, Done::Vote { index }, ContestStatus::Voted { index, may_change: false });
            }
            Push::ChangeRefused { contest, refusal, either } => self.not_changed(&contest, refusal, either),
            Push::CastRefused { contest, refusal } => self.refused(contest.as_deref(), refusal),
            Push::CastUnclear { contest, refusal } => self.unclear(&contest, refusal),
        }
        Vec::new()
    }

    fn contests_changed(&mut self, contests: Vec<ContestView>) -> Vec<Effect> {
        let nothing_was_open = self.first_votable().is_none();
        self.contests = contests;
        let last = self.contests.len().saturating_sub(1);
        let first = self.first_votable().filter(|_| nothing_was_open);
        if let Stage::Home { cursor } = &mut self.stage {
            *cursor = first.unwrap_or(*cursor).min(last);
        }
        let open = |view: &ContestView| view.status.keeps_marks();
        let contests = &self.contests;
        self.parked.retain(|ballot| contests.iter().any(|view| view.id == ballot.contest.id && open(view)));
        self.follow_status()
    }

    /// The ballot in hand takes over the status of its contest, and says so if it changed. One that can never be cast is left for
    /// the list, so that nobody goes on marking under the code of another contest; a check that is being looked at stays.
    fn follow_status(&mut self) -> Vec<Effect> {
        let Stage::Ballot(ballot) = &mut self.stage else { return Vec::new() };
        let Some(new) = self.contests.iter().find(|view| view.id == ballot.contest.id) else {
            return Vec::new();
        };
        let before = ballot.contest.status;
        let after = new.status;
        ballot.contest.status = after;
        let is_lost = matches!(
            after,
            ContestStatus::Missed
                | ContestStatus::Voided
                | ContestStatus::Paper
                | ContestStatus::SlipReturned
                | ContestStatus::Recorded { .. }
        );
        if is_lost && !matches!(ballot.step, Step::Check { .. }) {
            let sealed = ballot.code.is_some() || !matches!(ballot.step, Step::Marking);
            let effects = if sealed { ballot.change().into_iter().collect() } else { Vec::new() };
            let title = ballot.contest.title.clone();
            let said = match after {
                ContestStatus::SlipReturned | ContestStatus::Recorded { .. } => {
                    Notice::plain(self.look.texts().deputy.change_over)
                }
                _ => self.status_notice(after),
            };
            let sentence = words::of_contest(self.look, &title, &said.sentence);
            self.notice = Some(Notice { sentence, ..said });
            self.go_home();
            return effects;
        }
        if before != after {
            self.notice = Some(if after.is_votable() {
                Notice::plain(self.look.texts().deputy.resumed)
            } else {
                self.status_notice(after)
            });
        }
        Vec::new()
    }
}

/// The move that a key of a list asks for.
fn step_of(action: Action) -> Option<Move> {
    match action {
        Action::Up => Some(Move::Up),
        Action::Down => Some(Move::Down),
        Action::PageUp => Some(Move::PageUp),
        Action::PageDown => Some(Move::PageDown),
        _ => None,
    }
}
