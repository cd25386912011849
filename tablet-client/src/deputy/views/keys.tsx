/** Big keys for a number and for the short code of a card. */
import type { JSX } from "preact";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "0"];
/** The letters a code has: no I, L, O or U (docs/protocol.md, cards). */
const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "M", "N", "P", "Q", "R", "S", "T", "V", "W", "X", "Y", "Z"];

export interface KeysProps {
  readonly letters: boolean;
  /** What is typed so far. */
  readonly text: string;
  readonly erase: string;
  readonly onText: (text: string) => void;
}

/** The printed form: groups of four with a hyphen between them. */
export function withHyphens(text: string): string {
  const plain = text.replace(/[^0-9A-Za-z]/g, "").toUpperCase();
  return (plain.match(/.{1,4}/g) ?? []).join("-");
}

/** See [`KeysProps`]. */
export function Keys({ letters, text, erase, onText }: KeysProps): JSX.Element {
  const all = letters ? [...DIGITS, ...LETTERS] : DIGITS;
  const put = (next: string): void => {
    onText(letters ? withHyphens(next) : next);
  };
  return (
    <div class={letters ? "keys letters" : "keys"}>
      {all.map((key) => (
        <button key={key} type="button" class="key pressable" data-action={`key-${key}`} onClick={() => { put(text + key); }}>
          {key}
        </button>
      ))}
      <button type="button" class="key wide pressable" data-action="key-erase" onClick={() => { put(text.replace(/-?.$/u, "")); }}>
        {erase}
      </button>
    </div>
  );
}
