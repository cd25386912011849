"""edwards25519, ristretto255 and the hashes of protocol.md in plain integer arithmetic: slow, not constant time, for vectors.

Shares no code with the project. Sources: RFC 8032 section 6, RFC 9496 section 4, RFC 9380 section 5.3.1, RFC 9497.
"""

import hashlib
import json
import struct

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY = (0, 1)

SOURCE = (
    "Made by {} beside this file: plain integer arithmetic in Python from docs/protocol.md, sharing no code with this "
    "project; the same arithmetic reaches RFC 8032's and RFC 9497's vectors."
)


def inverse(x):
    return pow(x, P - 2, P)


# edwards25519


def add(p, q):
    (x1, y1), (x2, y2) = p, q
    t = D * x1 * x2 * y1 * y2 % P
    return (x1 * y2 + x2 * y1) * inverse(1 + t) % P, (y1 * y2 + x1 * x2) * inverse(1 - t) % P


def negate(p):
    return -p[0] % P, p[1]


def multiply(n, p):
    result = IDENTITY
    while n:
        if n & 1:
            result = add(result, p)
        p = add(p, p)
        n >>= 1
    return result


def recover_x(y, sign):
    x2 = (y * y - 1) * inverse(D * y * y + 1) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P:
        return None
    return x if x & 1 == sign else P - x


def encode(p):
    return (p[1] | (p[0] & 1) << 255).to_bytes(32, "little")


def decode(data):
    n = int.from_bytes(data, "little")
    y, sign = n & ((1 << 255) - 1), n >> 255
    x = recover_x(y, sign) if y < P else None
    return None if x is None else (x, y)


BASE_Y = 4 * inverse(5) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y)


def ed25519_secret(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return a, h[32:]


def ed25519_public(seed):
    return encode(multiply(ed25519_secret(seed)[0], BASE))


def ed25519_challenge(r, a, message):
    return int.from_bytes(hashlib.sha512(r + a + message).digest(), "little") % L


# ristretto255

SQRT_AD_MINUS_ONE = 25063068953384623474111414158702152701244531502492656460079210482610430750235
INVSQRT_A_MINUS_D = 54469307008909316920995813868745141605393597292927456921205312896311721017578
assert (SQRT_AD_MINUS_ONE**2 + D + 1) % P == 0
assert (INVSQRT_A_MINUS_D**2 * (-1 - D) - 1) % P == 0


def absolute(x):
    return (-x if x % P & 1 else x) % P


def sqrt_ratio(u, v):
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    flipped = check == -u % P
    if flipped or check == -u * SQRT_M1 % P:
        r = r * SQRT_M1 % P
    return check == u % P or flipped, absolute(r)


def ristretto(p):
    """The canonical encoding (RFC 9496 section 4.3.2), from affine coordinates."""
    x, y = p
    t = x * y % P
    u1, u2 = (1 + y) * (1 - y) % P, t
    _, root = sqrt_ratio(1, u1 * u2 * u2 % P)
    den1, den2 = root * u1 % P, root * u2 % P
    z_inverse = den1 * den2 * t % P
    if t * z_inverse % P & 1:
        x, y, den = y * SQRT_M1 % P, x * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        den = den2
    if x * z_inverse % P & 1:
        y = -y % P
    return absolute(den * (1 - y)).to_bytes(32, "little")


def ristretto_map(data):
    """MAP of RFC 9496 section 4.3.4, to affine coordinates."""
    t = (int.from_bytes(data, "little") & ((1 << 255) - 1)) % P
    r = SQRT_M1 * t * t % P
    u, v = (r + 1) * (1 - D * D) % P, (-1 - r * D) * (r + D) % P
    square, s = sqrt_ratio(u, v)
    if not square:
        s = -absolute(s * t) % P
    n = ((-1 if square else r) * (r - 1) * (D - 1) ** 2 - v) % P
    w0, w1, w2, w3 = 2 * s * v, n * SQRT_AD_MINUS_ONE, 1 - s * s, 1 + s * s
    z_inverse = inverse(w1 * w3 % P)
    return w0 * w3 * z_inverse % P, w2 * w1 * z_inverse % P


# Hashes


def lp(data):
    return struct.pack(">I", len(data)) + data


def u64(n):
    return struct.pack(">Q", n)


def preimage(label, fields):
    return lp(b"piaojue/v1/" + label.encode()) + b"".join(map(lp, fields))


def h(label, *fields):
    return hashlib.sha256(preimage(label, fields)).digest()


def hs(label, *fields):
    return int.from_bytes(hashlib.sha512(preimage(label, fields)).digest(), "little") % L


def scalar(n):
    return (n % L).to_bytes(32, "little")


def fixed(*name):
    """A scalar that is always the same, in the place of a random one."""
    return int.from_bytes(hashlib.sha512(repr(name).encode()).digest(), "little") % L


def expand_message(message, tag):
    """expand_message_xmd with SHA-512 to 64 bytes, which is one block."""
    tag += bytes([len(tag)])
    b_0 = hashlib.sha512(bytes(128) + message + b"\x00\x40\x00" + tag).digest()
    return hashlib.sha512(b_0 + b"\x01" + tag).digest()


VOPRF = b"OPRFV1-\x01-ristretto255-SHA512"


def hash_to_group(data):
    uniform = expand_message(data, b"HashToGroup-" + VOPRF)
    return add(ristretto_map(uniform[:32]), ristretto_map(uniform[32:]))


def derive_key(seed, info):
    data = seed + struct.pack(">H", len(info)) + info + b"\x00"
    return int.from_bytes(expand_message(data, b"DeriveKeyPair" + VOPRF), "little") % L


# Proofs (protocol.md 5.2)


def prove_knowledge(label, fields, x, p, w):
    c = hs(label, *fields, ristretto(p), ristretto(multiply(w, BASE)))
    return scalar(c) + scalar(w + c * x)


def prove_equality(label, fields, x, p, b, q, w):
    points = [p, b, q, multiply(w, BASE), multiply(w, b)]
    c = hs(label, *fields, *map(ristretto, points))
    return scalar(c) + scalar(w + c * x)


def check_against_the_rfcs():
    rfc9497 = json.load(open("rfc9497-voprf-ristretto255-sha512.json"))
    key = derive_key(bytes.fromhex(rfc9497["seed"]), bytes.fromhex(rfc9497["key_info"]))
    assert scalar(key).hex() == rfc9497["secret_key"]
    for case in rfc9497["cases"]:
        for data, blind, blinded in zip(case["input"], case["blind"], case["blinded"]):
            r = int.from_bytes(bytes.fromhex(blind), "little")
            assert ristretto(multiply(r, hash_to_group(bytes.fromhex(data)))).hex() == blinded


def write(name, about, maker, **content):
    value = {"about": about, "source": SOURCE.format(maker), **content}
    with open(name, "w") as file:
        file.write(json.dumps(value, indent=1, ensure_ascii=False) + "\n")


check_against_the_rfcs()
