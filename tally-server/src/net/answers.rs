//! The sequencer's answers as messages, signed (protocol.md §11.2).

use audit::wire::{Bytes32, Int, Text};
use protocol::ServerMessage;
use protocol::problem::{Problem, Reason};
use protocol::receipt::BoxReceipt;
use protocol::server::{Refused, sign_answer};

use crate::sequencer::{Answer, Denial, Shared};

/// The message for an answer to the act with this hash.
pub(super) fn message(shared: &Shared, id: Int, act: Bytes32, answer: Answer) -> ServerMessage {
    let (key, sitting) = (&*shared.act_key, &shared.fingerprint.0);
    match answer {
        Answer::Accepted(placed) => {
            ServerMessage::Accepted { id, placed, sig: sign_answer(&placed, key, sitting) }
        }
        Answer::Boxed(boxed) => ServerMessage::Boxed { id, receipt: BoxReceipt::sign(boxed, key, sitting) },
        Answer::Proposed { proposal, missing } => ServerMessage::Proposed { id, proposal, missing },
        Answer::Refused(denial) => refusal(shared, id, act, &denial),
    }
}

fn refusal(shared: &Shared, id: Int, act: Bytes32, denial: &Denial) -> ServerMessage {
    let what = text(&denial.what);
    let (zh, en) = match denial.reason {
        Reason::Rule(code) => code.sentence(),
        Reason::Problem(problem) => problem.sentence(),
    };
    let with_place = |sentence: &str, mark: &str| {
        text(&if what.as_str().is_empty() { sentence.to_owned() } else { format!("{sentence}{mark}{what}") })
    };
    let refused = Refused { act, code: denial.reason, what: what.clone() };
    let sig = sign_answer(&refused, &shared.act_key, &shared.fingerprint.0);
    ServerMessage::Refused { id, refused, zh: with_place(zh, "："), en: with_place(en, ": "), sig }
}

/// The last message of a connection that broke the rules.
pub(super) fn problem(problem: Problem) -> ServerMessage {
    let (zh, en) = problem.sentence();
    ServerMessage::Problem { problem, zh: text(zh), en: text(en) }
}

/// Displayed text has no control characters; what an error message quotes of a client's bytes may have.
fn text(words: &str) -> Text {
    let plain: String = words.chars().filter(|c| !c.is_control()).take(1_000).collect();
    plain.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_client_sent_cannot_spoil_the_answer() {
        assert_eq!(text("a\u{7}b\nc").as_str(), "abc");
        assert_eq!(text("a\u{202e}b").as_str(), "");
        assert_eq!(text(&"票".repeat(5_000)).as_str().chars().count(), 1_000);
    }
}
