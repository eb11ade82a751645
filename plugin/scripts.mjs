// Every script of the package: what begins where, and what several need in the package once.
//
// A module listed under `carries` stands in that script alone; the others take what it exports from the global object of
// their world (a frame's isolated world, or a page of the plugin). The sources know nothing of this: they import as ever.
// Whoever carries is loaded first: `src/worker/scripts.ts` names the order in a frame, a page's module imports it.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { minify } from "terser";
import { cssText } from "./css_text.mjs";
import { MARKED, privateNames } from "./private_names.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const SHARED = "globalThis.__leaveTheMeetingShared";

const of = (folder, ...names) => names.map((name) => `${folder}${name}.ts`);
const LEAVING = "../../protocol/src/leaving/";

/** In the order of loading. `alone`: runs where nothing else of ours does, and takes nothing. `module`: loads by itself whom it takes from. */
const SCRIPTS = {
  hook: { begins: ["hook.ts"], alone: true },
  base: { carries: [...of("", "answers", "kept", "messages", "text"), ...of("page/", "parts"), ...of("pages/", "wishes"), ...of("worker/", "patterns"), ...of(LEAVING, "bots", "defaults", "signals"), ...of("platforms/", "addresses")] },
  engine: { begins: ["page/engine.ts"], carries: of(LEAVING, "engine", "exceptions", "memory") },
  overlay: { begins: ["page/overlay.ts"], carries: of("", "overlay", "words") },
  kit: { carries: of("platforms/", "page", "readings", "register", "ways", "world") },
  call: { begins: ["page/call.ts"] },
  meet: { begins: ["platforms/meet/entry.ts"] },
  work: { begins: ["platforms/zoom/entry.ts", "platforms/teams/entry.ts"] },
  other: { begins: ["platforms/generic/entry.ts"] },
  content: { begins: ["page/record.ts", "page/content.ts"] },
  proof: { begins: ["page/proof.ts"], alone: true },
  background: { begins: ["worker/background.ts"], module: true },
  pages: { begins: ["pages/pages.ts"], module: true },
};

const CARRIER = new Map(Object.entries(SCRIPTS).flatMap(([name, { carries = [] }]) => carries.map((path) => [join(here, "src", path), name])));

const handedNames = new Map();
/** The short name under which scripts hand each other what the sources call `name`: a, b, … */
const handed = (name) => handedNames.get(name) ?? handedNames.set(name, `_${handedNames.size.toString(36)}`).get(name);

/** A module that another script carries is, here, what that script gives of it. */
const taking = (script, wanted) => ({
  name: "taking",
  setup(esbuild) {
    esbuild.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const carrier = CARRIER.get(join(resolveDir, path.replace(/\.js$/, ".ts")));
      if (!carrier || carrier === script) return undefined;
      return wanted ? { path: carrier, namespace: "taken" } : { path: carrier, external: true };
    });
    esbuild.onLoad({ filter: /./, namespace: "taken" }, ({ path }) => ({ contents: `export const { ${[...wanted.get(path)].sort().map((one) => `${handed(one)}: ${one}`)} } = ${SHARED};` }));
  },
});

async function bundled(name, { begins = [], carries = [], alone = false }, given, wanted, define, target) {
  // Which of the carried modules exports a name is for esbuild to find out.
  const contents = [...begins.map((path) => `import "./${path}";`), ...(given.length > 0 ? carries : []).map((path) => `export * from "./${path}";`)].join("\n");
  const made = await build({
    stdin: { contents, resolveDir: join(here, "src"), loader: "ts" },
    bundle: true, write: false, format: "esm", target, charset: "utf8", minifySyntax: true, logLevel: "warning", legalComments: "none", define,
    tsconfigRaw: { compilerOptions: { useDefineForClassFields: false, verbatimModuleSyntax: true } }, // no line for a field that is empty at first
    mangleProps: MARKED, plugins: [privateNames, cssText, ...(alone ? [] : [taking(name, wanted)])],
  });
  return made.outputFiles[0].text;
}

const named = (list) => list.split(",").map((one) => one.trim().split(" as ")).filter(([name]) => name);

/** Carrier → the names that this script imports from it. */
async function wantedBy(name, how, given, define, target) {
  const wanted = new Map();
  for (const [, list, carrier] of (await bundled(name, how, given, null, define, target)).matchAll(/^import \{([^}]+)\} from "(\w+)";$/gm))
    wanted.set(carrier, new Set([...(wanted.get(carrier) ?? []), ...named(list).map(([one]) => one)]));
  return wanted;
}

/** Name of each script → its code. Made from the last to the first, so that a carrier knows what others take of it. */
export async function scripts(define, target) {
  const taken = new Map(Object.keys(SCRIPTS).map((name) => [name, new Set()]));
  const made = new Map();
  for (const [name, how] of Object.entries(SCRIPTS).reverse()) {
    const given = [...taken.get(name)].sort();
    const wanted = await wantedBy(name, how, given, define, target);
    for (const [carrier, names] of wanted) for (const one of names) taken.get(carrier).add(one);
    const code = (await bundled(name, how, given, wanted, define, target)).replace(/^export \{([^}]+)\};$/m, (_whole, list) => {
      const own = new Map(named(list).map(([here, one = here]) => [one, here]));
      return `${SHARED} = { ...${SHARED}, ${given.map((one) => `${handed(one)}: ${own.get(one)}`)} };`;
    });
    made.set(name, { code, from: [...wanted.keys()] });
  }
  return new Map(await Promise.all([...made.keys()].reverse().map(async (name) => [name, await short(name, made)])));
}

async function short(name, made) {
  const { module = false } = SCRIPTS[name];
  const { code } = made.get(name);
  const whole = module ? [...carriersOf(name, made).map((one) => `import "./${one}.js";`), code].join("\n") : `(() => {\n${code}\n})();`;
  return (await minify(whole, { module, ecma: 2020, compress: { ecma: 2020, passes: 3 }, format: { ecma: 2020 } })).code;
}

/** In the order of loading, with those whom these take from. */
function carriersOf(name, made) {
  const all = new Set(made.get(name).from);
  for (const one of all) for (const further of made.get(one).from) all.add(further);
  return Object.keys(SCRIPTS).filter((one) => all.has(one));
}
