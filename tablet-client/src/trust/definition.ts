// What entry 0 says of keys and witnesses, and that it is sound (protocol.md §3.2). Its fingerprint says whose it is, not that it is right.

import { hex } from "../base/bytes.js";
import type { BodyOf } from "../base/entry/bodies.js";
import type { Signatories, Witness } from "./checkpoint.js";
import { TrustError } from "./error.js";
import { noteKey, readVkey } from "./note.js";
import { isKey } from "./signature.js";

export type Definition = BodyOf<"sitting_defined">;

const VERSION = 1;
const WITNESSES_MAX = 32;
/** 1 to 255 visible characters of ASCII, none a plus. */
const ORIGIN = /^[!-*,-~]{1,255}$/u;

function need(holds: boolean, what: string): void {
  if (!holds) throw new TrustError("sitting", what);
}

function areDifferent(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

function hasWords(text: string): boolean {
  return /\P{White_Space}/u.test(text);
}

/** Whose signatures count in the sitting. Throws [`TrustError`] unless the definition is sound. */
export function readDefinition({ version, name, origin, keys, witnesses, quorum }: Definition): Signatories {
  need(version === VERSION, `version ${version}`);
  need(hasWords(name), "no name");
  need(ORIGIN.test(origin), "origin");
  const roles = Object.values(keys);
  need(roles.every(isKey) && areDifferent(roles.map(hex)), "keys");
  const count = witnesses.length;
  const isEnough = count === 0 ? quorum === 0 : count <= WITNESSES_MAX && quorum <= count && 2 * quorum > count;
  need(isEnough, `quorum ${quorum} of ${count}`);
  need(witnesses.every((witness) => hasWords(witness.name)) && areDifferent(witnesses.map((witness) => witness.name)), "names of witnesses");
  const read = witnesses.map(({ name: label, vkey }): Witness => {
    const key = readVkey(vkey, "witness");
    if (key === undefined) throw new TrustError("sitting", "key of a witness");
    return { label, key };
  });
  need(areDifferent([origin, ...read.map(({ key }) => key.name)]), "a witness twice");
  need(areDifferent([...roles, ...read.map(({ key }) => key.key)].map(hex)), "a witness twice");
  return { log: noteKey(origin, "log", keys.log), witnesses: read, quorum };
}
