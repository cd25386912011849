//! Forms take what fits and name what does not.

use super::*;
use crate::lang::Lang;
use crate::ui::confirm::Field;
use crate::ui::list::Move;
use crate::ui::testing::look;

fn type_in(field: &mut Field, text: &str) {
    text.chars().for_each(|c| field.push(c));
}

fn count(spec: CountSpec) -> CountForm {
    CountForm::new(spec)
}

fn spec(sum: CountSum, void: u64) -> CountSpec {
    let items =
        [(7, "公交线路"), (9, "幼儿园学位")].map(|(number, title)| (number, title.to_owned())).to_vec();
    CountSpec { columns: ["赞成", "反对", "弃权"].map(String::from).to_vec(), items, sum, void }
}

fn enter(form: &mut CountForm, text: &str) -> bool {
    type_in(form.field(), text);
    form.enter(look(Lang::Zh))
}

fn shown(form: &CountForm) -> String {
    form.lines(look(Lang::Zh), 78, 18).iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_count_takes_row_by_row_what_makes_up_the_papers() {
    let mut form = count(spec(CountSum::Exactly(40), 3));
    assert!(!enter(&mut form, ""), "nothing stands yet");
    for wrong in ["多选 2", "多选", "2", "多选 2；无法辨认 0", "多选 4"] {
        assert!(!enter(&mut form, wrong));
        assert_eq!(form.counted(), None, "{wrong}");
        form.field().clear();
    }
    assert!(!enter(&mut form, "多选 2；无法辨认 1"));
    for (wrong, says) in
        [("30 8", "2"), ("30 8 1", "39"), ("30 8 x", "数字"), ("30 8 2 1", "41"), ("-1 40 1", "数字")]
    {
        assert!(!enter(&mut form, wrong));
        assert!(shown(&form).contains(says), "{wrong}: {}", shown(&form));
        form.field().clear();
    }
    assert!(!enter(&mut form, "30 8 2"));
    assert!(!enter(&mut form, "20，10，9 1"), "one mark does not count");
    assert!(enter(&mut form, ""), "complete");
    let counted = form.counted().unwrap();
    assert_eq!(counted.void, [("多选".to_owned(), 2), ("无法辨认".to_owned(), 1)]);
    assert_eq!(counted.rows, [(vec![30, 8, 2], 0), (vec![20, 10, 9], 1)]);
    // A row is corrected by going back to it.
    form.go(Move::Up);
    assert!(!enter(&mut form, "31 8 1"));
    assert_eq!(form.counted().unwrap().rows[0], (vec![31, 8, 1], 0));
}

#[test]
fn hands_are_no_more_than_present_and_the_same_for_every_item() {
    let mut form = count(spec(CountSum::AtMost(60), 0));
    assert!(!enter(&mut form, "50 8 3"));
    assert!(shown(&form).contains("61"));
    form.field().clear();
    assert!(!enter(&mut form, "50 8 0"));
    assert!(!enter(&mut form, "50 5 0"));
    assert!(shown(&form).contains("55"), "every row has the same hands");
    form.field().clear();
    assert!(!enter(&mut form, "40 10 8"));
    assert!(enter(&mut form, ""));
}

fn paper(select: bool) -> PaperForm {
    let columns: &[&str] = if select { &["选", "不选"] } else { &["赞成", "反对", "弃权"] };
    let items = [(2, "甲"), (5, "乙"), (6, "丙")].map(|(number, title)| (number, title.to_owned())).to_vec();
    PaperForm::new(PaperSpec { columns: columns.iter().map(ToString::to_string).collect(), items, select })
}

fn read(form: &mut PaperForm, text: &str) -> Option<Vec<usize>> {
    form.field().clear();
    type_in(form.field(), text);
    let first = form.enter(look(Lang::Zh));
    assert_eq!(first, None, "the reading is shown before it is given");
    let shown: String = form.lines(look(Lang::Zh), 78, 18).iter().map(ToString::to_string).collect();
    if shown.contains("再按回车") { form.enter(look(Lang::Zh)) } else { None }
}

#[test]
fn a_paper_of_chosen_items_is_read_by_their_printed_numbers() {
    let mut form = paper(true);
    assert_eq!(read(&mut form, "2 6"), Some(vec![0, 1, 0]));
    assert_eq!(read(&mut form, "5-6"), Some(vec![1, 0, 0]));
    assert_eq!(read(&mut form, "0"), Some(vec![1, 1, 1]), "blank, said so");
    for wrong in ["", "3", "2 2", "6-5", "x", "0 2"] {
        assert_eq!(read(&mut form, wrong), None, "{wrong:?}");
    }
}

#[test]
fn a_paper_of_columns_has_one_number_an_item() {
    let mut form = paper(false);
    assert_eq!(read(&mut form, "1 2 0"), Some(vec![0, 1, 2]));
    assert_eq!(read(&mut form, "120"), Some(vec![0, 1, 2]));
    for wrong in ["", "1 2", "123", "1 2 3", "1 2 0 0", "a b c"] {
        assert_eq!(read(&mut form, wrong), None, "{wrong:?}");
    }
}

#[test]
fn lists_of_numbers_are_read_and_refused_by_part() {
    assert_eq!(numbers("3 5-7，12、20"), Ok(vec![3, 5, 6, 7, 12, 20]));
    assert_eq!(numbers("  "), Ok(vec![]));
    assert_eq!(numbers("3 a"), Err(NumbersError::Part { part: "a".into() }));
    assert_eq!(numbers("9-5"), Err(NumbersError::Falling { part: "9-5".into() }));
    assert_eq!(numbers("5-7 6"), Err(NumbersError::Twice { number: 6 }));
    assert_eq!(numbers("1-9999"), Err(NumbersError::TooMany));
}

#[test]
fn papers_are_entered_where_a_channel_is_too_small() {
    let view = PapersView { boxed: Some(149), floor: 10, ..PapersView::default() };
    assert_eq!((view.must_enter(0), view.must_enter(9), view.must_enter(10)), (0, 9, 0));
    let few_machine = PapersView { boxed: Some(9), floor: 10, ..PapersView::default() };
    assert_eq!(few_machine.must_enter(40), 40);
}
