//! A rehearsal for browsers to vote in: a real server as a process, roles that act when they are told, cards for the pages.
//!
//! ```text
//! cargo run -p end-to-end --example browser_sitting -- FOLDER DEPUTIES [PROFILE …]
//! ```
//!
//! Contest 1 chooses at most 3 of 6 items; each ready-made PROFILE (`audit rules list`) adds one more on the same items. FOLDER must be
//! there and empty; it gets
//!
//! ```text
//! sitting.toml      what terminals and `terminal-client page` are given
//! cards.json        [[number, typed code], …]
//! server/           the sitting's folder; server/tls/ca.crt is the authority for browsers, server/published the log
//! ```
//!
//! When the key is made and tested it says `{"ready":"https://127.0.0.1:PORT","fingerprint":"…"}`, one line. Then each line of the
//! standard input is done and answered by `{"done":"…"}`:
//!
//! ```text
//! present N         waits until N deputies are checked in
//! open C, end C, close C, declare C, seal       the steps of two roles; C is a contest's number
//! kill, start       the server, by SIGKILL, and again
//! verify            the published log, by the verifier: {"done":"verify","entries":N} or the process fails
//! ```
//!
//! It ends with its input. Driven by the tablet client's browser tests.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::expect_used,
    reason = "a tool of tests: what goes wrong must stop it"
)]

use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use audit::rules::ReadyMade;
use audit::verify::verify_folder;
use end_to_end::processes::{Hall, Server, Step};
use tally_server::prepare::sitting::{ContestDraft, Definition, RulesDraft};

/// How long a published log may lag behind what was answered.
const PUBLISHED: Duration = Duration::from_secs(20);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("FOLDER"));
    let deputies: u32 = arguments.next().expect("DEPUTIES").parse().unwrap();
    let profiles: Vec<String> = arguments.collect();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server_folder = folder.join("server");
    let mut hall =
        Hall::make_with(&folder, &server_folder, deputies, |definition| add(definition, &profiles));
    let mut server = Server::new(&server_folder, &hall.passphrase, &folder.join("server.log"));
    server.start();
    server.wait_until_ready(hall.address);
    runtime.block_on(hall.ceremony());
    let fingerprint = hall.made.fingerprint.to_hex();
    println!("{{\"ready\":\"https://{}\",\"fingerprint\":\"{fingerprint}\"}}", hall.address);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let (command, number) = (words.next().unwrap_or_default(), words.next());
        let number = number.map_or(0, |number| number.parse::<u32>().unwrap());
        let step = match command {
            "open" => Some(Step::Open),
            "end" => Some(Step::End),
            "close" => Some(Step::Close),
            "declare" => Some(Step::Declare),
            "seal" => Some(Step::Seal),
            _ => None,
        };
        match (step, command) {
            (Some(step), _) => runtime.block_on(hall.step_of(number.into(), step)),
            (None, "present") => runtime.block_on(hall.present(number)),
            (None, "kill") => server.kill(),
            (None, "start") => {
                server.start();
                server.wait_until_ready(hall.address);
            }
            (None, "verify") => {
                let entries = verify(&hall, &server_folder.join("published"), &runtime);
                println!("{{\"done\":\"verify\",\"entries\":{entries}}}");
                continue;
            }
            (None, other) => panic!("no command: {other}"),
        }
        println!("{{\"done\":\"{line}\"}}");
    }
}

/// A contest for each profile.
fn add(definition: &mut Definition, profiles: &[String]) {
    let items = definition.contests.first().unwrap().items.clone();
    for name in profiles {
        let profile =
            ReadyMade::named(name).unwrap_or_else(|| panic!("no profile {name}")).profile().unwrap();
        let title = profile.title.clone();
        let rules = definition.rules.len();
        definition.rules.push(RulesDraft { text: format!("{title}\n"), profile });
        definition.contests.push(ContestDraft { rules, ..ContestDraft::on_items(title, items.clone()) });
    }
}

/// Waits until everything that the secretariat knows is published, and verifies it.
fn verify(hall: &Hall, published: &Path, runtime: &tokio::runtime::Runtime) -> u64 {
    let size = runtime.block_on(hall.wait(|view| Some(view.state().head().size)));
    let started = std::time::Instant::now();
    loop {
        let verdict = verify_folder(published, &hall.made.fingerprint, |_, _| {}).unwrap();
        let entries = verdict.state.head().size;
        if verdict.failure.is_none() && entries >= size {
            return entries;
        }
        // Between a log's lines and the checkpoint over them the folder is torn for a moment.
        assert!(started.elapsed() < PUBLISHED, "{:?} at {entries} of {size}", verdict.failure);
        std::thread::sleep(Duration::from_millis(300));
    }
}
