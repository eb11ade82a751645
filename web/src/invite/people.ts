/** People of an address book, as the page keeps them: in memory, once each. */

export interface Person {
  name: string;
  address: string;
}

/** As the People API tells it; everything may be missing. https://developers.google.com/people/api/rest/v1/people#Person */
export interface GooglePerson {
  names?: readonly { displayName?: string; metadata?: { primary?: boolean } }[];
  emailAddresses?: readonly { value?: string; metadata?: { primary?: boolean } }[];
}

/** Two ways of writing one address compare equal: spaces around it, capitals, Unicode composition. What stands before
 *  the @ may tell capitals apart, but no mail service in use does. */
export const normalised = (address: string): string => address.trim().normalize("NFC").toLowerCase();

const ADDRESS = /^[^\s@<>,;:"]+@[^\s@<>,;:"]+$/;

/** Whether it looks like an address: one @ with something on both sides, nothing that would end it in a letter's head. */
export const isAddress = (text: string): boolean => text.length <= 254 && ADDRESS.test(text.trim());

/** `j•••@e•••.org`: the first letter of both halves and the last label. */
export function masked(address: string): string {
  const cut = address.lastIndexOf("@");
  const [local, domain] = [address.slice(0, cut), address.slice(cut + 1)];
  const dot = domain.lastIndexOf(".");
  const [host, ending] = dot > 0 ? [domain.slice(0, dot), domain.slice(dot)] : [domain, ""];
  return `${first(local)}•••@${first(host)}•••${ending}`;
}

const first = (text: string): string => String.fromCodePoint(...(text ? [text.codePointAt(0) ?? 0] : []));

/** The people with an address, each address once (the first that comes keeps it), and how many stood there twice. */
export function gathered(books: readonly (readonly GooglePerson[])[]): { people: Person[]; repeated: number } {
  const seen = new Set<string>();
  const people: Person[] = [];
  let repeated = 0;
  for (const found of books.flat()) {
    const name = (found.names?.find((one) => one.metadata?.primary) ?? found.names?.[0])?.displayName?.trim() ?? "";
    for (const { value = "" } of found.emailAddresses ?? []) {
      if (!isAddress(value)) continue;
      const key = normalised(value);
      if (seen.has(key)) repeated += 1;
      else people.push({ name, address: value.trim() });
      seen.add(key);
    }
  }
  people.sort((one, other) => Number(!one.name) - Number(!other.name) // who has no name comes last
    || one.name.localeCompare(other.name) || one.address.localeCompare(other.address));
  return { people, repeated };
}
