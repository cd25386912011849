//! The printed reports: one page of HTML for each record that people sign on the day (domain: 选票清点情况报告单,
//! 计票结果报告单, 测评结果报告单, 主持词), in Chinese, for A4.
//!
//! Invariants
//! - A page is a function of the state alone, and of nothing that comes after the entry it rests on: without a clock, the
//!   same log and the same version of this program give the same bytes, also when the report has been signed meanwhile
//!   (protocol.md §3.6).
//! - Sums are checked when a page is made; numbers that do not add up are an error that names the row, never a page.
//! - One file: its style stands in it, it runs nothing and asks nothing of another host. Texts of the log are escaped.
//! - Of a voided contest no choice and no total is shown, also if it was declared before.
//!
//! Next: `record` takes the numbers out of the state, `check` adds them up, `frame` has what stands on every page;
//! `reconciliation`, `tally` and `script` are the pages.

mod check;
mod error;
mod frame;
mod head;
mod numbers;
mod reconciliation;
mod record;
mod script;
mod tally;
#[cfg(test)]
mod tests;

use crate::fold::{Contest, State};
use check::Checked;
pub use error::{PrintError, PrintRow};
use head::Head;
use maud::Markup;
use record::Record;
use sha2::{Digest, Sha256};
use std::fmt;

/// Which record a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKind {
    /// 选票(表决票)清点情况报告单.
    Reconciliation,
    /// 计票结果报告单; of grades 测评结果报告单. Its bytes are what `report_signed` names.
    Tally,
    /// 主持词.
    Script,
}

impl PageKind {
    /// As in the name of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reconciliation => "reconciliation",
            Self::Tally => "tally",
            Self::Script => "script",
        }
    }
}

/// A printed page: a whole HTML file.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    kind: PageKind,
    contest: u64,
    bytes: Vec<u8>,
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Page({}, {} bytes)", self.file_name(), self.bytes.len())
    }
}

impl Page {
    fn new(kind: PageKind, contest: u64, markup: Markup) -> Self {
        let mut text = markup.into_string();
        text.push('\n');
        Self { kind, contest, bytes: text.into_bytes() }
    }

    /// Which record it is.
    pub fn kind(&self) -> PageKind {
        self.kind
    }

    /// `contest-1-tally.html`.
    pub fn file_name(&self) -> String {
        format!("contest-{}-{}.html", self.contest, self.kind.name())
    }

    /// The file's bytes: UTF-8, ending with a newline.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// SHA-256 of the bytes; of a tally report, what `report_signed` names.
    pub fn sha256(&self) -> [u8; 32] {
        Sha256::digest(&self.bytes).into()
    }
}

/// 选票(表决票)清点情况报告单: what became of the ballots of each channel. Once the contest is closed; of a contest voided
/// after that, stamped 作废.
pub fn reconciliation_report(state: &State, contest: u64) -> Result<Page, PrintError> {
    let (head, found) = of(state, contest)?;
    let record = Record::of(state, found, head)?;
    let page = reconciliation::page(Checked::new(&record)?);
    Ok(Page::new(PageKind::Reconciliation, contest, page))
}

/// 计票结果报告单: what was counted and decided, and why. Once the result is declared; of a voided contest a page stamped
/// 作废 that shows nothing of its content.
pub fn tally_report(state: &State, contest: u64) -> Result<Page, PrintError> {
    let (head, found) = of(state, contest)?;
    let page = if head.voided.is_some() {
        tally::voided(&head)
    } else {
        let record = Record::of(state, found, head)?;
        tally::page(Checked::new(&record)?)?
    };
    Ok(Page::new(PageKind::Tally, contest, page))
}

/// 主持词: what the presiding officer reads out, as a page in big type. Once the result is declared or voided.
pub fn script(state: &State, contest: u64) -> Result<Page, PrintError> {
    let (head, found) = of(state, contest)?;
    let page = if head.voided.is_some() {
        script::page(&head, &script::voided(&head))
    } else {
        let record = Record::of(state, found, head)?;
        let checked = Checked::new(&record)?;
        script::page(&record.head, &script::lines(checked)?)
    };
    Ok(Page::new(PageKind::Script, contest, page))
}

/// The lines of [`script()`], for a screen.
pub fn script_lines(state: &State, contest: u64) -> Result<Vec<String>, PrintError> {
    let (head, found) = of(state, contest)?;
    if head.voided.is_some() {
        return Ok(script::voided(&head));
    }
    let record = Record::of(state, found, head)?;
    script::lines(Checked::new(&record)?)
}

/// Every page that the contest's stage allows: none before its close, all three once it is declared.
pub fn pages(state: &State, contest: u64) -> Result<Vec<Page>, PrintError> {
    let mut pages = Vec::new();
    for page in [reconciliation_report(state, contest), tally_report(state, contest), script(state, contest)]
    {
        match page {
            Ok(page) => pages.push(page),
            Err(PrintError::NotClosed { .. } | PrintError::NotDeclared { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(pages)
}

fn of(state: &State, contest: u64) -> Result<(Head, &Contest), PrintError> {
    let found = state.contests().get(&contest).ok_or(PrintError::UnknownContest { contest })?;
    Ok((Head::of(state, contest, found)?, found))
}
