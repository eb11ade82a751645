/**
 * On which line of the package's texts a name's text stands, without a list of names: a perfect hash. The build
 * (plugin/texts.mjs) looks for seeds with which no two names meet; a name that is not among them finds any line, so tests
 * see to it that every name which is asked for exists.
 */
export function hash(name: string, seed: number): number {
  let value = seed;
  for (const letter of name) value = Math.imul(value ^ letter.charCodeAt(0), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

/** The seed that counts for a name. */
export function seedAt(name: string, seeds: number): number {
  return hash(name, 1) % seeds;
}

export function lineOf(name: string, seeds: readonly number[], lines: number): number {
  return hash(name, seeds[seedAt(name, seeds.length)] ?? 0) % lines;
}
