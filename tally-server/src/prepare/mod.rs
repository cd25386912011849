//! Preparing a sitting: reading the secretariat's lists, printing the cards, and real elections for tests.
//!
//! Nothing here touches the log; what is read becomes entries elsewhere, after somebody has looked at it.
//!
//! Invariants
//! - A list is taken whole or not at all. Every bad row is reported at once, up to [`problem::PROBLEMS_MAX`], with
//!   file, line, column and reason in both languages: nobody should find fifty faults one run at a time.
//! - Nothing is decoded with replacement characters and no text is cut. A deputy's name is what was typed.
//!
//! Next: [`table`] reads any of the lists, [`roll`] and [`projects`] say what a row must be; [`cards`] prints.

pub mod cards;
mod cell;
pub mod demo;
pub mod new;
pub mod pabulib;
pub mod problem;
pub mod projects;
pub mod roll;
pub mod rules;
pub mod sitting;
pub mod table;
pub mod witnesses;

/// A folder of real data that lies beside the repository (or, in a linked worktree, one level further up)
/// on a developer's machine. Tests that use it say so when it is absent.
#[cfg(test)]
fn shared_data(name: &str) -> Option<std::path::PathBuf> {
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found = ["..", "../.."]
        .map(|up| repository.join(up).join("shared/data").join(name))
        .into_iter()
        .find(|p| p.is_dir());
    if found.is_none() {
        eprintln!("skipped: ../shared/data/{name} is absent");
    }
    found
}
