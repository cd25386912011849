//! The secretariat's acts: what the desk asks becomes a signed act, and its answer a sentence.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use audit::entry::paper::VoidPapers;
use audit::entry::voting::{CheckedIn, Means};
use audit::entry::{Body, Signer};
use audit::rules::Row;
use audit::wire::{Bytes32, Int, Text, decode_strict};
use crypto::card::Card;
use crypto::hash::Entropy;
use protocol::server::Proposal;
use tokio::sync::mpsc;
use zeroize::Zeroizing;

use crate::lang::fill;
use crate::live::{Act, CountOf, Effect, PersonAct};
use crate::papers::{Counted, numbers};
use crate::roles::acts::bodies::PapersBack;
use crate::roles::acts::papers::EntryCode;
use crate::roles::acts::{ActError, bodies, follow_up, sign};
use crate::roles::{Follower, RoleSession, SessionError, Submitted, secretariat};
use crate::ui::Look;
use crate::ui::frame::Notice;

use super::answers;
use super::desk_request::DeskRequest;
use super::models::report;

/// Longest card file that is read, in bytes.
const CARD_FILE_BYTES_MAX: u64 = 4_096;
/// Longest list of scrutineers that is read, in bytes.
const LIST_FILE_BYTES_MAX: u64 = 16_384;

/// The desk at work.
pub(super) struct Desk {
    look: Look,
    /// The entry code of the contest whose papers are entered. In memory alone; a restarted desk makes another.
    code: Option<(u64, Arc<EntryCode>)>,
}

impl Desk {
    pub(super) fn new(look: Look) -> Self {
        Self { look, code: None }
    }

    /// The entry code of a contest, made when its first paper is entered. `None`: there is nothing new to show.
    pub(super) fn code_for(
        &mut self,
        contest: Option<&str>,
        follower: &Follower,
    ) -> Option<Zeroizing<String>> {
        let number: u64 = contest?.parse().ok()?;
        if self.code.as_ref().is_some_and(|(of, _)| *of == number) {
            return None;
        }
        let hash = follower.read(|view| Some(view.state().contests().get(&number)?.course()?.hash))?;
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).ok()?;
        let code = EntryCode::generate(&Entropy::from_os(*bytes));
        let typed = code.typed(&hash);
        self.code = Some((number, Arc::new(code)));
        Some(typed)
    }

    /// Does an effect beside the screen and says how it went.
    pub(super) fn spawn(&self, session: RoleSession, effect: Effect, notices: mpsc::Sender<Notice>) {
        let (look, code) = (self.look, self.code.clone());
        tokio::spawn(async move {
            let notice = perform(&session, effect, code, look).await;
            // The screen may be gone by then.
            let _ = notices.send(notice).await;
        });
    }
}

/// What the desk asks, as an act. Every refusal comes back as a sentence.
async fn perform(
    session: &RoleSession,
    effect: Effect,
    code: Option<(u64, Arc<EntryCode>)>,
    look: Look,
) -> Notice {
    let t = look.texts();
    let refused = |act: &str, why: &str| Notice::urgent(fill(t.run.failed, &[act, why]));
    match effect {
        Effect::CheckIn { number, request } => {
            let request = match request_for(look, &number, &request) {
                Ok(request) => request,
                Err(why) => return refused(t.live.act_check_in, &why),
            };
            let made = secretariat::check_in_at_desk(session, request.number, request.device_key);
            answers::notice(look, t.live.act_check_in, &made.await)
        }
        Effect::CheckInByCard { card, request } => {
            match by_card(session, card.text(), &request, look).await {
                Ok(notice) => notice,
                Err(why) => refused(t.live.act_check_in, &why),
            }
        }
        Effect::Admit { number } => match late_proposal(session, &number) {
            Some(proposal) => answers::notice(look, t.live.act_admit, &session.countersign(&proposal).await),
            None => Notice::urgent(t.run.proposal_gone),
        },
        Effect::Person { act, number, reason } => person(session, act, &number, &reason, look).await,
        Effect::Hold { contest, reason } => {
            let (Ok(contest), Ok(reason)) = (contest.parse::<u64>(), reason.parse::<Text>()) else {
                return refused(t.live.act_hold, t.run.reason_refused);
            };
            let made = session.propose_from(|view| bodies::hold(view.state(), contest, reason));
            answers::notice(look, t.live.act_hold, &made.await)
        }
        Effect::Resume { contest } => {
            let Ok(contest) = contest.parse::<u64>() else {
                return refused(t.live.act_resume, t.run.number_refused);
            };
            let made = session.propose_from(|view| bodies::resume(view.state(), contest));
            answers::notice(look, t.live.act_resume, &made.await)
        }
        Effect::Propose { act, contest, reason, papers } => {
            propose(session, act, &contest, &reason, papers, look).await
        }
        Effect::IssuePapers { contest, deputies } => {
            let Ok(contest) = contest.parse::<u64>() else {
                return refused(t.live.act_issue, t.run.number_refused);
            };
            let made = session.propose_from(|view| bodies::issue_papers(view.state(), contest, &deputies));
            answers::notice(look, t.live.act_issue, &made.await)
        }
        Effect::EnterPaper { contest, columns } => {
            let code = code.filter(|(of, _)| contest.parse() == Ok(*of));
            let Some((contest, code)) = code else {
                return refused(t.live.act_enter, t.run.number_refused);
            };
            let made = secretariat::enter_paper(session, contest, &columns, &code, super::NOW).await;
            answers::notice(look, t.live.act_enter, &made)
        }
        Effect::Count { contest, what, counted } => count(session, &contest, what, counted, look).await,
        Effect::NextRun { list, reason } => match next_run(session, &list, &reason, look).await {
            Ok(made) => answers::notice(look, t.live.act_next_run, &made),
            Err(why) => refused(t.live.act_next_run, &why),
        },
        // The loop does these itself.
        Effect::NextContest | Effect::Quit => Notice::plain(""),
    }
}

async fn person(session: &RoleSession, act: PersonAct, number: &str, reason: &str, look: Look) -> Notice {
    let t = look.texts();
    let words = match act {
        PersonAct::Undo => t.live.act_undo,
        PersonAct::Leave => t.live.act_leave,
        PersonAct::Suspend => t.live.act_suspend,
        PersonAct::Restore => t.live.act_restore,
        PersonAct::LeaveEarly => t.live.act_leave_early,
    };
    let (Ok(number), Ok(reason)) = (number.parse::<u32>(), reason.parse::<Text>()) else {
        return Notice::urgent(fill(t.run.failed, &[words, t.run.reason_refused]));
    };
    let made = match act {
        PersonAct::Undo => secretariat::undo_check_in(session, number, reason).await,
        PersonAct::Leave => secretariat::grant_leave(session, number, reason).await,
        PersonAct::Suspend => secretariat::suspend(session, number, reason).await,
        PersonAct::Restore => secretariat::restore(session, number, reason).await,
        PersonAct::LeaveEarly => secretariat::leave_early(session, number, reason).await,
    };
    answers::notice(look, words, &made)
}

/// A typed count as the log has it.
pub(super) fn rows_of(counted: Counted) -> Option<(Vec<VoidPapers>, Vec<Row>)> {
    let int = |number: u64| Int::try_from(number).ok();
    let void = counted
        .void
        .into_iter()
        .map(|(reason, count)| Some(VoidPapers { reason: reason.parse().ok()?, count: int(count)? }));
    let rows = counted.rows.into_iter().map(|(counts, invalid)| {
        Some(Row { counts: counts.into_iter().map(int).collect::<Option<_>>()?, invalid: int(invalid)? })
    });
    Some((void.collect::<Option<_>>()?, rows.collect::<Option<_>>()?))
}

async fn count(session: &RoleSession, contest: &str, what: CountOf, counted: Counted, look: Look) -> Notice {
    let t = look.texts();
    let (Ok(contest), Some((void, rows))) = (contest.parse::<u64>(), rows_of(counted)) else {
        return Notice::urgent(fill(t.run.failed, &[t.live.act_count, t.run.reason_refused]));
    };
    let made = match what {
        CountOf::Papers => secretariat::count_papers(session, contest, void, rows, super::NOW).await,
        CountOf::Hands => secretariat::count_hands(session, contest, rows, super::NOW).await,
    };
    answers::notice(look, t.live.act_count, &made)
}

/// Another run of the ceremony: of the current run those who stay, or whoever a file lists.
async fn next_run(
    session: &RoleSession,
    list: &str,
    reason: &str,
    look: Look,
) -> Result<Result<Submitted, SessionError>, String> {
    let t = &look.texts().run;
    let reason: Text = reason.parse().map_err(|_| t.reason_refused.to_owned())?;
    let scrutineers = match numbers(list) {
        Ok(stay) => session.follower().read(|view| {
            let named = view.state().ceremony().map_or(&[][..], |ceremony| ceremony.named());
            let wanted = |at: &u32| named.iter().find(|named| named.index.get() == u64::from(*at));
            let known = |at: &u32| wanted(at).map(|named| (named.name.clone(), named.key.to_bytes()));
            stay.iter().map(known).collect::<Option<Vec<_>>>()
        }),
        Err(_) => Some(listed(look, list)?),
    };
    let scrutineers = scrutineers.ok_or_else(|| t.list_refused.to_owned())?;
    // By default ⌊n/2⌋ + 1 (§5.1).
    let threshold = u64::try_from(scrutineers.len() / 2 + 1).unwrap_or(u64::MAX);
    Ok(secretariat::name_scrutineers(session, threshold, &scrutineers, reason).await)
}

/// One scrutineer a line: name, then the public key that `key new` prints.
fn listed(look: Look, path: &str) -> Result<Vec<(Text, [u8; 32])>, String> {
    let t = &look.texts().run;
    let text = read_short(look, Path::new(path.trim()), LIST_FILE_BYTES_MAX, t.list_refused)?;
    let line = |line: &str| {
        let (name, key) = line.trim().rsplit_once(char::is_whitespace)?;
        Some((name.trim().parse().ok()?, key.parse::<Bytes32>().ok()?.to_bytes()))
    };
    let lines = text.lines().filter(|line| !line.trim().is_empty()).map(line);
    lines.collect::<Option<Vec<_>>>().filter(|all| !all.is_empty()).ok_or_else(|| t.list_refused.to_owned())
}

/// The check-in of this latecomer that waits for our signature.
fn late_proposal(session: &RoleSession, number: &str) -> Option<Proposal> {
    session.follower().read(|view| {
        let mut waiting =
            view.status().proposals.iter().filter(|proposal| proposal.missing.contains(&session.signer()));
        let found = waiting.find(|proposal| match decode_strict(proposal.body.as_bytes()) {
            Ok(Body::CheckedIn(body)) => body.deputy.to_string() == number,
            _ => false,
        });
        found.cloned()
    })
}

async fn propose(
    session: &RoleSession,
    act: Act,
    contest: &str,
    reason: &str,
    papers: (u64, u64),
    look: Look,
) -> Notice {
    let t = look.texts();
    let words = match act {
        Act::Open => t.live.act_open,
        Act::End => t.live.act_end,
        Act::Close => t.live.act_close,
        // Totals are the chief scrutineer's to declare; the secretariat has no signature there (§3.1).
        Act::Declare => return Notice::plain(t.run.declare_at_chief),
        Act::Void => t.live.act_void,
        Act::Seal => t.live.act_seal,
        Act::FollowUp => t.live.act_follow_up,
        Act::ConfirmPapers => t.live.act_confirm_papers,
        Act::SignReport => t.live.act_sign_report,
    };
    let (Ok(contest), Ok(reason)) = (contest.parse::<u64>(), reason.parse::<Text>()) else {
        return Notice::urgent(fill(t.run.failed, &[words, t.run.reason_refused]));
    };
    let (returned, void) = papers;
    let made = session.propose_from(|view| -> Result<Body, ActError> {
        let state = view.state();
        match act {
            Act::Open => bodies::open_contest(state, view.status(), contest),
            Act::End => bodies::end(state, contest),
            Act::Close => bodies::close(state, contest, PapersBack { returned, void }),
            Act::Declare => bodies::declare(state, contest),
            Act::Void => bodies::void(state, contest, reason),
            Act::Seal => bodies::seal(state),
            Act::FollowUp => follow_up::follow_up(state, contest),
            Act::ConfirmPapers => bodies::confirm_papers(state, contest),
            Act::SignReport => report::sign_report(state, contest, Signer::Secretariat),
        }
    });
    answers::notice(look, words, &made.await)
}

/// The request code, if it is of this deputy.
fn request_for(look: Look, number: &str, request: &str) -> Result<DeskRequest, String> {
    let t = &look.texts().run;
    let request: DeskRequest = request.parse().map_err(|_| t.request_refused.to_owned())?;
    if number.parse() == Ok(request.number) {
        Ok(request)
    } else {
        Err(fill(t.request_of_other, &[&request.number.to_string()]))
    }
}

/// A card held at the desk signs for the device key that the deputy's terminal shows.
async fn by_card(session: &RoleSession, card: &str, request: &str, look: Look) -> Result<Notice, String> {
    let t = &look.texts().run;
    let request: DeskRequest = request.parse().map_err(|_| t.request_refused.to_owned())?;
    let fingerprint = session.follower().read(|view| view.log().pinned());
    let card = read_card(look, card, &fingerprint.0)?;
    if card.number() != u64::from(request.number) {
        return Err(fill(t.request_of_other, &[&request.number.to_string()]));
    }
    let refused = |error: &dyn std::fmt::Display| fill(t.card_refused, &[&error.to_string()]);
    let key = card.signing_key(&fingerprint.0).map_err(|error| refused(&error))?;
    let body = Body::CheckedIn(CheckedIn {
        deputy: Int::from(request.number),
        device_key: request.device_key.into(),
        means: Means::Card,
    });
    let act = sign(&body, &key, Signer::Card(request.number), &fingerprint.0);
    Ok(answers::notice(look, look.texts().live.act_check_in, &session.submit(&act).await))
}

/// A card from its scanned text, or from a file that holds it in its first line.
pub(super) fn read_card(look: Look, text: &str, fingerprint: &[u8; 32]) -> Result<Card, String> {
    let refused = |error: &dyn std::fmt::Display| fill(look.texts().run.card_refused, &[&error.to_string()]);
    let text = text.trim();
    match Card::from_qr(text, fingerprint) {
        Ok(card) => Ok(card),
        Err(crypto::card::CardError::NotACard) => {
            let scanned = read_card_file(look, Path::new(text))?;
            let line = scanned.lines().next().unwrap_or_default().trim();
            Card::from_qr(line, fingerprint).map_err(|error| refused(&error))
        }
        Err(error) => Err(refused(&error)),
    }
}

fn read_card_file(look: Look, path: &Path) -> Result<Zeroizing<String>, String> {
    read_short(look, path, CARD_FILE_BYTES_MAX, look.texts().run.card_file_long)
}

/// A small text file that may be a secret.
fn read_short(look: Look, path: &Path, bytes_max: u64, too_long: &str) -> Result<Zeroizing<String>, String> {
    let t = &look.texts().run;
    let unreadable = |error: std::io::Error| {
        fill(t.card_file_unreadable, &[&path.display().to_string(), &error.to_string()])
    };
    let length = fs::metadata(path).map_err(unreadable)?.len();
    if length > bytes_max {
        return Err(too_long.to_owned());
    }
    Ok(Zeroizing::new(fs::read_to_string(path).map_err(unreadable)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crypto::hash::Entropy;

    #[test]
    fn a_request_code_of_another_deputy_is_named() {
        let request = DeskRequest { number: 17, device_key: [3; 32] };
        let look = Look::default();
        assert_eq!(request_for(look, "17", &request.to_string()), Ok(request));
        assert!(request_for(look, "18", &request.to_string()).unwrap_err().contains("17"));
        assert_eq!(request_for(look, "17", "PJD1.17").unwrap_err(), look.texts().run.request_refused);
    }

    #[test]
    fn a_card_is_read_from_its_text_or_its_file() {
        let (look, sitting) = (Look::default(), [9; 32]);
        let card = Card::issue(17, Entropy::from_os([1; 32])).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("17.card");
        fs::write(&path, format!("{}\n欧阳春燕\n", *card.qr(&sitting))).unwrap();
        for text in [card.qr(&sitting).to_string(), path.display().to_string()] {
            assert_eq!(read_card(look, &text, &sitting).unwrap().number(), 17);
        }
        assert!(read_card(look, &card.qr(&sitting), &[8; 32]).unwrap_err().contains("证件不能使用"));
        assert!(read_card(look, "no/such.card", &sitting).unwrap_err().contains("no/such.card"));
        fs::write(&path, "x".repeat(5_000)).unwrap();
        let long = read_card(look, &path.display().to_string(), &sitting).unwrap_err();
        assert_eq!(long, look.texts().run.card_file_long);
    }
}
