"""Makes merkle.json from the recursive definitions of RFC 6962 section 2.1, independently of the Rust code.

Entry i is the ASCII text "piaojue merkle vector <i>". Run: python3 merkle.py
"""

import base64
import json

from rfc6962 import leaf, mth, path, subproof


def b64(x):
    return base64.b64encode(x).decode()


def flipped(x):
    return bytes([x[0] ^ 1]) + x[1:]


D = [leaf(i) for i in range(300)]
SIZES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 255, 256, 257, 300]
roots = [{"size": n, "root": b64(mth(D[:n]))} for n in SIZES]
inclusion, consistency = [], []


def inc(name, m, n, lf, proof, root, outcome):
    inclusion.append({"name": name, "index": m, "size": n, "leaf": b64(lf), "proof": [b64(p) for p in proof],
                      "root": b64(root), "outcome": outcome})


def con(name, m, n, old, new, proof, outcome):
    consistency.append({"name": name, "old": m, "new": n, "old_root": b64(old), "new_root": b64(new),
                        "proof": [b64(p) for p in proof], "outcome": outcome})


for m, n in [(0, 1), (0, 2), (1, 2), (2, 3), (0, 7), (5, 7), (6, 7), (3, 8), (8, 9), (99, 100), (64, 100),
             (255, 256), (256, 257), (17, 300), (299, 300)]:
    p, r = path(m, D[:n]), mth(D[:n])
    at = f"entry {m} of {n}"
    inc(at, m, n, D[m], p, r, "ok")
    inc(f"{at}, another leaf", m, n, flipped(D[m]), p, r, "RootMismatch")
    inc(f"{at}, another root", m, n, D[m], p, flipped(r), "RootMismatch")
    inc(f"{at}, one hash more", m, n, D[m], p + [r], r, "ProofLength")
    inc(f"{at}, index = size", n, n, D[m], p, r, "IndexBeyondSize")
    if p:
        inc(f"{at}, one hash less", m, n, D[m], p[:-1], r, "ProofLength")
        inc(f"{at}, changed hash", m, n, D[m], p[:-1] + [flipped(p[-1])], r, "RootMismatch")
    if len(p) > 1:
        inc(f"{at}, hashes swapped", m, n, D[m], [p[1], p[0]] + p[2:], r, "RootMismatch")

for m, n in [(1, 1), (1, 2), (2, 3), (3, 4), (3, 7), (4, 7), (6, 7), (6, 8), (7, 8), (8, 9), (64, 100), (65, 100),
             (100, 257), (128, 300), (255, 256), (299, 300)]:
    p, old, new = subproof(m, D[:n], True), mth(D[:m]), mth(D[:n])
    at = f"{m} to {n}"
    con(at, m, n, old, new, p, "ok")
    con(f"{at}, one hash more", m, n, old, new, p + [old], "ProofLength")
    con(f"{at}, shrinks", n + 1, n, old, new, p, "Shrinks")
    if m == n:
        con(f"{at}, another root", m, n, old, flipped(new), p, "RootsDiffer")
    else:
        con(f"{at}, another new root", m, n, old, flipped(new), p, "NewRoot")
        con(f"{at}, one hash less", m, n, old, new, p[:-1], "ProofLength")
        # Of a size that is a power of two the old root is where the path begins, so the new root misses too;
        # the path of the old tree is then the old root itself and cannot miss.
        alone = m & (m - 1) == 0
        con(f"{at}, another old root", m, n, flipped(old), new, p, "NewRoot" if alone else "OldRoot")
con("from nothing", 0, 5, mth([]), mth(D[:5]), [], "ok")
con("from nothing, with a hash", 0, 5, mth([]), mth(D[:5]), [D[0]], "ProofLength")
con("from nothing, with another root", 0, 5, D[0], mth(D[:5]), [], "EmptyRoot")

with open("merkle.json", "w") as file:
    value = {"about": "RFC 6962 trees over the entries 'piaojue merkle vector <i>'; made by merkle.py",
             "roots": roots, "inclusion": inclusion, "consistency": consistency}
    file.write(json.dumps(value, indent=1) + "\n")
