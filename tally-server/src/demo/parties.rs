//! Secretariat, chief scrutineer, presiding officer and scrutineers of the demo: separate tasks with separate keys, each
//! with its own connection and its own verified copy of the log.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use audit::entry::Signer;
use crypto::signature::SigningKey;
use terminal_client::keys::{Passphrase, SecretFile, SecretKind};
use terminal_client::net::Dialer;
use terminal_client::roles::chief;
use terminal_client::roles::scrutineer::{ScrutineerProgram, ScrutineerSession, Step, Vault};
use terminal_client::roles::session::{RoleSession, Submitter};
use terminal_client::run::roles::take_seat;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::DemoError;
use super::witnesses::Seats;
use crate::prepare::sitting::{HeldKey, Made};

/// Longest wait for any single act of the demo.
pub(crate) const PATIENCE: Duration = Duration::from_mins(20);

/// The three roles.
pub(crate) struct Roles {
    /// 大会秘书处.
    pub secretariat: RoleSession,
    /// 总监票人.
    pub chief: RoleSession,
    /// 执行主席.
    pub presiding: RoleSession,
    /// 监票人, in order of position, from the start of [`scrutineers`] on: for what they sign beside their steps.
    pub scrutineers: Vec<Arc<ScrutineerSession>>,
}

/// The roles' sessions, with the keys that were made with the sitting.
pub(crate) fn roles(made: &Made, dialer: &Dialer) -> Result<Roles, DemoError> {
    let session = |key: &SigningKey, signer| {
        let key = SigningKey::from_seed(&key.to_secret_bytes())?;
        Ok::<_, DemoError>(RoleSession::new(Submitter::new(dialer.clone()), key, signer))
    };
    Ok(Roles {
        secretariat: session(&made.keys.secretariat, Signer::Secretariat)?,
        chief: session(signing(&made.keys.chief)?, Signer::Chief)?,
        presiding: session(signing(&made.keys.presiding)?, Signer::Presiding)?,
        scrutineers: Vec::new(),
    })
}

/// Starts one task for each scrutineer: it goes through the ceremony, tests the key, and decrypts once the close stands in the
/// log that it has verified; its terminal is a witness, where the sitting has some. What it does is told by name of the step.
pub(crate) fn scrutineers(
    roles: &mut Roles,
    (made, seats): (&Made, Option<&Seats>),
    dialer: &Dialer,
    folder: &Path,
    told: &mpsc::UnboundedSender<(usize, Step)>,
) -> Result<JoinSet<Result<(), DemoError>>, DemoError> {
    let mut tasks = JoinSet::new();
    for (position, key) in made.keys.scrutineers.iter().enumerate() {
        let act_key = SigningKey::from_seed(&signing(key)?.to_secret_bytes())?;
        let path = folder.join(format!("scrutineer-{}.age", position.saturating_add(1)));
        let file = SecretFile::new(&path, SecretKind::Scrutineer, made.sitting.origin.as_str())?;
        // Random, so that the lower work factor of generated passphrases is enough; nobody needs it after the demo.
        let vault = Vault::open(file, Passphrase::generate(), made.fingerprint)?;
        let program = ScrutineerProgram::new(act_key, vault);
        let session = Arc::new(ScrutineerSession::new(program, Submitter::new(dialer.clone())));
        roles.scrutineers.push(Arc::clone(&session));
        let told = told.clone();
        let witness = seats.map(|seats| seats.at_terminal(position)).transpose()?.flatten();
        let seat = folder.join(format!("scrutineer-{}.witness", position.saturating_add(1)));
        tasks.spawn(async move {
            if let Some(key) = witness {
                take_seat(session.follower(), key, seat).await?;
            }
            let asks = |step| {
                // Nobody listens any more when the demo is being stopped.
                let _ = told.send((position, step));
                true
            };
            session.attend(PATIENCE, asks, |view| view.state().is_sealed()).await?;
            Ok(())
        });
    }
    Ok(tasks)
}

/// The chief scrutineer countersigns late check-ins for as long as the demo runs; the secretariat does so first.
pub(crate) fn admit_late(roles: &Roles, count: usize) -> JoinSet<Result<(), DemoError>> {
    let mut tasks = JoinSet::new();
    if count == 0 {
        return tasks;
    }
    for role in [roles.secretariat.clone(), roles.chief.clone()] {
        tasks.spawn(async move {
            for _ in 0..count {
                chief::countersign(&role, "checked_in", PATIENCE).await?;
            }
            Ok(())
        });
    }
    tasks
}

fn signing(key: &HeldKey) -> Result<&SigningKey, DemoError> {
    key.signing().ok_or_else(|| DemoError::Data("a key of the demo is not here".to_owned()))
}
