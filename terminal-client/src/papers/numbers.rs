//! Lists of numbers as people type them: `3 5-9,12`.

/// Numbers that one list gives at most: a roll has fewer.
const NUMBERS_MAX: usize = 4_000;

/// Why a typed list is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumbersError {
    /// A part that is neither a number nor a range.
    #[error("{part:?} is neither a number nor a range")]
    Part {
        /// As typed.
        part: String,
    },
    /// A range that falls.
    #[error("{part:?} falls")]
    Falling {
        /// As typed.
        part: String,
    },
    /// A number that stands twice.
    #[error("{number} stands twice")]
    Twice {
        /// Which.
        number: u32,
    },
    /// More than any roll has.
    #[error("more than {NUMBERS_MAX} numbers")]
    TooMany,
}

impl NumbersError {
    /// The part that is wrong, to be shown.
    pub fn part(&self) -> String {
        match self {
            Self::Part { part } | Self::Falling { part } => part.clone(),
            Self::Twice { number } => number.to_string(),
            Self::TooMany => String::new(),
        }
    }
}

/// Reads numbers and ranges, separated by spaces or commas (Chinese ones too), in the order typed.
pub fn numbers(text: &str) -> Result<Vec<u32>, NumbersError> {
    let mut numbers = Vec::new();
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；'));
    for part in parts.filter(|part| !part.is_empty()) {
        let wrong = || NumbersError::Part { part: part.to_owned() };
        let number = |digits: &str| digits.parse::<u32>().map_err(|_| wrong());
        let (first, last) = match part.split_once(['-', '－', '~']) {
            Some((first, last)) => (number(first)?, number(last)?),
            None => (number(part)?, number(part)?),
        };
        if first > last {
            return Err(NumbersError::Falling { part: part.to_owned() });
        }
        for number in first..=last {
            if numbers.contains(&number) {
                return Err(NumbersError::Twice { number });
            }
            if numbers.len() >= NUMBERS_MAX {
                return Err(NumbersError::TooMany);
            }
            numbers.push(number);
        }
    }
    Ok(numbers)
}
