// `decide` (protocol.md §9.3): of a profile and of numbers, the decision that stands in the log.

import { couldChangeChoice, couldChangeGrades, couldChangeVoid, type Doubt } from "./change.js";
import { choose, type Chosen } from "./choose.js";
import type { ItemDecision } from "./item.js";
import { gradeAll } from "./grade.js";
import { checkNumbers, checkRows, sums, voidReason, type Numbers, type Void } from "./numbers.js";
import type { Profile } from "#base/rules/profile.js";

/** All fields, in the order of the log. */
export interface Decided extends Omit<Chosen, "items"> {
  readonly outcome: { readonly kind: "valid" } | ({ readonly kind: "void" } & Void);
  readonly unreturned: number;
  readonly unreturned_could_change: boolean;
  readonly items: readonly ItemDecision[];
}

interface Course {
  readonly decided: Decided;
  readonly couldChange: (doubt: Doubt) => boolean;
}

const NOTHING: Omit<Chosen, "items"> = {
  needed: 0,
  base: 0,
  firm: [],
  tied: { items: [], seats: 0 },
  next: { kind: "none", items: [], seats: 0 },
  vacant: 0,
};

function course(rules: Profile, numbers: Numbers): Course {
  checkNumbers(rules, numbers);
  const { unreturned } = sums(numbers.ballots);
  const all: Doubt = { missing: unreturned, extra: 0 };
  const reason = voidReason(rules, numbers);
  const finish = (
    outcome: Decided["outcome"],
    { needed, base, firm, tied, next, vacant }: Omit<Chosen, "items">,
    items: readonly ItemDecision[],
    couldChange: (doubt: Doubt) => boolean,
  ): Course => {
    const unreturned_could_change = couldChange(all);
    const decided = { outcome, needed, base, firm, tied, next, vacant, unreturned, unreturned_could_change, items };
    return { decided, couldChange };
  };
  if (reason !== undefined) {
    const outcome = { kind: "void", reason: reason.reason, bound: reason.bound, actual: reason.actual } as const;
    return finish(outcome, NOTHING, [], (doubt) => couldChangeVoid(reason, doubt));
  }
  checkRows(rules, numbers);
  const { method } = rules;
  if (method.kind === "choose") {
    const chosen = choose(rules, method, numbers);
    return finish({ kind: "valid" }, chosen, chosen.items, (doubt) => couldChangeChoice(rules, method, numbers, chosen, doubt));
  }
  const items = gradeAll(rules, method.rule, numbers);
  return finish({ kind: "valid" }, NOTHING, items, (doubt) => couldChangeGrades(rules, method.rule, numbers, items, doubt));
}

/** Throws [`NumbersError`] where the numbers do not belong together. */
export function decide(rules: Profile, numbers: Numbers): Decided {
  return course(rules, numbers).decided;
}

/** §9.4 for any doubt. Throws [`NumbersError`] as `decide`. */
export function couldChange(rules: Profile, numbers: Numbers, doubt: Doubt): boolean {
  return course(rules, numbers).couldChange(doubt);
}
