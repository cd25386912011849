//! `audit decide`: a rule tried on a case before a congress adopts it.

use std::process::ExitCode;

use audit::rules::explain::{self, Lang as L};
use audit::rules::{
    Case, Channel, Chosen, DecideError, Decision, Fraction, GradeRule, ItemDecision, Method, Options,
    Profile, Score, Secrecy, decide,
};
use audit::words::Words;
use clap::Args;

use super::Lang;
use super::table::Table;
use super::trial::{EXIT_HELP, Trial, case, end, profile, say};

/// Arguments of `audit decide`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_HELP)]
pub(super) struct Decide {
    /// A ready-made profile (audit rules list) or a file: TOML, or JSON if it ends in .json. 现成方案的名称或文件
    profile: String,
    /// The numbers, as JSON: roll, ballots, rows, and titles if there are any (docs/rules.md). A profile in it is not
    /// used. 个案：人数、票数、各项得票，JSON；其中的 profile 不使用
    case: String,
    /// The decision alone, exactly as it would stand in the log. 只输出认定结果，与记录中的完全相同
    #[arg(long)]
    json: bool,
    /// Language of what is printed. 输出语言
    #[arg(long, value_enum, default_value_t = Lang::Zh)]
    lang: Lang,
}

impl Decide {
    pub(super) fn run(&self) -> ExitCode {
        end(self.made(), self.lang)
    }

    fn made(&self) -> Result<String, Trial> {
        let named = profile(&self.profile)?;
        let case = case(&self.case)?;
        if !case.ignored.is_empty() {
            let (rules, ignored) = (&self.profile, &case.ignored);
            say(
                &Words {
                    zh: format!("{}：没有使用其中的 {}，按 {rules} 认定", self.case, ignored.join("、")),
                    en: format!("{}: {} not used; decided by {rules}", self.case, ignored.join(", ")),
                },
                self.lang,
            );
        }
        let decision = decide(&named.profile, &case.roll, &case.ballots, &case.rows)
            .map_err(|error| self.refused(&error, case.rows.len()))?;
        if self.json {
            return serde_json::to_string(&decision).map(|text| text + "\n").map_err(|error| {
                Trial::Unread(Words {
                    zh: format!("无法输出：{error}"),
                    en: format!("cannot print: {error}"),
                })
            });
        }
        Ok(Page { profile: &named.profile, case: &case, decision: &decision, lang: self.lang.into() }.text())
    }
}

impl Decide {
    /// The profile is sound by itself, so what is wrong with it is wrong for so many rows; all else is the case's.
    fn refused(&self, error: &DecideError, rows: usize) -> Trial {
        let (rules, file) = (&self.profile, &self.case);
        Trial::Refused(match error {
            DecideError::Profile(error) => Words {
                zh: format!("{rules}：不适用于 {file} 的 {rows} 个项目：{}", error.zh()),
                en: format!("{rules}: does not fit the {rows} items of {file}: {error}"),
            },
            error => Words { zh: format!("{file}：{}", error.zh()), en: format!("{file}: {error}") },
        })
    }
}

/// Everything that is printed.
struct Page<'a> {
    profile: &'a Profile,
    case: &'a Case,
    decision: &'a Decision,
    lang: L,
}

impl Page<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            L::Zh => zh,
            L::En => en,
        }
    }

    fn text(&self) -> String {
        let mut text = self.profile.title.to_string() + "\n";
        if let Some(name) = &self.case.name {
            text += name.as_str();
            text += "\n";
        }
        text += "\n";
        text += &self.numbers();
        if !self.decision.items.is_empty() {
            text += "\n";
            text += &self.items();
            text += self.say("\n各项说明\n", "\nEach item\n");
            let mut table = Table::new(Vec::<String>::new(), vec![0]);
            for (at, item) in self.decision.items.iter().enumerate() {
                let why = explain::item(self.profile, item, self.lang);
                table.push([at.saturating_add(1).to_string(), self.title(at), why]);
            }
            text += table.text().trim_start_matches('\n');
        }
        text += self.say("\n认定结果\n", "\nThe whole\n");
        let numbers: Vec<u64> = (1..).take(self.decision.items.len()).collect();
        for line in explain::whole(self.profile, self.decision, &numbers, self.lang) {
            text.extend(["  ", line.as_str(), "\n"]);
        }
        text
    }

    /// Roll and ballots.
    fn numbers(&self) -> String {
        let roll = self.case.roll;
        let mut table = Table::new(
            match self.lang {
                L::Zh => ["全体代表", "应到", "实到"],
                L::En => ["membership", "due", "present"],
            },
            vec![0, 1, 2],
        );
        table.push([roll.membership, roll.due, roll.present].map(|number| number.to_string()));
        table.text() + "\n" + &self.ballots()
    }

    /// A row for each channel and their sum; by name and by hand there is one channel and no paper.
    fn ballots(&self) -> String {
        let (zh, en) = match self.profile.secrecy {
            Secrecy::Secret => ("未收回", "unreturned"),
            Secrecy::Named => ("未按", "did not press"),
            Secrecy::Hands => ("未举手", "raised no hand"),
        };
        let mut table = Table::new(
            match self.lang {
                L::Zh => ["票", "发出", "收回", "有效", "废票", zh],
                L::En => ["ballots", "issued", "returned", "valid", "void", en],
            },
            vec![1, 2, 3, 4, 5],
        );
        let ballots = &self.case.ballots;
        if self.profile.secrecy == Secrecy::Secret {
            let (machine, paper) = (self.say("电子", "machine"), self.say("纸质", "paper"));
            for (name, channel) in [(machine, ballots.machine), (paper, ballots.paper)] {
                let Channel { issued, returned, valid, void } = channel;
                let unreturned = issued.get().saturating_sub(returned.get());
                let numbers = [issued, returned, valid, void].map(|number| number.to_string());
                table.push([name.to_owned()].into_iter().chain(numbers).chain([unreturned.to_string()]));
            }
        }
        let sums =
            [ballots.issued(), ballots.returned(), ballots.valid(), ballots.void(), ballots.unreturned()];
        let sums = sums.map(|number| number.to_string());
        table.push([self.say("合计", "together").to_owned()].into_iter().chain(sums));
        table.text()
    }

    /// A row for each item.
    fn items(&self) -> String {
        let labels = self.profile.labels(self.lang);
        let scored = self.scored();
        let mut head = vec![self.say("序号", "no.").to_owned(), self.say("项目", "item").to_owned()];
        head.extend(labels);
        head.extend([self.say("不计", "invalid"), self.say("得票", "votes")].map(str::to_owned));
        head.extend([self.say("比例", "share"), self.say("百分比", "percent")].map(str::to_owned));
        if scored {
            head.extend([self.say("计分", "score"), self.say("约", "about")].map(str::to_owned));
        }
        head.extend([self.say("名次", "rank"), self.say("通过", "passed")].map(str::to_owned));
        head.push(self.say("结果", "result").to_owned());
        // All but the title, 通过 and 结果.
        let right = (0..head.len().saturating_sub(2)).filter(|column| *column != 1).collect();
        let mut table = Table::new(head, right);
        for (at, item) in self.decision.items.iter().enumerate() {
            let mut row = vec![at.saturating_add(1).to_string(), self.title(at)];
            row.extend(item.counts.iter().map(ToString::to_string));
            row.extend([item.invalid.to_string(), item.votes.to_string()]);
            let percent = item.share.percent.get();
            row.extend([
                format!("{}/{}", item.share.num, item.share.den),
                format!("{}.{:02}%", percent / 100, percent % 100),
            ]);
            if scored {
                row.extend([format!("{}/{}", item.score.num, item.score.den), rounded(item.score)]);
            }
            row.extend([
                item.rank.to_string(),
                if item.passed { self.say("是", "yes") } else { self.say("否", "no") }.to_owned(),
                self.result(item),
            ]);
            table.push(row);
        }
        table.text()
    }

    /// Whether the items are compared by something else than their votes.
    fn scored(&self) -> bool {
        match &self.profile.method {
            Method::Choose(choose) => choose.score != Score::Votes,
            Method::Grade { rule } => matches!(rule, GradeRule::Weighted { .. }),
        }
    }

    fn title(&self, at: usize) -> String {
        let title = self.case.items.as_ref().and_then(|items| items.get(at));
        title.map_or_else(
            || format!("{} {}", self.say("项目", "item"), at.saturating_add(1)),
            ToString::to_string,
        )
    }

    fn result(&self, item: &ItemDecision) -> String {
        let words = match item.chosen {
            Chosen::Yes => self.say("入选", "chosen"),
            Chosen::No => self.say("未入选", "not chosen"),
            Chosen::RunOff => self.say("再次票决", "run-off"),
            Chosen::Presidium => self.say("主席团决定", "presidium"),
            Chosen::Graded => match (&self.profile.options, item.grade.first()) {
                (Options::Grades { grades, .. }, Some(grade)) => {
                    let grade = usize::try_from(grade.get()).ok().and_then(|at| grades.get(at));
                    return grade.map_or_else(String::new, ToString::to_string);
                }
                _ => self.say("未评定", "no grade"),
            },
        };
        words.to_owned()
    }
}

/// Two decimals, halves up; integers only.
fn rounded(score: Fraction) -> String {
    let (num, den) = (u128::from(score.num.get()), u128::from(score.den.get()));
    let doubled = num.saturating_mul(200).saturating_add(den);
    let hundredths = doubled.checked_div(den.saturating_mul(2)).unwrap_or_default();
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use audit::wire::Int;

    use super::*;

    #[test]
    fn scores_are_rounded_half_up() {
        let score = |num: u32, den: u32| rounded(Fraction { num: Int::from(num), den: Int::from(den) });
        assert_eq!(
            (score(2_640, 29), score(1, 8), score(0, 1)),
            ("91.03".into(), "0.13".into(), "0.00".into())
        );
    }
}
