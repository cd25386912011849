import { B as bundlePath, Bt as fromUtf8, C as twoHistories, D as GrowingTree, E as readCosigned, G as widthOf, H as partialOrFull, J as Parts, L as BUNDLE_BYTES_MAX, Pt as sha256, Q as bytes32, R as CHECKPOINT_BYTES_MAX, Rt as equal, T as claimedSize$1, U as readBundle, Vt as hex, Wt as utf8, X as anyString, Y as FormError, _ as readDefinition, at as text$1, ct as parseJson, et as int, g as signersError, ht as hash, j as NoteError, nt as object, ot as JsonError, pt as TrustError, rt as oneOf, tt as list, v as EntryError, vt as leafHash, w as twoRoots, x as beyondSeal, y as parseEntry, zt as fromHex } from "./theme-C0ZLAFn3.js";
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
var rollText = object({ deputies: list(object({
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
// src/follow/say.ts
var DIGITS = [..."一二三四五六七八九十"];
var BASES = {
	membership: ["全体代表", "人"],
	due: ["应到代表", "人"],
	present: ["实到代表", "人"],
	returned: ["收回的票", "张"],
	valid: ["有效票", "张"]
};
function fraction(num, den) {
	if (num === 1 && den === 2) return "半数";
	if (num === den) return "全数";
	const [above, below] = [DIGITS[num - 1], DIGITS[den - 1]];
	return above === void 0 || below === void 0 ? `${num}/${den}` : `${below}分之${above}`;
}
/** 超过全体代表 195 人的半数; without the number if there is none yet. */
function shareWords(share, base) {
	const [of, unit] = BASES[share.base];
	const whole = base === void 0 ? of : `${of} ${base} ${unit}`;
	return `${share.inclusive ? "达到" : "超过"}${whole}的${fraction(share.num, share.den)}`;
}
/** The same as a number: what the share needs of so many, ⌈x·a/b⌉ if inclusive, else ⌊x·a/b⌋ + 1 (§9.1). */
function needed({ num, den, inclusive }, base) {
	const [product, divisor] = [BigInt(base) * BigInt(num), BigInt(den)];
	const whole = product / divisor;
	return Number(inclusive && whole * divisor === product ? whole : whole + 1n);
}
/** （第三条）, or nothing. */
function cite(article) {
	return article === "" ? "" : `（${article}）`;
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
// src/follow/wait.ts
/** Resolves after so many milliseconds. */
function wait(milliseconds) {
	return new Promise((resume) => setTimeout(resume, milliseconds));
}
// src/follow/sentences.ts
var TROUBLES = {
	unreachable: "连不上计票服务器，正在重连",
	missing: "服务器上暂时没有要找的记录，正在重试",
	"too-large": "服务器送来的内容太长，没有读",
	"too-slow": "服务器太久没有回应，正在重试"
};
var BROKEN = {
	"other-sitting": "服务器上是另一次会议的记录",
	"other-mode": "演练与正式会议不符",
	"no-sitting": "服务器上还没有会议",
	"bundle-bad": "送来的记录不完整",
	"not-an-entry": "送来的内容不是一条记录",
	"chain-broken": "记录前后连不上",
	"time-back": "记录的时间倒退",
	"after-seal": "会议封存以后又有记录",
	"note-bad": "检查点写法不对",
	unsigned: "检查点的签名不成立",
	"cosignature-bad": "见证人的签名不成立",
	"root-differs": "记录与签名的检查点不符",
	"witnessed-root": "记录里见证过的检查点与记录本身不符",
	"two-roots": "服务器对同样多的记录签了两个不同的检查点",
	"two-histories": "服务器签过两份不同的记录",
	"beyond-seal": "会议封存以后，服务器又签了更多的记录",
	"signers-wrong": "记录不是由应当签名的人签的",
	"signature-bad": "记录上的签名不成立",
	"parts-wrong": "长内容的各段连不上",
	"not-legal": "记录不合程序",
	"too-large": "记录太多，本页不再核对"
};
/** In words. */
function wrongWords(wrong) {
	switch (wrong.is) {
		case "source": return {
			what: TROUBLES[wrong.trouble],
			then: "",
			mild: true
		};
		case "older": return {
			what: `服务器给出的记录只有 ${wrong.size} 条，比刚才少`,
			then: "请告诉总监票人",
			mild: false
		};
		case "broken": {
			const { code, index } = wrong.broken;
			const at = code === "other-sitting" || code === "other-mode" || code === "no-sitting" ? "" : `（第 ${index} 条）`;
			return {
				what: `${BROKEN[code]}${at}`,
				then: thenOf(code),
				mild: code === "no-sitting"
			};
		}
	}
}
function thenOf(code) {
	switch (code) {
		case "other-sitting":
		case "other-mode": return "请核对本页的 sitting.json 和会议指纹";
		case "no-sitting": return "";
		case "too-large": return "请改用 audit follow";
		case "two-roots":
		case "two-histories":
		case "beyond-seal": return "这是证明。请保存证据文件，交给总监票人；audit judge 可以核对它";
		default: return "核对不上的内容不显示。请告诉总监票人，并用 audit follow 保存证据";
	}
}
export { breather as _, contestCode as a, readSigned as b, needed as c, watch as d, SettingsError as f, presence as g, SittingFold as h, clock as i, percent as l, loadSettings as m, wait as n, decimal as o, loadPageHash as p, cite as r, groupsOfFour as s, wrongWords as t, shareWords as u, httpSource as v, Broken as x, noteOf as y };
