//! Definition, roll, rules and contests (protocol.md §3.2).

use super::purpose::Derived;
use super::{Check, Code, Contest, Refusal, State};
use crate::entry::preparation::{
    ContestDefined, PROTOCOL_VERSION, Roll, RollDeputy, RollFixed, RulesAdopted, SittingDefined,
};
use crate::quorum::Witnesses;
use crate::rules::{Profile, shape_of};
use crate::wire::{MultilineText, decode_strict};
use crypto::signature::VerifyingKey;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The most deputies of a roll (§14).
pub const DEPUTIES_MAX: usize = 3_500;
/// The most items of a contest (§14).
pub const ITEMS_MAX: usize = 200;

/// The roll, as the log fixes it.
#[derive(Clone, Debug)]
pub struct RollState {
    /// Leaf hash of `roll_fixed`.
    pub leaf: [u8; 32],
    /// 全体代表.
    pub membership: u64,
    /// 应到.
    pub due: u64,
    deputies: BTreeMap<u32, RollDeputy>,
}

impl RollState {
    /// By number, rising.
    pub fn deputies(&self) -> impl Iterator<Item = (u32, &RollDeputy)> {
        self.deputies.iter().map(|(number, deputy)| (*number, deputy))
    }

    /// One deputy.
    pub fn get(&self, number: u32) -> Option<&RollDeputy> {
        self.deputies.get(&number)
    }

    /// Whether the number stands on the roll.
    pub fn contains(&self, number: u32) -> bool {
        self.deputies.contains_key(&number)
    }

    pub(super) fn card(&self, number: u32) -> Option<[u8; 32]> {
        self.deputies.get(&number).map(|deputy| deputy.card.to_bytes())
    }
}

/// Rules that were adopted.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The name of the document.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Its parameters.
    pub profile: Profile,
}

/// Entry 0 on its own; gives its witnesses.
pub(super) fn check_definition(body: &SittingDefined) -> Result<Witnesses, Refusal> {
    let bad = |what: &str| Err(Refusal::at(Code::DefinitionBad, what));
    if body.version.get() != u64::from(PROTOCOL_VERSION) {
        return Err(Refusal::at(Code::Unsupported, format_args!("version {}", body.version.get())));
    }
    if body.name.as_str().trim().is_empty() {
        return bad("name");
    }
    // The origin is a line of a checkpoint and the name of a note key (tlog.md §1.2, §1.3).
    let origin = body.origin.as_str();
    if origin.is_empty() || origin.len() > 255 || !origin.bytes().all(|b| b.is_ascii_graphic() && b != b'+') {
        return bad("origin");
    }
    let keys = &body.keys;
    let all = [keys.log, keys.server, keys.secretariat, keys.chief, keys.presiding];
    if all.iter().any(|key| VerifyingKey::from_bytes(key.as_bytes()).is_err()) {
        return bad("keys");
    }
    // Two roles with one key would be one person signing for two.
    if all.iter().collect::<BTreeSet<_>>().len() != all.len() {
        return bad("keys: two roles have the same key");
    }
    Witnesses::of(body).map_err(|error| Refusal::at(Code::DefinitionBad, error))
}

impl State {
    pub(super) fn roll_fixed(&mut self, body: &RollFixed, leaf: [u8; 32]) -> Result<(), Refusal> {
        if self.roll.is_some() {
            self.object(Code::RollTwice)?;
        }
        let bad = |what: String| Refusal::at(Code::RollBad, what);
        let text = self.parts.text(&body.roll).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
        let roll: Roll = decode_strict(text.as_bytes()).map_err(|error| bad(error.to_string()))?;
        let count = roll.deputies.len();
        if count == 0 || count > DEPUTIES_MAX {
            self.object(bad(format!("{count} deputies")))?;
        }
        if u64::try_from(count).ok() != Some(body.membership.get()) || body.due.get() > body.membership.get()
        {
            self.object(bad("membership, due".to_owned()))?;
        }
        let mut deputies = BTreeMap::new();
        let mut cards = BTreeSet::new();
        let mut last = 0;
        for deputy in roll.deputies {
            let number = u32::try_from(deputy.number.get()).map_err(|_| bad("number".to_owned()))?;
            let at = |what: &str| bad(format!("deputy {number}: {what}"));
            if number <= last {
                self.object(at("numbers must rise from 1"))?;
            }
            if deputy.name.as_str().trim().is_empty() {
                self.object(at("name"))?;
            }
            if VerifyingKey::from_bytes(deputy.card.as_bytes()).is_err() || !cards.insert(deputy.card) {
                self.object(at("card"))?;
            }
            last = number;
            deputies.insert(number, deputy);
        }
        let (membership, due) = (body.membership.get(), body.due.get());
        self.roll = Some(RollState { leaf, membership, due, deputies });
        self.counters.did(Check::Roll, 1);
        Ok(())
    }

    pub(super) fn rules_adopted(&mut self, body: &RulesAdopted, leaf: [u8; 32]) -> Result<(), Refusal> {
        let text = self.parts.text(&body.text).map_err(|error| Refusal::at(Code::PartsWrong, error))?;
        let text = MultilineText::try_from(text).map_err(|error| Refusal::at(Code::RulesBad, error))?;
        self.must(body.profile.validate().map_err(|error| Refusal::at(Code::RulesBad, error)))?;
        let rules =
            Rules { title: body.title.as_str().to_owned(), text: text.into(), profile: body.profile.clone() };
        self.rules.insert(leaf, rules);
        self.counters.did(Check::Rules, 1);
        Ok(())
    }

    pub(super) fn contest_defined(&mut self, body: &ContestDefined, leaf: [u8; 32]) -> Result<(), Refusal> {
        let bad = |what: &str| Refusal::at(Code::ContestBad, what);
        let number = body.contest.get();
        let next = u64::try_from(self.contests.len()).unwrap_or(u64::MAX).saturating_add(1);
        if number != next {
            self.object(Refusal::at(Code::ContestBad, format_args!("contest {number}, the next is {next}")))?;
        }
        if body.title.as_str().trim().is_empty() {
            self.object(bad("title"))?;
        }
        if body.items.is_empty() || body.items.len() > ITEMS_MAX {
            self.object(bad("items"))?;
        }
        let mut last = 0;
        for (item, place) in body.items.iter().zip(1..) {
            // A further vote keeps the numbers that deputies know the items by.
            let number = item.number.get();
            let fits = if body.purpose.of().is_some() { number > last } else { number == place };
            if !fits || item.title.as_str().trim().is_empty() {
                self.object(Refusal::at(Code::ContestBad, format_args!("item {place}")))?;
            }
            last = number;
        }
        let Derived { profile, round, subject } = self.derive(body)?;
        if profile != body.profile {
            self.object(Refusal::at(Code::PurposeBad, "profile"))?;
        }
        let profile = body.profile.clone();
        let items = u64::try_from(body.items.len()).unwrap_or(u64::MAX);
        self.must(profile.validate_for(items).map_err(|error| Refusal::at(Code::ContestBad, error)))?;
        let shape =
            shape_of(&profile, body.items.len()).map_err(|error| Refusal::at(Code::ContestBad, error))?;
        let contest = Contest {
            definition: body.clone(),
            leaf,
            profile,
            round,
            subject,
            shape: Arc::new(shape),
            course: None,
        };
        self.contests.insert(number, contest);
        self.counters.did(Check::ContestDefinition, 1);
        Ok(())
    }
}
