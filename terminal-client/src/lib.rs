//! The deputy's, the scrutineer's and the secretariat's terminal.

pub mod keys;
pub mod lang;
pub mod net;
pub mod ui;
