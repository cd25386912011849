//! The rules themselves in words, one line for each that is not self-evident.

use super::Lang;
use super::words::{cite, count_en, share_en, share_zh};
use crate::rules::method::{
    Choose, GradeRule, GradeTie, Method, OnShortfall, OnTie, RunOffThen, RunOffThreshold, Score, Seats,
    Unranked,
};
use crate::rules::options::{Each, Options};
use crate::rules::profile::{
    BlankBallot, BlankItem, Choice, LateArrival, LeaveEarly, MarkConflict, Profile, Recast, RollFreeze,
    Secrecy, Surplus, Suspended,
};
use crate::rules::share::Requirement;
use crate::wire::{Int, Text};

/// All lines, the title first.
pub fn rules(profile: &Profile, lang: Lang) -> Vec<String> {
    let mut lines = vec![profile.title.to_string(), quorum(profile, lang)];
    lines.extend(voting(profile, lang));
    lines.extend(deciding(profile, lang));
    lines
}

/// Who must be present.
pub fn quorum(profile: &Profile, lang: Lang) -> String {
    let article = cite(&profile.articles.meeting_quorum, lang);
    match lang {
        Lang::Zh => format!("出席会议的代表须{}{article}", share_zh(&profile.meeting_quorum, None)),
        Lang::En => format!("present must be {}{article}", share_en(&profile.meeting_quorum, None)),
    }
}

/// What the counts lead to: the lines that stand beside a result.
pub fn deciding(profile: &Profile, lang: Lang) -> Vec<String> {
    match &profile.method {
        Method::Choose(rules) => choosing(profile, rules, lang),
        Method::Grade { rule } => vec![grading(profile, rule, lang)],
    }
}

/// One line in the language asked for, with its article.
struct Say {
    lang: Lang,
}

impl Say {
    fn line(&self, zh: impl Into<String>, en: impl Into<String>, article: &Text) -> String {
        let line: String = match self.lang {
            Lang::Zh => zh.into(),
            Lang::En => en.into(),
        };
        line + &cite(article, self.lang)
    }
}

fn voting(profile: &Profile, lang: Lang) -> Vec<String> {
    let say = Say { lang };
    let articles = &profile.articles;
    let mut lines = Vec::new();
    if let Requirement::Share(share) = &profile.vote_quorum {
        lines.push(say.line(
            format!("收回的票须{}", share_zh(share, None)),
            format!("returned ballots must be {}", share_en(share, None)),
            &articles.validity,
        ));
    }
    let (zh, en) = match profile.secrecy {
        Secrecy::Secret => ("无记名票决", "the vote is secret"),
        Secrecy::Named => ("记名表决，各代表的选择公开", "the vote is by name, and every choice is public"),
        Secrecy::Hands => ("举手表决", "the vote is by a show of hands"),
    };
    lines.push(say.line(zh, en, &articles.secrecy));
    if profile.suspended == Suspended::NotCounted {
        let (zh, en) = match profile.roll_freeze {
            RollFreeze::Session => ("名册确定时", "when the roll was fixed"),
            RollFreeze::Plenary => ("首次开启票决时", "at the first opening"),
            RollFreeze::Contest => ("本次票决开启时", "at the opening"),
        };
        lines.push(say.line(
            format!("{zh}暂停执行职务的代表不计入全体代表和应到"),
            format!("deputies suspended {en} are not counted among all and due"),
            &articles.roll,
        ));
    }
    if profile.leave_early == LeaveEarly::Leaves {
        let en = "deputies who left early are not counted as present";
        lines.push(say.line("提前离会的代表不计入实到", en, &articles.roll));
    }
    lines.push(choice(profile, &say));
    lines.extend(blanks(profile, &say));
    let (zh, en) = match profile.late_arrival {
        LateArrival::NotAdmitted => ("开启后到会的不能参加", "nobody is let in after the opening"),
        LateArrival::UntilIssued => (
            "开启后到会的，发出第一张票以前，经秘书处和总监票人准许可以参加",
            "late arrivals are let in by both roles until the first ballot is issued",
        ),
        LateArrival::UntilEnd => {
            ("开启后到会的，经秘书处和总监票人准许可以参加", "late arrivals are let in by both roles")
        }
    };
    lines.push(say.line(zh, en, &articles.late_arrival));
    if profile.secrecy != Secrecy::Hands {
        let (zh, en) = match profile.recast {
            Recast::First => ("投出的票不能更改", "a ballot once cast is final"),
            Recast::Last => ("结束前可以重新投票，以最后一次为准", "the last cast before the end counts"),
        };
        lines.push(say.line(zh, en, &articles.recast));
    }
    lines
}

fn choice(profile: &Profile, say: &Say) -> String {
    let article = &profile.articles.choice;
    if let Options::Ranks { ranks, each } = &profile.options {
        let (zh, en) = match each {
            Each::AtMostOnce => ("至多", "at most"),
            Each::ExactlyOnce => ("必须", "exactly"),
        };
        return say.line(
            format!("每票按先后填写序号 1 至 {ranks}，每个序号{zh}填一次"),
            format!("a ballot numbers items from 1 to {ranks}, each number {en} once"),
            article,
        );
    }
    let columns = |lang| profile.labels(lang).join(if lang == Lang::Zh { "、" } else { ", " });
    let graded = matches!(profile.options, Options::Grades { .. });
    let (choose_zh, choose_en) =
        if profile.options == Options::Select { ("选", "chooses") } else { ("赞成", "approves") };
    let (zh, en) = match profile.choice {
        Choice::Each if graded => (
            format!("每项从中选一：{}", columns(Lang::Zh)),
            format!("for each item one of: {}", columns(Lang::En)),
        ),
        Choice::Each => (
            format!("逐项表决：{}", columns(Lang::Zh)),
            format!("each item by itself: {}", columns(Lang::En)),
        ),
        Choice::AtMost { most } => {
            (format!("每票至多{choose_zh} {most} 项"), format!("a ballot {choose_en} at most {most}"))
        }
        Choice::Exactly { count } => (
            format!("每票须{choose_zh} {count} 项，多选少选均无效"),
            format!("a ballot {choose_en} exactly {count}"),
        ),
        Choice::Between { least, most } => (
            format!("每票须{choose_zh} {least} 至 {most} 项"),
            format!("a ballot {choose_en} {least} to {most}"),
        ),
    };
    say.line(zh, en, article)
}

fn blanks(profile: &Profile, say: &Say) -> Vec<String> {
    let article = &profile.articles.blank;
    let mut lines = Vec::new();
    let select = profile.options == Options::Select;
    match profile.blank_item {
        BlankItem::Abstain if select || profile.ranks().is_some() => {}
        BlankItem::Abstain => {
            lines.push(say.line("未填写的项目视为弃权", "an item without a mark is an abstention", article));
        }
        BlankItem::Approve => {
            lines.push(say.line("未填写的项目视为赞成", "an item without a mark is approved", article));
        }
        BlankItem::Invalid => {
            lines.push(say.line("未填写的项目不计票", "an item without a mark is not counted", article));
        }
    }
    lines.push(match profile.blank_ballot {
        BlankBallot::Abstain => {
            say.line("一项也没有填写的票有效，视为弃权", "a blank ballot is valid and abstains", article)
        }
        BlankBallot::Void => say.line("一项也没有填写的票无效", "a blank ballot is void", article),
    });
    if profile.secrecy == Secrecy::Secret {
        lines.push(match profile.mark_conflict {
            MarkConflict::ItemVoid => say.line(
                "纸质票上一项有两个标记的，该项不计",
                "two marks for one item on paper: the item does not count",
                article,
            ),
            MarkConflict::BallotVoid => say.line(
                "纸质票上一项有两个标记的，该票无效",
                "two marks for one item on paper: the ballot is void",
                article,
            ),
        });
    }
    lines
}

fn choosing(profile: &Profile, rules: &Choose, lang: Lang) -> Vec<String> {
    let say = Say { lang };
    let articles = &profile.articles;
    let mut lines = vec![match &rules.threshold {
        Requirement::None => {
            say.line("不设通过票数", "no number of votes is needed to pass", &articles.threshold)
        }
        Requirement::Share(share) => say.line(
            format!("得票{}方为通过", share_zh(share, None)),
            format!("an item passes with {}", share_en(share, None)),
            &articles.threshold,
        ),
    }];
    let Seats::Fixed { count } = rules.seats else {
        lines.push(say.line("各项分别决定，通过的都确定", "each item is decided by itself", &articles.order));
        lines.extend(shortfall(rules, &say, &articles.on_shortfall));
        return lines;
    };
    lines.push(order(profile, rules.score, count, &say));
    let (zh, en) = match rules.on_tie {
        OnTie::RunOff => ("得票相同而名额不足的，再次票决", "a tie for the last seats needs a run-off"),
        OnTie::AllIn => ("得票相同而名额不足的，一并入选", "all who tie for the last seats are chosen"),
        OnTie::AllOut => ("得票相同而名额不足的，均不入选", "none who tie for the last seats is chosen"),
        OnTie::Presidium => {
            ("得票相同而名额不足的，由主席团决定", "the presidium decides a tie for the last seats")
        }
    };
    lines.push(say.line(zh, en, &articles.on_tie));
    if rules.on_tie == OnTie::RunOff {
        lines.push(run_off(rules, &say, &articles.run_off));
    }
    lines.extend(shortfall(rules, &say, &articles.on_shortfall));
    lines
}

fn order(profile: &Profile, score: Score, seats: Int, say: &Say) -> String {
    let (zh, en) = match score {
        Score::Votes => ("得票多的".to_owned(), "most votes".to_owned()),
        Score::Appearances { top } => {
            (format!("列入前 {top} 位次数多的"), format!("most ballots that rank it within {top}"))
        }
        Score::Borda => {
            ("按序号计分，得分高的".to_owned(), "most points, the first number giving most,".to_owned())
        }
        Score::MeanRank { unranked: Unranked::Ignored } => (
            "平均名次靠前的（未排序的不计）".to_owned(),
            "the lowest mean rank, unranked ones left out,".to_owned(),
        ),
        Score::MeanRank { unranked: Unranked::Last } => (
            "平均名次靠前的（未排序的按最末名次之后一位计）".to_owned(),
            "the lowest mean rank, unranked ones one behind the last,".to_owned(),
        ),
    };
    let (surplus_zh, surplus_en) = match profile.surplus {
        Surplus::Any => (String::new(), String::new()),
        Surplus::None => ("，等额票决".to_owned(), ", of as many items as seats".to_owned()),
        Surplus::Count { least } => {
            (format!("，差额至少 {least} 项"), format!(", of at least {least} more items"))
        }
        Surplus::Ratio { num, den } => (
            format!("，差额至少为名额的 {num}/{den}"),
            format!(", of at least {num}/{den} as many more items"),
        ),
    };
    let filled = count_en(seats.get(), "seat");
    say.line(
        format!("通过的项目中{zh} {seats} 项入选{surplus_zh}"),
        format!("of the items that pass, {en} fill {filled}{surplus_en}"),
        &profile.articles.order,
    )
}

fn run_off(rules: &Choose, say: &Say, article: &Text) -> String {
    let run_off = &rules.run_off;
    let (pass_zh, pass_en) = match run_off.threshold {
        RunOffThreshold::None => ("得票多的入选", "most votes win"),
        RunOffThreshold::Same => ("仍须达到通过票数", "an item must pass again"),
    };
    let (then_zh, then_en) = match run_off.then {
        RunOffThen::Presidium => ("由主席团决定", "the presidium decides"),
        RunOffThen::Vacant => ("名额空缺", "the seats stay vacant"),
    };
    let rounds = run_off.rounds;
    let en = count_en(rounds.get(), "run-off");
    say.line(
        format!("再次票决{pass_zh}，至多 {rounds} 次，仍相同的{then_zh}"),
        format!("in a run-off {pass_en}; after {en} that tie, {then_en}"),
        article,
    )
}

fn shortfall(rules: &Choose, say: &Say, article: &Text) -> Option<String> {
    let (zh, en) = match rules.on_shortfall {
        // Where every item has its seat, one that fails leaves none vacant that anybody would miss.
        OnShortfall::Vacant if rules.seats == Seats::EveryItem => return None,
        OnShortfall::Vacant => {
            ("通过的项目不足名额的，名额空缺", "seats for which no item passes stay vacant")
        }
        OnShortfall::SecondRound => (
            "通过的项目不足名额的，在未通过的项目中另行票决",
            "seats for which no item passes are voted on again among the best that failed",
        ),
        OnShortfall::NextSitting => (
            "通过的项目不足名额的，留待下次会议",
            "seats for which no item passes are left to the next sitting",
        ),
    };
    Some(say.line(zh, en, article))
}

fn grading(profile: &Profile, rule: &GradeRule, lang: Lang) -> String {
    let say = Say { lang };
    let article = &profile.articles.grade;
    let names: Vec<&str> = match &profile.options {
        Options::Grades { grades, .. } => grades.iter().map(Text::as_str).collect(),
        _ => Vec::new(),
    };
    let bands = |bands: &[Int], unit: &str, or_more: &str, between: &str| {
        let listed = names.iter().zip(bands).map(|(name, band)| format!("{name} {band}{unit}{or_more}"));
        let listed: Vec<String> = listed.collect();
        listed.join(between)
    };
    let last = names.last().copied().unwrap_or_default();
    match rule {
        GradeRule::Plurality { on_tie } => {
            let (zh, en) = match on_tie {
                GradeTie::Higher => ("取较高的", "the better of several"),
                GradeTie::Lower => ("取较低的", "the worse of several"),
                GradeTie::Presidium => ("由主席团决定", "the presidium decides between several"),
            };
            say.line(
                format!("评为得票最多的等次，相同的{zh}"),
                format!("the grade with the most marks; {en}"),
                article,
            )
        }
        GradeRule::Cumulative { share } => say.line(
            format!("从高到低累计，{}的即为该等次；均未达到的为{last}", share_zh(share, None)),
            format!("the best grade that with those above has {}; else {last}", share_en(share, None)),
            article,
        ),
        GradeRule::Weighted { weights, bands: lines } => {
            let weighed: Vec<String> =
                names.iter().zip(weights).map(|(name, weight)| format!("{name} {weight}")).collect();
            say.line(
                format!(
                    "加权平均（{}）：{}，其余为{last}",
                    weighed.join("、"),
                    bands(lines, " 分", "以上", "、")
                ),
                format!(
                    "weighted mean ({}): {}, else {last}",
                    weighed.join(", "),
                    bands(lines, "", " or more", ", ")
                ),
                article,
            )
        }
        GradeRule::Rate { bands: lines } => say.line(
            format!("按满意率：{}，其余为{last}", bands(lines, "%", "以上", "、")),
            format!("by the rate of satisfaction: {}, else {last}", bands(lines, "%", " or more", ", ")),
            article,
        ),
    }
}
