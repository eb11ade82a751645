/** The lines of a calendar file (RFC 5545, 3.1) as components with their properties. */

export interface Property {
  params: Readonly<Record<string, string>>;
  value: string;
}

export interface Component {
  name: string;
  /** By name in capitals; the same name may come more than once. */
  has: Map<string, Property[]>;
  inside: Component[];
}

const MOST_DEEP = 8;

/** Every component that is closed, and the outermost one. What is not closed belongs to nobody. */
export function components(text: string, most: number): { top: Component; cut: boolean } {
  const top: Component = { name: "", has: new Map(), inside: [] };
  const open = [top];
  let count = 0;
  for (const line of text.replace(/\r?\n[ \t]/g, "").split(/[\r\n]+/)) {
    const found = property(line);
    if (!found) continue;
    const [name, one] = found;
    const here = open.at(-1) ?? top;
    if (name === "BEGIN") {
      if (open.length <= MOST_DEEP) open.push({ name: one.value.trim().toUpperCase(), has: new Map(), inside: [] });
    } else if (name === "END") {
      const at = open.findLastIndex((each) => each.name === one.value.trim().toUpperCase());
      if (at < 1) continue;
      const closed = open[at];
      open.length = at;
      if (closed) open[at - 1]?.inside.push(closed);
      if (closed?.name === "VEVENT" && ++count > most) return { top: shut(open), cut: true };
    } else {
      const known = here.has.get(name);
      if (known) known.push(one);
      else here.has.set(name, [one]);
    }
  }
  return { top: shut(open), cut: false };
}

/** A calendar that was cut off: its events are there, its end is not. */
function shut(open: Component[]): Component {
  const top = open[0] ?? { name: "", has: new Map<string, Property[]>(), inside: [] };
  const calendar = open[1];
  if (calendar?.name === "VCALENDAR") top.inside.push(calendar);
  return top;
}

/** `NAME;PARAM=value;PARAM="quoted":value`; the colon that counts is the first one outside of quotes. */
function property(line: string): [string, Property] | null {
  let colon = -1;
  let quoted = false;
  for (let at = 0; at < line.length; at++) {
    const sign = line[at];
    if (sign === '"') quoted = !quoted;
    else if (sign === ":" && !quoted) {
      colon = at;
      break;
    }
  }
  if (colon < 0) colon = line.indexOf(":"); // a quote that is not closed
  if (colon < 1) return null;
  const [name = "", ...given] = line.slice(0, colon).match(/(?:"[^"]*"?|[^;"])+/g) ?? [];
  const params: Record<string, string> = {};
  for (const each of given) {
    const equals = each.indexOf("=");
    if (equals > 0) params[each.slice(0, equals).trim().toUpperCase()] = each.slice(equals + 1).replaceAll('"', "");
  }
  return [name.trim().toUpperCase(), { params, value: line.slice(colon + 1) }];
}

export const first = ({ has }: Component, name: string): Property | undefined => has.get(name)?.[0];
export const value = (component: Component, name: string): string => first(component, name)?.value.trim() ?? "";

/** A text as it was written (3.3.11). */
export const unescaped = (text: string): string => text.replace(/\\([\s\S])/g, (_, sign: string) => (sign === "n" || sign === "N" ? "\n" : sign));
