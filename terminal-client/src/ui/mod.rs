//! What all screens share: columns of Chinese text, styles, the frame, QR codes, lists, keys and help.
//!
//! Everything here is a pure function of its arguments. A screen gets a [`Look`] (language and styles),
//! an area and a buffer; it reads no clock, no environment and no socket.

pub mod confirm;
pub mod frame;
pub mod keymap;
pub mod list;
pub mod qr;
pub mod reconcile;
pub mod sitting;
pub mod table;
pub mod text;
pub mod theme;

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use crate::lang::{Lang, Texts};
use theme::Theme;

/// Language and styles of a terminal: chosen at the start, the same for every screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Colours and signs.
    pub theme: Theme,
}

impl Look {
    /// The sentences of the language.
    pub fn texts(&self) -> &'static Texts {
        self.lang.texts()
    }
}

/// A server's or the program's refusal, as shown: a sentence in the language of the screen and its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusalView {
    /// The stable code, for example `already_issued`.
    pub code: String,
    /// The sentence.
    pub sentence: String,
}

impl RefusalView {
    /// The sentence with the code behind it.
    pub fn line(&self, look: Look) -> String {
        crate::lang::fill(look.texts().common.refused, &[&self.sentence, &self.code])
    }
}
