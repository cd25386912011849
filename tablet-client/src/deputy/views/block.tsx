/** Blocks of a screen that only say something. */
import type { ComponentChildren } from "preact";
import type { Block } from "../../ui/paged.js";

/** A paragraph. `kind`: `strong` stands out, `quiet` stands back. */
export function text(key: string, words: ComponentChildren, kind: "plain" | "strong" | "quiet" = "plain"): Block {
  return { key, node: <p class={kind === "plain" ? "say" : `say ${kind}`}>{words}</p> };
}
