/** Blocks of a screen that only say something. */
import type { ComponentChildren, JSX } from "preact";
import type { Block } from "../../ui/paged.js";

/** A paragraph. `kind`: `strong` stands out, `quiet` stands back. */
export function text(key: string, words: ComponentChildren, kind: "plain" | "strong" | "quiet" = "plain"): Block {
  return { key, node: <p class={kind === "plain" ? "say" : `say ${kind}`}>{words}</p> };
}

/** Little room: a telephone, or a low window with large letters. Then what stands side by side elsewhere comes one after the other. */
export function isCramped(size: number): boolean {
  const low = window.matchMedia("(max-height: 640px)").matches;
  return window.matchMedia("(max-width: 620px)").matches || (low && size > 2);
}

/** A picture with words beside it, `much`: more than fit beside it in the largest letters; where that is too much, the words and then the picture, page by page. */
export function beside(size: number, picture: JSX.Element, words: readonly Block[], pictureFirst = false, much = false): readonly Block[] {
  if (isCramped(size) || (much && size === 4)) {
    const alone = { key: "picture", node: picture };
    return pictureFirst ? [alone, ...words] : [...words, alone];
  }
  const node = (
    <div class="beside">
      {picture}
      <div class="beside-words">{words.map((block) => block.node)}</div>
    </div>
  );
  return [{ key: "beside", node }];
}
