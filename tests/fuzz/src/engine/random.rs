//! Where decisions come from: a seeded generator, or the bytes of a fuzzed input.

/// Makes decisions.
pub trait Choose {
    /// The next 64 bits.
    fn bits(&mut self) -> u64;

    /// A number below `n`; 0 where `n` is 0.
    fn below(&mut self, n: usize) -> usize {
        if n < 2 {
            return 0;
        }
        usize::try_from(self.bits() % n as u64).unwrap_or(0)
    }

    /// True once in `n` times.
    fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of them, if there are any.
    fn one_of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): small, fast, and the same everywhere. Nothing secret comes from it.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The generator of a seed and a name: targets do not share their decisions.
    pub fn named(seed: u64, name: &str) -> Self {
        // FNV-1a.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(seed ^ hash)
    }
}

impl Choose for Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

/// An input read as a list of decisions: a changed byte is another decision. After its end every decision is 0.
#[derive(Clone, Debug)]
pub struct Script<'a>(&'a [u8]);

impl<'a> Script<'a> {
    /// Reads from the start.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next byte.
    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        *first
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.byte())
    }

    /// A number of any size: mostly small, sometimes at an edge.
    pub fn number(&mut self) -> u64 {
        match self.byte() {
            small @ 0..=199 => u64::from(small),
            200..=219 => u64::from(u16::from_be_bytes(self.array())),
            220..=229 => u64::from(u32::from_be_bytes(self.array())),
            230..=239 => u64::from_be_bytes(self.array()),
            240..=243 => (1 << 53) - u64::from(self.byte() % 4),
            244..=247 => u64::MAX - u64::from(self.byte() % 4),
            248..=251 => (1 << 63) - u64::from(self.byte() % 4),
            252..=255 => (1_u64 << (self.byte() % 64)).wrapping_sub(u64::from(self.byte() % 3)),
        }
    }

    /// All that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    /// Whether nothing is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Choose for Script<'_> {
    fn bits(&mut self) -> u64 {
        u64::from_be_bytes(self.array())
    }

    /// One byte decides where one is enough, so that a change of one byte is a change of one decision.
    fn below(&mut self, n: usize) -> usize {
        match n {
            0 | 1 => 0,
            2..=256 => usize::from(self.byte()) % n,
            257..=65_536 => usize::from(u16::from_be_bytes(self.array())) % n,
            _ => usize::try_from(self.bits() % n as u64).unwrap_or(0),
        }
    }
}
