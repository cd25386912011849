use super::*;
use crate::rules::testing::{
    ballots, by_item, channel, every_kind, graded, half_of, int, profile, ranked, roll, rows,
    rules as choosing, selected, text,
};
use crate::rules::{
    Ballots, Base, Decision, GradeRule, GradeTie, OnShortfall, OnTie, Profile, Requirement, Row, Score,
    Secrecy, Share, Surplus, Unranked, decide,
};
use crate::wire::Int;

fn decided(profile: &Profile, votes: &[u64], returned: u32) -> Decision {
    let valid = returned - 1;
    let rows = if votes.is_empty() { Vec::new() } else { selected(u64::from(valid), votes) };
    decide(profile, &roll(195, 189), &ballots(189, valid, 1), &rows).unwrap()
}

/// One item of rows with all columns but the rest, under a profile of any kind.
fn sentences(profile: &Profile, valid: u32, cells: &[&[u64]]) -> Vec<(String, String)> {
    let rows: Vec<Row> = rows(u64::from(valid), cells);
    let decision = decide(profile, &roll(valid, valid), &ballots(valid, valid, 0), &rows).unwrap();
    decision.items.iter().map(|one| (item(profile, one, Lang::Zh), item(profile, one, Lang::En))).collect()
}

fn zh(profile: &Profile, valid: u32, cells: &[&[u64]]) -> Vec<String> {
    sentences(profile, valid, cells).into_iter().map(|(zh, _)| zh).collect()
}

const NUMBERS: [u64; 4] = [1, 2, 3, 4];

#[test]
fn each_reason_of_a_choice_has_its_sentence() {
    let mut profile = profile(2, 3);
    profile.articles.threshold = text("第八条");
    let decision = decided(&profile, &[150, 97, 99, 99], 189);
    let zh = |at: usize| item(&profile, &decision.items[at], Lang::Zh);
    let en = |at: usize| item(&profile, &decision.items[at], Lang::En);
    assert_eq!(zh(0), "得票 150，超过全体代表 195 人的半数（须达 98 票），列第 1 位，在 2 个名额之内，入选");
    assert_eq!(zh(1), "得票 97，未超过全体代表 195 人的半数（须达 98 票），未通过（第八条）");
    assert_eq!(zh(2), "得票 99，达到通过票数，与其他项目得票相同（共 2 项争 1 个名额），须再次票决");
    assert_eq!(
        en(0),
        "150 votes, more than half of all 195 deputies (98 needed); rank 1, within 2 seats: chosen"
    );
    assert_eq!(en(1), "97 votes, not more than half of all 195 deputies (98 needed): not passed (第八条)");
    assert_eq!(en(2), "99 votes, enough to pass; 2 items tied for 1 seat: a run-off is needed");
    assert_eq!(
        whole(&profile, &decision, &NUMBERS, Lang::Zh),
        [
            "本次票决有效",
            "应选 2 项，确定入选 1 项",
            "第 3、4 项得票相同，须就剩余 1 个名额再次票决",
            "发出的票全部收回"
        ]
    );
}

#[test]
fn a_tie_is_told_as_the_rules_settle_it_and_by_the_printed_numbers() {
    for (on_tie, item_zh, whole_zh) in [
        (OnTie::AllIn, "一并入选", "第 7、12 项得票相同，剩余 1 个名额，一并入选"),
        (OnTie::AllOut, "均不入选", "第 7、12 项得票相同，剩余 1 个名额，均不入选"),
        (OnTie::Presidium, "由主席团决定", "第 7、12 项得票相同，剩余 1 个名额由主席团决定"),
    ] {
        let mut profile = profile(1, 2);
        choosing(&mut profile).on_tie = on_tie;
        let decision = decided(&profile, &[99, 60, 99], 189);
        let sentence = item(&profile, &decision.items[0], Lang::Zh);
        assert_eq!(
            sentence,
            format!("得票 99，达到通过票数，与其他项目得票相同（共 2 项争 1 个名额），{item_zh}")
        );
        assert_eq!(whole(&profile, &decision, &[7, 9, 12], Lang::Zh)[2], whole_zh);
    }
}

#[test]
fn filled_seats_vacancies_and_missing_ballots_are_said() {
    let mut profile = profile(2, 3);
    let filled = decided(&profile, &[150, 120, 99], 189);
    let sentence = item(&profile, &filled.items[2], Lang::Zh);
    assert_eq!(sentence, "得票 99，达到通过票数，列第 3 位，在 2 个名额之外，未入选");
    let lines =
        |profile: &Profile, lang| whole(profile, &decided(profile, &[150, 96, 1], 186), &[3, 5, 8], lang);
    assert_eq!(
        lines(&profile, Lang::Zh),
        ["本次票决有效", "应选 2 项，确定入选 1 项", "空缺 1 个名额", "未收回 3 张，有可能改变结果"]
    );
    assert_eq!(
        lines(&profile, Lang::En),
        [
            "the vote is valid",
            "1 chosen of 2 seats",
            "1 seat left vacant",
            "3 not returned, which could have changed the result"
        ]
    );
    choosing(&mut profile).on_shortfall = OnShortfall::SecondRound;
    assert_eq!(lines(&profile, Lang::Zh)[2], "尚缺 1 个名额，在第 5、8 项中另行票决");
    choosing(&mut profile).on_shortfall = OnShortfall::NextSitting;
    assert_eq!(lines(&profile, Lang::Zh)[2], "尚缺 1 个名额，留待下次会议");
    let safe = decided(&profile, &[150, 94, 1], 186);
    assert_eq!(whole(&profile, &safe, &NUMBERS, Lang::Zh)[3], "未收回 3 张，不可能改变结果");
    // By name, whoever did not press has no ballot to return.
    let named = Profile { secrecy: Secrecy::Named, ..profile };
    assert_eq!(lines(&named, Lang::Zh)[3], "未按 3 人，有可能改变结果");
    assert_eq!(lines(&named, Lang::En)[3], "3 did not press, which could have changed the result");
    let hands = Profile { secrecy: Secrecy::Hands, ..by_item() };
    let decision = decide(&hands, &roll(9, 9), &ballots(9, 8, 0), &rows(8, &[&[7, 1]])).unwrap();
    assert_eq!(whole(&hands, &decision, &NUMBERS, Lang::Zh)[2], "未举手 1 人，不可能改变结果");
}

#[test]
fn a_void_vote_says_why_and_no_totals() {
    let profile = profile(2, 2);
    let void = decided(&profile, &[], 190);
    assert_eq!(
        whole(&profile, &void, &NUMBERS, Lang::Zh),
        ["收回 190 张，多于发出 189 张，本次票决无效"],
        "nothing is known of those that did not come back"
    );
}

#[test]
fn without_a_threshold_none_is_named() {
    let mut profile = profile(1, 2);
    choosing(&mut profile).threshold = Requirement::None;
    let decision = decided(&profile, &[5, 0], 189);
    assert_eq!(item(&profile, &decision.items[0], Lang::Zh), "得票 5，列第 1 位，在 1 个名额之内，入选");
    assert_eq!(item(&profile, &decision.items[1], Lang::Zh), "得票 0，无人选择，未通过");
    assert_eq!(item(&profile, &decision.items[0], Lang::En), "5 votes; rank 1, within 1 seat: chosen");
    let beyond = item(&profile, &decided(&profile, &[5, 3], 189).items[1], Lang::Zh);
    assert_eq!(beyond, "得票 3，列第 2 位，在 1 个名额之外，未入选");
}

#[test]
fn items_voted_on_one_by_one_have_no_seats() {
    let mut profile = by_item();
    choosing(&mut profile).threshold = Requirement::Share(Share::more_than_half(Base::Present));
    assert_eq!(
        zh(&profile, 9, &[&[5, 4], &[4, 1]]),
        [
            "得票 5，超过实到代表 9 人的半数（须达 5 票），通过",
            "得票 4，未超过实到代表 9 人的半数（须达 5 票），未通过"
        ]
    );
    assert_eq!(
        deciding(&profile, Lang::Zh),
        ["得票超过实到代表的半数方为通过", "各项分别决定，通过的都确定"]
    );
}

#[test]
fn priorities_are_told_with_what_they_are_compared_by() {
    let cells: [&[u64]; 3] = [&[5, 1, 1], &[2, 4, 1], &[0, 0, 0]];
    let told = |score| zh(&ranked(3, 1, score), 9, &cells);
    assert_eq!(
        told(Score::Appearances { top: int(2) })[1],
        "前 2 位得票 6，与其他项目成绩相同（共 2 项争 1 个名额），须再次票决"
    );
    assert_eq!(told(Score::Borda)[0], "7 票排序，共 18 分，列第 1 位，在 1 个名额之内，入选");
    let ignored = told(Score::MeanRank { unranked: Unranked::Ignored });
    assert_eq!(ignored[1], "7 票排序，平均名次 1.86，列第 2 位，在 1 个名额之外，未入选");
    assert_eq!(ignored[2], "0 票排序，没有平均名次，无人选择，未通过");
    let last = sentences(&ranked(3, 1, Score::MeanRank { unranked: Unranked::Last }), 9, &cells);
    assert_eq!(last[0].0, "7 票排序，平均名次 2.00，列第 1 位，在 1 个名额之内，入选");
    assert_eq!(last[0].1, "ranked by 7 ballots, mean rank 2.00; rank 1, within 1 seat: chosen");
}

/// Vector M: 17/11/1 of 34 members, and of 35.
#[test]
fn grades_are_told_with_the_marks_and_what_they_had_to_reach() {
    let mut profile = graded(GradeRule::Cumulative { share: half_of(Base::Membership) });
    profile.articles.grade = text("第七条");
    let told = |members: u32, cells: &[u64]| {
        let rows = rows(29, &[cells]);
        let decision = decide(&profile, &roll(members, 29), &ballots(29, 29, 0), &rows).unwrap();
        assert_eq!(whole(&profile, &decision, &NUMBERS, Lang::Zh)[1], "共 1 项，评定等次 1 项");
        (item(&profile, &decision.items[0], Lang::Zh), item(&profile, &decision.items[0], Lang::En))
    };
    assert_eq!(
        told(34, &[17, 11, 1, 0]).0,
        "满意 17 票，达到全体代表 34 人的半数（须达 17 票），评为满意（第七条）"
    );
    assert_eq!(
        told(35, &[17, 11, 1, 0]).0,
        "满意、基本满意合计 28 票，达到全体代表 35 人的半数（须达 18 票），评为基本满意（第七条）"
    );
    assert_eq!(
        told(35, &[10, 7, 12, 0]).0,
        "满意、基本满意合计 17 票，未达到全体代表 35 人的半数（须达 18 票），评为不满意（第七条）"
    );
    assert_eq!(
        told(34, &[17, 11, 1, 0]).1,
        "满意 17, at least half of all 34 deputies (17 needed): graded 满意 (第七条)"
    );
    let own = graded(GradeRule::Cumulative { share: half_of(Base::Valid) });
    assert_eq!(
        zh(&own, 29, &[&[10, 7, 3, 0]]),
        ["满意 10 票，达到该项有效票 20 张的半数（须达 10 票），评为满意"]
    );
}

#[test]
fn other_rules_of_grades_are_told() {
    let numbers = |of: &[u32]| of.iter().copied().map(int).collect::<Vec<Int>>();
    let plurality = |on_tie| graded(GradeRule::Plurality { on_tie });
    assert_eq!(zh(&plurality(GradeTie::Higher), 9, &[&[5, 3, 1, 0]]), ["满意 5 票，得票最多，评为满意"]);
    assert_eq!(
        zh(&plurality(GradeTie::Lower), 9, &[&[4, 4, 1, 0]]),
        ["满意、基本满意各 4 票，同为最多，按办法取其一，评为基本满意"]
    );
    assert_eq!(
        zh(&plurality(GradeTie::Presidium), 9, &[&[4, 4, 1, 0], &[0, 0, 0, 9]]),
        ["满意、基本满意各 4 票，同为最多，由主席团决定，等次待定", "没有等次票，等次待定"]
    );
    let weighted =
        graded(GradeRule::Weighted { weights: numbers(&[100, 80, 40]), bands: numbers(&[90, 60]) });
    assert_eq!(
        zh(&weighted, 9, &[&[6, 3, 0, 0], &[0, 0, 9, 0]]),
        ["加权得分 93.33，达到满意的 90分，评为满意", "加权得分 40.00，未达到基本满意的分数线，评为不满意"]
    );
    let rate = graded(GradeRule::Rate { bands: numbers(&[80, 60]) });
    let told = sentences(&rate, 9, &[&[4, 3, 1, 1]]);
    assert_eq!(told[0].0, "满意率 77.78%（7 / 9），达到基本满意的 60%，评为基本满意");
    assert_eq!(told[0].1, "rate 77.78% (7 of 9), reaching 60% for 基本满意: graded 基本满意");
}

#[test]
fn both_channels_are_listed_and_summed() {
    let both = Ballots { machine: channel(150, 148, 0), paper: channel(40, 38, 2) };
    assert_eq!(
        channels(&both, Lang::Zh),
        [
            "电子票：发出 150 张，收回 148 张，未收回 2 张，有效 148 张，废票 0 张",
            "纸质票：发出 40 张，收回 40 张，未收回 0 张，有效 38 张，废票 2 张",
            "合计：发出 190 张，收回 188 张，未收回 2 张，有效 186 张，废票 2 张"
        ]
    );
    assert_eq!(
        channels(&ballots(5, 4, 0), Lang::En),
        ["ballots: 5 issued, 4 returned, 1 unreturned, 4 valid, 0 void"]
    );
}

#[test]
fn the_rules_are_said_in_words() {
    let mut profile = profile(10, 10);
    profile.articles.meeting_quorum = text("第三条");
    profile.surplus = Surplus::Ratio { num: int(1), den: int(5) };
    assert_eq!(
        rules(&profile, Lang::Zh),
        [
            "票决办法",
            "出席会议的代表须达到全体代表的三分之二（第三条）",
            "无记名票决",
            "每票至多选 10 项",
            "一项也没有填写的票有效，视为弃权",
            "纸质票上一项有两个标记的，该票无效",
            "开启后到会的，经秘书处和总监票人准许可以参加",
            "投出的票不能更改",
            "得票超过全体代表的半数方为通过",
            "通过的项目中得票多的 10 项入选，差额至少为名额的 1/5",
            "得票相同而名额不足的，再次票决",
            "再次票决得票多的入选，至多 1 次，仍相同的由主席团决定",
            "通过的项目不足名额的，名额空缺"
        ]
    );
}

/// A language that says less than the other would hide a rule from half of its readers.
#[test]
fn both_languages_say_as_much_of_every_kind() {
    for profile in every_kind() {
        let (zh, en) = (rules(&profile, Lang::Zh), rules(&profile, Lang::En));
        assert_eq!(zh.len(), en.len());
        assert!(zh.iter().chain(&en).all(|line| !line.is_empty() && !line.contains("??")), "{zh:?} {en:?}");
        assert_eq!(profile.labels(Lang::Zh).len(), profile.columns());
        assert_eq!(profile.labels(Lang::En).len(), profile.columns());
    }
}
