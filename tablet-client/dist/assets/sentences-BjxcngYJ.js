import { $ as widthOf, Ct as hash, D as parseEntry, E as EntryError, Et as leafHash, F as GrowingTree, G as BUNDLE_BYTES_MAX, Ht as sha256, J as bundlePath, Jt as fromUtf8, K as CHECKPOINT_BYTES_MAX, Kt as equal, M as twoRoots, N as claimedSize$1, P as readCosigned, Qt as utf8, T as readDefinition, X as partialOrFull, Yt as hex, Z as readBundle, ct as int, dt as oneOf, g as applyAppearance, gt as parseJson, h as THEMES, it as anyString, j as twoHistories, k as beyondSeal, lt as list$2, m as SIZES, mt as JsonError, nt as Parts, ot as bytes32, pt as text$1, qt as fromHex, rt as FormError, ut as object, w as signersError, xt as TrustError, y as LANGS, z as NoteError } from "./theme-DjPN7Y5t.js";
// src/follow/trouble.ts
/** What came does not check. `index`: the entry, or the size where a checkpoint is at fault. */
var Broken = class extends Error {
	code;
	index;
	what;
	evidence;
	name = "Broken";
	constructor(code, index, what = "", evidence) {
		super(`${code} at ${index}${what === "" ? "" : `: ${what}`}`);
		this.code = code;
		this.index = index;
		this.what = what;
		this.evidence = evidence;
	}
};
// src/follow/checkpoint.ts
/** The log's signed checkpoint as screens show it; what is believed of it is decided in `trust`. */
var LAYERS = {
	note: "note-bad",
	unsigned: "unsigned",
	signature: "unsigned",
	cosignature: "cosignature-bad",
	checkpoint: "note-bad"
};
function read$1(what) {
	try {
		return what();
	} catch (error) {
		if (error instanceof NoteError) throw new Broken(LAYERS[error.layer], 0, error.message);
		throw error;
	}
}
/** The size that a note claims, before anything of it is believed: how much of the first bundle there is. Throws {@link Broken}. */
function claimedSize(bytes) {
	return read$1(() => Number(claimedSize$1(bytes)));
}
/** The checkpoint of this sitting's log. Throws {@link Broken}. */
function readSigned(bytes, of) {
	const { checkpoint, by, have, newest, isQuorum, bare } = read$1(() => readCosigned(bytes, of));
	const { size, root } = checkpoint;
	return {
		size: Number(size),
		root,
		by,
		time: have === 0 ? void 0 : Number(newest),
		enough: isQuorum,
		note: bare,
		checkpoint
	};
}
/** Bytes of a note that stands in an entry. */
function noteOf(body) {
	return utf8(body.checkpoint);
}
// src/follow/source.ts
/**
* Where the published log comes from (protocol.md §2.7, §11.6): its newest checkpoint, and its entries in bundles of up to 256.
* Nothing that comes from here is believed; it is only held to what an honest server would send: a length, and a time.
*/
/** Nothing usable came. */
var SourceError = class extends Error {
	trouble;
	name = "SourceError";
	constructor(trouble, what) {
		super(`${trouble}: ${what}`);
		this.trouble = trouble;
	}
};
var CHECKPOINT_MILLISECONDS = 15e3;
var BUNDLE_MILLISECONDS = 18e4;
/** The body of an answer, read no further than it may be long. */
async function readBody(response, bytesMax) {
	const reader = response.body?.getReader();
	const pieces = [];
	let length = 0;
	for (;;) {
		const piece = await reader?.read();
		if (piece?.value === void 0) break;
		length += piece.value.length;
		if (length > bytesMax) {
			await reader?.cancel();
			throw new SourceError("too-large", `more than ${bytesMax} bytes`);
		}
		pieces.push(piece.value);
	}
	const out = new Uint8Array(length);
	let at = 0;
	for (const piece of pieces) {
		out.set(piece, at);
		at += piece.length;
	}
	return out;
}
async function get(address, bytesMax, milliseconds) {
	const stop = new AbortController();
	const timer = setTimeout(() => {
		stop.abort();
	}, milliseconds);
	try {
		const response = await fetch(address, {
			signal: stop.signal,
			credentials: "omit",
			redirect: "error",
			referrerPolicy: "no-referrer"
		});
		if (response.status === 404) throw new SourceError("missing", address.pathname);
		if (!response.ok) throw new SourceError("unreachable", `status ${response.status}`);
		return await readBody(response, bytesMax);
	} catch (error) {
		if (error instanceof SourceError) throw error;
		throw new SourceError(stop.signal.aborted ? "too-slow" : "unreachable", address.pathname);
	} finally {
		clearTimeout(timer);
	}
}
/** The log as any web server has it below `base`, which ends in a slash. */
function httpSource(base) {
	return {
		checkpoint: () => get(new URL("checkpoint", base), CHECKPOINT_BYTES_MAX, CHECKPOINT_MILLISECONDS),
		bundle: (number, width) => get(new URL(bundlePath(number, width), base), BUNDLE_BYTES_MAX, BUNDLE_MILLISECONDS)
	};
}
// src/follow/follower.ts
/**
* Follows a published log (protocol.md §16.3, without proofs between checkpoints: every entry is read, so the tree is made here).
*
* Invariants
* - Nothing is handed out before a checkpoint signed by the log's key covers it and the entries' own tree has its root.
* - What was signed counts for as long as this page is open, also after everything was read anew: another root at a size that was
*   signed before, a history that did not grow out of it, and whatever follows a seal come with an evidence file (§16.1).
*/
/** Sizes whose checkpoints are kept after they were passed. */
var KNOWN_MAX = 64;
/** Entries one after another, chained and hashed. */
var Reading = class {
	fingerprint;
	fold;
	tree = new GrowingTree();
	leaves = [];
	beginning;
	seal;
	/** A checkpoint that stands in the log and is not of it. */
	foreign;
	lastTime = 0;
	/** Roots by size since the last `witnessed`, for the next one. */
	roots = /* @__PURE__ */ new Map();
	constructor(fingerprint, fold) {
		this.fingerprint = fingerprint;
		this.fold = fold;
	}
	take(line) {
		const index = this.tree.size;
		if (index === 0 && !equal(sha256(line), this.fingerprint)) throw new Broken("other-sitting", 0);
		const entry = read(line, index);
		const { body, prev, time, leaf } = entry;
		if (index === 0) this.beginning = beginningOf(entry);
		const { definition, signatories } = this.begun();
		if (!equal(prev, this.leaves.at(-1) ?? hash("log", utf8(definition.origin)))) throw new Broken("chain-broken", index);
		if (time < this.lastTime) throw new Broken("time-back", index);
		this.fold.take(entry, index);
		this.tree.push(leaf);
		this.leaves.push(leaf);
		this.lastTime = time;
		if (body.kind === "sitting_sealed") this.seal = {
			index,
			line: entry.line
		};
		if (body.kind === "witnessed") this.witnessed(readSigned(noteOf(body), signatories), index);
		if (definition.quorum > 0) this.roots.set(this.tree.size, this.tree.root());
	}
	/** Entry 0. Throws {@link Broken} while there is none. */
	begun() {
		if (this.beginning === void 0) throw new Broken("no-sitting", 0);
		return this.beginning;
	}
	/** §3.8: a quorum under a checkpoint of this very log. */
	witnessed(signed, index) {
		const { size, root, enough } = signed;
		const own = this.roots.get(size);
		if (!enough || own === void 0) throw new Broken("not-legal", index, `witnessed ${size}`);
		if (!equal(own, root)) this.foreign = signed;
		for (const passed of this.roots.keys()) if (passed <= size) this.roots.delete(passed);
	}
};
function beginningOf({ body, line }) {
	if (body.kind !== "sitting_defined") throw new Broken("no-sitting", 0);
	try {
		return {
			line,
			definition: body,
			signatories: readDefinition(body)
		};
	} catch (error) {
		if (error instanceof TrustError) throw new Broken("not-legal", 0, error.message);
		throw error;
	}
}
function read(line, index) {
	try {
		return parseEntry(line.slice());
	} catch (error) {
		if (error instanceof EntryError) throw new Broken("not-an-entry", index, error.message);
		throw error;
	}
}
var Follower = class {
	fingerprint;
	source;
	begin;
	breathe;
	progress;
	reading;
	/** Signed by the log's key, whether or not their entries were served; by size. */
	known = /* @__PURE__ */ new Map();
	verified;
	/** The bundle that is being read. */
	bundles;
	/** The largest size that the log's key signed, as far as it was shown here. */
	newest = 0;
	/** `breathe` lets the page draw between entries. `progress` tells how many of how many entries were read. */
	constructor(fingerprint, source, begin, breathe, progress = () => void 0) {
		this.fingerprint = fingerprint;
		this.source = source;
		this.begin = begin;
		this.breathe = breathe;
		this.progress = progress;
		this.reading = new Reading(fingerprint, begin());
	}
	/**
	* One look. Rejects with {@link Broken}, after which everything is read anew, or with {@link SourceError}, after which it goes
	* on where it was.
	*/
	async look() {
		try {
			return await this.follow();
		} catch (error) {
			if (error instanceof Broken) {
				this.reading = new Reading(this.fingerprint, this.begin());
				this.bundles = void 0;
				this.verified = void 0;
			}
			throw error;
		}
	}
	async follow() {
		const bytes = await this.source.checkpoint();
		const { line, signatories } = await this.beginning(claimedSize(bytes));
		const signed = readSigned(bytes, signatories);
		const { size } = signed;
		if (size > 2e5) throw new Broken("too-large", size);
		this.remember(line, signed);
		const { reading, verified } = this;
		if (size < this.newest) return {
			is: "older",
			size
		};
		this.newest = size;
		const { seal, leaves } = reading;
		const beyond = verified === void 0 || seal === void 0 ? void 0 : beyondSeal(line, rootIn(verified), rootIn(signed), seal, leaves);
		if (beyond !== void 0) throw new Broken("beyond-seal", size, "", beyond);
		if (verified?.size === size) {
			if (signed.by.length >= verified.by.length) this.verified = signed;
			return {
				is: "same",
				fold: reading.fold,
				signed: this.verified ?? signed
			};
		}
		await this.readTo(signed);
		this.verified = signed;
		return {
			is: "grown",
			fold: reading.fold,
			signed
		};
	}
	/** Entry 0, which the fingerprint vouches for. */
	async beginning(size) {
		const { reading } = this;
		if (reading.beginning === void 0) {
			if (size === 0) throw new Broken("no-sitting", 0);
			const [first] = await this.bundle(0, widthOf(0, size));
			if (first === void 0) throw new Broken("no-sitting", 0);
			reading.take(first);
		}
		return reading.begun();
	}
	/** Two roots of one size, both signed, are two histories. */
	remember(entry0, signed) {
		const { size } = signed;
		const before = this.known.get(size);
		const proof = before === void 0 ? void 0 : twoRoots(entry0, rootIn(before), rootIn(signed));
		if (proof !== void 0) throw new Broken("two-roots", size, "", proof);
		this.known.set(size, signed);
		const [oldest] = this.known.keys();
		if (this.known.size > KNOWN_MAX && oldest !== void 0) this.known.delete(oldest);
	}
	/** Reads until `signed` covers all. What is wrong on the way may be a proof. */
	async readTo(signed) {
		try {
			await this.readEntries(signed.size);
		} catch (error) {
			if (!(error instanceof Broken)) throw error;
			throw await this.proof(signed, error) ?? error;
		}
		this.bundles = void 0;
	}
	async readEntries(size) {
		const { tree } = this.reading;
		for (let line = await this.next(size); line !== void 0; line = await this.next(size)) {
			if (this.reading.seal !== void 0) throw new Broken("after-seal", tree.size);
			this.reading.take(line);
			if (this.reading.foreign !== void 0) throw new Broken("witnessed-root", tree.size - 1);
			const known = this.known.get(tree.size);
			if (known !== void 0 && !equal(known.root, tree.root())) throw new Broken("root-differs", tree.size);
			this.progress(tree.size, size);
			await this.breathe();
		}
	}
	/** The line after those that were read, of a log of so many; `undefined` once all were. */
	async next(size, at = this.reading.tree.size) {
		if (at >= size) return void 0;
		const number = Math.floor(at / 256);
		const place = at - number * 256;
		if (this.bundles?.number !== number || this.bundles.entries.length <= place) this.bundles = {
			number,
			entries: await this.bundle(number, widthOf(number, size))
		};
		return this.bundles.entries[place];
	}
	/**
	* That the log's key signed two histories, if what is served is what it signed; else what is wrong may be the network's doing. The
	* new history may part from the one that was read anywhere, so all of it is read, as leaves alone.
	*/
	async proof(signed, { index }) {
		const { seal, foreign } = this.reading;
		const { line } = this.reading.begun();
		const larger = rootIn(signed);
		const leaves = [];
		this.bundles = void 0;
		try {
			for (let next = await this.next(signed.size, 0); next !== void 0; next = await this.next(signed.size, leaves.length)) {
				leaves.push(leafHash(next));
				await this.breathe();
			}
		} catch (error) {
			if (error instanceof SourceError || error instanceof Broken) return void 0;
			throw error;
		}
		for (const earlier of [...this.known.values(), ...foreign === void 0 ? [] : [foreign]]) {
			const histories = twoHistories(line, rootIn(earlier), larger, leaves);
			if (histories !== void 0) return new Broken("two-histories", index, "", histories);
		}
		const beyond = seal === void 0 ? void 0 : beyondSeal(line, larger, larger, seal, leaves);
		return beyond === void 0 ? void 0 : new Broken("beyond-seal", index, "", beyond);
	}
	async bundle(number, width) {
		const isGone = (error) => error instanceof SourceError && error.trouble === "missing";
		const entries = await partialOrFull(width, async (wide) => readBundle(await this.source.bundle(number, wide), wide), isGone);
		if (entries === void 0) throw new Broken("bundle-bad", number * 256);
		return entries;
	}
};
function rootIn({ checkpoint, note }) {
	return {
		checkpoint,
		bare: note
	};
}
/** Lets others run whenever `milliseconds` have gone by since the last pause. */
function breather(milliseconds) {
	let last = performance.now();
	return async () => {
		if (performance.now() - last < milliseconds) return;
		await new Promise((resume) => setTimeout(resume, 0));
		last = performance.now();
	};
}
// src/follow/sitting.ts
/** A contest whose voting has begun and not been closed. */
function isVoting({ stage }) {
	return stage === "open" || stage === "held" || stage === "ended" || stage === "opening" || stage === "opened";
}
/** Deputies suspended now. */
function suspendedNow(roll) {
	return new Set([...roll.deputies.values()].filter(({ suspended }) => suspended).map(({ number }) => number));
}
/** 全体, 应到 and those who are 实到, as an opening at this moment would freeze them (§3.10). */
function presence(sitting, profile) {
	const { roll } = sitting;
	if (roll === void 0) return {
		membership: 0,
		due: 0,
		present: /* @__PURE__ */ new Set()
	};
	const now = suspendedNow(roll);
	const frozen = {
		session: /* @__PURE__ */ new Set(),
		plenary: sitting.suspendedAtFirst ?? now,
		contest: now
	}[profile.roll_freeze];
	const less = profile.suspended === "not_counted" ? frozen.size : 0;
	const stays = profile.leave_early === "stays";
	const there = [...roll.deputies.values()].filter(({ checkedIn, left }) => checkedIn || stays && left);
	const present = new Set(there.map(({ number }) => number));
	const due = Math.max(roll.due - less, present.size);
	return {
		membership: Math.max(roll.membership - less, due),
		due,
		present
	};
}
// src/follow/signers.ts
var BOTH = ["secretariat", "chief"];
/**
* The signers that §3.1 asks for, in their order. `late`: a contest is voting, so a check-in needs both roles besides.
*/
function signersOf({ body }, run, late) {
	switch (body.kind) {
		case "sitting_defined": return ["secretariat", "server"];
		case "roll_fixed":
		case "rules_adopted":
		case "contest_defined":
		case "leave_granted":
		case "left_early": return ["secretariat"];
		case "scrutineers_named":
		case "check_in_undone":
		case "contest_opened":
		case "contest_resumed":
		case "contest_ended":
		case "contest_closed":
		case "contest_voided":
		case "sitting_sealed":
		case "deputy_suspended":
		case "deputy_restored":
		case "paper_issued":
		case "paper_cast":
		case "paper_confirmed":
		case "hands_counted": return BOTH;
		case "key_committed":
		case "key_revealed":
		case "key_dealt":
		case "key_accepted":
		case "key_disputed":
		case "key_tested":
		case "decrypted": return [`scrutineer-${body.scrutineer}`];
		case "key_agreed": return (run?.scrutineers ?? []).map((_, at) => `scrutineer-${at + 1}`);
		case "checked_in": {
			const first = body.means === "card" ? `card-${body.deputy}` : "secretariat";
			return late ? [first, ...BOTH.filter((by) => by !== first)] : [first];
		}
		case "contest_held":
		case "report_signed": return [body.by];
		case "ballot_issued":
		case "ballot_challenged":
		case "box_opened":
		case "witnessed": return ["server"];
		case "ballot_returned":
		case "vote_cast": return [`deputy-${body.deputy}`];
		case "ballot_cast": return ["ballot"];
		case "paper_counted": return [body.count === 1 ? "secretariat" : "chief"];
		case "result_declared":
		case "tie_settled": return ["chief", "presiding"];
		case "blob_part": return [];
	}
}
/** The key of a role or scrutineer; `undefined` of anybody else, whom nobody here has a key of. */
function keyOf(keys, run, by) {
	switch (by) {
		case "server":
		case "secretariat":
		case "chief":
		case "presiding": return keys?.[by];
		default: return by.startsWith("scrutineer-") ? run?.scrutineers[Number(by.slice(11)) - 1]?.key : void 0;
	}
}
/** Deputies, their cards and their ballots: as many signatures as there are deputies, which are left to the verifier. */
function isOneOfMany(by) {
	return by === "ballot" || by.startsWith("deputy-") || by.startsWith("card-");
}
/** `run`: whose scrutineers may sign. Throws {@link Broken} unless those signed who must, and what is checked here holds. */
function checkSignatures(sitting, entry, index, run) {
	const { body } = entry;
	const keys = sitting.definition?.keys ?? (body.kind === "sitting_defined" ? body.keys : void 0);
	const wanted = signersOf(entry, run, sitting.contests.some(isVoting));
	if (wanted.join(", ") !== entry.sigs.map(({ by }) => by).join(", ")) throw new Broken("signers-wrong", index, wanted.join(", "));
	const needed = wanted.filter((by) => !isOneOfMany(by)).map((by) => ({
		by,
		key: keyOf(keys, run, by)
	}));
	const error = signersError({
		...entry,
		sigs: entry.sigs.filter(({ by }) => !isOneOfMany(by))
	}, needed, sitting.fingerprint);
	if (error !== void 0) throw new Broken("signature-bad", index, error.what);
	return {
		checked: needed.length,
		left: wanted.length - needed.length
	};
}
// src/follow/fold.ts
/** Entry after entry into a {@link Sitting}. */
var rollText = object({ deputies: list$2(object({
	number: int,
	name: text$1,
	delegation: text$1,
	card: bytes32
})) });
function payloadOf(body) {
	switch (body.kind) {
		case "roll_fixed": return body.roll;
		case "rules_adopted": return body.text;
		case "ballot_cast":
		case "paper_cast": return body.ballot;
		default: return;
	}
}
/** The sitting as the entries so far say it. Of use up to the first {@link Broken} that it throws. */
var SittingFold = class {
	definition;
	fingerprint = /* @__PURE__ */ new Uint8Array(32);
	roll;
	runs = [];
	contests = [];
	suspendedAtFirst;
	witnessed = 0;
	sealed = false;
	/** Signatures of roles, scrutineers and the server that were checked here; and those of deputies, cards and ballots that were not. */
	checked = 0;
	left = 0;
	agreed = /* @__PURE__ */ new Map();
	byHash = /* @__PURE__ */ new Map();
	parts = new Parts();
	index = 0;
	get run() {
		return this.runs.at(-1);
	}
	/** The opened contest with this hash. Throws {@link Broken}. */
	contest(of) {
		const found = this.byHash.get(hex(of));
		if (found === void 0) this.refuse("another contest");
		return found;
	}
	/** The next entry. Throws {@link Broken}. */
	take(entry, index) {
		this.index = index;
		if (this.sealed) throw new Broken("after-seal", index);
		const { body } = entry;
		const run = body.kind === "decrypted" ? this.contest(body.contest).opened.run : this.run;
		const { checked, left } = checkSignatures(this, entry, index, run);
		this.checked += checked;
		this.left += left;
		if (body.kind === "blob_part") {
			if (!this.parts.take(body)) throw new Broken("parts-wrong", index);
			return;
		}
		const value = this.parts.join(payloadOf(body));
		if (value === "wrong") throw new Broken("parts-wrong", index);
		this.apply(entry, value ?? /* @__PURE__ */ new Uint8Array());
	}
	/** What the entry does; `value` is that of its payload. */
	apply(entry, value) {
		const { body } = entry;
		switch (body.kind) {
			case "sitting_defined":
				this.definition = body;
				this.fingerprint = sha256(entry.line).slice();
				return;
			case "roll_fixed":
				this.roll = {
					membership: body.membership,
					due: body.due,
					deputies: this.deputies(value)
				};
				return;
			case "scrutineers_named":
				this.runs.push({
					number: body.run,
					threshold: body.threshold,
					scrutineers: body.scrutineers
				});
				return;
			case "key_agreed":
				if (this.run !== void 0) this.agreed.set(hex(entry.leaf), this.run);
				return;
			case "contest_defined":
				if (body.contest !== this.contests.length + 1) this.refuse("number of the contest");
				this.contests.push({
					definition: body,
					stage: "defined",
					opened: void 0
				});
				return;
			case "witnessed":
				this.witnessed = claimedSize(noteOf(body));
				return;
			case "sitting_sealed":
				this.sealed = true;
				return;
			case "checked_in":
			case "check_in_undone":
			case "left_early":
			case "deputy_suspended":
			case "deputy_restored":
				this.people(body);
				return;
			case "contest_opened":
				this.open(entry, body);
				return;
			default: this.course(entry);
		}
	}
	refuse(what) {
		throw new Broken("not-legal", this.index, what);
	}
	deputies(value) {
		try {
			const { deputies } = rollText(parseJson(fromUtf8(value) ?? ""), []);
			const fresh = {
				checkedIn: false,
				suspended: false,
				left: false
			};
			return new Map(deputies.map(({ number, name, delegation }) => [number, {
				number,
				name,
				delegation,
				...fresh
			}]));
		} catch (error) {
			if (error instanceof JsonError || error instanceof FormError) this.refuse("roll");
			throw error;
		}
	}
	people(body) {
		const deputy = this.roll?.deputies.get(body.deputy);
		if (deputy === void 0) this.refuse(`deputy ${body.deputy}`);
		switch (body.kind) {
			case "checked_in":
				deputy.checkedIn = true;
				deputy.left = false;
				for (const { opened } of this.contests.filter(isVoting)) {
					if (opened === void 0) continue;
					opened.present.add(deputy.number);
					opened.due = Math.max(opened.due, opened.present.size);
					opened.membership = Math.max(opened.membership, opened.due);
				}
				return;
			case "check_in_undone":
				deputy.checkedIn = false;
				return;
			case "left_early":
				deputy.checkedIn = false;
				deputy.left = true;
				return;
			case "deputy_suspended":
				deputy.suspended = true;
				deputy.left = false;
				return;
			case "deputy_restored":
				deputy.suspended = false;
				return;
		}
	}
	open({ bodyBytes }, body) {
		const contest = this.contests[body.contest - 1];
		if (contest?.stage !== "defined") this.refuse(`contest ${body.contest} is not to be opened`);
		if (this.roll !== void 0) this.suspendedAtFirst ??= suspendedNow(this.roll);
		const [key] = body.keys;
		const contestHash = hash("contest", this.fingerprint, bodyBytes);
		const opened = {
			index: this.index,
			hash: contestHash,
			name: hex(contestHash),
			key: key?.public_key,
			run: key === void 0 ? void 0 : this.agreed.get(hex(key.key)),
			membership: body.membership,
			due: body.due,
			present: new Set(presence(this, contest.definition.profile).present),
			issued: /* @__PURE__ */ new Set(),
			papers: /* @__PURE__ */ new Set(),
			slips: /* @__PURE__ */ new Set(),
			voted: /* @__PURE__ */ new Set(),
			challenged: 0,
			heldFor: void 0,
			box: void 0,
			entered: 0,
			closed: void 0,
			shares: /* @__PURE__ */ new Set(),
			declared: void 0,
			settled: void 0,
			voided: void 0
		};
		if (opened.present.size !== body.present) this.refuse("present");
		contest.stage = "open";
		contest.opened = opened;
		this.byHash.set(opened.name, {
			contest,
			opened
		});
	}
	/** Moves a contest on, if it is where this may follow. */
	move(contest, from, to) {
		if (!from.includes(contest.stage)) this.refuse(`${to} after ${contest.stage}`);
		contest.stage = to;
	}
	course({ body, leaf }) {
		if (body.kind === "ballot_issued") {
			this.contest(body.request.contest).opened.issued.add(body.request.deputy);
			return;
		}
		if (!("contest" in body) || typeof body.contest === "number") return;
		const { contest, opened } = this.contest(body.contest);
		switch (body.kind) {
			case "ballot_challenged":
				opened.challenged += 1;
				return;
			case "paper_issued":
				for (const deputy of body.deputies) opened.papers.add(deputy);
				return;
			case "vote_cast":
				opened.voted.add(body.deputy);
				return;
			case "ballot_returned":
				opened.slips.add(body.deputy);
				return;
			case "contest_held":
				this.move(contest, ["open"], "held");
				opened.heldFor = body.reason;
				return;
			case "contest_resumed":
				this.move(contest, ["held"], "open");
				opened.heldFor = void 0;
				return;
			case "contest_ended":
				this.move(contest, ["open", "held"], "ended");
				return;
			case "box_opened":
				this.move(contest, ["ended"], body.ballots === 0 ? "opened" : "opening");
				opened.box = {
					ballots: body.ballots,
					cast: 0
				};
				return;
			case "ballot_cast":
				this.cast(contest, opened);
				return;
			case "paper_cast":
				opened.entered += 1;
				return;
			case "hands_counted":
				this.move(contest, ["open", "held"], "closed");
				opened.closed = {
					leaf: hex(leaf),
					counts: void 0
				};
				return;
			case "contest_closed":
				this.move(contest, ["ended", "opened"], "closed");
				opened.closed = {
					leaf: hex(leaf),
					counts: body
				};
				return;
			case "decrypted":
				opened.shares.add(body.scrutineer);
				return;
			case "result_declared":
				this.declare(contest, opened, body, leaf);
				return;
			case "tie_settled":
				opened.settled = body.items;
				return;
			case "contest_voided":
				contest.stage = "voided";
				opened.voided = body.reason;
				return;
			case "contest_defined":
			case "contest_opened":
			case "paper_counted":
			case "paper_confirmed":
			case "report_signed": return;
		}
	}
	cast(contest, { box }) {
		if (contest.stage !== "opening" || box === void 0) this.refuse("a ballot without its box");
		box.cast += 1;
		if (box.cast === box.ballots) contest.stage = "opened";
	}
	/** Its arithmetic is the verifier's; what a screen reads by index has to be there. */
	declare(contest, opened, { closed, decision }, leaf) {
		this.move(contest, ["closed"], "declared");
		if (opened.closed?.leaf !== hex(closed)) this.refuse("another close");
		const items = contest.definition.items.length;
		const named = [
			...decision.firm,
			...decision.tied.items,
			...decision.next.items
		];
		const rows = decision.outcome.kind === "valid" ? items : 0;
		if (decision.items.length !== rows || named.some((at) => at >= items)) this.refuse("items of the decision");
		opened.declared = {
			index: this.index,
			leaf: hex(leaf),
			decision
		};
	}
};
// src/follow/settings.ts
/** `sitting.json`, which lies beside the pages: whom they believe. It comes with the page, never from what is checked with it. */
/** Why a page does not know whom to believe. */
var SettingsError = class extends Error {
	name = "SettingsError";
};
var form = object({
	fingerprint: anyString,
	server: anyString,
	mode: oneOf("real", "rehearsal")
});
/** On this very machine nobody listens in. */
function isLoopback({ hostname }) {
	return hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
}
/** `wss://host` as `https://host/`: the files are served beside the socket. */
function filesOf(server) {
	let address;
	try {
		address = new URL(server.replace(/^ws(s?):/, "http$1:"));
	} catch {
		throw new SettingsError("server is no address");
	}
	if (!(address.protocol === "https:" || address.protocol === "http:" && isLoopback(address))) throw new SettingsError("server is not reached by TLS");
	return new URL("/", address);
}
/** Throws {@link SettingsError}. */
function readSettings(text) {
	try {
		const { fingerprint, server, mode } = form(parseJson(text.trim()), []);
		const bytes = fromHex(fingerprint);
		if (bytes?.length !== 32) throw new SettingsError("fingerprint has not 64 hexadecimal digits");
		return {
			fingerprint: bytes,
			log: filesOf(server),
			mode
		};
	} catch (error) {
		if (error instanceof JsonError || error instanceof FormError) throw new SettingsError(error.message);
		throw error;
	}
}
async function text(path) {
	let response;
	try {
		response = await fetch(new URL(path, document.baseURI), {
			cache: "no-store",
			credentials: "omit"
		});
	} catch {
		throw new SettingsError(`${path} cannot be read`);
	}
	if (!response.ok) throw new SettingsError(`${path} is not there`);
	return response.text();
}
/** The settings beside this page. Rejects with {@link SettingsError}. */
async function loadSettings() {
	return readSettings(await text("sitting.json"));
}
var pageForm = object({ sha256: anyString });
/** The hash of the deputy's page as it is served here, 64 lower-case digits; `undefined` where nobody says it. */
async function loadPageHash() {
	try {
		const { sha256 } = pageForm(parseJson((await text("page.json")).trim()), []);
		return fromHex(sha256)?.length === 32 ? sha256.toLowerCase() : void 0;
	} catch (error) {
		if (error instanceof SettingsError || error instanceof JsonError || error instanceof FormError) return void 0;
		throw error;
	}
}
// src/follow/wait.ts
/** Resolves after so many milliseconds. */
function wait(milliseconds) {
	return new Promise((resume) => setTimeout(resume, milliseconds));
}
// src/follow/watch.ts
/** Looks at the log again and again, and tells what there is to show and what is wrong. */
var AGAIN_MILLISECONDS = 2e3;
var BROKEN_MILLISECONDS = 1e4;
var TROUBLE_MILLISECONDS_MAX = 8e3;
/** Progress is told this often at most. */
var PROGRESS_ENTRIES = 50;
/** Watches for ever, or until `stopped`. `changed` is called with a new object after everything that happens. */
async function watch({ fingerprint, mode }, begin, { source, breathe, wait }, changed, stopped = () => false) {
	let watched = {
		shown: void 0,
		reading: void 0,
		wrong: void 0
	};
	const tell = (more) => {
		watched = {
			...watched,
			...more
		};
		changed(watched);
	};
	const progress = (done, of) => {
		if (done % PROGRESS_ENTRIES === 0) tell({ reading: {
			done,
			of
		} });
	};
	const follower = new Follower(fingerprint, source, begin, breathe, progress);
	let pause = AGAIN_MILLISECONDS / 2;
	while (!stopped()) try {
		const look = await follower.look();
		pause = AGAIN_MILLISECONDS / 2;
		tell(told(look, mode, watched));
		await wait(AGAIN_MILLISECONDS);
	} catch (error) {
		if (error instanceof SourceError) {
			tell({ wrong: {
				is: "source",
				trouble: error.trouble
			} });
			pause = Math.min(TROUBLE_MILLISECONDS_MAX, 2 * pause);
			await wait(pause);
		} else if (error instanceof Broken) {
			tell({
				reading: void 0,
				wrong: {
					is: "broken",
					broken: error
				}
			});
			await wait(BROKEN_MILLISECONDS);
		} else throw error;
	}
}
function told(look, mode, before) {
	if (look.is === "older") return { wrong: {
		is: "older",
		size: look.size
	} };
	const { fold, signed } = look;
	if (fold.definition?.mode !== mode) return {
		shown: void 0,
		reading: void 0,
		wrong: {
			is: "broken",
			broken: new Broken("other-mode", 0)
		}
	};
	return {
		shown: look.is === "same" && before.shown?.fold === fold && before.shown.signed === signed ? before.shown : {
			fold,
			signed
		},
		reading: void 0,
		wrong: void 0
	};
}
// src/lang/public/en.ts
var BASES$1 = {
	membership: ["deputies", " in office"],
	due: ["deputies", " due"],
	present: ["deputies", " present"],
	returned: ["ballots", " returned"],
	valid: ["valid ballots", ""]
};
var FRACTIONS = {
	"1/2": "half",
	"1/3": "one third",
	"2/3": "two thirds",
	"3/4": "three quarters",
	"4/5": "four fifths"
};
var list$1 = (all) => all.join(", ");
var cite$1 = (article) => article === "" ? "" : ` (${article})`;
var many = (count, one, more) => `${count} ${count === 1 ? one : more}`;
var en = {
	languageName: "English",
	tag: "en",
	rehearsal: "REHEARSAL",
	rehearsalLead: "This is a rehearsal, not the real vote.",
	pageOf: (page, of) => `Page ${page} of ${of}`,
	list: list$1,
	look: "Appearance",
	size: (name) => `Text: ${name}`,
	sizes: {
		1: "small",
		2: "standard",
		3: "large",
		4: "largest"
	},
	theme: (name) => `Colours: ${name}`,
	themes: {
		light: "normal",
		"contrast-light": "black on white",
		"contrast-dark": "white on black"
	},
	notInstalled: "This page is not set up",
	notInstalledLead: (why) => `Please tell the staff: the sitting's settings (sitting.json) cannot be used (${why}).`,
	checking: "Checking the log",
	checkingSome: (done, of) => `${done} of ${of} entries checked`,
	troubles: {
		unreachable: "The tally server does not answer; trying again",
		missing: "The server does not have what was asked for yet; trying again",
		"too-large": "The server sent too much; it was not read",
		"too-slow": "The server takes too long to answer; trying again"
	},
	broken: {
		"other-sitting": "The server has the log of another sitting",
		"other-mode": "A rehearsal where a real sitting was expected, or the reverse",
		"no-sitting": "The server has no sitting yet",
		"bundle-bad": "The log came incomplete",
		"not-an-entry": "What came is no log",
		"chain-broken": "The log does not hang together",
		"time-back": "The log's time goes back",
		"after-seal": "The log grew after the sitting was sealed",
		"note-bad": "The checkpoint is malformed",
		unsigned: "The checkpoint's signature does not hold",
		"cosignature-bad": "A witness's signature does not hold",
		"root-differs": "The log is not what its checkpoint signed",
		"witnessed-root": "A witnessed checkpoint in the log is not of this log",
		"two-roots": "The server signed two different checkpoints of as many entries",
		"two-histories": "The server signed two different logs",
		"beyond-seal": "The server signed more of the log after the sitting was sealed",
		"signers-wrong": "The log was not signed by those who must sign",
		"signature-bad": "A signature in the log does not hold",
		"parts-wrong": "The parts of a long text do not fit",
		"not-legal": "The log breaks the procedure",
		"too-large": "The log is too long for this page to check"
	},
	atEntry: (index) => ` (entry ${index})`,
	older: (size) => `The server now shows ${many(size, "entry", "entries")}, fewer than before`,
	tellChief: "Tell the chief scrutineer",
	tellEvidence: "What does not check is not shown. Tell the chief scrutineer, and keep the evidence with audit follow",
	tellProof: "This is a proof. Save the evidence file and hand it to the chief scrutineer; audit judge can check it",
	saveEvidence: "Save the evidence file",
	compareSettings: "Compare this page's settings and the sitting's fingerprint",
	useAudit: "Use audit follow instead",
	stillChecked: (size) => `Below are the ${size} entries that were checked before.`,
	share: (share, base) => {
		const [what, after] = BASES$1[share.base];
		const whole = base === void 0 ? `the ${what}${after}` : `the ${base} ${what}${after}`;
		const part = share.num === share.den ? "all" : FRACTIONS[`${share.num}/${share.den}`] ?? `${share.num}/${share.den}`;
		return `${share.inclusive ? "at least" : "more than"} ${part} of ${whole}`;
	},
	cite: cite$1,
	due: "Due",
	present: "Present",
	issued: "Issued",
	returned: "Returned",
	slips: "Slips",
	valid: "Valid",
	void: "Void",
	unreturned: "Not returned",
	raised: "Hands counted",
	notRaised: "Not raised",
	mayPress: "Present, may press",
	pressed: "Pressed",
	notPressed: "Not pressed",
	paperOf: (papers) => `${papers} on paper`,
	hallPage: "Hall screen",
	preparing: "Being prepared",
	unwitnessed: "Decided",
	unwitnessedLine: "Waiting for the witnesses",
	voided: "This vote was voided",
	invalid: "This vote is invalid",
	quorum: (share, people, article) => `Present must be ${share}: ${people}${cite$1(article)}`,
	quorumReached: "Quorum reached, voting may begin",
	quorumMissing: (people) => `${people} more needed`,
	stages: {
		open: "Voting",
		held: "Voting on hold",
		ended: "Voting ended, box sealed",
		closed: "Vote closed"
	},
	later: "after the end",
	secretLine: "Secret ballot. Nobody sees a result before it is declared",
	namedLine: "Named vote",
	handsLine: "Show of hands",
	slipsLine: "Collecting the return slips",
	closingLine: "Waiting for the close",
	openingLine: (cast, ballots) => `Opening the box ${cast} / ${ballots}`,
	comparingLine: "Box opened; comparing issued and returned",
	chiefLine: "Waiting for the chief scrutineer to declare",
	countingLine: (shares, threshold) => `Scrutineers count together ${shares} / ${threshold}`,
	countedLine: "Counted; waiting for the chief scrutineer to declare",
	waiting: "Waiting for the result",
	armed: "The result follows",
	armedLine: "Press once more to begin",
	armedAll: "Press once more to show everything",
	covered: "The screen is covered",
	frozen: "Picture held",
	contestCode: "Contest",
	log: "Log",
	entries: (count) => many(count, "entry", "entries"),
	root: (root) => `root ${root}`,
	witnesses: "Witnesses",
	witnessesNone: "none appointed",
	witnessesOf: (people) => `of ${people} witnesses`,
	page: "Voting page",
	pageSame: "as the sitting defines it",
	pageOther: "not as the sitting defines it",
	sitting: "Sitting",
	sealed: "sealed",
	checkpointCode: (size) => `Checkpoint of ${many(size, "entry", "entries")}`,
	keysTitle: "Keys",
	keysLead: "At the chief scrutineer's sign. The first row, and everything at once, take two presses.",
	keysHint: "? shows the keys",
	keys: {
		next: "Show the next row, the last one first",
		back: "Take a row back",
		everything: "Show everything",
		"page-back": "Previous page",
		"page-next": "Next page",
		"contest-back": "Previous contest",
		"contest-next": "Next contest",
		blank: "Cover the screen, and uncover",
		freeze: "Hold the picture, and go on",
		lang: "Language",
		theme: "Colours",
		help: "Show the keys, and hide them"
	},
	votes: (votes) => many(votes, "vote", "votes"),
	points: (points) => many(points, "point", "points"),
	mean: (mean) => `mean ${mean}`,
	noMean: "not ranked",
	number: (number) => `No. ${number}`,
	needed: (votes, words) => `${many(votes, "vote", "votes")} needed: ${words}`,
	itemInvalid: (count) => `not counted ${count}`,
	against: (count) => `against ${count}`,
	abstained: (count) => `abstained ${count}`,
	unmarked: (count) => `no mark ${count}`,
	ranked: (count) => `ranked by ${count}`,
	chosen: "Chosen",
	passed: "Passed",
	notPassed: "Not passed",
	tied: "Tied",
	noGrade: "No grade",
	voidReasons: {
		meeting_quorum: (actual, bound) => `${actual} present, ${bound} needed`,
		returned_exceeds_issued: (actual, bound) => `${actual} ballots returned, more than the ${bound} issued`,
		vote_quorum: (actual, bound) => `${actual} ballots returned, ${bound} needed`,
		minimum_ballots: (actual, bound) => `${many(actual, "valid ballot", "valid ballots")}, fewer than ${bound}: not counted, to keep them secret`
	},
	tie: (numbers) => `Nos. ${list$1(numbers)} have equal votes`,
	tieSettled: (tie, numbers) => `${tie}; the presidium decided for no. ${list$1(numbers)}`,
	tieRunOff: (tie, seats) => `${tie}; a further vote is needed (${many(seats, "place", "places")})`,
	tiePresidium: (tie, seats) => `${tie}; the presidium decides (${many(seats, "place", "places")})`,
	tieRules: (tie, isChosen) => `${tie}; by the rules ${isChosen ? "all are chosen" : "none is chosen"}`,
	vacant: (seats) => `${many(seats, "place", "places")} not filled`,
	vacantSecondRound: (vacant) => `${vacant}; voted on again`,
	vacantNextSitting: (vacant) => `${vacant}; left to the next sitting`,
	deputyOf: (number) => `deputy ${number}`,
	scrutineerOf: (index) => `scrutineer ${index}`,
	chief: "The chief scrutineer",
	secretariat: "The teller",
	entry: {
		sitting_defined: (name) => `Sitting defined: ${name}`,
		roll_fixed: (membership, due) => `Roll of deputies: ${membership} in office, ${due} due`,
		rules_adopted: (title) => `Rules: ${title}`,
		scrutineers_named: (names, run) => `Scrutineers: ${list$1(names)} (key ceremony, run ${run})`,
		contest_defined: (contest, title) => `Contest ${contest}: ${title}`,
		deputy_suspended: (who, reason) => `Suspended: ${who} (${reason})`,
		deputy_restored: (who, reason) => `Restored: ${who} (${reason})`,
		leave_granted: (who, reason) => `On leave: ${who} (${reason})`,
		left_early: (who, reason) => `Left early: ${who} (${reason})`,
		check_in_undone: (who, reason) => `Check-in taken back: ${who} (${reason})`,
		checked_in: (who, byCard) => `${byCard ? "Checked in" : "Checked in at the desk"}: ${who}`,
		blob_part: "Part of a long text",
		sitting_sealed: "Sitting sealed",
		witnessed: "Witnessed",
		witnessedBy: (size, names, quorum, time) => `First ${size} entries witnessed: ${names.length} signed, ${quorum} needed: ${list$1(names)}${time === "" ? "" : ` (${time})`}`,
		key_committed: (who) => `Key ceremony: ${who} has generated`,
		key_revealed: (who) => `Key ceremony: ${who} has revealed`,
		key_dealt: (who) => `Key ceremony: ${who} has dealt`,
		key_accepted: (who) => `Key ceremony: ${who} has verified`,
		key_disputed: (who, dealer) => `Key ceremony: ${who} disputes ${dealer}`,
		key_agreed: "Key ceremony complete",
		key_tested: (who) => `Test decryption: ${who}`,
		contest_opened: (contest, present) => `Voting opened: contest ${contest}, ${present} present`,
		ballot_issued: (who) => `Ballot issued: ${who}`,
		ballot_challenged: "A device was checked; that ballot is spoilt",
		paper_issued: (papers) => `${many(papers, "paper ballot", "paper ballots")} issued`,
		vote_cast: (who) => `Named vote: ${who}`,
		hands_counted: "Hands counted",
		contest_held: (reason) => `Voting on hold: ${reason}`,
		contest_resumed: "Voting resumed",
		contest_ended: "Voting ended",
		ballot_returned: (who) => `Return slip: ${who}`,
		box_opened: (ballots) => `Box opened: ${many(ballots, "ballot", "ballots")}`,
		ballot_cast: "A ballot from the box",
		paper_cast: "A paper ballot entered",
		contest_closed: (issued, returned, slips) => `Vote closed: issued ${issued}, returned ${returned}, slips ${slips}`,
		paper_counted: (count) => count === 1 ? "The tellers have counted the papers" : "The scrutineers have counted the papers",
		paper_confirmed: "Both counts of the papers agree",
		decrypted: (who) => `Decryption share: ${who}`,
		result_declared: "Result declared",
		tie_settled: (reason) => `The presidium decided: ${reason}`,
		contest_voided: (reason) => `Vote voided: ${reason}`,
		report_signed: (who) => `${who} signed the report`
	},
	observer: {
		title: "Public record",
		lead: "The sitting's log: an entry for every step, for anyone to see; a change would be noticed. Of a secret vote it does not tell who chose what.",
		now: "Now",
		log: (size, isSealed) => `${many(size, "entry", "entries")}${isSealed ? ", the sitting is sealed" : ""}`,
		checkedIn: "Checked in",
		people: (count) => many(count, "deputy", "deputies"),
		noWitnesses: "0/0, this sitting has no witnesses",
		witnessed: (isEnough, by, missing) => `, ${isEnough ? "enough" : "not enough yet"}${by.length === 0 ? "" : `: ${list$1(by)}`}${missing.length === 0 ? "" : ` (not signed: ${list$1(missing)})`}`,
		checkpoint: "Checkpoint",
		stages: {
			defined: "not open yet",
			open: "voting",
			held: "on hold",
			ended: "ended, box sealed",
			opening: "opening the box",
			opened: "box opened",
			closed: "closed, to be counted",
			declared: "result declared",
			voided: "voided"
		},
		contestCode: (code) => `Contest ${code}`,
		issued: (issued, slips) => `issued ${issued}, slips ${slips}`,
		box: (cast, ballots) => `, box ${cast} / ${ballots}`,
		challenged: (count) => `, devices checked ${count}`,
		pressed: (count) => `pressed ${count}`,
		reason: (reason) => `Reason: ${reason}`,
		lookUp: "Find your ballot",
		lookUpLead: "Type the ballot code you got when you voted, to see whether your ballot is in the box. It is looked up in this page and sent to nobody.",
		code: "Ballot code",
		find: "Find",
		scan: "Scan",
		stopScan: "Stop scanning",
		camera: "Camera: hold the QR code of the ballot code to it",
		cameraRefused: "The camera cannot be used. Please type.",
		noCode: "This is no ballot code. It has 16 letters and digits in groups of four, no U; the whole one has 64, of 0–9 and A–F.",
		notYet: "Not to be found yet.",
		notYetLead: "The box is opened when voting has ended. Please look again then.",
		notFound: "Not found.",
		notFoundLead: "Please compare it with your copy. If it is right, take the receipt to the chief scrutineer.",
		inTheBox: "Found: this ballot is in the box.",
		wasOpened: "This one was opened to check a device: not cast, not counted.",
		where: (contest, index) => ` Contest ${contest}, entry ${index} of the log. `,
		noChoice: "It says that the ballot is there, not what it chose.",
		showEntry: "Show the entry",
		lines: "Entry by entry",
		which: "Which entries",
		acts: "Main steps",
		all: (size) => `All ${size}`,
		index: "Entry",
		time: "Time",
		words: "What",
		turn: "Pages",
		newer: "Newer",
		older: "Older",
		linesLead: "The server wrote the times (Beijing), whole minutes while voting. The order is what the signatures vouch for.",
		ballotCode: (code) => `Ballot code ${code}`,
		verify: "What is checked here, and what is not",
		checked: "checked",
		notChecked: "not checked",
		checkedFirst: "Entry 0 is the sitting with the fingerprint below",
		checkedChain: (size) => `${size} entries follow one another, none is missing`,
		checkedTree: (size) => `${size} entries together are what the server's signed checkpoint says`,
		checkedRoles: (signatures) => `Every entry is signed by those who must, in their order; of these the ${signatures} signatures of secretariat, chief scrutineer, scrutineers, presiding officer and server hold`,
		checkedWitnesses: "Signatures of the witnesses hold, and there are enough of them",
		uncheckedWitnesses: "There are not enough witnesses yet",
		uncheckedDevices: (signatures) => `The ${signatures} signatures of cards, devices and ballot keys, proofs of stamps`,
		uncheckedProofs: "Proofs of each ballot and of decryption, totals, and the decision's arithmetic",
		whole: "The whole check is audit verify.",
		wholeLead: "In your browser this page checks what is marked \"checked\" above and no more. Somebody sent you this page, too: to check independently, use an audit program of your own and the fingerprint printed in the sitting's papers.",
		fingerprint: "Fingerprint of the sitting (compare it with the printed papers, not with this page alone)",
		follow: "Follow: receive and verify while the sitting goes on",
		myCopy: "my-copy",
		recompute: "After the sitting, recompute everything from the start",
		lastLine: "The last line should be \"verified N of N\", the same N twice."
	},
	check: {
		title: "Checking a device: the second device",
		first: "First scan the ballot code",
		firstLead: "The QR code on the tablet before \"Check this device\" is pressed.",
		firstIsSecond: "This is the second code. The ballot code must be scanned first, then the ballot is opened on the tablet.",
		firstIsNone: "This is no ballot code.",
		second: "Now scan the opened ballot",
		secondLead: "The ballot code is noted. Now press \"Check this device\" on the tablet and scan the new QR code.",
		secondIsFirst: "This is the ballot code again. Scan the code of the opened ballot.",
		secondIsNone: "This is no opened ballot.",
		camera: "Camera: hold the QR code to it",
		cameraRefused: "The camera cannot be used. Please type.",
		type: "Or type the text of the code",
		startAgain: "Start again",
		next: "Next",
		again: "Check another",
		noContest: "There is nothing to check now",
		noContestLead: "Come back when a secret vote is open.",
		different: "Different",
		differentWhat: "The tablet recorded something else than it shows, or the codes are not of the same ballot.",
		differentLead: "Check once more. If it differs again, stop using this tablet and tell the chief scrutineer at once.",
		same: "The same",
		sameWhat: "The tablet recorded exactly this. Let the deputy see whether it is what was chosen.",
		item: (number, title) => `No. ${number} ${title}`,
		spoilt: "This ballot is opened and spoilt; it will not be cast. Choose again on the tablet, then cast.",
		choose: "chosen",
		notChosen: "not chosen",
		for: "for",
		against: "against",
		abstain: "abstain",
		unmarked: "no mark",
		rank: (rank) => `no. ${rank}`,
		unranked: "no number"
	}
};
// src/lang/public/zh.ts
var DIGITS = [..."一二三四五六七八九十"];
var BASES = {
	membership: ["全体代表", "人"],
	due: ["应到代表", "人"],
	present: ["实到代表", "人"],
	returned: ["收回的票", "张"],
	valid: ["有效票", "张"]
};
/** Numbers in a row: `1、3、5`. */
var list = (all) => all.join("、");
function fraction(num, den) {
	if (num === 1 && den === 2) return "半数";
	if (num === den) return "全数";
	const [above, below] = [DIGITS[num - 1], DIGITS[den - 1]];
	return above === void 0 || below === void 0 ? `${num}/${den}` : `${below}分之${above}`;
}
var cite = (article) => article === "" ? "" : `（${article}）`;
// src/lang/public/index.ts
var LANGUAGES = {
	zh: {
		languageName: "中文",
		tag: "zh-CN",
		rehearsal: "演练",
		rehearsalLead: "这是演练，不是正式票决。",
		pageOf: (page, of) => `第 ${page} 页，共 ${of} 页`,
		/** In a row, as a sentence has them. */
		list,
		look: "显示",
		size: (name) => `字号：${name}`,
		sizes: {
			1: "小",
			2: "标准",
			3: "大",
			4: "特大"
		},
		theme: (name) => `颜色：${name}`,
		themes: {
			light: "普通",
			"contrast-light": "白底黑字",
			"contrast-dark": "黑底白字"
		},
		notInstalled: "本页还没有装好",
		notInstalledLead: (why) => `请告诉工作人员：会议设置（sitting.json）不能用（${why}）。`,
		checking: "正在核对日志",
		checkingSome: (done, of) => `已核对 ${done} / ${of} 条`,
		troubles: {
			unreachable: "连不上计票服务器，正在重连",
			missing: "服务器上暂时没有要找的内容，正在重试",
			"too-large": "服务器送来的内容太长，没有读",
			"too-slow": "服务器太久没有回应，正在重试"
		},
		broken: {
			"other-sitting": "服务器上是另一次会议的日志",
			"other-mode": "演练与正式会议不符",
			"no-sitting": "服务器上还没有会议",
			"bundle-bad": "送来的日志不完整",
			"not-an-entry": "送来的内容不是日志",
			"chain-broken": "日志前后连不上",
			"time-back": "日志的时间倒退",
			"after-seal": "会议封存以后日志又有增加",
			"note-bad": "检查点写法不对",
			unsigned: "检查点的签名不成立",
			"cosignature-bad": "见证人的签名不成立",
			"root-differs": "日志与签名的检查点不符",
			"witnessed-root": "日志里见证过的检查点与日志本身不符",
			"two-roots": "服务器对同样多的日志签了两个不同的检查点",
			"two-histories": "服务器签过两份不同的日志",
			"beyond-seal": "会议封存以后，服务器又签了更多的日志",
			"signers-wrong": "日志不是由应当签名的人签的",
			"signature-bad": "日志上的签名不成立",
			"parts-wrong": "长内容的各段连不上",
			"not-legal": "日志不合程序",
			"too-large": "日志太长，本页不再核对"
		},
		atEntry: (index) => `（第 ${index} 条）`,
		older: (size) => `服务器给出的日志只有 ${size} 条，比刚才少`,
		tellChief: "请告诉总监票人",
		tellEvidence: "核对不上的内容不显示。请告诉总监票人，并用 audit follow 保存证据",
		tellProof: "这是证明。请保存证据文件，交给总监票人；audit judge 可以核对它",
		saveEvidence: "保存证据文件",
		compareSettings: "请核对本页的会议设置和会议指纹",
		useAudit: "请改用 audit follow",
		stillChecked: (size) => `下面是此前核对过的 ${size} 条。`,
		/** 超过全体代表 195 人的半数; without the number if there is none yet. */
		share: (share, base) => {
			const [of, unit] = BASES[share.base];
			const whole = base === void 0 ? of : `${of} ${base} ${unit}`;
			return `${share.inclusive ? "达到" : "超过"}${whole}的${fraction(share.num, share.den)}`;
		},
		cite,
		due: "应到",
		present: "实到",
		issued: "发出",
		returned: "收回",
		slips: "回条",
		valid: "有效",
		void: "废票",
		unreturned: "未收回",
		raised: "举手计数",
		notRaised: "未举手",
		mayPress: "应按（实到）",
		pressed: "已按",
		notPressed: "未按",
		paperOf: (papers) => `其中纸质票 ${papers}`,
		hallPage: "会场大屏",
		preparing: "票决准备中",
		unwitnessed: "结果已认定",
		unwitnessedLine: "等待见证人联署",
		voided: "本次表决作废",
		invalid: "本次表决无效",
		quorum: (share, people, article) => `出席的代表须${share}，即 ${people} 人${cite(article)}`,
		quorumReached: "已达到法定人数，可以投票",
		quorumMissing: (people) => `还差 ${people} 人`,
		stages: {
			open: "正在投票",
			held: "投票暂停",
			ended: "投票截止，票箱已封",
			closed: "表决已关闭"
		},
		later: "截止以后收",
		secretLine: "无记名投票。结果在宣布以前谁也看不到",
		namedLine: "记名表决",
		handsLine: "举手表决",
		slipsLine: "正在收齐回条",
		closingLine: "等待关闭表决",
		openingLine: (cast, ballots) => `正在开箱 ${cast} / ${ballots}`,
		comparingLine: "已开箱，正在核对发出、收回各数",
		chiefLine: "等待总监票人宣布结果",
		countingLine: (shares, threshold) => `监票人共同计票 ${shares} / ${threshold}`,
		countedLine: "计票完成，等待总监票人宣布结果",
		waiting: "等待宣布结果",
		armed: "即将公布结果",
		armedLine: "再按一次，开始公布",
		armedAll: "再按一次，公布全部",
		covered: "屏幕已遮住",
		frozen: "画面已定格",
		contestCode: "事项码",
		log: "日志",
		entries: (count) => `${count} 条`,
		root: (root) => `根 ${root}`,
		witnesses: "见证",
		witnessesNone: "未设见证人",
		witnessesOf: (people) => `见证人共 ${people} 人`,
		page: "投票页",
		pageSame: "与会议定义一致",
		pageOther: "与会议定义不符",
		sitting: "会议",
		sealed: "已封存",
		checkpointCode: (size) => `检查点：日志 ${size} 条`,
		keysTitle: "按键",
		keysLead: "请按总监票人的示意操作。公布第一行和公布全部，都要按两次。",
		keysHint: "按 ? 看按键",
		keys: {
			next: "公布下一行（从最后一名起）",
			back: "退回一行",
			everything: "公布全部",
			"page-back": "看上一页",
			"page-next": "看下一页",
			"contest-back": "看上一项",
			"contest-next": "看下一项",
			blank: "遮住屏幕，再按恢复",
			freeze: "画面定格，再按恢复",
			lang: "换语言",
			theme: "换颜色",
			help: "看按键，再按收起"
		},
		votes: (votes) => `${votes} 票`,
		points: (points) => `${points} 分`,
		mean: (mean) => `平均 ${mean}`,
		noMean: "无排序",
		number: (number) => `${number}号`,
		needed: (votes, words) => `须 ${votes} 票：${words}`,
		itemInvalid: (count) => `不计 ${count}`,
		against: (count) => `反对 ${count}`,
		abstained: (count) => `弃权 ${count}`,
		unmarked: (count) => `未标记 ${count}`,
		ranked: (count) => `${count} 人排序`,
		chosen: "入选",
		passed: "通过",
		notPassed: "未通过",
		tied: "票数相等",
		noGrade: "未定等次",
		voidReasons: {
			meeting_quorum: (actual, bound) => `实到 ${actual} 人，须 ${bound} 人`,
			returned_exceeds_issued: (actual, bound) => `收回 ${actual} 张，多于发出 ${bound} 张`,
			vote_quorum: (actual, bound) => `收回 ${actual} 张，须 ${bound} 张`,
			minimum_ballots: (actual, bound) => `有效票 ${actual} 张，不足 ${bound} 张，为保密不计票`
		},
		tie: (numbers) => `第 ${list(numbers)} 号票数相等`,
		tieSettled: (tie, numbers) => `${tie}，主席团决定第 ${list(numbers)} 号入选`,
		tieRunOff: (tie, seats) => `${tie}，需再次投票（${seats} 个名额）`,
		tiePresidium: (tie, seats) => `${tie}，由主席团决定（${seats} 个名额）`,
		tieRules: (tie, isChosen) => `${tie}，按办法${isChosen ? "都入选" : "都不入选"}`,
		vacant: (seats) => `缺 ${seats} 项`,
		vacantSecondRound: (vacant) => `${vacant}，另行票决`,
		vacantNextSitting: (vacant) => `${vacant}，留待下次会议`,
		deputyOf: (number) => `代表 ${number}`,
		scrutineerOf: (index) => `监票人 ${index}`,
		chief: "总监票人",
		secretariat: "计票人",
		entry: {
			sitting_defined: (name) => `会议定义：${name}`,
			roll_fixed: (membership, due) => `代表名册：全体 ${membership}，应到 ${due}`,
			rules_adopted: (title) => `票决办法：${title}`,
			scrutineers_named: (names, run) => `监票人：${list(names)}（第 ${run} 次密钥仪式）`,
			contest_defined: (contest, title) => `表决事项 ${contest}：${title}`,
			deputy_suspended: (who, reason) => `暂停执行职务：${who}（${reason}）`,
			deputy_restored: (who, reason) => `恢复执行职务：${who}（${reason}）`,
			leave_granted: (who, reason) => `请假：${who}（${reason}）`,
			left_early: (who, reason) => `早退：${who}（${reason}）`,
			check_in_undone: (who, reason) => `撤销签到：${who}（${reason}）`,
			checked_in: (who, byCard) => `${byCard ? "签到" : "会务签到"}：${who}`,
			blob_part: "长内容的一段",
			sitting_sealed: "会议封存",
			witnessed: "见证",
			witnessedBy: (size, names, quorum, time) => `见证前 ${size} 条：${names.length} 人联署，须 ${quorum} 人：${list(names)}${time === "" ? "" : `（${time}）`}`,
			key_committed: (who) => `密钥仪式：${who} 已生成`,
			key_revealed: (who) => `密钥仪式：${who} 已公布`,
			key_dealt: (who) => `密钥仪式：${who} 已分发`,
			key_accepted: (who) => `密钥仪式：${who} 已验证`,
			key_disputed: (who, dealer) => `密钥仪式：${who} 对 ${dealer} 提出异议`,
			key_agreed: "密钥仪式完成",
			key_tested: (who) => `测试解密：${who}`,
			contest_opened: (contest, present) => `开启投票：表决事项 ${contest}，实到 ${present}`,
			ballot_issued: (who) => `发票：${who}`,
			ballot_challenged: "验票机一次，该票作废",
			paper_issued: (papers) => `发出纸质票 ${papers} 张`,
			vote_cast: (who) => `记名表决：${who}`,
			hands_counted: "举手表决已计数",
			contest_held: (reason) => `暂停投票：${reason}`,
			contest_resumed: "恢复投票",
			contest_ended: "截止投票",
			ballot_returned: (who) => `回条：${who}`,
			box_opened: (ballots) => `开箱：${ballots} 张`,
			ballot_cast: "票箱中的一张票",
			paper_cast: "转录纸质票一张",
			contest_closed: (issued, returned, slips) => `关闭表决：发出 ${issued}，收回 ${returned}，回条 ${slips}`,
			paper_counted: (count) => count === 1 ? "计票人已清点纸票" : "监票人已清点纸票",
			paper_confirmed: "纸质票两次清点一致",
			decrypted: (who) => `解密份额：${who}`,
			result_declared: "宣布结果",
			tie_settled: (reason) => `主席团决定：${reason}`,
			contest_voided: (reason) => `作废表决：${reason}`,
			report_signed: (who) => `${who}签署报告`
		},
		observer: {
			title: "公开记录",
			lead: "会议的日志：每一步一条，谁都可以看，改动会被发现。无记名投票，看不出谁选了什么。",
			now: "现在",
			log: (size, isSealed) => `${size} 条${isSealed ? "，会议已封存" : ""}`,
			checkedIn: "签到",
			people: (count) => `${count} 人`,
			noWitnesses: "0/0，本次会议未设见证人",
			witnessed: (isEnough, by, missing) => `${isEnough ? "，足够" : "，还不够"}${by.length === 0 ? "" : `：${list(by)}`}${missing.length === 0 ? "" : `（未联署：${list(missing)}）`}`,
			checkpoint: "检查点",
			stages: {
				defined: "尚未开启",
				open: "正在投票",
				held: "投票暂停",
				ended: "投票截止，票箱已封",
				opening: "正在开箱",
				opened: "已开箱",
				closed: "已关闭，等待计票",
				declared: "结果已宣布",
				voided: "已作废"
			},
			contestCode: (code) => `事项码 ${code}`,
			issued: (issued, slips) => `发出 ${issued}，回条 ${slips}`,
			box: (cast, ballots) => `，开箱 ${cast} / ${ballots}`,
			challenged: (count) => `，验票机 ${count} 次`,
			pressed: (count) => `已按 ${count}`,
			reason: (reason) => `原因：${reason}`,
			lookUp: "查票",
			lookUpLead: "输入投票后得到的查票码，看看您的票在不在票箱里。只在本页里查，不会发给任何人。",
			code: "查票码",
			find: "查找",
			scan: "扫码",
			stopScan: "停止扫码",
			camera: "镜头画面：对准查票码的二维码",
			cameraRefused: "镜头不能用，请手工输入。",
			noCode: "这不是查票码。查票码是 16 位字母数字（四个一组），没有 U；完整的是 64 位 0–9、A–F。",
			notYet: "现在还查不到。",
			notYetLead: "投票截止以后才打开票箱，请到时再查。",
			notFound: "没有找到。",
			notFoundLead: "请看看有没有抄错。没有抄错，就请带着回执找总监票人。",
			inTheBox: "找到了：这张票在票箱里。",
			wasOpened: "这张票验机时打开过，没有投出，不计票。",
			where: (contest, index) => `第 ${contest} 项表决，日志第 ${index} 条。`,
			noChoice: "这里只说明票在，不说明选了什么。",
			showEntry: "看这一条",
			lines: "逐条看",
			which: "看哪些",
			acts: "要事",
			all: (size) => `全部 ${size} 条`,
			index: "第几条",
			time: "时间",
			words: "内容",
			turn: "翻页",
			newer: "较新",
			older: "较早",
			linesLead: "时间是服务器写的（北京时间），投票期间只写到整分。先后次序由签名保证。",
			ballotCode: (code) => `查票码 ${code}`,
			verify: "核对了什么，没有核对什么",
			checked: "已核对",
			notChecked: "未核对",
			checkedFirst: "第 0 条就是下面这个指纹的会议",
			checkedChain: (size) => `${size} 条日志前后相连，一条不缺`,
			checkedTree: (size) => `${size} 条日志合在一起，与服务器签名的检查点一致`,
			checkedRoles: (signatures) => `每条都由规定的人签名，次序也对；其中秘书处、总监票人、监票人、执行主席和服务器的 ${signatures} 个签名都成立`,
			checkedWitnesses: "见证人的签名成立，而且人数足够",
			uncheckedWitnesses: "见证人还不够",
			uncheckedDevices: (signatures) => `代表证、设备和票钥的 ${signatures} 个签名，盖章的证明`,
			uncheckedProofs: "每张选票的证明，解密的证明，总数和认定结果的计算",
			whole: "完整的核对是 audit verify。",
			wholeLead: "本页在浏览器里只核对上面写着“已核对”的几样。本页也是别人送来的：要独立核对，请用自己手里的 audit 程序，和印在会议材料上的指纹。",
			fingerprint: "会议指纹（请与会议材料上的比对，不要只看本页）",
			follow: "跟随：边开会，边收，边验",
			myCopy: "我的副本",
			recompute: "会议结束以后，从头重算一切",
			lastLine: "最后一行应是“验证通过：N / N 项检查”，两个 N 相同。"
		},
		check: {
			title: "验票机：第二台设备",
			first: "先扫查票码",
			firstLead: "在平板上按“验票机”以前，屏幕上的那个二维码。",
			firstIsSecond: "这是第二个码。必须先扫查票码，再在平板上打开。",
			firstIsNone: "这不是查票码。",
			second: "再扫打开的票",
			secondLead: "查票码已记下。现在在平板上按“验票机”，扫新出来的二维码。",
			secondIsFirst: "这还是查票码。请扫打开以后的二维码。",
			secondIsNone: "这不是打开的票。",
			camera: "镜头画面：对准二维码",
			cameraRefused: "镜头不能用，请手工输入。",
			type: "或者输入码上的文字",
			startAgain: "从头来",
			next: "下一步",
			again: "再验一台",
			noContest: "现在没有可以核对的表决",
			noContestLead: "开启无记名投票以后再来。",
			different: "不一致",
			differentWhat: "平板记下的不是它显示的，或者两个码不是同一次的。",
			differentLead: "请再验一次。仍不一致，这台平板不要再用，马上告诉总监票人。",
			same: "一致",
			sameWhat: "平板记下的就是下面这些。请代表看看，是不是刚才选的。",
			item: (number, title) => `${number} 号 ${title}`,
			spoilt: "这张票已经打开，作废，不会投出。请在平板上重新选，再投票。",
			choose: "选",
			notChosen: "不选",
			for: "赞成",
			against: "反对",
			abstain: "弃权",
			unmarked: "未标记",
			rank: (rank) => `第 ${rank} 号`,
			unranked: "不排号"
		}
	},
	en
};
/** What these pages say in a language. */
function publicTexts(lang) {
	return LANGUAGES[lang];
}
// src/ui/preferences.ts
/**
* Language, text size and theme of the pages that anyone may open. They stand in the page's address (`?lang=en&size=3`): a reload keeps
* them, a link hands them on, and nothing is stored on the machine.
*/
/** Chinese, the second size, the normal theme. */
var STANDARD = {
	lang: "zh",
	size: 2,
	theme: "light"
};
/** What an address asks for; whatever is none of ours is as if it were not there. */
function readPreferences(search) {
	const asked = new URLSearchParams(search);
	return {
		lang: LANGS.find((one) => one === asked.get("lang")) ?? STANDARD.lang,
		size: SIZES.find((one) => String(one) === asked.get("size")) ?? STANDARD.size,
		theme: THEMES.find((one) => one === asked.get("theme")) ?? STANDARD.theme
	};
}
/** The address's part that asks for this; empty for the standard. */
function searchOf({ lang, size, theme }) {
	const asked = new URLSearchParams();
	if (lang !== STANDARD.lang) asked.set("lang", lang);
	if (size !== STANDARD.size) asked.set("size", String(size));
	if (theme !== STANDARD.theme) asked.set("theme", theme);
	const text = asked.toString();
	return text === "" ? "" : `?${text}`;
}
/** Writes the page's address anew; the back button does not go through them. */
function keepPreferences(preferences) {
	history.replaceState(null, "", `${location.pathname}${searchOf(preferences)}`);
}
/** The theme that is offered after this one; after the last the first. */
function nextTheme(theme) {
	return THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? THEMES[0];
}
/** The text size after this one; after the largest the smallest. */
function nextSize(size) {
	return SIZES[(SIZES.indexOf(size) + 1) % SIZES.length] ?? SIZES[0];
}
/** Puts them on the page, with its name. */
function showPreferences({ lang, size, theme }, rehearsal, title) {
	const t = publicTexts(lang);
	applyAppearance(document.documentElement, {
		size,
		theme,
		scale: 100,
		rehearsal,
		lang: t.tag
	});
	const name = rehearsal ? `【${t.rehearsal}】${title}` : title;
	if (document.title !== name) document.title = name;
}
// src/follow/say.ts
/** What a share needs of so many: ⌈x·a/b⌉ if inclusive, else ⌊x·a/b⌋ + 1 (§9.1). */
function needed({ num, den, inclusive }, base) {
	const [product, divisor] = [BigInt(base) * BigInt(num), BigInt(den)];
	const whole = product / divisor;
	return Number(inclusive && whole * divisor === product ? whole : whole + 1n);
}
/** Hundredths of a percent: 93.33%, 100%. */
function percent(hundredths) {
	const part = hundredths % 100;
	const whole = Math.floor(hundredths / 100);
	if (part === 0) return `${whole}%`;
	return part % 10 === 0 ? `${whole}.${part / 10}%` : `${whole}.${String(part).padStart(2, "0")}%`;
}
/** Two decimals, halves up; 0.00 of nothing. */
function decimal(num, den) {
	if (den === 0) return "0.00";
	const hundredths = Math.floor((num * 200 + den) / (2 * den));
	return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, "0")}`;
}
/** In groups of four. */
function groupsOfFour(text) {
	return (text.match(/.{1,4}/g) ?? []).join(" ");
}
/** The first 8 digits of a contest hash, in two groups: the same on terminals, tablets and reports. */
function contestCode(hashHex) {
	return groupsOfFour(hashHex.slice(0, 8).toUpperCase());
}
/** 09:41 of POSIX seconds, Beijing time, which is all of China's. */
function clock(seconds) {
	const minutes = Math.floor(seconds / 60) + 480;
	const two = (value) => String(value).padStart(2, "0");
	return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}
// src/follow/sentences.ts
/** In words. */
function wrongWords(t, wrong) {
	switch (wrong.is) {
		case "source": return {
			what: t.troubles[wrong.trouble],
			then: "",
			mild: true
		};
		case "older": return {
			what: t.older(wrong.size),
			then: t.tellChief,
			mild: false
		};
		case "broken": {
			const { code, index } = wrong.broken;
			const at = code === "other-sitting" || code === "other-mode" || code === "no-sitting" ? "" : t.atEntry(index);
			return {
				what: `${t.broken[code]}${at}`,
				then: thenOf(t, code),
				mild: code === "no-sitting"
			};
		}
	}
}
function thenOf(t, code) {
	switch (code) {
		case "other-sitting":
		case "other-mode": return t.compareSettings;
		case "no-sitting": return "";
		case "too-large": return t.useAudit;
		case "two-roots":
		case "two-histories":
		case "beyond-seal": return t.tellProof;
		default: return t.tellEvidence;
	}
}
export { httpSource as C, Broken as E, breather as S, readSigned as T, SettingsError as _, groupsOfFour as a, SittingFold as b, STANDARD as c, nextTheme as d, readPreferences as f, wait as g, watch as h, decimal as i, keepPreferences as l, publicTexts as m, clock as n, needed as o, showPreferences as p, contestCode as r, percent as s, wrongWords as t, nextSize as u, loadPageHash as v, noteOf as w, presence as x, loadSettings as y };
