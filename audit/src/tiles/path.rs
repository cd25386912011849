//! Which file a tile is: one tile, one path.

use std::{fmt, str::FromStr};

use super::{TILE_HEIGHT, TILE_WIDTH};
use crate::checkpoint::SIZE_MAX;

/// Why a text is no tile's path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Not `tile/<L>/<N>` or `tile/entries/<N>`, with or without `.p/<W>`.
    #[error("not the path of a tile")]
    Form,
    /// A level that is no decimal number from 0 to 63, or written otherwise.
    #[error("the level is no decimal number from 0 to 63")]
    Level,
    /// Not groups of three digits, all but the last after an `x`, the first not 000 unless it is the last.
    #[error("the number is not written in groups of three digits")]
    Number,
    /// A width that is no decimal number from 1 to 255 after `.p/`.
    #[error("the width is no decimal number from 1 to 255")]
    Width,
    /// No log has as many entries.
    #[error("no log has such a tile")]
    Beyond,
}

/// What a tile holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TileKind {
    /// Hashes over 256^level entries each; level 0: leaf hashes.
    Hashes {
        /// From 0.
        level: u8,
    },
    /// The entries under the tile of leaf hashes with the same number and width.
    Entries,
}

impl TileKind {
    fn level(self) -> u32 {
        match self {
            Self::Hashes { level } => u32::from(level),
            Self::Entries => 0,
        }
    }
}

/// A tile of hashes or a bundle of entries, full or partial. Some log within the limits has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    kind: TileKind,
    number: u64,
    /// 1 to 256.
    width: u16,
}

impl Tile {
    /// A tile by its place. [`PathError::Width`] where the width is not 1 to 256.
    pub fn new(kind: TileKind, number: u64, width: u64) -> Result<Self, PathError> {
        let narrow = u16::try_from(width).ok().filter(|width| (1..=256).contains(width));
        let tile = Self { kind, number, width: narrow.ok_or(PathError::Width)? };
        // 256^8 entries are more than any log has.
        let entries_each = 1_u128.checked_shl(TILE_HEIGHT.saturating_mul(kind.level())).unwrap_or(u128::MAX);
        let end = u128::from(number) * u128::from(TILE_WIDTH) + u128::from(width);
        match end.checked_mul(entries_each) {
            Some(end) if kind.level() < 8 && end <= u128::from(SIZE_MAX) => Ok(tile),
            _ => Err(PathError::Beyond),
        }
    }

    /// Hashes or entries.
    pub fn kind(self) -> TileKind {
        self.kind
    }

    /// Its number in its level, from 0.
    pub fn number(self) -> u64 {
        self.number
    }

    /// Hashes or entries in it, 1 to 256.
    pub fn width(self) -> u64 {
        u64::from(self.width)
    }

    /// Whether it has all that it can have, and so never changes its name.
    pub fn is_full(self) -> bool {
        self.width() == TILE_WIDTH
    }

    /// The full tile in the same place; `None` where no log is long enough for it.
    pub fn full(self) -> Option<Self> {
        Self::new(self.kind, self.number, TILE_WIDTH).ok()
    }

    /// The first entry that it covers.
    pub fn start(self) -> u64 {
        (self.number * TILE_WIDTH) << self.shift()
    }

    /// One past the last entry that it covers: a log has this tile's content once it has so many entries.
    pub fn end(self) -> u64 {
        (self.number * TILE_WIDTH + self.width()) << self.shift()
    }

    /// Whether the log of exactly `size` entries consists of this tile among others ([`tiles_of`]).
    pub fn is_of(self, size: u64) -> bool {
        let hashes = size >> self.shift();
        let (full, rest) = (hashes / TILE_WIDTH, hashes % TILE_WIDTH);
        if self.is_full() { self.number < full } else { self.number == full && self.width() == rest }
    }

    fn shift(self) -> u32 {
        TILE_HEIGHT * self.kind.level()
    }
}

/// `tile/0/x001/067.p/12`
impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes { level } => write!(f, "tile/{level}/")?,
            TileKind::Entries => f.write_str("tile/entries/")?,
        }
        let mut unit = 1;
        while self.number / unit >= 1_000 {
            unit *= 1_000;
        }
        while unit > 1 {
            write!(f, "x{:03}/", self.number / unit % 1_000)?;
            unit /= 1_000;
        }
        write!(f, "{:03}", self.number % 1_000)?;
        if self.is_full() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

/// Without a slash before it. What parses prints as the same bytes.
impl FromStr for Tile {
    type Err = PathError;

    fn from_str(path: &str) -> Result<Self, PathError> {
        let (kind, rest) =
            path.strip_prefix("tile/").and_then(|rest| rest.split_once('/')).ok_or(PathError::Form)?;
        let kind = match kind {
            "entries" => TileKind::Entries,
            level => {
                let level = decimal(level).filter(|level| *level <= 63).ok_or(PathError::Level)?;
                TileKind::Hashes { level }
            }
        };
        let (number, width) = match rest.split_once(".p/") {
            None => (rest, TILE_WIDTH),
            Some((number, width)) => {
                let width = decimal(width).filter(|width| *width > 0).ok_or(PathError::Width)?;
                (number, u64::from(width))
            }
        };
        Self::new(kind, parse_number(number)?, width)
    }
}

/// 0 to 255, no leading zero.
fn decimal(text: &str) -> Option<u8> {
    let number: u8 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn parse_number(text: &str) -> Result<u64, PathError> {
    let mut number = 0_u64;
    let mut groups = text.split('/').peekable();
    let mut first = true;
    while let Some(group) = groups.next() {
        let is_last = groups.peek().is_none();
        let digits = if is_last { Some(group) } else { group.strip_prefix('x') };
        let digits = digits.filter(|digits| digits.len() == 3 && digits.bytes().all(|d| d.is_ascii_digit()));
        let value: u64 = digits.and_then(|digits| digits.parse().ok()).ok_or(PathError::Number)?;
        // `x000/067` would be a second name of `067`.
        if first && !is_last && value == 0 {
            return Err(PathError::Number);
        }
        first = false;
        number = number
            .checked_mul(1_000)
            .and_then(|number| number.checked_add(value))
            .ok_or(PathError::Beyond)?;
    }
    Ok(number)
}

/// Every file of a log of `size` entries: tiles of hashes level by level, then the bundles of entries. Nothing of an empty log.
pub fn tiles_of(size: u64) -> impl Iterator<Item = Tile> {
    let hashes = (0..8_u8).map(|level| TileKind::Hashes { level });
    hashes.chain([TileKind::Entries]).flat_map(move |kind| of_kind(kind, size))
}

/// The partial tiles of hashes of a log of `size` entries, lowest level first: what the root is made of.
pub fn edge_of(size: u64) -> impl Iterator<Item = Tile> {
    (0..8_u8).filter_map(move |level| {
        let hashes = size >> (TILE_HEIGHT * u32::from(level));
        Tile::new(TileKind::Hashes { level }, hashes / TILE_WIDTH, hashes % TILE_WIDTH).ok()
    })
}

fn of_kind(kind: TileKind, size: u64) -> impl Iterator<Item = Tile> {
    let hashes = size >> (TILE_HEIGHT * kind.level());
    let full = (0..hashes / TILE_WIDTH).map(|number| (number, TILE_WIDTH));
    // A width of 0 is no tile.
    full.chain([(hashes / TILE_WIDTH, hashes % TILE_WIDTH)])
        .filter_map(move |(number, width)| Tile::new(kind, number, width).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(level: u8, number: u64, width: u64) -> Tile {
        Tile::new(TileKind::Hashes { level }, number, width).unwrap()
    }

    fn paths(size: u64) -> Vec<String> {
        tiles_of(size).map(|tile| tile.to_string()).collect()
    }

    #[test]
    fn a_tile_has_one_path() {
        let entries = Tile::new(TileKind::Entries, 1_234_067, 256).unwrap();
        for (tile, path) in [
            (hashes(0, 0, 256), "tile/0/000"),
            (hashes(0, 5, 12), "tile/0/005.p/12"),
            (hashes(2, 999, 1), "tile/2/999.p/1"),
            (hashes(1, 1_000, 255), "tile/1/x001/000.p/255"),
            (hashes(0, 1_067, 256), "tile/0/x001/067"),
            (entries, "tile/entries/x001/x234/067"),
        ] {
            assert_eq!(tile.to_string(), path);
            assert_eq!(path.parse(), Ok(tile));
        }
    }

    #[test]
    fn another_spelling_is_refused() {
        for (path, error) in [
            ("", PathError::Form),
            ("tile", PathError::Form),
            ("tile/0", PathError::Form),
            ("/tile/0/000", PathError::Form),
            ("tiles/0/000", PathError::Form),
            ("tile//000", PathError::Level),
            ("tile/00/000", PathError::Level),
            ("tile/+1/000", PathError::Level),
            ("tile/64/000", PathError::Level),
            ("tile/256/000", PathError::Level),
            ("tile/Entries/000", PathError::Level),
            ("tile/data/000", PathError::Level),
            ("tile/0/", PathError::Number),
            ("tile/0/0", PathError::Number),
            ("tile/0/0000", PathError::Number),
            ("tile/0/x000/067", PathError::Number),
            ("tile/0/001/067", PathError::Number),
            ("tile/0/x001", PathError::Number),
            ("tile/0/x001/x002", PathError::Number),
            ("tile/0/x01/067", PathError::Number),
            ("tile/0/+67", PathError::Number),
            ("tile/0/\u{0661}67", PathError::Number),
            ("tile/0/../000", PathError::Number),
            ("tile/0/000/", PathError::Number),
            ("tile/0/067.p", PathError::Number),
            ("tile/0/067.p/", PathError::Width),
            ("tile/0/067.p/0", PathError::Width),
            ("tile/0/067.p/256", PathError::Width),
            ("tile/0/067.p/012", PathError::Width),
            ("tile/0/067.p/1/2", PathError::Width),
            ("tile/0/067.p/../../../keys", PathError::Width),
            ("tile/8/000.p/1", PathError::Beyond),
            ("tile/63/000.p/1", PathError::Beyond),
            ("tile/7/000.p/128", PathError::Beyond),
            ("tile/0/x999/x999/x999/x999/x999/x999/999", PathError::Beyond),
            ("tile/0/x999/x999/x999/x999/x999/x999/x999/999", PathError::Beyond),
        ] {
            assert_eq!(path.parse::<Tile>(), Err(error), "{path}");
        }
        assert_eq!("tile/7/000.p/127".parse(), Ok(hashes(7, 0, 127)));
        assert_eq!(Tile::new(TileKind::Entries, 0, 0), Err(PathError::Width));
        assert_eq!(Tile::new(TileKind::Entries, 0, 257), Err(PathError::Width));
    }

    #[test]
    fn the_tiles_of_a_size_are_those_of_the_specification() {
        assert_eq!(paths(0), [""; 0]);
        assert_eq!(paths(1), ["tile/0/000.p/1", "tile/entries/000.p/1"]);
        assert_eq!(paths(256), ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
        assert_eq!(
            paths(257),
            ["tile/0/000", "tile/0/001.p/1", "tile/1/000.p/1", "tile/entries/000", "tile/entries/001.p/1"]
        );
        let large = paths(70_000);
        assert_eq!(large.len(), 273 + 1 + 1 + 1 + 1 + 273 + 1);
        for path in ["tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"] {
            assert!(large.iter().any(|other| other == path), "{path}");
        }
        let edge: Vec<String> = edge_of(70_000).map(|tile| tile.to_string()).collect();
        assert_eq!(edge, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);
        assert_eq!(edge_of(SIZE_MAX).count(), 8);
    }

    #[test]
    fn a_tile_is_of_the_sizes_that_list_it() {
        let sizes = [0, 1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 70_000];
        for listed in sizes {
            for tile in tiles_of(listed) {
                for size in sizes {
                    assert_eq!(tile.is_of(size), tiles_of(size).any(|other| other == tile), "{tile} {size}");
                }
                assert!(tile.end() <= listed && tile.start() < tile.end(), "{tile} {listed}");
            }
        }
        let tile = hashes(1, 1, 17);
        assert_eq!((tile.start(), tile.end()), (65_536, 65_536 + 17 * 256));
        assert_eq!(tile.full(), Some(hashes(1, 1, 256)));
        assert_eq!(hashes(7, 0, 127).full(), None);
    }
}
