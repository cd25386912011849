/** The keys of the hall's machine: one table, for what they do and for the help that lists them. */

/** What a key asks for. */
export type Key = "next" | "back" | "everything" | "page-back" | "page-next" | "contest-back" | "contest-next" | "blank" | "freeze" | "lang" | "theme" | "help";

interface Binding {
  readonly key: Key;
  /** As the browser names them, letters small. Presenters send PageDown, PageUp, Enter, and `b` or `.`. */
  readonly names: readonly string[];
  /** As they stand on a keyboard. */
  readonly caps: readonly string[];
}

/** In the order of the help. */
export const KEYS: readonly Binding[] = [
  { key: "next", names: ["arrowright", "pagedown", "enter", " "], caps: ["→", "PageDown", "Enter"] },
  { key: "back", names: ["arrowleft", "pageup"], caps: ["←", "PageUp"] },
  { key: "everything", names: ["e"], caps: ["E"] },
  { key: "page-back", names: ["arrowup"], caps: ["↑"] },
  { key: "page-next", names: ["arrowdown"], caps: ["↓"] },
  { key: "contest-back", names: ["["], caps: ["["] },
  { key: "contest-next", names: ["]"], caps: ["]"] },
  { key: "blank", names: ["b", "."], caps: ["B"] },
  { key: "freeze", names: ["f"], caps: ["F"] },
  { key: "lang", names: ["l"], caps: ["L"] },
  { key: "theme", names: ["t"], caps: ["T"] },
  { key: "help", names: ["?", "？", "f1"], caps: ["?"] },
];

/** `→` and the like. `undefined`: no key of this screen. */
export function keyOf(name: string): Key | undefined {
  const small = name.toLowerCase();
  return KEYS.find(({ names }) => names.includes(small))?.key;
}
