//! Colours and signs.
//!
//! Sixteen colours at most, and none is the only bearer of a meaning: what a style says stands beside it as
//! a word. In black and white ([`Palette::Plain`], for `NO_COLOR`) styles differ by bold, reverse and
//! underline. Green, yellow and red never appear on a ballot: hall keypads use them for 赞成, 弃权, 反对.

use ratatui::{
    style::{Color, Modifier, Style},
    symbols::border,
};

/// Which colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Palette {
    /// The terminal's own background with a few colours.
    #[default]
    Standard,
    /// Black on white, strong: for a projector or weak eyes.
    HighContrast,
    /// No colour (`NO_COLOR`).
    Plain,
}

/// What a piece of text is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Body,
    /// Less important text.
    Muted,
    /// Headings, and the numbers one must read.
    Strong,
    /// The line at the top.
    Header,
    /// The same in a rehearsal.
    RehearsalHeader,
    /// The row under the cursor.
    Cursor,
    /// A note that must be read.
    Warning,
    /// Something went wrong.
    Danger,
    /// Something is right.
    Good,
    /// A bar.
    Bar,
    /// A border.
    Border,
}

/// Colours and signs of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// Which colours.
    pub palette: Palette,
    /// Only ASCII signs for borders and bars: for terminals that draw line signs two columns wide.
    pub ascii: bool,
}

/// Borders of ASCII signs.
const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

impl Theme {
    /// The style of a role.
    pub fn style(self, role: Role) -> Style {
        match self.palette {
            Palette::Standard => standard(role),
            Palette::HighContrast => high_contrast(role),
            Palette::Plain => plain(role),
        }
    }

    /// The signs of borders.
    pub fn border(self) -> border::Set<'static> {
        if self.ascii { ASCII_BORDER } else { border::PLAIN }
    }

    /// The sign bars are made of.
    pub fn bar(self) -> &'static str {
        if self.ascii { "#" } else { "\u{2588}" }
    }

    /// The sign of a horizontal rule.
    pub fn rule(self) -> &'static str {
        if self.ascii { "-" } else { "\u{2500}" }
    }
}

fn standard(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Body => style,
        Role::Muted => style.fg(Color::Gray),
        Role::Strong => style.add_modifier(Modifier::BOLD),
        Role::Header => style.fg(Color::White).bg(Color::Blue).add_modifier(Modifier::BOLD),
        Role::RehearsalHeader => style.fg(Color::White).bg(Color::Magenta).add_modifier(Modifier::BOLD),
        Role::Cursor => style.add_modifier(Modifier::REVERSED),
        Role::Warning => style.fg(Color::Black).bg(Color::Yellow),
        Role::Danger => style.fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD),
        Role::Good => style.fg(Color::Green).add_modifier(Modifier::BOLD),
        Role::Bar => style.fg(Color::Cyan),
        Role::Border => style.fg(Color::DarkGray),
    }
}

fn high_contrast(role: Role) -> Style {
    let style = Style::new().fg(Color::Black).bg(Color::White);
    match role {
        Role::Body | Role::Muted | Role::Border | Role::Bar => style,
        Role::Strong | Role::Good => style.add_modifier(Modifier::BOLD),
        Role::Header | Role::Cursor | Role::Danger => {
            Style::new().fg(Color::White).bg(Color::Black).add_modifier(Modifier::BOLD)
        }
        Role::RehearsalHeader => {
            Style::new().fg(Color::White).bg(Color::Magenta).add_modifier(Modifier::BOLD)
        }
        Role::Warning => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
    }
}

fn plain(role: Role) -> Style {
    let style = Style::new();
    match role {
        Role::Body | Role::Muted | Role::Border | Role::Bar => style,
        Role::Strong | Role::Good => style.add_modifier(Modifier::BOLD),
        Role::Header | Role::Cursor => style.add_modifier(Modifier::REVERSED),
        Role::RehearsalHeader => style.add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
        Role::Warning => style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        Role::Danger => style.add_modifier(Modifier::BOLD | Modifier::REVERSED),
    }
}
