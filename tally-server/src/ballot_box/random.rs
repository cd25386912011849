//! A uniform draw among the free slots, with the operating system's randomness and no generator between.

use super::error::BoxError;

/// Takes one of the slots out, each with the same probability. The caller has checked that there is one.
pub(super) fn take(free: &mut Vec<u32>) -> Result<u32, BoxError> {
    let count = u32::try_from(free.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return Err(BoxError::Full { free: 0, wanted: 1 });
    }
    // Numbers from here on would make small remainders likelier, so they are drawn again.
    let fair = u32::MAX - u32::MAX % count;
    loop {
        let number = getrandom::u32()?;
        if number < fair {
            return Ok(free.swap_remove((number % count) as usize));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_is_drawn_about_equally_often() {
        let mut counts = [0_i32; 5];
        for _ in 0..5_000 {
            counts[take(&mut (0..5).collect()).unwrap() as usize] += 1;
        }
        // 1,000 each, standard deviation 28: seven of them.
        assert!(counts.iter().all(|count| (count - 1_000).abs() < 200), "{counts:?}");
    }

    #[test]
    fn no_slot_is_drawn_twice_and_an_empty_list_is_refused() {
        let mut free: Vec<u32> = (0..9).collect();
        let mut drawn: Vec<u32> = (0..9).map(|_| take(&mut free).unwrap()).collect();
        drawn.sort_unstable();
        assert_eq!(drawn, (0..9).collect::<Vec<_>>());
        assert!(matches!(take(&mut free), Err(BoxError::Full { .. })));
    }
}
