/** Which rows stand on which page. */

/**
 * Fills pages from the top: a page takes rows while they fit into `room` with `gap` between them; a row higher than that has a page to
 * itself. Always at least one page; no row is left out.
 */
export function paginate(heights: readonly number[], gap: number, room: number): readonly (readonly number[])[] {
  const pages: number[][] = [];
  let page: number[] = [];
  let used = 0;
  heights.forEach((height, row) => {
    const needed = page.length === 0 ? height : used + gap + height;
    if (page.length > 0 && needed > room) {
      pages.push(page);
      page = [row];
      used = height;
    } else {
      page.push(row);
      used = needed;
    }
  });
  return [...pages, page];
}
