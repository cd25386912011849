//! The command `audit`: checks a sitting's published log, offline.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
