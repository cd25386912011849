//! Tests of what all screens share.

use super::{
    confirm::{Field, TypedWord, WordDiffers},
    frame::{self, Breadth, Frame, Notice},
    keymap::{self, Pressed},
    list::{self, Move},
    qr::{self, NoQr},
    reconcile::{CouldChange, Reconcile},
    table,
    testing::{drawn, look, screen, sitting},
    text,
    theme::{Palette, Role, Theme},
};
use crate::lang::Lang;
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::{buffer::Buffer, layout::Rect, style::Color};

#[test]
fn a_cut_name_says_that_it_is_cut_and_keeps_its_columns() {
    let name = "城区老旧小区雨污分流改造";
    assert_eq!(text::truncate(name, 24), name);
    assert_eq!(text::truncate(name, 20), "城区老旧小区雨污分..");
    for columns in 0..30 {
        assert!(text::width(&text::truncate(name, columns)) <= columns);
        assert_eq!(text::width(&text::pad(name, columns)), columns);
        assert_eq!(text::width(&text::pad_left(name, columns)), columns);
    }
}

#[test]
fn lines_break_between_han_characters_and_not_before_a_closing_sign() {
    assert_eq!(text::wrap("最多选十项，请先取消一项。", 10), ["最多选十", "项，请先取", "消一项。"]);
    assert_eq!(text::wrap("the ballot is cast", 10), ["the ballot", "is cast"]);
    assert_eq!(text::wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert_eq!(text::wrap("a\n\nb", 4), ["a", "", "b"]);
}

#[test]
fn characters_that_turn_or_move_text_are_shown_as_question_marks() {
    assert_eq!(text::clean("a\u{202E}b\u{1b}[2J\u{2066}"), "a?b?[2J?");
    assert_eq!(text::truncate("\u{7}张三", 10), "?张三");
}

#[test]
fn codes_are_shown_in_groups_of_four() {
    assert_eq!(text::groups_of_four("3F9A0C417B"), "3F9A 0C41 7B");
    assert_eq!(text::first_groups("3F9A0C417B", 2), "3F9A 0C41..");
    assert_eq!(text::first_groups("3F9A0C41", 2), "3F9A 0C41");
}

#[test]
fn a_released_or_repeated_key_does_nothing() {
    let mut event = KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE);
    assert_eq!(keymap::pressed(event), Some(Pressed::Key(KeyCode::Enter)));
    event.kind = KeyEventKind::Repeat;
    assert_eq!(keymap::pressed(event), None);
    event.kind = KeyEventKind::Release;
    assert_eq!(keymap::pressed(event), None);
    let interrupt = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_eq!(keymap::pressed(interrupt), Some(Pressed::Interrupt));
    assert_eq!(keymap::pressed(KeyEvent::new(KeyCode::Char('y'), KeyModifiers::ALT)), None);
}

#[test]
fn the_typed_word_must_be_the_word() {
    let mut word = TypedWord::new("开启");
    word.field.push('开');
    assert_eq!(word.check(), Err(WordDiffers { required: "开启" }));
    assert_eq!(word.field.text(), "", "a wrong word is cleared");
    for c in " 开启".chars() {
        word.field.push(c);
    }
    assert_eq!(word.check(), Ok(()));
}

#[test]
fn a_field_shows_nothing_in_debug_and_has_an_end() {
    let mut field = Field::default();
    for _ in 0..1000 {
        field.push('码');
    }
    field.push('\u{1b}');
    assert_eq!(field.text().chars().count(), super::confirm::FIELD_CHARACTERS_MAX);
    assert_eq!(format!("{field:?}"), "Field(redacted)");
    field.clear();
    assert_eq!(field.text(), "");
}

#[test]
fn pages_hold_every_row_once() {
    let pages: Vec<_> = [0, 7, 14].iter().map(|cursor| list::page(*cursor, 15, 7)).collect();
    assert_eq!(pages[0].rows, 0..7);
    assert_eq!(pages[1].rows, 7..14);
    assert_eq!(pages[2].rows, 14..15);
    assert_eq!(pages[2].words(look(Lang::Zh)), "第 3 页，共 3 页");
    assert_eq!(list::page(0, 0, 7).rows, 0..0);
    assert_eq!(list::moved(3, Move::PageDown, 15, 7), 7);
    assert_eq!(list::moved(14, Move::PageDown, 15, 7), 14);
    assert_eq!(list::moved(8, Move::PageUp, 15, 7), 0);
    assert_eq!(list::moved(14, Move::Down, 15, 7), 14);
    assert_eq!(list::moved(0, Move::Up, 0, 7), 0);
}

#[test]
fn a_small_value_is_still_a_bar_and_a_full_one_fills_it() {
    assert_eq!(table::bar(1, 1000, 10, "#"), "#");
    assert_eq!(table::bar(1000, 1000, 10, "#"), "##########");
    assert_eq!(table::bar(0, 1000, 10, "#"), "");
    assert_eq!(table::bar(5, 0, 10, "#"), "");
}

/// The modules of a QR drawn in half blocks, read back from the buffer with its colours, must be the code.
#[test]
fn a_qr_is_black_on_white_and_is_the_code_of_its_payload() {
    let payload = "3F9A0C417B22E5D86610AF93C5D2E70419BB8A6C55D03E7F2A61C8945E0D7B13";
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 24));
    let (columns, rows) = qr::draw(payload, buf.area, &mut buf).unwrap();
    assert_eq!((columns, rows), (37, 19));
    let code = qrcode::QrCode::with_error_correction_level(payload, qrcode::EcLevel::M).unwrap();
    let side = code.width();
    for y in 0..usize::from(rows) * 2 {
        for x in 0..usize::from(columns) {
            let cell = &buf[(u16::try_from(x).unwrap(), u16::try_from(y / 2).unwrap())];
            assert_eq!((cell.fg, cell.bg), (Color::Black, Color::White));
            let dark = match cell.symbol() {
                "\u{2588}" => true,
                "\u{2580}" => y % 2 == 0,
                "\u{2584}" => y % 2 == 1,
                " " => false,
                other => panic!("{other:?} in a QR"),
            };
            let module = x.checked_sub(2).zip(y.checked_sub(2)).filter(|(mx, my)| *mx < side && *my < side);
            let expected = module.is_some_and(|at| code[at] == qrcode::Color::Dark);
            assert_eq!(dark, expected, "module at {x},{y}");
        }
    }
}

#[test]
fn a_qr_that_does_not_fit_is_left_out_with_a_sentence_and_its_text() {
    let mut buf = Buffer::empty(Rect::new(0, 0, 36, 18));
    assert_eq!(
        qr::draw("A", Rect::new(0, 0, 10, 5), &mut buf),
        Err(NoQr::TooSmall { columns: 25, rows: 13 })
    );
    assert_eq!(qr::draw(&"x".repeat(5000), buf.area, &mut buf), Err(NoQr::TooLong));
    let shown = screen(60, 10, |area, buf| {
        qr::panel(look(Lang::Zh), &"AB12".repeat(16), &"AB12".repeat(16), &[], area, buf);
    });
    assert!(shown.contains("AB12 AB12"), "{shown}");
    assert!(shown.contains("请放大到 33 x 21 以上"), "{shown}");
}

fn frame_at(columns: u16, rows: u16, rehearsal: bool, theme: Theme) -> Buffer {
    let mut sitting = sitting();
    sitting.rehearsal = rehearsal;
    let look = super::Look { lang: Lang::Zh, theme };
    let footer = [("F1".to_owned(), "按键说明"), ("q".to_owned(), "退出")];
    let notice = Notice::urgent("网络断开，选择已保留，正在重连");
    let frame = Frame {
        look,
        sitting: &sitting,
        title: "等候投票",
        essence: "还没有投出",
        footer: &footer,
        notice: Some(&notice),
    };
    drawn(columns, rows, |area, buf| {
        if frame.draw(area, buf).is_some() {
            frame.draw_notice(area, buf);
        }
    })
}

#[test]
fn the_frame_names_sitting_fingerprint_contest_witnesses_and_keys() {
    insta::assert_snapshot!(super::testing::text_of(&frame_at(80, 18, false, Theme::default())));
    insta::assert_snapshot!(super::testing::text_of(&frame_at(120, 18, true, Theme::default())));
}

#[test]
fn a_small_window_gets_one_sentence_that_still_says_what_matters() {
    insta::assert_snapshot!(super::testing::text_of(&frame_at(50, 15, true, Theme::default())));
}

#[test]
fn a_rehearsal_has_another_colour_and_its_word_at_every_size() {
    for palette in [Palette::Standard, Palette::HighContrast, Palette::Plain] {
        let theme = Theme { palette, ascii: false };
        for (columns, rows) in [(80, 24), (120, 40), (50, 15)] {
            let rehearsal = frame_at(columns, rows, true, theme);
            let real = frame_at(columns, rows, false, theme);
            assert!(super::testing::text_of(&rehearsal).contains("演练"));
            assert!(!super::testing::text_of(&real).contains("演练"));
            if columns >= 60 {
                assert_ne!(rehearsal[(0, 0)].style(), real[(0, 0)].style(), "{palette:?}");
            }
        }
    }
}

#[test]
fn without_colour_no_cell_has_one() {
    let theme = Theme { palette: Palette::Plain, ascii: true };
    let buffer = frame_at(80, 24, true, theme);
    for cell in buffer.content() {
        assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset));
    }
    assert_ne!(theme.style(Role::Warning), theme.style(Role::Body));
    assert_ne!(theme.style(Role::Danger), theme.style(Role::Warning));
}

#[test]
fn the_layout_changes_at_80_and_120_columns() {
    assert_eq!(frame::breadth(79), Breadth::Narrow);
    assert_eq!(frame::breadth(80), Breadth::Medium);
    assert_eq!(frame::breadth(119), Breadth::Medium);
    assert_eq!(frame::breadth(120), Breadth::Wide);
}

#[test]
fn more_ballots_than_slips_asks_whether_it_could_change_the_result() {
    let look = look(Lang::Zh);
    let mut counts = Reconcile { issued: 58, returned: 57, slips: 55, could_change: CouldChange::Unknown };
    let words = |counts: &Reconcile| {
        counts.sentences(look).into_iter().map(|(line, _)| line).collect::<Vec<_>>().join("\n")
    };
    assert!(words(&counts).contains("票比回条多 2 张"));
    assert!(words(&counts).contains("应当视为可能"));
    counts.slips = 58;
    assert!(words(&counts).contains("票比回条少 1 张"));
    counts.slips = 57;
    assert!(words(&counts).contains("相等"));
    assert!(!words(&counts).contains("会改变结果吗"));
}
