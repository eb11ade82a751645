import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["web/tests/**/*.test.ts", "plugin/tests/**/*.test.ts", "protocol/**/*.test.ts"],
    setupFiles: ["web/tests/words_in_page.ts"],
    restoreMocks: true,
  },
});
