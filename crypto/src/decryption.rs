//! Opening totals with t of n shares, each with its proof (protocol.md §8).
//!
//! Invariants
//! - A share is bound to sitting, contest, the close's leaf hash, scrutineer and cell, so it serves nothing else
//!   (pitfalls 19, 20).
//! - Only [`PartialDecryption::verify`] makes a [`VerifiedPartial`], and only those are combined.
//! - A test decryption has its own label and its dummy is recomputed inside: no ciphertext can be passed off as one.
//! - Proof nonces hash fresh entropy, the share and the whole statement (pitfall 21).
//!
//! Next: `batch` checks many partials as one sum; `dlog` finds the totals; `crate::ballot::Tally` makes the sums.

mod batch;

pub use batch::{PartialClaim, verify_partials};

use zeroize::Zeroizing;

use crate::ballot::{Tally, TallyError};
use crate::dlog::{DiscreteLog, DlogError};
use crate::elgamal::{Ciphertext, PublicKey};
use crate::group::{self, DecodeError, Element, G, G_TABLE, Point, RistrettoPoint, Scalar};
use crate::hash::{self, Entropy};
use crate::scrutineer::{ScrutineerIndex, SecretShare};
use curve25519_dalek::traits::VartimeMultiscalarMul;

/// Bytes of one cell's share and proof: D ‖ a ‖ b ‖ s.
pub const CELL_BYTES: usize = 128;
/// The largest number that a test dummy holds; the least is 1.
pub const DUMMY_MAX: u64 = 1000;

/// Why a partial decryption is refused, or totals cannot be had. Cells count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages name the fields")]
pub enum DecryptionError {
    /// There is nothing to decrypt.
    #[error(transparent)]
    Sum(#[from] TallyError),
    /// One share for each cell.
    #[error("the partial decryption has {actual} bytes, the contest needs {expected}")]
    Length { expected: usize, actual: usize },
    /// D is not the identity.
    #[error("share of cell {cell}: {source}")]
    Share { cell: usize, source: DecodeError },
    /// a and b are points.
    #[error("commitment of cell {cell}: {source}")]
    Commitment { cell: usize, source: DecodeError },
    /// s is a scalar.
    #[error("response of cell {cell}: {source}")]
    Response { cell: usize, source: DecodeError },
    /// The share at hand is not the one that the ceremony gave this scrutineer.
    #[error("the secret share is not that of the public share of scrutineer {index}")]
    OtherShare { index: ScrutineerIndex },
    /// The equality proof.
    #[error("cell {cell} is not proved to be decrypted with the share of scrutineer {index}")]
    Proof { index: ScrutineerIndex, cell: usize },
    /// Shares of different sums, or of a test.
    #[error("the shares of scrutineer {index} are for another statement")]
    OtherStatement { index: ScrutineerIndex },
    /// The same scrutineer twice.
    #[error("scrutineer {index} decrypted twice")]
    Duplicate { index: ScrutineerIndex },
    /// Fewer than t.
    #[error("{given} scrutineers decrypted, {needed} are needed")]
    TooFew { given: usize, needed: usize },
    /// No total within the bound: no honest run gives this.
    #[error("cell {cell}: {source}")]
    Total { cell: usize, source: DlogError },
}

/// What scrutineers decrypt and what their shares are bound to.
#[derive(Clone, Debug)]
pub struct DecryptionStatement {
    /// Separates counting from testing.
    label: &'static str,
    sitting: [u8; 32],
    /// The contest hash; of a test: 32 zero bytes.
    contest: [u8; 32],
    /// The leaf hash of `contest_closed`; of a test: of `key_agreed`.
    leaf: [u8; 32],
    key: PublicKey,
    sums: Vec<Ciphertext>,
    /// The largest total.
    bound: u64,
}

impl DecryptionStatement {
    /// The totals of a closed contest. `closing` is the leaf hash of its `contest_closed`.
    pub fn totals(tally: &Tally, closing: [u8; 32]) -> Result<Self, DecryptionError> {
        Ok(Self {
            label: "decryption-share",
            sitting: *tally.sitting(),
            contest: *tally.contest(),
            leaf: closing,
            key: tally.key().clone(),
            sums: tally.sums()?,
            bound: tally.ballots(),
        })
    }

    /// The test before the first opening: a dummy that anyone recomputes from the public leaf hash of `key_agreed`.
    pub fn test(sitting: [u8; 32], key: &PublicKey, key_agreed: [u8; 32]) -> Result<Self, DecryptionError> {
        let (dummy, _) = test_dummy(key, &key_agreed)?;
        Ok(Self {
            label: "test-decryption-share",
            sitting,
            contest: [0; 32],
            leaf: key_agreed,
            key: key.clone(),
            sums: vec![dummy],
            bound: DUMMY_MAX,
        })
    }

    /// Cells to decrypt.
    pub fn cells(&self) -> usize {
        self.sums.len()
    }

    /// All of it as 32 bytes: shares of two statements are never combined. Local, in no challenge.
    fn tag(&self) -> [u8; 32] {
        let sums: Vec<u8> = self.sums.iter().flat_map(Ciphertext::to_bytes).collect();
        let fields: [&[u8]; 6] =
            [self.label.as_bytes(), &self.sitting, &self.contest, &self.leaf, self.key.as_bytes(), &sums];
        hash::sha256("decryption-statement-tag", &fields)
    }

    /// HS(label, sitting, contest, leaf, K, scrutineer, cell, A ‖ B, Y, D, a, b) (§8.2).
    fn challenge(&self, claim: &CellClaim<'_>, a: &Point, b: &Point) -> Scalar {
        let CellClaim { index, cell, sum, y, d } = claim;
        let fields: [&[u8]; 11] = [
            &self.sitting,
            &self.contest,
            &self.leaf,
            self.key.as_bytes(),
            &index.to_field(),
            &(*cell as u64).to_be_bytes(),
            &sum.to_bytes(),
            y.as_bytes(),
            d.as_bytes(),
            a.as_bytes(),
            b.as_bytes(),
        ];
        hash::scalar(self.label, &fields)
    }

    /// The nonce of one cell's proof, hedged: fresh entropy, the share, and all that the challenge will hash
    /// but the commitments (pitfall 21).
    fn nonce(&self, claim: &CellClaim<'_>, entropy: &Entropy, x: &SecretShare) -> Zeroizing<Scalar> {
        let CellClaim { index, cell, sum, y, d } = claim;
        let secret = x.to_bytes();
        let fields: [&[u8]; 12] = [
            entropy.as_bytes(),
            &*secret,
            self.label.as_bytes(),
            &self.sitting,
            &self.contest,
            &self.leaf,
            self.key.as_bytes(),
            &index.to_field(),
            &(*cell as u64).to_be_bytes(),
            &sum.to_bytes(),
            y.as_bytes(),
            d.as_bytes(),
        ];
        Zeroizing::new(hash::scalar("decryption-nonce", &fields))
    }
}

/// What one proof claims beside its statement: log_G(y) = log_A(d), A the first half of `sum`.
struct CellClaim<'a> {
    index: ScrutineerIndex,
    cell: usize,
    sum: &'a Ciphertext,
    y: &'a Element,
    d: &'a Element,
}

/// The dummy ciphertext of a test decryption and the number in it, from public bytes (§8.4).
pub fn test_dummy(key: &PublicKey, key_agreed: &[u8; 32]) -> Result<(Ciphertext, u64), DecryptionError> {
    let fields: [&[u8]; 2] = [key_agreed, key.as_bytes()];
    let r = hash::scalar("test-decryption-randomness", &fields);
    let [first, second, ..] = hash::sha256("test-decryption-number", &fields);
    let m = u64::from(u16::from_be_bytes([first, second])) % DUMMY_MAX + 1;
    let dummy = Ciphertext::of_public_number(m, &r, key)
        .map_err(|source| DecryptionError::Share { cell: 0, source })?;
    Ok((dummy, m))
}

/// One scrutineer's share of one cell, proved (Chaum–Pedersen; §8.2).
///
/// ```text
/// claim    log_G(Y) = log_A(D)
/// public   Y the scrutineer's public share; A the first half of the cell's sum; D = [x]A
/// secret   x
/// prove    w ← hedged;  a = [w]G, b = [w]A;  c = HS(label, statement, a, b);  s = w + c·x
/// verify   a = [s]G − [c]Y     b = [s]A − [c]D
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
struct CellShare {
    d: Element,
    a: Point,
    b: Point,
    s: Scalar,
}

/// One scrutineer's shares of all cells, as decoded or made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDecryption {
    cells: Vec<CellShare>,
}

/// Decrypts every cell with one share. The caller has verified the log, checked the minimum of ballots and persisted
/// (contest, closing) beforehand; constant time in the share.
pub fn decrypt(
    statement: &DecryptionStatement,
    index: ScrutineerIndex,
    share: &SecretShare,
    public_share: &Element,
    entropy: Entropy,
) -> Result<PartialDecryption, DecryptionError> {
    if share.public_share() != Ok(*public_share) {
        return Err(DecryptionError::OtherShare { index });
    }
    let x = share.scalar();
    let mut cells = Vec::with_capacity(statement.cells());
    for (cell, sum) in statement.sums.iter().enumerate() {
        let first_half = sum.a().point();
        let d =
            Element::try_from(x * first_half).map_err(|source| DecryptionError::Share { cell, source })?;
        let claim = CellClaim { index, cell, sum, y: public_share, d: &d };
        let w = statement.nonce(&claim, &entropy, share);
        let (a, b) = (Point::from(&*w * G_TABLE), Point::from(*w * first_half));
        let s = *w + statement.challenge(&claim, &a, &b) * x;
        cells.push(CellShare { d, a, b, s });
    }
    drop(entropy);
    Ok(PartialDecryption { cells })
}

impl PartialDecryption {
    /// Strict decoding of D ‖ a ‖ b ‖ s for each cell.
    pub fn from_bytes(bytes: &[u8], cells: usize) -> Result<Self, DecryptionError> {
        let expected = cells.saturating_mul(CELL_BYTES);
        if bytes.len() != expected {
            return Err(DecryptionError::Length { expected, actual: bytes.len() });
        }
        let decode = |(cell, words): (usize, &[[u8; 32]; 4])| -> Result<CellShare, DecryptionError> {
            let [d, a, b, s] = words;
            let commitment =
                |word| Point::from_bytes(word).map_err(|source| DecryptionError::Commitment { cell, source });
            Ok(CellShare {
                d: Element::from_bytes(d).map_err(|source| DecryptionError::Share { cell, source })?,
                a: commitment(a)?,
                b: commitment(b)?,
                s: group::scalar_from_bytes(s)
                    .map_err(|source| DecryptionError::Response { cell, source })?,
            })
        };
        let words = bytes.as_chunks().0.as_chunks().0;
        Ok(Self { cells: words.iter().enumerate().map(decode).collect::<Result<_, DecryptionError>>()? })
    }

    /// The one encoding: [`CELL_BYTES`] for each cell.
    pub fn to_bytes(&self) -> Vec<u8> {
        let words = self
            .cells
            .iter()
            .flat_map(|CellShare { d, a, b, s }| [*d.as_bytes(), *a.as_bytes(), *b.as_bytes(), s.to_bytes()]);
        words.flatten().collect()
    }

    /// Checks each cell's proof against the scrutineer's public share.
    pub fn verify(
        &self,
        statement: &DecryptionStatement,
        index: ScrutineerIndex,
        public_share: &Element,
    ) -> Result<VerifiedPartial, DecryptionError> {
        self.check_length(statement)?;
        let (g, y) = (&G, public_share.point());
        for (cell, (CellShare { d, a, b, s }, sum)) in self.cells.iter().zip(&statement.sums).enumerate() {
            let claim = CellClaim { index, cell, sum, y: public_share, d };
            let c = statement.challenge(&claim, a, b);
            let response = |p, q| RistrettoPoint::vartime_multiscalar_mul([*s, -c], [p, q]);
            let holds = response(g, y) == *a.point() && response(sum.a().point(), d.point()) == *b.point();
            if !holds {
                return Err(DecryptionError::Proof { index, cell });
            }
        }
        Ok(VerifiedPartial::new(self, statement, index, public_share))
    }

    /// One share for each cell of the statement.
    fn check_length(&self, statement: &DecryptionStatement) -> Result<(), DecryptionError> {
        let (expected, actual) = (statement.cells() * CELL_BYTES, self.cells.len() * CELL_BYTES);
        if expected == actual { Ok(()) } else { Err(DecryptionError::Length { expected, actual }) }
    }
}

/// Shares that passed every check.
#[derive(Clone, Debug)]
pub struct VerifiedPartial {
    index: ScrutineerIndex,
    public_share: Element,
    tag: [u8; 32],
    shares: Vec<RistrettoPoint>,
}

impl VerifiedPartial {
    fn new(
        partial: &PartialDecryption,
        statement: &DecryptionStatement,
        index: ScrutineerIndex,
        public_share: &Element,
    ) -> Self {
        let shares = partial.cells.iter().map(|cell| *cell.d.point()).collect();
        Self { index, public_share: *public_share, tag: statement.tag(), shares }
    }

    /// Whether it was checked for exactly this statement, scrutineer and public share.
    pub fn is_of(
        &self,
        statement: &DecryptionStatement,
        index: ScrutineerIndex,
        public_share: &Element,
    ) -> bool {
        self.index == index && self.public_share == *public_share && self.tag == statement.tag()
    }

    /// Whose shares.
    pub fn index(&self) -> ScrutineerIndex {
        self.index
    }
}

/// The totals: `B − Σ [λ_i]D_i` for each cell, then the discrete logarithm up to the number of ballots (§8.3).
///
/// Any t verified partials give the same totals; further ones are not used.
pub fn combine(
    statement: &DecryptionStatement,
    threshold: usize,
    partials: &[VerifiedPartial],
) -> Result<Vec<u64>, DecryptionError> {
    let tag = statement.tag();
    for (position, partial) in partials.iter().enumerate() {
        let index = partial.index;
        if partial.tag != tag {
            return Err(DecryptionError::OtherStatement { index });
        }
        if partials.iter().take(position).any(|other| other.index == index) {
            return Err(DecryptionError::Duplicate { index });
        }
    }
    let used = match partials.get(..threshold) {
        Some(used) if threshold > 0 => used,
        _ => return Err(DecryptionError::TooFew { given: partials.len(), needed: threshold }),
    };
    let indexes: Vec<ScrutineerIndex> = used.iter().map(|partial| partial.index).collect();
    let factors: Vec<Scalar> = indexes.iter().map(|&index| lagrange_at_zero(index, &indexes)).collect();
    let table =
        DiscreteLog::new(statement.bound).map_err(|source| DecryptionError::Total { cell: 0, source })?;
    let total = |(cell, sum): (usize, &Ciphertext)| {
        // Every partial with this tag has one share for each cell, so there are as many shares as factors.
        let shares: Vec<_> = used.iter().filter_map(|partial| partial.shares.get(cell)).copied().collect();
        let mask = RistrettoPoint::vartime_multiscalar_mul(&factors, &shares);
        table.find(&(sum.b().point() - mask)).map_err(|source| DecryptionError::Total { cell, source })
    };
    statement.sums.iter().enumerate().map(total).collect()
}

/// λ_i = Π j / (j − i) over the other indexes j, distinct by the caller's check.
pub(crate) fn lagrange_at_zero(index: ScrutineerIndex, all: &[ScrutineerIndex]) -> Scalar {
    let others = all.iter().filter(|&&other| other != index).map(|other| other.scalar());
    let (above, below) = others
        .fold((Scalar::ONE, Scalar::ONE), |(above, below), j| (above * j, below * (j - index.scalar())));
    above * below.invert()
}
