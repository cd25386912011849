/** What every view of the deputy's page is given. */
import type { FrameProps } from "../../ui/screen.js";
import type { Reading, Texts } from "../../lang/index.js";
import type { Act, Event, State } from "../model/state.js";

export interface Ui {
  readonly state: State;
  readonly t: Texts;
  readonly reading: Reading;
  readonly act: (act: Act) => void;
  readonly send: (event: Event) => void;
  /** The frame around each screen. */
  readonly frame: FrameProps;
  /** Reads aloud; null: this tablet has no voice of its own for the language. */
  readonly speak: ((text: string) => void) | null;
}

export { beside, isCramped, text } from "./block.js";
