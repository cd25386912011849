//! The running server, in this process: for the command `serve`, for the demo, and for tests.
//!
//! Order of the start: certificate against the sitting file → sequencer (which verifies everything on disk) → socket. Order of
//! the end: no new connection, answers under way go out → sequencer signs its last checkpoint → done.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use protocol::limits;
use terminal_client::net::pinning::CertificateFingerprint;
use terminal_client::page::{Bundle, Site};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::cosigning::{client, rounds};
use crate::folder::keys::ServerKeys;
use crate::folder::{Folder, FolderError};
use crate::net::{self, Net};
use crate::sequencer::{self, Fatal, Handle, Parts, StartError};
use terminal_client::net::server_tls::{ServerTls, TlsError};

/// File descriptors that are asked for: a socket each, and the server's own files.
pub const FILES_WANTED: u64 = limits::CONNECTIONS_MAX as u64 + 512;

/// What may differ from the folder's settings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Where to listen; port 0 takes any.
    pub address: Option<SocketAddr>,
    /// How long return slips are waited for; never below [`crate::folder::SLIP_WINDOW_MIN`].
    pub slip_window: Option<Duration>,
    /// After how long without a quorum of witnesses open contests are held; for tests, which cannot wait so long.
    pub quorum_max_age: Option<Duration>,
}

/// Why the server does not run, or stopped.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum ServeError {
    #[error(transparent)]
    Folder(#[from] FolderError),
    #[error(transparent)]
    Tls(#[from] TlsError),
    #[error("the certificate in tls/ has the fingerprint {actual}, the sitting file says {expected}")]
    Certificate { expected: CertificateFingerprint, actual: CertificateFingerprint },
    #[error(transparent)]
    Start(#[from] StartError),
    #[error("a witness's address in the policy file: {0}")]
    Witness(#[from] audit::observe::http::NotAnAddress),
    #[error("cannot listen at {address}: {source}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error(transparent)]
    Fatal(#[from] Fatal),
    #[error("a task of the server was lost")]
    Lost,
}

/// A server that is running. Dropped, it is told to stop, and not waited for.
pub struct Running {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    handle: Handle,
    net: Option<JoinHandle<()>>,
    sequencer: Option<JoinHandle<Result<(), ServeError>>>,
}

/// Starts the server of a sitting's folder.
pub async fn start(folder: &Path, keys: ServerKeys, options: Options) -> Result<Running, ServeError> {
    let folder = Folder::new(folder);
    let sitting = folder.read_sitting()?;
    let settings = folder.read_settings()?;
    let tls = ServerTls::load_or_make(folder.path(), &[])?;
    if tls.fingerprint() != sitting.tls {
        return Err(ServeError::Certificate { expected: sitting.tls, actual: tls.fingerprint() });
    }
    let site = Site::of_tally_server(Bundle::embedded(), &sitting);
    let slip_window =
        options.slip_window.unwrap_or(settings.slip_window()).max(crate::folder::SLIP_WINDOW_MIN);
    let published = folder.published();
    let quorum_max_age = options.quorum_max_age.unwrap_or(limits::QUORUM_MAX_AGE);
    let parts = Parts { folder, sitting, keys, slip_window, quorum_max_age };
    let started = tokio::task::spawn_blocking(move || sequencer::start(parts));
    let sequencer::Running { handle, thread } = started.await.map_err(|_| ServeError::Lost)??;

    let address = options.address.unwrap_or(settings.address);
    let listener = match TcpListener::bind(address).await {
        Ok(listener) => listener,
        Err(source) => {
            handle.stop();
            return Err(ServeError::Listen { address, source });
        }
    };
    let address = listener.local_addr().map_err(|source| ServeError::Listen { address, source })?;
    let (stop, stopping) = watch::channel(false);
    let rounds = rounds::run(Arc::clone(&handle.shared.cosigning), handle.clone(), stopping.clone());
    drop(tokio::spawn(rounds));
    if let Err(error) = client::start(&handle, &stopping) {
        handle.stop();
        return Err(error.into());
    }
    let net = Arc::new(Net::new(handle.clone(), published, site, stopping));
    let net = tokio::spawn(net::serve(listener, tls.config(), net));
    let ending = stop.clone();
    let sequencer = tokio::spawn(async move {
        let ended = tokio::task::spawn_blocking(move || thread.join()).await;
        // Without the sequencer nothing can be answered: whoever is connected shall look elsewhere.
        ending.send_replace(true);
        match ended {
            Ok(Ok(result)) => result.map_err(ServeError::from),
            _ => Err(ServeError::Lost),
        }
    });
    Ok(Running { address, stop, handle, net: Some(net), sequencer: Some(sequencer) })
}

impl Running {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until the server ends by itself: it cannot go on, and says why.
    pub async fn failed(&mut self) -> ServeError {
        match &mut self.sequencer {
            Some(sequencer) => {
                let ended = sequencer.await;
                self.sequencer = None;
                match ended {
                    Ok(Err(error)) => error,
                    _ => ServeError::Lost,
                }
            }
            None => std::future::pending().await,
        }
    }

    /// Ends in order: answers under way go out, the last checkpoint is signed and published.
    pub async fn stop(mut self) -> Result<(), ServeError> {
        self.stop.send_replace(true);
        if let Some(net) = self.net.take() {
            net.await.map_err(|_| ServeError::Lost)?;
        }
        let handle = self.handle.clone();
        tokio::task::spawn_blocking(move || handle.stop()).await.map_err(|_| ServeError::Lost)?;
        match self.sequencer.take() {
            Some(sequencer) => sequencer.await.map_err(|_| ServeError::Lost)?,
            None => Ok(()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if self.sequencer.is_some() {
            let handle = self.handle.clone();
            // A full queue would block here; the thread empties it in a moment.
            std::thread::spawn(move || handle.stop());
        }
    }
}

/// Raises the limit of file descriptors as far as it goes; gives what it is now.
pub fn raise_file_limit() -> std::io::Result<u64> {
    rlimit::increase_nofile_limit(FILES_WANTED)
}
