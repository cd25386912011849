//! Made-up votes, one of every kind. The decisions are those of the rules.

use crate::print::head::{Head, Stand, Voided};
use crate::print::record::{Declared, ItemName, Known, NamedVote, Record};
use crate::rules::{
    Ballots, Base, BlankItem, Channel, Choice, Each, GradeRule, Method, OnShortfall, OnTie, Options, Profile,
    Requirement, RollNumbers, Row, Score, Seats, Secrecy, Share, decide,
};
use crate::wire::{Int, Text};

/// Which vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// 差额票决 with a tie that needs a run-off, and ballots not returned.
    Select,
    /// The presidium has settled a tie.
    Presidium,
    /// Too few items pass: a second round.
    Shortfall,
    /// 逐项表决, 赞成 反对 弃权, beside papers counted apart, some void.
    Paper,
    /// Few papers, entered as encrypted ballots.
    Entered,
    /// 满意度测评.
    Grades,
    /// Numbers of priority, Borda.
    Priority,
    /// More numbers than any paper has columns.
    ManyRanks,
    /// 记名.
    Named,
    /// 举手.
    Hands,
    /// More collected than issued.
    Void,
    /// More ballots than slips.
    Mismatch,
}

impl Case {
    pub(super) const ALL: [Self; 12] = [
        Self::Select,
        Self::Presidium,
        Self::Shortfall,
        Self::Paper,
        Self::Entered,
        Self::Grades,
        Self::Priority,
        Self::ManyRanks,
        Self::Named,
        Self::Hands,
        Self::Void,
        Self::Mismatch,
    ];

    pub(super) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    pub(super) fn record(self) -> Record {
        match self {
            Self::Select => select(),
            Self::Presidium => presidium(),
            Self::Shortfall => shortfall(),
            Self::Paper => paper(),
            Self::Entered => entered(),
            Self::Grades => grades(),
            Self::Priority => priority(10),
            Self::ManyRanks => priority(30),
            Self::Named => named(),
            Self::Hands => hands(),
            Self::Void => void(),
            Self::Mismatch => mismatch(),
        }
    }

    /// The head of the same contest, voided.
    pub(super) fn voided(self) -> Head {
        let voided = Voided { reason: "设备故障".to_owned(), after_first_share: true };
        Head { voided: Some(voided), ..self.record().head }
    }
}

pub(super) fn int(number: u64) -> Int {
    Int::try_from(number).unwrap()
}

fn ints(numbers: &[u64]) -> Vec<Int> {
    numbers.iter().map(|number| int(*number)).collect()
}

fn texts(texts: &[&str]) -> Vec<Text> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

pub(super) fn row(counts: &[u64], invalid: u64) -> Row {
    Row { counts: ints(counts), invalid: int(invalid) }
}

fn channel(issued: u64, returned: u64, void: u64) -> Channel {
    let valid = int(returned - void);
    Channel { issued: int(issued), returned: int(returned), valid, void: int(void) }
}

/// The county rule: more than half of all deputies.
fn profile(seats: u64, most: u64) -> Profile {
    let title = "云岭县民生实事项目票决办法".parse().unwrap();
    let mut profile = Profile::livelihood_projects(title, int(seats), int(most));
    profile.articles.threshold = "第八条".parse().unwrap();
    profile.articles.validity = "第六条".parse().unwrap();
    profile.articles.on_tie = "第九条".parse().unwrap();
    profile
}

const PROJECTS: [(&str, &str); 6] = [
    ("城区老旧小区供水管网改造（一期）", "县住房和城乡建设局"),
    ("农村公路危桥改造 12 座", "县交通运输局"),
    ("县人民医院儿科病区扩建", "县卫生健康局"),
    ("乡镇敬老院消防设施提升", "县民政局"),
    ("中小学校午餐食堂建设 8 所", "县教育局"),
    ("城东公共停车场", "县综合行政执法局"),
];

fn items(count: usize) -> Vec<ItemName> {
    let item = |(number, (title, department)): (u64, &(&str, &str))| ItemName {
        number,
        title: (*title).to_owned(),
        department: (*department).to_owned(),
    };
    (1..).zip(PROJECTS.iter().cycle()).map(item).take(count).collect()
}

fn head(profile: &Profile, title: &str) -> Head {
    let stand = |size, byte: &str| Stand {
        time: 1_772_328_600 + size,
        size,
        root: format!("{}=", byte.repeat(43)),
        scrutineers: ["陈志远", "李秀兰", "欧阳建国"].map(ToOwned::to_owned).to_vec(),
        witnessed: None,
    };
    Head {
        sitting: "云岭县第十八届人民代表大会第五次会议".to_owned(),
        rehearsal: false,
        fingerprint: "5e3b".repeat(16),
        contest: 3,
        title: title.to_owned(),
        purpose: None,
        secrecy: profile.secrecy,
        graded: matches!(profile.options, Options::Grades { .. }),
        hash: Some("a1b2c3d4".repeat(8)),
        witnesses: (Vec::new(), 0),
        counted: Some(stand(900, "A")),
        finished: Some(stand(912, "B")),
        voided: None,
    }
}

/// A declared contest; the decision is what the rules make of the sum of the rows.
fn declared(profile: Profile, ballots: Ballots, machine: Vec<Row>, paper: Vec<Row>) -> Record {
    let roll = RollNumbers { membership: int(195), due: int(192), present: int(189) };
    let sums: Vec<Row> = machine
        .iter()
        .enumerate()
        .map(|(at, row)| paper.get(at).map_or_else(|| row.clone(), |paper| row.plus(paper).unwrap()))
        .collect();
    let decision = decide(&profile, &roll, &ballots, &sums).unwrap();
    let items = items(sums.len().max(2));
    Record {
        head: head(&profile, "2027 年度县政府民生实事项目"),
        items,
        roll,
        ballots,
        slips: (profile.secrecy == Secrecy::Secret).then(|| ballots.machine.returned.get()),
        challenged: 0,
        entered: 0,
        void_register: Some(Vec::new()),
        known: Known::Declared(Declared { decision, machine, paper, settled: None }),
        votes: Vec::new(),
        profile,
    }
}

fn by_machine(returned: u64) -> Ballots {
    Ballots::by_machine(channel(189, returned, 0))
}

fn selected(chosen: &[u64], valid: u64) -> Vec<Row> {
    chosen.iter().map(|votes| row(&[*votes, valid - votes], 0)).collect()
}

fn select() -> Record {
    let mut record =
        declared(profile(3, 4), by_machine(186), selected(&[150, 121, 97, 112, 112, 40], 186), vec![]);
    record.challenged = 4;
    record
}

fn presidium() -> Record {
    let mut profile = profile(3, 4);
    profile.choose_mut().unwrap().on_tie = OnTie::Presidium;
    let mut record = declared(profile, by_machine(189), selected(&[150, 121, 97, 112, 112], 189), vec![]);
    let Known::Declared(declared) = &mut record.known else { unreachable!() };
    declared.settled = Some(vec![4]);
    record.head.purpose = Some("再次票决：第 2 项票决中得票相同的项目".to_owned());
    record
}

fn shortfall() -> Record {
    let mut profile = profile(3, 3);
    profile.choose_mut().unwrap().on_shortfall = OnShortfall::SecondRound;
    declared(profile, by_machine(189), selected(&[150, 97, 60, 20], 189), vec![])
}

fn each_item() -> Profile {
    let mut profile = profile(1, 1);
    profile.options = Options::ThreeWay;
    profile.choice = Choice::Each;
    profile.choose_mut().unwrap().seats = Seats::EveryItem;
    profile
}

fn paper() -> Record {
    let ballots = Ballots { machine: channel(149, 149, 0), paper: channel(40, 39, 3) };
    let machine = vec![row(&[120, 20, 9], 0), row(&[70, 70, 9], 0), row(&[100, 0, 49], 0)];
    let paper = vec![row(&[30, 4, 2], 0), row(&[20, 10, 4], 2), row(&[36, 0, 0], 0)];
    let mut record = declared(each_item(), ballots, machine, paper);
    record.void_register = Some(vec![("多选".to_owned(), 2), ("无法辨认".to_owned(), 1)]);
    record
}

fn entered() -> Record {
    let ballots = Ballots { machine: channel(182, 182, 0), paper: channel(7, 7, 1) };
    let mut record = declared(profile(2, 2), ballots, selected(&[150, 121, 10], 188), vec![]);
    record.entered = 6;
    record.void_register = Some(vec![("空白且撕毁".to_owned(), 1)]);
    record
}

fn grades() -> Record {
    let mut profile = profile(1, 1);
    profile.title = "云岭县民生实事项目满意度测评办法".parse().unwrap();
    profile.options = Options::Grades {
        grades: texts(&["满意", "基本满意", "不满意"]),
        others: texts(&["不了解"]),
        satisfied: int(2),
    };
    profile.choice = Choice::Each;
    profile.blank_item = BlankItem::Invalid;
    let share = Share { inclusive: true, ..Share::more_than_half(Base::Membership) };
    profile.method = Method::Grade { rule: GradeRule::Cumulative { share } };
    let machine = vec![row(&[160, 20, 5, 3, 1], 0), row(&[80, 70, 30, 9, 0], 0), row(&[40, 50, 90, 9, 0], 0)];
    declared(profile, by_machine(189), machine, vec![])
}

fn priority(ranks: u64) -> Record {
    let mut profile = profile(3, 3);
    profile.options = Options::Ranks { ranks: int(ranks), each: Each::AtMostOnce };
    profile.choice = Choice::Each;
    let choose = profile.choose_mut().unwrap();
    choose.score = Score::Borda;
    choose.threshold = Requirement::None;
    let rows = (0..ranks.max(20))
        .map(|item| {
            let counts: Vec<u64> = (0..ranks).map(|rank| (item * 7 + rank * 3) % (90 / ranks)).collect();
            let rest = 189 - counts.iter().sum::<u64>();
            row(&[counts, vec![rest]].concat(), 0)
        })
        .collect();
    declared(profile, by_machine(189), rows, vec![])
}

fn named() -> Record {
    let mut profile = each_item();
    profile.secrecy = Secrecy::Named;
    let choices = [[0, 0], [0, 1], [1, 2], [0, 0]];
    let names = [("王芳", "城关镇"), ("买买提·艾山", "清河乡"), ("赵一", "清河乡"), ("孙小梅", "驻军")];
    let mut record = declared(
        profile,
        Ballots::by_machine(channel(189, 4, 0)),
        vec![row(&[3, 1, 0], 0), row(&[2, 1, 1], 0)],
        vec![],
    );
    let votes =
        (1..).zip(names.iter().zip(choices)).map(|(deputy, ((name, delegation), columns))| NamedVote {
            deputy,
            name: (*name).to_owned(),
            delegation: (*delegation).to_owned(),
            columns: columns.to_vec(),
        });
    record.votes = votes.collect();
    record
}

fn hands() -> Record {
    let mut profile = each_item();
    profile.secrecy = Secrecy::Hands;
    let mut record = declared(
        profile,
        Ballots::by_machine(channel(189, 188, 0)),
        vec![row(&[180, 2, 6], 0), row(&[180, 2, 6], 0)],
        vec![],
    );
    record.head.title = "总监票人、监票人名单".to_owned();
    record.head.purpose = Some("表决监票人名单（第 1 次提名）".to_owned());
    record
}

fn void() -> Record {
    let ballots = Ballots { machine: channel(149, 149, 0), paper: channel(40, 41, 0) };
    declared(profile(2, 2), ballots, vec![], vec![])
}

fn mismatch() -> Record {
    let mut record = declared(profile(2, 2), by_machine(189), selected(&[150, 121, 97], 189), vec![]);
    record.slips = Some(187);
    record
}
