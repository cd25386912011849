// JSON in its one encoding (protocol.md §2.1). What parses encodes to the same text: the parser takes no white space,
// no `null`, no other form of a number or an escape, and no name twice.

export type Json = string | number | boolean | readonly Json[] | JsonObject;
/** Fields in the order in which they stand. */
export type JsonObject = ReadonlyMap<string, Json>;

export const DEPTH_MAX = 8;

/** Why a text is not the encoding of a value. */
export class JsonError extends Error {
  override readonly name = "JsonError";
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["\\", "\\"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
]);
const LETTERS: ReadonlyMap<string, string> = new Map([...ESCAPES].map(([letter, character]) => [character, letter]));

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): Json {
    const value = this.value(1);
    if (this.at !== this.text.length) throw new JsonError(`more after the value, at ${this.at}`);
    return value;
  }

  private value(depth: number): Json {
    const next = this.text.charAt(this.at);
    if (next === "{" || next === "[") {
      if (depth > DEPTH_MAX) throw new JsonError("too deep");
      return next === "{" ? this.object(depth) : this.list(depth);
    }
    if (next === '"') return this.string();
    if (this.take("true")) return true;
    if (this.take("false")) return false;
    return this.integer();
  }

  private object(depth: number): JsonObject {
    const fields = new Map<string, Json>();
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

  private list(depth: number): readonly Json[] {
    const values: Json[] = [];
    this.expect("[");
    if (this.take("]")) return values;
    do values.push(this.value(depth + 1));
    while (this.take(","));
    this.expect("]");
    return values;
  }

  private integer(): number {
    const digits = /^(?:0|[1-9][0-9]{0,15})(?![0-9.eE])/.exec(this.text.slice(this.at, this.at + 18))?.[0];
    const value = digits === undefined ? Number.NaN : Number(digits);
    if (digits === undefined || !Number.isSafeInteger(value)) throw new JsonError(`no value at ${this.at}`);
    this.at += digits.length;
    return value;
  }

  private string(): string {
    this.expect('"');
    let out = "";
    for (;;) {
      const character = this.text.charAt(this.at);
      if (character === "" || character < " ") throw new JsonError(`a string is not ended at ${this.at}`);
      this.at += 1;
      if (character === '"') return out;
      out += character === "\\" ? this.escaped() : character;
    }
  }

  private escaped(): string {
    const letter = this.text.charAt(this.at);
    this.at += 1;
    const short = ESCAPES.get(letter);
    if (short !== undefined) return short;
    const code = /^00[01][0-9a-f]$/.exec(this.text.slice(this.at, this.at + 4))?.[0];
    if (letter !== "u" || code === undefined) throw new JsonError(`an escape at ${this.at}`);
    this.at += 4;
    const character = String.fromCharCode(Number.parseInt(code, 16));
    if (LETTERS.has(character)) throw new JsonError(`a longer escape than needed at ${this.at}`);
    return character;
  }

  private take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  private expect(text: string): void {
    if (!this.take(text)) throw new JsonError(`${text} expected at ${this.at}`);
  }
}

/** The value of a text. Throws [`JsonError`] unless the text is the one encoding of a value. */
export function parseJson(text: string): Json {
  const value = new Parser(text).whole();
  // By construction of the parser it is; said again, because the rule is the rule (§2.1).
  if (encodeJson(value) !== text) throw new JsonError("not the encoding of its value");
  return value;
}

export function encodeJson(value: Json): string {
  if (typeof value === "string") return encodeString(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (isList(value)) return `[${value.map(encodeJson).join(",")}]`;
  const fields = [...value].map(([name, field]) => `${encodeString(name)}:${encodeJson(field)}`);
  return `{${fields.join(",")}}`;
}

function encodeString(text: string): string {
  let out = '"';
  for (const character of text) {
    const letter = LETTERS.get(character);
    if (letter !== undefined) out += `\\${letter}`;
    else if (character < " ") out += `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    else out += character;
  }
  return `${out}"`;
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

export function isObject(value: Json): value is JsonObject {
  return value instanceof Map;
}

/** Of a plain value: objects by their own fields in order. What JSON of §2.1 cannot say throws. */
export function toJson(plain: unknown): Json {
  if (typeof plain === "string" || typeof plain === "boolean") return plain;
  if (typeof plain === "number") return plain;
  if (Array.isArray(plain)) return plain.map(toJson);
  if (typeof plain !== "object" || plain === null) throw new JsonError("no value of this JSON");
  return new Map(Object.entries(plain).map(([name, value]) => [name, toJson(value)]));
}
