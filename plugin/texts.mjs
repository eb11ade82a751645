// The texts of the package. In the sources every text has its name in every language, as the browsers have it. In the
// package a language's texts are one message, a line each, and a name's line is computed (`src/places.ts`): names and
// brackets would be a third of it. The seeds of that stand in the default language only, which the browsers fall back to.
// What the manifest asks for stays as it is.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const DEFAULT = "en";
const PER_SEED = 3;
const MOST_TRIES = 100_000;

const source = readFileSync(join(dirname(fileURLToPath(import.meta.url)), "src/places.ts"), "utf8");
const { hash, seedAt } = await import(`data:text/javascript,${encodeURIComponent(ts.transpile(source, { target: ts.ScriptTarget.ESNext }))}`);

/** Seeds with which every name has a line of its own, and the names in the order of their lines. */
function placed(names) {
  const buckets = Array.from({ length: Math.ceil(names.length / PER_SEED) }, () => []);
  for (const name of names) buckets[seedAt(name, buckets.length)].push(name);
  const seeds = buckets.map(() => 0);
  const lines = Array(names.length).fill(null);
  for (const [bucket, own] of [...buckets.entries()].sort(([, one], [, other]) => other.length - one.length)) {
    const wanted = (seed) => own.map((name) => hash(name, seed) % names.length);
    const isFree = (places) => new Set(places).size === own.length && places.every((place) => lines[place] === null);
    while (!isFree(wanted(seeds[bucket]))) if (++seeds[bucket] > MOST_TRIES) throw new Error("No seed found: change PER_SEED");
    wanted(seeds[bucket]).forEach((place, at) => { lines[place] = own[at]; });
  }
  return { seeds, lines };
}

/** `asked`: names that the browser itself asks for, by the manifest. `isUsed`: those that the package's own code asks for. */
export function packed(languages, asked, isUsed) {
  const { seeds, lines } = placed(Object.keys(languages[DEFAULT]).filter(isUsed));
  return Object.fromEntries(Object.entries(languages).map(([language, messages]) => {
    const texts = lines.map((name) => messages[name].message);
    if (texts.some((one) => /\n|\$\$|\$\D|\$$|\$[5-9]/.test(one))) throw new Error(`_locales/${language}: a line break, or a dollar sign that is not $1 to $4`);
    const own = Object.entries(messages).filter(([name]) => asked.has(name));
    return [language, { ...Object.fromEntries(own), texts: { message: texts.join("\n") }, ...(language === DEFAULT && { seeds: { message: seeds.join(" ") } }) }];
  }));
}
