//! Numbers as people read them on paper.

use crate::rules::{Fraction, ItemShare};
use crate::verify::report::beijing;
use crate::wire::Int;

/// `2026年3月1日 9时30分`, Beijing time; seconds where they are not 0.
pub(super) fn time(seconds: u64) -> String {
    let text = beijing(seconds);
    let mut parts = text.split(['-', ' ', ':']).map(|part| part.trim_start_matches('0'));
    let mut next = || parts.next().filter(|part| !part.is_empty()).unwrap_or("0");
    let (year, month, day) = (next(), next(), next());
    let (hour, minute, second) = (next(), next(), next());
    let seconds = if second == "0" { String::new() } else { format!("{second}秒") };
    format!("{year}年{month}月{day}日 {hour}时{minute}分{seconds}")
}

/// `49.74%`, from hundredths of a percent.
pub(super) fn percent(hundredths: Int) -> String {
    let hundredths = hundredths.get();
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// `97/195`, exact.
pub(super) fn fraction(share: &ItemShare) -> String {
    format!("{}/{}", share.num, share.den)
}

/// A score: a whole number, or `12/5 ≈ 2.40` rounded to hundredths.
pub(super) fn score(score: Fraction) -> String {
    let (num, den) = (u128::from(score.num.get()), u128::from(score.den.get()));
    if den <= 1 {
        return num.to_string();
    }
    let hundredths =
        num.saturating_mul(200).saturating_add(den).checked_div(den.saturating_mul(2)).unwrap_or(0);
    format!("{num}/{den} ≈ {}.{:02}", hundredths / 100, hundredths % 100)
}

/// Hexadecimal digits in groups of four, as the fingerprint is printed everywhere.
pub(super) fn grouped(hex: &str) -> String {
    let mut text = String::new();
    for (at, digit) in hex.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push(' ');
        }
        text.push(digit);
    }
    text
}

/// The first 8 digits of a contest hash in capitals, as screens show it.
pub(super) fn short(hash: &str) -> String {
    hash.chars().take(8).collect::<String>().to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(number: u64) -> Int {
        Int::try_from(number).unwrap()
    }

    #[test]
    fn numbers_are_printed_as_people_write_them() {
        assert_eq!(time(1_772_328_600), "2026年3月1日 9时30分");
        assert_eq!(time(1_772_328_607), "2026年3月1日 9时30分7秒");
        assert_eq!(time(1_772_294_400), "2026年3月1日 0时0分");
        assert_eq!(percent(int(4974)), "49.74%");
        assert_eq!(percent(int(10_000)), "100.00%");
        assert_eq!(percent(int(5)), "0.05%");
        assert_eq!(score(Fraction { num: int(12), den: int(5) }), "12/5 ≈ 2.40");
        assert_eq!(score(Fraction { num: int(2), den: int(3) }), "2/3 ≈ 0.67");
        assert_eq!(score(Fraction { num: int(97), den: int(1) }), "97");
        assert_eq!(grouped("0123456789abcdef01"), "0123 4567 89ab cdef 01");
        assert_eq!(short("0a1b2c3d4e"), "0A1B2C3D");
    }
}
