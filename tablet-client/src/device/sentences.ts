// What a person is told where something goes wrong: what is so, and what to do.

import { CardError } from "../crypto/card.js";
import { ChoiceError } from "../crypto/choices.js";
import { StampError } from "../crypto/stamp.js";
import { NetError, ServerRefusal } from "../net/error.js";
import { TrustError } from "../trust/error.js";
import { WorkerError } from "../worker/client.js";
import { DeviceProblem, type Sentence } from "./api.js";
import { StoreError } from "./indexed-db.js";

const TEXTS = {
  "not-ready": ["还没有连上服务器，请稍候再试", "not connected yet; try again in a moment"],
  "roll-missing": ["代表名册还没有确定，请稍候", "the roll is not fixed yet; please wait"],
  "card-of-other-sitting": ["这张卡不是本次会议的", "this card is of another sitting"],
  "card-unreadable": ["这不是代表卡，请重试", "this is no deputy's card; try again"],
  "card-typo": ["代码有误，请对照卡片检查", "the code has a mistake; compare it with the card"],
  "deputy-unknown": ["名册中没有这个编号", "the roll has no such number"],
  "card-unknown": ["这张卡不在名册中，请告诉工作人员", "the roll does not have this card; tell the staff"],
  "someone-in": ["已有代表在本机签到，请先交还平板", "a deputy is signed in here; hand the tablet back first"],
  "signed-in-elsewhere": ["您已在另一台设备上签到，请告诉工作人员", "you are signed in on another device; tell the staff"],
  "issued-elsewhere": ["您的票已发到另一台设备，不能再发，请告诉工作人员", "your ballot was issued to another device; there is no second one; tell the staff"],
  "voted-elsewhere": ["日志中有一张以您的名义投出、但不是本机投出的票，请立即告诉工作人员", "the log has a vote in your name that this device did not cast; tell the staff at once"],
  "no-ballot": ["本机没有这张票", "this device has no such ballot"],
  "cast-already": ["一票投出后不能更改", "a ballot once cast is final"],
  "no-changes-left": ["改票次数已用完，最后一张票有效", "no more changes; the last ballot counts"],
  pending: ["上一次投票还没有收到答复", "the vote before it has no answer yet"],
  "answer-unfit": ["服务器的回复不符合规范，请告诉工作人员", "the server's answer breaks the protocol; tell the staff"],
  "not-believed": ["服务器出示的内容不可信，本机停止投票，请告诉工作人员", "what the server shows is not believed; this device stops; tell the staff"],
  "stamp-bad": ["票上的章无效，请告诉工作人员", "the ballot's stamp is not valid; tell the staff"],
  choices: ["选择不符合规则", "the choices break a rule"],
  "could-not-encrypt": ["本机加密失败，请再试一次", "this device could not encrypt; try again"],
  "storage-failed": ["本机存储出错，请告诉工作人员", "this device cannot keep its state; tell the staff"],
  "check-not-recorded": ["核对记录没有写入日志，不影响核对结果", "the check was not recorded in the log; the check itself is good"],
  missing: ["您的票有回执，但不在票箱记录中。请告诉总监票人，证据已存在本机", "your ballot has a receipt but is not in the opened box; tell the chief scrutineer; the proof is kept here"],
  unknown: ["本机出错，请告诉工作人员", "something went wrong on this device; tell the staff"],
} as const;

export type SentenceCode = keyof typeof TEXTS;

export function say(code: SentenceCode, detail = ""): Sentence {
  const [zh, en] = TEXTS[code];
  return { zh, en, code: detail === "" ? code : `${code}: ${detail}` };
}

export function problem(code: SentenceCode, detail = ""): DeviceProblem {
  return new DeviceProblem(say(code, detail));
}

/** A sentence for any error; the detail is in the code, for those who help. */
export function sentenceOf(error: unknown): Sentence {
  if (error instanceof DeviceProblem) return error.sentence;
  if (error instanceof ServerRefusal) return { zh: error.zh, en: error.en, code: error.code };
  if (error instanceof CardError) return cardSentence(error);
  if (error instanceof TrustError) return say("not-believed", error.message);
  if (error instanceof NetError) return say(error.isBroken ? "answer-unfit" : "not-ready", error.message);
  if (error instanceof StampError) return say("stamp-bad", error.check);
  if (error instanceof StoreError) return say("storage-failed", error.message);
  if (error instanceof ChoiceError) return say("choices", error.message);
  if (error instanceof WorkerError) return workerSentence(error);
  return say("unknown", error instanceof Error ? error.message : "");
}

function cardSentence({ check }: CardError): Sentence {
  if (check === "wrong_sitting") return say("card-of-other-sitting", check);
  return say(check === "letter" || check === "length" || check === "check" ? "card-typo" : "card-unreadable", check);
}

function workerSentence({ reason, message }: WorkerError): Sentence {
  if (reason === "ChoiceError") return say("choices", message);
  return say(reason === "NotPreparedError" ? "no-ballot" : "could-not-encrypt", reason);
}
