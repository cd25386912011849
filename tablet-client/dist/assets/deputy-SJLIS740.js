import { $ as widthOf, A as bothNotes, At as decodeScalar, B as readDecimal, Bt as ristretto255_hasher, Ct as hash, D as parseEntry, Dt as G, E as EntryError, Et as leafHash, G as BUNDLE_BYTES_MAX, Gt as concat, H as choiceBounds, Ht as sha256, I as inclusionError, It as scalarFromWide, J as bundlePath, Jt as fromUtf8, K as CHECKPOINT_BYTES_MAX, Kt as equal, L as inclusionProof, Lt as sum, M as twoRoots, Mt as encodeScalar, Nt as invert, O as signer, P as readCosigned, Pt as isIdentity, Q as readTile, Qt as utf8, R as rootOf, Rt as times, S, St as signedBytes, T as readDefinition, Tt as hashToScalar$1, U as choosingBounds, Ut as sha512, V as verdictOn, Vt as expand_message_xmd, W as columns$1, Wt as chunks, X as partialOrFull, Xt as lengthPrefixed, Y as leavesPath, Yt as hex, Z as readBundle, _ as storeScale, _t as toJson, at as bool, bt as fromBase64, ct as int, dt as oneOf, et as INLINE_BYTES_MAX, f as u, ft as tagged, g as applyAppearance, gt as parseJson, h as THEMES, ht as encodeJson, it as anyString, j as twoHistories, jt as encodePoint, kt as decodeElement, lt as list$2, m as SIZES, mt as JsonError, ot as bytes32, p as SCALES, pt as text$1, q as TILE_BYTES_MAX, qt as fromHex, rt as FormError, st as bytes64, tt as PART_BYTES, ut as object, v as storedScale, vt as base64, w as signersError, x as R, xt as TrustError, y as LANGS, yt as base64Url, z as NoteError, zt as ed25519 } from "./theme-DjPN7Y5t.js";
import { a as _, c as h, l as limitsOf, n as Button, o as d, r as A, s as g, t as Camera, u as shapeOf } from "./camera-lC-D3HW-.js";
import { a as entropy, c as secretTimes, d as ChoiceError, l as sign, o as freshKey, p as marksOf, s as publicKey, u as wipe } from "./ballot-CqxU2Le0.js";
import { t as saveFile } from "./save-Hgko1dwJ.js";
import { n as Qr } from "./qr-DA38YXrA.js";
/** Milliseconds. */
var LONGEST_WAIT = 8e3;
/** The waits between attempts: between half and one and a half of 0.5, 1, 2, 4, 8, 8 … seconds. */
var Backoff = class {
	next = 500;
	reset() {
		this.next = 500;
	}
	nextWait() {
		const [random = 0] = crypto.getRandomValues(/* @__PURE__ */ new Uint32Array(1));
		const wait = this.next * (.5 + random / 2 ** 32);
		this.next = Math.min(LONGEST_WAIT, 2 * this.next);
		return wait;
	}
};
/** Resolves after so many milliseconds, or at once when `signal` ends what waits. */
function pause(milliseconds, signal) {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			signal?.removeEventListener("abort", done);
			resolve();
		};
		const timer = setTimeout(done, milliseconds);
		if (signal?.aborted === true) done();
		else signal?.addEventListener("abort", done);
	});
}
// src/net/error.ts
/** `code` is stable; `retry`: whether trying again may help. */
var NetError = class extends Error {
	code;
	name = "NetError";
	constructor(code, what) {
		super(`${code}: ${what}`);
		this.code = code;
	}
	/** A server that breaks the protocol is tried again too: it may be another's doing, and nothing of it was believed. */
	get isBroken() {
		return ![
			"closed",
			"timed-out",
			"status",
			"problem"
		].includes(this.code);
	}
};
/** A refusal that the server signed. */
var ServerRefusal = class extends Error {
	code;
	what;
	zh;
	en;
	name = "ServerRefusal";
	constructor(code, what, zh, en) {
		super(`${code}: ${what}`);
		this.code = code;
		this.what = what;
		this.zh = zh;
		this.en = en;
	}
	/** Whether the same act may succeed if it is sent again. */
	get mayRetry() {
		return RETRIED.has(this.code);
	}
};
var RETRIED = /* @__PURE__ */ new Set([
	"busy",
	"stopping",
	"store-full",
	"too-many-pending",
	"challenge-too-soon",
	"witnesses-missing",
	"contest-held",
	"not-witnessed"
]);
// src/net/http.ts
/** Milliseconds. */
var WHOLE_TIMEOUT = 18e4;
/** Whether a file is not there (any more). */
function isGone(error) {
	return error instanceof NetError && error.code === "status";
}
/** From this server: no cookie, no cache that could be another's. */
function downloadFrom(server) {
	const origin = server.replace(/^ws/, "http");
	return async (path, bytesMax) => {
		const abort = new AbortController();
		const timer = setTimeout(() => {
			abort.abort();
		}, WHOLE_TIMEOUT);
		try {
			const response = await fetch(`${origin}${path}`, {
				credentials: "omit",
				cache: "no-store",
				redirect: "error",
				signal: abort.signal
			});
			if (!response.ok) throw new NetError("status", `${path}: ${response.status}`);
			if (Number(response.headers.get("content-length") ?? 0) > bytesMax) throw new NetError("too-long", path);
			const bytes = new Uint8Array(await response.arrayBuffer());
			if (bytes.length > bytesMax) throw new NetError("too-long", path);
			return bytes;
		} catch (error) {
			throw error instanceof NetError ? error : new NetError("closed", path);
		} finally {
			clearTimeout(timer);
		}
	};
}
// src/worker/client.ts
/** What the worker could not do; `reason` is the name of the error there. */
var WorkerError = class extends Error {
	reason;
	name = "WorkerError";
	constructor(reason, message) {
		super(message);
		this.reason = reason;
	}
};
/** The worker of this page. */
var WorkerBallots = class {
	worker;
	waiting = /* @__PURE__ */ new Map();
	count = 0;
	constructor() {
		this.worker = this.begin();
	}
	begin() {
		const worker = new Worker(new URL(
			/* @vite-ignore */
			new URL("worker-CvWBgijK.js", import.meta.url).href,
			"" + import.meta.url
		), { type: "module" });
		worker.addEventListener("message", ({ data }) => {
			this.waiting.get(data.number)?.resolve(data.answer);
			this.waiting.delete(data.number);
		});
		worker.addEventListener("error", ({ message }) => {
			worker.terminate();
			if (this.worker === worker) this.worker = void 0;
			for (const { reject } of this.waiting.values()) reject(new WorkerError("worker", message));
			this.waiting.clear();
		});
		return worker;
	}
	async warm(key) {
		await this.ask({
			kind: "warm",
			key
		}, "done");
	}
	prepare(parts, ballotKey, columns) {
		return this.ask({
			kind: "prepare",
			parts,
			ballotKey,
			columns
		}, "prepared");
	}
	async open(id) {
		return (await this.ask({
			kind: "open",
			id
		}, "opened")).opened;
	}
	async take(id) {
		return (await this.ask({
			kind: "take",
			id
		}, "taken")).taken;
	}
	async discard() {
		await this.ask({ kind: "discard" }, "done");
	}
	async check(parts, opened, code) {
		return (await this.ask({
			kind: "check",
			parts,
			opened,
			code
		}, "checked")).columns;
	}
	async ask(question, kind) {
		this.count += 1;
		const number = this.count;
		const answer = await new Promise((resolve, reject) => {
			this.waiting.set(number, {
				resolve,
				reject
			});
			const request = {
				number,
				question
			};
			this.worker ??= this.begin();
			this.worker.postMessage(request);
		});
		if (answer.kind === "failed") throw new WorkerError(answer.name, answer.message);
		if (!isOf(answer, kind)) throw new WorkerError("answer", `${answer.kind} in the place of ${kind}`);
		return answer;
	}
};
function isOf(answer, kind) {
	return answer.kind === kind;
}
// src/crypto/card.ts
/** Why a text is no card of this sitting, by the check that refuses it. */
var CardError = class extends Error {
	check;
	name = "CardError";
	constructor(check) {
		super(check);
		this.check = check;
	}
};
var LETTERS$1 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
var NUMBER_MAX = 9999999999;
var CODE_LETTERS = 20;
/** The product of two symbols in GF(2)[α]/(α⁵ + α² + 1). */
function product(left, right) {
	let out = 0;
	for (let bit = 4; bit >= 0; bit -= 1) {
		out <<= 1;
		if ((out & 32) !== 0) out ^= 37;
		if ((right >> bit & 1) === 1) out ^= left;
	}
	return out;
}
/** Σ sᵢ·α³⁰⁻ⁱ over digits, code and check symbol, by Horner's rule. */
function weighed(number, symbols) {
	return [...[...String(number).padStart(10, "0")].map(Number), ...symbols].reduce((sum, symbol) => product(sum, 2) ^ symbol, 0);
}
/** The code of 20 letters, of 21 that a person typed. */
function readTyped(number, typed) {
	return readCode(number, [...typed.normalize("NFKC").toUpperCase().replaceAll(/[\s\p{Dash_Punctuation}]/gu, "")].map((letter) => letter === "O" ? "0" : letter === "I" || letter === "L" ? "1" : letter));
}
function readCode(number, letters) {
	const symbols = letters.map((letter) => LETTERS$1.indexOf(letter));
	if (symbols.includes(-1)) throw new CardError("letter");
	if (symbols.length !== 21) throw new CardError("length");
	if (weighed(number, symbols) !== 0) throw new CardError("check");
	return letters.slice(0, CODE_LETTERS).join("");
}
function sittingLetters(sitting) {
	return ([...sitting].map((byte) => byte.toString(2).padStart(8, "0")).join("").padEnd(260, "0").match(/.{5}/g) ?? []).map((five) => LETTERS$1.charAt(Number.parseInt(five, 2))).join("");
}
/** Number and code of a QR's text, read exactly, for a sitting. */
function readQr(text, sitting) {
	const parts = text.split(".");
	const [start, number, fingerprint, code] = parts;
	if (parts.length !== 4 || start !== "PJ1" || number === void 0 || fingerprint === void 0 || code === void 0) throw new CardError("not_a_card");
	if (!/^[0-9A-Z.]*$/.test(text)) throw new CardError("not_a_card");
	if (!/^(?:0|[1-9][0-9]{0,9})$/.test(number) || Number(number) > NUMBER_MAX) throw new CardError("number");
	const symbols = [...fingerprint].map((letter) => LETTERS$1.indexOf(letter));
	if (symbols.length !== 52 || symbols.includes(-1) || ((symbols.at(-1) ?? 0) & 15) !== 0) throw new CardError("fingerprint");
	if (fingerprint !== sittingLetters(sitting)) throw new CardError("wrong_sitting");
	return {
		number: Number(number),
		code: readCode(Number(number), [...code])
	};
}
/** The private key of a card, for `checked_in` alone. Whoever asks for it wipes it. */
function cardSecret(sitting, number, code) {
	const seed = hash("card-seed", sitting, number, utf8(code));
	const key = hash("card-key", sitting, number, seed);
	seed.fill(0);
	return key;
}
/** The public key of a card. */
function cardKey(sitting, number, code) {
	const secret = cardSecret(sitting, number, code);
	const key = ed25519.getPublicKey(secret);
	secret.fill(0);
	return key;
}
// src/device/api.ts
/** What a call is rejected with. Nothing was changed. */
var DeviceProblem = class extends Error {
	sentence;
	constructor(sentence) {
		super(sentence.en);
		this.name = "DeviceProblem";
		this.sentence = sentence;
	}
};
// src/trust/profile.ts
var PEOPLE = ["membership", "due"];
var PEOPLE_HERE = [...PEOPLE, "present"];
var ANY = [
	...PEOPLE_HERE,
	"returned",
	"valid"
];
function isShare({ num, den, inclusive, base }, bases) {
	return num > 0 && (inclusive ? num <= den : num < den) && bases.includes(base);
}
function isRequirement(of, bases) {
	return of.kind === "none" || isShare(of, bases);
}
function hasWords(text) {
	return /\P{White_Space}/u.test(text);
}
var within = (least, value, most) => least <= value && value <= most;
/** Each below the one before. */
function isFalling([first, ...rest]) {
	const [next] = rest;
	return first === void 0 || next === void 0 || first > next && isFalling(rest);
}
function choiceFits({ choice, options, secrecy }) {
	const bounds = choiceBounds({ choice });
	if (bounds === void 0) return true;
	return (choice.kind === "between" ? bounds.least >= 1 && bounds.least < bounds.most : bounds.most >= 1) && !["grades", "ranks"].includes(options.kind) && secrecy !== "hands";
}
function optionsFit({ options, secrecy }) {
	if (secrecy === "hands") return options.kind === "two_way" || options.kind === "three_way";
	switch (options.kind) {
		case "grades": {
			const { grades, others, satisfied } = options;
			const all = [...grades, ...others];
			return within(2, grades.length, 9) && others.length <= 3 && within(1, satisfied, grades.length - 1) && all.every(hasWords) && all.every((name, at) => all.indexOf(name) === at);
		}
		case "ranks": return within(1, options.ranks, 30);
		default: return true;
	}
}
function blankItemFits({ blank_item, options }) {
	switch (options.kind) {
		case "select":
		case "ranks": return blank_item === "abstain";
		case "grades": return blank_item !== "approve";
		default: return true;
	}
}
/** Where no mark at all is an allowed ballot. */
function mayBeBlank({ choice, options }) {
	return (choiceBounds({ choice })?.least ?? 0) === 0 && !(options.kind === "ranks" && options.each === "exactly_once");
}
function methodFits({ method, options }) {
	if (method.kind === "choose") {
		const { score, seats, threshold, run_off } = method;
		const scored = options.kind === "ranks" ? score.kind !== "votes" : options.kind !== "grades" && score.kind === "votes";
		const top = score.kind !== "appearances" || options.kind === "ranks" && within(1, score.top, options.ranks);
		const seated = seats.kind === "every_item" || within(1, seats.count, 1e3);
		return scored && top && seated && isRequirement(threshold, ANY) && run_off.rounds >= 1;
	}
	if (options.kind !== "grades") return false;
	const { rule } = method;
	const places = options.grades.length;
	const areBands = (bands, most) => bands.length === places - 1 && isFalling(bands) && bands.every((band) => within(1, band, most));
	switch (rule.kind) {
		case "plurality": return true;
		case "cumulative": return isShare(rule.share, ANY);
		case "weighted": {
			const [most = 0] = rule.weights;
			return rule.weights.length === places && isFalling(rule.weights) && most <= 1e3 && areBands(rule.bands, most);
		}
		case "rate": return areBands(rule.bands, 100);
	}
}
function surplusFits({ surplus, method }) {
	if (surplus.kind === "any") return true;
	if (method.kind !== "choose" || method.seats.kind !== "fixed") return false;
	if (surplus.kind === "count") return surplus.least >= 1;
	return surplus.kind === "none" || surplus.num >= 1 && surplus.den >= 1;
}
function* unsound(rules) {
	const ask = function* (field, holds) {
		if (!holds) yield field;
	};
	yield* ask("title", hasWords(rules.title));
	yield* ask("meeting_quorum", isShare(rules.meeting_quorum, PEOPLE));
	yield* ask("vote_quorum", isRequirement(rules.vote_quorum, PEOPLE_HERE));
	yield* ask("late_arrival", rules.late_arrival !== "until_issued" || rules.secrecy === "secret");
	yield* ask("options", optionsFit(rules));
	yield* ask("choice", choiceFits(rules));
	yield* ask("blank_item", blankItemFits(rules));
	yield* ask("blank_ballot", rules.blank_ballot === "void" || mayBeBlank(rules));
	yield* ask("recast", rules.recast === "first" || rules.secrecy !== "hands");
	yield* ask("method", methodFits(rules));
	yield* ask("surplus", surplusFits(rules));
	yield* ask("minimum_ballots", rules.minimum_ballots >= 2);
	yield* ask("channel_floor", rules.channel_floor >= 2);
}
/** Items beyond the seats that the rules ask for; the least and the most. */
function surplusOf({ surplus }, seats) {
	switch (surplus.kind) {
		case "any": return [0, Infinity];
		case "none": return [0, 0];
		case "count": return [surplus.least, Infinity];
		case "ratio": {
			const [product, den] = [BigInt(seats) * BigInt(surplus.num), BigInt(surplus.den)];
			const whole = product / den;
			return [Math.max(1, Number(whole * den === product ? whole : whole + 1n)), Infinity];
		}
	}
}
function* unfit$2(rules, items) {
	const { options, method } = rules;
	if (options.kind === "ranks" && options.ranks > items) yield "options";
	if ((choiceBounds(rules)?.most ?? 0) > items) yield "choice";
	if (method.kind !== "choose" || method.seats.kind !== "fixed") return;
	const seats = method.seats.count;
	if (seats > items) yield "method";
	const [least, most] = surplusOf(rules, seats);
	if (!within(least, items - seats, most)) yield "surplus";
}
/** The field of the first condition that fails, of the rules themselves or for so many items; `undefined` if they can be followed. */
function firstFault(rules, items) {
	for (const field of unsound(rules)) return field;
	if (items !== void 0) for (const field of unfit$2(rules, items)) return field;
}
// src/trust/contest.ts
/** The body of an entry, if it is of this kind. */
function bodyOf$1({ entry }, kind) {
	const { body } = entry;
	if (!isKind(body, kind)) throw new TrustError("kind", `${body.kind} in the place of ${kind}`);
	return body;
}
function isKind(body, kind) {
	return body.kind === kind;
}
/** The opening: included under a quorum, signed by exactly secretariat and chief scrutineer. */
function believeOpening(sitting, opened) {
	const body = bodyOf$1(opened, "contest_opened");
	sitting.signedBy(opened, "secretariat", "chief");
	if (!opened.isWitnessed) throw new TrustError("not-witnessed", "the opening");
	return body;
}
/**
* A check-in of this deputy with this device's key, signed by card or secretariat, and by both roles besides if it was late (§3.1). Whether
* it was, the verifier knows. The card's signature is looked at where the roll, which has its key, was read.
*/
function believeCheckIn(sitting, included, deputy, card) {
	const body = bodyOf$1(included, "checked_in");
	if (body.deputy !== deputy) throw new TrustError("opening", "deputy");
	const roles = ["secretariat", "chief"].map((by) => sitting.role(by));
	const others = included.entry.sigs.length > 1 ? roles.filter(({ by }) => body.means === "card" || by !== "secretariat") : [];
	if (body.means === "desk") {
		sitting.signed(included, sitting.role("secretariat"), ...others);
		return body;
	}
	const by = `card-${deputy}`;
	if (card !== void 0) sitting.signed(included, {
		by,
		key: card
	}, ...others);
	else if (included.entry.sigs[0]?.by !== by) throw new TrustError("signers", body.kind);
	else sitting.signed({
		...included,
		entry: {
			...included.entry,
			sigs: included.entry.sigs.slice(1)
		}
	}, ...others);
	return body;
}
/** A definition as the secretariat signed it: what is shown before the opening. */
function believeDefinition(sitting, entry) {
	const body = bodyOf$1(entry, "contest_defined");
	sitting.signedBy(entry, "secretariat");
	return body;
}
/** The contest of an opening, from the entries whose leaf hashes it names. */
function believeContest(sitting, opened, named) {
	const opening = believeOpening(sitting, opened);
	const [keys, more] = opening.keys;
	if (more !== void 0 || keys === void 0 !== (named.key === void 0)) throw new TrustError("opening", "keys");
	const leaves = [
		[
			"definition",
			named.definition,
			opening.definition
		],
		[
			"rules",
			named.rules,
			opening.rules
		],
		[
			"roll",
			named.roll,
			opening.roll
		],
		...keys === void 0 || named.key === void 0 ? [] : [[
			"key",
			named.key,
			keys.key
		]]
	];
	for (const [field, is, says] of leaves) if (!equal(is.entry.leaf, says) || is.index >= opened.index) throw new TrustError("opening", field);
	const definition = believeDefinition(sitting, named.definition);
	if (definition.contest !== opening.contest) throw new TrustError("opening", "contest");
	if (!equal(definition.rules, opening.rules)) throw new TrustError("opening", "rules");
	if (Object.values(opening.zero_report).some((counter) => counter !== 0)) throw new TrustError("opening", "zero_report");
	const { profile, items } = definition;
	if (profile.secrecy === "secret" !== (keys !== void 0)) throw new TrustError("opening", "keys");
	bodyOf$1(named.roll, "roll_fixed");
	bodyOf$1(named.rules, "rules_adopted");
	sitting.signedBy(named.rules, "secretariat");
	const unfit = firstFault(profile, items.length);
	if (unfit !== void 0) throw new TrustError("rules", unfit);
	const shape = shapeOf(profile, items.length);
	if (shape === void 0) throw new TrustError("rules", "shape");
	const contest = hash("contest", sitting.fingerprint, opened.entry.bodyBytes);
	const believed = {
		number: opening.contest,
		hash: contest,
		definition,
		shape
	};
	if (keys === void 0 || named.key === void 0) return {
		...believed,
		keys: void 0,
		parts: void 0
	};
	const agreed = bodyOf$1(named.key, "key_agreed");
	if (!equal(agreed.public_key, keys.public_key)) throw new TrustError("opening", "public_key");
	if (decodeElement(keys.public_key) === void 0 || decodeElement(keys.stamp_key) === void 0) throw new TrustError("opening", "keys");
	const shapeParts = {
		rows: items.length,
		options: columns$1(profile),
		limits: limitsOf(profile, items.length)
	};
	const parts = {
		sitting: sitting.fingerprint,
		contest,
		key: keys.public_key,
		shape: shapeParts
	};
	return {
		...believed,
		keys: {
			publicKey: keys.public_key,
			stampKey: keys.stamp_key
		},
		parts
	};
}
/** The first 4 bytes of the contest hash as 8 digits, for comparing screens. */
function shortHash(contest) {
	return hex(contest.slice(0, 4)).toUpperCase();
}
// src/trust/receipt.ts
var RECEIPT_BYTES_MAX = 265216;
var HASHES_MAX = 63;
var FIRST_LINE = "c2sp.org/tlog-proof@v1";
/** Why a receipt is refused. */
var ReceiptError = class extends Error {
	name = "ReceiptError";
};
/** The file for a proof of an entry's place under a checkpoint's note. */
function writeReceipt(index, proof, note) {
	return `${FIRST_LINE}\nindex ${index}\n${proof.map((hash) => `${base64(hash)}\n`).join("")}\n${note}`;
}
/** The parts of the file. Throws [`ReceiptError`]. */
function readReceipt(bytes) {
	if (bytes.length > RECEIPT_BYTES_MAX) throw new ReceiptError(`${bytes.length} bytes`);
	const written = fromUtf8(bytes);
	if (written === void 0) throw new ReceiptError("not UTF-8");
	const lines = written.split("\n");
	const end = lines.indexOf("");
	if (lines[0] !== FIRST_LINE) throw new ReceiptError("first line");
	const index = readDecimal(/^index (.*)$/u.exec(lines[1] ?? "")?.[1] ?? "");
	if (index === void 0) throw new ReceiptError("index");
	if (end < 2) throw new ReceiptError("no empty line");
	const proof = lines.slice(2, end).map((line) => {
		const hash = fromBase64(line);
		if (hash?.length !== 32) throw new ReceiptError("hash");
		return hash;
	});
	if (proof.length > HASHES_MAX) throw new ReceiptError(`${proof.length} hashes`);
	return {
		index,
		proof,
		note: utf8(lines.slice(end + 1).join("\n"))
	};
}
/** Throws [`ReceiptError`] unless this very entry stands in the log; gives the checkpoint under which it does. */
function checkReceipt(bytes, entry, of) {
	const { index, proof, note } = readReceipt(bytes);
	try {
		const seen = readCosigned(note, of);
		const error = inclusionError(index, seen.checkpoint.size, leafHash(entry), proof, seen.checkpoint.root);
		if (error !== void 0) throw new ReceiptError(error);
		return seen;
	} catch (error) {
		if (error instanceof NoteError) throw new ReceiptError(`${error.layer}: ${error.message}`);
		throw error;
	}
}
// src/trust/leaves.ts
var LOG_ENTRIES_MAX = 4000000n;
/** A server that stops while the box comes out goes on when it is back: a week. */
var BOX_MINUTES_MAX = 10080;
/** Places looked at before the page gets its turn. */
var BATCH = 100;
/** The published checkpoint, believed; it may be a moment behind what is answered on a connection. */
async function publishedCheckpoint(download, trust) {
	const note = fromUtf8(await download("/checkpoint", CHECKPOINT_BYTES_MAX));
	if (note === void 0) throw new TrustError("checkpoint", "not UTF-8");
	const seen = trust.observeLate(note);
	if (seen === void 0) throw new TrustError("not-published-yet", "the checkpoint");
	return seen;
}
/** Downloads checkpoint and leaves, checks them against each other and against all that was believed before. */
async function publishedLeaves(download, trust) {
	const before = trust.newest;
	const seen = await publishedCheckpoint(download, trust);
	const { size, root } = seen.checkpoint;
	if (size > LOG_ENTRIES_MAX) throw new TrustError("leaves", `${size} entries`);
	const leaves = [];
	for (let number = 0; number * 256 < Number(size); number += 1) leaves.push(...await tile(download, number, widthOf(number, Number(size))));
	if (!equal(rootOf(leaves), root)) throw new TrustError("leaves", "they do not give the signed root");
	for (const earlier of before) {
		const proof = twoHistories(trust.sitting.line, earlier, seen, leaves);
		if (proof !== void 0) throw new TrustError("contradiction", `sizes ${earlier.checkpoint.size} and ${size}`, [proof]);
	}
	return {
		seen,
		leaves
	};
}
async function tile(download, number, width) {
	const read = async (wide) => readTile(await download(`/${leavesPath(number, wide)}`, TILE_BYTES_MAX), wide);
	const hashes = await partialOrFull(width, read, isGone);
	if (hashes === void 0) throw new TrustError("leaves", `length of tile ${number}`);
	return hashes;
}
/** The file that shows an entry's place (§2.6). */
function receiptOf({ seen, leaves }, index) {
	return writeReceipt(index, inclusionProof(index, leaves), seen.note);
}
/** The line that an act becomes after the entry with this leaf hash, at this time. */
function entryLine(prev, time, act) {
	const sigs = act.sigs.map(({ by, sig }) => ({
		by,
		sig: base64Url(sig)
	}));
	return `{"prev":"${base64Url(prev)}","time":${time},"sigs":${encodeJson(toJson(sigs))},"body":${act.body}}`;
}
/** Index of the last entry of the first `ballots` of a box: each has the same length, so the same number of parts before it. */
function lastIndex(boxOpened, ballots, ballotBytes) {
	return boxOpened + ballots * ((ballotBytes > 3e4 ? Math.ceil(ballotBytes / PART_BYTES) : 0) + 1);
}
/** Every time that an entry of a box can have: whole minutes, from that of `box_opened` to that of the last entry. */
function wholeMinutes(from, until) {
	const count = Math.min(BOX_MINUTES_MAX, Math.floor(Math.max(0, until - from) / 60) + 1);
	return Array.from({ length: count }, (_, minute) => from + 60 * minute);
}
/** All of 0 … count − 1, by distance from where a uniform key would stand: ballots are sorted by key. */
function nearestFirst(key, count) {
	const start = Math.floor(count * new DataView(key.buffer, key.byteOffset).getUint32(0) / 2 ** 32);
	return Array.from({ length: count }, (_, place) => place).sort((a, b) => Math.abs(a - start) - Math.abs(b - start));
}
/** The place of an act in the box, and the line there; `undefined` if it is not in it. */
async function findAct(leaves, box, act, ballotKey) {
	let looked = 0;
	for (const time of wholeMinutes(box.from, box.until)) for (const place of nearestFirst(ballotKey, box.ballots)) {
		const index = lastIndex(box.opened, place + 1, box.ballotBytes);
		const [prev, leaf] = [leaves[index - 1], leaves[index]];
		if (prev === void 0 || leaf === void 0) continue;
		const line = entryLine(prev, time, act);
		if (equal(leafHash(utf8(line)), leaf)) return {
			index,
			line
		};
		looked += 1;
		if (looked % BATCH === 0) await pause(0);
	}
}
// src/trust/sitting.ts
var Sitting = class Sitting {
	fingerprint;
	line;
	leaf;
	definition;
	signatories;
	constructor(fingerprint, line, leaf, definition, signatories) {
		this.fingerprint = fingerprint;
		this.line = line;
		this.leaf = leaf;
		this.definition = definition;
		this.signatories = signatories;
	}
	/** Throws [`TrustError`] unless the line is entry 0 of the pinned sitting. */
	static verify(line, pin) {
		const bytes = utf8(line);
		const fingerprint = sha256(bytes);
		if (!equal(fingerprint, pin.fingerprint)) throw new TrustError("fingerprint", `this is the sitting ${hex(fingerprint)}`);
		const entry = parse(bytes);
		const { body } = entry;
		if (body.kind !== "sitting_defined") throw new TrustError("sitting", body.kind);
		if (body.mode !== pin.mode) throw new TrustError("mode", body.mode);
		const sitting = new Sitting(fingerprint, bytes, entry.leaf, body, readDefinition(body));
		sitting.signedBy({ entry }, "secretariat", "server");
		return sitting;
	}
	get quorum() {
		return this.definition.quorum;
	}
	/** The server's act key: signs answers, receipts and its own entries. */
	get server() {
		return this.definition.keys.server;
	}
	get isRehearsal() {
		return this.definition.mode === "rehearsal";
	}
	/** Throws [`TrustError`] unless the log's key signed the note; a witness's line that fails refuses all of it. */
	cosigned(note) {
		try {
			return readCosigned(utf8(note), this.signatories);
		} catch (error) {
			if (error instanceof NoteError) throw new TrustError("checkpoint", `${error.layer}: ${error.message}`);
			throw error;
		}
	}
	/** A role as a signer. */
	role(by) {
		return {
			by,
			key: this.definition.keys[by]
		};
	}
	/** Throws [`TrustError`] unless an entry is signed by exactly these, in this order. */
	signed({ entry, receipt }, ...needed) {
		const error = signersError(entry, needed, this.fingerprint);
		if (error === void 0) return;
		const files = receipt === void 0 ? [] : this.signedAway(entry, receipt);
		throw new TrustError(error.is, error.what, files);
	}
	/** The log's key signed a history with an entry that does not hold: the entry, its place, and entry 0 (§2.6). */
	signedAway({ line, leaf }, receipt) {
		const name = `evidence-entry-${hex(leaf.slice(0, 4))}`;
		return [
			{
				name: "entry-0.json",
				text: fromUtf8(this.line) ?? ""
			},
			{
				name: `${name}.entry.json`,
				text: fromUtf8(line) ?? ""
			},
			{
				name: `${name}.tlog-proof`,
				text: receipt
			}
		];
	}
	/** The same of roles. */
	signedBy(entry, ...roles) {
		this.signed(entry, ...roles.map((by) => this.role(by)));
	}
};
function parse(line) {
	try {
		return parseEntry(line);
	} catch (error) {
		if (error instanceof EntryError) throw new TrustError("entry", error.message);
		throw error;
	}
}
/** The strict entry of a line; throws [`TrustError`]. */
function readEntry(line) {
	return parse(utf8(line));
}
// src/device/roll.ts
var rollForm = object({ deputies: list$2(object({
	number: int,
	name: text$1,
	delegation: text$1,
	card: bytes32
})) });
/** The deputies by number. */
async function readRoll(watch, link, download, leaf) {
	const included = await watch.entry(link, leaf);
	const { roll } = bodyOf$1(included, "roll_fixed");
	watch.believed.sitting.signedBy(included, "secretariat");
	const deputies = deputiesOf(await whole(roll, included.index, download, watch.believed));
	return new Map(deputies.map((deputy) => [deputy.number, deputy]));
}
/** The value: in the entry, or in the parts just before it, whose hash the entry names. */
async function whole(payload, index, download, trust) {
	if (payload.kind === "here") return payload.value;
	const size = Number((await publishedCheckpoint(download, trust)).checkpoint.size);
	if (size <= index) throw new TrustError("not-published-yet", "the roll");
	const first = index - Math.ceil(payload.length / PART_BYTES);
	if (first < 0) throw new TrustError("entry", "the parts of the roll");
	const parts = [];
	for (let number = Math.floor(first / 256); number * 256 < index; number += 1) for (const [at, line] of (await bundle(download, number, widthOf(number, size))).entries()) {
		const place = number * 256 + at;
		if (place < first || place >= index) continue;
		const { body } = readEntry(fromUtf8(line) ?? "");
		if (body.kind !== "blob_part") throw new TrustError("kind", body.kind);
		parts.push(body.data);
	}
	const value = concat(...parts);
	if (value.length !== payload.length || !equal(sha256(value), payload.sha256)) throw new TrustError("entry", "the parts of the roll");
	return value;
}
async function bundle(download, number, width) {
	const read = async (wide) => readBundle(await download(`/${bundlePath(number, wide)}`, BUNDLE_BYTES_MAX), wide);
	const lines = await partialOrFull(width, read, isGone);
	if (lines === void 0) throw new TrustError("leaves", `bundle ${number}`);
	return lines;
}
/** What the roll's text says; the secretariat signed it, so that a wrong one is its doing. */
function deputiesOf(bytes) {
	try {
		const written = fromUtf8(bytes);
		if (written === void 0) throw new TrustError("entry", "the roll is not UTF-8");
		return rollForm(parseJson(written), []).deputies;
	} catch (error) {
		if (error instanceof JsonError || error instanceof FormError) throw new TrustError("entry", `the roll: ${error.message}`);
		throw error;
	}
}
// src/base/stamped.ts
var TAG = concat(utf8("HashToGroup-OPRFV1-"), Uint8Array.of(1), utf8("-ristretto255-SHA512"));
/** HashToGroup in mode VOPRF (1). */
function hashToGroup(input) {
	const point = ristretto255_hasher.deriveToCurve?.(expand_message_xmd(input, TAG, 64, sha512));
	if (point === void 0) throw new Error("the group library maps no bytes to the group");
	return point;
}
/** P of §6.1; `undefined` if it is the identity. */
function stampInput(sitting, contest, ballotKey) {
	const point = hashToGroup(concat(...[
		utf8("piaojue/v1/stamp"),
		sitting,
		contest,
		ballotKey
	].map(lengthPrefixed)));
	return isIdentity(point) ? void 0 : point;
}
// src/trust/evaluation.ts
/** "OPRFV1-" ‖ I2OSP(mode, 1) ‖ "-" ‖ identifier, of RFC 9497 §3.1. */
var CONTEXT = "OPRFV1--ristretto255-SHA512";
/** I2OSP(length, 2) ‖ bytes. */
function sized(bytes) {
	return concat(twoBytes(bytes.length), bytes);
}
function twoBytes(number) {
	return Uint8Array.of(number >> 8, number & 255);
}
/** HashToScalar over what was said, in order: each with its length, and last the word for what it is. */
function hashToScalar(said, word) {
	const wide = expand_message_xmd(concat(...said, utf8(word)), utf8(`HashToScalar-${CONTEXT}`), 64, sha512);
	return scalarFromWide(wide);
}
/** Whether the proof c ‖ s holds: all were evaluated with the logarithm of `key`. */
function isProved(key, evaluations, proof) {
	if (proof.length !== 64) return false;
	const [c, s] = [decodeScalar(proof.slice(0, 32)), decodeScalar(proof.slice(32))];
	if (c === void 0 || s === void 0) return false;
	const spokenKey = sized(encodePoint(key));
	const seed = sized(sha512(concat(spokenKey, sized(utf8(`Seed-${CONTEXT}`)))));
	const weights = evaluations.map(({ blinded, evaluated }, at) => hashToScalar([
		seed,
		twoBytes(at),
		sized(encodePoint(blinded)),
		sized(encodePoint(evaluated))
	], "Composite"));
	const weighed = (which) => sum(evaluations.map((one, at) => times(weights[at] ?? 0n, one[which])));
	const [m, z] = [weighed("blinded"), weighed("evaluated")];
	const commitment = (base, image) => times(s, base).add(times(c, image));
	return hashToScalar([spokenKey, ...[
		m,
		z,
		commitment(G, key),
		commitment(m, z)
	].map((point) => sized(encodePoint(point)))], "Challenge") === c;
}
// src/crypto/stamp.ts
/** Why there is no stamp. */
var StampError = class extends Error {
	check;
	name = "StampError";
	constructor(check) {
		super(`the stamp: ${check}`);
		this.check = check;
	}
};
/** r = HS("stamp-blind", entropy₁, entropy₂, P) and [r]P. */
function blindKey({ sitting, contest, ballotKey }, entropy1, entropy2) {
	const input = stampInput(sitting, contest, ballotKey);
	if (input === void 0) throw new StampError("input");
	const r = hashToScalar$1("stamp-blind", entropy1, entropy2, encodePoint(input));
	if (r === 0n) throw new StampError("blind");
	return {
		blind: encodeScalar(r),
		blinded: encodePoint(secretTimes(r, input))
	};
}
/** N = [1/r]evaluated, once the server's proof holds for this contest's stamp key and this request. */
function unblind({ sitting, contest, ballotKey }, blind, stampKey, evaluation) {
	const input = stampInput(sitting, contest, ballotKey);
	if (input === void 0) throw new StampError("input");
	const r = decodeScalar(blind);
	if (r === void 0 || r === 0n) throw new StampError("blind");
	const key = decodeElement(stampKey);
	if (key === void 0) throw new StampError("key");
	const evaluated = decodeElement(evaluation.evaluated);
	if (evaluated === void 0) throw new StampError("evaluated");
	if (!isProved(key, [{
		blinded: secretTimes(r, input),
		evaluated
	}], evaluation.proof)) throw new StampError("proof");
	const stamp = secretTimes(invert(r), evaluated);
	if (isIdentity(stamp)) throw new StampError("evaluated");
	return encodePoint(stamp);
}
// src/device/state.ts
/** The newest ballot with a receipt. */
function receipted(state) {
	return [state.cast, state.former].find((cast) => cast?.receipt !== void 0);
}
/** The newest ballot, if it has no answer for good. */
function pendingCast({ cast }) {
	return cast !== void 0 && cast.receipt === void 0 && cast.refused === void 0 && cast.found === void 0 ? cast : void 0;
}
function isPendingVote({ place, refused }) {
	return place === void 0 && refused === void 0;
}
/** Whether something of this deputy's is on its way, so that the device must go on. */
function hasBusiness({ contests, votes }) {
	const waits = ({ cast, lost }) => cast !== void 0 && cast.found === void 0 && lost === void 0;
	const mayBeThere = (contest) => (pendingCast(contest) ?? receipted(contest)) !== void 0 || maybeBoxed(contest);
	return contests.some((contest) => waits(contest) && mayBeThere(contest)) || votes.some(isPendingVote);
}
/** Whether the newest ballot was refused because voting had ended, and an attempt before that one may have been taken: the log will say. */
function maybeBoxed({ cast }) {
	return cast?.refused?.isUnsure === true && (cast.refused.code === "contest-not-open" || cast.refused.code === "contest-over");
}
// src/device/indexed-db.ts
/** The browser keeps nothing: private mode, no room, or what is there is of another version. */
var StoreError = class extends Error {
	name = "StoreError";
};
var DEVICES = "devices";
var FILES = "files";
function done(request) {
	return new Promise((resolve, reject) => {
		request.addEventListener("success", () => {
			resolve(request.result);
		});
		request.addEventListener("error", () => {
			reject(new StoreError(request.error?.message ?? "a request failed"));
		});
	});
}
function hasField(value, name) {
	return typeof value === "object" && value !== null && name in value;
}
/** Nobody but this page writes the database; the version says which layout it wrote. */
function isState(value) {
	return hasField(value, "version") && value.version === 1;
}
function isFile(value) {
	return hasField(value, "name") && hasField(value, "text");
}
/** Opens it, and asks the browser not to throw it away. */
async function openStore(sitting) {
	const opening = indexedDB.open(`piaojue-${hex(sitting)}`, 1);
	opening.addEventListener("upgradeneeded", () => {
		opening.result.createObjectStore(DEVICES);
		opening.result.createObjectStore(FILES);
	});
	const database = await done(opening);
	await navigator.storage.persist().catch(() => false);
	const write = (name, key, value) => new Promise((resolve, reject) => {
		const transaction = database.transaction(name, "readwrite", { durability: "strict" });
		transaction.addEventListener("complete", () => {
			resolve();
		});
		transaction.addEventListener("abort", () => {
			reject(new StoreError(transaction.error?.message ?? "it could not be written"));
		});
		transaction.objectStore(name).put(value, key);
	});
	return {
		load: async () => {
			const states = await done(database.transaction(DEVICES).objectStore(DEVICES).getAll());
			if (!states.every(isState)) throw new StoreError("written by another version of this page");
			return states;
		},
		save: (state) => write(DEVICES, String(state.deputy), state),
		keep: (deputy, file) => write(FILES, `${deputy}/${file.name}`, file),
		files: async (deputy) => {
			const theirs = IDBKeyRange.bound(`${deputy}/`, `${deputy}0`, false, true);
			return (await done(database.transaction(FILES).objectStore(FILES).getAll(theirs))).filter(isFile);
		}
	};
}
// src/device/sentences.ts
var TEXTS = {
	"not-ready": ["还没有连上服务器，请稍候再试", "not connected yet; try again in a moment"],
	"roll-missing": ["代表名册还没有确定，请稍候", "the roll is not fixed yet; please wait"],
	"card-of-other-sitting": ["这张卡不是本次会议的", "this card is of another sitting"],
	"card-unreadable": ["这不是代表卡，请重试", "this is no deputy's card; try again"],
	"card-typo": ["代码有误，请对照卡片检查", "the code has a mistake; compare it with the card"],
	"deputy-unknown": ["名册中没有这个编号", "the roll has no such number"],
	"card-unknown": ["这张卡不在名册中，请告诉工作人员", "the roll does not have this card; tell the staff"],
	"someone-in": ["已有代表在本机签到，请先交还平板", "a deputy is signed in here; hand the tablet back first"],
	"signed-in-elsewhere": ["您已在另一台设备上签到，请告诉工作人员", "you are signed in on another device; tell the staff"],
	"issued-elsewhere": ["您的票已发到另一台设备，不能再发，请告诉工作人员", "your ballot was issued to another device; there is no second one; tell the staff"],
	"voted-elsewhere": ["日志中有一张以您的名义投出、但不是本机投出的票，请立即告诉工作人员", "the log has a vote in your name that this device did not cast; tell the staff at once"],
	"no-ballot": ["本机没有这张票", "this device has no such ballot"],
	"cast-already": ["一票投出后不能更改", "a ballot once cast is final"],
	"no-changes-left": ["改票次数已用完，最后一张票有效", "no more changes; the last ballot counts"],
	pending: ["上一次投票还没有收到答复", "the vote before it has no answer yet"],
	"answer-unfit": ["服务器的回复不符合规范，请告诉工作人员", "the server's answer breaks the protocol; tell the staff"],
	"not-believed": ["服务器出示的内容不可信，本机停止投票，请告诉工作人员", "what the server shows is not believed; this device stops; tell the staff"],
	"stamp-bad": ["票上的章无效，请告诉工作人员", "the ballot's stamp is not valid; tell the staff"],
	choices: ["选择不符合规则", "the choices break a rule"],
	"could-not-encrypt": ["本机加密失败，请再试一次", "this device could not encrypt; try again"],
	"storage-failed": ["本机存储出错，请告诉工作人员", "this device cannot keep its state; tell the staff"],
	"check-not-recorded": ["核对记录没有写入日志，不影响核对结果", "the check was not recorded in the log; the check itself is good"],
	missing: ["您的票有回执，但不在票箱记录中。请告诉总监票人，证据已存在本机", "your ballot has a receipt but is not in the opened box; tell the chief scrutineer; the proof is kept here"],
	unknown: ["本机出错，请告诉工作人员", "something went wrong on this device; tell the staff"]
};
function say$1(code, detail = "") {
	const [zh, en] = TEXTS[code];
	return {
		zh,
		en,
		code: detail === "" ? code : `${code}: ${detail}`
	};
}
function problem(code, detail = "") {
	return new DeviceProblem(say$1(code, detail));
}
/** A sentence for any error; the detail is in the code, for those who help. */
function sentenceOf$1(error) {
	if (error instanceof DeviceProblem) return error.sentence;
	if (error instanceof ServerRefusal) return {
		zh: error.zh,
		en: error.en,
		code: error.code
	};
	if (error instanceof CardError) return cardSentence(error);
	if (error instanceof TrustError) return say$1("not-believed", error.message);
	if (error instanceof NetError) return say$1(error.isBroken ? "answer-unfit" : "not-ready", error.message);
	if (error instanceof StampError) return say$1("stamp-bad", error.check);
	if (error instanceof StoreError) return say$1("storage-failed", error.message);
	if (error instanceof ChoiceError) return say$1("choices", error.message);
	if (error instanceof WorkerError) return workerSentence(error);
	return say$1("unknown", error instanceof Error ? error.message : "");
}
function cardSentence({ check }) {
	if (check === "wrong_sitting") return say$1("card-of-other-sitting", check);
	return say$1(check === "letter" || check === "length" || check === "check" ? "card-typo" : "card-unreadable", check);
}
function workerSentence({ reason, message }) {
	if (reason === "ChoiceError") return say$1("choices", message);
	return say$1(reason === "NotPreparedError" ? "no-ballot" : "could-not-encrypt", reason);
}
var DIGEST_QUORUM_MAX = 1;
function upTo(most, item) {
	const items = list$2(item);
	return (value, path) => {
		const read = items(value, path);
		if (read.length > most) throw new FormError(path, `more than ${most}`);
		return read;
	};
}
var optional = (item) => upTo(1, item);
var boxed = object({
	contest: bytes32,
	code: bytes32,
	ballot: bytes32
});
/** A receipt of the box (§10.2). */
var boxReceipt = object({
	boxed,
	sig: bytes64
});
var placed = object({
	index: int,
	leaf: bytes32
});
var refused = object({
	act: bytes32,
	code: text$1,
	what: text$1
});
var stage = oneOf("open", "held", "ended", "opening", "opened", "closed", "declared", "voided");
var contestDigest = object({
	contest: int,
	stage: optional(stage),
	definition: bytes32,
	rules: bytes32,
	opened: upTo(2, bytes32),
	issued: optional(bytes32),
	paper: optional(bytes32),
	vote: optional(bytes32),
	slip: bool,
	ballots: upTo(2, int)
});
var digest = object({
	size: int,
	sitting: bytes32,
	roll: optional(bytes32),
	checked_in: optional(bytes32),
	contests: list$2(contestDigest),
	sealed: bool,
	quorum: upTo(DIGEST_QUORUM_MAX, anyString)
});
var fetchedEntry = object({
	index: int,
	line: anyString,
	proof: list$2(bytes32)
});
var sig = object({
	by: signer,
	sig: bytes64
});
var status$1 = object({
	contests: list$2(object({
		contest: int,
		boxed: int,
		next_stamp_key: optional(bytes32)
	})),
	connections: int,
	proposals: list$2(object({
		hash: bytes32,
		body: anyString,
		sigs: list$2(sig),
		missing: list$2(signer)
	})),
	witnesses: list$2(object({
		size: optional(int),
		age: optional(int),
		problem: optional(text$1)
	}))
});
/** Every message of the server. */
var serverMessage = tagged("type", {
	accepted: {
		id: int,
		placed,
		sig: bytes64
	},
	boxed: {
		id: int,
		receipt: boxReceipt
	},
	proposed: {
		id: int,
		proposal: bytes32,
		missing: list$2(signer)
	},
	refused: {
		id: int,
		refused,
		zh: text$1,
		en: text$1,
		sig: bytes64
	},
	entries: {
		from: int,
		lines: list$2(anyString)
	},
	status: { status: status$1 },
	digest: { digest },
	fetched: {
		id: int,
		entries: list$2(fetchedEntry),
		checkpoint: anyString
	},
	checkpoint: { note: anyString },
	cosigned: {
		id: int,
		have: int,
		quorum: int,
		problem: optional(text$1)
	},
	problem: {
		problem: text$1,
		zh: text$1,
		en: text$1
	}
});
/** Throws [`JsonError`] or [`FormError`] unless the frame is a message in its one encoding. */
function readMessage(frame) {
	return serverMessage(parseJson(frame), []);
}
function actJson({ sigs, body, parts }) {
	return toJson({
		sigs: sigs.map(({ by, sig: bytes }) => ({
			by,
			sig: base64Url(bytes)
		})),
		body,
		parts: parts.map(base64Url)
	});
}
/** The encoding of an act: what its hash in a receipt covers. */
function encodeAct(act) {
	return encodeJson(actJson(act));
}
function boxedJson({ contest, code, ballot }) {
	return toJson({
		contest: base64Url(contest),
		code: base64Url(code),
		ballot: base64Url(ballot)
	});
}
/** The encoding of what a box receipt signs. */
function encodeBoxed(of) {
	return encodeJson(boxedJson(of));
}
/** The encoding of what an `accepted` signs. */
function encodePlaced({ index, leaf }) {
	return encodeJson(toJson({
		index,
		leaf: base64Url(leaf)
	}));
}
/** The encoding of what a `refused` signs. */
function encodeRefused({ act, code, what }) {
	return encodeJson(toJson({
		act: base64Url(act),
		code,
		what
	}));
}
function submitMessage(id, act) {
	return encodeJson(/* @__PURE__ */ new Map([
		["type", "submit"],
		["id", id],
		["act", actJson(act)]
	]));
}
function recoverMessage(id, act, receipt) {
	const receiptJson = /* @__PURE__ */ new Map([["boxed", boxedJson(receipt.boxed)], ["sig", base64Url(receipt.sig)]]);
	return encodeJson(/* @__PURE__ */ new Map([
		["type", "recover"],
		["id", id],
		["act", actJson(act)],
		["receipt", receiptJson]
	]));
}
function watchMessage(deputy) {
	return encodeJson(toJson({
		type: "watch",
		deputy
	}));
}
function fetchMessage(id, leaves) {
	return encodeJson(toJson({
		type: "fetch",
		id,
		leaves: leaves.map(base64Url)
	}));
}
// src/net/answer.ts
/** H("body", body): what answers and proposals call an act. */
function actHash(act) {
	return hash("body", utf8(act.body));
}
/** H("boxed", encoding of the act): what a receipt calls it, and what a change replaces. */
function ballotHash(act) {
	return hash("boxed", utf8(encodeAct(act)));
}
function check({ server, fingerprint }, purpose, encoding, sig) {
	const verdict = verdictOn(server, signedBytes(purpose, fingerprint, utf8(encoding)), sig);
	if (verdict !== "accept") throw new NetError("answer-signature", verdict);
}
/** Throws [`NetError`] unless the message is this server's answer to this act. */
function checkAnswer(message, act, answerer) {
	switch (message.type) {
		case "accepted":
			check(answerer, "answer", encodePlaced(message.placed), message.sig);
			return {
				is: "accepted",
				...message.placed
			};
		case "boxed":
			if (!equal(message.receipt.boxed.ballot, ballotHash(act))) throw new NetError("other-act", "a receipt");
			check(answerer, "box-receipt", encodeBoxed(message.receipt.boxed), message.receipt.sig);
			return {
				is: "boxed",
				receipt: message.receipt
			};
		case "proposed":
			if (!equal(message.proposal, actHash(act))) throw new NetError("other-act", "a proposal");
			return { is: "proposed" };
		case "refused": {
			const { refused, zh, en, sig } = message;
			if (!equal(refused.act, actHash(act))) throw new NetError("other-act", "a refusal");
			check(answerer, "answer", encodeRefused(refused), sig);
			return {
				is: "refused",
				refusal: new ServerRefusal(refused.code, refused.what, zh, en)
			};
		}
		default: throw new NetError("unexpected", message.type);
	}
}
// src/device/acts.ts
function signed(body, { signer, secret, sitting }, purpose = "act", parts = []) {
	return {
		sigs: [{
			by: signer,
			sig: sign(secret, purpose, sitting, utf8(body))
		}],
		body,
		parts
	};
}
function bodyOf(fields) {
	return encodeJson(toJson(fields));
}
function checkInAct(deputy, deviceKey, by) {
	return signed(bodyOf({
		kind: "checked_in",
		deputy,
		device_key: base64Url(deviceKey),
		means: "card"
	}), {
		...by,
		signer: `card-${deputy}`
	});
}
/** The request for a ballot: these bytes are stored, with their signature, before they are sent. */
function requestBody(contest, deputy, blinded) {
	return bodyOf({
		kind: "ballot_requested",
		contest: base64Url(contest),
		deputy,
		blinded: base64Url(blinded)
	});
}
/** `replaces`: the hash of the ballot in the box, or zeros. */
function castAct(contest, ballotKey, stamp, replaces, { ballot, nonce }, by) {
	const isInline = ballot.length <= INLINE_BYTES_MAX;
	const payload = isInline ? { inline: base64Url(ballot) } : { blob: {
		sha256: base64Url(sha256(ballot)),
		length: ballot.length
	} };
	return signed(bodyOf({
		kind: "ballot_cast",
		contest: base64Url(contest),
		ballot_key: base64Url(ballotKey),
		stamp: base64Url(stamp),
		nonce: base64Url(nonce),
		replaces: base64Url(replaces),
		ballot: payload
	}), {
		...by,
		signer: "ballot"
	}, "ballot", isInline ? [] : partsOf$1(ballot));
}
function partsOf$1(bytes) {
	const whole = bytes.length - bytes.length % PART_BYTES;
	const last = bytes.slice(whole);
	return [...chunks(bytes.slice(0, whole), PART_BYTES), ...last.length > 0 ? [concat(last)] : []];
}
function slipAct(contest, deputy, by) {
	return signed(bodyOf({
		kind: "ballot_returned",
		contest: base64Url(contest),
		deputy
	}), {
		...by,
		signer: `deputy-${deputy}`
	});
}
function voteAct(contest, deputy, choices, replaces, by) {
	return signed(bodyOf({
		kind: "vote_cast",
		contest: base64Url(contest),
		deputy,
		choices,
		replaces: base64Url(replaces)
	}), {
		...by,
		signer: `deputy-${deputy}`
	});
}
/** Anyone can recompute it, so it has no signature of ours; the server signs it. */
function challengeAct(contest, { com, seed, choices, code }) {
	const [contestText, comText, seedText, choicesText, codeText] = [
		contest,
		com,
		seed,
		choices,
		code
	].map(base64Url);
	return {
		sigs: [],
		body: bodyOf({
			kind: "ballot_challenged",
			contest: contestText,
			com: comText,
			seed: seedText,
			choices: choicesText,
			code: codeText
		}),
		parts: []
	};
}
// src/net/connection.ts
/** All in milliseconds. */
var OPEN_TIMEOUT = 1e4;
var ANSWER_TIMEOUT = 3e4;
/** A page cannot ping: after so much silence it asks for the digest again. */
var ASK_AFTER = 3e4;
var SILENCE_MAX = 75e3;
/** In bytes; where even the letters are too many they are not counted. */
function isTooLong(frame) {
	return frame.length > 262144 || utf8(frame).length > 262144;
}
var Connection = class Connection {
	socket;
	onDigest;
	onEnd;
	waiting = /* @__PURE__ */ new Map();
	nextId = 1;
	watched;
	heard = Date.now();
	alive;
	ended;
	constructor(socket, onDigest, onEnd) {
		this.socket = socket;
		this.onDigest = onDigest;
		this.onEnd = onEnd;
		socket.addEventListener("message", ({ data }) => this.read(data));
		socket.addEventListener("close", () => this.end(new NetError("closed", "the connection was closed")));
		this.alive = setInterval(() => {
			this.check();
		}, 5e3);
	}
	/** A fresh connection. `onEnd` is called once, when it is lost or closed. */
	static async open(openSocket, server, onDigest = () => void 0, onEnd = () => void 0) {
		const socket = openSocket(`${server.replace(/^http/, "ws")}/ws`);
		await new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				socket.close();
				reject(new NetError("timed-out", "connecting"));
			}, OPEN_TIMEOUT);
			socket.addEventListener("open", () => {
				clearTimeout(timer);
				resolve();
			});
			const failed = () => {
				clearTimeout(timer);
				reject(new NetError("closed", "no connection"));
			};
			socket.addEventListener("error", failed);
			socket.addEventListener("close", failed);
		});
		return new Connection(socket, onDigest, onEnd);
	}
	/** The answer to an act; nothing of it is verified. */
	submit(act) {
		return this.ask((id) => submitMessage(id, act));
	}
	/** Brings back a ballot that the box gave a receipt for. */
	recover(act, receipt) {
		return this.ask((id) => recoverMessage(id, act, receipt));
	}
	/** Entries by leaf hash, at most 16; nothing of it is verified. */
	async fetch(leaves) {
		const answer = await this.ask((id) => fetchMessage(id, leaves));
		if (answer.type !== "fetched") throw new NetError("unexpected", answer.type);
		return answer;
	}
	/** From now on digests of this deputy come, whenever they change. */
	watch(deputy) {
		this.watched = deputy;
		this.send(watchMessage(deputy));
	}
	close() {
		this.end(new NetError("closed", "closed here"));
	}
	ask(message) {
		const id = this.nextId;
		this.nextId += 1;
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.waiting.delete(id);
				reject(new NetError("timed-out", "an answer"));
			}, ANSWER_TIMEOUT);
			const done = (then) => (value) => {
				clearTimeout(timer);
				then(value);
			};
			this.waiting.set(id, {
				resolve: done(resolve),
				reject: done(reject)
			});
			try {
				this.send(message(id));
			} catch (error) {
				this.waiting.get(id)?.reject(error instanceof NetError ? error : new NetError("closed", "sending"));
				this.waiting.delete(id);
			}
		});
	}
	send(frame) {
		if (this.ended !== void 0) throw this.ended;
		if (isTooLong(frame)) throw new NetError("too-long", "a frame of ours");
		this.socket.send(frame);
	}
	read(frame) {
		this.heard = Date.now();
		if (this.ended !== void 0) return;
		if (typeof frame !== "string") {
			this.end(new NetError("malformed", "a frame"));
			return;
		}
		if (isTooLong(frame)) {
			this.end(new NetError("too-long", "a frame"));
			return;
		}
		try {
			this.take(readMessage(frame));
		} catch (error) {
			if (!(error instanceof JsonError || error instanceof FormError)) throw error;
			this.end(new NetError("malformed", error.message));
		}
	}
	take(message) {
		switch (message.type) {
			case "digest":
				this.onDigest(message.digest);
				return;
			case "problem":
				this.end(new NetError("problem", message.problem));
				return;
			case "entries":
			case "status":
			case "checkpoint":
				this.end(new NetError("unexpected", message.type));
				return;
			default: {
				const waiting = this.waiting.get(message.id);
				this.waiting.delete(message.id);
				waiting?.resolve(message);
			}
		}
	}
	check() {
		const silence = Date.now() - this.heard;
		if (silence > SILENCE_MAX) this.end(new NetError("timed-out", "a sign of life"));
		else if (silence > ASK_AFTER && this.watched !== void 0 && this.ended === void 0) this.send(watchMessage(this.watched));
	}
	end(error) {
		if (this.ended !== void 0) return;
		this.ended = error;
		clearInterval(this.alive);
		for (const { reject } of this.waiting.values()) reject(error);
		this.waiting.clear();
		this.socket.close();
		this.onEnd(error);
	}
};
// src/device/persist.ts
/** How often one that waits for witnesses looks again. Milliseconds. */
var WITNESSES_WAIT = 1e3;
/** One fresh connection, one message, one answer: nothing else ever goes over it, so it joins the act to no deputy. */
async function sendOnce({ openSocket, configuration }, answerer, act, receipt, sending = () => void 0) {
	const link = await Connection.open(openSocket, configuration.server);
	try {
		sending();
		return checkAnswer(await (receipt === void 0 ? link.submit(act) : link.recover(act, receipt)), act, answerer);
	} finally {
		link.close();
	}
}
/** `undefined` if `signal` ended it before there was an answer for good. Waits for ever. */
async function persist(parts, answerer, sent, signal) {
	const backoff = new Backoff();
	let attempt = 1;
	let isUnsure = sent.isResumed;
	while (!signal.aborted) {
		if (!sent.mayTry()) {
			sent.delayed(attempt, "witnesses");
			await pause(WITNESSES_WAIT, signal);
			continue;
		}
		const sending = { begun: false };
		const trouble = await tried(parts, answerer, sent, () => {
			sending.begun = true;
		});
		if (typeof trouble !== "string") return {
			answer: trouble,
			isUnsure
		};
		if (trouble === "network" && sending.begun) isUnsure = true;
		attempt += 1;
		sent.delayed(attempt, trouble);
		await pause(backoff.nextWait(), signal);
	}
}
async function tried(parts, answerer, { act, receipt }, sending) {
	try {
		const answer = await sendOnce(parts, answerer, act, receipt, sending);
		return answer.is === "refused" && answer.refusal.mayRetry ? troubleOf(answer.refusal.code) : answer;
	} catch (error) {
		if (error instanceof NetError) return "network";
		throw error;
	}
}
function troubleOf(code) {
	if (code === "contest-held") return "held";
	return code === "not-witnessed" || code === "witnesses-missing" ? "witnesses" : "busy";
}
// src/device/casts.ts
var Casts = class {
	session;
	running = /* @__PURE__ */ new Set();
	delays = /* @__PURE__ */ new Map();
	/** Votes that the server has, by contest: the leaf, where it said so. They are not sent again. */
	placed = /* @__PURE__ */ new Map();
	/** Contests whose ballot was made in this page and never sent. */
	fresh = /* @__PURE__ */ new Set();
	constructor(session) {
		this.session = session;
	}
	view(number) {
		return this.delays.get(number);
	}
	/** From pressing the button on, before anything is stored: neither 投出 nor 没有投出 may be said. */
	pressed(number) {
		this.fresh.add(number);
		this.show(number);
	}
	show(number) {
		this.delays.set(number, {
			attempt: 1,
			trouble: null
		});
		this.session.changed();
	}
	/** It could not be stored: nothing was sent. */
	released(number) {
		this.fresh.delete(number);
		this.delays.delete(number);
		this.session.changed();
	}
	placedLeaves(number) {
		const leaf = this.placed.get(number);
		return leaf === void 0 ? [] : [leaf];
	}
	/** The vote was found in the log. */
	seen(number) {
		this.placed.delete(number);
	}
	/** Sends the ballot that was stored and has no answer. */
	startCast(number) {
		const state = this.session.holder.contest(number);
		const cast = state === void 0 ? void 0 : pendingCast(state);
		if (state === void 0 || cast?.act === void 0) return;
		this.run(`cast ${number}`, number, {
			act: cast.act,
			receipt: void 0,
			isResumed: !this.fresh.delete(number)
		}, (settled) => this.keepCast(state, settled));
	}
	/** Brings back a receipted ballot that the box may have lost. */
	startRecovery(number) {
		const state = this.session.holder.contest(number);
		const cast = state === void 0 ? void 0 : receipted(state);
		if (cast?.act === void 0 || cast.receipt === void 0 || cast.found !== void 0) return;
		this.run(`recover ${number}`, void 0, {
			act: cast.act,
			receipt: cast.receipt,
			isResumed: true
		}, ({ answer }) => {
			this.session.mayBeLost.delete(number);
			if (answer.is === "refused" && ![
				"contest-not-open",
				"contest-over",
				"recast-refused"
			].includes(answer.refusal.code)) this.session.notice = sentenceOf$1(answer.refusal);
			return Promise.resolve();
		});
	}
	/** Sends the named vote that was signed and has no answer. */
	startVote(number) {
		const vote = this.session.holder.votes(number).find(isPendingVote);
		if (vote === void 0 || this.placed.has(number)) return;
		const act = {
			sigs: [{
				by: `deputy-${this.session.deputy}`,
				sig: vote.sig
			}],
			body: vote.body,
			parts: []
		};
		this.run(`vote ${number}`, number, {
			act,
			receipt: void 0,
			isResumed: true
		}, async ({ answer }) => {
			if (answer.is === "accepted") this.placed.set(number, answer.leaf);
			else if (answer.is === "refused" && answer.refusal.code === "body-repeated") this.placed.set(number, void 0);
			else if (answer.is === "refused") {
				const { code, zh, en } = answer.refusal;
				await this.session.holder.changeVotes((votes) => votes.map((one) => one === vote ? {
					...one,
					refused: {
						code,
						zh,
						en
					}
				} : one));
			} else this.unfit(`vote ${number}`);
		});
	}
	run(step, shown, sent, keep) {
		const { session } = this;
		if (this.running.has(step) || session.givenUp.has(step)) return;
		this.running.add(step);
		if (shown !== void 0) this.show(shown);
		this.finish(shown, sent, keep).catch((error) => session.failed(error)).finally(() => {
			this.running.delete(step);
			session.watch.poke();
			session.changed();
		});
	}
	async finish(shown, sent, keep) {
		const { session } = this;
		await session.holder.durable();
		const settled = await persist(session.parts, session.watch.believed.sitting, {
			...sent,
			mayTry: () => shown === void 0 || (session.watch.fresh?.mayCast(shown) ?? false),
			delayed: (attempt, trouble) => {
				if (shown !== void 0) this.delays.set(shown, {
					attempt,
					trouble
				});
				session.changed();
			}
		}, session.watch.signal);
		if (settled === void 0) return;
		await keep(settled);
		if (shown !== void 0) this.delays.delete(shown);
	}
	async keepCast({ number, contest, cast }, { answer, isUnsure }) {
		const { holder } = this.session;
		if (answer.is === "refused") {
			const { code, zh, en } = answer.refusal;
			await holder.changeContest(number, (one) => one.cast === void 0 ? one : {
				...one,
				cast: {
					...one.cast,
					refused: {
						code,
						zh,
						en,
						isUnsure
					}
				}
			});
			return;
		}
		if (answer.is !== "boxed") {
			this.unfit(`cast ${number}`);
			return;
		}
		const { receipt } = answer;
		if (!equal(receipt.boxed.contest, contest) || cast === void 0 || !equal(receipt.boxed.code, cast.code)) throw new TrustError("other-entry", "a receipt of another ballot");
		await holder.changeContest(number, (one) => {
			if (one.cast === void 0) return one;
			const changes = one.former === void 0 ? one.changes : one.changes + 1;
			return {
				...one,
				cast: {
					...one.cast,
					receipt
				},
				former: void 0,
				changes
			};
		});
	}
	unfit(step) {
		this.session.givenUp.add(step);
		this.session.notice = say$1("answer-unfit", step);
	}
};
// src/device/contest-steps.ts
async function contestSteps(session, link, digest, isIn) {
	const { contest: number } = digest;
	const [stage] = digest.stage;
	const [opened] = digest.opened;
	if (opened === void 0) return;
	const admits = stage === "open" || stage === "held";
	if (stage !== void 0 && !admits) session.watch.fresh?.end(number);
	const [paper] = digest.paper;
	if (admits && isIn || session.knows(number) || paper !== void 0 && isIn) {
		const contest = await believed(session, link, number, opened);
		if (contest === void 0 || contest.definition.profile.secrecy === "hands") return;
		if (contest.definition.profile.secrecy === "named") {
			await named(session, link, contest, digest);
			return;
		}
		if (paper !== void 0) {
			await hasPaper(session, link, contest, paper);
			return;
		}
		if (stage === "open" && isIn) await attempt(session, `draw ${number}`, () => draw(session, link, contest, digest));
		if (admits) session.casts.startCast(number);
	}
	if (stage === "ended") {
		session.casts.startCast(number);
		await slip(session, link, number);
	}
	const [boxOpened, ballots] = digest.ballots;
	if (boxOpened !== void 0 && ballots !== void 0) await find(session, link, number, boxOpened, ballots);
}
async function attempt(session, step, work) {
	if (session.givenUp.has(step)) return;
	try {
		await work();
	} catch (error) {
		session.stepFailed(step, error);
	}
}
/** The opening at this leaf, with both roles' signatures, and the entries that it names. */
async function believed(session, link, number, leaf) {
	const known = session.open.get(number);
	if (known !== void 0) return known;
	const { watch } = session;
	const { sitting } = watch.believed;
	try {
		const opened = await watch.entry(link, leaf);
		const opening = believeOpening(sitting, opened);
		if (opening.contest !== number) throw new TrustError("opening", "contest");
		const [keys] = opening.keys;
		const contest = believeContest(sitting, opened, {
			definition: await watch.entry(link, opening.definition),
			rules: await watch.entry(link, opening.rules),
			roll: await watch.entry(link, opening.roll),
			key: keys === void 0 ? void 0 : await watch.entry(link, keys.key)
		});
		session.open.set(number, contest);
		session.unwitnessed.delete(number);
		if (contest.keys !== void 0) session.parts.ballots.warm(contest.keys.publicKey).catch(() => void 0);
		return contest;
	} catch (error) {
		if (error instanceof TrustError && error.code === "not-witnessed") session.unwitnessed.add(number);
		session.stepFailed(`believe ${number}`, error);
		return;
	}
}
/** Draws the ballot. There is one ballot key for a contest, whatever happens in between. */
async function draw(session, link, contest, digest) {
	const { number } = contest;
	const [issued] = digest.issued;
	if (session.holder.contest(number) === void 0) {
		if (issued !== void 0) throw problem("issued-elsewhere");
		const fresh = requestOf(session, contest);
		await session.holder.change((state) => ({
			...state,
			contests: [...state.contests, fresh]
		}));
	}
	const state = session.holder.contest(number);
	if (state === void 0 || state.stamp !== void 0) return;
	const leaf = issued ?? await requested(session, link, state);
	if (leaf !== void 0) await takeStamp(session, link, contest, state, leaf);
}
/** The leaf of the answer; `undefined` where the contest ended meanwhile. */
async function requested(session, link, state) {
	const act = {
		sigs: [{
			by: `deputy-${session.deputy}`,
			sig: state.requestSig
		}],
		body: state.request,
		parts: []
	};
	const answer = checkAnswer(await link.submit(act), act, session.watch.believed.sitting);
	if (answer.is === "accepted") return answer.leaf;
	if (answer.is !== "refused") throw problem("answer-unfit", "ballot_requested");
	if (answer.refusal.code === "ballot-issued-already") throw new TrustError("not-published-yet", "the ballot");
	if (answer.refusal.code === "contest-not-open") return void 0;
	throw answer.refusal;
}
/** A fresh ballot key and the request for its stamp. */
function requestOf(session, contest) {
	const sitting = session.watch.believed.sitting.fingerprint;
	const ballotSecret = freshKey();
	const ballotKey = publicKey(ballotSecret);
	const [entropy1, entropy2] = [entropy(), entropy()];
	const { blind, blinded } = blindKey({
		sitting,
		contest: contest.hash,
		ballotKey
	}, entropy1, entropy2);
	wipe(entropy1, entropy2);
	const request = requestBody(contest.hash, session.deputy, blinded);
	const requestSig = sign(session.holder.state.deviceKey, "act", sitting, utf8(request));
	return {
		number: contest.number,
		contest: contest.hash,
		ballotKey,
		ballotSecret,
		blind,
		request,
		requestSig,
		stamp: void 0,
		cast: void 0,
		former: void 0,
		changes: 0,
		slip: false,
		codeWiped: false,
		lost: void 0
	};
}
/** Checks the server's evaluation of our blinded key and unblinds it. */
async function takeStamp(session, link, contest, state, leaf) {
	const { sitting } = session.watch.believed;
	const included = await session.watch.entry(link, leaf);
	const { request, evaluated, proof } = bodyOf$1(included, "ballot_issued");
	sitting.signedBy(included, "server");
	if (requestBody(request.contest, request.deputy, request.blinded) !== state.request) throw problem("issued-elsewhere");
	if (state.blind === void 0 || contest.keys === void 0) throw problem("no-ballot");
	const stamp = unblind({
		sitting: sitting.fingerprint,
		contest: contest.hash,
		ballotKey: state.ballotKey
	}, state.blind, contest.keys.stampKey, {
		evaluated,
		proof
	});
	await session.holder.changeContest(contest.number, (one) => ({
		...one,
		stamp,
		blind: void 0
	}));
	wipe(state.blind);
}
/** A named contest: there is nothing to draw. What was signed is sent until it stands; what stands is looked at in the log. */
async function named(session, link, contest, digest) {
	const { number } = contest;
	const leaves = [...digest.vote, ...session.casts.placedLeaves(number)];
	for (const leaf of leaves) if (!session.holder.votes(number).some(({ place }) => place !== void 0 && equal(place.leaf, leaf))) await attempt(session, `see ${number}`, () => seeVote(session, link, number, leaf));
	const [stage] = digest.stage;
	if (stage !== void 0) session.casts.startVote(number);
}
/** The entry that is said to be this deputy's vote must be, byte for byte, what was sent. */
async function seeVote(session, link, number, leaf) {
	const included = await session.watch.entry(link, leaf);
	bodyOf$1(included, "vote_cast");
	const { bodyBytes, sigs } = included.entry;
	const [sig] = sigs;
	const body = fromUtf8(bodyBytes);
	const mine = session.holder.votes(number).find((vote) => vote.body === body && sig !== void 0 && sigs.length === 1 && equal(vote.sig, sig.sig));
	if (mine === void 0) throw problem("voted-elsewhere");
	const place = {
		index: included.index,
		leaf
	};
	const { sitting } = session.watch.believed;
	const name = `vote-${number}-${included.index}`;
	await session.keep({
		name: "entry-0.json",
		text: fromUtf8(sitting.line) ?? ""
	});
	await session.keep({
		name: `${name}.entry.json`,
		text: fromUtf8(included.entry.line) ?? ""
	});
	await session.keep({
		name: `${name}.tlog-proof`,
		text: included.receipt
	});
	await session.holder.changeVotes((votes) => votes.map((vote) => vote === mine ? {
		...vote,
		place,
		refused: void 0
	} : vote));
	session.casts.seen(number);
}
/** A paper ballot was handed out, under both roles' signatures: none is asked for here. */
async function hasPaper(session, link, contest, leaf) {
	if (session.papers.has(contest.number)) return;
	await attempt(session, `paper ${contest.number}`, async () => {
		const included = await session.watch.entry(link, leaf);
		const body = bodyOf$1(included, "paper_issued");
		session.watch.believed.sitting.signedBy(included, "secretariat", "chief");
		if (!equal(body.contest, contest.hash) || !body.deputies.includes(session.deputy)) throw new TrustError("opening", "paper");
		session.papers.add(contest.number);
	});
}
/** After the end: a receipted ballot is brought back to a box that may have lost it, and the return slip goes out. */
async function slip(session, link, number) {
	const state = session.holder.contest(number);
	if (state === void 0 || receipted(state) === void 0 || state.slip) return;
	if (session.mayBeLost.has(number)) session.casts.startRecovery(number);
	await attempt(session, `slip ${number}`, async () => {
		const { sitting } = session.watch.believed;
		const act = slipAct(state.contest, session.deputy, {
			secret: session.holder.state.deviceKey,
			sitting: sitting.fingerprint
		});
		const answer = checkAnswer(await link.submit(act), act, sitting);
		const stands = answer.is === "refused" && (answer.refusal.code === "slip-twice" || answer.refusal.code === "body-repeated");
		if (answer.is === "refused" && !stands) throw answer.refusal;
		if (answer.is === "boxed" || answer.is === "proposed") throw problem("answer-unfit", "ballot_returned");
		await session.holder.changeContest(number, (one) => ({
			...one,
			slip: true
		}));
	});
}
/** Once the box is in the log: looks for the ballot, without telling which it is. */
async function find(session, link, number, boxOpened, ballots) {
	const state = session.holder.contest(number);
	if (state?.cast === void 0 || state.cast.found !== void 0 || state.lost !== void 0) return;
	const now = performance.now();
	const [random = 0] = crypto.getRandomValues(/* @__PURE__ */ new Uint32Array(1));
	const at = session.findAt.get(number) ?? now + session.parts.findSpread * random / 2 ** 32;
	session.findAt.set(number, at);
	if (at > now) {
		session.watch.pokeAfter(at - now);
		return;
	}
	await attempt(session, `find ${number}`, () => look(session, link, state, boxOpened, ballots));
}
async function look(session, link, state, boxOpened, ballots) {
	const { number, contest: hash, ballotKey, ballotSecret } = state;
	const contest = session.open.get(number);
	if (contest === void 0) throw problem("no-ballot");
	const { sitting } = session.watch.believed;
	const published = await publishedLeaves(session.parts.download, session.watch.believed);
	const { leaves, seen } = published;
	const leafAt = (index) => {
		const leaf = leaves[index];
		if (leaf === void 0) throw new TrustError("not-published-yet", "the box");
		return leaf;
	};
	const opened = await session.watch.entry(link, leafAt(boxOpened));
	const body = bodyOf$1(opened, "box_opened");
	sitting.signedBy(opened, "server");
	if (!equal(body.contest, hash) || body.ballots !== ballots) throw new TrustError("opening", "box_opened");
	const ballotBytes = contest.shape.length;
	const last = await session.watch.entry(link, leafAt(lastIndex(boxOpened, ballots, ballotBytes)));
	const box = {
		opened: boxOpened,
		ballots,
		ballotBytes,
		from: opened.entry.time,
		until: last.entry.time
	};
	for (const cast of [state.cast, state.former]) {
		if (cast?.act === void 0) continue;
		const found = await findAct(leaves, box, cast.act, ballotKey);
		if (found === void 0) continue;
		const receipt = receiptOf(published, found.index);
		checkReceipt(utf8(receipt), utf8(found.line), sitting.signatories);
		await session.keep({
			name: "entry-0.json",
			text: fromUtf8(sitting.line) ?? ""
		});
		await session.keep({
			name: `receipt-${number}.entry.json`,
			text: found.line
		});
		await session.keep({
			name: `receipt-${number}.tlog-proof`,
			text: receipt
		});
		const done = {
			...cast,
			act: void 0,
			receipt: void 0,
			code: /* @__PURE__ */ new Uint8Array(32),
			found: found.index
		};
		await session.holder.changeContest(number, (one) => ({
			...one,
			cast: done,
			former: void 0,
			ballotSecret: void 0,
			codeWiped: true
		}));
		wipe(ballotSecret);
		return;
	}
	const proof = receipted(state);
	if (proof?.receipt !== void 0 && proof.act !== void 0) {
		const receipt = `{"boxed":${encodeBoxed(proof.receipt.boxed)},"sig":"${base64Url(proof.receipt.sig)}"}`;
		const act = JSON.stringify(encodeAct(proof.act));
		const text = `{"evidence":"missing_ballot","contest":"${base64Url(hash)}","receipt":${receipt},"act":${act},"checkpoint":${JSON.stringify(seen.note)},"box_opened":${boxOpened}}`;
		await session.keep({
			name: `evidence-missing-ballot-${number}.json`,
			text
		});
		session.notice = say$1("missing");
	}
	await session.holder.changeContest(number, (one) => ({
		...one,
		lost: proof === void 0 ? "not-in-box" : "missing"
	}));
}
// src/device/desk.ts
/** All of QR's alphanumeric mode. */
function deskCode(number, deviceKey) {
	const check = hash("desk-request", number, deviceKey).slice(0, 4);
	return `PJD1.${number}.${hex(deviceKey).toUpperCase()}.${hex(check).toUpperCase()}`;
}
// src/device/holder.ts
var Holder = class {
	store;
	current;
	notes;
	saving = Promise.resolve();
	constructor(store, current, notes) {
		this.store = store;
		this.current = current;
		this.notes = notes;
	}
	get state() {
		return this.current;
	}
	contest(number) {
		return this.current.contests.find((contest) => contest.number === number);
	}
	votes(number) {
		return this.current.votes.filter((vote) => vote.number === number);
	}
	/** Resolves when all changes so far are durable; what was changed and is not must not be acted on. */
	durable() {
		return this.saving;
	}
	/** Durable when it resolves. After an error the change is in memory alone, and the caller must not act on it. */
	async change(change) {
		const notes = this.notes();
		const next = change(this.current);
		this.current = notes.length > 0 ? {
			...next,
			notes
		} : next;
		const { current, saving } = this;
		this.saving = saving.catch(() => void 0).then(() => this.store.save(current));
		await this.saving;
	}
	async changeContest(number, change) {
		await this.change((state) => ({
			...state,
			contests: state.contests.map((contest) => contest.number === number ? change(contest) : contest)
		}));
	}
	async changeVotes(change) {
		await this.change((state) => ({
			...state,
			votes: change(state.votes)
		}));
	}
};
// src/device/passing.ts
/** Whether trying again later may help, without anyone doing anything and over the same connection. */
function isPassing(error) {
	return error instanceof TrustError && error.isPending || error instanceof ServerRefusal && error.mayRetry;
}
// src/device/view.ts
var say = (zh, en) => ({
	zh,
	en
});
var NO_MARK = say("未标记", "no mark");
var [APPROVE, AGAINST, ABSTAIN] = [
	say("赞成", "for"),
	say("反对", "against"),
	say("弃权", "abstain")
];
/** Whether 弃权 is marked, and the rest of a row is 未标记 (§9.1). */
function abstainIsMarked({ options, blank_item, blank_ballot }) {
	return options.kind === "three_way" && (blank_item !== "abstain" || blank_ballot === "void");
}
/** Columns in order; the last is the rest. */
function optionsOf(profile) {
	const { options } = profile;
	switch (options.kind) {
		case "select": return [say("选", "chosen"), say("不选", "not chosen")];
		case "two_way": return [
			APPROVE,
			AGAINST,
			NO_MARK
		];
		case "three_way": return abstainIsMarked(profile) ? [
			APPROVE,
			AGAINST,
			ABSTAIN,
			NO_MARK
		] : [
			APPROVE,
			AGAINST,
			ABSTAIN
		];
		case "grades": return [...[...options.grades, ...options.others].map((grade) => say(grade, grade)), NO_MARK];
		case "ranks": return [...Array.from({ length: options.ranks }, (_, i) => say(String(i + 1), String(i + 1))), say("未排序", "no number")];
	}
}
function styleOf(profile) {
	const { options } = profile;
	switch (options.kind) {
		case "select": return { is: "select" };
		case "two_way": return {
			is: "votes",
			rest: false
		};
		case "three_way": return {
			is: "votes",
			rest: !abstainIsMarked(profile)
		};
		case "grades": return { is: "grades" };
		case "ranks": return {
			is: "ranks",
			exactly: options.each === "exactly_once"
		};
	}
}
function roundOf({ purpose }) {
	switch (purpose.kind) {
		case "run_off": return "run-off";
		case "second_round": return "second-round";
		case "again": return "again";
		default: return "first";
	}
}
function contestView(standing) {
	const { definition, open } = standing;
	const { profile } = definition;
	const bounds = choosingBounds(profile, definition.items.length);
	const items = open === void 0 ? [] : definition.items;
	return {
		contest: definition.contest,
		title: definition.title,
		code: open === void 0 ? "" : shortHash(open.hash),
		round: roundOf(definition),
		secrecy: profile.secrecy,
		style: styleOf(profile),
		limits: bounds ?? null,
		blankItem: profile.blank_item,
		blankVoid: profile.blank_ballot === "void",
		options: optionsOf(profile),
		items,
		vote: standingVote(standing.votes)?.columns ?? [],
		status: statusOf(standing)
	};
}
/** The newest vote that was seen in the log. */
function standingVote(votes) {
	return votes.filter(({ place }) => place !== void 0).at(-1);
}
function statusOf(standing) {
	const { digest, definition } = standing;
	const [stage] = digest.stage;
	if (stage === "voided") return { is: "voided" };
	switch (definition.profile.secrecy) {
		case "hands": return stage === void 0 ? { is: "not-open" } : { is: stage === "open" || stage === "held" ? "hands" : "over" };
		case "named": return namedStatus(standing);
		case "secret": return secretStatus(standing);
	}
}
function castingOf({ passing }) {
	return {
		is: "casting",
		...passing.casting ?? {
			attempt: 1,
			trouble: null
		}
	};
}
function namedStatus(standing) {
	const { digest, definition, votes, passing, open } = standing;
	const [stage] = digest.stage;
	const last = votes.at(-1);
	if (passing.casting !== void 0 || last !== void 0 && isPendingVote(last)) return castingOf(standing);
	const stands = standingVote(votes);
	if (last?.refused !== void 0) return {
		is: "refused",
		why: last.refused,
		counts: stands === void 0 ? "nothing" : "the-one-before"
	};
	if (stands?.place !== void 0) return {
		is: "voted",
		index: stands.place.index,
		mayChange: stage === "open" && definition.profile.recast === "last"
	};
	if (passing.isUnwitnessed) return { is: "unwitnessed" };
	if (stage === void 0) return { is: "not-open" };
	if (stage === "held") return { is: "held" };
	if (stage !== "open") return { is: "missed" };
	return { is: open === void 0 ? "drawing" : "ready" };
}
function secretStatus(standing) {
	const { digest, state, passing, open } = standing;
	const [stage] = digest.stage;
	if (state?.cast !== void 0 || passing.casting !== void 0) return castStatus(standing);
	if (passing.hasPaper) return { is: "paper" };
	if (passing.isUnwitnessed) return { is: "unwitnessed" };
	if (stage === void 0) return { is: "not-open" };
	if (stage === "held") return { is: "held" };
	if (stage !== "open") return { is: "missed" };
	return { is: state?.stamp === void 0 || open === void 0 ? "drawing" : "ready" };
}
/** Pressed cast. */
function castStatus(standing) {
	const { digest, definition, state, passing, open } = standing;
	if (passing.casting !== void 0 || state?.cast === void 0 || pendingCast(state) !== void 0) return castingUnlessLost(standing);
	const { cast } = state;
	if (cast.found !== void 0) return {
		is: "recorded",
		index: cast.found
	};
	if (state.lost !== void 0) return { is: state.lost };
	if (cast.refused !== void 0) return {
		is: "refused",
		why: cast.refused,
		counts: countsOf(state)
	};
	const code = state.codeWiped ? null : hex(cast.code).toUpperCase();
	if (state.slip) return {
		is: "slip-returned",
		code
	};
	const left = 7 - state.changes;
	const [stage] = digest.stage;
	return open !== void 0 && definition.profile.recast === "last" && (stage === "open" || stage === "held") && left > 0 ? {
		is: "may-change",
		code,
		left
	} : {
		is: "cast",
		code
	};
}
/** The log says what became of a ballot whose answer never came. */
function castingUnlessLost(standing) {
	const lost = standing.state?.lost;
	return lost === void 0 ? castingOf(standing) : { is: lost };
}
/** What counts after a ballot was refused: an answer before this one may have been lost, and the end came in between. */
function countsOf(state) {
	if (maybeBoxed(state)) return "unknown";
	return receipted(state) === void 0 ? "nothing" : "the-one-before";
}
/** Whether a ballot may be cast now: the first, or a change that the rules allow of one that has its receipt. */
function mayCast(state, profile) {
	if (state.stamp === void 0 || state.ballotSecret === void 0) return "no-ballot";
	if (state.cast === void 0) return "yes";
	const before = receipted(state);
	if (profile.recast !== "last" || state.slip || before === void 0 || before.found !== void 0) return "cast-already";
	if (pendingCast(state) !== void 0) return "pending";
	return state.changes >= 7 ? "no-changes-left" : "yes";
}
// src/trust/trust.ts
/** Negative: `left` is older. The larger is the newer; of one size the one with the later time of its quorum. */
function compareAge(left, right) {
	const [a, b] = [left.checkpoint.size, right.checkpoint.size];
	if (a !== b) return a < b ? -1 : 1;
	return left.time === right.time ? 0 : left.time < right.time ? -1 : 1;
}
var Trust = class {
	sitting;
	/** The newest without a quorum; of all, in a sitting without witnesses. */
	signed;
	withQuorum;
	/** `notes`: the newest that were believed before a restart. */
	constructor(sitting, notes = []) {
		this.sitting = sitting;
		for (const note of notes) this.observe(note);
	}
	/** The newest with a quorum of witnesses; none in a sitting without. */
	get quorum() {
		return this.withQuorum;
	}
	/** To be kept over a restart, and to be compared with all leaves. */
	get newest() {
		return [this.signed, this.withQuorum].filter((seen) => seen !== void 0);
	}
	/** Believes a checkpoint: signed by the log key, no contradiction to the newest. */
	observe(note) {
		const seen = this.sitting.cosigned(note);
		const newest = this.ofItsKind(seen);
		if (newest !== void 0 && seen.checkpoint.size < newest.checkpoint.size) {
			const [before, after] = [newest.checkpoint.size, seen.checkpoint.size];
			throw new TrustError("older", `size ${after} after ${before}`, [bothNotes(newest, seen)]);
		}
		this.take(seen);
		return seen;
	}
	/** The same for what may be a moment old, the published file and the digest. `undefined`: older than what was seen, no news. */
	observeLate(note) {
		const seen = this.sitting.cosigned(note);
		const newest = this.ofItsKind(seen);
		if (this.sitting.quorum > 0 && newest !== void 0 && seen.checkpoint.size < newest.checkpoint.size) return void 0;
		return this.observe(note);
	}
	/** Believes the one entry that was asked for by its leaf hash. */
	entry(leaf, fetched) {
		const { checkpoint, isQuorum } = this.observe(fetched.checkpoint);
		const [one, more] = fetched.entries;
		if (one === void 0) throw new TrustError("not-published-yet", "the entry");
		if (more !== void 0) throw new TrustError("other-entry", "more than one");
		const entry = readEntry(one.line);
		if (!equal(entry.leaf, leaf)) throw new TrustError("other-entry", "another leaf");
		const index = BigInt(one.index);
		if (index >= checkpoint.size) throw new TrustError("not-published-yet", "the entry");
		const error = inclusionError(index, checkpoint.size, leaf, one.proof, checkpoint.root);
		if (error !== void 0) throw new TrustError("inclusion", `entry ${index}: ${error}`);
		return {
			index: one.index,
			entry,
			isWitnessed: isQuorum,
			receipt: writeReceipt(one.index, one.proof, fetched.checkpoint)
		};
	}
	hasQuorum(seen) {
		return this.sitting.quorum > 0 && seen.isQuorum;
	}
	ofItsKind(seen) {
		return this.hasQuorum(seen) ? this.withQuorum : this.signed;
	}
	take(seen) {
		for (const other of this.newest) {
			const proof = twoRoots(this.sitting.line, other, seen);
			if (proof !== void 0) throw new TrustError("contradiction", `two roots of size ${seen.checkpoint.size}`, [proof]);
		}
		const newest = this.ofItsKind(seen);
		const age = newest === void 0 ? 1 : compareAge(seen, newest);
		if (age < 0 || age === 0 && newest !== void 0 && seen.have <= newest.have) return;
		if (this.hasQuorum(seen)) this.withQuorum = seen;
		else this.signed = seen;
	}
};
// src/device/fresh.ts
/** Milliseconds. */
var QUORUM_DEVICE_AGE = 6e4;
var Freshness = class {
	isAskedFor;
	now;
	newest;
	newestAt;
	over = /* @__PURE__ */ new Set();
	/** `seenBefore`: what was believed before a restart is no news. */
	constructor(isAskedFor, seenBefore, now = () => performance.now()) {
		this.isAskedFor = isAskedFor;
		this.now = now;
		this.newest = seenBefore;
	}
	/** The newest quorum that is known; counts only if it is newer than all before. */
	see(quorum) {
		if (quorum === void 0 || this.newest !== void 0 && compareAge(quorum, this.newest) <= 0) return;
		this.newest = quorum;
		this.newestAt = this.now();
	}
	/** A contest takes no more ballots: what waits goes out all the same, to learn its answer. */
	end(contest) {
		this.over.add(contest);
	}
	mayCast(contest) {
		return !this.isAskedFor || this.over.has(contest) || this.newestAt !== void 0 && this.now() - this.newestAt <= QUORUM_DEVICE_AGE;
	}
};
// src/device/watch.ts
/** After something that may pass, such as an entry that is not published yet. Milliseconds. */
var RETRY_WAIT = 700;
/** What was believed once: shared by all watches of a page. */
var Cache = class {
	sitting;
	/** Public keys of the cards, by deputy, once the roll was read. */
	cards = /* @__PURE__ */ new Map();
};
var Watch = class {
	parts;
	cache;
	deputy;
	notes;
	watcher;
	connection = { is: "connecting" };
	trust;
	fresh;
	digest;
	abort = new AbortController();
	link;
	isBusy = false;
	isAgain = false;
	retry;
	constructor(parts, cache, deputy, notes, watcher) {
		this.parts = parts;
		this.cache = cache;
		this.deputy = deputy;
		this.notes = notes;
		this.watcher = watcher;
	}
	/** Connects, and stays connected until it is ended. */
	start() {
		this.run();
	}
	hasEnded() {
		return this.abort.signal.aborted;
	}
	get signal() {
		return this.abort.signal;
	}
	end() {
		this.abort.abort();
		clearTimeout(this.retry);
		this.link?.close();
	}
	/** Does what is due. May be called at any time, any number of times. */
	poke() {
		if (this.isBusy) {
			this.isAgain = true;
			return;
		}
		this.due();
	}
	/** The digest again, for whoever thinks that it is behind. */
	ask() {
		try {
			this.link?.watch(this.deputy);
		} catch {}
	}
	pokeAfter(milliseconds) {
		clearTimeout(this.retry);
		this.retry = setTimeout(() => {
			this.poke();
		}, milliseconds);
	}
	/** The one entry with this leaf, included under a believed checkpoint. */
	async entry(link, leaf) {
		const fetched = await link.fetch([leaf]);
		return this.believed.entry(leaf, fetched);
	}
	/** Throws while entry 0 was not believed. */
	get believed() {
		if (this.trust === void 0) throw new TrustError("not-published-yet", "entry 0");
		return this.trust;
	}
	async run() {
		const backoff = new Backoff();
		while (!this.hasEnded()) {
			try {
				await this.once(() => {
					backoff.reset();
				});
			} catch (error) {
				if (!(error instanceof NetError)) {
					this.fail(error);
					return;
				}
			}
			if (this.hasEnded()) return;
			const wait = backoff.nextWait();
			this.connection = {
				is: "lost",
				wait
			};
			this.watcher.lost();
			this.watcher.changed();
			await pause(wait, this.signal);
		}
	}
	/** One connection, from its beginning to its end. */
	async once(opened) {
		let finish = () => void 0;
		const lost = new Promise((resolve) => {
			finish = resolve;
		});
		const { openSocket, configuration } = this.parts;
		const onDigest = (digest) => {
			this.digest = digest;
			this.poke();
		};
		const link = await Connection.open(openSocket, configuration.server, onDigest, () => {
			finish();
		});
		if (this.hasEnded()) {
			link.close();
			return;
		}
		opened();
		this.link = link;
		this.connection = { is: "connected" };
		link.watch(this.deputy);
		this.watcher.changed();
		await lost;
		this.link = void 0;
	}
	async due() {
		const { link, digest } = this;
		if (link === void 0 || digest === void 0 || this.hasEnded()) return;
		this.isBusy = true;
		try {
			await this.believe(link, digest);
			this.seeQuorum(digest);
			await this.watcher.steps(link, digest);
		} catch (error) {
			this.handle(error, link);
		} finally {
			this.isBusy = false;
		}
		if (this.hasEnded()) return;
		this.watcher.changed();
		if (this.isAgain) {
			this.isAgain = false;
			this.poke();
		}
	}
	handle(error, link) {
		if (error instanceof NetError) link.close();
		else if (isPassing(error)) this.pokeAfter(RETRY_WAIT);
		else this.fail(error);
	}
	fail(error) {
		this.end();
		this.watcher.failed(error);
	}
	/** Entry 0, at the leaf that the digest names, has the pinned fingerprint. */
	async believe(link, digest) {
		if (this.trust !== void 0) return;
		let { sitting } = this.cache;
		if (sitting === void 0) {
			const fetched = await link.fetch([digest.sitting]);
			const [first] = fetched.entries;
			if (first === void 0) throw new TrustError("not-published-yet", "entry 0");
			sitting = Sitting.verify(first.line, this.parts.configuration);
			new Trust(sitting, this.notes).entry(digest.sitting, fetched);
			this.cache.sitting = sitting;
		}
		const trust = new Trust(sitting, this.notes);
		this.fresh = new Freshness(sitting.quorum > 0, trust.quorum);
		this.trust = trust;
	}
	/** A newer quorum than all before keeps the device casting; an older one is no contradiction. */
	seeQuorum(digest) {
		const trust = this.believed;
		const [note] = digest.quorum;
		if (note !== void 0 && trust.quorum?.note !== note) trust.observeLate(note);
		this.fresh?.see(trust.quorum);
	}
};
// src/device/session.ts
/** Milliseconds between two looks where the log has a check-in that the digest does not show. */
var KEY_REFUSED_WAIT = 2e3;
/** After so many of them the check-in was undone. */
var KEY_REFUSED_MAX = 3;
var Session = class {
	parts;
	cache;
	entrance;
	onChange;
	evidence;
	watch;
	holder;
	casts;
	open = /* @__PURE__ */ new Map();
	unwitnessed = /* @__PURE__ */ new Set();
	papers = /* @__PURE__ */ new Set();
	/** Contests whose receipted ballot a server that stopped may have lost. */
	mayBeLost = /* @__PURE__ */ new Set();
	/** When a ballot is looked for, by contest; of the clock that never goes back. */
	findAt = /* @__PURE__ */ new Map();
	givenUp = /* @__PURE__ */ new Set();
	presence = { is: "out" };
	notice = null;
	/** What this deputy may take away: receipts, and the proof of a missing ballot. */
	files = [];
	definitions = /* @__PURE__ */ new Map();
	checkedIn;
	wasIn = false;
	wantsIn;
	isProposed = false;
	keyRefused = 0;
	isBroken = false;
	constructor(parts, cache, state, entrance, onChange, evidence) {
		this.parts = parts;
		this.cache = cache;
		this.entrance = entrance;
		this.onChange = onChange;
		this.evidence = evidence;
		this.holder = new Holder(parts.store, state, () => this.watch.trust?.newest.map(({ note }) => note) ?? []);
		this.watch = new Watch(parts, cache, state.deputy, state.notes, this);
		this.casts = new Casts(this);
		this.wantsIn = entrance.is !== "resumed";
		this.rememberReceipts();
		this.enter(entrance);
		this.readFiles();
		this.watch.start();
	}
	get deputy() {
		return this.holder.state.deputy;
	}
	get identity() {
		const { deputy, name, delegation } = this.holder.state;
		return {
			number: deputy,
			name,
			delegation
		};
	}
	/** Checks in (again, after an undo). */
	checkIn(entrance) {
		this.wantsIn = true;
		this.isProposed = false;
		this.givenUp.delete("check-in");
		this.enter(entrance);
		this.watch.poke();
	}
	/** The deputy hands the tablet back: only what is on its way goes on. */
	async leave() {
		this.wantsIn = false;
		this.entrance = { is: "resumed" };
		await this.holder.change((state) => ({
			...state,
			left: true
		}));
	}
	end() {
		this.watch.end();
	}
	changed() {
		this.onChange();
	}
	lost() {
		this.isProposed = false;
		this.rememberReceipts();
	}
	failed(error) {
		this.isBroken = true;
		this.end();
		this.notice = sentenceOf$1(error);
		if (error instanceof TrustError) this.evidence(error.files);
		this.onChange();
	}
	/** Keeps a file of this deputy's, durably. */
	async keep(file) {
		await this.parts.store.keep(this.deputy, file);
		this.files = [...this.files.filter(({ name }) => name !== file.name), file];
		this.changed();
	}
	/** A step that failed: again later where that may help; the end where the device must not go on; else told and given up. */
	stepFailed(step, error) {
		if (isPassing(error) || error instanceof NetError || error instanceof TrustError || error instanceof StoreError) throw error;
		if (this.givenUp.has(step)) return;
		this.givenUp.add(step);
		this.notice = sentenceOf$1(error);
		this.changed();
	}
	async steps(link, digest) {
		const isIn = await this.checkInStep(link, digest);
		this.changed();
		let waits;
		for (const contest of digest.contests) {
			try {
				if (!this.holder.state.left) await this.define(link, contest);
				await contestSteps(this, link, contest, isIn);
			} catch (error) {
				if (!isPassing(error)) throw error;
				waits = error;
			}
			this.changed();
		}
		if (waits instanceof Error) throw waits;
	}
	/** All contests, as far as they are believed. */
	contests() {
		return (this.watch.digest?.contests ?? []).flatMap((digest) => {
			const open = this.open.get(digest.contest);
			const definition = open?.definition ?? this.definitions.get(digest.contest);
			if (definition === void 0) return [];
			const { contest: number } = digest;
			const passing = {
				casting: this.casts.view(number),
				isUnwitnessed: this.unwitnessed.has(number),
				hasPaper: this.papers.has(number)
			};
			return [contestView({
				digest,
				definition,
				open,
				state: this.holder.contest(number),
				votes: this.holder.votes(number),
				passing
			})];
		});
	}
	/** Whether a ballot of this contest was asked for, or a named vote signed here. */
	knows(number) {
		return this.holder.contest(number) !== void 0 || this.holder.votes(number).length > 0;
	}
	/** Throws unless the device may go on. */
	need() {
		if (this.isBroken) throw problem("not-believed");
	}
	/** What was kept before a reload; what was kept since goes before. */
	async readFiles() {
		try {
			const stored = await this.parts.store.files(this.deputy);
			this.files = [...stored.filter(({ name }) => !this.files.some((file) => file.name === name)), ...this.files];
			this.changed();
		} catch (error) {
			this.notice = sentenceOf$1(error);
			this.changed();
		}
	}
	enter(entrance) {
		this.entrance = entrance;
		if (entrance.is === "card") this.presence = {
			is: "checking-in",
			identity: this.identity
		};
		if (entrance.is === "desk") this.presence = this.atDesk();
	}
	atDesk() {
		const code = deskCode(this.deputy, publicKey(this.holder.state.deviceKey));
		return {
			is: "awaiting-desk",
			identity: this.identity,
			code
		};
	}
	rememberReceipts() {
		for (const { number, cast, former } of this.holder.state.contests) if ([cast, former].some((one) => one?.receipt !== void 0)) this.mayBeLost.add(number);
	}
	/** What is put to the vote, as the secretariat signed it: shown before the opening, without items. */
	async define(link, { contest, definition }) {
		if (this.definitions.has(contest)) return;
		const body = believeDefinition(this.watch.believed.sitting, await this.watch.entry(link, definition));
		if (body.contest !== contest) throw new TrustError("opening", "definition");
		this.definitions.set(contest, body);
	}
	async checkInStep(link, digest) {
		const [leaf] = digest.checked_in;
		if (leaf !== void 0) return this.standsIn(link, leaf);
		this.checkedIn = void 0;
		if (this.wasIn) {
			this.wasIn = false;
			this.wantsIn = false;
			this.presence = {
				is: "undone",
				identity: this.identity
			};
			await this.renewKey(digest);
		}
		if (!(this.wantsIn && !this.isProposed && digest.roll.length > 0 && !this.givenUp.has("check-in")) || this.entrance.is !== "card") return false;
		try {
			await this.submitCheckIn(link, digest, this.entrance.card);
		} catch (error) {
			this.presence = { is: "out" };
			this.stepFailed("check-in", error);
		}
		return false;
	}
	/** The digest names a check-in: it must be this device's. */
	async standsIn(link, leaf) {
		if (this.checkedIn === void 0 || !equal(this.checkedIn, leaf)) {
			const included = await this.watch.entry(link, leaf);
			const body = believeCheckIn(this.watch.believed.sitting, included, this.deputy, this.cache.cards.get(this.deputy));
			if (!equal(body.device_key, publicKey(this.holder.state.deviceKey))) {
				this.presence = { is: "out" };
				this.stepFailed("check-in", problem("signed-in-elsewhere"));
				return false;
			}
			this.checkedIn = leaf;
		}
		this.wantsIn = false;
		this.isProposed = false;
		this.wasIn = true;
		this.entrance = { is: "resumed" };
		this.presence = {
			is: "in",
			identity: this.identity
		};
		return true;
	}
	async submitCheckIn(link, digest, { number, code }) {
		const { fingerprint, server } = this.watch.believed.sitting;
		const secret = cardSecret(fingerprint, number, code);
		const act = checkInAct(this.deputy, publicKey(this.holder.state.deviceKey), {
			secret,
			sitting: fingerprint
		});
		wipe(secret);
		const answer = checkAnswer(await link.submit(act), act, {
			fingerprint,
			server
		});
		switch (answer.is) {
			case "accepted":
				this.isProposed = true;
				return;
			case "proposed":
				this.isProposed = true;
				this.presence = {
					is: "awaiting-roles",
					identity: this.identity
				};
				return;
			case "refused":
				if (answer.refusal.code === "checked-in-already") this.isProposed = true;
				else if (answer.refusal.code === "device-key-used" || answer.refusal.code === "body-repeated") await this.keyUsed(digest);
				else throw answer.refusal;
				return;
			case "boxed": throw problem("answer-unfit", "checked_in");
		}
	}
	/** The check-in stands in the log already: the digest is older, or it was undone since. Only if the digest stays empty is it the
	*  second, and a fresh key is needed. */
	async keyUsed(digest) {
		this.keyRefused += 1;
		if (this.keyRefused === KEY_REFUSED_MAX) {
			this.keyRefused = 0;
			await this.renewKey(digest);
		}
		this.watch.ask();
		this.watch.pokeAfter(KEY_REFUSED_WAIT);
	}
	/** A fresh device key, unless a contest is voting that needs the old one. */
	async renewKey(digest) {
		const voting = /* @__PURE__ */ new Set([
			"open",
			"held",
			"ended",
			"opening",
			"opened"
		]);
		const isVoting = (number) => digest.contests.some(({ contest, stage }) => contest === number && stage.some((one) => voting.has(one)));
		const { contests, votes } = this.holder.state;
		if ([...contests, ...votes.filter((vote) => vote.place !== void 0 || isPendingVote(vote))].some(({ number }) => isVoting(number))) {
			this.notice = say$1("issued-elsewhere");
			return;
		}
		this.checkedIn = void 0;
		const old = this.holder.state.deviceKey;
		await this.holder.change((state) => ({
			...state,
			deviceKey: freshKey()
		}));
		wipe(old);
	}
};
// src/device/voting.ts
/** The server records one challenge of a connection in 10 s; after so many tries the log goes without it. */
var RECORD_TRIES = 6;
var Voting = class {
	parts;
	tell;
	prepared;
	prepares = 0;
	constructor(parts, tell) {
		this.parts = parts;
		this.tell = tell;
	}
	async prepare(session, number, columns) {
		session.need();
		this.prepared = void 0;
		this.prepares += 1;
		const mine = this.prepares;
		const contest = session.open.get(number);
		const state = session.holder.contest(number);
		if (contest?.parts === void 0 || state === void 0) throw problem("no-ballot");
		const may = mayCast(state, contest.definition.profile);
		if (may !== "yes") throw problem(may);
		try {
			const { id, code } = await this.parts.ballots.prepare(contest.parts, state.ballotKey, columns);
			if (mine !== this.prepares) throw problem("no-ballot");
			this.prepared = {
				session,
				contest,
				id,
				code
			};
			return {
				contest: number,
				code: hex(code).toUpperCase()
			};
		} catch (error) {
			throw new DeviceProblem(sentenceOf$1(error));
		}
	}
	discard() {
		this.prepared = void 0;
		this.prepares += 1;
		this.parts.ballots.discard().catch((error) => this.tell(sentenceOf$1(error)));
	}
	/** Opens what was prepared, and puts it on the log beside. */
	async challenge(session) {
		const { prepared } = this;
		this.prepared = void 0;
		if (prepared?.session !== session) throw problem("no-ballot");
		try {
			const opened = await this.parts.ballots.open(prepared.id);
			this.record(session, prepared.contest, opened);
			const { com, seed, choices } = opened;
			const qr = ["PJO1", ...[
				com,
				seed,
				choices
			].map((bytes) => hex(bytes).toUpperCase())].join(".");
			return {
				contest: prepared.contest.number,
				code: hex(opened.code).toUpperCase(),
				qr
			};
		} catch (error) {
			throw new DeviceProblem(sentenceOf$1(error));
		}
	}
	/** A second call finds nothing prepared, and changes nothing. */
	cast(session) {
		const { prepared } = this;
		this.prepared = void 0;
		if (prepared?.session !== session) return;
		const { number } = prepared.contest;
		session.casts.pressed(number);
		this.commit(prepared).then(() => {
			session.givenUp.delete(`cast ${number}`);
			session.casts.startCast(number);
		}, (error) => {
			session.casts.released(number);
			session.failed(error);
		});
	}
	vote(session, number, columns) {
		this.commitVote(session, number, columns).then(() => {
			session.givenUp.delete(`vote ${number}`);
			session.casts.startVote(number);
		}, (error) => this.tell(sentenceOf$1(error)));
	}
	/** The signed ballot is stored, durably, before anything is sent. Seed and choices are gone. */
	async commit({ session, contest, id }) {
		const { number, hash } = contest;
		const taken = await this.parts.ballots.take(id);
		const state = session.holder.contest(number);
		if (state?.stamp === void 0 || state.ballotSecret === void 0 || !equal(state.contest, hash)) throw problem("no-ballot");
		const may = mayCast(state, contest.definition.profile);
		if (may !== "yes") throw problem(may);
		const replaces = receipted(state)?.receipt?.boxed.ballot ?? /* @__PURE__ */ new Uint8Array(32);
		const by = {
			secret: state.ballotSecret,
			sitting: session.watch.believed.sitting.fingerprint
		};
		const act = castAct(hash, state.ballotKey, state.stamp, replaces, taken, by);
		const cast = {
			code: taken.code,
			act,
			receipt: void 0,
			refused: void 0,
			found: void 0
		};
		await session.holder.changeContest(number, (one) => {
			const former = one.cast?.receipt === void 0 ? one.former : one.cast;
			return {
				...one,
				cast,
				former,
				codeWiped: false
			};
		});
	}
	/** Signed and stored before anything is sent. It replaces the one that stands, where the last one counts. */
	async commitVote(session, number, columns) {
		session.need();
		const contest = session.open.get(number);
		if (contest?.definition.profile.secrecy !== "named") throw problem("no-ballot");
		marksOf(columns, contest.shape);
		const votes = session.holder.votes(number);
		if (votes.some(isPendingVote)) throw problem("pending");
		const standing = standingVote(votes);
		if (standing !== void 0 && contest.definition.profile.recast === "first") throw problem("cast-already");
		const { deviceKey } = session.holder.state;
		const by = {
			secret: deviceKey,
			sitting: session.watch.believed.sitting.fingerprint
		};
		const { body, sigs } = voteAct(contest.hash, session.deputy, columns, standing?.place?.leaf ?? /* @__PURE__ */ new Uint8Array(32), by);
		const [sig] = sigs;
		if (sig === void 0) throw problem("unknown");
		const vote = {
			number,
			body,
			sig: sig.sig,
			columns: [...columns],
			place: void 0,
			refused: void 0
		};
		await session.holder.changeVotes((all) => [...all.filter((one) => one.number !== number || one.refused === void 0), vote]);
	}
	/** Over a connection of its own. Checking needs no record: if none can be made, that is said and nothing else. */
	async record(session, contest, opened) {
		const act = challengeAct(contest.hash, opened);
		const backoff = new Backoff();
		for (let tries = 0; tries < RECORD_TRIES && !session.watch.hasEnded(); tries += 1) {
			try {
				const answer = await sendOnce(this.parts, session.watch.believed.sitting, act);
				if (answer.is === "accepted") return;
				if (answer.is !== "refused" || !answer.refusal.mayRetry) break;
			} catch (error) {
				if (!(error instanceof NetError)) break;
			}
			await pause(backoff.nextWait(), session.watch.signal);
		}
		this.tell(say$1("check-not-recorded"));
	}
};
// src/device/device.ts
/** Nobody has this number: who watches it sees what concerns all. */
var NOBODY = 0;
var LiveDevice = class {
	parts;
	listeners = /* @__PURE__ */ new Set();
	cache = new Cache();
	lobby;
	states = /* @__PURE__ */ new Map();
	leaving = /* @__PURE__ */ new Set();
	voting;
	roll;
	session;
	card;
	notice = null;
	/** Evidence against the log's key, of no deputy. */
	files = [];
	isTold = true;
	current;
	/** `states`: what the store has. */
	constructor(parts, states) {
		this.parts = parts;
		this.voting = new Voting(parts, (sentence) => {
			this.notice = sentence;
			this.changed();
		});
		this.lobby = new Watch(parts, this.cache, NOBODY, [], this);
		for (const state of states) {
			this.states.set(state.deputy, state);
			if (state.left && !hasBusiness(state)) continue;
			const session = this.begin(state, { is: "resumed" });
			if (state.left || this.session !== void 0) this.leaving.add(session);
			else this.session = session;
		}
		this.current = this.make();
		this.readEvidence();
		this.lobby.start();
	}
	get view() {
		return this.current;
	}
	/** Whether the roll was read, so that a card can be. */
	get hasRoll() {
		return this.roll !== void 0;
	}
	subscribe(listener) {
		this.listeners.add(listener);
		return () => {
			this.listeners.delete(listener);
		};
	}
	async readCard(input) {
		this.notice = null;
		const presence = this.session?.presence.is ?? "out";
		if (presence !== "out" && presence !== "undone") throw problem("someone-in");
		try {
			await Promise.resolve();
			const { fingerprint } = this.parts.configuration;
			if (this.cache.sitting === void 0) throw problem("not-ready");
			if (this.roll === void 0) throw problem("roll-missing");
			this.card = this.identify(input, fingerprint, this.roll.deputies);
		} catch (error) {
			throw new DeviceProblem(sentenceOf$1(error));
		}
		if (input.is === "desk") await this.enter();
		this.changed();
	}
	forgetCard() {
		this.card = void 0;
		this.changed();
	}
	checkIn() {
		this.notice = null;
		this.enter().catch((error) => this.tell(sentenceOf$1(error)));
	}
	async prepare(contest, columns) {
		this.notice = null;
		return this.voting.prepare(this.seated(), contest, columns);
	}
	discard() {
		this.voting.discard();
	}
	challenge() {
		return this.voting.challenge(this.seated());
	}
	cast() {
		if (this.session !== void 0) this.voting.cast(this.session);
	}
	vote(contest, columns) {
		if (this.session !== void 0) this.voting.vote(this.session, contest, columns);
	}
	wipeCode(contest) {
		const { session } = this;
		if (session === void 0) return;
		session.holder.changeContest(contest, (one) => ({
			...one,
			codeWiped: true
		})).catch((error) => session.failed(error)).finally(() => {
			this.changed();
		});
	}
	stop() {
		const { session } = this;
		this.voting.discard();
		this.card = void 0;
		this.notice = null;
		this.session = void 0;
		if (session !== void 0) {
			this.leaving.add(session);
			session.leave().catch((error) => this.tell(sentenceOf$1(error))).finally(() => {
				this.sweep();
			});
		}
		this.changed();
	}
	/** Ends for good: for tests, and where the page is closed. */
	end() {
		this.lobby.end();
		for (const session of [this.session, ...this.leaving]) session?.end();
	}
	/** What concerns all: the roll. */
	async steps(link, digest) {
		const [leaf] = digest.roll;
		if (leaf === void 0 || this.roll !== void 0 && equal(this.roll.leaf, leaf)) return;
		this.roll = {
			leaf,
			deputies: await readRoll(this.lobby, link, this.parts.download, leaf)
		};
		for (const { number, card } of this.roll.deputies.values()) this.cache.cards.set(number, card);
	}
	changed() {
		this.sweep();
		if (!this.isTold) return;
		this.isTold = false;
		queueMicrotask(() => {
			this.isTold = true;
			this.current = this.make();
			for (const listener of this.listeners) listener(this.current);
		});
	}
	lost() {}
	failed(error) {
		if (error instanceof TrustError) this.evidence(error.files);
		this.tell(sentenceOf$1(error));
	}
	/** Shown at once, whether or not it can be stored: it may be the only copy. */
	evidence(files) {
		const names = new Set(files.map(({ name }) => name));
		this.files = [...this.files.filter(({ name }) => !names.has(name)), ...files];
		for (const file of files) this.parts.store.keep(NOBODY, file).catch((error) => this.tell(sentenceOf$1(error)));
		this.changed();
	}
	/** Evidence of before a reload. */
	async readEvidence() {
		try {
			const stored = await this.parts.store.files(NOBODY);
			this.files = [...stored.filter(({ name }) => !this.files.some((file) => file.name === name)), ...this.files];
			this.changed();
		} catch (error) {
			this.tell(sentenceOf$1(error));
		}
	}
	tell(sentence) {
		this.notice = sentence;
		this.changed();
	}
	/** Sessions of those who left, once nothing of theirs is on its way. */
	sweep() {
		for (const session of this.leaving) {
			const { state } = session.holder;
			this.states.set(state.deputy, state);
			if (hasBusiness(state) || !state.left) continue;
			session.end();
			this.leaving.delete(session);
		}
	}
	identify(input, fingerprint, roll) {
		const card = cardOf(input, fingerprint);
		const deputy = roll.get(card.number);
		if (deputy === void 0) throw problem("deputy-unknown");
		const { number, name, delegation } = deputy;
		const identity = {
			number,
			name,
			delegation
		};
		if (card.code === void 0) return {
			identity,
			entrance: { is: "desk" }
		};
		if (!equal(cardKey(fingerprint, number, card.code), deputy.card)) throw problem("card-unknown");
		return {
			identity,
			entrance: {
				is: "card",
				card: {
					number,
					code: card.code
				}
			}
		};
	}
	/** Checks the card's holder in: with what this browser keeps of them, or with a fresh device key. */
	async enter() {
		const { card } = this;
		if (card === void 0) return;
		this.card = void 0;
		const { number } = card.identity;
		let { session } = this;
		if (session !== void 0 && session.deputy !== number) {
			this.leaving.add(session);
			await session.leave();
			session = void 0;
		}
		session ??= [...this.leaving].find(({ deputy }) => deputy === number);
		if (session === void 0) {
			const state = {
				...this.states.get(number) ?? this.fresh(card.identity),
				left: false
			};
			await this.parts.store.save(state);
			session = this.begin(state, card.entrance);
		} else {
			this.leaving.delete(session);
			await session.holder.change((state) => ({
				...state,
				left: false
			}));
			session.checkIn(card.entrance);
		}
		this.session = session;
		this.changed();
	}
	fresh({ number, name, delegation }) {
		const { fingerprint } = this.parts.configuration;
		return {
			version: 1,
			sitting: fingerprint,
			deputy: number,
			name,
			delegation,
			deviceKey: freshKey(),
			left: false,
			notes: [],
			contests: [],
			votes: []
		};
	}
	begin(state, entrance) {
		return new Session(this.parts, this.cache, state, entrance, () => {
			this.changed();
		}, (files) => {
			this.evidence(files);
		});
	}
	seated() {
		if (this.session?.presence.is !== "in") throw problem("no-ballot");
		return this.session;
	}
	make() {
		const { session, card } = this;
		const watch = session?.watch ?? this.lobby;
		const { sitting } = this.cache;
		const trust = watch.trust ?? this.lobby.trust;
		const presence = card?.entrance.is === "card" ? {
			is: "card-read",
			identity: card.identity
		} : session?.presence ?? { is: "out" };
		return {
			connection: watch.connection,
			witnesses: sitting === void 0 || sitting.quorum === 0 ? null : {
				have: trust?.quorum?.have ?? 0,
				quorum: sitting.quorum
			},
			sitting: sitting === void 0 ? null : {
				title: sitting.definition.name,
				place: "",
				rehearsal: sitting.isRehearsal,
				code: shortCode(sitting.fingerprint)
			},
			presence,
			contests: session?.contests() ?? [],
			sealed: watch.digest?.sealed ?? false,
			notice: this.notice ?? session?.notice ?? null,
			files: [...this.files, ...session?.presence.is === "in" ? session.files : []],
			elsewhere: false
		};
	}
};
function cardOf(input, fingerprint) {
	if (input.is === "qr") return readQr(input.text.trim(), fingerprint);
	const typed = input.number.normalize("NFKC").replaceAll(/\s/g, "");
	if (!/^[0-9]{1,10}$/.test(typed)) throw problem("deputy-unknown");
	const number = Number(typed);
	return {
		number,
		code: input.is === "typed" ? readTyped(number, input.code) : void 0
	};
}
function shortCode(fingerprint) {
	return (hex(fingerprint.slice(0, 8)).match(/.{4}/g) ?? []).join(" ");
}
// src/device/open.ts
/** `sitting.json` is not there or is not of its form: the page was not installed as the manual says. */
var ConfigurationError = class extends Error {
	name = "ConfigurationError";
};
/** How often `sitting.json` is asked for where no answer comes, and the milliseconds in between. */
var ASKED_MAX = 10;
var ASK_AGAIN = 1e3;
/** Milliseconds over which looking up is spread. */
var FIND_SPREAD = 3e3;
function isRecord(value) {
	return typeof value === "object" && value !== null;
}
/** Exactly `fingerprint`, `server` and `mode`; an empty or missing `server` is the origin of the page. */
function readConfiguration(value, origin) {
	if (!isRecord(value)) throw new ConfigurationError("not an object");
	const { fingerprint, server, mode, ...more } = value;
	const [unknown] = Object.keys(more);
	if (unknown !== void 0) throw new ConfigurationError(`unknown field ${unknown}`);
	const bytes = typeof fingerprint === "string" ? fromHex(fingerprint.replaceAll(" ", "")) : void 0;
	if (bytes?.length !== 32) throw new ConfigurationError("fingerprint");
	if (mode !== "real" && mode !== "rehearsal") throw new ConfigurationError("mode");
	const address = server === void 0 || server === "" ? origin : server;
	if (typeof address !== "string" || !/^(?:https|wss):\/\/[^/?#@\s]+$/.test(address)) throw new ConfigurationError("server");
	return {
		fingerprint: bytes,
		server: address,
		mode
	};
}
/** A network that is cut for a moment just now is no tablet that was set up badly. */
async function ask(path) {
	for (let tries = 1;; tries += 1) try {
		return await fetch(path, {
			cache: "no-store",
			credentials: "omit"
		});
	} catch (error) {
		if (tries === ASKED_MAX) throw error;
		await pause(ASK_AGAIN);
	}
}
/** Of the file that lies beside the page. */
async function loadConfiguration() {
	const response = await ask("./sitting.json");
	if (!response.ok) throw new ConfigurationError(`sitting.json: ${response.status}`);
	return readConfiguration(await response.json().catch(() => void 0), location.origin);
}
/** The device of this browser; in a second tab, one that does nothing until the first is closed. */
async function openDevice(configuration) {
	const known = configuration ?? await loadConfiguration();
	const name = `piaojue-${hex(known.fingerprint)}`;
	if (!await new Promise((resolve) => {
		navigator.locks.request(name, { ifAvailable: true }, (lock) => {
			resolve(lock !== null);
			return lock === null ? void 0 : new Promise(() => void 0);
		});
	})) return new ElsewhereDevice();
	const store = await openStore(known.fingerprint);
	return new LiveDevice({
		configuration: known,
		openSocket: (address) => new WebSocket(address),
		download: downloadFrom(known.server),
		store,
		ballots: new WorkerBallots(),
		findSpread: FIND_SPREAD
	}, await store.load());
}
/** Another tab is the device. */
var ElsewhereDevice = class {
	view = {
		connection: { is: "connecting" },
		witnesses: null,
		sitting: null,
		presence: { is: "out" },
		contests: [],
		sealed: false,
		notice: null,
		files: [],
		elsewhere: true
	};
	subscribe() {
		return () => void 0;
	}
	readCard() {
		return Promise.reject(new ConfigurationError("another tab is this device"));
	}
	prepare() {
		return this.readCard();
	}
	challenge() {
		return this.readCard();
	}
	forgetCard() {}
	checkIn() {}
	discard() {}
	cast() {}
	vote() {}
	wipeCode() {}
	stop() {}
};
// src/lang/en.ts
var list$1 = (numbers) => numbers.join(", ");
var items = (count) => count === 1 ? "1 item" : `${count} items`;
var en = {
	languageName: "English",
	tag: "en",
	pageTitle: "Vote",
	rehearsal: "REHEARSAL",
	rehearsalLead: "This is a rehearsal, not the real vote.",
	cover: "Cover",
	help: "Help",
	settings: "Settings",
	back: "Back",
	close: "I see",
	cancel: "Cancel",
	previousPage: "Previous",
	nextPage: "Next",
	page: (page, of) => `Page ${page} of ${of}`,
	connected: "Connected",
	connecting: "Connecting",
	lost: "No network. Your choices are kept; connecting again",
	lostShort: "No network, connecting again",
	witnesses: (have, quorum) => `Witnesses ${have}/${quorum}`,
	sittingCode: (code) => `Sitting ${code}`,
	contestCode: (code) => `Contest ${code}`,
	announce: "Notice",
	coveredTitle: "Covered",
	coveredLead: "Your choices are kept.",
	coveredNotCast: "Not cast yet",
	uncover: "Show again",
	idleTitle: "Are you still voting?",
	idleLead: "Your ballot is not cast yet. Your choices are kept.",
	idleGoOn: "Go on voting",
	staffTitle: "Staff, please help",
	staffLead: "Your choices are covered. Please raise a hand; the staff will come.",
	helpTitle: "Help",
	helpSteps: "Choose, check, then cast. You are done when you read \"Your ballot is cast\".",
	helpCover: "If others might see, press \"Cover\".",
	helpSecret: "In a secret vote nobody can learn what you chose.",
	helpStaff: "Ask the staff for help",
	helpSize: "If the letters are too small, press \"Settings\".",
	files: "Files",
	filesTitle: "Files to take away",
	filesNone: "This tablet has no file to take away.",
	filesEvidence: "This tablet keeps evidence of what the server did wrong. Please hand it to the chief scrutineer.",
	filesEvidenceQr: "QR code of the evidence",
	filesReceipt: "A receipt shows that an encrypted ballot stands in the public log. It holds no choice and can prove none.",
	filesReceiptAnyone: "Anybody can make the same file from the public log, so it does not prove either which ballot is yours.",
	filesVote: "A named vote is public, and so is its receipt.",
	filesCheck: "Keep the three files together; terminal-client receipt checks them.",
	filesSave: (name) => `Save ${name}`,
	settingsTitle: "Settings",
	settingsSize: "Text size",
	sizeNames: [
		"Small",
		"Standard",
		"Large",
		"Largest"
	],
	settingsTheme: "Colours",
	themeLight: "Normal",
	themeContrastLight: "Black on white",
	themeContrastDark: "White on black",
	settingsLanguage: "Language",
	bilingual: "Chinese and English",
	settingsReset: "These go back to the standard after you.",
	settingsDone: "Done",
	settingsScale: "Size of this tablet",
	scaleLead: "Lay a bank card on the frame and choose the one as wide.",
	scaleCard: "Bank card",
	scaleSmaller: "Smaller",
	scaleLarger: "Larger",
	startingTitle: "Opening the sitting",
	startingLead: "Checking the sitting, please wait.",
	brokenTitle: "This tablet is not set up",
	brokenLead: "The sitting's settings are missing, or its storage cannot be used. Give the tablet to the staff.",
	elsewhereTitle: "Open in another window",
	elsewhereLead: "This tablet already has a voting window. Please go back to it and close this one.",
	welcomeTitle: "Check in",
	welcomeLead: "Please show your card.",
	waysScan: "Scan your card",
	waysScanLead: "Hold its QR code to the camera",
	waysType: "Type number and code",
	waysTypeLead: "Both are printed on the card",
	waysDesk: "No card with you",
	waysDeskLead: "The desk checks you in",
	scanTitle: "Scan your card",
	scanLead: "Please hold the QR code of your card inside the frame.",
	scanSlow: "Not read yet. Come closer, wipe the lens, avoid glare. Or type it instead.",
	cameraStarting: "Opening the camera",
	cameraRefused: "The camera cannot be used. Type number and code instead, or ask the staff.",
	scanOther: "Type instead",
	typedTitle: "Number and code",
	deskTitle: "Your number",
	fieldNumber: "Number",
	fieldCode: "Code",
	keyErase: "Erase",
	keyNext: "Type the code",
	signIn: "Check in",
	typedMissing: "Please type number and code.",
	deskMissing: "Please type your number.",
	readingTitle: "Checking the card",
	readingLead: "Please wait.",
	identityTitle: "Is this you?",
	identityLead: "Please read the name:",
	identityNumber: (number) => `Number ${number}`,
	identityYes: "Yes, check in",
	identityNo: "Not me",
	notMe: "Cleared. Give the tablet to the staff, or show your own card.",
	checkingInTitle: "Checking in",
	checkingInLead: "Please wait and stay here.",
	rolesTitle: "Please wait",
	rolesLead: "The sitting has begun. Secretariat and chief scrutineer are asked to let you in. Nothing to do here.",
	deskCodeTitle: "The desk checks you in",
	deskCodeLead: "Show this code at the desk and stay here.",
	deskCodeLabel: "Check-in code",
	undoneTitle: "Check-in taken back",
	undoneLead: "The desk took this check-in back. Please ask the staff.",
	signInAgain: "Check in again",
	listTitle: "Contests",
	greeting: (name) => `${name}, checked in`,
	listWaiting: "Voting has not begun. Please wait for the announcement.",
	listNext: "Nothing to vote on now. Please wait for the next announcement.",
	listChoose: "Press the contest below to vote.",
	listChooseOf: (open) => `${open} contests are open. Vote on each.`,
	listCasting: "Casting. Please wait and stay here.",
	listUnwitnessed: "Voting has begun; the witnesses confirm it, as a rule within seconds. Please wait.",
	listHeld: "Voting is on hold. Please wait.",
	listHands: "This is decided by show of hands. Follow the presiding officer; nothing to do here.",
	listOver: "Voting is over.",
	listAllDone: "All your ballots are cast. Thank you. Please return the tablet.",
	listSealed: "The sitting is sealed. Thank you. Please return the tablet.",
	finish: "Return the tablet",
	finishTitle: "Return the tablet?",
	finishLead: "Nothing of yours is shown on this tablet afterwards.",
	finishOpen: (open) => `You have not voted on ${open}. You cannot once the tablet is returned.`,
	finishCasting: "A ballot is being cast; whether it is in the box is not known yet. It goes on by itself, but it is better to wait.",
	finishYes: "Return it",
	finishNo: "Not yet",
	stoppedTitle: "You may return the tablet",
	stoppedLead: "Thank you. Put the tablet back, or give it to the staff.",
	stoppedAgain: "Next deputy",
	statusNotOpen: "not open",
	statusUnwitnessed: "begun, waiting for the witnesses",
	statusDrawing: "drawing a ballot",
	statusReady: "ready to vote",
	statusKept: "ready to vote, choices kept",
	statusHeld: "on hold",
	statusHands: "vote by show of hands",
	statusCasting: "casting, not known yet whether it is cast",
	statusCast: "ballot cast",
	statusMayChange: (left) => `ballot cast; may be changed ${left} more times until the end`,
	statusSlip: "ballot cast, slip returned",
	statusRecorded: (index) => `ballot cast, found in the log at entry ${index}`,
	statusVoted: (index) => `cast, named, entry ${index} of the log`,
	statusVotedMayChange: (index) => `cast, named, entry ${index} of the log; may be changed until the end`,
	statusRefused: "not cast",
	statusNotChanged: "not changed; your former ballot counts",
	statusUnknown: "not known yet whether it is cast; the log will tell",
	statusMissing: "receipt given, not found in the log",
	statusNotInBox: "not cast",
	statusMissed: "ended, not cast",
	statusPaper: "paper ballot received: put it into the box",
	statusOver: "show of hands is over",
	statusVoided: "this vote is void",
	actVote: "Vote",
	actGoOn: "Go on",
	actChange: "Change",
	actCode: "See the code",
	actWhy: "Explain",
	tagSecret: "secret",
	tagNamed: "named",
	tagHands: "show of hands",
	tagRunOff: "run-off",
	tagSecondRound: "second round",
	tagAgain: "voted again",
	markSelect: "Choose items",
	markVotes: "Vote on each item",
	markGrades: "Give grades",
	markRanks: "Give numbers",
	detail: "Details",
	detailOf: (number) => `Details of item ${number}`,
	detailBudget: "Budget",
	detailDepartment: "Department",
	speak: "Read to me",
	speakStop: "Stop reading",
	chosenWord: "chosen",
	notChosenWord: "not chosen",
	rowNumber: (number) => `Item ${number}`,
	rankGive: "Number",
	rankGiven: (number) => `No. ${number}`,
	rankTitle: (number) => `Which number for item ${number}?`,
	rankLead: (last) => `1 is first, ${last} is last.`,
	rankNone: "No number",
	rankTakenBy: (item) => `item ${item} has it`,
	counter: (most, chosen, left) => `At most ${most}, chosen ${chosen}, ${left} more possible`,
	counterExactly: (most, chosen, missing) => `Exactly ${most}, chosen ${chosen}, ${missing} missing`,
	counterBetween: (least, most, chosen, missing) => `${least} to ${most}, chosen ${chosen}, at least ${missing} missing`,
	counterEach: (all, chosen) => `${all} in all, chosen ${chosen}`,
	counterMarked: (all, marked) => `${all} in all, marked ${marked}`,
	counterVotesMost: (word, most, now) => `at most ${most} ${word}, now ${now}`,
	counterVotesExactly: (word, most, now) => `exactly ${most} ${word}, now ${now}`,
	counterVotesBetween: (word, least, most, now) => `${least} to ${most} ${word}, now ${now}`,
	counterRanks: (given, last, left) => `${last} numbers, given ${given}, ${left} left`,
	both: (first, second) => `${first}; ${second}`,
	blankItemAbstain: "No mark is an abstention.",
	blankItemApprove: "No mark is a vote for it.",
	blankItemInvalid: "An item without a mark is not counted.",
	toReview: (chosen) => `Check (${chosen} chosen)`,
	toReviewMarked: (marked) => `Check (${marked} marked)`,
	toReviewRanked: (given) => `Check (${given} numbers)`,
	overTitle: "No more choices",
	overLimit: (most) => `At most ${most}. To choose this one, first remove another.`,
	overVotes: (word, most) => `At most ${most} ${word}. To mark this one so, first change another.`,
	unfitTitle: "Not ready to check",
	tooMany: (word, chosen, most) => `${chosen} are ${word} now, at most ${most} may be. Change some; no mark counts as a vote for it.`,
	numberTaken: (number, item) => `Number ${number} is given to item ${item}. To change it, first take it away there.`,
	takenTitle: "This number is taken",
	numbersMissing: (numbers) => `Every number must be given; missing: ${list$1(numbers)}.`,
	blankRefused: "A ballot without any mark is void and cannot be cast. Please mark at least one item.",
	leastNeeded: (least, missing) => `At least ${least} choices are needed; ${missing} more.`,
	votesNeeded: (word, least, missing) => `At least ${least} must be ${word}; ${missing} more.`,
	exactNeeded: (least, missing) => `${least} choices are needed; ${missing} more.`,
	heldNotice: "Voting is on hold. Your choices are kept; please wait.",
	resumedNotice: "Voting has resumed. Please continue.",
	notCastYet: "Not cast yet",
	changeBanner: "Change of vote: your former ballot counts until the new one is cast",
	namedBanner: "Named vote: your name and choices become public",
	leave: "Back",
	reviewTitle: "Check your choices",
	reviewChosen: (chosen) => `You chose ${items(chosen)}:`,
	reviewMarked: (marked) => `You marked ${items(marked)}:`,
	reviewRanked: (given) => `You gave ${given} numbers:`,
	reviewNothing: "Nothing is chosen",
	reviewNothingMarked: "Nothing is marked",
	reviewNotChosen: (numbers) => `Not chosen (${numbers.length}): ${list$1(numbers)}`,
	reviewNotMarked: (numbers) => `Not marked (${numbers.length}): ${list$1(numbers)}`,
	reviewNotRanked: (numbers) => `Without a number (${numbers.length}): ${list$1(numbers)}`,
	reviewUnder: (left) => `You may choose ${left} more. You need not.`,
	reviewFreeNumbers: (numbers) => `Numbers not used: ${list$1(numbers)}. You need not use them.`,
	change: "Change",
	reviewRight: "This is right",
	blankTitle: "Nothing is chosen",
	blankQuestion: "Nothing is chosen. Cast it as an abstention?",
	blankQuestionApprove: "Nothing is marked: every item counts as a vote for it. Cast it so?",
	blankQuestionInvalid: "Nothing is marked: this ballot counts for no item. Cast it so?",
	blankYes: "Yes, go on",
	blankNo: "Back to choosing",
	namedTitle: "Before you cast",
	namedQuestion: "Once cast, your name and choices are public at once and stand in the log.",
	namedChange: "They may be changed until the end; every change is public too.",
	namedYes: "Cast",
	castTitle: "Cast your ballot",
	castTitleVoted: "Cast it now?",
	castLead: "Press \"Cast\" and it is cast.",
	castCode: "Ballot code",
	castCodeLead: "You may photograph or copy it. It shows no choice.",
	preparing: "Sealing the ballot, please wait",
	prepareFailed: "The ballot was not sealed and is not cast. Go back to change and check once more.",
	cast: "Cast",
	checkDevice: "Check this device",
	checkTitle: "Before you check this device",
	checkWarning: "Choices used for checking do not count and may become public.",
	checkWarningAgain: "Afterwards you choose again and cast again. Do not use your real choices for checking.",
	checkYes: "Check the device",
	checkNo: "No, go back",
	openedTitle: "Checking this device",
	openedLead: "Scan with another device and compare code and choices.",
	openedSpoilt: "This ballot is spoilt: not cast, and it will not count.",
	openedWaiting: "Opening this ballot, please wait",
	openedFailed: "It was not opened. This ballot is not cast. Please choose again.",
	openedQr: "QR code for the second device",
	again: "Choose again",
	castingTitle: "Casting",
	castingLead: "Please stay. No need to press again.",
	castingRetry: (attempt) => `No receipt yet; trying again (attempt ${attempt})`,
	castingKept: "Your ballot is kept on this tablet. Whether it is cast is not known yet.",
	castingOthers: "Vote on others first",
	troubleNetwork: "The network does not answer; it is cast again when it does.",
	troubleBusy: "The server is busy; it is tried again.",
	troubleHeld: "Voting is on hold; it is cast when voting resumes.",
	troubleWitnesses: "Waiting for the witnesses; it is cast when they answer.",
	changeOnItsWay: "Until the new ballot is cast, your former ballot counts.",
	doneTitle: "Your ballot is cast",
	doneChanged: "Your vote is changed; only this ballot counts.",
	doneKeep: "The code finds your ballot in the log later. It shows no choice.",
	doneWiped: "The ballot code was cleared.",
	doneClears: (seconds) => `The screen clears in ${seconds} s`,
	doneReturn: "Please put the tablet down.",
	doneVoted: (index) => `Your named vote is cast: entry ${index} of the log.`,
	doneVotedPublic: "Name and choices can be looked up by anyone.",
	doneRecorded: (index) => `Your ballot was found in the log at entry ${index}.`,
	doneSlip: "The return slip is in.",
	doneOk: "Clear",
	doneChange: (left) => `Change (${left} left)`,
	codeQr: "QR code of the ballot code",
	codeLabel: (code) => `Ballot code ${code}`,
	outcomeNotCast: "Not cast",
	outcomeNotChanged: "Not changed",
	outcomeUnknown: "Not known yet whether it is cast",
	outcomeCast: "Your ballot is cast",
	outcomeMissing: "Receipt given, not found in the log",
	outcomeVoid: "This vote is void",
	outcomePaper: "Use your paper ballot",
	refusedNext: "Please ask the staff.",
	refusedFormer: "Your former ballot still counts.",
	refusedUnknown: "Once the box is opened, this tablet looks it up in the log. Leave it on and tell the staff.",
	refusedUnknownChange: "If the change was in the box before the end it counts, else your former ballot does. Once the box is opened, this tablet looks it up in the log.",
	missingLead: "You have a receipt for your ballot, but the log does not have the ballot.",
	missingNext: "The receipt is kept on this tablet and proves the cast. See the chief scrutineer at once; leave the tablet on.",
	notInBoxLead: "There was no receipt. The opened box was searched: this ballot is not in it.",
	notInBoxNext: "This ballot does not count. Please tell the staff.",
	missedLead: "Voting has ended. This ballot was not cast.",
	missedNext: "If in doubt, ask the staff.",
	changeMissed: "Voting has ended. The change was not cast; your former ballot counts.",
	voidedLead: "This vote was declared void. No ballot of it counts.",
	voidedNext: "Wait for the announcement whether it is voted again.",
	paperLead: "You have a paper ballot; nothing was cast here.",
	paperNext: "Mark the paper ballot and put it into the box. Nothing is cast here.",
	goneLead: "This contest is no longer listed. This ballot was not cast.",
	toList: "Back to the list"
};
// src/lang/zh.ts
/**
* The Chinese sentences: short, the verb first, no technical word (DESIGN §11). Chinese is written first; its shape is the type of every
* other language, so that the compiler finds a missing sentence or a wrong number of gaps.
*/
/** Numbers in a row: `1、3、5`. */
var list = (numbers) => numbers.join("、");
// src/lang/index.ts
/** Every language of [`LANGS`]. */
var LANGUAGES = {
	zh: {
		languageName: "中文",
		tag: "zh-CN",
		pageTitle: "代表票决",
		rehearsal: "演练",
		rehearsalLead: "现在是演练，不是正式票决。",
		cover: "遮挡",
		help: "帮助",
		settings: "设置",
		back: "返回",
		close: "知道了",
		cancel: "取消",
		previousPage: "上一页",
		nextPage: "下一页",
		page: (page, of) => `第 ${page} 页，共 ${of} 页`,
		connected: "已连接",
		connecting: "正在连接",
		lost: "网络断开，选择已保留，正在重连",
		lostShort: "网络断开，正在重连",
		witnesses: (have, quorum) => `见证 ${have}/${quorum}`,
		sittingCode: (code) => `会议码 ${code}`,
		contestCode: (code) => `事项码 ${code}`,
		announce: "提示",
		coveredTitle: "已遮挡",
		coveredLead: "选择都保留着。",
		coveredNotCast: "还没有投出",
		uncover: "恢复显示",
		idleTitle: "还在投票吗？",
		idleLead: "您的票还没有投出。选择都保留着。",
		idleGoOn: "继续投票",
		staffTitle: "请工作人员帮助",
		staffLead: "选择已经遮住。请举手，工作人员马上过来。",
		helpTitle: "帮助",
		helpSteps: "选好了，再核对，然后投票。看到“票已投出”，才算投完。",
		helpCover: "怕旁人看见，请按“遮挡”。",
		helpSecret: "无记名投票：没有人能知道您选了什么。",
		helpStaff: "请工作人员帮助",
		helpSize: "字太小，请按“设置”。",
		files: "文件",
		filesTitle: "可以带走的文件",
		filesNone: "本机没有可以带走的文件。",
		filesEvidence: "本机保存了服务器问题的证据。请把它交给总监票人。",
		filesEvidenceQr: "证据的二维码",
		filesReceipt: "回执证明：有一张加密的票在公开记录里。它不含选择，不能证明选了什么。",
		filesReceiptAnyone: "人人都能从公开记录做出同样的文件，所以它也不能证明哪一张是您的。",
		filesVote: "记名表决本来公开，它的回执也一样。",
		filesCheck: "三个文件放在一起，用 terminal-client receipt 核对。",
		filesSave: (name) => `保存 ${name}`,
		settingsTitle: "设置",
		settingsSize: "字号",
		sizeNames: [
			"小",
			"标准",
			"大",
			"特大"
		],
		settingsTheme: "颜色",
		themeLight: "普通",
		themeContrastLight: "白底黑字",
		themeContrastDark: "黑底白字",
		settingsLanguage: "语言",
		bilingual: "中英对照",
		settingsReset: "用完以后，自动恢复标准设置。",
		settingsDone: "好了",
		settingsScale: "平板尺寸",
		scaleLead: "请把银行卡放在框上，选一个一样宽的。",
		scaleCard: "银行卡",
		scaleSmaller: "小一点",
		scaleLarger: "大一点",
		startingTitle: "正在打开会议",
		startingLead: "正在核对会议，请稍候。",
		brokenTitle: "平板没有装好",
		brokenLead: "找不到会议的设置，或存储不能用。请把平板交给工作人员。",
		elsewhereTitle: "已在另一个窗口打开",
		elsewhereLead: "这台平板已有一个投票窗口。请回到那个窗口，关闭这个。",
		welcomeTitle: "代表签到",
		welcomeLead: "请出示代表证。",
		waysScan: "扫描代表证",
		waysScanLead: "把证件上的二维码对准镜头",
		waysType: "输入编号和短码",
		waysTypeLead: "都印在代表证上",
		waysDesk: "没有带代表证",
		waysDeskLead: "由会务人员签到",
		scanTitle: "扫描代表证",
		scanLead: "请把代表证上的二维码放进框里。",
		scanSlow: "还没有读到。请靠近一点，擦净镜头，避开反光。也可以改为输入。",
		cameraStarting: "正在打开镜头",
		cameraRefused: "镜头不能用。请改为输入编号和短码，或请工作人员帮助。",
		scanOther: "改为输入",
		typedTitle: "输入编号和短码",
		deskTitle: "输入编号",
		fieldNumber: "编号",
		fieldCode: "短码",
		keyErase: "退格",
		keyNext: "输入短码",
		signIn: "签到",
		typedMissing: "请输入编号和短码。",
		deskMissing: "请输入编号。",
		readingTitle: "正在核对证件",
		readingLead: "请稍候。",
		identityTitle: "请确认身份",
		identityLead: "请看清姓名：",
		identityNumber: (number) => `编号 ${number}`,
		identityYes: "是本人，签到",
		identityNo: "不是我",
		notMe: "已清除。请把平板交给工作人员，或出示自己的代表证。",
		checkingInTitle: "正在签到",
		checkingInLead: "请稍候，不要离开。",
		rolesTitle: "请稍候",
		rolesLead: "会议已经开始，正在等待秘书处和总监票人同意签到。不用操作。",
		deskCodeTitle: "请会务人员签到",
		deskCodeLead: "请把这个码交给会务人员扫描，不要离开。",
		deskCodeLabel: "签到码",
		undoneTitle: "签到已撤销",
		undoneLead: "会务人员撤销了这次签到。请找工作人员。",
		signInAgain: "重新签到",
		listTitle: "表决事项",
		greeting: (name) => `${name}代表，已签到`,
		listWaiting: "投票还没有开始，请等候主持人宣布。",
		listNext: "现在没有要投的事项，请等候主持人宣布下一项。",
		listChoose: "请按下面的事项，开始投票。",
		listChooseOf: (open) => `有 ${open} 项可以投票，请一项一项投。`,
		listCasting: "正在投票，请稍候，不要离开。",
		listUnwitnessed: "投票已经开始，正在等待见证，一般几秒钟。请稍候。",
		listHeld: "投票暂停，请等候。",
		listHands: "这一项举手表决，请听主持人宣布。这里不用操作。",
		listOver: "投票已经结束。",
		listAllDone: "您的票都已投出，谢谢。请把平板交回。",
		listSealed: "会议已封存，谢谢。请把平板交回。",
		finish: "交回平板",
		finishTitle: "交回平板？",
		finishLead: "交回以后，这台平板不再显示您的内容。",
		finishOpen: (open) => `还有 ${open} 项没有投票。交回以后不能再投。`,
		finishCasting: "有一张票正在投票，还不知道是否投出。它会继续自动投，最好先等一等。",
		finishYes: "交回",
		finishNo: "先不交",
		stoppedTitle: "可以交回平板了",
		stoppedLead: "谢谢。请把平板放回原处，或交给工作人员。",
		stoppedAgain: "下一位代表",
		statusNotOpen: "未开始",
		statusUnwitnessed: "已开始，等待见证",
		statusDrawing: "正在领票",
		statusReady: "可以投票",
		statusKept: "可以投票，选择已保留",
		statusHeld: "暂停",
		statusHands: "请举手表决",
		statusCasting: "正在投票，还不知道是否投出",
		statusCast: "票已投出",
		statusMayChange: (left) => `票已投出，截止前还可以改票 ${left} 次`,
		statusSlip: "票已投出，回条已交",
		statusRecorded: (index) => `票已投出，已在日志第 ${index} 条找到`,
		statusVoted: (index) => `已投出，记名，日志第 ${index} 条`,
		statusVotedMayChange: (index) => `已投出，记名，日志第 ${index} 条，截止前可以修改`,
		statusRefused: "没有投出",
		statusNotChanged: "没有改票，原来的票有效",
		statusUnknown: "还不知道是否投出，开箱后查明",
		statusMissing: "有回执，日志中没有找到",
		statusNotInBox: "没有投出",
		statusMissed: "已截止，没有投出",
		statusPaper: "已领纸质票，请投入票箱",
		statusOver: "举手表决已结束",
		statusVoided: "本次表决作废",
		actVote: "投票",
		actGoOn: "继续投票",
		actChange: "改票",
		actCode: "看查票码",
		actWhy: "看说明",
		tagSecret: "无记名",
		tagNamed: "记名",
		tagHands: "举手",
		tagRunOff: "再次票决",
		tagSecondRound: "第二轮",
		tagAgain: "重新表决",
		markSelect: "请选择项目",
		markVotes: "请表决",
		markGrades: "请测评",
		markRanks: "请排序",
		detail: "详情",
		detailOf: (number) => `第 ${number} 项的详情`,
		detailBudget: "金额",
		detailDepartment: "负责部门",
		speak: "读给我听",
		speakStop: "停止朗读",
		chosenWord: "已选",
		notChosenWord: "未选",
		rowNumber: (number) => `第 ${number} 项`,
		rankGive: "排号",
		rankGiven: (number) => `第 ${number} 号`,
		rankTitle: (number) => `第 ${number} 项排第几号？`,
		rankLead: (last) => `1 号最优先，${last} 号在最后。`,
		rankNone: "不排号",
		rankTakenBy: (item) => `已给第 ${item} 项`,
		counter: (most, chosen, left) => `最多 ${most} 项，已选 ${chosen} 项，还可选 ${left} 项`,
		counterExactly: (most, chosen, missing) => `要选满 ${most} 项，已选 ${chosen} 项，还差 ${missing} 项`,
		counterBetween: (least, most, chosen, missing) => `要选 ${least} 至 ${most} 项，已选 ${chosen} 项，至少还差 ${missing} 项`,
		counterEach: (items, chosen) => `共 ${items} 项，已选 ${chosen} 项`,
		counterMarked: (items, marked) => `共 ${items} 项，已标 ${marked} 项`,
		counterVotesMost: (word, most, now) => `${word}最多 ${most} 项，现有 ${now} 项`,
		counterVotesExactly: (word, most, now) => `${word}要满 ${most} 项，现有 ${now} 项`,
		counterVotesBetween: (word, least, most, now) => `${word}要 ${least} 至 ${most} 项，现有 ${now} 项`,
		counterRanks: (given, last, left) => `共 ${last} 个号，已排 ${given} 个，还可排 ${left} 个`,
		both: (first, second) => `${first}，${second}`,
		blankItemAbstain: "不标的项目按弃权计算。",
		blankItemApprove: "不标的项目按赞成计算。",
		blankItemInvalid: "不标的项目不计算。",
		toReview: (chosen) => `核对（已选 ${chosen} 项）`,
		toReviewMarked: (marked) => `核对（已标 ${marked} 项）`,
		toReviewRanked: (given) => `核对（已排 ${given} 个）`,
		overTitle: "选满了",
		overLimit: (most) => `最多选 ${most} 项。要选这一项，请先取消一项。`,
		overVotes: (word, most) => `${word}最多 ${most} 项。这一项要选${word}，请先改一项。`,
		unfitTitle: "还不能核对",
		tooMany: (word, chosen, most) => `现在有 ${chosen} 项${word}，最多 ${most} 项。请改标几项。不标也按赞成计算。`,
		numberTaken: (number, item) => `${number} 号已给了第 ${item} 项。要改，请先取消那一项的号。`,
		takenTitle: "这个号用过了",
		numbersMissing: (numbers) => `每个号都要排上，还差：${list(numbers)}。`,
		blankRefused: "一项也没标的票是废票，不能投。请至少标一项。",
		leastNeeded: (least, missing) => `至少要选 ${least} 项，还差 ${missing} 项。`,
		votesNeeded: (word, least, missing) => `${word}至少要有 ${least} 项，还差 ${missing} 项。`,
		exactNeeded: (least, missing) => `要选满 ${least} 项，还差 ${missing} 项。`,
		heldNotice: "投票暂停，选择已保留。恢复后继续，请等候。",
		resumedNotice: "投票恢复，请继续。",
		notCastYet: "还没有投出",
		changeBanner: "改票：新票投出以前，原来的票有效",
		namedBanner: "记名表决：您的姓名和选择将公开",
		leave: "返回列表",
		reviewTitle: "请核对",
		reviewChosen: (chosen) => `您选了 ${chosen} 项：`,
		reviewMarked: (marked) => `您标了 ${marked} 项：`,
		reviewRanked: (given) => `您排了 ${given} 个号：`,
		reviewNothing: "一项也没选",
		reviewNothingMarked: "一项也没标",
		reviewNotChosen: (numbers) => `没有选的 ${numbers.length} 项：${list(numbers)}`,
		reviewNotMarked: (numbers) => `没有标的 ${numbers.length} 项：${list(numbers)}`,
		reviewNotRanked: (numbers) => `没有排号的 ${numbers.length} 项：${list(numbers)}`,
		reviewUnder: (left) => `还可以再选 ${left} 项，不选也可以。`,
		reviewFreeNumbers: (numbers) => `没有用的号：${list(numbers)}。不用也可以。`,
		change: "返回修改",
		reviewRight: "核对好了",
		blankTitle: "一项也没选",
		blankQuestion: "一项也没选，作为弃权票投出？",
		blankQuestionApprove: "一项也没标，全部按赞成计算。这样投出？",
		blankQuestionInvalid: "一项也没标，这张票对各项都不计算。这样投出？",
		blankYes: "就这样，继续",
		blankNo: "返回选择",
		namedTitle: "投出前请看清",
		namedQuestion: "投出后，您的姓名和选择立即公开，记入日志。",
		namedChange: "截止前可以修改，每次修改也公开。",
		namedYes: "投票",
		castTitle: "现在投票",
		castTitleVoted: "现在投票？",
		castLead: "按“投票”，票就投出。",
		castCode: "查票码",
		castCodeLead: "可以拍照或抄下。它不显示您的选择。",
		preparing: "正在封票，请稍候",
		prepareFailed: "这张票没有封好，没有投出。请返回修改，再核对一次。",
		cast: "投票",
		checkDevice: "验票机",
		checkTitle: "验票机：请先看清",
		checkWarning: "用来验票机的选择不算投票，而且可能公开。",
		checkWarningAgain: "验完以后，要重新选择、重新投票。请不要用真实的选择来验。",
		checkYes: "验票机",
		checkNo: "不验，返回",
		openedTitle: "验票机",
		openedLead: "请用另一台设备扫描，核对查票码和选择。",
		openedSpoilt: "这张票已作废，没有投出，不会计入。",
		openedWaiting: "正在打开这张票，请稍候",
		openedFailed: "没有打开。这张票没有投出。请重新选择。",
		openedQr: "验票机的二维码",
		again: "重新选择",
		castingTitle: "正在投票",
		castingLead: "请不要离开，不用再按。",
		castingRetry: (attempt) => `还没有收到回执，正在重试（第 ${attempt} 次）`,
		castingKept: "票已保存在这台平板。还不知道是否投出。",
		castingOthers: "先投其他事项",
		troubleNetwork: "网络不通，恢复后自动再投。",
		troubleBusy: "服务器忙，会自动再投。",
		troubleHeld: "投票暂停，恢复后自动投出。",
		troubleWitnesses: "等待见证，见证恢复后自动投出。",
		changeOnItsWay: "新票投出以前，原来的票有效。",
		doneTitle: "票已投出",
		doneChanged: "改票完成，只有这张票有效。",
		doneKeep: "凭查票码，会后可以查到这张票。它不显示您的选择。",
		doneWiped: "查票码已清除。",
		doneClears: (seconds) => `${seconds} 秒后清屏`,
		doneReturn: "请把平板放好。",
		doneVoted: (index) => `记名票已投出，记入日志第 ${index} 条。`,
		doneVotedPublic: "姓名和选择公开可查。",
		doneRecorded: (index) => `已在日志第 ${index} 条找到这张票。`,
		doneSlip: "回条已交。",
		doneOk: "好了，清屏",
		doneChange: (left) => `改票（还可 ${left} 次）`,
		codeQr: "查票码的二维码",
		codeLabel: (code) => `查票码 ${code}`,
		outcomeNotCast: "没有投出",
		outcomeNotChanged: "没有改票",
		outcomeUnknown: "还不知道是否投出",
		outcomeCast: "票已投出",
		outcomeMissing: "有回执，日志中没有找到",
		outcomeVoid: "本次表决作废",
		outcomePaper: "请用纸质票",
		refusedNext: "请找工作人员。",
		refusedFormer: "原来的票仍然有效。",
		refusedUnknown: "开箱以后，这台平板会在日志中查明。请不要关机，请告诉工作人员。",
		refusedUnknownChange: "如果改票在截止前已经入箱，以改票为准，否则原来的票有效。开箱以后，这台平板会在日志中查明。",
		missingLead: "您有投票的回执，但日志里没有这张票。",
		missingNext: "回执已保存在这台平板，可以证明票投过。请立即找总监票人，不要关机。",
		notInBoxLead: "没有收到回执。开箱后查过日志，里面没有这张票。",
		notInBoxNext: "这张票没有计入。请告诉工作人员。",
		missedLead: "投票已截止，这张票没有投出。",
		missedNext: "如有疑问，请找工作人员。",
		changeMissed: "投票已截止。改票没有投出，原来的票有效。",
		voidedLead: "这一次表决已经作废，投过的票都不算。",
		voidedNext: "请等候主持人宣布是否重新表决。",
		paperLead: "您已领取纸质票，这里没有投出。",
		paperNext: "请填写纸质票，投入票箱。不用在这里投票。",
		goneLead: "这一项不在列表里了。这张票没有投出。",
		toList: "返回列表"
	},
	en
};
function texts(lang) {
	return LANGUAGES[lang];
}
/** A sentence of the device, which has every language. */
function sentence(lang, said) {
	return said[lang];
}
/** A word of the ballot: `赞成`, `For`, or both. */
function ballotWord(reading, word) {
	if (!reading.bilingual || word.zh === word.en || word.en === "" || word.zh === "") return word[reading.lang] === "" ? word.zh : word[reading.lang];
	return reading.lang === "zh" ? `${word.zh} ${word.en}` : `${word.en} ${word.zh}`;
}
// src/ui/paginate.ts
/** Which rows stand on which page. */
/**
* Fills pages from the top: a page takes rows while they fit into `room` with `gap` between them; a row higher than that has a page to
* itself. Always at least one page; no row is left out.
*/
function paginate(heights, gap, room) {
	const pages = [];
	let page = [];
	let used = 0;
	heights.forEach((height, row) => {
		const needed = page.length === 0 ? height : used + gap + height;
		if (page.length > 0 && needed > room) {
			pages.push(page);
			page = [row];
			used = height;
		} else {
			page.push(row);
			used = needed;
		}
	});
	return [...pages, page];
}
// src/ui/paged.tsx
var same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
/** Room for rows: that of the place itself, or in a sheet what the sheet may still grow. */
function roomOf(place) {
	const sheet = place.closest("dialog");
	const style = getComputedStyle(place);
	const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
	if (sheet === null) return place.clientHeight - padding;
	const around = sheet.offsetHeight - place.offsetHeight;
	return window.innerHeight * .94 - around - padding;
}
/** See [`PagedProps`]. */
function Paged({ blocks, page, onPages, list = false, label }) {
	const place = A(null);
	const [tall, setTall] = d(false);
	const [pages, setPages] = d([blocks.map((_, index) => index)]);
	const measure = A(() => {
		const { current } = place;
		if (current === null) return;
		const children = [...current.children].filter((child) => child instanceof HTMLElement);
		const gap = parseFloat(getComputedStyle(current).rowGap) || 0;
		const heights = children.map((child) => child.offsetHeight);
		const room = roomOf(current);
		const next = paginate(heights, gap, room);
		setTall(heights.some((height) => height > room + 1));
		setPages((before) => same(before, next) ? before : next);
	});
	_(() => {
		measure.current();
	});
	_(() => {
		const { current } = place;
		const remeasure = () => {
			measure.current();
		};
		const watch = new ResizeObserver(remeasure);
		if (current !== null) watch.observe(current);
		window.addEventListener("resize", remeasure);
		document.fonts.ready.then(remeasure);
		return () => {
			watch.disconnect();
			window.removeEventListener("resize", remeasure);
		};
	}, []);
	_(() => {
		onPages(pages.length);
	}, [pages.length]);
	const shown = pages[Math.min(page, pages.length - 1)] ?? [];
	return /* @__PURE__ */ u("div", {
		class: tall ? "paged tall" : "paged",
		tabIndex: tall ? 0 : void 0,
		ref: place,
		role: list ? "list" : void 0,
		"aria-label": label,
		children: blocks.map((block, index) => /* @__PURE__ */ u("div", {
			class: shown.includes(index) ? "block" : "block other-page",
			role: list ? "listitem" : void 0,
			children: block.node
		}, block.key))
	});
}
// src/ui/pager.tsx
/** See [`PagerProps`]. */
function Pager({ t, page, pages, onPage }) {
	if (pages < 2) return null;
	const at = Math.min(page, pages - 1);
	return /* @__PURE__ */ u("nav", {
		class: "pager",
		"aria-label": t.page(at + 1, pages),
		children: [
			/* @__PURE__ */ u(Button, {
				action: "previous-page",
				off: at === 0,
				onPress: () => {
					onPage(at - 1);
				},
				children: t.previousPage
			}),
			/* @__PURE__ */ u("p", {
				class: "page-of",
				role: "status",
				children: t.page(at + 1, pages)
			}),
			/* @__PURE__ */ u(Button, {
				action: "next-page",
				off: at === pages - 1,
				onPress: () => {
					onPage(at + 1);
				},
				children: t.nextPage
			})
		]
	});
}
// src/ui/screen.tsx
/** See [`ScreenProps`]. */
function Screen(props) {
	const { frame, name, over, heading, side, banner = null, blocks, list = false, told = false, actions } = props;
	const { t } = frame;
	const title = A(null);
	const [at, setAt] = d({});
	const [pages, setPages] = d(1);
	_(() => {
		title.current?.focus({ preventScroll: true });
	}, [name]);
	const page = at[name] ?? 0;
	return /* @__PURE__ */ u("div", {
		class: told ? "screen told" : "screen",
		"data-screen": name,
		children: [
			/* @__PURE__ */ u("header", {
				class: "frame",
				children: [/* @__PURE__ */ u("div", {
					class: "frame-words",
					children: [/* @__PURE__ */ u("p", {
						class: "frame-title",
						children: [
							frame.rehearsal ? /* @__PURE__ */ u("strong", {
								class: "tag rehearsal",
								children: t.rehearsal
							}) : null,
							" ",
							frame.title
						]
					}), /* @__PURE__ */ u("p", {
						class: frame.trouble ? "frame-state trouble" : "frame-state",
						role: "status",
						children: [frame.connection, frame.witnesses === null ? null : /* @__PURE__ */ u("span", {
							class: "frame-witnesses",
							children: frame.witnesses
						})]
					})]
				}), /* @__PURE__ */ u("div", {
					class: "frame-buttons",
					children: frame.buttons
				})]
			}),
			/* @__PURE__ */ u("div", {
				class: "notices",
				"aria-live": "assertive",
				children: frame.notice === null ? null : /* @__PURE__ */ u("p", {
					class: "notice",
					children: frame.notice
				})
			}),
			/* @__PURE__ */ u("main", {
				class: "stage",
				children: [
					/* @__PURE__ */ u("div", {
						class: "head",
						children: [/* @__PURE__ */ u("div", {
							class: "head-words",
							children: [over === void 0 ? null : /* @__PURE__ */ u("div", {
								class: "over",
								children: over
							}), /* @__PURE__ */ u("h1", {
								tabIndex: -1,
								ref: title,
								children: heading
							})]
						}), side === void 0 ? null : /* @__PURE__ */ u("div", {
							class: "side",
							children: side
						})]
					}),
					banner === null ? null : /* @__PURE__ */ u("p", {
						class: "banner",
						children: banner
					}),
					/* @__PURE__ */ u(Paged, {
						blocks,
						page,
						onPages: setPages,
						list
					}, name),
					/* @__PURE__ */ u("div", {
						class: "bar",
						children: [/* @__PURE__ */ u(Pager, {
							t,
							page,
							pages,
							onPage: (to) => {
								setAt({
									...at,
									[name]: to
								});
							}
						}), /* @__PURE__ */ u("div", {
							class: "actions",
							children: actions
						})]
					})
				]
			})
		]
	});
}
// src/deputy/model/state.ts
var DEFAULT_SETTINGS = {
	size: 2,
	theme: "light",
	lang: "zh",
	bilingual: false
};
/** How long 票已投出 stays without a touch. */
var DONE_SHOWN_MS = 2e4;
/** After so much silence on a ballot the screen asks 还在投票吗？. Nothing is taken away. */
var IDLE_MS = 18e4;
/** The page when it is opened. `kept`: what a reload left. */
function start(view, now, kept) {
	return {
		view,
		now,
		touched: now,
		settings: DEFAULT_SETTINGS,
		cover: null,
		sheet: null,
		notice: null,
		entry: { is: "ways" },
		reading: false,
		step: { is: "list" },
		kept,
		round: 0
	};
}
// src/deputy/model/ticks.ts
var PREFIX = "piaojue.ticks.";
/** Keeps the ticks of one contest. */
function keepTicks(storage, kept) {
	storage.setItem(`${PREFIX}${kept.contest}`, JSON.stringify({
		code: kept.code,
		marks: kept.marks
	}));
}
/** Forgets those of one contest. */
function dropTicks(storage, contest) {
	storage.removeItem(`${PREFIX}${contest}`);
}
/** Forgets all. */
function dropAllTicks(storage) {
	keys(storage).forEach((key) => {
		storage.removeItem(key);
	});
}
/** What a reload left. Anything that is not in the form written here is dropped. */
function readTicks(storage) {
	return keys(storage).flatMap((key) => {
		const kept = read$1(key, storage.getItem(key));
		if (kept === null) storage.removeItem(key);
		return kept === null ? [] : [kept];
	});
}
function keys(storage) {
	return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter((key) => key?.startsWith(PREFIX) ?? false);
}
function read$1(key, text) {
	const contest = key.slice(14);
	if (text === null || !/^(0|[1-9][0-9]{0,8})$/.test(contest)) return null;
	let value;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	if (typeof value !== "object" || value === null || !("code" in value) || !("marks" in value)) return null;
	const { code, marks } = value;
	if (typeof code !== "string" || !Array.isArray(marks)) return null;
	const list = marks;
	const checked = list.filter((mark) => mark === null || typeof mark === "number" && Number.isInteger(mark) && mark >= 0);
	return checked.length === list.length ? {
		contest: Number(contest),
		code,
		marks: checked
	} : null;
}
// src/deputy/model/entry.ts
function withEntry(state, change) {
	return {
		...state,
		entry: change(state.entry)
	};
}
/** What a person does before the check-in stands. */
function signIn(state, what) {
	switch (state.view.presence.is) {
		case "out": return state.reading ? [state, []] : showCard(state, what);
		case "card-read":
			if (what.is === "its-me") return [state, [{ is: "check-in" }]];
			return what.is === "not-me" || what.is === "back" ? forget(state) : [state, []];
		case "awaiting-desk":
		case "undone": return what.is === "not-me" || what.is === "back" ? forget(state) : [state, []];
		case "checking-in":
		case "awaiting-roles":
		case "in": return [state, []];
	}
}
function forget(state) {
	return [{
		...state,
		entry: { is: "ways" },
		notice: state.view.presence.is === "card-read" ? { is: "not-me" } : null
	}, [{ is: "forget-card" }]];
}
function showCard(state, what) {
	const { entry } = state;
	switch (what.is) {
		case "ways":
		case "back": return [{
			...state,
			entry: { is: "ways" }
		}, []];
		case "scan": return [{
			...state,
			entry: {
				is: "scan",
				camera: "starting",
				since: state.now
			}
		}, []];
		case "type": return [{
			...state,
			entry: {
				is: "typed",
				field: "number",
				number: "",
				code: "",
				missing: false
			}
		}, []];
		case "desk": return [{
			...state,
			entry: {
				is: "desk",
				number: "",
				missing: false
			}
		}, []];
		case "scanned": return entry.is === "scan" ? read(state, {
			is: "qr",
			text: what.text
		}) : [state, []];
		case "field": return [withEntry(state, (form) => form.is === "typed" ? {
			...form,
			field: what.field
		} : form), []];
		case "typed": return [withEntry(state, (form) => typed(form, what.field, what.text)), []];
		case "sign-in": return submit(state, entry);
		default: return [state, []];
	}
}
function typed(form, field, text) {
	if (field === "number" && (form.is === "typed" || form.is === "desk")) return {
		...form,
		number: text.slice(0, 10),
		missing: false
	};
	if (field === "code" && form.is === "typed") return {
		...form,
		code: text.slice(0, 40),
		missing: false
	};
	return form;
}
function submit(state, entry) {
	if (entry.is === "typed") {
		const number = entry.number.trim();
		const code = entry.code.trim();
		if (number === "" || code === "") return [{
			...state,
			entry: {
				...entry,
				missing: true,
				field: number === "" ? "number" : "code"
			}
		}, []];
		return read(state, {
			is: "typed",
			number,
			code
		});
	}
	if (entry.is === "desk") {
		const number = entry.number.trim();
		return number === "" ? [{
			...state,
			entry: {
				...entry,
				missing: true
			}
		}, []] : read(state, {
			is: "desk",
			number
		});
	}
	return [state, []];
}
/** Another card, another person: ticks that a reload kept are not shown to whoever comes next. */
function read(state, input) {
	return [{
		...state,
		reading: true,
		kept: []
	}, [{ is: "drop-all-ticks" }, {
		is: "read-card",
		input
	}]];
}
// src/deputy/model/marks.ts
/** The last column; what a row without a mark is in the ballot. */
function restColumn(contest) {
	return Math.max(contest.options.length - 1, 1);
}
/** Whether the last option is marked like the others. */
function restIsMarked(contest) {
	return contest.style.is === "votes" && contest.style.rest;
}
/** Columns that have a target, in order. */
function markedColumns(contest) {
	const columns = contest.options.map((_, column) => column);
	return restIsMarked(contest) ? columns : columns.slice(0, -1);
}
/** An empty ballot. */
function blank(contest) {
	return contest.items.map(() => null);
}
/** The marks of a public vote that stands, to be changed; of another contest it is an empty ballot. */
function ofVote(contest) {
	const rest = restColumn(contest);
	if (contest.vote.length !== contest.items.length || contest.vote.some((column) => column > rest)) return blank(contest);
	return contest.vote.map((column) => column === rest && !restIsMarked(contest) ? null : column);
}
/** Whether marks of unknown origin can be marks of this contest. */
function fits(contest, marks) {
	if (marks.length !== contest.items.length) return false;
	const columns = markedColumns(contest);
	if (!marks.every((mark) => mark === null || columns.includes(mark))) return false;
	const given = marks.filter((mark) => mark !== null);
	if (contest.style.is === "ranks") return new Set(given).size === given.length;
	const most = limitWhileMarking(contest);
	return most === null || chosenCount(contest, marks) <= most;
}
/** Rows that have a mark. */
function markedCount(marks) {
	return marks.filter((mark) => mark !== null).length;
}
/** Rows that choose: those with the first option, and where the rules say so those without a mark. */
function chosenCount(contest, marks) {
	return marks.filter((mark) => mark === 0 || mark === null && contest.blankItem === "approve").length;
}
/** Rows that choose without a mark are over the limit from the start: then it is the review that says so. */
function limitWhileMarking(contest) {
	return contest.limits === null || contest.blankItem === "approve" ? null : contest.limits.most;
}
function replaced(marks, item, mark) {
	return marks.map((before, row) => row === item ? mark : before);
}
/** Gives a row this option, or takes its mark away if it has it already. */
function toggle(contest, marks, item, option) {
	const before = marks[item];
	if (before === void 0 || contest.style.is === "ranks" || !markedColumns(contest).includes(option)) return {
		ok: false,
		why: { is: "no-such-option" }
	};
	if (before === option) return {
		ok: true,
		marks: replaced(marks, item, null)
	};
	const most = limitWhileMarking(contest);
	if (option === 0 && most !== null && chosenCount(contest, marks) >= most) return {
		ok: false,
		why: {
			is: "limit",
			most
		}
	};
	return {
		ok: true,
		marks: replaced(marks, item, option)
	};
}
/** Gives a row a number (号), from 1, or takes it away. */
function giveNumber(contest, marks, item, number) {
	if (marks[item] === void 0 || contest.style.is !== "ranks") return {
		ok: false,
		why: { is: "no-such-option" }
	};
	if (number === null) return {
		ok: true,
		marks: replaced(marks, item, null)
	};
	if (!Number.isInteger(number) || number < 1 || number > restColumn(contest)) return {
		ok: false,
		why: { is: "no-such-option" }
	};
	const other = marks.indexOf(number - 1);
	if (other !== -1 && other !== item) return {
		ok: false,
		why: {
			is: "number-taken",
			number,
			item: other
		}
	};
	return {
		ok: true,
		marks: replaced(marks, item, number - 1)
	};
}
/** Numbers that no row has. */
function freeNumbers(contest, marks) {
	return Array.from({ length: restColumn(contest) }, (_, column) => column).filter((column) => !marks.includes(column)).map((column) => column + 1);
}
/** Choices that are still possible, where the rules limit them. */
function remaining(contest, marks) {
	if (contest.style.is === "ranks") return freeNumbers(contest, marks).length;
	return contest.limits === null ? 0 : Math.max(contest.limits.most - chosenCount(contest, marks), 0);
}
/** Why the rules do not take these marks as they are, in the order in which one mends them; null: they do. */
function unfit$1(contest, marks) {
	if (contest.limits !== null) {
		const { least, most } = contest.limits;
		const chosen = chosenCount(contest, marks);
		if (chosen > most) return {
			is: "too-many",
			most,
			chosen
		};
		if (chosen < least) return {
			is: "too-few",
			least,
			missing: least - chosen
		};
	}
	if (contest.style.is === "ranks" && contest.style.exactly) {
		const numbers = freeNumbers(contest, marks);
		if (numbers.length > 0) return {
			is: "numbers-missing",
			numbers
		};
	}
	return contest.blankVoid && markedCount(marks) === 0 ? { is: "blank" } : null;
}
/** The column of each row, as the device encrypts it. */
function columns(contest, marks) {
	const rest = restColumn(contest);
	return marks.map((mark) => mark ?? rest);
}
// src/deputy/model/status.ts
/** A ballot can be begun or gone on with, now. */
function isVotable(status) {
	return status.is === "ready" || status.is === "may-change" && status.left > 0 || status.is === "voted" && status.mayChange;
}
/** The vote is cast, and the device has checked so. */
function isDone(status) {
	return [
		"cast",
		"may-change",
		"slip-returned",
		"recorded",
		"voted"
	].includes(status.is);
}
/** A ballot begun here may still be cast, now or once something passes. */
function keepsMarks(status) {
	return isVotable(status) || [
		"held",
		"not-open",
		"unwitnessed",
		"drawing",
		"cast"
	].includes(status.is);
}
/** There is something to explain, and nothing to do here any more. */
function isOutcome(status) {
	return [
		"refused",
		"missing",
		"not-in-box",
		"missed",
		"paper",
		"voided"
	].includes(status.is);
}
/** The claim that a status carries. `missing` is a cast: there was a receipt. A void vote is neither. */
function claimOf(status) {
	switch (status.is) {
		case "cast":
		case "may-change":
		case "slip-returned":
		case "recorded":
		case "voted":
		case "missing": return "cast";
		case "casting": return "unknown";
		case "refused": return status.counts === "unknown" ? "unknown" : status.counts === "nothing" ? "not-cast" : "cast";
		case "not-in-box":
		case "missed":
		case "ready":
		case "held":
		case "paper":
		case "unwitnessed":
		case "drawing": return "not-cast";
		case "not-open":
		case "hands":
		case "over":
		case "voided": return "none";
	}
}
/** The ballot code that a status carries; null: none, or wiped. */
function codeOf(status) {
	return status.is === "cast" || status.is === "may-change" || status.is === "slip-returned" ? status.code : null;
}
// src/deputy/model/ballot.ts
/** Opens a contest to be marked: with ticks that were kept, those of a vote that stands, or none. */
function begin(state, contest) {
	const kept = state.kept.find((one) => one.contest === contest.contest && one.code === contest.code);
	const ticks = kept !== void 0 && fits(contest, kept.marks) ? kept.marks : ofVote(contest);
	return {
		...state,
		sheet: null,
		step: {
			is: "marking",
			ballot: {
				contest,
				marks: ticks
			}
		}
	};
}
/** Whether what is marked would take the place of a vote that counts. */
function isChange(contest) {
	return isDone(contest.status);
}
/** What a person does on a ballot. */
function act$1(state, step, what) {
	switch (step.is) {
		case "marking": return onMarking(state, step.ballot, what);
		case "review": return onReview(state, step, what);
		case "cast-or-check": return onCastOrCheck(state, step, what);
		case "opened": return what.is === "again" || what.is === "back" ? afterCheck(state, step.contest) : [state, []];
	}
}
function onMarking(state, ballot, what) {
	const { contest } = ballot;
	switch (what.is) {
		case "mark": return setMarks(state, ballot, toggle(contest, ballot.marks, what.item, what.option));
		case "ask-rank": return contest.style.is === "ranks" && what.item in contest.items ? [{
			...state,
			sheet: {
				is: "rank",
				item: what.item
			}
		}, []] : [state, []];
		case "rank": return setMarks(state, ballot, giveNumber(contest, ballot.marks, what.item, what.number));
		case "detail": return what.item in contest.items ? [{
			...state,
			sheet: {
				is: "detail",
				item: what.item
			}
		}, []] : [state, []];
		case "review": return review(state, ballot);
		case "back":
		case "to-list": return [{
			...state,
			sheet: null,
			step: { is: "list" }
		}, []];
		default: return [state, []];
	}
}
function setMarks(state, ballot, marked) {
	if (marked.ok) {
		const { contest } = ballot;
		const kept = {
			contest: contest.contest,
			code: contest.code,
			marks: marked.marks
		};
		const others = state.kept.filter((one) => one.contest !== kept.contest);
		return [{
			...state,
			sheet: null,
			kept: [...others, kept],
			step: {
				is: "marking",
				ballot: {
					contest,
					marks: marked.marks
				}
			}
		}, [{
			is: "keep-ticks",
			kept
		}]];
	}
	switch (marked.why.is) {
		case "limit": return [{
			...state,
			sheet: {
				is: "limit",
				most: marked.why.most
			}
		}, []];
		case "number-taken": return [{
			...state,
			sheet: {
				is: "taken",
				number: marked.why.number,
				item: marked.why.item
			}
		}, []];
		case "no-such-option": return [state, []];
	}
}
/** A secret ballot's encryption begins with the review, so that it is ready before the deputy is. */
function review(state, ballot) {
	const { contest } = ballot;
	const why = unfit$1(contest, ballot.marks);
	if (why !== null) return [{
		...state,
		sheet: {
			is: "unfit",
			why
		}
	}, []];
	if (contest.secrecy === "named") return [{
		...state,
		sheet: null,
		step: {
			is: "review",
			ballot,
			seal: null
		}
	}, []];
	const round = state.round + 1;
	const seal = {
		round,
		code: null,
		failed: null
	};
	const columns$3 = columns(contest, ballot.marks);
	return [{
		...state,
		round,
		sheet: null,
		step: {
			is: "review",
			ballot,
			seal
		}
	}, [{
		is: "prepare",
		contest: contest.contest,
		columns: columns$3,
		round
	}]];
}
/** Back to the marks; the encryption is forgotten. */
function change(state, step) {
	const effects = step.seal === null ? [] : [{ is: "discard" }];
	return [{
		...state,
		sheet: null,
		step: {
			is: "marking",
			ballot: step.ballot
		}
	}, effects];
}
function onReview(state, step, what) {
	const isBlank = markedCount(step.ballot.marks) === 0;
	switch (what.is) {
		case "change":
		case "back": return change(state, step);
		case "detail": return what.item in step.ballot.contest.items ? [{
			...state,
			sheet: {
				is: "detail",
				item: what.item
			}
		}, []] : [state, []];
		case "right": return isBlank ? [{
			...state,
			sheet: { is: "blank" }
		}, []] : confirmed(state, step);
		case "yes":
			if (state.sheet?.is === "blank" && isBlank) return confirmed(state, step);
			return state.sheet?.is === "named" ? vote(state, step.ballot) : [state, []];
		default: return [state, []];
	}
}
function confirmed(state, step) {
	if (step.seal === null) return [{
		...state,
		sheet: { is: "named" }
	}, []];
	return [{
		...state,
		sheet: null,
		step: {
			is: "cast-or-check",
			ballot: step.ballot,
			seal: step.seal
		}
	}, []];
}
function onCastOrCheck(state, step, what) {
	switch (what.is) {
		case "back": return [{
			...state,
			sheet: null,
			step: {
				is: "review",
				ballot: step.ballot,
				seal: step.seal
			}
		}, []];
		case "change": return change(state, step);
		case "cast": return cast(state, step);
		case "check": return step.seal.code === null ? [state, []] : [{
			...state,
			sheet: { is: "check-warning" }
		}, []];
		case "yes": return state.sheet?.is === "check-warning" ? open(state, step) : [state, []];
		default: return [state, []];
	}
}
/** The ticks are dropped before the device is told, so that no storage holds what is being cast. */
function cast(state, step) {
	const { ballot, seal } = step;
	const { contest } = ballot;
	if (seal.code === null) return [state, []];
	if (!isVotable(contest.status)) return [{
		...state,
		sheet: null,
		notice: { is: "held" }
	}, []];
	return [{
		...withoutTicks(state, contest.contest),
		sheet: null,
		step: {
			is: "casting",
			contest: contest.contest,
			code: seal.code,
			change: isChange(contest),
			former: codeOf(contest.status),
			seen: false
		}
	}, [{
		is: "drop-ticks",
		contest: contest.contest
	}, { is: "cast" }]];
}
function vote(state, ballot) {
	const { contest } = ballot;
	if (!isVotable(contest.status)) return [{
		...state,
		sheet: null,
		notice: { is: "held" }
	}, []];
	const former = contest.status.is === "voted" ? contest.status.index : null;
	const next = {
		...withoutTicks(state, contest.contest),
		sheet: null,
		step: {
			is: "casting",
			contest: contest.contest,
			code: null,
			change: isChange(contest),
			former,
			seen: false
		}
	};
	const columns$2 = columns(contest, ballot.marks);
	return [next, [{
		is: "drop-ticks",
		contest: contest.contest
	}, {
		is: "vote",
		contest: contest.contest,
		columns: columns$2
	}]];
}
/** 验票机: the marks were used for checking, so they are gone. */
function open(state, step) {
	const { contest } = step.ballot;
	if (step.seal.code === null) return [state, []];
	return [{
		...withoutTicks(state, contest.contest),
		sheet: null,
		step: {
			is: "opened",
			contest,
			seal: step.seal,
			opening: null
		}
	}, [{
		is: "drop-ticks",
		contest: contest.contest
	}, {
		is: "challenge",
		round: step.seal.round
	}]];
}
/** After a check: an empty ballot, or the list if the contest is over meanwhile. */
function afterCheck(state, contest) {
	if (!isVotable(contest.status) && contest.status.is !== "held") return [{
		...state,
		sheet: null,
		step: { is: "list" }
	}, []];
	return [{
		...state,
		sheet: null,
		step: {
			is: "marking",
			ballot: {
				contest,
				marks: blank(contest)
			}
		}
	}, []];
}
/** Without the ticks of a contest. */
function withoutTicks(state, contest) {
	return {
		...state,
		kept: state.kept.filter((one) => one.contest !== contest)
	};
}
/** The worker's answers; of another round they are nothing. */
function answered(state, event) {
	const { step } = state;
	switch (event.is) {
		case "prepared":
		case "prepare-failed": {
			if (step.is !== "review" && step.is !== "cast-or-check" || step.seal?.round !== event.round) return [state, []];
			const seal = event.is === "prepared" ? {
				...step.seal,
				code: event.code
			} : {
				...step.seal,
				failed: event.why
			};
			return [{
				...state,
				step: {
					...step,
					seal
				}
			}, []];
		}
		case "opened":
			if (step.is !== "opened" || step.seal.round !== event.round) return [state, []];
			return [{
				...state,
				step: {
					...step,
					opening: event.opening
				}
			}, []];
		case "open-failed":
			if (step.is !== "opened" || step.seal.round !== event.round) return [state, []];
			return [{
				...state,
				step: {
					...step,
					seal: {
						...step.seal,
						failed: event.why
					}
				}
			}, []];
	}
}
// src/deputy/model/follow.ts
/** The state after the device has told `view`. */
function follow(state, view) {
	const before = state.view;
	const next = {
		...state,
		view
	};
	if (state.step.is === "stopped") return [next, []];
	if (view.presence.is !== "in") return signedOut(next, before);
	if (before.presence.is !== "in") return [{
		...next,
		entry: { is: "ways" },
		reading: false,
		sheet: null
	}, []];
	return forgetOld(followStep(next, before));
}
/** The check-in does not stand (any more): nothing of this deputy stays on the screen. */
function signedOut(state, before) {
	const wasIn = before.presence.is === "in";
	const left = wasIn || before.presence.is !== "out" && state.view.presence.is === "out";
	const entered = before.presence.is === "out" && state.view.presence.is !== "out";
	const next = {
		...state,
		step: { is: "list" },
		...left ? {
			settings: DEFAULT_SETTINGS,
			sheet: null,
			cover: null,
			kept: []
		} : {},
		...left || entered ? {
			entry: { is: "ways" },
			reading: false
		} : {}
	};
	const sealed = "seal" in state.step && state.step.seal !== null && state.step.is !== "opened";
	const effects = [];
	if (left) effects.push({ is: "drop-all-ticks" });
	if (wasIn && sealed) effects.push({ is: "discard" });
	return [next, effects];
}
/** Ticks of contests that can never be cast are forgotten; after a reload the contests come one by one, so that one which is not there says nothing. */
function forgetOld([state, effects]) {
	const gone = state.kept.filter((kept) => {
		const contest = contestOf$1(state.view, kept.contest);
		return contest !== void 0 && !keepsMarks(contest.status);
	});
	if (gone.length === 0) return [state, effects];
	return [gone.reduce((rest, kept) => withoutTicks(rest, kept.contest), state), [...effects, ...gone.map((kept) => ({
		is: "drop-ticks",
		contest: kept.contest
	}))]];
}
function followStep(state, before) {
	const { step } = state;
	switch (step.is) {
		case "list": return [followList(state, before), []];
		case "marking":
		case "review":
		case "cast-or-check": return followBallot(notedElsewhere(state, before, step.ballot.contest.contest), step);
		case "opened": {
			const contest = state.view.contests.find((view) => view.contest === step.contest.contest);
			return [contest === void 0 ? state : {
				...state,
				step: {
					...step,
					contest: {
						...step.contest,
						status: contest.status
					}
				}
			}, []];
		}
		case "casting": return [followCasting(state, step), []];
		case "done":
		case "outcome": return [followTold(state, step), []];
		case "stopped": return [state, []];
	}
}
function contestOf$1(view, number) {
	return view.contests.find((contest) => contest.contest === number);
}
/** Contests whose cast was on its way and has ended in a receipt or in something to explain. */
function justAnswered(state, before) {
	return state.view.contests.find((contest) => contestOf$1(before, contest.contest)?.status.is === "casting" && (isDone(contest.status) || isOutcome(contest.status)));
}
/** On the list the answer is shown at once; nobody has to look for it. */
function followList(state, before) {
	const contest = justAnswered(state, before);
	if (contest === void 0) return state;
	return {
		...state,
		sheet: null,
		step: told$1(contest, state.now, false)
	};
}
/** What became of a vote, as a screen of its own. */
function told$1(contest, now, change) {
	if (isDone(contest.status)) return {
		is: "done",
		contest: contest.contest,
		since: now,
		changed: change
	};
	return {
		is: "outcome",
		contest: contest.contest,
		kind: change ? "status-of-change" : "status",
		title: contest.title,
		code: contest.code
	};
}
/** While another ballot is being marked, a line says that the list has news. */
function notedElsewhere(state, before, marked) {
	const contest = justAnswered(state, before);
	if (contest === void 0 || contest.contest === marked) return state;
	return {
		...state,
		notice: {
			is: "elsewhere-done",
			contest: contest.contest
		}
	};
}
/** The ballot in hand takes over the status of its contest. One that can never be cast is left, and why is told. */
function followBallot(state, step) {
	const old = step.ballot.contest;
	const view = contestOf$1(state.view, old.contest);
	const discard = step.is !== "marking" && step.seal !== null ? [{ is: "discard" }] : [];
	const leave = (to) => [{
		...withoutTicks(state, old.contest),
		sheet: null,
		cover: state.cover === "idle" ? null : state.cover,
		step: to
	}, [...discard, {
		is: "drop-ticks",
		contest: old.contest
	}]];
	if (view === void 0) return leave({
		is: "outcome",
		contest: old.contest,
		kind: "gone",
		title: old.title,
		code: old.code
	});
	const change = isChange(old);
	const { status } = view;
	if (status.is === "casting") return leave({
		is: "casting",
		contest: old.contest,
		code: null,
		change,
		former: null,
		seen: true
	});
	if (change && ([
		"slip-returned",
		"recorded",
		"missed"
	].includes(status.is) || status.is === "voted" && !status.mayChange)) return leave({
		is: "outcome",
		contest: old.contest,
		kind: "change-too-late",
		title: old.title,
		code: old.code
	});
	if (!change && isDone(status)) return leave(told$1(view, state.now, false));
	if (isOutcome(status)) return leave({
		is: "outcome",
		contest: old.contest,
		kind: "status",
		title: old.title,
		code: old.code
	});
	const next = {
		...state,
		step: {
			...step,
			ballot: {
				...step.ballot,
				contest: {
					...old,
					status: mergedStatus(old, view)
				}
			}
		}
	};
	const could = isVotable(old.status);
	const can = isVotable(status);
	if (could && !can) return [{
		...next,
		notice: { is: "held" }
	}, []];
	return [!could && can ? {
		...next,
		notice: { is: "resumed" }
	} : next, []];
}
/** On hold it is forgotten nowhere that the ballot is a change. */
function mergedStatus(old, view) {
	if (!isChange(old) || isDone(view.status) || isVotable(view.status)) return view.status;
	return old.status.is === "may-change" ? {
		is: "cast",
		code: old.status.code
	} : old.status.is === "voted" ? {
		...old.status,
		mayChange: false
	} : old.status;
}
function followCasting(state, step) {
	const contest = contestOf$1(state.view, step.contest);
	if (contest === void 0) return state;
	const { status } = contest;
	if (status.is === "casting") return step.seen ? state : {
		...state,
		step: {
			...step,
			seen: true
		}
	};
	if (isOutcome(status)) return {
		...state,
		sheet: null,
		step: told$1(contest, state.now, step.change)
	};
	if (!isDone(status)) return step.seen ? {
		...state,
		sheet: null,
		step: { is: "list" }
	} : state;
	const stands = status.is === "voted" ? status.index : codeOf(status);
	const isFormer = step.former !== null && stands === step.former;
	const isThis = step.code !== null && stands === step.code;
	if (isThis || !step.change && step.former === null || step.seen && !isFormer) return {
		...state,
		sheet: null,
		step: told$1(contest, state.now, step.change && (isThis || stands !== null))
	};
	return step.seen ? {
		...state,
		sheet: null,
		step: { is: "list" }
	} : state;
}
/** What is told stays true: a ballot that is found, lost or voided later is told anew. */
function followTold(state, step) {
	const contest = contestOf$1(state.view, step.contest);
	if (contest === void 0 || step.is === "outcome" && step.kind !== "status" && step.kind !== "status-of-change") return step.is === "done" ? {
		...state,
		step: { is: "list" }
	} : state;
	const { status } = contest;
	if (step.is === "done") return isDone(status) ? state : {
		...state,
		sheet: null,
		step: elseList(contest, state.now)
	};
	if (isOutcome(status)) return state;
	return {
		...state,
		sheet: null,
		step: isDone(status) ? told$1(contest, state.now, false) : { is: "list" }
	};
}
function elseList(contest, now) {
	return isOutcome(contest.status) ? told$1(contest, now, false) : { is: "list" };
}
// src/deputy/model/update.ts
/**
* How the deputy's screens change: a pure function of the state and what happened.
*
* Rules that hold after every event, and are tested over random ones (test/deputy/monkey.test.ts):
* - ticks leave memory and storage before the device is told to cast (`drop-ticks` stands before `cast` and `vote`);
* - a push changes the status of a ballot, never its marks;
* - no screen says 投出 or 没有投出 unless the device's view does;
* - from every screen there is a way on, or the device has it in hand.
*/
/** The state after `event`, and what the page is to do. */
function update(state, event) {
	switch (event.is) {
		case "act": return act({
			...state,
			touched: state.now,
			notice: null
		}, event.act);
		case "view": return follow(state, event.view);
		case "tick": return tick({
			...state,
			now: event.now
		});
		case "camera": return [withEntry(state, (entry) => entry.is === "scan" ? {
			...entry,
			camera: event.camera,
			since: state.now
		} : entry), []];
		case "card-answered": return cardAnswered(state, event);
		case "prepared":
		case "prepare-failed":
		case "opened":
		case "open-failed": return answered(state, event);
	}
}
function cardAnswered(state, event) {
	if (!state.reading) return [state, []];
	if (event.refused !== null) {
		const entry = state.entry.is === "scan" ? { is: "ways" } : state.entry;
		return [{
			...state,
			reading: false,
			entry,
			notice: {
				is: "refused-card",
				why: event.refused
			}
		}, []];
	}
	return [{
		...state,
		reading: false,
		entry: { is: "ways" }
	}, []];
}
/** Whether a ballot of which nothing was cast is on the screen. */
function isOnBallot(state) {
	return state.view.presence.is === "in" && [
		"marking",
		"review",
		"cast-or-check"
	].includes(state.step.is);
}
/** What is told now. That voting is on hold stays told for as long as it is: a touch does not end it. */
function noticeOf(state) {
	const { notice, step } = state;
	if (notice !== null || !isOnBallot(state) || !("ballot" in step)) return notice;
	return isVotable(step.ballot.contest.status) ? null : { is: "held" };
}
function tick(state) {
	const { step } = state;
	if (step.is === "done" && state.now - step.since >= 2e4) return clear(state);
	const silent = state.now - state.touched >= IDLE_MS;
	if (silent && isOnBallot(state) && state.cover === null) return [{
		...state,
		cover: "idle"
	}, []];
	if (silent && state.view.presence.is === "out" && state.entry.is === "typed" && !state.reading) return [{
		...state,
		entry: { is: "ways" }
	}, []];
	return [state, []];
}
/** Whether the camera has looked for long enough to say what helps. */
function scanIsSlow(state) {
	return state.entry.is === "scan" && state.entry.camera === "on" && state.now - state.entry.since >= 12e3;
}
function act(state, what) {
	if (state.view.elsewhere) return [state, []];
	if (state.cover !== null) return [what.is === "uncover" ? {
		...state,
		cover: null
	} : state, []];
	switch (what.is) {
		case "cover": return [{
			...state,
			cover: "asked"
		}, []];
		case "staff": return [{
			...state,
			sheet: null,
			cover: "staff"
		}, []];
		case "uncover": return [state, []];
		case "help":
		case "settings":
		case "scale":
		case "files": return [{
			...state,
			sheet: { is: what.is }
		}, []];
		case "save": return [state, state.view.files.filter(({ name }) => name === what.name).map(({ name, text }) => ({
			is: "save",
			name,
			text
		}))];
		case "set": return [{
			...state,
			settings: what.settings
		}, []];
		case "close": return [{
			...state,
			sheet: null
		}, []];
		case "back": if (state.sheet !== null) return [{
			...state,
			sheet: null
		}, []];
	}
	if (state.step.is === "stopped") return [state, what.is === "next-deputy" ? [{ is: "reload" }] : []];
	if (state.view.presence.is !== "in") return signIn(state, what);
	return signedIn(state, what);
}
function signedIn(state, what) {
	const { step } = state;
	switch (step.is) {
		case "list": return onList(state, what);
		case "marking":
		case "review":
		case "cast-or-check":
		case "opened": return act$1(state, step, what);
		case "casting": return [what.is === "to-list" && othersAreOpen(state) ? toList(state) : state, []];
		case "done":
			if (what.is === "change-vote") return changeVote(state, step.contest);
			return what.is === "clear" || what.is === "back" ? clear(state) : [state, []];
		case "outcome": return [what.is === "to-list" || what.is === "back" ? toList(state) : state, []];
		case "stopped": return [state, []];
	}
}
/** Another contest can be voted on while this one is on its way. */
function othersAreOpen(state) {
	return state.view.contests.some((contest) => isVotable(contest.status) && !isDone(contest.status));
}
function toList(state) {
	return {
		...state,
		sheet: null,
		step: { is: "list" }
	};
}
/** 清屏: the code leaves the screen, and no screen of this device shows it again. */
function clear(state) {
	if (state.step.is !== "done") return [state, []];
	const { contest: number } = state.step;
	const contest = state.view.contests.find((view) => view.contest === number);
	const effects = contest !== void 0 && codeOf(contest.status) !== null ? [{
		is: "wipe-code",
		contest: number
	}] : [];
	return [toList(state), effects];
}
function changeVote(state, number) {
	const contest = state.view.contests.find((view) => view.contest === number);
	if (contest === void 0 || !isVotable(contest.status)) return [{
		...state,
		notice: { is: "not-now" }
	}, []];
	return [begin(state, contest), []];
}
function onList(state, what) {
	switch (what.is) {
		case "open": {
			const contest = state.view.contests.find((view) => view.contest === what.contest);
			if (contest === void 0) return [state, []];
			const { status, contest: number, title, code } = contest;
			if (isDone(status)) return [{
				...state,
				sheet: null,
				step: {
					is: "done",
					contest: number,
					since: state.now,
					changed: false
				}
			}, []];
			if (isVotable(status)) return [begin(state, contest), []];
			if (status.is === "casting") return [{
				...state,
				step: {
					is: "casting",
					contest: number,
					code: null,
					change: false,
					former: null,
					seen: true
				}
			}, []];
			if (isOutcome(status)) return [{
				...state,
				step: {
					is: "outcome",
					contest: number,
					kind: "status",
					title,
					code
				}
			}, []];
			return [{
				...state,
				notice: { is: "not-now" }
			}, []];
		}
		case "finish": return [{
			...state,
			sheet: { is: "finish" }
		}, []];
		case "yes":
			if (state.sheet?.is !== "finish") return [state, []];
			return [{
				...state,
				sheet: null,
				kept: [],
				settings: DEFAULT_SETTINGS,
				step: { is: "stopped" }
			}, [{ is: "drop-all-ticks" }, { is: "stop" }]];
		default: return [state, []];
	}
}
// src/deputy/run.ts
/**
* The page's one moving part: it holds the state, hands every event to `update` and does what comes back, on the device and on the tab's
* storage. Everything else is a pure function.
*/
/** Anything thrown that is no sentence of the device's is the page's own fault, and is told as such. */
function sentenceOf(problem) {
	if (problem instanceof DeviceProblem) return problem.sentence;
	return {
		zh: "平板出错了，请工作人员帮助。",
		en: "Something went wrong on this tablet. Please ask the staff.",
		code: "page"
	};
}
/** Whether the passing of time alone changed what is shown. */
function showsTime(before, state) {
	return state.step.is === "done" || state.entry.is === "scan" || before.cover !== state.cover || before.step !== state.step || before.entry !== state.entry;
}
/** Runs the screens over a device. */
var Runner = class {
	device;
	around;
	#state;
	#listeners = /* @__PURE__ */ new Set();
	#stop;
	constructor(device, around) {
		this.device = device;
		this.around = around;
		this.#state = start(device.view, around.now(), readTicks(around.storage));
		this.#stop = device.subscribe((view) => {
			this.send({
				is: "view",
				view
			});
		});
	}
	get state() {
		return this.#state;
	}
	/** Called after every event; returns the way to stop. */
	subscribe(listener) {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}
	/** Something happened. Time goes first, so that a touch after a long sleep counts from now. */
	send(event) {
		const before = this.#state;
		const [state, effects] = update({
			...before,
			now: this.around.now()
		}, event);
		this.#state = state;
		if (event.is === "tick" && !showsTime(before, state)) return;
		this.#listeners.forEach((listener) => {
			listener(state);
		});
		effects.forEach((effect) => {
			this.perform(effect);
		});
	}
	/** Stops listening to the device. */
	end() {
		this.#stop();
	}
	perform(effect) {
		const { device, around } = this;
		switch (effect.is) {
			case "read-card":
				device.readCard(effect.input).then(() => {
					this.send({
						is: "card-answered",
						refused: null
					});
				}, (problem) => {
					this.send({
						is: "card-answered",
						refused: sentenceOf(problem)
					});
				});
				return;
			case "forget-card":
				device.forgetCard();
				return;
			case "check-in":
				device.checkIn();
				return;
			case "prepare": {
				const { round } = effect;
				device.prepare(effect.contest, effect.columns).then((prepared) => {
					this.send({
						is: "prepared",
						round,
						code: prepared.code
					});
				}, (problem) => {
					this.send({
						is: "prepare-failed",
						round,
						why: sentenceOf(problem)
					});
				});
				return;
			}
			case "discard":
				device.discard();
				return;
			case "challenge": {
				const { round } = effect;
				device.challenge().then((opening) => {
					this.send({
						is: "opened",
						round,
						opening
					});
				}, (problem) => {
					this.send({
						is: "open-failed",
						round,
						why: sentenceOf(problem)
					});
				});
				return;
			}
			case "cast":
				device.cast();
				return;
			case "vote":
				device.vote(effect.contest, effect.columns);
				return;
			case "wipe-code":
				device.wipeCode(effect.contest);
				return;
			case "stop":
				device.stop();
				return;
			case "reload":
				around.reload();
				return;
			case "save":
				around.save(effect.name, effect.text);
				return;
			case "keep-ticks":
				keepTicks(around.storage, effect.kept);
				return;
			case "drop-ticks":
				dropTicks(around.storage, effect.contest);
				return;
			case "drop-all-ticks":
				dropAllTicks(around.storage);
				return;
		}
	}
};
// src/deputy/views/block.tsx
/** A paragraph. `kind`: `strong` stands out, `quiet` stands back. */
function text(key, words, kind = "plain") {
	return {
		key,
		node: /* @__PURE__ */ u("p", {
			class: kind === "plain" ? "say" : `say ${kind}`,
			children: words
		})
	};
}
/** Little room: a telephone, or a low window with large letters. Then what stands side by side elsewhere comes one after the other. */
function isCramped(size) {
	const low = window.matchMedia("(max-height: 640px)").matches;
	return window.matchMedia("(max-width: 620px)").matches || low && size > 2;
}
/** A picture with words beside it, `much`: more than fit beside it in the largest letters; where that is too much, the words and then the picture, page by page. */
function beside(size, picture, words, pictureFirst = false, much = false) {
	if (isCramped(size) || much && size === 4) {
		const alone = {
			key: "picture",
			node: picture
		};
		return pictureFirst ? [alone, ...words] : [...words, alone];
	}
	return [{
		key: "beside",
		node: /* @__PURE__ */ u("div", {
			class: "beside",
			children: [picture, /* @__PURE__ */ u("div", {
				class: "beside-words",
				children: words.map((block) => block.node)
			})]
		})
	}];
}
// src/deputy/words.ts
/** The code in groups of four. */
function grouped(code) {
	return code.match(/.{1,4}/g) ?? [];
}
/** What is special about a contest, for the tags before its title. */
function tags(t, contest) {
	const secrecy = {
		secret: t.tagSecret,
		named: t.tagNamed,
		hands: t.tagHands
	}[contest.secrecy];
	const round = {
		first: null,
		"run-off": t.tagRunOff,
		"second-round": t.tagSecondRound,
		again: t.tagAgain
	}[contest.round];
	return round === null ? [secrecy] : [secrecy, round];
}
/** The connection in words. `marking`: somebody could be afraid for choices. */
function connection(t, now, marking) {
	switch (now.is) {
		case "connected": return t.connected;
		case "connecting": return t.connecting;
		case "lost": return marking ? t.lost : t.lostShort;
	}
}
/** How a contest stands. */
function status(t, contest, kept) {
	const now = contest.status;
	switch (now.is) {
		case "not-open": return t.statusNotOpen;
		case "unwitnessed": return t.statusUnwitnessed;
		case "drawing": return t.statusDrawing;
		case "ready": return kept.some((one) => one.contest === contest.contest && markedCount(one.marks) > 0) ? t.statusKept : t.statusReady;
		case "held": return t.statusHeld;
		case "hands": return t.statusHands;
		case "casting": return t.statusCasting;
		case "cast": return t.statusCast;
		case "may-change": return t.statusMayChange(now.left);
		case "slip-returned": return t.statusSlip;
		case "recorded": return t.statusRecorded(now.index);
		case "voted": return now.mayChange ? t.statusVotedMayChange(now.index) : t.statusVoted(now.index);
		case "refused": return {
			nothing: t.statusRefused,
			"the-one-before": t.statusNotChanged,
			unknown: t.statusUnknown
		}[now.counts];
		case "missing": return t.statusMissing;
		case "not-in-box": return t.statusNotInBox;
		case "missed": return t.statusMissed;
		case "paper": return t.statusPaper;
		case "over": return t.statusOver;
		case "voided": return t.statusVoided;
	}
}
/** What pressing a contest on the list does; null: nothing. */
function listAct(t, contest, kept) {
	const now = contest.status;
	if (isDone(now)) return isVotable(now) ? t.actChange : codeOf(now) === null ? t.actWhy : t.actCode;
	if (isVotable(now)) return kept.some((one) => one.contest === contest.contest) ? t.actGoOn : t.actVote;
	return isOutcome(now) || now.is === "casting" ? t.actWhy : null;
}
/** The contests as the list has them: what waits for the deputy first, what is on its way next, the others as the sitting orders them. */
function inListOrder(contests) {
	const place = (contest) => contest.status.is === "ready" ? 0 : contest.status.is === "casting" ? 1 : 2;
	return [...contests].sort((a, b) => place(a) - place(b));
}
/** What stands above the list. */
function listLead(t, view) {
	if (view.sealed) return t.listSealed;
	const all = view.contests.map((contest) => contest.status);
	const any = (...names) => all.some((now) => names.includes(now.is));
	const open = all.filter((now) => now.is === "ready").length;
	if (open === 1) return t.listChoose;
	if (open > 1) return t.listChooseOf(open);
	if (any("casting")) return t.listCasting;
	if (any("hands")) return t.listHands;
	if (any("held")) return t.listHeld;
	if (any("unwitnessed")) return t.listUnwitnessed;
	if (all.length === 0 || any("not-open", "drawing")) return all.some((now) => isDone(now) || isOutcome(now) || now.is === "over") ? t.listNext : t.listWaiting;
	return all.some(isDone) && all.every((now) => isDone(now) || [
		"over",
		"voided",
		"paper"
	].includes(now.is)) ? t.listAllDone : t.listOver;
}
/** The heading while marking. */
function markTitle(t, contest) {
	return {
		select: t.markSelect,
		votes: t.markVotes,
		grades: t.markGrades,
		ranks: t.markRanks
	}[contest.style.is];
}
/** The word of the first option. */
function firstWord(reading, contest) {
	const first = contest.options[0];
	return first === void 0 ? "" : ballotWord(reading, first);
}
/** How many marks are made and how many may be. */
function counter(reading, contest, ticks) {
	const t = texts(reading.lang);
	const items = contest.items.length;
	const chosen = chosenCount(contest, ticks);
	const { limits } = contest;
	switch (contest.style.is) {
		case "ranks": return t.counterRanks(markedCount(ticks), restColumn(contest), remaining(contest, ticks));
		case "select":
			if (limits === null) return t.counterEach(items, chosen);
			if (chosen >= limits.least) return t.counter(limits.most, chosen, remaining(contest, ticks));
			return limits.least === limits.most ? t.counterExactly(limits.most, chosen, limits.least - chosen) : t.counterBetween(limits.least, limits.most, chosen, limits.least - chosen);
		case "votes":
		case "grades": {
			const marked = t.counterMarked(items, markedCount(ticks));
			if (limits === null) return marked;
			const word = firstWord(reading, contest);
			if (limits.least === 0) return t.both(marked, t.counterVotesMost(word, limits.most, chosen));
			if (limits.least === limits.most) return t.both(marked, t.counterVotesExactly(word, limits.most, chosen));
			return t.both(marked, t.counterVotesBetween(word, limits.least, limits.most, chosen));
		}
	}
}
/** What an item without a mark is; only where rows have several targets. */
function blankItem(t, contest) {
	if (contest.style.is !== "votes" && contest.style.is !== "grades") return null;
	return {
		abstain: t.blankItemAbstain,
		approve: t.blankItemApprove,
		invalid: t.blankItemInvalid
	}[contest.blankItem];
}
/** The main button while marking. */
function toReview(t, contest, ticks) {
	const marked = markedCount(ticks);
	return {
		select: t.toReview,
		votes: t.toReviewMarked,
		grades: t.toReviewMarked,
		ranks: t.toReviewRanked
	}[contest.style.is](marked);
}
/** Why a further mark of the first option is not taken. */
function overLimit(reading, contest, most) {
	const t = texts(reading.lang);
	return contest.style.is === "select" ? t.overLimit(most) : t.overVotes(firstWord(reading, contest), most);
}
/** Why it does not go on to the review, and how to mend it. */
function unfit(reading, contest, why) {
	const t = texts(reading.lang);
	switch (why.is) {
		case "too-many": return t.tooMany(firstWord(reading, contest), why.chosen, why.most);
		case "too-few":
			if (contest.style.is !== "select") return t.votesNeeded(firstWord(reading, contest), why.least, why.missing);
			return contest.limits?.least === contest.limits?.most ? t.exactNeeded(why.least, why.missing) : t.leastNeeded(why.least, why.missing);
		case "numbers-missing": return t.numbersMissing(why.numbers);
		case "blank": return t.blankRefused;
	}
}
/** The question about a ballot without any mark. */
function blankQuestion(t, contest) {
	return {
		abstain: t.blankQuestion,
		approve: t.blankQuestionApprove,
		invalid: t.blankQuestionInvalid
	}[contest.blankItem];
}
/** What an outcome tells. */
function told(reading, kind, now) {
	const t = texts(reading.lang);
	if (kind === "change-too-late") return {
		claim: "cast",
		heading: t.outcomeNotChanged,
		lead: t.changeMissed,
		next: t.missedNext
	};
	if (kind === "gone" || now === null) return {
		claim: "not-cast",
		heading: t.outcomeNotCast,
		lead: t.goneLead,
		next: t.refusedNext
	};
	const claim = claimOf(now);
	switch (now.is) {
		case "refused": {
			const lead = now.why[reading.lang];
			if (now.counts === "nothing") return {
				claim,
				heading: t.outcomeNotCast,
				lead,
				next: t.refusedNext
			};
			if (now.counts === "the-one-before") return {
				claim,
				heading: t.outcomeNotChanged,
				lead,
				next: t.refusedFormer
			};
			return {
				claim,
				heading: t.outcomeUnknown,
				lead,
				next: kind === "status-of-change" ? t.refusedUnknownChange : t.refusedUnknown
			};
		}
		case "missing": return {
			claim,
			heading: t.outcomeMissing,
			lead: t.missingLead,
			next: t.missingNext
		};
		case "not-in-box": return {
			claim,
			heading: t.outcomeNotCast,
			lead: t.notInBoxLead,
			next: t.notInBoxNext
		};
		case "voided": return {
			claim,
			heading: t.outcomeVoid,
			lead: t.voidedLead,
			next: t.voidedNext
		};
		case "paper": return {
			claim,
			heading: t.outcomePaper,
			lead: t.paperLead,
			next: t.paperNext
		};
		case "missed": return {
			claim,
			heading: t.outcomeNotCast,
			lead: t.missedLead,
			next: t.missedNext
		};
		default: return {
			claim,
			heading: t.listTitle,
			lead: t.listOver,
			next: t.refusedNext
		};
	}
}
// src/deputy/views/keys.tsx
var DIGITS = [
	"1",
	"2",
	"3",
	"4",
	"5",
	"6",
	"7",
	"8",
	"9",
	"0"
];
/** The letters a code has: no I, L, O or U (docs/protocol.md, cards). */
var LETTERS = [
	"A",
	"B",
	"C",
	"D",
	"E",
	"F",
	"G",
	"H",
	"J",
	"K",
	"M",
	"N",
	"P",
	"Q",
	"R",
	"S",
	"T",
	"V",
	"W",
	"X",
	"Y",
	"Z"
];
/** The printed form: groups of four with a hyphen between them. */
function withHyphens(text) {
	return (text.replace(/[^0-9A-Za-z]/g, "").toUpperCase().match(/.{1,4}/g) ?? []).join("-");
}
/** See [`KeysProps`]. */
function Keys({ letters, text, erase, onText }) {
	const all = letters ? [...DIGITS, ...LETTERS] : DIGITS;
	const put = (next) => {
		onText(letters ? withHyphens(next) : next);
	};
	return /* @__PURE__ */ u("div", {
		class: letters ? "keys letters" : "keys",
		children: [all.map((key) => /* @__PURE__ */ u("button", {
			type: "button",
			class: "key pressable",
			"data-action": `key-${key}`,
			onClick: () => {
				put(text + key);
			},
			children: key
		}, key)), /* @__PURE__ */ u("button", {
			type: "button",
			class: "key wide pressable",
			"data-action": "key-erase",
			onClick: () => {
				put(text.replace(/-?.$/u, ""));
			},
			children: erase
		})]
	});
}
// src/deputy/views/entry.tsx
function EntryScreen({ ui }) {
	const { state, t, act, frame } = ui;
	const { presence } = state.view;
	switch (presence.is) {
		case "out":
			if (state.reading) return /* @__PURE__ */ u(Busy, {
				ui,
				name: "reading",
				heading: t.readingTitle,
				lead: t.readingLead,
				identity: null
			});
			return /* @__PURE__ */ u(ShowCard, {
				ui,
				entry: state.entry
			});
		case "card-read": return /* @__PURE__ */ u(Screen, {
			frame,
			name: "identity",
			heading: t.identityTitle,
			told: true,
			blocks: [text("lead", t.identityLead, "quiet"), who(ui, presence.identity)],
			actions: /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u(Button, {
				action: "not-me",
				large: true,
				onPress: () => {
					act({ is: "not-me" });
				},
				children: t.identityNo
			}), /* @__PURE__ */ u(Button, {
				action: "its-me",
				kind: "primary",
				large: true,
				onPress: () => {
					act({ is: "its-me" });
				},
				children: t.identityYes
			})] })
		});
		case "checking-in": return /* @__PURE__ */ u(Busy, {
			ui,
			name: "checking-in",
			heading: t.checkingInTitle,
			lead: t.checkingInLead,
			identity: presence.identity
		});
		case "awaiting-roles": return /* @__PURE__ */ u(Busy, {
			ui,
			name: "awaiting-roles",
			heading: t.rolesTitle,
			lead: t.rolesLead,
			identity: presence.identity
		});
		case "awaiting-desk": return /* @__PURE__ */ u(Screen, {
			frame,
			name: "awaiting-desk",
			heading: t.deskCodeTitle,
			told: true,
			blocks: beside(state.settings.size, /* @__PURE__ */ u(Qr, {
				text: presence.code,
				label: t.deskCodeLabel,
				class: "alone scan-me"
			}), [text("lead", t.deskCodeLead), who(ui, presence.identity)], true),
			actions: /* @__PURE__ */ u(Button, {
				action: "not-me",
				onPress: () => {
					act({ is: "not-me" });
				},
				children: t.back
			})
		});
		case "undone": return /* @__PURE__ */ u(Screen, {
			frame,
			name: "undone",
			heading: t.undoneTitle,
			told: true,
			blocks: [text("lead", t.undoneLead), who(ui, presence.identity)],
			actions: /* @__PURE__ */ u(Button, {
				action: "not-me",
				kind: "primary",
				large: true,
				onPress: () => {
					act({ is: "not-me" });
				},
				children: t.signInAgain
			})
		});
		case "in": return /* @__PURE__ */ u(Busy, {
			ui,
			name: "reading",
			heading: t.startingTitle,
			lead: t.startingLead,
			identity: null
		});
	}
}
function who(ui, identity) {
	return {
		key: "who",
		node: /* @__PURE__ */ u("div", {
			class: "who",
			children: [
				/* @__PURE__ */ u("p", {
					class: "who-name",
					children: identity.name
				}),
				/* @__PURE__ */ u("p", {
					class: "who-more",
					children: identity.delegation
				}),
				/* @__PURE__ */ u("p", {
					class: "who-more",
					children: ui.t.identityNumber(identity.number)
				})
			]
		})
	};
}
/** The device has it in hand; words, and a sign that turns. */
function Busy({ ui, name, heading, lead, identity }) {
	return /* @__PURE__ */ u(Screen, {
		frame: ui.frame,
		name,
		heading,
		told: true,
		blocks: [
			{
				key: "turning",
				node: /* @__PURE__ */ u(Turning, {})
			},
			text("lead", lead),
			...identity === null ? [] : [who(ui, identity)]
		]
	});
}
/** Something goes on. */
function Turning() {
	return /* @__PURE__ */ u("svg", {
		class: "wait",
		viewBox: "0 0 48 48",
		"aria-hidden": "true",
		children: [/* @__PURE__ */ u("circle", {
			cx: "24",
			cy: "24",
			r: "19",
			fill: "none",
			stroke: "currentColor",
			"stroke-opacity": "0.25",
			"stroke-width": "6"
		}), /* @__PURE__ */ u("path", {
			class: "turning",
			d: "M24 5a19 19 0 0 1 19 19",
			fill: "none",
			stroke: "currentColor",
			"stroke-width": "6",
			"stroke-linecap": "round"
		})]
	});
}
function ShowCard({ ui, entry }) {
	const { t, act, frame, state } = ui;
	const toWays = /* @__PURE__ */ u(Button, {
		action: "ways",
		onPress: () => {
			act({ is: "ways" });
		},
		children: t.back
	});
	switch (entry.is) {
		case "ways": {
			const ways = [
				{
					is: "scan",
					name: t.waysScan,
					lead: t.waysScanLead
				},
				{
					is: "type",
					name: t.waysType,
					lead: t.waysTypeLead
				},
				{
					is: "desk",
					name: t.waysDesk,
					lead: t.waysDeskLead
				}
			];
			return /* @__PURE__ */ u(Screen, {
				frame,
				name: "ways",
				over: frame.rehearsal ? t.rehearsalLead : void 0,
				heading: t.welcomeTitle,
				side: t.welcomeLead,
				list: true,
				blocks: ways.map((way, index) => ({
					key: way.is,
					node: /* @__PURE__ */ u("button", {
						type: "button",
						class: index === 0 ? "way pressable first" : "way pressable",
						"data-action": way.is,
						onClick: () => {
							act({ is: way.is });
						},
						children: [/* @__PURE__ */ u("span", {
							class: "way-name",
							children: way.name
						}), /* @__PURE__ */ u("span", {
							class: "way-lead",
							children: way.lead
						})]
					})
				}))
			});
		}
		case "scan": {
			const refused = entry.camera === "refused";
			const words = refused ? t.cameraRefused : entry.camera === "starting" ? t.cameraStarting : scanIsSlow(state) ? t.scanSlow : t.scanLead;
			return /* @__PURE__ */ u(Screen, {
				frame,
				name: "scan",
				heading: t.scanTitle,
				told: refused,
				side: refused ? void 0 : /* @__PURE__ */ u("span", {
					role: "status",
					children: words
				}),
				blocks: refused ? [text("refused", words)] : [{
					key: "camera",
					node: /* @__PURE__ */ u(Camera, {
						label: t.scanTitle,
						onState: (camera) => {
							ui.send({
								is: "camera",
								camera
							});
						},
						onText: (read) => {
							act({
								is: "scanned",
								text: read
							});
						}
					})
				}],
				actions: /* @__PURE__ */ u(S, { children: [toWays, /* @__PURE__ */ u(Button, {
					action: "type",
					kind: refused ? "primary" : "plain",
					onPress: () => {
						act({ is: "type" });
					},
					children: t.scanOther
				})] })
			});
		}
		case "typed":
		case "desk": return /* @__PURE__ */ u(Typing, {
			ui,
			entry,
			toWays
		});
	}
}
/** Real fields for those with a keyboard, big keys for everyone else. */
function Typing({ ui, entry, toWays }) {
	const { t, act, frame } = ui;
	const field = entry.is === "typed" ? entry.field : "number";
	const text = field === "code" && entry.is === "typed" ? entry.code : entry.number;
	const type = (next) => {
		act({
			is: "typed",
			field,
			text: next
		});
	};
	const narrow = window.matchMedia("(max-width: 620px)").matches;
	const input = (name, label, value) => /* @__PURE__ */ u("label", {
		class: name === field ? "field current" : "field",
		children: [/* @__PURE__ */ u("span", {
			class: "field-name",
			children: label
		}), /* @__PURE__ */ u("input", {
			type: "text",
			inputMode: narrow ? name === "number" ? "numeric" : "text" : "none",
			autocomplete: "off",
			autocapitalize: "characters",
			spellcheck: false,
			"data-action": `field-${name}`,
			value,
			"aria-invalid": entry.missing && value === "",
			onFocus: () => {
				if (name !== field) act({
					is: "field",
					field: name
				});
			},
			onInput: (event) => {
				act({
					is: "typed",
					field: name,
					text: event.currentTarget.value
				});
			},
			onKeyDown: (event) => {
				if (event.key === "Enter") act({ is: "sign-in" });
			}
		})]
	});
	const toCode = entry.is === "typed" && field === "number";
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: entry.is,
		heading: entry.is === "typed" ? t.typedTitle : t.deskTitle,
		side: entry.missing ? entry.is === "typed" ? t.typedMissing : t.deskMissing : void 0,
		blocks: [{
			key: "fields",
			node: /* @__PURE__ */ u("div", {
				class: "fields",
				children: [input("number", t.fieldNumber, entry.number), entry.is === "typed" ? input("code", t.fieldCode, entry.code) : null]
			})
		}, ...narrow ? [] : [{
			key: `keys-${field}`,
			node: /* @__PURE__ */ u(Keys, {
				letters: field === "code",
				erase: t.keyErase,
				text,
				onText: type
			})
		}]],
		actions: /* @__PURE__ */ u(S, { children: [toWays, toCode ? /* @__PURE__ */ u(Button, {
			action: "to-code",
			kind: "primary",
			onPress: () => {
				act({
					is: "field",
					field: "code"
				});
			},
			children: t.keyNext
		}) : /* @__PURE__ */ u(Button, {
			action: "sign-in",
			kind: "primary",
			onPress: () => {
				act({ is: "sign-in" });
			},
			children: t.signIn
		})] })
	});
}
// src/deputy/views/list.tsx
function ListScreen({ ui }) {
	const { state, t, act, frame } = ui;
	const { view } = state;
	const identity = view.presence.is === "in" ? view.presence.identity : null;
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: "list",
		over: identity === null ? void 0 : t.greeting(identity.name),
		heading: t.listTitle,
		blocks: [text("lead", listLead(t, view), "strong"), ...inListOrder(view.contests).map((contest) => ({
			key: String(contest.contest),
			node: /* @__PURE__ */ u(Contest, {
				ui,
				contest
			})
		}))],
		actions: /* @__PURE__ */ u(S, { children: [view.files.length === 0 ? null : /* @__PURE__ */ u(Button, {
			action: "files",
			onPress: () => {
				act({ is: "files" });
			},
			children: t.files
		}), /* @__PURE__ */ u(Button, {
			action: "finish",
			onPress: () => {
				act({ is: "finish" });
			},
			children: t.finish
		})] })
	});
}
function Contest({ ui, contest }) {
	const { state, t, act } = ui;
	const press = listAct(t, contest, state.kept);
	const ready = contest.status.is === "ready";
	const inside = /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u("span", {
		class: "contest-words",
		children: [/* @__PURE__ */ u("span", {
			class: "contest-title",
			children: contest.title
		}), /* @__PURE__ */ u("span", {
			class: "contest-more",
			children: [tags(t, contest).map((tag) => /* @__PURE__ */ u("span", {
				class: "tag",
				children: tag
			}, tag)), /* @__PURE__ */ u("span", {
				class: "contest-status",
				children: status(t, contest, state.kept)
			})]
		})]
	}), press === null ? null : /* @__PURE__ */ u("span", {
		class: ready ? "contest-act now" : "contest-act",
		children: press
	})] });
	if (press === null) return /* @__PURE__ */ u("div", {
		class: "contest",
		children: inside
	});
	return /* @__PURE__ */ u("button", {
		type: "button",
		class: ready ? "contest pressable ready" : "contest pressable",
		"data-action": `contest-${contest.contest}`,
		onClick: () => {
			act({
				is: "open",
				contest: contest.contest
			});
		},
		children: inside
	});
}
// src/deputy/views/marking.tsx
/** The contest above a step's heading: its tags, its title, its short code. */
function over(ui, contest) {
	return /* @__PURE__ */ u(S, { children: [
		tags(ui.t, contest).map((tag) => /* @__PURE__ */ u("span", {
			class: "tag",
			children: tag
		}, tag)),
		contest.title,
		" ",
		/* @__PURE__ */ u("span", {
			class: "contest-code",
			children: ui.t.contestCode(contest.code)
		})
	] });
}
/** In the other language too, where the ballot is shown in both. */
function inBoth(ui, say) {
	if (!ui.reading.bilingual) return say(ui.t);
	const other = ui.reading.lang === "zh" ? "en" : "zh";
	return /* @__PURE__ */ u(S, { children: [
		say(ui.t),
		" ",
		/* @__PURE__ */ u("span", {
			class: "other-language",
			lang: texts(other).tag,
			children: say(texts(other))
		})
	] });
}
/** 记名 or 改票. */
function banner(ui, contest) {
	if (contest.secrecy === "named") return ui.t.namedBanner;
	return isChange(contest) ? ui.t.changeBanner : null;
}
function MarkingScreen({ ui, step }) {
	const { t, act, frame, reading } = ui;
	const { contest, marks: ticks } = step.ballot;
	const blankItem$1 = blankItem(t, contest);
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `ballot-${contest.contest}`,
		over: over(ui, contest),
		heading: inBoth(ui, (texts) => markTitle(texts, contest)),
		side: /* @__PURE__ */ u("div", {
			class: "counter",
			role: "status",
			"aria-live": "polite",
			"data-counter": "",
			children: [counter(reading, contest, ticks), blankItem$1 === null ? null : /* @__PURE__ */ u("span", {
				class: "counter-more",
				children: blankItem$1
			})]
		}),
		banner: banner(ui, contest),
		list: true,
		blocks: contest.items.map((item, index) => ({
			key: String(item.number),
			node: /* @__PURE__ */ u(Row, {
				ui,
				contest,
				item,
				index,
				mark: ticks[index] ?? null
			})
		})),
		actions: /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u(Button, {
			action: "back",
			onPress: () => {
				act({ is: "to-list" });
			},
			children: t.leave
		}), /* @__PURE__ */ u(Button, {
			action: "review",
			kind: "primary",
			onPress: () => {
				act({ is: "review" });
			},
			children: toReview(t, contest, ticks)
		})] })
	});
}
function Row(props) {
	const { ui, contest, item, index } = props;
	const detail = /* @__PURE__ */ u(Button, {
		action: `detail-${item.number}`,
		class: "row-detail",
		label: ui.t.detailOf(item.number),
		onPress: () => {
			ui.act({
				is: "detail",
				item: index
			});
		},
		children: ui.t.detail
	});
	switch (contest.style.is) {
		case "select": return /* @__PURE__ */ u("div", {
			class: props.mark === null ? "row" : "row marked",
			children: [/* @__PURE__ */ u(SelectRow, { ...props }), detail]
		});
		case "votes":
		case "grades": return /* @__PURE__ */ u(OptionsRow, {
			...props,
			detail
		});
		case "ranks": return /* @__PURE__ */ u("div", {
			class: props.mark === null ? "row" : "row marked",
			children: [/* @__PURE__ */ u(RankRow, { ...props }), detail]
		});
	}
}
/** Number, title, and one line of what it costs and who does it. */
function ItemWords({ item }) {
	return /* @__PURE__ */ u("span", {
		class: "row-words",
		children: [/* @__PURE__ */ u("span", {
			class: "row-title",
			children: [
				/* @__PURE__ */ u("span", {
					class: "row-number",
					children: [item.number, "."]
				}),
				" ",
				item.title
			]
		}), /* @__PURE__ */ u("span", {
			class: "row-more",
			children: [
				/* @__PURE__ */ u("span", {
					class: "row-budget",
					children: item.budget
				}),
				" ",
				/* @__PURE__ */ u("span", {
					class: "row-department",
					children: item.department
				})
			]
		})]
	});
}
/** The whole row is the target. */
function SelectRow({ ui, item, index, mark }) {
	const marked = mark !== null;
	return /* @__PURE__ */ u("label", {
		class: "row-target pressable",
		"data-action": `item-${item.number}`,
		children: [
			/* @__PURE__ */ u("input", {
				type: "checkbox",
				class: "row-input",
				checked: marked,
				"aria-label": `${ui.t.rowNumber(item.number)} ${item.title} ${item.budget}`,
				onChange: (event) => {
					event.currentTarget.checked = marked;
					ui.act({
						is: "mark",
						item: index,
						option: 0
					});
				}
			}),
			/* @__PURE__ */ u("span", {
				class: "box",
				"aria-hidden": "true",
				children: [/* @__PURE__ */ u(Tick, {}), /* @__PURE__ */ u("span", {
					class: "box-word",
					children: ui.t.chosenWord
				})]
			}),
			/* @__PURE__ */ u(ItemWords, { item })
		]
	});
}
function Tick() {
	return /* @__PURE__ */ u("svg", {
		class: "tick",
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		children: [/* @__PURE__ */ u("rect", {
			class: "tick-box",
			x: "1.5",
			y: "1.5",
			width: "21",
			height: "21",
			rx: "4"
		}), /* @__PURE__ */ u("path", {
			class: "tick-sign",
			d: "M5.5 12.5l4.5 4.8L18.7 7",
			fill: "none",
			"stroke-width": "3.4",
			"stroke-linecap": "round",
			"stroke-linejoin": "round"
		})]
	});
}
function OptionsRow({ ui, contest, item, index, mark, detail }) {
	return /* @__PURE__ */ u("fieldset", {
		class: mark === null ? "row options-row" : "row options-row marked",
		children: [
			/* @__PURE__ */ u("legend", {
				class: "visually-hidden",
				children: [
					ui.t.rowNumber(item.number),
					" ",
					item.title
				]
			}),
			/* @__PURE__ */ u("div", {
				class: "options-words",
				children: [/* @__PURE__ */ u(ItemWords, { item }), detail]
			}),
			/* @__PURE__ */ u("div", {
				class: ui.reading.bilingual ? "options options-both" : "options",
				children: markedColumns(contest).map((column) => {
					const option = contest.options[column];
					return option === void 0 ? null : /* @__PURE__ */ u("button", {
						type: "button",
						class: "option pressable",
						"data-action": `item-${item.number}-${column}`,
						"aria-pressed": mark === column,
						onClick: () => {
							ui.act({
								is: "mark",
								item: index,
								option: column
							});
						},
						children: [/* @__PURE__ */ u(Tick, {}), /* @__PURE__ */ u("span", { children: ballotWord(ui.reading, option) })]
					}, column);
				})
			})
		]
	});
}
function RankRow({ ui, item, index, mark }) {
	return /* @__PURE__ */ u("button", {
		type: "button",
		class: "row-target pressable",
		"data-action": `item-${item.number}`,
		onClick: () => {
			ui.act({
				is: "ask-rank",
				item: index
			});
		},
		children: [/* @__PURE__ */ u("span", {
			class: mark === null ? "rank" : "rank given",
			children: mark === null ? ui.t.rankGive : ui.t.rankGiven(mark + 1)
		}), /* @__PURE__ */ u(ItemWords, { item })]
	});
}
// src/deputy/views/review.tsx
function ReviewScreen({ ui, step }) {
	const { t, act, frame } = ui;
	const { contest } = step.ballot;
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `review-${contest.contest}`,
		over: over(ui, contest),
		heading: inBoth(ui, (texts) => texts.reviewTitle),
		side: t.notCastYet,
		banner: banner(ui, contest),
		blocks: reviewBlocks(ui, step.ballot),
		actions: /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u(Button, {
			action: "change",
			onPress: () => {
				act({ is: "change" });
			},
			children: t.change
		}), /* @__PURE__ */ u(Button, {
			action: "right",
			kind: "primary",
			onPress: () => {
				act({ is: "right" });
			},
			children: t.reviewRight
		})] })
	});
}
/** What was marked, each with its word; then what was not. */
function reviewBlocks(ui, { contest, marks: ticks }) {
	const { t, reading } = ui;
	const rows = contest.items.map((item, index) => ({
		item,
		mark: ticks[index] ?? null
	}));
	const marked = rows.filter((row) => row.mark !== null);
	const ordered = contest.style.is === "ranks" ? [...marked].sort((a, b) => a.mark - b.mark) : marked;
	const others = rows.filter((row) => row.mark === null).map((row) => row.item.number);
	const kind = contest.style.is === "select" ? "select" : contest.style.is === "ranks" ? "ranks" : "options";
	const lead = {
		select: t.reviewChosen,
		ranks: t.reviewRanked,
		options: t.reviewMarked
	}[kind](marked.length);
	const rest = {
		select: t.reviewNotChosen,
		ranks: t.reviewNotRanked,
		options: t.reviewNotMarked
	}[kind];
	const left = remaining(contest, ticks);
	const blocks = [text("lead", marked.length > 0 ? lead : contest.style.is === "select" ? t.reviewNothing : t.reviewNothingMarked, "strong")];
	for (const { item, mark } of ordered) {
		const option = contest.options[mark];
		const word = kind === "select" ? t.chosenWord : kind === "ranks" ? t.rankGiven(mark + 1) : option === void 0 ? "" : ballotWord(reading, option);
		blocks.push({
			key: `item-${item.number}`,
			node: /* @__PURE__ */ u("div", {
				class: "row reviewed marked",
				children: [/* @__PURE__ */ u("span", {
					class: "reviewed-mark",
					children: [/* @__PURE__ */ u(Tick, {}), /* @__PURE__ */ u("span", { children: word })]
				}), /* @__PURE__ */ u(ItemWords, { item })]
			})
		});
	}
	if (others.length > 0) blocks.push(text("others", rest(others), "quiet"));
	if (kind === "ranks" && left > 0 && marked.length > 0) blocks.push(text("free", t.reviewFreeNumbers(freeNumbers(contest, ticks)), "quiet"));
	if (kind === "select" && contest.limits !== null && left > 0 && marked.length > 0) blocks.push(text("under", t.reviewUnder(left), "quiet"));
	return blocks;
}
/** The code in groups of four, four groups in a line. */
function Code({ code }) {
	return /* @__PURE__ */ u("p", {
		class: "code",
		children: grouped(code).map((group, index) => /* @__PURE__ */ u("span", {
			class: "code-group",
			children: [group, " "]
		}, index))
	});
}
/** The code under its name. */
function codeBlock(ui, code) {
	return {
		key: "code",
		node: /* @__PURE__ */ u("div", {
			class: "say",
			children: [/* @__PURE__ */ u("p", {
				class: "say quiet",
				children: ui.t.castCode
			}), /* @__PURE__ */ u(Code, { code })]
		})
	};
}
function CastOrCheckScreen({ ui, step }) {
	const { t, act, frame } = ui;
	const { contest } = step.ballot;
	const { code, failed } = step.seal;
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `cast-or-check-${contest.contest}`,
		over: over(ui, contest),
		heading: inBoth(ui, (texts) => texts.castTitle),
		side: t.notCastYet,
		banner: banner(ui, contest),
		told: true,
		blocks: failed !== null ? [text("failed", t.prepareFailed, "strong"), text("why", failed[ui.reading.lang], "quiet")] : code === null ? [{
			key: "turning",
			node: /* @__PURE__ */ u(Turning, {})
		}, text("preparing", t.preparing)] : beside(ui.state.settings.size, /* @__PURE__ */ u(Qr, {
			text: code,
			label: t.codeQr,
			class: "alone"
		}), [
			text("lead", t.castLead, "strong"),
			codeBlock(ui, code),
			text("keep", t.castCodeLead, "quiet")
		]),
		actions: /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u(Button, {
				action: "change",
				onPress: () => {
					act({ is: "change" });
				},
				children: t.change
			}),
			code === null ? null : /* @__PURE__ */ u(Button, {
				action: "check",
				onPress: () => {
					act({ is: "check" });
				},
				children: t.checkDevice
			}),
			/* @__PURE__ */ u(Button, {
				action: "cast",
				kind: "primary",
				large: true,
				off: code === null,
				onPress: () => {
					act({ is: "cast" });
				},
				children: t.cast
			})
		] })
	});
}
function OpenedScreen({ ui, step }) {
	const { t, act, frame } = ui;
	const { opening, seal } = step;
	const failed = seal.failed;
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `opened-${step.contest.contest}`,
		over: over(ui, step.contest),
		heading: t.openedTitle,
		side: t.notCastYet,
		told: true,
		blocks: failed !== null ? [text("failed", t.openedFailed, "strong"), text("why", failed[ui.reading.lang], "quiet")] : opening === null ? [{
			key: "turning",
			node: /* @__PURE__ */ u(Turning, {})
		}, text("waiting", t.openedWaiting)] : beside(ui.state.settings.size, /* @__PURE__ */ u(Qr, {
			text: opening.qr,
			label: t.openedQr,
			class: "alone scan-me"
		}), [
			text("spoilt", t.openedSpoilt, "strong"),
			text("lead", t.openedLead),
			codeBlock(ui, opening.code)
		], false, true),
		actions: /* @__PURE__ */ u(Button, {
			action: "again",
			kind: "primary",
			large: true,
			onPress: () => {
				act({ is: "again" });
			},
			children: t.again
		})
	});
}
// src/deputy/views/outcome.tsx
function troubleWords(t, trouble) {
	return {
		network: t.troubleNetwork,
		busy: t.troubleBusy,
		held: t.troubleHeld,
		witnesses: t.troubleWitnesses
	}[trouble];
}
function CastingScreen({ ui, step }) {
	const { t, act, frame, state } = ui;
	const contest = state.view.contests.find((view) => view.contest === step.contest);
	const status = contest?.status;
	const now = status?.is === "casting" ? status : null;
	const blocks = [{
		key: "turning",
		node: /* @__PURE__ */ u(Turning, {})
	}, text("lead", t.castingLead, "strong")];
	if (now !== null && now.trouble !== null) {
		blocks.push(text("trouble", troubleWords(t, now.trouble), "strong"), text("kept", t.castingKept));
		if (now.trouble === "network" || now.trouble === "busy") blocks.push(text("attempt", t.castingRetry(now.attempt), "quiet"));
	}
	if (step.change) blocks.push(text("former", t.changeOnItsWay, "quiet"));
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `casting-${step.contest}`,
		over: contest === void 0 ? void 0 : over(ui, contest),
		heading: t.castingTitle,
		told: true,
		blocks,
		actions: now !== null && now.trouble !== null && othersAreOpen(state) ? /* @__PURE__ */ u(Button, {
			action: "to-list",
			onPress: () => {
				act({ is: "to-list" });
			},
			children: t.castingOthers
		}) : null
	});
}
function DoneScreen({ ui, step }) {
	const { t, act, frame, state } = ui;
	const contest = state.view.contests.find((view) => view.contest === step.contest);
	const status = contest?.status ?? {
		is: "cast",
		code: null
	};
	const code = codeOf(status);
	const seconds = Math.max(0, Math.ceil((DONE_SHOWN_MS - (state.now - step.since)) / 1e3));
	const lines = [
		...step.changed ? [t.doneChanged] : [],
		...status.is === "voted" ? [t.doneVoted(status.index), t.doneVotedPublic] : [],
		...status.is === "recorded" ? [t.doneRecorded(status.index)] : [],
		...status.is === "slip-returned" ? [t.doneSlip] : []
	];
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `done-${step.contest}`,
		over: contest === void 0 ? void 0 : over(ui, contest),
		heading: /* @__PURE__ */ u("span", {
			class: "done-heading",
			children: [/* @__PURE__ */ u(Tick, {}), /* @__PURE__ */ u("span", { children: t.doneTitle })]
		}),
		told: true,
		blocks: code === null ? [
			...lines.map((line) => text(line, line, "strong")),
			...[
				"cast",
				"may-change",
				"slip-returned"
			].includes(status.is) ? [text("wiped", t.doneWiped)] : [],
			text("return", t.doneReturn)
		] : beside(state.settings.size, /* @__PURE__ */ u(Qr, {
			text: code,
			label: t.codeQr,
			class: "alone"
		}), [
			...lines.map((line) => text(line, line, "strong")),
			codeBlock(ui, code),
			text("keep", t.doneKeep, "quiet")
		]),
		side: /* @__PURE__ */ u("span", {
			class: "clears",
			children: t.doneClears(seconds)
		}),
		actions: /* @__PURE__ */ u(S, { children: [
			status.is === "may-change" && isVotable(status) ? /* @__PURE__ */ u(Button, {
				action: "change-vote",
				onPress: () => {
					act({ is: "change-vote" });
				},
				children: t.doneChange(status.left)
			}) : null,
			status.is === "voted" && status.mayChange ? /* @__PURE__ */ u(Button, {
				action: "change-vote",
				onPress: () => {
					act({ is: "change-vote" });
				},
				children: t.actChange
			}) : null,
			/* @__PURE__ */ u(Button, {
				action: "clear",
				kind: "primary",
				large: true,
				onPress: () => {
					act({ is: "clear" });
				},
				children: t.doneOk
			})
		] })
	});
}
/** A shape for each claim, so that it is told by more than words: a tick, a cross, a question mark. */
function claimSign(claim) {
	if (claim === "cast" || claim === "none") return null;
	return /* @__PURE__ */ u("svg", {
		class: "sign",
		viewBox: "0 0 24 24",
		"aria-hidden": "true",
		children: [claim === "unknown" ? /* @__PURE__ */ u("path", { d: "M8 9a4 4 0 1 1 5.6 3.7c-1.1.5-1.6 1.2-1.6 2.5M12 18.2v.6" }) : /* @__PURE__ */ u("path", { d: "M7 7l10 10M17 7L7 17" }), /* @__PURE__ */ u("circle", {
			cx: "12",
			cy: "12",
			r: "10.5"
		})]
	});
}
function OutcomeScreen({ ui, step }) {
	const { t, act, frame, state, reading } = ui;
	const contest = state.view.contests.find((view) => view.contest === step.contest);
	const told$2 = told(reading, step.kind, contest?.status ?? null);
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `outcome-${step.contest}`,
		over: contest === void 0 ? step.title : over(ui, contest),
		heading: /* @__PURE__ */ u("span", {
			class: "done-heading",
			"data-claim": told$2.claim,
			children: [contest?.status.is === "paper" ? null : claimSign(told$2.claim), /* @__PURE__ */ u("span", { children: told$2.heading })]
		}),
		told: true,
		blocks: [text("lead", told$2.lead), text("next", told$2.next, "strong")],
		actions: /* @__PURE__ */ u(Button, {
			action: "to-list",
			kind: "primary",
			large: true,
			onPress: () => {
				act({ is: "to-list" });
			},
			children: t.toList
		})
	});
}
function StoppedScreen({ ui }) {
	const { t, act, frame } = ui;
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: "stopped",
		heading: t.stoppedTitle,
		told: true,
		blocks: [text("lead", t.stoppedLead)],
		actions: /* @__PURE__ */ u(Button, {
			action: "next-deputy",
			onPress: () => {
				act({ is: "next-deputy" });
			},
			children: t.stoppedAgain
		})
	});
}
// src/ui/sheet.tsx
/** See [`SheetProps`]. */
function Sheet({ t, heading, blocks, actions, onClose, rehearsal }) {
	const dialog = A(null);
	const title = A(null);
	const id = g();
	const [page, setPage] = d(0);
	const [pages, setPages] = d(1);
	_(() => {
		const { current } = dialog;
		const before = document.activeElement;
		current?.showModal();
		title.current?.focus();
		return () => {
			current?.close();
			if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
		};
	}, []);
	return /* @__PURE__ */ u("dialog", {
		class: "sheet",
		ref: dialog,
		"aria-labelledby": id,
		onCancel: (event) => {
			event.preventDefault();
			onClose();
		},
		children: [
			/* @__PURE__ */ u("h2", {
				id,
				tabIndex: -1,
				ref: title,
				children: [
					rehearsal ? /* @__PURE__ */ u("span", {
						class: "tag rehearsal",
						children: t.rehearsal
					}) : null,
					" ",
					heading
				]
			}),
			/* @__PURE__ */ u(Paged, {
				blocks,
				page,
				onPages: setPages
			}),
			/* @__PURE__ */ u("div", {
				class: "sheet-actions",
				children: [/* @__PURE__ */ u(Pager, {
					t,
					page,
					pages,
					onPage: setPage
				}), actions]
			})
		]
	});
}
// src/deputy/views/files.tsx
/** What can be taken away from this tablet, and what each proves: never how somebody voted in secret. */
/** Sentences first, then a button for each file; evidence that is short enough is a QR code too. */
function filesBlocks({ state, t, act }) {
	const { files } = state.view;
	const some = (start) => files.some(({ name }) => name.startsWith(start));
	const codes = files.filter((file) => file.name.endsWith(".evidence") && utf8(file.text).length <= 1843);
	return [
		...files.length === 0 ? [text("none", t.filesNone)] : [],
		...some("evidence-") ? [text("evidence", t.filesEvidence, "strong")] : [],
		...some("receipt-") ? [text("receipt", t.filesReceipt, "strong"), text("anyone", t.filesReceiptAnyone)] : [],
		...some("vote-") ? [text("vote", t.filesVote)] : [],
		...some("receipt-") || some("vote-") ? [text("check", t.filesCheck, "quiet")] : [],
		...files.map(({ name }) => ({
			key: `save-${name}`,
			node: /* @__PURE__ */ u(Button, {
				action: `save-${name}`,
				onPress: () => {
					act({
						is: "save",
						name
					});
				},
				children: t.filesSave(name)
			})
		})),
		...codes.map((file) => ({
			key: `qr-${file.name}`,
			node: /* @__PURE__ */ u(Qr, {
				text: file.text,
				label: t.filesEvidenceQr,
				ecc: "low",
				class: "alone dense"
			})
		}))
	];
}
// src/deputy/views/sheets.tsx
/** The contest of the ballot that is on the screen. */
function contestOf(state) {
	return "ballot" in state.step ? state.step.ballot.contest : null;
}
function SheetOver({ ui, scale, onScale }) {
	const { state, t, act, frame } = ui;
	const { sheet } = state;
	if (sheet === null) return null;
	const parts = sheet.is === "scale" ? scaleParts(ui, scale, onScale) : partsOf(ui, sheet, contestOf(state));
	if (parts === null) return null;
	return /* @__PURE__ */ u(Sheet, {
		t,
		heading: parts.heading,
		blocks: parts.blocks,
		actions: parts.actions,
		rehearsal: frame.rehearsal,
		onClose: () => {
			act({ is: "close" });
		}
	}, sheet.is);
}
function partsOf(ui, sheet, contest) {
	const { state, t, act, reading } = ui;
	const close = /* @__PURE__ */ u(Button, {
		action: "close",
		kind: "primary",
		onPress: () => {
			act({ is: "close" });
		},
		children: t.close
	});
	const ask = (no, yes) => /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u(Button, {
		action: "close",
		onPress: () => {
			act({ is: "close" });
		},
		children: no
	}), /* @__PURE__ */ u(Button, {
		action: "yes",
		kind: "primary",
		onPress: () => {
			act({ is: "yes" });
		},
		children: yes
	})] });
	switch (sheet.is) {
		case "help": return {
			heading: t.helpTitle,
			blocks: [
				text("steps", t.helpSteps),
				text("secret", t.helpSecret),
				text("cover", t.helpCover),
				text("size", t.helpSize)
			],
			actions: /* @__PURE__ */ u(S, { children: [
				state.view.files.length === 0 ? null : /* @__PURE__ */ u(Button, {
					action: "files",
					onPress: () => {
						act({ is: "files" });
					},
					children: t.files
				}),
				/* @__PURE__ */ u(Button, {
					action: "staff",
					onPress: () => {
						act({ is: "staff" });
					},
					children: t.helpStaff
				}),
				close
			] })
		};
		case "settings": return settingsParts(ui);
		case "files": return {
			heading: t.filesTitle,
			blocks: filesBlocks(ui),
			actions: close
		};
		case "blank": return contest === null ? null : {
			heading: t.blankTitle,
			blocks: [text("question", blankQuestion(t, contest), "strong")],
			actions: ask(t.blankNo, t.blankYes)
		};
		case "named": return contest === null ? null : {
			heading: t.namedTitle,
			blocks: [text("question", t.namedQuestion, "strong")],
			actions: ask(t.change, t.namedYes)
		};
		case "check-warning": return {
			heading: t.checkTitle,
			blocks: [text("warning", t.checkWarning, "strong"), text("again", t.checkWarningAgain)],
			actions: ask(t.checkNo, t.checkYes)
		};
		case "finish": return {
			heading: t.finishTitle,
			blocks: finishBlocks(ui),
			actions: ask(t.finishNo, t.finishYes)
		};
	}
	if (contest === null) return null;
	switch (sheet.is) {
		case "limit": return {
			heading: t.overTitle,
			blocks: [text("why", overLimit(reading, contest, sheet.most))],
			actions: close
		};
		case "taken": return {
			heading: t.takenTitle,
			blocks: [text("why", t.numberTaken(sheet.number, contest.items[sheet.item]?.number ?? 0))],
			actions: close
		};
		case "unfit": return {
			heading: t.unfitTitle,
			blocks: [text("why", unfit(reading, contest, sheet.why))],
			actions: close
		};
		case "detail": return detailParts(ui, contest, sheet.item, close);
		case "rank": return rankParts(ui, contest, sheet.item);
		case "scale": return null;
	}
}
function finishBlocks({ state, t }) {
	const open = state.view.contests.filter((contest) => [
		"ready",
		"held",
		"drawing",
		"unwitnessed"
	].includes(contest.status.is)).length;
	const casting = state.view.contests.some((contest) => contest.status.is === "casting");
	return [
		...open > 0 ? [text("open", t.finishOpen(open), "strong")] : [],
		...casting ? [text("casting", t.finishCasting, "strong")] : [],
		text("lead", t.finishLead)
	];
}
function detailParts(ui, contest, index, close) {
	const { t } = ui;
	const item = contest.items[index];
	if (item === void 0) return null;
	const { speak } = ui;
	const line = (key, name, value) => value === "" ? [] : [{
		key,
		node: /* @__PURE__ */ u("p", {
			class: "say",
			children: [
				/* @__PURE__ */ u("span", {
					class: "detail-name",
					children: name
				}),
				" ",
				value
			]
		})
	}];
	const said = [
		t.rowNumber(item.number),
		item.title,
		item.budget,
		item.department,
		item.detail
	].filter((part) => part !== "").join("。");
	return {
		heading: `${item.number}. ${item.title}`,
		blocks: [
			...line("budget", t.detailBudget, item.budget),
			...line("department", t.detailDepartment, item.department),
			...item.detail.split("\n").filter((part) => part !== "").map((part, at) => text(`detail-${at}`, part))
		],
		actions: /* @__PURE__ */ u(S, { children: [speak === null ? null : /* @__PURE__ */ u(Button, {
			action: "speak",
			onPress: () => {
				speak(said);
			},
			children: t.speak
		}), close] })
	};
}
function rankParts(ui, contest, index) {
	const { t, act, state } = ui;
	const item = contest.items[index];
	if (item === void 0 || state.step.is !== "marking") return null;
	const ticks = state.step.ballot.marks;
	const last = restColumn(contest);
	const given = ticks[index] ?? null;
	return {
		heading: t.rankTitle(item.number),
		blocks: [
			text("item", item.title, "strong"),
			text("lead", t.rankLead(last), "quiet"),
			{
				key: "numbers",
				node: /* @__PURE__ */ u("div", {
					class: "ranks",
					children: Array.from({ length: last }, (_, column) => {
						const holder = ticks.indexOf(column);
						const other = holder !== -1 && holder !== index ? contest.items[holder]?.number : void 0;
						return /* @__PURE__ */ u("button", {
							type: "button",
							class: other === void 0 ? "rank-key pressable" : "rank-key taken pressable",
							"data-action": `rank-${column + 1}`,
							"aria-pressed": given === column,
							"aria-label": other === void 0 ? t.rankGiven(column + 1) : `${t.rankGiven(column + 1)} ${t.rankTakenBy(other)}`,
							onClick: () => {
								act({
									is: "rank",
									item: index,
									number: column + 1
								});
							},
							children: column + 1
						}, column);
					})
				})
			}
		],
		actions: /* @__PURE__ */ u(S, { children: [given === null ? null : /* @__PURE__ */ u(Button, {
			action: "rank-none",
			onPress: () => {
				act({
					is: "rank",
					item: index,
					number: null
				});
			},
			children: t.rankNone
		}), /* @__PURE__ */ u(Button, {
			action: "close",
			kind: "primary",
			onPress: () => {
				act({ is: "close" });
			},
			children: t.cancel
		})] })
	};
}
function choices(ui, key, title, all) {
	return {
		key,
		node: /* @__PURE__ */ u("fieldset", {
			class: "choices",
			children: [/* @__PURE__ */ u("legend", { children: title }), all.map((choice) => /* @__PURE__ */ u(Button, {
				action: `${key}-${choice.key}`,
				pressed: choice.is,
				class: "choice",
				onPress: () => {
					ui.act({
						is: "set",
						settings: choice.to
					});
				},
				children: /* @__PURE__ */ u("span", {
					lang: choice.lang === void 0 ? void 0 : texts(choice.lang).tag,
					children: choice.is ? `✓ ${choice.name}` : choice.name
				})
			}, choice.key))]
		})
	};
}
function settingsParts(ui) {
	const { t, act, state } = ui;
	const { settings } = state;
	const themes = {
		light: t.themeLight,
		"contrast-light": t.themeContrastLight,
		"contrast-dark": t.themeContrastDark
	};
	return {
		heading: t.settingsTitle,
		blocks: [
			choices(ui, "size", t.settingsSize, SIZES.map((size) => ({
				key: String(size),
				name: t.sizeNames[size - 1] ?? String(size),
				is: size === settings.size,
				to: {
					...settings,
					size
				}
			}))),
			choices(ui, "theme", t.settingsTheme, THEMES.map((theme) => ({
				key: theme,
				name: themes[theme],
				is: theme === settings.theme,
				to: {
					...settings,
					theme
				}
			}))),
			choices(ui, "language", t.settingsLanguage, [...LANGS.map((lang) => ({
				key: lang,
				name: texts(lang).languageName,
				is: lang === settings.lang && !settings.bilingual,
				to: {
					...settings,
					lang,
					bilingual: false
				},
				lang
			})), {
				key: "both",
				name: t.bilingual,
				is: settings.bilingual,
				to: {
					...settings,
					bilingual: true
				}
			}]),
			text("reset", t.settingsReset, "quiet")
		],
		actions: /* @__PURE__ */ u(S, { children: [/* @__PURE__ */ u(Button, {
			action: "scale",
			onPress: () => {
				act({ is: "scale" });
			},
			children: t.settingsScale
		}), /* @__PURE__ */ u(Button, {
			action: "close",
			kind: "primary",
			onPress: () => {
				act({ is: "close" });
			},
			children: t.settingsDone
		})] })
	};
}
/** A bank card is 85.6 mm wide (ISO/IEC 7810): where the frame is as wide, a millimetre here is a true one. */
function scaleParts(ui, scale, onScale) {
	const { t, act } = ui;
	const at = SCALES.findIndex((one) => one === scale);
	const smaller = SCALES[at - 1];
	const larger = SCALES[at + 1];
	return {
		heading: t.settingsScale,
		blocks: [text("lead", t.scaleLead), {
			key: "card",
			node: /* @__PURE__ */ u("div", {
				class: "bank-card",
				children: /* @__PURE__ */ u("span", { children: t.scaleCard })
			})
		}],
		actions: /* @__PURE__ */ u(S, { children: [
			/* @__PURE__ */ u(Button, {
				action: "smaller",
				off: smaller === void 0,
				onPress: () => {
					if (smaller !== void 0) onScale(smaller);
				},
				children: t.scaleSmaller
			}),
			/* @__PURE__ */ u(Button, {
				action: "larger",
				off: larger === void 0,
				onPress: () => {
					if (larger !== void 0) onScale(larger);
				},
				children: t.scaleLarger
			}),
			/* @__PURE__ */ u(Button, {
				action: "close",
				kind: "primary",
				onPress: () => {
					act({ is: "close" });
				},
				children: t.settingsDone
			})
		] })
	};
}
// src/deputy/views/voice.ts
/** Reading aloud, where the tablet has a voice of its own: one that needs the internet would tell a stranger what is looked at. */
/** Reads in `lang`, and stops what was being read; null: no such voice. */
function voiceFor(lang) {
	if (!("speechSynthesis" in window)) return null;
	const language = lang.slice(0, 2);
	const voice = window.speechSynthesis.getVoices().find((one) => one.localService && one.lang.startsWith(language));
	if (voice === void 0) return null;
	return (text) => {
		window.speechSynthesis.cancel();
		const words = new SpeechSynthesisUtterance(text);
		words.voice = voice;
		words.lang = voice.lang;
		words.rate = .85;
		window.speechSynthesis.speak(words);
	};
}
// src/deputy/views/app.tsx
function noticeWords(ui, notice) {
	const { t } = ui;
	switch (notice.is) {
		case "held": return t.heldNotice;
		case "resumed": return t.resumedNotice;
		case "not-me": return t.notMe;
		case "not-now": return listLead(t, ui.state.view);
		case "refused-card": return sentence(ui.reading.lang, notice.why);
		case "elsewhere-done": {
			const contest = ui.state.view.contests.find((view) => view.contest === notice.contest);
			return contest === void 0 ? t.announce : `${contest.title}：${status(t, contest, ui.state.kept)}`;
		}
	}
}
function App({ runner, scale: firstScale, onScale }) {
	const [state, setState] = d(runner.state);
	const [scale, setScale] = d(firstScale);
	h(() => {
		setState(runner.state);
		return runner.subscribe(setState);
	}, [runner]);
	const [, setTurned] = d(0);
	h(() => {
		const turned = () => {
			setTurned((count) => count + 1);
		};
		window.addEventListener("resize", turned);
		return () => {
			window.removeEventListener("resize", turned);
		};
	}, []);
	const { settings, view } = state;
	const reading = {
		lang: settings.lang,
		bilingual: settings.bilingual
	};
	const t = texts(settings.lang);
	const rehearsal = view.sitting?.rehearsal ?? false;
	_(() => {
		applyAppearance(document.documentElement, {
			size: settings.size,
			theme: settings.theme,
			scale,
			rehearsal,
			lang: t.tag
		});
	}, [
		settings.size,
		settings.theme,
		scale,
		rehearsal,
		t
	]);
	h(() => {
		const name = view.sitting === null ? t.pageTitle : `${t.pageTitle} · ${view.sitting.title}`;
		document.title = rehearsal ? `【${t.rehearsal}】${name}` : name;
	}, [
		view.sitting,
		rehearsal,
		t
	]);
	const ui = uiOf(runner, state, reading);
	return /* @__PURE__ */ u(S, { children: [state.cover === null ? /* @__PURE__ */ u(Shown, { ui }) : /* @__PURE__ */ u(CoverScreen, { ui }), state.cover === null ? /* @__PURE__ */ u(SheetOver, {
		ui,
		scale,
		onScale: (to) => {
			setScale(to);
			onScale(to);
		}
	}) : null] });
}
function uiOf(runner, state, reading) {
	const t = texts(reading.lang);
	const { view } = state;
	const send = (event) => {
		runner.send(event);
	};
	const act = (what) => {
		runner.send({
			is: "act",
			act: what
		});
	};
	const own = noticeOf(state);
	const notice = own === null ? view.notice : null;
	return {
		state,
		t,
		reading,
		act,
		send,
		frame: {
			t,
			title: view.sitting === null ? t.pageTitle : view.sitting.title,
			rehearsal: view.sitting?.rehearsal ?? false,
			connection: connection(t, view.connection, isOnBallot(state)),
			trouble: view.connection.is === "lost",
			witnesses: view.witnesses === null ? null : t.witnesses(view.witnesses.have, view.witnesses.quorum),
			notice: own !== null ? noticeWords({
				t,
				reading,
				state
			}, own) : notice === null ? null : sentence(reading.lang, notice),
			buttons: state.cover !== null || view.elsewhere ? null : /* @__PURE__ */ u(S, { children: [
				/* @__PURE__ */ u(Button, {
					action: "cover",
					kind: "frame",
					onPress: () => {
						act({ is: "cover" });
					},
					children: t.cover
				}),
				/* @__PURE__ */ u(Button, {
					action: "help",
					kind: "frame",
					onPress: () => {
						act({ is: "help" });
					},
					children: t.help
				}),
				/* @__PURE__ */ u(Button, {
					action: "settings",
					kind: "frame",
					onPress: () => {
						act({ is: "settings" });
					},
					children: t.settings
				})
			] })
		},
		speak: voiceFor(t.tag)
	};
}
/** Nothing of the ballot is in the document while it is covered. */
function CoverScreen({ ui }) {
	const { state, t, act, frame } = ui;
	const notCast = isOnBallot(state);
	const heading = {
		asked: t.coveredTitle,
		idle: t.idleTitle,
		staff: t.staffTitle
	}[state.cover ?? "asked"];
	const lead = {
		asked: t.coveredLead,
		idle: t.idleLead,
		staff: t.staffLead
	}[state.cover ?? "asked"];
	return /* @__PURE__ */ u(Screen, {
		frame,
		name: `cover-${state.cover ?? "asked"}`,
		heading,
		told: true,
		blocks: [...notCast ? [text("not-cast", t.coveredNotCast, "strong")] : [], ...notCast || state.cover !== "asked" ? [text("lead", lead)] : []],
		actions: /* @__PURE__ */ u(Button, {
			action: "uncover",
			kind: "primary",
			large: true,
			onPress: () => {
				act({ is: "uncover" });
			},
			children: state.cover === "idle" ? t.idleGoOn : t.uncover
		})
	});
}
function Shown({ ui }) {
	const { state, t } = ui;
	const { view, step } = state;
	if (view.elsewhere) return /* @__PURE__ */ u(Screen, {
		frame: ui.frame,
		name: "elsewhere",
		heading: t.elsewhereTitle,
		told: true,
		blocks: [text("lead", t.elsewhereLead), ...LANGS.filter((lang) => lang !== ui.reading.lang).map((lang) => text(lang, texts(lang).elsewhereLead, "quiet"))]
	});
	if (step.is === "stopped") return /* @__PURE__ */ u(StoppedScreen, { ui });
	if (view.sitting === null) return /* @__PURE__ */ u(Busy, {
		ui,
		name: "starting",
		heading: t.startingTitle,
		lead: t.startingLead,
		identity: null
	});
	if (view.presence.is !== "in") return /* @__PURE__ */ u(EntryScreen, { ui });
	switch (step.is) {
		case "list": return /* @__PURE__ */ u(ListScreen, { ui });
		case "marking": return /* @__PURE__ */ u(MarkingScreen, {
			ui,
			step
		});
		case "review": return /* @__PURE__ */ u(ReviewScreen, {
			ui,
			step
		});
		case "cast-or-check": return /* @__PURE__ */ u(CastOrCheckScreen, {
			ui,
			step
		});
		case "opened": return /* @__PURE__ */ u(OpenedScreen, {
			ui,
			step
		});
		case "casting": return /* @__PURE__ */ u(CastingScreen, {
			ui,
			step
		});
		case "done": return /* @__PURE__ */ u(DoneScreen, {
			ui,
			step
		});
		case "outcome": return /* @__PURE__ */ u(OutcomeScreen, {
			ui,
			step
		});
	}
}
// src/deputy/mount.tsx
/** Puts the deputy's screens over a device onto the page. */
/** How often the time is told. */
var TICK_MS = 250;
/** Between two looks whether the page can be had, in milliseconds. */
var RELOAD_AGAIN = 1e3;
/** What is shown without a device: before it is open, or where there can be none. */
function showStanding(place, what) {
	const t = texts("zh");
	const frame = {
		t,
		title: t.pageTitle,
		rehearsal: false,
		connection: t.connecting,
		trouble: false,
		witnesses: null,
		buttons: null,
		notice: null
	};
	applyAppearance(document.documentElement, {
		size: DEFAULT_SETTINGS.size,
		theme: DEFAULT_SETTINGS.theme,
		scale: storedScale(localStorage),
		rehearsal: false,
		lang: t.tag
	});
	const [heading, lead] = what === "starting" ? [t.startingTitle, t.startingLead] : [t.brokenTitle, t.brokenLead];
	const other = texts("en");
	const blocks = what === "starting" ? [text("lead", lead)] : [text("lead", lead), text("other", `${other.brokenTitle}. ${other.brokenLead}`, "quiet")];
	R(/* @__PURE__ */ u(Screen, {
		frame: what === "broken" ? {
			...frame,
			connection: ""
		} : frame,
		name: what,
		heading,
		told: true,
		blocks
	}), place);
}
/** The screens, from now until the page is closed. */
function mount(place, device) {
	const runner = new Runner(device, {
		storage: sessionStorage,
		now: () => performance.now(),
		reload: reloadOnceThere(),
		save: saveFile
	});
	setInterval(() => {
		runner.send({
			is: "tick",
			now: performance.now()
		});
	}, TICK_MS);
	keepInside(runner);
	R(/* @__PURE__ */ u(App, {
		runner,
		scale: storedScale(localStorage),
		onScale: (scale) => {
			storeScale(localStorage, scale);
		}
	}), place);
	return runner;
}
/** Loads the page anew once it can be had: over a network that is cut the browser would show its own error page, and never come back. */
function reloadOnceThere() {
	let isWaiting = false;
	const wait = async () => {
		for (;;) try {
			await fetch(location.href, {
				cache: "no-store",
				credentials: "omit"
			});
			location.reload();
			return;
		} catch {
			await pause(RELOAD_AGAIN);
		}
	};
	return () => {
		if (isWaiting) return;
		isWaiting = true;
		wait();
	};
}
/** What the back button does; nothing before there are screens. */
var goBack = () => void 0;
var isInside = false;
/** The back button never leaves the page, from its first moment on. */
function stayInside() {
	if (isInside) return;
	isInside = true;
	history.pushState(null, "");
	window.addEventListener("popstate", () => {
		history.pushState(null, "");
		goBack();
	});
}
/** The back button goes a step back. */
function keepInside(runner) {
	stayInside();
	goBack = () => {
		runner.send({
			is: "act",
			act: { is: "back" }
		});
	};
	document.addEventListener("contextmenu", (event) => {
		event.preventDefault();
	});
}
// src/deputy/main.tsx
/** The deputy's page: opens the device of this browser and puts the screens over it. */
var place = document.getElementById("app");
if (place !== null) {
	stayInside();
	showStanding(place, "starting");
	openDevice().then((device) => {
		mount(place, device);
	}, () => {
		showStanding(place, "broken");
	});
}
