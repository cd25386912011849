//! `audit rules`: the ready-made profiles, and a profile in a file.

use std::process::ExitCode;

use audit::rules::explain::{self, rules};
use audit::rules::{Profile, READY_MADE, listing};
use audit::words::Words;
use clap::{Args, Subcommand};

use super::Lang;
use super::table::Table;
use super::trial::{EXIT_HELP, Trial, end, profile};

/// Arguments of `audit rules`.
#[derive(Debug, Args)]
#[command(after_help = EXIT_HELP)]
pub(super) struct Rules {
    #[command(subcommand)]
    command: Command,
    /// Language of what is printed. 输出语言
    #[arg(long, value_enum, default_value_t = Lang::Zh, global = true)]
    lang: Lang,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The ready-made profiles. 列出现成的规则方案
    List,
    /// All parameters of a profile, then its rules in sentences. 显示全部参数和规则说明
    #[command(after_help = EXIT_HELP)]
    Show {
        /// A ready-made profile or a file. 现成方案的名称或文件
        profile: String,
        /// The file as it is written, to be copied and edited. 输出文件原文，供复制修改
        #[arg(long)]
        toml: bool,
    },
    /// Whether the rules of a file can hold. 检查文件中的规则能否成立
    #[command(after_help = EXIT_HELP)]
    Check {
        /// A TOML file, or JSON if it ends in .json. TOML 文件，以 .json 结尾的为 JSON
        file: String,
        /// Also whether they fit a contest of so many items. 并检查是否适用于这么多个项目
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
        items: Option<u64>,
    },
}

impl Rules {
    pub(super) fn run(&self) -> ExitCode {
        let made = match &self.command {
            Command::List => Ok(list(self.lang)),
            Command::Show { profile, toml: true } => self::profile(profile).map(|named| named.text),
            Command::Show { profile, toml: false } => show(profile, self.lang),
            Command::Check { file, items } => check(file, *items, self.lang),
        };
        end(made, self.lang)
    }
}

fn list(lang: Lang) -> String {
    let mut text = String::new();
    for ready_made in READY_MADE {
        // All of them are sound (tests), so each has its title.
        let title =
            ready_made.profile().map_or_else(|error| error.to_string(), |profile| profile.title.to_string());
        text.extend([ready_made.name, "  ", title.as_str(), "\n    ", ready_made.summary(lang.into()), "\n"]);
    }
    text
}

fn show(name: &str, lang: Lang) -> Result<String, Trial> {
    let named = profile(name)?;
    let mut text = format!("{}  {}\n", named.name, named.profile.title);
    if let Some(ready_made) = named.ready_made {
        text += ready_made.summary(lang.into());
        text += "\n";
    }
    text += "\n";
    text += &parameters(&named.profile, lang.into());
    text += match lang {
        Lang::Zh => "\n规则\n",
        Lang::En => "\nThe rules\n",
    };
    for line in rules(&named.profile, lang.into()).iter().skip(1) {
        text.extend(["  ", line.as_str(), "\n"]);
    }
    Ok(text)
}

fn parameters(profile: &Profile, lang: explain::Lang) -> String {
    let mut table = Table::new(
        match lang {
            explain::Lang::Zh => ["参数", "名称", "取值", "条文"],
            explain::Lang::En => ["parameter", "name", "value", "article"],
        },
        Vec::new(),
    );
    for listed in listing(profile, lang) {
        table.push([listed.label.to_owned(), listed.path, listed.value, listed.article]);
    }
    table.text()
}

fn check(name: &str, items: Option<u64>, lang: Lang) -> Result<String, Trial> {
    let named = profile(name)?;
    if let Some(items) = items {
        named.profile.validate_for(items).map_err(|error| {
            Trial::Refused(Words {
                zh: format!("{name}：不适用于 {items} 个项目：{}", error.zh()),
                en: format!("{name}: does not fit {items} items: {error}"),
            })
        })?;
    }
    let title = &named.profile.title;
    Ok(match (lang, items) {
        (Lang::Zh, None) => format!("{name}：“{title}”成立\n"),
        (Lang::Zh, Some(items)) => format!("{name}：“{title}”成立，适用于 {items} 个项目\n"),
        (Lang::En, None) => format!("{name}: \"{title}\" is sound\n"),
        (Lang::En, Some(items)) => format!("{name}: \"{title}\" is sound and fits {items} items\n"),
    })
}
