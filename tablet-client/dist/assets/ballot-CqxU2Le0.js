import { Ct as hash, Dt as G, Ft as mod, Gt as concat, Kt as equal, Ot as IDENTITY, St as signedBytes, Tt as hashToScalar, jt as encodePoint, kt as decodeElement, wt as hash512, zt as ed25519 } from "./theme-DjPN7Y5t.js";
import { d as encodeShape, f as ballotCode } from "./camera-lC-D3HW-.js";
// src/base/ballot/choices.ts
/** 0 or 1 for each cell; `undefined` where the bytes are not the packing of so many cells. */
function unpack(bytes, cells) {
	if (bytes.length !== Math.ceil(cells / 8)) return void 0;
	const bits = [...bytes].flatMap((byte) => Array.from({ length: 8 }, (_, i) => byte >> i & 1));
	return bits.slice(cells).includes(1) ? void 0 : bits.slice(0, cells);
}
/** The slack bits of all limits, in order, for marks that keep them. */
function slackBits(marks, shape) {
	return shape.limits.flatMap((limit) => {
		const bits = limit.weights.length;
		if (bits === 0) return [];
		let rest = limit.terms.reduce((left, [cell, coefficient]) => left - coefficient * (marks[cell] ?? 0), limit.high);
		const last = rest > 2 ** (bits - 1) - 1 ? 1 : 0;
		rest -= last * (limit.weights[bits - 1] ?? 0);
		return [...Array.from({ length: bits - 1 }, (_, i) => rest >> i & 1), last];
	});
}
// src/crypto/choices.ts
/** Which rule the marks break: `row` for a column that is none, `limit` counted from 0. */
var ChoiceError = class extends Error {
	part;
	number;
	name = "ChoiceError";
	constructor(part, number) {
		super(`the choices break ${part} ${number}`);
		this.part = part;
		this.number = number;
	}
};
/** 0 or 1 for each cell, of a column for each row; the last column is the rest. */
function marksOf(columns, shape) {
	if (columns.length !== shape.rows || shape.blank) throw new ChoiceError("rows", columns.length);
	const width = shape.options - 1;
	const marks = columns.flatMap((column, row) => {
		if (!Number.isInteger(column) || column < 0 || column > width) throw new ChoiceError("row", row);
		return Array.from({ length: width }, (_, j) => Number(j === column));
	});
	checkMarks(marks, shape);
	return marks;
}
/** At most one mark in a row, every limit kept. */
function checkMarks(marks, shape) {
	const width = shape.options - 1;
	for (let row = 0; row < shape.rows; row += 1) if (marks.slice(row * width, (row + 1) * width).filter((mark) => mark !== 0).length > 1) throw new ChoiceError("row", row);
	for (const [number, limit] of shape.limits.entries()) {
		const sum = limit.terms.reduce((total, [cell, coefficient]) => total + coefficient * (marks[cell] ?? 0), 0);
		if (sum < limit.low || sum > limit.high) throw new ChoiceError("limit", number);
	}
}
/** The column of each row: the rest where no cell is marked. */
function columnsOf(marks, shape) {
	const width = shape.options - 1;
	return Array.from({ length: shape.rows }, (_, row) => {
		const column = marks.slice(row * width, (row + 1) * width).indexOf(1);
		return column < 0 ? width : column;
	});
}
// src/crypto/secret.ts
/** 32 bytes of the system. */
function entropy() {
	return crypto.getRandomValues(/* @__PURE__ */ new Uint8Array(32));
}
/** Overwrites. */
function wipe(...secrets) {
	for (const secret of secrets) secret?.fill(0);
}
/** [x]P for a secret x. */
function secretTimes(scalar, point) {
	const x = mod(scalar);
	return x === 0n ? IDENTITY : point.multiply(x);
}
/** [x]G for a secret x. */
function secretTimesG(scalar) {
	return secretTimes(scalar, G);
}
/** The private key of a fresh Ed25519 key (§4.4). Whoever holds it wipes it. */
function freshKey() {
	const fresh = entropy();
	const key = hash("signing-key", fresh);
	wipe(fresh);
	return key;
}
function publicKey(privateKey) {
	return ed25519.getPublicKey(privateKey);
}
/** An Ed25519 signature of §4.1. */
function sign(privateKey, purpose, sitting, bytes) {
	return ed25519.sign(signedBytes(purpose, sitting, bytes), privateKey);
}
// src/crypto/ballot.ts
/** Why there is no encryption. */
var EncryptError = class extends Error {
	why;
	name = "EncryptError";
	constructor(why) {
		super(why === "key" ? "the key of the contest is no element" : "a randomness is 0");
		this.why = why;
	}
};
/** As noble does for G; larger tables cost more to make than one ballot saves. */
var WINDOW_BITS = 6;
function ballotKeyOf(bytes) {
	const point = decodeElement(bytes);
	if (point === void 0) throw new EncryptError("key");
	return {
		bytes,
		point: point.precompute(WINDOW_BITS, false)
	};
}
/** (A, B) = ([r]G, [m]G + [r]K) for each cell and slack bit, r from the seed (§7.4). */
function encryptCells(seed, marks, packed, key, shape) {
	const root = hash512("ballot-ciphertext-root", seed, key.bytes, encodeShape(shape), packed);
	const message = [IDENTITY, G];
	const opened = [...marks, ...slackBits(marks, shape)].map((m, i) => {
		const r = hashToScalar("ballot-ciphertext-randomness", root, i, 0);
		if (r === 0n) throw new EncryptError("zero");
		return {
			m,
			r,
			a: secretTimesG(r),
			b: (message[m] ?? IDENTITY).add(secretTimes(r, key.point))
		};
	});
	wipe(root);
	return opened;
}
function ciphertextBytes(opened) {
	return concat(...opened.flatMap(({ a, b }) => [encodePoint(a), encodePoint(b)]));
}
/** Why a checked device is not found good. */
var OpeningError = class extends Error {
	check;
	name = "OpeningError";
	constructor(check) {
		super(check === "choices" ? "the opened marks are no ballot of this contest" : "seed and choices do not give the code that was shown");
		this.check = check;
	}
};
/** What a second device does (§7.8): recomputes every ciphertext and compares the whole code. Gives the marks. */
function checkOpening({ com, seed, choices }, code, context) {
	const { sitting, contest, key, shape } = context;
	const marks = unpack(choices, shape.cells);
	if (marks === void 0) throw new OpeningError("choices");
	checkMarks(marks, shape);
	const ciphertexts = ciphertextBytes(encryptCells(seed, marks, choices, key, shape));
	if (!equal(ballotCode(sitting, contest, com, ciphertexts), code)) throw new OpeningError("code");
	return marks;
}
export { entropy as a, secretTimes as c, ChoiceError as d, columnsOf as f, checkOpening as i, sign as l, OpeningError as n, freshKey as o, marksOf as p, ballotKeyOf as r, publicKey as s, EncryptError as t, wipe as u };
