// Tests in which browsers vote in a real sitting: `npm run test:sitting`, after `cargo build --workspace --bins --example browser_sitting`.
// One file after another: one sitting and one browser at a time.
import { env } from "node:process";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // `npm run measure`: figures, which no test asserts.
    include: [env["MEASURE"] === undefined ? "test/sitting/**/*.sitting.ts" : "test/sitting/**/*.measure.ts"],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
