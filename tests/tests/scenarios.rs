//! Every scenario of `demo --scenario`, small: a whole sitting over real connections, its end compared with what was expected and its
//! log verified. The demo does both and fails otherwise.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

use std::thread;

use tally_server::demo::{Asked, DemoArgs, DemoError, SCENARIOS, run};
use terminal_client::lang::Lang;

/// Plays the scenario of this name with a dozen deputies.
fn play(name: &str) {
    let folder = tempfile::tempdir().unwrap();
    let args = DemoArgs {
        plain: true,
        vote: false,
        pabulib: None,
        seats: 10,
        scenario: Some(name.parse::<Asked>().unwrap()),
        small: true,
        dir: folder.path().join("sitting"),
        lang: Lang::Zh,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let played: Result<(), DemoError> = runtime.block_on(run(&args));
    assert!(played.is_ok(), "{name}: {played:?}");
    assert!(args.dir.join("server/published/checkpoint").is_file(), "{name}");
}

/// Side by side: a sitting mostly waits, for its people and for the windows that they are given.
#[test]
fn every_scenario_ends_as_expected_and_its_log_verifies() {
    let played: Vec<_> =
        SCENARIOS.iter().map(|scenario| (scenario.name, thread::spawn(|| play(scenario.name)))).collect();
    let failed: Vec<&str> =
        played.into_iter().filter_map(|(name, task)| task.join().is_err().then_some(name)).collect();
    assert!(failed.is_empty(), "{failed:?}");
}
