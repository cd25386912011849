// What screens show of a contest: how its rules look on a ballot, and how it stands for this deputy.

import { hex } from "../base/bytes.js";
import { choosingBounds, type Profile } from "../base/rules/profile.js";
import type { ContestDigest } from "../net/messages.js";
import { shortHash, type Definition, type OpenContest } from "../trust/contest.js";
import type { ContestView, ItemView, Status, Style, Trouble } from "./api.js";
import { CHANGES_MAX, isPendingVote, maybeBoxed, pendingCast, receipted, type CastState, type ContestState, type VoteState } from "./state.js";

/** What is in memory alone about a contest. */
export interface Passing {
  readonly casting: { readonly attempt: number; readonly trouble: Trouble | null } | undefined;
  readonly isUnwitnessed: boolean;
  readonly hasPaper: boolean;
}

export interface Standing {
  readonly digest: ContestDigest;
  readonly definition: Definition;
  readonly open: OpenContest | undefined;
  readonly state: ContestState | undefined;
  readonly votes: readonly VoteState[];
  readonly passing: Passing;
}

type Option = ContestView["options"][number];

const say = (zh: string, en: string): Option => ({ zh, en });
const NO_MARK = say("未标记", "no mark");
const [APPROVE, AGAINST, ABSTAIN] = [say("赞成", "for"), say("反对", "against"), say("弃权", "abstain")];

/** Whether 弃权 is marked, and the rest of a row is 未标记 (§9.1). */
function abstainIsMarked({ options, blank_item, blank_ballot }: Profile): boolean {
  return options.kind === "three_way" && (blank_item !== "abstain" || blank_ballot === "void");
}

/** Columns in order; the last is the rest. */
export function optionsOf(profile: Profile): readonly Option[] {
  const { options } = profile;
  switch (options.kind) {
    case "select":
      return [say("选", "chosen"), say("不选", "not chosen")];
    case "two_way":
      return [APPROVE, AGAINST, NO_MARK];
    case "three_way":
      return abstainIsMarked(profile) ? [APPROVE, AGAINST, ABSTAIN, NO_MARK] : [APPROVE, AGAINST, ABSTAIN];
    case "grades":
      return [...[...options.grades, ...options.others].map((grade) => say(grade, grade)), NO_MARK];
    case "ranks":
      return [...Array.from({ length: options.ranks }, (_, i) => say(String(i + 1), String(i + 1))), say("未排序", "no number")];
  }
}

function styleOf(profile: Profile): Style {
  const { options } = profile;
  switch (options.kind) {
    case "select":
      return { is: "select" };
    case "two_way":
      return { is: "votes", rest: false };
    case "three_way":
      return { is: "votes", rest: !abstainIsMarked(profile) };
    case "grades":
      return { is: "grades" };
    case "ranks":
      return { is: "ranks", exactly: options.each === "exactly_once" };
  }
}

function roundOf({ purpose }: Definition): ContestView["round"] {
  switch (purpose.kind) {
    case "run_off":
      return "run-off";
    case "second_round":
      return "second-round";
    case "again":
      return "again";
    default:
      return "first";
  }
}

export function contestView(standing: Standing): ContestView {
  const { definition, open } = standing;
  const { profile } = definition;
  const bounds = choosingBounds(profile, definition.items.length);
  const items: readonly ItemView[] = open === undefined ? [] : definition.items;
  return {
    contest: definition.contest,
    title: definition.title,
    code: open === undefined ? "" : shortHash(open.hash),
    round: roundOf(definition),
    secrecy: profile.secrecy,
    style: styleOf(profile),
    limits: bounds ?? null,
    blankItem: profile.blank_item,
    blankVoid: profile.blank_ballot === "void",
    options: optionsOf(profile),
    items,
    vote: standingVote(standing.votes)?.columns ?? [],
    status: statusOf(standing),
  };
}

/** The newest vote that was seen in the log. */
export function standingVote(votes: readonly VoteState[]): VoteState | undefined {
  return votes.filter(({ place }) => place !== undefined).at(-1);
}

function statusOf(standing: Standing): Status {
  const { digest, definition } = standing;
  const [stage] = digest.stage;
  if (stage === "voided") return { is: "voided" };
  switch (definition.profile.secrecy) {
    case "hands":
      return stage === undefined ? { is: "not-open" } : { is: stage === "open" || stage === "held" ? "hands" : "over" };
    case "named":
      return namedStatus(standing);
    case "secret":
      return secretStatus(standing);
  }
}

function castingOf({ passing }: Standing): Status {
  return { is: "casting", ...(passing.casting ?? { attempt: 1, trouble: null }) };
}

function namedStatus(standing: Standing): Status {
  const { digest, definition, votes, passing, open } = standing;
  const [stage] = digest.stage;
  const last = votes.at(-1);
  if (passing.casting !== undefined || (last !== undefined && isPendingVote(last))) return castingOf(standing);
  const stands = standingVote(votes);
  if (last?.refused !== undefined) return { is: "refused", why: last.refused, counts: stands === undefined ? "nothing" : "the-one-before" };
  if (stands?.place !== undefined) {
    return { is: "voted", index: stands.place.index, mayChange: stage === "open" && definition.profile.recast === "last" };
  }
  if (passing.isUnwitnessed) return { is: "unwitnessed" };
  if (stage === undefined) return { is: "not-open" };
  if (stage === "held") return { is: "held" };
  if (stage !== "open") return { is: "missed" };
  return { is: open === undefined ? "drawing" : "ready" };
}

function secretStatus(standing: Standing): Status {
  const { digest, state, passing, open } = standing;
  const [stage] = digest.stage;
  if (state?.cast !== undefined || passing.casting !== undefined) return castStatus(standing);
  if (passing.hasPaper) return { is: "paper" };
  if (passing.isUnwitnessed) return { is: "unwitnessed" };
  if (stage === undefined) return { is: "not-open" };
  if (stage === "held") return { is: "held" };
  if (stage !== "open") return { is: "missed" };
  return { is: state?.stamp === undefined || open === undefined ? "drawing" : "ready" };
}

/** Pressed cast. */
function castStatus(standing: Standing): Status {
  const { digest, definition, state, passing, open } = standing;
  if (passing.casting !== undefined || state?.cast === undefined || pendingCast(state) !== undefined) return castingUnlessLost(standing);
  const { cast } = state;
  if (cast.found !== undefined) return { is: "recorded", index: cast.found };
  if (state.lost !== undefined) return { is: state.lost };
  if (cast.refused !== undefined) return { is: "refused", why: cast.refused, counts: countsOf(state) };
  const code = state.codeWiped ? null : hex(cast.code).toUpperCase();
  if (state.slip) return { is: "slip-returned", code };
  const left = CHANGES_MAX - state.changes;
  const [stage] = digest.stage;
  // After a reload nothing can be marked before the opening is believed again.
  const mayChange = open !== undefined && definition.profile.recast === "last" && (stage === "open" || stage === "held") && left > 0;
  return mayChange ? { is: "may-change", code, left } : { is: "cast", code };
}

/** The log says what became of a ballot whose answer never came. */
function castingUnlessLost(standing: Standing): Status {
  const lost = standing.state?.lost;
  return lost === undefined ? castingOf(standing) : { is: lost };
}

/** What counts after a ballot was refused: an answer before this one may have been lost, and the end came in between. */
function countsOf(state: ContestState): "nothing" | "the-one-before" | "unknown" {
  if (maybeBoxed(state)) return "unknown";
  return receipted(state) === undefined ? "nothing" : "the-one-before";
}

/** Whether a ballot may be cast now: the first, or a change that the rules allow of one that has its receipt. */
export function mayCast(state: ContestState, profile: Profile): "yes" | "no-ballot" | "cast-already" | "pending" | "no-changes-left" {
  if (state.stamp === undefined || state.ballotSecret === undefined) return "no-ballot";
  if (state.cast === undefined) return "yes";
  const before: CastState | undefined = receipted(state);
  if (profile.recast !== "last" || state.slip || before === undefined || before.found !== undefined) return "cast-already";
  if (pendingCast(state) !== undefined) return "pending";
  return state.changes >= CHANGES_MAX ? "no-changes-left" : "yes";
}
