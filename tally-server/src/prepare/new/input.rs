//! Reading the files and arguments of `new`, and everything that is wrong with them.

use std::fs::File;
use std::io::Read as _;
use std::net::SocketAddr;
use std::path::Path;

use audit::entry::preparation::Mode;
use audit::note::KeyName;
use audit::wire::{MULTILINE_TEXT_BYTES_MAX, MultilineText};
use encoding_rs::GB18030;
use terminal_client::sitting_file::ServerAddress;

use super::NewArgs;
use crate::prepare::problem::{Problem, Refused, Taken};
use crate::prepare::projects::{self, ProjectRow};
use crate::prepare::roll::{self, RollRow};
use crate::prepare::rules::{self, RULES_BYTES_MAX, RulesFile};
use crate::prepare::sitting::{self, Definition, RoleKey, Scrutineer};
use crate::prepare::table::TABLE_BYTES_MAX;

/// What ends the origin of a rehearsal, and of nothing else.
const REHEARSAL_SUFFIX: &str = "/rehearsal";

/// One thing that is wrong, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A definition, and what somebody should look at before it is used.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) definition: Definition,
    pub(super) notes: Vec<Complaint>,
}

/// Collects complaints, so that all of them can be shown at once.
#[derive(Default)]
struct Reader {
    wrong: Vec<Complaint>,
    notes: Vec<Complaint>,
}

/// Reads everything that `args` names, or says everything that is wrong with it.
pub(super) fn read(args: &NewArgs) -> Result<Input, Vec<Complaint>> {
    let mut reader = Reader::default();
    let roll = reader.list(&args.roll, roll::read);
    let projects = reader.list(&args.projects, projects::read);
    let rules = reader.rules(&args.rules);
    let rules_text = reader.rules_text(args.rules_text.as_deref());
    if let Some(roll) = &roll {
        reader.check_roll(roll, args);
    }
    if let (Some(projects), Some(rules)) = (&projects, &rules) {
        reader.check_projects(projects, rules, &args.projects);
    }
    let items = projects.as_deref().and_then(|rows| {
        sitting::items(rows).map_err(|error| reader.plain(&args.projects, &error.to_string())).ok()
    });
    let server = reader.server(args);
    let origin = reader.origin(args);
    let scrutineers = reader.scrutineers(args);
    let key = |key: Option<super::PublicKey>| key.map_or(RoleKey::Make, |key| RoleKey::Given(key.0));
    match (roll, items, rules, rules_text, server, origin) {
        (Some(roll), Some(items), Some(rules), Some(rules_text), Some(server), Some(origin))
            if reader.wrong.is_empty() =>
        {
            let definition = Definition {
                name: args.name.clone().unwrap_or(rules.sitting.name),
                mode: if args.rehearsal { Mode::Rehearsal } else { Mode::Real },
                origin,
                server,
                listen: args.listen,
                hosts: args.host.clone(),
                roll,
                due: args.due,
                rules_text,
                profile: rules.profile,
                contest: rules.contest.title,
                items,
                chief: key(args.chief_key),
                presiding: key(args.presiding_key),
                scrutineers,
                threshold: args.threshold,
                print_cards: true,
            };
            Ok(Input { definition, notes: reader.notes })
        }
        _ => Err(reader.wrong),
    }
}

impl Reader {
    fn wrong(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.wrong.push(Complaint { zh: zh.into(), en: en.into() });
    }

    /// The same words in both languages: a library's reason.
    fn plain(&mut self, path: &Path, reason: &str) {
        let text = format!("{}：{reason}", shown(path));
        self.wrong(text.clone(), text);
    }

    fn bytes(&mut self, path: &Path, max: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        // One byte more, so that a reader with its own limit sees that there is more.
        let limit = u64::try_from(max).unwrap_or(u64::MAX).saturating_add(1);
        match File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes)) {
            Ok(_) => Some(bytes),
            Err(error) => {
                self.wrong(
                    format!("{} 读不了：{error}", path.display()),
                    format!("{} cannot be read: {error}", path.display()),
                );
                None
            }
        }
    }

    fn list<T>(
        &mut self,
        path: &Path,
        read: impl Fn(&str, &[u8]) -> Result<Taken<T>, Refused>,
    ) -> Option<Vec<T>> {
        let bytes = self.bytes(path, TABLE_BYTES_MAX)?;
        match read(&shown(path), &bytes) {
            Ok(taken) => {
                self.notes.push(Complaint {
                    zh: format!("{}：{} 行，编码 {}", shown(path), taken.rows.len(), taken.encoding),
                    en: format!("{}: {} rows, {}", shown(path), taken.rows.len(), taken.encoding),
                });
                self.notes.extend(taken.warnings.iter().map(complaint));
                Some(taken.rows)
            }
            Err(refused) => {
                self.wrong.extend(refused.problems.iter().map(complaint));
                if refused.more > 0 {
                    let (more, name) = (refused.more, shown(path));
                    self.wrong(format!("{name} 另有 {more} 处"), format!("{name}: and {more} more"));
                }
                None
            }
        }
    }

    /// Text in UTF-8, with or without a byte order mark, or GB18030; line ends become `\n`.
    fn text(&mut self, path: &Path, max: usize) -> Option<String> {
        let bytes = self.bytes(path, max)?;
        if bytes.len() > max {
            self.wrong(
                format!("{} 超过 {max} 字节", shown(path)),
                format!("{} is larger than {max} bytes", shown(path)),
            );
            return None;
        }
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => Some(text.to_owned()),
            Err(_) => GB18030
                .decode_without_bom_handling_and_without_replacement(bytes)
                .map(std::borrow::Cow::into_owned),
        };
        if text.is_none() {
            self.wrong(
                format!("{} 既不是 UTF-8，也不是 GB18030", shown(path)),
                format!("{} is neither UTF-8 nor GB18030", shown(path)),
            );
        }
        text.map(|text| text.replace("\r\n", "\n"))
    }

    fn rules(&mut self, path: &Path) -> Option<RulesFile> {
        let text = self.text(path, RULES_BYTES_MAX)?;
        match rules::read(&shown(path), &text) {
            Ok(rules) => Some(rules),
            Err(error) => {
                self.wrong(error.zh(), error.to_string());
                None
            }
        }
    }

    fn rules_text(&mut self, path: Option<&Path>) -> Option<String> {
        let Some(path) = path else {
            self.notes.push(Complaint {
                zh: "没有给出票决办法全文（--rules-text），日志里只有规则方案".into(),
                en: "no text of the rules was given (--rules-text); the log has the parameters alone".into(),
            });
            return Some(String::new());
        };
        let text = self.text(path, MULTILINE_TEXT_BYTES_MAX)?;
        match MultilineText::try_from(text.as_str()) {
            Ok(_) => Some(text),
            Err(error) => {
                self.plain(path, &error.to_string());
                None
            }
        }
    }

    fn check_roll(&mut self, roll: &[RollRow], args: &NewArgs) {
        let (count, max) = (roll.len(), audit::fold::DEPUTIES_MAX);
        if count > max {
            let name = shown(&args.roll);
            self.wrong(
                format!("{name} 有 {count} 名代表，最多 {max} 名"),
                format!("{name} has {count} deputies, at most {max} fit"),
            );
        }
        if args.due.is_some_and(|due| u64::from(due) > count as u64) {
            self.wrong(
                format!("应到人数多于名册的 {count} 人"),
                format!("--due is more than the {count} deputies of the roll"),
            );
        }
    }

    /// A ballot's items are numbered from 1 without a gap, and the rules must fit their number.
    fn check_projects(&mut self, projects: &[ProjectRow], rules: &RulesFile, path: &Path) {
        let name = shown(path);
        for (expected, row) in (1_u32..).zip(projects) {
            if row.number != expected {
                let (number, title) = (row.number, &row.title);
                self.wrong(
                    format!("{name} 第 {expected} 个项目“序号”：“{title}”的编号是 {number}，应为 {expected}（须从 1 起连续）"),
                    format!("{name}, project {expected}, column number: {title:?} has number {number}, not {expected} (from 1, without a gap)"),
                );
                break;
            }
        }
        if let Err(error) = rules.profile.validate_for(projects.len() as u64) {
            let count = projects.len();
            self.wrong(
                format!("规则与 {count} 个项目不符：{error}"),
                format!("the rules do not fit {count} projects: {error}"),
            );
        }
    }

    fn server(&mut self, args: &NewArgs) -> Option<ServerAddress> {
        let any = args.listen.ip().is_unspecified();
        let text = match args.host.first() {
            Some(host) if host.contains(':') => format!("[{host}]:{}", args.listen.port()),
            Some(host) => format!("{host}:{}", args.listen.port()),
            None if any => {
                self.wrong(
                    "请用 --host 写明设备怎样访问服务器（名称或地址），它会印在代表卡上",
                    "say with --host how devices reach the server (a name or an address); it is printed on the cards",
                );
                return None;
            }
            None => SocketAddr::to_string(&args.listen),
        };
        let server = text.parse().ok();
        if server.is_none() {
            self.wrong(
                format!("“{text}”不是 名称:端口"),
                format!("{text:?} is not host:port, with a port from 1 to 65535"),
            );
        }
        server
    }

    /// One origin for one sitting for ever, and a rehearsal's is another (protocol.md §2.5).
    fn origin(&mut self, args: &NewArgs) -> Option<KeyName> {
        let given =
            args.chief_key.is_some() || args.presiding_key.is_some() || !args.scrutineer_key.is_empty();
        if args.origin.is_none() && given {
            self.wrong(
                "给出公钥时须用 --origin 写明会议标识：各人的密钥文件是为它生成的",
                "with keys that were made elsewhere say --origin: their files were made for one",
            );
            return None;
        }
        let text = match (&args.origin, args.rehearsal) {
            (None, _) => format!("piaojue.local/{:016x}", rand::random::<u64>()),
            (Some(origin), false) if origin.as_str().ends_with(REHEARSAL_SUFFIX) => {
                self.wrong(
                    format!("正式会议的标识不能以 {REHEARSAL_SUFFIX} 结尾"),
                    format!("the origin of a real sitting does not end in {REHEARSAL_SUFFIX}"),
                );
                return None;
            }
            (Some(origin), _) => origin.as_str().to_owned(),
        };
        let text = match text.strip_suffix(REHEARSAL_SUFFIX) {
            None if args.rehearsal => format!("{text}{REHEARSAL_SUFFIX}"),
            _ => text,
        };
        let good = text.len() <= 255 && text.bytes().all(|byte| byte.is_ascii_graphic());
        let origin = text.parse().ok().filter(|_| good);
        if origin.is_none() {
            self.wrong(
                format!("会议标识“{text}”须为 1 至 255 个可见 ASCII 字符，不含“+”"),
                format!("the origin {text:?} must be 1 to 255 visible ASCII characters without \"+\""),
            );
        }
        origin
    }

    fn scrutineers(&mut self, args: &NewArgs) -> Vec<Scrutineer> {
        let mut scrutineers: Vec<Scrutineer> = Vec::new();
        for name in &args.scrutineer {
            if name.as_str().trim().is_empty() || scrutineers.iter().any(|one| one.name == *name) {
                self.wrong(
                    format!("监票人“{name}”重复或为空"),
                    format!("the scrutineer {name:?} stands twice or is empty"),
                );
                continue;
            }
            scrutineers.push(Scrutineer { name: name.clone(), key: RoleKey::Make });
        }
        for given in &args.scrutineer_key {
            let name = &given.name;
            match scrutineers.iter_mut().find(|one| one.name == *name) {
                Some(one) if one.key == RoleKey::Make => one.key = RoleKey::Given(given.key.0),
                Some(_) => self.wrong(
                    format!("监票人“{name}”的公钥给了两次"),
                    format!("the key of the scrutineer {name:?} is given twice"),
                ),
                None => self.wrong(
                    format!("有“{name}”的公钥，但 --scrutineer 里没有此人"),
                    format!("there is a key of {name:?}, but no --scrutineer of that name"),
                ),
            }
        }
        scrutineers
    }
}

fn complaint(problem: &Problem) -> Complaint {
    Complaint { zh: problem.zh(), en: problem.to_string() }
}

/// A file's name in messages.
fn shown(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
