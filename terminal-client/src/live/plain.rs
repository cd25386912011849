//! The live terminal in lines (`--plain`).

use super::{
    app::{App, Pane, result_of},
    result,
    view::{delegation_head, rows_of, summary},
};
use crate::ui::text;

/// Columns of plain lines: wide enough that nothing is cut but a very long title.
const COLUMNS: usize = 160;

/// The state of the sitting in lines: the summary, the delegations, who has no ballot, and after the
/// declaration the result.
pub fn plain_lines(app: &App) -> Vec<String> {
    let look = app.look;
    let t = look.texts();
    let model = &app.model;
    let mut lines = Vec::new();
    if model.sitting.rehearsal {
        lines.push(t.common.rehearsal_sentence.to_owned());
    }
    lines.push(format!(
        "{} {}  {}  {}",
        model.sitting.clock,
        text::clean(&model.sitting.name),
        model.sitting.witnesses(look),
        model.sitting.link_words(look)
    ));
    lines.push(format!("{} {}", t.common.fingerprint, text::groups_of_four(&model.sitting.fingerprint)));
    lines.extend(summary(app, COLUMNS).iter().map(ToString::to_string));
    if let Some(reconcile) = model.reconcile.as_ref().filter(|reconcile| !reconcile.agrees()) {
        lines.extend(reconcile.sentences(look).into_iter().map(|(sentence, _)| sentence));
    }
    lines.push(delegation_head(look, COLUMNS));
    lines.extend(rows_of(app, Pane::Delegations, COLUMNS).into_iter().flatten());
    lines.push(format!("{} {}", t.live.pane_not_drawn, model.not_drawn.len()));
    lines.extend(rows_of(app, Pane::NotDrawn, COLUMNS).into_iter().flatten());
    if let Some(declared) = result_of(model) {
        lines.extend(result::head(look, declared, COLUMNS).iter().map(ToString::to_string));
        lines.extend(rows_of(app, Pane::Result, COLUMNS).into_iter().flatten());
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}
