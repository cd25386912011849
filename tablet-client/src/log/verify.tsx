/** What this browser checked, what it did not, and how to check everything without believing this page. */

import type { JSX } from "preact";
import { hex } from "../base/bytes.js";
import type { Settings } from "../follow/settings.js";
import { groupsOfFour } from "../follow/say.js";
import type { Watched } from "../follow/watch.js";
import type { Book } from "./book.js";

export function Verify({ settings, shown }: { readonly settings: Settings; readonly shown: Watched<Book>["shown"] }): JSX.Element {
  const fingerprint = hex(settings.fingerprint);
  const size = shown?.signed.size ?? 0;
  return (
    <section aria-labelledby="verify">
      <h2 id="verify">核对了什么，没有核对什么</h2>
      {shown !== undefined && (
        <ul class="checks">
          <Checked>第 0 条就是下面这个指纹的会议</Checked>
          <Checked>{size} 条记录前后相连，一条不缺</Checked>
          <Checked>{size} 条记录合在一起，与服务器签名的检查点一致</Checked>
          <Checked>每条都由规定的人签名，次序也对；其中秘书处、总监票人、监票人、执行主席和服务器的 {shown.fold.checked} 个签名都成立</Checked>
          {(shown.fold.definition?.quorum ?? 0) > 0 && (shown.signed.enough ? <Checked>见证人的签名成立，而且人数足够</Checked> : <NotChecked>见证人还不够</NotChecked>)}
          <NotChecked>{`代表证、设备和票钥的 ${shown.fold.left} 个签名，盖章的证明`}</NotChecked>
          <NotChecked>每张选票的证明，解密的证明，总数和认定结果的计算</NotChecked>
        </ul>
      )}
      <p>
        <strong>完整的核对是 audit verify。</strong>本页在浏览器里只核对上面写着“已核对”的几样。本页也是别人送来的：要独立核对，请用自己手里的 <code>audit</code> 程序，和印在会议材料上的指纹。
      </p>
      <p class="label">会议指纹（请与会议材料上的比对，不要只看本页）</p>
      <p class="code fingerprint">{groupsOfFour(fingerprint)}</p>
      <p class="label">跟随，边开会边收、边验</p>
      <pre>{`audit follow ${settings.log.origin} 我的副本 --fingerprint ${fingerprint}`}</pre>
      <p class="label">会议结束以后，从头重算一切</p>
      <pre>{`audit verify 我的副本 --fingerprint ${fingerprint}`}</pre>
      <p>最后一行应是“验证通过：N / N 项检查”，两个 N 相同。</p>
    </section>
  );
}

function Checked({ children }: { readonly children: JSX.Element | string | readonly (string | number)[] }): JSX.Element {
  return (
    <li class="yes">
      <span class="sign">已核对</span>
      <span>{children}</span>
    </li>
  );
}

function NotChecked({ children }: { readonly children: string }): JSX.Element {
  return (
    <li class="no">
      <span class="sign">未核对</span>
      <span>{children}</span>
    </li>
  );
}
