//! The archive of a sealed sitting: whole and checked, or refused by name.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests unwrap as tests do"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use audit::archive::{ArchiveError, MANIFEST_FILE, VERSION, check, complete, files_before_seal, list};
use audit::entry::Body;
use audit::entry::counting::ArchiveFile;
use audit::fingerprint::Fingerprint;
use audit::fold::Code;
use audit::note::Note;
use audit::policy::{POLICY_FILE, Policy};
use audit::print::tally_report;
use audit::rules::explain::Lang;
use audit::verify::report::Report;
use end_to_end::served::files_of;
use end_to_end::smith::{Log, Plan, Smith};
use sha2::{Digest, Sha256};
use tempfile::TempDir;

/// A sitting of this plan, sealed over this list.
fn sealed_over(plan: Plan, change: impl FnOnce(&mut Vec<ArchiveFile>)) -> Log {
    let mut smith = Smith::tell(Plan { sealed: false, ..plan });
    let mut body = smith.seal();
    body.manifest = list(&smith.state).unwrap();
    change(&mut body.manifest);
    smith.push(&Body::SittingSealed(body));
    smith.log()
}

/// A sitting with papers, a named vote and a show of hands, sealed as terminals seal it.
fn whole() -> &'static Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| sealed_over(Plan { every_kind: true, ..Plan::plain() }, |_| {}))
}

fn put(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// What a server publishes of a log.
fn publish(log: &Log, folder: &Path) {
    log.write(folder);
    for (name, bytes) in files_of(log) {
        put(folder, &name, &bytes);
    }
    let entry_0 = log.entry(0);
    let Body::SittingDefined(definition) = entry_0.body() else { panic!("entry 0") };
    put(folder, POLICY_FILE, Policy::of_sitting(definition).unwrap().to_string().as_bytes());
    put(folder, "fingerprint", format!("{}\n", log.fingerprint.to_hex()).as_bytes());
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for item in fs::read_dir(next).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn archived(log: &Log) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    publish(log, folder.path());
    complete(folder.path(), &log.fingerprint, None).unwrap();
    folder
}

/// Why no archive is made of this log; nothing that could be taken for one is there then.
fn not_made(log: &Log, change: impl FnOnce(&Path)) -> ArchiveError {
    let folder = tempfile::tempdir().unwrap();
    publish(log, folder.path());
    change(folder.path());
    let refused = complete(folder.path(), &log.fingerprint, None).unwrap_err();
    assert!(!folder.path().join(MANIFEST_FILE).exists(), "{refused}");
    assert!(!refused.zh().is_empty());
    refused
}

/// Why an archive that somebody changed is none.
fn changed(change: impl FnOnce(&Path)) -> ArchiveError {
    let folder = archived(whole());
    change(folder.path());
    let refused = check(folder.path(), &whole().fingerprint, |_, _| {}).unwrap_err();
    assert!(!refused.zh().is_empty());
    refused
}

/// Lists the files that lie there now, as a forger would.
fn list_again(folder: &Path) {
    let path = folder.join(MANIFEST_FILE);
    let before = fs::read_to_string(&path).unwrap();
    let end = before.find("\n#\n").unwrap() + 3;
    let mut text = before[..end].to_owned();
    fs::remove_file(&path).unwrap();
    for (name, bytes) in files(folder) {
        let hex = Fingerprint(Sha256::digest(&bytes).into()).to_hex();
        writeln!(text, "# {}\n{hex}  {name}", bytes.len()).unwrap();
    }
    fs::write(&path, text).unwrap();
}

#[test]
fn everything_is_in_one_folder_and_is_what_it_should_be() {
    let (log, folder) = (whole(), archived(whole()));
    let path = folder.path();
    let verdict = log.verify();
    let checked = check(path, &log.fingerprint, |_, _| {}).unwrap();
    let files = files(path);
    assert_eq!(checked.files, files.len());
    let pages = files_before_seal(&verdict.state).unwrap();
    assert_eq!(checked.sealed, pages.len());
    assert!(pages.iter().all(|page| files[&page.name] == page.bytes));
    let contests = verdict.state.contests().len();
    assert!(contests > 3);
    for contest in 1..=contests as u64 {
        let page = tally_report(&verdict.state, contest).unwrap();
        assert_eq!(files[&format!("reports/{}", page.file_name())], page.bytes());
    }
    assert!(
        verdict.state.rules().values().any(|rules| rules.text.as_bytes() == files["rules/contest-1.txt"])
    );
    let report = Report::new(&log.fingerprint, &verdict);
    assert_eq!(files["verifier/report.json"], report.json().unwrap().into_bytes());
    assert_eq!(files["verifier/report.zh-CN.txt"], report.text(Lang::Zh).into_bytes());
    let contest = String::from_utf8(files["verifier/contest-1.zh-CN.txt"].clone()).unwrap();
    assert!(contest.starts_with("第 1 项票决") && report.text(Lang::Zh).contains(&contest), "{contest}");
    assert!(files["docs/protocol.md"].starts_with(b"# "));
    // A second one is the same, byte for byte.
    assert_eq!(self::files(archived(log).path()), files);
    // Other tools read the list.
    let mut sha256sum = Command::new("sha256sum");
    match sha256sum.args(["--check", "--strict", "--quiet", MANIFEST_FILE]).current_dir(path).output() {
        Ok(output) => assert!(output.status.success(), "{output:?}"),
        Err(error) => eprintln!("skipped: sha256sum: {error}"),
    }
}

#[test]
fn no_archive_is_made_of_what_is_not_finished_or_does_not_hold() {
    let unsealed = Smith::tell(Plan { sealed: false, ..Plan::plain() }).log();
    assert!(matches!(not_made(&unsealed, |_| {}), ArchiveError::NotSealed));

    let mut forged = whole().clone();
    let at = forged.index_of("result_declared");
    forged.edit(at, |body| {
        let Body::ResultDeclared(declared) = body else { panic!("declaration") };
        declared.totals[0] = 0_u32.into();
    });
    let refused = not_made(&forged, |_| {});
    assert!(
        matches!(&refused, ArchiveError::Refuted(failure) if failure.refusal.code == Code::TotalsWrong),
        "{refused}"
    );

    let mut witnessed = sealed_over(Plan::witnessed(), |_| {});
    archived(&witnessed);
    let note = Note::parse(&witnessed.checkpoint).unwrap();
    let three = Note::assemble(note.text(), note.signatures()[..4].to_vec()).unwrap();
    witnessed.checkpoint = three.to_bytes();
    let refused = not_made(&witnessed, |_| {});
    assert!(matches!(refused, ArchiveError::Unwitnessed { have: 3, quorum: 4 }) && refused.is_unchecked());

    assert!(
        matches!(not_made(whole(), |to| put(to, "photo.jpg", b"mine")), ArchiveError::Stray { name } if name == "photo.jpg")
    );
    let foreign = |to: &Path| put(to, POLICY_FILE, b"quorum none\n");
    assert!(matches!(not_made_after_all(foreign), ArchiveError::ForeignPolicy));
}

/// The same where the last check finds it, when the manifest is there already.
fn not_made_after_all(change: impl FnOnce(&Path)) -> ArchiveError {
    let folder = tempfile::tempdir().unwrap();
    publish(whole(), folder.path());
    change(folder.path());
    let refused = complete(folder.path(), &whole().fingerprint, None).unwrap_err();
    assert!(!folder.path().join(MANIFEST_FILE).exists(), "{refused}");
    refused
}

#[test]
fn a_file_is_the_one_that_the_seal_lists() {
    // A page of another version of the program, or a sheet that was scanned: nobody makes it from the log.
    let listed = |name: &str, bytes: &[u8]| ArchiveFile {
        name: name.parse().unwrap(),
        sha256: <[u8; 32]>::from(Sha256::digest(bytes)).into(),
        length: u32::try_from(bytes.len()).unwrap().into(),
    };
    let (page, scan) = ("reports/contest-1-tally.html", "reports/签字.pdf");
    let log = sealed_over(Plan::plain(), |manifest| {
        manifest.retain(|file| file.name.as_str() != page);
        manifest.extend([listed(page, b"other words"), listed(scan, b"scanned")]);
    });
    assert!(matches!(not_made(&log, |_| {}), ArchiveError::SealedDiffers { name } if name == page));

    let beside = tempfile::tempdir().unwrap();
    let attempt = || {
        let folder = tempfile::tempdir().unwrap();
        publish(&log, folder.path());
        complete(folder.path(), &log.fingerprint, Some(beside.path())).map(|_| folder)
    };
    put(beside.path(), page, b"other words");
    assert!(matches!(attempt(), Err(ArchiveError::SealedMissing { name }) if name == scan));
    put(beside.path(), scan, b"Scanned");
    assert!(matches!(attempt(), Err(ArchiveError::SealedDiffers { name }) if name == scan));
    put(beside.path(), scan, b"scanned");
    let folder = attempt().unwrap();
    assert_eq!(fs::read(folder.path().join(page)).unwrap(), b"other words");
    check(folder.path(), &log.fingerprint, |_, _| {}).unwrap();

    for name in ["../outside", "docs/protocol.md", "manifest.txt", "log.jsonl", "tile/0/000", "a b"] {
        let log = sealed_over(Plan::plain(), |manifest| manifest.push(listed(name, b"")));
        assert!(matches!(not_made(&log, |_| {}), ArchiveError::SealedName { name: bad } if bad == name));
    }
    let twice = sealed_over(Plan::plain(), |manifest| manifest.push(manifest.first().unwrap().clone()));
    assert!(matches!(not_made(&twice, |_| {}), ArchiveError::SealedName { .. }));
}

#[test]
fn a_changed_archive_is_refused_by_the_name_of_what_was_changed() {
    let page = "reports/contest-1-tally.html";
    let append = |to: &Path, name: &str| {
        let mut bytes = fs::read(to.join(name)).unwrap();
        bytes.extend_from_slice(b"<!-- -->\n");
        put(to, name, &bytes);
    };
    // By someone who leaves the manifest as it is.
    for name in [page, "docs/observers.md", "verifier/report.en.txt", "log.jsonl", "policy", "checkpoint"] {
        assert!(matches!(changed(|to| append(to, name)), ArchiveError::Differs { name: is } if is == name));
        let removed = changed(|to| fs::remove_file(to.join(name)).unwrap());
        assert!(matches!(removed, ArchiveError::Missing { name: is } if is == name));
    }
    assert!(
        matches!(changed(|to| put(to, "docs/new.md", b"")), ArchiveError::Stray { name } if name == "docs/new.md")
    );
    let link = changed(|to| std::os::unix::fs::symlink("/etc/hostname", to.join("docs/link")).unwrap());
    assert!(matches!(link, ArchiveError::Stray { name } if name == "docs/link"));
    let no_list = changed(|to| fs::remove_file(to.join(MANIFEST_FILE)).unwrap());
    assert!(matches!(no_list, ArchiveError::NoManifest { .. }) && no_list.is_unchecked());
    assert!(matches!(changed(|to| append(to, MANIFEST_FILE)), ArchiveError::Manifest { .. }));

    // By someone who lists the changed files again: the log, the seal and this program say otherwise.
    let relisted = |change: &dyn Fn(&Path)| {
        changed(|to| {
            change(to);
            list_again(to);
        })
    };
    assert!(matches!(relisted(&|to| append(to, page)), ArchiveError::SealedDiffers { name } if name == page));
    let without = relisted(&|to| fs::remove_file(to.join(page)).unwrap());
    assert!(matches!(without, ArchiveError::SealedMissing { name } if name == page));
    for name in [
        "verifier/report.zh-CN.txt",
        "verifier/report.json",
        "verifier/contest-2.json",
        "docs/protocol.md",
        "about.txt",
    ] {
        assert!(
            matches!(relisted(&|to| append(to, name)), ArchiveError::NotMadeFromLog { name: is } if is == name)
        );
        let without = relisted(&|to| fs::remove_file(to.join(name)).unwrap());
        assert!(matches!(without, ArchiveError::Missing { name: is } if is == name));
    }
    let more = relisted(&|to| put(to, "verifier/contest-99.json", b"{}\n"));
    assert!(matches!(more, ArchiveError::Stray { name } if name == "verifier/contest-99.json"));
    assert!(matches!(relisted(&|to| append(to, "log.jsonl")), ArchiveError::Refuted(_)));
    let old = prefix(whole()).checkpoint;
    assert!(matches!(relisted(&|to| put(to, "checkpoint", &old)), ArchiveError::Refuted(_)));
    assert!(matches!(relisted(&|to| append(to, "fingerprint")), ArchiveError::Fingerprint));
    assert!(matches!(relisted(&|to| append(to, "policy")), ArchiveError::Policy(_)));
    let tile = files_of(whole()).into_keys().find(|name| name.starts_with("tile/entries/")).unwrap();
    assert!(matches!(relisted(&|to| append(to, &tile)), ArchiveError::Tiles(_)));
    let other = changed(|to| {
        let path = to.join(MANIFEST_FILE);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replacen(VERSION, "0.0.9", 1)).unwrap();
    });
    assert!(
        matches!(&other, ArchiveError::OtherVersion { version } if version == "0.0.9")
            && other.is_unchecked()
    );

    // Of another sitting nothing is believed.
    let folder = archived(whole());
    let foreign = check(folder.path(), &Fingerprint([7; 32]), |_, _| {}).unwrap_err();
    assert!(
        matches!(&foreign, ArchiveError::Refuted(failure) if failure.refusal.code == Code::FingerprintDiffers)
    );
}

/// The log before its seal.
fn prefix(log: &Log) -> Log {
    Log::new(log.lines[..log.lines.len() - 1].to_vec(), log.ring.clone())
}
