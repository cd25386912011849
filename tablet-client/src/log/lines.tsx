/** The entries, a page at a time, newest first. */

import type { JSX } from "preact";
import { Button } from "../ui/button.js";
import type { Book, Line } from "./book.js";
import { pageOf, type Filter } from "./model.js";

interface LinesProps {
  readonly book: Book;
  readonly size: number;
  readonly filter: Filter;
  readonly page: number;
  readonly marked: number | undefined;
  readonly onFilter: (filter: Filter) => void;
  readonly onPage: (page: number) => void;
}

export function Lines({ book, size, filter, page: asked, marked, onFilter, onPage }: LinesProps): JSX.Element {
  const { lines, page, pages } = pageOf(book, size, filter, asked);
  return (
    <section aria-labelledby="lines" class="lines">
      <h2 id="lines">记录</h2>
      <div class="filters" role="group" aria-label="看哪些记录">
        <Button action="filter-acts" pressed={filter === "acts"} onPress={() => { onFilter("acts"); }}>
          要事
        </Button>
        <Button action="filter-all" pressed={filter === "all"} onPress={() => { onFilter("all"); }}>
          全部 {size} 条
        </Button>
      </div>
      <table>
        <thead>
          <tr>
            <th scope="col">第几条</th>
            <th scope="col">时间</th>
            <th scope="col">内容</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <LineView key={line.index} line={line} marked={line.index === marked} />
          ))}
        </tbody>
      </table>
      <nav class="turn" aria-label="翻页">
        <Button action="newer" off={page <= 1} onPress={() => { onPage(page - 1); }}>
          较新
        </Button>
        <p>{`第 ${page} 页，共 ${pages} 页`}</p>
        <Button action="older" off={page >= pages} onPress={() => { onPage(page + 1); }}>
          较早
        </Button>
      </nav>
      <p class="small">时间是服务器写的（北京时间），投票期间只写到整分。一行是一条记录，先后次序由签名保证。</p>
    </section>
  );
}

/** 03-01 09:30, Beijing. */
function moment(seconds: number): string {
  return new Date((seconds + 8 * 3600) * 1000).toISOString().slice(5, 16).replace("T", " ");
}

function LineView({ line: { index, time, words, code }, marked }: { readonly line: Line; readonly marked: boolean }): JSX.Element {
  return (
    <tr class={marked ? "marked" : ""}>
      <td class="number">{index}</td>
      <td class="when">{moment(time)}</td>
      <td>
        {words}
        {code !== undefined && <span class="code ballot-code">查票码 {code}</span>}
      </td>
    </tr>
  );
}
