"""Runs every script of this folder; with --check, in a copy of it, and fails where a file differs from what it makes."""

import concurrent.futures
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# Those that make a file of their name with `-` for `_`; the others are libraries.
MAKERS = ["primitives", "ed25519_strict", "card", "ceremony", "stamp_batch", "ballot", "entry", "merkle", "note"]


def made(maker):
    return maker.replace("_", "-") + ".json"


def run(maker, folder):
    done = subprocess.run([sys.executable, f"{maker}.py"], cwd=folder, capture_output=True, text=True)
    return maker, done.returncode, done.stderr


def main():
    check = sys.argv[1:] == ["--check"]
    if sys.argv[1:] and not check:
        sys.exit("usage: make_vectors.py [--check]")
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "vectors"
        shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns("__pycache__", "forgeries", "rules"))
        with concurrent.futures.ThreadPoolExecutor() as pool:
            for maker, status, problem in pool.map(lambda maker: run(maker, folder), MAKERS):
                if status:
                    sys.exit(f"{maker}.py failed:\n{problem}")
        differing = [made(maker) for maker in MAKERS if (folder / made(maker)).read_bytes() != (HERE / made(maker)).read_bytes()]
        if check and differing:
            sys.exit(f"made again, these files differ: {', '.join(differing)}")
        for name in differing:
            shutil.copy(folder / name, HERE / name)
    print(f"{len(MAKERS)} files of vectors are what their scripts make")


main()
