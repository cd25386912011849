//! A web server of a published log that can be told to misbehave: a tally server's files, signed with its real keys, and a switch
//! that no server outside of the tests has.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "a library of tests: what goes wrong here is the test's own fault and must stop it"
)]

mod files;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub use files::files_of;

/// Files by path, without a leading slash.
pub type Files = BTreeMap<String, Vec<u8>>;

/// What the server does with files whose path begins so.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Takes the request and says nothing.
    Silent,
    /// Sends the head and so many bytes of the body, then nothing, with the connection open.
    Stalls(usize),
    /// Sends so many bytes of the body and closes.
    CutsOff(usize),
    /// Sends as many zero bytes more.
    Longer(usize),
    /// Sends a byte at a time, with this between.
    Drips(Duration),
    /// Changes one bit of the byte at this place.
    Changes(usize),
    /// Says that there is no such file.
    Hides,
    /// Another status.
    Status(u16),
}

#[derive(Debug, Default)]
struct Shop {
    /// What most see.
    files: Files,
    /// What some see: whoever asks below this prefix.
    others: BTreeMap<String, Files>,
    faults: Vec<(String, Fault)>,
    asked: Vec<String>,
}

/// A server on loopback; it goes on until the test's process ends.
#[derive(Clone, Debug)]
pub struct Served {
    shop: Arc<Mutex<Shop>>,
    address: SocketAddr,
}

impl Served {
    /// Serves these files from now on.
    pub fn start(files: Files) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shop = Arc::new(Mutex::new(Shop { files, ..Shop::default() }));
        let its = Arc::clone(&shop);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (stream, shop) = (stream.unwrap(), Arc::clone(&its));
                // Whoever hangs up in the midst is what the tests are about.
                std::thread::spawn(move || _ = serve(&stream, &shop));
            }
        });
        Self { shop, address }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where somebody else is sent to, who shall see other files.
    pub fn url_of(&self, prefix: &str) -> String {
        format!("http://{}/{prefix}", self.address)
    }

    /// Other files from now on.
    pub fn put(&self, files: Files) {
        self.shop.lock().unwrap().files = files;
    }

    /// Other files for those below a prefix.
    pub fn put_for(&self, prefix: &str, files: Files) {
        self.shop.lock().unwrap().others.insert(prefix.to_owned(), files);
    }

    /// Misbehaves with paths that begin so, or behaves again.
    pub fn fault(&self, faults: &[(&str, Fault)]) {
        self.shop.lock().unwrap().faults =
            faults.iter().map(|(prefix, fault)| ((*prefix).to_owned(), fault.clone())).collect();
    }

    /// The paths that were asked for since the last time.
    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.shop.lock().unwrap().asked)
    }
}

/// One connection, request after request.
fn serve(stream: &TcpStream, shop: &Mutex<Shop>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    loop {
        let mut request = String::new();
        if reader.read_line(&mut request)? == 0 {
            return Ok(());
        }
        let mut header = String::new();
        while header != "\r\n" {
            header.clear();
            if reader.read_line(&mut header)? == 0 {
                return Ok(());
            }
        }
        let path = request.split(' ').nth(1).unwrap_or("/").trim_start_matches('/').to_owned();
        let (bytes, fault) = {
            let mut shop = shop.lock().unwrap();
            shop.asked.push(path.clone());
            let (files, path) = shop
                .others
                .iter()
                .find_map(|(prefix, files)| Some((files, path.strip_prefix(prefix)?.strip_prefix('/')?)))
                .unwrap_or((&shop.files, &path));
            let fault = shop.faults.iter().find(|(prefix, _)| path.starts_with(prefix));
            (files.get(path).cloned(), fault.map(|(_, fault)| fault.clone()))
        };
        answer(stream, bytes, fault.as_ref())?;
    }
}

fn answer(mut stream: &TcpStream, bytes: Option<Vec<u8>>, fault: Option<&Fault>) -> std::io::Result<()> {
    let forever = || std::thread::sleep(Duration::from_hours(1));
    let head = |status: &str, length: usize| format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\n\r\n");
    let Some(mut bytes) = bytes.filter(|_| !matches!(fault, Some(Fault::Hides))) else {
        return stream.write_all(head("404 Not Found", 0).as_bytes());
    };
    let ok = head("200 OK", bytes.len());
    match fault {
        None | Some(Fault::Hides) => {}
        Some(Fault::Silent) => forever(),
        Some(Fault::Stalls(at)) => {
            stream.write_all(ok.as_bytes())?;
            stream.write_all(&bytes[..bytes.len().min(*at)])?;
            forever();
        }
        Some(Fault::CutsOff(at)) => {
            stream.write_all(ok.as_bytes())?;
            stream.write_all(&bytes[..bytes.len().min(*at)])?;
            return stream.shutdown(std::net::Shutdown::Both);
        }
        Some(Fault::Longer(more)) => bytes.extend(std::iter::repeat_n(0, *more)),
        Some(Fault::Drips(pause)) => {
            stream.write_all(ok.as_bytes())?;
            for byte in &bytes {
                stream.write_all(&[*byte])?;
                std::thread::sleep(*pause);
            }
            return Ok(());
        }
        Some(Fault::Changes(at)) => {
            let at = at % bytes.len();
            bytes[at] ^= 1;
        }
        Some(Fault::Status(status)) => return stream.write_all(head(&format!("{status} So"), 0).as_bytes()),
    }
    stream.write_all(head("200 OK", bytes.len()).as_bytes())?;
    stream.write_all(&bytes)
}
