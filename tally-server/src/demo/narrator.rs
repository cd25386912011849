//! What the demo says while it runs: numbered steps and plain lines, in the language of the screens.

use std::io::Write;
use terminal_client::lang::Lang;

/// Prints the demo's lines, or keeps quiet while the live terminal has the screen.
#[derive(Clone, Copy, Debug)]
pub(super) struct Narrator {
    lang: Lang,
    silent: bool,
}

impl Narrator {
    /// Speaks `lang`; `silent` while a screen is drawn instead.
    pub(super) fn new(lang: Lang, silent: bool) -> Self {
        Self { lang, silent }
    }

    /// The language.
    pub(super) fn lang(self) -> Lang {
        self.lang
    }

    /// A step begins.
    pub(super) fn step(self, number: u8, zh: &str, en: &str) {
        self.line(&format!("\n【{number}】{zh}"), &format!("\n[{number}] {en}"));
    }

    /// One line.
    pub(super) fn line(self, zh: &str, en: &str) {
        self.raw(match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        });
    }

    /// A line that is the same in both.
    pub(super) fn raw(self, text: &str) {
        if !self.silent {
            // Whoever closed the pipe does not want to hear more; the sitting goes on.
            let _ = writeln!(std::io::stdout(), "{text}");
        }
    }
}
