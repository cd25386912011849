/** 查票: where one's ballot code stands, typed or scanned. Nothing that is typed leaves the page. */

import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Camera } from "../deputy/views/camera.js";
import type { Signed } from "../follow/checkpoint.js";
import { Button } from "../ui/button.js";
import { shortOf, type Book, type Found } from "./book.js";
import { lookUp, type Answer } from "./model.js";

interface LookUpProps {
  readonly book: Book;
  readonly signed: Signed;
  /** Turns the list to this entry. */
  readonly onShow: (index: number) => void;
}

type Scanning = "off" | "on" | "refused";

export function LookUp({ book, signed, onShow }: LookUpProps): JSX.Element {
  const [typed, setTyped] = useState("");
  const [asked, setAsked] = useState("");
  const [scanning, setScanning] = useState<Scanning>("off");
  const answer = lookUp(book, signed, asked);
  return (
    <section aria-labelledby="look-up">
      <h2 id="look-up">查票</h2>
      <p>输入投票后得到的查票码（16 位字母数字，或完整的 64 位），看看您的票在不在票箱里。只在本页里查，不会发给任何人。</p>
      <form
        class="asking"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(typed);
        }}
      >
        <label>
          <span>查票码</span>
          <input
            type="text"
            value={typed}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            placeholder="XXXX-XXXX-XXXX-XXXX"
            onInput={(event) => {
              setTyped(event.currentTarget.value);
            }}
          />
        </label>
        <button type="submit" class="button primary" data-action="look-up">
          查找
        </button>
        <Button
          action="scan"
          onPress={() => {
            setScanning(scanning === "on" ? "off" : "on");
          }}
        >
          {scanning === "on" ? "停止扫码" : "扫码"}
        </Button>
      </form>
      {scanning === "on" && (
        <Camera
          label="摄像头画面：对准查票码的二维码"
          onState={(state) => {
            if (state === "refused") setScanning("refused");
          }}
          onText={(text) => {
            setScanning("off");
            setTyped(text);
            setAsked(text);
          }}
        />
      )}
      {scanning === "refused" && <p role="status">摄像头打不开，请手工输入。</p>}
      <div class="answer" aria-live="polite">
        <AnswerView answer={answer} onShow={onShow} />
      </div>
    </section>
  );
}

function AnswerView({ answer, onShow }: { readonly answer: Answer; readonly onShow: (index: number) => void }): JSX.Element | null {
  switch (answer.is) {
    case "nothing-asked":
      return null;
    case "no-code":
      return <p>这不是查票码。查票码是 16 位字母数字（四个一组），没有 U；完整的是 64 位 0–9、A–F。</p>;
    case "not-found":
      return answer.voting ? (
        <p>
          <strong>现在还查不到。</strong>投票截止以后才打开票箱，请到时再查。
        </p>
      ) : (
        <p>
          <strong>没有找到。</strong>请看看有没有抄错。没有抄错，就请带着回执找总监票人。
        </p>
      );
    case "found":
      return (
        <>
          {answer.found.map((one) => (
            <FoundView key={one.index} found={one} onShow={onShow} />
          ))}
        </>
      );
  }
}

function FoundView({ found, onShow }: { readonly found: Found; readonly onShow: (index: number) => void }): JSX.Element {
  return (
    <div class={`found found-${found.is}`}>
      <p>
        <strong>{found.is === "cast" ? "找到了：这张票在票箱里。" : "这张票验机时打开过，没有投出，不计票。"}</strong>
        {`第 ${found.contest} 项表决，记录第 ${found.index} 条。`}
        {found.is === "cast" && "记录只说明票在，不说明选了什么。"}
      </p>
      <p class="code">{shortOf(found.whole)}</p>
      <Button
        action="show-entry"
        onPress={() => {
          onShow(found.index);
        }}
      >
        看这一条
      </Button>
    </div>
  );
}
