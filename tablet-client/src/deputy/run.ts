/**
 * The page's one moving part: it holds the state, hands every event to `update` and does what comes back, on the device and on the tab's
 * storage. Everything else is a pure function.
 */
import { DeviceProblem } from "../device/api.js";
import type { Device, Sentence } from "../device/api.js";
import { type Effect, type Event, type State, start } from "./model/state.js";
import { dropAllTicks, dropTicks, keepTicks, readTicks } from "./model/ticks.js";
import { update } from "./model/update.js";

/** What the runner needs of the browser. */
export interface Surroundings {
  /** The tab's own storage. */
  readonly storage: Storage;
  /** Milliseconds from any fixed start, never back. */
  now(): number;
  reload(): void;
  /** Hands a file over to whoever sits here. */
  save(name: string, text: string): void;
}

/** Anything thrown that is no sentence of the device's is the page's own fault, and is told as such. */
function sentenceOf(problem: unknown): Sentence {
  if (problem instanceof DeviceProblem) return problem.sentence;
  return { zh: "平板出错了，请工作人员帮助。", en: "Something went wrong on this tablet. Please ask the staff.", code: "page" };
}

/** Whether the passing of time alone changed what is shown. */
function showsTime(before: State, state: State): boolean {
  const counts = state.step.is === "done" || state.entry.is === "scan";
  return counts || before.cover !== state.cover || before.step !== state.step || before.entry !== state.entry;
}

/** Runs the screens over a device. */
export class Runner {
  #state: State;
  readonly #listeners = new Set<(state: State) => void>();
  readonly #stop: () => void;

  constructor(
    private readonly device: Device,
    private readonly around: Surroundings,
  ) {
    this.#state = start(device.view, around.now(), readTicks(around.storage));
    this.#stop = device.subscribe((view) => {
      this.send({ is: "view", view });
    });
  }

  get state(): State {
    return this.#state;
  }

  /** Called after every event; returns the way to stop. */
  subscribe(listener: (state: State) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Something happened. Time goes first, so that a touch after a long sleep counts from now. */
  send(event: Event): void {
    const before = this.#state;
    const [state, effects] = update({ ...before, now: this.around.now() }, event);
    this.#state = state;
    if (event.is === "tick" && !showsTime(before, state)) return;
    // The screens first: a touch is answered before anything is computed.
    this.#listeners.forEach((listener) => {
      listener(state);
    });
    effects.forEach((effect) => {
      this.perform(effect);
    });
  }

  /** Stops listening to the device. */
  end(): void {
    this.#stop();
  }

  private perform(effect: Effect): void {
    const { device, around } = this;
    switch (effect.is) {
      case "read-card":
        device.readCard(effect.input).then(
          () => {
            this.send({ is: "card-answered", refused: null });
          },
          (problem: unknown) => {
            this.send({ is: "card-answered", refused: sentenceOf(problem) });
          },
        );
        return;
      case "forget-card":
        device.forgetCard();
        return;
      case "check-in":
        device.checkIn();
        return;
      case "prepare": {
        const { round } = effect;
        device.prepare(effect.contest, effect.columns).then(
          (prepared) => {
            this.send({ is: "prepared", round, code: prepared.code });
          },
          (problem: unknown) => {
            this.send({ is: "prepare-failed", round, why: sentenceOf(problem) });
          },
        );
        return;
      }
      case "discard":
        device.discard();
        return;
      case "challenge": {
        const { round } = effect;
        device.challenge().then(
          (opening) => {
            this.send({ is: "opened", round, opening });
          },
          (problem: unknown) => {
            this.send({ is: "open-failed", round, why: sentenceOf(problem) });
          },
        );
        return;
      }
      case "cast":
        device.cast();
        return;
      case "vote":
        device.vote(effect.contest, effect.columns);
        return;
      case "wipe-code":
        device.wipeCode(effect.contest);
        return;
      case "stop":
        device.stop();
        return;
      case "reload":
        around.reload();
        return;
      case "save":
        around.save(effect.name, effect.text);
        return;
      case "keep-ticks":
        keepTicks(around.storage, effect.kept);
        return;
      case "drop-ticks":
        dropTicks(around.storage, effect.contest);
        return;
      case "drop-all-ticks":
        dropAllTicks(around.storage);
        return;
    }
  }
}
