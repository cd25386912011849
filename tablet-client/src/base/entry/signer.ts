// Names of signers (protocol.md §3.1).

import { oneOf, text, type Reader } from "../wire/schema.js";

export type Signer =
  | "server"
  | "secretariat"
  | "chief"
  | "presiding"
  | "ballot"
  | `scrutineer-${number}`
  | `deputy-${number}`
  | `card-${number}`;

const ROLES = oneOf("server", "secretariat", "chief", "presiding", "ballot");

/** A name of a signer, its number without leading zero. */
export const signer: Reader<Signer> = (value, path) => {
  const name = text(value, path);
  const numbered = /^(scrutineer|deputy|card)-(0|[1-9][0-9]*)$/.exec(name);
  const number = Number(numbered?.[2]);
  switch (numbered !== null && Number.isSafeInteger(number) ? numbered[1] : undefined) {
    case "scrutineer":
      return `scrutineer-${number}`;
    case "deputy":
      return `deputy-${number}`;
    case "card":
      return `card-${number}`;
    default:
      return ROLES(value, path);
  }
};
