"""Makes entry.json: lines that are entries and lines that are not (protocol.md 2.1), and the chain of 2.3. Run: python3 entry.py

The good lines are the first of `log/log.jsonl` and some of its kinds; each bad one is a good one with one thing changed that a lenient reader
would not see, or would read as the same value.
"""

import hashlib
import json
import re

import piaojue as p

LINES = open("log/log.jsonl", "rb").read().split(b"\n")[:-1]


def of_kind(kind, number=0):
    """The first entry of a kind."""
    return [line for line in LINES if b'"kind":"' + kind.encode() + b'"' in line][number]


def once(line, old, new):
    assert line.count(old) >= 1, (old, line)
    return line.replace(old, new, 1)


CHECK_IN = of_kind("checked_in")
HELD = of_kind("contest_held")
CLOSED = of_kind("contest_closed")
ROLL = of_kind("roll_fixed")
PREV = re.match(rb'\{"prev":"([^"]{43})"', CHECK_IN).group(1)
KEY = re.search(rb'"device_key":"([^"]{43})"', CHECK_IN).group(1)
DEPUTY = re.search(rb'"deputy":(\d+)', CHECK_IN).group(1)
TIME = re.search(rb'"time":(\d+)', CHECK_IN).group(1)
REASON = re.search(r'"reason":"([^"]+)"', HELD.decode()).group(1)
HASH = hashlib.sha256(b"x").digest()


def reason(text):
    return HELD.decode().replace(REASON, text, 1).encode()


# 43 characters hold 258 bits: the last two of the last character are unused and must be zero.
ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
LOOSE = KEY[:-1] + ALPHABET[ALPHABET.index(KEY[-1:]) | 1 :][:1]
TIME_FIRST = re.sub(rb'\{("prev":"[^"]*"),("time":\d+),', rb"{\2,\1,", CHECK_IN)
BODY_FIRST = re.sub(rb'^\{(.*),("body":.*)\}$', rb"{\2,\1}", CHECK_IN)
LONG = reason("长" * 1366)
assert len("长" * 1366) * 3 > 4096

ACCEPTED = [{"name": f"entry {i} of the log", "line": line.decode()} for i, line in enumerate(LINES[:6])]
ACCEPTED += [
    {"name": "escapes that are the only way", "line": reason('会\\"场\\\\ 秩序').decode()},
    {"name": "characters above the first plane", "line": reason("𠮷林代表团").decode()},
    {"name": "the longest text", "line": reason("长" * 1365 + "a").decode()},
]

REFUSED = [
    ("nothing", b""),
    ("not JSON", b"{"),
    ("another value than an object", b"[]"),
    ("a byte order mark", b"\xef\xbb\xbf" + CHECK_IN),
    ("not UTF-8", once(reason("秩序"), "秩".encode(), b"\xe7\xa7")),
    ("a byte that is no UTF-8", once(CHECK_IN, b'"card"', b'"c\xff"')),
    ("an overlong sequence", once(reason("a/b"), b"a/b", b"a\xc0\xafb")),
    ("a surrogate in UTF-8", once(reason("ab"), b'"ab"', b'"\xed\xa0\x80"')),
    ("a lone surrogate, escaped", once(reason("ab"), b'"ab"', b'"\\ud800"')),
    ("a newline behind", CHECK_IN + b"\n"),
    ("a space behind", CHECK_IN + b" "),
    ("a second value behind", CHECK_IN + b"{}"),
    ("a space after a colon", once(CHECK_IN, b'"time":', b'"time": ')),
    ("a space after a comma", once(CHECK_IN, b',"time"', b', "time"')),
    ("a tab between fields", once(CHECK_IN, b',"time"', b',\t"time"')),
    ("fields in another order", TIME_FIRST),
    ("the body first", BODY_FIRST),
    ("a field twice", once(CHECK_IN, b'"time":' + TIME, b'"time":' + TIME + b',"time":' + TIME)),
    ("a field of the body twice", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":' + DEPUTY + b',"deputy":' + DEPUTY)),
    ("the kind twice", once(CHECK_IN, b'"kind":"checked_in"', b'"kind":"checked_in","kind":"checked_in"')),
    ("a field too many", once(CHECK_IN, b',"sigs"', b',"x":1,"sigs"')),
    ("a field of the body too many", once(CHECK_IN, b',"means"', b',"x":1,"means"')),
    ("a field missing", re.sub(rb'"time":\d+,', b"", CHECK_IN)),
    ("a field of the body missing", re.sub(rb',"means":"[a-z]+"', b"", CHECK_IN)),
    ("an unknown kind", once(CHECK_IN, b'"checked_in"', b'"checked-in"')),
    ("the kind in capitals", once(CHECK_IN, b'"checked_in"', b'"Checked_In"')),
    ("a name in capitals", once(CHECK_IN, b'"time"', b'"Time"')),
    ("a name escaped", once(CHECK_IN, b'"time"', b'"\\u0074ime"')),
    ("null for a list", re.sub(rb'"sigs":\[.*?\]', b'"sigs":null', CHECK_IN)),
    ("null for a number", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":null')),
    ("an unknown means", once(CHECK_IN, b'"means":"card"', b'"means":"face"')),
    ("an unknown signer", re.sub(rb'"by":"[^"]+"', b'"by":"observer"', CHECK_IN, count=1)),
    ("a signer's number with a leading zero", re.sub(rb'"by":"card-(\d+)"', rb'"by":"card-0\1"', CHECK_IN, count=1)),
    ("a number as text", once(CHECK_IN, b'"time":' + TIME, b'"time":"' + TIME + b'"')),
    ("a leading zero", once(CHECK_IN, b'"time":', b'"time":0')),
    ("a minus", once(CHECK_IN, b'"deputy":', b'"deputy":-')),
    ("minus zero", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":-0')),
    ("a plus", once(CHECK_IN, b'"deputy":', b'"deputy":+')),
    ("a fraction", once(CHECK_IN, b'"time":' + TIME, b'"time":' + TIME + b".0")),
    ("an exponent", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":' + DEPUTY + b"e0")),
    ("a number of 2^53", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":9007199254740992')),
    ("a number of 2^64", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":18446744073709551616')),
    ("unused bits that are not zero", once(CHECK_IN, KEY, LOOSE)),
    ("base64 with padding", once(CHECK_IN, KEY, KEY + b"=")),
    ("the other base64 alphabet", once(CHECK_IN, KEY, b"+/" + KEY[2:])),
    ("a byte too few", once(CHECK_IN, KEY, KEY[:-1])),
    ("a byte too many", once(CHECK_IN, KEY, KEY + b"AA")),
    ("an empty hash", once(CHECK_IN, PREV, b"")),
    ("a space in base64", once(CHECK_IN, KEY, KEY[:20] + b" " + KEY[20:])),
    ("a solidus escaped", once(reason("a/b"), b"a/b", b"a\\/b")),
    ("a letter escaped", once(reason("ab"), b'"ab"', b'"\\u0061b"')),
    ("a Chinese character escaped", once(reason("秩序"), "秩".encode(), b"\\u79e9")),
    ("a control character in a text, escaped", reason("a\\u0001b")),
    ("a control character in a text, raw", reason("a\x01b")),
    ("a newline in a text of one line", reason("a\\nb")),
    ("a tab in a text of one line", reason("a\\tb")),
    ("delete", reason("a\x7fb")),
    ("a C1 control", reason("a\u0085b")),
    ("a direction mark", reason("a\u202eb")),
    ("another direction mark", reason("a\u2066b")),
    ("the Arabic letter mark", reason("a\u061cb")),
    ("a line separator", reason("a\u2028b")),
    ("a byte order mark within a text", reason("a\ufeffb")),
    ("a noncharacter", reason("a\ufffeb")),
    ("a noncharacter of a higher plane", reason("a\U0001ffffb")),
    ("a text too long", LONG),
    ("too deep", once(CHECK_IN, b'"deputy":' + DEPUTY, b'"deputy":' + b"[" * 10 + DEPUTY + b"]" * 10)),
    ("both forms of a payload", once(ROLL, b'"roll":{"text"', b'"roll":{"inline":"AA","text"')),
    ("an unknown form of a payload", once(ROLL, b'"roll":{"text"', b'"roll":{"words"')),
]

CHAIN = []
origin = json.loads(LINES[0])["body"]["origin"]
prev = p.h("log", origin.encode())
for line in LINES[:6]:
    leaf = hashlib.sha256(b"\x00" + line).digest()
    body = line[line.index(b'"body":') + len(b'"body":') : -1]
    CHAIN.append({"line": line.decode(), "prev": prev.hex(), "leaf": leaf.hex(), "body_hash": p.h("body", body).hex()})
    prev = leaf

p.write(
    "entry.json",
    "protocol.md 2.1 and 2.3. `line`: an entry as text; of a refused one `hex`, since some are not text. Every refused line is not-an-entry (check 1).",
    "entry.py",
    accepted=ACCEPTED,
    refused=[{"name": name, "hex": line.hex()} for name, line in REFUSED],
    fingerprint=hashlib.sha256(LINES[0]).hexdigest(),
    chain=CHAIN,
)
