//! The process with the deputies' devices. Whatever kills it, its next run goes on from the state folders.

use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crypto::ballot::Choices;
use crypto::card::Card;
use terminal_client::device::{
    DefinitionCache, Device, DeviceCommand, DeviceEvent, DeviceOptions, Holder, OpenContest, run,
};
use terminal_client::net::Dialer;
use terminal_client::sitting_file::SittingFile;
use tokio::sync::{mpsc, watch};

use super::{CONTEST, marks};

/// Names the hall's folder to the process that runs the devices.
pub const HALL: &str = "PIAOJUE_TEST_HALL";

/// Where the device of a deputy keeps its state.
pub(super) fn device_folder(hall: &Path, deputy: u32) -> PathBuf {
    hall.join("devices").join(format!("deputy-{deputy}"))
}

/// Runs the devices of the hall that [`HALL`] names until it is killed or its standard input ends; returns at once where the
/// variable is not set. On its standard input: `allow N`, deputies up to number N may cast. On its standard output: `receipt N {…}`
/// and `failed N why`.
pub fn be_the_clients() {
    let Some(hall) = std::env::var_os(HALL).map(PathBuf::from) else { return };
    let (allow, allowed) = watch::channel(0_u32);
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines() {
            let line = line.unwrap();
            allow.send_replace(line.strip_prefix("allow ").unwrap().parse().unwrap());
        }
        // Whoever started this is gone.
        std::process::exit(0);
    });
    let file = SittingFile::read(&hall.join("sitting.toml")).unwrap();
    let cards: Vec<(u64, String)> =
        serde_json::from_slice(&std::fs::read(hall.join("cards.json")).unwrap()).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let dialer = Dialer::new(&file).unwrap();
        let cache = DefinitionCache::new();
        let devices = cards.into_iter().map(|(number, code)| {
            let card = Card::from_typed(number, &code).unwrap();
            let deputy = u32::try_from(number).unwrap();
            tokio::spawn(live(
                deputy,
                device_folder(&hall, deputy),
                card,
                dialer.clone(),
                Arc::clone(&cache),
                allowed.clone(),
            ))
        });
        for device in devices.collect::<Vec<_>>() {
            device.await.unwrap();
        }
        std::future::pending::<()>().await;
    });
}

async fn live(
    deputy: u32,
    folder: PathBuf,
    card: Card,
    dialer: Dialer,
    cache: Arc<DefinitionCache>,
    mut allowed: watch::Receiver<u32>,
) {
    let device = match Device::open(&folder, Holder::Card(card), dialer, cache) {
        Ok(device) => device,
        Err(error) => return say(&format!("failed {deputy} {error}")),
    };
    let (commands, orders) = mpsc::channel(4);
    let (events, mut happened) = mpsc::channel(64);
    let options = DeviceOptions { check_in: true, find_spread: Duration::from_secs(1) };
    let driver = tokio::spawn(run(device, options, orders, events));
    let mut holds: Option<Arc<OpenContest>> = None;
    loop {
        let event = tokio::select! {
            event = happened.recv() => match event {
                Some(event) => event,
                None => break,
            },
            true = may_cast(&mut allowed, deputy), if holds.is_some() => {
                let contest = holds.take().unwrap();
                let choices = Choices::new(&contest.shape, &marks(deputy)).unwrap();
                let _ = commands.send(DeviceCommand::Prepare { contest: CONTEST, choices }).await;
                continue;
            }
        };
        match event {
            DeviceEvent::BallotReady(contest) => holds = Some(contest),
            DeviceEvent::Prepared { .. } => {
                let _ = commands.send(DeviceCommand::Cast).await;
            }
            DeviceEvent::Boxed { receipt, .. } => {
                say(&format!("receipt {deputy} {}", serde_json::to_string(&receipt).unwrap()));
            }
            DeviceEvent::CastRefused { refusal, .. } => say(&format!("failed {deputy} refused: {refusal}")),
            DeviceEvent::Failed { step, error } => say(&format!("failed {deputy} {step:?}: {error}")),
            DeviceEvent::NotInBox { .. } | DeviceEvent::Missing { .. } => {
                say(&format!("failed {deputy} the ballot is not in the log"));
            }
            _ => {}
        }
    }
    if let Err(error) = driver.await.unwrap() {
        say(&format!("failed {deputy} stopped: {error}"));
    }
}

async fn may_cast(allowed: &mut watch::Receiver<u32>, deputy: u32) -> bool {
    allowed.wait_for(|number| *number >= deputy).await.is_ok()
}

/// One line, in one write: a kill leaves it out or whole. The test harness leaves its own line open before it.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{line}\n").as_bytes()).unwrap();
    out.flush().unwrap();
}
