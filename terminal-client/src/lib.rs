//! The deputy's, the scrutineer's and the secretariat's terminal.
//!
//! [`deputy`], [`live`] and [`scrutineer`] are the three apps: state, keys and screens as pure functions.
//! They do nothing by themselves ([`papers`] are forms that two of them share): keys, pushes and ticks go in, effects come out. [`device`] is what a deputy's device does
//! behind its screen; [`roles`] what the others' terminals do; [`net`] speaks to the server that [`sitting_file`] names, [`page`] is the pages for browsers. [`run`] joins
//! screens and protocol, and [`cli`] starts it.

pub mod cli;
pub mod deputy;
pub mod device;
pub mod keys;
pub mod lang;
pub mod live;
pub mod net;
pub mod page;
pub mod papers;
pub mod roles;
pub mod run;
pub mod scrutineer;
pub mod sitting_file;
pub mod ui;
