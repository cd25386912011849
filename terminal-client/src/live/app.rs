//! The live terminal's state and how keys change it.

use super::{
    desk::{Dialogue, Purpose, act_word, act_words, found, matching, possible},
    keys::{Action, Keys},
    model::{Act, ContestState, DeputyLine, Effect, Model},
    view,
};
use crate::{
    lang::fill,
    ui::{
        Look,
        confirm::{Field, TypedWord},
        frame::{Notice, SMALLEST},
        keymap::{self, Pressed},
        list::{self, Move},
    },
};
use crossterm::event::{KeyCode, KeyEvent};

/// The lists one can look through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Delegations,
    NotDrawn,
    Recent,
    Result,
}

/// The live terminal.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent: role, filter, help, question")]
pub struct App {
    pub(super) look: Look,
    pub(super) model: Model,
    /// Whether the desk's keys work here; otherwise the terminal only watches.
    pub(super) desk: bool,
    pub(super) pane: Pane,
    pub(super) cursor: usize,
    pub(super) filter: Field,
    pub(super) filtering: bool,
    pub(super) dialogue: Option<Dialogue>,
    pub(super) help: bool,
    pub(super) quitting: bool,
    pub(super) notice: Option<Notice>,
    /// The entry code of the contest's papers, to be read out.
    pub(super) code: Option<Field>,
    size: (u16, u16),
}

impl App {
    /// A terminal that watches, or with `desk` one that also acts.
    pub fn new(look: Look, model: Model, desk: bool) -> Self {
        Self {
            look,
            model,
            desk,
            pane: Pane::Delegations,
            cursor: 0,
            filter: Field::default(),
            filtering: false,
            dialogue: None,
            help: false,
            quitting: false,
            notice: None,
            code: None,
            size: SMALLEST,
        }
    }

    /// The window has these columns and rows.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
    }

    /// Columns and rows, as last told.
    pub(super) fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Shows a new state of the sitting. A dialogue stays open; the declaration brings its result forward.
    pub fn show(&mut self, model: Model) {
        let declared = result_of(&model).is_some();
        if declared && result_of(&self.model).is_none() {
            self.pane = Pane::Result;
            self.cursor = 0;
        } else if !declared && self.pane == Pane::Result {
            self.pane = Pane::Delegations;
            self.cursor = 0;
        }
        // What was said of a proposal is no longer true once it was signed or is gone.
        if model.pending.len() < self.model.pending.len() {
            self.notice = None;
        }
        self.model = model;
        self.cursor = self.cursor.min(self.rows().saturating_sub(1));
    }

    /// Says how an effect went.
    pub fn say(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// Shows the entry code of the papers in the dialogue that enters one.
    pub fn show_code(&mut self, code: &str) {
        let mut field = Field::default();
        code.chars().for_each(|c| field.push(c));
        self.code = Some(field);
    }

    /// The contest whose papers are being entered, if that is what the desk does.
    pub fn enters_paper(&self) -> Option<&str> {
        match &self.dialogue {
            Some(Dialogue::Paper { contest, .. }) => Some(contest),
            _ => None,
        }
    }

    /// The panes there are now.
    pub(super) fn panes(&self) -> Vec<Pane> {
        let mut panes = vec![Pane::Delegations, Pane::NotDrawn, Pane::Recent];
        if result_of(&self.model).is_some() {
            panes.insert(0, Pane::Result);
        }
        panes
    }

    /// The deputies without a ballot that pass the filter.
    pub(super) fn not_drawn(&self) -> Vec<&DeputyLine> {
        let wanted = self.filter.text().trim();
        self.model.not_drawn.iter().filter(|deputy| found(wanted, deputy)).collect()
    }

    /// Rows of the pane in front.
    pub(super) fn rows(&self) -> usize {
        match self.pane {
            Pane::Delegations => self.model.delegations.len(),
            Pane::NotDrawn => self.not_drawn().len(),
            Pane::Recent => self.model.recent.len(),
            Pane::Result => result_of(&self.model).map_or(0, |result| result.items.len()),
        }
    }

    /// The keys of the screen that is shown.
    pub(super) fn keys(&self) -> Keys {
        match &self.dialogue {
            Some(Dialogue::Search { .. } | Dialogue::Card { .. }) => Keys::Search,
            Some(Dialogue::Count { .. }) => Keys::Form,
            Some(_) => Keys::Typing,
            None if self.filtering => Keys::Typing,
            None if self.desk => Keys::Desk,
            None => Keys::Watch,
        }
    }

    /// A key was pressed.
    pub fn key(&mut self, event: KeyEvent) -> Vec<Effect> {
        let Some(pressed) = keymap::pressed(event) else { return Vec::new() };
        self.notice = None;
        let key = match pressed {
            Pressed::Interrupt => {
                self.help = false;
                self.quitting = true;
                return Vec::new();
            }
            Pressed::Key(key) => key,
        };
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

    fn type_text(&mut self, key: KeyCode) {
        let field = match &mut self.dialogue {
            Some(dialogue) => dialogue.field(),
            None if self.filtering => {
                self.cursor = 0;
                Some(&mut self.filter)
            }
            None => None,
        };
        match (field, key) {
            (Some(field), KeyCode::Char(c)) => field.push(c),
            (Some(field), KeyCode::Backspace) => field.backspace(),
            _ => {}
        }
    }

    fn act(&mut self, action: Action) -> Vec<Effect> {
        if action == Action::Help {
            self.help = true;
            return Vec::new();
        }
        if self.dialogue.is_some() {
            return self.act_in_dialogue(action);
        }
        let per_page = view::rows_per_page(self);
        match action {
            Action::AskQuit => self.quitting = true,
            Action::NextPane | Action::PreviousPane => self.turn(action == Action::NextPane),
            Action::Up => self.move_by(Move::Up, per_page),
            Action::Down => self.move_by(Move::Down, per_page),
            Action::PageUp => self.move_by(Move::PageUp, per_page),
            Action::PageDown => self.move_by(Move::PageDown, per_page),
            Action::Filter => {
                self.pane = Pane::NotDrawn;
                self.cursor = 0;
                self.filtering = true;
            }
            Action::Confirm => self.filtering = false,
            Action::Back => {
                self.filtering = false;
                self.filter.clear();
            }
            Action::CheckIn => self.search(Purpose::CheckIn),
            Action::Person(act) => self.search(Purpose::Person(act)),
            Action::Standing => self.search(Purpose::Standing),
            Action::IssuePapers | Action::EnterPaper | Action::Count | Action::NextRun => {
                self.ask_more(action);
            }
            Action::HoldOrResume => self.hold_or_resume(),
            Action::Act(act) => self.ask(act),
            Action::Admit => match self.model.late.first() {
                Some(line) => self.dialogue = Some(Dialogue::Admit { line: line.clone() }),
                None => self.not_now(self.look.texts().live.act_admit),
            },
            Action::NextContest => return vec![Effect::NextContest],
            Action::Help => {}
        }
        Vec::new()
    }

    fn move_by(&mut self, step: Move, per_page: usize) {
        self.cursor = list::moved(self.cursor, step, self.rows(), per_page);
    }

    fn turn(&mut self, forward: bool) {
        let panes = self.panes();
        let at = panes.iter().position(|pane| *pane == self.pane).unwrap_or(0);
        let step = if forward { 1 } else { panes.len() - 1 };
        if let Some(pane) = panes.get((at + step) % panes.len()) {
            self.pane = *pane;
            self.cursor = 0;
        }
    }

    fn search(&mut self, purpose: Purpose) {
        self.dialogue = Some(Dialogue::Search { purpose, input: Field::default(), cursor: 0 });
    }

    pub(super) fn not_now(&mut self, act: &str) {
        self.notice = Some(Notice::urgent(fill(self.look.texts().live.act_not_now, &[act])));
    }

    fn hold_or_resume(&mut self) {
        let t = &self.look.texts().live;
        let contest = self.model.contest.as_ref();
        match contest.map(|contest| (&contest.state, contest.id.clone())) {
            Some((ContestState::Open, contest)) => {
                self.dialogue = Some(Dialogue::HoldReason { contest, input: Field::default() });
            }
            Some((ContestState::Held, contest)) => self.dialogue = Some(Dialogue::Resume { contest }),
            _ => self.not_now(t.act_hold),
        }
    }

    fn ask(&mut self, act: Act) {
        let t = &self.look.texts().live;
        let contest = self.model.contest.as_ref().map(|contest| contest.id.clone());
        let Some(contest) = contest else {
            self.not_now(act_words(t, act));
            return;
        };
        let counters = self.model.zero_report.iter().any(|line| line.value != 0);
        if !possible(act, &self.model) {
            if act == Act::Open && counters && !self.model.sitting.rehearsal {
                self.notice = Some(Notice::urgent(t.zero_bad));
            } else {
                self.not_now(act_words(t, act));
            }
        } else if act == Act::Declare {
            // The secretariat has no signature there (§3.1).
            self.notice = Some(Notice::plain(self.look.texts().run.declare_at_chief));
        } else if act == Act::Void {
            self.dialogue = Some(Dialogue::VoidReason { contest, input: Field::default() });
        } else if act == Act::Close && self.model.papers.issued > 0 {
            self.dialogue = Some(Dialogue::Back { contest, input: Field::default() });
        } else {
            let word = TypedWord::new(act_word(t, act));
            self.dialogue =
                Some(Dialogue::Word { act, contest, reason: String::new(), papers: (0, 0), word });
        }
    }

    fn act_in_dialogue(&mut self, action: Action) -> Vec<Effect> {
        let Some(dialogue) = self.dialogue.take() else { return Vec::new() };
        match action {
            Action::Confirm => self.confirm(dialogue),
            Action::Back => Vec::new(),
            _ => {
                self.dialogue = Some(self.moved(dialogue, action));
                Vec::new()
            }
        }
    }

    /// The dialogue after a key that moves in it.
    fn moved(&self, dialogue: Dialogue, action: Action) -> Dialogue {
        match (dialogue, action) {
            (Dialogue::Search { purpose, input, cursor }, Action::Up | Action::Down) => {
                let len = matching(&self.model, purpose, input.text()).len();
                let step = if action == Action::Up { Move::Up } else { Move::Down };
                let cursor = list::moved(cursor, step, len, 1);
                Dialogue::Search { purpose, input, cursor }
            }
            (Dialogue::Search { purpose: Purpose::CheckIn, .. }, Action::NextPane) => {
                Dialogue::Card { input: Field::default() }
            }
            (Dialogue::Card { .. }, Action::NextPane) => {
                Dialogue::Search { purpose: Purpose::CheckIn, input: Field::default(), cursor: 0 }
            }
            (Dialogue::Count { contest, what, mut form }, Action::Up | Action::Down) => {
                form.go(if action == Action::Up { Move::Up } else { Move::Down });
                Dialogue::Count { contest, what, form }
            }
            (same, _) => same,
        }
    }

    pub(super) fn working(&mut self, act: &str) {
        self.notice = Some(Notice::plain(fill(self.look.texts().live.working, &[act])));
    }
}

/// The declared result, if there is one.
pub(super) fn result_of(model: &Model) -> Option<&super::declared::ResultView> {
    match &model.contest.as_ref()?.state {
        ContestState::Declared(result) => Some(result),
        _ => None,
    }
}
