//! The command `tally-server`.

fn main() {}
