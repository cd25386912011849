/** Entry after entry into a {@link Sitting}. */

import { sha256 } from "@noble/hashes/sha2.js";
import { fromUtf8, hex } from "../base/bytes.js";
import { hash } from "../base/hash.js";
import { JsonError, parseJson } from "../base/wire/json.js";
import { bytes32, FormError, int, list, object, text } from "../base/wire/schema.js";
import type { Body, BodyOf } from "../base/entry/bodies.js";
import type { Entry } from "../base/entry/entry.js";
import { Parts, type Payload } from "../base/entry/payload.js";
import { claimedSize, noteOf } from "./checkpoint.js";
import type { Fold } from "./follower.js";
import { checkSignatures } from "./signers.js";
import { isVoting, presence, suspendedNow, type Contest, type Deputy, type Opened, type Roll, type Run, type Sitting, type Stage } from "./sitting.js";
import { Broken } from "./trouble.js";

const rollText = object({ deputies: list(object({ number: int, name: text, delegation: text, card: bytes32 })) });

function payloadOf(body: Body): Payload | undefined {
  switch (body.kind) {
    case "roll_fixed":
      return body.roll;
    case "rules_adopted":
      return body.text;
    case "ballot_cast":
    case "paper_cast":
      return body.ballot;
    default:
      return undefined;
  }
}

/** The sitting as the entries so far say it. Of use up to the first {@link Broken} that it throws. */
export class SittingFold implements Fold, Sitting {
  definition: BodyOf<"sitting_defined"> | undefined;
  fingerprint: Uint8Array = new Uint8Array(32);
  roll: Roll | undefined;
  readonly runs: Run[] = [];
  readonly contests: Contest[] = [];
  suspendedAtFirst: ReadonlySet<number> | undefined;
  witnessed = 0;
  sealed = false;
  /** Signatures of roles, scrutineers and the server that were checked here; and those of deputies, cards and ballots that were not. */
  checked = 0;
  left = 0;
  private readonly agreed = new Map<string, Run>();
  private readonly byHash = new Map<string, { readonly contest: Contest; readonly opened: Opened }>();
  private readonly parts = new Parts();
  private index = 0;

  get run(): Run | undefined {
    return this.runs.at(-1);
  }

  /** The opened contest with this hash. Throws {@link Broken}. */
  contest(of: Uint8Array): { readonly contest: Contest; readonly opened: Opened } {
    const found = this.byHash.get(hex(of));
    if (found === undefined) this.refuse("another contest");
    return found;
  }

  /** The next entry. Throws {@link Broken}. */
  take(entry: Entry, index: number): void {
    this.index = index;
    if (this.sealed) throw new Broken("after-seal", index);
    const { body } = entry;
    const run = body.kind === "decrypted" ? this.contest(body.contest).opened.run : this.run;
    const { checked, left } = checkSignatures(this, entry, index, run);
    this.checked += checked;
    this.left += left;
    if (body.kind === "blob_part") {
      if (!this.parts.take(body)) throw new Broken("parts-wrong", index);
      return;
    }
    const value = this.parts.join(payloadOf(body));
    if (value === "wrong") throw new Broken("parts-wrong", index);
    this.apply(entry, value ?? new Uint8Array());
  }

  /** What the entry does; `value` is that of its payload. */
  protected apply(entry: Entry, value: Uint8Array): void {
    const { body } = entry;
    switch (body.kind) {
      case "sitting_defined":
        this.definition = body;
        this.fingerprint = sha256(entry.line).slice();
        return;
      case "roll_fixed":
        this.roll = { membership: body.membership, due: body.due, deputies: this.deputies(value) };
        return;
      case "scrutineers_named":
        this.runs.push({ number: body.run, threshold: body.threshold, scrutineers: body.scrutineers });
        return;
      case "key_agreed":
        if (this.run !== undefined) this.agreed.set(hex(entry.leaf), this.run);
        return;
      case "contest_defined":
        if (body.contest !== this.contests.length + 1) this.refuse("number of the contest");
        this.contests.push({ definition: body, stage: "defined", opened: undefined });
        return;
      case "witnessed":
        this.witnessed = claimedSize(noteOf(body));
        return;
      case "sitting_sealed":
        this.sealed = true;
        return;
      case "checked_in":
      case "check_in_undone":
      case "left_early":
      case "deputy_suspended":
      case "deputy_restored":
        this.people(body);
        return;
      case "contest_opened":
        this.open(entry, body);
        return;
      default:
        this.course(entry);
    }
  }

  private refuse(what: string): never {
    throw new Broken("not-legal", this.index, what);
  }

  private deputies(value: Uint8Array): ReadonlyMap<number, Deputy> {
    try {
      const { deputies } = rollText(parseJson(fromUtf8(value) ?? ""), []);
      const fresh = { checkedIn: false, suspended: false, left: false };
      return new Map(deputies.map(({ number, name, delegation }) => [number, { number, name, delegation, ...fresh }]));
    } catch (error) {
      if (error instanceof JsonError || error instanceof FormError) this.refuse("roll");
      throw error;
    }
  }

  private people(body: BodyOf<"checked_in" | "check_in_undone" | "left_early" | "deputy_suspended" | "deputy_restored">): void {
    const deputy = this.roll?.deputies.get(body.deputy);
    if (deputy === undefined) this.refuse(`deputy ${body.deputy}`);
    switch (body.kind) {
      case "checked_in":
        deputy.checkedIn = true;
        deputy.left = false;
        for (const { opened } of this.contests.filter(isVoting)) {
          if (opened === undefined) continue;
          opened.present.add(deputy.number);
          // Who was not due and came was due after all (§3.10).
          opened.due = Math.max(opened.due, opened.present.size);
          opened.membership = Math.max(opened.membership, opened.due);
        }
        return;
      case "check_in_undone":
        deputy.checkedIn = false;
        return;
      case "left_early":
        deputy.checkedIn = false;
        deputy.left = true;
        return;
      case "deputy_suspended":
        deputy.suspended = true;
        deputy.left = false;
        return;
      case "deputy_restored":
        deputy.suspended = false;
        return;
    }
  }

  private open({ bodyBytes }: Entry, body: BodyOf<"contest_opened">): void {
    const contest = this.contests[body.contest - 1];
    if (contest?.stage !== "defined") this.refuse(`contest ${body.contest} is not to be opened`);
    if (this.roll !== undefined) this.suspendedAtFirst ??= suspendedNow(this.roll);
    const [key] = body.keys;
    const contestHash = hash("contest", this.fingerprint, bodyBytes);
    const opened: Opened = {
      index: this.index,
      hash: contestHash,
      name: hex(contestHash),
      key: key?.public_key,
      run: key === undefined ? undefined : this.agreed.get(hex(key.key)),
      membership: body.membership,
      due: body.due,
      present: new Set(presence(this, contest.definition.profile).present),
      issued: new Set(),
      papers: new Set(),
      slips: new Set(),
      voted: new Set(),
      challenged: 0,
      heldFor: undefined,
      box: undefined,
      entered: 0,
      closed: undefined,
      shares: new Set(),
      declared: undefined,
      settled: undefined,
      voided: undefined,
    };
    if (opened.present.size !== body.present) this.refuse("present");
    contest.stage = "open";
    contest.opened = opened;
    this.byHash.set(opened.name, { contest, opened });
  }

  /** Moves a contest on, if it is where this may follow. */
  private move(contest: Contest, from: readonly Stage[], to: Stage): void {
    if (!from.includes(contest.stage)) this.refuse(`${to} after ${contest.stage}`);
    contest.stage = to;
  }

  private course({ body, leaf }: Entry): void {
    if (body.kind === "ballot_issued") {
      this.contest(body.request.contest).opened.issued.add(body.request.deputy);
      return;
    }
    if (!("contest" in body) || typeof body.contest === "number") return;
    const { contest, opened } = this.contest(body.contest);
    switch (body.kind) {
      case "ballot_challenged":
        opened.challenged += 1;
        return;
      case "paper_issued":
        for (const deputy of body.deputies) opened.papers.add(deputy);
        return;
      case "vote_cast":
        opened.voted.add(body.deputy);
        return;
      case "ballot_returned":
        opened.slips.add(body.deputy);
        return;
      case "contest_held":
        this.move(contest, ["open"], "held");
        opened.heldFor = body.reason;
        return;
      case "contest_resumed":
        this.move(contest, ["held"], "open");
        opened.heldFor = undefined;
        return;
      case "contest_ended":
        this.move(contest, ["open", "held"], "ended");
        return;
      case "box_opened":
        this.move(contest, ["ended"], body.ballots === 0 ? "opened" : "opening");
        opened.box = { ballots: body.ballots, cast: 0 };
        return;
      case "ballot_cast":
        this.cast(contest, opened);
        return;
      case "paper_cast":
        opened.entered += 1;
        return;
      case "hands_counted":
        this.move(contest, ["open", "held"], "closed");
        opened.closed = { leaf: hex(leaf), counts: undefined };
        return;
      case "contest_closed":
        this.move(contest, ["ended", "opened"], "closed");
        opened.closed = { leaf: hex(leaf), counts: body };
        return;
      case "decrypted":
        opened.shares.add(body.scrutineer);
        return;
      case "result_declared":
        this.declare(contest, opened, body, leaf);
        return;
      case "tie_settled":
        opened.settled = body.items;
        return;
      case "contest_voided":
        contest.stage = "voided";
        opened.voided = body.reason;
        return;
      case "contest_defined":
      case "contest_opened":
      case "paper_counted":
      case "paper_confirmed":
      case "report_signed":
        return;
    }
  }

  private cast(contest: Contest, { box }: Opened): void {
    if (contest.stage !== "opening" || box === undefined) this.refuse("a ballot without its box");
    box.cast += 1;
    if (box.cast === box.ballots) contest.stage = "opened";
  }

  /** Its arithmetic is the verifier's; what a screen reads by index has to be there. */
  private declare(contest: Contest, opened: Opened, { closed, decision }: BodyOf<"result_declared">, leaf: Uint8Array): void {
    this.move(contest, ["closed"], "declared");
    if (opened.closed?.leaf !== hex(closed)) this.refuse("another close");
    const items = contest.definition.items.length;
    const named = [...decision.firm, ...decision.tied.items, ...decision.next.items];
    const rows = decision.outcome.kind === "valid" ? items : 0;
    if (decision.items.length !== rows || named.some((at) => at >= items)) this.refuse("items of the decision");
    opened.declared = { index: this.index, leaf: hex(leaf), decision };
  }
}
