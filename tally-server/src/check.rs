//! 自检: whether this machine and this folder are fit to serve, before anyone is in the hall.
//!
//! It changes nothing but a probe file, and cuts nothing a start would not cut. Every line says 通过 or 不通过.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::time::{Duration, Instant};

use audit::fold::{Stage, State};
use terminal_client::keys::Passphrase;
use terminal_client::page::{Bundle, PageHash};
use terminal_client::sitting_file::SittingFile;

use crate::folder::Folder;
use crate::folder::keys::ServerKeys;
use crate::folder::stamps::StampFiles;
use crate::sequencer::{examine, now};
use crate::serve::{FILES_WANTED, raise_file_limit};
use terminal_client::net::server_tls::{AUTHORITY_FILE, CERTIFICATE_FILE, ServerTls, TLS_FOLDER};

/// Free bytes that a sitting needs besides its boxes.
const SPACE_BYTES: u64 = 512 * 1024 * 1024;
/// Bytes for each deputy: the box, the log and its published copy, with a wide ballot and a run-off.
const SPACE_BYTES_EACH: u64 = 256 * 1024;
/// A disk that takes longer for one fsync cannot keep up with a hall.
const FSYNC_MAX: Duration = Duration::from_millis(500);
const FSYNC_PROBES: u32 = 8;
/// 2025-01-01T00:00:00Z: a clock before that was never set.
const CLOCK_EARLIEST: u64 = 1_735_689_600;
/// A whole minute is claimed at an opening, so the last entry may be so many seconds ahead.
const CLOCK_AHEAD: u64 = 60;

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub passed: bool,
    /// What was looked at, and the finding: Chinese.
    pub zh: String,
    /// The same in English.
    pub en: String,
}

impl Finding {
    fn new<E: std::fmt::Display>(zh: &str, en: &str, result: &Result<String, E>) -> Self {
        let (passed, found) = match result {
            Ok(found) => (true, found.clone()),
            Err(error) => (false, error.to_string()),
        };
        Self { passed, zh: format!("{zh}：{found}"), en: format!("{en}: {found}") }
    }

    /// 通过 / 不通过, then the line in both languages.
    pub fn print(&self) -> String {
        let (zh, en) = if self.passed { ("通过", "passed") } else { ("不通过", "FAILED") };
        format!("[{zh}] {}\n[{en}] {}", self.zh, self.en)
    }
}

/// Runs every check; the passphrase opens the server's keys.
pub fn check(path: &Path, passphrase: &Passphrase, listen: Option<SocketAddr>) -> Vec<Finding> {
    let folder = Folder::new(path);
    let mut findings = vec![files(), fsync(path)];
    let settings = folder.read_settings();
    let address = settings.as_ref().ok().map(|settings| listen.unwrap_or(settings.address));
    findings.push(Finding::new("服务器设置", "settings", &settings.map(|_| String::new())));
    if let Some(address) = address {
        findings.push(port(address));
    }
    let sitting = folder.read_sitting();
    findings.push(Finding::new(
        "会议文件",
        "sitting file",
        &sitting.as_ref().map(|sitting| sitting.name.to_string()),
    ));
    let Ok(sitting) = sitting else { return findings };
    findings.push(Finding::new("服务器证书", "certificate", &certificate(path, &sitting)));
    let keys = ServerKeys::read(&folder, sitting.origin.as_str(), passphrase);
    findings.push(Finding::new("服务器密钥", "server keys", &keys.as_ref().map(|_| String::new())));
    let Ok(keys) = keys else { return findings };
    let state = examine(&folder, &sitting, &keys);
    let entries = |state: &State| format!("{} / {}", state.head().size, sitting.fingerprint.to_hex());
    findings.push(Finding::new("记录与检查点", "log and checkpoint", &state.as_ref().map(entries)));
    let Ok(state) = state else { return findings };
    findings.push(Finding::new("网页", "pages", &pages(&state)));
    findings.push(Finding::new("时钟", "clock", &clock(now(), state.head().time)));
    findings.push(Finding::new("磁盘空间", "disk space", &space(path, &state)));
    findings.push(Finding::new("盖章钥", "stamp keys", &stamps(&folder, &state, &keys)));
    findings
}

fn files() -> Finding {
    let found = raise_file_limit().map_err(|error| error.to_string()).and_then(|limit| {
        let words = format!("{limit} / {FILES_WANTED}");
        if limit >= FILES_WANTED { Ok(words) } else { Err(words) }
    });
    Finding::new("可打开文件数", "file descriptors", &found)
}

/// Writes and syncs a few blocks where the log will be.
fn fsync(path: &Path) -> Finding {
    let probe = path.join(".fsync-probe");
    let measure = || -> io::Result<Duration> {
        let mut file = File::create(&probe)?;
        let started = Instant::now();
        for _ in 0..FSYNC_PROBES {
            file.write_all(&[1; 4_096])?;
            file.sync_data()?;
        }
        Ok(started.elapsed() / FSYNC_PROBES)
    };
    let measured = measure();
    // What matters is the measurement; a probe that stays is empty of meaning.
    let _ = fs::remove_file(&probe);
    let found = measured.map_err(|error| error.to_string()).and_then(|each| {
        let words = format!("{:.1} ms", each.as_secs_f64() * 1_000.0);
        if each <= FSYNC_MAX { Ok(words) } else { Err(words) }
    });
    Finding::new("磁盘写入", "fsync", &found)
}

fn port(address: SocketAddr) -> Finding {
    let free = TcpListener::bind(address).map(|_| address.to_string());
    Finding::new("端口", "port", &free.map_err(|error| format!("{address}: {error}")))
}

fn certificate(path: &Path, sitting: &SittingFile) -> Result<String, String> {
    if !path.join(TLS_FOLDER).join(CERTIFICATE_FILE).exists() {
        return Err(format!("{TLS_FOLDER}/{CERTIFICATE_FILE}"));
    }
    let tls = ServerTls::load_or_make(path, &[]).map_err(|error| error.to_string())?;
    let actual = tls.fingerprint();
    if actual != sitting.tls {
        return Err(format!("{actual} ≠ {}", sitting.tls));
    }
    // Browsers would refuse a server whose authority is another one; an older folder has none.
    match tls.authority(path).map_err(|error| error.to_string())? {
        Some(authority) => Ok(format!("{actual}, {AUTHORITY_FILE} {authority}")),
        None => Ok(actual.to_string()),
    }
}

/// The pages of this program are those of entry 0, where it names any.
fn pages(state: &State) -> Result<String, String> {
    let named: Vec<String> = state
        .sitting()
        .iter()
        .flat_map(|sitting| &sitting.definition.pages)
        .map(|hash| PageHash(*hash.as_bytes()).to_string())
        .collect();
    let own = Bundle::embedded().hash().map_or_else(String::new, |hash| hash.to_string());
    if named.is_empty() || named.contains(&own) {
        Ok(own)
    } else {
        Err(format!("{own} ≠ {}", named.join(", ")))
    }
}

fn clock(now: u64, last: u64) -> Result<String, String> {
    if now < CLOCK_EARLIEST {
        return Err(format!("{now} < {CLOCK_EARLIEST}"));
    }
    if now.saturating_add(CLOCK_AHEAD) < last {
        return Err(format!("{now} < {last}"));
    }
    Ok(now.to_string())
}

fn space(path: &Path, state: &State) -> Result<String, String> {
    let deputies = state.roll().map_or(0, |roll| roll.membership);
    let needed = SPACE_BYTES.saturating_add(deputies.saturating_mul(SPACE_BYTES_EACH));
    let free = fs4::available_space(path).map_err(|error| error.to_string())?;
    let mib = |bytes: u64| bytes / (1024 * 1024);
    let words = format!("{} / {} MiB", mib(free), mib(needed));
    if free >= needed { Ok(words) } else { Err(words) }
}

/// Every contest that was not opened yet has a key that opens, or will get one; every one that is voting has its own.
fn stamps(folder: &Folder, state: &State, keys: &ServerKeys) -> Result<String, String> {
    let sitting = state.sitting().map(|sitting| sitting.fingerprint).unwrap_or_default();
    let files = StampFiles::new(folder, sitting, &keys.storage);
    let mut found = 0_u64;
    for (number, contest) in state.contests() {
        let key = files.open(*number).map_err(|error| error.to_string())?;
        if key.is_some() {
            found += 1;
        }
        if let Some(course) = contest.course().filter(|course| course.stage <= Stage::Opening)
            && let Some(keys) = &course.keys
            && key.is_none_or(|key| *key.public_key().as_bytes() != keys.stamp_key)
        {
            return Err(format!("contest {number}"));
        }
    }
    Ok(found.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_was_never_set_or_went_back_is_found() {
        assert!(clock(CLOCK_EARLIEST + 100, CLOCK_EARLIEST).is_ok());
        assert!(clock(CLOCK_EARLIEST + 100, CLOCK_EARLIEST + 160).is_ok());
        assert!(clock(CLOCK_EARLIEST + 100, CLOCK_EARLIEST + 161).is_err());
        assert!(clock(1_000, 0).is_err());
    }

    #[test]
    fn a_taken_port_is_found() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let finding = port(taken.local_addr().unwrap());
        assert!(!finding.passed);
        assert!(finding.print().starts_with("[不通过] 端口："), "{}", finding.print());
        assert!(port("127.0.0.1:0".parse().unwrap()).passed);
    }

    #[test]
    fn an_empty_folder_does_not_pass() {
        let place = tempfile::tempdir().unwrap();
        let findings = check(place.path(), &Passphrase::generate(), Some("127.0.0.1:0".parse().unwrap()));
        let failed: Vec<_> =
            findings.iter().filter(|finding| !finding.passed).map(|finding| finding.en.as_str()).collect();
        assert!(failed.iter().any(|words| words.starts_with("sitting file")), "{failed:?}");
        assert!(!place.path().join(".fsync-probe").exists());
    }
}
