/** The deputy's screens over a scripted device: a page for tests alone, built into a folder of its own and never into dist. */
import { render } from "preact";
import type { Settings } from "../../src/deputy/model/state.js";
import { mount } from "../../src/deputy/mount.js";
import type { Runner } from "../../src/deputy/run.js";
import { ScriptedDevice, view } from "../scripted.js";
import { SCENES, play } from "./scenes.js";

/** What the program that drives the browser calls. */
export interface Handle {
  /** Shows a scene from its beginning, and waits until it is drawn and measured. */
  show(name: string, settings: Settings): Promise<void>;
  /** A device on which a deputy has to sign in; casts are answered at once. */
  whole(): void;
  device(): ScriptedDevice;
  runner(): Runner;
}

declare global {
  interface Window {
    piaojue: Handle;
  }
}

const place = document.getElementById("app");
if (place === null) throw new Error("the page has no place for the screens");

let device = new ScriptedDevice(view([]));
let runner: Runner | null = null;

function begin(next: ScriptedDevice): Runner {
  runner?.end();
  if (place !== null) render(null, place);
  sessionStorage.clear();
  device = next;
  runner = mount(place ?? document.body, device);
  return runner;
}

window.piaojue = {
  async show(name, settings) {
    const scene = SCENES[name];
    if (scene === undefined) throw new Error(`no scene ${name}`);
    const now = begin(new ScriptedDevice(scene.view));
    now.send({ is: "act", act: { is: "set", settings } });
    await play(scene, device, (event) => {
      now.send(event);
    });
    // Handing the tablet back resets what was set.
    if (now.state.step.is === "stopped") now.send({ is: "act", act: { is: "set", settings } });
    // Rows are measured, and measured again where a bar came or went.
    for (let frame = 0; frame < 2; frame += 1) await new Promise((done) => requestAnimationFrame(done));
  },
  whole() {
    const contests = Object.values(SCENES).flatMap((scene) => scene.view.contests).filter((one) => one.status.is === "ready");
    const first = contests[0];
    begin(new ScriptedDevice(view(first === undefined ? [] : [first], { presence: { is: "out" } })));
  },
  device: () => device,
  runner() {
    if (runner === null) throw new Error("nothing is shown");
    return runner;
  },
};
