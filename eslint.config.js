import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

const inlineStyle = "Strict CSP: no inline style. Use a class, or an SVG presentation attribute.";

export default defineConfig(
  { ignores: ["**/dist/**", "**/node_modules/**", "**/*.mjs", "*.config.*", ".venv/**", "src/**"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", 300],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-syntax": [
        "error",
        { selector: "TemplateElement[value.raw=/\\sstyle=/]", message: inlineStyle },
        { selector: "CallExpression[callee.property.name='setAttribute'][arguments.0.value='style']", message: inlineStyle },
        { selector: "AssignmentExpression[left.property.name='innerHTML']", message: "Render through Lit or textContent; innerHTML lets other people's words become markup." },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-definitions": ["error", "interface"],
    },
  },
);
