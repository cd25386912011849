//! What a witness knows after a restart, and what it says when its folder is not what it left.

use std::fs;

use audit::note::Note;
use audit::witness::answer::Answer;
use audit::witness::request::AddCheckpoint;

use crate::support::{Place, Running, copy, cosigned, head, honest, request, text, tree};

fn grow(running: &Running, old: u64, new: u64) {
    assert!(matches!(running.add(&request(&honest(new), old)), Answer::Cosigned(_)));
}

#[test]
fn after_a_restart_it_goes_on_from_where_it_was() {
    let place = Place::new();
    let mut running = place.start(&[]);
    grow(&running, 0, 6);
    let before = running.published();
    running.kill();
    let mut running = place.start(&[]);
    running.wait_for("上次见证到第 6 条");
    assert_eq!(running.published(), before);
    assert_eq!(running.add(&request(&honest(9), 0)), Answer::OtherOld { last: 6 });
    grow(&running, 6, 9);
    running.kill();
}

#[test]
fn one_folder_has_one_process() {
    let place = Place::new();
    let mut first = place.start(&[]);
    let (status, said) = place.refuses_to_start(&[]);
    assert!(status == 2 && said.contains("in use"), "{status} {said}");
    grow(&first, 0, 6);
    first.kill();
    // The lock goes with the process, however it ended.
    place.start(&[]);
}

#[test]
fn a_torn_or_missing_state_is_refused_and_left_as_it_is() {
    let place = Place::new();
    let mut running = place.start(&[]);
    grow(&running, 0, 6);
    running.kill();
    let whole = fs::read(place.state()).unwrap();
    for torn in [&whole[..0], &whole[..100], &whole[..whole.len() - 1]] {
        fs::write(place.state(), torn).unwrap();
        let (status, said) = place.refuses_to_start(&[]);
        assert!(status == 2 && said.contains("已停止") && said.contains("不会自动重置"), "{status} {said}");
        assert_eq!(fs::read(place.state()).unwrap(), torn);
    }
    fs::remove_file(place.state()).unwrap();
    let (status, said) = place.refuses_to_start(&[]);
    assert!(status == 1 && said.contains("已停止：本机的见证状态是旧的"), "{status} {said}");
    fs::write(place.state(), &whole).unwrap();
    grow(&place.start(&[]), 6, 9);
}

#[test]
fn a_folder_put_back_from_a_backup_is_known_by_its_guard() {
    let place = Place::new();
    let guard = place.guard();
    let guard = ["--guard", guard.to_str().unwrap()];
    let mut running = place.start(&guard);
    grow(&running, 0, 6);
    running.kill();
    copy(&place.folder(), &place.file("backup"));
    let mut running = place.start(&guard);
    grow(&running, 6, 9);
    running.kill();
    copy(&place.file("backup"), &place.folder());
    let (status, said) = place.refuses_to_start(&guard);
    assert!(status == 1 && said.contains("恢复了备份"), "{status} {said}");
}

#[test]
fn without_a_guard_it_is_known_by_our_own_newer_cosignature() {
    let place = Place::new();
    let mut running = place.start(&[]);
    running.wait_for("没有防回退文件夹");
    grow(&running, 0, 6);
    running.kill();
    copy(&place.folder(), &place.file("backup"));
    let mut running = place.start(&[]);
    grow(&running, 6, 9);
    let newest = running.published().unwrap();
    assert_eq!(cosigned(&newest, &place.vkey).0.size, 9);
    running.kill();
    copy(&place.folder(), &place.file("newest"));

    copy(&place.file("backup"), &place.folder());
    let mut running = place.start(&[]);
    // The log submits what it publishes, cosignatures included; a second history would have to begin here.
    let all = Note::assemble(head(&honest(9)).text(), newest.signatures().to_vec()).unwrap();
    let answer = running.add(&AddCheckpoint { note: all, ..request(&honest(9), 6) });
    assert!(matches!(answer, Answer::Refused { status: 503, .. }), "{answer:?}");
    assert_eq!(running.ends(), 1);
    running.wait_for("！！已停止：本机的见证状态是旧的");
    let (status, said) = place.refuses_to_start(&[]);
    assert!(status == 1 && said.contains("请放回最新的状态文件"), "{status} {said}");
    copy(&place.file("newest"), &place.folder());
    grow(&place.start(&[]), 9, 12);
}

#[test]
fn what_the_log_publishes_shows_an_old_state_before_anything_is_signed() {
    let place = Place::new();
    let published = place.file("published");
    fs::create_dir_all(&published).unwrap();
    let looks = ["--look-every", "1", "--published", published.to_str().unwrap()];
    // Nothing published yet is no reason not to start.
    let mut running = place.start(&looks);
    running.wait_for("未能查看");
    grow(&running, 0, 6);
    running.kill();
    copy(&place.folder(), &place.file("backup"));
    let mut running = place.start(&looks);
    grow(&running, 6, 9);
    let newest = running.published().unwrap();
    fs::write(published.join("checkpoint"), newest.to_bytes()).unwrap();
    running.kill();
    copy(&place.folder(), &place.file("newest"));
    drop(place.start(&looks));
    copy(&place.file("backup"), &place.folder());
    let output = place.command(&looks).output().unwrap();
    let said = text(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("已停止：本机的见证状态是旧的") && !said.contains("http://"), "{said}");

    // While it runs, another history at its own size is an alarm.
    copy(&place.file("newest"), &place.folder());
    let running = place.start(&looks);
    fs::write(published.join("checkpoint"), head(&tree(9, 4)).to_bytes()).unwrap();
    running.wait_for("！！警报：服务器对同一条数（9 条）签发了两种不同的记录");
    grow(&running, 9, 12);
}

#[test]
fn a_state_changed_under_it_ends_it() {
    let place = Place::new();
    let mut running = place.start(&[]);
    grow(&running, 0, 6);
    let old = fs::read(place.state()).unwrap();
    grow(&running, 6, 9);
    fs::write(place.state(), old).unwrap();
    let answer = running.add(&request(&honest(12), 9));
    assert!(matches!(answer, Answer::Refused { status: 503, .. }), "{answer:?}");
    assert_eq!(running.ends(), 2);
    running.wait_for("was changed by somebody else");
}
