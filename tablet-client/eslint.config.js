import { defineConfig } from "eslint/config";
import eslint from "@eslint/js";
import compat from "eslint-plugin-compat";
import tseslint from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "node_modules/"] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js", "vite.config.ts", "vitest.browser.config.ts", "vitest.sitting.config.ts"] } } },
    rules: {
      eqeqeq: "error",
      // Texts are walked by code points here, which is what the protocol counts in.
      "@typescript-eslint/no-misused-spread": "off",
      "no-console": "error",
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreVoidReturningFunctions: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
    },
  },
  // What older tablets do not have (target chrome100).
  { files: ["src/**"], extends: [compat.configs["flat/recommended"]], settings: { browserslistOpts: { ignoreUnknownVersions: true }, targets: ["chrome 100"] } },
  // Programs for a terminal.
  { files: ["test/**"], rules: { "no-console": "off" } },
);
