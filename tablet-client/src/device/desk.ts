// The request code 签到码: what the screen shows at the desk, so that the desk can sign for this device's key.
//
//   PJD1.<number>.<device key, 64 digits>.<check, 8 digits>      check = first 4 bytes of H("desk-request", number, device key)

import { hex } from "../base/bytes.js";
import { hash } from "../base/hash.js";

/** All of QR's alphanumeric mode. */
export function deskCode(number: number, deviceKey: Uint8Array): string {
  const check = hash("desk-request", number, deviceKey).slice(0, 4);
  return `PJD1.${number}.${hex(deviceKey).toUpperCase()}.${hex(check).toUpperCase()}`;
}
