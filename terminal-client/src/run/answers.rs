//! What became of an act, in words: where it stands, who else must sign, or why not, with the stable code.

use crate::lang::{Lang, fill};
use crate::net::ServerRefusal;
use crate::roles::acts::{ActError, CountersignError};
use crate::roles::scrutineer::{DecryptRefusal, ScrutineerError};
use crate::roles::{SessionError, Submitted};
use crate::ui::frame::Notice;
use crate::ui::{Look, RefusalView};

use super::words;

/// The notice for an act in words (`act`).
pub(super) fn notice(look: Look, act: &str, result: &Result<Submitted, SessionError>) -> Notice {
    let t = &look.texts().run;
    match result {
        Ok(Submitted::Accepted(placed)) => {
            Notice::plain(fill(t.done_accepted, &[act, &placed.index.to_string()]))
        }
        Ok(Submitted::AlreadyThere) => Notice::plain(fill(t.done_there, &[act])),
        Ok(Submitted::Proposed { missing }) => {
            Notice::plain(fill(t.done_proposed, &[act, &words::signers(look, missing)]))
        }
        Err(error) => Notice::urgent(fill(t.failed, &[act, &why(look, error)])),
    }
}

/// A refusal of the server as screens show it.
pub(super) fn refusal(look: Look, refusal: &ServerRefusal) -> RefusalView {
    let sentence = match look.lang {
        Lang::Zh => refusal.zh.clone(),
        Lang::En => refusal.en.clone(),
    };
    RefusalView { code: refusal.reason.as_str().to_owned(), sentence }
}

/// Why an act failed: a sentence in the reader's language, and behind it the code or the exact reason.
fn why(look: Look, error: &SessionError) -> String {
    let coded = |sentence: &str, code: &str| {
        RefusalView { code: code.to_owned(), sentence: sentence.to_owned() }.line(look)
    };
    let t = &look.texts().run;
    match error {
        SessionError::Refused(refused) => refusal(look, refused).line(look),
        SessionError::Net(error) => words::of_pair(look, error.sentence()).to_owned(),
        SessionError::Act(error) => act_error(look, error),
        SessionError::Countersign(error) => countersign_error(look, error),
        SessionError::Scrutineer(error) => coded(scrutineer_words(look, error), &error.to_string()),
        SessionError::Wait(error) => coded(t.waited_in_vain, &error.to_string()),
        SessionError::NotForTheBox => coded(t.server_wrong, &error.to_string()),
        SessionError::Interrupted => coded(t.interrupted, &error.to_string()),
    }
}

fn act_error(look: Look, error: &ActError) -> String {
    let t = &look.texts().run;
    let (sentence, code) = match error {
        ActError::Refused(refusal) => {
            (words::of_pair(look, refusal.code.sentence()), refusal.code.as_str().to_owned())
        }
        ActError::Missing { .. } => (t.something_missing, error.to_string()),
        ActError::NoContest { .. } | ActError::Stage { .. } => (t.other_stage, error.to_string()),
        ActError::NoFurtherVote { .. } => (t.no_further_vote, error.to_string()),
        ActError::Choices(_) => (t.paper_no_ballot, error.to_string()),
        ActError::Number(_)
        | ActError::Payload(_)
        | ActError::Encrypt(_)
        | ActError::Key(_)
        | ActError::Print(_) => (t.not_makeable, error.to_string()),
    };
    RefusalView { code, sentence: sentence.to_owned() }.line(look)
}

fn countersign_error(look: Look, error: &CountersignError) -> String {
    let t = &look.texts().run;
    let sentence = match error {
        CountersignError::NotNow(error) => return act_error(look, error),
        CountersignError::Mismatch { .. } => t.proposal_differs,
        CountersignError::PaperUnread => t.paper_unread,
        CountersignError::PaperDiffers => t.paper_differs,
        CountersignError::OtherKey { .. } | CountersignError::NotOurs { .. } => t.proposal_not_ours,
        CountersignError::HashDiffers
        | CountersignError::Malformed(_)
        | CountersignError::Unsigned
        | CountersignError::Signature(_) => t.proposal_malformed,
    };
    RefusalView { code: error.to_string(), sentence: sentence.to_owned() }.line(look)
}

fn scrutineer_words(look: Look, error: &ScrutineerError) -> &'static str {
    let t = &look.texts().run;
    match error {
        ScrutineerError::Decrypt(refusal) => match refusal {
            DecryptRefusal::Voided { .. } => t.contest_voided,
            DecryptRefusal::BeforeClose { .. } | DecryptRefusal::UnknownContest { .. } => t.not_closed_yet,
            DecryptRefusal::Declared { .. } => t.result_declared,
            DecryptRefusal::NotWitnessed { .. } => t.close_not_witnessed,
            DecryptRefusal::TooFewBallots { .. } => look.texts().scrutineer.decrypt_too_few,
            DecryptRefusal::NotSecret { .. } => t.contest_not_secret,
            DecryptRefusal::VoidByNumbers { .. } => t.contest_void_by_numbers,
            DecryptRefusal::PaperAwaited { .. } => t.paper_awaited,
            DecryptRefusal::NoShare => t.no_share,
            DecryptRefusal::SecondClosing { .. } => t.second_closing,
        },
        ScrutineerError::LogFails(_) => t.log_fails,
        ScrutineerError::NotNamed => t.not_named,
        ScrutineerError::NotNow => t.step_not_now,
        ScrutineerError::Vault(_) => t.vault_failed,
        _ => t.program_refuses,
    }
}
