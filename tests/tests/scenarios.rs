//! Every scenario of `demo --scenario`, small: a whole sitting over real connections, its end compared with what was expected and its
//! log verified. The demo does both and fails otherwise.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

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

macro_rules! scenarios {
    ($($test:ident $name:literal),* $(,)?) => {
        $(#[test]
        fn $test() {
            play($name);
        })*

        /// A scenario without a test would be one that nobody plays.
        #[test]
        fn each_scenario_is_played() {
            let names: Vec<&str> = SCENARIOS.iter().map(|scenario| scenario.name).collect();
            assert_eq!(names, [$($name),*]);
        }
    };
}

scenarios![
    tie "tie",
    shortfall "shortfall",
    appraisal "appraisal",
    grades "grades",
    priority "priority",
    roll_call "roll-call",
    plenary "plenary",
    paper "paper",
    voided "voided",
];
