//! The catalogue of forgeries (`tests/forgeries/`): each is refused by its own check and by no other, and what is published of
//! it is what it makes.
#![expect(clippy::unwrap_used, reason = "helpers of tests unwrap as tests do")]

mod catalogue;
mod off;
mod published;
mod table;
