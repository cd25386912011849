// A store in memory, of the form of the browser's: what is put in is copied, as a database does.

import type { DeviceState } from "../src/device/state.js";
import type { KeptFile, Store } from "../src/device/store.js";

export class MemoryStore implements Store {
  readonly states = new Map<number, DeviceState>();
  readonly kept = new Map<string, KeptFile>();

  load(): Promise<readonly DeviceState[]> {
    return Promise.resolve(structuredClone([...this.states.values()]));
  }

  save(state: DeviceState): Promise<void> {
    this.states.set(state.deputy, structuredClone(state));
    return Promise.resolve();
  }

  keep(deputy: number, file: KeptFile): Promise<void> {
    this.kept.set(`${deputy}/${file.name}`, { ...file });
    return Promise.resolve();
  }

  files(deputy: number): Promise<readonly KeptFile[]> {
    return Promise.resolve([...this.kept].filter(([key]) => key.startsWith(`${deputy}/`)).map(([, file]) => file));
  }
}
