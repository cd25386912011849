//! The comparison with elastic-elgamal: a benchmark of its own, which cargo builds and runs.
//!
//! That library is a dependency of the benchmark alone, so nothing of it is in the verifier. Under `cargo run` the variable
//! `CARGO` names the program that can build it.

use super::super::Lang;
use super::super::trial::say;
use audit::words::Words;
use std::process::Command;

/// The benchmark's name in `audit/Cargo.toml`.
const BENCHMARK: &str = "beside";

/// Runs it; what cannot be run is said and no reason to fail.
pub(super) fn run(lang: Lang) {
    let Some(cargo) = std::env::var_os("CARGO") else {
        return say(
            &Words {
                zh: "未与 elastic-elgamal 比较：请用 cargo run --release -p audit -- bench 运行".to_owned(),
                en: "not compared with elastic-elgamal: run cargo run --release -p audit -- bench".to_owned(),
            },
            lang,
        );
    };
    let status = Command::new(cargo).args(["bench", "--quiet", "-p", "audit", "--bench", BENCHMARK]).status();
    if !status.is_ok_and(|status| status.success()) {
        say(
            &Words {
                zh: format!("与 elastic-elgamal 的比较未能运行：cargo bench -p audit --bench {BENCHMARK}"),
                en: format!(
                    "the comparison with elastic-elgamal did not run: cargo bench -p audit --bench {BENCHMARK}"
                ),
            },
            lang,
        );
    }
}
