//! A deputy at a device: the driver that the terminal uses, told step by step what the person does.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "helpers of tests unwrap as tests do: a failed step is a failed test"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use audit::wire::Bytes32;
use crypto::ballot::Choices;
use crypto::card::Card;
use crypto::hash::Entropy;
use terminal_client::device::{
    DefinitionCache, Device, DeviceCommand, DeviceError, DeviceEvent, DeviceOptions, Holder, OpenContest,
    Opening, Prepared, Standing, run,
};
use terminal_client::net::{Connection, Dialer, Push};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{CONTEST, NAMED, PATIENCE};

/// More events than a device tells in a short sitting, so that nobody has to listen all the time.
const EVENTS: usize = 512;

type Switched =
    (mpsc::Sender<DeviceCommand>, mpsc::Receiver<DeviceEvent>, JoinHandle<Result<(), DeviceError>>);

fn switch_on(device: Device) -> Switched {
    let (commands, orders) = mpsc::channel(4);
    let (tell, events) = mpsc::channel(EVENTS);
    let options = DeviceOptions { check_in: true, find_spread: Duration::from_millis(200) };
    (commands, events, tokio::spawn(run(device, options, orders, tell)))
}

/// A person and a device.
pub struct Deputy {
    /// Number on the roll.
    pub number: u32,
    /// Where the device keeps its state.
    pub folder: PathBuf,
    /// The card as it is typed, and as its QR has it without the name of its layout: secrets that must stay on the card.
    pub card: Vec<String>,
    commands: mpsc::Sender<DeviceCommand>,
    events: mpsc::Receiver<DeviceEvent>,
    driver: JoinHandle<Result<(), DeviceError>>,
    contest: Option<Arc<OpenContest>>,
    dialer: Dialer,
    cache: Arc<DefinitionCache>,
}

impl Deputy {
    pub(super) fn sit(
        number: u32,
        card: Card,
        folder: &Path,
        dialer: Dialer,
        cache: Arc<DefinitionCache>,
    ) -> Self {
        let fingerprint = dialer.file().fingerprint.0;
        let secrets = vec![card.typed().to_string(), card.qr(&fingerprint).to_string()];
        let device = Device::open(folder, Holder::Card(card), dialer.clone(), Arc::clone(&cache)).unwrap();
        let (commands, events, driver) = switch_on(device);
        let folder = folder.to_owned();
        Self { number, folder, card: secrets, commands, events, driver, contest: None, dialer, cache }
    }

    /// Marks and casts with randomness that the test knows. The device is switched off, the ballot is committed through the
    /// library's own steps, and the device that is switched on again sends what it finds.
    pub async fn cast_with(&mut self, items: &[usize], seed: [u8; 32], nonce: [u8; 32]) {
        let mut device = self.switch_off().await;
        let ballot_key: Bytes32 = self.stored("ballot_key").parse().unwrap();
        let entropy = [seed, nonce].map(Entropy::from_os);
        let choices = self.choices(items);
        let prepared = Prepared::new(self.contest(), ballot_key.to_bytes(), choices, entropy).unwrap();
        device.commit_cast(prepared).unwrap();
        self.switch_on(device);
        self.receipt().await;
    }

    /// The device without its driver, as it finds its folder at a start.
    pub async fn switch_off(&mut self) -> Device {
        self.order(DeviceCommand::Stop).await;
        (&mut self.driver).await.unwrap().unwrap();
        self.reopened()
    }

    /// The same, once it believes sitting and contest.
    pub async fn switch_off_informed(&mut self) -> Device {
        let mut device = self.switch_off().await;
        let mut connection = Connection::dial(&self.dialer).await.unwrap();
        connection.watch(self.number).await.unwrap();
        let digest = loop {
            if let Push::Digest(digest) = connection.next().await.unwrap() {
                break digest;
            }
        };
        device.believe(&mut connection, &digest).await.unwrap();
        let opened = digest.contests[0].opened[0].to_bytes();
        device.believe_contest(&mut connection, CONTEST, &opened).await.unwrap();
        device
    }

    /// The device of a driver that has ended.
    pub fn reopened(&self) -> Device {
        let card = Card::from_qr(&self.card[1], &self.dialer.file().fingerprint.0).unwrap();
        let holder = Holder::Card(card);
        Device::open(&self.folder, holder, self.dialer.clone(), Arc::clone(&self.cache)).unwrap()
    }

    /// Lets a device that was switched off go on by itself.
    pub fn switch_on(&mut self, device: Device) {
        (self.commands, self.events, self.driver) = switch_on(device);
    }

    /// Marks, encrypted with fresh randomness for a device that is switched off.
    pub fn prepared(&self, items: &[usize]) -> Prepared {
        let ballot_key: Bytes32 = self.stored("ballot_key").parse().unwrap();
        let fresh = || Entropy::from_os(rand::random());
        Prepared::new(self.contest(), ballot_key.to_bytes(), self.choices(items), [fresh(), fresh()]).unwrap()
    }

    /// Until the box has the ballot, durably; how often it was changed.
    pub async fn receipt(&mut self) -> u8 {
        self.until(|event| match event {
            DeviceEvent::Boxed { changes, .. } => Some(changes),
            _ => None,
        })
        .await
    }

    /// Until a cast is refused; what counts then.
    pub async fn refused_cast(&mut self) -> Standing {
        let standing = |event| match event {
            DeviceEvent::CastRefused { standing, .. } => Some(standing),
            _ => None,
        };
        self.sees(standing).await
    }

    /// Until the log was searched for the ballot in vain, as for one without a receipt it may be.
    pub async fn not_in_box(&mut self) {
        self.sees(|event| matches!(event, DeviceEvent::NotInBox { .. }).then_some(())).await;
    }

    /// Waits for an event, whatever comes before it.
    async fn sees<T>(&mut self, mut pick: impl FnMut(DeviceEvent) -> Option<T>) -> T {
        let number = self.number;
        let wait = async {
            loop {
                let Some(event) = self.events.recv().await else {
                    panic!("deputy {number}: the device stopped")
                };
                if let Some(picked) = pick(event) {
                    return picked;
                }
            }
        };
        timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("deputy {number} waits too long"))
    }

    /// Until the ballot was found, whatever became of a change whose answer was lost; gives its index.
    pub async fn found_one_of_two(&mut self) -> u64 {
        let number = self.number;
        let wait = async {
            loop {
                match self.events.recv().await {
                    Some(DeviceEvent::Found { index, .. }) => return index,
                    Some(DeviceEvent::CastRefused { standing: Standing::Either, .. }) => {}
                    Some(wrong @ (DeviceEvent::Missing { .. } | DeviceEvent::CastRefused { .. })) => {
                        panic!("deputy {number}: {wrong:?}")
                    }
                    Some(_) => {}
                    None => panic!("deputy {number}: the device stopped"),
                }
            }
        };
        timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("deputy {number} waits too long"))
    }

    /// Marks once more; gives why the device does not encrypt it.
    pub async fn refused_mark(&mut self, items: &[usize]) -> DeviceError {
        let choices = self.choices(items);
        self.order(DeviceCommand::Prepare { contest: CONTEST, choices }).await;
        let number = self.number;
        let wait = async {
            loop {
                match self.events.recv().await {
                    Some(DeviceEvent::Failed { error, .. }) => return error,
                    Some(DeviceEvent::Prepared { .. }) | None => panic!("deputy {number}: not refused"),
                    Some(_) => {}
                }
            }
        };
        timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("deputy {number} waits too long"))
    }

    fn choices(&self, items: &[usize]) -> Choices {
        let shape = &self.contest.as_ref().unwrap().shape;
        let marks: Vec<bool> = (0..shape.cells()).map(|cell| items.contains(&cell)).collect();
        Choices::new(shape, &marks).unwrap()
    }

    /// Waits for what `pick` takes; what goes wrong meanwhile fails the test.
    async fn until<T>(&mut self, mut pick: impl FnMut(DeviceEvent) -> Option<T>) -> T {
        let number = self.number;
        let wait = async {
            loop {
                match self.events.recv().await {
                    Some(
                        wrong @ (DeviceEvent::Failed { .. }
                        | DeviceEvent::CastRefused { .. }
                        | DeviceEvent::Missing { .. }
                        | DeviceEvent::NotInBox { .. }),
                    ) => panic!("deputy {number}: {wrong:?}"),
                    Some(event) => {
                        if let Some(picked) = pick(event) {
                            return picked;
                        }
                    }
                    None => panic!("deputy {number}: the device stopped"),
                }
            }
        };
        timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("deputy {number} waits too long"))
    }

    /// Until the check-in stands in the log.
    pub async fn checked_in(&mut self) {
        self.until(|event| matches!(event, DeviceEvent::CheckedIn).then_some(())).await;
    }

    /// Until the device has asked to be let in late.
    pub async fn at_the_door(&mut self) {
        self.until(|event| matches!(event, DeviceEvent::AwaitingRoles).then_some(())).await;
    }

    /// Until the stamped ballot is on the device.
    pub async fn drawn(&mut self) -> Arc<OpenContest> {
        let contest = self
            .until(|event| match event {
                DeviceEvent::BallotReady(contest) => Some(contest),
                _ => None,
            })
            .await;
        self.contest = Some(Arc::clone(&contest));
        contest
    }

    /// The contest whose ballot was drawn.
    pub fn contest(&self) -> Arc<OpenContest> {
        Arc::clone(self.contest.as_ref().unwrap())
    }

    async fn order(&self, command: DeviceCommand) {
        self.commands.send(command).await.unwrap();
    }

    /// Marks items (from 0) and encrypts.
    pub async fn mark(&mut self, items: &[usize]) {
        let choices = self.choices(items);
        self.order(DeviceCommand::Prepare { contest: CONTEST, choices }).await;
        self.until(|event| matches!(event, DeviceEvent::Prepared { .. }).then_some(())).await;
    }

    /// Marks, casts, and has a receipt.
    pub async fn cast(&mut self, items: &[usize]) {
        self.mark(items).await;
        self.order(DeviceCommand::Cast).await;
        self.until(|event| matches!(event, DeviceEvent::Boxed { .. }).then_some(())).await;
    }

    /// Marks, and has the encryption opened.
    pub async fn challenge(&mut self, items: &[usize]) -> Box<Opening> {
        self.mark(items).await;
        self.order(DeviceCommand::Challenge).await;
        self.until(|event| match event {
            DeviceEvent::Opened(opening) => Some(opening),
            _ => None,
        })
        .await
    }

    /// Puts an opened encryption on the log.
    pub async fn record(&mut self, opening: Box<Opening>) {
        self.order(DeviceCommand::Record(opening)).await;
        self.until(|event| matches!(event, DeviceEvent::Recorded).then_some(())).await;
    }

    /// Votes by name: the column of each item. Until the vote stands in the log.
    pub async fn vote(&mut self, columns: &[usize]) {
        self.until(|event| {
            matches!(event, DeviceEvent::BallotReady(contest) if contest.number == NAMED).then_some(())
        })
        .await;
        self.order(DeviceCommand::Vote { contest: NAMED, columns: columns.to_vec() }).await;
        self.until(|event| matches!(event, DeviceEvent::Voted { .. }).then_some(())).await;
    }

    /// Until the ballot was found in the log; gives its index.
    pub async fn found(&mut self) -> u64 {
        self.until(|event| match event {
            DeviceEvent::Found { index, .. } => Some(index),
            _ => None,
        })
        .await
    }

    /// The deputy goes.
    pub async fn leave(self) {
        let _ = self.commands.send(DeviceCommand::Stop).await;
        drop(self.events);
        self.driver.await.unwrap().unwrap();
    }

    /// A field of the device's state file for the contest: 32 bytes in base64url, or empty where it was wiped.
    pub fn stored(&self, field: &str) -> String {
        let state = std::fs::read(self.folder.join("device.json")).unwrap();
        let state: serde_json::Value = serde_json::from_slice(&state).unwrap();
        let contest = &state["contests"][0];
        let value = if contest.get(field).is_some() { &contest[field] } else { &state[field] };
        value.as_str().unwrap().to_owned()
    }
}
