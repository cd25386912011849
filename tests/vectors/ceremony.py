"""Makes ceremony.json from protocol.md 5. Run here: python3 ceremony.py"""

import hashlib
import hmac
import struct

from piaojue import (
    BASE, IDENTITY, L, add, ed25519_public, fixed, h, lp, multiply, prove_equality, prove_knowledge, ristretto, scalar, u64,
    write,
)

N, T, RUN_NUMBER, SITTING = 3, 2, 1, b"\x44" * 32
POSITIONS = range(1, N + 1)


def hkdf(salt, secret, info):
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def chacha20_block(key, counter):
    """RFC 8439 section 2.3 with nonce 0."""
    start = struct.unpack("<16I", b"expand 32-byte k" + key + struct.pack("<I", counter) + bytes(12))
    w = list(start)
    columns = [(i, 4 + i, 8 + i, 12 + i) for i in range(4)]
    diagonals = [(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4) for i in range(4)]
    for a, b, c, d in (columns + diagonals) * 10:
        for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            w[x] = (w[x] + w[y]) & 0xFFFFFFFF
            w[z] ^= w[x]
            w[z] = (w[z] << bits | w[z] >> 32 - bits) & 0xFFFFFFFF
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(start, w)))


def chacha20_poly1305(key, message):
    """RFC 8439 section 2.8 with nonce 0 and no associated data, for messages of one block."""
    sealed = bytes(a ^ b for a, b in zip(message, chacha20_block(key, 1)))
    one_time = chacha20_block(key, 0)
    r = int.from_bytes(one_time[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    data = sealed + bytes(-len(sealed) % 16) + struct.pack("<QQ", 0, len(sealed))
    total = 0
    for i in range(0, len(data), 16):
        total = (total + int.from_bytes(data[i : i + 16] + b"\x01", "little")) * r % (2**130 - 5)
    tag = (total + int.from_bytes(one_time[16:32], "little")) % 2**128
    return sealed + tag.to_bytes(16, "little")


act_keys = [ed25519_public(bytes([i]) * 32) for i in POSITIONS]
run = h("ceremony-run", SITTING, u64(RUN_NUMBER), u64(N), u64(T), *act_keys)
x = {i: fixed("x", i) for i in POSITIONS}
a = {i: [fixed("a", i, k) for k in range(T)] for i in POSITIONS}
X = {i: multiply(x[i], BASE) for i in POSITIONS}
C = {i: [multiply(coefficient, BASE) for coefficient in a[i]] for i in POSITIONS}


def f(j, i):
    return sum(coefficient * i**k for k, coefficient in enumerate(a[j])) % L


def reveal(i):
    commitments = [ristretto(c) for c in C[i]]
    proof = prove_knowledge("ceremony-constant", [run, u64(i), *commitments[1:]], a[i][0], C[i][0], fixed("wc", i))
    return commitments, proof


def commit(i):
    commitments, proof = reveal(i)
    own = prove_knowledge("ceremony-encryption-key", [run, u64(i)], x[i], X[i], fixed("we", i))
    return {
        "encryption_key": ristretto(X[i]).hex(),
        "proof": own.hex(),
        "commitment": h("ceremony-commitment", run, u64(i), *commitments, proof).hex(),
    }


def deal(j, i, message, e):
    ephemeral = multiply(e, BASE)
    shared = ristretto(multiply(e, X[i]))
    fields = [b"piaojue/v1/ceremony-share", run, u64(j), u64(i), ristretto(ephemeral), ristretto(X[i])]
    sealed = chacha20_poly1305(hkdf(run, shared, b"".join(map(lp, fields))), message)
    context = [run, u64(j), u64(i), ristretto(X[i]), sealed]
    proof = prove_knowledge("ceremony-ephemeral", context, e, ephemeral, fixed("wd", j, i, message))
    return {"ephemeral": ristretto(ephemeral).hex(), "proof": proof.hex(), "sealed": sealed.hex()}


def dispute(name, message, fault, secret):
    """Dealer 1 deals `message` to 2, who complains with this secret."""
    e = fixed("dispute", name)
    share, ephemeral = deal(1, 2, message, e), multiply(e, BASE)
    shared = multiply(secret, ephemeral)
    context = [run, u64(1), u64(2), ristretto(X[2]), bytes.fromhex(share["sealed"])]
    proof = prove_equality("ceremony-complaint", context, secret, X[2], ephemeral, shared, fixed("wx", name))
    complaint = {"dealer": 1, "complainer": 2, "shared": ristretto(shared).hex(), "proof": proof.hex()}
    return {"name": name, "share": share, "complaint": complaint, "fault": fault}


key = IDENTITY
for i in POSITIONS:
    key = add(key, C[i][0])
shares = [sum(f(j, i) for j in POSITIONS) % L for i in POSITIONS]
reveals = [reveal(i) for i in POSITIONS]

write(
    "ceremony.json",
    "A run of the key ceremony, 2 of 3 (protocol.md 5), hex, in order of positions. dealt: for each dealer one share for each "
    "other, ascending. disputes: dealer 1 deals this share to 2 instead, and 2 complains; fault says who is out.",
    "ceremony.py",
    sitting=SITTING.hex(),
    run_number=RUN_NUMBER,
    n=N,
    t=T,
    act_keys=[act_key.hex() for act_key in act_keys],
    run=run.hex(),
    encryption_secrets=[scalar(x[i]).hex() for i in POSITIONS],
    committed=[commit(i) for i in POSITIONS],
    revealed=[{"commitments": [c.hex() for c in commitments], "proof": proof.hex()} for commitments, proof in reveals],
    dealt=[[deal(j, i, scalar(f(j, i)), fixed("e", j, i)) for i in POSITIONS if i != j] for j in POSITIONS],
    key=ristretto(key).hex(),
    public_shares=[ristretto(multiply(share, BASE)).hex() for share in shares],
    secret_shares=[scalar(share).hex() for share in shares],
    disputes=[
        dispute("a share of another polynomial", scalar(5), "dealer", x[2]),
        dispute("a share that is no scalar", b"\xff" * 32, "dealer", x[2]),
        dispute("a good share", scalar(f(1, 2)), "complainer", x[2]),
        dispute("a bad share, but another Diffie-Hellman value", scalar(5), "complainer", x[3]),
    ],
)
