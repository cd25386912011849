// Something that is sent again and again, the same each time, until there is an answer for good (protocol.md §10.1, §10.2).

import { Backoff, pause } from "../net/backoff.js";
import { checkAnswer, type Answer, type Answerer } from "../net/answer.js";
import { Connection } from "../net/connection.js";
import { NetError } from "../net/error.js";
import type { Act, BoxReceipt } from "../net/messages.js";
import type { Trouble } from "./api.js";
import type { Parts } from "./parts.js";

/** The answer for good, and whether an attempt before it was sent and got none: that one may have been taken. */
export interface Settled {
  readonly answer: Answer;
  readonly isUnsure: boolean;
}

/** How often one that waits for witnesses looks again. Milliseconds. */
const WITNESSES_WAIT = 1_000;

export interface Persistent {
  readonly act: Act;
  /** Of a ballot that is brought back to a box that lost it. */
  readonly receipt: BoxReceipt | undefined;
  /** Whether it was perhaps sent before, in a page that is gone. */
  readonly isResumed: boolean;
  /** Whether witnesses vouch for what it would be sent to. */
  mayTry(): boolean;
  /** It takes longer: the attempt that comes next, from 1, and why. */
  delayed(attempt: number, trouble: Trouble): void;
}

/** One fresh connection, one message, one answer: nothing else ever goes over it, so it joins the act to no deputy. */
export async function sendOnce(
  { openSocket, configuration }: Parts,
  answerer: Answerer,
  act: Act,
  receipt?: BoxReceipt,
  sending: () => void = () => undefined,
): Promise<Answer> {
  const link = await Connection.open(openSocket, configuration.server);
  try {
    sending();
    const message = await (receipt === undefined ? link.submit(act) : link.recover(act, receipt));
    return checkAnswer(message, act, answerer);
  } finally {
    link.close();
  }
}

/** `undefined` if `signal` ended it before there was an answer for good. Waits for ever. */
export async function persist(parts: Parts, answerer: Answerer, sent: Persistent, signal: AbortSignal): Promise<Settled | undefined> {
  const backoff = new Backoff();
  let attempt = 1;
  let isUnsure = sent.isResumed;
  while (!signal.aborted) {
    if (!sent.mayTry()) {
      sent.delayed(attempt, "witnesses");
      await pause(WITNESSES_WAIT, signal);
      continue;
    }
    const sending = { begun: false };
    const trouble = await tried(parts, answerer, sent, () => {
      sending.begun = true;
    });
    if (typeof trouble !== "string") return { answer: trouble, isUnsure };
    // Of the other troubles the server says itself that it took nothing.
    if (trouble === "network" && sending.begun) isUnsure = true;
    attempt += 1;
    sent.delayed(attempt, trouble);
    await pause(backoff.nextWait(), signal);
  }
  return undefined;
}

async function tried(parts: Parts, answerer: Answerer, { act, receipt }: Persistent, sending: () => void): Promise<Answer | Trouble> {
  try {
    const answer = await sendOnce(parts, answerer, act, receipt, sending);
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
