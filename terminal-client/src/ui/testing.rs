//! For tests: a screen as text.

use super::{
    Look,
    sitting::{Link, SittingView},
};
use crate::lang::Lang;
use ratatui::{Terminal, backend::TestBackend, buffer::Buffer, layout::Rect};
use unicode_width::UnicodeWidthStr;

/// The buffer as lines of text. A Han character fills two cells and the second is left out; spaces at the
/// ends of lines are cut.
pub(crate) fn text_of(buffer: &Buffer) -> String {
    let area = *buffer.area();
    let mut out = String::new();
    for y in area.top()..area.bottom() {
        let mut line = String::new();
        let mut x = area.left();
        while x < area.right() {
            let symbol = buffer.cell((x, y)).map_or(" ", ratatui::buffer::Cell::symbol);
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap_or(1);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// What a terminal of this size shows, drawn through ratatui's own backend.
pub(crate) fn screen(columns: u16, rows: u16, draw: impl FnOnce(Rect, &mut Buffer)) -> String {
    text_of(&drawn(columns, rows, draw))
}

/// The same as a buffer, for tests of styles.
pub(crate) fn drawn(columns: u16, rows: u16, draw: impl FnOnce(Rect, &mut Buffer)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a test backend");
    terminal.draw(|frame| draw(frame.area(), frame.buffer_mut())).expect("drawing");
    terminal.backend().buffer().clone()
}

pub(crate) fn look(lang: Lang) -> Look {
    Look { lang, ..Look::default() }
}

pub(crate) fn sitting() -> SittingView {
    SittingView {
        name: "云川县第十八届人民代表大会第五次会议".into(),
        rehearsal: false,
        fingerprint: "3F9A0C417B22E5D86610AF93C5D2E70419BB8A6C55D03E7F2A61C8945E0D7B13".into(),
        contest_code: Some("7Q4M-K2XD".into()),
        witnesses_have: 0,
        witnesses_need: 0,
        clock: "09:41".into(),
        link: Link::Online,
    }
}

/// Every binding of these tables stands in the help, with all its keys and its words.
pub(crate) fn assert_listed<A>(tables: &[&'static [super::keymap::Binding<A>]], look: Look) {
    let shown = screen(80, 24, |area, buf| super::frame::help(look, tables, super::frame::body(area), buf));
    for (keys, help) in super::keymap::help(tables, look) {
        let listed = shown.lines().any(|line| line.contains(&keys) && line.contains(help));
        assert!(listed, "{keys} {help} is not listed in\n{shown}");
    }
}
