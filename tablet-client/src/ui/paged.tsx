/**
 * Rows by pages instead of by scrolling: as many as fit are shown, the others wait behind 上一页 and 下一页.
 *
 * All rows stay in the document, so that each is measured at the width it will have; those of other pages are invisible, which also
 * takes them out of the order of keys and from what is read aloud.
 */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { paginate } from "./paginate.js";

export interface Block {
  readonly key: string;
  readonly node: ComponentChildren;
}

export interface PagedProps {
  readonly blocks: readonly Block[];
  /** From 0; one past the last is the last. */
  readonly page: number;
  /** Told after measuring, whenever it is another. */
  readonly onPages: (pages: number) => void;
  /** Rows of a list, rather than a text's paragraphs. */
  readonly list?: boolean;
  readonly label?: string;
}

const same = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Room for rows: that of the place itself, or in a sheet what the sheet may still grow. */
function roomOf(place: HTMLElement): number {
  const sheet = place.closest("dialog");
  const style = getComputedStyle(place);
  const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
  if (sheet === null) return place.clientHeight - padding;
  const around = sheet.offsetHeight - place.offsetHeight;
  return window.innerHeight * 0.94 - around - padding;
}

/** See [`PagedProps`]. */
export function Paged({ blocks, page, onPages, list = false, label }: PagedProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [tall, setTall] = useState(false);
  const [pages, setPages] = useState<readonly (readonly number[])[]>([blocks.map((_, index) => index)]);

  const measure = useRef(() => {
    const { current } = place;
    if (current === null) return;
    const children = [...current.children].filter((child): child is HTMLElement => child instanceof HTMLElement);
    const gap = parseFloat(getComputedStyle(current).rowGap) || 0;
    const heights = children.map((child) => child.offsetHeight);
    const room = roomOf(current);
    const next = paginate(heights, gap, room);
    setTall(heights.some((height) => height > room + 1));
    setPages((before) => (same(before, next) ? before : next));
  });

  // After every drawing: the text size, the language, a mark may have changed a row's height.
  useLayoutEffect(() => {
    measure.current();
  });
  useLayoutEffect(() => {
    const { current } = place;
    const remeasure = (): void => {
      measure.current();
    };
    const watch = new ResizeObserver(remeasure);
    if (current !== null) watch.observe(current);
    window.addEventListener("resize", remeasure);
    void document.fonts.ready.then(remeasure);
    return () => {
      watch.disconnect();
      window.removeEventListener("resize", remeasure);
    };
  }, []);
  useLayoutEffect(() => {
    onPages(pages.length);
  }, [pages.length]);

  const shown = pages[Math.min(page, pages.length - 1)] ?? [];
  return (
    <div class={tall ? "paged tall" : "paged"} tabIndex={tall ? 0 : undefined} ref={place} role={list ? "list" : undefined} aria-label={label}>
      {blocks.map((block, index) => (
        <div key={block.key} class={shown.includes(index) ? "block" : "block other-page"} role={list ? "listitem" : undefined}>
          {block.node}
        </div>
      ))}
    </div>
  );
}
