//! Keys: one table for a screen serves the dispatcher, the footer and the help.

use super::Look;
use crate::lang::Texts;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// One act of a screen and the keys that do it.
#[derive(Debug)]
pub struct Binding<A: 'static> {
    /// The keys; the first is shown in the footer.
    pub keys: &'static [KeyCode],
    /// What they do.
    pub action: A,
    /// What the help says.
    pub help: fn(&Texts) -> &'static str,
    /// Shown in the footer, too.
    pub footer: bool,
}

/// What a key event is, before any table: the terminal's own keys first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// A key of the tables or of a text field.
    Key(KeyCode),
    /// Control-C: asks to leave, like `q`.
    Interrupt,
}

/// The pressed key. Releases and the repeats of a key held down are nothing: a heavy hand must not cast.
/// Characters with Control or Alt are nothing either.
pub fn pressed(event: KeyEvent) -> Option<Pressed> {
    if event.kind != KeyEventKind::Press {
        return None;
    }
    let command = event.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match event.code {
        KeyCode::Char('c') if event.modifiers.contains(KeyModifiers::CONTROL) => Some(Pressed::Interrupt),
        KeyCode::Char(_) if command => None,
        code => Some(Pressed::Key(code)),
    }
}

/// The action that `key` has in the tables, the first that knows it.
pub fn action<A: Copy>(tables: &[&'static [Binding<A>]], key: KeyCode) -> Option<A> {
    tables.iter().copied().flatten().find(|binding| binding.keys.contains(&key)).map(|binding| binding.action)
}

/// A key as it is written on keyboards.
pub fn label(key: KeyCode, look: Look) -> String {
    let t = &look.texts().common;
    match key {
        KeyCode::Char(' ') => t.key_space.to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Enter => t.key_enter.to_owned(),
        KeyCode::Up => t.key_up.to_owned(),
        KeyCode::Down => t.key_down.to_owned(),
        KeyCode::Left => t.key_left.to_owned(),
        KeyCode::Right => t.key_right.to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Backspace => "Backspace".to_owned(),
        other => format!("{other:?}"),
    }
}

/// All keys of a binding: `上 k`.
pub fn labels<A>(binding: &Binding<A>, look: Look) -> String {
    let labels: Vec<String> = binding.keys.iter().map(|key| label(*key, look)).collect();
    labels.join(" ")
}

/// The lines of the help: keys and what they do, in the order of the tables.
pub fn help<A>(tables: &[&'static [Binding<A>]], look: Look) -> Vec<(String, &'static str)> {
    tables
        .iter()
        .copied()
        .flatten()
        .map(|binding| (labels(binding, look), (binding.help)(look.texts())))
        .collect()
}

/// The keys for the footer.
pub fn footer<A>(tables: &[&'static [Binding<A>]], look: Look) -> Vec<(String, &'static str)> {
    let shown = tables.iter().copied().flatten().filter(|binding| binding.footer);
    shown
        .filter_map(|binding| {
            binding.keys.first().map(|key| (label(*key, look), (binding.help)(look.texts())))
        })
        .collect()
}
