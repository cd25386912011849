// Something that is sent again and again, the same each time, until there is an answer for good (protocol.md §10.1, §10.2).

import { Backoff, pause } from "../net/backoff.js";
import { checkAnswer, type Answer, type Answerer } from "../net/answer.js";
import { Connection } from "../net/connection.js";
import { NetError } from "../net/error.js";
import type { Act, BoxReceipt } from "../net/messages.js";
import type { Trouble } from "./api.js";
import type { Parts } from "./parts.js";

/** How often one that waits for witnesses looks again. Milliseconds. */
const WITNESSES_WAIT = 1_000;

export interface Persistent {
  readonly act: Act;
  /** Of a ballot that is brought back to a box that lost it. */
  readonly receipt: BoxReceipt | undefined;
  /** Whether witnesses vouch for what it would be sent to. */
  mayTry(): boolean;
  /** It takes longer: the attempt that comes next, from 1, and why. */
  delayed(attempt: number, trouble: Trouble): void;
}

/** One fresh connection, one message, one answer: nothing else ever goes over it, so it joins the act to no deputy. */
export async function sendOnce({ openSocket, configuration }: Parts, answerer: Answerer, act: Act, receipt?: BoxReceipt): Promise<Answer> {
  const link = await Connection.open(openSocket, configuration.server);
  try {
    const message = await (receipt === undefined ? link.submit(act) : link.recover(act, receipt));
    return checkAnswer(message, act, answerer);
  } finally {
    link.close();
  }
}

/** The answer for good; `undefined` if `signal` ended it before. Waits for ever. */
export async function persist(parts: Parts, answerer: Answerer, sent: Persistent, signal: AbortSignal): Promise<Answer | undefined> {
  const backoff = new Backoff();
  let attempt = 1;
  while (!signal.aborted) {
    if (!sent.mayTry()) {
      sent.delayed(attempt, "witnesses");
      await pause(WITNESSES_WAIT, signal);
      continue;
    }
    const trouble = await tried(parts, answerer, sent);
    if (typeof trouble !== "string") return trouble;
    attempt += 1;
    sent.delayed(attempt, trouble);
    await pause(backoff.nextWait(), signal);
  }
  return undefined;
}

async function tried(parts: Parts, answerer: Answerer, { act, receipt }: Persistent): Promise<Answer | Trouble> {
  try {
    const answer = await sendOnce(parts, answerer, act, receipt);
    return answer.is === "refused" && answer.refusal.mayRetry ? troubleOf(answer.refusal.code) : answer;
  } catch (error) {
    if (error instanceof NetError) return "network";
    throw error;
  }
}

function troubleOf(code: string): Trouble {
  if (code === "contest-held") return "held";
  return code === "not-witnessed" || code === "witnesses-missing" ? "witnesses" : "busy";
}
