//! What each kind of entry is there for, for a reader who has never seen a log.

use super::Words;
use crate::entry::Body;

/// One or two sentences: what the entry does, and what it shows.
#[expect(clippy::too_many_lines, reason = "one table, a row for each kind; the compiler wants every row")]
pub fn meaning(body: &Body) -> Words {
    let (zh, en) = match body {
        Body::SittingDefined(_) => (
            "会议的名称、方式和各方公钥。它的 SHA-256 就是会议指纹，其余一切信任都由此而来。",
            "Name, mode and public keys of the sitting. Its SHA-256 is the fingerprint, from which all other trust follows.",
        ),
        Body::RollFixed(_) => (
            "代表名册和每位代表证的公钥，在任何人签到之前固定。",
            "The roll with each card's public key, fixed before anyone checks in.",
        ),
        Body::RulesAdopted(_) => (
            "票决办法的文本和程序据以计算的参数；开启以后改动其中一字，表决的哈希就变了。",
            "The text of the rules and the parameters that programs follow; once a contest is open, one changed character gives another contest hash.",
        ),
        Body::ScrutineersNamed(_) => (
            "共同持有密钥的监票人和解密所需人数；每次提名开始新的一次密钥仪式。",
            "The scrutineers who hold the key together and how many must decrypt; each naming starts a new run of the ceremony.",
        ),
        Body::KeyCommitted(_) => (
            "密钥仪式第一步：先交出承诺的哈希，谁都不能看过别人的再定自己的。",
            "Ceremony, step 1: the hash of what comes next, so that nobody chooses after seeing the others'.",
        ),
        Body::KeyRevealed(_) => (
            "密钥仪式第二步：公布承诺，并证明自己知道其中的秘密。",
            "Ceremony, step 2: the commitments, with a proof that their secret is known.",
        ),
        Body::KeyDealt(_) => (
            "密钥仪式第三步：给其他每位监票人一份加密的份额。",
            "Ceremony, step 3: an encrypted share for each other scrutineer.",
        ),
        Body::KeyAccepted(_) => (
            "这位监票人打开了收到的各份份额，都与公布的承诺相符。",
            "This scrutineer opened every share received, and each fits its commitments.",
        ),
        Body::KeyDisputed(_) => (
            "这位监票人说收到的份额不对，并公开那一份；是谁的错，看记录就能判定。本次仪式到此为止。",
            "This scrutineer says that a share is wrong and opens that one; the log alone decides whose fault it is. This run is over.",
        ),
        Body::KeyAgreed(_) => (
            "全体监票人确认的公钥，选票都用它加密；私钥从未在任何一处合成。",
            "The public key that all scrutineers agree on and ballots are encrypted to; its secret was never in one place.",
        ),
        Body::KeyTested(_) => (
            "这位监票人在开启之前试解密一次，内容是公开的，证明届时能够解密。",
            "Before any opening this scrutineer decrypts a dummy with public randomness: they will be able to.",
        ),
        Body::ContestDefined(_) => (
            "要表决的事项：标题、项目和所用的规则。",
            "What is voted on: title, items and the rules that decide it.",
        ),
        Body::DeputySuspended(_) => (
            "这位代表暂停执行职务，不能签到、不能投票。",
            "This deputy may not exercise office: no check-in, no vote.",
        ),
        Body::DeputyRestored(_) => {
            ("暂停结束，这位代表恢复执行职务。", "The suspension of this deputy ends.")
        }
        Body::LeaveGranted(_) => {
            ("这位代表请了假；签到即销假。", "This deputy is on leave; a check-in ends it.")
        }
        Body::CheckedIn(_) => (
            "代表签到，把这次会议用的设备钥匙与本人绑定。签到与投了什么无关。",
            "A deputy signs in and binds the device key of this sitting. It says nothing of any choice.",
        ),
        Body::CheckInUndone(_) => (
            "撤销一次签到；发过票以后不能撤销。",
            "A check-in is taken back; not possible once a ballot was issued.",
        ),
        Body::LeftEarly(_) => ("已签到的代表离会。", "A deputy who had checked in left."),
        Body::ContestOpened(_) => (
            "由秘书处和总监票人开启投票，各项计数为零。它的哈希就是本项表决的哈希，写在每张票的证明里。",
            "Secretariat and chief scrutineer open the voting, all counters at zero. Its hash is the contest hash, inside the proofs of every ballot.",
        ),
        Body::Witnessed(_) => (
            "足够多的见证人联署的检查点：他们看到的是同一份记录。在此之前，开启后不能发票，截止后不能解密，结果不能公布。",
            "A checkpoint that enough witnesses cosigned: they saw this same log. Before it no ballot is issued after an opening, nothing decrypted after a close, no result announced.",
        ),
        Body::BallotIssued(_) => (
            "发给这位代表的一张票：服务器给蒙住的票钥盖章，并证明用的是公布的章。服务器看不到票钥，以后认不出这张票。",
            "One ballot for this deputy: the server stamps a blinded key and proves that it used the published stamp. It does not see the key and cannot recognise the ballot later.",
        ),
        Body::BallotChallenged(_) => (
            "有人验了一台机器：打开一份密文，核对机器加密的正是所选的。打开过的密文永远不能再投。",
            "A device was checked: one encryption is opened and compared with what was chosen. It can never be cast.",
        ),
        Body::PaperIssued(_) => (
            "这些代表领的是纸质票；领了纸质票就不能再用设备投票。",
            "These deputies were given papers; none of them can have a ballot on a device too.",
        ),
        Body::VoteCast(_) => (
            "记名表决：这位代表的选择是公开的，由其设备签名。",
            "A named vote: what this deputy chose is public, signed by the device.",
        ),
        Body::HandsCounted(_) => {
            ("举手表决的计数，由两方签署。", "The count of a show of hands, signed by two roles.")
        }
        Body::ContestHeld(_) => {
            ("投票暂停，期间不能发票和投票。", "Voting is held: nothing is issued or cast meanwhile.")
        }
        Body::ContestResumed(_) => ("由两方恢复投票。", "Two roles resume the voting."),
        Body::ContestEnded(_) => {
            ("由两方截止投票，此后投出的票不收。", "Two roles end the voting; a later cast is refused.")
        }
        Body::BallotReturned(_) => (
            "代表的设备说手里有回执；回条数与票箱里的票数对照，多投或丢票就会露出来。",
            "A deputy's device says that it holds a receipt; slips against ballots of the box show stuffing or loss.",
        ),
        Body::BoxOpened(_) => (
            "票箱打开：随后的若干条就是箱里的票，按票钥排序；附有所有盖章的总证明。",
            "The box is opened: the entries that follow are its ballots, sorted by key, with one proof of all stamps.",
        ),
        Body::BallotCast(_) => (
            "一张加密的票及其证明：每格是 0 或 1，合计不超限。不写是谁的，也推不出来。",
            "An encrypted ballot with its proofs: each cell is 0 or 1 and the sums keep the limits. Whose it is is not said and cannot be found.",
        ),
        Body::PaperCast(_) => (
            "一张有效纸质票，由两方转录为加密的票，与票箱里的票一起计数。",
            "A valid paper, entered by two roles as an encrypted ballot and counted with those of the box.",
        ),
        Body::ContestClosed(_) => (
            "由两方签署发出、收回和回条各数；只有这一状态可以解密，而且只有一次。",
            "Two roles sign the numbers issued, returned and slips; this state alone may be decrypted, and once.",
        ),
        Body::PaperCounted(_) => ("纸质票的一次独立清点。", "One of two independent counts of the papers."),
        Body::PaperConfirmed(_) => {
            ("两次清点一致，由两方确认。", "The two counts agree, and two roles say so.")
        }
        Body::Decrypted(_) => (
            "这位监票人对各项总数的解密份额，每份都有证明；单张选票从不解密。",
            "This scrutineer's share of each total, each with its proof; no single ballot is ever decrypted.",
        ),
        Body::ResultDeclared(_) => (
            "总数和按票决办法认定的结果，由总监票人和执行主席签署；验证程序重新计算并逐项比较。",
            "The totals and the decision under the rules, signed by chief scrutineer and presiding officer; the verifier recomputes and compares every field.",
        ),
        Body::TieSettled(_) => (
            "得票相等的项目由主席团按票决办法决定。",
            "The presidium chose among tied items, as the rules leave it to them.",
        ),
        Body::ContestVoided(_) => (
            "这次表决不算数。记录一条不删，内容不再解密。",
            "This vote does not count. Nothing is removed, and nothing of it is decrypted.",
        ),
        Body::ReportSigned(_) => (
            "签署打印的报告单：写的是报告单的 SHA-256，改一个字就对不上。",
            "A signature under the printed report, by its SHA-256: one changed character no longer fits.",
        ),
        Body::SittingSealed(_) => {
            ("会议封存，以后不能再有任何记录。", "The sitting is sealed: nothing may follow.")
        }
        Body::BlobPart(_) => (
            "下面某条所含的长文本的一段，放不进一条。",
            "A part of a long value that the next entry of another kind names; it does not fit into one.",
        ),
    };
    Words::new(zh, en)
}
