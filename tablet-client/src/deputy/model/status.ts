/** What the status of a contest means for the screens, and what it allows them to claim. */
import type { Status } from "../../device/api.js";

/** A ballot can be begun or gone on with, now. */
export function isVotable(status: Status): boolean {
  return status.is === "ready" || (status.is === "may-change" && status.left > 0) || (status.is === "voted" && status.mayChange);
}

/** The vote is cast, and the device has checked so. */
export function isDone(status: Status): boolean {
  return ["cast", "may-change", "slip-returned", "recorded", "voted"].includes(status.is);
}

/** A ballot begun here may still be cast, now or once something passes. */
export function keepsMarks(status: Status): boolean {
  return isVotable(status) || ["held", "not-open", "unwitnessed", "drawing", "cast"].includes(status.is);
}

/** There is something to explain, and nothing to do here any more. */
export function isOutcome(status: Status): boolean {
  return ["refused", "missing", "not-in-box", "missed", "paper", "voided"].includes(status.is);
}

/** What may be said of a vote: in the box, not in the box, nobody here knows; `none`: the question does not arise. */
export type Claim = "cast" | "not-cast" | "unknown" | "none";

/** The claim that a status carries. `missing` is a cast: there was a receipt. A void vote is neither. */
export function claimOf(status: Status): Claim {
  switch (status.is) {
    case "cast":
    case "may-change":
    case "slip-returned":
    case "recorded":
    case "voted":
    case "missing":
      return "cast";
    case "casting":
      return "unknown";
    case "refused":
      return status.counts === "unknown" ? "unknown" : status.counts === "nothing" ? "not-cast" : "cast";
    case "not-in-box":
    case "missed":
    case "ready":
    case "held":
    case "paper":
    case "unwitnessed":
    case "drawing":
      return "not-cast";
    case "not-open":
    case "hands":
    case "over":
    case "voided":
      return "none";
  }
}

/** The ballot code that a status carries; null: none, or wiped. */
export function codeOf(status: Status): string | null {
  return status.is === "cast" || status.is === "may-change" || status.is === "slip-returned" ? status.code : null;
}
