//! Which of several presses of one deputy counts (按键规则; vector K).

use super::profile::Recast;
use crate::wire::Int;

/// One press of a key, and what it chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press<C> {
    /// When.
    pub time: Int,
    /// What.
    pub choice: C,
}

/// The press that counts, of presses in the order in which they came; those at the close and after it are not heard.
/// None if nothing was pressed in time (未按), which is no abstention.
pub fn counted_press<C>(recast: Recast, presses: &[Press<C>], closed_at: Int) -> Option<&Press<C>> {
    let mut heard = presses.iter().filter(|press| press.time < closed_at);
    match recast {
        Recast::First => heard.next(),
        Recast::Last => heard.next_back(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(time: u32, choice: &str) -> Press<&str> {
        Press { time: Int::from(time), choice }
    }

    /// Vector K.
    #[test]
    fn the_first_or_the_last_press_before_the_close_counts() {
        let presses = [press(1, "赞成"), press(4, "反对"), press(6, "弃权")];
        let counted =
            |recast, close: u32| counted_press(recast, &presses, Int::from(close)).map(|press| press.choice);
        assert_eq!(counted(Recast::First, 5), Some("赞成"));
        assert_eq!(counted(Recast::Last, 5), Some("反对"));
        assert_eq!(counted(Recast::Last, 6), Some("反对"));
        assert_eq!(counted(Recast::Last, 7), Some("弃权"));
        assert_eq!(counted(Recast::Last, 1), None);
    }
}
