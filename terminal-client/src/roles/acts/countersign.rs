//! The second signature: never over bytes that this party has not read and compared with its own log (protocol.md §11.3).

use audit::entry::preparation::ScrutineersNamed;
use audit::entry::{Body, Signer, body_hash};
use audit::fold::{Code, Refusal, State};
use audit::wire::{EncodingError, decode_strict};
use crypto::signature::SigningKey;
use protocol::Act;
use protocol::server::{Proposal, Status};
use serde_json::Value;

use super::bodies::PapersBack;
use super::papers::{EntryCode, enter_paper};
use super::{ActError, bodies, int, number_of, on_roll, preparing, sig};

/// Why a proposal is not signed; in the order of the checks.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CountersignError {
    /// The status calls it by a hash that is not its body's.
    #[error("the proposal's hash is not that of its body")]
    HashDiffers,
    /// The body is not canonical.
    #[error("the proposal's body: {0}")]
    Malformed(#[from] EncodingError),
    /// This kind is not signed by this role.
    #[error("{kind} is not signed by {signer}")]
    NotOurs {
        /// Who was asked.
        signer: Signer,
        /// What is proposed.
        kind: &'static str,
    },
    /// The key at hand is not the one that the log has for this role.
    #[error("the key at hand is not that of {signer}")]
    OtherKey {
        /// Whose it should be.
        signer: Signer,
    },
    /// Nobody proposed it.
    #[error("the proposal carries no signature")]
    Unsigned,
    /// A signature that it carries does not verify.
    #[error("a signature of the proposal: {0}")]
    Signature(#[source] Refusal),
    /// By our own log this act has no place now.
    #[error(transparent)]
    NotNow(#[from] ActError),
    /// A paper entered as an encrypted ballot: signed only against this person's own reading of it ([`countersign_paper`]).
    #[error("a paper is signed only against one's own reading of it")]
    PaperUnread,
    /// What is proposed encrypts something else than this person read on the paper, or was made with another code.
    #[error("the proposed ballot is not the paper as read here")]
    PaperDiffers,
    /// A field says something else than our own log.
    #[error("{field}: proposed {theirs}, our log says {ours}")]
    Mismatch {
        /// Path of the field, e.g. `zero_report.issued`.
        field: String,
        /// As this party has it, as JSON.
        ours: String,
        /// As proposed, as JSON.
        theirs: String,
    },
}

/// Reads a proposal, compares every field with this party's own state, and signs the same bytes: the act with this signature alone.
///
/// What no log can say (a reason, names of scrutineers, the key that a device showed at the desk) the person who
/// signs must have read; [`Proposal::body`] shows it.
pub fn countersign(
    proposal: &Proposal,
    state: &State,
    status: &Status,
    key: &SigningKey,
    signer: Signer,
) -> Result<Act, CountersignError> {
    let body = checked(proposal, state, key, signer)?;
    let expected = expected(&body, state, status)?;
    if let Some((field, ours, theirs)) = difference(&expected, &body) {
        return Err(CountersignError::Mismatch { field, ours, theirs });
    }
    Ok(signed(proposal, state, key, signer))
}

/// The same for `paper_cast`: `columns` is this person's own reading of the paper (for each item the column from 0, the last one
/// being the rest), `code` what the proposer read out. Signs only the very ballot that these give.
pub fn countersign_paper(
    proposal: &Proposal,
    state: &State,
    key: &SigningKey,
    signer: Signer,
    columns: &[usize],
    code: &EntryCode,
) -> Result<Act, CountersignError> {
    let body = checked(proposal, state, key, signer)?;
    let Body::PaperCast(paper) = &body else {
        return Err(CountersignError::NotOurs { signer, kind: body.kind() });
    };
    let number = number_of(state, &paper.contest)?;
    let (ours, _) = enter_paper(state, number, columns, code, paper.ballot_key.to_bytes())?;
    if ours != body {
        return Err(CountersignError::PaperDiffers);
    }
    Ok(signed(proposal, state, key, signer))
}

/// The body, once it is seen to be canonical, ours to sign and signed by who proposed it.
fn checked(
    proposal: &Proposal,
    state: &State,
    key: &SigningKey,
    signer: Signer,
) -> Result<Body, CountersignError> {
    let bytes = proposal.body.as_bytes();
    if body_hash(bytes) != proposal.hash.to_bytes() {
        return Err(CountersignError::HashDiffers);
    }
    let body: Body = decode_strict(bytes)?;
    if !state.signers_needed(&body).contains(&signer) {
        return Err(CountersignError::NotOurs { signer, kind: body.kind() });
    }
    let ours = state.key_of(signer, &body).map_err(CountersignError::Signature)?;
    if ours != key.verifying_key() {
        return Err(CountersignError::OtherKey { signer });
    }
    if proposal.sigs.is_empty() {
        return Err(CountersignError::Unsigned);
    }
    for sig in &proposal.sigs {
        state
            .check_signature(sig.by, sig.sig.as_bytes(), &body, bytes)
            .map_err(CountersignError::Signature)?;
    }
    Ok(body)
}

fn signed(proposal: &Proposal, state: &State, key: &SigningKey, signer: Signer) -> Act {
    let fingerprint = state.sitting().map_or([0; 32], |sitting| sitting.fingerprint);
    Act {
        sigs: vec![sig(proposal.body.as_bytes(), key, signer, &fingerprint)],
        body: proposal.body.clone(),
        parts: Vec::new(),
    }
}

/// The body as this party's own log has it. Only what no log can say is taken from the proposal.
fn expected(body: &Body, state: &State, status: &Status) -> Result<Body, CountersignError> {
    Ok(match body {
        Body::ContestOpened(body) => bodies::open_contest(state, status, body.contest.get())?,
        Body::ContestResumed(body) => bodies::resume(state, number_of(state, &body.contest)?)?,
        Body::ContestEnded(body) => bodies::end(state, number_of(state, &body.contest)?)?,
        // What came back on paper only people can count; all else is this party's own.
        Body::ContestClosed(body) => {
            let papers = PapersBack { returned: body.paper.returned.get(), void: body.paper.void.get() };
            bodies::close(state, number_of(state, &body.contest)?, papers)?
        }
        Body::ResultDeclared(body) => bodies::declare(state, number_of(state, &body.contest)?)?,
        Body::ContestVoided(body) => {
            bodies::void(state, number_of(state, &body.contest)?, body.reason.clone())?
        }
        Body::KeyAgreed(_) => bodies::agree_on_key(state)?,
        Body::CheckInUndone(body) => {
            bodies::undo_check_in(state, deputy(body.deputy.get())?, body.reason.clone())?
        }
        Body::CheckedIn(says) => {
            let number = deputy(says.deputy.get())?;
            on_roll(state, number)?;
            if state.attendance().get(number).is_some() {
                let refusal = Refusal::at(Code::CheckedInAlready, format_args!("deputy {number}"));
                return Err(ActError::from(refusal).into());
            }
            body.clone()
        }
        Body::ScrutineersNamed(body) => {
            Body::ScrutineersNamed(ScrutineersNamed { run: int(preparing::next_run(state))?, ..body.clone() })
        }
        Body::DeputySuspended(body) => {
            bodies::suspend(state, deputy(body.deputy.get())?, body.reason.clone())?
        }
        Body::DeputyRestored(body) => {
            bodies::restore(state, deputy(body.deputy.get())?, body.reason.clone())?
        }
        Body::PaperIssued(body) => {
            let deputies =
                body.deputies.iter().map(|number| deputy(number.get())).collect::<Result<Vec<_>, _>>()?;
            bodies::issue_papers(state, number_of(state, &body.contest)?, &deputies)?
        }
        Body::PaperCast(_) => return Err(CountersignError::PaperUnread),
        // Hands in the hall: only who was there can say, and has read the rows.
        Body::HandsCounted(says) => {
            bodies::count_hands(state, number_of(state, &says.contest)?, says.rows.clone())?
        }
        Body::PaperConfirmed(body) => bodies::confirm_papers(state, number_of(state, &body.contest)?)?,
        Body::TieSettled(body) => {
            let number = number_of(state, &body.contest)?;
            bodies::settle_tie(state, number, body.items.clone(), body.reason.clone())?
        }
        Body::SittingSealed(_) => bodies::seal(state)?,
        other => {
            let refusal = Refusal::at(Code::SignersWrong, other.kind());
            return Err(ActError::from(refusal).into());
        }
    })
}

fn deputy(number: u64) -> Result<u32, ActError> {
    u32::try_from(number)
        .map_err(|_| Refusal::at(Code::DeputyUnknown, format_args!("deputy {number}")).into())
}

/// The first field in which two bodies differ: its path, and both values as JSON.
pub fn difference(ours: &Body, theirs: &Body) -> Option<(String, String, String)> {
    let value = |body| serde_json::to_value(body).unwrap_or(Value::Null);
    find_difference("", &value(ours), &value(theirs))
}

fn find_difference(path: &str, ours: &Value, theirs: &Value) -> Option<(String, String, String)> {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            names.into_iter().find_map(|name| {
                let at = |object: &serde_json::Map<String, Value>| {
                    object.get(name).cloned().unwrap_or(Value::Null)
                };
                find_difference(&below(name), &at(a), &at(b))
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => a
            .iter()
            .zip(b)
            .enumerate()
            .find_map(|(at, (a, b))| find_difference(&below(&at.to_string()), a, b)),
        (a, b) => (a != b).then(|| (path.to_owned(), a.to_string(), b.to_string())),
    }
}
