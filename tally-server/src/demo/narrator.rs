//! What the demo says while it runs: numbered steps and plain lines, in the language of the screens.

use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use terminal_client::lang::Lang;

/// Prints the demo's lines; while a screen is drawn instead, keeps them until it is gone.
#[derive(Clone, Debug)]
pub(super) struct Narrator {
    lang: Lang,
    /// Lines that wait for the screen to end; `None` when there is no screen.
    kept: Arc<Mutex<Option<Vec<String>>>>,
    /// Steps so far.
    steps: Arc<AtomicU8>,
}

impl Narrator {
    /// Speaks `lang`.
    pub(super) fn new(lang: Lang) -> Self {
        Self { lang, kept: Arc::default(), steps: Arc::default() }
    }

    /// The language.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// From now on lines are kept: a screen has the terminal.
    pub(super) fn keep(&self) {
        self.kept().get_or_insert_default();
    }

    /// The screen is gone: what was kept is said now.
    pub(super) fn speak(&self) {
        let kept = self.kept().take();
        for line in kept.into_iter().flatten() {
            print(&line);
        }
    }

    /// The next step begins.
    pub(super) fn step(&self, zh: &str, en: &str) {
        let number = self.steps.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        self.line(&format!("\n【{number}】{zh}"), &format!("\n[{number}] {en}"));
    }

    /// One line.
    pub(super) fn line(&self, zh: &str, en: &str) {
        self.raw(match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        });
    }

    /// A line that is the same in both.
    pub(super) fn raw(&self, text: &str) {
        match &mut *self.kept() {
            Some(kept) => kept.push(text.to_owned()),
            None => print(text),
        }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Option<Vec<String>>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn print(line: &str) {
    // Whoever closed the pipe does not want to hear more; the sitting goes on.
    let _ = writeln!(std::io::stdout(), "{line}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_wait_for_the_screen_to_end() {
        let narrator = Narrator::new(Lang::En);
        narrator.keep();
        narrator.clone().line("一", "one");
        assert_eq!(*narrator.kept(), Some(vec!["one".to_owned()]));
        narrator.speak();
        assert_eq!(*narrator.kept(), None);
    }
}
