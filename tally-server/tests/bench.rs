//! `tally-server bench load` measures every budget to its end; how fast it was here is no matter of a test.

use std::process::Command;

#[test]
fn a_small_hall_is_measured_and_no_ballot_is_refused_or_lost() {
    let place = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_tally-server"))
        .args(["bench", "load", "--devices", "10", "--contest-items", "3", "--dir"])
        .arg(place.path().join("bench"))
        .output()
        .unwrap();
    let (said, why) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{why}");
    for row in [
        "saturated accept rate, of the rate that the floor allows: ",
        "refused, lost, time to receipt of 99 %: 0, 0, ",
        "the server's peak memory with all devices connected: ",
        "the slowest scrutineer's decryption, and combining: ",
    ] {
        assert!(said.contains(row), "{row}\n{said}");
    }
    assert!(!place.path().join("bench").exists(), "it leaves nothing behind");
}
