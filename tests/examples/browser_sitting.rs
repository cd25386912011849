//! A sitting for browsers to vote in, a rehearsal unless `real` is said: a real server as a process, roles that act when they are told, cards for the pages.
//!
//! ```text
//! cargo run -p end-to-end --example browser_sitting -- FOLDER DEPUTIES [real] [PROFILE …]
//! ```
//!
//! Contest 1 chooses at most 3 of 6 items; each PROFILE adds one more: the name of a ready-made one (`audit rules list`), or a file in the
//! same form (`….toml`); with `:N` behind it on N items, else on the same 6. FOLDER must be there and empty; it gets
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
//! seat N M          deputies N to M check in at terminals, and vote at random in each contest that opens
//! voted C           waits until all of them have voted in C: {"done":…,"totals":[how often each cell was marked]}
//! open C, end C, close C, declare C, seal       the steps of two roles; C is a contest's number
//! kill, start       the server, by SIGKILL, and again
//! verify            the published log, by the verifier, or the process fails:
//!                   {"done":"verify","entries":N,"sealed":…,"contests":[{"contest":C,"ballots":N,"totals":[…]}]}, of those declared
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

use audit::entry::preparation::{Item, Mode};
use audit::fold::State;
use audit::rules::{Profile, ReadyMade};
use audit::verify::verify_folder;
use audit::wire::Int;
use end_to_end::processes::{Hall, Server, Step, Terminals};
use tally_server::prepare::sitting::{ContestDraft, Definition, RulesDraft};

/// How long a published log may lag behind what was answered.
const PUBLISHED: Duration = Duration::from_secs(20);

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("FOLDER"));
    let deputies: u32 = arguments.next().expect("DEPUTIES").parse().unwrap();
    let (modes, profiles): (Vec<String>, Vec<String>) = arguments.partition(|word| word == "real");
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server_folder = folder.join("server");
    let mut hall = Hall::make_with(&folder, &server_folder, deputies, |definition| {
        if !modes.is_empty() {
            definition.mode = Mode::Real;
        }
        add(definition, &profiles);
    });
    let mut server = Server::new(&server_folder, &hall.passphrase, &folder.join("server.log"));
    server.start();
    server.wait_until_ready(hall.address);
    runtime.block_on(hall.ceremony());
    let fingerprint = hall.made.fingerprint.to_hex();
    println!("{{\"ready\":\"https://{}\",\"fingerprint\":\"{fingerprint}\"}}", hall.address);
    let mut terminals = Terminals::default();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut words = line.split(' ');
        let command = words.next().unwrap_or_default();
        let mut numbers = words.map(|number| number.parse::<u32>().unwrap());
        let (number, to) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
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
            (None, "seat") => {
                runtime.block_on(terminals.seat(&folder, number.into()..=to.into()));
            }
            (None, "voted") => {
                let totals = runtime.block_on(terminals.voted(number.into()));
                println!("{}", serde_json::json!({ "done": line, "totals": totals }));
                continue;
            }
            (None, "verify") => {
                let state = verify(&hall, &server_folder.join("published"), &runtime);
                println!("{}", told(&state));
                continue;
            }
            (None, other) => panic!("no command: {other}"),
        }
        println!("{{\"done\":\"{line}\"}}");
    }
}

/// A contest for each profile.
fn add(definition: &mut Definition, profiles: &[String]) {
    let same = definition.contests.first().unwrap().items.clone();
    for named in profiles {
        let (name, count) = named
            .rsplit_once(':')
            .map_or((named.as_str(), None), |(name, count)| (name, Some(count.parse::<u32>().unwrap())));
        let profile = if Path::new(name).extension().is_some_and(|ending| ending == "toml") {
            Profile::from_toml(&std::fs::read_to_string(name).unwrap()).unwrap()
        } else {
            ReadyMade::named(name).unwrap_or_else(|| panic!("no profile {name}")).profile().unwrap()
        };
        let title = profile.title.clone();
        let rules = definition.rules.len();
        definition.rules.push(RulesDraft { text: format!("{title}\n"), profile });
        let items = count.map_or_else(|| same.clone(), |count| (1..=count).map(item).collect());
        definition.contests.push(ContestDraft { rules, ..ContestDraft::on_items(title, items) });
    }
}

/// As long as items are on a county's ballot.
fn item(number: u32) -> Item {
    let text = |text: String| text.parse().unwrap();
    Item {
        number: Int::from(number),
        title: text(format!("第 {number} 片区老旧小区雨污分流改造和道路提升工程")),
        department: text("县住房和城乡建设局".to_owned()),
        budget: text(format!("{} 万元", 120 + 35 * number)),
        detail: text("改造排水管网，修补路面，增设路灯和无障碍坡道。年底前完工。".to_owned()),
    }
}

/// What a verified log says.
fn told(state: &State) -> serde_json::Value {
    let contests: Vec<_> = state
        .contests()
        .iter()
        .filter_map(|(number, contest)| {
            let (totals, _) = contest.course()?.declared.clone()?;
            let course = contest.course()?;
            let ballots = course.summed().unwrap_or(course.votes.len() as u64);
            Some(serde_json::json!({ "contest": number, "ballots": ballots, "totals": totals }))
        })
        .collect();
    serde_json::json!({
        "done": "verify", "entries": state.head().size, "sealed": state.is_sealed(), "contests": contests,
    })
}

/// Waits until everything that the secretariat knows is published, and verifies it.
fn verify(hall: &Hall, published: &Path, runtime: &tokio::runtime::Runtime) -> State {
    let size = runtime.block_on(hall.wait(|view| Some(view.state().head().size)));
    let started = std::time::Instant::now();
    loop {
        let verdict = verify_folder(published, &hall.made.fingerprint, |_, _| {}).unwrap();
        let entries = verdict.state.head().size;
        if verdict.failure.is_none() && entries >= size {
            return verdict.state;
        }
        // Between a log's lines and the checkpoint over them the folder is torn for a moment.
        assert!(started.elapsed() < PUBLISHED, "{:?} at {entries} of {size}", verdict.failure);
        std::thread::sleep(Duration::from_millis(300));
    }
}
