//! Roles, entries and acts in words. Never a choice, never a total.

use std::fmt::Write as _;

use audit::entry::paper::PaperCount;
use audit::entry::voting::Means;
use audit::entry::{Body, Signer};
use audit::fold::State;
use audit::wire::Int;

use crate::lang::{Lang, fill};
use crate::ui::Look;

/// The language of the words that `audit` says.
pub fn audit_lang(look: Look) -> audit::rules::explain::Lang {
    match look.lang {
        Lang::Zh => audit::rules::explain::Lang::Zh,
        Lang::En => audit::rules::explain::Lang::En,
    }
}

/// One of a pair of sentences: Chinese, English.
pub fn of_pair<'a>(look: Look, (zh, en): (&'a str, &'a str)) -> &'a str {
    match look.lang {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// A signer in words: 总监票人.
pub fn signer(look: Look, signer: Signer) -> String {
    let t = &look.texts().run;
    match signer {
        Signer::Server => t.role_server.to_owned(),
        Signer::Secretariat => t.role_secretariat.to_owned(),
        Signer::Chief => t.role_chief.to_owned(),
        Signer::Presiding => t.role_presiding.to_owned(),
        Signer::Scrutineer(index) => fill(t.role_scrutineer, &[&index.to_string()]),
        Signer::Deputy(number) | Signer::Card(number) => fill(t.role_deputy, &[&number.to_string()]),
        Signer::Ballot => t.role_ballot.to_owned(),
    }
}

/// Several signers: 总监票人、执行主席.
pub fn signers(look: Look, all: &[Signer]) -> String {
    let words: Vec<String> = all.iter().map(|one| signer(look, *one)).collect();
    words.join(look.texts().run.list_comma)
}

/// A deputy with delegation and name, by the roll: 城关镇代表团 欧阳春燕.
pub fn deputy(look: Look, state: &State, number: Int) -> String {
    let on_roll = u32::try_from(number.get()).ok().and_then(|number| state.roll()?.get(number));
    on_roll.map_or_else(
        || fill(look.texts().run.role_deputy, &[&number.to_string()]),
        |deputy| format!("{} {}", deputy.delegation, deputy.name),
    )
}

/// A scrutineer's name, as the current run names them.
pub fn scrutineer(look: Look, state: &State, index: Int) -> String {
    let named = state.ceremony().and_then(|run| run.named().iter().find(|named| named.index == index));
    named.map_or_else(
        || fill(look.texts().run.role_scrutineer, &[&index.to_string()]),
        |named| named.name.to_string(),
    )
}

/// Who signed a report: the secretariat signs for the tellers.
pub fn report_signer(look: Look, state: &State, by: Signer) -> String {
    match by {
        Signer::Secretariat => look.texts().run.role_tellers.to_owned(),
        Signer::Scrutineer(index) => scrutineer(look, state, Int::from(u32::from(index))),
        other => signer(look, other),
    }
}

/// An entry in words.
pub fn entry(look: Look, state: &State, body: &Body) -> String {
    let t = &look.texts().run;
    let one = |template: &str, value: &dyn std::fmt::Display| fill(template, &[&value.to_string()]);
    let two = |template: &str, a: &dyn std::fmt::Display, b: &dyn std::fmt::Display| {
        fill(template, &[&a.to_string(), &b.to_string()])
    };
    let by = |template: &str, index: Int| fill(template, &[&scrutineer(look, state, index)]);
    let of = |template: &str, number: Int| fill(template, &[&deputy(look, state, number)]);
    match body {
        Body::SittingDefined(body) => one(t.entry_sitting_defined, &body.name),
        Body::RollFixed(body) => two(t.entry_roll_fixed, &body.membership, &body.due),
        Body::RulesAdopted(body) => one(t.entry_rules_adopted, &body.title),
        Body::ScrutineersNamed(body) => {
            let names: Vec<String> = body.scrutineers.iter().map(|named| named.name.to_string()).collect();
            two(t.entry_scrutineers_named, &names.join(t.list_comma), &body.run)
        }
        Body::KeyCommitted(body) => by(t.entry_key_committed, body.scrutineer),
        Body::KeyRevealed(body) => by(t.entry_key_revealed, body.scrutineer),
        Body::KeyDealt(body) => by(t.entry_key_dealt, body.scrutineer),
        Body::KeyAccepted(body) => by(t.entry_key_accepted, body.scrutineer),
        Body::KeyDisputed(body) => {
            let names = [body.scrutineer, body.dealer].map(|index| scrutineer(look, state, index));
            fill(t.entry_key_disputed, &names.each_ref().map(String::as_str))
        }
        Body::KeyAgreed(_) => t.entry_key_agreed.to_owned(),
        Body::KeyTested(body) => by(t.entry_key_tested, body.scrutineer),
        Body::ContestDefined(body) => two(t.entry_contest_defined, &body.contest, &body.title),
        Body::DeputySuspended(body) => {
            two(t.entry_deputy_suspended, &deputy(look, state, body.deputy), &body.reason)
        }
        Body::DeputyRestored(body) => {
            two(t.entry_deputy_restored, &deputy(look, state, body.deputy), &body.reason)
        }
        Body::LeaveGranted(body) => {
            two(t.entry_leave_granted, &deputy(look, state, body.deputy), &body.reason)
        }
        Body::LeftEarly(body) => two(t.entry_left_early, &deputy(look, state, body.deputy), &body.reason),
        Body::PaperIssued(body) => one(t.entry_paper_issued, &body.deputies.len()),
        Body::PaperCast(_) => t.entry_paper_cast.to_owned(),
        // Whoever counts must not see the other count, so here are no numbers.
        Body::PaperCounted(body) => match body.count {
            PaperCount::Tellers => t.entry_paper_counted_tellers.to_owned(),
            PaperCount::Scrutineers => t.entry_paper_counted_scrutineers.to_owned(),
        },
        Body::PaperConfirmed(_) => t.entry_paper_confirmed.to_owned(),
        Body::VoteCast(body) => of(t.entry_vote_cast, body.deputy),
        Body::HandsCounted(_) => t.entry_hands_counted.to_owned(),
        Body::TieSettled(body) => one(t.entry_tie_settled, &body.reason),
        Body::CheckedIn(body) => match body.means {
            Means::Card => of(t.entry_checked_in, body.deputy),
            Means::Desk => of(t.entry_checked_in_desk, body.deputy),
        },
        Body::CheckInUndone(body) => {
            two(t.entry_check_in_undone, &deputy(look, state, body.deputy), &body.reason)
        }
        Body::ContestOpened(body) => two(t.entry_contest_opened, &body.contest, &body.present),
        Body::Witnessed(_) => t.entry_witnessed.to_owned(),
        Body::BallotIssued(body) => of(t.entry_ballot_issued, body.request.deputy),
        Body::BallotChallenged(_) => t.entry_ballot_challenged.to_owned(),
        Body::ContestHeld(body) => one(t.entry_contest_held, &body.reason),
        Body::ContestResumed(_) => t.entry_contest_resumed.to_owned(),
        Body::ContestEnded(_) => t.entry_contest_ended.to_owned(),
        Body::BallotReturned(body) => of(t.entry_ballot_returned, body.deputy),
        Body::BoxOpened(body) => one(t.entry_box_opened, &body.ballots),
        Body::BallotCast(_) => t.entry_ballot_cast.to_owned(),
        Body::ContestClosed(body) => {
            let numbers = [body.issued, body.returned, body.slips].map(|number| number.to_string());
            fill(t.entry_contest_closed, &numbers.each_ref().map(String::as_str))
        }
        Body::Decrypted(body) => by(t.entry_decrypted, body.scrutineer),
        Body::ResultDeclared(_) => t.entry_result_declared.to_owned(),
        Body::ContestVoided(body) => one(t.entry_contest_voided, &body.reason),
        Body::ReportSigned(body) => one(t.entry_report_signed, &report_signer(look, state, body.by)),
        Body::SittingSealed(_) => t.entry_sitting_sealed.to_owned(),
        Body::BlobPart(_) => t.entry_blob_part.to_owned(),
    }
}

/// A two-role act in words.
pub fn act(look: Look, state: &State, body: &Body) -> String {
    let (t, live) = (&look.texts().run, &look.texts().live);
    match body {
        Body::ContestOpened(_) => live.act_open.to_owned(),
        Body::ContestResumed(_) => live.act_resume.to_owned(),
        Body::ContestEnded(_) => live.act_end.to_owned(),
        Body::ContestClosed(_) => live.act_close.to_owned(),
        Body::ContestVoided(_) => live.act_void.to_owned(),
        Body::ResultDeclared(_) => look.texts().scrutineer.act_declare.to_owned(),
        Body::ScrutineersNamed(_) => t.act_named.to_owned(),
        Body::KeyAgreed(_) => t.act_agreed.to_owned(),
        Body::SittingSealed(_) => t.act_sealed.to_owned(),
        Body::CheckedIn(body) => fill(t.act_late, &[&deputy(look, state, body.deputy)]),
        Body::CheckInUndone(body) => fill(t.act_undone, &[&deputy(look, state, body.deputy)]),
        Body::DeputySuspended(body) => fill(t.act_suspended, &[&deputy(look, state, body.deputy)]),
        Body::DeputyRestored(body) => fill(t.act_restored, &[&deputy(look, state, body.deputy)]),
        other => entry(look, state, other),
    }
}

/// `09:41` of POSIX seconds, on a clock so many hours ahead of UTC.
pub fn clock(seconds: u64, utc_hours: i8) -> String {
    const DAY: i64 = 24 * 60 * 60;
    let shifted = i64::try_from(seconds % (24 * 60 * 60)).unwrap_or(0) + i64::from(utc_hours) * 3_600;
    let of_day = shifted.rem_euclid(DAY);
    format!("{:02}:{:02}", of_day / 3_600, of_day % 3_600 / 60)
}

/// The same of now.
pub fn clock_now(utc_hours: i8) -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    clock(since.map_or(0, |since| since.as_secs()), utc_hours)
}

/// The first 8 digits of a contest hash, in two groups, as all screens and the hall show it (pitfall 25).
pub fn contest_code(hash: &[u8; 32]) -> String {
    let [a, b, c, d, ..] = *hash;
    crate::ui::text::groups_of_four(&hex(&[a, b, c, d]).to_uppercase())
}

/// 32 bytes as 64 lower-case digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut digits, byte| {
        // Writing to a string cannot fail.
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_the_halls() {
        assert_eq!(clock(0, 8), "08:00");
        assert_eq!(clock(1_763_780_494, 8), "11:01");
        assert_eq!(clock(0, -5), "19:00");
        assert_eq!(clock(86_399, 0), "23:59");
    }

    #[test]
    fn a_contest_code_is_two_groups() {
        assert_eq!(contest_code(&[0xab; 32]), "ABAB ABAB");
    }
}
