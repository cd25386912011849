// How the pages are built: readable, the same bytes from the same sources, and nothing that the strict CSP would refuse.
import { defineConfig } from "vitest/config";

/** A page each: the deputy's, the hall's, the observer's, the second device's. */
const PAGES = ["deputy", "hall", "log", "check"];

export default defineConfig({
  // `/`, `/hall`, `/log` and `/check` lie beside `assets/`, wherever the folder is served from.
  base: "./",
  build: {
    target: "chrome100",
    // An auditor reads what is served.
    minify: false,
    cssMinify: false,
    sourcemap: false,
    // Nothing becomes a data: address, and no script is put into a page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: Object.fromEntries(PAGES.map((page) => [page, `${page}.html`])),
      output: {
        entryFileNames: "assets/[name]-[hash].js",
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  worker: {
    format: "es",
    rolldownOptions: { output: { entryFileNames: "assets/[name]-[hash].js" } },
  },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    testTimeout: 60_000,
  },
});
