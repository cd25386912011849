//! Numbers that do not add up make no page; the error names the row.

use super::cases::{Case, int, row};
use crate::print::check::Checked;
use crate::print::error::{PrintError, PrintRow};
use crate::print::record::{Declared, Known, Record};

fn refused(record: &Record) -> PrintError {
    Checked::new(record).unwrap_err()
}

fn declared(record: &mut Record) -> &mut Declared {
    match &mut record.known {
        Known::Declared(declared) => declared,
        other => panic!("{other:?}"),
    }
}

fn sum(row: PrintRow, what: &'static str, made: u64, should: u64) -> PrintError {
    PrintError::Sum { row, what, made, should }
}

#[test]
fn every_made_up_vote_adds_up() {
    for case in Case::ALL {
        assert!(Checked::new(&case.record()).is_ok(), "{}", case.name());
    }
}

#[test]
fn a_channel_must_make_up_what_came_back() {
    let mut record = Case::Paper.record();
    record.ballots.paper.valid = int(37);
    assert_eq!(refused(&record), sum(PrintRow::Paper, "有效 + 废票", 40, 39));
    let mut record = Case::Select.record();
    record.ballots.machine.void = int(1);
    assert_eq!(refused(&record), sum(PrintRow::Machine, "有效 + 废票", 187, 186));
    let mut record = Case::Select.record();
    record.roll.present = int(188);
    assert_eq!(refused(&record), sum(PrintRow::Sum, "发出", 189, 188));
}

#[test]
fn the_register_must_make_up_the_void_papers() {
    let mut record = Case::Paper.record();
    record.void_register = Some(vec![("多选".to_owned(), 2)]);
    let error = refused(&record);
    assert_eq!(error, sum(PrintRow::VoidRegister, "各类废票", 2, 3));
    assert_eq!(error.to_string(), "register of void papers: 各类废票 make 2, not 3");
    assert_eq!(error.zh(), "废票登记：各类废票 合计 2，应为 3，数字不符，不予打印");
    let mut record = Case::Entered.record();
    record.entered = 5;
    assert_eq!(refused(&record), sum(PrintRow::Paper, "计入的纸质票", 5, 6));
}

#[test]
fn every_row_of_marks_must_make_up_its_ballots() {
    let mut record = Case::Paper.record();
    declared(&mut record).machine[1] = row(&[70, 69, 9], 0);
    assert_eq!(refused(&record), sum(PrintRow::Item(2), "电子票各列", 148, 149));
    let mut record = Case::Paper.record();
    declared(&mut record).paper[0] = row(&[30, 4, 2], 1);
    assert_eq!(refused(&record), sum(PrintRow::Item(1), "纸质票各列", 37, 36));
    let mut record = Case::Paper.record();
    declared(&mut record).decision.items[2].counts[0] = int(137);
    assert_eq!(refused(&record), sum(PrintRow::Item(3), "各列", 186, 185));
    // Sums of rows that hold, and a column that does not.
    let mut record = Case::Paper.record();
    declared(&mut record).paper[0] = row(&[29, 5, 2], 0);
    assert_eq!(refused(&record), sum(PrintRow::Item(1), "电子票与纸质票", 149, 150));
}

#[test]
fn a_percentage_must_be_that_of_its_fraction() {
    let mut record = Case::Select.record();
    declared(&mut record).decision.items[0].share.percent = int(7691);
    assert_eq!(refused(&record), sum(PrintRow::Item(1), "百分比（万分之一）", 7691, 7692));
}

#[test]
fn rows_and_columns_must_be_those_of_the_ballot() {
    let mut record = Case::Select.record();
    declared(&mut record).machine.pop();
    let error = PrintError::Shape { row: PrintRow::Machine, what: "行", actual: 5, expected: 6 };
    assert_eq!(refused(&record), error);
    let mut record = Case::Grades.record();
    declared(&mut record).machine[0].counts.pop();
    let error = PrintError::Shape { row: PrintRow::Item(1), what: "列", actual: 4, expected: 5 };
    assert_eq!(refused(&record), error);
    let mut record = Case::Void.record();
    declared(&mut record).machine.push(row(&[1, 1], 0));
    let error = PrintError::Shape { row: PrintRow::Machine, what: "行", actual: 1, expected: 0 };
    assert_eq!(refused(&record), error);
}

#[test]
fn named_votes_are_counted_again_from_the_list() {
    let mut record = Case::Named.record();
    record.votes[2].columns[0] = 0;
    assert_eq!(refused(&record), sum(PrintRow::Item(1), "名单中的选择", 4, 3));
    let mut record = Case::Named.record();
    record.votes.pop();
    assert_eq!(refused(&record), sum(PrintRow::Machine, "名单", 3, 4));
    let mut record = Case::Named.record();
    record.votes[3].columns.pop();
    let error = PrintError::Shape { row: PrintRow::Deputy(4), what: "项选择", actual: 1, expected: 2 };
    assert_eq!(refused(&record), error);
}
