//! The terminal: set up, restored on every way out, and read together with the clock and signals.
//!
//! Invariants
//! - Raw mode and the alternate screen end with [`Console`], and in a panic before its message is printed.
//! - `--plain` changes nothing of the terminal: lines go to standard output, typed lines come from standard input.
//! - [`Console::next`] can be dropped at any point (in a `select!`) without losing a key.

use std::collections::VecDeque;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::time::Duration;

use crossterm::cursor::MoveTo;
use crossterm::event::{Event, EventStream, KeyCode, KeyEvent, KeyModifiers};
use crossterm::execute;
use crossterm::terminal::{Clear, ClearType};
use futures_util::StreamExt as _;
use ratatui::DefaultTerminal;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::Options;

/// Clock and idle times move with this.
pub const TICK: Duration = Duration::from_secs(1);
/// Typed lines that wait to be taken, in line mode.
const LINES_MAX: usize = 16;
/// Longest typed line that is taken, in characters; more is a file redirected by mistake.
const LINE_CHARACTERS_MAX: usize = 512;

/// What came in.
#[derive(Debug)]
pub enum Input {
    /// A key.
    Key(KeyEvent),
    /// The window has these columns and rows.
    Resize(u16, u16),
    /// A second went by.
    Tick,
    /// SIGTERM or SIGHUP, or `:quit` in line mode.
    Stop,
}

/// Something that shows itself either way.
pub trait Shown {
    /// Draws the screen.
    fn draw(&self, area: Rect, buf: &mut Buffer);
    /// The same in lines.
    fn lines(&self) -> Vec<String>;
    /// The window has these columns and rows.
    fn resize(&mut self, columns: u16, rows: u16);
}

/// The terminal of this process.
#[derive(Debug)]
pub struct Console {
    output: Output,
    keys: Keys,
    waiting: VecDeque<KeyEvent>,
    tick: Interval,
    terminate: Signal,
    hangup: Signal,
}

#[derive(Debug)]
enum Output {
    Screen(Screen),
    Lines { shown: Vec<String> },
}

#[derive(Debug)]
enum Keys {
    Events(EventStream),
    Lines(mpsc::Receiver<String>),
    None,
}

/// Raw mode and the alternate screen; dropping it restores the terminal.
#[derive(Debug)]
struct Screen(DefaultTerminal);

impl Drop for Screen {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

impl Console {
    /// Takes the terminal. Without one on standard output it is line mode, whatever the options say.
    pub fn open(options: &Options) -> io::Result<Self> {
        // NO_COLOR is answered by the theme; crossterm would drop bold and reverse with the colours.
        crossterm::style::force_color_output(true);
        let screen = !options.plain && io::stdout().is_terminal();
        let output = if screen {
            // Its panic hook restores the terminal before the message is printed.
            Output::Screen(Screen(ratatui::try_init()?))
        } else {
            Output::Lines { shown: Vec::new() }
        };
        let keys = match (options.input, screen) {
            (false, _) => Keys::None,
            (true, true) => Keys::Events(EventStream::new()),
            (true, false) => Keys::Lines(typed_lines()),
        };
        let mut tick = interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Ok(Self {
            output,
            keys,
            waiting: VecDeque::new(),
            tick,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    /// Whether keys are typed as lines.
    pub fn is_line_mode(&self) -> bool {
        matches!(self.keys, Keys::Lines(_))
    }

    /// Tells `shown` how large the window is.
    pub fn measure(&self, shown: &mut impl Shown) -> io::Result<()> {
        if let Output::Screen(screen) = &self.output {
            let size = screen.0.size()?;
            shown.resize(size.width, size.height);
        }
        Ok(())
    }

    /// Shows it: the whole screen, or in line mode the lines that are new since the last time.
    pub fn show(&mut self, shown: &impl Shown) -> io::Result<()> {
        match &mut self.output {
            Output::Screen(screen) => {
                screen.0.draw(|frame| {
                    let area = frame.area();
                    shown.draw(area, frame.buffer_mut());
                })?;
                Ok(())
            }
            Output::Lines { shown: before } => {
                let now = shown.lines();
                let mut out = io::stdout().lock();
                for line in changed(before, &now) {
                    writeln!(out, "{line}")?;
                }
                out.flush()?;
                *before = now;
                Ok(())
            }
        }
    }

    /// Lines stay in a terminal's scroll-back: takes them out of it, and from the screen. The alternate screen keeps none, and what
    /// was written to a file is its owner's.
    pub fn forget(&mut self) -> io::Result<()> {
        if let Output::Lines { shown } = &mut self.output
            && io::stdout().is_terminal()
        {
            shown.clear();
            execute!(io::stdout(), Clear(ClearType::All), Clear(ClearType::Purge), MoveTo(0, 0))?;
        }
        Ok(())
    }

    /// The next key, size, tick or signal.
    pub async fn next(&mut self) -> io::Result<Input> {
        loop {
            if let Some(key) = self.waiting.pop_front() {
                return Ok(Input::Key(key));
            }
            tokio::select! {
                came = self.keys.next() => match came? {
                    Came::Event(Event::Key(key)) => return Ok(Input::Key(key)),
                    Came::Event(Event::Resize(columns, rows)) => return Ok(Input::Resize(columns, rows)),
                    Came::Event(_) => {}
                    Came::Line(line) => match keys_of(&line) {
                        Some(keys) => self.waiting.extend(keys),
                        None => return Ok(Input::Stop),
                    },
                    Came::End => self.keys = Keys::None,
                },
                _ = self.tick.tick() => return Ok(Input::Tick),
                _ = self.terminate.recv() => return Ok(Input::Stop),
                _ = self.hangup.recv() => return Ok(Input::Stop),
            }
        }
    }
}

enum Came {
    Event(Event),
    Line(String),
    End,
}

impl Keys {
    async fn next(&mut self) -> io::Result<Came> {
        match self {
            Self::Events(events) => match events.next().await {
                Some(event) => Ok(Came::Event(event?)),
                None => Ok(Came::End),
            },
            Self::Lines(lines) => Ok(lines.recv().await.map_or(Came::End, Came::Line)),
            Self::None => std::future::pending().await,
        }
    }
}

/// Lines of standard input. A thread of its own, which ends with the process: a read of a terminal cannot be called off.
fn typed_lines() -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel(LINES_MAX);
    std::thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            let Ok(line) = line else { return };
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

/// The keys that a typed line stands for; `None`: leave. `:esc` is a key; anything else is typed
/// and confirmed by Enter; a tab in it goes to the next field.
fn keys_of(line: &str) -> Option<Vec<KeyEvent>> {
    let press = |code| KeyEvent::new(code, KeyModifiers::NONE);
    let line = line.trim_end_matches(['\r', '\n']);
    let named = match line.trim() {
        ":quit" => return None,
        ":esc" => KeyCode::Esc,
        ":up" => KeyCode::Up,
        ":down" => KeyCode::Down,
        ":left" => KeyCode::Left,
        ":right" => KeyCode::Right,
        ":tab" => KeyCode::Tab,
        ":backtab" => KeyCode::BackTab,
        ":space" => KeyCode::Char(' '),
        ":pgup" => KeyCode::PageUp,
        ":pgdn" => KeyCode::PageDown,
        ":del" => KeyCode::Delete,
        ":f1" => KeyCode::F(1),
        ":f2" => KeyCode::F(2),
        // One character alone is a key, like in the screens: `o`, `d`, `y`.
        key if key.starts_with(':') && key.chars().count() == 2 => {
            KeyCode::Char(key.chars().nth(1).unwrap_or(':'))
        }
        _ => {
            let key = |c| if c == '\t' { KeyCode::Tab } else { KeyCode::Char(c) };
            let typed = line.chars().take(LINE_CHARACTERS_MAX).map(key);
            return Some(typed.chain([KeyCode::Enter]).map(press).collect());
        }
    };
    Some(vec![press(named)])
}

/// The lines of `now` that `before` did not have at their place, so that a reader hears what is new.
fn changed<'a>(before: &'a [String], now: &'a [String]) -> impl Iterator<Item = &'a String> {
    now.iter().enumerate().filter(|(at, line)| before.get(*at) != Some(*line)).map(|(_, line)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(line: &str) -> Vec<KeyCode> {
        keys_of(line).unwrap().into_iter().map(|key| key.code).collect()
    }

    #[test]
    fn a_typed_line_is_text_and_enter_and_a_named_key_is_one_key() {
        assert_eq!(codes("开启"), [KeyCode::Char('开'), KeyCode::Char('启'), KeyCode::Enter]);
        assert_eq!(codes(""), [KeyCode::Enter]);
        assert_eq!(codes("1\t2"), [KeyCode::Char('1'), KeyCode::Tab, KeyCode::Char('2'), KeyCode::Enter]);
        assert_eq!(codes(":esc"), [KeyCode::Esc]);
        assert_eq!(codes(":del"), [KeyCode::Delete]);
        assert_eq!(codes(":o"), [KeyCode::Char('o')]);
        assert!(keys_of(":quit").is_none());
        assert_eq!(codes(&"a".repeat(5_000)).len(), LINE_CHARACTERS_MAX + 1);
    }

    #[test]
    fn only_new_lines_are_printed() {
        let lines = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let (before, now) = (lines("a b c"), lines("a x c d"));
        assert_eq!(changed(&before, &now).collect::<Vec<_>>(), ["x", "d"]);
        assert_eq!(changed(&now, &now).count(), 0);
    }
}
