// The entries of the key ceremony (protocol.md §5): each is the run's next step, or refused.

import { equal, hex, ZERO_32 } from "#base/bytes.js";
import { agreedKey, commitmentHash, isAgreed, isDealt, isEncryptionKey, judge, revealed, runHash } from "../ceremony.js";
import { checkShare, combine, dummy, isTotal } from "../decryption.js";
import type { BodyOf } from "#base/entry/bodies.js";
import type { Entry } from "#base/entry/entry.js";
import type { Point } from "#base/group.js";
import { isKey } from "../signature.js";
import { areDistinct } from "./preparation.js";
import { Refused } from "./refusal.js";
import { isBlank, isUnfinished, need, type Run, type State } from "./state.js";

const SCRUTINEERS_MAX = 9;

export function scrutineersNamed(state: State, body: BodyOf<"scrutineers_named">): void {
  const { run, threshold, scrutineers } = body;
  // The scrutineers of the run before may still have to decrypt.
  need(!state.contests.some(isUnfinished), "not-finished");
  need(run === state.runs.length + 1, "scrutineers-bad", `run ${run}`);
  const n = scrutineers.length;
  need(threshold >= 2 && threshold <= n && n <= SCRUTINEERS_MAX, "scrutineers-bad", "threshold");
  need(scrutineers.every(({ index }, at) => index === at + 1), "scrutineers-bad", "index");
  const keys = scrutineers.map(({ key }) => key);
  need(scrutineers.every(({ name }) => !isBlank(name)), "scrutineers-bad", "name");
  const roles = Object.values(state.definition?.keys ?? {});
  need(keys.every(isKey) && areDistinct([...keys, ...roles]), "scrutineers-bad", "keys");
  const atFault = state.runs.flatMap(({ fault }) => (fault === undefined ? [] : [hex(fault)]));
  need(!keys.some((key) => atFault.includes(hex(key))), "scrutineers-bad", "a party at fault");
  need(isBlank(body.reason) === (run === 1), "scrutineers-bad", "reason");
  state.runs.push({
    number: run,
    hash: runHash(state.fingerprint, run, threshold, keys),
    threshold,
    scrutineers,
    encryptionKeys: new Map(),
    hashes: new Map(),
    commitments: new Map(),
    dealt: new Map(),
    ephemerals: new Set(),
    accepted: new Set(),
    lastDealt: undefined,
    fault: undefined,
    agreed: undefined,
    tested: new Map(),
  });
}

/** The current run, if it is the one named and not over, and the position is one of it. */
function current(state: State, number: number, position: number): Run {
  const { run } = state;
  if (run === undefined) throw new Refused("ceremony-order", "no run");
  const over = number !== run.number || run.fault !== undefined || run.agreed !== undefined;
  need(!over, "ceremony-ended", `run ${number}`);
  need(position >= 1 && position <= run.scrutineers.length, "ceremony-bad", `scrutineer ${position}`);
  return run;
}

function isComplete(run: Run, step: ReadonlyMap<number, unknown> | ReadonlySet<number>): boolean {
  return step.size === run.scrutineers.length;
}

export function keyCommitted(state: State, body: BodyOf<"key_committed">): void {
  const { scrutineer: i, encryption_key: key } = body;
  const run = current(state, body.run, i);
  need(!run.hashes.has(i), "ceremony-order", "a second commit");
  const used = [...run.encryptionKeys.values()].some((other) => equal(other, key));
  need(!used, "ceremony-bad", "the encryption key of another");
  need(isEncryptionKey(run.hash, i, key, body.encryption_proof), "ceremony-bad", "encryption proof");
  run.encryptionKeys.set(i, key);
  run.hashes.set(i, body.commitment);
}

export function keyRevealed(state: State, body: BodyOf<"key_revealed">): void {
  const { scrutineer: i, commitments, proof } = body;
  const run = current(state, body.run, i);
  need(!run.commitments.has(i), "ceremony-order", "a second reveal");
  const committed = run.hashes.get(i);
  need(isComplete(run, run.hashes) && committed !== undefined, "ceremony-order", "not all have committed");
  need(commitments.length === run.threshold, "ceremony-bad", "number of commitments");
  need(equal(commitmentHash(run.hash, i, commitments, proof), committed), "ceremony-bad", "not what was committed");
  const points = revealed(run.hash, i, commitments, proof);
  need(points !== undefined, "ceremony-bad", "proof of the constant");
  run.commitments.set(i, points);
}

export function keyDealt(state: State, entry: Entry, body: BodyOf<"key_dealt">): void {
  const { scrutineer: j, shares } = body;
  const run = current(state, body.run, j);
  need(!run.dealt.has(j), "ceremony-order", "a second dealing");
  need(isComplete(run, run.commitments), "ceremony-order", "not all have revealed");
  const others = run.scrutineers.map((_, at) => at + 1).filter((i) => i !== j);
  const inOrder = shares.length === others.length && shares.every(({ to }, at) => to === others[at]);
  need(inOrder, "ceremony-bad", "not one share for each other");
  const seen = new Set(run.ephemerals);
  for (const share of shares) {
    const recipient = run.encryptionKeys.get(share.to);
    const holds = recipient !== undefined && isDealt(run.hash, j, recipient, share);
    need(holds, "ceremony-bad", `proof of the share to ${share.to}`);
    need(!seen.has(hex(share.ephemeral)), "ceremony-bad", `ephemeral of the share to ${share.to}`);
    seen.add(hex(share.ephemeral));
  }
  for (const ephemeral of seen) run.ephemerals.add(ephemeral);
  run.dealt.set(j, shares);
  run.lastDealt = entry.leaf;
}

/** A run in which all have dealt, and this scrutineer has said nothing of the shares yet. */
function judging(state: State, number: number, i: number): Run {
  const run = current(state, number, i);
  need(isComplete(run, run.dealt), "ceremony-order", "not all have dealt");
  need(!run.accepted.has(i), "ceremony-order", "accepted already");
  return run;
}

export function keyAccepted(state: State, body: BodyOf<"key_accepted">): void {
  const run = judging(state, body.run, body.scrutineer);
  need(run.lastDealt !== undefined && equal(body.follows, run.lastDealt), "follows-wrong");
  run.accepted.add(body.scrutineer);
}

export function keyDisputed(state: State, body: BodyOf<"key_disputed">): void {
  const { scrutineer: i, dealer: j } = body;
  const run = judging(state, body.run, i);
  need(i !== j && j >= 1 && j <= run.scrutineers.length, "ceremony-bad", `dealer ${j}`);
  const share = run.dealt.get(j)?.find(({ to }) => to === i);
  const recipient = run.encryptionKeys.get(i);
  const commitments = run.commitments.get(j);
  if (share === undefined || recipient === undefined || commitments === undefined) throw new Refused("ceremony-order");
  const fault = judge(run.hash, j, recipient, share, body, commitments);
  need(fault !== undefined, "ceremony-bad", "no element");
  run.fault = run.scrutineers[(fault === "dealer" ? j : i) - 1]?.key;
}

export function keyAgreed(state: State, entry: Entry, body: BodyOf<"key_agreed">): void {
  const run = current(state, body.run, 1);
  need(isComplete(run, run.accepted), "ceremony-order", "not all have accepted");
  const commitments = run.scrutineers.map((_, at): readonly Point[] => run.commitments.get(at + 1) ?? []);
  const computed = agreedKey(commitments);
  const same = computed !== undefined && isAgreed(computed, body.public_key, body.share_keys);
  need(same, "ceremony-bad", "keys");
  run.agreed = { leaf: entry.leaf, run, key: body.public_key, shareKeys: body.share_keys };
}

export function keyTested(state: State, body: BodyOf<"key_tested">): void {
  const { scrutineer } = body;
  const { run } = state;
  const agreed = run?.agreed;
  if (run === undefined || agreed === undefined) throw new Refused("ceremony-order", "no key is agreed");
  need(equal(body.key, agreed.leaf), "follows-wrong");
  need(!run.tested.has(scrutineer), "ceremony-order", `scrutineer ${scrutineer}`);
  const shareKey = agreed.shareKeys[scrutineer - 1];
  need(shareKey !== undefined, "test-bad", `scrutineer ${scrutineer}`);
  const label = "test-decryption-share";
  const { key, leaf } = agreed;
  const statement = { label, sitting: state.fingerprint, contest: ZERO_32, leaf, key, scrutineer, shareKey } as const;
  const { ciphertext, number } = dummy(leaf, key);
  const d = checkShare(statement, 0, ciphertext, body.share);
  need(d !== undefined, "test-bad", "proof");
  run.tested.set(scrutineer, d);
  if (run.tested.size < run.threshold) return;
  need(isTotal(number, combine(ciphertext, run.tested)), "test-bad", "number");
}
