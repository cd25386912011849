//! The whole decision: validity, both channels, seats filled, what must follow, and what ballots not returned could
//! have done.

use super::Lang;
use super::words::{cite, count_en, printed};
use crate::rules::decision::{Decision, NextKind, Outcome, VoidReason};
use crate::rules::method::{OnTie, Seats};
use crate::rules::numbers::{Ballots, Channel};
use crate::rules::profile::{Articles, Profile, Secrecy};
use crate::wire::Int;

/// One line each. `numbers`: the printed number of each item, in the contest's order.
pub fn whole(profile: &Profile, decision: &Decision, numbers: &[u64], lang: Lang) -> Vec<String> {
    let mut lines = vec![outcome(&profile.articles, &decision.outcome, lang)];
    if decision.outcome == Outcome::Valid {
        let every_item = profile.choose().is_some_and(|choose| choose.seats == Seats::EveryItem);
        let items = u64::try_from(decision.items.len()).unwrap_or(u64::MAX);
        match profile.seats(items) {
            Some(_) if every_item => lines.push(item_by_item(decision, lang)),
            Some(seats) => lines.push(filled(decision, seats, lang)),
            None => lines.push(graded(decision, lang)),
        }
        if !decision.tied.items.is_empty() {
            lines.push(tie(profile, decision, numbers, lang));
        }
        // Item by item nothing competes for a seat, so none is left empty, unless another vote is to follow.
        if decision.vacant > Int::ZERO && !(every_item && decision.next.kind == NextKind::None) {
            lines.push(vacancy(profile, decision, numbers, lang));
        }
    }
    // With more ballots back than went out, nothing true can be said of those that did not come back.
    if !matches!(decision.outcome, Outcome::Void { reason: VoidReason::ReturnedExceedsIssued, .. }) {
        lines.push(unreturned(profile, decision, lang));
    }
    lines
}

fn filled(decision: &Decision, seats: u64, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("应选 {seats} 项，确定入选 {} 项", decision.firm.len()),
        Lang::En => format!("{} chosen of {}", decision.firm.len(), count_en(seats, "seat")),
    }
}

fn item_by_item(decision: &Decision, lang: Lang) -> String {
    let (all, passed) = (decision.items.len(), decision.firm.len());
    match lang {
        Lang::Zh => format!("共 {all} 项，通过 {passed} 项"),
        Lang::En => format!("{passed} of {all} items passed"),
    }
}

fn graded(decision: &Decision, lang: Lang) -> String {
    let (all, given) =
        (decision.items.len(), decision.items.iter().filter(|item| !item.grade.is_empty()).count());
    match lang {
        Lang::Zh => format!("共 {all} 项，评定等次 {given} 项"),
        Lang::En => format!("{given} of {all} items graded"),
    }
}

fn tie(profile: &Profile, decision: &Decision, numbers: &[u64], lang: Lang) -> String {
    let items = printed(&decision.tied.items, numbers, lang);
    let seats = decision.tied.seats;
    let on_tie = profile.choose().map_or(OnTie::RunOff, |choose| choose.on_tie);
    let article = cite(&profile.articles.on_tie, lang);
    match lang {
        Lang::Zh => {
            let then = match on_tie {
                OnTie::RunOff => format!("须就剩余 {seats} 个名额再次票决"),
                OnTie::AllIn => format!("剩余 {seats} 个名额，一并入选"),
                OnTie::AllOut => format!("剩余 {seats} 个名额，均不入选"),
                OnTie::Presidium => format!("剩余 {seats} 个名额由主席团决定"),
            };
            format!("第 {items} 项得票相同，{then}{article}")
        }
        Lang::En => {
            let left = count_en(seats.get(), "seat");
            let then = match on_tie {
                OnTie::RunOff => format!("a run-off for {left} is needed"),
                OnTie::AllIn => format!("all are chosen for {left}"),
                OnTie::AllOut => format!("none is chosen for {left}"),
                OnTie::Presidium => format!("the presidium decides on {left}"),
            };
            format!("items {items} have equal votes: {then}{article}")
        }
    }
}

fn vacancy(profile: &Profile, decision: &Decision, numbers: &[u64], lang: Lang) -> String {
    let vacant = decision.vacant;
    let article = cite(&profile.articles.on_shortfall, lang);
    let items = || printed(&decision.next.items, numbers, lang);
    match (decision.next.kind, lang) {
        (NextKind::SecondRound, Lang::Zh) => {
            format!("尚缺 {vacant} 个名额，在第 {} 项中另行票决{article}", items())
        }
        (NextKind::SecondRound, Lang::En) => {
            let left = count_en(vacant.get(), "seat");
            format!("{left} not filled: a second round among items {}{article}", items())
        }
        (NextKind::NextSitting, Lang::Zh) => format!("尚缺 {vacant} 个名额，留待下次会议{article}"),
        (NextKind::NextSitting, Lang::En) => {
            format!("{} left to the next sitting{article}", count_en(vacant.get(), "seat"))
        }
        (_, Lang::Zh) => format!("空缺 {vacant} 个名额{article}"),
        (_, Lang::En) => format!("{} left vacant{article}", count_en(vacant.get(), "seat")),
    }
}

fn outcome(articles: &Articles, outcome: &Outcome, lang: Lang) -> String {
    let (reason, bound, actual) = match (outcome, lang) {
        (Outcome::Valid, Lang::Zh) => return "本次票决有效".to_owned(),
        (Outcome::Valid, Lang::En) => return "the vote is valid".to_owned(),
        (Outcome::Void { reason, bound, actual }, _) => (reason, bound, actual),
    };
    let article = match reason {
        VoidReason::MeetingQuorum => cite(&articles.meeting_quorum, lang),
        VoidReason::ReturnedExceedsIssued | VoidReason::VoteQuorum => cite(&articles.validity, lang),
        VoidReason::MinimumBallots => String::new(),
    };
    match (reason, lang) {
        (VoidReason::MeetingQuorum, Lang::Zh) => {
            format!("实到 {actual} 人，不足法定人数 {bound} 人，本次票决无效{article}")
        }
        (VoidReason::MeetingQuorum, Lang::En) => {
            format!("{actual} present, quorum {bound}: the vote is void{article}")
        }
        (VoidReason::ReturnedExceedsIssued, Lang::Zh) => {
            format!("收回 {actual} 张，多于发出 {bound} 张，本次票决无效{article}")
        }
        (VoidReason::ReturnedExceedsIssued, Lang::En) => {
            format!("{actual} returned, more than {bound} issued: the vote is void{article}")
        }
        (VoidReason::VoteQuorum, Lang::Zh) => {
            format!("收回 {actual} 张，不足 {bound} 张，本次票决无效{article}")
        }
        (VoidReason::VoteQuorum, Lang::En) => {
            format!("{actual} returned, {bound} needed: the vote is void{article}")
        }
        (VoidReason::MinimumBallots, Lang::Zh) => {
            format!("有效票 {actual} 张，不足 {bound} 张，为保守秘密不予计票，本次票决无效")
        }
        (VoidReason::MinimumBallots, Lang::En) => {
            format!("{actual} valid, fewer than {bound}: not counted, to keep them secret; the vote is void")
        }
    }
}

/// What ballots that never came could have done. By name and by hand they are deputies who did not press or rise.
fn unreturned(profile: &Profile, decision: &Decision, lang: Lang) -> String {
    let number = decision.unreturned;
    let (all_zh, all_en, zh, en) = match profile.secrecy {
        Secrecy::Secret => (
            "发出的票全部收回",
            "all issued ballots were returned",
            format!("未收回 {number} 张"),
            format!("{number} not returned"),
        ),
        Secrecy::Named => (
            "实到代表全部参加表决",
            "all who are present voted",
            format!("未按 {number} 人"),
            format!("{number} did not press"),
        ),
        Secrecy::Hands => (
            "实到代表全部举手表决",
            "all who are present raised a hand",
            format!("未举手 {number} 人"),
            format!("{number} raised no hand"),
        ),
    };
    match (number == Int::ZERO, decision.unreturned_could_change, lang) {
        (true, _, Lang::Zh) => all_zh.to_owned(),
        (true, _, Lang::En) => all_en.to_owned(),
        (false, true, Lang::Zh) => format!("{zh}，有可能改变结果"),
        (false, true, Lang::En) => format!("{en}, which could have changed the result"),
        (false, false, Lang::Zh) => format!("{zh}，不可能改变结果"),
        (false, false, Lang::En) => format!("{en}, which could not have changed the result"),
    }
}

/// What became of the ballots: a line for each channel that was used, and their sum where both were.
pub fn channels(ballots: &Ballots, lang: Lang) -> Vec<String> {
    let line = |zh: &str, en: &str, [issued, returned, valid, void]: [u64; 4]| {
        let unreturned = issued.saturating_sub(returned);
        match lang {
            Lang::Zh => format!(
                "{zh}：发出 {issued} 张，收回 {returned} 张，未收回 {unreturned} 张，有效 {valid} 张，废票 {void} 张"
            ),
            Lang::En => format!(
                "{en}: {issued} issued, {returned} returned, {unreturned} unreturned, {valid} valid, {void} void"
            ),
        }
    };
    let of =
        |channel: &Channel| [channel.issued, channel.returned, channel.valid, channel.void].map(Int::get);
    let sum = [ballots.issued(), ballots.returned(), ballots.valid(), ballots.void()];
    if ballots.paper == Channel::default() {
        return vec![line("表决票", "ballots", sum)];
    }
    vec![
        line("电子票", "by machine", of(&ballots.machine)),
        line("纸质票", "on paper", of(&ballots.paper)),
        line("合计", "together", sum),
    ]
}
