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
import { manifest } from "./manifest.mjs";
import { scripts } from "./scripts.mjs";
import { packed } from "./texts.mjs";
import { withUsedTokensOnly } from "./used_tokens.mjs";
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

const TARGET = ["chrome123", "firefox140"];

async function bundles() {
  const made = await scripts({ POLICY: JSON.stringify(policy), HOME: JSON.stringify(home) }, TARGET);
  const styles = await build({
    bundle: true, minify: true, write: false, outdir: here, logLevel: "warning", legalComments: "none", target: TARGET, external: ["../shared/*"],
    entryPoints: [join(here, "src/pages/pages.css")], // the tokens are the website's own, so that a colour changes everywhere at once
  });
  const files = [...made].map(([name, code]) => [`${name}.js`, code]);
  return [...files, ["pages.css", withUsedTokensOnly(styles.outputFiles[0].text, TARGET)]].map(([name, text]) => [name, Buffer.from(text)]);
}

const json = (given) => Buffer.from(JSON.stringify(given));

function statics() {
  const root = join(here, "static");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes("_locales"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => [path.slice(root.length + 1), readFileSync(path)])
    .map(([name, content]) => [name, name.endsWith(".html") ? Buffer.from(content.toString().replaceAll(/\n\s*/g, "\n")) : content]);
}

/** `_locales` for this manifest, which asks for some texts itself; `code`: what is asked for by scripts and pages. */
function locales(asking, code) {
  const asked = new Set([...JSON.stringify(asking).matchAll(/__MSG_(\w+)__/g)].map(([, name]) => name));
  const languages = Object.fromEntries(readdirSync(join(here, "static/_locales")).map((one) => [one, JSON.parse(readFileSync(join(here, `static/_locales/${one}/messages.json`), "utf8"))]));
  const texts = packed(languages, asked, (name) => !asked.has(name) || code.includes(`"${name}"`));
  return Object.entries(texts).map(([one, messages]) => [`_locales/${one}/messages.json`, json(messages)]);
}

const shared = [...(await bundles()), ...statics()];
const code = shared.filter(([name]) => /\.(js|html)$/.test(name)).map(([, content]) => content.toString()).join("");
for (const browser of ["chromium", "firefox"]) {
  const asking = manifest(browser, version, process.argv.includes("--let-in"));
  const files = new Map([...shared, ...locales(asking, code), ["manifest.json", json(asking)]]);
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, `leavethemeeting-${browser}.zip`), await zip(files));
  if (into) {
    for (const [name, content] of files) {
      const path = join(into, browser, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
    }
  }
}
