//! The command `terminal-client`.

fn main() {}
