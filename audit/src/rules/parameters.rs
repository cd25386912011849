//! Every parameter of a profile, every value, and what people call them (protocol.md §9.1); in the order of the profile.
//!
//! `docs/rules.zh-CN.md` and `docs/rules.md` name all of them; a test holds the documents to this table, and the table
//! to the types.

use super::form::{Field, Form, Kind, Word};

const fn field(
    name: &'static str,
    zh: &'static str,
    en: &'static str,
    article: &'static str,
    form: Form,
) -> Field {
    Field { name, zh, en, article, form }
}

/// A field that has its article with the field around it.
const fn part(name: &'static str, zh: &'static str, en: &'static str, form: Form) -> Field {
    Field { name, zh, en, article: "", form }
}

const fn word(name: &'static str, zh: &'static str, en: &'static str) -> Word {
    Word { name, zh, en }
}

const fn kind(name: &'static str, zh: &'static str, en: &'static str, fields: &'static [Field]) -> Kind {
    Kind { word: word(name, zh, en), fields }
}

/// The fields of a profile.
pub static PARAMETERS: &[Field] = &[
    part("title", "办法名称", "title", Form::Text),
    field("secrecy", "表决方式", "secrecy", "secrecy", Form::Words(SECRECY)),
    field("meeting_quorum", "法定人数", "quorum of the meeting", "meeting_quorum", Form::Fields(SHARE)),
    field("vote_quorum", "参加票决的最少票数", "quorum of the vote", "validity", Form::Kinds(REQUIREMENT)),
    field("suspended", "暂停职务的代表", "suspended deputies", "roll", Form::Words(SUSPENDED)),
    field("roll_freeze", "代表人数的时点", "roll frozen", "roll", Form::Words(ROLL_FREEZE)),
    field("late_arrival", "迟到代表", "late arrivals", "late_arrival", Form::Words(LATE_ARRIVAL)),
    field("leave_early", "中途离会的代表", "deputies who left", "roll", Form::Words(LEAVE_EARLY)),
    field("options", "选项", "options", "choice", Form::Kinds(OPTIONS)),
    field("choice", "选择数目", "items on a ballot", "choice", Form::Kinds(CHOICE)),
    field("blank_item", "空白项目", "item without a mark", "blank", Form::Words(BLANK_ITEM)),
    field("blank_ballot", "空白票", "ballot without a mark", "blank", Form::Words(BLANK_BALLOT)),
    field("mark_conflict", "重复标记", "two marks for an item", "blank", Form::Words(MARK_CONFLICT)),
    field("recast", "重复投票", "casting again", "recast", Form::Words(RECAST)),
    field("surplus", "差额", "items beyond the seats", "order", Form::Kinds(SURPLUS)),
    part("method", "认定方法", "method", Form::Kinds(METHOD)),
    part("minimum_ballots", "最少计票数", "fewest ballots to count", Form::Int),
    part("channel_floor", "单独计票的最少票数", "fewest ballots to count apart", Form::Int),
    part("articles", "条文", "articles", Form::Fields(ARTICLES)),
];

/// A share of a base.
pub static SHARE: &[Field] = &[
    part("num", "分子", "numerator", Form::Int),
    part("den", "分母", "denominator", Form::Int),
    part("inclusive", "含本数", "inclusive", Form::Flag),
    part("base", "基数", "of", Form::Words(BASE)),
];

static SECRECY: &[Word] = &[
    word("secret", "无记名", "secret"),
    word("named", "记名", "named"),
    word("hands", "举手", "show of hands"),
];

static BASE: &[Word] = &[
    word("membership", "全体代表", "all deputies"),
    word("due", "应到代表", "deputies due"),
    word("present", "实到代表", "deputies present"),
    word("returned", "收回的票", "returned ballots"),
    word("valid", "有效票", "valid ballots"),
];

static REQUIREMENT: &[Kind] = &[kind("none", "不设", "none", &[]), kind("share", "比例", "a share", SHARE)];

static SUSPENDED: &[Word] =
    &[word("counted", "计入全体和应到", "counted"), word("not_counted", "不计入", "not counted")];

static ROLL_FREEZE: &[Word] = &[
    word("session", "名册确定时", "when the roll is fixed"),
    word("plenary", "大会第一次开启表决时", "at the first opening of the sitting"),
    word("contest", "本项表决开启时", "at the opening of the contest"),
];

static LATE_ARRIVAL: &[Word] = &[
    word("not_admitted", "开启后不能参加", "not admitted"),
    word("until_issued", "发出第一张票以前可以参加", "until the first ballot is issued"),
    word("until_end", "投票结束以前可以参加", "until the voting ends"),
];

static LEAVE_EARLY: &[Word] =
    &[word("stays", "仍计入实到", "still present"), word("leaves", "不再计入实到", "no longer present")];

static OPTIONS: &[Kind] = &[
    kind("select", "选、不选", "chosen or not", &[]),
    kind("two_way", "赞成、反对", "for, against", &[]),
    kind("three_way", "赞成、反对、弃权", "for, against, abstain", &[]),
    kind(
        "grades",
        "评等次",
        "grades",
        &[
            part("grades", "等次，从好到差", "grades, best first", Form::Texts),
            part("others", "不算等次的回答", "answers that are no grade", Form::Texts),
            part("satisfied", "计入满意率的等次数", "grades that make up the rate", Form::Int),
        ],
    ),
    kind(
        "ranks",
        "编序号",
        "numbers",
        &[
            part("ranks", "编到几号", "numbers", Form::Int),
            part("each", "每个序号", "each number", Form::Words(EACH)),
        ],
    ),
];

static EACH: &[Word] =
    &[word("at_most_once", "至多用一次", "at most once"), word("exactly_once", "正好用一次", "exactly once")];

static CHOICE: &[Kind] = &[
    kind("each", "逐项，不限数目", "each item by itself", &[]),
    kind("at_most", "不超过规定数", "no more than a number", &[part("most", "至多", "most", Form::Int)]),
    kind("exactly", "等于规定数", "exactly a number", &[part("count", "项数", "count", Form::Int)]),
    kind(
        "between",
        "在两数之间",
        "between two numbers",
        &[part("least", "至少", "least", Form::Int), part("most", "至多", "most", Form::Int)],
    ),
];

static BLANK_ITEM: &[Word] = &[
    word("abstain", "弃权", "abstains"),
    word("approve", "赞成", "approves"),
    word("invalid", "该项不计", "does not count for this item"),
];

static BLANK_BALLOT: &[Word] = &[
    word("abstain", "有效，各项均为空白", "valid, every item without a mark"),
    word("void", "废票", "void"),
];

static MARK_CONFLICT: &[Word] = &[
    word("item_void", "该项不计", "the item is void"),
    word("ballot_void", "全票作废", "the ballot is void"),
];

static RECAST: &[Word] =
    &[word("first", "首次有效，不能改", "the first is final"), word("last", "末次有效", "the last counts")];

static SURPLUS: &[Kind] = &[
    kind("any", "不规定", "no rule", &[]),
    kind("none", "等额", "as many items as seats", &[]),
    kind("count", "差额，按项数", "at least so many more", &[part("least", "项数", "items", Form::Int)]),
    kind(
        "ratio",
        "差额，按名额的比例",
        "at least a share of the seats more",
        &[part("num", "分子", "numerator", Form::Int), part("den", "分母", "denominator", Form::Int)],
    ),
];

static METHOD: &[Kind] = &[
    kind(
        "choose",
        "选出项目",
        "items are chosen",
        &[
            field("score", "计分", "score", "order", Form::Kinds(SCORE)),
            field("seats", "名额", "seats", "order", Form::Kinds(SEATS)),
            field("threshold", "通过票数", "threshold", "threshold", Form::Kinds(REQUIREMENT)),
            field("on_tie", "票数相等", "tie at the cut", "on_tie", Form::Words(ON_TIE)),
            field("on_shortfall", "不足名额", "shortfall", "on_shortfall", Form::Words(ON_SHORTFALL)),
            field("run_off", "再次票决", "run-off", "run_off", Form::Fields(RUN_OFF)),
        ],
    ),
    kind(
        "grade",
        "评定等次",
        "each item is given a grade",
        &[field("rule", "评定办法", "rule", "grade", Form::Kinds(RULE))],
    ),
];

static SCORE: &[Kind] = &[
    kind("votes", "得票", "votes", &[]),
    kind("appearances", "入围次数", "appearances", &[part("top", "前几位", "within the first", Form::Int)]),
    kind("borda", "总分", "Borda points", &[]),
    kind(
        "mean_rank",
        "平均名次",
        "mean rank",
        &[part("unranked", "没编号的票", "no number", Form::Words(UNRANKED))],
    ),
];

static UNRANKED: &[Word] =
    &[word("ignored", "不算", "left out"), word("last", "算作最后一号之后", "one behind the last number")];

static SEATS: &[Kind] = &[
    kind("fixed", "固定名额", "fixed", &[part("count", "名额数", "count", Form::Int)]),
    kind("every_item", "通过的都入选", "every item that passes", &[]),
];

static ON_TIE: &[Word] = &[
    word("run_off", "再次票决", "run-off"),
    word("all_in", "全部入选", "all of them in"),
    word("all_out", "都不入选", "all of them out"),
    word("presidium", "由主席团决定", "the presidium decides"),
];

static ON_SHORTFALL: &[Word] = &[
    word("vacant", "名额空缺", "seats stay vacant"),
    word("second_round", "另行票决", "second round"),
    word("next_sitting", "留待下次会议", "next sitting"),
];

static RUN_OFF: &[Field] = &[
    part("threshold", "通过票数", "threshold", Form::Words(RUN_OFF_THRESHOLD)),
    part("rounds", "至多轮数", "rounds", Form::Int),
    part("then", "仍相等", "tied again", Form::Words(RUN_OFF_THEN)),
];

static RUN_OFF_THRESHOLD: &[Word] =
    &[word("none", "得票多的入选", "most votes win"), word("same", "与首次相同", "as in the first vote")];

static RUN_OFF_THEN: &[Word] = &[
    word("presidium", "由主席团决定", "the presidium decides"),
    word("vacant", "名额空缺", "seats stay vacant"),
];

static RULE: &[Kind] = &[
    kind(
        "plurality",
        "得票最多的等次",
        "the grade with the most marks",
        &[part("on_tie", "相等时", "equal ones", Form::Words(GRADE_TIE))],
    ),
    kind(
        "cumulative",
        "自上而下累计",
        "cumulative from the best grade",
        &[part("share", "须达到", "share", Form::Fields(SHARE))],
    ),
    kind(
        "weighted",
        "平均分",
        "mean of weights",
        &[part("weights", "各等次分值", "weights", Form::Ints), part("bands", "分数线", "bands", Form::Ints)],
    ),
    kind(
        "rate",
        "满意率",
        "rate of satisfaction",
        &[part("bands", "百分比线", "bands in percent", Form::Ints)],
    ),
];

static GRADE_TIE: &[Word] = &[
    word("higher", "取高", "the best"),
    word("lower", "取低", "the worst"),
    word("presidium", "由主席团决定", "the presidium decides"),
];

static ARTICLES: &[Field] = &[
    part("meeting_quorum", "法定人数", "quorum of the meeting", Form::Text),
    part("validity", "整次是否有效", "validity of the vote", Form::Text),
    part("roll", "代表人数", "the roll", Form::Text),
    part("late_arrival", "迟到代表", "late arrivals", Form::Text),
    part("secrecy", "表决方式", "secrecy", Form::Text),
    part("choice", "选项和数目", "options and choice", Form::Text),
    part("blank", "空白和重复标记", "missing and repeated marks", Form::Text),
    part("recast", "重复投票", "casting again", Form::Text),
    part("threshold", "通过票数", "threshold", Form::Text),
    part("order", "计分、名额和差额", "score, seats and surplus", Form::Text),
    part("on_tie", "票数相等", "tie at the cut", Form::Text),
    part("on_shortfall", "不足名额", "shortfall", Form::Text),
    part("run_off", "再次票决", "run-off", Form::Text),
    part("grade", "评定等次", "grades", Form::Text),
];
