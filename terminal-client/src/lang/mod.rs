//! Every sentence the terminal shows, in Chinese and in English.
//!
//! Invariants
//! - One table for each part of the program, written once with both languages side by side, so that a
//!   sentence without its translation does not compile.
//! - No Han character stands in the code of the screens (test `screens_take_their_words_from_here`).
//! - A sentence with values has them as `{0}`, `{1}`; both languages use the same ones ([`fill`]).
//!
//! Words are those of the project's glossary: a ballot is 票, to issue is 发票, to cast is 投票.

use std::{error::Error, fmt, str::FromStr};

/// Declares a table of sentences: `name: "中文", "English";`.
macro_rules! texts {
    ($(#[$meta:meta])* $table:ident { $($name:ident: $zh:literal, $en:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $table { $(#[doc = $en] pub $name: &'static str,)* }

        impl $table {
            /// The table in Chinese.
            pub const ZH: Self = Self { $($name: $zh,)* };
            /// The table in English.
            pub const EN: Self = Self { $($name: $en,)* };

            /// Names and sentences, for the tests that compare the languages.
            #[cfg(test)]
            pub(crate) fn entries(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name),)*]
            }
        }
    };
}

mod common;
mod deputy;
mod live;
mod papers;
mod receipt;
mod run;
mod scrutineer;
#[cfg(test)]
mod tests;

pub use common::CommonTexts;
pub use deputy::DeputyTexts;
pub use live::LiveTexts;
pub use papers::PaperTexts;
pub use receipt::ReceiptTexts;
pub use run::RunTexts;
pub use scrutineer::ScrutineerTexts;

/// The language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    /// Chinese, the language of the meeting.
    #[default]
    Zh,
    /// English.
    En,
}

/// A language the screens do not have.
#[derive(Debug, PartialEq, Eq)]
pub struct UnknownLang(String);

impl fmt::Display for UnknownLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "language {:?} is neither zh nor en", self.0)
    }
}

impl Error for UnknownLang {}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(name: &str) -> Result<Self, UnknownLang> {
        match name {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            other => Err(UnknownLang(other.to_owned())),
        }
    }
}

/// All tables of one language.
#[derive(Debug)]
pub struct Texts {
    /// Frame, keys, help, phases.
    pub common: CommonTexts,
    /// The deputy's screens.
    pub deputy: DeputyTexts,
    /// The secretariat's live terminal and desk.
    pub live: LiveTexts,
    /// The scrutineer's and the presiding officer's screens.
    pub scrutineer: ScrutineerTexts,
    /// Forms for papers and hands.
    pub papers: PaperTexts,
    /// Receipts, shown and compared.
    pub receipt: ReceiptTexts,
    /// Entries, roles, acts and answers in words.
    pub run: RunTexts,
}

static ZH: Texts = Texts {
    common: CommonTexts::ZH,
    deputy: DeputyTexts::ZH,
    live: LiveTexts::ZH,
    scrutineer: ScrutineerTexts::ZH,
    papers: PaperTexts::ZH,
    receipt: ReceiptTexts::ZH,
    run: RunTexts::ZH,
};

static EN: Texts = Texts {
    common: CommonTexts::EN,
    deputy: DeputyTexts::EN,
    live: LiveTexts::EN,
    scrutineer: ScrutineerTexts::EN,
    papers: PaperTexts::EN,
    receipt: ReceiptTexts::EN,
    run: RunTexts::EN,
};

impl Lang {
    /// The tables of this language.
    pub fn texts(self) -> &'static Texts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }
}

/// `template` with `{0}`, `{1}`… replaced by `values`, in one pass: a value that itself holds `{0}` stays
/// as it is.
pub fn fill(template: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (index, tail) = after.split_once('}').unwrap_or((after, ""));
        if let Some(value) = index.parse::<usize>().ok().and_then(|index| values.get(index)) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
