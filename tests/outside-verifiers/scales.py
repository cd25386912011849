"""A published log, read by tlog-scales (PyPI), which is not ours.

    python scales.py PUBLISHED PROOFS

Accepts the log: checkpoint, root from the tiles, inclusion of entries, consistency of sizes, cosignatures if there are any. Refuses every
change of a root, a leaf, an index, a proof, a signature, a tile. Writes inclusion proofs that it made as PROOFS/<index>.tlog-proof,
with the entry beside each, for the other verifier.
"""

import dataclasses
import shutil
import sys
import tempfile
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from tlog_scales import tiles
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint, ConsistencyProofInvalid, InclusionProofInvalid
from tlog_scales.utils import b64enc

# Places to look at in a log, besides its two ends: where tiles begin and end.
EDGES = (0, 1, 2, 3, 7, 8, 100, 254, 255, 256, 257, 511, 512, 1_000)

done = {"accepted": 0, "refused": 0}


def accept(what, check):
    check()
    done["accepted"] += 1


def refuse(what, errors, check):
    """`check` must raise one of `errors`: any other outcome is a verifier that let a change pass, or one that broke."""
    try:
        check()
    except errors:
        done["refused"] += 1
        return
    raise SystemExit(f"scales: NOT refused: {what}")


def require(holds, what):
    if not holds:
        raise SystemExit(f"scales: {what}")


def flipped(data, at=0):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def policy_keys(text):
    """The vkeys of the lines `log` and `witness`."""
    lines = [line.split() for line in text.splitlines()]
    logs = [Vkey.from_string(line[1]) for line in lines if line[:1] == ["log"]]
    witnesses = [Vkey.from_string(line[2]) for line in lines if line[:1] == ["witness"]]
    return logs, witnesses


def open_log(folder):
    reader = TilesReader(LocalBackend(folder))
    return reader, reader.get_checkpoint()


def check_checkpoint(checkpoint, log, witnesses):
    require(checkpoint.origin == log.name, "the origin is not the log key's name")
    accept("the log's signature", lambda: checkpoint.verify(log))
    root = dataclasses.replace(checkpoint, root_hash=flipped(checkpoint.root_hash))
    refuse("another root", InvalidSignature, lambda: root.verify(log))
    size = dataclasses.replace(checkpoint, size=checkpoint.size + 1)
    refuse("another size", InvalidSignature, lambda: size.verify(log))
    origin = dataclasses.replace(checkpoint, origin=checkpoint.origin + "x")
    refuse("another origin", InvalidSignature, lambda: origin.verify(log))
    own = [signature for signature in checkpoint.signatures if log.match(signature)]
    require(len(own) == 1, "not exactly one signature by the log's key")
    for at in (0, 31, 32, 63):
        changed = dataclasses.replace(own[0], payload=flipped(own[0].payload, at))
        signed = dataclasses.replace(checkpoint, signatures=[changed])
        refuse(f"signature, byte {at}", InvalidSignature, lambda signed=signed: signed.verify(log))
    other = Vkey(log.name, None, log.sig_type, flipped(log.pubkey))
    refuse("another key", RuntimeError, lambda: checkpoint.verify(other))
    for witness in witnesses:
        for signature in filter(witness.match, checkpoint.signatures):
            verifier = witness.get_verifier()
            accept("a cosignature", lambda: verifier.verify_note(signature, checkpoint))
            for at in (7, 8, 71):
                changed = dataclasses.replace(signature, payload=flipped(signature.payload, at))
                refuse("a cosignature", InvalidSignature, lambda changed=changed: verifier.verify_note(changed, checkpoint))


def check_inclusion(reader, checkpoint, index, line):
    entry = reader.get_entry(index)
    require(entry == line, f"entry {index} of the bundles is not line {index} of log.jsonl")
    size, root, leaf = checkpoint.size, checkpoint.root_hash, tiles.leaf_hash(entry)
    proof = reader.get_inclusion_proof(index, size)
    accept("inclusion", lambda: proof.check(leaf, root))
    refuse("another root", InclusionProofInvalid, lambda: proof.check(leaf, flipped(root)))
    refuse("another leaf", InclusionProofInvalid, lambda: proof.check(tiles.leaf_hash(flipped(entry)), root))
    for other in {index - 1, index + 1, size} - {-1}:
        moved = dataclasses.replace(proof, leaf_index=other)
        refuse(f"index {other} for {index}", InclusionProofInvalid, lambda moved=moved: moved.check(leaf, root))
    hashes = proof.node_hashes
    for at in range(len(hashes)):
        changed = dataclasses.replace(proof, node_hashes=hashes[:at] + [flipped(hashes[at])] + hashes[at + 1 :])
        refuse("a changed proof", InclusionProofInvalid, lambda changed=changed: changed.check(leaf, root))
    for other in (hashes[:-1], hashes[1:], hashes + [root]):
        if other != hashes:
            changed = dataclasses.replace(proof, node_hashes=other)
            refuse("a proof of another length", InclusionProofInvalid, lambda changed=changed: changed.check(leaf, root))
    return proof, entry


def check_consistency(reader, checkpoint, old):
    size, root, old_root = checkpoint.size, checkpoint.root_hash, reader.mth(0, old)
    proof = reader.get_consistency_proof(old, size)
    accept("consistency", lambda: proof.check(old_root, root))
    refuse("another old root", ConsistencyProofInvalid, lambda: proof.check(flipped(old_root), root))
    refuse("another new root", ConsistencyProofInvalid, lambda: proof.check(old_root, flipped(root)))
    hashes = proof.node_hashes
    for at in range(len(hashes)):
        changed = dataclasses.replace(proof, node_hashes=hashes[:at] + [flipped(hashes[at])] + hashes[at + 1 :])
        refuse("a changed proof", ConsistencyProofInvalid, lambda changed=changed: changed.check(old_root, root))
    for other in (hashes[:-1], hashes + [root]):
        changed = dataclasses.replace(proof, node_hashes=other)
        refuse("a proof of another length", ConsistencyProofInvalid, lambda changed=changed: changed.check(old_root, root))
    for size_ in (old - 1, old + 1):
        if 0 < size_ < size:
            changed = dataclasses.replace(proof, old_size=size_)
            refuse("another old size", ConsistencyProofInvalid, lambda changed=changed: changed.check(old_root, root))


def check_changed_files(folder, size):
    """A tile or an entry that was changed on disk shows in the root, or in the inclusion of that entry."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "log"
        shutil.copytree(folder, copy)
        completed, partial = tiles.level_tiles(size, 0)
        for level in (0, -1):
            number, width = (completed, partial) if partial else (completed - 1, 0)
            path = copy.joinpath(*tiles.tile_path(level, number, width))
            whole = path.read_bytes()
            path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
            reader, checkpoint = open_log(copy)
            if level == 0:
                require(reader.calculate_root_hash() != checkpoint.root_hash, "a changed tile gives the same root")
                done["refused"] += 1
            else:
                last = size - 1
                leaf = tiles.leaf_hash(reader.get_entry(last))
                proof = reader.get_inclusion_proof(last, size)
                refuse("a changed entry", InclusionProofInvalid, lambda: proof.check(leaf, checkpoint.root_hash))
            path.write_bytes(whole)


def main():
    folder, proofs = Path(sys.argv[1]), Path(sys.argv[2])
    (log,), witnesses = policy_keys((folder / "policy").read_text(encoding="utf-8"))
    reader, checkpoint = open_log(folder)
    require((folder / "checkpoint").read_text(encoding="utf-8") == checkpoint.serialize(), "the checkpoint is written otherwise")
    size = checkpoint.size
    check_checkpoint(checkpoint, log, witnesses)
    require(reader.calculate_root_hash() == checkpoint.root_hash, "the tiles do not give the signed root")
    lines = (folder / "log.jsonl").read_bytes().split(b"\n")[:-1]
    require(len(lines) == size, f"log.jsonl has {len(lines)} lines, the checkpoint says {size}")

    indices = sorted({index for index in (*EDGES, size // 3, size // 2, size - 2, size - 1) if 0 <= index < size})
    proofs.mkdir(parents=True, exist_ok=True)
    for index in indices:
        proof, entry = check_inclusion(reader, checkpoint, index, lines[index])
        text = [f"c2sp.org/tlog-proof@v1\nindex {index}\n", *(f"{b64enc(node)}\n" for node in proof.node_hashes), "\n"]
        (proofs / f"{index}.tlog-proof").write_text("".join(text) + checkpoint.serialize(), encoding="utf-8")
        (proofs / f"{index}.entry").write_bytes(entry)
    sizes = [old for old in indices if 0 < old < size]
    for old in sizes:
        check_consistency(reader, checkpoint, old)
    check_changed_files(folder, size)
    print(
        f"tlog-scales: {size} entries; checkpoint, root from tiles, {len(indices)} inclusions, {len(sizes)} consistencies; "
        f"{done['accepted']} accepted, {done['refused']} changes refused"
    )


if __name__ == "__main__":
    main()
