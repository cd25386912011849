/** What is wrong, in one sentence, and what to do. */

import type { PublicTexts } from "../lang/public/index.js";
import type { BrokenCode } from "./trouble.js";
import type { Wrong } from "./watch.js";

export interface Said {
  readonly what: string;
  readonly then: string;
  /** Nothing is accused by it: the network does this too. */
  readonly mild: boolean;
}

/** In words. */
export function wrongWords(t: PublicTexts, wrong: Wrong): Said {
  switch (wrong.is) {
    case "source":
      return { what: t.troubles[wrong.trouble], then: "", mild: true };
    case "older":
      return { what: t.older(wrong.size), then: t.tellChief, mild: false };
    case "broken": {
      const { code, index } = wrong.broken;
      const at = code === "other-sitting" || code === "other-mode" || code === "no-sitting" ? "" : t.atEntry(index);
      return { what: `${t.broken[code]}${at}`, then: thenOf(t, code), mild: code === "no-sitting" };
    }
  }
}

function thenOf(t: PublicTexts, code: BrokenCode): string {
  switch (code) {
    case "other-sitting":
    case "other-mode":
      return t.compareSettings;
    case "no-sitting":
      return "";
    case "too-large":
      return t.useAudit;
    case "two-roots":
    case "two-histories":
    case "beyond-seal":
      return t.tellProof;
    default:
      return t.tellEvidence;
  }
}
