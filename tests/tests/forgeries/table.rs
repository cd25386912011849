//! `docs/forgeries.md` is the table of what the catalogue holds and what the verifier says to it.

use crate::off::{Without, without};
use audit::fold::Check;
use end_to_end::forgeries::Kind;
use std::fmt::Write;
use std::path::Path;

const HEAD: &str = "# Forgeries

Logs that somebody made false, with every key that this somebody has: signatures, chain, tree and checkpoint are made anew wherever
the forger could. `tests/forgeries/` makes them, `tests/vectors/forgeries/` holds them for verifiers in other languages, and each is refused by its own
check with exit 1. This page is written by a test (`PIAOJUE_WRITE_VECTORS=1`) and compared by it; do not edit it.

Numbers of checks are those of [protocol.md](protocol.md) §12.2, rows those of [threat-model.md](threat-model.md) §4. The last column says what remains when that
one check is switched off (for tests alone: `State::without`). *passes* means that nothing else refuses the log to its end: what the forger gains is then real, and only the
count of checks, which no longer comes to N of N, tells. Otherwise it names the check, the code and how many entries later the log is refused.

A stuffed box that hides nothing is no forgery: ballots beyond the return slips are reported, with whether they could change the result
(protocol.md §12.4, `mismatch`), and `tests/tests/verifier/report.rs` shows it.
";

fn page() -> String {
    let all = without();
    let mut page = HEAD.to_owned();
    writeln!(page, "\n{} kinds, at least one for each of the {} checks.", all.len(), Check::ALL.len())
        .unwrap();
    for check in Check::ALL {
        let (_, title) = check.title();
        writeln!(page, "\n## Check {}: {title}\n", check.number()).unwrap();
        page += "| kind | forger | rows | what | code | message | accused | without the check |\n";
        page += "|---|---|---|---|---|---|---|---|\n";
        for (kind, remains) in all.iter().filter(|(kind, _)| kind.refused.0 == check) {
            page += &row(kind, remains);
        }
    }
    page
}

fn row(kind: &Kind, remains: &Without) -> String {
    let rows: Vec<_> = kind.pitfall.iter().map(ToString::to_string).collect();
    let dash = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let remains = match remains {
        Without::Passes { skipped } => format!("passes ({skipped})"),
        Without::Refused { check, code, later } => {
            format!("check {check}, `{}`, {later} later", code.as_str())
        }
    };
    let code = kind.refused.1;
    format!(
        "| `{}` | {} | {} | {} | `{}` | {} | {} | {remains} |\n",
        kind.name,
        kind.forger,
        dash(rows.join(", ")),
        kind.what,
        code.as_str(),
        code.sentence().1,
        dash(kind.accused.replace(' ', ", ")),
    )
}

#[test]
fn the_page_says_what_the_catalogue_holds() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/forgeries.md");
    let page = page();
    if std::env::var_os("PIAOJUE_WRITE_VECTORS").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap() == page, "docs/forgeries.md is not what the test writes");
}
