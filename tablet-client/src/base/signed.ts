// What is signed (protocol.md §4.1). Which signatures are accepted (§4.2), each program decides by its own code.

import { concat, utf8 } from "./bytes.js";

/** What a signature is for. */
export type Purpose = "act" | "ballot" | "box-receipt" | "answer" | "proposal";

/** label ‖ 0x00 ‖ sitting ‖ bytes. */
export function signedBytes(purpose: Purpose, sitting: Uint8Array, bytes: Uint8Array): Uint8Array {
  return concat(utf8(`piaojue/v1/${purpose}`), Uint8Array.of(0), sitting, bytes);
}
