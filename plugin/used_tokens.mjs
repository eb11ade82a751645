// Custom properties that nothing asks for go: the website's tokens hold more than the plugin's pages use.
import { transformSync } from "esbuild";

export function withUsedTokensOnly(css, target) {
  const left = css.replaceAll(/(--[\w-]+):[^;}]*;?/g, (whole, name) => (css.includes(`var(${name})`) || css.includes(`var(${name},`) ? whole : ""));
  return left === css ? transformSync(css, { loader: "css", minify: true, target }).code : withUsedTokensOnly(left, target); // one may have asked for another
}
