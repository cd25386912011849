//! The witnesses on the screens, from the log and the server's word.

use super::*;
use crate::roles::test_log::Hall;
use audit::wire::{Int, Text};
use std::path::PathBuf;

fn told(size: u64, age: u64) -> WitnessStatus {
    WitnessStatus {
        size: vec![Int::try_from(size).unwrap()],
        age: vec![Int::try_from(age).unwrap()],
        problem: vec![],
    }
}

fn never() -> WitnessStatus {
    WitnessStatus { size: vec![], age: vec![], problem: vec![] }
}

fn failed(problem: &str) -> WitnessStatus {
    let problem: Text = problem.parse().unwrap();
    WitnessStatus { problem: vec![problem], ..never() }
}

#[test]
fn who_is_missing_is_named_with_the_reason() {
    let look = Look::default();
    assert_eq!(why(look, "王五", &never()), "王五 没有连接");
    assert_eq!(why(look, "王五", &told(5, 45)), "王五 已 45 秒没有回应");
    assert_eq!(why(look, "监督委员会", &failed("无法连接")), "监督委员会 未签（无法连接）");
}

#[test]
fn a_sitting_without_witnesses_says_nothing() {
    let hall = Hall::with_key(3);
    assert_eq!(awaited(hall.log.state(), None, 0, 0, &[]), None);
}

#[test]
fn the_seat_says_what_it_did_and_an_alarm_is_one() {
    let look = Look::default();
    let mut own = Seat { name: "周明远".to_owned(), ..Seat::default() };
    assert_eq!(seat(look, &own), ("本机见证人「周明远」：等待检查点".to_owned(), false));
    own.size = Some(143);
    assert_eq!(seat(look, &own).0, "本机见证人「周明远」：已核对并见证到第 143 条");
    own.trouble = Some("x".to_owned());
    assert_eq!(seat(look, &own).0, "本机见证人「周明远」：上一个检查点未见证（x）");
    let file = Some(PathBuf::from("a/two-histories"));
    own.alarm = Some(Alarm::TwoHistories { sizes: [5, 5], file });
    let (sentence, is_alarm) = seat(look, &own);
    assert!(is_alarm && sentence.starts_with("警报：") && sentence.contains("a/two-histories"), "{sentence}");
    own.alarm = Some(Alarm::BeyondSeal { size: 9, file: Some(PathBuf::from("a/evidence-1")) });
    let (sentence, is_alarm) = seat(look, &own);
    assert!(is_alarm && sentence.contains("9 条") && sentence.contains("a/evidence-1"), "{sentence}");
    own.alarm = Some(Alarm::OtherRoot { size: 7 });
    assert!(seat(look, &own).0.contains("7 条"));
}
