/** One sentence for each entry, as the terminals and `audit explain` say it. Never a choice and never a total. */

import type { Body, BodyOf } from "../base/entry/bodies.js";
import { readDefinition } from "../trust/definition.js";
import { TrustError } from "../trust/error.js";
import { readSigned, noteOf } from "./checkpoint.js";
import { clock } from "./say.js";
import type { Sitting } from "./sitting.js";
import { Broken } from "./trouble.js";

/** 城关镇代表团 欧阳春燕. */
function deputy({ roll }: Sitting, number: number): string {
  const found = roll?.deputies.get(number);
  return found === undefined ? `代表 ${number}` : `${found.delegation} ${found.name}`;
}

function scrutineer({ run }: Sitting, index: number): string {
  return run?.scrutineers[index - 1]?.name ?? `监票人 ${index}`;
}

function signer(sitting: Sitting, by: string): string {
  switch (by) {
    case "chief":
      return "总监票人";
    case "secretariat":
      return "计票人";
    default:
      return by.startsWith("scrutineer-") ? scrutineer(sitting, Number(by.slice("scrutineer-".length))) : by;
  }
}

/** The entry in words; `sitting` is the state after it. */
export function entryWords(sitting: Sitting, body: Body): string {
  switch (body.kind) {
    case "sitting_defined":
      return `会议定义：${body.name}`;
    case "roll_fixed":
      return `代表名册：全体 ${body.membership}，应到 ${body.due}`;
    case "rules_adopted":
      return `票决办法：${body.title}`;
    case "scrutineers_named":
      return `监票人：${body.scrutineers.map(({ name }) => name).join("、")}（第 ${body.run} 次密钥仪式）`;
    case "contest_defined":
      return `表决事项 ${body.contest}：${body.title}`;
    case "deputy_suspended":
      return `暂停执行职务：${deputy(sitting, body.deputy)}（${body.reason}）`;
    case "deputy_restored":
      return `恢复执行职务：${deputy(sitting, body.deputy)}（${body.reason}）`;
    case "leave_granted":
      return `请假：${deputy(sitting, body.deputy)}（${body.reason}）`;
    case "left_early":
      return `早退：${deputy(sitting, body.deputy)}（${body.reason}）`;
    case "check_in_undone":
      return `撤销签到：${deputy(sitting, body.deputy)}（${body.reason}）`;
    case "checked_in":
      return `${body.means === "card" ? "签到" : "会务签到"}：${deputy(sitting, body.deputy)}`;
    case "blob_part":
      return "长内容的一段";
    case "sitting_sealed":
      return "会议封存";
    case "witnessed":
      return witnessed(sitting, body);
    case "key_committed":
    case "key_revealed":
    case "key_dealt":
    case "key_accepted":
    case "key_disputed":
    case "key_agreed":
    case "key_tested":
      return ceremony(sitting, body);
    default:
      return voting(sitting, body);
  }
}

type Ceremony = "key_committed" | "key_revealed" | "key_dealt" | "key_accepted" | "key_disputed" | "key_agreed" | "key_tested";

function ceremony(sitting: Sitting, body: BodyOf<Ceremony>): string {
  switch (body.kind) {
    case "key_committed":
      return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已生成`;
    case "key_revealed":
      return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已公布`;
    case "key_dealt":
      return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已分发`;
    case "key_accepted":
      return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 已验证`;
    case "key_disputed":
      return `密钥仪式：${scrutineer(sitting, body.scrutineer)} 对 ${scrutineer(sitting, body.dealer)} 提出异议`;
    case "key_agreed":
      return "密钥仪式完成";
    case "key_tested":
      return `测试解密：${scrutineer(sitting, body.scrutineer)}`;
  }
}

function voting(sitting: Sitting, body: Exclude<Body, { readonly kind: "sitting_defined" | "witnessed" | "checked_in" }>): string {
  switch (body.kind) {
    case "contest_opened":
      return `开启投票：表决事项 ${body.contest}，实到 ${body.present}`;
    case "ballot_issued":
      return `发票：${deputy(sitting, body.request.deputy)}`;
    case "ballot_challenged":
      return "验票机一次，该票作废";
    case "paper_issued":
      return `发出纸质票 ${body.deputies.length} 张`;
    case "vote_cast":
      return `记名表决：${deputy(sitting, body.deputy)}`;
    case "hands_counted":
      return "举手表决已计数";
    case "contest_held":
      return `暂停投票：${body.reason}`;
    case "contest_resumed":
      return "恢复投票";
    case "contest_ended":
      return "截止投票";
    case "ballot_returned":
      return `回条：${deputy(sitting, body.deputy)}`;
    case "box_opened":
      return `开箱：${body.ballots} 张`;
    case "ballot_cast":
      return "票箱中的一张票";
    case "paper_cast":
      return "转录纸质票一张";
    case "contest_closed":
      return `关闭表决：发出 ${body.issued}，收回 ${body.returned}，回条 ${body.slips}`;
    case "paper_counted":
      // Whoever counts must not see the other count, so here are no numbers.
      return body.count === 1 ? "计票人已清点纸票" : "监票人已清点纸票";
    case "paper_confirmed":
      return "纸质票两次清点一致";
    case "decrypted":
      return `解密份额：${scrutineer(sitting, body.scrutineer)}`;
    case "result_declared":
      return "宣布结果";
    case "tie_settled":
      return `主席团决定：${body.reason}`;
    case "contest_voided":
      return `作废表决：${body.reason}`;
    case "report_signed":
      return `${signer(sitting, body.by)}签署报告`;
    default:
      return body.kind;
  }
}

/** Who cosigned which size. */
function witnessed({ definition }: Sitting, body: BodyOf<"witnessed">): string {
  if (definition === undefined) return "见证";
  try {
    const { size, by, time } = readSigned(noteOf(body), readDefinition(definition));
    const when = time === undefined ? "" : `（${clock(time)}）`;
    return `见证前 ${size} 条：${by.length} 人联署，须 ${definition.quorum} 人：${by.join("、")}${when}`;
  } catch (error) {
    // The follower refuses the entry for it; here are words alone.
    if (error instanceof Broken || error instanceof TrustError) return "见证";
    throw error;
  }
}
