//! The server killed 50 times while 200 ballots are cast, the deputies' devices too: nothing that was promised is lost.
#![allow(clippy::unwrap_used, reason = "a test says what it expects by unwrapping")]

use std::time::{Duration, Instant};

use end_to_end::processes::{Clients, Hall, Server, Step, Storm, be_the_clients, check, seed};

const DEPUTIES: u32 = 200;
/// Of the server, while ballots are drawn and cast.
const KILLS: u32 = 50;
/// Of the server, from the end of voting to the seal.
const LATER_KILLS: u32 = 6;
/// The longest that the server runs between two kills; a start takes about a third of a second of it.
const CALM_MAX: Duration = Duration::from_millis(1_600);

/// The process that [`Clients`] starts; does nothing in an ordinary run.
#[test]
fn the_clients() {
    be_the_clients();
}

#[test]
fn fifty_kills_lose_no_receipted_ballot_and_block_no_deputy() {
    let started = Instant::now();
    let place = tempfile::tempdir().unwrap();
    let mut storm = Storm::new(seed());
    let mut hall = Hall::make(place.path(), &place.path().join("server"), DEPUTIES);
    let mut server = Server::new(&hall.server, &hall.passphrase, &place.path().join("server.log"));
    server.start();
    println!("the server listens after {:?}", server.wait_until_ready(hall.address));
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(hall.ceremony());
    let mut clients = Clients::new(place.path(), DEPUTIES);
    clients.start();
    runtime.block_on(hall.present(DEPUTIES));
    runtime.block_on(hall.step(Step::Open));
    println!("{:?}: open", started.elapsed());

    let mut clients_killed = 0;
    for kill in 1..=KILLS {
        clients.allow(kill * DEPUTIES / KILLS);
        storm.pass(CALM_MAX);
        // Either first, or together.
        if storm.happens(0.3) {
            clients.kill();
            clients_killed += 1;
            clients.start();
        }
        server.kill();
        server.start();
    }
    let [drawn, receipted, ..] = clients.look();
    println!(
        "{:?}: {KILLS} kills, clients {clients_killed}; {drawn} drawn, {receipted} receipted",
        started.elapsed()
    );
    assert!(receipted > 0 && clients_killed > 0, "the kills came before anything happened");
    clients.until(|[_, receipted, ..]| receipted == DEPUTIES as usize);
    println!("{:?}: all receipted", started.elapsed());

    let restarts = std::thread::spawn(move || {
        for _ in 0..LATER_KILLS {
            storm.pass(CALM_MAX * 3);
            server.kill();
            server.start();
        }
        server
    });
    for step in [Step::End, Step::Close, Step::Declare] {
        runtime.block_on(hall.step(step));
        println!("{:?}: {step:?}", started.elapsed());
    }
    let mut server = restarts.join().unwrap();
    clients.kill();
    clients.start();
    clients.until(|[_, _, _, found]| found == DEPUTIES as usize);
    runtime.block_on(hall.step(Step::Seal));
    runtime.block_on(hall.scrutineers_done());
    clients.kill();
    // The last checkpoint is signed and published after the act was answered, at most once a second; a start does it at once.
    server.kill();
    server.start();
    server.wait_until_ready(hall.address);
    check(&hall, &clients, DEPUTIES);
    println!("{:?}: verified", started.elapsed());
}
