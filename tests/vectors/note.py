"""Makes note.json: signed notes, checkpoints and receipts (protocol.md 2.5, 2.6), good and bad. Run: python3 note.py

Each bad one is a good one with one thing changed, signed again wherever a forger with the log's key could sign.
"""

import base64
import hashlib

import piaojue as p
import rfc6962

NAME = "vectors.piaojue.example/2027"
SEEDS = {"log": bytes([1] * 32), "other": bytes([2] * 32), "witness": bytes([3] * 32)}
DASH = "\u2014"


def b64(data):
    return base64.b64encode(data).decode()


def ed25519(seed, message):
    a, prefix = p.ed25519_secret(seed)
    public = p.ed25519_public(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % p.L
    point = p.encode(p.multiply(r, p.BASE))
    return point + p.scalar(r + p.ed25519_challenge(point, public, message) * a)


def key_id(name, kind, public):
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def vkey(name, kind, seed):
    public = p.ed25519_public(seed)
    return f"{name}+{key_id(name, kind, public).hex()}+{b64(bytes([kind]) + public)}"


def line(name, kind, seed, text, time=None, signature=None):
    public = p.ed25519_public(seed)
    message = text.encode()
    if kind == 4:
        message = b"cosignature/v1\ntime " + str(time).encode() + b"\n" + message
    signature = signature or ed25519(seed, message)
    stamp = b"" if time is None else p.u64(time)
    return f"{DASH} {name} {b64(key_id(name, kind, public) + stamp + signature)}\n"


def note(text, *lines):
    return text + "\n" + "".join(lines)


def checkpoint(size, root, origin=NAME):
    return f"{origin}\n{size}\n{b64(root)}\n"


LEAVES = [rfc6962.leaf(i) for i in range(7)]
ROOT = rfc6962.mth(LEAVES)
TEXT = checkpoint(7, ROOT)
LOG = line(NAME, 1, SEEDS["log"], TEXT)
OTHER_LOG = line(NAME, 1, SEEDS["other"], TEXT)
WITNESS = "witness.example/w1"
COSIGNED = line(WITNESS, 4, SEEDS["witness"], TEXT, time=1772328600)
GOOD = note(TEXT, LOG)


def signed(text):
    return note(text, line(NAME, 1, SEEDS["log"], text))


def tampered(text_line):
    """The same line with one bit of its signature changed."""
    head, data = text_line.rstrip("\n").rsplit(" ", 1)
    raw = bytearray(base64.b64decode(data))
    raw[-40] ^= 1
    return f"{head} {b64(raw)}\n"


ACCEPTED = [
    ("a checkpoint", GOOD),
    ("with a cosignature of a witness that is not known here", note(TEXT, LOG, COSIGNED)),
    ("with a line of a type that nobody knows", note(TEXT, LOG, f"{DASH} someone {b64(b'abcde')}\n")),
    ("with a line of another key of the same name", note(TEXT, OTHER_LOG, LOG)),
    ("the log's line twice", note(TEXT, LOG, LOG)),
    ("an empty log", signed(checkpoint(0, hashlib.sha256(b"").digest()))),
    ("the largest size", signed(checkpoint(2**63 - 1, ROOT))),
]
REFUSED = [
    ("no signature line", TEXT + "\n", "note"),
    ("no empty line", TEXT + LOG, "note"),
    ("no last newline", GOOD[:-1], "note"),
    ("a line between text and signatures", TEXT + "\n" + "x\n" + LOG, "note"),
    ("a hyphen for the dash", GOOD.replace(DASH, "-"), "note"),
    ("two spaces", GOOD.replace(DASH + " ", DASH + "  "), "note"),
    ("a carriage return", GOOD.replace("\n7\n", "\r\n7\r\n"), "note"),
    ("base64 without padding", GOOD.replace("=\n", "\n"), "note"),
    ("a tab", GOOD.replace("\n7\n", "\n\t7\n"), "note"),
    ("65 signature lines", note(TEXT, *[LOG] * 65), "note"),
    ("signed by another key of that name only", note(TEXT, OTHER_LOG), "unsigned"),
    ("cosigned only", note(TEXT, COSIGNED), "unsigned"),
    ("a bit of the signature changed", note(TEXT, tampered(LOG)), "signature"),
    ("one line of the log's key holds, another does not", note(TEXT, LOG, tampered(LOG)), "signature"),
    ("a signature of 63 bytes", note(TEXT, line(NAME, 1, SEEDS["log"], TEXT, signature=ed25519(SEEDS["log"], TEXT.encode())[:63])), "signature"),
    ("the text changed after signing", GOOD.replace("\n7\n", "\n8\n"), "signature"),
    ("signed without the last newline", note(TEXT, line(NAME, 1, SEEDS["log"], TEXT, signature=ed25519(SEEDS["log"], TEXT[:-1].encode()))), "signature"),
    ("an extension line", signed(TEXT + "x\n"), "checkpoint"),
    ("two lines", signed(f"{NAME}\n7\n"), "checkpoint"),
    ("a leading zero", signed(checkpoint("07", ROOT)), "checkpoint"),
    ("a plus", signed(checkpoint("+7", ROOT)), "checkpoint"),
    ("a size that is no number", signed(checkpoint("seven", ROOT)), "checkpoint"),
    ("a size of 2^63", signed(checkpoint(2**63, ROOT)), "checkpoint"),
    ("a root of 31 bytes", signed(checkpoint(7, ROOT[:31])), "checkpoint"),
    ("a root of 33 bytes", signed(checkpoint(7, ROOT + b"x")), "checkpoint"),
    ("a root without padding", signed(TEXT.replace("=\n", "\n")), "checkpoint"),
    ("size 0 with a root", signed(checkpoint(0, ROOT)), "checkpoint"),
    ("another origin under this key", signed(checkpoint(7, ROOT, origin="other.example/log")), "checkpoint"),
    ("an origin with a space", signed(checkpoint(7, ROOT, origin="a b")), "checkpoint"),
]


def receipt(index, proof, signed_note, header="c2sp.org/tlog-proof@v1"):
    lines = "".join(b64(step) + "\n" for step in proof)
    return f"{header}\nindex {index}\n{lines}\n{signed_note}"


ENTRY = b"piaojue merkle vector 5"
PROOF = rfc6962.path(5, LEAVES)
FORKED = LEAVES[:6] + [rfc6962.leaf(100)]
RECEIPT = receipt(5, PROOF, GOOD)
RECEIPTS = [
    ("an entry with its proof", RECEIPT, ENTRY, "accepted"),
    ("the last entry", receipt(6, rfc6962.path(6, LEAVES), GOOD), b"piaojue merkle vector 6", "accepted"),
    ("another entry", RECEIPT, b"piaojue merkle vector 4", "refused"),
    ("another index", receipt(4, PROOF, GOOD), ENTRY, "refused"),
    ("an index beyond the log", receipt(7, PROOF, GOOD), ENTRY, "refused"),
    ("a hash too few", receipt(5, PROOF[:-1], GOOD), ENTRY, "refused"),
    ("a hash too many", receipt(5, PROOF + [ROOT], GOOD), ENTRY, "refused"),
    ("hashes in another order", receipt(5, PROOF[::-1], GOOD), ENTRY, "refused"),
    ("a proof of another tree", receipt(5, rfc6962.path(5, FORKED), GOOD), ENTRY, "refused"),
    ("under the checkpoint of a log with another key", receipt(5, PROOF, note(TEXT, OTHER_LOG)), ENTRY, "refused"),
    ("an unauthenticated line", RECEIPT.replace("index 5\n", "extra aGVsbG8=\nindex 5\n"), ENTRY, "refused"),
    ("another version", receipt(5, PROOF, GOOD, header="c2sp.org/tlog-proof@v2"), ENTRY, "refused"),
    ("an index with a leading zero", receipt("05", PROOF, GOOD), ENTRY, "refused"),
    ("no empty line", RECEIPT.replace("\n\n" + NAME, "\n" + NAME, 1), ENTRY, "refused"),
    ("carriage returns", RECEIPT.replace("\n", "\r\n"), ENTRY, "refused"),
]

p.write(
    "note.json",
    "protocol.md 2.5 and 2.6. A refused checkpoint names the layer that refuses it: note, unsigned, signature (the note of the trusted "
    "key fails) or checkpoint. `entry` is hex. The tree is that of merkle.json.",
    "note.py",
    vkey=vkey(NAME, 1, SEEDS["log"]),
    witness=vkey(WITNESS, 4, SEEDS["witness"]),
    accepted=[{"name": name, "note": text} for name, text in ACCEPTED],
    refused=[{"name": name, "note": text, "refused": layer} for name, text, layer in REFUSED],
    receipts=[
        {"name": name, "receipt": text, "entry": entry.hex(), "verdict": verdict} for name, text, entry, verdict in RECEIPTS
    ],
)
