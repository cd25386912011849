//! Makes a finding small: the shortest input found that panics in the same place.

use super::{Finding, Target, run};

/// Takes pieces out, then puts zeros in, as long as the same thing goes wrong; runs the body at most `runs` times.
pub fn smaller(target: &Target, finding: &Finding, runs: u32) -> Finding {
    let mut best = finding.clone();
    if finding.place == "slow" {
        return best;
    }
    let mut left = runs;
    let mut same = |input: &[u8]| {
        left = left.checked_sub(1)?;
        Some(run(target, input).err().filter(|other| other.place == finding.place))
    };
    let mut piece = best.input.len().div_ceil(2);
    while piece > 0 {
        let mut at = 0;
        while at < best.input.len() {
            let mut shorter = best.input.clone();
            shorter.drain(at..at.saturating_add(piece).min(shorter.len()));
            match same(&shorter) {
                None => return best,
                Some(Some(smaller)) => best = smaller,
                Some(None) => at = at.saturating_add(piece),
            }
        }
        piece /= 2;
    }
    for at in 0..best.input.len() {
        if best.input.get(at).is_none_or(|byte| *byte == 0) {
            continue;
        }
        let mut plainer = best.input.clone();
        if let Some(byte) = plainer.get_mut(at) {
            *byte = 0;
        }
        match same(&plainer) {
            None => return best,
            Some(Some(simpler)) => best = simpler,
            Some(None) => {}
        }
    }
    best
}
