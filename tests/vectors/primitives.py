"""Makes primitives.json: the hashes of protocol.md 1.3, the encodings of 1.2, and the two proofs of 5.2. Run: python3 primitives.py"""

import hashlib

import piaojue as p

HALF = bytes(range(32))


def hash_case(label, *fields):
    wide = hashlib.sha512(p.preimage(label, fields)).digest()
    return {
        "label": label,
        "fields": [field.hex() for field in fields],
        "H": p.h(label, *fields).hex(),
        "H512": wide.hex(),
        "HS": p.scalar(int.from_bytes(wide, "little")).hex(),
    }


# The same bytes split otherwise, fields that are empty or missing, and a label inside a field are all different hashes.
HASHES = [
    hash_case("log"),
    hash_case("log", b""),
    hash_case("log", b"", b""),
    hash_case("log", b"ab", b"c"),
    hash_case("log", b"a", b"bc"),
    hash_case("body", b"abc"),
    hash_case("contest", HALF, b'{"kind":"contest_opened"}'),
    hash_case("stamp-weight", p.u64(0), p.u64(2**53 - 1)),
    hash_case("boxed", bytes(300)),
]


def point_case(name, data, verdict):
    return {"name": name, "bytes": data.hex(), "verdict": verdict}


# "element": not the identity; "identity": a point and no element; "refused": neither. From RFC 9496 appendix A.2 and arithmetic.
BAD_POINTS = [
    ("a field element not below p", (p.P + 2).to_bytes(32, "little")),
    ("p itself, which would be 0", p.P.to_bytes(32, "little")),
    ("the highest bit set", (int.from_bytes(p.ristretto(p.BASE), "little") | 1 << 255).to_bytes(32, "little")),
    ("a negative field element", (1).to_bytes(32, "little")),
    ("all ones", b"\xff" * 32),
    ("the identity of edwards25519, compressed", (1).to_bytes(32, "little")),
    ("a non-square", bytes.fromhex("26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371")),
    ("a negative product xy", bytes.fromhex("3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e")),
    ("s = -1, so y = 0", bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")),
]
POINTS = [point_case("the identity", bytes(32), "identity")]
POINTS += [point_case(f"{n} G", p.ristretto(p.multiply(n, p.BASE)), "element") for n in [1, 2, 3, 15, p.L - 1]]
POINTS += [point_case(name, data, "refused") for name, data in BAD_POINTS]

SCALARS = [
    {"name": name, "bytes": (n % 2**256).to_bytes(32, "little").hex(), "verdict": verdict}
    for name, n, verdict in [
        ("0", 0, "accepted"),
        ("1", 1, "accepted"),
        ("the order less 1", p.L - 1, "accepted"),
        ("the order", p.L, "refused"),
        ("the order and 1", p.L + 1, "refused"),
        ("2^255 - 1", 2**255 - 1, "refused"),
        ("all ones", 2**256 - 1, "refused"),
    ]
]

FIELDS = [HALF, p.u64(3)]


def proofs():
    """A proof of each kind, then the same statement with one thing changed."""
    x = p.fixed("primitives", "x")
    public = p.multiply(x, p.BASE)
    base = p.multiply(p.fixed("primitives", "b"), p.BASE)
    product = p.multiply(x, base)
    label = "ceremony-constant"
    knowledge = p.prove_knowledge(label, FIELDS, x, public, p.fixed("primitives", "w"))
    equality = p.prove_equality(label, FIELDS, x, public, base, product, p.fixed("primitives", "w2"))
    swapped = p.multiply(p.fixed("primitives", "other"), p.BASE)

    def above_order(proof, half):
        value = int.from_bytes(proof[32 * half : 32 * half + 32], "little") + p.L
        return proof[: 32 * half] + value.to_bytes(32, "little") + proof[32 * half + 32 :]

    def case(name, verdict, proof, label=label, fields=FIELDS, p1=public, b=None, q=None):
        made = {"name": name, "label": label, "fields": [field.hex() for field in fields], "P": p.ristretto(p1).hex()}
        if b is not None:
            made |= {"B": p.ristretto(b).hex(), "Q": p.ristretto(q).hex()}
        return made | {"proof": proof.hex(), "verdict": verdict}

    one = [
        case("a proof of knowledge", "accepted", knowledge),
        case("under another label", "refused", knowledge, label="ceremony-ephemeral"),
        case("with another field", "refused", knowledge, fields=[HALF, p.u64(4)]),
        case("with the fields joined", "refused", knowledge, fields=[HALF + p.u64(3)]),
        case("of another point", "refused", knowledge, p1=swapped),
        case("challenge and response exchanged", "refused", knowledge[32:] + knowledge[:32]),
        case("the challenge not below the order", "refused", above_order(knowledge, 0)),
        case("the response not below the order", "refused", above_order(knowledge, 1)),
        case("one byte short", "refused", knowledge[:-1]),
    ]
    both = {"b": base, "q": product}
    two = [
        case("a proof of equality", "accepted", equality, **both),
        case("under another label", "refused", equality, label="stamp-proof", **both),
        case("with another field", "refused", equality, fields=[HALF, p.u64(4)], **both),
        case("with another product", "refused", equality, b=base, q=swapped),
        case("with another base", "refused", equality, b=swapped, q=product),
        case("base and product exchanged", "refused", equality, b=product, q=base),
        case("the challenge not below the order", "refused", above_order(equality, 0), **both),
    ]
    return one, two


knowledge, equality = proofs()
p.write(
    "primitives.json",
    "protocol.md 1.2, 1.3, 5.2. Hex. A case of a proof is accepted or refused for the P (and B, Q) given.",
    "primitives.py",
    hashes=HASHES,
    points=POINTS,
    scalars=SCALARS,
    knowledge=knowledge,
    equality=equality,
)
