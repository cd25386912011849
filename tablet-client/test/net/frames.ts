/** Frames of a server in their one encoding, and what a hostile one makes of them. */
import { base64Url } from "../../src/base/wire/base64.js";
import { encodeJson, toJson } from "../../src/base/wire/json.js";

/** 32 bytes of one value. */
export function hash32(value: number): string {
  return base64Url(new Uint8Array(32).fill(value));
}

export const SIG = base64Url(new Uint8Array(64).fill(7));

export function frame(message: Readonly<Record<string, unknown>>): string {
  return encodeJson(toJson(message));
}

const CONTEST = {
  contest: 1,
  stage: ["open"],
  definition: hash32(1),
  rules: hash32(2),
  opened: [hash32(3), hash32(4)],
  issued: [hash32(5)],
  paper: [],
  vote: [],
  slip: false,
  ballots: [],
};
export const DIGEST = { size: 9, sitting: hash32(8), roll: [hash32(9)], checked_in: [], contests: [CONTEST], sealed: false, quorum: ["note\n"] };

/** One of each kind, as a server that keeps to the protocol sends it; `id` is 1 where there is one. */
export const GOOD: Readonly<Record<string, string>> = {
  accepted: frame({ type: "accepted", id: 1, placed: { index: 4, leaf: hash32(1) }, sig: SIG }),
  boxed: frame({ type: "boxed", id: 1, receipt: { boxed: { contest: hash32(1), code: hash32(2), ballot: hash32(3) }, sig: SIG } }),
  proposed: frame({ type: "proposed", id: 1, proposal: hash32(1), missing: ["chief", "scrutineer-2"] }),
  refused: frame({ type: "refused", id: 1, refused: { act: hash32(1), code: "busy", what: "" }, zh: "服务器忙。", en: "The server is busy.", sig: SIG }),
  entries: frame({ type: "entries", from: 0, lines: ["{}"] }),
  status: frame({
    type: "status",
    status: {
      contests: [{ contest: 1, boxed: 2, next_stamp_key: [] }],
      connections: 3,
      proposals: [{ hash: hash32(1), body: "{}", sigs: [{ by: "secretariat", sig: SIG }], missing: ["chief"] }],
      witnesses: [{ size: [4], age: [5], problem: [] }],
    },
  }),
  digest: frame({ type: "digest", digest: DIGEST }),
  fetched: frame({ type: "fetched", id: 1, entries: [{ index: 0, line: "{}", proof: [hash32(1)] }], checkpoint: "note\n" }),
  checkpoint: frame({ type: "checkpoint", note: "note\n" }),
  cosigned: frame({ type: "cosigned", id: 1, have: 2, quorum: 2, problem: [] }),
  problem: frame({ type: "problem", problem: "too-many", zh: "连接太多。", en: "Too many connections." }),
};

/** A frame that breaks one rule, which of the two readers refuses it, and where. */
export interface Hostile {
  readonly what: string;
  readonly frame: string;
  readonly by: "JsonError" | "FormError";
  readonly says: RegExp;
}

function changed(kind: string, from: string, to: string): string {
  const good = GOOD[kind] ?? "";
  if (!good.includes(from)) throw new Error(`${kind} has no ${from}`);
  return good.replace(from, to);
}

const form = (what: string, kind: string, from: string, to: string, says: RegExp): Hostile => ({ what, frame: changed(kind, from, to), by: "FormError", says });
const json = (what: string, kind: string, from: string, to: string, says: RegExp): Hostile => ({ what, frame: changed(kind, from, to), by: "JsonError", says });

export const HOSTILE: readonly Hostile[] = [
  form("an unknown field at the end", "accepted", `,"sig"`, `,"more":1,"sig"`, /^more: not this field/),
  form("an unknown field inside", "digest", `"slip":false`, `"slip":false,"voted":true`, /^digest\.contests\.0\.voted/),
  form("an unknown field after the last", "checkpoint", `"note":"note\\n"`, `"note":"note\\n","time":1`, /^time: unknown field/),
  form("a field missing", "fetched", `,"checkpoint":"note\\n"`, "", /^checkpoint: /),
  form("fields in another order", "cosigned", `"have":2,"quorum":2`, `"quorum":2,"have":2`, /^have: not this field/),
  form("the type not first", "checkpoint", `{"type":"checkpoint","note":"note\\n"}`, `{"note":"note\\n","type":"checkpoint"}`, /^type: not this field/),
  form("an unknown type", "checkpoint", `"checkpoint"`, `"toast"`, /^type: no kind/),
  form("a type that is a name of every object", "checkpoint", `"checkpoint"`, `"constructor"`, /^type: no kind/),
  form("a type of a client", "checkpoint", `{"type":"checkpoint","note":"note\\n"}`, `{"type":"watch","deputy":1}`, /^type: no kind/),
  form("a number for a type", "checkpoint", `"checkpoint"`, "3", /^type: no kind/),
  form("a text for a number", "accepted", `"id":1`, `"id":"1"`, /^id: not an int/),
  form("a number for a text", "refused", `"zh":"服务器忙。"`, `"zh":5`, /^zh: not a text/),
  form("a text for a list", "proposed", `["chief","scrutineer-2"]`, `"chief"`, /^missing: not a list/),
  form("a number for true or false", "digest", `"slip":false`, `"slip":0`, /^digest\.contests\.0\.slip: not true or false/),
  form("a list for an object", "accepted", `{"index":4,"leaf":"${hash32(1)}"}`, "[]", /^placed: not an object/),
  form("a hash of 31 bytes", "proposed", hash32(1), base64Url(new Uint8Array(31).fill(1)), /^proposal: not 32 bytes/),
  form("a signature of 65 bytes", "accepted", SIG, base64Url(new Uint8Array(65).fill(7)), /^sig: not 64 bytes/),
  form("a hash in padded base64", "proposed", hash32(1), `${hash32(1)}=`, /^proposal: not base64url/),
  form("a hash with bits that no byte has", "proposed", hash32(1), `${hash32(1).slice(0, -1)}F`, /^proposal: not base64url/),
  form("a signer whom there is not", "proposed", `"chief"`, `"president"`, /^missing\.0: /),
  form("a stage that there is not", "digest", `["open"]`, `["ajar"]`, /^digest\.contests\.0\.stage\.0: not one of/),
  form("two stages", "digest", `["open"]`, `["open","held"]`, /^digest\.contests\.0\.stage: more than 1/),
  form("three openings", "digest", `"${hash32(4)}"]`, `"${hash32(4)}","${hash32(4)}"]`, /^digest\.contests\.0\.opened: more than 2/),
  form("two quorums", "digest", `["note\\n"]`, `["note\\n","note\\n"]`, /^digest\.quorum: more than 1/),
  form("a line that turns what is read after it", "refused", "服务器忙。", "服务器\u202e忙。", /^zh: a character/),
  form("a text over several lines where there is one", "problem", "连接太多。", "连接\\n太多。", /^zh: a character/),
  form("a text that is too long", "problem", "连接太多。", "连".repeat(1_366), /^zh: too long/),
  json("a field twice", "accepted", `"id":1`, `"id":1,"id":1`, /twice: id/),
  json("a field twice with another value", "accepted", `"id":1`, `"id":1,"id":2`, /twice: id/),
  json("a field twice, once as an escape", "accepted", `"id":1`, `"id":1,"\\u0069d":2`, /an escape at/),
  json("a space", "accepted", `"id":1`, `"id": 1`, /no value at/),
  json("a line feed at the end", "checkpoint", `"note":"note\\n"}`, `"note":"note\\n"}\n`, /more after the value/),
  json("a second message behind", "checkpoint", `"note":"note\\n"}`, `"note":"note\\n"}{}`, /more after the value/),
  json("a number with a fraction", "accepted", `"index":4`, `"index":4.0`, /no value at/),
  json("a number with an exponent", "accepted", `"index":4`, `"index":4e0`, /no value at/),
  json("a number with a zero before it", "accepted", `"index":4`, `"index":04`, /no value at/),
  json("a number below zero", "accepted", `"index":4`, `"index":-4`, /no value at/),
  json("a number beyond 2^53", "accepted", `"index":4`, `"index":9007199254740992`, /no value at/),
  json("a number of forty digits", "accepted", `"index":4`, `"index":${"9".repeat(40)}`, /no value at/),
  json("null", "accepted", `"index":4`, `"index":null`, /no value at/),
  json("a longer escape than needed", "checkpoint", `"note\\n"`, `"note\\u000a"`, /longer escape/),
  json("a control character as it is", "checkpoint", `"note\\n"`, `"note\n"`, /not ended/),
  json("an escape of a letter", "checkpoint", `"note\\n"`, `"n\\u006fte\\n"`, /an escape at/),
  json("half a surrogate pair as an escape", "checkpoint", `"note\\n"`, `"\\ud83d"`, /an escape at/),
  json("an end in the middle", "checkpoint", `"note\\n"}`, `"no`, /not ended/),
  { what: "nothing", frame: "", by: "JsonError", says: /no value at 0/ },
  { what: "no object", frame: "[]", by: "FormError", says: /not an object/ },
  { what: "a text alone", frame: `"digest"`, by: "FormError", says: /not an object/ },
  { what: "lists a hundred deep", frame: `{"type":${"[".repeat(100)}${"]".repeat(100)}}`, by: "JsonError", says: /too deep/ },
];
