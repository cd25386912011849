//! The pages for browsers, and how they are served: by the tally server, and by a scrutineer's machine (`terminal-client page`).
//!
//! **The deputy's page is code that sees the choice.** In a real sitting it comes installed on the tablets or from a scrutineer's
//! machine; the tally server serves it in a rehearsal alone ([`DeputyPage`]). The other pages see nothing secret.
//!
//! Invariants
//! - Bytes and headers of a page are decided here and nowhere else, so both servers answer alike.
//! - A page runs nothing but what was built into it and talks to its own origin and the tally server alone: `headers`.
//! - Nothing of a request is kept, and no path of a request names a file on disk: pages are looked up in memory.
//!
//! Next: [`Bundle`] is the built pages and their hash; [`Site`] answers requests; [`compare`] asks entry 0; `serve` is the scrutineer's machine; `export`
//! writes the folder for tablets.

mod bundle;
mod entry;
mod export;
pub mod headers;
mod serve;
mod site;
#[cfg(test)]
mod tests;

pub use bundle::{BUNDLE_BYTES_MAX, Bundle, BundleError, PageHash};
pub use entry::{EntryZeroError, InEntryZero, compare};
pub use export::{ExportError, export};
pub use serve::serve;
pub use site::{DeputyPage, SITTING_JSON, Site, TallyServer};
