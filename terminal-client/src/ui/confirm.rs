//! Typed text: fields, and the word that an irreversible act asks for.

use std::fmt;
use zeroize::Zeroize;

/// Characters one field takes at most: longer input is a slip of the hand or a paste gone wrong.
pub const FIELD_CHARACTERS_MAX: usize = 256;

/// A field being typed. Wiped when it is cleared or dropped, since some hold a card's code.
#[derive(Default, PartialEq, Eq)]
pub struct Field {
    text: String,
}

impl fmt::Debug for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Field(redacted)")
    }
}

impl Drop for Field {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Field {
    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Nothing but spaces was typed.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// One more character; control characters and what passes the limit are left out.
    pub fn push(&mut self, c: char) {
        if !c.is_control() && self.text.chars().count() < FIELD_CHARACTERS_MAX {
            // Grown by hand: the buffer a `String` leaves behind when it grows is not wiped.
            if self.text.capacity() < self.text.len() + c.len_utf8() {
                let mut grown = String::with_capacity(4 * FIELD_CHARACTERS_MAX);
                grown.push_str(&self.text);
                self.text.zeroize();
                self.text = grown;
            }
            self.text.push(c);
        }
    }

    /// One character less.
    pub fn backspace(&mut self) {
        self.text.pop();
    }

    /// Empties the field and wipes what it held.
    pub fn clear(&mut self) {
        self.text.zeroize();
    }

    /// The text, leaving the field empty.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

/// An irreversible act waits for its word: never a single key.
#[derive(Debug)]
pub struct TypedWord {
    required: &'static str,
    /// What was typed so far.
    pub field: Field,
}

/// The typed word is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordDiffers {
    /// The word that was asked for.
    pub required: &'static str,
}

impl TypedWord {
    /// Asks for `required`.
    pub fn new(required: &'static str) -> Self {
        Self { required, field: Field::default() }
    }

    /// The word to type.
    pub fn required(&self) -> &'static str {
        self.required
    }

    /// Checks the word and empties the field if it differs.
    pub fn check(&mut self) -> Result<(), WordDiffers> {
        if self.field.text().trim() == self.required {
            Ok(())
        } else {
            self.field.clear();
            Err(WordDiffers { required: self.required })
        }
    }
}
