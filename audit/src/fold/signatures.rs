//! Who must sign an entry, with which key (protocol.md §3.1).

use super::{Check, Code, Refusal, State};
use crate::ahead::Signed;
use crate::entry::paper::PaperCount;
use crate::entry::voting::{HeldBy, Means};
use crate::entry::{Body, Line, Signer};
use crypto::signature::{Purpose, Signature, VerifyingKey};

/// The signers of a body, in the order in which their signatures stand in the entry.
pub type SignersNeeded = Vec<Signer>;

impl State {
    /// Who must sign `body` if it were the next entry. The order is part of the encoding.
    pub fn signers_needed(&self, body: &Body) -> SignersNeeded {
        let index = |value: u64| Signer::Scrutineer(u8::try_from(value).unwrap_or(u8::MAX));
        let number = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        match body {
            Body::BlobPart(_) => vec![],
            Body::SittingDefined(_) => vec![Signer::Secretariat, Signer::Server],
            Body::RollFixed(_)
            | Body::RulesAdopted(_)
            | Body::ContestDefined(_)
            | Body::LeaveGranted(_)
            | Body::LeftEarly(_) => vec![Signer::Secretariat],
            Body::ScrutineersNamed(_)
            | Body::CheckInUndone(_)
            | Body::ContestOpened(_)
            | Body::ContestResumed(_)
            | Body::ContestEnded(_)
            | Body::ContestClosed(_)
            | Body::ContestVoided(_)
            | Body::SittingSealed(_)
            | Body::DeputySuspended(_)
            | Body::DeputyRestored(_)
            | Body::PaperIssued(_)
            | Body::PaperCast(_)
            | Body::PaperConfirmed(_)
            | Body::HandsCounted(_) => vec![Signer::Secretariat, Signer::Chief],
            Body::KeyCommitted(body) => vec![index(body.scrutineer.get())],
            Body::KeyRevealed(body) => vec![index(body.scrutineer.get())],
            Body::KeyDealt(body) => vec![index(body.scrutineer.get())],
            Body::KeyAccepted(body) => vec![index(body.scrutineer.get())],
            Body::KeyDisputed(body) => vec![index(body.scrutineer.get())],
            Body::KeyTested(body) => vec![index(body.scrutineer.get())],
            Body::Decrypted(body) => vec![index(body.scrutineer.get())],
            Body::KeyAgreed(_) => {
                let count = self.ceremony.as_ref().map_or(0, |ceremony| ceremony.named().len());
                (1..=u64::try_from(count).unwrap_or(0)).map(index).collect()
            }
            Body::CheckedIn(body) => {
                let first = match body.means {
                    Means::Card => Signer::Card(number(body.deputy.get())),
                    Means::Desk => Signer::Secretariat,
                };
                // Opening freezes 实到: whoever comes later is let in by both roles (DESIGN §5).
                match (self.is_voting(), body.means) {
                    (false, _) => vec![first],
                    (true, Means::Card) => vec![first, Signer::Secretariat, Signer::Chief],
                    (true, Means::Desk) => vec![first, Signer::Chief],
                }
            }
            Body::BallotIssued(_) | Body::BallotChallenged(_) | Body::BoxOpened(_) | Body::Witnessed(_) => {
                vec![Signer::Server]
            }
            Body::ContestHeld(body) => match body.by {
                HeldBy::Server => vec![Signer::Server],
                HeldBy::Secretariat => vec![Signer::Secretariat],
            },
            Body::BallotReturned(body) => vec![Signer::Deputy(number(body.deputy.get()))],
            Body::VoteCast(body) => vec![Signer::Deputy(number(body.deputy.get()))],
            // Tellers are staff of the secretariat, and have no keys of their own.
            Body::PaperCounted(body) => match body.count {
                PaperCount::Tellers => vec![Signer::Secretariat],
                PaperCount::Scrutineers => vec![Signer::Chief],
            },
            Body::BallotCast(_) => vec![Signer::Ballot],
            Body::ResultDeclared(_) | Body::TieSettled(_) => vec![Signer::Chief, Signer::Presiding],
            Body::ReportSigned(body) => vec![body.by],
        }
    }

    /// The public key of a signer for `body`, as the log has it at this point.
    pub fn key_of(&self, signer: Signer, body: &Body) -> Result<VerifyingKey, Refusal> {
        VerifyingKey::from_bytes(&self.key_bytes_of(signer, body)?)
            .map_err(|error| Refusal::at(Code::SignatureBad, format_args!("{signer}: {error}")))
    }

    /// The same before it is decoded.
    pub(crate) fn key_bytes_of(&self, signer: Signer, body: &Body) -> Result<[u8; 32], Refusal> {
        let unknown = || Refusal::at(Code::SignerUnknown, signer);
        // Entry 0 is signed with the keys that it names itself: it is trusted by its fingerprint alone.
        let keys = match (&self.sitting, body) {
            (Some(sitting), _) => &sitting.definition.keys,
            (None, Body::SittingDefined(definition)) => &definition.keys,
            (None, _) => return Err(Code::NotDefined.into()),
        };
        Ok(match signer {
            Signer::Server => keys.server.to_bytes(),
            Signer::Secretariat => keys.secretariat.to_bytes(),
            Signer::Chief => keys.chief.to_bytes(),
            Signer::Presiding => keys.presiding.to_bytes(),
            Signer::Scrutineer(index) => {
                self.ceremony.as_ref().and_then(|ceremony| ceremony.act_key(index)).ok_or_else(unknown)?
            }
            Signer::Deputy(number) => self.attendance.device_key(number).ok_or_else(unknown)?,
            Signer::Card(number) => self
                .roll
                .as_ref()
                .and_then(|roll| roll.card(number))
                .ok_or_else(|| Refusal::at(Code::DeputyUnknown, format_args!("deputy {number}")))?,
            Signer::Ballot => match body {
                Body::BallotCast(cast) => cast.ballot_key.to_bytes(),
                _ => return Err(unknown()),
            },
        })
    }

    /// Checks one signature of `body` (which `bytes` encode) by `signer`.
    pub fn check_signature(
        &self,
        signer: Signer,
        sig: &[u8; 64],
        body: &Body,
        bytes: &[u8],
    ) -> Result<(), Refusal> {
        let bad = |error| Refusal::at(Code::SignatureBad, format_args!("{signer}: {error}"));
        let key = self.key_of(signer, body)?;
        let signature = Signature::from_bytes(sig).map_err(bad)?;
        // Entry 0 cannot name its own hash: 32 zero bytes stand in the fingerprint's place (§4.1).
        let fingerprint = self.sitting.as_ref().map_or([0; 32], |sitting| sitting.fingerprint);
        key.verify(purpose_of(signer), &fingerprint, bytes, &signature).map_err(bad)
    }

    /// Whether an entry is signed by those who must sign it, whatever else is wrong with it.
    pub fn signatures_hold(&self, line: &Line) -> bool {
        self.check_signatures(line).is_ok()
    }

    /// Checks all signatures of an entry; gives how many its kind needs.
    pub(super) fn check_signatures(&self, line: &Line) -> Result<u64, Refusal> {
        let body = line.body();
        let needed = self.signers_needed(body);
        let sigs = &line.entry().sigs;
        let count = u64::try_from(needed.len()).unwrap_or(u64::MAX);
        if !self.does(Check::Signatures) {
            return Ok(count);
        }
        if sigs.len() != needed.len() || sigs.iter().zip(&needed).any(|(sig, signer)| sig.by != *signer) {
            let names = needed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return Err(Refusal::at(Code::SignersWrong, names));
        }
        let fingerprint = self.sitting.as_ref().map_or([0; 32], |sitting| sitting.fingerprint);
        for (place, sig) in sigs.iter().enumerate() {
            let (key, purpose) = (self.key_bytes_of(sig.by, body)?, purpose_of(sig.by));
            if line.evidence().has_signature(&Signed { place, key, purpose, fingerprint }) {
                continue;
            }
            self.check_signature(sig.by, sig.sig.as_bytes(), body, line.body_bytes())?;
        }
        Ok(count)
    }
}

/// Which label a signer's signature of a body carries (§4.1).
pub fn purpose_of(signer: Signer) -> Purpose {
    match signer {
        Signer::Ballot => Purpose::Ballot,
        _ => Purpose::Act,
    }
}
