//! The command `terminal-client`.

use std::process::ExitCode;

fn main() -> ExitCode {
    terminal_client::cli::run()
}
