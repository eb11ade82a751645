/** The addresses of the platforms whose pages an adapter of their own reads. */
export const PLATFORM_PAGES = {
  meet: ["https://meet.google.com/*"],
  zoom: ["https://*.zoom.us/*", "https://*.zoom.com/*"],
  teams: ["https://teams.microsoft.com/*", "https://teams.live.com/*", "https://teams.cloud.microsoft/*"],
} as const;

/** Whether `origin` (`https://*\/*`, `*://*.zoom.us/*`) lets into every page of `pattern`. */
export function covers(origin: string, pattern: string): boolean {
  const parts = (text: string): { scheme: string; host: string } => {
    if (text === "<all_urls>") return { scheme: "*", host: "*" };
    const found = /^(\*|https?):\/\/([^/]*)\//.exec(text);
    return { scheme: found?.[1] ?? "", host: found?.[2] ?? "" };
  };
  const [outer, inner] = [parts(origin), parts(pattern)];
  if (outer.scheme !== "*" && outer.scheme !== inner.scheme) return false;
  if (outer.host === "*" || outer.host === inner.host) return true;
  return outer.host.startsWith("*.") && (inner.host.endsWith(outer.host.slice(1)) || inner.host === outer.host.slice(2));
}
