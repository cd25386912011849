//! What a contest is about and which earlier one it follows from (protocol.md §3.2, §9.5).

use super::contest::Stage;
use super::{Ceremony, Code, Contest, Refusal, State};
use crate::entry::preparation::{ContestDefined, ContestPurpose, Item};
use crate::rules::{NextKind, Outcome, Profile, Secrecy, profile_of_next};

/// What a definition leads to: the profile that decides it, how many run-offs came before, what it is about in the end.
pub(super) struct Derived {
    pub(super) profile: Profile,
    pub(super) round: u64,
    pub(super) subject: ContestPurpose,
}

impl State {
    /// Checks the purpose and items of a definition against the log.
    pub(super) fn derive(&self, body: &ContestDefined) -> Result<Derived, Refusal> {
        let bad = |what: &str| Refusal::at(Code::PurposeBad, what);
        let rules = self.rules.get(body.rules.as_bytes());
        let rules = rules.ok_or_else(|| Refusal::at(Code::ContestBad, "rules"))?;
        let first = || Derived { profile: rules.profile.clone(), round: 0, subject: body.purpose };
        match body.purpose {
            ContestPurpose::Items => Ok(first()),
            ContestPurpose::Rules { rules } => {
                let known = self.rules.contains_key(rules.as_bytes());
                if !known || rules == body.rules || body.items.len() != 1 {
                    self.object(bad("rules"))?;
                }
                Ok(first())
            }
            ContestPurpose::Scrutineers { run } => {
                let current = self.ceremony.as_ref().map(Ceremony::run);
                if current != Some(run.get()) || body.items.len() != 1 {
                    self.object(bad("run"))?;
                }
                Ok(first())
            }
            ContestPurpose::RunOff { of }
            | ContestPurpose::SecondRound { of }
            | ContestPurpose::Again { of } => {
                if self.contests.values().any(|other| {
                    other.definition.purpose.of() == Some(of.to_bytes())
                        && other.stage() != Some(Stage::Voided)
                }) {
                    self.object(bad("of: another contest follows from it"))?;
                }
                let parent = self.contests.values().find(|contest| contest.ended_with(of.as_bytes()));
                let parent = parent.ok_or_else(|| bad("of"))?;
                if parent.definition.rules != body.rules {
                    self.object(bad("rules"))?;
                }
                self.follow(parent, body)
            }
        }
    }

    /// A vote on the rules or on the list of scrutineers, if there is one, must have approved what this contest stands on.
    pub(super) fn must_be_approved(&self, contest: &Contest) -> Result<(), Refusal> {
        match self.approvals_of(contest).find(|other| !other.is_approved()) {
            Some(other) => {
                Err(Refusal::at(Code::NotApproved, format_args!("contest {}", other.definition.contest)))
            }
            None => Ok(()),
        }
    }

    /// The last vote on the contest's rules and the last on the list of its scrutineers, as far as there are any that count.
    pub(super) fn approvals_of(&self, contest: &Contest) -> impl Iterator<Item = &Contest> {
        let run = self.ceremony.as_ref().map(Ceremony::run);
        let secret = contest.profile.secrecy == Secrecy::Secret;
        let items = contest.subject == ContestPurpose::Items;
        let concerns = |other: &Contest| match other.subject {
            _ if !items => false,
            ContestPurpose::Rules { rules } => rules == contest.definition.rules,
            ContestPurpose::Scrutineers { run: voted } => secret && run == Some(voted.get()),
            _ => false,
        };
        let mut last = [None, None];
        for other in self.contests.values() {
            if concerns(other) && other.stage() != Some(Stage::Voided) {
                let kind = usize::from(matches!(other.subject, ContestPurpose::Scrutineers { .. }));
                if let Some(last) = last.get_mut(kind) {
                    *last = Some(other);
                }
            }
        }
        last.into_iter().flatten()
    }

    /// A further vote: exactly the items that it is called for, by the rules that follow.
    fn follow(&self, parent: &Contest, body: &ContestDefined) -> Result<Derived, Refusal> {
        let bad = |what: &str| Refusal::at(Code::PurposeBad, what);
        let course = parent.course().ok_or_else(|| bad("of"))?;
        let decision = course.declared.as_ref().map(|(_, decision)| decision);
        let voided = course.stage == Stage::Voided;
        let items = &parent.definition.items;
        let (expected, profile, round): (Vec<&Item>, _, _) = if let ContestPurpose::Again { .. } =
            body.purpose
        {
            if !voided && !decision.is_some_and(|decision| decision.outcome != Outcome::Valid) {
                self.object(bad("of: that contest counts"))?;
            }
            (items.iter().collect(), parent.profile.clone(), parent.round)
        } else {
            let decision = decision.filter(|_| !voided).ok_or_else(|| bad("of"))?;
            let next = &decision.next;
            let chosen = next.items.iter().filter_map(|item| items.get(usize::try_from(item.get()).ok()?));
            let round = match (body.purpose, next.kind) {
                (ContestPurpose::RunOff { .. }, NextKind::RunOff) => parent.round.saturating_add(1),
                (ContestPurpose::SecondRound { .. }, NextKind::SecondRound) => 0,
                _ => return Err(bad("of: the decision calls for something else")),
            };
            let profile = profile_of_next(&parent.profile, next, parent.round).ok_or_else(|| bad("of"))?;
            (chosen.collect(), profile, round)
        };
        if body.items.iter().collect::<Vec<_>>() != expected {
            self.object(bad("items"))?;
        }
        Ok(Derived { profile, round, subject: parent.subject })
    }
}
