"""Makes ballot.json from the text of protocol.md sections 7 and 8 and of RFC 9496, independently of the Rust code.

Run: python3 ballot.py
"""

import hashlib
import json

# RFC 9496: ristretto255 over Curve25519's Edwards form, in extended coordinates.

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)


def negative(x):
    return x % P & 1


def magnitude(x):
    x %= P
    return P - x if x & 1 else x


def sqrt_ratio(u, v):
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    correct, flipped, flipped_i = check == u % P, check == -u % P, check == -u * SQRT_M1 % P
    if flipped or flipped_i:
        r = r * SQRT_M1 % P
    return correct or flipped, magnitude(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, -1 - D)[1]


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * D * p[3] * q[3] % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    result, n = ZERO, n % L
    while n:
        if n & 1:
            result = add(result, p)
        p, n = add(p, p), n >> 1
    return result


def minus(p):
    return -p[0] % P, p[1], p[2], -p[3] % P


def total(points):
    result = ZERO
    for p in points:
        result = add(result, p)
    return result


def encode(p):
    x0, y0, z0, t0 = p
    u1, u2 = (z0 + y0) * (z0 - y0) % P, x0 * y0 % P
    invsqrt = sqrt_ratio(1, u1 * u2 * u2)[1]
    den1, den2 = invsqrt * u1 % P, invsqrt * u2 % P
    z_inv = den1 * den2 * t0 % P
    if negative(t0 * z_inv):
        x, y, den_inv = y0 * SQRT_M1 % P, x0 * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    else:
        x, y, den_inv = x0, y0, den2
    if negative(x * z_inv):
        y = -y % P
    return magnitude(den_inv * (z0 - y)).to_bytes(32, "little")


def decode(data):
    s = int.from_bytes(data, "little")
    u1, u2 = (1 - s * s) % P, (1 + s * s) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    invsqrt = sqrt_ratio(1, v * u2 * u2)[1]
    den_x = invsqrt * u2 % P
    x = magnitude(2 * s * den_x)
    y = u1 * invsqrt * den_x * v % P
    return x, y, 1, x * y % P


G = decode(bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"))

# Section 1.3.


def preimage(label, fields):
    return b"".join(len(f).to_bytes(4, "big") + f for f in [b"piaojue/v1/" + label.encode(), *fields])


def H(label, *fields):
    return hashlib.sha256(preimage(label, fields)).digest()


def H512(label, *fields):
    return hashlib.sha512(preimage(label, fields)).digest()


def HS(label, *fields):
    return int.from_bytes(H512(label, *fields), "little") % L


def u64(n):
    return n.to_bytes(8, "big", signed=n < 0)


def scalar(n):
    return (n % L).to_bytes(32, "little")


# Section 7.


class Shape:
    def __init__(self, rows, options, blank, limits):
        self.rows, self.options, self.blank, self.limits = rows, options, blank, limits
        self.cells = rows * (options - 1) + blank
        self.weights = [weights(high - low) for _, low, high in limits]
        body = b"".join(
            u64(len(terms)) + b"".join(u64(cell) + u64(c) for cell, c in terms) + u64(low) + u64(high)
            for terms, low, high in limits
        )
        self.encoding = u64(rows) + u64(options) + u64(blank) + u64(len(limits)) + body

    def claims(self, values, combine):
        """Of each 0/1 proof: cells, row sums, slack bits."""
        per_row = self.options - 1
        rows = [values[i * per_row : (i + 1) * per_row] for i in range(self.rows)] if per_row > 1 else []
        singles = [[value] for value in values]
        return [combine(part) for part in singles[: self.cells] + rows + singles[self.cells :]]

    def combinations(self):
        slack = self.cells
        for (terms, _, high), w in zip(self.limits, self.weights):
            yield terms + [(slack + i, weight) for i, weight in enumerate(w)], high
            slack += len(w)


def weights(t):
    k = t.bit_length()
    return [1 << i for i in range(k - 1)] + [t - (2 ** (k - 1) - 1)] if t else []


def slack_bits(d, w):
    if not w:
        return []
    last = int(d > 2 ** (len(w) - 1) - 1)
    d -= last * w[-1]
    return [d >> i & 1 for i in range(len(w) - 1)] + [last]


def encrypt(seed, marks, ids, shape, K, lie=None):
    """`lie` = (ciphertext, number): it holds that number, everything else is proved as for `marks`."""
    packed = bytearray((shape.cells + 7) // 8)
    for j, mark in enumerate(marks):
        packed[j // 8] |= mark << j % 8
    packed = bytes(packed)
    m = list(marks)
    for (terms, _, high), w in zip(shape.limits, shape.weights):
        m += slack_bits(max(high - sum(c * marks[cell] for cell, c in terms), 0), w)
    k = encode(K)
    root = H512("ballot-ciphertext-root", seed, k, shape.encoding, packed)
    r = [HS("ballot-ciphertext-randomness", root, u64(i), u64(0)) for i in range(len(m))]
    held = [lie[1] if lie and lie[0] == i else bit for i, bit in enumerate(m)]
    AB = [(times(ri, G), add(times(mi, G), times(ri, K))) for ri, mi in zip(r, held)]
    ciphertexts = b"".join(encode(a) + encode(b) for a, b in AB)
    root = H512("ballot-proof-root", seed, *ids, k, shape.encoding, packed, ciphertexts)

    def nonce(i, role):
        return HS("ballot-proof-randomness", root, u64(i), u64(role))

    claims = list(zip(shape.claims(r, sum), shape.claims(m, sum)))
    commitments = []
    for i, (ri, mi) in enumerate(claims):
        w, c_, s_ = (nonce(i, role) for role in range(3))
        x, y = s_ - c_ * ri, -c_ if mi else c_
        true, other = (times(w, G), times(w, K)), (times(x, G), add(times(x, K), times(y, G)))
        commitments.append([*other, *true] if mi else [*true, *other])
    limits = [sum(f * r[j] for j, f in terms) for terms, _ in shape.combinations()]
    for i in range(len(limits)):
        w = nonce(len(claims) + i, 0)
        commitments.append([times(w, G), times(w, K)])
    encoded = [b"".join(map(encode, points)) for points in commitments]
    c = HS("ballot-challenge", *ids, k, shape.encoding, ciphertexts, b"".join(encoded))
    ballot = ciphertexts
    for i, (ri, mi) in enumerate(claims):
        w, c_, s_ = (nonce(i, role) for role in range(3))
        s = w + (c - c_) * ri
        ballot += encoded[i] + b"".join(map(scalar, (c_, s_, s) if mi else (c - c_, s, s_)))
    for i, ri in enumerate(limits):
        n = len(claims) + i
        ballot += encoded[n] + scalar(nonce(n, 0) + c * ri)
    return AB, ciphertexts, ballot, packed


def short(code):
    bits = int.from_bytes(code[:10], "big")
    digits = ["0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 5 * (15 - i) & 31] for i in range(16)]
    return "-".join("".join(digits[i : i + 4]) for i in range(0, 16, 4))


# Section 8.


def share(label, ids, leaf, K, index, x, cell, AB, entropy):
    Y, Dx = times(x, G), times(x, AB[0])
    claim = [*ids, leaf, encode(K), u64(index), u64(cell), encode(AB[0]) + encode(AB[1]), encode(Y), encode(Dx)]
    w = HS("decryption-nonce", entropy, scalar(x), label.encode(), *claim)
    a, b = encode(times(w, G)), encode(times(w, AB[0]))
    return Dx, encode(Dx) + a + b + scalar(w + HS(label, *claim, a, b) * x)


def fixed(name, i=0):
    return hashlib.sha256(f"piaojue ballot vector {name} {i}".encode()).digest()


def main():
    secrets = [int.from_bytes(fixed("coefficient", i), "little") % L for i in range(2)]
    K = times(secrets[0], G)
    x = {i: (secrets[0] + secrets[1] * i) % L for i in (1, 2, 3)}
    sitting, contest, leaf = fixed("sitting"), fixed("contest"), fixed("leaf")
    marks2 = [(0, 1), (1, 1)]
    shapes = [
        ("at most 2 of 3, three options", Shape(3, 3, 0, [([(0, 1), (2, 1), (4, 1)], 0, 2)]),
         [[1, 0, 0, 1, 1, 0], [0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 1, 0]]),
        ("exactly 2 of 4", Shape(4, 2, 0, [([(i, 1) for i in range(4)], 2, 2)]), [[1, 0, 0, 1], [1, 1, 0, 0]]),
        ("between 1 and 2 of 12, at most 1 of the first 4",
         Shape(12, 2, 0, [([(i, 1) for i in range(12)], 1, 2), ([(i, 1) for i in range(4)], 0, 1)]),
         [[0] * 11 + [1]]),
        ("a blank cell", Shape(2, 2, 1, [(marks2 + [(2, 2)], 0, 2), (marks2 + [(2, 1)], 1, 3)]),
         [[0, 0, 1], [1, 1, 0]]),
        ("no limit", Shape(1, 2, 0, []), [[1]]),
    ]
    cases = []
    for number, (name, shape, choices) in enumerate(shapes):
        ballots, sums = [], [(ZERO, ZERO)] * shape.cells
        for i, marks in enumerate(choices):
            seed, key, nonce = (fixed(what, 16 * number + i) for what in ("seed", "key", "nonce"))
            AB, ciphertexts, ballot, packed = encrypt(seed, marks, (sitting, contest, key), shape, K)
            com = H("ballot-commitment", key, nonce)
            code = H("ballot-code", sitting, contest, com, ciphertexts)
            sums = [(add(s[0], c[0]), add(s[1], c[1])) for s, c in zip(sums, AB)]
            ballots.append({
                "seed": seed.hex(), "ballot_key": key.hex(), "nonce": nonce.hex(), "choices": packed.hex(),
                "ballot": ballot.hex(), "com": com.hex(), "code": code.hex(), "short": short(code),
            })
        partials = []
        for index in (1, 3):
            entropy = fixed("entropy", index)
            shares = [share("decryption-share", (sitting, contest), leaf, K, index, x[index], j, AB, entropy)
                      for j, AB in enumerate(sums)]
            partials.append({"index": index, "entropy": entropy.hex(), "shares": b"".join(s[1] for s in shares).hex()})
        cases.append({
            "name": name, "rows": shape.rows, "options": shape.options, "blank": shape.blank == 1,
            "limits": [{"terms": terms, "low": low, "high": high} for terms, low, high in shape.limits],
            "encoding": shape.encoding.hex(), "ballots": ballots,
            "totals": [sum(column) for column in zip(*choices)], "partials": partials,
        })
    refused = []
    lies = [
        ("a cell holds 2", 4, [1], (0, 2), "cell 0"), ("a cell holds -1", 4, [0], (0, -1), "cell 0"),
        ("two marks in a row", 0, [1, 0, 1, 1, 0, 0], None, "row 1"),
        ("an over-choice", 0, [1, 0, 1, 0, 1, 0], None, "limit 0"),
        ("an over-choice hidden in a slack", 0, [1, 0, 1, 0, 1, 0], (6, -1), "slack 0"),
        ("exactly 2 with 1 mark", 1, [1, 0, 0, 0], None, "limit 0"),
        ("a mark beside blank", 3, [1, 0, 1], None, "limit 0"),
    ]
    for i, (name, case, marks, lie, error) in enumerate(lies):
        key = fixed("liar", i)
        ballot = encrypt(fixed("lie", i), marks, (sitting, contest, key), shapes[case][1], K, lie)[2]
        refused.append({"name": name, "case": case, "ballot_key": key.hex(), "ballot": ballot.hex(), "error": error})
    r, k = HS("test-decryption-randomness", leaf, encode(K)), encode(K)
    m = int.from_bytes(H("test-decryption-number", leaf, k)[:2], "big") % 1000 + 1
    dummy = (times(r, G), add(times(m, G), times(r, K)))
    entropy = fixed("entropy", 2)
    test = share("test-decryption-share", (sitting, bytes(32)), leaf, K, 2, x[2], 0, dummy, entropy)[1]
    value = {
        "about": "protocol.md sections 7 and 8; made by ballot.py. Hex; key is K, shares are x_1 to x_3 (2 of 3).",
        "key": k.hex(), "sitting": sitting.hex(), "contest": contest.hex(), "leaf": leaf.hex(),
        "shares": [scalar(x[i]).hex() for i in (1, 2, 3)], "cases": cases, "refused": refused,
        "dummy": {"ciphertext": (encode(dummy[0]) + encode(dummy[1])).hex(), "number": m, "index": 2,
                  "entropy": entropy.hex(), "share": test.hex()},
    }
    with open("ballot.json", "w") as file:
        file.write(json.dumps(value, indent=1) + "\n")


main()
