//! Rules and decisions in words, as reports, screens and the verifier print them. zh first, en second.
//!
//! Pure: the words follow from profile and decision alone. Items count from 1 here, as on the ballot.

use super::decision::{Decision, ItemDecision, Outcome, Reason, VoidReason};
use super::profile::{Choice, LateArrival, Profile, Recast};
use super::share::{Base, Requirement, Share};
use crate::wire::{Int, Text};

/// The language of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// 简体中文.
    Zh,
    /// English.
    En,
}

/// Why an item is chosen or not, with the numbers and the article.
pub fn item(profile: &Profile, item: &ItemDecision, lang: Lang) -> String {
    let ItemDecision { votes, rank, reason, .. } = item;
    let articles = &profile.articles;
    match lang {
        Lang::Zh => match reason {
            Reason::WithinSeats { needed, base } => format!(
                "得票 {votes}{}，列第 {rank} 位，在 {} 个名额之内，入选{}",
                threshold_zh(profile, *needed, *base, true),
                profile.seats,
                cite_zh(&articles.order)
            ),
            Reason::BelowThreshold { needed, base } => {
                format!(
                    "得票 {votes}{}，未通过{}",
                    threshold_zh(profile, *needed, *base, false),
                    cite_zh(&articles.threshold)
                )
            }
            Reason::SeatsFilled { seats } => format!(
                "得票 {votes}，达到通过票数，列第 {rank} 位，在 {seats} 个名额之外，未入选{}",
                cite_zh(&articles.order)
            ),
            Reason::TiedAtCut { tied, seats } => format!(
                "得票 {votes}，达到通过票数，与其他项目得票相同（共 {tied} 项争 {seats} 个名额），须再次票决{}",
                cite_zh(&articles.on_tie)
            ),
        },
        Lang::En => match reason {
            Reason::WithinSeats { needed, base } => format!(
                "{}{}; rank {rank}, within {}: chosen{}",
                count_en(votes.get(), "vote"),
                threshold_en(profile, *needed, *base, true),
                count_en(profile.seats.get(), "seat"),
                cite_en(&articles.order)
            ),
            Reason::BelowThreshold { needed, base } => format!(
                "{}{}: not passed{}",
                count_en(votes.get(), "vote"),
                threshold_en(profile, *needed, *base, false),
                cite_en(&articles.threshold)
            ),
            Reason::SeatsFilled { seats } => format!(
                "{}, enough to pass; rank {rank}, beyond {}: not chosen{}",
                count_en(votes.get(), "vote"),
                count_en(seats.get(), "seat"),
                cite_en(&articles.order)
            ),
            Reason::TiedAtCut { tied, seats } => format!(
                "{}, enough to pass; {tied} items tied for {}: a run-off is needed{}",
                count_en(votes.get(), "vote"),
                count_en(seats.get(), "seat"),
                cite_en(&articles.on_tie)
            ),
        },
    }
}

/// The whole decision: validity, seats filled, run-off, vacancies, and what the ballots not returned could have done.
pub fn whole(profile: &Profile, decision: &Decision, lang: Lang) -> Vec<String> {
    let mut lines = vec![outcome(profile, &decision.outcome, lang)];
    if decision.outcome == Outcome::Valid {
        lines.push(match lang {
            Lang::Zh => format!("应选 {} 项，确定入选 {} 项", profile.seats, decision.firm.len()),
            Lang::En => {
                format!("{} chosen of {}", decision.firm.len(), count_en(profile.seats.get(), "seat"))
            }
        });
        if !decision.run_off.items.is_empty() {
            let (seats, items) = (decision.run_off.seats, numbers(&decision.run_off.items, lang));
            lines.push(match lang {
                Lang::Zh => format!(
                    "第 {items} 项得票相同，须就剩余 {seats} 个名额再次票决{}",
                    cite_zh(&profile.articles.on_tie)
                ),
                Lang::En => format!(
                    "items {items} have equal votes: a run-off for {} is needed{}",
                    count_en(seats.get(), "seat"),
                    cite_en(&profile.articles.on_tie)
                ),
            });
        }
        if decision.vacant > Int::ZERO {
            lines.push(match lang {
                Lang::Zh => {
                    format!("空缺 {} 个名额{}", decision.vacant, cite_zh(&profile.articles.on_shortfall))
                }
                Lang::En => format!(
                    "{} left vacant{}",
                    count_en(decision.vacant.get(), "seat"),
                    cite_en(&profile.articles.on_shortfall)
                ),
            });
        }
    }
    lines.push(unreturned(decision, lang));
    lines
}

/// The rules themselves, one line for each that decides.
pub fn rules(profile: &Profile, lang: Lang) -> Vec<String> {
    let articles = &profile.articles;
    match lang {
        Lang::Zh => {
            let cited = |line: String, article: &Text| format!("{line}{}", cite_zh(article));
            let mut lines = vec![
                profile.title.to_string(),
                cited(
                    format!("出席会议的代表须{}", share_zh(&profile.meeting_quorum, None)),
                    &articles.meeting_quorum,
                ),
            ];
            if let Requirement::Share(share) = &profile.vote_quorum {
                lines.push(cited(format!("收回的票须{}", share_zh(share, None)), &articles.validity));
            }
            let choice = match profile.choice {
                Choice::AtMost { most } => format!("每票至多选 {most} 项，不选任何项目的视为弃权"),
                Choice::Exactly { count } => format!("每票须选 {count} 项，多选少选均无效"),
                Choice::Between { least, most } => format!("每票须选 {least} 至 {most} 项"),
            };
            lines.push(cited(choice, &articles.choice));
            lines.push(match profile.late_arrival {
                LateArrival::NotAdmitted => "开启后到会的不能领票".to_owned(),
                LateArrival::UntilEnd => "开启后到会的，经秘书处和总监票人准许可以领票".to_owned(),
            });
            lines.push(match profile.recast {
                Recast::First => "投出的票不能更改".to_owned(),
                Recast::Last => "结束前可以重新投票，以最后一次为准".to_owned(),
            });
            lines.push(match &profile.threshold {
                Requirement::None => cited("不设通过票数".to_owned(), &articles.threshold),
                Requirement::Share(share) => {
                    cited(format!("得票{}方为通过", share_zh(share, None)), &articles.threshold)
                }
            });
            lines.push(cited(format!("通过的项目中得票多的 {} 项入选", profile.seats), &articles.order));
            lines.push(cited("得票相同而名额不足的，再次票决".to_owned(), &articles.on_tie));
            lines.push(cited("通过的项目不足名额的，名额空缺".to_owned(), &articles.on_shortfall));
            lines
        }
        Lang::En => {
            let cited = |line: String, article: &Text| format!("{line}{}", cite_en(article));
            let mut lines = vec![
                profile.title.to_string(),
                cited(
                    format!("present must be {}", share_en(&profile.meeting_quorum, None)),
                    &articles.meeting_quorum,
                ),
            ];
            if let Requirement::Share(share) = &profile.vote_quorum {
                lines.push(cited(
                    format!("returned ballots must be {}", share_en(share, None)),
                    &articles.validity,
                ));
            }
            let choice = match profile.choice {
                Choice::AtMost { most } => format!("a ballot chooses at most {most}; a blank one abstains"),
                Choice::Exactly { count } => format!("a ballot chooses exactly {count}"),
                Choice::Between { least, most } => format!("a ballot chooses {least} to {most}"),
            };
            lines.push(cited(choice, &articles.choice));
            lines.push(match profile.late_arrival {
                LateArrival::NotAdmitted => "nobody is let in after the opening".to_owned(),
                LateArrival::UntilEnd => "late arrivals are let in by both roles".to_owned(),
            });
            lines.push(match profile.recast {
                Recast::First => "a ballot once cast is final".to_owned(),
                Recast::Last => "the last cast before the end counts".to_owned(),
            });
            lines.push(match &profile.threshold {
                Requirement::None => {
                    cited("no number of votes is needed to pass".to_owned(), &articles.threshold)
                }
                Requirement::Share(share) => {
                    cited(format!("an item passes with {}", share_en(share, None)), &articles.threshold)
                }
            });
            let seats = count_en(profile.seats.get(), "seat");
            lines.push(cited(format!("of the items that pass, most votes fill {seats}"), &articles.order));
            lines.push(cited("a tie for the last seats needs a run-off".to_owned(), &articles.on_tie));
            lines
                .push(cited("seats for which no item passes stay vacant".to_owned(), &articles.on_shortfall));
            lines
        }
    }
}

fn outcome(profile: &Profile, outcome: &Outcome, lang: Lang) -> String {
    let articles = &profile.articles;
    match (outcome, lang) {
        (Outcome::Valid, Lang::Zh) => "本次票决有效".to_owned(),
        (Outcome::Valid, Lang::En) => "the vote is valid".to_owned(),
        (Outcome::Void { reason, bound, actual }, Lang::Zh) => match reason {
            VoidReason::MeetingQuorum => format!(
                "实到 {actual} 人，不足法定人数 {bound} 人，本次票决无效{}",
                cite_zh(&articles.meeting_quorum)
            ),
            VoidReason::ReturnedExceedsIssued => {
                format!("收回 {actual} 张，多于发出 {bound} 张，本次票决无效{}", cite_zh(&articles.validity))
            }
            VoidReason::VoteQuorum => {
                format!("收回 {actual} 张，不足 {bound} 张，本次票决无效{}", cite_zh(&articles.validity))
            }
            VoidReason::MinimumBallots => {
                format!("有效票 {actual} 张，不足 {bound} 张，为保守秘密不予计票，本次票决无效")
            }
        },
        (Outcome::Void { reason, bound, actual }, Lang::En) => match reason {
            VoidReason::MeetingQuorum => format!(
                "{actual} present, quorum {bound}: the vote is void{}",
                cite_en(&articles.meeting_quorum)
            ),
            VoidReason::ReturnedExceedsIssued => format!(
                "{actual} returned, more than {bound} issued: the vote is void{}",
                cite_en(&articles.validity)
            ),
            VoidReason::VoteQuorum => {
                format!("{actual} returned, {bound} needed: the vote is void{}", cite_en(&articles.validity))
            }
            VoidReason::MinimumBallots => format!(
                "{actual} valid, fewer than {bound}: not counted, to keep them secret; the vote is void"
            ),
        },
    }
}

fn unreturned(decision: &Decision, lang: Lang) -> String {
    let number = decision.unreturned;
    match (number == Int::ZERO, decision.unreturned_could_change, lang) {
        (true, _, Lang::Zh) => "发出的票全部收回".to_owned(),
        (true, _, Lang::En) => "all issued ballots were returned".to_owned(),
        (false, true, Lang::Zh) => format!("未收回 {number} 张，有可能改变结果"),
        (false, true, Lang::En) => format!("{number} not returned, which could have changed the result"),
        (false, false, Lang::Zh) => format!("未收回 {number} 张，不可能改变结果"),
        (false, false, Lang::En) => format!("{number} not returned, which could not have changed the result"),
    }
}

/// "，超过全体代表 195 人的半数（须达 98 票）", or 未超过; nothing where the rules ask for nothing.
fn threshold_zh(profile: &Profile, needed: Int, base: Int, passed: bool) -> String {
    let not = if passed { "" } else { "未" };
    match &profile.threshold {
        Requirement::None if passed => String::new(),
        Requirement::None => "，无人选择".to_owned(),
        Requirement::Share(share) => format!("，{not}{}（须达 {needed} 票）", share_zh(share, Some(base))),
    }
}

fn threshold_en(profile: &Profile, needed: Int, base: Int, passed: bool) -> String {
    let not = if passed { "" } else { "not " };
    match &profile.threshold {
        Requirement::None if passed => String::new(),
        Requirement::None => ", chosen by nobody".to_owned(),
        Requirement::Share(share) => format!(", {not}{} ({needed} needed)", share_en(share, Some(base))),
    }
}

/// "超过全体代表 195 人的半数" or, inclusive, "达到全体代表的三分之二".
fn share_zh(share: &Share, base: Option<Int>) -> String {
    let (of, unit) = match share.base {
        Base::Membership => ("全体代表", "人"),
        Base::Due => ("应到代表", "人"),
        Base::Present => ("实到代表", "人"),
        Base::Valid => ("有效票", "张"),
    };
    let of = base.map_or_else(|| of.to_owned(), |number| format!("{of} {number} {unit}"));
    let verb = if share.inclusive { "达到" } else { "超过" };
    format!("{verb}{of}的{}", fraction_zh(share.num.get(), share.den.get()))
}

fn share_en(share: &Share, base: Option<Int>) -> String {
    let (before, after) = match share.base {
        Base::Membership => ("all", "deputies"),
        Base::Due => ("the", "deputies due"),
        Base::Present => ("the", "deputies present"),
        Base::Valid => ("the", "valid ballots"),
    };
    let number = base.map_or_else(String::new, |number| format!("{number} "));
    let verb = if share.inclusive { "at least" } else { "more than" };
    let fraction = match (share.num.get(), share.den.get()) {
        (1, 2) => "half".to_owned(),
        (1, 3) => "a third".to_owned(),
        (2, 3) => "two thirds".to_owned(),
        (num, den) => format!("{num}/{den}"),
    };
    format!("{verb} {fraction} of {before} {number}{after}")
}

fn fraction_zh(num: u64, den: u64) -> String {
    match (num, den) {
        (1, 2) => "半数".to_owned(),
        _ if num == den => "全数".to_owned(),
        _ => match (digit_zh(num), digit_zh(den)) {
            (Some(num), Some(den)) => format!("{den}分之{num}"),
            _ => format!("{num}/{den}"),
        },
    }
}

fn digit_zh(number: u64) -> Option<char> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    "一二三四五六七八九十".chars().nth(at)
}

/// "10、11", counted from 1.
fn numbers(items: &[Int], lang: Lang) -> String {
    let numbers: Vec<String> = items.iter().map(|item| item.get().saturating_add(1).to_string()).collect();
    numbers.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

fn count_en(number: u64, of: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {of}{plural}")
}

fn cite_zh(article: &Text) -> String {
    if article.as_str().is_empty() { String::new() } else { format!("（{article}）") }
}

fn cite_en(article: &Text) -> String {
    if article.as_str().is_empty() { String::new() } else { format!(" ({article})") }
}

#[cfg(test)]
mod tests {
    use super::super::profile::tests::{int, profile};
    use super::*;
    use crate::rules::{Ballots, RollNumbers, decide};

    fn decided(profile: &Profile, votes: &[u64], returned: u32) -> Decision {
        let roll = RollNumbers { membership: int(195), due: int(195), present: int(189) };
        let ballots =
            Ballots { issued: int(189), returned: int(returned), valid: int(returned - 1), void: int(1) };
        decide(profile, &roll, &ballots, votes).unwrap()
    }

    #[test]
    fn each_reason_has_its_sentence() {
        let mut profile = profile(2, 3);
        profile.articles.threshold = "第八条".parse().unwrap();
        let decision = decided(&profile, &[150, 97, 99, 99], 189);
        let zh = |at: usize| item(&profile, &decision.items[at], Lang::Zh);
        let en = |at: usize| item(&profile, &decision.items[at], Lang::En);
        assert_eq!(
            zh(0),
            "得票 150，超过全体代表 195 人的半数（须达 98 票），列第 1 位，在 2 个名额之内，入选"
        );
        assert_eq!(zh(1), "得票 97，未超过全体代表 195 人的半数（须达 98 票），未通过（第八条）");
        assert_eq!(zh(2), "得票 99，达到通过票数，与其他项目得票相同（共 2 项争 1 个名额），须再次票决");
        assert_eq!(
            en(0),
            "150 votes, more than half of all 195 deputies (98 needed); rank 1, within 2 seats: chosen"
        );
        assert_eq!(
            en(1),
            "97 votes, not more than half of all 195 deputies (98 needed): not passed (第八条)"
        );
        assert_eq!(en(2), "99 votes, enough to pass; 2 items tied for 1 seat: a run-off is needed");
        assert_eq!(
            whole(&profile, &decision, Lang::Zh),
            [
                "本次票决有效",
                "应选 2 项，确定入选 1 项",
                "第 3、4 项得票相同，须就剩余 1 个名额再次票决",
                "发出的票全部收回"
            ]
        );
    }

    #[test]
    fn filled_seats_vacancies_and_missing_ballots_are_said() {
        let profile = profile(2, 3);
        let filled = decided(&profile, &[150, 120, 99], 189);
        let sentence = item(&profile, &filled.items[2], Lang::Zh);
        assert_eq!(sentence, "得票 99，达到通过票数，列第 3 位，在 2 个名额之外，未入选");
        let vacant = decided(&profile, &[150, 96, 1], 186);
        assert_eq!(
            whole(&profile, &vacant, Lang::Zh),
            ["本次票决有效", "应选 2 项，确定入选 1 项", "空缺 1 个名额", "未收回 3 张，有可能改变结果"]
        );
        assert_eq!(
            whole(&profile, &vacant, Lang::En),
            [
                "the vote is valid",
                "1 chosen of 2 seats",
                "1 seat left vacant",
                "3 not returned, which could have changed the result"
            ]
        );
        let safe = decided(&profile, &[150, 94, 1], 186);
        assert_eq!(whole(&profile, &safe, Lang::Zh)[3], "未收回 3 张，不可能改变结果");
    }

    #[test]
    fn a_void_vote_says_why_and_no_totals() {
        let profile = profile(2, 2);
        let void = decided(&profile, &[], 190);
        assert_eq!(
            whole(&profile, &void, Lang::Zh),
            ["收回 190 张，多于发出 189 张，本次票决无效", "发出的票全部收回"]
        );
    }

    #[test]
    fn without_a_threshold_none_is_named() {
        let mut profile = profile(1, 2);
        profile.threshold = Requirement::None;
        let decision = decided(&profile, &[5, 0], 189);
        assert_eq!(item(&profile, &decision.items[0], Lang::Zh), "得票 5，列第 1 位，在 1 个名额之内，入选");
        assert_eq!(item(&profile, &decision.items[1], Lang::Zh), "得票 0，无人选择，未通过");
        assert_eq!(item(&profile, &decision.items[0], Lang::En), "5 votes; rank 1, within 1 seat: chosen");
    }

    #[test]
    fn the_rules_are_said_in_words() {
        let mut profile = profile(10, 10);
        profile.articles.meeting_quorum = "第三条".parse().unwrap();
        assert_eq!(
            rules(&profile, Lang::Zh),
            [
                "票决办法",
                "出席会议的代表须达到全体代表的三分之二（第三条）",
                "每票至多选 10 项，不选任何项目的视为弃权",
                "开启后到会的，经秘书处和总监票人准许可以领票",
                "投出的票不能更改",
                "得票超过全体代表的半数方为通过",
                "通过的项目中得票多的 10 项入选",
                "得票相同而名额不足的，再次票决",
                "通过的项目不足名额的，名额空缺"
            ]
        );
        assert_eq!(rules(&profile, Lang::En).len(), 9);
        assert_eq!(fraction_zh(4, 5), "五分之四");
        assert_eq!(fraction_zh(51, 100), "51/100");
    }
}
