//! QR codes: black on white in every theme, with a quiet zone, the text under them in groups of four.
//!
//! Colours of a QR are not decoration, so it keeps them under `NO_COLOR`. A code that does not fit is left
//! out with a sentence; the text always stands.

use super::{Look, frame::styled, text, theme::Role};
use crate::lang::fill;
use qrcode::{EcLevel, QrCode};
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Style},
    text::Line,
    widgets::{Paragraph, Widget},
};
use tui_qrcode::{Colors, QrCodeWidget, QuietZone};

/// White modules around the code on each side.
const QUIET: u16 = 2;

/// Why a code is not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoQr {
    /// The area must have at least these columns and rows.
    TooSmall {
        /// Columns needed.
        columns: u16,
        /// Rows needed.
        rows: u16,
    },
    /// No QR code holds so much.
    TooLong,
}

/// Columns and rows of a code of `modules` a side, with its quiet zone.
fn cells(modules: usize) -> (u16, u16) {
    let side = u16::try_from(modules).unwrap_or(u16::MAX).saturating_add(2 * QUIET);
    (side, side.div_ceil(2))
}

/// The code of `payload` with the strongest error correction (M, else L) that fits the area, and its size.
fn fitting(payload: &str, area: Rect) -> Result<(QrCode, u16, u16), NoQr> {
    let mut needed = NoQr::TooLong;
    for level in [EcLevel::M, EcLevel::L] {
        let Ok(code) = QrCode::with_error_correction_level(payload, level) else { continue };
        let (columns, rows) = cells(code.width());
        if columns <= area.width && rows <= area.height {
            return Ok((code, columns, rows));
        }
        needed = NoQr::TooSmall { columns, rows };
    }
    Err(needed)
}

/// Draws `payload` at the top left of `area` and says how many columns and rows it took.
pub fn draw(payload: &str, area: Rect, buf: &mut Buffer) -> Result<(u16, u16), NoQr> {
    let (code, columns, rows) = fitting(payload, area)?;
    let ink = Style::new().fg(Color::Black).bg(Color::White);
    let paper = Rect { width: columns, height: rows, ..area };
    buf.set_style(paper, ink);
    let inner = Rect {
        x: area.x + QUIET,
        y: area.y + QUIET / 2,
        width: columns - 2 * QUIET,
        height: rows - QUIET / 2,
    };
    // "Normal" draws the dark modules as signs, here in black on the white paper.
    QrCodeWidget::new(code)
        .quiet_zone(QuietZone::Disabled)
        .colors(Colors::Normal)
        .style(ink)
        .render(inner.intersection(area), buf);
    Ok((columns, rows))
}

/// A QR with its text: beside it where the area is wide, under it where it is high. `lines` (already
/// broken to the width) come first, then the text of the code in groups of four.
pub fn panel(look: Look, payload: &str, shown: &str, lead: &[(Role, &str)], area: Rect, buf: &mut Buffer) {
    let drawn = draw(payload, area, buf);
    let side = match drawn {
        Ok((columns, _)) if area.width >= columns + 2 + 20 => {
            Rect { x: area.x + columns + 2, width: area.width - columns - 2, ..area }
        }
        Ok((_, rows)) => Rect { y: area.y + rows, height: area.height.saturating_sub(rows), ..area },
        Err(_) => area,
    };
    let columns = usize::from(side.width);
    let t = &look.texts().common;
    let wrapped = |role, sentence: &str| -> Vec<Line<'static>> {
        text::wrap(sentence, columns).into_iter().map(|line| styled(look, role, line)).collect()
    };
    let mut lines: Vec<Line<'static>> =
        lead.iter().flat_map(|(role, sentence)| wrapped(*role, sentence)).collect();
    lines.push(Line::default());
    // The parts of a request code are read part by part.
    let parts: Vec<String> = shown.split('.').map(text::groups_of_four).collect();
    lines.extend(wrapped(Role::Strong, &parts.join(" . ")));
    let missing = match drawn {
        Ok(_) => None,
        // 4: the header, the footer and the notice of the frame.
        Err(NoQr::TooSmall { columns, rows }) => {
            Some(fill(t.qr_too_small, &[&columns.to_string(), &rows.saturating_add(4).to_string()]))
        }
        Err(NoQr::TooLong) => Some(t.qr_too_long.to_owned()),
    };
    if let Some(sentence) = missing {
        lines.push(Line::default());
        lines.extend(wrapped(Role::Muted, &sentence));
    }
    Paragraph::new(lines).render(side, buf);
}
