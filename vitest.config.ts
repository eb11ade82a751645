import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["web/tests/**/*.test.ts", "plugin/tests/**/*.test.ts", "protocol/**/*.test.ts"],
    restoreMocks: true,
  },
});
