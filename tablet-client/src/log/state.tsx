/** How far the sitting is: entries, people, contests, witnesses. Numbers alone, no choice. */

import type { JSX } from "preact";
import type { Signed } from "../follow/checkpoint.js";
import { contestCode } from "../follow/say.js";
import type { Contest, Stage } from "../follow/sitting.js";
import { base64 } from "../base/wire/base64.js";
import type { Book } from "./book.js";

const STAGES: Readonly<Record<Stage, string>> = {
  defined: "尚未开启",
  open: "正在投票",
  held: "投票暂停",
  ended: "投票截止，票箱已封",
  opening: "正在开箱",
  opened: "已开箱",
  closed: "已关闭，等待计票",
  declared: "结果已宣布",
  voided: "已作废",
};

export function State({ book, signed }: { readonly book: Book; readonly signed: Signed }): JSX.Element {
  const { definition, roll, contests, sealed } = book;
  const there = [...(roll?.deputies.values() ?? [])].filter(({ checkedIn }) => checkedIn).length;
  return (
    <section aria-labelledby="state">
      <h2 id="state">现在</h2>
      <dl class="facts">
        <div>
          <dt>记录</dt>
          <dd>
            {signed.size} 条{sealed && "，会议已封存"}
          </dd>
        </div>
        <div>
          <dt>签到</dt>
          <dd>{there} 人</dd>
        </div>
        <div>
          <dt>见证</dt>
          <dd>{definition === undefined || definition.quorum === 0 ? "0/0，本次会议未设见证人" : <Witnesses names={definition.witnesses.map(({ name }) => name)} quorum={definition.quorum} by={signed.by} />}</dd>
        </div>
        <div>
          <dt>检查点</dt>
          <dd class="code">{base64(signed.root)}</dd>
        </div>
      </dl>
      <ul class="contests">
        {contests.map((contest) => (
          <ContestLine key={contest.definition.contest} contest={contest} />
        ))}
      </ul>
    </section>
  );
}

function Witnesses({ names, quorum, by }: { readonly names: readonly string[]; readonly quorum: number; readonly by: readonly string[] }): JSX.Element {
  const missing = names.filter((name) => !by.includes(name));
  return (
    <>
      <strong>
        {by.length}/{quorum}
      </strong>
      {by.length >= quorum ? "，足够" : "，还不够"}
      {by.length > 0 && `：${by.join("、")}`}
      {missing.length > 0 && `（未联署：${missing.join("、")}）`}
    </>
  );
}

function ContestLine({ contest: { definition, stage, opened } }: { readonly contest: Contest }): JSX.Element {
  return (
    <li>
      <p class="contest-title">
        {definition.contest}. {definition.title}
      </p>
      <p class="contest-state">
        <span class="tag">{STAGES[stage]}</span>
        {opened !== undefined && <span>事项码 {contestCode(opened.name)}</span>}
        {opened !== undefined && definition.profile.secrecy === "secret" && (
          <span>
            发出 {opened.issued.size + opened.papers.size}，回条 {opened.slips.size}
            {opened.box !== undefined && `，开箱 ${opened.box.cast} / ${opened.box.ballots}`}
            {opened.challenged > 0 && `，验票机 ${opened.challenged} 次`}
          </span>
        )}
        {opened !== undefined && definition.profile.secrecy === "named" && <span>已按 {opened.voted.size}</span>}
        {opened?.voided !== undefined && <span>原因：{opened.voided}</span>}
      </p>
    </li>
  );
}
