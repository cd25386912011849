//! Papers, named votes, shows of hands.

use crate::forgeries::base::{OPEN, PAPER};
use crate::forgeries::{Forged, Kind};
use crate::smith::{int, row_of};
use audit::entry::Body;
use audit::entry::paper::{HandsCounted, PaperCast, PaperConfirmed, PaperCount, PaperCounted, VoteCast};
use audit::fold::{Check, Code};

pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "paper-and-machine-ballot",
        forger: "secretariat, chief",
        pitfall: &[33, 43],
        what: "A deputy who has a ballot on the tablet is given a paper too, and votes twice.",
        refused: (Check::Paper, Code::BallotIssuedAlready),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "open");
            let body = Body::PaperIssued(forge.smith.papers(1, &[3, 4, 5, 6]));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "two-papers-for-a-deputy",
        forger: "secretariat, chief",
        pitfall: &[43],
        what: "One deputy stands twice in the list of papers.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "open");
            let body = Body::PaperIssued(forge.smith.papers(1, &[4, 5, 5, 6]));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "papers-issued-more-in-the-close",
        forger: "secretariat, chief",
        pitfall: &[33, 43],
        what: "The close says that four papers were handed out, three were: one more can come back.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "apart");
            let mut body = forge.smith.closing_with(1, 3, 1);
            body.paper.issued = int(4);
            forge.lie(&Body::ContestClosed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "few-papers-counted-apart",
        forger: "secretariat, chief",
        pitfall: &[27, 43],
        what: "Two papers are counted by themselves where the rules want them in the one sum: two people's votes are readable.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "entering");
            let body = Body::ContestClosed(forge.smith.closing_with(2, 2, 0));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "more-papers-entered-than-issued",
        forger: "secretariat, chief",
        pitfall: &[33, 43],
        what: "A third paper is entered where two were handed out.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "entered");
            let body = Body::PaperCast(forge.smith.paper(2, &[3]).1);
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "paper-under-a-key-of-the-box",
        forger: "secretariat, chief",
        pitfall: &[3],
        what: "A paper is entered under the key of a ballot of the box.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "entering");
            let boxed = forge.smith.sorted(2)[0].key;
            let key = forge.smith.stamp_key(2);
            let unused = crypto::stamp::Stamp::from_bytes(key.public_key().as_bytes()).unwrap();
            let seed = forge.smith.draw();
            let cast = forge.smith.ballot(2, boxed, &unused, &[1], seed).0;
            let body = PaperCast { contest: cast.contest, ballot_key: boxed.into(), ballot: cast.ballot };
            forge.lie(&Body::PaperCast(body));
            forge.go_on()
        },
    },
    Kind {
        name: "ballot-of-the-box-as-a-paper",
        forger: "secretariat, chief",
        pitfall: &[3, 5],
        what: "A ballot of the box is entered again as a paper, under a fresh key.",
        refused: (Check::BallotProofs, Code::BallotProofBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "entering");
            let copied = forge.smith.sorted(2)[0].cast.clone().unwrap().ballot;
            let body = PaperCast { ballot: copied, ..forge.smith.paper(2, &[1]).1 };
            forge.lie(&Body::PaperCast(body));
            forge.go_on()
        },
    },
    Kind {
        name: "void-papers-not-registered",
        forger: "the tellers",
        pitfall: &[43],
        what: "The close says that one paper is void, the count registers none: it is counted after all.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat server",
        forge: |kind| count(kind, |body| body.void.clear()),
    },
    Kind {
        name: "papers-counted-more-than-valid",
        forger: "the tellers",
        pitfall: &[43],
        what: "Three marks on two valid papers.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat server",
        forge: |kind| count(kind, |body| body.rows[0] = row_of(&[2, 1])),
    },
    Kind {
        name: "counts-that-differ-confirmed",
        forger: "secretariat, chief",
        pitfall: &[43],
        what: "Tellers and scrutineers counted differently, and both sign that the counts agree.",
        refused: (Check::Paper, Code::PaperCountsDiffer),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "counted");
            let rows = vec![row_of(&[2, 0]), row_of(&[1, 1]), row_of(&[1, 1])];
            let body = Body::PaperCounted(forge.smith.paper_count(1, PaperCount::Scrutineers, 1, rows));
            forge.push(&body);
            let body = Body::PaperConfirmed(forge.smith.paper_confirmation(1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "papers-counted-once",
        forger: "secretariat, chief",
        pitfall: &[43],
        what: "One count stands in both places of the confirmation: nobody counted a second time.",
        refused: (Check::Paper, Code::PaperNotConfirmed),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "counted");
            let body = forge.smith.paper_confirmation(1);
            let body = PaperConfirmed { second: body.first, ..body };
            forge.lie(&Body::PaperConfirmed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "decrypted-before-the-papers-are-counted",
        forger: "scrutineer 1",
        pitfall: &[13, 43],
        what: "The machine's ballots are decrypted before the papers are counted: whoever counts them knows what is missing.",
        refused: (Check::Paper, Code::PaperNotConfirmed),
        accused: "scrutineer-1 server",
        forge: |kind| {
            let mut forge = kind.at(&PAPER, "counted-twice");
            let body = Body::Decrypted(forge.any_share(1, 1));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "named-vote-for-too-many",
        forger: "deputy 6",
        pitfall: &[],
        what: "A named vote marks a column that the ballot does not have.",
        refused: (Check::OpenVotes, Code::VoteBad),
        accused: "deputy-6 server",
        forge: |kind| vote(kind, |body| body.choices[1] = int(3)),
    },
    Kind {
        name: "named-vote-of-another-moment",
        forger: "server, with a vote that deputy 6 signed for another log",
        pitfall: &[14, 38],
        what: "A vote that says that it replaces an earlier one, which this log does not have.",
        refused: (Check::OpenVotes, Code::FollowsWrong),
        accused: "deputy-6 server",
        forge: |kind| vote(kind, |body| body.replaces = [8; 32].into()),
    },
    Kind {
        name: "named-vote-after-the-end",
        forger: "deputy 6, server",
        pitfall: &[15],
        what: "A deputy votes by name when the list of the others is on the screen.",
        refused: (Check::OpenVotes, Code::ContestNotOpen),
        accused: "deputy-6 server",
        forge: |kind| {
            let mut forge = kind.at(&OPEN, "voted");
            let body = Body::ContestEnded(forge.smith.end(1));
            forge.push(&body);
            let body = Body::VoteCast(forge.smith.vote(1, 6, &[0, 0], [0; 32]));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "papers-in-a-named-vote",
        forger: "secretariat, chief",
        pitfall: &[40],
        what: "The close of a named vote says that a void paper came back where none was handed out: the vote becomes void.",
        refused: (Check::Paper, Code::PaperBad),
        accused: "secretariat chief server",
        forge: |kind| {
            let mut forge = kind.at(&OPEN, "voted");
            let body = Body::ContestEnded(forge.smith.end(1));
            forge.push(&body);
            let mut body = forge.smith.closing(1);
            (body.paper.returned, body.paper.void) = (int(1), int(1));
            forge.lie(&Body::ContestClosed(body));
            forge.go_on()
        },
    },
    Kind {
        name: "second-named-vote",
        forger: "deputy 1, server",
        pitfall: &[14],
        what: "A deputy votes by name a second time where the first press counts.",
        refused: (Check::OpenVotes, Code::RecastRefused),
        accused: "deputy-1 server",
        forge: |kind| {
            let mut forge = kind.at(&OPEN, "voted");
            let body = Body::VoteCast(forge.smith.vote(1, 1, &[2, 2], [0; 32]));
            forge.lie(&body);
            forge.go_on()
        },
    },
    Kind {
        name: "more-hands-than-deputies",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "Seven hands in a hall of six.",
        refused: (Check::OpenVotes, Code::HandsBad),
        accused: "secretariat chief server",
        forge: |kind| hands(kind, |body| body.rows = vec![row_of(&[5, 1, 1]), row_of(&[2, 4, 1])]),
    },
    Kind {
        name: "hands-that-differ-between-items",
        forger: "secretariat, chief",
        pitfall: &[],
        what: "Six hands for one item and five for the other: one count was not made.",
        refused: (Check::OpenVotes, Code::HandsBad),
        accused: "secretariat chief server",
        forge: |kind| hands(kind, |body| body.rows[1] = row_of(&[2, 2, 1])),
    },
];

fn count(kind: &Kind, change: impl FnOnce(&mut PaperCounted)) -> Forged {
    let mut forge = kind.at(&PAPER, "closed");
    let rows = vec![row_of(&[1, 1]); 3];
    let mut body = forge.smith.paper_count(1, PaperCount::Tellers, 1, rows);
    change(&mut body);
    forge.lie(&Body::PaperCounted(body));
    forge.go_on()
}

fn vote(kind: &Kind, change: impl FnOnce(&mut VoteCast)) -> Forged {
    let mut forge = kind.at(&OPEN, "voted");
    let mut body = forge.smith.vote(1, 6, &[0, 0], [0; 32]);
    change(&mut body);
    forge.lie(&Body::VoteCast(body));
    forge.go_on()
}

fn hands(kind: &Kind, change: impl FnOnce(&mut HandsCounted)) -> Forged {
    let mut forge = kind.at(&OPEN, "hands");
    let mut body = forge.smith.hands(2, &[[4, 1, 1], [2, 3, 1]]);
    change(&mut body);
    forge.lie(&Body::HandsCounted(body));
    forge.go_on()
}
