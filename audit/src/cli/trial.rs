//! What the commands about rules share: reading their files, saying what is wrong, and how they end.

use std::fs;
use std::io::{Write, stderr, stdout};
use std::path::Path;
use std::process::ExitCode;

use audit::rules::{Case, FileError, Profile, READY_MADE, ReadyMade};
use audit::words::Words;

use super::Lang;

/// For `--help` of these commands.
pub(super) const EXIT_HELP: &str = "Exit status: 0 done, 1 the rules or the case are refused, 2 a file or the command line cannot be read.\n\
     退出码：0 完成，1 规则或个案不成立，2 文件或命令行无法读取。";

/// How a command about rules ends.
#[derive(Debug)]
pub(super) enum Trial {
    /// The rules or the case do not hold, in a file that was read.
    Refused(Words),
    /// There was nothing to judge.
    Unread(Words),
}

/// Prints what a command made, or what was wrong with what it was given.
pub(super) fn end(made: Result<String, Trial>, lang: Lang) -> ExitCode {
    let (code, problem) = match made {
        Ok(text) => {
            let mut out = stdout().lock();
            match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
                Ok(()) => return ExitCode::SUCCESS,
                Err(error) => {
                    (2, Words { zh: format!("无法输出：{error}"), en: format!("cannot print: {error}") })
                }
            }
        }
        Err(Trial::Refused(problem)) => (1, problem),
        Err(Trial::Unread(problem)) => (2, problem),
    };
    say(&problem, lang);
    ExitCode::from(code)
}

/// A line on the standard error.
pub(super) fn say(words: &Words, lang: Lang) {
    // The exit status stands whether or not anyone reads this.
    _ = writeln!(stderr(), "{}", words.of(lang.into()));
}

/// A profile as it was named on the command line.
#[derive(Debug)]
pub(super) struct Named {
    /// What it is called in messages.
    pub(super) name: String,
    /// The file as it is written.
    pub(super) text: String,
    /// The ready-made one, if it is.
    pub(super) ready_made: Option<&'static ReadyMade>,
    /// Sound by itself.
    pub(super) profile: Profile,
}

/// The ready-made profile of this name, or else the profile in the file of this name: JSON if it ends in `.json`, else TOML.
pub(super) fn profile(name: &str) -> Result<Named, Trial> {
    let ready_made = ReadyMade::named(name);
    let text = match ready_made {
        Some(ready_made) => ready_made.text.to_owned(),
        None => file(name).map_err(|error| no_profile(name, error))?,
    };
    let json = ready_made.is_none()
        && Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("json"));
    let read = if json { Profile::from_json(&text) } else { Profile::from_toml(&text) };
    match read {
        Ok(profile) => Ok(Named { name: name.to_owned(), text, ready_made, profile }),
        Err(error) => Err(refused(name, &error)),
    }
}

/// A name that is neither ready-made nor a file is most often a ready-made one misspelt.
fn no_profile(name: &str, error: Words) -> Trial {
    if Path::new(name).exists() {
        return Trial::Unread(error);
    }
    let names: Vec<&str> = READY_MADE.iter().map(|ready_made| ready_made.name).collect();
    Trial::Unread(Words {
        zh: format!("{name} 既不是现成规则方案的名称，也不是文件。现成的有：{}", names.join("、")),
        en: format!("{name} is neither a ready-made profile nor a file; ready-made are {}", names.join(", ")),
    })
}

fn refused(name: &str, error: &FileError) -> Trial {
    Trial::Refused(Words { zh: format!("{name}：{}", error.zh()), en: format!("{name}: {error}") })
}

/// The case in a file.
pub(super) fn case(path: &str) -> Result<Case, Trial> {
    let text = file(path).map_err(Trial::Unread)?;
    Case::from_json(&text).map_err(|error| {
        Trial::Refused(Words { zh: format!("{path}：{}", error.zh()), en: format!("{path}: {error}") })
    })
}

fn file(path: &str) -> Result<String, Words> {
    let bytes = fs::read(path).map_err(|error| Words {
        zh: format!("无法读取 {path}：{error}"),
        en: format!("cannot read {path}: {error}"),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| Words {
        zh: format!("{path} 不是 UTF-8 文本，请另存为 UTF-8 编码"),
        en: format!("{path} is not UTF-8 text"),
    })?;
    // Editors on Windows write a byte order mark.
    Ok(text.strip_prefix('\u{feff}').map_or(text.clone(), ToOwned::to_owned))
}
