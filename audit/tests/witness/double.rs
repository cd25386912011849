//! A witness that answers first and persists afterwards, as the shipped one never does: the storm must find it out.

use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use audit::note::{Note, Vkey, VkeyType};
use audit::witness::answer::Answer;
use audit::witness::check::check;
use audit::witness::held::Held;
use audit::witness::http::{Desk, serve};
use audit::witness::published_parts;
use audit::witness::request::AddCheckpoint;
use crypto::signature::SigningKey;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::kills::{Violation, storm};
use crate::support::{Running, log};

/// Set where this test's binary is to be the witness: the file of its state.
const STATE: &str = "PIAOJUE_LATE_WITNESS";
/// Between the answer and the disk.
const LATE: Duration = Duration::from_millis(5);
const NOW: u64 = 1_800_000_000;

fn key() -> SigningKey {
    SigningKey::from_seed(&[3; 32]).unwrap()
}

fn vkey() -> Vkey {
    Vkey::new("late.example".parse().unwrap(), VkeyType::Cosignature, key().verifying_key())
}

struct Late {
    state: PathBuf,
    held: Mutex<Option<Held>>,
}

impl Desk for Late {
    fn add_checkpoint(&self, body: &[u8]) -> Answer {
        let request = AddCheckpoint::parse(body).unwrap();
        let mut held = self.held.lock().unwrap();
        let checkpoint = match check(&request, &log(), held.as_ref().map(Held::checkpoint)) {
            Ok(checkpoint) => checkpoint,
            Err(refusal) => return (&refusal).into(),
        };
        let new = Held::after(held.as_ref(), checkpoint, &request.note, &log(), NOW).unwrap();
        let line = new.note().cosignature(vkey().name(), &key(), NOW).unwrap();
        let (path, bytes) = (self.state.clone(), new.to_bytes());
        *held = Some(new);
        std::thread::spawn(move || {
            std::thread::sleep(LATE);
            let temporary = path.with_extension(format!("{:?}", std::thread::current().id()));
            std::fs::write(&temporary, bytes).unwrap();
            std::fs::rename(temporary, path).unwrap();
        });
        Answer::Cosigned(vec![line])
    }

    fn published(&self, _: &str) -> (u16, &'static str, Vec<u8>) {
        let held = self.held.lock().unwrap();
        let note = held.as_ref().map(|held| {
            let line = held.note().cosignature(vkey().name(), &key(), held.time()).unwrap();
            Note::assemble(held.note().text(), [held.note().signatures(), &[line]].concat()).unwrap()
        });
        published_parts(note.as_ref())
    }
}

/// The process that the storm starts; does nothing in an ordinary run.
#[test]
fn the_late_witness() {
    let Some(state) = std::env::var_os(STATE).map(PathBuf::from) else { return };
    let held = std::fs::read(&state).ok().map(|bytes| Held::parse(&bytes, &log()).unwrap());
    let desk = Arc::new(Late { state, held: Mutex::new(held) });
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        println!("http://{}/", listener.local_addr().unwrap());
        let (_never, stop) = watch::channel(false);
        serve(listener, "", desk, stop).await;
    });
}

#[test]
fn one_that_persists_after_its_answer_is_found_out() {
    let place = tempfile::tempdir().unwrap();
    let start = || {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["double::the_late_witness", "--exact", "--nocapture"]);
        command.env(STATE, place.path().join("state"));
        Running::start(command)
    };
    let (violation, summary) = storm(&vkey(), 200, start);
    let violation = violation.expect("it was not found out");
    println!("found out: {violation}, after {summary:?}");
    assert!(matches!(violation, Violation::WentBack { .. } | Violation::TwoRoots { .. }), "{violation}");
}
