//! The scrutineer's keys.

use crate::ui::keymap::Binding;
use crossterm::event::KeyCode::{self, BackTab, Char, Down, Enter, Esc, F, PageDown, PageUp, Tab, Up};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Help,
    AskQuit,
    NextTab,
    PreviousTab,
    Up,
    Down,
    PageUp,
    PageDown,
    Confirm,
    Back,
    Test,
    Sign,
    Decline,
    Decrypt,
    Count,
    ReadPaper,
    Tie,
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

const COMMON: &Table = &[
    bind(&[Tab], Action::NextTab, |t| t.common.help_next_pane, true),
    bind(&[BackTab], Action::PreviousTab, |t| t.common.help_previous_pane, false),
    bind(&[F(1), Char('?')], Action::Help, |t| t.common.help_help, true),
    bind(&[Char('q')], Action::AskQuit, |t| t.common.help_quit, true),
];

const TYPING: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.common.help_confirm, true),
    bind(&[Esc], Action::Back, |t| t.common.help_back, true),
    bind(&[F(1)], Action::Help, |t| t.common.help_help, true),
];

const UNLOCK: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.scrutineer.help_unlock, true),
    bind(&[Esc], Action::AskQuit, |t| t.common.help_quit, true),
    bind(&[F(1)], Action::Help, |t| t.common.help_help, true),
];

const CEREMONY: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.scrutineer.help_continue, true),
    bind(&[Char('t')], Action::Test, |t| t.scrutineer.help_test, true),
];

const PROPOSALS: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.scrutineer.help_open_proposal, true),
    bind(&[Up, Char('k')], Action::Up, |t| t.common.help_up, false),
    bind(&[Down, Char('j')], Action::Down, |t| t.common.help_down, false),
];

const PROPOSAL: &Table = &[
    bind(&[Char('s')], Action::Sign, |t| t.scrutineer.help_sign, true),
    bind(&[Char('r')], Action::Decline, |t| t.scrutineer.help_decline, true),
    bind(&[PageDown, Char(' '), Down, Char('j')], Action::PageDown, |t| t.common.help_page_down, true),
    bind(&[PageUp, Up, Char('k')], Action::PageUp, |t| t.common.help_page_up, false),
    bind(&[Esc], Action::Back, |t| t.common.help_back, true),
    bind(&[F(1), Char('?')], Action::Help, |t| t.common.help_help, true),
];

const DECRYPTION: &Table = &[bind(&[Char('d')], Action::Decrypt, |t| t.scrutineer.help_decrypt, true)];

const COUNTING: &Table = &[
    bind(&[Char('c')], Action::Count, |t| t.scrutineer.help_count, true),
    bind(&[Char('e')], Action::ReadPaper, |t| t.scrutineer.help_read_paper, true),
    bind(&[Char('p')], Action::Tie, |t| t.scrutineer.help_tie, true),
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
    Unlock,
    Ceremony,
    Proposals,
    Proposal,
    Decryption,
    Counting,
    Form,
    Typing,
}

impl Keys {
    #[cfg(test)]
    pub(super) const ALL: [Self; 8] = [
        Self::Unlock,
        Self::Ceremony,
        Self::Proposals,
        Self::Proposal,
        Self::Decryption,
        Self::Counting,
        Self::Form,
        Self::Typing,
    ];

    /// The tables of this screen.
    pub(super) fn tables(self) -> &'static [&'static Table] {
        match self {
            Self::Unlock => &[UNLOCK],
            Self::Ceremony => &[CEREMONY, COMMON],
            Self::Proposals => &[PROPOSALS, COMMON],
            Self::Proposal => &[PROPOSAL],
            Self::Decryption => &[DECRYPTION, COMMON],
            Self::Counting => &[COUNTING, COMMON],
            Self::Form => &[FORM],
            Self::Typing => &[TYPING],
        }
    }
}
