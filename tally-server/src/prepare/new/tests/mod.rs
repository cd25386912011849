mod several;

use std::collections::BTreeSet;
use std::path::Path;

use audit::entry::preparation::Mode;
use audit::note::{Vkey, VkeyType};
use audit::policy::{Policy, PolicyUrl};
use audit::quorum::Witnesses;
use audit::verify::verify_folder;
use clap::Parser;
use crypto::signature::SigningKey;
use terminal_client::sitting_file::SittingFile;

use super::*;
use crate::prepare::demo;

#[derive(Debug, Parser)]
struct Cli {
    #[command(flatten)]
    new: NewArgs,
}

/// The demo's files in a folder, for a test to spoil.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("roll.csv", demo::ROLL);
        desk.put("projects.csv", demo::PROJECTS);
        desk.put("rules.toml", demo::RULES.as_bytes());
        desk.put("rules.txt", demo::RULES_TEXT.as_bytes());
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    fn args(&self, more: &[&str]) -> NewArgs {
        self.args_of(
            &[("--roll", "roll.csv"), ("--projects", "projects.csv"), ("--rules", "rules.toml")],
            more,
        )
    }

    fn args_of(&self, files: &[(&str, &str)], more: &[&str]) -> NewArgs {
        let mut line = vec!["new".to_owned(), self.path("sitting").display().to_string()];
        for (option, name) in files {
            line.extend([(*option).to_owned(), self.path(name).display().to_string()]);
        }
        line.extend(["--host".to_owned(), "192.0.2.7".to_owned()]);
        line.extend(more.iter().map(ToString::to_string));
        Cli::try_parse_from(line).unwrap().new
    }

    fn run(&self, more: &[&str]) -> Result<String, NewError> {
        let mut out = Vec::new();
        run_with(&self.args(more), 1_800_000_000, |_| Ok(Passphrase::generate()), &mut out)?;
        Ok(String::from_utf8(out).unwrap())
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = std::fs::read_dir(self.0.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn sitting(&self) -> SittingFile {
        SittingFile::read(&self.path("sitting").join("sitting.toml")).unwrap()
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.path("sitting").join("published/log.jsonl")).unwrap()
    }
}

const SCRUTINEERS: [&str; 6] = ["--scrutineer", "甲", "--scrutineer", "乙", "--scrutineer", "丙"];

#[test]
fn a_sitting_is_made_from_files_and_says_what_to_do() {
    let desk = Desk::new();
    let text = desk.path("rules.txt").display().to_string();
    let report = desk.run(&[SCRUTINEERS.as_slice(), &["--rules-text", &text]].concat()).unwrap();
    let sitting = desk.sitting();
    let published = desk.path("sitting").join("published");
    let verdict = verify_folder(&published, &sitting.fingerprint, |_, _| ()).unwrap();
    assert!(verdict.failure.is_none(), "{:?}", verdict.failure);
    assert_eq!(verdict.state.ceremony().unwrap().threshold(), 2);
    assert_eq!(sitting.server.as_str(), "192.0.2.7:7443");

    // The fingerprint, in four lines of four groups.
    let digits = sitting.fingerprint.to_string().to_uppercase();
    let groups: Vec<&str> = digits.split(' ').collect();
    for line in groups.chunks(4) {
        assert!(report.contains(&format!("      {}\n", line.join("   "))), "{report}");
    }
    for says in ["cards.html", "keys/server.age", "tally-server serve", "roll.csv：60 行，编码 UTF-8"] {
        assert!(report.contains(says), "{says}\n{report}");
    }
    assert!(!report.contains("演练"), "{report}");
    // Keys of others on the secretariat's machine are said aloud in a real sitting.
    assert!(report.contains("5 把属于别人") && report.contains("--chief-key"), "{report}");
}

/// Five witnesses; the last one sits at a terminal.
fn witnesses() -> String {
    (1..=5_u8).fold(String::new(), |text, number| {
        let key = SigningKey::from_seed(&[number; 32]).unwrap().verifying_key();
        let name = format!("witness-{number}.example").parse().unwrap();
        let vkey = Vkey::new(name, VkeyType::Cosignature, key);
        let url = if number < 5 { format!("url = \"https://w{number}.example/\"\n") } else { String::new() };
        text + &format!("[[witness]]\nname = \"见证人{number}\"\nvkey = \"{vkey}\"\n{url}")
    })
}

#[test]
fn the_witnesses_of_a_file_stand_in_entry_0_and_their_urls_in_the_policy() {
    let desk = Desk::new();
    desk.put("witnesses.toml", witnesses().as_bytes());
    let file = desk.path("witnesses.toml").display().to_string();
    let report = desk.run(&["--witnesses", &file]).unwrap();
    let published = desk.path("sitting").join("published");
    let verdict = verify_folder(&published, &desk.sitting().fingerprint, |_, _| ()).unwrap();
    assert!(verdict.failure.is_none(), "{:?}", verdict.failure);
    let sitting = verdict.state.sitting().unwrap();
    assert_eq!((sitting.witnesses.count(), sitting.witnesses.quorum()), (5, 4));
    let policy = std::fs::read(desk.path("sitting").join("policy")).unwrap();
    let policy = Policy::parse(&policy).unwrap();
    assert!(policy.trusts_as(&Policy::of_sitting(&sitting.definition).unwrap()));
    let urls: Vec<_> =
        policy.witnesses().map(|(_, party)| party.url.as_ref().map(PolicyUrl::as_str)).collect();
    assert_eq!((urls.len(), urls[0], urls[4]), (5, Some("https://w1.example/"), None));
    for says in [
        "5 位见证人中须有 4 位联署",
        "最多 1 位不在",
        "至少要有 3 位见证人作假（2×4−5）",
        "· 见证人5  在会场终端上",
    ] {
        assert!(report.contains(says), "{says}\n{report}");
    }

    // A fault of the file ends it, with row and field, and nothing is made.
    std::fs::remove_dir_all(desk.path("sitting")).unwrap();
    desk.put("witnesses.toml", witnesses().replace("见证人3", "见证人2").as_bytes());
    let refused = desk.run(&["--witnesses", &file]).unwrap_err();
    assert!(refused.zh().contains("witnesses.toml 第 3 个 [[witness]] 的 name：与前面一位相同"), "{refused}");
    assert!(!desk.path("sitting").exists());
}

#[test]
fn a_rehearsal_says_so_everywhere_and_shares_nothing() {
    let desk = Desk::new();
    let report = desk.run(&["--rehearsal", "--origin", "vote.example/2027-1"]).unwrap();
    let sitting = desk.sitting();
    assert_eq!((sitting.mode, sitting.origin.as_str()), (Mode::Rehearsal, "vote.example/2027-1/rehearsal"));
    assert!(
        report.starts_with("══════ 演练 REHEARSAL") && report.ends_with("══════ 演练 REHEARSAL ══════\n")
    );
    let cards = std::fs::read_to_string(desk.path("sitting").join("cards.html")).unwrap();
    assert_eq!(cards.matches("演练 签到卡").count(), 60);
    assert!(desk.log().contains(r#""mode":"rehearsal""#));

    std::fs::rename(desk.path("sitting"), desk.path("rehearsal")).unwrap();
    desk.run(&["--origin", "vote.example/2027-1"]).unwrap();
    let real = desk.sitting();
    assert_eq!((real.mode, real.origin.as_str()), (Mode::Real, "vote.example/2027-1"));
    assert_ne!(real.fingerprint, sitting.fingerprint);
    assert_ne!(real.tls, sitting.tls);
    assert!(desk.log().contains(r#""mode":"real""#));
}

#[test]
fn a_roll_in_gb18030_gives_the_same_names() {
    let desk = Desk::new();
    let (gb, _, lost) = encoding_rs::GB18030.encode(std::str::from_utf8(demo::ROLL).unwrap());
    assert!(!lost);
    desk.put("roll.csv", &gb);
    let (gb, _, _) = encoding_rs::GB18030.encode(demo::RULES_TEXT);
    desk.put("rules.txt", &gb);
    let text = desk.path("rules.txt").display().to_string();
    let report = desk.run(&["--rules-text", &text]).unwrap();
    assert!(report.contains("编码 GB18030"), "{report}");
    let verdict =
        verify_folder(&desk.path("sitting").join("published"), &desk.sitting().fingerprint, |_, _| ())
            .unwrap();
    assert_eq!(verdict.state.roll().unwrap().get(1).unwrap().name.as_str(), "周启明");
    assert_eq!(verdict.state.rules().values().next().unwrap().text, demo::RULES_TEXT);
}

/// Every broken file: where the fault is, and nothing on disk.
#[test]
fn each_broken_file_is_refused_with_its_place() {
    for (file, from, to, zh, en) in [
        ("roll.csv", "\n2,", "\n1,", "roll.csv 第 3 行“序号”：编号 1 与第 2 行重复", "line 3, column number"),
        ("roll.csv", "沈玉兰", "", "roll.csv 第 3 行“姓名”：是空的", "line 3, column name: is empty"),
        (
            "roll.csv",
            "姓名",
            "姓",
            "roll.csv 第 1 行“姓名”：缺少这一列",
            "column name: the column is missing",
        ),
        ("projects.csv", ",2860,", ",很多,", "projects.csv 第 2 行“预算(万元)”", "line 2, column budget_wan"),
        ("projects.csv", "\n2,", "\n16,", "第 2 个项目“序号”", "project 2, column number"),
        ("rules.toml", "count = 10", "count = 16", "规则与 15 个项目不符", "do not fit 15 projects"),
        ("rules.toml", "count = 10", "counts = 10", "rules.toml 写法不对", "unknown field `counts`"),
        (
            "rules.toml",
            "minimum_ballots = 5",
            "minimum_ballots = 1",
            "rules.toml 的规则不成立",
            "minimum_ballots",
        ),
    ] {
        let desk = Desk::new();
        let before = desk.names();
        let bytes = std::fs::read(desk.path(file)).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert!(text.contains(from), "{from}");
        desk.put(file, text.replacen(from, to, 1).as_bytes());
        let error = desk.run(&SCRUTINEERS).unwrap_err();
        assert!(matches!(error, NewError::Input(_)), "{error:?}");
        assert!(error.zh().contains(zh), "{zh}: {}", error.zh());
        assert!(error.to_string().contains(en), "{en}: {error}");
        assert_eq!(desk.names(), before);
    }
}

#[test]
fn all_faults_of_all_files_are_reported_at_once() {
    let desk = Desk::new();
    desk.put("roll.csv", "序号,姓名,代表团\n1,甲,城关\nx,乙,城关\n3,,城关\n".as_bytes());
    desk.put("projects.csv", "序号,项目名称\n1,\n".as_bytes());
    std::fs::remove_file(desk.path("rules.toml")).unwrap();
    desk.put("rules.txt", b"\x00");
    let text = desk.path("rules.txt").display().to_string();
    let given = format!("丁={}", Bytes32::from(*key(1).0.as_bytes()));
    let error = desk.run(&["--rules-text", &text, "--scrutineer-key", &given]).unwrap_err();
    let zh = error.zh();
    for says in [
        "roll.csv 第 3 行“序号”",
        "roll.csv 第 4 行“姓名”",
        "projects.csv 第 2 行“项目名称”",
        "rules.toml 读不了",
        "rules.txt：character U+0000",
        "--scrutineer 里没有此人",
    ] {
        assert!(zh.contains(says), "{says}\n{zh}");
    }
    assert!(!desk.path("sitting").exists());
}

fn key(seed: u8) -> PublicKey {
    PublicKey(crypto::signature::SigningKey::from_seed(&[seed; 32]).unwrap().verifying_key())
}

#[test]
fn keys_that_their_holders_made_are_taken_by_their_public_halves() {
    let desk = Desk::new();
    let public = |seed| Bytes32::from(*key(seed).0.as_bytes()).to_string();
    let (chief, presiding, second) = (public(1), public(2), format!("乙={}", public(3)));
    let given = ["--chief-key", &chief, "--presiding-key", &presiding, "--scrutineer-key", &second];
    // Their files name the origin that they were made for, so it cannot be random.
    let refused = desk.run(&[SCRUTINEERS.as_slice(), &given].concat()).unwrap_err();
    assert!(refused.to_string().contains("--origin"), "{refused}");
    let given = [given.as_slice(), &["--origin", "vote.example/2027-1"]].concat();
    // Nor is it guessed whether that scrutineer is a witness.
    let refused = desk.run(&[SCRUTINEERS.as_slice(), &given].concat()).unwrap_err();
    assert!(refused.zh().contains("监票人“乙”没有见证公钥"), "{refused}");
    let witness = format!("乙={}", witness_vkey(4));
    let given = [given.as_slice(), &["--scrutineer-witness", &witness]].concat();
    let report = desk.run(&[SCRUTINEERS.as_slice(), &given].concat()).unwrap();
    let keys: BTreeSet<String> = std::fs::read_dir(desk.path("sitting").join("keys"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let expected = [
        "server.age",
        "secretariat.age",
        "scrutineer-1.age",
        "scrutineer-1.witness.age",
        "scrutineer-3.age",
        "scrutineer-3.witness.age",
    ];
    assert_eq!(keys, expected.map(str::to_owned).into());
    let named = read_witnesses(&desk);
    assert_eq!((named.count(), named.quorum()), (3, 2));
    assert_eq!(named.named()[1].vkey, witness_vkey(4));
    assert!(report.contains("scrutineers.toml") && report.contains("2 把属于别人"), "{report}");
    let named = std::fs::read_to_string(desk.path("sitting").join("scrutineers.toml")).unwrap();
    assert!(named.contains(&public(3)), "{named}");
    assert!(desk.log().contains(&chief));
}

fn witness_vkey(seed: u8) -> Vkey {
    let name = format!("vote.example/witness-{seed}").parse().unwrap();
    Vkey::new(name, VkeyType::Cosignature, key(seed).0)
}

/// The witnesses of the sitting that was made, from its verified log.
fn read_witnesses(desk: &Desk) -> Witnesses {
    let published = desk.path("sitting").join("published");
    let verdict = verify_folder(&published, &desk.sitting().fingerprint, |_, _| ()).unwrap();
    assert!(verdict.failure.is_none(), "{:?}", verdict.failure);
    verdict.state.sitting().unwrap().witnesses.clone()
}

#[test]
fn the_scrutineers_terminals_are_witnesses_unless_somebody_says_otherwise() {
    let desk = Desk::new();
    let report = desk.run(&SCRUTINEERS).unwrap();
    let named = read_witnesses(&desk);
    assert_eq!((named.count(), named.quorum()), (3, 2));
    assert!(
        report.contains("3 位见证人中须有 2 位联署") && report.contains("· 乙  在会场终端上"),
        "{report}"
    );
    assert!(report.contains("keys/scrutineer-3.witness.age"), "{report}");
    // The key file beside the scrutineer's is the one that entry 0 names, under the same passphrase.
    std::fs::remove_dir_all(desk.path("sitting")).unwrap();
    let passphrase = Passphrase::generate();
    let copy = || Passphrase::new(passphrase.expose()).unwrap();
    run_with(&desk.args(&SCRUTINEERS), 1_800_000_000, |_| Ok(copy()), &mut Vec::new()).unwrap();
    let file = desk.path("sitting").join("keys/scrutineer-2.age");
    let role = terminal_client::run::roles::RoleKey { key: file, vault: None };
    let read = terminal_client::run::roles::read_witness_key(&desk.sitting(), &role, &passphrase);
    let read = read.unwrap().unwrap().verifying_key();
    assert_eq!(read_witnesses(&desk).named()[1].vkey.key().as_bytes(), read.as_bytes());

    std::fs::remove_dir_all(desk.path("sitting")).unwrap();
    let report = desk.run(&[SCRUTINEERS.as_slice(), &["--no-witnesses"]].concat()).unwrap();
    assert!(report.contains("见证 0/0"), "{report}");
    assert_eq!(read_witnesses(&desk).count(), 0);
}

#[test]
fn a_witness_key_of_nobody_or_given_twice_is_refused() {
    let desk = Desk::new();
    let (one, other) = (format!("乙={}", witness_vkey(4)), format!("乙={}", witness_vkey(5)));
    let stranger = format!("丁={}", witness_vkey(4));
    for (given, says) in [
        (vec!["--scrutineer-witness", &one, "--scrutineer-witness", &other], "“乙”的见证公钥给了两次"),
        (vec!["--scrutineer-witness", &stranger], "有“丁”的见证公钥"),
    ] {
        let refused = desk.run(&[SCRUTINEERS.as_slice(), &given].concat()).unwrap_err();
        assert!(refused.zh().contains(says), "{refused}");
        assert!(!desk.path("sitting").exists());
    }
    let log = Vkey::new("vote.example".parse().unwrap(), VkeyType::Ed25519, key(4).0);
    assert_eq!(format!("乙={log}").parse::<NamedVkey>(), Err(KeyArgumentError::NoCosigner));
    assert_eq!(one.parse::<NamedVkey>().map(|one| one.vkey), Ok(witness_vkey(4)));
    assert_eq!("乙".parse::<NamedVkey>(), Err(KeyArgumentError::Form));
    assert!(matches!("乙=x".parse::<NamedVkey>(), Err(KeyArgumentError::Vkey(_))));
    assert_eq!(format!("={}", witness_vkey(4)).parse::<NamedVkey>(), Err(KeyArgumentError::Form));
}

#[test]
fn an_argument_that_is_no_key_is_refused() {
    let good = Bytes32::from(*key(1).0.as_bytes()).to_string();
    assert_eq!(good.parse::<PublicKey>(), Ok(key(1)));
    assert_eq!(good[1..].parse::<PublicKey>(), Err(KeyArgumentError::Encoding));
    // The identity: of small order.
    let identity = format!("AQ{}", "A".repeat(41));
    assert!(matches!(identity.parse::<PublicKey>(), Err(KeyArgumentError::Key(_))));
    assert_eq!(format!("甲={good}").parse::<NamedKey>().map(|one| one.key), Ok(key(1)));
    assert_eq!(good.parse::<NamedKey>(), Err(KeyArgumentError::Form));
    assert_eq!(format!("={good}").parse::<NamedKey>(), Err(KeyArgumentError::Form));
}

#[test]
fn addresses_and_origins_that_cannot_be_are_refused() {
    let desk = Desk::new();
    let mut args = desk.args(&[]);
    args.host.clear();
    let refused = |args: &NewArgs| {
        let error = run_with(args, 0, |_| Ok(Passphrase::generate()), &mut Vec::new()).unwrap_err();
        assert!(!desk.path("sitting").exists());
        error.to_string()
    };
    assert!(refused(&args).contains("--host"));
    args.host = vec!["a b".into()];
    assert!(refused(&args).contains("host:port"));
    let wrong = ["--origin", "vote.example/rehearsal"];
    assert!(refused(&desk.args(&wrong)).contains("does not end in /rehearsal"));
    assert!(refused(&desk.args(&["--origin", "某县"])).contains("visible ASCII"));
    assert!(refused(&desk.args(&["--due", "61"])).contains("--due"));
}

#[test]
fn no_passphrase_no_sitting() {
    let desk = Desk::new();
    let mut out = Vec::new();
    let cancelled = run_with(&desk.args(&[]), 0, |_| Err(PromptError::Cancelled), &mut out);
    assert!(matches!(cancelled, Err(NewError::Prompt(PromptError::Cancelled))), "{cancelled:?}");
    let exposed = desk.path("passphrase");
    std::fs::write(&exposed, "long enough to be one\n").unwrap();
    set_mode(&exposed, 0o644);
    let file = exposed.display().to_string();
    let refused = desk.run(&["--passphrase-file", &file]);
    assert!(matches!(refused, Err(NewError::Passphrase(PassphraseError::Exposed { .. }))), "{refused:?}");
    assert!(!desk.path("sitting").exists() && out.is_empty());
    set_mode(&exposed, 0o600);
    std::fs::write(&exposed, format!("{}\n", Passphrase::generate().expose())).unwrap();
    desk.run(&["--passphrase-file", &file]).unwrap();
}

#[test]
fn what_exists_is_refused_before_anything_is_asked() {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("sitting")).unwrap();
    let asked = |_| -> Result<Passphrase, PromptError> { panic!("asked") };
    let refused = run_with(&desk.args(&[]), 0, asked, &mut Vec::new());
    assert!(matches!(refused, Err(NewError::Sitting(SittingError::Exists { .. }))), "{refused:?}");
}

fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
