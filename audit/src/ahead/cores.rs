//! Work on every core.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Cores of this machine.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Does `work` on all items, `unit` at a time; whichever core is free takes the next unit.
pub(crate) fn in_parallel<T: Send>(items: &mut [T], unit: usize, work: impl Fn(&mut [T]) + Sync) {
    let units = items.len().div_ceil(unit.max(1));
    let next = Mutex::new(items.chunks_mut(unit.max(1)));
    let run = || {
        loop {
            // Not held while working: the guard is gone at the end of the statement.
            let some = next.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some(some) = some else { return };
            work(some);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads().min(units) {
            scope.spawn(run);
        }
        run();
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once() {
        for (count, unit) in [(0, 4), (1, 4), (4, 4), (103, 4), (5, 0)] {
            let mut items = vec![0_u32; count];
            in_parallel(&mut items, unit, |some| some.iter_mut().for_each(|item| *item += 1));
            assert_eq!(items, vec![1; count]);
        }
    }
}
