// A `private` member is for its class alone, and TypeScript has made sure that nobody else asks for it: its name may be
// short. Here it is only marked (`this.owed` → `this.private_owed`), esbuild's `mangleProps` does the rest. A member that
// is asked for in any other way than `this.name` keeps its name.
import { readFileSync } from "node:fs";
import ts from "typescript";

const PREFIX = "private_";
export const MARKED = /^private_/;

const isPrivate = (node) => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true;
const children = (node) => { const found = []; ts.forEachChild(node, (child) => { found.push(child); }); return found; };
const within = (node) => [node, ...children(node).flatMap(within)];

const isThis = (node) => node?.kind === ts.SyntaxKind.ThisKeyword;

/** Asked for in another way than `this.name`: `other.name`, `const { name } = this`, `this["name"]`, a constructor's parameter. */
function isOtherwise(node, built) {
  if (ts.isStringLiteralLike(node)) return true;
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return !isThis(parent.expression);
  if (ts.isBindingElement(parent)) return isThis(parent.parent.parent.initializer);
  return built !== undefined && within(built).includes(node);
}

/** Where the names of a class's private members stand (constructor's parameters among them). */
function placesIn(type) {
  const built = type.members.find(ts.isConstructorDeclaration);
  const declared = [...type.members, ...(built?.parameters ?? [])].filter((one) => isPrivate(one) && one.name && ts.isIdentifier(one.name)).map(({ name }) => name);
  const names = new Set(declared.map(({ text }) => text));
  const written = within(type).filter((node) => (ts.isIdentifier(node) || ts.isStringLiteralLike(node)) && names.has(node.text) && !declared.includes(node));
  for (const node of written) if (isOtherwise(node, built)) names.delete(node.text);
  const asked = written.filter(({ parent }) => ts.isPropertyAccessExpression(parent) && isThis(parent.expression));
  return [...declared, ...asked].filter(({ text }) => names.has(text));
}

export const privateNames = {
  name: "private-names",
  setup(esbuild) {
    esbuild.onLoad({ filter: /\.ts$/, namespace: "file" }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const places = within(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)).filter(ts.isClassLike).flatMap(placesIn);
      const marked = places.map((place) => place.getStart()).sort((one, other) => other - one)
        .reduce((code, at) => `${code.slice(0, at)}${PREFIX}${code.slice(at)}`, text);
      return { contents: marked, loader: "ts" };
    });
  },
};
