//! The deputy's, the scrutineer's and the secretariat's terminal.
//!
//! The screens are apps as pure functions: keys, pushes and ticks go in, effects come out.

pub mod deputy;
pub mod keys;
pub mod lang;
pub mod live;
pub mod net;
pub mod ui;
