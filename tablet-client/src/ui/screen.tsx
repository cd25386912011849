/**
 * The frame that every screen of a page stands in: the sitting and the connection above, with 遮挡, 帮助 and 设置 always in the same
 * place; then the step's heading, what never scrolls away, the rows by pages, and the buttons, the main one always in the same corner.
 */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Texts } from "../lang/index.js";
import { type Block, Paged } from "./paged.js";
import { Pager } from "./pager.js";

export interface FrameProps {
  readonly t: Texts;
  readonly title: string;
  readonly rehearsal: boolean;
  /** The connection, in words. */
  readonly connection: string;
  /** Something is wrong with it. */
  readonly trouble: boolean;
  readonly witnesses: string | null;
  /** 遮挡, 帮助, 设置. */
  readonly buttons: ComponentChildren;
  /** What has to be told now. */
  readonly notice: string | null;
}

export interface ScreenProps {
  readonly frame: FrameProps;
  /** Another key: another screen; the focus goes to its heading, and its pages begin at the first. */
  readonly name: string;
  /** Above the heading: the contest. */
  readonly over?: ComponentChildren;
  readonly heading: ComponentChildren;
  /** Beside the heading: the counter. */
  readonly side?: ComponentChildren;
  /** Under the heading, in a frame: 记名, 改票. */
  readonly banner?: string | null;
  readonly blocks: readonly Block[];
  readonly list?: boolean;
  /** In the middle of the screen: something is told rather than listed. */
  readonly told?: boolean;
  readonly actions?: ComponentChildren;
}

/** See [`ScreenProps`]. */
export function Screen(props: ScreenProps): JSX.Element {
  const { frame, name, over, heading, side, banner = null, blocks, list = false, told = false, actions } = props;
  const { t } = frame;
  const title = useRef<HTMLHeadingElement>(null);
  const [at, setAt] = useState<Readonly<Record<string, number>>>({});
  const [pages, setPages] = useState(1);
  useLayoutEffect(() => {
    title.current?.focus({ preventScroll: true });
  }, [name]);
  const page = at[name] ?? 0;
  return (
    <div class={told ? "screen told" : "screen"} data-screen={name}>
      <header class="frame">
        <div class="frame-words">
          <p class="frame-title">
            {frame.rehearsal ? <strong class="tag rehearsal">{t.rehearsal}</strong> : null} {frame.title}
          </p>
          <p class={frame.trouble ? "frame-state trouble" : "frame-state"} role="status">
            {frame.connection}
            {frame.witnesses === null ? null : <span class="frame-witnesses">{frame.witnesses}</span>}
          </p>
        </div>
        <div class="frame-buttons">{frame.buttons}</div>
      </header>
      <div class="notices" aria-live="assertive">
        {frame.notice === null ? null : <p class="notice">{frame.notice}</p>}
      </div>
      <main class="stage">
        <div class="head">
          <div class="head-words">
            {over === undefined ? null : <div class="over">{over}</div>}
            <h1 tabIndex={-1} ref={title}>
              {heading}
            </h1>
          </div>
          {side === undefined ? null : <div class="side">{side}</div>}
        </div>
        {banner === null ? null : <p class="banner">{banner}</p>}
        <Paged key={name} blocks={blocks} page={page} onPages={setPages} list={list} />
        <div class="bar">
          <Pager
            t={t}
            page={page}
            pages={pages}
            onPage={(to) => {
              setAt({ ...at, [name]: to });
            }}
          />
          <div class="actions">{actions}</div>
        </div>
      </main>
    </div>
  );
}
