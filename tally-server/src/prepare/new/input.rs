//! Reading the files and arguments of `new`, and everything that is wrong with them.

use std::net::SocketAddr;
use std::path::Path;

use audit::entry::preparation::Mode;
use audit::note::KeyName;
use audit::wire::{MULTILINE_TEXT_BYTES_MAX, MultilineText};
use terminal_client::sitting_file::ServerAddress;

use super::agenda::{self, Agenda};
use super::files::{Reader, shown};
use super::{Complaint, NewArgs};
use crate::prepare::projects::{self, ProjectRow};
use crate::prepare::roll::{self, RollRow};
use crate::prepare::rules::{self, RULES_BYTES_MAX, RulesFile};
use crate::prepare::sitting::{
    self, ContestDraft, Definition, DraftPurpose, RoleKey, RulesDraft, Scrutineer, TerminalWitness,
};
use crate::prepare::witnesses::{self, WITNESSES_BYTES_MAX, WitnessesDraft};

/// What ends the origin of a rehearsal, and of nothing else.
const REHEARSAL_SUFFIX: &str = "/rehearsal";

/// A definition, and what somebody should look at before it is used.
#[derive(Debug)]
pub(super) struct Input {
    pub(super) definition: Definition,
    pub(super) notes: Vec<Complaint>,
}

/// Reads everything that `args` names, or says everything that is wrong with it.
pub(super) fn read(args: &NewArgs) -> Result<Input, Vec<Complaint>> {
    let mut reader = Reader::default();
    let roll = args.roll.as_deref().and_then(|path| {
        let roll = reader.list(path, roll::read)?;
        reader.check_roll(&roll, args, path);
        Some(roll)
    });
    let agenda = reader.plan(args);
    let server = reader.server(args);
    let origin = reader.origin(args);
    let mut scrutineers = reader.scrutineers(args);
    let witnesses = reader.witnesses(args);
    reader.terminals(args, &mut scrutineers);
    let agenda = agenda.and_then(|agenda| reader.check_scrutineers_vote(agenda, args));
    let key = |key: Option<super::PublicKey>| key.map_or(RoleKey::Make, |key| RoleKey::Given(key.0));
    let name = args.name.clone().or_else(|| agenda.as_ref()?.name.clone());
    if name.is_none() && agenda.is_some() {
        reader.wrong(
            "没有会议名称：用 --name，或写在规则方案的 [sitting] 里",
            "no name of the sitting: say --name, or [sitting] in the rules file",
        );
    }
    match (roll, agenda, name, server, origin) {
        (Some(roll), Some(agenda), Some(name), Some(server), Some(origin)) if reader.wrong.is_empty() => {
            let definition = Definition {
                name,
                mode: if args.rehearsal { Mode::Rehearsal } else { Mode::Real },
                origin,
                server,
                listen: args.listen,
                hosts: args.host.clone(),
                roll,
                due: args.due,
                rules: agenda.rules,
                contests: agenda.contests,
                chief: key(args.chief_key),
                presiding: key(args.presiding_key),
                scrutineers,
                threshold: args.threshold,
                witnesses,
                print_cards: true,
            };
            Ok(Input { definition, notes: reader.notes })
        }
        _ => Err(reader.wrong),
    }
}

impl Reader {
    /// The scrutineers' terminals are the witnesses, unless a file or `--no-witnesses` says otherwise.
    fn terminals(&mut self, args: &NewArgs, scrutineers: &mut [Scrutineer]) {
        for given in &args.scrutineer_witness {
            let name = &given.name;
            match scrutineers.iter_mut().find(|one| one.name == *name) {
                Some(one) if one.witness.is_none() => {
                    one.witness = Some(TerminalWitness::Given(Box::new(given.vkey.clone())));
                }
                Some(_) => self.wrong(
                    format!("监票人“{name}”的见证公钥给了两次"),
                    format!("the witness key of the scrutineer {name:?} is given twice"),
                ),
                None => self.wrong(
                    format!("有“{name}”的见证公钥，但 --scrutineer 里没有此人"),
                    format!("there is a witness key of {name:?}, but no --scrutineer of that name"),
                ),
            }
        }
        if args.no_witnesses || args.witnesses.is_some() {
            return;
        }
        for one in scrutineers.iter_mut().filter(|one| one.witness.is_none()) {
            if one.key == RoleKey::Make {
                one.witness = Some(TerminalWitness::Make);
            } else {
                let name = &one.name;
                self.wrong(
                    format!(
                        "监票人“{name}”没有见证公钥：用 --scrutineer-witness 给出（key new 的第二行），或用 --witnesses 另列见证人，或用 --no-witnesses 不设见证人"
                    ),
                    format!(
                        "no witness key of the scrutineer {name:?}: give it with --scrutineer-witness (the second line of key new), list witnesses with --witnesses, or have none with --no-witnesses"
                    ),
                );
            }
        }
    }

    /// Who else witnesses the log; nobody, where no file is named.
    fn witnesses(&mut self, args: &NewArgs) -> WitnessesDraft {
        let Some(path) = &args.witnesses else { return WitnessesDraft::default() };
        let Some(text) = self.text(path, WITNESSES_BYTES_MAX) else { return WitnessesDraft::default() };
        match witnesses::read(&shown(path), &text) {
            Ok(draft) => draft,
            Err(faults) => {
                for fault in faults {
                    self.wrong(fault.zh, fault.en);
                }
                WitnessesDraft::default()
            }
        }
    }

    /// What is voted on: one contest with its projects in a file of their own, or all that the rules file lists.
    fn plan(&mut self, args: &NewArgs) -> Option<Agenda> {
        let path = args.rules.as_deref()?;
        let written = self.text(path, RULES_BYTES_MAX);
        if let Some(written) = written.as_deref().filter(|written| agenda::has_several(written)) {
            for (option, given) in
                [("--projects", args.projects.is_some()), ("--rules-text", args.rules_text.is_some())]
            {
                if given {
                    let name = shown(path);
                    self.wrong(
                        format!("{name} 列有多项 [[contest]]，项目和全文写在各项里，不用 {option}"),
                        format!("{name} lists contests, which name their items and text themselves; leave out {option}"),
                    );
                }
            }
            return self.agenda(path, written);
        }
        let projects = if let Some(path) = &args.projects {
            self.list(path, projects::read)
        } else {
            self.wrong("请用 --projects 给出项目表", "say with --projects where the projects are");
            None
        };
        let rules = written.and_then(|written| match rules::read(&shown(path), &written) {
            Ok(rules) => Some(rules),
            Err(error) => {
                self.wrong(error.zh(), error.to_string());
                None
            }
        });
        let text = if let Some(path) = &args.rules_text {
            self.rules_text(path)
        } else {
            self.note(
                "没有给出票决办法全文（--rules-text），日志里只有规则方案",
                "no text of the rules was given (--rules-text); the log has the parameters alone",
            );
            Some(String::new())
        };
        let (projects, rules) = (projects?, rules?);
        self.check_projects(&projects, &rules, args.projects.as_deref()?);
        let items = sitting::items(&projects).map_err(|error| self.plain(path, &error.to_string())).ok()?;
        Some(Agenda {
            name: Some(rules.sitting.name),
            rules: vec![RulesDraft { text: text?, profile: rules.profile }],
            contests: vec![ContestDraft::on_items(rules.contest.title, items)],
        })
    }

    pub(super) fn rules_text(&mut self, path: &Path) -> Option<String> {
        let text = self.text(path, MULTILINE_TEXT_BYTES_MAX)?;
        match MultilineText::try_from(text.as_str()) {
            Ok(_) => Some(text),
            Err(error) => {
                self.plain(path, &error.to_string());
                None
            }
        }
    }

    fn check_roll(&mut self, roll: &[RollRow], args: &NewArgs, path: &Path) {
        let (count, max) = (roll.len(), audit::fold::DEPUTIES_MAX);
        if count > max {
            let name = shown(path);
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

    /// The list of scrutineers is voted on once it is in the log, and it is only where its two signers are here.
    fn check_scrutineers_vote(&mut self, agenda: Agenda, args: &NewArgs) -> Option<Agenda> {
        let votes =
            agenda.contests.iter().filter(|contest| contest.purpose == DraftPurpose::Scrutineers).count();
        if votes > 0 && (args.scrutineer.is_empty() || args.chief_key.is_some()) {
            self.wrong(
                "监票人名单的表决须等名单进入日志：总监票人的密钥不在这里，请去掉这一项，提名之后由会务终端定义",
                "the vote on the list of scrutineers needs the list in the log, and the chief's key is not here: leave it out and define it on the secretariat's terminal after they are named",
            );
            return None;
        }
        Some(agenda)
    }

    /// A ballot's items are numbered from 1 without a gap.
    pub(super) fn check_numbers(&mut self, projects: &[ProjectRow], path: &Path) {
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
    }

    /// The rules must fit the number of items.
    fn check_projects(&mut self, projects: &[ProjectRow], rules: &RulesFile, path: &Path) {
        self.check_numbers(projects, path);
        if let Err(error) = rules.profile.validate_for(projects.len() as u64) {
            let count = projects.len();
            self.wrong(
                format!("规则与 {count} 个项目不符：{}", error.zh()),
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
            scrutineers.push(Scrutineer { name: name.clone(), key: RoleKey::Make, witness: None });
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
