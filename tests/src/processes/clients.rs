//! The deputies' devices as seen from outside: a process to kill, what it said, and what it left on disk.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use protocol::BoxReceipt;

use super::child::{HALL, device_folder};

/// What was seen of a ballot key the first time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FirstRequest {
    pub(super) ballot_key: String,
    pub(super) request: String,
}

#[derive(Debug, Default)]
struct Told {
    receipts: BTreeMap<u32, BTreeSet<String>>,
    failures: Vec<String>,
}

/// The process with the devices; killed when dropped.
#[derive(Debug)]
pub struct Clients {
    hall: PathBuf,
    deputies: u32,
    allowed: u32,
    told: Arc<Mutex<Told>>,
    firsts: BTreeMap<u32, FirstRequest>,
    running: Option<(Child, ChildStdin, JoinHandle<()>)>,
}

impl Clients {
    /// Not yet running.
    pub fn new(hall: &Path, deputies: u32) -> Self {
        Self {
            hall: hall.to_owned(),
            deputies,
            allowed: 0,
            told: Arc::default(),
            firsts: BTreeMap::new(),
            running: None,
        }
    }

    /// Starts the process.
    pub fn start(&mut self) {
        assert!(self.running.is_none(), "it runs already");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_clients", "--nocapture"])
            .env(HALL, &self.hall)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let told = Arc::clone(&self.told);
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map(Result::unwrap) {
                if let Some(receipt) = line.strip_prefix("receipt ") {
                    let (deputy, receipt) = receipt.split_once(' ').unwrap();
                    told.lock().unwrap().add(deputy.parse().unwrap(), receipt.to_owned());
                } else if let Some(failed) = line.strip_prefix("failed ") {
                    told.lock().unwrap().failures.push(failed.to_owned());
                }
            }
        });
        self.running = Some((child, input, reader));
        self.allow(self.allowed);
    }

    /// Lets the deputies up to this number cast.
    pub fn allow(&mut self, deputy: u32) {
        self.allowed = deputy;
        let (_, input, _) = self.running.as_mut().expect("started");
        writeln!(input, "allow {deputy}").unwrap();
        input.flush().unwrap();
    }

    /// SIGKILL; then everything it had said is read, and what it left on disk is looked at.
    pub fn kill(&mut self) {
        if let Some((mut child, _, reader)) = self.running.take() {
            child.kill().unwrap();
            child.wait().unwrap();
            reader.join().unwrap();
        }
        self.look();
    }

    /// Reads the state files: keeps receipts, holds each ballot key against the one that was seen first. Gives how many ballots
    /// have been drawn, receipted, slipped and found in the log.
    pub fn look(&mut self) -> [usize; 4] {
        let mut counts = [0; 4];
        for deputy in 1..=self.deputies {
            // Replaced whole by renames, so any read is of a whole file; before the first there is none.
            let path = device_folder(&self.hall, deputy).join("device.json");
            let Ok(bytes) = std::fs::read(path) else { continue };
            let state: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            let Some(contest) = state["contests"].get(0) else { continue };
            let text = |name: &str| contest[name].as_str().unwrap().to_owned();
            let now = FirstRequest { ballot_key: text("ballot_key"), request: text("request") };
            let first = self.firsts.entry(deputy).or_insert_with(|| now.clone());
            assert_eq!(*first, now, "deputy {deputy} drew twice");
            let receipt = &contest["cast"]["receipt"];
            let seen =
                [true, receipt.is_object(), contest["slip"] == true, contest["cast"]["found"].is_number()];
            counts.iter_mut().zip(seen).for_each(|(count, seen)| *count += usize::from(seen));
            if receipt.is_object() {
                // Through the type, so that it has the form in which the process prints it.
                let receipt: BoxReceipt = serde_json::from_value(receipt.clone()).unwrap();
                self.told.lock().unwrap().add(deputy, serde_json::to_string(&receipt).unwrap());
            }
        }
        counts
    }

    /// Waits until the counts of [`Clients::look`] are as wanted.
    pub fn until(&mut self, reached: impl Fn([usize; 4]) -> bool) {
        let started = Instant::now();
        let mut counts = self.look();
        while !reached(counts) {
            assert!(
                started.elapsed() < Duration::from_mins(2),
                "drawn, receipted, slips, found: {counts:?}; {:?}",
                self.failures()
            );
            std::thread::sleep(Duration::from_millis(300));
            counts = self.look();
        }
    }

    /// Every receipt that was printed or stored, by deputy.
    pub fn receipts(&self) -> BTreeMap<u32, Vec<BoxReceipt>> {
        let told = self.told.lock().unwrap();
        let parsed = |text: &String| serde_json::from_str(text).unwrap();
        told.receipts.iter().map(|(deputy, all)| (*deputy, all.iter().map(parsed).collect())).collect()
    }

    /// What the devices gave up, in words.
    pub fn failures(&self) -> Vec<String> {
        self.told.lock().unwrap().failures.clone()
    }

    pub(super) fn firsts(&self) -> &BTreeMap<u32, FirstRequest> {
        &self.firsts
    }
}

impl Told {
    fn add(&mut self, deputy: u32, receipt: String) {
        self.receipts.entry(deputy).or_default().insert(receipt);
    }
}

impl Drop for Clients {
    fn drop(&mut self) {
        if let Some((mut child, _, _)) = self.running.take() {
            // Already failing: the first failure is the one to be told.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
