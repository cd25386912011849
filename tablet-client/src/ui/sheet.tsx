/**
 * A sheet over the screen: a question or an explanation, nothing behind it can be touched. The browser's own modal dialog keeps the focus
 * inside and gives it back where it was.
 */
import type { ComponentChildren, JSX } from "preact";
import { useId, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Texts } from "../lang/index.js";
import { type Block, Paged } from "./paged.js";
import { Pager } from "./pager.js";

export interface SheetProps {
  readonly t: Texts;
  readonly heading: string;
  readonly blocks: readonly Block[];
  /** Buttons; the primary one last. */
  readonly actions: ComponentChildren;
  /** Esc. */
  readonly onClose: () => void;
  readonly rehearsal: boolean;
}

/** See [`SheetProps`]. */
export function Sheet({ t, heading, blocks, actions, onClose, rehearsal }: SheetProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const [page, setPage] = useState(0);
  const [pages, setPages] = useState(1);
  useLayoutEffect(() => {
    const { current } = dialog;
    const before = document.activeElement;
    current?.showModal();
    title.current?.focus();
    return () => {
      current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      class="sheet"
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 id={id} tabIndex={-1} ref={title}>
        {rehearsal ? <span class="tag rehearsal">{t.rehearsal}</span> : null} {heading}
      </h2>
      <Paged blocks={blocks} page={page} onPages={setPages} />
      <div class="sheet-actions">
        <Pager t={t} page={page} pages={pages} onPage={setPage} />
        {actions}
      </div>
    </dialog>
  );
}
