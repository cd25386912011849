//! The power cut ten times under the server's disk while ballots are cast: nothing that was promised is lost.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::time::{Duration, Instant};

use end_to_end::processes::{Clients, Disk, Hall, Server, Step, Storm, be_the_clients, check, seed};

const DEPUTIES: u32 = 60;
const CUTS: u32 = 10;
/// Longest between a start and the next cut.
const CALM_MAX: Duration = Duration::from_secs(3);

/// The process that [`Clients`] starts; does nothing in an ordinary run.
#[test]
fn the_clients() {
    be_the_clients();
}

#[test]
fn ten_power_cuts_lose_no_receipted_ballot_and_block_no_deputy() {
    let started = Instant::now();
    let place = tempfile::tempdir().unwrap();
    let mut disk = match Disk::make(place.path()) {
        Ok(disk) => disk,
        Err(why) => return println!("skipped: no disk whose power can be cut ({why})"),
    };
    let mut storm = Storm::new(seed());
    let mut hall = Hall::make(place.path(), &disk.path().join("server"), DEPUTIES);
    let mut server = Server::new(&hall.server, &hall.passphrase, &place.path().join("server.log"));
    server.start();
    server.wait_until_ready(hall.address);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(hall.ceremony());
    let mut clients = Clients::new(place.path(), DEPUTIES);
    clients.start();
    runtime.block_on(hall.present(DEPUTIES));
    runtime.block_on(hall.step(Step::Open));
    for cut in 1..=CUTS {
        clients.allow(cut * DEPUTIES / CUTS);
        storm.pass(CALM_MAX);
        server.assert_runs();
        disk.cut();
        // For a moment it goes on without a disk: what it answers now must not be a receipt.
        storm.pass(CALM_MAX / 10);
        server.end();
        disk.restore();
        server.start();
        let [drawn, receipted, ..] = clients.look();
        println!("{:?}: cut {cut}; {drawn} drawn, {receipted} receipted", started.elapsed());
    }
    let [_, receipted, ..] = clients.look();
    assert!(receipted > 0, "the cuts came before anything happened");
    clients.until(|[_, receipted, ..]| receipted == DEPUTIES as usize);
    for step in [Step::End, Step::Close, Step::Declare] {
        runtime.block_on(hall.step(step));
    }
    clients.until(|[_, _, _, found]| found == DEPUTIES as usize);
    runtime.block_on(hall.step(Step::Seal));
    runtime.block_on(hall.scrutineers_done());
    clients.kill();
    server.assert_runs();
    // Once more, now that everything is said: what was published last must come back too.
    disk.cut();
    server.end();
    disk.restore();
    server.start();
    server.wait_until_ready(hall.address);
    check(&hall, &clients, DEPUTIES);
    println!("{:?}: verified", started.elapsed());
    server.end();
}
