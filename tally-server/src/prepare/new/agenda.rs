//! A sitting with several contests: `[[contest]]` in the rules file, one after another as they will be voted on.
//!
//! ```toml
//! [[contest]]
//! title = "…"               # on ballots and reports
//! rules = "county-selection" # a ready-made profile (`audit rules list`), or a TOML file beside this one
//! rules_text = "rules.txt"  # the adopted text, if there is one
//! items = "projects.csv"    # or ["…", "…"], or [{ title = "…", department = "…" }]
//! seats = 10                # the numbers that change most; everything else of the profile by `change`
//! most = 10
//! change = { on_tie = … }
//! purpose = "items"         # or "rules", the vote on the rules of contest `on`; or "scrutineers"
//! ```
//!
//! Every fault is said with the file, the contest and the name; a contest's rules must fit its items.

use std::path::Path;

use audit::rules::{Profile, ReadyMade};
use audit::wire::Text;
use serde_json::Value;

use super::change::{merge, place};
use super::files::{Reader, shown};
use crate::prepare::projects::{self, InlineProject, ProjectRow};
use crate::prepare::sitting::{self, ContestDraft, DraftPurpose, RulesDraft};

/// Names that a contest may have.
const FIELDS: [&str; 9] =
    ["title", "rules", "rules_text", "items", "seats", "most", "change", "purpose", "on"];
/// Longest title of a contest, in characters: what fits two lines of a ballot.
const TITLE_CHARS_MAX: usize = 60;

/// What is voted on in a sitting, and by which rules.
#[derive(Debug)]
pub(super) struct Agenda {
    /// The sitting's name, if the file has one.
    pub(super) name: Option<Text>,
    /// Rules that contests name, each once.
    pub(super) rules: Vec<RulesDraft>,
    /// In their order.
    pub(super) contests: Vec<ContestDraft>,
}

/// Whether a rules file lists several contests.
pub(super) fn has_several(text: &str) -> bool {
    text.parse::<toml::Table>().is_ok_and(|table| table.get("contest").is_some_and(toml::Value::is_array))
}

/// One contest as it is read; `number` from 1.
struct Entry<'a> {
    file: &'a str,
    number: usize,
    table: &'a toml::Table,
}

impl Entry<'_> {
    fn zh(&self, field: &str, words: &str) -> String {
        format!("{} 第 {} 个 [[contest]] 的 {field}：{words}", self.file, self.number)
    }

    fn en(&self, field: &str, words: &str) -> String {
        format!("{}, [[contest]] {}, {field}: {words}", self.file, self.number)
    }
}

impl Reader {
    /// Reads all contests of a file, or complains of everything that is wrong with them.
    pub(super) fn agenda(&mut self, path: &Path, text: &str) -> Option<Agenda> {
        let file = shown(path);
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                self.wrong(format!("{file} 写法不对：{error}"), format!("{file}: {error}"));
                return None;
            }
        };
        let before = self.faults();
        if let Some(name) = table.keys().find(|name| !["sitting", "contest"].contains(&name.as_str())) {
            self.wrong(
                format!("{file}：不认识“{name}”，只有 sitting 和 contest"),
                format!("{file}: {name:?} is not known; known are sitting, contest"),
            );
        }
        let name = self.sitting_name(&file, table.get("sitting"));
        let list = table.get("contest").and_then(toml::Value::as_array);
        let mut agenda = Agenda { name, rules: Vec::new(), contests: Vec::new() };
        let mut votes_on = Vec::new();
        for (number, value) in (1..).zip(list.into_iter().flatten()) {
            let Some(table) = value.as_table() else {
                self.wrong(
                    format!("{file} 第 {number} 个 contest 不是 [[contest]]"),
                    format!("{file}, contest {number} is no [[contest]]"),
                );
                continue;
            };
            let entry = Entry { file: &file, number, table };
            let folder = path.parent().unwrap_or(Path::new("."));
            if let Some((contest, rules)) = self.contest(&entry, folder) {
                let place = agenda.rules.iter().position(|known| *known == rules).unwrap_or_else(|| {
                    agenda.rules.push(rules);
                    agenda.rules.len().saturating_sub(1)
                });
                votes_on.extend(self.votes_on(&entry).map(|on| (number, on)));
                agenda.contests.push(ContestDraft { rules: place, ..contest });
            }
        }
        if self.faults() > before {
            return None;
        }
        self.link_votes(&file, &mut agenda, &votes_on);
        (self.faults() == before).then_some(agenda)
    }

    fn sitting_name(&mut self, file: &str, sitting: Option<&toml::Value>) -> Option<Text> {
        let table = sitting.and_then(toml::Value::as_table);
        let unknown = table.and_then(|table| table.keys().find(|name| name.as_str() != "name"));
        if sitting.is_some() && table.is_none() || unknown.is_some() {
            self.wrong(
                format!("{file} 的 [sitting]：只有 name 一项"),
                format!("{file}, [sitting]: has name and nothing else"),
            );
        }
        let name = table?.get("name")?;
        let text = name.as_str().and_then(|name| name.parse::<Text>().ok());
        if text.is_none() {
            self.wrong(
                format!("{file} 的 sitting.name 不是可以显示的文字"),
                format!("{file}, sitting.name: is no text that can be shown"),
            );
        }
        text
    }

    fn fault(&mut self, entry: &Entry<'_>, field: &str, zh: &str, en: &str) {
        self.wrong(entry.zh(field, zh), entry.en(field, en));
    }

    /// A contest and its rules; [`ContestDraft::rules`] and a vote's target are filled in later.
    fn contest(&mut self, entry: &Entry<'_>, folder: &Path) -> Option<(ContestDraft, RulesDraft)> {
        let before = self.faults();
        for name in entry.table.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
            let known = FIELDS.join(", ");
            self.fault(
                entry,
                name,
                &format!("不认识，只有 {known}"),
                &format!("not known; known are {known}"),
            );
        }
        let purpose = self.purpose(entry);
        let rules = self.contest_rules(entry, folder);
        let title = self.contest_title(entry);
        let items = self.contest_items(entry, folder, purpose, title.as_ref());
        let (purpose, rules, title, rows) = (purpose?, rules?, title?, items?);
        if let Err(error) = rules.profile.validate_for(rows.len() as u64) {
            let count = rows.len();
            self.fault(
                entry,
                "rules",
                &format!("规则与 {count} 个项目不符：{}", error.zh()),
                &format!("the rules do not fit {count} items: {error}"),
            );
        }
        let items = match sitting::items(&rows) {
            Ok(items) => items,
            Err(error) => {
                self.fault(entry, "items", &error.to_string(), &error.to_string());
                return None;
            }
        };
        (self.faults() == before).then_some((ContestDraft { title, rules: 0, purpose, items }, rules))
    }

    fn purpose(&mut self, entry: &Entry<'_>) -> Option<DraftPurpose> {
        let named = entry.table.get("purpose").map_or(Some("items"), toml::Value::as_str);
        let purpose = match named {
            Some("items") => DraftPurpose::Items,
            Some("rules") => DraftPurpose::Rules { rules: 0 },
            Some("scrutineers") => DraftPurpose::Scrutineers,
            _ => {
                self.fault(
                    entry,
                    "purpose",
                    "只能是 items（项目）、rules（表决办法本身）或 scrutineers（表决监票人名单）",
                    "is not one of items, rules, scrutineers",
                );
                return None;
            }
        };
        let votes_on_rules = matches!(purpose, DraftPurpose::Rules { .. });
        if votes_on_rules != entry.table.contains_key("on") {
            self.fault(
                entry,
                "on",
                "purpose = \"rules\" 时写明表决的是第几项的办法，其他时候不写",
                "goes with purpose = \"rules\" and with nothing else: the number of the contest whose rules are voted on",
            );
            return None;
        }
        Some(purpose)
    }

    /// The contest whose rules this one votes on.
    fn votes_on(&mut self, entry: &Entry<'_>) -> Option<usize> {
        let on = entry.table.get("on")?;
        let number = on.as_integer().and_then(|on| usize::try_from(on).ok());
        if number.is_none() {
            self.fault(entry, "on", "应为一项的序号", "is no number of a contest");
        }
        number
    }

    /// Points each vote on rules to the rules of the contest that it names.
    fn link_votes(&mut self, file: &str, agenda: &mut Agenda, votes_on: &[(usize, usize)]) {
        let contest = |number: usize| number.checked_sub(1).and_then(|place| agenda.contests.get(place));
        let mut links = Vec::new();
        for (number, on) in votes_on {
            let own = contest(*number).map(|contest| contest.rules);
            let target = contest(*on).filter(|contest| contest.purpose == DraftPurpose::Items);
            match target.map(|contest| contest.rules).filter(|rules| Some(*rules) != own) {
                Some(rules) => links.push((*number, rules)),
                None => self.wrong(
                    format!(
                        "{file} 第 {number} 个 [[contest]] 的 on：第 {on} 项不是项目表决，或与本项用同一办法（表决办法须用另一办法）"
                    ),
                    format!(
                        "{file}, [[contest]] {number}, on: contest {on} is no contest on items, or has the same rules as the vote on them"
                    ),
                ),
            }
        }
        for (number, target) in links {
            let place = number.checked_sub(1).and_then(|place| agenda.contests.get_mut(place));
            if let Some(contest) = place {
                contest.purpose = DraftPurpose::Rules { rules: target };
            }
        }
    }

    fn contest_title(&mut self, entry: &Entry<'_>) -> Option<Text> {
        let title = entry.table.get("title").and_then(toml::Value::as_str).unwrap_or_default();
        let text = title.parse::<Text>().ok();
        let good = !title.trim().is_empty() && title.chars().count() <= TITLE_CHARS_MAX;
        if text.is_none() || !good {
            self.fault(
                entry,
                "title",
                &format!("应为 1 至 {TITLE_CHARS_MAX} 个字"),
                &format!("is no text of 1 to {TITLE_CHARS_MAX} characters"),
            );
            return None;
        }
        text
    }

    fn contest_rules(&mut self, entry: &Entry<'_>, folder: &Path) -> Option<RulesDraft> {
        let Some(name) = entry.table.get("rules").and_then(toml::Value::as_str) else {
            self.fault(
                entry,
                "rules",
                "应为现成方案的名称（audit rules list）或 TOML 文件",
                "is no name of a ready-made profile (audit rules list) or of a TOML file",
            );
            return None;
        };
        let text = match ReadyMade::named(name) {
            Some(ready_made) => ready_made.text.to_owned(),
            None if Path::new(name).extension().is_some_and(|extension| extension == "toml") => {
                self.text(&folder.join(name), audit::rules::PROFILE_BYTES_MAX)?
            }
            None => {
                self.fault(
                    entry,
                    "rules",
                    &format!("没有叫“{name}”的现成方案（见 audit rules list），文件名须以 .toml 结尾"),
                    &format!(
                        "no ready-made profile is called {name:?} (audit rules list); a file ends in .toml"
                    ),
                );
                return None;
            }
        };
        let profile = match Profile::from_toml(&text) {
            Ok(profile) => profile,
            Err(error) => {
                self.fault(entry, &format!("rules（{name}）"), &error.zh(), &error.to_string());
                return None;
            }
        };
        let profile = self.changed(entry, &profile)?;
        let text = match entry.table.get("rules_text") {
            None => String::new(),
            Some(toml::Value::String(file)) => self.rules_text(&folder.join(file))?,
            Some(_) => {
                self.fault(entry, "rules_text", "应为文件名", "is no name of a file");
                return None;
            }
        };
        Some(RulesDraft { text, profile })
    }

    /// The profile with this contest's numbers and changes.
    fn changed(&mut self, entry: &Entry<'_>, profile: &Profile) -> Option<Profile> {
        let Ok(mut value) = serde_json::to_value(profile) else { return None };
        for (field, path) in [("seats", &["method", "seats", "count"][..]), ("most", &["choice", "most"][..])]
        {
            let Some(number) = entry.table.get(field) else { continue };
            let number = number.as_integer().and_then(|number| u64::try_from(number).ok());
            match (number, place(&mut value, path)) {
                (Some(number), Some(place)) => *place = Value::from(number),
                (None, _) => {
                    self.fault(entry, field, "不是整数", "is no whole number");
                    return None;
                }
                (_, None) => {
                    let path = path.join(".");
                    self.fault(
                        entry,
                        field,
                        &format!("这个办法没有 {path}，请用 change"),
                        &format!("these rules have no {path}; use change"),
                    );
                    return None;
                }
            }
        }
        if let Some(change) = entry.table.get("change") {
            let Some(change) = change.as_table() else {
                self.fault(entry, "change", "应为一组参数", "is no table of parameters");
                return None;
            };
            merge(&mut value, change);
        }
        match Profile::from_json(&value.to_string()) {
            Ok(profile) => Some(profile),
            Err(error) => {
                self.fault(entry, "rules", &error.zh(), &error.to_string());
                None
            }
        }
    }

    fn contest_items(
        &mut self,
        entry: &Entry<'_>,
        folder: &Path,
        purpose: Option<DraftPurpose>,
        title: Option<&Text>,
    ) -> Option<Vec<ProjectRow>> {
        let one = matches!(purpose, Some(DraftPurpose::Rules { .. } | DraftPurpose::Scrutineers));
        let rows = match entry.table.get("items") {
            // What is voted on is the whole: one item with the contest's own title.
            None if one => projects::titles([title?.clone()]),
            Some(toml::Value::String(file)) => {
                let path = folder.join(file);
                let rows = self.list(&path, projects::read)?;
                self.check_numbers(&rows, &path);
                rows
            }
            Some(toml::Value::Array(list)) => self.inline_items(entry, list)?,
            _ => {
                self.fault(
                    entry,
                    "items",
                    "应为 CSV 文件名，或者项目名称的列表",
                    "is no name of a CSV file and no list of items",
                );
                return None;
            }
        };
        if one && rows.len() != 1 {
            self.fault(
                entry,
                "items",
                "表决办法或监票人名单只有一项",
                "a vote on rules or on the scrutineers' list has one item",
            );
            return None;
        }
        Some(rows)
    }

    fn inline_items(&mut self, entry: &Entry<'_>, list: &[toml::Value]) -> Option<Vec<ProjectRow>> {
        let mut items = Vec::with_capacity(list.len());
        for (row, value) in (1..).zip(list) {
            let read = match value {
                toml::Value::String(title) => {
                    Ok(InlineProject { title: title.clone(), ..InlineProject::default() })
                }
                value => value.clone().try_into::<InlineProject>(),
            };
            match read {
                Ok(item) => items.push(item),
                Err(error) => {
                    let reason = error.message();
                    self.fault(entry, &format!("items[{row}]"), reason, reason);
                    return None;
                }
            }
        }
        let file = format!("{} [[contest]] {} items", entry.file, entry.number);
        self.taken(&file, projects::inline(&file, &items))
    }
}
