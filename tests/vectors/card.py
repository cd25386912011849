"""Makes card.json from protocol.md 4.3. Run here: python3 card.py"""

import hashlib

from piaojue import ed25519_public, h, u64, write

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def times_alpha(x):
    x <<= 1
    return x ^ 0b100101 if x & 32 else x


def times(a, b):
    product = 0
    while b:
        if b & 1:
            product ^= a
        a, b = times_alpha(a), b >> 1
    return product


def check_symbol(number, code):
    """By the definition, as a sum of powers: c has weight alpha^0."""
    total, power = 0, times_alpha(1)
    for symbol in reversed([int(digit) for digit in f"{number:010}"] + code):
        total ^= times(power, symbol)
        power = times_alpha(power)
    return total


def base32(data):
    n = int.from_bytes(data, "big") << 4
    return "".join(LETTERS[n >> 5 * i & 31] for i in reversed(range(52)))


def card(number, sitting):
    code = [byte & 31 for byte in hashlib.sha256(b"code%d" % number).digest()[:20]]
    letters, check = "".join(LETTERS[c] for c in code), LETTERS[check_symbol(number, code)]
    seed = h("card-seed", sitting, u64(number), letters.encode())
    return {
        "number": str(number),
        "sitting": sitting.hex(),
        "qr": f"PJ1.{number}.{base32(sitting)}.{letters}{check}",
        "typed": "-".join(letters[i : i + 4] for i in range(0, 20, 4)) + "-" + check,
        "public_key": ed25519_public(h("card-key", sitting, u64(number), seed)).hex(),
    }


SITTING = b"\xab" * 32
cards = [card(1, bytes(32)), card(1234, SITTING), card(9999999999, bytes(range(32)))]
qr, typed, shown = cards[1]["qr"], cards[1]["typed"], base32(SITTING)
head, code = qr.rsplit(".", 1)
unused_bit = shown[:51] + LETTERS[LETTERS.index(shown[51]) | 1]
assert typed[0] != typed[1]
refused = [
    ("qr", "another start", qr.replace("PJ1", "PJ2"), "not_a_card"),
    ("qr", "a fifth part", qr + ".", "not_a_card"),
    ("qr", "small letters", f"{head}.{code.lower()}", "not_a_card"),
    ("qr", "hyphens", f"{head}.{typed}", "not_a_card"),
    ("qr", "leading zero", qr.replace(".1234.", ".01234."), "number"),
    ("qr", "no number", qr.replace(".1234.", ".."), "number"),
    ("qr", "another number", qr.replace(".1234.", ".1243."), "check"),
    ("qr", "another sitting", qr.replace(shown, base32(bytes(32))), "wrong_sitting"),
    ("qr", "fingerprint with unused bits", qr.replace(shown, unused_bit), "fingerprint"),
    ("typed", "a letter that no code has", typed.replace("-", "U", 1), "letter"),
    ("typed", "too short", typed[:-2], "length"),
    ("typed", "too long", typed + "0", "length"),
    ("typed", "two letters exchanged", typed[1] + typed[0] + typed[2:], "check"),
]
write(
    "card.json",
    "Cards (protocol.md 4.3): number, sitting (hex), QR text, printed code, Ed25519 public key (hex). accepted: other ways "
    "to type the second card's code. refused: texts for its number and sitting, with the check that refuses.",
    "card.py",
    cards=cards,
    accepted=[
        typed.lower(),
        typed.replace("-", ""),
        typed.replace("-", " — "),
        typed.replace("0", "o").replace("1", "l"),
        "".join(chr(ord(letter) + 0xFEE0) for letter in typed),
    ],
    refused=[dict(zip(("form", "name", "text", "verdict"), row)) for row in refused],
)
