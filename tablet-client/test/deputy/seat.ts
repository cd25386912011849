/** A deputy at a tablet, in tests: the real runner over the scripted device and a storage in memory. */
import type { ContestView, DeviceView } from "../../src/device/api.js";
import type { Act, State } from "../../src/deputy/model/state.js";
import { Runner } from "../../src/deputy/run.js";
import { ScriptedDevice, view } from "../scripted.js";
import { MemoryStorage } from "./storage.js";

export class Seat {
  now = 1_000;
  reloads = 0;
  readonly saved: (readonly [name: string, text: string])[] = [];
  runner: Runner;

  constructor(
    readonly device: ScriptedDevice,
    readonly storage: Storage = new MemoryStorage(),
  ) {
    this.runner = this.open();
  }

  private open(): Runner {
    return new Runner(this.device, {
      storage: this.storage,
      now: () => this.now,
      reload: () => {
        this.reloads += 1;
      },
      save: (name, text) => {
        this.saved.push([name, text]);
      },
    });
  }

  /** The page is loaded anew: only storage and device are left. */
  reload(): void {
    this.runner.end();
    this.runner = this.open();
  }

  get state(): State {
    return this.runner.state;
  }

  /** Does this, and waits for what the device answers. */
  async do(...acts: readonly Act[]): Promise<void> {
    for (const act of acts) {
      this.runner.send({ is: "act", act });
      for (let turn = 0; turn < 6; turn += 1) await Promise.resolve();
    }
  }

  /** Time passes. */
  wait(ms: number): void {
    this.now += ms;
    this.runner.send({ is: "tick", now: this.now });
  }

  /** All that the tab's storage holds. */
  stored(): string {
    return Array.from({ length: this.storage.length }, (_, at) => this.storage.getItem(this.storage.key(at) ?? "")).join("|");
  }
}

/** Someone who is signed in. */
export function seat(contests: readonly ContestView[], change: Partial<DeviceView> = {}): Seat {
  return new Seat(new ScriptedDevice(view(contests, change)));
}
