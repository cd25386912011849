//! The deputy's keys, screen by screen.

use crate::ui::keymap::Binding;
use crossterm::event::KeyCode::{
    self, BackTab, Backspace, Char, Delete, Down, Enter, Esc, F, Left, PageDown, PageUp, Right, Tab, Up,
};

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Help,
    Cover,
    AskQuit,
    Confirm,
    Back,
    Up,
    Down,
    PageUp,
    PageDown,
    Left,
    Right,
    NextField,
    PreviousField,
    Toggle,
    Option(u8),
    Digit(u8),
    Erase,
    Yes,
    Change,
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

const HELP: &Table = &[bind(&[F(1), Char('?')], Action::Help, |t| t.common.help_help, true)];
/// While text is typed, `?` and `q` are text.
const HELP_TYPING: &Table = &[bind(&[F(1)], Action::Help, |t| t.common.help_help, true)];
const COVER: &Table = &[bind(&[F(2)], Action::Cover, |t| t.deputy.help_cover, true)];
const QUIT: &Table = &[bind(&[Char('q')], Action::AskQuit, |t| t.common.help_quit, true)];

const SIGN_IN: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.deputy.help_sign_in, true),
    bind(&[Tab, Down], Action::NextField, |t| t.common.help_next_field, true),
    bind(&[BackTab, Up], Action::PreviousField, |t| t.common.help_previous_pane, false),
    bind(&[Esc], Action::AskQuit, |t| t.common.help_quit, true),
];

const IDENTITY: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.deputy.help_its_me, true),
    bind(&[Esc, Char('n')], Action::Back, |t| t.deputy.help_not_me, true),
];

const AT_DESK: &Table = &[bind(&[Esc], Action::Back, |t| t.common.help_back, true)];

const HOME: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.deputy.help_begin, true),
    bind(&[Up, Char('k')], Action::Up, |t| t.common.help_up, false),
    bind(&[Down, Char('j')], Action::Down, |t| t.common.help_down, false),
];

const SELECT: &Table = &[bind(&[Char(' ')], Action::Toggle, |t| t.deputy.help_toggle, true)];

const MARKING: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.deputy.help_review, true),
    bind(&[Up, Char('k')], Action::Up, |t| t.common.help_up, false),
    bind(&[Down, Char('j')], Action::Down, |t| t.common.help_down, false),
    bind(&[PageUp, Left], Action::PageUp, |t| t.common.help_page_up, false),
    bind(&[PageDown, Right], Action::PageDown, |t| t.common.help_page_down, true),
    bind(&[Esc], Action::Back, |t| t.deputy.help_home, false),
];

const ERASE: &Table = &[bind(&[Backspace, Delete], Action::Erase, |t| t.deputy.help_erase, true)];

/// The keys of options, as [`option_key`] names them: at most nine grades and three other answers.
const OPTIONS: &Table = &[
    bind(&[Char('1')], Action::Option(0), |t| t.deputy.help_option, false),
    bind(&[Char('2')], Action::Option(1), |t| t.deputy.help_option, false),
    bind(&[Char('3')], Action::Option(2), |t| t.deputy.help_option, false),
    bind(&[Char('4')], Action::Option(3), |t| t.deputy.help_option, false),
    bind(&[Char('5')], Action::Option(4), |t| t.deputy.help_option, false),
    bind(&[Char('6')], Action::Option(5), |t| t.deputy.help_option, false),
    bind(&[Char('7')], Action::Option(6), |t| t.deputy.help_option, false),
    bind(&[Char('8')], Action::Option(7), |t| t.deputy.help_option, false),
    bind(&[Char('9')], Action::Option(8), |t| t.deputy.help_option, false),
    bind(&[Char('0')], Action::Option(9), |t| t.deputy.help_option, false),
    bind(&[Char('a')], Action::Option(10), |t| t.deputy.help_option, false),
    bind(&[Char('b')], Action::Option(11), |t| t.deputy.help_option, false),
];

/// A number is typed digit by digit and given with Enter.
const DIGITS: &Table = &[
    bind(&[Char('1')], Action::Digit(1), |t| t.deputy.help_digit, false),
    bind(&[Char('2')], Action::Digit(2), |t| t.deputy.help_digit, false),
    bind(&[Char('3')], Action::Digit(3), |t| t.deputy.help_digit, false),
    bind(&[Char('4')], Action::Digit(4), |t| t.deputy.help_digit, false),
    bind(&[Char('5')], Action::Digit(5), |t| t.deputy.help_digit, false),
    bind(&[Char('6')], Action::Digit(6), |t| t.deputy.help_digit, false),
    bind(&[Char('7')], Action::Digit(7), |t| t.deputy.help_digit, false),
    bind(&[Char('8')], Action::Digit(8), |t| t.deputy.help_digit, false),
    bind(&[Char('9')], Action::Digit(9), |t| t.deputy.help_digit, false),
    bind(&[Char('0')], Action::Digit(0), |t| t.deputy.help_digit, false),
];

/// The key of an option.
pub(super) fn option_key(option: usize) -> char {
    let keys = OPTIONS.get(option).and_then(|binding| binding.keys.first());
    match keys {
        Some(Char(key)) => *key,
        _ => ' ',
    }
}

const REVIEW: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.common.help_confirm, true),
    bind(&[Esc], Action::Back, |t| t.deputy.help_change, true),
    bind(&[PageUp, Up, Char('k')], Action::PageUp, |t| t.common.help_page_up, false),
    bind(&[PageDown, Down, Char('j')], Action::PageDown, |t| t.common.help_page_down, false),
];

const YES_OR_BACK: &Table = &[
    bind(&[Char('y')], Action::Yes, |t| t.deputy.help_yes, true),
    bind(&[Esc], Action::Back, |t| t.common.help_back, true),
];

const CAST_OR_CHECK: &Table = &[
    bind(&[Enter], Action::Confirm, |t| t.common.help_confirm, true),
    bind(&[Left, Up, Char('k')], Action::Left, |t| t.deputy.help_left, false),
    bind(&[Right, Down, Tab, Char('j')], Action::Right, |t| t.deputy.help_right, true),
    bind(&[Esc], Action::Back, |t| t.deputy.help_change, true),
];

/// On hold: the ballot is cast by itself afterwards, and others can be voted on.
const CASTING_HELD: &Table = &[bind(&[Esc], Action::Back, |t| t.deputy.help_home, true)];

const CHECK: &Table = &[bind(&[Enter], Action::Confirm, |t| t.deputy.help_again, true)];
const DONE: &Table = &[bind(&[Enter, Esc], Action::Confirm, |t| t.deputy.help_clear_now, true)];
const CHANGE: &Table = &[bind(&[Char('c')], Action::Change, |t| t.deputy.help_change_vote, true)];
const NOT_CAST: &Table = &[bind(&[Enter, Esc], Action::Confirm, |t| t.common.help_back, true)];

/// The screens that differ in keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    SignIn,
    Busy,
    Identity,
    AtDesk,
    Home,
    Marking,
    MarkingOptions,
    MarkingNumbers,
    Review,
    YesOrBack,
    CastOrCheck,
    Check,
    Casting,
    CastingHeld,
    Done,
    DoneMayChange,
    NotCast,
}

impl Keys {
    #[cfg(test)]
    pub(super) const ALL: [Self; 17] = [
        Self::SignIn,
        Self::Busy,
        Self::Identity,
        Self::AtDesk,
        Self::Home,
        Self::Marking,
        Self::MarkingOptions,
        Self::MarkingNumbers,
        Self::Review,
        Self::YesOrBack,
        Self::CastOrCheck,
        Self::Check,
        Self::Casting,
        Self::CastingHeld,
        Self::Done,
        Self::DoneMayChange,
        Self::NotCast,
    ];

    /// The tables of this screen.
    pub(super) fn tables(self) -> &'static [&'static Table] {
        match self {
            Self::SignIn => &[SIGN_IN, HELP_TYPING],
            Self::Busy => &[HELP, QUIT],
            Self::Identity => &[IDENTITY, HELP],
            Self::AtDesk => &[AT_DESK, HELP],
            Self::Home => &[HOME, HELP, QUIT],
            Self::Marking => &[SELECT, MARKING, COVER, HELP, QUIT],
            Self::MarkingOptions => &[MARKING, ERASE, COVER, HELP, QUIT, OPTIONS],
            Self::MarkingNumbers => &[MARKING, ERASE, COVER, HELP, QUIT, DIGITS],
            Self::Review => &[REVIEW, COVER, HELP, QUIT],
            Self::YesOrBack => &[YES_OR_BACK, COVER, HELP],
            Self::CastOrCheck => &[CAST_OR_CHECK, COVER, HELP, QUIT],
            Self::Check => &[CHECK, COVER, HELP],
            Self::Casting => &[COVER, HELP],
            Self::CastingHeld => &[CASTING_HELD, COVER, HELP],
            Self::Done => &[DONE, COVER, HELP],
            Self::DoneMayChange => &[DONE, CHANGE, COVER, HELP],
            Self::NotCast => &[NOT_CAST, HELP],
        }
    }
}
