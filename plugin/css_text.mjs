// Style sheets that travel inside a script, as text without comments and spaces.
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";

export const cssText = {
  name: "css-text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, ({ path }) => {
      const { code } = transformSync(readFileSync(path, "utf8"), { loader: "css", minify: true, target: ["chrome123", "firefox140"] });
      return { contents: code.trim(), loader: "text" };
    });
  },
};
