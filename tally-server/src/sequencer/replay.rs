//! From the log on disk to the state: the fold, with the dear checks made many at a time on every core.

use audit::ahead;
use audit::entry::Line;
use audit::fold::{Refusal, State};
use audit::merkle::Tree;

use super::core::Fatal;
use super::register::Register;
use crate::store::LogReader;

/// Entries that are checked together: ballots enough for two good multiplications on each core, few enough to hold.
pub(super) const BALLOTS_AT_ONCE: usize = 128;

/// What the log says.
pub(super) struct Replayed {
    pub(super) state: State,
    pub(super) register: Register,
    pub(super) tree: Tree,
}

/// Folds the whole log.
pub(super) fn replay(log: &LogReader) -> Result<Replayed, Fatal> {
    let mut replayed = Replayed { state: State::new(), register: Register::default(), tree: Tree::new() };
    let mut lines: Vec<Line> = Vec::new();
    for entry in log.read(0)? {
        let entry = entry?;
        let line = Line::parse(entry.bytes).map_err(|source| Fatal::Line { index: entry.index, source })?;
        let ends = ahead::is_milestone(line.body());
        lines.push(line);
        if ends || lines.len() == BALLOTS_AT_ONCE {
            replayed.take(std::mem::take(&mut lines))?;
        }
    }
    replayed.take(lines)?;
    Ok(replayed)
}

impl Replayed {
    fn take(&mut self, lines: Vec<Line>) -> Result<(), Fatal> {
        let Self { state, register, tree } = self;
        apply_all(state, lines, |state, line| {
            register.observe(state, &line);
            tree.push(line.leaf());
        })
        .map_err(|refusal| Fatal::Refused { index: self.state.head().size, refusal })
    }
}

/// Applies entries in order, with their dear checks made on every core before; `done` is told of each that was applied. The
/// first refusal ends it.
pub(super) fn apply_all(
    state: &mut State,
    mut lines: Vec<Line>,
    mut done: impl FnMut(&State, Line),
) -> Result<(), Refusal> {
    ahead::check(state, &mut lines);
    for mut line in lines {
        state.apply(&line)?;
        line.forget_evidence();
        done(state, line);
    }
    Ok(())
}
