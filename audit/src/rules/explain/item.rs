//! One sentence for each item: what it has, what it needed, what follows.

use super::Lang;
use super::words::{cite, count_en, decimal, percent, share_en, share_en_of, share_zh, share_zh_of};
use crate::rules::decision::{Chosen, ItemDecision, Reason};
use crate::rules::method::{Choose, GradeRule, Method, OnTie, Score, Seats, Unranked};
use crate::rules::options::Options;
use crate::rules::profile::{BlankItem, Profile};
use crate::rules::share::{Base, Requirement};
use crate::wire::{Int, Text};

/// Why an item is chosen or not, or has its grade, with the numbers and the article.
pub fn item(profile: &Profile, item: &ItemDecision, lang: Lang) -> String {
    match &profile.method {
        Method::Choose(rules) => chosen(profile, rules, item, lang),
        Method::Grade { rule } => graded(profile, rule, item, lang),
    }
}

fn chosen(profile: &Profile, rules: &Choose, item: &ItemDecision, lang: Lang) -> String {
    let articles = &profile.articles;
    let rank = item.rank;
    let has = standing(rules, item, lang);
    match (&item.reason, lang) {
        // Item by item nothing competes for a seat.
        (Reason::WithinSeats { needed, base }, _) if rules.seats == Seats::EveryItem => match lang {
            Lang::Zh => {
                let why = threshold_zh(rules, *needed, *base, true);
                format!("{has}{why}，通过{}", cite(&articles.threshold, lang))
            }
            Lang::En => {
                let why = threshold_en(rules, *needed, *base, true);
                format!("{has}{why}: passed{}", cite(&articles.threshold, lang))
            }
        },
        (Reason::WithinSeats { needed, base }, Lang::Zh) => format!(
            "{has}{}，列第 {rank} 位{}，入选{}",
            threshold_zh(rules, *needed, *base, true),
            seats(profile).map_or_else(String::new, |seats| format!("，在 {seats} 个名额之内")),
            cite(&articles.order, lang)
        ),
        (Reason::WithinSeats { needed, base }, Lang::En) => format!(
            "{has}{}; rank {rank}{}: chosen{}",
            threshold_en(rules, *needed, *base, true),
            seats(profile).map_or_else(String::new, |seats| format!(", within {}", count_en(seats, "seat"))),
            cite(&articles.order, lang)
        ),
        (Reason::BelowThreshold { needed, base }, Lang::Zh) => {
            let why = threshold_zh(rules, *needed, *base, false);
            format!("{has}{why}，未通过{}", cite(&articles.threshold, lang))
        }
        (Reason::BelowThreshold { needed, base }, Lang::En) => {
            let why = threshold_en(rules, *needed, *base, false);
            format!("{has}{why}: not passed{}", cite(&articles.threshold, lang))
        }
        (Reason::SeatsFilled { seats }, Lang::Zh) => format!(
            "{has}{}，列第 {rank} 位，在 {seats} 个名额之外，未入选{}",
            enough_zh(rules),
            cite(&articles.order, lang)
        ),
        (Reason::SeatsFilled { seats }, Lang::En) => format!(
            "{has}{}; rank {rank}, beyond {}: not chosen{}",
            enough_en(rules),
            count_en(seats.get(), "seat"),
            cite(&articles.order, lang)
        ),
        (Reason::TiedAtCut { tied, seats }, Lang::Zh) => format!(
            "{has}{}，与其他项目{}相同（共 {tied} 项争 {seats} 个名额），{}{}",
            enough_zh(rules),
            if rules.score == Score::Votes { "得票" } else { "成绩" },
            tie_zh(rules.on_tie),
            cite(&articles.on_tie, lang)
        ),
        (Reason::TiedAtCut { tied, seats }, Lang::En) => format!(
            "{has}{}; {tied} items tied for {}: {}{}",
            enough_en(rules),
            count_en(seats.get(), "seat"),
            tie_en(rules.on_tie),
            cite(&articles.on_tie, lang)
        ),
        // A decision of another method, which the fold refuses.
        (_, _) => has,
    }
}

fn seats(profile: &Profile) -> Option<u64> {
    match profile.choose()?.seats {
        Seats::Fixed { count } => Some(count.get()),
        Seats::EveryItem => None,
    }
}

fn tie_zh(on_tie: OnTie) -> &'static str {
    match on_tie {
        OnTie::RunOff => "须再次票决",
        OnTie::AllIn => "一并入选",
        OnTie::AllOut => "均不入选",
        OnTie::Presidium => "由主席团决定",
    }
}

fn tie_en(on_tie: OnTie) -> &'static str {
    match on_tie {
        OnTie::RunOff => "a run-off is needed",
        OnTie::AllIn => "all of them are chosen",
        OnTie::AllOut => "none of them is chosen",
        OnTie::Presidium => "the presidium decides",
    }
}

/// What the item has: votes, and what it is compared by where that is something else.
fn standing(rules: &Choose, item: &ItemDecision, lang: Lang) -> String {
    let votes = item.votes;
    match (rules.score, lang) {
        (Score::Votes, Lang::Zh) => format!("得票 {votes}"),
        (Score::Votes, Lang::En) => count_en(votes.get(), "vote"),
        (Score::Appearances { top }, Lang::Zh) => format!("前 {top} 位得票 {votes}"),
        (Score::Appearances { top }, Lang::En) => {
            format!("{} within the first {top}", count_en(votes.get(), "vote"))
        }
        (Score::Borda, Lang::Zh) => format!("{votes} 票排序，共 {} 分", item.score.num),
        (Score::Borda, Lang::En) => {
            format!(
                "ranked by {}, {}",
                count_en(votes.get(), "ballot"),
                count_en(item.score.num.get(), "point")
            )
        }
        (Score::MeanRank { unranked: Unranked::Ignored }, _) if votes == Int::ZERO => match lang {
            Lang::Zh => "0 票排序，没有平均名次".to_owned(),
            Lang::En => "ranked by 0 ballots, no mean rank".to_owned(),
        },
        (Score::MeanRank { .. }, Lang::Zh) => {
            format!("{votes} 票排序，平均名次 {}", decimal(item.score))
        }
        (Score::MeanRank { .. }, Lang::En) => {
            format!("ranked by {}, mean rank {}", count_en(votes.get(), "ballot"), decimal(item.score))
        }
    }
}

/// That an item passed, where that was asked of it.
fn enough_zh(rules: &Choose) -> &'static str {
    if rules.threshold == Requirement::None { "" } else { "，达到通过票数" }
}

fn enough_en(rules: &Choose) -> &'static str {
    if rules.threshold == Requirement::None { "" } else { ", enough to pass" }
}

/// "，超过全体代表 195 人的半数（须达 98 票）", or 未超过; nothing where the rules ask for nothing.
fn threshold_zh(rules: &Choose, needed: Int, base: Int, passed: bool) -> String {
    let not = if passed { "" } else { "未" };
    match &rules.threshold {
        Requirement::None if passed => String::new(),
        Requirement::None => "，无人选择".to_owned(),
        Requirement::Share(share) => format!("，{not}{}（须达 {needed} 票）", share_zh(share, Some(base))),
    }
}

fn threshold_en(rules: &Choose, needed: Int, base: Int, passed: bool) -> String {
    let not = if passed { "" } else { "not " };
    match &rules.threshold {
        Requirement::None if passed => String::new(),
        Requirement::None => ", chosen by nobody".to_owned(),
        Requirement::Share(share) => format!(", {not}{} ({needed} needed)", share_en(share, Some(base))),
    }
}

fn graded(profile: &Profile, rule: &GradeRule, item: &ItemDecision, lang: Lang) -> String {
    let names = Names::of(profile);
    let article = cite(&profile.articles.grade, lang);
    let given = item.grade.first().map(|grade| names.name(*grade));
    let verdict = match (given, lang) {
        (Some(grade), Lang::Zh) => format!("，评为{grade}"),
        (Some(grade), Lang::En) => format!(": graded {grade}"),
        (None, Lang::Zh) => "，等次待定".to_owned(),
        (None, Lang::En) => ": no grade".to_owned(),
    };
    let why = match (&item.reason, lang) {
        (Reason::NoVotes, Lang::Zh) => "没有等次票".to_owned(),
        (Reason::NoVotes, Lang::En) => "nobody gave it a grade".to_owned(),
        (Reason::Plurality { marks, grades }, _) => plurality(&names, *marks, grades, given.is_some(), lang),
        (Reason::Cumulative { reached, needed, base }, _) => {
            let numbers = (*reached, *needed, *base);
            cumulative(profile, rule, &names, item, numbers, lang)
        }
        (Reason::Weighted { band }, Lang::Zh) => {
            format!("加权得分 {}{}", decimal(item.score), band_zh(band, given, &names, "分"))
        }
        (Reason::Weighted { band }, Lang::En) => {
            format!("weighted score {}{}", decimal(item.score), band_en(band, given, &names, ""))
        }
        (Reason::Rate { band }, Lang::Zh) => {
            let (share, rate) = (item.share, percent(item.share.percent));
            format!("满意率 {rate}（{} / {}）{}", share.num, share.den, band_zh(band, given, &names, "%"))
        }
        (Reason::Rate { band }, Lang::En) => {
            let (share, rate) = (item.share, percent(item.share.percent));
            format!("rate {rate} ({} of {}){}", share.num, share.den, band_en(band, given, &names, "%"))
        }
        // A decision of another method, which the fold refuses.
        (_, _) => String::new(),
    };
    debug_assert!(item.chosen == Chosen::Graded || why.is_empty());
    format!("{why}{verdict}{article}")
}

fn plurality(names: &Names<'_>, marks: Int, grades: &[Int], given: bool, lang: Lang) -> String {
    let listed: Vec<&str> = grades.iter().map(|grade| names.name(*grade)).collect();
    match (listed.as_slice(), lang) {
        ([only], Lang::Zh) => format!("{only} {marks} 票，得票最多"),
        ([only], Lang::En) => format!("{only} {marks}, the most"),
        (several, Lang::Zh) => {
            let then = if given { "按办法取其一" } else { "由主席团决定" };
            format!("{}各 {marks} 票，同为最多，{then}", several.join("、"))
        }
        (several, Lang::En) => {
            let then = if given { "settled by the rules" } else { "the presidium decides" };
            format!("{} {marks} each, the most, {then}", several.join(", "))
        }
    }
}

/// "满意 17 票，达到全体代表 34 人的半数（须达 17 票）"; upper grades together: "满意、基本满意合计 28 票".
fn cumulative(
    profile: &Profile,
    rule: &GradeRule,
    names: &Names<'_>,
    item: &ItemDecision,
    (reached, needed, base): (Int, Int, Int),
    lang: Lang,
) -> String {
    let GradeRule::Cumulative { share } = rule else { return String::new() };
    let last = names.grades.len().saturating_sub(1);
    let grade = item.grade.first().and_then(|grade| usize::try_from(grade.get()).ok()).unwrap_or(last);
    // The last grade is given when even all the others together do not reach the share.
    let (through, enough) = if grade < last { (grade, true) } else { (last.saturating_sub(1), false) };
    let upper: Vec<&str> = names.grades.iter().take(through.saturating_add(1)).map(Text::as_str).collect();
    // Of an item's own votes, which may be fewer than the valid ballots.
    let own = share.base == Base::Valid && profile.blank_item != BlankItem::Abstain;
    match lang {
        Lang::Zh => {
            let together = if upper.len() > 1 { "合计" } else { "" };
            let of = if own {
                share_zh_of(share, Some(base), ("该项有效票", "张"))
            } else {
                share_zh(share, Some(base))
            };
            let not = if enough { "" } else { "未" };
            format!("{}{together} {reached} 票，{not}{of}（须达 {needed} 票）", upper.join("、"))
        }
        Lang::En => {
            let together = if upper.len() > 1 { " together" } else { "" };
            let of = if own {
                share_en_of(share, Some(base), ("the", "votes on it"))
            } else {
                share_en(share, Some(base))
            };
            let not = if enough { "" } else { "not " };
            format!("{}{together} {reached}, {not}{of} ({needed} needed)", upper.join(" and "))
        }
    }
}

fn band_zh(band: &[Int], given: Option<&str>, names: &Names<'_>, unit: &str) -> String {
    match (band.first(), given) {
        (Some(band), Some(grade)) => format!("，达到{grade}的 {band}{unit}"),
        _ => format!("，未达到{}的分数线", names.before_last()),
    }
}

fn band_en(band: &[Int], given: Option<&str>, names: &Names<'_>, unit: &str) -> String {
    match (band.first(), given) {
        (Some(band), Some(grade)) => format!(", reaching {band}{unit} for {grade}"),
        _ => format!(", below the band of {}", names.before_last()),
    }
}

/// What the rules call the grades.
struct Names<'a> {
    grades: &'a [Text],
}

impl<'a> Names<'a> {
    fn of(profile: &'a Profile) -> Self {
        match &profile.options {
            Options::Grades { grades, .. } => Self { grades },
            _ => Self { grades: &[] },
        }
    }

    fn name(&self, grade: Int) -> &'a str {
        let at = usize::try_from(grade.get()).ok();
        at.and_then(|at| self.grades.get(at)).map_or("?", Text::as_str)
    }

    fn before_last(&self) -> &'a str {
        self.grades.iter().rev().nth(1).map_or("?", Text::as_str)
    }
}
