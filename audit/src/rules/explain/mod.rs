//! Rules and decisions in words, as reports, screens and the verifier print them. zh first, en second.
//!
//! Pure: the words follow from profile and decision alone. An item is called by its printed number, which a run-off
//! keeps, so the numbers are passed in.

mod item;
mod rules;
mod whole;
mod words;

pub use item::item;
pub use rules::{deciding, quorum, rules};
pub use whole::{channels, whole};

/// The language of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文.
    Zh,
    /// English.
    En,
}

#[cfg(test)]
mod tests;
