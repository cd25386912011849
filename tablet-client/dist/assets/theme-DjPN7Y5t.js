// src/base/bytes.ts
var encoder = new TextEncoder();
var decoder = new TextDecoder("utf-8", {
	fatal: true,
	ignoreBOM: true
});
var ZERO_32 = /* @__PURE__ */ new Uint8Array(32);
function concat(...parts) {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}
function equal(left, right) {
	return compare(left, right) === 0;
}
/** Byte by byte, unsigned; negative if `left` comes first. */
function compare(left, right) {
	const shared = Math.min(left.length, right.length);
	for (let i = 0; i < shared; i += 1) {
		const difference = (left[i] ?? 0) - (right[i] ?? 0);
		if (difference !== 0) return difference;
	}
	return left.length - right.length;
}
function hex(bytes) {
	let out = "";
	for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
	return out;
}
/** Of an even number of hexadecimal digits; anything else is `undefined`. */
function fromHex(text) {
	if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return void 0;
	return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
function utf8(text) {
	return encoder.encode(text);
}
/** `undefined` where the bytes are no UTF-8. */
function fromUtf8(bytes) {
	try {
		return decoder.decode(bytes);
	} catch {
		return;
	}
}
/** 8 bytes, big-endian; negative numbers in two's complement (§7.1). */
function u64(value) {
	const out = /* @__PURE__ */ new Uint8Array(8);
	new DataView(out.buffer).setBigUint64(0, BigInt.asUintN(64, BigInt(value)));
	return out;
}
/** lp(x) of §1.1: the length as 4 bytes, big-endian, then x. */
function lengthPrefixed(bytes) {
	const out = new Uint8Array(4 + bytes.length);
	new DataView(out.buffer).setUint32(0, bytes.length);
	out.set(bytes, 4);
	return out;
}
/** Parts of equal length. The length of `bytes` must be a multiple of it. */
function chunks(bytes, length) {
	return Array.from({ length: bytes.length / length }, (_, i) => bytes.slice(i * length, (i + 1) * length));
}
// node_modules/@noble/hashes/_u64.js
var U32_MASK64 = /* @__PURE__ */ (() => BigInt(2 ** 32 - 1))();
var _32n = /* @__PURE__ */ BigInt(32);
function fromBig(n, le = false) {
	if (le) return {
		h: Number(n & U32_MASK64),
		l: Number(n >> _32n & U32_MASK64)
	};
	return {
		h: Number(n >> _32n & U32_MASK64) | 0,
		l: Number(n & U32_MASK64) | 0
	};
}
function split$1(lst, le = false) {
	const len = lst.length;
	let Ah = new Uint32Array(len);
	let Al = new Uint32Array(len);
	for (let i = 0; i < len; i++) {
		const { h, l } = fromBig(lst[i], le);
		[Ah[i], Al[i]] = [h, l];
	}
	return [Ah, Al];
}
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE) {
	const h = fromNumH(n);
	const l = fromNumL(n);
	view.setUint32(byteOffset, isLE ? l : h, isLE);
	view.setUint32(byteOffset + 4, isLE ? h : l, isLE);
}
var shrSH = (h, _l, s) => h >>> s;
var shrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrSH = (h, l, s) => h >>> s | l << 32 - s;
var rotrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
var rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
function add(Ah, Al, Bh, Bl) {
	const l = (Al >>> 0) + (Bl >>> 0);
	return {
		h: Ah + Bh + (l / 2 ** 32 | 0) | 0,
		l: l | 0
	};
}
var add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
var add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
var add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
var add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
var add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
var add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;
// node_modules/@noble/hashes/utils.js
/**
* Checks if something is Uint8Array. Be careful: nodejs Buffer will return true.
* @param a - value to test
* @returns `true` when the value is a Uint8Array-compatible view.
* @example
* Check whether a value is a Uint8Array-compatible view.
* ```ts
* isBytes(new Uint8Array([1, 2, 3]));
* ```
*/
function isBytes$1(a) {
	return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle$1 = (title) => title ? `"${title}" ` : "";
/**
* Asserts something is a non-negative integer.
* @param n - number to validate
* @param title - label included in thrown errors
* @returns The validated number.
* @throws On wrong argument types. {@link TypeError}
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Validate a non-negative integer option.
* ```ts
* anumber(32, 'length');
* ```
*/
function anumber$1(n, title = "") {
	if (typeof n !== "number") throw new TypeError(atitle$1(title) + "expected number, got " + typeof n);
	if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(atitle$1(title) + "expected integer >= 0, got " + n);
	return n;
}
/**
* Asserts something is Uint8Array.
* @param value - value to validate
* @param length - optional exact length constraint
* @param title - label included in thrown errors
* @returns The validated byte array.
* @throws On wrong argument types. {@link TypeError}
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Validate that a value is a byte array.
* ```ts
* abytes(new Uint8Array([1, 2, 3]));
* ```
*/
function abytes$1(value, length, title = "") {
	if (isBytes$1(value) && (length === void 0 || value.length === length)) return value;
	if (length !== void 0) anumber$1(length, "length");
	const bytes = isBytes$1(value);
	const ofLen = length !== void 0 ? ` of length ${length}` : "";
	const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
	const message = atitle$1(title) + "expected Uint8Array" + ofLen + ", got " + got;
	if (!bytes) throw new TypeError(message);
	throw new RangeError(message);
}
var aobject$1 = (value, label) => {
	if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label) => {
	aobject$1(value, label);
	const proto = Object.getPrototypeOf(value);
	if (proto !== Object.prototype && proto !== null) throw new TypeError(`"${label}" expected plain object`);
	if (Object.hasOwn(value, "__proto__")) throw new TypeError(`"${label}.__proto__" is not allowed`);
};
/**
* Asserts a hash instance has not been destroyed or finished.
* @param instance - hash instance to validate
* @param checkFinished - whether to reject finalized instances
* @throws If the hash instance has already been destroyed or finalized. {@link Error}
* @example
* Validate that a hash instance is still usable.
* ```ts
* import { aexists } from '@noble/hashes/utils.js';
* import { sha256 } from '@noble/hashes/sha2.js';
* const hash = sha256.create();
* aexists(hash);
* ```
*/
function aexists(instance, checkFinished = true) {
	if (instance.destroyed) throw new Error("hash was destroyed");
	if (checkFinished && instance.finished) throw new Error("digest() was already called");
}
/**
* Asserts output is a sufficiently-sized byte array.
* @param out - destination buffer
* @param instance - hash instance providing output length
* Oversized buffers are allowed; downstream code only promises to fill the first `outputLen` bytes.
* @throws On wrong argument types. {@link TypeError}
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Validate a caller-provided digest buffer.
* ```ts
* import { aoutput } from '@noble/hashes/utils.js';
* import { sha256 } from '@noble/hashes/sha2.js';
* const hash = sha256.create();
* aoutput(new Uint8Array(hash.outputLen), hash);
* ```
*/
function aoutput(out, instance) {
	abytes$1(out, void 0, "output");
	const min = instance.outputLen;
	if (!(out.length >= min)) throw new RangeError("\"output\" expected length >= " + min);
}
/**
* Zeroizes typed arrays in place. Warning: JS provides no guarantees.
* @param arrays - arrays to overwrite with zeros
* @example
* Zeroize sensitive buffers in place.
* ```ts
* clean(new Uint8Array([1, 2, 3]));
* ```
*/
function clean(...arrays) {
	for (let i = 0; i < arrays.length; i++) arrays[i].fill(0);
}
/**
* Creates a DataView for byte-level manipulation.
* @param arr - source typed array
* @returns DataView over the same buffer region.
* @example
* Create a DataView over an existing buffer.
* ```ts
* createView(new Uint8Array(4));
* ```
*/
function createView(arr) {
	return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
/**
* Rotate-right operation for uint32 values.
* @param word - source word
* @param shift - shift amount in bits
* @returns Rotated word.
* @example
* Rotate a 32-bit word to the right.
* ```ts
* rotr(0x12345678, 8);
* ```
*/
function rotr(word, shift) {
	return word << 32 - shift | word >>> shift;
}
var hasHexBuiltin = /* @__PURE__ */ (() => typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function")();
var hexes = /* @__PURE__ */ Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
/**
* Convert byte array to hex string.
* Uses the built-in function when available and assumes it matches the tested
* fallback semantics.
* @param bytes - bytes to encode
* @returns Lowercase hexadecimal string.
* @throws On wrong argument types. {@link TypeError}
* @example
* Convert bytes to lowercase hexadecimal.
* ```ts
* bytesToHex(Uint8Array.from([0xca, 0xfe, 0x01, 0x23])); // 'cafe0123'
* ```
*/
function bytesToHex$1(bytes) {
	abytes$1(bytes);
	if (hasHexBuiltin) return bytes.toHex();
	let hex = "";
	for (let i = 0; i < bytes.length; i++) hex += hexes[bytes[i]];
	return hex;
}
function asciiToBase16(ch) {
	return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - 55 : ch >= 97 && ch <= 102 ? ch - 87 : void 0;
}
/**
* Convert hex string to byte array. Uses built-in function, when available.
* @param hex - hexadecimal string to decode
* @returns Decoded bytes.
* @throws On wrong argument types. {@link TypeError}
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Decode lowercase hexadecimal into bytes.
* ```ts
* hexToBytes('cafe0123'); // Uint8Array.from([0xca, 0xfe, 0x01, 0x23])
* ```
*/
function hexToBytes$1(hex) {
	if (typeof hex !== "string") throw new TypeError("hex string expected, got " + typeof hex);
	if (hasHexBuiltin) try {
		return Uint8Array.fromHex(hex);
	} catch (error) {
		if (error instanceof SyntaxError) throw new RangeError(error.message);
		throw error;
	}
	const hl = hex.length;
	const al = hl / 2;
	if (hl % 2) throw new RangeError("hex string expected, got unpadded hex of length " + hl);
	const array = new Uint8Array(al);
	for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
		const n1 = asciiToBase16(hex.charCodeAt(hi));
		const n2 = asciiToBase16(hex.charCodeAt(hi + 1));
		if (n1 === void 0 || n2 === void 0) {
			const char = hex[hi] + hex[hi + 1];
			throw new RangeError("hex string expected, got non-hex character \"" + char + "\" at index " + hi);
		}
		array[ai] = n1 * 16 + n2;
	}
	return array;
}
/**
* Copies several Uint8Arrays into one.
* @param arrays - arrays to concatenate
* @returns Concatenated byte array.
* @throws On wrong argument types. {@link TypeError}
* @example
* Concatenate multiple byte arrays.
* ```ts
* concatBytes(new Uint8Array([1]), new Uint8Array([2]));
* ```
*/
function concatBytes$1(...arrays) {
	let sum = 0;
	for (let i = 0; i < arrays.length; i++) {
		const a = arrays[i];
		abytes$1(a);
		sum += a.length;
	}
	const res = new Uint8Array(sum);
	for (let i = 0, pad = 0; i < arrays.length; i++) {
		const a = arrays[i];
		res.set(a, pad);
		pad += a.length;
	}
	return res;
}
/**
* Merges default options and passed options.
* @param defaults - base option object
* @param opts - user overrides
* @param title - label included in thrown override errors
* @returns Fresh merged option object with a null prototype.
* @throws On wrong argument types. {@link TypeError}
* @example
* Merge user overrides onto default options.
* ```ts
* checkOpts({ dkLen: 32 }, { asyncTick: 10 });
* ```
*/
function checkOpts(defaults, opts, title = "opts") {
	aopts(defaults, "defaults");
	if (opts !== void 0) aopts(opts, title);
	return Object.assign(Object.create(null), defaults, opts);
}
/**
* Creates a callable hash function from a stateful class constructor.
* @param hashCons - hash constructor or factory
* @param info - optional metadata such as DER OID
* @returns Frozen callable hash wrapper with `.create()`.
*   Wrapper construction eagerly calls `hashCons(undefined)` once to read
*   `outputLen` / `blockLen`, so constructor side effects happen at module
*   init time.
* @throws On wrong argument types. {@link TypeError}
* @example
* Wrap a stateful hash constructor into a callable helper.
* ```ts
* import { createHasher } from '@noble/hashes/utils.js';
* import { sha256 } from '@noble/hashes/sha2.js';
* const wrapped = createHasher(sha256.create, { oid: sha256.oid });
* wrapped(new Uint8Array([1]));
* ```
*/
function createHasher(hashCons, info = {}) {
	if (typeof hashCons !== "function") throw new TypeError("\"hashCons\" expected function, got type=" + typeof hashCons);
	info = checkOpts({}, info, "info");
	const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
	const tmp = hashCons(void 0);
	hashC.outputLen = tmp.outputLen;
	hashC.blockLen = tmp.blockLen;
	hashC.canXOF = tmp.canXOF;
	hashC.create = (opts) => hashCons(opts);
	Object.assign(hashC, info);
	return Object.freeze(hashC);
}
/**
* Cryptographically secure PRNG backed by `crypto.getRandomValues`.
* @param bytesLength - number of random bytes to generate
* @returns Random bytes.
* The platform `getRandomValues()` implementation still defines any
* single-call length cap, and this helper rejects oversize requests
* with a stable library `RangeError` instead of host-specific errors.
* @throws On wrong argument types. {@link TypeError}
* @throws On wrong argument ranges or values. {@link RangeError}
* @throws If the current runtime does not provide `crypto.getRandomValues`. {@link Error}
* @example
* Generate a fresh random key or nonce.
* ```ts
* const key = randomBytes(16);
* ```
*/
function randomBytes$1(bytesLength = 32) {
	anumber$1(bytesLength, "bytesLength");
	const cr = typeof globalThis === "object" ? globalThis.crypto : null;
	if (typeof cr?.getRandomValues !== "function") throw new Error("crypto.getRandomValues must be defined");
	if (bytesLength > 65536) throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
	return cr.getRandomValues(new Uint8Array(bytesLength));
}
/**
* Creates OID metadata for NIST hashes with prefix `06 09 60 86 48 01 65 03 04 02`.
* @param suffix - final OID byte for the selected hash.
*   The helper accepts any byte even though only the documented NIST hash
*   suffixes are meaningful downstream.
* @returns Object containing the DER-encoded OID.
* @example
* Build OID metadata for a NIST hash.
* ```ts
* oidNist(0x01);
* ```
*/
var oidNist = (suffix) => ({ oid: Uint8Array.from([
	6,
	9,
	96,
	134,
	72,
	1,
	101,
	3,
	4,
	2,
	suffix
]) });
// node_modules/@noble/hashes/_md.js
/**
* Internal Merkle-Damgard hash utils.
* @module
*/
/**
* Shared 32-bit conditional boolean primitive reused by SHA-256, SHA-1, and MD5 `F`.
* Returns bits from `b` when `a` is set, otherwise from `c`.
* The XOR form is equivalent to MD5's `F(X,Y,Z) = XY v not(X)Z` because the masked terms never
* set the same bit.
* @param a - selector word
* @param b - word chosen when selector bit is set
* @param c - word chosen when selector bit is clear
* @returns Mixed 32-bit word.
* @example
* Combine three words with the shared 32-bit choice primitive.
* ```ts
* Chi(0xffffffff, 0x12345678, 0x87654321);
* ```
*/
function Chi(a, b, c) {
	return a & b ^ ~a & c;
}
/**
* Shared 32-bit majority primitive reused by SHA-256 and SHA-1.
* Returns bits shared by at least two inputs.
* @param a - first input word
* @param b - second input word
* @param c - third input word
* @returns Mixed 32-bit word.
* @example
* Combine three words with the shared 32-bit majority primitive.
* ```ts
* Maj(0xffffffff, 0x12345678, 0x87654321);
* ```
*/
function Maj(a, b, c) {
	return a & b ^ a & c ^ b & c;
}
/**
* Merkle-Damgard hash construction base class.
* Could be used to create MD5, RIPEMD, SHA1, SHA2.
* Accepts only byte-aligned `Uint8Array` input, even when the underlying spec describes bit
* strings with partial-byte tails.
* @param blockLen - internal block size in bytes
* @param outputLen - digest size in bytes
* @param padOffset - trailing length field size in bytes
* @param isLE - whether length and state words are encoded in little-endian
* @example
* Use a concrete subclass to get the shared Merkle-Damgard update/digest flow.
* ```ts
* import { _SHA1 } from '@noble/hashes/legacy.js';
* const hash = new _SHA1();
* hash.update(new Uint8Array([97, 98, 99]));
* hash.digest();
* ```
*/
var HashMD = class {
	blockLen;
	outputLen;
	canXOF = false;
	padOffset;
	isLE;
	buffer;
	view;
	finished = false;
	length = 0;
	pos = 0;
	destroyed = false;
	constructor(blockLen, outputLen, padOffset, isLE) {
		this.blockLen = blockLen;
		this.outputLen = outputLen;
		this.padOffset = padOffset;
		this.isLE = isLE;
		this.buffer = new Uint8Array(blockLen);
		this.view = createView(this.buffer);
	}
	update(data) {
		aexists(this);
		abytes$1(data);
		const { view, buffer, blockLen } = this;
		const len = data.length;
		let processed = false;
		for (let pos = 0; pos < len;) {
			const take = Math.min(blockLen - this.pos, len - pos);
			if (take === blockLen) {
				const dataView = createView(data);
				for (; blockLen <= len - pos; pos += blockLen) this.process(dataView, pos);
				processed = true;
				continue;
			}
			buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
			this.pos += take;
			pos += take;
			if (this.pos === blockLen) {
				this.process(view, 0);
				this.pos = 0;
				processed = true;
			}
		}
		this.length += data.length;
		if (processed) this.roundClean();
		return this;
	}
	digestInto(out) {
		aexists(this);
		aoutput(out, this);
		this.finished = true;
		const { buffer, view, blockLen, isLE } = this;
		let { pos } = this;
		buffer[pos++] = 128;
		buffer.fill(0, pos);
		if (this.padOffset > blockLen - pos) {
			this.process(view, 0);
			buffer.fill(0);
		}
		setU64FromNum(view, blockLen - 8, this.length * 8, isLE);
		this.process(view, 0);
		this.roundClean();
		const oview = out === buffer ? view : createView(out);
		const len = this.outputLen;
		const outLen = len / 4;
		const state = this.get();
		if (len % 4 || outLen > state.length) throw new Error("invalid outputLen");
		for (let i = 0; i < outLen; i++) oview.setUint32(4 * i, state[i], isLE);
	}
	digest() {
		const { buffer, outputLen } = this;
		this.digestInto(buffer);
		const res = buffer.slice(0, outputLen);
		this.destroy();
		return res;
	}
	_cloneIntoMeta(to) {
		const { buffer, length, finished, destroyed, pos } = this;
		to.destroyed = destroyed;
		to.finished = finished;
		to.length = length;
		to.pos = pos;
		if (pos) to.buffer.set(buffer);
		return to;
	}
	clone() {
		return this._cloneInto();
	}
};
/**
* Initial SHA-2 state: fractional parts of square roots of first 16 primes 2..53.
* Check out `test/misc/sha2-gen-iv.js` for recomputation guide.
*/
/** Initial SHA256 state from RFC 6234 §6.1: the first 32 bits of the fractional parts of the
* square roots of the first eight prime numbers. Exported as a shared table; callers must treat
* it as read-only because constructors copy words from it by index. */
var SHA256_IV = /* @__PURE__ */ Uint32Array.from([
	1779033703,
	3144134277,
	1013904242,
	2773480762,
	1359893119,
	2600822924,
	528734635,
	1541459225
]);
/** Initial SHA512 state from RFC 6234 §6.3: eight RFC 64-bit `H(0)` words stored as sixteen
* big-endian 32-bit halves. Derived from the fractional parts of the square roots of the first
* eight prime numbers. Exported as a shared table; callers must treat it as read-only because
* constructors copy halves from it by index. */
var SHA512_IV = /* @__PURE__ */ Uint32Array.from([
	1779033703,
	4089235720,
	3144134277,
	2227873595,
	1013904242,
	4271175723,
	2773480762,
	1595750129,
	1359893119,
	2917565137,
	2600822924,
	725511199,
	528734635,
	4215389547,
	1541459225,
	327033209
]);
// node_modules/@noble/hashes/sha2.js
/**
* SHA2 hash function. A.k.a. sha256, sha384, sha512, sha512_224, sha512_256.
* SHA256 is the fastest hash implementable in JS, even faster than Blake3.
* Check out {@link https://www.rfc-editor.org/rfc/rfc4634 | RFC 4634} and
* {@link https://nvlpubs.nist.gov/nistpubs/FIPS/NIST.FIPS.180-4.pdf | FIPS 180-4}.
* @module
*/
/**
* SHA-224 / SHA-256 round constants from RFC 6234 §5.1: the first 32 bits
* of the cube roots of the first 64 primes (2..311).
*/
var SHA256_K = /* @__PURE__ */ Uint32Array.from([
	1116352408,
	1899447441,
	3049323471,
	3921009573,
	961987163,
	1508970993,
	2453635748,
	2870763221,
	3624381080,
	310598401,
	607225278,
	1426881987,
	1925078388,
	2162078206,
	2614888103,
	3248222580,
	3835390401,
	4022224774,
	264347078,
	604807628,
	770255983,
	1249150122,
	1555081692,
	1996064986,
	2554220882,
	2821834349,
	2952996808,
	3210313671,
	3336571891,
	3584528711,
	113926993,
	338241895,
	666307205,
	773529912,
	1294757372,
	1396182291,
	1695183700,
	1986661051,
	2177026350,
	2456956037,
	2730485921,
	2820302411,
	3259730800,
	3345764771,
	3516065817,
	3600352804,
	4094571909,
	275423344,
	430227734,
	506948616,
	659060556,
	883997877,
	958139571,
	1322822218,
	1537002063,
	1747873779,
	1955562222,
	2024104815,
	2227730452,
	2361852424,
	2428436474,
	2756734187,
	3204031479,
	3329325298
]);
/** Reusable SHA-224 / SHA-256 message schedule buffer `W_t` from RFC 6234 §6.2 step 1. */
var SHA256_W = /* @__PURE__ */ new Uint32Array(64);
/** Internal SHA-224 / SHA-256 compression engine from RFC 6234 §6.2. */
var SHA2_32B = class extends HashMD {
	A = 0;
	B = 0;
	C = 0;
	D = 0;
	E = 0;
	F = 0;
	G = 0;
	H = 0;
	constructor(outputLen, IV) {
		super(64, outputLen, 8, false);
		this.A = IV[0] | 0;
		this.B = IV[1] | 0;
		this.C = IV[2] | 0;
		this.D = IV[3] | 0;
		this.E = IV[4] | 0;
		this.F = IV[5] | 0;
		this.G = IV[6] | 0;
		this.H = IV[7] | 0;
	}
	get() {
		const { A, B, C, D, E, F, G, H } = this;
		return [
			A,
			B,
			C,
			D,
			E,
			F,
			G,
			H
		];
	}
	set(A, B, C, D, E, F, G, H) {
		this.A = A | 0;
		this.B = B | 0;
		this.C = C | 0;
		this.D = D | 0;
		this.E = E | 0;
		this.F = F | 0;
		this.G = G | 0;
		this.H = H | 0;
	}
	_cloneInto(to) {
		(to ||= new this.constructor()).set(...this.get());
		return this._cloneIntoMeta(to);
	}
	process(view, offset) {
		for (let i = 0; i < 16; i++, offset += 4) SHA256_W[i] = view.getUint32(offset, false);
		for (let i = 16; i < 64; i++) {
			const W15 = SHA256_W[i - 15];
			const W2 = SHA256_W[i - 2];
			const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
			const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
			SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
		}
		let { A, B, C, D, E, F, G, H } = this;
		for (let i = 0; i < 64; i++) {
			const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
			const T1 = H + sigma1 + Chi(E, F, G) + SHA256_K[i] + SHA256_W[i] | 0;
			const T2 = (rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22)) + Maj(A, B, C) | 0;
			H = G;
			G = F;
			F = E;
			E = D + T1 | 0;
			D = C;
			C = B;
			B = A;
			A = T1 + T2 | 0;
		}
		A = A + this.A | 0;
		B = B + this.B | 0;
		C = C + this.C | 0;
		D = D + this.D | 0;
		E = E + this.E | 0;
		F = F + this.F | 0;
		G = G + this.G | 0;
		H = H + this.H | 0;
		this.set(A, B, C, D, E, F, G, H);
	}
	roundClean() {
		clean(SHA256_W);
	}
	destroy() {
		this.destroyed = true;
		this.set(0, 0, 0, 0, 0, 0, 0, 0);
		clean(this.buffer);
	}
};
/** Internal SHA-256 hash class grounded in RFC 6234 §6.2. */
var _SHA256 = class extends SHA2_32B {
	constructor() {
		super(32, SHA256_IV);
	}
};
var K512 = /* @__PURE__ */ (() => split$1([
	"0x428a2f98d728ae22",
	"0x7137449123ef65cd",
	"0xb5c0fbcfec4d3b2f",
	"0xe9b5dba58189dbbc",
	"0x3956c25bf348b538",
	"0x59f111f1b605d019",
	"0x923f82a4af194f9b",
	"0xab1c5ed5da6d8118",
	"0xd807aa98a3030242",
	"0x12835b0145706fbe",
	"0x243185be4ee4b28c",
	"0x550c7dc3d5ffb4e2",
	"0x72be5d74f27b896f",
	"0x80deb1fe3b1696b1",
	"0x9bdc06a725c71235",
	"0xc19bf174cf692694",
	"0xe49b69c19ef14ad2",
	"0xefbe4786384f25e3",
	"0x0fc19dc68b8cd5b5",
	"0x240ca1cc77ac9c65",
	"0x2de92c6f592b0275",
	"0x4a7484aa6ea6e483",
	"0x5cb0a9dcbd41fbd4",
	"0x76f988da831153b5",
	"0x983e5152ee66dfab",
	"0xa831c66d2db43210",
	"0xb00327c898fb213f",
	"0xbf597fc7beef0ee4",
	"0xc6e00bf33da88fc2",
	"0xd5a79147930aa725",
	"0x06ca6351e003826f",
	"0x142929670a0e6e70",
	"0x27b70a8546d22ffc",
	"0x2e1b21385c26c926",
	"0x4d2c6dfc5ac42aed",
	"0x53380d139d95b3df",
	"0x650a73548baf63de",
	"0x766a0abb3c77b2a8",
	"0x81c2c92e47edaee6",
	"0x92722c851482353b",
	"0xa2bfe8a14cf10364",
	"0xa81a664bbc423001",
	"0xc24b8b70d0f89791",
	"0xc76c51a30654be30",
	"0xd192e819d6ef5218",
	"0xd69906245565a910",
	"0xf40e35855771202a",
	"0x106aa07032bbd1b8",
	"0x19a4c116b8d2d0c8",
	"0x1e376c085141ab53",
	"0x2748774cdf8eeb99",
	"0x34b0bcb5e19b48a8",
	"0x391c0cb3c5c95a63",
	"0x4ed8aa4ae3418acb",
	"0x5b9cca4f7763e373",
	"0x682e6ff3d6b2b8a3",
	"0x748f82ee5defb2fc",
	"0x78a5636f43172f60",
	"0x84c87814a1f0ab72",
	"0x8cc702081a6439ec",
	"0x90befffa23631e28",
	"0xa4506cebde82bde9",
	"0xbef9a3f7b2c67915",
	"0xc67178f2e372532b",
	"0xca273eceea26619c",
	"0xd186b8c721c0c207",
	"0xeada7dd6cde0eb1e",
	"0xf57d4f7fee6ed178",
	"0x06f067aa72176fba",
	"0x0a637dc5a2c898a6",
	"0x113f9804bef90dae",
	"0x1b710b35131c471b",
	"0x28db77f523047d84",
	"0x32caab7b40c72493",
	"0x3c9ebe0a15c9bebc",
	"0x431d67c49c100d4c",
	"0x4cc5d4becb3e42b6",
	"0x597f299cfc657e2a",
	"0x5fcb6fab3ad6faec",
	"0x6c44198c4a475817"
].map((n) => BigInt(n))))();
var SHA512_Kh = /* @__PURE__ */ (() => K512[0])();
var SHA512_Kl = /* @__PURE__ */ (() => K512[1])();
var SHA512_W_H = /* @__PURE__ */ new Uint32Array(80);
var SHA512_W_L = /* @__PURE__ */ new Uint32Array(80);
/** Internal SHA-384 / SHA-512 compression engine from RFC 6234 §6.4. */
var SHA2_64B = class extends HashMD {
	Ah = 0;
	Al = 0;
	Bh = 0;
	Bl = 0;
	Ch = 0;
	Cl = 0;
	Dh = 0;
	Dl = 0;
	Eh = 0;
	El = 0;
	Fh = 0;
	Fl = 0;
	Gh = 0;
	Gl = 0;
	Hh = 0;
	Hl = 0;
	constructor(outputLen, IV) {
		super(128, outputLen, 16, false);
		this.Ah = IV[0] | 0;
		this.Al = IV[1] | 0;
		this.Bh = IV[2] | 0;
		this.Bl = IV[3] | 0;
		this.Ch = IV[4] | 0;
		this.Cl = IV[5] | 0;
		this.Dh = IV[6] | 0;
		this.Dl = IV[7] | 0;
		this.Eh = IV[8] | 0;
		this.El = IV[9] | 0;
		this.Fh = IV[10] | 0;
		this.Fl = IV[11] | 0;
		this.Gh = IV[12] | 0;
		this.Gl = IV[13] | 0;
		this.Hh = IV[14] | 0;
		this.Hl = IV[15] | 0;
	}
	get() {
		const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
		return [
			Ah,
			Al,
			Bh,
			Bl,
			Ch,
			Cl,
			Dh,
			Dl,
			Eh,
			El,
			Fh,
			Fl,
			Gh,
			Gl,
			Hh,
			Hl
		];
	}
	set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
		this.Ah = Ah | 0;
		this.Al = Al | 0;
		this.Bh = Bh | 0;
		this.Bl = Bl | 0;
		this.Ch = Ch | 0;
		this.Cl = Cl | 0;
		this.Dh = Dh | 0;
		this.Dl = Dl | 0;
		this.Eh = Eh | 0;
		this.El = El | 0;
		this.Fh = Fh | 0;
		this.Fl = Fl | 0;
		this.Gh = Gh | 0;
		this.Gl = Gl | 0;
		this.Hh = Hh | 0;
		this.Hl = Hl | 0;
	}
	_cloneInto(to) {
		(to ||= new this.constructor()).set(...this.get());
		return this._cloneIntoMeta(to);
	}
	process(view, offset) {
		for (let i = 0; i < 16; i++, offset += 4) {
			SHA512_W_H[i] = view.getUint32(offset);
			SHA512_W_L[i] = view.getUint32(offset += 4);
		}
		for (let i = 16; i < 80; i++) {
			const W15h = SHA512_W_H[i - 15] | 0;
			const W15l = SHA512_W_L[i - 15] | 0;
			const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
			const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
			const W2h = SHA512_W_H[i - 2] | 0;
			const W2l = SHA512_W_L[i - 2] | 0;
			const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
			const SUMl = add4L(s0l, rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6), SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
			const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
			SHA512_W_H[i] = SUMh | 0;
			SHA512_W_L[i] = SUMl | 0;
		}
		let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
		for (let i = 0; i < 80; i++) {
			const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
			const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
			const CHIh = Eh & Fh ^ ~Eh & Gh;
			const CHIl = El & Fl ^ ~El & Gl;
			const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
			const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
			const T1l = T1ll | 0;
			const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
			const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
			const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
			const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
			Hh = Gh | 0;
			Hl = Gl | 0;
			Gh = Fh | 0;
			Gl = Fl | 0;
			Fh = Eh | 0;
			Fl = El | 0;
			({h: Eh, l: El} = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
			Dh = Ch | 0;
			Dl = Cl | 0;
			Ch = Bh | 0;
			Cl = Bl | 0;
			Bh = Ah | 0;
			Bl = Al | 0;
			const All = add3L(T1l, sigma0l, MAJl);
			Ah = add3H(All, T1h, sigma0h, MAJh);
			Al = All | 0;
		}
		({h: Ah, l: Al} = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
		({h: Bh, l: Bl} = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
		({h: Ch, l: Cl} = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
		({h: Dh, l: Dl} = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
		({h: Eh, l: El} = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
		({h: Fh, l: Fl} = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
		({h: Gh, l: Gl} = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
		({h: Hh, l: Hl} = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
		this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
	}
	roundClean() {
		clean(SHA512_W_H, SHA512_W_L);
	}
	destroy() {
		this.destroyed = true;
		clean(this.buffer);
		this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}
};
/** Internal SHA-512 hash class grounded in RFC 6234 §6.3 and §6.4. */
var _SHA512 = class extends SHA2_64B {
	constructor() {
		super(64, SHA512_IV);
	}
};
/**
* SHA2-256 hash function from RFC 4634. In JS it's the fastest: even faster than Blake3. Some info:
*
* - Trying 2^128 hashes would get 50% chance of collision, using birthday attack.
* - BTC network is doing 2^70 hashes/sec (2^95 hashes/year) as per 2025.
* - Each sha256 hash is executing 2^18 bit operations.
* - Good 2024 ASICs can do 200Th/sec with 3500 watts of power, corresponding to 2^36 hashes/joule.
* @param msg - message bytes to hash
* @param opts - Reserved hash options.
* @returns Digest bytes.
* @example
* Hash a message with SHA2-256.
* ```ts
* sha256(new Uint8Array([97, 98, 99]));
* ```
*/
var sha256 = /* @__PURE__ */ createHasher(() => new _SHA256(), /* @__PURE__ */ oidNist(1));
/**
* SHA2-512 hash function from RFC 4634.
* @param msg - message bytes to hash
* @param opts - Reserved hash options.
* @returns Digest bytes.
* @example
* Hash a message with SHA2-512.
* ```ts
* sha512(new Uint8Array([97, 98, 99]));
* ```
*/
var sha512 = /* @__PURE__ */ createHasher(() => new _SHA512(), /* @__PURE__ */ oidNist(3));
// node_modules/@noble/curves/utils.js
/**
* Hex, bytes and number utilities.
* @module
*/
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
/**
* Validates that a value is an array, optionally validating each element.
* @param item - Value to validate.
* @param title - Label included in thrown errors.
* @param inner - Optional per-element validator, called with the element and its label.
* @returns The validated array.
* @example
* Validate an array of points before batch processing.
*
* ```ts
* aarray([1n, 2n], 'scalars');
* ```
*/
function aarray(item, title, inner = () => {}) {
	if (!Array.isArray(item)) throw new TypeError(`"${title}" expected array, got type=${typeof item}`);
	for (let i = 0; i < item.length; i++) inner(item[i], `${title}[${i}]`);
	return item;
}
/**
* Validates that a value is a byte array.
* @param value - Value to validate.
* @param length - Optional exact byte length.
* @param title - Optional field name.
* @returns Original byte array.
* @example
* Reject non-byte input before passing data into curve code.
*
* ```ts
* abytes(new Uint8Array(1));
* ```
*/
var abytes = (value, length, title) => abytes$1(value, length, title);
/**
* Validates that a value is a non-negative safe integer.
* @param n - Value to validate.
* @param title - Optional field name.
* @returns The validated number.
* @example
* Validate a numeric length before allocating buffers.
*
* ```ts
* anumber(1);
* ```
*/
var anumber = anumber$1;
/**
* Asserts something is a plain object-ish value, not null or array.
* @param value - Value to validate.
* @param title - Label included in thrown errors.
* @returns The validated object.
* @throws On wrong argument types. {@link TypeError}
* @example
* Validate an options object before checking fields.
*
* ```ts
* aobject({ flag: true });
* ```
*/
function aobject(value, title = "object") {
	if (value === null || typeof value !== "object" || Array.isArray(value)) throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
	return value;
}
/**
* Asserts something is a function.
* @param value - Value to validate.
* @param title - Label included in thrown errors.
* @returns The validated function.
* @throws On wrong argument types. {@link TypeError}
* @example
* Validate a required method before calling it.
*
* ```ts
* afunction(() => true, 'predicate');
* ```
*/
function afunction(value, title) {
	if (typeof value !== "function") throw new TypeError(`"${title}" is invalid: expected function, got ${typeof value}`);
	return value;
}
/**
* Encodes bytes as lowercase hex.
* @param bytes - Bytes to encode.
* @returns Lowercase hex string.
* @example
* Serialize bytes as hex for logging or fixtures.
*
* ```ts
* bytesToHex(Uint8Array.of(1, 2, 3));
* ```
*/
var bytesToHex = bytesToHex$1;
/**
* Concatenates byte arrays.
* @param arrays - Byte arrays to join.
* @returns Concatenated bytes.
* @example
* Join domain-separated chunks into one buffer.
*
* ```ts
* concatBytes(Uint8Array.of(1), Uint8Array.of(2));
* ```
*/
var concatBytes = (...arrays) => concatBytes$1(...arrays);
/**
* Decodes lowercase or uppercase hex into bytes.
* @param hex - Hex string to decode.
* @returns Decoded bytes.
* @example
* Parse fixture hex into bytes before hashing.
*
* ```ts
* hexToBytes('0102');
* ```
*/
var hexToBytes = (hex) => hexToBytes$1(hex);
/**
* Checks whether a value is a Uint8Array.
* @param a - Value to inspect.
* @returns `true` when `a` is a Uint8Array.
* @example
* Branch on byte input before decoding it.
*
* ```ts
* isBytes(new Uint8Array(1));
* ```
*/
var isBytes = isBytes$1;
/**
* Reads random bytes from the platform CSPRNG.
* @param bytesLength - Number of random bytes to read.
* @returns Fresh random bytes.
* @example
* Generate a random seed for a keypair.
*
* ```ts
* randomBytes(2);
* ```
*/
var randomBytes = (bytesLength) => randomBytes$1(bytesLength);
var _0n$3 = /* @__PURE__ */ BigInt(0);
var _1n$4 = /* @__PURE__ */ BigInt(1);
var atitle = (title) => title ? `"${title}" ` : "";
/**
* Validates that a flag is boolean.
* @param value - Value to validate.
* @param title - Optional field name.
* @returns Original value.
* @throws On wrong argument types. {@link TypeError}
* @example
* Reject non-boolean option flags early.
*
* ```ts
* abool(true);
* ```
*/
function abool(value, title = "") {
	if (typeof value !== "boolean") throw new TypeError(atitle(title) + "expected boolean, got type=" + typeof value);
	return value;
}
/**
* Validates that a value is a non-negative bigint or safe integer.
* @param n - Value to validate.
* @returns The same validated value.
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Validate one integer-like value before serializing it.
*
* ```ts
* abignumber(1n);
* ```
*/
function abignumber(n) {
	if (typeof n === "bigint") {
		if (!isPosBig(n)) throw new RangeError("positive bigint expected, got " + n);
	} else anumber(n);
	return n;
}
/**
* Validates that a value is a safe integer.
* @param value - Integer to validate.
* @param title - Optional field name.
* @throws On wrong argument types. {@link TypeError}
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Validate a window size before scalar arithmetic uses it.
*
* ```ts
* asafenumber(1);
* ```
*/
function asafenumber(value, title = "") {
	if (typeof value !== "number") {
		const prefix = title && `"${title}" `;
		throw new TypeError(prefix + "expected number, got type=" + typeof value);
	}
	if (!Number.isSafeInteger(value)) {
		const prefix = title && `"${title}" `;
		throw new RangeError(prefix + "expected safe integer, got " + value);
	}
}
/**
* Parses a big-endian hex string into bigint.
* Accepts odd-length hex through the native `BigInt('0x' + hex)` parser and currently surfaces the
* same native `SyntaxError` for malformed hex instead of wrapping it in a library-specific error.
* @param hex - Hex string without `0x`.
* @returns Parsed bigint value.
* @throws On wrong argument types. {@link TypeError}
* @example
* Parse a scalar from fixture hex.
*
* ```ts
* hexToNumber('ff');
* ```
*/
function hexToNumber(hex) {
	if (typeof hex !== "string") throw new TypeError("hex string expected, got " + typeof hex);
	return hex === "" ? _0n$3 : BigInt("0x" + hex);
}
/**
* Parses big-endian bytes into bigint.
* @param bytes - Bytes in big-endian order.
* @returns Parsed bigint value.
* @throws On wrong argument types. {@link TypeError}
* @example
* Read a scalar encoded in network byte order.
*
* ```ts
* bytesToNumberBE(Uint8Array.of(1, 0));
* ```
*/
function bytesToNumberBE(bytes) {
	return hexToNumber(bytesToHex$1(bytes));
}
/**
* Parses little-endian bytes into bigint.
* @param bytes - Bytes in little-endian order.
* @returns Parsed bigint value.
* @throws On wrong argument types. {@link TypeError}
* @example
* Read a scalar encoded in little-endian form.
*
* ```ts
* bytesToNumberLE(Uint8Array.of(1, 0));
* ```
*/
function bytesToNumberLE(bytes) {
	return hexToNumber(bytesToHex$1(copyBytes(abytes$1(bytes)).reverse()));
}
/**
* Encodes a bigint into fixed-length big-endian bytes.
* @param n - Number to encode.
* @param len - Output length in bytes. Must be greater than zero.
* @returns Big-endian byte array.
* @throws On wrong argument ranges or values. {@link RangeError}
* @throws If a documented runtime validation or state check fails. {@link Error}
* @example
* Serialize a scalar into a 32-byte field element.
*
* ```ts
* numberToBytesBE(255n, 2);
* ```
*/
function numberToBytesBE(n, len) {
	anumber$1(len);
	if (len === 0) throw new Error("zero output length is invalid");
	n = abignumber(n);
	const expectedLen = len * 2;
	const hex = n.toString(16);
	if (hex.length > expectedLen) throw new RangeError("number is too large");
	return hexToBytes$1(hex.padStart(expectedLen, "0"));
}
/**
* Encodes a bigint into fixed-length little-endian bytes.
* @param n - Number to encode.
* @param len - Output length in bytes.
* @returns Little-endian byte array.
* @throws On wrong argument ranges or values. {@link RangeError}
* @throws If a documented runtime validation or state check fails. {@link Error}
* @example
* Serialize a scalar for little-endian protocols.
*
* ```ts
* numberToBytesLE(255n, 2);
* ```
*/
function numberToBytesLE(n, len) {
	return numberToBytesBE(n, len).reverse();
}
/**
* Compares two byte arrays in constant-ish time.
* @param a - Left byte array.
* @param b - Right byte array.
* @returns `true` when bytes match.
* @example
* Compare two encoded points without early exit.
*
* ```ts
* equalBytes(Uint8Array.of(1), Uint8Array.of(1));
* ```
*/
function equalBytes(a, b) {
	a = abytes(a);
	b = abytes(b);
	if (a.length !== b.length) return false;
	let diff = 0;
	for (let i = 0; i < a.length; i++) diff |= a[i] ^ b[i];
	return diff === 0;
}
/**
* Copies Uint8Array. We can't use u8a.slice(), because u8a can be Buffer,
* and Buffer#slice creates mutable copy. Never use Buffers!
* @param bytes - Bytes to copy.
* @returns Detached copy.
* @example
* Make an isolated copy before mutating serialized bytes.
*
* ```ts
* copyBytes(Uint8Array.of(1, 2, 3));
* ```
*/
function copyBytes(bytes) {
	return Uint8Array.from(abytes(bytes));
}
/**
* Decodes 7-bit ASCII string to Uint8Array, throws on non-ascii symbols
* Should be safe to use for things expected to be ASCII.
* Returns exact same result as `TextEncoder` for ASCII or throws.
* @param ascii - ASCII input text.
* @returns Encoded bytes.
* @throws On wrong argument types. {@link TypeError}
* @example
* Encode an ASCII domain-separation tag.
*
* ```ts
* asciiToBytes('ABC');
* ```
*/
function asciiToBytes(ascii) {
	if (typeof ascii !== "string") throw new TypeError("ascii string expected, got " + typeof ascii);
	return Uint8Array.from(ascii, (c, i) => {
		const charCode = c.charCodeAt(0);
		if (c.length !== 1 || charCode > 127) throw new RangeError(`string contains non-ASCII character "${ascii[i]}" with code ${charCode} at position ${i}`);
		return charCode;
	});
}
/**
* Checks whether n is non-negative bigint. Historical name.
* @param n - candidate value
* @returns `true` when the value is bigint and 0 or larger
* @example
* Check a candidate scalar before range validation.
*
* ```ts
* isPosBig(2n);
* ```
*/
function isPosBig(n) {
	return typeof n === "bigint" && _0n$3 <= n;
}
/**
* Checks whether a bigint lies inside a half-open range.
* @param n - Candidate value.
* @param min - Inclusive lower bound.
* @param max - Exclusive upper bound.
* @returns `true` when the value is inside the range.
* @example
* Check whether a candidate scalar fits the field order.
*
* ```ts
* inRange(2n, 1n, 3n);
* ```
*/
function inRange(n, min, max) {
	return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
}
/**
* Asserts `min <= n < max`. NOTE: upper bound is exclusive.
* @param title - Value label for error messages.
* @param n - Candidate value.
* @param min - Inclusive lower bound.
* @param max - Exclusive upper bound.
* Wrong-type inputs are not separated from out-of-range values here: they still flow through the
* shared `RangeError` path because this is only a throwing wrapper around `inRange(...)`.
* @throws On wrong argument ranges or values. {@link RangeError}
* @example
* Assert that a bigint stays within one half-open range.
*
* ```ts
* aInRange('x', 2n, 1n, 256n);
* ```
*/
function aInRange(title, n, min, max) {
	if (!inRange(n, min, max)) throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
}
/**
* Calculates amount of bits in a bigint.
* Same as `n.toString(2).length`
* TODO: merge with nLength in modular
* @param n - Value to inspect.
* @returns Bit length.
* @throws If the value is negative. {@link Error}
* @example
* Measure the bit length of a scalar before serialization.
*
* ```ts
* bitLen(8n);
* ```
*/
function bitLen(n) {
	if (n < _0n$3) throw new Error("expected non-negative bigint, got " + n);
	return n === _0n$3 ? 0 : n.toString(2).length;
}
/**
* Calculate mask for N bits. Not using ** operator with bigints because of old engines.
* Same as BigInt(`0b${Array(i).fill('1').join('')}`)
* @param n - Number of bits. Negative widths are currently passed through to raw bigint shift
*   semantics and therefore produce `-1n`.
* @returns Bitmask value.
* @example
* Calculate mask for N bits.
*
* ```ts
* bitMask(4);
* ```
*/
var bitMask = (n) => {
	asafenumber(n, "n");
	return (_1n$4 << BigInt(n)) - _1n$4;
};
/**
* Validates declared required and optional field types on a plain object.
* Extra keys are intentionally ignored because many callers validate only the subset they use from
* richer option bags or runtime objects.
* This walks field schemas and formats detailed errors, so avoid it on hot paths; use direct
* one-line guards such as `aobject()`, `afunction()`, `abool()`, or `asafenumber()` instead.
* @param object - Object to validate.
* @param fields - Required field types.
* @param optFields - Optional field types.
* @param title - Object label included in thrown errors.
* @throws On wrong argument types. {@link TypeError}
* @example
* Check user options before building a curve helper.
*
* ```ts
* validateObject({ flag: true }, { flag: 'boolean' });
* ```
*/
function validateObject(object, fields = {}, optFields = {}, title = "object") {
	aobject(object, title);
	aobject(fields, "fields");
	aobject(optFields, "optFields");
	function checkField(fieldName, expectedType, isOpt) {
		const label = title === "object" ? `param "${String(fieldName)}"` : `"${title}.${String(fieldName)}"`;
		const val = object[fieldName];
		if (!Object.hasOwn(object, fieldName) && (isOpt ? val !== void 0 : expectedType !== "function")) throw new TypeError(`${label} is invalid: expected own property`);
		if (isOpt && val === void 0) return;
		const current = typeof val;
		if (current !== expectedType || val === null) throw new TypeError(`${label} is invalid: expected ${expectedType}, got ${current}`);
	}
	const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
	iter(fields, false);
	iter(optFields, true);
}
/**
* Throws not implemented error.
* @returns Never returns.
* @throws If the unfinished code path is reached. {@link Error}
* @example
* Surface the placeholder error from an unfinished code path.
*
* ```ts
* try {
*   notImplemented();
* } catch {}
* ```
*/
var notImplemented = () => {
	throw new Error("not implemented");
};
// node_modules/@noble/curves/abstract/modular.js
/**
* Utils for modular division and fields.
* Field over 11 is a finite (Galois) field is integer number operations `mod 11`.
* There is no division: it is replaced by modular multiplicative inverse.
* @module
*/
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n$2 = /* @__PURE__ */ BigInt(0);
var _1n$3 = /* @__PURE__ */ BigInt(1);
var _2n$2 = /* @__PURE__ */ BigInt(2);
var _3n = /* @__PURE__ */ BigInt(3);
var _4n$2 = /* @__PURE__ */ BigInt(4);
var _5n$1 = /* @__PURE__ */ BigInt(5);
var _7n = /* @__PURE__ */ BigInt(7);
var _8n$2 = /* @__PURE__ */ BigInt(8);
var _9n = /* @__PURE__ */ BigInt(9);
var _15n = /* @__PURE__ */ BigInt(15);
var _16n = /* @__PURE__ */ BigInt(16);
var POW_WINDOWED_MIN = /* @__PURE__ */ BigInt("0x10000000000000000");
/**
* @param a - Dividend value.
* @param b - Positive modulus.
* @returns Reduced value in `[0, b)` only when `b` is positive.
* @throws If the modulus is not positive. {@link Error}
* @example
* Normalize a bigint into one field residue.
*
* ```ts
* mod(-1n, 5n);
* ```
*/
function mod$1(a, b) {
	if (b <= _0n$2) throw new Error("mod: expected positive modulus, got " + b);
	const result = a % b;
	return result >= _0n$2 ? result : b + result;
}
/**
* Efficiently raise num to a power with modular reduction.
* Unsafe in some contexts: uses ladder, so can expose bigint bits.
* Low-level helper: callers that need canonical residues must pass a valid `num` for the chosen
* modulus instead of relying on the `power===0/1` fast paths to normalize it.
* @param num - Base value.
* @param power - Exponent value.
* @param modulo - Reduction modulus.
* @returns Modular exponentiation result.
* @throws If the modulus or exponent is invalid. {@link Error}
* @example
* Raise one bigint to a modular power.
*
* ```ts
* pow(2n, 6n, 11n) // 64n % 11n == 9n
* ```
*/
function pow(num, power, modulo) {
	if (modulo <= _1n$3) throw new Error("pow: expected modulus > 1, got " + modulo);
	if (typeof power !== "bigint") throw new TypeError("invalid exponent: expected bigint, got " + typeof power);
	if (power < _0n$2) throw new Error("invalid exponent, negatives unsupported");
	if (power === _0n$2) return _1n$3;
	if (power === _1n$3) return num;
	let d = num % modulo;
	if (d < _0n$2) d += modulo;
	if (power < POW_WINDOWED_MIN) {
		let p = _1n$3;
		while (power > _0n$2) {
			if (power & _1n$3) p = p * d % modulo;
			d = d * d % modulo;
			power >>= _1n$3;
		}
		return p;
	}
	const digits = [];
	while (power > _0n$2) {
		digits.push(Number(power & _15n));
		power >>= _4n$2;
	}
	const table = new Array(16);
	table[0] = _1n$3;
	table[1] = d;
	for (let i = 2; i < 16; i++) table[i] = table[i - 1] * d % modulo;
	let p = table[digits[digits.length - 1]];
	for (let w = digits.length - 2; w >= 0; w--) {
		p = p * p % modulo;
		p = p * p % modulo;
		p = p * p % modulo;
		p = p * p % modulo;
		const digit = digits[w];
		if (digit !== 0) p = p * table[digit] % modulo;
	}
	return p;
}
/**
* Does `x^(2^power)` mod p. `pow2(30, 4)` == `30^(2^4)`.
* Low-level helper: callers that need canonical residues must pass a valid `x` for the chosen
* modulus; the `power===0` fast path intentionally returns the input unchanged.
* @param x - Base value.
* @param power - Number of squarings.
* @param modulo - Reduction modulus.
* @returns Repeated-squaring result.
* @throws If the exponent is negative. {@link Error}
* @example
* Apply repeated squaring inside one field.
*
* ```ts
* pow2(3n, 2n, 11n);
* ```
*/
function pow2(x, power, modulo) {
	if (modulo <= _1n$3) throw new Error("pow2: expected modulus > 1, got " + modulo);
	if (power < _0n$2) throw new Error("pow2: expected non-negative exponent, got " + power);
	let res = x;
	while (power-- > _0n$2) {
		res *= res;
		res %= modulo;
	}
	return res;
}
/**
* Inverses number over modulo.
* Implemented using the {@link https://brilliant.org/wiki/extended-euclidean-algorithm/ | extended Euclidean algorithm}.
* @param number - Value to invert.
* @param modulo - Modulus greater than 1.
* @returns Multiplicative inverse.
* @throws If the modulus is invalid or the inverse does not exist. {@link Error}
* @example
* Compute one modular inverse with the extended Euclidean algorithm.
*
* ```ts
* invert(3n, 11n);
* ```
*/
function invert$1(number, modulo) {
	if (number === _0n$2) throw new Error("invert: expected non-zero number");
	if (modulo <= _1n$3) throw new Error("invert: expected modulus > 1, got " + modulo);
	let a = mod$1(number, modulo);
	let b = modulo;
	let x = _0n$2, u = _1n$3;
	while (a !== _0n$2) {
		const q = b / a;
		const r = b - a * q;
		const m = x - u * q;
		b = a, a = r, x = u, u = m;
	}
	if (b !== _1n$3) throw new Error("invert: does not exist");
	return mod$1(x, modulo);
}
function assertIsSquare(Fp, root, n) {
	const F = Fp;
	if (!F.eql(F.sqr(root), n)) throw new Error("Cannot find square root");
}
function aoddModulus(order, fnName) {
	if ((order & _1n$3) === _0n$2) throw new Error(fnName + ": expected odd modulus, got " + order);
}
function sqrt3mod4(Fp, n) {
	const F = Fp;
	const p1div4 = (F.ORDER + _1n$3) / _4n$2;
	const root = F.pow(n, p1div4);
	assertIsSquare(F, root, n);
	return root;
}
function sqrt5mod8(Fp, n) {
	const F = Fp;
	const p5div8 = (F.ORDER - _5n$1) / _8n$2;
	const n2 = F.mul(n, _2n$2);
	const v = F.pow(n2, p5div8);
	const nv = F.mul(n, v);
	const i = F.mul(F.mul(nv, _2n$2), v);
	const root = F.mul(nv, F.sub(i, F.ONE));
	assertIsSquare(F, root, n);
	return root;
}
function sqrt9mod16(P) {
	const Fp_ = Field(P);
	const tn = tonelliShanks(P);
	const c1 = tn(Fp_, Fp_.neg(Fp_.ONE));
	const c2 = tn(Fp_, c1);
	const c3 = tn(Fp_, Fp_.neg(c1));
	const c4 = (P + _7n) / _16n;
	return ((Fp, n) => {
		const F = Fp;
		let tv1 = F.pow(n, c4);
		let tv2 = F.mul(tv1, c1);
		const tv3 = F.mul(tv1, c2);
		const tv4 = F.mul(tv1, c3);
		const e1 = F.eql(F.sqr(tv2), n);
		const e2 = F.eql(F.sqr(tv3), n);
		tv1 = F.cmov(tv1, tv2, e1);
		tv2 = F.cmov(tv4, tv3, e2);
		const e3 = F.eql(F.sqr(tv2), n);
		const root = F.cmov(tv1, tv2, e3);
		assertIsSquare(F, root, n);
		return root;
	});
}
/**
* Tonelli-Shanks square root search algorithm.
* This implementation is variable-time: it searches data-dependently for the first non-residue `Z`
* and for the smallest `i` in the main loop, unlike RFC 9380 Appendix I.4's constant-time shape.
* 1. {@link https://eprint.iacr.org/2012/685.pdf | eprint 2012/685}, page 12
* 2. Square Roots from 1; 24, 51, 10 to Dan Shanks
* @param P - field order
* @returns function that takes field Fp (created from P) and number n
* @throws If the field is too small, non-prime, or the square root does not exist. {@link Error}
* @example
* Construct a square-root helper for primes that need Tonelli-Shanks.
*
* ```ts
* import { Field, tonelliShanks } from '@noble/curves/abstract/modular.js';
* const Fp = Field(17n);
* const sqrt = tonelliShanks(17n)(Fp, 4n);
* ```
*/
function tonelliShanks(P) {
	if (P < _3n) throw new Error("sqrt is not defined for small field");
	aoddModulus(P, "tonelliShanks");
	let Q = P - _1n$3;
	let S = 0;
	while (Q % _2n$2 === _0n$2) {
		Q /= _2n$2;
		S++;
	}
	let Z = _2n$2;
	const _Fp = Field(P);
	while (FpLegendre(_Fp, Z) === 1) if (Z++ > 1e3) throw new Error("Cannot find square root: probably non-prime P");
	if (S === 1) return sqrt3mod4;
	let cc = _Fp.pow(Z, Q);
	const Q1div2 = (Q + _1n$3) / _2n$2;
	return function tonelliSlow(Fp, n) {
		const F = Fp;
		if (F.is0(n)) return n;
		if (FpLegendre(F, n) !== 1) throw new Error("Cannot find square root");
		let M = S;
		let c = F.mul(F.ONE, cc);
		let t = F.pow(n, Q);
		let R = F.pow(n, Q1div2);
		while (!F.eql(t, F.ONE)) {
			if (F.is0(t)) throw new Error("Cannot find square root: probably non-prime P");
			let i = 1;
			let t_tmp = F.sqr(t);
			while (!F.eql(t_tmp, F.ONE)) {
				i++;
				t_tmp = F.sqr(t_tmp);
				if (i === M) throw new Error("Cannot find square root");
			}
			const exponent = _1n$3 << BigInt(M - i - 1);
			const b = F.pow(c, exponent);
			M = i;
			c = F.sqr(b);
			t = F.mul(t, c);
			R = F.mul(R, b);
		}
		return R;
	};
}
/**
* Square root for a finite field. Will try optimized versions first:
*
* 1. P ≡ 3 (mod 4)
* 2. P ≡ 5 (mod 8)
* 3. P ≡ 9 (mod 16)
* 4. Tonelli-Shanks algorithm
*
* Different algorithms can give different roots, it is up to user to decide which one they want.
* For example there is FpSqrtOdd/FpSqrtEven to choose a root by oddness
* (used for hash-to-curve).
* @param P - Field order.
* @returns Square-root helper. The generic fallback inherits Tonelli-Shanks' variable-time
*   behavior and this selector assumes prime-field-style integer moduli.
* @throws If the field is unsupported or the square root does not exist. {@link Error}
* @example
* Choose the square-root helper appropriate for one field modulus.
*
* ```ts
* import { Field, FpSqrt } from '@noble/curves/abstract/modular.js';
* const Fp = Field(17n);
* const sqrt = FpSqrt(17n)(Fp, 4n);
* ```
*/
function FpSqrt(P) {
	aoddModulus(P, "Fp.sqrt");
	if (P % _4n$2 === _3n) return sqrt3mod4;
	if (P % _8n$2 === _5n$1) return sqrt5mod8;
	if (P % _16n === _9n) return sqrt9mod16(P);
	return tonelliShanks(P);
}
/**
* @param num - Value to inspect.
* @param modulo - Field modulus.
* @returns `true` when the least-significant little-endian bit is set.
* @throws If the modulus is invalid for `mod(...)`. {@link Error}
* @example
* Inspect the low bit used by little-endian sign conventions.
*
* ```ts
* isNegativeLE(3n, 11n);
* ```
*/
var isNegativeLE = (num, modulo) => (mod$1(num, modulo) & _1n$3) === _1n$3;
var FIELD_FIELDS = [
	"create",
	"isValid",
	"is0",
	"neg",
	"inv",
	"sqrt",
	"sqr",
	"eql",
	"add",
	"sub",
	"mul",
	"pow",
	"div",
	"addN",
	"subN",
	"mulN",
	"sqrN"
];
/**
* @param field - Field implementation.
* @returns Validated field. This only checks the arithmetic subset needed by generic helpers; it
*   does not guarantee full runtime-method coverage for serialization, batching, `cmov`, or
*   field-specific extras beyond positive `BYTES` / `BITS`.
* @throws If the field shape or numeric metadata are invalid. {@link Error}
* @example
* Check that a field implementation exposes the operations curve code expects.
*
* ```ts
* import { Field, validateField } from '@noble/curves/abstract/modular.js';
* const Fp = validateField(Field(17n));
* ```
*/
function validateField(field) {
	aobject(field, "field");
	if (typeof field.ORDER !== "bigint") throw new TypeError("param \"ORDER\" is invalid: expected bigint, got " + typeof field.ORDER);
	asafenumber(field.BYTES, "BYTES");
	asafenumber(field.BITS, "BITS");
	for (const name of FIELD_FIELDS) afunction(field[name], "field." + name);
	if (field.BYTES < 1 || field.BITS < 1) throw new Error("invalid field: expected BYTES/BITS > 0");
	if (field.ORDER <= _1n$3) throw new Error("invalid field: expected ORDER > 1, got " + field.ORDER);
	return field;
}
function FpInvertBatch(Fp, nums, passZero = false) {
	validateField(Fp);
	aarray(nums, "nums");
	abool(passZero, "passZero");
	const F = Fp;
	const inverted = new Array(nums.length).fill(passZero ? F.ZERO : void 0);
	const multipliedAcc = nums.reduce((acc, num, i) => {
		if (F.is0(num)) return acc;
		inverted[i] = acc;
		return F.mul(acc, num);
	}, F.ONE);
	const invertedAcc = F.inv(multipliedAcc);
	nums.reduceRight((acc, num, i) => {
		if (F.is0(num)) return acc;
		inverted[i] = F.mul(acc, inverted[i]);
		return F.mul(acc, num);
	}, invertedAcc);
	return inverted;
}
/**
* Legendre symbol.
* Legendre constant is used to calculate Legendre symbol (a | p)
* which denotes the value of a^((p-1)/2) (mod p).
*
* * (a | p) ≡ 1    if a is a square (mod p), quadratic residue
* * (a | p) ≡ -1   if a is not a square (mod p), quadratic non residue
* * (a | p) ≡ 0    if a ≡ 0 (mod p)
* @param Fp - Field implementation.
* @param n - Value to inspect.
* @returns Legendre symbol.
* @throws If the powered value does not match a valid Legendre symbol. {@link Error}
* @example
* Compute the Legendre symbol of one field element.
*
* ```ts
* import { Field, FpLegendre } from '@noble/curves/abstract/modular.js';
* const Fp = Field(17n);
* const symbol = FpLegendre(Fp, 4n);
* ```
*/
function FpLegendre(Fp, n) {
	validateField(Fp);
	const F = Fp;
	aoddModulus(F.ORDER, "FpLegendre");
	const p1mod2 = (F.ORDER - _1n$3) / _2n$2;
	const powered = F.pow(n, p1mod2);
	const yes = F.eql(powered, F.ONE);
	const zero = F.eql(powered, F.ZERO);
	const no = F.eql(powered, F.neg(F.ONE));
	if (!yes && !zero && !no) throw new Error("invalid Legendre symbol result");
	return yes ? 1 : zero ? 0 : -1;
}
/**
* @param n - Curve order. Callers are expected to pass a positive order.
* @param nBitLength - Optional cached bit length. Callers are expected to pass a positive cached
*   value when overriding the derived bit length.
* @returns Byte and bit lengths.
* @throws If the order or cached bit length is invalid. {@link Error}
* @example
* Measure the encoding sizes needed for one modulus.
*
* ```ts
* nLength(255n);
* ```
*/
function nLength(n, nBitLength) {
	if (nBitLength !== void 0) anumber(nBitLength);
	if (n <= _0n$2) throw new Error("invalid n length: expected positive n, got " + n);
	if (nBitLength !== void 0 && nBitLength < 1) throw new Error("invalid n length: expected positive bit length, got " + nBitLength);
	const bits = bitLen(n);
	if (nBitLength !== void 0 && nBitLength < bits) throw new Error(`invalid n length: expected nBitLength (${nBitLength}) >= bitLen(n) (${bits})`);
	const _nBitLength = nBitLength !== void 0 ? nBitLength : bits;
	return {
		nBitLength: _nBitLength,
		nByteLength: Math.ceil(_nBitLength / 8)
	};
}
var FIELD_SQRT = /* @__PURE__ */ new WeakMap();
var _Field = class {
	ORDER;
	BITS;
	BYTES;
	isLE;
	ZERO = _0n$2;
	ONE = _1n$3;
	_lengths;
	_mod;
	constructor(ORDER, opts = {}) {
		if (ORDER <= _1n$3) throw new Error("invalid field: expected ORDER > 1, got " + ORDER);
		let _nbitLength = void 0;
		this.isLE = false;
		if (opts != null && typeof opts === "object") {
			if (typeof opts.BITS === "number") _nbitLength = opts.BITS;
			if (typeof opts.sqrt === "function") Object.defineProperty(this, "sqrt", {
				value: opts.sqrt,
				enumerable: true
			});
			if (typeof opts.isLE === "boolean") this.isLE = opts.isLE;
			if (opts.allowedLengths) this._lengths = Object.freeze(opts.allowedLengths.slice());
			if (typeof opts.modFromBytes === "boolean") this._mod = opts.modFromBytes;
		}
		const { nBitLength, nByteLength } = nLength(ORDER, _nbitLength);
		if (nByteLength > 2048) throw new Error("invalid field: expected ORDER of <= 2048 bytes");
		this.ORDER = ORDER;
		this.BITS = nBitLength;
		this.BYTES = nByteLength;
		Object.freeze(this);
	}
	create(num) {
		return mod$1(num, this.ORDER);
	}
	isValid(num) {
		if (typeof num !== "bigint") throw new TypeError("invalid field element: expected bigint, got " + typeof num);
		return _0n$2 <= num && num < this.ORDER;
	}
	is0(num) {
		return num === _0n$2;
	}
	isValidNot0(num) {
		return !this.is0(num) && this.isValid(num);
	}
	isOdd(num) {
		return (num & _1n$3) === _1n$3;
	}
	neg(num) {
		return mod$1(-num, this.ORDER);
	}
	eql(lhs, rhs) {
		return lhs === rhs;
	}
	sqr(num) {
		return mod$1(num * num, this.ORDER);
	}
	add(lhs, rhs) {
		return mod$1(lhs + rhs, this.ORDER);
	}
	sub(lhs, rhs) {
		return mod$1(lhs - rhs, this.ORDER);
	}
	mul(lhs, rhs) {
		return mod$1(lhs * rhs, this.ORDER);
	}
	pow(num, power) {
		return pow(num, power, this.ORDER);
	}
	div(lhs, rhs) {
		return mod$1(lhs * invert$1(rhs, this.ORDER), this.ORDER);
	}
	sqrN(num) {
		return num * num;
	}
	addN(lhs, rhs) {
		return lhs + rhs;
	}
	subN(lhs, rhs) {
		return lhs - rhs;
	}
	mulN(lhs, rhs) {
		return lhs * rhs;
	}
	inv(num) {
		return invert$1(num, this.ORDER);
	}
	sqrt(num) {
		let sqrt = FIELD_SQRT.get(this);
		if (!sqrt) FIELD_SQRT.set(this, sqrt = FpSqrt(this.ORDER));
		return sqrt(this, num);
	}
	toBytes(num) {
		return this.isLE ? numberToBytesLE(num, this.BYTES) : numberToBytesBE(num, this.BYTES);
	}
	fromBytes(bytes, skipValidation = false) {
		abytes(bytes);
		const { _lengths: allowedLengths, BYTES, isLE, ORDER, _mod: modFromBytes } = this;
		if (allowedLengths) {
			if (bytes.length < 1 || !allowedLengths.includes(bytes.length) || bytes.length > BYTES) throw new Error("Field.fromBytes: expected " + allowedLengths + " bytes, got " + bytes.length);
			const padded = new Uint8Array(BYTES);
			padded.set(bytes, isLE ? 0 : padded.length - bytes.length);
			bytes = padded;
		}
		if (bytes.length !== BYTES) throw new Error("Field.fromBytes: expected " + BYTES + " bytes, got " + bytes.length);
		let scalar = isLE ? bytesToNumberLE(bytes) : bytesToNumberBE(bytes);
		if (modFromBytes) scalar = mod$1(scalar, ORDER);
		if (!skipValidation) {
			if (!this.isValid(scalar)) throw new Error("invalid field element: outside of range 0..ORDER");
		}
		return scalar;
	}
	invertBatch(lst) {
		return FpInvertBatch(this, lst, true);
	}
	cmov(a, b, condition) {
		abool(condition, "condition");
		return condition ? b : a;
	}
};
/**
* Creates a finite field. Major performance optimizations:
* * 1. Denormalized operations like mulN instead of mul.
* * 2. Identical object shape: never add or remove keys.
* * 3. Frozen stable object shape; the lazy sqrt cache lives in a module-level `WeakMap`.
* Fragile: always run a benchmark on a change.
* Security note: operations and low-level serializers like `toBytes` don't check `isValid` for
* all elements for performance and protocol-flexibility reasons; callers are responsible for
* supplying valid elements when they need canonical field behavior.
* This is low-level code, please make sure you know what you're doing.
*
* Note about field properties:
* * CHARACTERISTIC p = prime number, number of elements in main subgroup.
* * ORDER q = similar to cofactor in curves, may be composite `q = p^m`.
*
* @param ORDER - field order, probably prime, or could be composite
* @param opts - Field options such as bit length or endianness. See {@link FieldOpts}.
* @returns Frozen field instance with a stable object shape. This wrapper forwards `opts` straight
*   into `_Field`, so it inherits `_Field`'s assumptions about cached sizes and `allowedLengths`.
* @example
* Construct one prime field with optional overrides.
*
* ```ts
* Field(11n);
* ```
*/
function Field(ORDER, opts = {}) {
	Object.freeze(_Field.prototype);
	return new _Field(ORDER, opts);
}
// node_modules/@noble/curves/abstract/curve.js
/**
* Methods for elliptic curve multiplication by scalars.
* Contains wNAF-based ScalarMultiplier, pippenger.
* @module
*/
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n$1 = /* @__PURE__ */ BigInt(0);
var _1n$2 = /* @__PURE__ */ BigInt(1);
var _4n$1 = /* @__PURE__ */ BigInt(4);
var BLIND_BYTES = 16;
var BLIND_BITS = 128;
var FW_WINDOW = 5;
var TABLE_BYTES_MAX = /* @__PURE__ */ (() => 2 ** 31)();
/**
* Validates the static surface of a point constructor.
* This is only a cheap sanity check for the constructor hooks and fields consumed by generic
* factories; it does not certify `BASE`/`ZERO` semantics or prove the curve implementation itself.
* @param Point - Runtime point constructor.
* @throws On missing constructor hooks or malformed field metadata. {@link TypeError}
* @example
* Check that one point constructor exposes the static hooks generic helpers need.
*
* ```ts
* import { ed25519 } from '@noble/curves/ed25519.js';
* import { validatePointCons } from '@noble/curves/abstract/curve.js';
* validatePointCons(ed25519.Point);
* ```
*/
function validatePointCons(Point) {
	const pc = Point;
	if (typeof pc !== "function") throw new TypeError("\"Point\" expected constructor, got type=" + typeof Point);
	afunction(pc.fromAffine, "Point.fromAffine");
	afunction(pc.fromBytes, "Point.fromBytes");
	afunction(pc.fromHex, "Point.fromHex");
	aobject(pc.BASE, "Point.BASE");
	aobject(pc.ZERO, "Point.ZERO");
	validateField(pc.Fp);
	validateField(pc.Fn);
}
/**
* Takes a bunch of Projective Points but executes only one
* inversion on all of them. Inversion is very slow operation,
* so this improves performance massively.
* Optimization: converts a list of projective points to a list of identical points with Z=1.
* Input points are left unchanged; the normalized points are returned as fresh instances.
* @param c - Point constructor.
* @param points - Projective points.
* @returns Fresh projective points reconstructed from normalized affine coordinates.
* @example
* Batch-normalize projective points with a single shared inversion.
*
* ```ts
* import { normalizeZ } from '@noble/curves/abstract/curve.js';
* import { p256 } from '@noble/curves/nist.js';
* const points = normalizeZ(p256.Point, [p256.Point.BASE, p256.Point.BASE.double()]);
* ```
*/
function normalizeZ(c, points) {
	validatePointCons(c);
	validateMSMPoints(points, c);
	const invertedZs = FpInvertBatch(c.Fp, points.map((p) => p.Z));
	return points.map((p, i) => c.fromAffine(p.toAffine(invertedZs[i])));
}
function validateW(W, bits, min = 1) {
	if (!Number.isSafeInteger(W) || W < min || W > bits) throw new Error("invalid window size, expected [" + min + ".." + bits + "], got W=" + W);
}
function validateTableBytes(numPoints, fpBytes) {
	const bytes = numPoints * (4 * fpBytes + 128);
	if (bytes > TABLE_BYTES_MAX) throw new Error("invalid window size: table would need ~" + Math.ceil(bytes / 2 ** 20) + " MiB, max " + TABLE_BYTES_MAX / 2 ** 20 + " MiB");
}
/**
* Probes an RNG once, at construction time: returns `undefined` when it is unavailable —
* throws or returns malformed bytes — so callers can downgrade to their unblinded /
* deterministic constant-time fallback. Blinding is defense-in-depth (DPA/template
* hardening), not a correctness or key-secrecy requirement, so availability-based
* downgrade is acceptable.
*
* The downgrade decision is deliberately static. After a successful probe the RNG becomes
* part of the trusted contract: later misbehavior must fail closed in per-call validation
* (throw), never downgrade — a dynamic fallback would let a tampered RNG silently strip
* blinding on demand. A probe can only ever classify broken environments, not adversarial
* RNGs: a stateful RNG can always behave while probed and misbehave later.
* @param randomBytes - RNG to probe, or `undefined` when the environment provides none.
* @param length - Byte length requested from the probe call.
* @returns The RNG when the probe produced `length` valid bytes; `undefined` otherwise.
* @example
* Probe an RNG once before enabling scalar blinding.
*
* ```ts
* import { probeRandomBytes } from '@noble/curves/abstract/curve.js';
* import { randomBytes } from '@noble/hashes/utils.js';
* const rng = probeRandomBytes(randomBytes, 16);
* ```
*/
function probeRandomBytes(randomBytes, length) {
	if (randomBytes === void 0) return void 0;
	afunction(randomBytes, "randomBytes");
	try {
		const probe = randomBytes(length);
		if (!isBytes(probe) || probe.length !== length) return void 0;
	} catch {
		return;
	}
	return randomBytes;
}
function validateMSMPoints(points, c) {
	aarray(points, "points");
	points.forEach((p, i) => {
		if (!(p instanceof c)) throw new Error("invalid point at index " + i);
	});
}
function validateMSMScalars(scalars, field, maxScalar) {
	if (!Array.isArray(scalars)) throw new Error("array of scalars expected");
	scalars.forEach((s, i) => {
		if (!(maxScalar === void 0 ? field.isValid(s) : isPosBig(s) && s < maxScalar)) throw new Error("invalid scalar at index " + i);
	});
}
var pointWindowSizes = /* @__PURE__ */ new WeakMap();
function getWindowSize(P) {
	return pointWindowSizes.get(P) || 1;
}
/** Table of odd multiples [1P, 3P, ..., (2⋅size−1)P]; width-W wNAF uses size = 2^(W−2). */
function oddMultiples(p, size) {
	const dbl = p.double();
	const t = [p];
	for (let j = 1; j < size; j++) t.push(t[j - 1].add(dbl));
	return t;
}
/**
* Width-W wNAF signed-digit recoding (W >= 2), LSB-first: digits are 0 or odd with
* |digit| < 2^(W−1); nonzero density ~1/(W+1) (a nonzero digit is followed by W−1 zeros).
*/
function wnafDigits(n, W) {
	const size = 2 ** W;
	const half = size / 2;
	const mask = BigInt(size - 1);
	const d = [];
	while (n > _0n$1) {
		let w = 0;
		if (n & _1n$2) {
			w = Number(n & mask);
			if (w >= half) w -= size;
			n -= BigInt(w);
		}
		d.push(w);
		n >>= _1n$2;
	}
	return d;
}
/**
* Fixed-position signed-window recoding for precomputed wNAF: `n = Σ digits[w]⋅2^(w⋅W)` with
* digits in `[−2^(W−1)+1, 2^(W−1)]`. Digit count is fixed by `windows` (callers reserve one
* extra window for the final carry), so recoding length does not depend on the scalar.
*/
function signedWindowDigits(n, W, windows) {
	const size = 2 ** W;
	const half = size / 2;
	const mask = BigInt(size - 1);
	const shiftBy = BigInt(W);
	const d = [];
	for (let w = 0; w < windows; w++) {
		let v = Number(n & mask);
		n >>= shiftBy;
		if (v > half) {
			v -= size;
			n += _1n$2;
		}
		d.push(v);
	}
	if (n !== _0n$1) throw new Error("invalid wnaf");
	return d;
}
/**
* Shared vartime walk over per-scalar wNAF digit streams: one doubling of a single shared
* accumulator per bit position of the longest recoding, one signed table addition per
* nonzero digit. `tables[i]` must hold the odd multiples of the i-th point.
*/
function wnafWalk(zero, tables, digits) {
	let max = 0;
	for (const d of digits) max = Math.max(max, d.length);
	let acc = zero;
	for (let bit = max - 1; bit >= 0; bit--) {
		if (bit !== max - 1) acc = acc.double();
		for (let i = 0; i < digits.length; i++) {
			const w = digits[i][bit];
			if (w) {
				const item = tables[i][Math.abs(w) - 1 >> 1];
				acc = acc.add(w < 0 ? item.negate() : item);
			}
		}
	}
	return acc;
}
/**
* Elliptic curve multiplication of Point by scalar.
* Routes between cached-table, fixed-window, and one-shot wNAF paths; entry points validate
* their own scalars (`mulCT`/`mulCTBlinded`: `1 <= s < Fn.ORDER`; `mulUnsafe`: up to the
* `Fn.ORDER^4` DoS cap via {@link mulAddUnsafe}).
* Table generation is expensive and happens on first call of `multiply()`
* (or eagerly via `precompute(W, false)`). By default, `BASE` point is precomputed.
*
* Cached algorithm is signed fixed-window wNAF:
* - table stores, for every window w, the multiples `[1..2^(W−1)]⋅2^(w⋅W)⋅P` — all doublings
*   are baked in, so a multiplication is exactly one table addition per window
* - window count is fixed (`ceil(bits/W) + 1`), so the point-operation count is scalar-independent
*   (basis of the constant-time path)
* - for a 256-bit curve and W=6: 44⋅32 = 1408 table points, 44 additions per multiply
* - secret scalars are additionally blinded (see {@link ScalarMultiplier.mulCTBlinded}), which
*   widens tables by 128 bits
* @param Point - Point constructor.
* @param randomBytes - RNG used for scalar blinding; required by the blinded secret path.
* @example
* Elliptic curve multiplication of Point by scalar.
*
* ```ts
* import { ScalarMultiplier } from '@noble/curves/abstract/curve.js';
* import { p256 } from '@noble/curves/nist.js';
* const mul = new ScalarMultiplier(p256.Point);
* ```
*/
var ScalarMultiplier = class {
	Point;
	BASE;
	ZERO;
	randomBytes;
	wnafPrecomputes = /* @__PURE__ */ new WeakMap();
	baseCanBeBlinded;
	bits;
	constructor(Point, randomBytes) {
		validatePointCons(Point);
		this.randomBytes = probeRandomBytes(randomBytes, BLIND_BYTES);
		this.Point = Point;
		this.BASE = Point.BASE;
		this.ZERO = Point.ZERO;
		this.bits = Point.Fn.BITS;
	}
	/**
	* Creates a signed fixed-window wNAF precomputation table: for every window w, the
	* multiples `[1..2^(W−1)]⋅2^(w⋅W)⋅P`, flattened. All doublings are baked into the table,
	* so cached multiplication is additions-only. `windows = ceil(bits/W) + 1`: the extra
	* window absorbs the final carry of signed-digit recoding.
	* For a 256-bit curve and W=6, the table is 44⋅32 = 1408 points.
	* @param point - Point instance
	* @param W - window size
	* @param bits - scalar bitlength the table must cover
	*/
	buildWnafTable(point, W, bits) {
		const windows = Math.ceil(bits / W) + 1;
		const half = 2 ** (W - 1);
		const comp = [];
		let base = point;
		for (let w = 0; w < windows; w++) {
			let acc = base;
			for (let i = 0; i < half; i++) {
				comp.push(acc);
				acc = acc.add(base);
			}
			base = comp[comp.length - 1].double();
		}
		return {
			W,
			bits,
			windows,
			comp
		};
	}
	/**
	* Implements ec multiplication using precomputed signed fixed-window wNAF tables.
	* Constant-time: fixed window count with one table addition per window — zero digits feed
	* the fake accumulator — and no doublings; the lookup scans the whole window slice.
	* Scalar bounds are validated by the public entry points ({@link ScalarMultiplier.mulCT},
	* {@link ScalarMultiplier.mulCTBlinded}, {@link ScalarMultiplier.mulUnsafe});
	* signedWindowDigits throws if `n` exceeds the table.
	* @returns real and fake (for const-time) points
	*/
	wnafCachedCT(precomputes, n) {
		const { W, windows, comp } = precomputes;
		const half = 2 ** (W - 1);
		const digits = signedWindowDigits(n, W, windows);
		let p = this.ZERO;
		let f = this.BASE;
		for (let w = 0; w < windows; w++) {
			const digit = digits[w];
			const start = w * half;
			const idx = Math.abs(digit) - 1;
			let sel = comp[start];
			for (let i = 1; i < half; i++) sel = i === idx ? comp[start + i] : sel;
			const neg = sel.negate();
			if (digit === 0) f = f.add(comp[start]);
			else p = p.add(digit < 0 ? neg : sel);
		}
		return {
			p,
			f
		};
	}
	getWnafPrecomputes(W, point, bits, transform) {
		let entries = this.wnafPrecomputes.get(point);
		let comp = entries?.find((entry) => entry.W === W && entry.bits === bits);
		if (!comp) {
			comp = this.buildWnafTable(point, W, bits);
			if (typeof transform === "function") comp = {
				...comp,
				comp: transform(comp.comp)
			};
			if (!entries) {
				entries = [];
				this.wnafPrecomputes.set(point, entries);
			}
			entries.push(comp);
		}
		return comp;
	}
	assertPoint(point) {
		if (!(point instanceof this.Point)) throw new TypeError("\"point\" expected Point instance, got type=" + typeof point);
	}
	validateMulInput(point, scalar) {
		this.assertPoint(point);
		if (!inRange(scalar, _1n$2, this.Point.Fn.ORDER)) throw new Error("invalid scalar");
	}
	runCT(point, n, bits, transform) {
		const W = getWindowSize(point);
		if (W === 1) return this.fixedWindowCT(point, n, bits);
		return this.wnafCachedCT(this.getWnafPrecomputes(W, point, bits, transform), n);
	}
	mulCT(point, scalar, transform) {
		this.validateMulInput(point, scalar);
		return this.runCT(point, scalar, this.bits, transform);
	}
	mulCTBlinded(point, scalar, transform) {
		this.validateMulInput(point, scalar);
		if (this.randomBytes === void 0) throw new Error("randomBytes is required for scalar blinding");
		const bits = this.Point.Fn.BITS + BLIND_BITS;
		const blind = this.randomBytes(BLIND_BYTES);
		if (!isBytes(blind) || blind.length !== BLIND_BYTES) throw new Error("randomBytes returned invalid byte array");
		blind[0] = blind[0] & 63 | 128;
		const n = scalar + bytesToNumberBE(blind) * this.Point.Fn.ORDER;
		return this.runCT(point, n, bits, transform);
	}
	/**
	* Constant-time multiplication `n*point` for an un-precomputed point, via a small fixed window.
	* A cached wNAF table only pays off when reused; a flat 2^FW_WINDOW table (`size-1` adds) is
	* far cheaper to build for a single use. The point-operation sequence is independent of `n`:
	* build the table, then per window exactly FW_WINDOW doublings, a data-oblivious scan over
	* every table entry, and one addition (adds the identity when the window digit is 0 — never
	* skipped).
	*
	* `n` must be `< 2^bits`. Assumes complete addition (adding the identity costs the same as any
	* add), which holds for the Weierstrass/Edwards point types used here. The table is left in
	* projective form (no normalizeZ): normalizing this small a table costs more than the
	* mixed-add savings it would buy for a single multiply.
	* @returns real point `p`; `f` duplicates it only to match {@link wnafCachedCT}'s return shape
	* (this path needs no fake accumulator — its op-count is already scalar-independent).
	*/
	fixedWindowCT(point, n, bits) {
		const W = FW_WINDOW;
		const size = 32;
		const mask = bitMask(W);
		const table = new Array(size);
		table[0] = this.ZERO;
		for (let i = 1; i < size; i++) table[i] = table[i - 1].add(point);
		const windows = Math.ceil(bits / W);
		let acc = this.ZERO;
		for (let window = windows - 1; window >= 0; window--) {
			if (window !== windows - 1) for (let d = 0; d < W; d++) acc = acc.double();
			const digit = Number(n >> BigInt(window * W) & mask);
			let sel = table[0];
			for (let i = 1; i < size; i++) sel = i === digit ? table[i] : sel;
			acc = acc.add(sel);
		}
		return {
			p: acc,
			f: acc
		};
	}
	shouldBlind(point, cofactor) {
		if (this.randomBytes === void 0) return false;
		if (cofactor === _1n$2) return true;
		if (point !== this.BASE) return false;
		if (this.baseCanBeBlinded === void 0) this.baseCanBeBlinded = this.mulUnsafe(this.BASE, this.Point.Fn.ORDER).is0();
		return this.baseCanBeBlinded;
	}
	mulSecret(point, scalar, cofactor, transform) {
		return this.shouldBlind(point, cofactor) ? this.mulCTBlinded(point, scalar, transform) : this.mulCT(point, scalar, transform);
	}
	mulUnsafe(point, scalar, transform) {
		this.assertPoint(point);
		if (!isPosBig(scalar)) throw new Error("invalid scalar");
		const W = getWindowSize(point);
		if (W === 1 || scalar >= this.Point.Fn.ORDER) return mulAddUnsafe(this.Point, [point], [scalar], true);
		const precomputes = this.getWnafPrecomputes(W, point, this.bits, transform);
		return this.wnafCachedCT(precomputes, scalar).p;
	}
	setWindowSize(point, W) {
		this.assertPoint(point);
		validateW(W, this.bits);
		validateTableBytes((Math.ceil((this.bits + BLIND_BITS) / W) + 1) * 2 ** (W - 1), this.Point.Fp.BYTES);
		pointWindowSizes.set(point, W);
		this.wnafPrecomputes.delete(point);
	}
	hasWindowSize(point) {
		return getWindowSize(point) !== 1;
	}
};
/**
* Combined multi-scalar multiplication `Σ scalars[i]⋅points[i]` via interleaved width-4 wNAF
* (Strauss–Shamir). Every input gets its own table of odd multiples `[1P, 3P, 5P, 7P]` and
* signed-digit recoding, but all walks share one doubling chain, so total cost is
* `~bits` doublings + `L⋅bits/5` additions instead of `L⋅bits` doublings for separate
* multiplications. Intended for the 2-4 point shapes of signature verification
* (`R = u1⋅G + u2⋅P`); use {@link pippenger} for larger batches.
*
* Not constant-time: only for public inputs. Scalars must satisfy `0 <= s < Fn.ORDER`;
* fold negative signs into the points before calling.
* @param c - Point constructor.
* @param points - Array of curve points.
* @param scalars - Array of non-negative scalars, same length as points.
* @param allowOversized - Replace the `s < Fn.ORDER` scalar check with a `Fn.ORDER^4` DoS cap.
*   Off by default. For scalars that must NOT be reduced mod ORDER: torsion checks
*   (`Fn.ORDER⋅P ≟ O`) and cofactor-clearing multiples. Walk length grows with `bitLen(s)`.
* @returns Combined multiplication result; identity for empty input.
* @throws If the point set or scalar set is invalid. {@link Error}
* @example
* Combined multi-scalar multiplication via Strauss–Shamir.
*
* ```ts
* import { mulAddUnsafe } from '@noble/curves/abstract/curve.js';
* import { p256 } from '@noble/curves/nist.js';
* const G = p256.Point.BASE;
* const R = mulAddUnsafe(p256.Point, [G, G.double()], [2n, 3n]); // 2⋅G + 3⋅(2⋅G)
* ```
*/
function mulAddUnsafe(c, points, scalars, allowOversized = false) {
	validatePointCons(c);
	validateMSMPoints(points, c);
	abool(allowOversized, "allowOversized");
	validateMSMScalars(scalars, c.Fn, allowOversized ? c.Fn.ORDER ** _4n$1 : void 0);
	if (points.length !== scalars.length) throw new Error("arrays of points and scalars must have equal length");
	const tables = points.map((p) => oddMultiples(p, 4));
	const digits = scalars.map((n) => wnafDigits(n, 4));
	return wnafWalk(c.ZERO, tables, digits);
}
function createField(order, field, isLE) {
	if (field) {
		if (field.ORDER !== order) throw new Error("Field.ORDER must match order: Fp == p, Fn == n");
		validateField(field);
		return field;
	} else return Field(order, { isLE });
}
/**
* Validates basic CURVE shape and field membership, then creates fields.
* This does not prove that the generator is on-curve, that subgroup/order data are consistent, or
* that the curve equation itself is otherwise sane.
* @param type - Curve family.
* @param CURVE - Curve parameters.
* @param curveOpts - Optional field overrides. See {@link FpFn}:
*   - `Fp` (optional): Optional base-field override.
*   - `Fn` (optional): Optional scalar-field override.
* @param FpFnLE - Whether field encoding is little-endian.
* @returns Frozen curve parameters and fields.
* @throws If the curve parameters or field overrides are invalid. {@link Error}
* @example
* Build curve fields from raw constants before constructing a curve instance.
*
* ```ts
* const curve = createCurveFields('weierstrass', {
*   p: 17n,
*   n: 19n,
*   h: 1n,
*   a: 2n,
*   b: 2n,
*   Gx: 5n,
*   Gy: 1n,
* });
* ```
*/
function createCurveFields(type, CURVE, curveOpts = {}, FpFnLE) {
	if (type !== "weierstrass" && type !== "edwards") throw new Error("expected curve type \"weierstrass\" or \"edwards\"");
	if (FpFnLE === void 0) FpFnLE = type === "edwards";
	if (!CURVE || typeof CURVE !== "object") throw new Error(`expected valid ${type} CURVE object`);
	validateObject(curveOpts);
	for (const p of [
		"p",
		"n",
		"h"
	]) {
		const val = CURVE[p];
		if (!(isPosBig(val) && val !== _0n$1)) throw new Error(`CURVE.${p} must be positive bigint`);
	}
	const Fp = createField(CURVE.p, curveOpts.Fp, FpFnLE);
	const Fn = createField(CURVE.n, curveOpts.Fn, FpFnLE);
	const params = [
		"Gx",
		"Gy",
		"a",
		type === "weierstrass" ? "b" : "d"
	];
	for (const p of params) if (!Fp.isValid(CURVE[p])) throw new Error(`CURVE.${p} must be valid field element of CURVE.Fp`);
	CURVE = Object.freeze(Object.assign({}, CURVE));
	return {
		CURVE,
		Fp,
		Fn
	};
}
/**
* @param randomSecretKey - Secret-key generator.
* @param getPublicKey - Public-key derivation helper.
* @returns Keypair generator.
* @example
* Build a `keygen()` helper from existing secret-key and public-key primitives.
*
* ```ts
* import { createKeygen } from '@noble/curves/abstract/curve.js';
* import { p256 } from '@noble/curves/nist.js';
* const keygen = createKeygen(p256.utils.randomSecretKey, p256.getPublicKey);
* const pair = keygen();
* ```
*/
function createKeygen(randomSecretKey, getPublicKey) {
	return function keygen(seed) {
		const secretKey = randomSecretKey(seed);
		return {
			secretKey,
			publicKey: getPublicKey(secretKey)
		};
	};
}
// node_modules/@noble/curves/abstract/edwards.js
/**
* Twisted Edwards curve. The formula is: ax² + y² = 1 + dx²y².
* For design rationale of types / exports, see weierstrass module documentation.
* Untwisted Edwards curves exist, but they aren't used in real-world protocols.
* @module
*/
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _0n = /* @__PURE__ */ BigInt(0);
var _1n$1 = /* @__PURE__ */ BigInt(1);
var _2n$1 = /* @__PURE__ */ BigInt(2);
var _4n = /* @__PURE__ */ BigInt(4);
var _8n$1 = /* @__PURE__ */ BigInt(8);
function isEdValidXY(Fp, CURVE, x, y) {
	const x2 = Fp.sqr(x);
	const y2 = Fp.sqr(y);
	const left = Fp.add(Fp.mul(CURVE.a, x2), y2);
	const right = Fp.add(Fp.ONE, Fp.mul(CURVE.d, Fp.mul(x2, y2)));
	return Fp.eql(left, right);
}
/**
* @param params - Curve parameters. See {@link EdwardsOpts}.
* @param extraOpts - Optional helpers and overrides. See {@link EdwardsExtraOpts}.
* @returns Edwards point constructor. Generator validation here only checks
*   that `(Gx, Gy)` satisfies the affine Edwards equation.
*   RFC 8032 base-point constraints like `B != (0,1)` and `[L]B = 0`
*   are left to the caller's chosen parameters, since eager subgroup
*   validation here adds about 10-15ms to heavyweight imports like ed448.
*   The returned constructor also eagerly marks `Point.BASE` for W=6
*   precompute caching. Some code paths still assume
*   `Fp.BYTES === Fn.BYTES`, so mismatched byte lengths are not fully audited here.
* @throws If the curve parameters or Edwards overrides are invalid. {@link Error}
* @example
* ```ts
* import { edwards } from '@noble/curves/abstract/edwards.js';
* import { jubjub } from '@noble/curves/misc.js';
* // Build a point constructor from explicit curve parameters, then use its base point.
* const Point = edwards(jubjub.Point.CURVE());
* Point.BASE.toHex();
* ```
*/
function edwards(params, extraOpts = {}) {
	validateObject(extraOpts, {}, {}, "extraOpts");
	const opts = extraOpts;
	const validated = createCurveFields("edwards", params, opts, opts.FpFnLE);
	const { Fp, Fn } = validated;
	let CURVE = validated.CURVE;
	const { h: cofactor } = CURVE;
	if (FpLegendre(Fp, CURVE.a) !== 1) throw new Error("edwards: CURVE.a must be a square in Fp for complete addition formulas");
	if (FpLegendre(Fp, CURVE.d) !== -1) throw new Error("edwards: CURVE.d must be a non-square in Fp for complete addition formulas");
	validateObject(opts, {}, {
		uvRatio: "function",
		randomBytes: "function"
	});
	const randomBytes$2 = opts.randomBytes === void 0 ? randomBytes : opts.randomBytes;
	const MASK = _2n$1 << BigInt(Fp.BYTES * 8) - _1n$1;
	function isOdd(n) {
		if (!Fp.isOdd) throw new Error("Field does not have .isOdd()");
		return Fp.isOdd(n);
	}
	const uvRatio = opts.uvRatio === void 0 ? (u, v) => {
		try {
			return {
				isValid: true,
				value: Fp.sqrt(Fp.div(u, v))
			};
		} catch (e) {
			return {
				isValid: false,
				value: _0n
			};
		}
	} : opts.uvRatio;
	if (!isEdValidXY(Fp, CURVE, CURVE.Gx, CURVE.Gy)) throw new Error("bad curve params: generator point");
	const mulA = Fp.eql(CURVE.a, Fp.neg(Fp.ONE)) ? (x) => Fp.neg(x) : Fp.eql(CURVE.a, Fp.ONE) ? (x) => x : (x) => Fp.mul(CURVE.a, x);
	/**
	* Asserts coordinate is valid: 0 <= n < MASK.
	* Coordinates >= Fp.ORDER are allowed for zip215.
	*/
	function acoord(title, n, banZero = false) {
		const min = banZero ? _1n$1 : _0n;
		aInRange("coordinate " + title, n, min, MASK);
		return n;
	}
	function aedpoint(other) {
		if (!(other instanceof Point)) throw new Error("EdwardsPoint expected");
	}
	class Point {
		static BASE = new Point(CURVE.Gx, CURVE.Gy, Fp.ONE, Fp.mul(CURVE.Gx, CURVE.Gy));
		static ZERO = new Point(Fp.ZERO, Fp.ONE, Fp.ONE, Fp.ZERO);
		static Fp = Fp;
		static Fn = Fn;
		X;
		Y;
		Z;
		T;
		constructor(X, Y, Z, T) {
			this.X = acoord("x", X);
			this.Y = acoord("y", Y);
			this.Z = acoord("z", Z, true);
			this.T = acoord("t", T);
			Object.freeze(this);
		}
		static CURVE() {
			return CURVE;
		}
		/**
		* Create one extended Edwards point from affine coordinates.
		* Does NOT validate that the point is on-curve or torsion-free.
		* Use `.assertValidity()` on adversarial inputs.
		*/
		static fromAffine(p) {
			if (p instanceof Point) throw new Error("extended point not allowed");
			const { x, y } = p || {};
			acoord("x", x);
			acoord("y", y);
			return new Point(x, y, Fp.ONE, Fp.mul(x, y));
		}
		static fromBytes(bytes, zip215 = false) {
			const len = Fp.BYTES;
			const { a, d } = CURVE;
			bytes = copyBytes(abytes(bytes, len, "point"));
			abool(zip215, "zip215");
			const normed = copyBytes(bytes);
			const lastByte = bytes[len - 1];
			normed[len - 1] = lastByte & -129;
			const y = bytesToNumberLE(normed);
			aInRange("point.y", y, _0n, zip215 ? MASK : Fp.ORDER);
			const y2 = Fp.sqr(y);
			const u = Fp.sub(y2, Fp.ONE);
			const v = Fp.sub(Fp.mulN(d, y2), a);
			let { isValid, value: x } = uvRatio(u, v);
			if (!isValid) throw new Error("bad point: invalid y coordinate");
			const isXOdd = isOdd(x);
			const isLastByteOdd = (lastByte & 128) !== 0;
			if (!zip215 && Fp.is0(x) && isLastByteOdd) throw new Error("bad point: x=0 and x_0=1");
			if (isLastByteOdd !== isXOdd) x = Fp.neg(x);
			return Point.fromAffine({
				x,
				y
			});
		}
		static fromHex(hex, zip215 = false) {
			return Point.fromBytes(hexToBytes(hex), zip215);
		}
		get x() {
			return this.toAffine().x;
		}
		get y() {
			return this.toAffine().y;
		}
		precompute(windowSize = 6, isLazy = true) {
			wnaf.setWindowSize(this, windowSize);
			if (!isLazy) this.multiply(_2n$1);
			return this;
		}
		assertValidity() {
			const p = this;
			const { a, d } = CURVE;
			if (p.is0()) throw new Error("bad point: ZERO");
			const { X, Y, Z, T } = p;
			const X2 = Fp.sqr(X);
			const Y2 = Fp.sqr(Y);
			const Z2 = Fp.sqr(Z);
			const Z4 = Fp.sqr(Z2);
			const aX2 = Fp.mul(X2, a);
			const left = Fp.mul(Fp.add(aX2, Y2), Z2);
			const right = Fp.add(Z4, Fp.mul(d, Fp.mul(X2, Y2)));
			if (!Fp.eql(left, right)) throw new Error("bad point: equation left != right (1)");
			const XY = Fp.mul(X, Y);
			const ZT = Fp.mul(Z, T);
			if (!Fp.eql(XY, ZT)) throw new Error("bad point: equation left != right (2)");
		}
		equals(other) {
			aedpoint(other);
			const { X: X1, Y: Y1, Z: Z1 } = this;
			const { X: X2, Y: Y2, Z: Z2 } = other;
			const X1Z2 = Fp.mul(X1, Z2);
			const X2Z1 = Fp.mul(X2, Z1);
			const Y1Z2 = Fp.mul(Y1, Z2);
			const Y2Z1 = Fp.mul(Y2, Z1);
			return Fp.eql(X1Z2, X2Z1) && Fp.eql(Y1Z2, Y2Z1);
		}
		is0() {
			return this.equals(Point.ZERO);
		}
		negate() {
			return new Point(Fp.neg(this.X), this.Y, this.Z, Fp.neg(this.T));
		}
		double() {
			const { X: X1, Y: Y1, Z: Z1 } = this;
			const A = Fp.sqr(X1);
			const B = Fp.sqr(Y1);
			const C = Fp.mul(Fp.sqr(Z1), _2n$1);
			const D = mulA(A);
			const x1y1 = Fp.addN(X1, Y1);
			const E = Fp.sub(Fp.subN(Fp.sqr(x1y1), A), B);
			const G = Fp.addN(D, B);
			const F = Fp.subN(G, C);
			const H = Fp.subN(D, B);
			const X3 = Fp.mul(E, F);
			const Y3 = Fp.mul(G, H);
			const T3 = Fp.mul(E, H);
			const Z3 = Fp.mul(F, G);
			return new Point(X3, Y3, Z3, T3);
		}
		add(other) {
			aedpoint(other);
			const { d } = CURVE;
			const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
			const { X: X2, Y: Y2, Z: Z2, T: T2 } = other;
			const A = Fp.mul(X1, X2);
			const B = Fp.mul(Y1, Y2);
			const C = Fp.mul(Fp.mulN(T1, d), T2);
			const D = Fp.mul(Z1, Z2);
			const E = Fp.sub(Fp.subN(Fp.mulN(Fp.addN(X1, Y1), Fp.addN(X2, Y2)), A), B);
			const F = Fp.subN(D, C);
			const G = Fp.addN(D, C);
			const H = Fp.sub(B, mulA(A));
			const X3 = Fp.mul(E, F);
			const Y3 = Fp.mul(G, H);
			const T3 = Fp.mul(E, H);
			const Z3 = Fp.mul(F, G);
			return new Point(X3, Y3, Z3, T3);
		}
		subtract(other) {
			aedpoint(other);
			return this.add(other.negate());
		}
		multiply(scalar) {
			if (!Fn.isValidNot0(scalar)) throw new RangeError("invalid scalar: expected 1 <= sc < curve.n");
			const { p, f } = wnaf.mulSecret(this, scalar, cofactor, normalize);
			return normalize([p, f])[0];
		}
		multiplyUnsafe(scalar) {
			if (!Fn.isValid(scalar)) throw new RangeError("invalid scalar: expected 0 <= sc < curve.n");
			if (scalar === _0n) return Point.ZERO;
			if (this.is0() || scalar === _1n$1) return this;
			return wnaf.mulUnsafe(this, scalar, normalize);
		}
		isSmallOrder() {
			return this.clearCofactor().is0();
		}
		isTorsionFree() {
			return wnaf.mulUnsafe(this, CURVE.n).is0();
		}
		toAffine(invertedZ) {
			const p = this;
			let iz = invertedZ;
			if (iz != null && typeof iz !== "bigint") throw new TypeError("\"invertedZ\" expected bigint, got type=" + typeof iz);
			const { X, Y, Z } = p;
			const is0 = p.is0();
			if (iz == null) iz = is0 ? Fp.create(_8n$1) : Fp.inv(Z);
			const x = Fp.mul(X, iz);
			const y = Fp.mul(Y, iz);
			const zz = Fp.mul(Z, iz);
			if (is0) return {
				x: Fp.ZERO,
				y: Fp.ONE
			};
			if (!Fp.eql(zz, Fp.ONE)) throw new Error("invZ was invalid");
			return {
				x,
				y
			};
		}
		clearCofactor() {
			if (cofactor === _1n$1) return this;
			if (cofactor === _2n$1) return this.double();
			if (cofactor === _4n) return this.double().double();
			if (cofactor === _8n$1) return this.double().double().double();
			return this.multiplyUnsafe(cofactor);
		}
		toBytes() {
			const { x, y } = this.toAffine();
			const bytes = Fp.toBytes(y);
			bytes[bytes.length - 1] |= isOdd(x) ? 128 : 0;
			return bytes;
		}
		toHex() {
			return bytesToHex(this.toBytes());
		}
		toString() {
			return `<Point ${this.is0() ? "ZERO" : this.toHex()}>`;
		}
	}
	const normalize = (points) => normalizeZ(Point, points);
	const wnaf = new ScalarMultiplier(Point, randomBytes$2);
	if (wnaf.bits >= 6) Point.BASE.precompute(6);
	Object.freeze(Point.prototype);
	Object.freeze(Point);
	return Point;
}
/**
* Base class for prime-order points like Ristretto255 and Decaf448.
* These points eliminate cofactor issues by representing equivalence classes
* of Edwards curve points. Multiple Edwards representatives can describe the
* same abstract wrapper element, so wrapper validity is not the same thing as
* the hidden representative being torsion-free.
* @param ep - Backing Edwards point.
* @example
* Base class for prime-order points like Ristretto255 and Decaf448.
*
* ```ts
* import { ristretto255 } from '@noble/curves/ed25519.js';
* const point = ristretto255.Point.BASE.multiply(2n);
* ```
*/
var PrimeEdwardsPoint = class {
	static BASE;
	static ZERO;
	static Fp;
	static Fn;
	ep;
	/**
	* Wrap one internal Edwards representative directly.
	* This is not a canonical encoding boundary: alternate Edwards
	* representatives may still describe the same abstract wrapper element.
	*/
	constructor(ep) {
		this.ep = ep;
	}
	static fromBytes(_bytes) {
		notImplemented();
	}
	static fromHex(_hex) {
		notImplemented();
	}
	get x() {
		return this.toAffine().x;
	}
	get y() {
		return this.toAffine().y;
	}
	clearCofactor() {
		return this;
	}
	assertValidity() {
		this.ep.assertValidity();
	}
	/**
	* Return affine coordinates of the current internal Edwards representative.
	* This is a convenience helper, not a canonical Ristretto/Decaf encoding.
	* Equal abstract elements may expose different `x` / `y`; use
	* `toBytes()` / `fromBytes()` for canonical roundtrips.
	*/
	toAffine(invertedZ) {
		return this.ep.toAffine(invertedZ);
	}
	toHex() {
		return bytesToHex(this.toBytes());
	}
	toString() {
		return this.toHex();
	}
	isTorsionFree() {
		return true;
	}
	isSmallOrder() {
		return false;
	}
	add(other) {
		this.assertSame(other);
		return this.init(this.ep.add(other.ep));
	}
	subtract(other) {
		this.assertSame(other);
		return this.init(this.ep.subtract(other.ep));
	}
	multiply(scalar) {
		return this.init(this.ep.multiply(scalar));
	}
	multiplyUnsafe(scalar) {
		return this.init(this.ep.multiplyUnsafe(scalar));
	}
	double() {
		return this.init(this.ep.double());
	}
	negate() {
		return this.init(this.ep.negate());
	}
	precompute(windowSize, isLazy) {
		this.ep.precompute(windowSize, isLazy);
		return this;
	}
};
/**
* Initializes EdDSA signatures over given Edwards curve.
* @param Point - Edwards point constructor.
* @param cHash - Hash function.
* @param eddsaOpts - Optional signature helpers. See {@link EdDSAOpts}.
* @returns EdDSA helper namespace.
* @throws If the hash function, options, or derived point operations are invalid. {@link Error}
* @example
* Initializes EdDSA signatures over given Edwards curve.
*
* ```ts
* import { eddsa } from '@noble/curves/abstract/edwards.js';
* import { jubjub } from '@noble/curves/misc.js';
* import { sha512 } from '@noble/hashes/sha2.js';
* const sigs = eddsa(jubjub.Point, sha512);
* const { secretKey, publicKey } = sigs.keygen();
* const msg = new TextEncoder().encode('hello noble');
* const sig = sigs.sign(msg, secretKey);
* const isValid = sigs.verify(sig, msg, publicKey);
* ```
*/
function eddsa(Point, cHash, eddsaOpts = {}) {
	validatePointCons(Point);
	if (typeof cHash !== "function") throw new Error("\"hash\" function param is required");
	const hash = cHash;
	const opts = eddsaOpts;
	validateObject(opts, {}, {
		adjustScalarBytes: "function",
		randomBytes: "function",
		domain: "function",
		prehash: "function",
		zip215: "boolean",
		mapToCurve: "function",
		toMontgomery: "function",
		toMontgomerySecret: "function"
	});
	const { prehash } = opts;
	const { BASE, Fp, Fn } = Point;
	const outputLen = hash.outputLen;
	const expectedLen = 2 * Fp.BYTES;
	if (outputLen !== void 0) {
		asafenumber(outputLen, "hash.outputLen");
		if (outputLen !== expectedLen) throw new Error(`hash.outputLen must be ${expectedLen}, got ${outputLen}`);
	}
	const randomBytes$3 = opts.randomBytes === void 0 ? randomBytes : opts.randomBytes;
	const toMontgomery = opts.toMontgomery;
	const toMontgomerySecret = opts.toMontgomerySecret;
	const adjustScalarBytes = opts.adjustScalarBytes === void 0 ? (bytes) => bytes : opts.adjustScalarBytes;
	const domain = opts.domain === void 0 ? (data, ctx, phflag) => {
		abool(phflag, "phflag");
		if (ctx.length || phflag) throw new Error("Contexts/pre-hash are not supported");
		return data;
	} : opts.domain;
	function modN_LE(hash) {
		return Fn.create(bytesToNumberLE(hash));
	}
	function getPrivateScalar(key) {
		const len = lengths.secretKey;
		abytes(key, lengths.secretKey, "secretKey");
		const hashed = abytes(hash(key), 2 * len, "hashedSecretKey");
		const head = adjustScalarBytes(hashed.slice(0, len));
		return {
			head,
			prefix: hashed.slice(len, 2 * len),
			scalar: modN_LE(head)
		};
	}
	/** Convenience method that creates public key from scalar. RFC8032 5.1.5
	* Also exposes the derived scalar/prefix tuple and point form reused by sign().
	*/
	function getExtendedPublicKey(secretKey) {
		const { head, prefix, scalar } = getPrivateScalar(secretKey);
		const point = BASE.multiply(scalar);
		return {
			head,
			prefix,
			scalar,
			point,
			pointBytes: point.toBytes()
		};
	}
	/** Calculates EdDSA pub key. RFC8032 5.1.5. */
	function getPublicKey(secretKey) {
		return getExtendedPublicKey(secretKey).pointBytes;
	}
	function hashDomainToScalar(context = Uint8Array.of(), ...msgs) {
		const msg = concatBytes(...msgs);
		return modN_LE(hash(domain(msg, abytes(context, void 0, "context"), !!prehash)));
	}
	/** Signs message with secret key. RFC8032 5.1.6 */
	function sign(msg, secretKey, options = {}) {
		validateObject(options, {}, {}, "options");
		msg = copyBytes(abytes(msg, void 0, "message"));
		if (prehash) msg = prehash(msg);
		const { prefix, scalar, pointBytes } = getExtendedPublicKey(secretKey);
		const r = hashDomainToScalar(options.context, prefix, msg);
		const R = BASE.multiply(r).toBytes();
		const k = hashDomainToScalar(options.context, R, pointBytes, msg);
		const s = Fn.create(r + k * scalar);
		if (!Fn.isValid(s)) throw new Error("sign failed: invalid s");
		return abytes(concatBytes(R, Fn.toBytes(s)), lengths.signature, "result");
	}
	const verifyOpts = { zip215: opts.zip215 };
	/**
	* Verifies EdDSA signature against message and public key. RFC 8032 §§5.1.7 and 5.2.7.
	* A cofactored verification equation is checked.
	*/
	function verify(sig, msg, publicKey, options = verifyOpts) {
		validateObject(options);
		const { context } = options;
		const zip215 = options.zip215 === void 0 ? !!verifyOpts.zip215 : options.zip215;
		const len = lengths.signature;
		sig = abytes(sig, len, "signature");
		msg = abytes(msg, void 0, "message");
		publicKey = abytes(publicKey, lengths.publicKey, "publicKey");
		if (zip215 !== void 0) abool(zip215, "zip215");
		if (prehash) msg = prehash(msg);
		const mid = len / 2;
		const r = sig.subarray(0, mid);
		const s = bytesToNumberLE(sig.subarray(mid, len));
		let A, R, SB;
		try {
			A = Point.fromBytes(publicKey, zip215);
			R = Point.fromBytes(r, zip215);
			SB = BASE.multiplyUnsafe(s);
		} catch (error) {
			return false;
		}
		if (!zip215 && A.isSmallOrder()) return false;
		const k = hashDomainToScalar(context, r, publicKey, msg);
		return R.add(A.multiplyUnsafe(k)).subtract(SB).clearCofactor().is0();
	}
	const _size = Fp.BYTES;
	const lengths = {
		secretKey: _size,
		publicKey: _size,
		signature: 2 * _size,
		seed: _size
	};
	function randomSecretKey(seed) {
		seed = seed === void 0 ? randomBytes$3(lengths.seed) : seed;
		return abytes(seed, lengths.seed, "seed");
	}
	function isValidSecretKey(key) {
		return isBytes(key) && key.length === lengths.secretKey;
	}
	function isValidPublicKey(key, zip215) {
		try {
			return !!Point.fromBytes(key, zip215 === void 0 ? verifyOpts.zip215 : zip215);
		} catch (error) {
			return false;
		}
	}
	const utils = {
		getExtendedPublicKey,
		randomSecretKey,
		isValidSecretKey,
		isValidPublicKey,
		/** Converts an Edwards public key to a companion Montgomery public key. */
		toMontgomery(publicKey) {
			if (toMontgomery === void 0) throw new Error("Montgomery conversion is not supported for this curve");
			return toMontgomery(Point.fromBytes(publicKey));
		},
		toMontgomerySecret(secretKey) {
			if (toMontgomerySecret === void 0) throw new Error("Montgomery conversion is not supported for this curve");
			return toMontgomerySecret(secretKey);
		}
	};
	Object.freeze(lengths);
	Object.freeze(utils);
	return Object.freeze({
		keygen: createKeygen(randomSecretKey, getPublicKey),
		getPublicKey,
		sign,
		verify,
		utils,
		Point,
		lengths
	});
}
// node_modules/@noble/curves/abstract/hash-to-curve.js
function i2osp(value, length) {
	asafenumber(value);
	asafenumber(length);
	if (length < 0 || length > 4) throw new Error("invalid I2OSP length: " + length);
	if (value < 0 || value > 2 ** (8 * length) - 1) throw new Error("invalid I2OSP input: " + value);
	const res = Array.from({ length }).fill(0);
	for (let i = length - 1; i >= 0; i--) {
		res[i] = value & 255;
		value >>>= 8;
	}
	return new Uint8Array(res);
}
function strxor(a, b) {
	const arr = new Uint8Array(a.length);
	for (let i = 0; i < a.length; i++) arr[i] = a[i] ^ b[i];
	return arr;
}
function normDST(DST) {
	if (!isBytes(DST) && typeof DST !== "string") throw new Error("DST must be Uint8Array or ascii string");
	const dst = typeof DST === "string" ? asciiToBytes(DST) : DST;
	if (dst.length === 0) throw new Error("DST must be non-empty");
	return dst;
}
/**
* Produces a uniformly random byte string using a cryptographic hash
* function H that outputs b bits.
* See {@link https://www.rfc-editor.org/rfc/rfc9380#section-5.3.1 | RFC 9380 section 5.3.1}.
* @param msg - Input message.
* @param DST - Domain separation tag. This helper normalizes DST, rejects empty DSTs, and
*   oversize-hashes DST when needed.
* @param lenInBytes - Output length.
* @param H - Hash function.
* @returns Uniform byte string.
* @throws If the message, DST, hash, or output length is invalid. {@link Error}
* @example
* Expand one message into uniform bytes with the XMD construction.
*
* ```ts
* import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
* import { sha256 } from '@noble/hashes/sha2.js';
* const uniform = expand_message_xmd(new TextEncoder().encode('hello noble'), 'DST', 32, sha256);
* ```
*/
function expand_message_xmd(msg, DST, lenInBytes, H) {
	abytes(msg);
	asafenumber(lenInBytes);
	if (typeof H !== "function") throw new Error("expand_message_xmd: expected hash function");
	asafenumber(H.outputLen, "hash.outputLen");
	asafenumber(H.blockLen, "hash.blockLen");
	DST = normDST(DST);
	if (DST.length > 255) DST = H(concatBytes(asciiToBytes("H2C-OVERSIZE-DST-"), DST));
	const { outputLen: b_in_bytes, blockLen: r_in_bytes } = H;
	const ell = Math.ceil(lenInBytes / b_in_bytes);
	if (lenInBytes > 65535 || ell > 255) throw new Error("expand_message_xmd: invalid lenInBytes");
	const DST_prime = concatBytes(DST, i2osp(DST.length, 1));
	const Z_pad = new Uint8Array(r_in_bytes);
	const l_i_b_str = i2osp(lenInBytes, 2);
	const b = new Array(ell);
	const b_0 = H(concatBytes(Z_pad, msg, l_i_b_str, i2osp(0, 1), DST_prime));
	b[0] = H(concatBytes(b_0, i2osp(1, 1), DST_prime));
	for (let i = 1; i < ell; i++) {
		const args = [
			strxor(b_0, b[i - 1]),
			i2osp(i + 1, 1),
			DST_prime
		];
		b[i] = H(concatBytes(...args));
	}
	return concatBytes(...b).slice(0, lenInBytes);
}
var _DST_scalar = "HashToScalar-";
// node_modules/@noble/curves/ed25519.js
/**
* ed25519 Twisted Edwards curve with following addons:
* - X25519 ECDH
* - Ristretto cofactor elimination
* - Elligator hash-to-group / point indistinguishability
* @module
*/
/*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) */
var _1n = /* @__PURE__ */ BigInt(1);
var _2n = /* @__PURE__ */ BigInt(2);
var _5n = /* @__PURE__ */ BigInt(5);
var _8n = /* @__PURE__ */ BigInt(8);
var ed25519_CURVE_p = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed");
var ed25519_CURVE = /* @__PURE__ */ (() => ({
	p: ed25519_CURVE_p,
	n: BigInt("0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed"),
	h: _8n,
	a: BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec"),
	d: BigInt("0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3"),
	Gx: BigInt("0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a"),
	Gy: BigInt("0x6666666666666666666666666666666666666666666666666666666666666658")
}))();
function ed25519_pow_2_252_3(x) {
	const _10n = BigInt(10), _20n = BigInt(20), _40n = BigInt(40), _80n = BigInt(80);
	const P = ed25519_CURVE_p;
	const b2 = x * x % P * x % P;
	const b5 = pow2(pow2(b2, _2n, P) * b2 % P, _1n, P) * x % P;
	const b10 = pow2(b5, _5n, P) * b5 % P;
	const b20 = pow2(b10, _10n, P) * b10 % P;
	const b40 = pow2(b20, _20n, P) * b20 % P;
	const b80 = pow2(b40, _40n, P) * b40 % P;
	return {
		pow_p_5_8: pow2(pow2(pow2(pow2(b80, _80n, P) * b80 % P, _80n, P) * b80 % P, _10n, P) * b10 % P, _2n, P) * x % P,
		b2
	};
}
function adjustScalarBytes(bytes) {
	bytes[0] &= 248;
	bytes[31] &= 127;
	bytes[31] |= 64;
	return bytes;
}
var ED25519_SQRT_M1 = /* @__PURE__ */ BigInt("19681161376707505956807079304988542015446066515923890162744021073123829784752");
function uvRatio(u, v) {
	const P = ed25519_CURVE_p;
	const v3 = mod$1(v * v * v, P);
	const pow = ed25519_pow_2_252_3(u * mod$1(v3 * v3 * v, P)).pow_p_5_8;
	let x = mod$1(u * v3 * pow, P);
	const vx2 = mod$1(v * x * x, P);
	const root1 = x;
	const root2 = mod$1(x * ED25519_SQRT_M1, P);
	const useRoot1 = vx2 === u;
	const useRoot2 = vx2 === mod$1(-u, P);
	const noRoot = vx2 === mod$1(-u * ED25519_SQRT_M1, P);
	if (useRoot1) x = root1;
	if (useRoot2 || noRoot) x = root2;
	if (isNegativeLE(x, P)) x = mod$1(-x, P);
	return {
		isValid: useRoot1 || useRoot2,
		value: x
	};
}
var ed25519_Point = /* @__PURE__ */ edwards(ed25519_CURVE, { uvRatio });
var Fp = /* @__PURE__ */ (() => ed25519_Point.Fp)();
function toMontgomery(point) {
	const { y } = point;
	return Fp.toBytes(Fp.div(_1n + y, _1n - y));
}
function toMontgomerySecret(secretKey) {
	const size = ed25519_Point.Fp.BYTES;
	abytes$1(secretKey, size);
	return adjustScalarBytes(sha512(secretKey.subarray(0, size))).subarray(0, size);
}
var Fn = /* @__PURE__ */ (() => ed25519_Point.Fn)();
function ed(opts) {
	return eddsa(ed25519_Point, sha512, Object.assign({
		adjustScalarBytes,
		toMontgomery,
		toMontgomerySecret,
		zip215: true
	}, opts));
}
/**
* ed25519 curve with EdDSA signatures.
* Seeded `keygen(seed)` / `utils.randomSecretKey(seed)` reuse the provided
* 32-byte seed buffer instead of copying it.
* @example
* Generate one Ed25519 keypair, sign a message, and verify it.
*
* ```js
* import { ed25519 } from '@noble/curves/ed25519.js';
* const { secretKey, publicKey } = ed25519.keygen();
* // const publicKey = ed25519.getPublicKey(secretKey);
* const msg = new TextEncoder().encode('hello noble');
* const sig = ed25519.sign(msg, secretKey);
* const isValid = ed25519.verify(sig, msg, publicKey); // ZIP215
* // RFC8032 / FIPS 186-5
* const isValid2 = ed25519.verify(sig, msg, publicKey, { zip215: false });
* ```
*/
var ed25519 = /* @__PURE__ */ ed({});
var SQRT_M1 = ED25519_SQRT_M1;
var SQRT_AD_MINUS_ONE = /* @__PURE__ */ BigInt("25063068953384623474111414158702152701244531502492656460079210482610430750235");
var INVSQRT_A_MINUS_D = /* @__PURE__ */ BigInt("54469307008909316920995813868745141605393597292927456921205312896311721017578");
var ONE_MINUS_D_SQ = /* @__PURE__ */ BigInt("1159843021668779879193775521855586647937357759715417654439879720876111806838");
var D_MINUS_ONE_SQ = /* @__PURE__ */ BigInt("40440834346308536858101042469323190826248399146238708352240133220865137265952");
var invertSqrt = (number) => uvRatio(_1n, number);
var MAX_255B = /* @__PURE__ */ BigInt("0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
var bytes255ToNumberLE = (bytes) => Fp.create(bytesToNumberLE(bytes) & MAX_255B);
/**
* Computes Elligator map for Ristretto255.
* Primary formula source is RFC 9496 §4.3.4 MAP; RFC 9380 Appendix B builds
* `hash_to_ristretto255` on top of this helper.
* Returns an internal Edwards representative, not a public `_RistrettoPoint`.
*/
function calcElligatorRistrettoMap(r0) {
	const { d } = ed25519_CURVE;
	const r = Fp.mul(Fp.mulN(SQRT_M1, r0), r0);
	const Ns = Fp.mul(Fp.addN(r, _1n), ONE_MINUS_D_SQ);
	let c = BigInt(-1);
	const D = Fp.mul(Fp.subN(c, Fp.mulN(d, r)), Fp.add(r, d));
	let { isValid: Ns_D_is_sq, value: s } = uvRatio(Ns, D);
	let s_ = Fp.mul(s, r0);
	if (!Fp.isOdd(s_)) s_ = Fp.neg(s_);
	if (!Ns_D_is_sq) s = s_;
	if (!Ns_D_is_sq) c = r;
	const Nt = Fp.sub(Fp.mulN(Fp.mulN(c, Fp.subN(r, _1n)), D_MINUS_ONE_SQ), D);
	const s2 = Fp.sqrN(s);
	const W0 = Fp.mul(Fp.addN(s, s), D);
	const W1 = Fp.mul(Nt, SQRT_AD_MINUS_ONE);
	const W2 = Fp.sub(_1n, s2);
	const W3 = Fp.add(_1n, s2);
	return new ed25519_Point(Fp.mul(W0, W3), Fp.mul(W2, W1), Fp.mul(W1, W3), Fp.mul(W0, W2));
}
/**
* Wrapper over Edwards Point for ristretto255.
*
* Each ed25519/EdwardsPoint has 8 different equivalent points. This can be
* a source of bugs for protocols like ring signatures. Ristretto was created to solve this.
* Ristretto point operates in X:Y:Z:T extended coordinates like EdwardsPoint,
* but it should work in its own namespace: do not combine those two.
* See [RFC9496](https://www.rfc-editor.org/rfc/rfc9496).
*/
var _RistrettoPoint = class _RistrettoPoint extends PrimeEdwardsPoint {
	static BASE = /* @__PURE__ */ (() => new _RistrettoPoint(ed25519_Point.BASE))();
	static ZERO = /* @__PURE__ */ (() => new _RistrettoPoint(ed25519_Point.ZERO))();
	static Fp = /* @__PURE__ */ (() => Fp)();
	static Fn = /* @__PURE__ */ (() => Fn)();
	constructor(ep) {
		super(ep);
	}
	/**
	* Create one Ristretto255 point from affine Edwards coordinates.
	* This wraps the internal Edwards representative directly and is not a
	* canonical ristretto255 decoding path.
	* Use `toBytes()` / `fromBytes()` if canonical ristretto255 bytes matter.
	*/
	static fromAffine(ap) {
		return new _RistrettoPoint(ed25519_Point.fromAffine(ap));
	}
	assertSame(other) {
		if (!(other instanceof _RistrettoPoint)) throw new Error("RistrettoPoint expected");
	}
	init(ep) {
		return new _RistrettoPoint(ep);
	}
	static fromBytes(bytes) {
		abytes$1(bytes, 32);
		const { a, d } = ed25519_CURVE;
		const s = bytes255ToNumberLE(bytes);
		if (!equalBytes(Fp.toBytes(s), bytes) || Fp.isOdd(s)) throw new Error("invalid ristretto255 encoding 1");
		const s2 = Fp.sqr(s);
		const u1 = Fp.add(_1n, Fp.mulN(a, s2));
		const u2 = Fp.sub(_1n, Fp.mulN(a, s2));
		const u1_2 = Fp.sqr(u1);
		const u2_2 = Fp.sqr(u2);
		const v = Fp.sub(Fp.mulN(Fp.mulN(a, d), u1_2), u2_2);
		const { isValid, value: I } = invertSqrt(Fp.mul(v, u2_2));
		const Dx = Fp.mul(I, u2);
		const Dy = Fp.mul(Fp.mulN(I, Dx), v);
		let x = Fp.mul(Fp.addN(s, s), Dx);
		if (Fp.isOdd(x)) x = Fp.neg(x);
		const y = Fp.mul(u1, Dy);
		const t = Fp.mul(x, y);
		if (!isValid || Fp.isOdd(t) || Fp.is0(y)) throw new Error("invalid ristretto255 encoding 2");
		return new _RistrettoPoint(new ed25519_Point(x, y, Fp.ONE, t));
	}
	/**
	* Converts ristretto-encoded string to ristretto point.
	* Described in [RFC9496](https://www.rfc-editor.org/rfc/rfc9496#name-decode).
	* @param hex - Ristretto-encoded 32 bytes. Not every 32-byte string is valid ristretto encoding
	*/
	static fromHex(hex) {
		return _RistrettoPoint.fromBytes(hexToBytes$1(hex));
	}
	/**
	* Encodes ristretto point to Uint8Array.
	* Described in [RFC9496](https://www.rfc-editor.org/rfc/rfc9496#name-encode).
	*/
	toBytes() {
		let { X, Y, Z, T } = this.ep;
		const u1 = Fp.mul(Fp.add(Z, Y), Fp.sub(Z, Y));
		const u2 = Fp.mul(X, Y);
		const u2sq = Fp.sqr(u2);
		const { value: invsqrt } = invertSqrt(Fp.mul(u1, u2sq));
		const D1 = Fp.mul(invsqrt, u1);
		const D2 = Fp.mul(invsqrt, u2);
		const zInv = Fp.mul(Fp.mulN(D1, D2), T);
		let D;
		if (Fp.isOdd(Fp.mul(T, zInv))) {
			let _x = Fp.mul(Y, SQRT_M1);
			let _y = Fp.mul(X, SQRT_M1);
			X = _x;
			Y = _y;
			D = Fp.mul(D1, INVSQRT_A_MINUS_D);
		} else D = D2;
		if (Fp.isOdd(Fp.mul(X, zInv))) Y = Fp.neg(Y);
		let s = Fp.mul(Fp.subN(Z, Y), D);
		if (Fp.isOdd(s)) s = Fp.neg(s);
		return Fp.toBytes(s);
	}
	/**
	* Compares two Ristretto points.
	* Described in [RFC9496](https://www.rfc-editor.org/rfc/rfc9496#name-equals).
	*/
	equals(other) {
		this.assertSame(other);
		const { X: X1, Y: Y1 } = this.ep;
		const { X: X2, Y: Y2 } = other.ep;
		const one = Fp.eql(Fp.mul(X1, Y2), Fp.mul(Y1, X2));
		const two = Fp.eql(Fp.mul(Y1, Y2), Fp.mul(X1, X2));
		return one || two;
	}
	is0() {
		return this.equals(_RistrettoPoint.ZERO);
	}
};
/** Prime-order Ristretto255 group bundle. */
var ristretto255 = /* @__PURE__ */ (() => {
	Object.freeze(_RistrettoPoint.BASE);
	Object.freeze(_RistrettoPoint.ZERO);
	Object.freeze(_RistrettoPoint.prototype);
	Object.freeze(_RistrettoPoint);
	return Object.freeze({ Point: _RistrettoPoint });
})();
/**
* Hashing to ristretto255 points / field. RFC 9380 methods.
* `hashToCurve()` is RFC 9380 Appendix B, `deriveToCurve()` is the RFC 9496
* §4.3.4 element-derivation building block, and `hashToScalar()` is a
* library-specific helper for OPRF-style use.
* @example
* Hash one message onto ristretto255.
*
* ```ts
* const point = ristretto255_hasher.hashToCurve(new TextEncoder().encode('hello noble'));
* ```
*/
var ristretto255_hasher = /* @__PURE__ */ Object.freeze({
	Point: _RistrettoPoint,
	/**
	* Spec: https://www.rfc-editor.org/rfc/rfc9380.html#name-hashing-to-ristretto255. Caveats:
	* * There are no test vectors
	* * encodeToCurve / mapToCurve is undefined
	* * mapToCurve would be `calcElligatorRistrettoMap(scalars[0])`, not ristretto255_map!
	* * hashToScalar is undefined too, so we just use OPRF implementation
	* * We cannot re-use 'createHasher', because ristretto255_map is different algorithm/RFC
	(os2ip -> bytes255ToNumberLE)
	* * mapToCurve == calcElligatorRistrettoMap, hashToCurve == ristretto255_map
	* * hashToScalar is undefined in RFC9380 for ristretto, so we use the OPRF
	version here. Using `bytes255ToNumblerLE` will create a different result
	if we use `bytes255ToNumberLE` as os2ip
	* * current version is closest to spec.
	*/
	hashToCurve(msg, options) {
		const xmd = expand_message_xmd(msg, options?.DST === void 0 ? "ristretto255_XMD:SHA-512_R255MAP_RO_" : options.DST, 64, sha512);
		return ristretto255_hasher.deriveToCurve(xmd);
	},
	hashToScalar(msg, options) {
		const xmd = expand_message_xmd(msg, options?.DST === void 0 ? _DST_scalar : options.DST, 64, sha512);
		return Fn.create(bytesToNumberLE(xmd));
	},
	/**
	* HashToCurve-like construction based on RFC 9496 (Element Derivation).
	* Converts 64 uniform random bytes into a curve point.
	*
	* WARNING: This represents an older hash-to-curve construction from before
	* RFC 9380 was finalized.
	* It was later reused as a component in the newer
	* `hash_to_ristretto255` function defined in RFC 9380.
	*/
	deriveToCurve(bytes) {
		abytes$1(bytes, 64);
		const R1 = calcElligatorRistrettoMap(bytes255ToNumberLE(bytes.subarray(0, 32)));
		const R2 = calcElligatorRistrettoMap(bytes255ToNumberLE(bytes.subarray(32, 64)));
		return new _RistrettoPoint(R1.add(R2));
	}
});
// src/base/group.ts
/** ℓ, the order of the group. */
var ORDER = ristretto255.Point.Fn.ORDER;
var G$1 = ristretto255.Point.BASE;
var IDENTITY = ristretto255.Point.ZERO;
function littleEndian(bytes) {
	let value = 0n;
	for (let i = bytes.length - 1; i >= 0; i -= 1) value = value << 8n | BigInt(bytes[i] ?? 0);
	return value;
}
function mod(value) {
	const rest = value % ORDER;
	return rest < 0n ? rest + ORDER : rest;
}
/** A scalar of 64 bytes, little-endian, mod ℓ. */
function scalarFromWide(bytes) {
	return mod(littleEndian(bytes));
}
/** `undefined` unless 32 bytes, little-endian, below ℓ. */
function decodeScalar(bytes) {
	if (bytes.length !== 32) return void 0;
	const value = littleEndian(bytes);
	return value < ORDER ? value : void 0;
}
function encodeScalar(scalar) {
	return Uint8Array.from({ length: 32 }, (_, i) => Number(scalar >> BigInt(8 * i) & 255n));
}
function invert(scalar) {
	return ristretto255.Point.Fn.inv(scalar);
}
/** `undefined` unless the canonical encoding of a point; the identity is one. */
function decodePoint(bytes) {
	if (bytes.length !== 32) return void 0;
	try {
		return ristretto255.Point.fromBytes(bytes);
	} catch {
		return;
	}
}
/** A point that is not the identity (§1.2). */
function decodeElement(bytes) {
	const point = decodePoint(bytes);
	return point === void 0 || isIdentity(point) ? void 0 : point;
}
function encodePoint(point) {
	return point.toBytes();
}
function isIdentity(point) {
	return point.equals(IDENTITY);
}
/** [x]P. Everything here is public, so nothing is in constant time. */
function times(scalar, point) {
	const x = mod(scalar);
	if (x === 0n) return IDENTITY;
	return point === G$1 ? G$1.multiply(x) : point.multiplyUnsafe(x);
}
function sum(points) {
	let total = IDENTITY;
	for (const point of points) total = total.add(point);
	return total;
}
// src/base/hash.ts
function transcript(label, fields) {
	const parts = fields.map((field) => lengthPrefixed(typeof field === "number" ? u64(field) : field));
	return concat(lengthPrefixed(utf8(`piaojue/v1/${label}`)), ...parts);
}
/** H: 32 bytes. */
function hash(label, ...fields) {
	return sha256(transcript(label, fields));
}
/** H512: 64 bytes. */
function hash512(label, ...fields) {
	return sha512(transcript(label, fields));
}
/** HS: a scalar. */
function hashToScalar(label, ...fields) {
	return scalarFromWide(hash512(label, ...fields));
}
/** SHA-256(0x00 ‖ entry). */
function leafHash(entry) {
	return sha256(concat(Uint8Array.of(0), entry));
}
// src/base/signed.ts
/** label ‖ 0x00 ‖ sitting ‖ bytes. */
function signedBytes(purpose, sitting, bytes) {
	return concat(utf8(`piaojue/v1/${purpose}`), Uint8Array.of(0), sitting, bytes);
}
// src/trust/error.ts
/** `pending` is no attack: what is missing comes by itself. All else stops the device. */
var TrustError = class extends Error {
	code;
	files;
	name = "TrustError";
	constructor(code, what, files = []) {
		super(`${code}: ${what}`);
		this.code = code;
		this.files = files;
	}
	get isPending() {
		return this.code === "not-published-yet" || this.code === "not-witnessed";
	}
};
// src/base/wire/base64.ts
var URL_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var PLAIN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
function decode$1(text, letters) {
	if (text.length % 4 === 1) return void 0;
	const out = new Uint8Array(Math.floor(text.length * 6 / 8));
	let bits = 0;
	let held = 0;
	let at = 0;
	for (const letter of text) {
		const value = letters.indexOf(letter);
		if (value < 0) return void 0;
		held = held << 6 | value;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			out[at] = held >> bits;
			at += 1;
			held &= (1 << bits) - 1;
		}
	}
	return held === 0 ? out : void 0;
}
function encode(bytes, letters) {
	let out = "";
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		held = held << 8 | byte;
		bits += 8;
		while (bits >= 6) {
			bits -= 6;
			out += letters.charAt(held >> bits);
			held &= (1 << bits) - 1;
		}
	}
	return bits > 0 ? out + letters.charAt(held << 6 - bits) : out;
}
/** `undefined` for anything but the one encoding of some bytes. */
function fromBase64Url(text) {
	return decode$1(text, URL_LETTERS);
}
function base64Url(bytes) {
	return encode(bytes, URL_LETTERS);
}
/** Padded; `undefined` for anything but the one encoding of some bytes. */
function fromBase64(text) {
	const bytes = decode$1(text.replace(/={1,2}$/, ""), PLAIN_LETTERS);
	return bytes !== void 0 && base64(bytes) === text ? bytes : void 0;
}
function base64(bytes) {
	const bare = encode(bytes, PLAIN_LETTERS);
	return bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
}
/** Why a text is not the encoding of a value. */
var JsonError = class extends Error {
	name = "JsonError";
};
var ESCAPES = /* @__PURE__ */ new Map([
	["\"", "\""],
	["\\", "\\"],
	["b", "\b"],
	["f", "\f"],
	["n", "\n"],
	["r", "\r"],
	["t", "	"]
]);
var LETTERS = new Map([...ESCAPES].map(([letter, character]) => [character, letter]));
var Parser = class {
	text;
	at = 0;
	constructor(text) {
		this.text = text;
	}
	whole() {
		const value = this.value(1);
		if (this.at !== this.text.length) throw new JsonError(`more after the value, at ${this.at}`);
		return value;
	}
	value(depth) {
		const next = this.text.charAt(this.at);
		if (next === "{" || next === "[") {
			if (depth > 8) throw new JsonError("too deep");
			return next === "{" ? this.object(depth) : this.list(depth);
		}
		if (next === "\"") return this.string();
		if (this.take("true")) return true;
		if (this.take("false")) return false;
		return this.integer();
	}
	object(depth) {
		const fields = /* @__PURE__ */ new Map();
		this.expect("{");
		if (this.take("}")) return fields;
		do {
			const name = this.string();
			if (fields.has(name)) throw new JsonError(`twice: ${name}`);
			this.expect(":");
			fields.set(name, this.value(depth + 1));
		} while (this.take(","));
		this.expect("}");
		return fields;
	}
	list(depth) {
		const values = [];
		this.expect("[");
		if (this.take("]")) return values;
		do
			values.push(this.value(depth + 1));
		while (this.take(","));
		this.expect("]");
		return values;
	}
	integer() {
		const digits = /^(?:0|[1-9][0-9]{0,15})(?![0-9.eE])/.exec(this.text.slice(this.at, this.at + 18))?.[0];
		const value = digits === void 0 ? NaN : Number(digits);
		if (digits === void 0 || !Number.isSafeInteger(value)) throw new JsonError(`no value at ${this.at}`);
		this.at += digits.length;
		return value;
	}
	string() {
		this.expect("\"");
		let out = "";
		for (;;) {
			const character = this.text.charAt(this.at);
			if (character === "" || character < " ") throw new JsonError(`a string is not ended at ${this.at}`);
			this.at += 1;
			if (character === "\"") return out;
			out += character === "\\" ? this.escaped() : character;
		}
	}
	escaped() {
		const letter = this.text.charAt(this.at);
		this.at += 1;
		const short = ESCAPES.get(letter);
		if (short !== void 0) return short;
		const code = /^00[01][0-9a-f]$/.exec(this.text.slice(this.at, this.at + 4))?.[0];
		if (letter !== "u" || code === void 0) throw new JsonError(`an escape at ${this.at}`);
		this.at += 4;
		const character = String.fromCharCode(Number.parseInt(code, 16));
		if (LETTERS.has(character)) throw new JsonError(`a longer escape than needed at ${this.at}`);
		return character;
	}
	take(text) {
		if (!this.text.startsWith(text, this.at)) return false;
		this.at += text.length;
		return true;
	}
	expect(text) {
		if (!this.take(text)) throw new JsonError(`${text} expected at ${this.at}`);
	}
};
/** The value of a text. Throws [`JsonError`] unless the text is the one encoding of a value. */
function parseJson(text) {
	const value = new Parser(text).whole();
	if (encodeJson(value) !== text) throw new JsonError("not the encoding of its value");
	return value;
}
function encodeJson(value) {
	if (typeof value === "string") return encodeString(value);
	if (typeof value === "number" || typeof value === "boolean") return String(value);
	if (isList(value)) return `[${value.map(encodeJson).join(",")}]`;
	return `{${[...value].map(([name, field]) => `${encodeString(name)}:${encodeJson(field)}`).join(",")}}`;
}
function encodeString(text) {
	let out = "\"";
	for (const character of text) {
		const letter = LETTERS.get(character);
		if (letter !== void 0) out += `\\${letter}`;
		else if (character < " ") out += `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
		else out += character;
	}
	return `${out}"`;
}
function isList(value) {
	return Array.isArray(value);
}
function isObject(value) {
	return value instanceof Map;
}
/** Of a plain value: objects by their own fields in order. What JSON of §2.1 cannot say throws. */
function toJson(plain) {
	if (typeof plain === "string" || typeof plain === "boolean") return plain;
	if (typeof plain === "number") return plain;
	if (Array.isArray(plain)) return plain.map(toJson);
	if (typeof plain !== "object" || plain === null) throw new JsonError("no value of this JSON");
	return new Map(Object.entries(plain).map(([name, value]) => [name, toJson(value)]));
}
// src/base/wire/schema.ts
/** Why a value is not of its form; `path` is where, outermost name first. */
var FormError = class extends Error {
	path;
	name = "FormError";
	constructor(path, why) {
		super(`${path.join(".")}: ${why}`);
		this.path = path;
	}
};
/** Exactly these fields, in this order. */
function object(fields) {
	const names = Object.keys(fields);
	return (value, path) => {
		if (!isObject(value)) throw new FormError(path, "not an object");
		const given = [...value.keys()];
		for (const [at, name] of names.entries()) if (given[at] !== name) {
			const unknown = given.find((other) => !names.includes(other));
			throw new FormError([...path, value.has(name) ? unknown ?? name : name], "not this field in this place");
		}
		const more = given[names.length];
		if (more !== void 0) throw new FormError([...path, more], "unknown field");
		const read = {};
		for (const name of names) {
			const field = value.get(name);
			const reader = fields[name];
			if (field === void 0 || reader === void 0) throw new FormError([...path, name], "missing");
			read[name] = reader(field, [...path, name]);
		}
		return read;
	};
}
/** An object whose first field, a text, says which other fields it has. */
function tagged(tag, variants) {
	const readers = new Map(Object.entries(variants).map(([kind, fields]) => [kind, object({
		[tag]: oneOf(kind),
		...fields
	})]));
	return (value, path) => {
		if (!isObject(value)) throw new FormError(path, "not an object");
		const kind = value.get(tag);
		const reader = typeof kind === "string" ? readers.get(kind) : void 0;
		if (reader === void 0) throw new FormError([...path, tag], "no kind that is known");
		return reader(value, path);
	};
}
function list(item) {
	return (value, path) => {
		if (!isList(value)) throw new FormError(path, "not a list");
		return value.map((one, at) => item(one, [...path, String(at)]));
	};
}
function oneOf(...words) {
	return (value, path) => {
		const word = words.find((known) => known === value);
		if (word === void 0) throw new FormError(path, `not one of ${words.join(", ")}`);
		return word;
	};
}
/** A whole number from 0 to 2^53 − 1. */
var int = (value, path) => {
	if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new FormError(path, "not an int");
	return value;
};
/** One of these numbers. */
function numberOf(...numbers) {
	return (value, path) => {
		const number = numbers.find((known) => known === value);
		if (number === void 0) throw new FormError(path, `not one of ${numbers.join(", ")}`);
		return number;
	};
}
var bool = (value, path) => {
	if (typeof value !== "boolean") throw new FormError(path, "not true or false");
	return value;
};
var anyString = (value, path) => {
	if (typeof value !== "string") throw new FormError(path, "not a text");
	return value;
};
/** A text for people, one line (§2.1). */
var text = (value, path) => {
	const read = anyString(value, path);
	if (utf8(read).length > 4096) throw new FormError(path, "too long");
	if (!isDisplayable(read, false)) throw new FormError(path, "a character that no display shows");
	return read;
};
/** A text for people that may have several lines (§2.1). */
var multiLine = (value, path) => {
	const read = anyString(value, path);
	if (utf8(read).length > 262144) throw new FormError(path, "too long");
	if (!isDisplayable(read, true)) throw new FormError(path, "a character that no display shows");
	return read;
};
/** Whether a text has none of the characters that §2.1 refuses in what is displayed. */
function isDisplayable(shown, multiLine) {
	const bare = multiLine ? shown.replaceAll("\n", "") : shown;
	return !/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Noncharacter_Code_Point}]/u.test(bare);
}
function bytes(length) {
	return (value, path) => {
		const read = fromBase64Url(anyString(value, path));
		if (read === void 0) throw new FormError(path, "not base64url");
		if (length !== void 0 && read.length !== length) throw new FormError(path, `not ${length} bytes`);
		return concat(read);
	};
}
var bytes32 = bytes(32);
var bytes64 = bytes(64);
// src/base/entry/payload.ts
var INLINE_BYTES_MAX = 3e4;
var BLOB_BYTES_MAX = 288e4;
var PART_BYTES = 45e3;
var blob = object({ blob: object({
	sha256: bytes32,
	length: int
}) });
function payload(form, here) {
	return (value, path) => {
		if (isObject(value) && value.has("blob")) return {
			kind: "blob",
			...blob(value, path).blob
		};
		const read = object({ [form]: here })(value, path)[form];
		if (read === void 0) throw new FormError(path, "no value");
		return {
			kind: "here",
			value: read
		};
	};
}
var textPayload = payload("text", (value, path) => utf8(multiLine(value, path)));
var bytesPayload = payload("inline", bytes());
/** Parts as they come: kept until the entry that names them. */
var Parts = class {
	data = [];
	sha256;
	get isEmpty() {
		return this.data.length === 0;
	}
	/** Whether the part is the next one of one value. */
	take(part) {
		const last = this.data.at(-1);
		const follows = part.part === this.data.length && (last === void 0 || last.length === 45e3);
		const same = this.sha256 === void 0 || equal(this.sha256, part.sha256);
		const sized = part.data.length >= 1 && part.data.length <= 45e3;
		const within = this.data.length * PART_BYTES + part.data.length <= BLOB_BYTES_MAX;
		if (!follows || !same || !sized || !within) return false;
		this.sha256 = part.sha256;
		this.data.push(part.data);
		return true;
	}
	/** The whole value, if it stands in its place and these are exactly its parts. Empties. */
	join(named) {
		const whole = concat(...this.data);
		const { sha256: said } = this;
		this.data.length = 0;
		this.sha256 = void 0;
		if (named?.kind !== "blob") return said === void 0 && (named?.value.length ?? 0) <= 3e4 ? named?.value : "wrong";
		return named.length > 3e4 && said !== void 0 && equal(said, named.sha256) && whole.length === named.length && equal(sha256(whole), said) ? whole : "wrong";
	}
};
var CHECKPOINT_BYTES_MAX = 65536;
var HASH_BYTES = 32;
var TILE_BYTES_MAX = 256 * HASH_BYTES;
/** 256 entries of 65,535 bytes, each with its length (§16.3). */
var BUNDLE_BYTES_MAX = 16777472;
/** `x001/x234/067` of 1,234,067; `.p/17` after it for a partial one. */
function pathOf(number, width) {
	const digits = String(number);
	const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, "0").match(/.{3}/g) ?? [];
	const path = groups.map((group, at) => at < groups.length - 1 ? `x${group}` : group).join("/");
	return width < 256 ? `${path}.p/${width}` : path;
}
/** Path of the leaf hashes `number` · 256 and on, below the log's address. */
function leavesPath(number, width) {
	return `tile/0/${pathOf(number, width)}`;
}
/** Path of a bundle below the log's address. */
function bundlePath(number, width) {
	return `tile/entries/${pathOf(number, width)}`;
}
/** How many of the tile or bundle `number` a log of `size` entries has. */
function widthOf(number, size) {
	return Math.min(256, size - number * 256);
}
/**
* What `read` finds with the width, or, where a partial one is not there any more, the first so many of the full one (§2.7). Each must
* have exactly as many as its name says: `read` gives `undefined` where it has not.
*/
async function partialOrFull(width, read, isGone) {
	if (width === 256) return read(width);
	try {
		return await read(width);
	} catch (error) {
		if (!isGone(error)) throw error;
		return (await read(256))?.slice(0, width);
	}
}
/** The hashes of a tile; `undefined` of any other length. */
function readTile(bytes, width) {
	return bytes.length === width * HASH_BYTES ? chunks(bytes, HASH_BYTES) : void 0;
}
/** The entries of a bundle: exactly `width`, and nothing after them; `undefined` for anything else. */
function readBundle(bytes, width) {
	const entries = [];
	let at = 0;
	while (at + 2 <= bytes.length) {
		const length = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
		const end = at + 2 + length;
		if (end > bytes.length) return void 0;
		entries.push(bytes.subarray(at + 2, end));
		at = end;
	}
	return at === bytes.length && entries.length === width ? entries : void 0;
}
var shareFields = {
	num: int,
	den: int,
	inclusive: bool,
	base: oneOf("membership", "due", "present", "returned", "valid")
};
var share = object(shareFields);
var requirement = tagged("kind", {
	none: {},
	share: shareFields
});
var score = tagged("kind", {
	votes: {},
	appearances: { top: int },
	borda: {},
	mean_rank: { unranked: oneOf("ignored", "last") }
});
var seats = tagged("kind", {
	fixed: { count: int },
	every_item: {}
});
var runOff = object({
	threshold: oneOf("none", "same"),
	rounds: int,
	then: oneOf("presidium", "vacant")
});
var rule = tagged("kind", {
	plurality: { on_tie: oneOf("higher", "lower", "presidium") },
	cumulative: { share },
	weighted: {
		weights: list(int),
		bands: list(int)
	},
	rate: { bands: list(int) }
});
var method = tagged("kind", {
	choose: {
		score,
		seats,
		threshold: requirement,
		on_tie: oneOf("run_off", "all_in", "all_out", "presidium"),
		on_shortfall: oneOf("vacant", "second_round", "next_sitting"),
		run_off: runOff
	},
	grade: { rule }
});
var profile = object({
	title: text,
	secrecy: oneOf("secret", "named", "hands"),
	meeting_quorum: share,
	vote_quorum: requirement,
	suspended: oneOf("counted", "not_counted"),
	roll_freeze: oneOf("session", "plenary", "contest"),
	late_arrival: oneOf("not_admitted", "until_issued", "until_end"),
	leave_early: oneOf("stays", "leaves"),
	options: tagged("kind", {
		select: {},
		two_way: {},
		three_way: {},
		grades: {
			grades: list(text),
			others: list(text),
			satisfied: int
		},
		ranks: {
			ranks: int,
			each: oneOf("at_most_once", "exactly_once")
		}
	}),
	choice: tagged("kind", {
		each: {},
		at_most: { most: int },
		exactly: { count: int },
		between: {
			least: int,
			most: int
		}
	}),
	blank_item: oneOf("abstain", "approve", "invalid"),
	blank_ballot: oneOf("abstain", "void"),
	mark_conflict: oneOf("item_void", "ballot_void"),
	recast: oneOf("first", "last"),
	surplus: tagged("kind", {
		any: {},
		none: {},
		count: { least: int },
		ratio: {
			num: int,
			den: int
		}
	}),
	method,
	minimum_ballots: int,
	channel_floor: int,
	articles: object({
		meeting_quorum: text,
		validity: text,
		roll: text,
		late_arrival: text,
		secrecy: text,
		choice: text,
		blank: text,
		recast: text,
		threshold: text,
		order: text,
		on_tie: text,
		on_shortfall: text,
		run_off: text,
		grade: text
	})
});
/** Columns of the ballot, the rest included (§9.1). */
function columns(rules) {
	switch (rules.options.kind) {
		case "select": return 2;
		case "two_way": return 3;
		case "three_way": return rules.blank_item !== "abstain" || rules.blank_ballot === "void" ? 4 : 3;
		case "grades": return rules.options.grades.length + rules.options.others.length + 1;
		case "ranks": return rules.options.ranks + 1;
	}
}
/** Least and most items that a ballot chooses; `undefined` for `each`. */
function choiceBounds({ choice }) {
	switch (choice.kind) {
		case "each": return;
		case "at_most": return {
			least: 0,
			most: choice.most
		};
		case "exactly": return {
			least: choice.count,
			most: choice.count
		};
		case "between": return {
			least: choice.least,
			most: choice.most
		};
	}
}
/** Least and most of the choosing column of so many items: those of `choice`, and at least 1 where no ballot is blank. */
function choosingBounds(rules, items) {
	const bounds = choiceBounds(rules);
	if (rules.options.kind !== "select" || rules.blank_ballot !== "void") return bounds;
	return {
		least: Math.max(1, bounds?.least ?? 1),
		most: bounds?.most ?? items
	};
}
// src/trust/signature.ts
var { Point } = ed25519;
/** 2^255 − 19: of a canonical encoding the y is below it. */
var P$1 = (1n << 255n) - 19n;
var SIGN = 1n << 255n;
var COFACTOR = 8n;
/** The point of a canonical encoding; `undefined` of any other bytes. */
function decode(bytes) {
	if (bytes.length !== 32) return void 0;
	const number = littleEndian(bytes);
	if (number % SIGN >= P$1) return void 0;
	try {
		const point = Point.fromBytes(bytes);
		return point.x === 0n && number >= SIGN ? void 0 : point;
	} catch {
		return;
	}
}
function hasSmallOrder(point) {
	return point.multiplyUnsafe(COFACTOR).is0();
}
/** Whether these bytes may be somebody's key: checks 1 and 2. */
function isKey(bytes) {
	const key = decode(bytes);
	return key !== void 0 && !hasSmallOrder(key);
}
/** All six, in their order. */
function verdictOn(key, message, signature) {
	const a = decode(key);
	if (a === void 0) return "key_not_canonical";
	if (hasSmallOrder(a)) return "key_small_order";
	const first = signature.slice(0, 32);
	const r = decode(first);
	if (r === void 0) return "r_not_canonical";
	if (hasSmallOrder(r)) return "r_small_order";
	const s = littleEndian(signature.slice(32));
	if (signature.length !== 64 || s >= ORDER) return "s_not_canonical";
	const h = littleEndian(sha512(concat(first, key, message))) % ORDER;
	const ha = h === 0n ? Point.ZERO : a.multiplyUnsafe(h);
	return (s === 0n ? Point.ZERO : Point.BASE.multiply(s)).equals(r.add(ha)) ? "accept" : "mismatch";
}
// src/trust/note.ts
var NOTE_BYTES_MAX = 262144;
var LINES_MAX = 64;
var NAME_BYTES_MAX = 1024;
/** 2^63 − 1, of sizes and times. */
var NUMBER_MAX = (1n << 63n) - 1n;
/** Which layer of §2.5 refuses: the form of the note, no line of the log's key, a line of it, a line of a witness, the checkpoint. */
var NoteError = class extends Error {
	layer;
	name = "NoteError";
	constructor(layer, why) {
		super(why);
		this.layer = layer;
	}
};
/** The byte that stands for the kind of a key. */
var TYPES = {
	log: 1,
	witness: 4
};
/** Whether a key may have this name. */
function isKeyName(name) {
	const { length } = utf8(name);
	return length > 0 && length <= NAME_BYTES_MAX && !/[\p{White_Space}+]/u.test(name);
}
function noteKey(name, type, key) {
	return {
		name,
		type,
		key,
		keyId: hex(sha256(concat(utf8(name), utf8("\n"), Uint8Array.of(TYPES[type]), key)).slice(0, 4))
	};
}
/** The key that a vkey text says; `undefined` of any text that is not the one of such a key. */
function readVkey(vkey, type) {
	const [, name = "", keyId, encoded = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/su.exec(vkey) ?? [];
	const bytes = fromBase64(encoded);
	if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== TYPES[type]) return void 0;
	const said = noteKey(name, type, bytes.slice(1));
	return said.keyId === keyId && isKey(said.key) ? said : void 0;
}
function readLine(line) {
	const [, name, encoded] = /^\u2014 ([^ ]*) ([^ ]*)$/u.exec(line) ?? [];
	if (name === void 0 || encoded === void 0) throw new NoteError("note", "form of a signature line");
	if (!isKeyName(name)) throw new NoteError("note", "key name");
	const bytes = fromBase64(encoded);
	if (bytes === void 0) throw new NoteError("note", "base64 of a signature");
	if (bytes.length <= 4) throw new NoteError("note", "no signature after a key ID");
	return {
		name,
		keyId: hex(bytes.slice(0, 4)),
		signature: bytes.slice(4)
	};
}
/** Throws [`NoteError`] of the layer `note`. No signature is looked at. */
function readNote(bytes) {
	if (bytes.length > NOTE_BYTES_MAX) throw new NoteError("note", `${bytes.length} bytes`);
	const written = fromUtf8(bytes);
	if (written === void 0) throw new NoteError("note", "not UTF-8");
	if (bytes.some((byte) => byte < 32 && byte !== 10)) throw new NoteError("note", "a control character");
	const text = /^(?:[^]*\n)?(?=\n)/u.exec(written)?.[0];
	if (text === void 0 || text === "") throw new NoteError("note", "no empty line");
	const rest = written.slice(text.length + 1);
	if (!written.endsWith("\n")) throw new NoteError("note", "the last line does not end");
	const lines = rest.split("\n").slice(0, -1);
	if (lines.length === 0) throw new NoteError("note", "no signature");
	if (lines.length > LINES_MAX) throw new NoteError("note", `${lines.length} signatures`);
	return {
		text,
		lines: lines.map(readLine)
	};
}
/** When a line of this key was made, by its own clock; 0 of a log's key, which says no time. `undefined`: the line does not hold. */
function madeAt(text, { signature }, { type, key }) {
	const holds = (message, bytes) => verdictOn(key, utf8(message), bytes) === "accept";
	if (type === "log") return holds(text, signature) ? 0n : void 0;
	if (signature.length !== 72) return void 0;
	const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
	return time <= NUMBER_MAX && holds(`cosignature/v1\ntime ${time}\n${text}`, signature.slice(8)) ? time : void 0;
}
/** The lines that say that they are by this key. */
function linesOf({ lines }, { name, keyId }) {
	return lines.filter((line) => line.name === name && line.keyId === keyId);
}
/** Times of a key's lines, none if it has none; throws [`NoteError`] where one of them does not hold, also beside another that does. */
function timesOf(note, key) {
	return linesOf(note, key).map((line) => {
		const time = madeAt(note.text, line, key);
		if (time === void 0) throw new NoteError(key.type === "log" ? "signature" : "cosignature", `a line of ${key.name} does not hold`);
		return time;
	});
}
/** A line as it stands in a note. */
function writeLine({ name, keyId, signature }) {
	return `\u2014 ${name} ${base64(concat(Uint8Array.from(keyId.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16)), signature))}\n`;
}
/** A decimal number of §2.5: no sign, no leading zero, at most 2^63 − 1. */
function readDecimal(digits) {
	if (!/^(?:0|[1-9][0-9]{0,18})$/u.test(digits)) return void 0;
	const number = BigInt(digits);
	return number <= NUMBER_MAX ? number : void 0;
}
// src/trust/tree.ts
var EMPTY = sha256(/* @__PURE__ */ new Uint8Array());
function join(left, right) {
	return sha256(concat(Uint8Array.of(1), left, right));
}
/** Whether this is the root of no leaves at all. */
function isEmptyRoot(root) {
	return equal(root, EMPTY);
}
/** A tree that grows by leaves. Like a binary counter: place k holds the root over 2^k leaves, or nothing. */
var GrowingTree = class {
	places = [];
	count = 0;
	get size() {
		return this.count;
	}
	push(leaf) {
		let carried = leaf;
		let place = 0;
		for (let full = this.places[place]; full !== void 0; full = this.places[place]) {
			carried = join(full, carried);
			this.places[place] = void 0;
			place += 1;
		}
		this.places[place] = carried;
		this.count += 1;
	}
	root() {
		let right;
		for (const left of this.places) if (left !== void 0) right = right === void 0 ? left : join(left, right);
		return right ?? EMPTY;
	}
};
/** The largest power of two below `size`, which is at least 2. */
function split(size) {
	let power = 1n;
	while (2n * power < size) power *= 2n;
	return power;
}
/** A proof's hashes, taken from the end: there stand those nearest the root. */
var Hashes = class {
	hashes;
	left;
	constructor(hashes) {
		this.hashes = hashes;
		this.left = hashes.length;
	}
	take() {
		this.left -= 1;
		const hash = this.hashes[this.left];
		if (hash === void 0) throw new Missing();
		return hash;
	}
	/** Whether each was used. */
	get areUsedUp() {
		return this.left === 0;
	}
};
/** A proof ends before the tree does. */
var Missing = class extends Error {};
/** What a proof with exactly so many hashes gives; `undefined` of any other. */
function exactly(proof, follow) {
	const hashes = new Hashes(proof);
	try {
		const given = follow(hashes);
		return hashes.areUsedUp ? given : void 0;
	} catch (error) {
		if (error instanceof Missing) return void 0;
		throw error;
	}
}
function rootWith(leaf, index, size, hashes) {
	if (size === 1n) return leaf;
	const half = split(size);
	const sibling = hashes.take();
	return index < half ? join(rootWith(leaf, index, half, hashes), sibling) : join(sibling, rootWith(leaf, index - half, size - half, hashes));
}
/** `undefined` if the leaf is entry `index`, from 0, of the tree with this size and root. */
function inclusionError(index, size, leaf, proof, root) {
	if (index >= size) return "IndexBeyondSize";
	const given = exactly(proof, (hashes) => rootWith(leaf, index, size, hashes));
	if (given === void 0) return "ProofLength";
	return equal(given, root) ? void 0 : "RootMismatch";
}
/** Both roots that a proof gives. `whole`: the old tree is known to be this subtree's beginning, from its first leaf on. */
function rootsWith(old, size, whole, hashes) {
	if (old === size) {
		const root = whole ?? hashes.take();
		return {
			old: root,
			next: root
		};
	}
	const half = split(size);
	const sibling = hashes.take();
	if (old <= half) {
		const left = rootsWith(old, half, whole, hashes);
		return {
			old: left.old,
			next: join(left.next, sibling)
		};
	}
	const right = rootsWith(old - half, size - half, void 0, hashes);
	return {
		old: join(sibling, right.old),
		next: join(sibling, right.next)
	};
}
/** `undefined` if the tree of `next` leaves begins with that of `old` leaves. */
function consistencyError(old, next, oldRoot, newRoot, proof) {
	if (old > next) return "Shrinks";
	if (old === 0n || old === next) {
		if (proof.length > 0) return "ProofLength";
		if (old === 0n && !isEmptyRoot(oldRoot) || next === 0n && !isEmptyRoot(newRoot)) return "EmptyRoot";
		return old === next && !equal(oldRoot, newRoot) ? "RootsDiffer" : void 0;
	}
	const given = exactly(proof, (hashes) => rootsWith(old, next, oldRoot, hashes));
	if (given === void 0) return "ProofLength";
	if (!equal(given.old, oldRoot)) return "OldRoot";
	return equal(given.next, newRoot) ? void 0 : "NewRoot";
}
/** The root over these leaves. */
function rootOf(leaves) {
	const tree = new GrowingTree();
	for (const leaf of leaves) tree.push(leaf);
	return tree.root();
}
function halves(leaves) {
	const half = Number(split(BigInt(leaves.length)));
	return [leaves.slice(0, half), leaves.slice(half)];
}
/** The hashes that show entry `index` of these leaves, the leaf's sibling first (PATH of RFC 6962 §2.1.1). */
function inclusionProof(index, leaves) {
	if (leaves.length <= 1) return [];
	const [left, right] = halves(leaves);
	return index < left.length ? [...inclusionProof(index, left), rootOf(right)] : [...inclusionProof(index - left.length, right), rootOf(left)];
}
/** The hashes that show that these leaves begin with the first `old` of them (PROOF of RFC 6962 §2.1.2). */
function consistencyProof(old, leaves) {
	return old === 0 ? [] : subproof(old, leaves, true);
}
function subproof(old, leaves, isBeginning) {
	if (old === leaves.length) return isBeginning ? [] : [rootOf(leaves)];
	const [left, right] = halves(leaves);
	return old <= left.length ? [...subproof(old, left, isBeginning), rootOf(right)] : [...subproof(old - left.length, right, false), rootOf(left)];
}
// src/trust/checkpoint.ts
/** The three lines of a checkpoint. Throws [`NoteError`]. */
function readCheckpoint(text) {
	const refuse = (why) => {
		throw new NoteError("checkpoint", why);
	};
	const [origin, digits, encoded, end, ...more] = text.split("\n");
	if (origin === void 0 || digits === void 0 || encoded === void 0 || end !== "" || more.length > 0) return refuse("not three lines");
	if (!isKeyName(origin)) return refuse("origin");
	const size = readDecimal(digits);
	if (size === void 0) return refuse("size");
	const root = fromBase64(encoded);
	if (root?.length !== 32) return refuse("root");
	if (size === 0n && !isEmptyRoot(root)) return refuse("the root of no entries");
	return {
		origin,
		size,
		root
	};
}
/** The size that a note claims, before anything of it is believed. Throws [`NoteError`]. */
function claimedSize(note) {
	return readCheckpoint(readNote(note).text).size;
}
var newestFirst = (left, right) => left < right ? 1 : left > right ? -1 : 0;
/**
* Throws [`NoteError`] unless the log's key signed this checkpoint, whose first line is that key's name. A line of the log or of a
* witness that does not hold refuses all of it; lines of others say nothing.
*/
function readCosigned(bytes, { log, witnesses, quorum }) {
	const note = readNote(bytes);
	if (timesOf(note, log).length === 0) throw new NoteError("unsigned", "no line of the log's key");
	const checkpoint = readCheckpoint(note.text);
	if (checkpoint.origin !== log.name) throw new NoteError("checkpoint", "another log's origin");
	const seen = witnesses.flatMap(({ label, key }) => {
		const [time] = [...timesOf(note, key)].sort(newestFirst);
		return time === void 0 ? [] : [{
			label,
			time
		}];
	});
	const times = seen.map(({ time }) => time).sort(newestFirst);
	const isQuorum = seen.length >= quorum;
	return {
		checkpoint,
		by: seen.map(({ label }) => label),
		have: seen.length,
		isQuorum,
		time: isQuorum ? times[quorum - 1] ?? 0n : 0n,
		newest: times[0] ?? 0n,
		note: fromUtf8(bytes) ?? "",
		bare: `${note.text}\n${linesOf(note, log).slice(0, 1).map(writeLine).join("")}`
	};
}
/** Whether no one log can have both: equal sizes with different roots. */
function disagree(left, right) {
	return left.size === right.size && !equal(left.root, right.root);
}
// src/trust/evidence.ts
var FIRST_LINE = "piaojue-evidence/v1";
function write(kind, entry0, a, b, claim = []) {
	const text = [
		`${FIRST_LINE}\n${kind}\n${fromUtf8(entry0) ?? ""}\n`,
		a.bare,
		b.bare,
		...claim.length > 0 ? [`${claim.join("\n")}\n`] : []
	].join("\n");
	return {
		name: `evidence-${kind}-${hex(sha256(utf8(text)).slice(0, 4))}.evidence`,
		text
	};
}
/** One size, two roots; `undefined` where that is not so. */
function twoRoots(entry0, a, b) {
	return disagree(a.checkpoint, b.checkpoint) ? write("two-roots", entry0, a, b) : void 0;
}
/** The history under the larger root did not grow out of the smaller. `leaves`: all under the larger. `undefined` where it did. */
function twoHistories(entry0, smaller, larger, leaves) {
	const [old, next] = [smaller.checkpoint.size, larger.checkpoint.size];
	if (old === 0n || old >= next || BigInt(leaves.length) !== next) return void 0;
	const root = rootOf(leaves.slice(0, Number(old)));
	if (equal(root, smaller.checkpoint.root)) return void 0;
	const proof = consistencyProof(Number(old), leaves);
	if (consistencyError(old, next, root, larger.checkpoint.root, proof) !== void 0) return void 0;
	return write("two-histories", entry0, smaller, larger, [`root ${base64(root)}`, ...proof.map(base64)]);
}
/** Something follows the seal. `leaves`: all under `sealed`, which covers the seal at `index`; `beyond` is larger than the seal allows. */
function beyondSeal(entry0, sealed, beyond, seal, leaves) {
	const { size, root } = sealed.checkpoint;
	if (beyond.checkpoint.size <= BigInt(seal.index + 1) || BigInt(leaves.length) !== size) return void 0;
	const proof = inclusionProof(seal.index, leaves);
	if (inclusionError(BigInt(seal.index), size, leafHash(seal.line), proof, root) !== void 0) return void 0;
	return write("beyond-seal", entry0, sealed, beyond, [
		`index ${seal.index}`,
		fromUtf8(seal.line) ?? "",
		...proof.map(base64)
	]);
}
/** The notes as they came, where they prove nothing yet: for whoever has the rest. As the terminal keeps them. */
function bothNotes(earlier, later) {
	const text = JSON.stringify({
		evidence: "contradiction",
		earlier: earlier.note,
		later: later.note
	});
	return {
		name: `evidence-contradiction-${hex(sha256(utf8(text)).slice(0, 4))}.json`,
		text
	};
}
// src/base/rules/decision.ts
var needed = {
	needed: int,
	base: int
};
var item$1 = object({
	counts: list(int),
	invalid: int,
	votes: int,
	score: object({
		num: int,
		den: int
	}),
	share: object({
		num: int,
		den: int,
		percent: int
	}),
	rank: int,
	passed: bool,
	chosen: oneOf("yes", "no", "run_off", "presidium", "graded"),
	grade: list(int),
	reason: tagged("code", {
		tied_at_cut: {
			tied: int,
			seats: int
		},
		within_seats: needed,
		seats_filled: { seats: int },
		below_threshold: needed,
		no_votes: {},
		plurality: {
			marks: int,
			grades: list(int)
		},
		cumulative: {
			reached: int,
			...needed
		},
		weighted: { band: list(int) },
		rate: { band: list(int) }
	})
});
var decision = object({
	outcome: tagged("kind", {
		valid: {},
		void: {
			reason: oneOf("meeting_quorum", "returned_exceeds_issued", "vote_quorum", "minimum_ballots"),
			bound: int,
			actual: int
		}
	}),
	needed: int,
	base: int,
	firm: list(int),
	tied: object({
		items: list(int),
		seats: int
	}),
	next: object({
		kind: oneOf("none", "run_off", "presidium", "second_round", "next_sitting"),
		items: list(int),
		seats: int
	}),
	vacant: int,
	unreturned: int,
	unreturned_could_change: bool,
	items: list(item$1)
});
// src/base/rules/numbers.ts
var channel = object({
	issued: int,
	returned: int,
	valid: int,
	void: int
});
object({
	membership: int,
	due: int,
	present: int
});
object({
	machine: channel,
	paper: channel
});
var row = object({
	counts: list(int),
	invalid: int
});
// src/base/entry/signer.ts
var ROLES = oneOf("server", "secretariat", "chief", "presiding", "ballot");
/** A name of a signer, its number without leading zero. */
var signer = (value, path) => {
	const name = text(value, path);
	const numbered = /^(scrutineer|deputy|card)-(0|[1-9][0-9]*)$/.exec(name);
	const number = Number(numbered?.[2]);
	switch (numbered !== null && Number.isSafeInteger(number) ? numbered[1] : void 0) {
		case "scrutineer": return `scrutineer-${number}`;
		case "deputy": return `deputy-${number}`;
		case "card": return `card-${number}`;
		default: return ROLES(value, path);
	}
};
// src/base/entry/bodies.ts
var item = object({
	number: int,
	title: text,
	department: text,
	budget: text,
	detail: text
});
var contest = { contest: bytes32 };
var run = {
	run: int,
	scrutineer: int
};
var preparation = {
	sitting_defined: {
		version: int,
		name: text,
		mode: oneOf("real", "rehearsal"),
		origin: text,
		keys: object({
			log: bytes32,
			server: bytes32,
			secretariat: bytes32,
			chief: bytes32,
			presiding: bytes32
		}),
		witnesses: list(object({
			name: text,
			vkey: text
		})),
		quorum: int,
		pages: list(bytes32)
	},
	roll_fixed: {
		membership: int,
		due: int,
		roll: textPayload
	},
	rules_adopted: {
		title: text,
		text: textPayload,
		profile
	},
	scrutineers_named: {
		run: int,
		threshold: int,
		scrutineers: list(object({
			index: int,
			name: text,
			key: bytes32
		})),
		reason: text
	},
	contest_defined: {
		contest: int,
		title: text,
		rules: bytes32,
		profile,
		purpose: tagged("kind", {
			items: {},
			rules: { rules: bytes32 },
			scrutineers: { run: int },
			run_off: { of: bytes32 },
			second_round: { of: bytes32 },
			again: { of: bytes32 }
		}),
		items: list(item)
	},
	deputy_suspended: {
		deputy: int,
		reason: text
	},
	deputy_restored: {
		deputy: int,
		follows: bytes32,
		reason: text
	},
	leave_granted: {
		deputy: int,
		reason: text
	},
	blob_part: {
		sha256: bytes32,
		part: int,
		data: bytes()
	}
};
var ceremony = {
	key_committed: {
		...run,
		encryption_key: bytes32,
		encryption_proof: bytes64,
		commitment: bytes32
	},
	key_revealed: {
		...run,
		commitments: list(bytes32),
		proof: bytes64
	},
	key_dealt: {
		...run,
		shares: list(object({
			to: int,
			ephemeral: bytes32,
			proof: bytes64,
			sealed: bytes(48)
		}))
	},
	key_accepted: {
		...run,
		follows: bytes32
	},
	key_disputed: {
		...run,
		dealer: int,
		shared: bytes32,
		proof: bytes64
	},
	key_agreed: {
		run: int,
		public_key: bytes32,
		share_keys: list(bytes32)
	},
	key_tested: {
		key: bytes32,
		scrutineer: int,
		share: bytes(128)
	}
};
var voting = {
	checked_in: {
		deputy: int,
		device_key: bytes32,
		means: oneOf("card", "desk")
	},
	check_in_undone: {
		deputy: int,
		follows: bytes32,
		reason: text
	},
	left_early: {
		deputy: int,
		follows: bytes32,
		reason: text
	},
	contest_opened: {
		contest: int,
		definition: bytes32,
		rules: bytes32,
		roll: bytes32,
		keys: list(object({
			key: bytes32,
			public_key: bytes32,
			stamp_key: bytes32
		})),
		membership: int,
		due: int,
		present: int,
		zero_report: object({
			issued: int,
			boxed: int,
			challenged: int,
			returned: int
		})
	},
	ballot_issued: {
		request: object({
			kind: oneOf("ballot_requested"),
			contest: bytes32,
			deputy: int,
			blinded: bytes32
		}),
		request_sig: bytes64,
		evaluated: bytes32,
		proof: bytes64
	},
	ballot_challenged: {
		...contest,
		com: bytes32,
		seed: bytes32,
		choices: bytes(),
		code: bytes32
	},
	contest_held: {
		...contest,
		follows: bytes32,
		by: oneOf("server", "secretariat"),
		reason: text
	},
	contest_resumed: {
		...contest,
		follows: bytes32
	},
	contest_ended: contest,
	paper_issued: {
		...contest,
		deputies: list(int)
	},
	vote_cast: {
		...contest,
		deputy: int,
		choices: list(int),
		replaces: bytes32
	},
	hands_counted: {
		...contest,
		rows: list(row)
	},
	witnessed: { checkpoint: multiLine }
};
var ending = {
	ballot_returned: {
		...contest,
		deputy: int
	},
	box_opened: {
		...contest,
		ballots: int,
		stamps: bytes32,
		proof: bytes64
	},
	ballot_cast: {
		...contest,
		ballot_key: bytes32,
		stamp: bytes32,
		nonce: bytes32,
		replaces: bytes32,
		ballot: bytesPayload
	},
	paper_cast: {
		...contest,
		ballot_key: bytes32,
		ballot: bytesPayload
	},
	contest_closed: {
		...contest,
		size: int,
		root: bytes32,
		issued: int,
		returned: int,
		slips: int,
		paper: object({
			issued: int,
			returned: int,
			void: int,
			entered: int
		})
	},
	paper_counted: {
		...contest,
		closed: bytes32,
		count: numberOf(1, 2),
		replaces: list(bytes32),
		void: list(object({
			reason: text,
			count: int
		})),
		rows: list(row)
	},
	paper_confirmed: {
		...contest,
		first: bytes32,
		second: bytes32
	},
	decrypted: {
		...contest,
		closed: bytes32,
		scrutineer: int,
		shares: list(bytes(128))
	},
	result_declared: {
		...contest,
		closed: bytes32,
		totals: list(int),
		decision
	},
	tie_settled: {
		...contest,
		follows: bytes32,
		items: list(int),
		reason: text
	},
	contest_voided: {
		...contest,
		follows: bytes32,
		reason: text
	},
	report_signed: {
		...contest,
		by: signer,
		report: bytes32
	},
	sitting_sealed: {
		index: int,
		origin: text,
		manifest: list(object({
			name: text,
			sha256: bytes32,
			length: int
		}))
	}
};
var body = tagged("kind", {
	...preparation,
	...ceremony,
	...voting,
	...ending
});
/** A line is not the encoding of an entry. */
var EntryError = class extends Error {
	name = "EntryError";
};
var envelope = object({
	prev: bytes32,
	time: int,
	sigs: list(object({
		by: signer,
		sig: bytes64
	})),
	body
});
/** Throws [`EntryError`]. */
function parseEntry(line) {
	if (line.length > 65535) throw new EntryError(`${line.length} bytes`);
	const written = fromUtf8(line);
	if (written === void 0) throw new EntryError("not UTF-8");
	try {
		const read = envelope(parseJson(written), []);
		const start = written.indexOf("\"body\":") + 7;
		return {
			...read,
			line,
			leaf: leafHash(line),
			bodyBytes: utf8(written.slice(start, -1))
		};
	} catch (error) {
		if (error instanceof JsonError || error instanceof FormError) throw new EntryError(error.message);
		throw error;
	}
}
// src/trust/definition.ts
var VERSION = 1;
var WITNESSES_MAX = 32;
/** 1 to 255 visible characters of ASCII, none a plus. */
var ORIGIN = /^[!-*,-~]{1,255}$/u;
function need(holds, what) {
	if (!holds) throw new TrustError("sitting", what);
}
function areDifferent(names) {
	return new Set(names).size === names.length;
}
function hasWords(text) {
	return /\P{White_Space}/u.test(text);
}
/** Whose signatures count in the sitting. Throws [`TrustError`] unless the definition is sound. */
function readDefinition({ version, name, origin, keys, witnesses, quorum }) {
	need(version === VERSION, `version ${version}`);
	need(hasWords(name), "no name");
	need(ORIGIN.test(origin), "origin");
	const roles = Object.values(keys);
	need(roles.every(isKey) && areDifferent(roles.map(hex)), "keys");
	const count = witnesses.length;
	need(count === 0 ? quorum === 0 : count <= WITNESSES_MAX && quorum <= count && 2 * quorum > count, `quorum ${quorum} of ${count}`);
	need(witnesses.every((witness) => hasWords(witness.name)) && areDifferent(witnesses.map((witness) => witness.name)), "names of witnesses");
	const read = witnesses.map(({ name: label, vkey }) => {
		const key = readVkey(vkey, "witness");
		if (key === void 0) throw new TrustError("sitting", "key of a witness");
		return {
			label,
			key
		};
	});
	need(areDifferent([origin, ...read.map(({ key }) => key.name)]), "a witness twice");
	need(areDifferent([...roles, ...read.map(({ key }) => key.key)].map(hex)), "a witness twice");
	return {
		log: noteKey(origin, "log", keys.log),
		witnesses: read,
		quorum
	};
}
// src/trust/signers.ts
/** `undefined` if all is right. */
function signersError(entry, needed, sitting) {
	if (entry.sigs.map(({ by }) => by).join(", ") !== needed.map(({ by }) => by).join(", ")) return {
		is: "signers",
		what: entry.body.kind
	};
	const place = entry.body.kind === "sitting_defined" ? ZERO_32 : sitting;
	const purpose = entry.body.kind === "ballot_cast" ? "ballot" : "act";
	for (const [at, { by, key }] of needed.entries()) {
		const sig = entry.sigs[at]?.sig;
		if (key === void 0 || sig === void 0) return {
			is: "signature",
			what: `${by}: no key`
		};
		const verdict = verdictOn(key, signedBytes(purpose, place, entry.bodyBytes), sig);
		if (verdict !== "accept") return {
			is: "signature",
			what: `${by}: ${verdict}`
		};
	}
}
// node_modules/preact/dist/preact.module.js
var n;
var l;
var u$1;
var i$1;
var r;
var o;
var e;
var f$1;
var c;
var a;
var s;
var h;
var p;
var v;
var d = {};
var w = [];
var _ = /acit|ex(?:s|g|n|p|$)|rph|grid|ows|mnc|ntw|ine[ch]|zoo|^ord|itera/i;
var g = Array.isArray;
function m(n, l) {
	for (var u in l) n[u] = l[u];
	return n;
}
function b(n) {
	n && n.parentNode && n.parentNode.removeChild(n);
}
function k(l, u, t) {
	var i, r, o, e = {};
	for (o in u) "key" == o ? i = u[o] : "ref" == o ? r = u[o] : e[o] = u[o];
	if (arguments.length > 2 && (e.children = arguments.length > 3 ? n.call(arguments, 2) : t), "function" == typeof l && null != l.defaultProps) for (o in l.defaultProps) void 0 === e[o] && (e[o] = l.defaultProps[o]);
	return x(l, e, i, r, null);
}
function x(n, t, i, r, o) {
	var e = {
		type: n,
		props: t,
		key: i,
		ref: r,
		__k: null,
		__: null,
		__b: 0,
		__e: null,
		__c: null,
		constructor: void 0,
		__v: null == o ? ++u$1 : o,
		__i: -1,
		__u: 0
	};
	return null == o && null != l.vnode && l.vnode(e), e;
}
function S(n) {
	return n.children;
}
function C(n, l) {
	this.props = n, this.context = l;
}
function $(n, l) {
	if (null == l) return n.__ ? $(n.__, n.__i + 1) : null;
	for (var u; l < n.__k.length; l++) if (null != (u = n.__k[l]) && null != u.__e) return u.__e;
	return "function" == typeof n.type ? $(n) : null;
}
function I(n) {
	if (n.__P && n.__d) {
		var u = n.__v, t = u.__e, i = [], r = [], o = m({}, u);
		o.__v = u.__v + 1, l.vnode && l.vnode(o), q(n.__P, o, u, n.__n, n.__P.namespaceURI, 32 & u.__u ? [t] : null, i, null == t ? $(u) : t, !!(32 & u.__u), r), o.__v = u.__v, o.__.__k[o.__i] = o, D(i, o, r), u.__e = u.__ = null, o.__e != t && P(o);
	}
}
function P(n) {
	if (null != (n = n.__) && null != n.__c) return n.__e = n.__c.base = null, n.__k.some(function(l) {
		if (null != l && null != l.__e) return n.__e = n.__c.base = l.__e;
	}), P(n);
}
function A(n) {
	(!n.__d && (n.__d = !0) && i$1.push(n) && !H.__r++ || r != l.debounceRendering) && ((r = l.debounceRendering) || o)(H);
}
function H() {
	try {
		for (var n, l = 1; i$1.length;) i$1.length > l && i$1.sort(e), n = i$1.shift(), l = i$1.length, I(n);
	} finally {
		i$1.length = H.__r = 0;
	}
}
function L(n, l, u, t, i, r, o, e, f, c, a) {
	var s, h, p, v, y, _, g = t && t.__k || w, m = l.length;
	for (f = T(u, l, g, f, m), s = 0; s < m; s++) null != (p = u.__k[s]) && (h = -1 != p.__i && g[p.__i] || d, p.__i = s, _ = q(n, p, h, i, r, o, e, f, c, a), v = p.__e, p.ref && h.ref != p.ref && (h.ref && J(h.ref, null, p), a.push(p.ref, p.__c || v, p)), null == y && null != v && (y = v), 4 & p.__u ? (f = j(p, f, n), h.__e && (h.__e = null)) : "function" == typeof p.type && void 0 !== _ ? f = _ : v && (f = v.nextSibling), p.__u &= -7);
	return u.__e = y, f;
}
function T(n, l, u, t, i) {
	var r, o, e, f, c, a = u.length, s = a, h = 0;
	for (n.__k = new Array(i), r = 0; r < i; r++) null != (o = l[r]) && "boolean" != typeof o && "function" != typeof o ? ("string" == typeof o || "number" == typeof o || "bigint" == typeof o || o.constructor == String ? o = n.__k[r] = x(null, o, null, null, null) : g(o) ? o = n.__k[r] = x(S, { children: o }, null, null, null) : void 0 === o.constructor && o.__b > 0 ? o = n.__k[r] = x(o.type, o.props, o.key, o.ref ? o.ref : null, o.__v) : n.__k[r] = o, f = r + h, o.__ = n, o.__b = n.__b + 1, e = null, -1 != (c = o.__i = O(o, u, f, s)) && (s--, (e = u[c]) && (e.__u |= 2)), null == e || null == e.__v ? (-1 == c && (i > a ? h-- : i < a && h++), "function" != typeof o.type && (o.__u |= 4)) : c != f && (c == f - 1 ? h-- : c == f + 1 ? h++ : (c > f ? h-- : h++, o.__u |= 4))) : n.__k[r] = null;
	if (s) for (r = 0; r < a; r++) null != (e = u[r]) && 0 == (2 & e.__u) && (e.__e == t && (t = $(e)), K(e, e));
	return t;
}
function j(n, l, u) {
	var t, i;
	if ("function" == typeof n.type) {
		for (t = n.__k, i = 0; t && i < t.length; i++) t[i] && (t[i].__ = n, l = j(t[i], l, u));
		return l;
	}
	n.__e != l && (l && n.type && !l.parentNode && (l = $(n)), l = u.insertBefore(n.__e, l || null));
	do
		l = l && l.nextSibling;
	while (null != l && 8 == l.nodeType);
	return l;
}
function O(n, l, u, t) {
	var i, r, o, e = n.key, f = n.type, c = l[u], a = null != c && 0 == (2 & c.__u);
	if (null === c && null == e || a && e == c.key && f == c.type) return u;
	if (t > (a ? 1 : 0)) {
		for (i = u - 1, r = u + 1; i >= 0 || r < l.length;) if (null != (c = l[o = i >= 0 ? i-- : r++]) && 0 == (2 & c.__u) && e == c.key && f == c.type) return o;
	}
	return -1;
}
function z(n, l, u) {
	"-" == l[0] ? n.setProperty(l, null == u ? "" : u) : n[l] = null == u ? "" : "number" != typeof u || _.test(l) ? u : u + "px";
}
function N(n, l, u, t, i) {
	var r, o;
	n: if ("style" == l) if ("string" == typeof u) n.style.cssText = u;
	else {
		if ("string" == typeof t && (n.style.cssText = t = ""), t) for (l in t) u && l in u || z(n.style, l, "");
		if (u) for (l in u) t && u[l] == t[l] || z(n.style, l, u[l]);
	}
	else if ("o" == l[0] && "n" == l[1]) r = l != (l = l.replace(s, "$1")), o = l.toLowerCase(), l = o in n || "onFocusOut" == l || "onFocusIn" == l ? o.slice(2) : l.slice(2), n.l || (n.l = {}), n.l[l + r] = u, u ? t ? u[a] = t[a] : (u[a] = h, n.addEventListener(l, r ? v : p, r)) : n.removeEventListener(l, r ? v : p, r);
	else {
		if ("http://www.w3.org/2000/svg" == i) l = l.replace(/xlink(H|:h)/, "h").replace(/sName$/, "s");
		else if ("width" != l && "height" != l && "href" != l && "list" != l && "form" != l && "tabIndex" != l && "download" != l && "rowSpan" != l && "colSpan" != l && "role" != l && "popover" != l && l in n) try {
			n[l] = null == u ? "" : u;
			break n;
		} catch (n) {}
		"function" == typeof u || (null == u || !1 === u && "-" != l[4] ? n.removeAttribute(l) : n.setAttribute(l, "popover" == l && 1 == u ? "" : u));
	}
}
function V(n) {
	return function(u) {
		if (this.l) {
			var t = this.l[u.type + n];
			if (null == u[c]) u[c] = h++;
			else if (u[c] < t[a]) return;
			return t(l.event ? l.event(u) : u);
		}
	};
}
function q(n, u, t, i, r, o, e, f, c, a) {
	var s, h, p, v, y, d, _, k, x, M, I, P, A, H, T, j, F = u.type;
	if (void 0 !== u.constructor) return null;
	128 & t.__u && (c = !!(32 & t.__u), o = [f = u.__e = t.__e]), (s = l.__b) && s(u);
	n: if ("function" == typeof F) {
		h = e.length;
		try {
			if (x = u.props, M = F.prototype && F.prototype.render, I = (s = F.contextType) && i[s.__c], P = s ? I ? I.props.value : s.__ : i, t.__c ? k = (p = u.__c = t.__c).__ = p.__E : (M ? u.__c = p = new F(x, P) : (u.__c = p = new C(x, P), p.constructor = F, p.render = Q), I && I.sub(p), p.state || (p.state = {}), p.__n = i, v = p.__d = !0, p.__h = [], p._sb = []), M && null == p.__s && (p.__s = p.state), M && null != F.getDerivedStateFromProps && (p.__s == p.state && (p.__s = m({}, p.__s)), m(p.__s, F.getDerivedStateFromProps(x, p.__s))), y = p.props, d = p.state, p.__v = u, v) M && null == F.getDerivedStateFromProps && null != p.componentWillMount && p.componentWillMount(), M && null != p.componentDidMount && p.__h.push(p.componentDidMount);
			else {
				if (M && null == F.getDerivedStateFromProps && x !== y && null != p.componentWillReceiveProps && p.componentWillReceiveProps(x, P), u.__v == t.__v || !p.__e && null != p.shouldComponentUpdate && !1 === p.shouldComponentUpdate(x, p.__s, P)) {
					u.__v != t.__v && (p.props = x, p.state = p.__s, p.__d = !1), u.__e = t.__e, u.__k = t.__k, u.__k.some(function(n) {
						n && (n.__ = u);
					}), w.push.apply(p.__h, p._sb), p._sb = [], p.__h.length && e.push(p), f = $(t);
					break n;
				}
				null != p.componentWillUpdate && p.componentWillUpdate(x, p.__s, P), M && null != p.componentDidUpdate && p.__h.push(function() {
					p.componentDidUpdate(y, d, _);
				});
			}
			if (p.context = P, p.props = x, p.__P = n, p.__e = !1, A = l.__r, H = 0, M) p.state = p.__s, p.__d = !1, A && A(u), s = p.render(p.props, p.state, p.context), w.push.apply(p.__h, p._sb), p._sb = [];
			else do
				p.__d = !1, A && A(u), s = p.render(p.props, p.state, p.context), p.state = p.__s;
			while (p.__d && ++H < 25);
			p.state = p.__s, null != p.getChildContext && (i = m(m({}, i), p.getChildContext())), M && !v && null != p.getSnapshotBeforeUpdate && (_ = p.getSnapshotBeforeUpdate(y, d)), T = null != s && s.type === S && null == s.key ? E(s.props.children) : s, f = L(n, g(T) ? T : [T], u, t, i, r, o, e, f, c, a), p.base = u.__e, u.__u &= -161, p.__h.length && e.push(p), k && (p.__E = p.__ = null);
		} catch (n) {
			if (e.length = h, u.__v = null, c || null != o) {
				if (n.then) {
					for (u.__u |= c ? 160 : 128; f && 8 == f.nodeType && f.nextSibling;) f = f.nextSibling;
					null != o && (o[o.indexOf(f)] = null), u.__e = f;
				} else if (null != o) for (j = o.length; j--;) b(o[j]);
			} else u.__e = t.__e;
			u.__k ??= t.__k || [], n.then || B(u), l.__e(n, u, t);
		}
	} else null == o && u.__v == t.__v ? (u.__k = t.__k, u.__e = t.__e) : f = u.__e = G(t.__e, u, t, i, r, o, e, c, a);
	return (s = l.diffed) && s(u), 128 & u.__u ? void 0 : f;
}
function B(n) {
	n && (n.__c && (n.__c.__e = !0), n.__k && n.__k.some(B));
}
function D(n, u, t) {
	for (var i = 0; i < t.length; i++) J(t[i], t[++i], t[++i]);
	l.__c && l.__c(u, n), n.some(function(u) {
		try {
			n = u.__h, u.__h = [], n.some(function(n) {
				n.call(u);
			});
		} catch (n) {
			l.__e(n, u.__v);
		}
	});
}
function E(n) {
	return "object" != typeof n || null == n || n.__b > 0 ? n : g(n) ? n.map(E) : void 0 !== n.constructor ? null : m({}, n);
}
function G(u, t, i, r, o, e, f, c, a) {
	var s, h, p, v, y, w, _, m = i.props || d, k = t.props, x = t.type;
	if ("svg" == x ? o = "http://www.w3.org/2000/svg" : "math" == x ? o = "http://www.w3.org/1998/Math/MathML" : o || (o = "http://www.w3.org/1999/xhtml"), null != e) {
		for (s = 0; s < e.length; s++) if ((y = e[s]) && "setAttribute" in y == !!x && (x ? y.localName == x : 3 == y.nodeType)) {
			u = y, e[s] = null;
			break;
		}
	}
	if (null == u) {
		if (null == x) return document.createTextNode(k);
		u = document.createElementNS(o, x, k.is && k), c && (l.__m && l.__m(t, e), c = !1), e = null;
	}
	if (null == x) m === k || c && u.data == k || (u.data = k);
	else {
		if (e = "textarea" == x && null != k.defaultValue ? null : e && n.call(u.childNodes), !c && null != e) for (m = {}, s = 0; s < u.attributes.length; s++) m[(y = u.attributes[s]).name] = y.value;
		for (s in m) y = m[s], "dangerouslySetInnerHTML" == s ? p = y : "children" == s || s in k || "value" == s && "defaultValue" in k || "checked" == s && "defaultChecked" in k || N(u, s, null, y, o);
		for (s in k) y = k[s], "children" == s ? v = y : "dangerouslySetInnerHTML" == s ? h = y : "value" == s ? w = y : "checked" == s ? _ = y : c && "function" != typeof y || m[s] === y || N(u, s, y, m[s], o);
		if (h) c || p && (h.__html == p.__html || h.__html == u.innerHTML) || (u.innerHTML = h.__html), t.__k = [];
		else if (p && (u.innerHTML = ""), L("template" == t.type ? u.content : u, g(v) ? v : [v], t, i, r, "foreignObject" == x ? "http://www.w3.org/1999/xhtml" : o, e, f, e ? e[0] : i.__k && $(i, 0), c, a), null != e) for (s = e.length; s--;) b(e[s]);
		c && "textarea" != x || (s = "value", "progress" == x && null == w ? u.removeAttribute("value") : null != w && (w !== u[s] || "progress" == x && !w || "option" == x && w != m[s]) && N(u, s, w, m[s], o), s = "checked", null != _ && _ != u[s] && N(u, s, _, m[s], o));
	}
	return u;
}
function J(n, u, t) {
	try {
		if ("function" == typeof n) {
			var i = "function" == typeof n.__u;
			i && n.__u(), i && null == u || (n.__u = n(u));
		} else n.current = u;
	} catch (n) {
		l.__e(n, t);
	}
}
function K(n, u, t) {
	var i, r;
	if (l.unmount && l.unmount(n), (i = n.ref) && (i.current && i.current != n.__e || J(i, null, u)), null != (i = n.__c)) {
		if (i.componentWillUnmount) try {
			i.componentWillUnmount();
		} catch (n) {
			l.__e(n, u);
		}
		i.base = i.__P = i.__n = null;
	}
	if (i = n.__k) for (r = 0; r < i.length; r++) i[r] && K(i[r], u, t || "function" != typeof n.type);
	t || b(n.__e), n.__c = n.__ = n.__e = void 0;
}
function Q(n, l, u) {
	return this.constructor(n, u);
}
function R(u, t, i) {
	var r, o, e, f;
	t == document && (t = document.documentElement), l.__ && l.__(u, t), o = (r = "function" == typeof i) ? null : i && i.__k || t.__k, e = [], f = [], q(t, u = (!r && i || t).__k = k(S, null, [u]), o || d, d, t.namespaceURI, !r && i ? [i] : o ? null : t.firstChild ? n.call(t.childNodes) : null, e, !r && i ? i : o ? o.__e : t.firstChild, r, f), D(e, u, f), u.props.children = null;
}
n = w.slice, l = { __e: function(n, l, u, t) {
	for (var i, r, o; l = l.__;) if ((i = l.__c) && !i.__) try {
		if ((r = i.constructor) && null != r.getDerivedStateFromError && (i.setState(r.getDerivedStateFromError(n)), o = i.__d), null != i.componentDidCatch && (i.componentDidCatch(n, t || {}), o = i.__d), o) return i.__E = i;
	} catch (l) {
		n = l;
	}
	throw n;
} }, u$1 = 0, C.prototype.setState = function(n, l) {
	var u = null != this.__s && this.__s != this.state ? this.__s : this.__s = m({}, this.state);
	"function" == typeof n && (n = n(m({}, u), this.props)), n && m(u, n), null != n && this.__v && (l && this._sb.push(l), A(this));
}, C.prototype.forceUpdate = function(n) {
	this.__v && (this.__e = !0, n && this.__h.push(n), A(this));
}, C.prototype.render = S, i$1 = [], o = "function" == typeof Promise ? Promise.prototype.then.bind(Promise.resolve()) : setTimeout, e = function(n, l) {
	return n.__v.__b - l.__v.__b;
}, H.__r = 0, f$1 = Math.random().toString(8), c = "__d" + f$1, a = "__a" + f$1, s = /(PointerCapture)$|Capture$/i, h = 0, p = V(!1), v = V(!0);
// src/lang/langs.ts
/** Which languages there are; what is said in each stands beside this file, for the deputy's page and in `public/` for the others. */
/** In the order in which they are offered; Chinese first. */
var LANGS = ["zh", "en"];
/** The one that is offered after this one; after the last the first. */
function nextLang(lang) {
	return LANGS[(LANGS.indexOf(lang) + 1) % LANGS.length] ?? LANGS[0];
}
// src/ui/appearance.ts
/**
* Text size, theme, language and the true size of a millimetre, as attributes of `<html>` (theme.css).
*
* The first three are the deputy's and go back to the default after each; the scale is the tablet's and stays.
*/
/** Body of a Chinese sign: 5, 7, 9, 12 mm. */
var SIZES = [
	1,
	2,
	3,
	4
];
var THEMES = [
	"light",
	"contrast-light",
	"contrast-dark"
];
/** A CSS millimetre on this device, in hundredths of a true one. */
var SCALES = [
	90,
	100,
	110,
	120,
	135,
	150
];
/** Puts it on the page. */
function applyAppearance(root, appearance) {
	root.dataset["theme"] = appearance.theme;
	root.dataset["size"] = String(appearance.size);
	root.dataset["scale"] = String(appearance.scale);
	root.dataset["mode"] = appearance.rehearsal ? "rehearsal" : "real";
	root.lang = appearance.lang;
}
var SCALE_KEY = "piaojue.scale";
/** The tablet's scale, as it was set up; 100 if it never was. */
function storedScale(storage) {
	const stored = storage.getItem(SCALE_KEY);
	return SCALES.find((scale) => String(scale) === stored) ?? 100;
}
/** Keeps the tablet's scale. */
function storeScale(storage, scale) {
	storage.setItem(SCALE_KEY, String(scale));
}
// node_modules/preact/jsx-runtime/dist/jsxRuntime.module.js
var f = 0;
Array.isArray;
function u(e, t, n, o, i, u) {
	t || (t = {});
	var a, c, p = t;
	if ("ref" in p) for (c in p = {}, t) "ref" == c ? a = t[c] : p[c] = t[c];
	var l$1 = {
		type: e,
		props: p,
		key: n,
		ref: a,
		__k: null,
		__: null,
		__b: 0,
		__e: null,
		__c: null,
		constructor: void 0,
		__v: --f,
		__i: -1,
		__u: 0,
		__source: i,
		__self: u
	};
	if ("function" == typeof e && (a = e.defaultProps)) for (c in a) void 0 === p[c] && (p[c] = a[c]);
	return l.vnode && l.vnode(l$1), l$1;
}
// node_modules/qr/index.js
/*!
* Copyright (c) 2023 Paul Miller (paulmillr.com)
* SPDX-License-Identifier: MIT OR Apache-2.0
*/
/**
* QR code generator (encoder). Self-contained (no imports); the decoder and
* its shared machinery (Bitmap, tables, GF/RS) live in `decode.ts`.
*
* What was deliberately dropped vs the full encoder: the tri-state Bitmap
* drawing DSL, the shared decoder utilities, and verbose validation messages.
* What was deliberately kept: word-parallel mask penalty scoring over packed
* bit rows — it is the one optimization whose absence would make
* large-payload encodes ~5-10x slower while costing only a few hundred
* bytes — plus a single-slot per-version cache of the symbol template,
* zigzag order and mask planes (see SymCache).
* @module
*/
var MAX_OUTPUT_SIZE = 1024;
var MAX_COMPACT_OUTPUT_SIZE = MAX_OUTPUT_SIZE * 4;
/**
* ISO/IEC 18004:2024 Table 1: total codewords by version (shared with the
* decoder). Computed as data modules / 8: symbol area minus function
* patterns (finders+separators+format 191+timing, alignment grid overlaps
* removed) minus version info for ver >= 7.
*/
var BYTES = /* @__PURE__ */ (() => {
	const res = [];
	for (let ver = 1; ver <= 40; ver++) {
		let bits = (16 * ver + 128) * ver + 64;
		if (ver >= 2) {
			const align = Math.floor(ver / 7) + 2;
			bits -= (25 * align - 10) * align - 55;
			if (ver >= 7) bits -= 36;
		}
		res.push(bits >>> 3);
	}
	return res;
})();
/** All error-correction levels, in spec table order (also the packed-table segment order). */
var ECC_LEVELS = [
	"low",
	"medium",
	"quartile",
	"high"
];
/** ISO/IEC 18004:2024 Table 9: ECC codewords per block, by level (shared with the decoder). */
var WORDS_PER_BLOCK = {
	low: [
		7,
		10,
		15,
		20,
		26,
		18,
		20,
		24,
		30,
		18,
		20,
		24,
		26,
		30,
		22,
		24,
		28,
		30,
		28,
		28,
		28,
		28,
		30,
		30,
		26,
		28,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30
	],
	medium: [
		10,
		16,
		26,
		18,
		24,
		16,
		18,
		22,
		22,
		26,
		30,
		22,
		22,
		24,
		24,
		28,
		28,
		26,
		26,
		26,
		26,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28,
		28
	],
	quartile: [
		13,
		22,
		18,
		26,
		18,
		24,
		18,
		22,
		20,
		24,
		28,
		26,
		24,
		20,
		30,
		24,
		28,
		28,
		26,
		30,
		28,
		30,
		30,
		30,
		30,
		28,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30
	],
	high: [
		17,
		28,
		22,
		16,
		22,
		28,
		26,
		26,
		24,
		28,
		24,
		28,
		22,
		24,
		24,
		30,
		28,
		28,
		26,
		28,
		30,
		24,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30,
		30
	]
};
/** ISO/IEC 18004:2024 Table 9: error-correction block count by version and level. */
var ECC_BLOCKS = {
	low: [
		1,
		1,
		1,
		1,
		1,
		2,
		2,
		2,
		2,
		4,
		4,
		4,
		4,
		4,
		6,
		6,
		6,
		6,
		7,
		8,
		8,
		9,
		9,
		10,
		12,
		12,
		12,
		13,
		14,
		15,
		16,
		17,
		18,
		19,
		19,
		20,
		21,
		22,
		24,
		25
	],
	medium: [
		1,
		1,
		1,
		2,
		2,
		4,
		4,
		4,
		5,
		5,
		5,
		8,
		9,
		9,
		10,
		10,
		11,
		13,
		14,
		16,
		17,
		17,
		18,
		20,
		21,
		23,
		25,
		26,
		28,
		29,
		31,
		33,
		35,
		37,
		38,
		40,
		43,
		45,
		47,
		49
	],
	quartile: [
		1,
		1,
		2,
		2,
		4,
		4,
		6,
		6,
		8,
		8,
		8,
		10,
		12,
		16,
		12,
		17,
		16,
		18,
		21,
		20,
		23,
		23,
		25,
		27,
		29,
		34,
		34,
		35,
		38,
		40,
		43,
		45,
		48,
		51,
		53,
		56,
		59,
		62,
		65,
		68
	],
	high: [
		1,
		1,
		2,
		4,
		4,
		4,
		5,
		6,
		8,
		8,
		11,
		11,
		16,
		16,
		18,
		16,
		19,
		21,
		25,
		25,
		25,
		34,
		30,
		32,
		35,
		37,
		40,
		42,
		45,
		48,
		51,
		54,
		57,
		60,
		63,
		66,
		70,
		74,
		77,
		81
	]
};
/** ISO/IEC 18004:2024 §7.9.1 Table 12: error-correction-level format indicators. */
var EC_CODE = {
	low: 1,
	medium: 0,
	quartile: 3,
	high: 2
};
/** ISO/IEC 18004:2024 Table 5: alphanumeric characters in value order. */
var ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
/**
* Alignment pattern center coordinates for a version (ISO/IEC 18004:2024
* Annex E). Exported for custom-design renderers (qrbtf-style module
* classification): every alignment pattern is centered on (cx, cy) for each
* pair from this list, except where it would overlap a finder pattern.
* Coordinates are borderless-symbol module indices.
*/
function alignmentPatterns(ver) {
	ver = asVersion(ver);
	if (ver === 1) return [];
	const last = 21 + 4 * (ver - 1) - 7;
	const count = Math.ceil((last - 6) / 28);
	let interval = Math.floor((last - 6) / count);
	if (interval % 2) interval += 1;
	else if ((last - 6) % count * 2 >= count) interval += 2;
	const res = [6];
	for (let m = 1; m < count; m++) res.push(last - (count - m) * interval);
	res.push(last);
	return res;
}
/** BCH-protected masked format word from ISO/IEC 18004:2024 §7.9.1 and Annex C.2. */
function formatBits(ecc, mask) {
	const data = EC_CODE[ecc] << 3 | mask;
	let d = data;
	for (let i = 0; i < 10; i++) d = d << 1 ^ (d >> 9) * 1335;
	return (data << 10 | d) ^ 21522;
}
/** Golay-protected 18-bit version word (ISO/IEC 18004:2024 §7.10 / Annex D.2). */
function versionBits(ver) {
	let d = ver;
	for (let i = 0; i < 12; i++) d = d << 1 ^ (d >> 11) * 7973;
	return ver << 12 | d;
}
var MODE_BITS = {
	numeric: 1,
	alphanumeric: 2,
	byte: 4
};
var LENGTH_BITS = {
	numeric: [
		10,
		12,
		14
	],
	alphanumeric: [
		9,
		11,
		13
	],
	byte: [
		8,
		16,
		16
	]
};
/**
* GF(2^8) exp/log tables with the QR primitive polynomial 0x11d. EXP is
* doubled so products of two logs index it without a mod. Shared with the
* decoder (it corrects with the same field the encoder generates parity in);
* the PURE-annotated initializer lets bundlers drop it for consumers that
* only import the spec tables above.
*/
var GF256 = /* @__PURE__ */ (() => {
	const exp = /* @__PURE__ */ new Uint8Array(510);
	const log = /* @__PURE__ */ new Uint8Array(256);
	for (let i = 0, x = 1; i < 255; i++) {
		exp[i] = exp[i + 255] = x;
		log[x] = i;
		x <<= 1;
		if (x & 256) x ^= 285;
	}
	return {
		exp,
		log
	};
})();
function rsGenerator(eccWords) {
	const { exp: EXP, log: LOG } = GF256;
	const gen = new Uint8Array(eccWords);
	gen[eccWords - 1] = 1;
	for (let i = 0, root = 1; i < eccWords; i++) {
		for (let j = 0; j < eccWords; j++) {
			const c = gen[j];
			gen[j] = (c ? EXP[LOG[c] + LOG[root]] : 0) ^ (j + 1 < eccWords ? gen[j + 1] : 0);
		}
		root = EXP[LOG[root] + 1];
	}
	return gen;
}
var RS_CACHE = [];
function rsCached(eccWords) {
	let cached = RS_CACHE[eccWords];
	if (cached !== void 0) return cached;
	const gen = rsGenerator(eccWords);
	const { exp: EXP, log: LOG } = GF256;
	const mul = new Uint8Array(256 * eccWords);
	for (let f = 1; f < 256; f++) {
		const lf = LOG[f];
		const off = f * eccWords;
		for (let j = 0; j < eccWords; j++) {
			const c = gen[j];
			if (c) mul[off + j] = EXP[LOG[c] + lf];
		}
	}
	return RS_CACHE[eccWords] = {
		gen,
		mul
	};
}
function rsEcc(data, gen, mul) {
	const { exp: EXP, log: LOG } = GF256;
	const eccWords = gen.length;
	const res = new Uint8Array(eccWords);
	if (mul !== void 0) {
		const last = eccWords - 1;
		for (let i = 0; i < data.length; i++) {
			const off = (data[i] ^ res[0]) * eccWords;
			for (let j = 0; j < last; j++) res[j] = res[j + 1] ^ mul[off + j];
			res[last] = mul[off + last];
		}
		return res;
	}
	for (let i = 0; i < data.length; i++) {
		const f = data[i] ^ res[0];
		res.copyWithin(0, 1);
		res[eccWords - 1] = 0;
		if (f) {
			for (let j = 0; j < eccWords; j++) if (gen[j]) res[j] ^= EXP[LOG[gen[j]] + LOG[f]];
		}
	}
	return res;
}
function capacity(ver, ecc) {
	const bytes = BYTES[ver - 1];
	const words = WORDS_PER_BLOCK[ecc][ver - 1];
	const numBlocks = ECC_BLOCKS[ecc][ver - 1];
	const blockLen = Math.floor(bytes / numBlocks) - words;
	return {
		words,
		numBlocks,
		shortBlocks: numBlocks - bytes % numBlocks,
		blockLen,
		capacity: (bytes - words * numBlocks) * 8
	};
}
var err = (msg) => {
	throw new Error(msg);
};
function asVersion(ver) {
	if (typeof ver !== "number") throw new TypeError(`"ver" expected number, got type=${typeof ver}`);
	if (!Number.isSafeInteger(ver)) throw new RangeError(`"ver" expected safe integer, got ${ver}`);
	if (ver < 1 || ver > 40) throw new RangeError(`Invalid version=${ver}. Expected number [1..40]`);
	return ver;
}
function detectType(str) {
	let type = "numeric";
	for (let i = 0; i < str.length; i++) {
		const v = ALNUM_VAL[str.charCodeAt(i)];
		if (!(v >= 0)) return "byte";
		if (v > 9) type = "alphanumeric";
	}
	return type;
}
var ALNUM_VAL = /* @__PURE__ */ (() => {
	const t = (/* @__PURE__ */ new Int8Array(128)).fill(-1);
	for (let i = 0; i < 45; i++) t[ALPHANUMERIC.charCodeAt(i)] = i;
	return t;
})();
function encodeData(ver, ecc, text, type, utf8) {
	const cap = capacity(ver, ecc);
	const lengthBits = LENGTH_BITS[type][Math.floor((ver + 7) / 17)];
	const dataLen = type === "byte" ? utf8.length : text.length;
	if (dataLen >= 1 << lengthBits) err("Capacity overflow");
	const bytes = new Uint8Array(cap.capacity >>> 3);
	let acc = 0;
	let accBits = 0;
	let bytePos = 0;
	const push = (value, len) => {
		acc = acc << len | value;
		for (accBits += len; accBits >= 8;) bytes[bytePos++] = acc >>> (accBits -= 8) & 255;
	};
	push(MODE_BITS[type], 4);
	push(dataLen, lengthBits);
	if (type === "numeric") for (let i = 0; i < dataLen; i += 3) {
		const n = Math.min(3, dataLen - i);
		push(Number(text.slice(i, i + n)), [
			0,
			4,
			7,
			10
		][n]);
	}
	else if (type === "alphanumeric") {
		for (let i = 0; i + 1 < dataLen; i += 2) push(ALNUM_VAL[text.charCodeAt(i)] * 45 + ALNUM_VAL[text.charCodeAt(i + 1)], 11);
		if (dataLen & 1) push(ALNUM_VAL[text.charCodeAt(dataLen - 1)], 6);
	} else for (let i = 0; i < utf8.length; i++) push(utf8[i], 8);
	let bitPos = bytePos * 8 + accBits;
	if (bitPos > cap.capacity) err("Capacity overflow");
	if (accBits) bytes[bytePos] = acc << 8 - accBits & 255;
	bitPos += Math.min(4, cap.capacity - bitPos);
	if (bitPos & 7) bitPos += 8 - (bitPos & 7);
	for (let i = bitPos >>> 3, pad = 0; i < bytes.length; i++, pad ^= 1) bytes[i] = pad ? 17 : 236;
	const { words, numBlocks, shortBlocks, blockLen } = cap;
	const rs = rsCached(words);
	const blocks = [];
	const eccs = [];
	for (let i = 0, pos = 0; i < numBlocks; i++) {
		const len = blockLen + (i < shortBlocks ? 0 : 1);
		blocks.push(bytes.subarray(pos, pos + len));
		eccs.push(rsEcc(blocks[i], rs.gen, rs.mul));
		pos += len;
	}
	const res = new Uint8Array(bytes.length + words * numBlocks);
	let p = 0;
	for (let i = 0; i <= blockLen; i++) for (const b of blocks) if (i < b.length) res[p++] = b[i];
	for (let i = 0; i < words; i++) for (const e of eccs) res[p++] = e[i];
	return res;
}
/**
* ISO/IEC 18004:2024 Table 10 mask predicates, evaluated arithmetically as an
* 8-bit vector (bit m set when mask predicate m fires at x,y). Shared with
* the decoder, which tests a single mask's bit to unmask read modules.
*/
function maskBits(x, y) {
	const x2 = x % 2;
	const y2 = y % 2;
	const x3 = x % 3;
	const xy3 = x3 * (y % 3) % 3;
	const xy2 = x2 & y2;
	let bits = 0;
	if (x2 === y2) bits |= 1;
	if (y2 === 0) bits |= 2;
	if (x3 === 0) bits |= 4;
	if ((x + y) % 3 === 0) bits |= 8;
	if ((Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0) bits |= 16;
	if (xy2 + xy3 === 0) bits |= 32;
	if ((xy2 + xy3) % 2 === 0) bits |= 64;
	if (((x2 ^ y2) + xy3) % 2 === 0) bits |= 128;
	return bits;
}
var POP16 = /* @__PURE__ */ (() => {
	const t = /* @__PURE__ */ new Uint8Array(65536);
	for (let i = 1; i < t.length; i++) t[i] = t[i >>> 1] + (i & 1);
	return t;
})();
var popcnt = (n) => POP16[n & 65535] + POP16[n >>> 16];
var TRANSPOSE_TMP = /* @__PURE__ */ new Uint32Array(32);
function transpose32(a) {
	const masks = [
		1431655765,
		858993459,
		252645135,
		16711935,
		65535
	];
	for (let stage = 0; stage < 5; stage++) {
		const m = masks[stage] >>> 0;
		const s = 1 << stage;
		for (let i = 0; i < 32; i += s << 1) for (let k = 0; k < s; k++) {
			const x = a[i + k] >>> 0;
			const y = a[i + k + s] >>> 0;
			const t = (x >>> s ^ y) & m;
			a[i + k] = (x ^ t << s) >>> 0;
			a[i + k + s] = (y ^ t) >>> 0;
		}
	}
}
var mat = (size) => {
	const words = size + 31 >>> 5;
	return {
		size,
		words,
		v: new Uint32Array(words * size)
	};
};
var matGet = (m, x, y) => m.v[y * m.words + (x >>> 5)] >>> (x & 31) & 1;
var matSet = (m, x, y, bit) => {
	const i = y * m.words + (x >>> 5);
	const b = 1 << (x & 31);
	m.v[i] = bit ? m.v[i] | b : m.v[i] & ~b;
};
function transposeMat(src, dst) {
	const { size, words, v } = src;
	const tmp = TRANSPOSE_TMP;
	for (let by = 0; by < size; by += 32) for (let bx = 0; bx < words; bx++) {
		const rows = Math.min(32, size - by);
		for (let r = 0; r < rows; r++) tmp[r] = v[(by + r) * words + bx];
		tmp.fill(0, rows);
		transpose32(tmp);
		for (let i = 0, dstY = bx * 32; i < 32 && dstY < size; i++, dstY++) dst.v[dstY * dst.words + (by >>> 5)] = tmp[i];
	}
}
function runsPenaltyVertical(m) {
	const { size, words, v } = m;
	const tail = size & 31 ? (1 << (size & 31)) - 1 >>> 0 : 4294967295;
	let score = 0;
	for (let wi = 0; wi < words; wi++) {
		const valid = wi === words - 1 ? tail : 4294967295;
		let r3 = v[3 * words + wi];
		let dPrev = 4294967295;
		let d0 = v[wi] ^ v[words + wi];
		let d1 = v[words + wi] ^ v[2 * words + wi];
		let d2 = v[2 * words + wi] ^ r3;
		for (let y = 0, idx = 4 * words + wi; y <= size - 5; y++, idx += words) {
			const r4 = v[idx];
			const d3 = r3 ^ r4;
			const w = ~(d0 | d1 | d2 | d3) & valid;
			if (w) score += popcnt(w >>> 0) + 2 * popcnt((w & dPrev) >>> 0);
			dPrev = d0;
			d0 = d1;
			d1 = d2;
			d2 = d3;
			r3 = r4;
		}
	}
	return score;
}
function finderPenaltyVertical(m) {
	const { size, words, v } = m;
	const tail = size & 31 ? (1 << (size & 31)) - 1 >>> 0 : 4294967295;
	let count = 0;
	for (let wi = 0; wi < words; wi++) {
		const valid = wi === words - 1 ? tail : 4294967295;
		for (let y = 0; y <= size - 11; y++) {
			let i = y * words + wi;
			const r0 = v[i];
			const r1 = v[i += words];
			const r2 = v[i += words];
			const r3 = v[i += words];
			const r4 = v[i += words];
			const r5 = v[i += words];
			const r6 = v[i += words];
			const r7 = v[i += words];
			const r8 = v[i += words];
			const r9 = v[i += words];
			const r10 = v[i + words];
			const m0 = valid & r0 & ~r1 & r2 & r3 & r4 & ~r5 & r6 & ~(r7 | r8 | r9 | r10);
			const m1 = valid & ~(r0 | r1 | r2 | r3) & r4 & ~r5 & r6 & r7 & r8 & ~r9 & r10;
			count += popcnt(m0 >>> 0) + popcnt(m1 >>> 0);
		}
	}
	return count;
}
function penaltyScore(m, t, limit = Infinity) {
	const { size, words, v } = m;
	const adjacent = runsPenaltyVertical(m) + runsPenaltyVertical(t);
	if (adjacent >= limit) return adjacent;
	const tail2 = (1 << size - 32 * (words - 1) - 1) - 1 >>> 0;
	let boxes = 0;
	let dark = 0;
	for (let y = 0; y < size; y++) for (let wi = 0; wi < words; wi++) {
		const a0 = v[y * words + wi];
		dark += popcnt(a0 >>> 0);
		if (y === size - 1) continue;
		const a1 = v[(y + 1) * words + wi];
		const n0 = wi + 1 < words ? v[y * words + wi + 1] : 0;
		const n1 = wi + 1 < words ? v[(y + 1) * words + wi + 1] : 0;
		const eqV = ~(a0 ^ a1);
		const eqH0 = ~(a0 ^ (a0 >>> 1 | n0 << 31));
		const eqH1 = ~(a1 ^ (a1 >>> 1 | n1 << 31));
		let w = eqV & eqH0 & eqH1;
		if (wi === words - 1) w &= tail2;
		boxes += popcnt(w >>> 0);
	}
	const total = size * size;
	const darkSteps = Math.ceil(Math.max(0, Math.abs(dark * 100 - total * 50) - total * 5) / (total * 5));
	const partial = adjacent + 3 * boxes + 10 * darkSteps;
	if (partial >= limit) return partial;
	return partial + 40 * (finderPenaltyVertical(m) + finderPenaltyVertical(t));
}
function drawInfo(m, ver, ecc, mask) {
	const size = m.size;
	const bits = formatBits(ecc, mask);
	for (let i = 0; i < 15; i++) {
		const bit = bits >> i & 1;
		if (i < 6) matSet(m, 8, i, bit);
		else if (i < 8) matSet(m, 8, i + 1, bit);
		else if (i === 8) matSet(m, 7, 8, bit);
		else matSet(m, 14 - i, 8, bit);
		if (i < 8) matSet(m, size - 1 - i, 8, bit);
		else matSet(m, 8, size - 15 + i, bit);
	}
	matSet(m, 8, size - 8, 1);
	if (ver >= 7) {
		const vbits = versionBits(ver);
		for (let i = 0; i < 18; i++) {
			const bit = vbits >> i & 1;
			const x = size - 11 + i % 3;
			const y = i / 3 | 0;
			matSet(m, x, y, bit);
			matSet(m, y, x, bit);
		}
	}
}
var symCache;
function buildSymCache(ver) {
	const size = 21 + 4 * (ver - 1);
	const m = mat(size);
	const fun = new Uint8Array(size * size);
	const setF = (x, y, bit) => {
		matSet(m, x, y, bit);
		fun[y * size + x] = 1;
	};
	for (const [fx, fy] of [
		[0, 0],
		[size - 7, 0],
		[0, size - 7]
	]) for (let dy = -1; dy < 8; dy++) for (let dx = -1; dx < 8; dx++) {
		const x = fx + dx;
		const y = fy + dy;
		if (x < 0 || y < 0 || x >= size || y >= size) continue;
		setF(x, y, dx >= 0 && dx < 7 && dy >= 0 && dy < 7 && (dx === 0 || dx === 6 || dy === 0 || dy === 6 || dx > 1 && dx < 5 && dy > 1 && dy < 5) ? 1 : 0);
	}
	const align = alignmentPatterns(ver);
	for (const ay of align) for (const ax of align) {
		if (fun[ay * size + ax]) continue;
		for (let dy = -2; dy <= 2; dy++) for (let dx = -2; dx <= 2; dx++) {
			const on = Math.max(Math.abs(dx), Math.abs(dy)) !== 1;
			setF(ax + dx, ay + dy, on ? 1 : 0);
		}
	}
	for (let i = 0; i < size; i++) {
		if (!fun[6 * size + i]) setF(i, 6, i % 2 === 0 ? 1 : 0);
		if (!fun[i * size + 6]) setF(6, i, i % 2 === 0 ? 1 : 0);
	}
	for (let i = 0; i < 9; i++) {
		if (i !== 6) {
			setF(8, i, 0);
			setF(i, 8, 0);
		}
		if (i < 8) {
			setF(size - 1 - i, 8, 0);
			setF(8, size - 1 - i, 0);
		}
	}
	if (ver >= 7) for (let i = 0; i < 18; i++) {
		const x = size - 11 + i % 3;
		const y = i / 3 | 0;
		setF(x, y, 0);
		setF(y, x, 0);
	}
	const planes = [];
	for (let i = 0; i < 8; i++) planes.push(mat(size));
	const posBuf = new Uint16Array(size * size);
	let n = 0;
	for (let xOffset = size - 1, dir = -1, y = size - 1; xOffset > 0; xOffset -= 2, dir = -dir) {
		if (xOffset === 6) xOffset = 5;
		for (;; y += dir) {
			for (let j = 0; j < 2; j++) {
				const x = xOffset - j;
				if (fun[y * size + x]) continue;
				const wi = y * m.words + (x >>> 5);
				posBuf[n++] = wi << 5 | x & 31;
				for (let p = 0, mb = maskBits(x, y); mb; p++, mb >>= 1) if (mb & 1) planes[p].v[wi] |= 1 << (x & 31);
			}
			if (y + dir < 0 || y + dir >= size) break;
		}
	}
	const planesT = planes.map((p) => {
		const t = mat(size);
		transposeMat(p, t);
		return t.v;
	});
	return {
		ver,
		tpl: m.v,
		pos: posBuf.slice(0, n),
		planes: planes.map((p) => p.v),
		planesT,
		work: [
			mat(size),
			mat(size),
			mat(size),
			mat(size)
		]
	};
}
function drawSymbol(ver, ecc, data, maskIdx, test = false) {
	if (symCache === void 0 || symCache.ver !== ver) symCache = buildSymCache(ver);
	const { tpl, pos, planes, planesT, work } = symCache;
	const [m, t, cand, candT] = work;
	m.v.set(tpl);
	const need = Math.min(8 * data.length, pos.length);
	for (let i = 0; i < need; i++) if (data[i >>> 3] & 128 >>> (i & 7)) {
		const p = pos[i];
		m.v[p >>> 5] |= 1 << (p & 31);
	}
	let mask = maskIdx;
	if (mask === void 0) {
		transposeMat(m, t);
		let bestScore = Infinity;
		for (let p = 0; p < 8; p++) {
			const pv = planes[p];
			const ptv = planesT[p];
			for (let i = 0; i < cand.v.length; i++) {
				cand.v[i] = m.v[i] ^ pv[i];
				candT.v[i] = t.v[i] ^ ptv[i];
			}
			const score = penaltyScore(cand, candT, bestScore);
			if (score < bestScore) {
				bestScore = score;
				mask = p;
			}
		}
	}
	const pv = planes[mask];
	for (let i = 0; i < m.v.length; i++) m.v[i] ^= pv[i];
	if (!test) drawInfo(m, ver, ecc, mask);
	return m;
}
var asNum = (n, title) => {
	if (typeof n !== "number") throw new TypeError(`"${title}" expected number, got type=${typeof n}`);
	if (!Number.isSafeInteger(n)) throw new RangeError(`"${title}" expected safe integer, got ${n}`);
	return n;
};
var asString = (s, title) => {
	if (typeof s !== "string") throw new TypeError(`"${title}" expected string, got type=${typeof s}`);
	return s;
};
function utf8Length(str) {
	let length = 0;
	for (let i = 0; i < str.length; i++) {
		const c = str.charCodeAt(i);
		if (c < 128) length++;
		else if (c < 2048) length += 2;
		else if (c < 55296 || c > 57343) length += 3;
		else if (c <= 56319 && i + 1 < str.length) {
			const next = str.charCodeAt(i + 1);
			if (next >= 56320 && next <= 57343) {
				length += 4;
				i++;
			} else length += 3;
		} else length += 3;
	}
	return length;
}
function byteCapacity(ver, ecc) {
	const lengthBits = LENGTH_BITS.byte[Math.floor((ver + 7) / 17)];
	return Math.min((1 << lengthBits) - 1, Math.floor((capacity(ver, ecc).capacity - 4 - lengthBits) / 8));
}
function _isBytes(a) {
	return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var dark = (r, x, y) => r.map[x] >= 0 && r.map[y] >= 0 && matGet(r.m, r.map[x], r.map[y]) === 1;
var CTRL = [10, 27];
var NL = /* @__PURE__ */ String.fromCharCode(CTRL[0]);
function renderRaw(r) {
	const W = r.W;
	const res = new Array(W);
	for (let y = 0; y < W; y++) {
		const row = new Array(W);
		for (let x = 0; x < W; x++) row[x] = dark(r, x, y);
		res[y] = row;
	}
	return res;
}
function renderAscii(r) {
	const W = r.W;
	let out = "";
	for (let y = 0; y < W; y += 2) {
		for (let x = 0; x < W; x++) {
			const first = dark(r, x, y);
			const second = y + 1 >= W ? true : dark(r, x, y + 1);
			out += !first && !second ? "█" : !first && second ? "▀" : first && !second ? "▄" : " ";
		}
		out += NL;
	}
	return out;
}
function renderTerm(r) {
	const W = r.W;
	const esc = String.fromCharCode(CTRL[1]);
	const reset = esc + "[0m";
	let out = "";
	for (let y = 0; y < W; y++) {
		for (let x = 0; x < W; x++) out += dark(r, x, y) ? `${esc}[40m  ${reset}` : `${esc}[1;47m  ${reset}`;
		out += NL;
	}
	return out;
}
function renderSvg(r, optimize) {
	const W = r.W;
	let out = `<svg viewBox="0 0 ${W} ${W}" xmlns="http://www.w3.org/2000/svg">`;
	let pathData = "";
	let prev;
	for (let y = 0; y < W; y++) for (let x = 0; x < W; x++) {
		if (!dark(r, x, y)) continue;
		if (!optimize) {
			out += `<rect x="${x}" y="${y}" width="1" height="1" />`;
			continue;
		}
		let mv = `M${x} ${y}`;
		if (prev) {
			const rel = `m${x - prev.x} ${y - prev.y}`;
			if (rel.length <= mv.length) mv = rel;
		}
		pathData += `${mv}h1v1${x < 10 ? `H${x}` : "h-1"}Z`;
		prev = {
			x,
			y
		};
	}
	if (optimize) out += `<path d="${pathData}"/>`;
	return out + "</svg>";
}
function renderGif(r) {
	const W = r.W;
	const pixels = W * W;
	const N = 126;
	const fullChunks = Math.floor(pixels / N);
	const tail = pixels % N;
	const out = new Uint8Array(408 + fullChunks * 128 + 2 + tail + 4);
	let p = 0;
	const u16 = (v) => {
		out[p++] = v & 255;
		out[p++] = v >>> 8;
	};
	for (const b of [
		71,
		73,
		70,
		56,
		55,
		97
	]) out[p++] = b;
	u16(W);
	u16(W);
	out[p++] = 246;
	p += 2;
	out[p++] = 255;
	out[p++] = 255;
	out[p++] = 255;
	p += 381;
	out[p++] = 44;
	p += 4;
	u16(W);
	u16(W);
	out[p++] = 0;
	out[p++] = 7;
	const { m, map } = r;
	const row = new Uint8Array(W);
	let prevMy = -2;
	for (let y = 0, i = 0; y < W; y++) {
		const my = map[y];
		if (my !== prevMy) {
			prevMy = my;
			row.fill(0);
			if (my >= 0) {
				for (let x = 0; x < W; x++) if (map[x] >= 0) row[x] = matGet(m, map[x], my);
			}
		}
		for (let x = 0; x < W;) {
			if (i % N === 0) {
				const rem = pixels - i;
				out[p++] = (rem < N ? rem : N) + 1;
				out[p++] = 128;
			}
			const n = Math.min(N - i % N, W - x);
			out.set(row.subarray(x, x + n), p);
			p += n;
			x += n;
			i += n;
		}
	}
	if (tail === 0) {
		out[p++] = 1;
		out[p++] = 128;
	}
	out[p++] = 1;
	out[p++] = 129;
	out[p++] = 0;
	out[p++] = 59;
	return out;
}
function gifDataUrl(gif) {
	const g = gif;
	let b64;
	if (typeof g.toBase64 === "function") b64 = g.toBase64();
	else {
		let bin = "";
		for (let i = 0; i < g.length; i += 8192) bin += String.fromCharCode(...g.subarray(i, i + 8192));
		b64 = btoa(bin);
	}
	return "data:image/gif;base64," + b64;
}
function encodeQR(text, output = "raw", opts = {}) {
	asString(text, "text");
	asString(output, "output");
	if (typeof opts !== "object" || opts === null || Array.isArray(opts)) throw new TypeError(`"opts" expected object, got type=${typeof opts}`);
	let ver = opts.version;
	if (ver !== void 0) ver = asVersion(ver);
	const ecc = opts.ecc !== void 0 ? opts.ecc : "medium";
	if (!ECC_LEVELS.includes(ecc)) err(`invalid ecc=${ecc}`);
	const encoding = opts.encoding !== void 0 ? opts.encoding : detectType(text);
	if (!LENGTH_BITS[encoding]) err(`invalid encoding=${encoding}`);
	if (encoding !== "byte") {
		const alpha = encoding === "numeric" ? ALPHANUMERIC.slice(0, 10) : ALPHANUMERIC;
		for (const ch of text) if (!alpha.includes(ch)) err(`Unknown letter: "${ch}". Allowed: ${alpha}`);
	}
	if (opts.mask !== void 0 && (asNum(opts.mask, "opts.mask") < 0 || opts.mask > 7)) err(`invalid mask=${opts.mask}`);
	const textEncoder = opts.textEncoder;
	if (encoding === "byte" && textEncoder === void 0) {
		const maxBytes = byteCapacity(ver === void 0 ? 40 : ver, ecc);
		if (text.length > maxBytes || utf8Length(text) > maxBytes) err("Capacity overflow");
	}
	const utf8 = encoding === "byte" ? (textEncoder !== void 0 ? textEncoder : (s) => new TextEncoder().encode(s))(text) : void 0;
	if (utf8 !== void 0 && !_isBytes(utf8)) throw new TypeError(`"opts.textEncoder" expected Uint8Array, got type=${typeof utf8}`);
	const dataLen = encoding === "byte" ? utf8.length : text.length;
	const encodedBits = encoding === "numeric" ? Math.floor(dataLen / 3) * 10 + [
		0,
		4,
		7
	][dataLen % 3] : encoding === "alphanumeric" ? Math.floor(dataLen / 2) * 11 + dataLen % 2 * 6 : dataLen * 8;
	if (ver === void 0) {
		for (ver = 1; ver <= 40; ver++) {
			const lengthBits = LENGTH_BITS[encoding][Math.floor((ver + 7) / 17)];
			if (dataLen < 1 << lengthBits && 4 + lengthBits + encodedBits <= capacity(ver, ecc).capacity) break;
		}
		if (ver > 40) err("Capacity overflow");
	} else {
		const lengthBits = LENGTH_BITS[encoding][Math.floor((ver + 7) / 17)];
		if (dataLen >= 1 << lengthBits || 4 + lengthBits + encodedBits > capacity(ver, ecc).capacity) err("Capacity overflow");
	}
	const data = encodeData(ver, ecc, text, encoding, utf8);
	const m = drawSymbol(ver, ecc, data, opts.mask);
	const border = opts.border === void 0 ? 2 : asNum(opts.border, "opts.border");
	if (border <= 0) throw new RangeError(`invalid border=${border}`);
	const scale = opts.scale === void 0 ? 1 : asNum(opts.scale, "opts.scale");
	if (scale <= 0 || scale > 1024) throw new RangeError(`invalid scale factor: ${scale}`);
	const W = (m.size + 2 * border) * scale;
	const maxOutputSize = output === "ascii" || output === "gif" || output === "data-url" ? MAX_COMPACT_OUTPUT_SIZE : MAX_OUTPUT_SIZE;
	if (W > maxOutputSize) throw new RangeError(`invalid opts: output is ${W}x${W} (max ${maxOutputSize}), reduce border/scale`);
	const map = new Int32Array(W);
	for (let i = 0; i < W; i++) {
		const f = Math.floor(i / scale) - border;
		map[i] = f >= 0 && f < m.size ? f : -1;
	}
	const r = {
		m,
		W,
		map
	};
	if (output === "raw") return renderRaw(r);
	if (output === "ascii") return renderAscii(r);
	if (output === "term") return renderTerm(r);
	if (output === "svg") return renderSvg(r, opts.optimize === void 0 ? true : opts.optimize);
	if (output === "gif") return renderGif(r);
	if (output === "data-url") return gifDataUrl(renderGif(r));
	return err(`Unknown output: ${output}`);
}
export { widthOf as $, bothNotes as A, decodeScalar as At, readDecimal as B, ristretto255_hasher as Bt, l as C, hash as Ct, parseEntry as D, G$1 as Dt, EntryError as E, leafHash as Et, GrowingTree as F, mod as Ft, BUNDLE_BYTES_MAX as G, concat as Gt, choiceBounds as H, sha256 as Ht, inclusionError as I, scalarFromWide as It, bundlePath as J, fromUtf8 as Jt, CHECKPOINT_BYTES_MAX as K, equal as Kt, inclusionProof as L, sum as Lt, twoRoots as M, encodeScalar as Mt, claimedSize as N, invert as Nt, signer as O, IDENTITY as Ot, readCosigned as P, isIdentity as Pt, readTile as Q, utf8 as Qt, rootOf as R, times as Rt, S, signedBytes as St, readDefinition as T, hashToScalar as Tt, choosingBounds as U, sha512 as Ut, verdictOn as V, expand_message_xmd as Vt, columns as W, chunks as Wt, partialOrFull as X, lengthPrefixed as Xt, leavesPath as Y, hex as Yt, readBundle as Z, u64 as Zt, storeScale as _, toJson as _t, GF256 as a, bool as at, nextLang as b, fromBase64 as bt, formatBits as c, int as ct, versionBits as d, oneOf as dt, INLINE_BYTES_MAX as et, u as f, tagged as ft, applyAppearance as g, parseJson as gt, THEMES as h, encodeJson as ht, ECC_LEVELS as i, anyString as it, twoHistories as j, encodePoint as jt, beyondSeal as k, decodeElement as kt, maskBits as l, list as lt, SIZES as m, JsonError as mt, BYTES as n, Parts as nt, WORDS_PER_BLOCK as o, bytes32 as ot, SCALES as p, text as pt, TILE_BYTES_MAX as q, fromHex as qt, ECC_BLOCKS as r, FormError as rt, encodeQR as s, bytes64 as st, ALPHANUMERIC as t, PART_BYTES as tt, popcnt as u, object as ut, storedScale as v, base64 as vt, signersError as w, hash512 as wt, R as x, TrustError as xt, LANGS as y, base64Url as yt, NoteError as z, ed25519 as zt };
