"""Makes stamp-batch.json from protocol.md 6.1 and 6.3. Run here: python3 stamp_batch.py"""

from piaojue import (
    BASE, IDENTITY, L, add, derive_key, ed25519_public, fixed, h, hash_to_group, lp, multiply, prove_equality, ristretto,
    scalar, u64, write,
)

SITTING, CONTEST, KEY_SEED = b"\x11" * 32, b"\x22" * 32, b"\x33" * 32
k = derive_key(KEY_SEED, b"piaojue/v1/stamp-key")
PUBLIC = multiply(k, BASE)
B = ristretto(PUBLIC)


def point(ballot_key, contest=CONTEST):
    return hash_to_group(b"".join(map(lp, (b"piaojue/v1/stamp", SITTING, contest, ballot_key))))


def digest_of(ballots):
    pairs = [ballot_key + ristretto(stamp) for ballot_key, stamp in ballots]
    return h("stamp-batch", SITTING, CONTEST, B, u64(len(ballots)), *pairs)


def weight(digest, i):
    return int.from_bytes(h("stamp-weight", SITTING, CONTEST, B, digest, u64(i))[:16], "little")


def prove(ballots):
    """A proof by somebody who does not look at what it proves."""
    digest, m, z = digest_of(ballots), IDENTITY, IDENTITY
    for i, (ballot_key, stamp) in enumerate(ballots):
        d = weight(digest, i)
        m, z = add(m, multiply(d, point(ballot_key))), add(z, multiply(d, stamp))
    fields = [SITTING, CONTEST, u64(len(ballots)), digest]
    return digest, prove_equality("stamp-proof", fields, k, PUBLIC, m, z, fixed("w", digest))


cases = []


def case(name, verdict, stated, shown=None, digest=None, proof=None):
    """`stated` is what digest and proof are about, `shown` what stands in the box."""
    own_digest, own_proof = prove(stated)
    ballots = stated if shown is None else shown
    cases.append({
        "name": name,
        "count": len(stated),
        "digest": (digest or own_digest).hex(),
        "proof": (proof or own_proof).hex(),
        "ballots": [{"ballot_key": key.hex(), "stamp": ristretto(stamp).hex()} for key, stamp in ballots],
        "verdict": verdict,
    })


def shifted(ballots, errors):
    return [(key, add(stamp, multiply(errors.get(i, 0) % L, BASE))) for i, (key, stamp) in enumerate(ballots)]


keys = sorted(ed25519_public(bytes([i]) * 32) for i in range(1, 7))
good = [(key, multiply(k, point(key))) for key in keys]
digest, proof = prove(good)
cancelling = shifted(good, {1: weight(digest, 2), 2: -weight(digest, 1)})
exchanged = [(good[0][0], good[1][1]), (good[1][0], good[0][1])] + good[2:]
elsewhere = [(key, multiply(k, point(key, b"\x23" * 32))) for key in keys]

case("six good stamps", "accept", good)
case("one good stamp", "accept", good[:1])
case("no ballots", "accept", [])
case("one bad stamp", "proof", shifted(good, {2: 1}))
case("two errors that cancel under equal weights", "proof", shifted(good, {1: 1, 2: -1}))
case("two errors that cancel under the weights of the good box", "proof", cancelling)
case("the same with the digest and proof of the good box", "digest", cancelling, digest=digest, proof=proof)
case("two stamps exchanged", "proof", exchanged)
case("one ballot fewer than stated", "count", good, shown=good[:5])
case("one ballot more than stated", "count", good[:5], shown=good)
case("not in order", "order", good, shown=[good[i] for i in (0, 1, 3, 2, 4, 5)])
case("one ballot twice", "order", good, shown=[good[i] for i in (0, 1, 2, 2, 4, 5)])
case("another digest", "digest", good, digest=bytes(32))
case("stamps of another contest", "proof", elsewhere)
case("the proof of a box of other stamps", "proof", good, proof=prove(good[:5])[1])

write(
    "stamp-batch.json",
    "All stamps of a box (protocol.md 6.3), hex. key_seed gives the stamp key by 6.1; public_key is B. verdict: accept, or "
    "the check that refuses.",
    "stamp_batch.py",
    sitting=SITTING.hex(),
    contest=CONTEST.hex(),
    key_seed=KEY_SEED.hex(),
    secret_key=scalar(k).hex(),
    public_key=B.hex(),
    cases=cases,
)
