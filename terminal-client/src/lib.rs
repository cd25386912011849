//! The deputy's, the scrutineer's and the secretariat's terminal.
//!
//! [`deputy`], [`live`] and [`scrutineer`] are the three apps: state, keys and screens as pure functions.
//! They do nothing by themselves: keys, pushes and ticks go in, effects come out. [`net`]
//! speaks to the server that [`sitting_file`] names.

pub mod deputy;
pub mod keys;
pub mod lang;
pub mod live;
pub mod net;
pub mod scrutineer;
pub mod sitting_file;
pub mod ui;
