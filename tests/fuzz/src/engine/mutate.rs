//! Mutations of bytes that mean nothing in particular.

use super::random::Choose;

/// Longest input that mutations make: one entry and something over it.
pub const INPUT_BYTES_MAX: usize = 70_000;

/// Bytes at which readers of numbers, text and base64 change their minds.
const EDGES: &[u8] =
    &[0, 1, 0x0a, 0x0d, 0x20, b'"', b'\\', b'/', b'=', b'0', b'9', 0x7f, 0x80, 0xbf, 0xc0, 0xed, 0xff];

/// Pieces that parsers have stumbled over.
const NASTY: &[&[u8]] = &[
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xc0\x80",
    "\u{2028}".as_bytes(),
    "\u{202e}".as_bytes(),
    "\u{200b}".as_bytes(),
    "\u{feff}".as_bytes(),
    "é".as_bytes(),
    "٣".as_bytes(),
    "０".as_bytes(),
    "İ".as_bytes(),
    b"\r\n",
    b"\n\n",
    b"\0",
    b"null",
    b"-0",
    b"1e400",
    b"9007199254740992",
    b"18446744073709551616",
    b"\\ud800",
    b"\\u0000",
];

/// Changes an input in one place; `donors` are other inputs to take pieces from.
pub fn bytes(input: &mut Vec<u8>, donors: &[Vec<u8>], choose: &mut impl Choose) {
    let at = choose.below(input.len().saturating_add(1)).min(input.len());
    match choose.below(14) {
        0 | 1 => flip(input, choose),
        2 => replace(input, at, choose.below(256)),
        3 => {
            let edge = usize::from(choose.one_of(EDGES).copied().unwrap_or_default());
            replace(input, at, edge);
        }
        4 => insert(input, at, &[u8::try_from(choose.below(256)).unwrap_or_default()]),
        5 => {
            let piece = choose.one_of(NASTY).copied().unwrap_or_default();
            insert(input, at, piece);
        }
        6 | 7 => cut(input, at, choose),
        8 => {
            let piece = piece(input, choose);
            insert(input, at, &piece);
        }
        9 => {
            let piece = choose.one_of(donors).map(|donor| piece(donor, choose)).unwrap_or_default();
            insert(input, at, &piece);
        }
        10 => {
            let piece = choose.one_of(donors).map(|donor| piece(donor, choose)).unwrap_or_default();
            overwrite(input, at, &piece);
        }
        11 => integer(input, at, choose),
        12 => fill(input, at, choose),
        _ => {
            if let Some(donor) = choose.one_of(donors) {
                // The beginning of one and the end of another.
                let tail = donor.get(at.min(donor.len())..).unwrap_or_default();
                input.truncate(at);
                input.extend_from_slice(tail);
            }
        }
    }
    input.truncate(INPUT_BYTES_MAX);
}

fn flip(input: &mut [u8], choose: &mut impl Choose) {
    let at = choose.below(input.len());
    if let Some(byte) = input.get_mut(at) {
        *byte ^= 1 << choose.below(8);
    }
}

fn replace(input: &mut [u8], at: usize, with: usize) {
    if let Some(byte) = input.get_mut(at) {
        *byte = u8::try_from(with).unwrap_or_default();
    }
}

fn insert(input: &mut Vec<u8>, at: usize, piece: &[u8]) {
    input.splice(at..at, piece.iter().copied());
}

fn overwrite(input: &mut [u8], at: usize, piece: &[u8]) {
    for (to, from) in input.iter_mut().skip(at).zip(piece) {
        *to = *from;
    }
}

fn cut(input: &mut Vec<u8>, at: usize, choose: &mut impl Choose) {
    let length = length(input.len().saturating_sub(at), choose);
    input.drain(at..at.saturating_add(length).min(input.len()));
}

/// Short pieces more often than long ones.
fn length(most: usize, choose: &mut impl Choose) -> usize {
    let short = if choose.once_in(4) { most } else { most.min(16) };
    choose.below(short.saturating_add(1))
}

fn piece(of: &[u8], choose: &mut impl Choose) -> Vec<u8> {
    let at = choose.below(of.len());
    let length = length(of.len().saturating_sub(at), choose);
    of.get(at..at.saturating_add(length)).unwrap_or_default().to_vec()
}

/// Writes an integer at an edge over 4 or 8 bytes, in either order.
fn integer(input: &mut [u8], at: usize, choose: &mut impl Choose) {
    let value = match choose.below(4) {
        0 => u64::MAX >> choose.below(64),
        1 => 1 << choose.below(64),
        2 => choose.below(256) as u64,
        _ => choose.bits(),
    };
    let bytes = if choose.once_in(2) { value.to_be_bytes() } else { value.to_le_bytes() };
    let width = if choose.once_in(2) { 4 } else { 8 };
    overwrite(input, at, bytes.get(..width).unwrap_or_default());
}

/// Fills 32 bytes, as of a point or a scalar, with a constant.
fn fill(input: &mut [u8], at: usize, choose: &mut impl Choose) {
    // 2^255 − 19, ℓ, and all ones, little-endian.
    const CONSTANTS: [[u8; 32]; 5] = [
        [0; 32],
        [0xff; 32],
        [
            0xed, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
        ],
        [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ],
        [
            0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ],
    ];
    let aligned = if choose.once_in(2) { at } else { at / 32 * 32 };
    let constant = choose.one_of(&CONSTANTS).copied().unwrap_or_default();
    overwrite(input, aligned, &constant);
}
