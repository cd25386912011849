//! The scrutineer's app in lines (`--plain`).

use super::{
    app::{App, Dialogue},
    view::{proposal_lines, tab_lines, title},
};

/// Columns of plain lines.
const COLUMNS: usize = 160;

/// The state of the app in lines: every tab of the role, and the proposal being read.
pub fn plain_lines(app: &App) -> Vec<String> {
    let look = app.look;
    let t = look.texts();
    let mut lines = Vec::new();
    if app.model.sitting.rehearsal {
        lines.push(t.common.rehearsal_sentence.to_owned());
    }
    lines.push(title(look, &app.model).to_owned());
    if !app.model.unlocked {
        lines.push(t.scrutineer.unlock_lead.to_owned());
        return lines;
    }
    let read = match &app.dialogue {
        Some(Dialogue::Read(reading) | Dialogue::SignWord { reading, .. }) => Some(&reading.proposal),
        _ => None,
    };
    if let Some(proposal) = read {
        lines.extend(proposal_lines(look, proposal, COLUMNS).iter().map(ToString::to_string));
    } else {
        for tab in app.tabs() {
            lines.extend(tab_lines(app, *tab, COLUMNS).iter().map(ToString::to_string));
        }
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}
