// Reading typed values out of JSON (protocol.md §2.1): fields in their order, each exactly once, none else.
// A reader is the only way from JSON to a type, so nothing unread is believed.

import { concat, utf8 } from "../bytes.js";
import { fromBase64Url } from "./base64.js";
import { isList, isObject, type Json } from "./json.js";

/** Why a value is not of its form; `path` is where, outermost name first. */
export class FormError extends Error {
  override readonly name = "FormError";
  constructor(
    readonly path: readonly string[],
    why: string,
  ) {
    super(`${path.join(".")}: ${why}`);
  }
}

export type Reader<T> = (value: Json, path: readonly string[]) => T;
export type Read<R> = R extends Reader<infer T> ? T : never;
type Fields = Readonly<Record<string, Reader<unknown>>>;
type Object<F extends Fields> = { readonly [Name in keyof F]: Read<F[Name]> };

export const TEXT_BYTES_MAX = 4096;
export const MULTI_LINE_BYTES_MAX = 262_144;

/** Exactly these fields, in this order. */
export function object<F extends Fields>(fields: F): Reader<Object<F>> {
  const names = Object.keys(fields);
  return (value, path) => {
    if (!isObject(value)) throw new FormError(path, "not an object");
    const given = [...value.keys()];
    for (const [at, name] of names.entries()) {
      if (given[at] !== name) {
        // Named for the field at which the two part: missing, or one that has no place here.
        const unknown = given.find((other) => !names.includes(other));
        throw new FormError([...path, value.has(name) ? (unknown ?? name) : name], "not this field in this place");
      }
    }
    const more = given[names.length];
    if (more !== undefined) throw new FormError([...path, more], "unknown field");
    const read: Record<string, unknown> = {};
    for (const name of names) {
      const field = value.get(name);
      const reader = fields[name];
      if (field === undefined || reader === undefined) throw new FormError([...path, name], "missing");
      read[name] = reader(field, [...path, name]);
    }
    // The loop above gave every name of F what its reader returned, which is what the type says.
    return read as Object<F>; // eslint-disable-line @typescript-eslint/consistent-type-assertions
  };
}

type Tagged<Tag extends string, V extends Readonly<Record<string, Fields>>> = {
  [Kind in keyof V & string]: { readonly [Name in Tag]: Kind } & Object<V[Kind]>;
}[keyof V & string];

/** An object whose first field, a text, says which other fields it has. */
export function tagged<Tag extends string, V extends Readonly<Record<string, Fields>>>(
  tag: Tag,
  variants: V,
): Reader<Tagged<Tag, V>> {
  const readers = new Map(
    Object.entries(variants).map(([kind, fields]) => [kind, object({ [tag]: oneOf(kind), ...fields })]),
  );
  return (value, path) => {
    if (!isObject(value)) throw new FormError(path, "not an object");
    const kind = value.get(tag);
    const reader = typeof kind === "string" ? readers.get(kind) : undefined;
    if (reader === undefined) throw new FormError([...path, tag], "no kind that is known");
    // The reader of this kind read the tag and its fields.
    return reader(value, path) as unknown as Tagged<Tag, V>; // eslint-disable-line @typescript-eslint/consistent-type-assertions
  };
}

export function list<T>(item: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!isList(value)) throw new FormError(path, "not a list");
    return value.map((one, at) => item(one, [...path, String(at)]));
  };
}

export function oneOf<T extends string>(...words: readonly T[]): Reader<T> {
  return (value, path) => {
    const word = words.find((known) => known === value);
    if (word === undefined) throw new FormError(path, `not one of ${words.join(", ")}`);
    return word;
  };
}

/** A whole number from 0 to 2^53 − 1. */
export const int: Reader<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) throw new FormError(path, "not an int");
  return value;
};

/** One of these numbers. */
export function numberOf<N extends number>(...numbers: readonly N[]): Reader<N> {
  return (value, path) => {
    const number = numbers.find((known) => known === value);
    if (number === undefined) throw new FormError(path, `not one of ${numbers.join(", ")}`);
    return number;
  };
}

export const bool: Reader<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new FormError(path, "not true or false");
  return value;
};

export const anyString: Reader<string> = (value, path) => {
  if (typeof value !== "string") throw new FormError(path, "not a text");
  return value;
};

export const anything: Reader<Json> = (value) => value;

/** A text for people, one line (§2.1). */
export const text: Reader<string> = (value, path) => {
  const read = anyString(value, path);
  if (utf8(read).length > TEXT_BYTES_MAX) throw new FormError(path, "too long");
  if (!isDisplayable(read, false)) throw new FormError(path, "a character that no display shows");
  return read;
};

/** A text for people that may have several lines (§2.1). */
export const multiLine: Reader<string> = (value, path) => {
  const read = anyString(value, path);
  if (utf8(read).length > MULTI_LINE_BYTES_MAX) throw new FormError(path, "too long");
  if (!isDisplayable(read, true)) throw new FormError(path, "a character that no display shows");
  return read;
};

/** Whether a text has none of the characters that §2.1 refuses in what is displayed. */
export function isDisplayable(shown: string, multiLine: boolean): boolean {
  const bare = multiLine ? shown.replaceAll("\n", "") : shown;
  return !/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\p{Noncharacter_Code_Point}]/u.test(bare);
}

export function bytes(length?: number): Reader<Uint8Array> {
  return (value, path) => {
    const read = fromBase64Url(anyString(value, path));
    if (read === undefined) throw new FormError(path, "not base64url");
    if (length !== undefined && read.length !== length) throw new FormError(path, `not ${length} bytes`);
    // A copy of its own: nobody else holds it.
    return concat(read);
  };
}

export const bytes32 = bytes(32);
export const bytes64 = bytes(64);
