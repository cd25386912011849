// Where a device keeps its state: durable when the promise resolves.

import type { ShownFile } from "../trust/error.js";
import type { DeviceState } from "./state.js";

/** A file that a deputy may want to keep: receipts and evidence. */
export type KeptFile = ShownFile;

export interface Store {
  /** The devices of this browser, of this sitting. */
  load(): Promise<readonly DeviceState[]>;
  /** Replaces the state of the state's deputy. */
  save(state: DeviceState): Promise<void>;
  /** Keeps a file of a deputy, or of nobody (0); one of the same name is replaced. */
  keep(deputy: number, file: KeptFile): Promise<void>;
  /** What was kept of a deputy, or of nobody. */
  files(deputy: number): Promise<readonly KeptFile[]>;
}
