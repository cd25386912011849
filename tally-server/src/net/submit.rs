//! From a client's act to the sequencer's answer: decoding and the dear checks happen here, many at once.

use std::sync::Arc;

use audit::entry::Body;
use audit::fold::{Code, Refusal};
use audit::wire::encode;
use protocol::Act;
use protocol::problem::Problem;
use protocol::receipt::{BoxReceipt, ballot_hash};

use super::Net;
use super::admission::Submission;
use crate::sequencer::{Answer, Checked, Denial, Submitted, Work, ballot_of};

/// Decodes what was submitted; the refusal says what is wrong with the bytes.
pub(super) fn decode(act: &Act) -> Result<Submitted, Denial> {
    Submitted::decode(act).map_err(|error| Denial { what: error.to_string(), ..Problem::ActMalformed.into() })
}

/// Answers one act.
pub(super) async fn submit(net: &Arc<Net>, act: Act, submitted: Submitted) -> Answer {
    let refuse = |denial: Denial| {
        net.shared.metrics.refused(denial.reason.as_str());
        Answer::Refused(denial)
    };
    let body = match &submitted {
        Submitted::Entry(body) => Some(&**body),
        Submitted::Request(_) => None,
    };
    let checked = match body {
        Some(body @ Body::BallotCast(_)) => return cast(net, act, body.clone(), false).await,
        Some(Body::BallotChallenged(body)) => match net.shared.casting(body.contest.as_bytes()) {
            // A contest that takes no ballots: the fold has the word for it.
            None => Ok(Checked::Nothing),
            Some(casting) => {
                let body = body.clone();
                work(net, move || casting.open_challenge(&body)).await.map(Checked::Opened)
            }
        },
        Some(Body::PaperCast(paper)) => match net.shared.entering(paper.contest.as_bytes()) {
            None => Ok(Checked::Nothing),
            Some(entering) => {
                let (act, paper) = (act.clone(), paper.clone());
                let checked = work(net, move || entering.check(&act, &paper)).await;
                checked.map(|paper| paper.map_or(Checked::Nothing, |paper| Checked::Paper(Box::new(paper))))
            }
        },
        _ => Ok(Checked::Nothing),
    };
    match checked {
        Ok(checked) => net.handle.ask(Work::Act { act, submitted: Box::new(submitted), checked }).await,
        Err(denial) => refuse(denial),
    }
}

/// A ballot that the box gave a receipt for and lacks now (§11.1).
pub(super) async fn recover(net: &Arc<Net>, act: Act, receipt: BoxReceipt) -> Answer {
    let foreign = || Answer::Refused(Problem::ReceiptForeign.into());
    let server = net.shared.act_key.verifying_key();
    if receipt.verify(&server, &net.shared.fingerprint.0).is_err()
        || receipt.boxed.ballot != ballot_hash(&encode(&act))
    {
        return foreign();
    }
    match decode(&act) {
        Ok(Submitted::Entry(body)) if ballot_of(&body).is_some() => match cast(net, act, *body, true).await {
            Answer::Boxed(boxed) if boxed != receipt.boxed => foreign(),
            answer => answer,
        },
        Ok(_) => foreign(),
        Err(denial) => Answer::Refused(denial),
    }
}

async fn cast(net: &Arc<Net>, act: Act, body: Body, recovered: bool) -> Answer {
    let contest = ballot_of(&body).and_then(|cast| net.shared.casting(cast.contest.as_bytes()));
    let admitted = match contest {
        None => Err(Refusal::from(closed(net, &body)).into()),
        Some(casting) => {
            let submission = Submission { casting, act, body, recovered };
            net.waiting.admit(&net.admission, submission).await
        }
    };
    match admitted {
        Ok(admitted) => net.handle.ask(Work::Cast { admitted: Box::new(admitted), recovered }).await,
        Err(denial) => {
            net.shared.metrics.refused(denial.reason.as_str());
            Answer::Refused(denial)
        }
    }
}

/// Why a contest takes no ballots: it did once, it has no box, or it never was one of this sitting.
fn closed(net: &Net, body: &Body) -> Code {
    let known = ballot_of(body).and_then(|cast| net.shared.no_ballots(cast.contest.as_bytes()));
    known.unwrap_or(Code::ContestForeign)
}

/// Runs a check on a core of its own, as many at once as there are cores.
async fn work<T: Send + 'static>(
    net: &Arc<Net>,
    check: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Denial> {
    let Ok(permit) = Arc::clone(&net.admission).acquire_owned().await else {
        return Err(Problem::Stopping.into());
    };
    let checked = tokio::task::spawn_blocking(move || {
        let result = check();
        drop(permit);
        result
    });
    match checked.await {
        Ok(result) => Ok(result?),
        Err(_) => Err(Problem::Stopping.into()),
    }
}
