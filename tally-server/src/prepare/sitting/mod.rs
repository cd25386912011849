//! Making a sitting: its keys, cards, certificate, the first entries of its log, and the folder that holds them all.
//!
//! ```text
//! entry 0   sitting_defined      secretariat, server: name, kind, keys; its hash is the fingerprint
//!           roll_fixed           secretariat: the deputies and the public keys of their cards
//!           rules_adopted …      secretariat: text and profile
//!           scrutineers_named    secretariat, chief: run 1 of the ceremony; only where the chief's key is made here
//!           contest_defined …    secretariat: the items
//! ```
//!
//! Invariants
//! - Everything is drafted in memory and taken by [`audit::fold::State`] before a byte is written: what the fold refuses is
//!   refused here, with its sentence.
//! - The folder appears whole or not at all: it is filled under another name beside its place, then renamed.
//! - Cards derive from the fingerprint, so they are made after entry 0; no secret of theirs enters the log.
//!
//! Next: [`Draft`] is what is made in memory, `write` puts it on disk; `new` is the command.

mod draft;
mod entries;
mod error;
mod holder;
#[cfg(test)]
mod tests;
mod write;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use audit::entry::preparation::{Item, Mode};
use audit::fingerprint::Fingerprint;
use audit::note::{KeyName, Vkey};
use audit::quorum::quorum_by_default;
use audit::rules::Profile;
use audit::wire::{Int, Text, TextError};
use crypto::card::Card;
use terminal_client::net::pinning::CertificateFingerprint;
use terminal_client::sitting_file::{ServerAddress, SittingFile};

use super::projects::ProjectRow;
use super::roll::RollRow;
use super::witnesses::WitnessesDraft;
pub use draft::Draft;
pub use error::SittingError;
pub use holder::{HeldKey, HeldWitness, Holder, Passphrases, RoleKey, SittingKeys, key_path};

/// Folder of the deputies' card files, in the sitting's folder.
pub const CARDS_FOLDER: &str = "cards";
/// The page of all cards, to print.
pub const CARDS_PAGE: &str = "cards.html";
/// The scrutineers whom the secretariat's terminal will propose, where they could not be named at once.
pub const SCRUTINEERS_FILE: &str = "scrutineers.toml";

/// What a sitting is made of.
#[derive(Debug)]
pub struct Definition {
    /// The congress and session, as people say it.
    pub name: Text,
    /// Real, or a rehearsal 演练.
    pub mode: Mode,
    /// The log's name for ever. A rehearsal of a sitting has another one.
    pub origin: KeyName,
    /// Where devices find the server.
    pub server: ServerAddress,
    /// Where the server listens.
    pub listen: SocketAddr,
    /// Further names and addresses for the certificate, besides this machine's own.
    pub hosts: Vec<String>,
    /// In any order; entries have it by number.
    pub roll: Vec<RollRow>,
    /// 应到, where it is not everybody on the roll.
    pub due: Option<u32>,
    /// The rules that are adopted, in this order.
    pub rules: Vec<RulesDraft>,
    /// What is voted on, numbered from 1 in this order.
    pub contests: Vec<ContestDraft>,
    /// The chief scrutineer's key.
    pub chief: RoleKey,
    /// The presiding officer's key.
    pub presiding: RoleKey,
    /// By position; empty where they are named later.
    pub scrutineers: Vec<Scrutineer>,
    /// How many must decrypt together; ⌊n/2⌋ + 1 where nothing is said.
    pub threshold: Option<u16>,
    /// Witnesses besides the scrutineers' terminals, and how many of all an act waits for: [`quorum_by_default`] where nothing is
    /// said.
    pub witnesses: WitnessesDraft,
    /// Whether to write the page to print and the card files. The demo hands cards to its deputies in memory.
    pub print_cards: bool,
}

/// A 票决办法 to be adopted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesDraft {
    /// Its text; may be empty.
    pub text: String,
    /// Its parameters; its title is the text's.
    pub profile: Profile,
}

/// A contest to be defined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContestDraft {
    /// The title on ballots.
    pub title: Text,
    /// Which of [`Definition::rules`] decide it, from 0.
    pub rules: usize,
    /// What it is about.
    pub purpose: DraftPurpose,
    /// In ballot order, numbered from 1 without a gap.
    pub items: Vec<Item>,
}

impl ContestDraft {
    /// A contest on items, by the first rules.
    pub fn on_items(title: Text, items: Vec<Item>) -> Self {
        Self { title, rules: 0, purpose: DraftPurpose::Items, items }
    }
}

/// What a contest is about; further votes follow from a decision and are not planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DraftPurpose {
    /// Items.
    Items,
    /// The vote on a 票决办法 itself.
    Rules {
        /// Which of [`Definition::rules`], from 0.
        rules: usize,
    },
    /// The vote on the list of scrutineers, who are named here with the chief's signature.
    Scrutineers,
}

/// A scrutineer 监票人 to be named.
#[derive(Debug)]
pub struct Scrutineer {
    /// The name.
    pub name: Text,
    /// The key for acts.
    pub key: RoleKey,
    /// The witness at this scrutineer's terminal; `None`: there is none, or it stands in [`Definition::witnesses`].
    pub witness: Option<TerminalWitness>,
}

/// A witness at a scrutineer's terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminalWitness {
    /// Its key is made here, into a file beside the scrutineer's, under the same passphrase.
    Make,
    /// Its key was made on the scrutineer's own machine.
    Given(Box<Vkey>),
}

/// A sitting that lies in its folder.
#[derive(Debug)]
pub struct Made {
    /// The folder.
    pub folder: PathBuf,
    /// SHA-256 of entry 0.
    pub fingerprint: Fingerprint,
    /// Of the server's certificate.
    pub certificate: CertificateFingerprint,
    /// Of the authority that signed it, which browsers have installed.
    pub authority: Option<CertificateFingerprint>,
    /// What every client is given.
    pub sitting: SittingFile,
    /// Secret and public keys of server and roles.
    pub keys: SittingKeys,
    /// By number.
    pub cards: Vec<Card>,
    /// Entries in the log.
    pub entries: u64,
    /// Whether run 1 of the ceremony stands in the log.
    pub scrutineers_named: bool,
}

/// Makes a sitting in `folder`, which must not exist. `time` is the clock's, in POSIX seconds, for the entries.
pub fn make(
    definition: &Definition,
    folder: &Path,
    passphrases: &Passphrases,
    time: u64,
) -> Result<Made, SittingError> {
    // Before the work, so that the commonest mistake is the first answer; the rename at the end decides.
    if folder.symlink_metadata().is_ok() {
        return Err(SittingError::Exists { path: folder.to_owned() });
    }
    Draft::new(definition, time)?.write(definition, folder, passphrases)
}

impl Definition {
    /// Whether this is a rehearsal 演练.
    pub fn is_rehearsal(&self) -> bool {
        self.mode == Mode::Rehearsal
    }

    /// How many of so many witnesses are a quorum.
    pub fn quorum(&self, count: usize) -> u64 {
        match self.witnesses.quorum {
            0 => quorum_by_default(u64::try_from(count).unwrap_or(u64::MAX)),
            quorum => u64::from(quorum),
        }
    }

    /// Whose keys will be made here, and so need a passphrase.
    pub fn holders(&self) -> Vec<Holder> {
        let roles = [(Holder::Chief, &self.chief), (Holder::Presiding, &self.presiding)];
        let scrutineers = (1..).zip(&self.scrutineers).map(|(at, one)| (Holder::Scrutineer(at), &one.key));
        let made = roles.into_iter().chain(scrutineers).filter(|(_, key)| matches!(key, RoleKey::Make));
        [Holder::Server, Holder::Secretariat].into_iter().chain(made.map(|(holder, _)| holder)).collect()
    }
}

/// The items of a contest, from the list of projects; their numbers must already be those of the ballot.
pub fn items(projects: &[ProjectRow]) -> Result<Vec<Item>, TextError> {
    projects
        .iter()
        .map(|row| {
            let budget = row.budget_wan.as_ref().map(|wan| format!("{wan} 万元")).unwrap_or_default();
            Ok(Item {
                number: Int::from(row.number),
                title: row.title.clone(),
                department: row.department.clone(),
                budget: budget.parse()?,
                detail: row.detail.clone(),
            })
        })
        .collect()
}
