//! Roles, entries and acts in words. Never a choice, never a total.

use std::fmt::Write as _;

use audit::entry::{Body, Signer};
use audit::fold::State;
use audit::wire::Int;
use audit::words::{self, Words};

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
    said(look, &words::signer(signer))
}

/// Several signers: 总监票人、执行主席.
pub fn signers(look: Look, all: &[Signer]) -> String {
    said(look, &Words::list(all.iter().map(|one| words::signer(*one))))
}

/// A deputy with delegation and name, by the roll: 城关镇代表团 欧阳春燕.
pub fn deputy(look: Look, state: &State, number: Int) -> String {
    said(look, &words::deputy(state, number))
}

/// A scrutineer's name, as the current run names them.
pub fn scrutineer(look: Look, state: &State, index: Int) -> String {
    said(look, &words::scrutineer(state, index))
}

/// An entry in words.
pub fn entry(look: Look, state: &State, body: &Body) -> String {
    said(look, &words::entry(state, body))
}

/// In the language of the screens.
fn said(look: Look, words: &Words) -> String {
    words.of(audit_lang(look)).to_owned()
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
