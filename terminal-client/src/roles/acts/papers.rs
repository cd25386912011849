//! A paper ballot entered as an encrypted one, by two who both read the paper (protocol.md §3.9).
//!
//! A ciphertext tells nobody what it holds, so the chief scrutineer must not sign one that the secretariat merely hands over.
//! Both type what they read on the paper. All randomness follows from the *entry code*, which the secretariat's terminal makes,
//! a person reads out and the chief's terminal is told; so the second terminal makes the same encrypted ballot from its own
//! reading, and signs only if it is the same, byte for byte.
//!
//! Invariants
//! - Who knows the code can open the papers that were entered with it, and nothing else; it is kept in no file and goes over
//!   no wire.
//! - Each paper has a fresh ballot key, and the seed covers it: no two encryptions share randomness.

use std::fmt;

use audit::entry::Body;
use audit::entry::paper::PaperCast;
use audit::entry::payload::{BlobPart, split_bytes};
use audit::fold::{Contest, Stage, State};
use crypto::ballot::{BallotContext, Choices, EncryptionSeed, encrypt};
use crypto::hash::{self, Entropy};
use zeroize::Zeroizing;

use super::{ActError, contest, course};

/// Symbols of 5 bits: 100 bits, as on a card (§4.3).
const SYMBOLS: usize = 20;
/// Symbols behind them that tell a slip of the tongue from another paper.
const CHECK_SYMBOLS: usize = 4;
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of one contest's entered papers: 20 letters and 4 to check them. Wiped when dropped.
pub struct EntryCode {
    symbols: Zeroizing<[u8; SYMBOLS]>,
}

/// Why a typed code is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntryCodeError {
    /// A letter that no code has. `position` counts from 0, without spaces and hyphens.
    #[error("'{letter}' is not a letter of a code")]
    Letter {
        /// As typed.
        letter: char,
        /// Where.
        position: usize,
    },
    /// Not 24 letters.
    #[error("a code has 24 letters and digits, this one has {actual}")]
    Length {
        /// As found, without spaces and hyphens.
        actual: usize,
    },
    /// Mistyped, or of another contest.
    #[error("the code was mistyped, or is of another contest")]
    Check,
}

impl EntryCode {
    /// A fresh code.
    pub fn generate(entropy: &Entropy) -> Self {
        let hash = Zeroizing::new(hash::sha256("paper-code", &[entropy.as_bytes()]));
        let mut symbols = Zeroizing::new([0; SYMBOLS]);
        symbols.iter_mut().zip(hash.iter()).for_each(|(symbol, byte)| *symbol = byte & 31);
        Self { symbols }
    }

    /// As it is read out, for the contest with this hash: six groups of four.
    pub fn typed(&self, contest: &[u8; 32]) -> Zeroizing<String> {
        let mut typed = Zeroizing::new(String::with_capacity(SYMBOLS + CHECK_SYMBOLS + 5));
        for (at, symbol) in self.symbols.iter().copied().chain(self.check(contest)).enumerate() {
            if at > 0 && at.is_multiple_of(4) {
                typed.push('-');
            }
            typed.push(LETTERS.get(usize::from(symbol)).map_or('?', |letter| char::from(*letter)));
        }
        typed
    }

    /// What a person typed: in any case, spaces and hyphens anywhere, O for 0, I and L for 1.
    pub fn from_typed(text: &str, contest: &[u8; 32]) -> Result<Self, EntryCodeError> {
        let letters = text.chars().filter(|letter| !matches!(letter, ' ' | '-'));
        let typed = letters
            .enumerate()
            .map(|(position, letter)| value(letter).ok_or(EntryCodeError::Letter { letter, position }));
        let typed = Zeroizing::new(typed.collect::<Result<Vec<u8>, _>>()?);
        let length = EntryCodeError::Length { actual: typed.len() };
        let (symbols, check) = typed.split_at_checked(SYMBOLS).ok_or(length)?;
        if check.len() != CHECK_SYMBOLS {
            return Err(length);
        }
        let code = Self { symbols: Zeroizing::new(symbols.try_into().map_err(|_| length)?) };
        if code.check(contest) == check { Ok(code) } else { Err(EntryCodeError::Check) }
    }

    fn check(&self, contest: &[u8; 32]) -> [u8; CHECK_SYMBOLS] {
        let [a, b, c, d, ..] = hash::sha256("paper-code-check", &[contest, self.symbols.as_slice()]);
        [a, b, c, d].map(|byte| byte & 31)
    }

    /// The seed of one paper's encryption.
    fn seed(&self, context: &BallotContext) -> EncryptionSeed {
        let fields: [&[u8]; 4] =
            [&context.sitting, &context.contest, &context.ballot_key, self.symbols.as_slice()];
        EncryptionSeed::fresh(Entropy::from_os(hash::sha256("paper-seed", &fields)))
    }
}

impl fmt::Debug for EntryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EntryCode(redacted)")
    }
}

/// The symbol of a letter as people type it.
fn value(letter: char) -> Option<u8> {
    let letter = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS.iter().position(|known| char::from(*known) == letter).and_then(|at| u8::try_from(at).ok())
}

/// `paper_cast` of a paper that marks `columns` (for each item its column from 0, the last one being the rest), with the parts that
/// travel before it. `ballot_key`: 32 bytes that no ballot and no paper had before.
///
/// Equal arguments give equal bytes: the second terminal makes it again from its own reading.
pub fn enter_paper(
    state: &State,
    number: u64,
    columns: &[usize],
    code: &EntryCode,
    ballot_key: [u8; 32],
) -> Result<(Body, Vec<BlobPart>), ActError> {
    let (contest, course) = (contest(state, number)?, course(state, number, &[Stage::Opened])?);
    let sitting = state.sitting().ok_or(ActError::Missing { what: "sitting" })?;
    let context = BallotContext { sitting: sitting.fingerprint, contest: course.hash, ballot_key };
    let choices = Choices::from_options(&contest.shape, columns)?;
    let seed = code.seed(&context);
    let ballot = encrypt(&seed, &choices, &context, &contest.shape, &course.secret()?.public_key)?;
    let (ballot, parts) = split_bytes(&ballot.to_bytes())?;
    let body = PaperCast { contest: course.hash.into(), ballot_key: ballot_key.into(), ballot };
    Ok((Body::PaperCast(body), parts))
}

/// How many papers of those that came back valid are still to be entered; 0 where they are counted apart.
pub fn papers_to_enter(contest: &Contest, valid: u64) -> u64 {
    let Some(course) = contest.course() else { return 0 };
    let floor = contest.profile.apart_floor();
    if audit::fold::papers_are_entered(valid, course.boxed().unwrap_or(0), floor) {
        valid.saturating_sub(course.paper.entered_count())
    } else {
        0
    }
}
