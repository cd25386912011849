//! The chief scrutineer's own acts: the second count of the papers, the second reading of one, what the presidium decided.

use std::sync::Arc;

use audit::wire::{Int, Text};

use crate::lang::fill;
use crate::roles::acts::papers::EntryCode;
use crate::roles::{RoleSession, chief};
use crate::scrutineer::Effect;
use crate::ui::Look;
use crate::ui::frame::Notice;

use super::{NOW, answers, desk};

/// What the chief scrutineer asks, as an act. Every refusal comes back as a sentence.
pub(super) async fn perform(
    session: &RoleSession,
    effect: Effect,
    code: Option<(u64, Arc<EntryCode>)>,
    look: Look,
) -> Notice {
    let texts = look.texts();
    let (t, run) = (&texts.scrutineer, &texts.run);
    let refused = |act: &str, why: &str| Notice::urgent(fill(run.failed, &[act, why]));
    match effect {
        Effect::SignPaper { contest, columns } => match code.filter(|(of, _)| contest.parse() == Ok(*of)) {
            Some((_, code)) => {
                let made = chief::confirm_paper(session, &columns, &code, NOW).await;
                answers::notice(look, t.act_read_paper, &made)
            }
            None => refused(t.act_read_paper, run.code_refused),
        },
        Effect::Count { contest, counted } => match (contest.parse(), desk::rows_of(counted)) {
            (Ok(contest), Some((void, rows))) => {
                let made = chief::count_papers(session, contest, void, rows, NOW).await;
                answers::notice(look, t.act_count, &made)
            }
            _ => refused(t.act_count, run.reason_refused),
        },
        Effect::SettleTie { contest, items, reason } => {
            let places = places(session, &contest, &items);
            match (contest.parse(), places, reason.parse::<Text>()) {
                (Ok(contest), Some(items), Ok(reason)) => {
                    let made = chief::settle_tie(session, contest, items, reason, NOW).await;
                    answers::notice(look, t.act_settle_tie, &made)
                }
                _ => refused(t.act_settle_tie, run.reason_refused),
            }
        }
        // The loop does these itself.
        _ => Notice::plain(""),
    }
}

/// Items from 0, rising, by their printed numbers.
fn places(session: &RoleSession, contest: &str, printed: &[u32]) -> Option<Vec<Int>> {
    let number: u64 = contest.parse().ok()?;
    let mut places = session.follower().read(|view| {
        let numbers = view.state().contests().get(&number)?.numbers();
        let place = |printed: &u32| numbers.iter().position(|number| *number == u64::from(*printed));
        printed.iter().map(place).collect::<Option<Vec<_>>>()
    })?;
    places.sort_unstable();
    places.into_iter().map(|place| Int::try_from(u64::try_from(place).ok()?).ok()).collect()
}
