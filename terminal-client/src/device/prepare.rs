//! A ballot between "encrypt" and "cast or check" (protocol.md §7.4, §7.8, §10.1).
//!
//! Invariants
//! - [`Prepared`] is used up by either [`Prepared::open`] or casting: an encryption that was opened can never be cast, and the
//!   seed of one that is cast is gone before anything is sent (pitfall 24).
//! - Everything here is pure: no clock, no network, no disk. 15 ms of computing for 15 items (DESIGN §10).

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use audit::entry::payload::split_bytes;
use audit::entry::voting::{BallotCast, BallotChallenged};
use audit::entry::{Body, Sig, Signer};
use audit::wire::{Bytes, Bytes32, encode};
use crypto::ballot::{
    BallotCode, ChoiceError, Choices, CodeNonce, EncryptError, EncryptedBallot, EncryptionSeed,
    KeyCommitment, encrypt, recompute_ciphertexts,
};
use crypto::hash::Entropy;
use crypto::signature::{Purpose, SigningKey};
use protocol::Act;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::contest::{NotSecret, OpenContest};
use super::error::DeviceError;

/// An encrypted ballot that was neither opened nor cast. Holds the choices, in memory alone; wiped when dropped.
pub struct Prepared {
    contest: Arc<OpenContest>,
    ballot_key: [u8; 32],
    seed: EncryptionSeed,
    choices: Choices,
    nonce: CodeNonce,
    com: KeyCommitment,
    code: BallotCode,
    ballot: EncryptedBallot,
}

impl Prepared {
    /// Encrypts and proves. `entropy`: two times 32 fresh bytes, for seed and nonce.
    pub fn new(
        contest: Arc<OpenContest>,
        ballot_key: [u8; 32],
        choices: Choices,
        entropy: [Entropy; 2],
    ) -> Result<Self, DeviceError> {
        let [seed, nonce] = entropy;
        let seed = EncryptionSeed::fresh(seed);
        let nonce = CodeNonce::fresh(nonce);
        let context = contest.ballot_context(ballot_key);
        let ballot = encrypt(&seed, &choices, &context, &contest.shape, &contest.keys()?.public_key)?;
        let com = KeyCommitment::new(&ballot_key, &nonce);
        let code = BallotCode::new(&contest.sitting, &contest.hash, &com, ballot.ciphertexts());
        Ok(Self { contest, ballot_key, seed, choices, nonce, com, code, ballot })
    }

    /// The contest.
    pub fn contest(&self) -> &Arc<OpenContest> {
        &self.contest
    }

    /// The code to show whole, before "cast or check".
    pub fn code(&self) -> BallotCode {
        self.code
    }

    /// The commitment to ballot key and nonce.
    pub fn com(&self) -> KeyCommitment {
        self.com
    }

    /// Challenges this device: the encryption is opened, and can never be cast.
    pub fn open(self) -> Opening {
        Opening {
            contest: self.contest.hash,
            com: self.com.0,
            seed: self.seed.open(),
            choices: self.choices.to_packed().to_vec(),
            code: self.code.0,
        }
    }

    /// The act that casts this ballot, signed with the ballot key, in the place of the one with the hash `replaces` (zeros: it
    /// is the first). Seed and choices are gone afterwards.
    pub(super) fn into_act(
        self,
        stamp: [u8; 32],
        replaces: Bytes32,
        key: &SigningKey,
    ) -> Result<(Act, BallotCode), DeviceError> {
        if *key.verifying_key().as_bytes() != self.ballot_key {
            return Err(DeviceError::OtherBallot);
        }
        let (ballot, parts) = split_bytes(&self.ballot.to_bytes()).map_err(|_| DeviceError::TooLong)?;
        let body = Body::BallotCast(BallotCast {
            contest: self.contest.hash.into(),
            ballot_key: self.ballot_key.into(),
            stamp: stamp.into(),
            nonce: (*self.nonce.as_bytes()).into(),
            replaces,
            ballot,
        });
        let parts = parts.into_iter().map(|part| part.data).collect();
        Ok((sign(&body, Signer::Ballot, Purpose::Ballot, key, &self.contest.sitting, parts)?, self.code))
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Prepared(contest {}, redacted)", self.contest.number)
    }
}

/// An act of one signer.
pub(super) fn sign(
    body: &Body,
    by: Signer,
    purpose: Purpose,
    key: &SigningKey,
    fingerprint: &[u8; 32],
    parts: Vec<Bytes>,
) -> Result<Act, DeviceError> {
    let bytes = encode(body);
    let sig = key.sign(purpose, fingerprint, &bytes).to_bytes().into();
    let body = String::from_utf8(bytes).map_err(|_| DeviceError::TooLong)?;
    Ok(Act { sigs: vec![Sig { by, sig }], body, parts })
}

/// An opened encryption: what the second QR of a challenge shows. Never the ballot key, never the nonce. It holds choices,
/// which do not count; wiped when dropped.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Opening {
    /// The contest hash.
    #[zeroize(skip)]
    pub contest: [u8; 32],
    /// The commitment.
    #[zeroize(skip)]
    pub com: [u8; 32],
    /// All randomness of the ciphertexts derives from it.
    pub seed: [u8; 32],
    /// The marks, packed (§7.3).
    pub choices: Vec<u8>,
    /// The code that was shown before; not in the second QR.
    #[zeroize(skip)]
    pub code: [u8; 32],
}

impl Opening {
    /// The text of the second QR: `PJO1.com.seed.choices` in upper-case hexadecimal, all of QR's alphanumeric mode.
    pub fn to_qr(&self) -> Zeroizing<String> {
        let digits = 2 * (self.com.len() + self.seed.len() + self.choices.len());
        // Reserved at once: growing would leave copies behind.
        let mut text = Zeroizing::new(String::with_capacity(OPENING_QR.len() + 3 + digits));
        text.push_str(OPENING_QR);
        for part in [self.com.as_slice(), &self.seed, &self.choices] {
            text.push('.');
            for byte in part {
                push_hex(&mut text, *byte);
            }
        }
        text
    }

    /// What was scanned: the first QR (the code) and the second, for a contest.
    pub fn from_qr(contest: [u8; 32], code: &str, opening: &str) -> Result<Self, OpeningError> {
        let code = ShownCode::from_str(code)?.0;
        let mut parts = opening.trim().split('.');
        let (Some(OPENING_QR), Some(com), Some(seed), Some(choices), None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(OpeningError::NotAnOpening);
        };
        let com = hex32(com).ok_or(OpeningError::NotAnOpening)?;
        let seed = hex32(seed).ok_or(OpeningError::NotAnOpening)?;
        let choices = from_hex(choices).ok_or(OpeningError::NotAnOpening)?;
        Ok(Self { contest, com, seed, choices, code })
    }

    /// The record for the log: anyone can recompute it, so it has no signature of ours; the server signs it.
    pub fn record(&self) -> Result<Act, DeviceError> {
        let body = Body::BallotChallenged(BallotChallenged {
            contest: self.contest.into(),
            com: self.com.into(),
            seed: self.seed.into(),
            choices: Bytes::from(self.choices.clone()),
            code: self.code.into(),
        });
        let body = String::from_utf8(encode(&body)).map_err(|_| DeviceError::TooLong)?;
        Ok(Act { sigs: Vec::new(), body, parts: Vec::new() })
    }
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opening(redacted)")
    }
}

/// What the second QR starts with; another layout has another start.
const OPENING_QR: &str = "PJO1";

/// A ballot code as the first QR shows it: 64 upper-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShownCode(pub [u8; 32]);

impl fmt::Display for ShownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02X}"))
    }
}

impl FromStr for ShownCode {
    type Err = OpeningError;

    fn from_str(text: &str) -> Result<Self, OpeningError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        hex32(&digits).map(Self).ok_or(OpeningError::NotACode)
    }
}

fn push_hex(text: &mut String, byte: u8) {
    let digit =
        |value: u8| char::from_digit(u32::from(value), 16).map_or('?', |digit| digit.to_ascii_uppercase());
    text.push(digit(byte >> 4));
    text.push(digit(byte & 15));
}

fn hex32(text: &str) -> Option<[u8; 32]> {
    from_hex(text)?.try_into().ok()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// Why a challenged device is not found good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpeningError {
    /// The first text is not a whole ballot code.
    #[error("the first code is not a ballot code of 64 hexadecimal digits")]
    NotACode,
    /// The second text is not an opening.
    #[error("the second code is not the opening of a ballot")]
    NotAnOpening,
    /// An opening for another contest than the one that this device checks.
    #[error("the opening is of another contest")]
    OtherContest,
    /// The marks are no ballot of this contest.
    #[error("the opened marks are no ballot of this contest: {0}")]
    Choices(#[from] ChoiceError),
    /// Nothing of that contest is encrypted.
    #[error(transparent)]
    NotSecret(#[from] NotSecret),
    /// The seed gives no ciphertexts.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
    /// The device encrypted something else than it shows: it must not be used.
    #[error("seed and choices do not give the code that the device had shown")]
    OtherCode,
}

/// Checks a challenged device: recomputes every ciphertext from seed and choices and compares the whole code (§7.8). For a
/// second device, offline. Gives the marks, cell by cell, for the deputy to compare with what was marked.
pub fn check_opening(contest: &OpenContest, opening: &Opening) -> Result<Vec<bool>, OpeningError> {
    if opening.contest != contest.hash {
        return Err(OpeningError::OtherContest);
    }
    let choices = Choices::from_packed(&contest.shape, &opening.choices)?;
    let seed = EncryptionSeed::from_opened(opening.seed);
    let ciphertexts = recompute_ciphertexts(&seed, &choices, &contest.shape, &contest.keys()?.public_key)?;
    let code = BallotCode::new(&contest.sitting, &contest.hash, &KeyCommitment(opening.com), &ciphertexts);
    if code.0 != opening.code {
        return Err(OpeningError::OtherCode);
    }
    let bits = opening.choices.iter().flat_map(|byte| (0..8).map(move |bit| byte >> bit & 1 == 1));
    Ok(bits.take(contest.shape.cells()).collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::contest;
    use super::*;
    use audit::wire::decode_strict;

    fn ballot_key() -> SigningKey {
        SigningKey::from_seed(&[8; 32]).unwrap()
    }

    fn prepared(contest: &Arc<OpenContest>, options: &[usize]) -> Prepared {
        let choices = Choices::from_options(&contest.shape, options).unwrap();
        let entropy = [Entropy::from_os([1; 32]), Entropy::from_os([2; 32])];
        Prepared::new(Arc::clone(contest), *ballot_key().verifying_key().as_bytes(), choices, entropy)
            .unwrap()
    }

    #[test]
    fn a_challenged_device_is_found_good_by_a_second_one() {
        let contest = contest();
        let prepared = prepared(&contest, &[0, 1, 0, 1]);
        let shown = ShownCode(prepared.code().0).to_string();
        assert_eq!(shown.len(), 64);
        let opening = prepared.open();
        let second = opening.to_qr();
        assert!(
            second.len() <= 154
                && second.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '.')
        );
        let scanned = Opening::from_qr(contest.hash, &shown, &second).unwrap();
        assert_eq!(scanned, opening);
        assert_eq!(check_opening(&contest, &scanned), Ok(vec![true, false, true, false]));
    }

    #[test]
    fn whatever_a_device_lies_about_shows() {
        let contest = contest();
        let honest = || prepared(&contest, &[0, 1, 0, 1]).open();
        assert!(check_opening(&contest, &honest()).is_ok());
        let check = |change: fn(&mut Opening)| {
            let mut opening = honest();
            change(&mut opening);
            check_opening(&contest, &opening).unwrap_err()
        };
        // Encrypted other choices than it shows: the mark of item 1 moved to item 2.
        assert_eq!(check(|opening| opening.choices = vec![0b0110]), OpeningError::OtherCode);
        assert_eq!(check(|opening| opening.seed[0] ^= 1), OpeningError::OtherCode);
        assert_eq!(check(|opening| opening.com[0] ^= 1), OpeningError::OtherCode);
        assert_eq!(check(|opening| opening.code[31] ^= 1), OpeningError::OtherCode);
        assert_eq!(check(|opening| opening.contest[0] ^= 1), OpeningError::OtherContest);
        let too_many = ChoiceError::TooMany { limit: 0, high: 2 };
        assert_eq!(check(|opening| opening.choices = vec![0b0111]), OpeningError::Choices(too_many));
        assert!(matches!(check(|opening| opening.choices = vec![0b1_0000]), OpeningError::Choices(_)));
    }

    #[test]
    fn what_is_no_code_or_opening_is_refused() {
        let contest = contest();
        let prepared = prepared(&contest, &[1; 4]);
        let shown = ShownCode(prepared.code().0).to_string();
        let qr = prepared.open().to_qr();
        let refused = |code: &str, opening: &str| Opening::from_qr(contest.hash, code, opening).unwrap_err();
        assert_eq!(refused(&shown[1..], &qr), OpeningError::NotACode);
        assert_eq!(refused("", &qr), OpeningError::NotACode);
        for other in [
            "",
            "PJO1",
            "PJO1.AA.BB.CC",
            &qr.replace("PJO1", "PJO2"),
            &format!("{}.00", *qr),
            &format!("{}0", *qr),
        ] {
            assert_eq!(refused(&shown, other), OpeningError::NotAnOpening, "{other}");
        }
    }

    #[test]
    fn a_cast_ballot_verifies_and_carries_no_choice() {
        let contest = contest();
        let prepared = prepared(&contest, &[0, 1, 1, 1]);
        let code = prepared.code();
        let (act, cast_code) = prepared.into_act([5; 32], [0; 32].into(), &ballot_key()).unwrap();
        assert_eq!(cast_code, code);
        let Body::BallotCast(cast) = decode_strict(act.body.as_bytes()).unwrap() else { panic!() };
        let audit::entry::payload::BytesPayload::Inline(bytes) = &cast.ballot else { panic!() };
        let ballot = EncryptedBallot::from_bytes(&contest.shape, bytes.as_bytes()).unwrap();
        let context = contest.ballot_context(cast.ballot_key.to_bytes());
        assert!(ballot.verify(&context, &contest.shape, &contest.keys().unwrap().public_key).is_ok());
        let com =
            KeyCommitment::new(cast.ballot_key.as_bytes(), &CodeNonce::from_bytes(cast.nonce.to_bytes()));
        assert_eq!(BallotCode::new(&contest.sitting, &contest.hash, &com, ballot.ciphertexts()), code);
        let signature = crypto::signature::Signature::from_bytes(act.sigs[0].sig.as_bytes()).unwrap();
        let key = ballot_key().verifying_key();
        assert_eq!(act.sigs[0].by, Signer::Ballot);
        assert_eq!(key.verify(Purpose::Ballot, &contest.sitting, act.body.as_bytes(), &signature), Ok(()));
    }

    #[test]
    fn another_ballot_key_cannot_cast_it() {
        let prepared = prepared(&contest(), &[0, 1, 1, 1]);
        let other = SigningKey::from_seed(&[9; 32]).unwrap();
        assert!(matches!(prepared.into_act([5; 32], [0; 32].into(), &other), Err(DeviceError::OtherBallot)));
    }

    #[test]
    fn choices_and_seeds_are_not_shown() {
        let prepared = prepared(&contest(), &[0, 1, 1, 1]);
        assert_eq!(format!("{prepared:?}"), "Prepared(contest 1, redacted)");
        assert_eq!(format!("{:?}", prepared.open()), "Opening(redacted)");
    }
}
