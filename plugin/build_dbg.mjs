// The plugin for each browser, as a ZIP file beside the website's own bundles.
//   node build.mjs                                   → …/static/dist/plugin/leavethemeeting-<browser>.zip
//   node build.mjs --to FOLDER                       the ZIP files there
//   node build.mjs --into FOLDER                     also unpacked, in FOLDER/<browser>: to load it by hand or in a test
//   … --let-in                                       let into every page from the start: a test cannot answer the browser's question
// PLUGIN_HOME is the website whose privacy policy the first page leads to.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { cssText } from "./css_text.mjs";
import { manifest } from "./manifest.mjs";
import { zip } from "./zip.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const service = join(here, "../src/leavethemeeting");
const option = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : null);
const outdir = option("--to") ?? join(service, "shared/static/dist/plugin");
const into = option("--into");
const home = (process.env.PLUGIN_HOME ?? "https://www.leavethemeeting.com").replace(/\/$/, "");
const { version } = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
// The text has no number before an installation posts it; these digits name exactly this wording.
const policy = createHash("sha256").update(readFileSync(join(service, "consent/texts/privacy.md"))).digest("hex").slice(0, 8);

// The name of each script in the package → where it begins. A page's scripts load side by side, each small.
const SCRIPTS = {
  hook: "hook.ts", engine: "page/engine.ts", overlay: "page/overlay.ts", call: "page/call.ts", record: "page/record.ts", content: "page/content.ts", proof: "page/proof.ts",
  meet: "platforms/meet/entry.ts", zoom: "platforms/zoom/entry.ts", teams: "platforms/teams/entry.ts", jitsi: "platforms/jitsi/entry.ts", other: "platforms/generic/entry.ts",
  background: "worker/background.ts",
};

async function bundles() {
  const common = { bundle: true, minify: false, write: false, outdir: here, logLevel: "warning", legalComments: "none" };
  const scripts = await build({
    ...common,
    entryPoints: Object.entries(SCRIPTS).map(([out, path]) => ({ in: join(here, "src", path), out })),
    format: "iife",
    target: ["chrome116", "firefox140"],
    plugins: [cssText], // the overlay brings its own style into the page
    define: { POLICY: JSON.stringify(policy), HOME: JSON.stringify(home) },
  });
  const pages = await build({ // modules: what two pages need is in the file once
    ...common,
    entryPoints: [...["popup", "options", "first"].map((name) => join(here, `src/pages/${name}.ts`)), join(here, "simulator/simulator.ts")],
    entryNames: "[name]",
    chunkNames: "shared-[hash]",
    format: "esm",
    splitting: true,
    target: ["chrome116", "firefox140"],
    define: { POLICY: JSON.stringify(policy), HOME: JSON.stringify(home) },
  });
  const styles = await build({
    ...common, // the tokens are the website's own, so that a colour changes everywhere at once
    entryPoints: [join(here, "src/pages/pages.css")],
    target: ["chrome116", "firefox140"],
    external: ["../shared/*"],
  });
  return [...scripts.outputFiles, ...pages.outputFiles, ...styles.outputFiles].map(({ path, contents }) => [path.split("/").at(-1), Buffer.from(contents)]);
}

function statics() {
  const root = join(here, "static");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(root.length + 1), readFileSync(path)]);
}

const shared = [...(await bundles()), ...statics()];
for (const browser of ["chromium", "firefox"]) {
  const files = new Map([...shared, ["manifest.json", Buffer.from(JSON.stringify(manifest(browser, version, process.argv.includes("--let-in")), null, 2))]]);
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, `leavethemeeting-${browser}.zip`), zip(files));
  if (into) {
    for (const [name, content] of files) {
      const path = join(into, browser, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
}
