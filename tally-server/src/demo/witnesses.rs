//! The witnesses of the demo: the scrutineers' terminals, and others as services of their own over HTTP, which come and go.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use audit::entry::preparation::WitnessKey;
use audit::fold::Contest;
use audit::note::{Vkey, VkeyType};
use audit::witness::answer::Answer;
use audit::witness::http::{self, Desk};
use audit::witness::key::CosignerKey;
use audit::witness::store::Store;
use audit::witness::{Witness, published_parts};
use crypto::signature::SigningKey;
use terminal_client::live::{AwaitedByWitnesses, witness_sentences};
use terminal_client::net::Sitting;
use terminal_client::roles::scrutineer::is_close_witnessed;
use terminal_client::run::models::Seen;
use terminal_client::run::models::witnesses::witnesses;
use terminal_client::run::{Options, UTC_HOURS};
use terminal_client::ui::Look;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::DemoError;
use super::parties::{PATIENCE, Roles};
use super::play::{Floor, Play};
use super::sitting::Round;
use crate::folder::keys::entropy;
use crate::prepare::sitting::Definition;
use crate::prepare::witnesses::WitnessDraft;
use crate::publish::CHECKPOINT_FILE;

/// How long it is watched that nothing goes on without witnesses.
const CLOSED_WATCHED: Duration = Duration::from_secs(4);
/// Between two looks at the published checkpoint.
const LOOK: Duration = Duration::from_millis(200);
/// After so many looks the quorum over the seal is given up.
const LOOKS_MAX: u32 = 150;

/// The keys of a sitting's witnesses, in the order of entry 0: the scrutineers first.
pub(crate) struct Seats {
    keys: Vec<SigningKey>,
    terminals: usize,
    /// Where the others are asked.
    addresses: Vec<SocketAddr>,
}

impl Seats {
    /// Names the scrutineers' terminals and `others` as witnesses; `quorum` of them are enough.
    pub(super) fn name(definition: &mut Definition, others: &[&str], quorum: u32) -> Result<Self, DemoError> {
        let data = |error: &dyn std::fmt::Display| DemoError::Data(error.to_string());
        let mut seats =
            Self { keys: Vec::new(), terminals: definition.scrutineers.len(), addresses: Vec::new() };
        let terminals = definition.scrutineers.iter().map(|one| (one.name.clone(), None));
        let mut named: Vec<_> = terminals.collect();
        for name in others {
            let address = super::free_address(Path::new("."))?;
            seats.addresses.push(address);
            named.push((name.parse()?, Some(address)));
        }
        for (number, (name, address)) in (1_u32..).zip(named) {
            let key = SigningKey::generate(entropy().map_err(|error| data(&error))?)?;
            let key_name =
                format!("{}/witness-{number}", definition.origin).parse().map_err(|error| data(&error))?;
            let vkey = Vkey::new(key_name, VkeyType::Cosignature, key.verifying_key());
            let url = address.map(|address| format!("http://{address}").parse()).transpose();
            let url = url.map_err(|error| data(&error))?;
            let key_of_it = WitnessKey { name, vkey: vkey.to_string().parse()? };
            definition.witnesses.witnesses.push(WitnessDraft { key: key_of_it, url });
            seats.keys.push(key);
        }
        definition.witnesses.quorum = quorum;
        Ok(seats)
    }

    /// The key of the terminal of this scrutineer, counted from 0.
    pub(super) fn at_terminal(&self, position: usize) -> Result<Option<SigningKey>, DemoError> {
        let key = self.keys.get(position).filter(|_| position < self.terminals);
        Ok(key.map(|key| SigningKey::from_seed(&key.to_secret_bytes())).transpose()?)
    }

    /// Starts the witnesses that are services.
    pub(super) async fn serve(&self, sitting: &Sitting, folder: &Path) -> Result<Vec<Service>, DemoError> {
        let named = sitting.witnesses().named().iter().skip(self.terminals);
        let keys = self.keys.iter().skip(self.terminals);
        let mut services = Vec::new();
        for (number, ((named, key), address)) in (1..).zip(named.zip(keys).zip(&self.addresses)) {
            let mut service = Service {
                name: named.name.clone(),
                vkey: named.vkey.clone(),
                key: SigningKey::from_seed(&key.to_secret_bytes())?,
                log: sitting.log().clone(),
                folder: folder.join(format!("witness-{number}")),
                address: *address,
                running: None,
            };
            service.start().await?;
            services.push(service);
        }
        Ok(services)
    }
}

/// A witness as a service.
pub(super) struct Service {
    name: String,
    vkey: Vkey,
    key: SigningKey,
    log: Vkey,
    folder: PathBuf,
    address: SocketAddr,
    running: Option<(watch::Sender<bool>, JoinHandle<()>)>,
}

impl Service {
    /// Starts it from what it kept.
    async fn start(&mut self) -> Result<(), DemoError> {
        let io = |source| DemoError::Io { path: self.folder.clone(), source };
        let logs = vec![self.log.clone()];
        let store = Store::open(&self.folder, None, &self.vkey, &logs)
            .map_err(|error| DemoError::Data(error.to_string()))?;
        let key =
            CosignerKey::new(self.vkey.name().clone(), SigningKey::from_seed(&self.key.to_secret_bytes())?);
        let desk = Arc::new(Seated(Mutex::new(Witness::new(key, logs, store))));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.address.port())).await.map_err(io)?;
        let (stop, stopping) = watch::channel(false);
        let task = tokio::spawn(http::serve(listener, "", desk, stopping));
        self.running = Some((stop, task));
        Ok(())
    }

    /// Ends it: from now on nobody answers at its address.
    async fn stop(&mut self) -> Result<(), DemoError> {
        if let Some((stop, task)) = self.running.take() {
            stop.send_replace(true);
            task.await.map_err(|_| DemoError::Lost)?;
        }
        Ok(())
    }
}

/// A witness that answers requests.
struct Seated(Mutex<Witness>);

impl Desk for Seated {
    fn add_checkpoint(&self, body: &[u8]) -> Answer {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut witness = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match witness.add_checkpoint(body, now) {
            Ok(cosigned) => Answer::Cosigned(vec![cosigned.line]),
            Err(error) => error.answer(),
        }
    }

    fn published(&self, hex: &str) -> (u16, &'static str, Vec<u8>) {
        let witness = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        published_parts(witness.published(hex).as_ref())
    }
}

impl Play {
    /// The last of the services is gone before the opening: everything goes on.
    pub(super) async fn one_absent(&self, floor: &mut Floor) -> Result<(), DemoError> {
        let Some(gone) = floor.services.last_mut() else { return Ok(()) };
        gone.stop().await?;
        let name = &gone.name;
        self.narrator.step("见证：一位见证人掉线", "Witnesses: one of them is gone");
        self.narrator.line(
            &format!("  {name} 没有回应；五位中其余四位已够，会议照常进行"),
            &format!("  {name} does not answer; the other four of five are enough"),
        );
        Ok(())
    }

    /// Another one is gone before the close.
    pub(super) async fn two_absent(&self, floor: &mut Floor) -> Result<(), DemoError> {
        let Some(gone) = floor.services.first_mut() else { return Ok(()) };
        gone.stop().await?;
        let name = &gone.name;
        self.narrator.line(
            &format!("  {name} 也掉线了：只剩三位见证人"),
            &format!("  {name} is gone too: three witnesses are left"),
        );
        Ok(())
    }

    /// The close stands in the log, and nothing is decrypted; the live terminal says why. Then one comes back.
    pub(super) async fn fails_closed(
        &self,
        roles: &Roles,
        floor: &mut Floor,
        round: &Round,
    ) -> Result<(), DemoError> {
        let (Some(contest), false) = (round.contests.first().copied(), floor.services.is_empty()) else {
            return Ok(());
        };
        self.narrator.step(
            "见证不足：关闭已签署，但不解密，直到见证够了",
            "Too few witnesses: the close is signed, and nothing is decrypted until there are enough",
        );
        let look = Look { lang: self.narrator.lang(), ..Look::default() };
        let (file, options) =
            (&self.made.sitting, Options { look, plain: true, input: false, utc_hours: UTC_HOURS });
        let said = roles.secretariat.wait_until(PATIENCE, |view| {
            let seen = Seen::of(view, file, &options);
            let now = witnesses(&seen, view.state().contests().get(&contest))?;
            let here = now.have.saturating_add(1) == now.need;
            let waits = here && now.awaited == Some(AwaitedByWitnesses::Close) && now.missing.len() > 1;
            waits.then(|| witness_sentences(look, &now))
        });
        for (_, sentence) in floor.until(said).await? {
            self.narrator.raw(&format!("  会务终端：{sentence}"));
        }
        tokio::time::sleep(CLOSED_WATCHED).await;
        let went_on = roles.secretariat.follower().read(|view| {
            let contest = view.state().contests().get(&contest)?;
            Some(is_close_witnessed(view.state(), contest) || !contest.course()?.shares.is_empty())
        });
        if went_on != Some(false) {
            return Err(DemoError::Outcome("decrypted without witnesses".to_owned()));
        }
        let Some(back) = floor.services.first_mut() else { return Ok(()) };
        back.start().await?;
        let name = back.name.clone();
        let witnessed = roles.secretariat.wait_until(PATIENCE, |view| {
            let contest: &Contest = view.state().contests().get(&contest)?;
            is_close_witnessed(view.state(), contest).then(|| view.state().witnesses())
        });
        let count = floor.until(witnessed).await?;
        let (have, quorum) = (count.have, count.quorum);
        self.narrator.line(
            &format!("  {name} 回来了：见证 {have}/{quorum}，自动继续"),
            &format!("  {name} is back: witnesses {have}/{quorum}, and it goes on by itself"),
        );
        Ok(())
    }

    /// The quorum over the seal lies beside the log: waits until it is published.
    pub(super) async fn witnessed_seal(&self, roles: &Roles) -> Result<(), DemoError> {
        if self.story.seats.is_none() {
            return Ok(());
        }
        let path = self.folder.join("server").join("published").join(CHECKPOINT_FILE);
        let (sitting, size) = roles
            .secretariat
            .follower()
            .read(|view| Some((view.sitting()?.clone(), view.log().size())))
            .ok_or(DemoError::Lost)?;
        for _ in 0..LOOKS_MAX {
            let published =
                std::fs::read(&path).map_err(|source| DemoError::Io { path: path.clone(), source })?;
            let cosigned = String::from_utf8(published).ok().and_then(|note| sitting.cosigned(&note).ok());
            if let Some((checkpoint, cosigned)) = cosigned
                && checkpoint.size == size
                && cosigned.is_quorum()
            {
                let (have, quorum) = (cosigned.have(), sitting.witnesses().quorum());
                self.narrator.line(
                    &format!("  封存后的检查点已有见证 {have}/{quorum}，与记录一起归档"),
                    &format!("  the checkpoint over the seal is cosigned, {have}/{quorum}, and archived with the log"),
                );
                return Ok(());
            }
            tokio::time::sleep(LOOK).await;
        }
        Err(DemoError::Outcome("no quorum over the seal".to_owned()))
    }
}
