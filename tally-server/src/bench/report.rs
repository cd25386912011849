//! The lines that are printed, Chinese first.

use std::io::Write as _;

/// One budget.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) zh: &'static str,
    pub(super) en: &'static str,
    /// With its unit.
    pub(super) measured: String,
    /// With its unit.
    pub(super) must: &'static str,
    /// The measured over what must be; 1 is the budget.
    pub(super) ratio: f64,
    pub(super) met: bool,
}

impl Row {
    /// At most `must`.
    pub(super) fn at_most(
        zh: &'static str,
        en: &'static str,
        text: (String, &'static str),
        is: f64,
        must: f64,
    ) -> Self {
        Self { zh, en, measured: text.0, must: text.1, ratio: is / must, met: is <= must }
    }

    /// At least `must`.
    pub(super) fn at_least(
        zh: &'static str,
        en: &'static str,
        text: (String, &'static str),
        is: f64,
        must: f64,
    ) -> Self {
        Self { zh, en, measured: text.0, must: text.1, ratio: is / must, met: is >= must }
    }
}

fn text(rows: &[Row]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for Row { zh, en, measured, must, ratio, met } in rows {
        let (zh_met, en_met) = if *met { ("达标", "met") } else { ("未达标", "NOT MET") };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{zh}：{measured}，要求 {must}，比值 {ratio:.2}，{zh_met}");
        let _ = writeln!(text, "  {en}: {measured}, must {must}, ratio {ratio:.2}, {en_met}");
    }
    text
}

pub(super) fn print(rows: &[Row]) -> std::io::Result<()> {
    std::io::stdout().write_all(text(rows).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_whether_the_budget_is_met() {
        let rows = [
            Row::at_most("内存", "memory", ("320 MB".to_owned(), "≤ 300 MB"), 320.0, 300.0),
            Row::at_least("收票", "accept", ("72 %".to_owned(), "≥ 60 %"), 72.0, 60.0),
        ];
        assert_eq!(
            text(&rows),
            "内存：320 MB，要求 ≤ 300 MB，比值 1.07，未达标\n  memory: 320 MB, must ≤ 300 MB, ratio 1.07, NOT MET\n\
             收票：72 %，要求 ≥ 60 %，比值 1.20，达标\n  accept: 72 %, must ≥ 60 %, ratio 1.20, met\n"
        );
    }
}
