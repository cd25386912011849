//! Times as people read them.

/// Seconds that Beijing is ahead of UTC, all year round.
const BEIJING: u64 = 8 * 3600;

/// `2026-03-01 09:30:00`, in Beijing time; the protocol's `time` is POSIX seconds.
pub fn beijing(time: u64) -> String {
    let local = time.saturating_add(BEIJING);
    let (days, second) = (local / 86_400, local % 86_400);
    // Proleptic Gregorian calendar from a day number: years begin in March, so the leap day is a year's last
    // (Hinnant, "chrono-compatible low-level date algorithms").
    let day = days.saturating_add(719_468);
    let era = day / 146_097;
    let of_era = day % 146_097;
    let year_of_era = of_era
        .saturating_sub(of_era / 1_460)
        .saturating_add(of_era / 36_524)
        .saturating_sub(of_era / 146_096)
        / 365;
    let of_year = of_era.saturating_sub(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = year_of_era.saturating_add(era.saturating_mul(400)).saturating_add(u64::from(month <= 2));
    let (hour, minute) = (second / 3600, second / 60 % 60);
    format!("{year:04}-{month:02}-{day_of_month:02} {hour:02}:{minute:02}:{:02}", second % 60)
}

#[cfg(test)]
mod tests {
    use super::beijing;

    #[test]
    fn days_months_and_leap_years_fall_where_they_should() {
        for (time, expected) in [
            (0, "1970-01-01 08:00:00"),
            (951_753_599, "2000-02-28 23:59:59"),
            (951_753_600, "2000-02-29 00:00:00"),
            (951_840_000, "2000-03-01 00:00:00"),
            (1_772_328_600, "2026-03-01 09:30:00"),
            (1_798_732_799, "2026-12-31 23:59:59"),
            (1_798_732_800, "2027-01-01 00:00:00"),
            (4_107_513_600, "2100-03-01 00:00:00"),
        ] {
            assert_eq!(beijing(time), expected);
        }
    }
}
