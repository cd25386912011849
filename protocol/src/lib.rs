//! The messages between the tally server and its clients.
