// Tests in which browsers vote in a real sitting: `npm run test:sitting`, after `cargo build --workspace --bins --example browser_sitting`.
// One file after another: one sitting and one browser at a time.
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/sitting/**/*.sitting.ts"],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    fileParallelism: false,
  },
});
