// The worker: a ballot maker of its own thread, so that the page never stutters.

import { BallotMaker } from "./maker.js";
import type { Answer, Question, Reply, Request } from "./messages.js";

const maker = new BallotMaker();

function answer(question: Question): Answer {
  switch (question.kind) {
    case "warm":
      maker.warm(question.key);
      return { kind: "done" };
    case "prepare":
      return { kind: "prepared", ...maker.prepare(question.parts, question.ballotKey, question.columns) };
    case "open":
      return { kind: "opened", opened: maker.open(question.id) };
    case "take":
      return { kind: "taken", taken: maker.take(question.id) };
    case "discard":
      maker.discard();
      return { kind: "done" };
    case "check":
      return { kind: "checked", columns: maker.check(question.parts, question.opened, question.code) };
  }
}

function tried(question: Question): Answer {
  try {
    return answer(question);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error("unknown");
    return { kind: "failed", name, message };
  }
}

// Only the page that started this worker can send to it.
addEventListener("message", ({ data }: MessageEvent<Request>) => {
  const reply: Reply = { number: data.number, answer: tried(data.question) };
  postMessage(reply);
});
