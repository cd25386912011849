"""Makes ed25519-strict.json: signatures and the verdict of protocol.md 4.2 on each. Run here: python3 ed25519_strict.py"""

import hashlib

from piaojue import (
    BASE, IDENTITY, L, P, add, decode, ed25519_challenge, ed25519_public, ed25519_secret, encode, multiply, negate,
    recover_x, write,
)


def verdict(key, message, signature):
    a = decode(key)
    if a is None:
        return "key_not_canonical"
    if multiply(8, a) == IDENTITY:
        return "key_small_order"
    r = decode(signature[:32])
    if r is None:
        return "r_not_canonical"
    if multiply(8, r) == IDENTITY:
        return "r_small_order"
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return "s_not_canonical"
    h = ed25519_challenge(signature[:32], key, message)
    computed = add(multiply(s, BASE), negate(multiply(h, a)))
    return "accept" if encode(computed) == signature[:32] else "mismatch"


def sign(seed, message):
    (a, prefix), key = ed25519_secret(seed), ed25519_public(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    return key, join(encode(multiply(r, BASE)), r + ed25519_challenge(encode(multiply(r, BASE)), key, message) * a)


def join(r, s):
    return r + (s % L).to_bytes(32, "little")


cases = []


def case(name, key, message, signature, expected, **more):
    """`expected` follows from how the case is made; the verdict must agree."""
    assert verdict(key, message, signature) == expected, name
    hexed = {"key": key.hex(), "message": message.hex(), "signature": signature.hex()}
    cases.append({"name": name, **hexed, "verdict": expected, **more})


def torsion_generator():
    for y in range(2, 100):
        x = recover_x(y, 0)
        if x is not None:
            point = multiply(L, (x, y))
            if multiply(4, point) != IDENTITY:
                return point


TORSION = [multiply(i, torsion_generator()) for i in range(8)]

RFC_8032 = [
    ("test 1", "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "", "e5564300c360ac72"),
    ("test 2", "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "72", "92a009a9f0d4cab8"),
    ("test 3", "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "af82", "6291d657deec2402"),
    ("test sha(abc)", "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42", hashlib.sha512(b"abc").hexdigest(),
     "dc2a4459e7369633"),
]
for name, seed, message, start in RFC_8032:
    key, signature = sign(bytes.fromhex(seed), bytes.fromhex(message))
    assert signature.hex().startswith(start)
    case(f"rfc8032 {name}", key, bytes.fromhex(message), signature, "accept", seed=seed)

SEED, MESSAGE = bytes([1]) * 32, b"piaojue"
a, _ = ed25519_secret(SEED)
KEY, SIGNATURE = sign(SEED, MESSAGE)
R, S = SIGNATURE[:32], SIGNATURE[32:]
s = int.from_bytes(S, "little")
case("another message", KEY, MESSAGE + b"!", SIGNATURE, "mismatch")
case("another key", ed25519_public(bytes([2]) * 32), MESSAGE, SIGNATURE, "mismatch")
case("s plus the group order", KEY, MESSAGE, R + (s + L).to_bytes(32, "little"), "s_not_canonical")
case("s is the group order", KEY, MESSAGE, R + L.to_bytes(32, "little"), "s_not_canonical")
case("s is all ones", KEY, MESSAGE, R + b"\xff" * 32, "s_not_canonical")

# With a small-order key everyone can make the equation hold: a verifier that leaves out the check would accept these.
for i, point in enumerate(TORSION):
    r, n = 5, 0
    commitment = encode(multiply(r, BASE))
    while True:
        message = MESSAGE + n.to_bytes(2, "big")
        if multiply(ed25519_challenge(commitment, encode(point), message) % 8, point) == IDENTITY:
            break
        n += 1
    case(f"key of small order {i}: the equation holds", encode(point), message, join(commitment, r), "key_small_order")

for i, point in enumerate(TORSION):
    response = ed25519_challenge(encode(point), KEY, MESSAGE) * a
    holds = ": the equation holds" if i == 0 else ""
    case(f"R of small order {i}{holds}", KEY, MESSAGE, join(encode(point), response), "r_small_order")

not_canonical = [
    (f"y = p + {y}, sign {sign_bit}", (P + y | sign_bit << 255).to_bytes(32, "little"))
    for y in range(19)
    for sign_bit in (0, 1)
    if recover_x(y, 0) is not None
] + [
    ("y = 1, sign 1 (minus zero)", (1 | 1 << 255).to_bytes(32, "little")),
    ("y = p - 1, sign 1 (minus zero)", (P - 1 | 1 << 255).to_bytes(32, "little")),
    ("not on the curve", (2 if recover_x(2, 0) is None else 7).to_bytes(32, "little")),
]
for name, data in not_canonical:
    case(f"key: {name}", data, MESSAGE, SIGNATURE, "key_not_canonical")
    case(f"R: {name}", KEY, MESSAGE, data + S, "r_not_canonical")


def first_of_each(make):
    """For messages one after another: the first that is accepted and the first that is not."""
    seen, n = set(), 0
    while len(seen) < 2:
        name, key, message, signature, expected = make(n.to_bytes(2, "big"))
        if expected not in seen:
            seen.add(expected)
            case(name, key, message, signature, expected)
        n += 1


def mixed_key(i):
    def make(suffix):
        message = MESSAGE + b" mixed " + suffix
        key = encode(add(multiply(a, BASE), TORSION[i]))
        r = int.from_bytes(hashlib.sha512(b"r" + message).digest(), "little") % L
        commitment = encode(multiply(r, BASE))
        h = ed25519_challenge(commitment, key, message)
        expected = "accept" if multiply(h % 8, TORSION[i]) == IDENTITY else "mismatch"
        name = f"mixed-order key, torsion {i}, h mod 8 = {h % 8}"
        return name, key, message, join(commitment, r + h * a), expected

    return make


def mixed_both(suffix):
    message = MESSAGE + b" both " + suffix
    key = encode(add(multiply(a, BASE), TORSION[1]))
    commitment = encode(add(multiply(13, BASE), TORSION[3]))
    h = ed25519_challenge(commitment, key, message)
    expected = "accept" if (h + 3) % 8 == 0 else "mismatch"
    name = f"mixed-order key and R, torsion 1 and 3, h mod 8 = {h % 8}"
    return name, key, message, join(commitment, 13 + h * a), expected


for i in range(1, 8):
    first_of_each(mixed_key(i))
for i in (1, 2, 4):
    commitment = encode(add(multiply(11, BASE), TORSION[i]))
    response = 11 + ed25519_challenge(commitment, KEY, MESSAGE) * a
    case(f"mixed-order R, torsion {i}, pure key", KEY, MESSAGE, join(commitment, response), "mismatch")
first_of_each(mixed_both)

write(
    "ed25519-strict.json",
    "Ed25519 as protocol.md 4.2 accepts it. key, message, signature: hex; seed, where given, is the RFC 8032 private key. "
    "verdict: accept, or the check that refuses.",
    "ed25519_strict.py",
    cases=cases,
)
