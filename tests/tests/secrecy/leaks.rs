//! Secrets lie nowhere but where they belong: every file of the server, the devices and the published log is searched, and
//! everything that the programs wrote to their own logs.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use audit::wire::Bytes32;
use end_to_end::play::held;
use end_to_end::play::search::Needles;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _};

use super::Taken;

/// What the programs of this process write to their own logs.
#[derive(Clone, Default)]
pub(super) struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// All of it. A server without trouble says nothing; devices say that they lost it, soon after it has stopped.
    pub(super) async fn until_something_is_said(&self) -> Vec<u8> {
        for _ in 0..100 {
            let said = self.0.lock().unwrap().clone();
            if !said.is_empty() {
                return said;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nothing was captured, so nothing would be searched");
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Captures as `tally-server` would print if it were asked for everything, and apart from it everything that anything says.
pub(super) fn capture() -> (Captured, Captured) {
    let (ours, finest) = (Captured::default(), Captured::default());
    let filter = tally_server::logging::filter("trace");
    let layer = tracing_subscriber::fmt::layer().with_ansi(false);
    let second = tracing_subscriber::fmt::layer().with_ansi(false);
    tracing_subscriber::registry()
        .with(layer.with_writer(ours.clone()).with_filter(filter))
        .with(second.with_writer(finest.clone()).with_filter(EnvFilter::new("trace")))
        .init();
    (ours, finest)
}

pub(super) fn stored(text: &str) -> [u8; 32] {
    text.parse::<Bytes32>().unwrap().to_bytes()
}

/// Keys that must lie on no disk of the server in the clear, from the making of the sitting to its end.
fn keys(taken: &Taken) -> Needles {
    let mut needles = Needles::default();
    let keys = &taken.play.made.keys;
    needles.add("stamp key", taken.stamp_key.to_secret_bytes().as_slice());
    needles.add("log key", keys.server.log.to_secret_bytes().as_slice());
    needles.add("act key", keys.server.act.to_secret_bytes().as_slice());
    needles.add("storage key", keys.server.storage.to_secret_bytes().as_slice());
    needles.add("secretariat's key", keys.secretariat.to_secret_bytes().as_slice());
    needles.add("chief's key", held(&keys.chief).to_secret_bytes().as_slice());
    for key in &keys.scrutineers {
        needles.add("scrutineer's key", held(key).to_secret_bytes().as_slice());
    }
    for caster in &taken.casters {
        for form in &caster.deputy.card {
            needles.add_text("card", form);
        }
        needles.add("ballot seed", &stored(&caster.ballot_seed));
    }
    needles
}

/// Keys that belong into a device's own state file, and nowhere else.
fn device_keys(taken: &Taken) -> Needles {
    let mut needles = Needles::default();
    for caster in &taken.casters {
        needles.add("device key", &stored(&caster.deputy.stored("device_key")));
    }
    needles
}

/// Ports of `127.0.0.1:…` in some bytes, the server's own excepted.
fn peers(bytes: &[u8], server: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let found = text.match_indices("127.0.0.1:").map(|(at, _)| {
        let end = text[at + 10..]
            .find(|digit: char| !digit.is_ascii_digit())
            .map_or(text.len(), |end| at + 10 + end);
        text[at..end].to_owned()
    });
    found.filter(|address| address != server).collect()
}

pub(super) fn no_secret_is_where_it_must_not_be(taken: &Taken) {
    let (server, devices) = (taken.play.folder(), taken.play.place.path().join("devices"));
    let (keys, device_keys) = (keys(taken), device_keys(taken));
    // While the contest was open, and after: on the server's disk, in what it published, on the devices.
    for folder in [&taken.before_record, &taken.open, &server, &devices] {
        assert_eq!(keys.in_folder(folder), Vec::<String>::new());
    }
    for folder in [&taken.before_record, &taken.open, &server] {
        assert_eq!(device_keys.in_folder(folder), Vec::<String>::new());
    }
    // The search finds what is there: each device has its own key, once.
    assert_eq!(device_keys.in_folder(&devices).len(), taken.casters.len());

    // A device keeps no blind once it has the stamp, and no ballot seed once the ballot was seen in the log.
    for caster in &taken.casters {
        assert_eq!(caster.blind, "");
        assert_eq!(caster.deputy.stored("ballot_seed"), "");
        let state = std::fs::read_to_string(caster.deputy.folder.join("device.json")).unwrap();
        // A vote by name is public, and stands behind all of it.
        let secret = state.split("\"votes\":").next().unwrap();
        assert!(!secret.contains("choices") && !secret.contains("marks"), "{state}");
    }

    // The seed of an opened encryption is nobody's but the device's until the record; then the log has it for everyone.
    let mut opened = Needles::default();
    opened.add("opened seed", &taken.opened_seed);
    for folder in [&taken.before_record, &devices] {
        assert_eq!(opened.in_folder(folder), Vec::<String>::new());
    }
    assert!(
        opened
            .in_folder(&server.join("published"))
            .iter()
            .any(|found| found.ends_with("opened seed, base64url"))
    );

    // Nothing says from where anybody came.
    let own = taken.play.made.sitting.server.to_string();
    for file in end_to_end::play::search::files(&taken.open) {
        assert_eq!(peers(&std::fs::read(&file).unwrap(), &own), Vec::<String>::new(), "{}", file.display());
    }

    // What the programs say of themselves.
    let words = String::from_utf8(taken.traced.clone()).unwrap();
    assert_eq!(keys.in_bytes(words.as_bytes()), Vec::<&str>::new());
    assert_eq!(device_keys.in_bytes(words.as_bytes()), Vec::<&str>::new());
    assert_eq!(opened.in_bytes(words.as_bytes()), Vec::<&str>::new());
    assert_eq!(peers(words.as_bytes(), &own), Vec::<String>::new(), "{words}");
    let mut ballot_keys = Needles::default();
    for caster in &taken.casters {
        ballot_keys.add("ballot key", &stored(&caster.ballot_key));
    }
    assert_eq!(ballot_keys.in_bytes(words.as_bytes()), Vec::<&str>::new());
}
