/** What is wrong, in one sentence, and what to do. */

import type { SourceTrouble } from "./source.js";
import type { BrokenCode } from "./trouble.js";
import type { Wrong } from "./watch.js";

export interface Said {
  readonly what: string;
  readonly then: string;
  /** Nothing is accused by it: the network does this too. */
  readonly mild: boolean;
}

const TROUBLES: Readonly<Record<SourceTrouble, string>> = {
  unreachable: "连不上计票服务器，正在重连",
  missing: "服务器上暂时没有要找的记录，正在重试",
  "too-large": "服务器送来的内容太长，没有读",
  "too-slow": "服务器太久没有回应，正在重试",
};

const BROKEN: Readonly<Record<BrokenCode, string>> = {
  "other-sitting": "服务器上是另一次会议的记录",
  "other-mode": "演练与正式会议不符",
  "no-sitting": "服务器上还没有会议",
  "bundle-bad": "送来的记录不完整",
  "not-an-entry": "送来的内容不是一条记录",
  "chain-broken": "记录前后连不上",
  "time-back": "记录的时间倒退",
  "after-seal": "会议封存以后又有记录",
  "note-bad": "检查点写法不对",
  unsigned: "检查点的签名不成立",
  "cosignature-bad": "见证人的签名不成立",
  "root-differs": "记录与签名的检查点不符",
  "witnessed-root": "记录里见证过的检查点与记录本身不符",
  "two-roots": "服务器对同样多的记录签了两个不同的检查点",
  "two-histories": "服务器签过两份不同的记录",
  "beyond-seal": "会议封存以后，服务器又签了更多的记录",
  "signers-wrong": "记录不是由应当签名的人签的",
  "signature-bad": "记录上的签名不成立",
  "parts-wrong": "长内容的各段连不上",
  "not-legal": "记录不合程序",
  "too-large": "记录太多，本页不再核对",
};

/** In words. */
export function wrongWords(wrong: Wrong): Said {
  switch (wrong.is) {
    case "source":
      return { what: TROUBLES[wrong.trouble], then: "", mild: true };
    case "older":
      return { what: `服务器给出的记录只有 ${wrong.size} 条，比刚才少`, then: "请告诉总监票人", mild: false };
    case "broken": {
      const { code, index } = wrong.broken;
      const at = code === "other-sitting" || code === "other-mode" || code === "no-sitting" ? "" : `（第 ${index} 条）`;
      return { what: `${BROKEN[code]}${at}`, then: thenOf(code), mild: code === "no-sitting" };
    }
  }
}

function thenOf(code: BrokenCode): string {
  switch (code) {
    case "other-sitting":
    case "other-mode":
      return "请核对本页的 sitting.json 和会议指纹";
    case "no-sitting":
      return "";
    case "too-large":
      return "请改用 audit follow";
    case "two-roots":
    case "two-histories":
    case "beyond-seal":
      return "这是证明。请保存证据文件，交给总监票人；audit judge 可以核对它";
    default:
      return "核对不上的内容不显示。请告诉总监票人，并用 audit follow 保存证据";
  }
}
