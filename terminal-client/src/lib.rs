//! The deputy's, the scrutineer's and the secretariat's terminal.

pub mod keys;
pub mod net;
