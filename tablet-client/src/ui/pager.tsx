/** 上一页 · 第 1 页，共 3 页 · 下一页. Nothing where there is one page. */
import type { JSX } from "preact";
import type { Texts } from "../lang/index.js";
import { Button } from "./button.js";

export interface PagerProps {
  readonly t: Texts;
  /** From 0. */
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

/** See [`PagerProps`]. */
export function Pager({ t, page, pages, onPage }: PagerProps): JSX.Element | null {
  if (pages < 2) return null;
  const at = Math.min(page, pages - 1);
  return (
    <nav class="pager" aria-label={t.page(at + 1, pages)}>
      <Button
        action="previous-page"
        off={at === 0}
        onPress={() => {
          onPage(at - 1);
        }}
      >
        {t.previousPage}
      </Button>
      <p class="page-of" role="status">
        {t.page(at + 1, pages)}
      </p>
      <Button
        action="next-page"
        off={at === pages - 1}
        onPress={() => {
          onPage(at + 1);
        }}
      >
        {t.nextPage}
      </Button>
    </nav>
  );
}
