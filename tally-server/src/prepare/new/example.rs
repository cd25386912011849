//! `tally-server new DIR --example`: files to copy and edit, of a fictional county; the commands that use them.

use std::io;
use std::path::{Path, PathBuf};

use crate::prepare::demo;
use crate::prepare::sitting::SittingError;

/// Several contests in one file, commented in both languages.
pub(super) const SEVERAL: &str = include_str!("../../../data/example/several.toml");

/// Name and content of each file.
const FILES: [(&str, &[u8]); 5] = [
    ("roll.csv", demo::ROLL),
    ("projects.csv", demo::PROJECTS),
    ("rules.toml", demo::RULES.as_bytes()),
    ("rules.txt", demo::RULES_TEXT.as_bytes()),
    ("several.toml", SEVERAL.as_bytes()),
];

/// Writes the files into a folder, which must not exist.
pub(super) fn write(folder: &Path) -> Result<(), SittingError> {
    let failed = |path: PathBuf| |source: io::Error| SittingError::Io { path, source };
    std::fs::create_dir(folder).map_err(failed(folder.to_owned()))?;
    for (name, content) in FILES {
        let path = folder.join(name);
        std::fs::write(&path, content).map_err(failed(path))?;
    }
    Ok(())
}

/// What they are for.
pub(super) fn report(folder: &Path) -> String {
    let folder = folder.display();
    let hosts = "--host 192.168.1.10 --scrutineer 甲 --scrutineer 乙 --scrutineer 丙";
    format!(
        "样本文件已写到 Example files: {folder}\n\
         \x20 roll.csv      代表名册 the roll\n\
         \x20 projects.csv  项目表 the projects\n\
         \x20 rules.toml    一项票决的规则方案 the rules of one contest\n\
         \x20 rules.txt     办法全文 their text\n\
         \x20 several.toml  一次大会表决多项 several contests in one sitting\n\
         \n\
         一项 One contest:\n\
         \x20 tally-server new 会议文件夹 --rehearsal --roll {folder}/roll.csv --projects {folder}/projects.csv \
         --rules {folder}/rules.toml --rules-text {folder}/rules.txt {hosts}\n\
         多项 Several:\n\
         \x20 tally-server new 会议文件夹 --rehearsal --roll {folder}/roll.csv --rules {folder}/several.toml {hosts}\n\
         现成方案 Ready-made rules:\n\
         \x20 audit rules list\n"
    )
}
