//! The server as a process.

use std::fs::File;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `tally-server serve` of one sitting; killed when dropped.
#[derive(Debug)]
pub struct Server {
    binary: PathBuf,
    folder: PathBuf,
    passphrase: PathBuf,
    log: PathBuf,
    child: Option<Child>,
}

/// The newer of the binaries beside the one that runs, release or debug: an old build knows another protocol.
pub fn server_binary() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let built = own
        .ancestors()
        .skip(1)
        .flat_map(|folder| ["release", "debug"].map(|profile| folder.join(profile).join("tally-server")));
    let found = built
        .filter_map(|path| Some((path.metadata().and_then(|about| about.modified()).ok()?, path)))
        .max()
        .map(|(_, path)| path);
    found.expect("no server to kill: first run `cargo build --release -p tally-server`")
}

impl Server {
    /// Not yet running. What it says is added to `log`.
    pub fn new(folder: &Path, passphrase: &Path, log: &Path) -> Self {
        let (folder, passphrase, log) = (folder.to_owned(), passphrase.to_owned(), log.to_owned());
        Self { binary: server_binary(), folder, passphrase, log, child: None }
    }

    /// Starts it; it listens a moment later.
    pub fn start(&mut self) {
        assert!(self.child.is_none(), "it runs already");
        let log = File::options().create(true).append(true).open(&self.log).unwrap();
        let child = Command::new(&self.binary)
            .arg("serve")
            .arg(&self.folder)
            .arg("--passphrase-file")
            .arg(&self.passphrase)
            .env("RUST_LOG", "info")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
    }

    /// Waits until it listens; gives how long that took.
    pub fn wait_until_ready(&mut self, address: SocketAddr) -> Duration {
        let started = Instant::now();
        while TcpStream::connect(address).is_err() {
            self.assert_runs();
            assert!(
                started.elapsed() < Duration::from_secs(30),
                "the server does not listen: {}",
                self.said()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        started.elapsed()
    }

    /// SIGKILL. It must have been running until then: a server that gave up by itself is a failure.
    pub fn kill(&mut self) {
        self.assert_runs();
        self.end();
    }

    /// SIGKILL, whether or not it gave up before, as it should when its disk is gone.
    pub fn end(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Fails with what the server said if it ended by itself.
    pub fn assert_runs(&mut self) {
        let ended = self.child.as_mut().expect("started").try_wait().unwrap();
        assert!(ended.is_none(), "the server ended by itself with {ended:?}:\n{}", self.said());
    }

    /// The end of what it said.
    pub fn said(&self) -> String {
        let all = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&all[all.len().saturating_sub(4_000)..]).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}
