// One bundle per page entry, one style sheet, self-hosted fonts.
//   node build.mjs           minified, no source maps: what the wheel ships
//   node build.mjs --watch   source maps, rebuilds on change
// Entry names are stable because Django templates name them; chunks carry a content hash.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, context } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const entriesDir = join(here, "src/entries");
const outdir = join(here, "../src/leavethemeeting/shared/static/dist");
const watch = process.argv.includes("--watch");

const common = { bundle: true, outdir, minify: !watch, sourcemap: watch, logLevel: "info" };

const scripts = {
  ...common,
  entryPoints: readdirSync(entriesDir)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(entriesDir, name)),
  format: "esm",
  target: ["es2022"],
  splitting: true,
  chunkNames: "chunks/[name]-[hash]",
};

const styles = {
  ...common,
  entryPoints: [{ in: join(here, "src/styles/ltm.css"), out: "ltm" }],
  target: ["chrome111", "firefox115", "safari16.4"],
  external: ["../shared/*"],
  loader: { ".woff2": "file" },
  assetNames: "fonts/[name]",
};

/** Beside each file its gzip and Brotli: the server sends what the browser takes. A file that would not shrink has none. */
function compress(folder) {
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!/\.(js|css|svg)$/.test(name)) continue;
    const file = join(folder, name);
    const plain = readFileSync(file);
    for (const [suffix, packed] of [[".gz", gzipSync(plain, { level: 9 })], [".br", brotliCompressSync(plain)]]) {
      if (packed.length < plain.length * 0.9) writeFileSync(file + suffix, packed);
    }
  }
}

rmSync(outdir, { recursive: true, force: true }); // in watch mode, too: an old .gz would be served for a new file
if (watch) {
  for (const options of [scripts, styles]) await (await context(options)).watch();
} else {
  await Promise.all([build(scripts), build(styles)]);
  compress(outdir);
}
