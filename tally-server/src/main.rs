//! The command `tally-server`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tally_server::cli::main()
}
