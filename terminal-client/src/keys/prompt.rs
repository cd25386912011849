//! Asking a person for a passphrase, without echo.
//!
//! By crossterm's raw mode, which the screens use anyway: another dependency for one line of input would
//! be one more crate that sees every passphrase.

use std::io::{self, IsTerminal as _, Write as _};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use crossterm::terminal;
use zeroize::{Zeroize as _, Zeroizing};

use super::passphrase::{PASSPHRASE_BYTES_MAX, Passphrase, PassphraseError};

/// What the person reads before the cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PromptText {
    /// Chinese, shown first.
    pub zh: String,
    /// English.
    pub en: String,
}

/// Why nobody gave a passphrase.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum PromptError {
    #[error("no terminal to ask at; name a passphrase file instead")]
    NoTerminal,
    #[error("cancelled")]
    Cancelled,
    #[error("the two passphrases differ")]
    Differ,
    #[error(transparent)]
    Passphrase(#[from] PassphraseError),
    #[error("the terminal: {0}")]
    Io(#[from] io::Error),
}

impl PromptError {
    /// The same in Chinese, for the screen.
    pub fn zh(&self) -> String {
        match self {
            Self::NoTerminal => "这里没有终端可以输入，请改用口令文件".into(),
            Self::Cancelled => "已取消".into(),
            Self::Differ => "两次输入的口令不一样".into(),
            Self::Passphrase(e) => e.zh(),
            Self::Io(e) => format!("终端出错：{e}"),
        }
    }
}

/// Asks once, for a passphrase that opens an existing file.
pub fn ask(text: &PromptText) -> Result<Passphrase, PromptError> {
    Ok(Passphrase::new(&read_line(text)?)?)
}

/// Asks twice, for the passphrase of a new file.
pub fn ask_new(text: &PromptText) -> Result<Passphrase, PromptError> {
    let first = Passphrase::chosen(&read_line(text)?)?;
    let again =
        PromptText { zh: format!("{}（再输一次）", text.zh), en: format!("{} (again)", text.en) };
    let second = Passphrase::new(&read_line(&again)?)?;
    if first.same_as(&second) { Ok(first) } else { Err(PromptError::Differ) }
}

fn read_line(text: &PromptText) -> Result<Zeroizing<String>, PromptError> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(PromptError::NoTerminal);
    }
    // Standard error, so that a report on standard output stays clean.
    let mut out = io::stderr();
    write!(out, "{} / {}: ", text.zh, text.en)?;
    out.flush()?;
    let line = {
        let _raw = RawMode::enter()?;
        let mut line = HiddenLine::new();
        loop {
            if let Event::Key(key) = event::read()? {
                match line.key(key) {
                    Step::More => {}
                    Step::Done => break Ok(line.take()),
                    Step::Cancelled => break Err(PromptError::Cancelled),
                }
            }
        }
    };
    writeln!(out)?;
    line
}

/// Leaves raw mode however the reading ends.
struct RawMode;

impl RawMode {
    fn enter() -> io::Result<Self> {
        terminal::enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for RawMode {
    fn drop(&mut self) {
        // Nothing better can be done while unwinding or returning an earlier error.
        let _ = terminal::disable_raw_mode();
    }
}

/// What a key did to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    More,
    Done,
    Cancelled,
}

/// The line being typed. Its room never grows, so no copy is left behind in freed memory.
struct HiddenLine(Zeroizing<String>);

impl HiddenLine {
    fn new() -> Self {
        // Past the limit by one character, so that a line that is too long is refused and not cut.
        Self(Zeroizing::new(String::with_capacity(PASSPHRASE_BYTES_MAX.saturating_add(8))))
    }

    fn key(&mut self, key: KeyEvent) -> Step {
        if key.kind == KeyEventKind::Release {
            return Step::More;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Step::Done,
            KeyCode::Esc => return Step::Cancelled,
            KeyCode::Char('c' | 'd') if control => return Step::Cancelled,
            KeyCode::Char('u') if control => self.0.zeroize(),
            KeyCode::Backspace => {
                self.0.pop();
            }
            KeyCode::Char(c) if !control && self.0.len() <= PASSPHRASE_BYTES_MAX => self.0.push(c),
            _ => {}
        }
        Step::More
    }

    fn take(self) -> Zeroizing<String> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &[KeyEvent]) -> (Step, Zeroizing<String>) {
        let mut line = HiddenLine::new();
        let last = keys.iter().map(|key| line.key(*key)).last().unwrap_or(Step::More);
        (last, line.take())
    }

    fn plain(code: KeyCode) -> KeyEvent {
        KeyEvent::new(code, KeyModifiers::NONE)
    }

    fn control(c: char) -> KeyEvent {
        KeyEvent::new(KeyCode::Char(c), KeyModifiers::CONTROL)
    }

    #[test]
    fn keys_make_the_line_that_was_meant() {
        let c = |c| plain(KeyCode::Char(c));
        let (step, line) =
            typed(&[c('票'), c('x'), plain(KeyCode::Backspace), c('决'), plain(KeyCode::Enter)]);
        assert_eq!((step, line.as_str()), (Step::Done, "票决"));
        let (step, line) = typed(&[c('a'), control('u'), c('b'), control('a'), plain(KeyCode::Left)]);
        assert_eq!((step, line.as_str()), (Step::More, "b"));
    }

    #[test]
    fn the_line_can_be_cancelled() {
        assert_eq!(typed(&[control('c')]).0, Step::Cancelled);
        assert_eq!(typed(&[plain(KeyCode::Esc)]).0, Step::Cancelled);
    }

    #[test]
    fn a_released_key_is_not_a_second_press() {
        let mut released = plain(KeyCode::Char('a'));
        released.kind = KeyEventKind::Release;
        assert_eq!(typed(&[plain(KeyCode::Char('a')), released]).1.as_str(), "a");
    }

    #[test]
    fn a_line_that_is_too_long_is_refused_and_its_room_never_moves() {
        let mut line = HiddenLine::new();
        let (room, at) = (line.0.capacity(), line.0.as_ptr());
        for _ in 0..PASSPHRASE_BYTES_MAX {
            line.key(plain(KeyCode::Char('票')));
        }
        assert_eq!((line.0.capacity(), line.0.as_ptr()), (room, at));
        assert!(matches!(Passphrase::new(&line.take()), Err(PassphraseError::TooLong)));
    }

    #[test]
    fn without_a_terminal_nobody_is_asked() {
        // Under `cargo test` standard input may be a terminal; then this says nothing and is not run.
        if io::stdin().is_terminal() && io::stderr().is_terminal() {
            eprintln!("skipped: standard input is a terminal");
            return;
        }
        let text = PromptText { zh: "口令".into(), en: "passphrase".into() };
        assert!(matches!(ask(&text), Err(PromptError::NoTerminal)));
    }
}
