//! The contest that follows from another one: run-off, second round, or the same vote again (protocol.md §3.2, §9.5).

use audit::entry::Body;
use audit::entry::preparation::{ContestDefined, ContestPurpose, Item};
use audit::fold::{Code, Contest, Refusal, Stage, State};
use audit::rules::{NextKind, Outcome, Profile, profile_of_next};
use audit::wire::Text;

use super::{ActError, contest, int};

/// What a contest that is over calls for.
struct Further {
    purpose: ContestPurpose,
    profile: Profile,
    items: Vec<Item>,
}

/// `contest_defined` of the vote that the decision or the voiding of contest `number` calls for, in one act: its purpose, the
/// rules that follow, exactly its items with their numbers. Its title is the first vote's with what it is behind it.
///
/// [`ActError::NoFurtherVote`]: nothing follows; a [`Code::PurposeBad`] names the contest that follows already.
pub fn follow_up(state: &State, number: u64) -> Result<Body, ActError> {
    let parent = contest(state, number)?;
    let Further { purpose, profile, items } = further(number, parent)?;
    if let Some((follower, _)) = state.contests().iter().find(|(_, other)| follows(other, &purpose)) {
        return Err(Refusal::at(Code::PurposeBad, format_args!("contest {follower}")).into());
    }
    let next = u64::try_from(state.contests().len()).unwrap_or(u64::MAX).saturating_add(1);
    Ok(Body::ContestDefined(ContestDefined {
        contest: int(next)?,
        title: title(state, parent, &purpose)?,
        rules: parent.definition.rules,
        profile,
        purpose,
        items,
    }))
}

/// The kind of vote that follows from a contest, if one does and none is defined yet.
pub fn follow_up_kind(state: &State, number: u64) -> Option<ContestPurpose> {
    match follow_up(state, number).ok()? {
        Body::ContestDefined(defined) => Some(defined.purpose),
        _ => None,
    }
}

fn follows(other: &Contest, purpose: &ContestPurpose) -> bool {
    other.definition.purpose.of() == purpose.of() && other.stage() != Some(Stage::Voided)
}

fn further(number: u64, parent: &Contest) -> Result<Further, ActError> {
    let none = || ActError::NoFurtherVote { contest: number };
    let course = parent.course().ok_or_else(none)?;
    let again = |of: [u8; 32]| Further {
        purpose: ContestPurpose::Again { of: of.into() },
        profile: parent.profile.clone(),
        items: parent.definition.items.clone(),
    };
    if course.stage == Stage::Voided {
        return Ok(again(course.voided_leaf.ok_or_else(none)?));
    }
    let ((_, decision), of) = course.declared.as_ref().zip(course.declared_leaf).ok_or_else(none)?;
    if decision.outcome != Outcome::Valid {
        return Ok(again(of));
    }
    let next = &decision.next;
    let purpose = match next.kind {
        NextKind::RunOff => ContestPurpose::RunOff { of: of.into() },
        NextKind::SecondRound => ContestPurpose::SecondRound { of: of.into() },
        NextKind::None | NextKind::Presidium | NextKind::NextSitting => return Err(none()),
    };
    let profile = profile_of_next(&parent.profile, next, parent.round).ok_or_else(none)?;
    let item = |at: &audit::wire::Int| parent.definition.items.get(usize::try_from(at.get()).ok()?);
    Ok(Further { purpose, profile, items: next.items.iter().filter_map(item).cloned().collect() })
}

/// `2027 年民生实事项目票决（再次票决）`. The words stand on ballots, so they are Chinese whatever the screen's language.
fn title(state: &State, parent: &Contest, purpose: &ContestPurpose) -> Result<Text, ActError> {
    let first = first_of_line(state, parent).definition.title.as_str();
    let what = match purpose {
        ContestPurpose::RunOff { .. } if parent.round == 0 => "再次票决".to_owned(),
        ContestPurpose::RunOff { .. } => format!("第 {} 次再次票决", parent.round.saturating_add(1)),
        ContestPurpose::SecondRound { .. } => "另行票决".to_owned(),
        _ => "重新票决".to_owned(),
    };
    format!("{first}（{what}）").parse().map_err(|_| ActError::Missing { what: "room for a longer title" })
}

/// The contest that a line of further votes began with.
fn first_of_line<'a>(state: &'a State, contest: &'a Contest) -> &'a Contest {
    let mut first = contest;
    // Each follows from an earlier number, so the line ends.
    while let Some(parent) = first.definition.purpose.of().and_then(|of| ended_with(state, of)) {
        first = parent;
    }
    first
}

fn ended_with(state: &State, leaf: [u8; 32]) -> Option<&Contest> {
    state.contests().values().find(|contest| {
        contest
            .course()
            .is_some_and(|course| [course.declared_leaf, course.voided_leaf].contains(&Some(leaf)))
    })
}
