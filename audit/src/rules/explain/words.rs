//! Numbers, shares and articles in words.

use super::Lang;
use crate::rules::decision::Fraction;
use crate::rules::share::{Base, Share};
use crate::wire::{Int, Text};

/// "超过全体代表 195 人的半数" or, inclusive, "达到全体代表的三分之二".
pub(super) fn share_zh(share: &Share, base: Option<Int>) -> String {
    share_zh_of(share, base, base_zh(share.base))
}

/// The same of a base with another name.
pub(super) fn share_zh_of(share: &Share, base: Option<Int>, (of, unit): (&str, &str)) -> String {
    let of = base.map_or_else(|| of.to_owned(), |number| format!("{of} {number} {unit}"));
    let verb = if share.inclusive { "达到" } else { "超过" };
    format!("{verb}{of}的{}", fraction_zh(share.num.get(), share.den.get()))
}

fn base_zh(base: Base) -> (&'static str, &'static str) {
    match base {
        Base::Membership => ("全体代表", "人"),
        Base::Due => ("应到代表", "人"),
        Base::Present => ("实到代表", "人"),
        Base::Returned => ("收回的票", "张"),
        Base::Valid => ("有效票", "张"),
    }
}

pub(super) fn share_en(share: &Share, base: Option<Int>) -> String {
    let (before, after) = match share.base {
        Base::Membership => ("all", "deputies"),
        Base::Due => ("the", "deputies due"),
        Base::Present => ("the", "deputies present"),
        Base::Returned => ("the", "ballots returned"),
        Base::Valid => ("the", "valid ballots"),
    };
    share_en_of(share, base, (before, after))
}

/// The same of a base with another name.
pub(super) fn share_en_of(share: &Share, base: Option<Int>, (before, after): (&str, &str)) -> String {
    let number = base.map_or_else(String::new, |number| format!("{number} "));
    let verb = if share.inclusive { "at least" } else { "more than" };
    let fraction = match (share.num.get(), share.den.get()) {
        (1, 2) => "half".to_owned(),
        (1, 3) => "a third".to_owned(),
        (2, 3) => "two thirds".to_owned(),
        (num, den) if num == den => return format!("all of {before} {number}{after}"),
        (num, den) => format!("{num}/{den}"),
    };
    format!("{verb} {fraction} of {before} {number}{after}")
}

pub(super) fn fraction_zh(num: u64, den: u64) -> String {
    match (num, den) {
        (1, 2) => "半数".to_owned(),
        _ if num == den => "全数".to_owned(),
        _ => match (digit_zh(num), digit_zh(den)) {
            (Some(num), Some(den)) => format!("{den}分之{num}"),
            _ => format!("{num}/{den}"),
        },
    }
}

fn digit_zh(number: u64) -> Option<char> {
    let at = usize::try_from(number).ok()?.checked_sub(1)?;
    "一二三四五六七八九十".chars().nth(at)
}

/// Hundredths of a percent: "93.33%", "100%".
pub(super) fn percent(hundredths: Int) -> String {
    let hundredths = hundredths.get();
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match part {
        0 => format!("{whole}%"),
        part if part % 10 == 0 => format!("{whole}.{}%", part / 10),
        part => format!("{whole}.{part:02}%"),
    }
}

/// A score to two decimals, halves up; "—" where nothing was counted.
pub(super) fn decimal(score: Fraction) -> String {
    let (num, den) = (u128::from(score.num.get()), u128::from(score.den.get()));
    let doubled = num.saturating_mul(200).saturating_add(den);
    let Some(hundredths) = doubled.checked_div(den.saturating_mul(2)) else { return "—".to_owned() };
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// "10、11": the printed numbers of items that count from 0.
pub(super) fn printed(items: &[Int], numbers: &[u64], lang: Lang) -> String {
    let numbers: Vec<String> = items
        .iter()
        .map(|item| {
            let at = usize::try_from(item.get()).ok();
            let number = at.and_then(|at| numbers.get(at)).copied();
            number.unwrap_or_else(|| item.get().saturating_add(1)).to_string()
        })
        .collect();
    numbers.join(match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    })
}

pub(super) fn count_en(number: u64, of: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {of}{plural}")
}

pub(super) fn cite(article: &Text, lang: Lang) -> String {
    match (article.as_str().is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("（{article}）"),
        (false, Lang::En) => format!(" ({article})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fractions_percents_and_decimals_are_written_out() {
        assert_eq!(fraction_zh(4, 5), "五分之四");
        assert_eq!(fraction_zh(51, 100), "51/100");
        assert_eq!(fraction_zh(3, 3), "全数");
        let int = |number: u32| Int::from(number);
        let cases = [(0, "0%"), (5, "0.05%"), (9_333, "93.33%"), (9_330, "93.3%"), (10_000, "100%")];
        for (hundredths, written) in cases {
            assert_eq!(percent(int(hundredths)), written);
        }
        for (num, den, written) in [(0, 1, "0.00"), (2_640, 29, "91.03"), (1, 8, "0.13"), (3, 1, "3.00")] {
            assert_eq!(decimal(Fraction { num: int(num), den: int(den) }), written);
        }
        assert_eq!(printed(&[int(0), int(2)], &[3, 5, 9], Lang::Zh), "3、9");
    }
}
