//! Sums are checked when a page is made. Only what passed here is printed.

use super::error::{PrintError, PrintRow};
use super::record::{Declared, Record};
use crate::rules::explain::Lang;
use crate::rules::{Channel, ItemDecision, Outcome, Row, Secrecy};
use std::ops::Deref;

/// A record whose numbers add up.
#[derive(Clone, Copy, Debug)]
pub(super) struct Checked<'a>(&'a Record);

impl Deref for Checked<'_> {
    type Target = Record;
    fn deref(&self) -> &Record {
        self.0
    }
}

impl<'a> Checked<'a> {
    pub(super) fn new(record: &'a Record) -> Result<Self, PrintError> {
        channels(record)?;
        if let Ok(declared) = record.declared() {
            items(record, declared)?;
            votes(record, declared)?;
        }
        Ok(Self(record))
    }
}

fn equal(row: PrintRow, what: &'static str, made: u64, should: u64) -> Result<(), PrintError> {
    if made == should { Ok(()) } else { Err(PrintError::Sum { row, what, made, should }) }
}

fn shape(row: PrintRow, what: &'static str, actual: usize, expected: usize) -> Result<(), PrintError> {
    if actual == expected { Ok(()) } else { Err(PrintError::Shape { row, what, actual, expected }) }
}

/// 收回 = 有效 + 废票 in each channel; nobody has two ballots; the register makes up the void papers.
fn channels(record: &Record) -> Result<(), PrintError> {
    let add = |one: u64, two: u64| one.saturating_add(two);
    let returned = |row, channel: &Channel| {
        equal(row, "有效 + 废票", add(channel.valid.get(), channel.void.get()), channel.returned.get())
    };
    returned(PrintRow::Machine, &record.ballots.machine)?;
    returned(PrintRow::Paper, &record.ballots.paper)?;
    let (issued, present) = (record.ballots.issued(), record.roll.present.get());
    if issued > present {
        return Err(PrintError::Sum { row: PrintRow::Sum, what: "发出", made: issued, should: present });
    }
    if record.entered != 0 {
        equal(PrintRow::Paper, "计入的纸质票", record.entered, record.ballots.paper.valid.get())?;
    }
    if let Some(register) = &record.void_register {
        // Papers returned beyond those issued make the vote void, and then none is registered (§3.9).
        let counted = record.ballots.paper.returned <= record.ballots.paper.issued;
        let should = if counted { record.ballots.paper.void.get() } else { 0 };
        let made = register.iter().fold(0, |sum, (_, count)| add(sum, *count));
        equal(PrintRow::VoidRegister, "各类废票", made, should)?;
    }
    Ok(())
}

fn items(record: &Record, declared: &Declared) -> Result<(), PrintError> {
    let decision = &declared.decision;
    if decision.outcome != Outcome::Valid {
        // A void vote shows no marks, so there are none to add up.
        shape(PrintRow::Machine, "行", declared.machine.len(), 0)?;
        return shape(PrintRow::Sum, "行", decision.items.len(), 0);
    }
    let expected = record.items.len();
    shape(PrintRow::Sum, "行", decision.items.len(), expected)?;
    shape(PrintRow::Machine, "行", declared.machine.len(), expected)?;
    if !declared.paper.is_empty() {
        shape(PrintRow::Paper, "行", declared.paper.len(), expected)?;
    }
    let (machine, paper) = (&record.ballots.machine, &record.ballots.paper);
    let summed = machine.valid.get().saturating_add(record.entered);
    for (at, (item, decided)) in record.items.iter().zip(&decision.items).enumerate() {
        let row = PrintRow::Item(item.number);
        let columns = record.profile.labels(Lang::Zh).len();
        let sum = Row { counts: decided.counts.clone(), invalid: decided.invalid };
        let by_machine = declared.machine.get(at);
        let by_paper = declared.paper.get(at);
        for marks in [Some(&sum), by_machine, by_paper].into_iter().flatten() {
            shape(row, "列", marks.counts.len(), columns)?;
        }
        if let Some(marks) = by_machine {
            equal(row, "电子票各列", total(marks), summed)?;
        }
        if let Some(marks) = by_paper {
            equal(row, "纸质票各列", total(marks), paper.valid.get())?;
        }
        equal(row, "各列", total(&sum), record.ballots.valid())?;
        for column in 0..=columns {
            let made = mark(by_machine, column).saturating_add(mark(by_paper, column));
            equal(row, "电子票与纸质票", made, mark(Some(&sum), column))?;
        }
        share(row, decided)?;
    }
    Ok(())
}

/// One column of a row; the one after the last is the marks that do not count.
fn mark(row: Option<&Row>, column: usize) -> u64 {
    row.and_then(|row| row.counts.iter().chain([&row.invalid]).nth(column)).map_or(0, |count| count.get())
}

fn total(row: &Row) -> u64 {
    row.counts.iter().chain([&row.invalid]).fold(0, |sum, count| sum.saturating_add(count.get()))
}

/// The percentage is that of its fraction: hundredths, halves rounded up (§9.3, step 8).
fn share(row: PrintRow, decided: &ItemDecision) -> Result<(), PrintError> {
    let share = decided.share;
    let (num, den) = (u128::from(share.num.get()), u128::from(share.den.get()));
    let rounded =
        num.saturating_mul(20_000).saturating_add(den).checked_div(den.saturating_mul(2)).unwrap_or(0);
    equal(row, "百分比（万分之一）", share.percent.get(), u64::try_from(rounded).unwrap_or(u64::MAX))
}

/// Named votes are counted again from the list that stands on the page.
fn votes(record: &Record, declared: &Declared) -> Result<(), PrintError> {
    if record.profile.secrecy != Secrecy::Named {
        return Ok(());
    }
    let listed = u64::try_from(record.votes.len()).unwrap_or(u64::MAX);
    equal(PrintRow::Machine, "名单", listed, record.ballots.machine.returned.get())?;
    for vote in &record.votes {
        shape(PrintRow::Deputy(vote.deputy), "项选择", vote.columns.len(), record.items.len())?;
    }
    for (at, (item, row)) in record.items.iter().zip(&declared.machine).enumerate() {
        for (column, count) in row.counts.iter().enumerate() {
            let marks = record.votes.iter().filter(|vote| vote.columns.get(at) == Some(&column)).count();
            let marks = u64::try_from(marks).unwrap_or(u64::MAX);
            equal(PrintRow::Item(item.number), "名单中的选择", marks, count.get())?;
        }
    }
    Ok(())
}
