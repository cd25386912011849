/** Every screen of the deputy's page, each as a device's view and what a person then did. */
import type { ContestView, DeviceView, Status } from "../../src/device/api.js";
import type { Act, Event } from "../../src/deputy/model/state.js";
import { IDENTITY, KINDS, ScriptedDevice, code, contest, view } from "../scripted.js";

export interface Scene {
  readonly view: DeviceView;
  /** Events, or what else is done to the device, in this order. */
  readonly then?: readonly (Act | { readonly is: "camera"; readonly camera: "on" | "refused" } | Tell)[];
}

/** The device tells something while the screen is open. */
export interface Tell {
  readonly is: "tell";
  readonly contest: number;
  readonly status: Status;
}

const { select, votes, grades, ranks, named } = KINDS;
const out = { presence: { is: "out" } } as const;
const ticked = (count: number): readonly Act[] => Array.from({ length: count }, (_, item) => ({ is: "mark", item, option: 0 }));
const open = (number: number): Act => ({ is: "open", contest: number });
const of = (one: ContestView, status: Status): ContestView => ({ ...one, status });
const status = (now: Status): Scene => ({ view: view([of(select, now)]), then: [open(1)] });
const sentence = { zh: "盖章没有核对上，这张票没有被收下。", en: "The stamp did not fit; this ballot was not taken.", code: "stamp-bad" };
const unanswered = { zh: "投票截止以前没有收到回执。", en: "There was no receipt before voting ended.", code: "unanswered" };
const casting = (trouble: "network" | "busy" | "held" | "witnesses" | null): Scene => status({ is: "casting", attempt: 3, trouble });

const rehearsal: DeviceView["sitting"] = { title: "某县第十八届人民代表大会第五次会议", place: "县会议中心", rehearsal: true, code: "3F2A 9C41 7D0E B856" };

const RECEIPT = ["entry-0.json", "receipt-1.entry.json", "receipt-1.tlog-proof"].map((name) => ({ name, text: `${name}\n` }));
const EVIDENCE = [{ name: "evidence-two-roots-1f0c9a3b.evidence", text: `piaojue-evidence/v1\ntwo-roots\n${code(4).repeat(18)}\n` }];

export const SCENES: Readonly<Record<string, Scene>> = {
  starting: { view: view([], { sitting: null, ...out, connection: { is: "connecting" } }) },
  elsewhere: { view: view([], { elsewhere: true }) },
  ways: { view: view([], out) },
  scan: { view: view([], out), then: [{ is: "scan" }] },
  "scan-refused": { view: view([], out), then: [{ is: "scan" }, { is: "camera", camera: "refused" }] },
  "typed-number": { view: view([], out), then: [{ is: "type" }, { is: "typed", field: "number", text: "137" }] },
  "typed-code": { view: view([], out), then: [{ is: "type" }, { is: "field", field: "code" }, { is: "typed", field: "code", text: "7K3M-Q2XA-9FHD" }, { is: "sign-in" }, { is: "field", field: "code" }] },
  desk: { view: view([], out), then: [{ is: "desk" }, { is: "typed", field: "number", text: "137" }] },
  "card-refused": { view: view([], { ...out, notice: sentence }) },
  identity: { view: view([], { presence: { is: "card-read", identity: IDENTITY } }) },
  "checking-in": { view: view([], { presence: { is: "checking-in", identity: IDENTITY } }) },
  "awaiting-roles": { view: view([], { presence: { is: "awaiting-roles", identity: IDENTITY } }) },
  "awaiting-desk": { view: view([], { presence: { is: "awaiting-desk", identity: IDENTITY, code: `PJD1.137.${code(9)}` } }) },
  undone: { view: view([], { presence: { is: "undone", identity: IDENTITY } }) },
  "list-waiting": { view: view([of(select, { is: "not-open" })]) },
  list: {
    view: view([
      of(named, { is: "voted", index: 88, mayChange: false }),
      select,
      of(votes, { is: "casting", attempt: 2, trouble: "network" }),
      of(grades, { is: "unwitnessed" }),
      of(ranks, { is: "not-open" }),
    ]),
  },
  "list-more": {
    view: view([
      of(select, { is: "may-change", code: code(1), left: 2 }),
      of(votes, { is: "recorded", index: 512 }),
      of(grades, { is: "missed" }),
      of(ranks, { is: "paper" }),
      of({ ...named, secrecy: "hands", round: "run-off" }, { is: "hands" }),
      contest(6, { round: "again", status: { is: "voided" } }),
    ]),
  },
  "ballot-select": { view: view([select]), then: [open(1), ...ticked(8)] },
  "ballot-empty": { view: view([select], { connection: { is: "lost", wait: 2000 } }), then: [open(1)] },
  "ballot-bilingual": { view: view([votes]), then: [open(2), { is: "mark", item: 0, option: 0 }] },
  "ballot-votes": { view: view([votes]), then: [open(2), { is: "mark", item: 0, option: 0 }, { is: "mark", item: 1, option: 2 }] },
  "ballot-grades": { view: view([grades]), then: [open(3), { is: "mark", item: 0, option: 0 }, { is: "mark", item: 1, option: 3 }] },
  "ballot-ranks": { view: view([ranks]), then: [open(4), { is: "rank", item: 1, number: 1 }, { is: "rank", item: 4, number: 2 }] },
  "ballot-named": { view: view([named]), then: [open(5), { is: "mark", item: 0, option: 0 }] },
  "ballot-change": { view: view([of(select, { is: "may-change", code: code(1), left: 2 })]), then: [open(1), { is: "change-vote" }, ...ticked(3)] },
  "ballot-held": { view: view([select]), then: [open(1), ...ticked(2), { is: "tell", contest: 1, status: { is: "held" } }] },
  "sheet-limit": { view: view([select]), then: [open(1), ...ticked(11)] },
  "sheet-detail": { view: view([select]), then: [open(1), { is: "detail", item: 6 }] },
  "sheet-rank": { view: view([ranks]), then: [open(4), { is: "rank", item: 1, number: 1 }, { is: "ask-rank", item: 4 }] },
  "sheet-taken": { view: view([ranks]), then: [open(4), { is: "rank", item: 1, number: 1 }, { is: "rank", item: 4, number: 1 }] },
  "sheet-unfit": { view: view([{ ...select, limits: { least: 10, most: 10 } }]), then: [open(1), ...ticked(3), { is: "review" }] },
  "sheet-blank": { view: view([select]), then: [open(1), { is: "review" }, { is: "right" }] },
  "sheet-named": { view: view([named]), then: [open(5), { is: "mark", item: 0, option: 1 }, { is: "review" }, { is: "right" }] },
  "sheet-check": { view: view([select]), then: [open(1), ...ticked(2), { is: "review" }, { is: "right" }, { is: "check" }] },
  "sheet-help": { view: view([select]), then: [open(1), { is: "help" }] },
  "sheet-files": { view: view([of(select, { is: "recorded", index: 512 })], { files: RECEIPT }), then: [{ is: "files" }] },
  "sheet-files-evidence": { view: view([select], { files: EVIDENCE, notice: sentence }), then: [{ is: "files" }] },
  "list-files": { view: view([of(select, { is: "recorded", index: 512 })], { files: RECEIPT }) },
  "sheet-settings": { view: view([select]), then: [{ is: "settings" }] },
  "sheet-scale": { view: view([select]), then: [{ is: "scale" }] },
  "sheet-finish": { view: view([select, of(votes, { is: "casting", attempt: 1, trouble: null })]), then: [{ is: "finish" }] },
  covered: { view: view([select]), then: [open(1), ...ticked(2), { is: "cover" }] },
  staff: { view: view([select]), then: [open(1), ...ticked(2), { is: "staff" }] },
  "review-select": { view: view([select]), then: [open(1), ...ticked(8), { is: "review" }] },
  "review-votes": { view: view([votes]), then: [open(2), { is: "mark", item: 0, option: 0 }, { is: "mark", item: 1, option: 2 }, { is: "review" }] },
  "review-ranks": { view: view([ranks]), then: [open(4), { is: "rank", item: 1, number: 2 }, { is: "rank", item: 4, number: 1 }, { is: "review" }] },
  "cast-or-check": { view: view([select]), then: [open(1), ...ticked(8), { is: "review" }, { is: "right" }] },
  opened: { view: view([select]), then: [open(1), ...ticked(2), { is: "review" }, { is: "right" }, { is: "check" }, { is: "yes" }] },
  casting: casting(null),
  "casting-network": casting("network"),
  "casting-held": casting("held"),
  "casting-witnesses": { view: view([of(select, { is: "casting", attempt: 1, trouble: "witnesses" }), votes]), then: [open(1)] },
  done: status({ is: "cast", code: code(1) }),
  "done-may-change": status({ is: "may-change", code: code(1), left: 2 }),
  "done-recorded": status({ is: "recorded", index: 512 }),
  "done-voted": { view: view([of(named, { is: "voted", index: 88, mayChange: true })]), then: [open(5)] },
  refused: status({ is: "refused", why: sentence, counts: "nothing" }),
  "refused-former": status({ is: "refused", why: sentence, counts: "the-one-before" }),
  "refused-unknown": status({ is: "refused", why: unanswered, counts: "unknown" }),
  missing: status({ is: "missing" }),
  "not-in-box": status({ is: "not-in-box" }),
  missed: { view: view([select]), then: [open(1), ...ticked(2), { is: "tell", contest: 1, status: { is: "missed" } }] },
  voided: status({ is: "voided" }),
  paper: status({ is: "paper" }),
  stopped: { view: view([of(select, { is: "cast", code: null })]), then: [{ is: "finish" }, { is: "yes" }] },
  "rehearsal-ways": { view: view([], { ...out, sitting: rehearsal }) },
  "rehearsal-ballot": { view: view([select], { sitting: rehearsal }), then: [open(1), ...ticked(3)] },
  "rehearsal-done": { view: view([of(select, { is: "cast", code: code(1) })], { sitting: rehearsal }), then: [open(1)] },
  "rehearsal-limit": { view: view([select], { sitting: rehearsal }), then: [open(1), ...ticked(11)] },
};

/** Brings a runner into a scene; what the device answers is waited for after each step. */
export async function play(scene: Scene, device: ScriptedDevice, send: (event: Event) => void): Promise<void> {
  for (const step of scene.then ?? []) {
    for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
    if (step.is === "tell") device.status(step.contest, step.status);
    else if (step.is === "camera") send({ is: "camera", camera: step.camera });
    else send({ is: "act", act: step });
  }
}
