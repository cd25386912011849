//! What a signature covers, line by line: every field of the body, numbers and hashes whole.

use audit::entry::counting::ResultDeclared;
use audit::entry::paper::PaperCount;
use audit::entry::{Body, Signer};
use audit::fold::State;
use audit::rules::{Options, Row, explain};
use audit::wire::{Bytes32, Int};
use serde_json::Value;

use crate::lang::{RunTexts, fill};
use crate::run::words;
use crate::scrutineer::{Proposal, ProposalKind};
use crate::ui::{Look, text};

use super::reconcile;

/// A body in the words of the reader, then field by field as it is signed.
pub fn facts(look: Look, state: &State, body: &Body) -> Vec<(String, String)> {
    let t = &look.texts().run;
    let mut facts = in_words(look, state, body);
    if facts.len() > 1 {
        facts.push((t.fact_exact.to_owned(), t.fact_exact_says.to_owned()));
    }
    // Our own struct, so it becomes JSON; were it not, nothing would be shown and nothing could be read to its end.
    let fields = serde_json::to_value(body).unwrap_or(Value::Null);
    flatten(t, "", &fields, &mut facts);
    facts
}

/// What the fields alone do not tell a person: names behind numbers, votes beside titles.
fn in_words(look: Look, state: &State, body: &Body) -> Vec<(String, String)> {
    let t = &look.texts().run;
    let contest = match body {
        Body::ContestOpened(body) => state.contests().get(&body.contest.get()),
        Body::ContestResumed(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::ContestEnded(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::ContestClosed(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::ContestVoided(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::ResultDeclared(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::ReportSigned(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::PaperIssued(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::PaperConfirmed(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::HandsCounted(body) => state.contest_by_hash(body.contest.as_bytes()),
        Body::TieSettled(body) => state.contest_by_hash(body.contest.as_bytes()),
        _ => None,
    };
    let mut lines = Vec::new();
    if let Some(contest) = contest {
        lines.push((t.fact_title.to_owned(), contest.definition.title.to_string()));
    }
    match body {
        Body::ContestOpened(body) => {
            let numbers = [body.membership, body.due, body.present].map(|number| number.to_string());
            let attendance = fill(t.fact_attendance_says, &numbers.each_ref().map(String::as_str));
            lines.push((t.fact_attendance.to_owned(), attendance));
        }
        // As `audit print` writes it beside the page.
        Body::ReportSigned(body) => {
            let digest = text::groups_of_four(&words::hex(body.report.as_bytes()));
            lines.push((t.fact_report_digest.to_owned(), digest));
        }
        Body::CheckedIn(body) => lines.push((t.fact_who.to_owned(), words::deputy(look, state, body.deputy))),
        Body::CheckInUndone(body) => {
            lines.push((t.fact_who.to_owned(), words::deputy(look, state, body.deputy)));
        }
        Body::DeputySuspended(body) => {
            lines.push((t.fact_who.to_owned(), words::deputy(look, state, body.deputy)));
        }
        Body::DeputyRestored(body) => {
            lines.push((t.fact_who.to_owned(), words::deputy(look, state, body.deputy)));
        }
        Body::PaperIssued(body) => {
            let who = body.deputies.iter().map(|number| words::deputy(look, state, *number));
            lines.push((t.fact_who.to_owned(), who.collect::<Vec<_>>().join(t.list_comma)));
        }
        Body::HandsCounted(body) => {
            if let Some(contest) = contest {
                lines.extend(rows_in_words(look, contest, &body.rows));
            }
        }
        Body::PaperConfirmed(_) => {
            // Both counts are in, so nobody leans on the other's any more.
            let counted = contest
                .and_then(|contest| contest.course()?.paper.counts.get(&PaperCount::Tellers).map(|(_, c)| c));
            if let (Some(contest), Some(counted)) = (contest, counted) {
                lines.extend(rows_in_words(look, contest, &counted.rows));
                let void = counted.void.iter().map(|papers| format!("{} {}", papers.reason, papers.count));
                lines.push((t.fact_void.to_owned(), void.collect::<Vec<_>>().join(t.list_comma)));
            }
        }
        Body::TieSettled(body) => {
            let items = contest.into_iter().flat_map(|contest| {
                body.items
                    .iter()
                    .filter_map(|at| contest.definition.items.get(usize::try_from(at.get()).ok()?))
            });
            for item in items {
                lines.push((t.fact_chosen.to_owned(), format!("{}. {}", item.number, item.title)));
            }
        }
        Body::ResultDeclared(body) => {
            if let Some(contest) = contest {
                lines.extend(result_in_words(look, contest, body));
            }
        }
        _ => {}
    }
    lines
}

fn result_in_words(
    look: Look,
    contest: &audit::fold::Contest,
    body: &ResultDeclared,
) -> Vec<(String, String)> {
    let t = &look.texts().run;
    let lang = words::audit_lang(look);
    let whole = explain::whole(&contest.profile, &body.decision, &contest.numbers(), lang);
    let decision = whole.into_iter().map(|line| (t.fact_decision.to_owned(), line));
    let items = contest.definition.items.iter().zip(&body.decision.items).map(|(defined, item)| {
        let label = fill(t.fact_item, &[&defined.number.to_string(), defined.title.as_str()]);
        let reason = explain::item(&contest.profile, item, lang);
        let marks = marks_in_words(contest, lang, &item.counts);
        (label, if marks.is_empty() { reason } else { fill(t.fact_marks, &[&marks, &reason]) })
    });
    decision.chain(items).collect()
}

/// The marks by column; empty where one number says it: 选 and 不选, and the numbers of a priority ballot, which are many.
fn marks_in_words(contest: &audit::fold::Contest, lang: explain::Lang, counts: &[Int]) -> String {
    if matches!(contest.profile.options, Options::Select | Options::Ranks { .. }) {
        return String::new();
    }
    let names = contest.profile.labels(lang);
    let marks = names.iter().zip(counts).map(|(name, count)| format!("{name} {count}"));
    marks.collect::<Vec<_>>().join("  ")
}

/// A row for each item: its number and title, then the columns by name.
fn rows_in_words(look: Look, contest: &audit::fold::Contest, rows: &[Row]) -> Vec<(String, String)> {
    let t = &look.texts().run;
    let names = contest.profile.labels(words::audit_lang(look));
    let row = |row: &Row| {
        let counts = names.iter().zip(&row.counts).map(|(name, count)| format!("{name} {count}"));
        counts.collect::<Vec<_>>().join("  ")
    };
    let items = contest.definition.items.iter().zip(rows);
    items
        .map(|(item, counts)| {
            (fill(t.fact_item, &[&item.number.to_string(), item.title.as_str()]), row(counts))
        })
        .collect()
}

fn flatten(t: &RunTexts, path: &str, value: &Value, facts: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                flatten(t, &below, field, facts);
            }
        }
        Value::Array(values) if values.is_empty() => facts.push((label(t, path), "[]".to_owned())),
        // Numbers in a row are read as a row.
        Value::Array(values) if values.iter().all(Value::is_number) => {
            let row: Vec<String> = values.iter().map(Value::to_string).collect();
            facts.push((label(t, path), row.join(" ")));
        }
        // The keys of a contest are the one set there is: field by field, each under its own name.
        Value::Array(values) if path == "keys" && values.len() == 1 => {
            for value in values {
                flatten(t, "", value, facts);
            }
        }
        // So are the parts of a longer value, each whole on its line.
        Value::Array(values) if values.iter().all(Value::is_object) => {
            for (at, value) in values.iter().enumerate() {
                facts.push((label(t, &format!("{path}.{}", at.saturating_add(1))), value.to_string()));
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                flatten(t, &format!("{path}.{at}"), value, facts);
            }
        }
        Value::String(text) => facts.push((label(t, path), text.clone())),
        other => facts.push((label(t, path), other.to_string())),
    }
}

/// The path of a field in words. A name without words stands as it is.
fn label(t: &RunTexts, path: &str) -> String {
    let words: Vec<&str> = path.split('.').map(|name| word(t, name)).collect();
    words.join(t.path_separator)
}

fn word<'a>(t: &RunTexts, name: &'a str) -> &'a str {
    match name {
        "kind" => t.fact_kind,
        "contest" => t.fact_contest,
        "definition" => t.fact_definition,
        "rules" => t.fact_rules,
        "roll" => t.fact_roll,
        "key" => t.fact_key,
        "public_key" => t.fact_public_key,
        "stamp_key" => t.fact_stamp_key,
        "keys" => t.fact_keys,
        "membership" => t.fact_membership,
        "due" => t.fact_due,
        "paper" => t.fact_paper,
        "void" => t.fact_void,
        "entered" => t.fact_entered,
        "deputies" => t.fact_deputies,
        "rows" => t.fact_rows,
        "present" => t.fact_present,
        "zero_report" => t.fact_zero_report,
        "issued" => t.fact_issued,
        "returned" => t.fact_returned,
        "slips" => t.fact_slips,
        "size" => t.fact_size,
        "root" => t.fact_root,
        "closed" => t.fact_closed,
        "totals" => t.fact_totals,
        "decision" => t.fact_decision,
        "follows" => t.fact_follows,
        "reason" => t.fact_reason,
        "deputy" => t.fact_deputy,
        "device_key" => t.fact_device_key,
        "means" => t.fact_means,
        "run" => t.fact_run,
        "threshold" => t.fact_threshold,
        "scrutineers" => t.fact_scrutineers,
        "index" => t.fact_index,
        "origin" => t.fact_origin,
        "manifest" => t.fact_manifest,
        "report" => t.fact_report,
        "boxed" => t.zero_boxed,
        "challenged" => t.zero_challenged,
        "outcome" => t.fact_outcome,
        "needed" => t.fact_needed,
        "base" => t.fact_base,
        "firm" => t.fact_firm,
        "tied" => t.fact_run_off,
        "vacant" => t.fact_vacant,
        "unreturned" => t.fact_unreturned,
        "items" => t.fact_items,
        "seats" => t.fact_seats,
        "by" => t.fact_by,
        "next" => t.fact_next,
        "unreturned_could_change" => t.fact_could_change,
        _ => name,
    }
}

/// What a body does, where it is one that somebody countersigns.
pub fn kind_of(body: &Body) -> Option<ProposalKind> {
    Some(match body {
        Body::ContestOpened(_) => ProposalKind::Open,
        Body::ContestResumed(_) => ProposalKind::Resume,
        Body::ContestEnded(_) => ProposalKind::End,
        Body::ContestClosed(_) => ProposalKind::Close,
        Body::ContestVoided(_) => ProposalKind::Void,
        Body::ResultDeclared(_) => ProposalKind::Declare,
        Body::CheckInUndone(_) => ProposalKind::UndoCheckIn,
        Body::CheckedIn(_) => ProposalKind::LateCheckIn,
        Body::ScrutineersNamed(_) => ProposalKind::Name,
        Body::SittingSealed(_) => ProposalKind::Seal,
        Body::ReportSigned(_) => ProposalKind::Report,
        Body::DeputySuspended(_) => ProposalKind::Suspend,
        Body::DeputyRestored(_) => ProposalKind::Restore,
        Body::PaperIssued(_) => ProposalKind::IssuePapers,
        Body::PaperConfirmed(_) => ProposalKind::ConfirmPapers,
        Body::HandsCounted(_) => ProposalKind::CountHands,
        Body::TieSettled(_) => ProposalKind::SettleTie,
        // A paper is not signed by reading its ciphertext: the chief scrutineer reads the paper (`counts`).
        _ => return None,
    })
}

/// A proposal as it is read before it is signed; `None`: nothing that a person countersigns.
pub fn proposal(
    look: Look,
    state: &State,
    hash: &Bytes32,
    body: &Body,
    proposer: Option<Signer>,
) -> Option<Proposal> {
    let t = &look.texts().run;
    let reconcile = match body {
        Body::ContestClosed(body) => {
            state.contest_by_hash(body.contest.as_bytes()).and_then(|contest| reconcile(state, contest, None))
        }
        Body::ResultDeclared(body) => state
            .contest_by_hash(body.contest.as_bytes())
            .and_then(|contest| super::reconcile::of_declaration(state, contest, body)),
        _ => None,
    };
    Some(Proposal {
        id: hash.to_string(),
        kind: kind_of(body)?,
        proposer: proposer.map_or_else(|| t.own_draft.to_owned(), |by| words::signer(look, by)),
        facts: facts(look, state, body),
        body_hash: words::hex(hash.as_bytes()),
        reconcile,
    })
}
