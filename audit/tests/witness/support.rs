//! A log to be cosigned, a witness as a process, and a client that speaks plain HTTP by hand.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use audit::checkpoint::Checkpoint;
use audit::entry::preparation::{Mode, SittingDefined, SittingKeys};
use audit::entry::{Body, Line, Sig, Signer, first_prev};
use audit::merkle::{Tree, leaf_hash};
use audit::note::{Note, Vkey, VkeyType};
use audit::wire::Int;
use audit::witness::answer::Answer;
use audit::witness::request::AddCheckpoint;
use audit::witness::store::origin_hex;
use crypto::signature::{Purpose, SigningKey};

pub(crate) const ORIGIN: &str = "vote.example/2026-3";
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn log_key() -> SigningKey {
    SigningKey::from_seed(&[1; 32]).unwrap()
}

pub(crate) fn log() -> Vkey {
    Vkey::new(ORIGIN.parse().unwrap(), VkeyType::Ed25519, log_key().verifying_key())
}

/// Leaves `0..size`; from `fork` on, others.
pub(crate) fn tree(size: u64, fork: u64) -> Tree {
    let mut tree = Tree::new();
    (0..size).for_each(|i| tree.push(leaf_hash(&[i.to_be_bytes(), [u8::from(i >= fork); 8]].concat())));
    tree
}

/// The history that the tests take for the right one.
pub(crate) fn honest(size: u64) -> Tree {
    tree(size, u64::MAX)
}

pub(crate) fn head(tree: &Tree) -> Note {
    let checkpoint = Checkpoint { origin: ORIGIN.parse().unwrap(), size: tree.size(), root: tree.root() };
    checkpoint.sign(&log_key()).unwrap()
}

pub(crate) fn request(tree: &Tree, old: u64) -> AddCheckpoint {
    AddCheckpoint { old, proof: tree.consistency(old, tree.size()).unwrap(), note: head(tree) }
}

/// Entry 0 of a sitting whose log this is; it names no witness.
pub(crate) fn entry_0() -> Vec<u8> {
    let key = |seed: u8| SigningKey::from_seed(&[seed; 32]).unwrap();
    let public = |seed| key(seed).verifying_key().as_bytes().to_owned().into();
    let keys = SittingKeys {
        log: public(1),
        server: public(12),
        secretariat: public(13),
        chief: public(14),
        presiding: public(15),
    };
    let body = Body::SittingDefined(SittingDefined {
        version: Int::from(1),
        name: "云岭县第十九届人民代表大会第三次会议".parse().unwrap(),
        mode: Mode::Real,
        origin: ORIGIN.parse().unwrap(),
        keys,
        witnesses: vec![],
        quorum: Int::ZERO,
        pages: vec![],
    });
    let bytes = body.encode().unwrap();
    let sigs = [(Signer::Secretariat, 13), (Signer::Server, 12)]
        .map(|(by, seed)| Sig { by, sig: key(seed).sign(Purpose::Act, &[0; 32], &bytes).to_bytes().into() });
    Line::write(first_prev(ORIGIN), 1_772_328_600, &sigs, &bytes).unwrap().bytes().to_vec()
}

/// Runs `audit witness` to its end.
pub(crate) fn audit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_audit")).arg("witness").args(arguments).output().unwrap()
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A witness's folder with a fresh key, and a guard beside it.
pub(crate) struct Place {
    place: tempfile::TempDir,
    pub(crate) vkey: Vkey,
}

impl Place {
    pub(crate) fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let made = audit(&["new", place.path().join("w").to_str().unwrap(), "--name", "witness.example/w1"]);
        assert!(made.status.success(), "{}", text(&made.stderr));
        let said = text(&made.stdout);
        let line = said.lines().find(|line| line.starts_with("witness.example/w1+")).unwrap();
        Self { place, vkey: line.parse().unwrap() }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.place.path().join("w")
    }

    pub(crate) fn guard(&self) -> PathBuf {
        self.place.path().join("guard")
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder().join(format!("{}.state", origin_hex(ORIGIN)))
    }

    /// `audit witness serve` of this place and log, with more arguments behind.
    pub(crate) fn command(&self, more: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_audit"));
        command.arg("witness").arg("serve").arg(self.folder()).args(["--listen", "127.0.0.1:0"]).args(more);
        if !more.contains(&"--log") && !more.contains(&"--sitting") {
            command.arg("--log").arg(log().to_string());
        }
        command
    }

    pub(crate) fn start(&self, more: &[&str]) -> Running {
        let mut running = Running::start(self.command(more));
        running.wait_until_ready();
        running
    }

    /// Starts it where it must refuse to; gives the exit status and what it said.
    pub(crate) fn refuses_to_start(&self, more: &[&str]) -> (i32, String) {
        let output = self.command(more).output().unwrap();
        (output.status.code().unwrap(), text(&output.stderr))
    }
}

/// A witness that runs; killed when dropped.
pub(crate) struct Running {
    child: Child,
    said: Arc<Mutex<String>>,
    ready: mpsc::Receiver<SocketAddr>,
    address: Option<SocketAddr>,
}

impl Running {
    pub(crate) fn start(mut command: Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let (sender, ready) = mpsc::channel();
        for pipe in [
            Box::new(child.stdout.take().unwrap()) as Box<dyn io::Read + Send>,
            Box::new(child.stderr.take().unwrap()),
        ] {
            let (said, sender) = (Arc::clone(&said), sender.clone());
            // Ends with the process, whose pipe it reads.
            std::thread::spawn(move || {
                for line in BufReader::new(pipe).lines() {
                    let Ok(line) = line else { return };
                    if let Some((_, rest)) = line.split_once("http://") {
                        let address = rest.split('/').next().unwrap();
                        let _ = sender.send(address.parse().unwrap());
                    }
                    let mut said = said.lock().unwrap();
                    said.push_str(&line);
                    said.push('\n');
                }
            });
        }
        Self { child, said, ready, address: None }
    }

    /// Waits for the line with its address.
    pub(crate) fn wait_until_ready(&mut self) {
        self.address = self.ready.recv_timeout(PATIENCE).ok();
        assert!(self.address.is_some(), "the witness does not listen: {}", self.said());
    }

    pub(crate) fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until it has said something.
    pub(crate) fn wait_for(&self, what: &str) {
        let started = std::time::Instant::now();
        while !self.said().contains(what) {
            assert!(started.elapsed() < PATIENCE, "it never said {what:?}: {}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address.unwrap()
    }

    pub(crate) fn add(&self, request: &AddCheckpoint) -> Answer {
        add(self.address(), request).unwrap()
    }

    /// The last cosigned checkpoint, as it is published.
    pub(crate) fn published(&self) -> Option<Note> {
        published(self.address()).unwrap()
    }

    /// SIGKILL. It must have been running until then.
    pub(crate) fn kill(&mut self) {
        assert!(self.child.try_wait().unwrap().is_none(), "it ended by itself: {}", self.said());
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits until it ends by itself; gives the exit status.
    pub(crate) fn ends(&mut self) -> i32 {
        let started = std::time::Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code().unwrap();
            }
            assert!(started.elapsed() < PATIENCE, "it does not end: {}", self.said());
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Both fail only where it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What came over HTTP.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

pub(crate) fn add(address: SocketAddr, request: &AddCheckpoint) -> io::Result<Answer> {
    let response = http(address, "POST", "/add-checkpoint", &request.to_bytes())?;
    Ok(Answer::parse(response.status, &response.kind, &response.body).unwrap())
}

pub(crate) fn published(address: SocketAddr) -> io::Result<Option<Note>> {
    let response = http(address, "GET", &format!("/{}/checkpoint", origin_hex(ORIGIN)), b"")?;
    match response.status {
        404 => Ok(None),
        status => {
            assert_eq!((status, response.kind.as_str()), (200, "text/plain; charset=utf-8"));
            Ok(Some(Note::parse(&response.body).unwrap()))
        }
    }
}

pub(crate) fn http(address: SocketAddr, method: &str, path: &str, body: &[u8]) -> io::Result<Response> {
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: w\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    let answer = raw(address, &[head.as_bytes(), body].concat())?;
    let broken = || io::Error::from(io::ErrorKind::UnexpectedEof);
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(broken)?;
    let head = text(&answer[..end]);
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    let field = |name: &str| {
        let line = head.lines().find(|line| line.to_lowercase().starts_with(name));
        line.map(|line| line.split_once(": ").unwrap().1.to_owned())
    };
    let body = answer[end + 4..].to_vec();
    // Killed in the middle of its answer.
    if field("content-length").is_some_and(|length| length.parse() != Ok(body.len())) {
        return Err(broken());
    }
    Ok(Response { status, kind: field("content-type").unwrap_or_default(), body })
}

/// Writes, then reads to the end.
pub(crate) fn raw(address: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(bytes)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(answer)
}

/// Size, root and time that our witness says under this note; the signatures of log and witness hold.
pub(crate) fn cosigned(note: &Note, own: &Vkey) -> (Checkpoint, u64) {
    let checkpoint = Checkpoint::open(note, &log()).unwrap();
    let time = note.verify(std::slice::from_ref(own)).unwrap()[0].time.unwrap();
    (checkpoint, time)
}

/// A copy of a folder's files, as a backup makes it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap().map(|file| file.unwrap().path()) {
        if file.is_file() {
            std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}
