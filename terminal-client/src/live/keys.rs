//! The keys of the live terminal and the desk.

use super::model::{Act, PersonAct};
use crate::ui::keymap::Binding;
use crossterm::event::KeyCode::{self, BackTab, Char, Down, Enter, Esc, F, PageDown, PageUp, Tab, Up};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Help,
    AskQuit,
    NextPane,
    PreviousPane,
    Up,
    Down,
    PageUp,
    PageDown,
    Filter,
    Confirm,
    Back,
    CheckIn,
    Person(PersonAct),
    Standing,
    IssuePapers,
    EnterPaper,
    Count,
    NextRun,
    HoldOrResume,
    Act(Act),
    NextContest,
    Admit,
}

type Table = [Binding<Action>];

const fn bind(
    keys: &'static [KeyCode],
    action: Action,
    help: fn(&crate::lang::Texts) -> &'static str,
    footer: bool,
) -> Binding<Action> {
    Binding { keys, action, help, footer }
}

const WATCH: &Table = &[
    bind(&[F(1), Char('?')], Action::Help, |t| t.common.help_help, true),
    bind(&[Tab], Action::NextPane, |t| t.common.help_next_pane, true),
    bind(&[BackTab], Action::PreviousPane, |t| t.common.help_previous_pane, false),
    bind(&[Up, Char('k')], Action::Up, |t| t.common.help_up, false),
    bind(&[Down, Char('j')], Action::Down, |t| t.common.help_down, false),
    bind(&[PageUp], Action::PageUp, |t| t.common.help_page_up, false),
    bind(&[PageDown], Action::PageDown, |t| t.common.help_page_down, false),
    bind(&[Char('/')], Action::Filter, |t| t.live.help_filter, true),
    bind(&[Esc], Action::Back, |t| t.common.help_clear, false),
    bind(&[Char('n')], Action::NextContest, |t| t.live.help_next_contest, true),
    bind(&[Char('q')], Action::AskQuit, |t| t.common.help_quit, false),
];

const DESK: &Table = &[
    bind(&[Char('c')], Action::CheckIn, |t| t.live.help_check_in, true),
    bind(&[Char('a')], Action::Admit, |t| t.live.help_admit, false),
    bind(&[Char('u')], Action::Person(PersonAct::Undo), |t| t.live.help_undo, false),
    bind(&[Char('o')], Action::Act(Act::Open), |t| t.live.help_open, true),
    bind(&[F(2)], Action::HoldOrResume, |t| t.live.help_hold, true),
    bind(&[Char('e')], Action::Act(Act::End), |t| t.live.help_end, true),
    bind(&[Char('l')], Action::Act(Act::Close), |t| t.live.help_close, false),
    bind(&[Char('d')], Action::Act(Act::Declare), |t| t.live.help_declare, false),
    bind(&[Char('v')], Action::Act(Act::Void), |t| t.live.help_void, false),
    bind(&[Char('f')], Action::Act(Act::FollowUp), |t| t.live.help_follow_up, false),
    bind(&[Char('i')], Action::IssuePapers, |t| t.live.help_issue, false),
    bind(&[Char('p')], Action::EnterPaper, |t| t.live.help_enter, false),
    bind(&[Char('t')], Action::Count, |t| t.live.help_count, false),
    bind(&[Char('m')], Action::Act(Act::ConfirmPapers), |t| t.live.help_confirm_papers, false),
    bind(&[Char('g')], Action::Person(PersonAct::Leave), |t| t.live.help_leave, false),
    bind(&[Char('y')], Action::Person(PersonAct::LeaveEarly), |t| t.live.help_leave_early, false),
    bind(&[Char('x')], Action::Standing, |t| t.live.help_standing, false),
    bind(&[Char('r')], Action::Act(Act::SignReport), |t| t.live.help_sign_report, false),
    bind(&[Char('w')], Action::NextRun, |t| t.live.help_next_run, false),
    bind(&[Char('s')], Action::Act(Act::Seal), |t| t.live.help_seal, false),
];

const SEARCH: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.common.help_confirm, true),
    bind(&[Esc], Action::Back, |t| t.common.help_back, true),
    bind(&[Tab], Action::NextPane, |t| t.live.help_switch, true),
    bind(&[Up], Action::Up, |t| t.common.help_up, false),
    bind(&[Down], Action::Down, |t| t.common.help_down, false),
    bind(&[F(1)], Action::Help, |t| t.common.help_help, true),
];

const TYPING: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.common.help_confirm, true),
    bind(&[Esc], Action::Back, |t| t.common.help_back, true),
    bind(&[F(1)], Action::Help, |t| t.common.help_help, true),
];

const FORM: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.common.help_confirm, true),
    bind(&[Up], Action::Up, |t| t.common.help_up, true),
    bind(&[Down], Action::Down, |t| t.common.help_down, true),
    bind(&[Esc], Action::Back, |t| t.common.help_back, true),
    bind(&[F(1)], Action::Help, |t| t.common.help_help, true),
];

/// The screens that differ in keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    Watch,
    Desk,
    Search,
    Form,
    Typing,
}

impl Keys {
    #[cfg(test)]
    pub(super) const ALL: [Self; 5] = [Self::Watch, Self::Desk, Self::Search, Self::Form, Self::Typing];

    /// The tables of this screen.
    pub(super) fn tables(self) -> &'static [&'static Table] {
        match self {
            Self::Watch => &[WATCH],
            Self::Desk => &[DESK, WATCH],
            Self::Search => &[SEARCH],
            Self::Form => &[FORM],
            Self::Typing => &[TYPING],
        }
    }
}
