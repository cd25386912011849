//! The 32 symbols of a card (Crockford's base 32), and a check symbol over GF(32).

/// Without I, L, O and U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The letter of a 5-bit symbol; higher bits are not looked at.
pub(super) fn letter(symbol: u8) -> char {
    LETTERS.get(usize::from(symbol & 31)).copied().map_or('0', char::from)
}

/// The symbol that somebody means who types this letter.
pub(super) fn value(letter: char) -> Option<u8> {
    let meant = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0u8..).zip(LETTERS).find(|(_, letter)| char::from(**letter) == meant).map(|(symbol, _)| symbol)
}

/// Chinese input methods give full-width forms and spaces, and more than one hyphen.
pub(super) fn narrow(letter: char) -> char {
    match letter {
        '\u{3000}' | '\t' => ' ',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{ff01}'..='\u{ff5e}' => {
            u32::from(letter).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(letter)
        }
        other => other,
    }
}

/// 32 bytes as 52 letters, first bit first; the last 4 bits are 0.
pub(super) fn encode32(bytes: &[u8; 32]) -> String {
    let mut text = String::with_capacity(52);
    let (mut bits, mut count) = (0u16, 0u8);
    for byte in bytes {
        bits = (bits << 8) | u16::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(letter(((bits >> count) & 31) as u8));
        }
        bits &= (1 << count) - 1;
    }
    text.push(letter(((bits << (5 - count)) & 31) as u8));
    text
}

/// Exactly what [`encode32`] gives, or nothing.
pub(super) fn decode32(text: &str) -> Option<[u8; 32]> {
    let mut bytes = Vec::with_capacity(32);
    let (mut bits, mut count) = (0u16, 0u8);
    for letter in text.chars().take(53) {
        bits = (bits << 5) | u16::from(value(letter)?);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    let bytes = bytes.try_into().ok()?;
    (encode32(&bytes) == text).then_some(bytes)
}

/// The symbol c with s_1 α^n + … + s_n α + c = 0 over GF(32) = GF(2)[α]/(α⁵ + α² + 1).
///
/// α has order 31, so among at most 31 symbols (c included) every place has another weight: one wrong symbol and any two
/// exchanged ones are always found, other mistakes in 31 of 32 cases.
pub(super) fn check(symbols: impl Iterator<Item = u8>) -> u8 {
    symbols.fold(0, |sum, symbol| times_alpha(sum ^ (symbol & 31)))
}

fn times_alpha(symbol: u8) -> u8 {
    let doubled = symbol << 1;
    if doubled & 32 == 0 { doubled } else { (doubled ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn alpha_has_order_31() {
        let powers: Vec<u8> =
            (0..31).scan(1, |power, _| Some(std::mem::replace(power, times_alpha(*power)))).collect();
        let distinct: std::collections::HashSet<_> = powers.iter().collect();
        assert_eq!((distinct.len(), times_alpha(powers[30])), (31, 1));
    }

    #[test]
    fn thirty_two_bytes_are_52_letters_and_back() {
        for bytes in [[0; 32], [0xff; 32], std::array::from_fn(|i| u8::try_from(i * 7).unwrap())] {
            let text = encode32(&bytes);
            assert_eq!((text.len(), decode32(&text)), (52, Some(bytes)));
        }
        let text = encode32(&[0xff; 32]);
        for wrong in
            [text.to_lowercase(), format!("{}Z", &text[..51]), text[..51].to_owned(), format!("{text}0")]
        {
            assert_eq!(decode32(&wrong), None, "{wrong}");
        }
    }
}
