//! Runs of entries: read some megabytes, decode and check them on every core, then take them into the state in their order.
//!
//! What is checked ahead of the fold, and what is summed, is [`crate::ahead`]'s. The fold alone refuses, so index and code are
//! those of one entry at a time.

use super::{Failure, blame};
use crate::ahead;
use crate::entry::{Line, LineError};
use crate::fold::{Check, Code, Refusal, State};
use crate::merkle::leaf_hash;

/// Entries of a run in bytes: some 460 ballots of 15 items. A run and what is decoded of it, five times as much, is what the
/// verifier holds.
const RUN_BYTES_MAX: usize = 8 << 20;
/// Entries of a run, where they are short.
const RUN_LINES_MAX: usize = 4_096;
/// Lines that one core parses at a time.
const LINES_AT_ONCE: usize = 16;

/// Lines, without their newlines, that are not yet in the state.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    lines: Vec<Vec<u8>>,
    bytes: usize,
}

/// A line on its way from bytes to an entry.
enum Parsing {
    Bytes(Vec<u8>),
    Parsed(Box<Line>),
    Refused(LineError),
}

impl Run {
    /// Whether no line is held back.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds a line; true if the run must be applied now.
    pub(super) fn push(&mut self, line: Vec<u8>) -> bool {
        self.bytes = self.bytes.saturating_add(line.len());
        self.lines.push(line);
        self.bytes >= RUN_BYTES_MAX || self.lines.len() >= RUN_LINES_MAX
    }

    /// Takes the run into the state; the failure is that of the first line that is refused.
    pub(super) fn apply(&mut self, state: &mut State) -> Result<(), Failure> {
        let lines = std::mem::take(&mut self.lines);
        self.bytes = 0;
        // Only where a test has switched that check off does a line that is no entry have a place in the tree.
        let leaves: Vec<_> = if state.does(Check::Encoding) {
            Vec::new()
        } else {
            lines.iter().map(|line| leaf_hash(line)).collect()
        };
        let mut parsing: Vec<Parsing> = lines.into_iter().map(Parsing::Bytes).collect();
        ahead::in_parallel(&mut parsing, LINES_AT_ONCE, |some| some.iter_mut().for_each(Parsing::parse));
        let mut lines = Vec::new();
        for (place, parsing) in parsing.into_iter().enumerate() {
            match parsing {
                Parsing::Parsed(line) => {
                    let ends = ahead::is_milestone(line.body());
                    lines.push(*line);
                    if ends {
                        apply(state, std::mem::take(&mut lines))?;
                    }
                }
                Parsing::Refused(error) => {
                    apply(state, std::mem::take(&mut lines))?;
                    if let Some(leaf) = leaves.get(place) {
                        state.pass_over(*leaf);
                        continue;
                    }
                    let refusal = Refusal::at(Code::NotAnEntry, error);
                    return Err(blame::unreadable(state.head().size, refusal));
                }
                Parsing::Bytes(_) => {}
            }
        }
        apply(state, lines)
    }
}

impl Parsing {
    fn parse(&mut self) {
        if let Self::Bytes(bytes) = self {
            *self = match Line::parse(std::mem::take(bytes)) {
                Ok(line) => Self::Parsed(Box::new(line)),
                Err(error) => Self::Refused(error),
            };
        }
    }
}

fn apply(state: &mut State, mut lines: Vec<Line>) -> Result<(), Failure> {
    ahead::check(state, &mut lines);
    for line in lines {
        state.apply(&line).map_err(|refusal| blame::refused(state, &line, refusal))?;
    }
    Ok(())
}
