/**
 * A call's address without anything private or passing. The same rules stand in `leavethemeeting.domain.call_addresses`;
 * protocol/examples/addresses.json holds both to the same answers. One function per platform, so that a bundle carries its own only.
 */

/** `meet.google.com/abc-defg-hij`, or `meet.google.com/lookup/name`; the account's number (`/u/1/`) is no part of the call. */
export function meetAddress(url: URL): string | null {
  if (url.host !== "meet.google.com") return null;
  const path = url.pathname.toLowerCase().replace(/^\/u\/\d+/, "").replace(/^\/_meet/, "");
  const found = /^\/(?:([a-z]{3}-[a-z]{4}-[a-z]{3})|(lookup\/[\w.~-]+))\/?$/.exec(path);
  return found ? `meet.google.com/${found[1] ?? found[2] ?? ""}` : null;
}

/** `zoom.us/j/<number>` whatever the organisation's own subdomain, the web client's path or the webinar's; `zoom.us/my/<name>`. */
export function zoomAddress(url: URL): string | null {
  const home = /(?:^|\.)(zoom\.us|zoom\.com|zoomgov\.com)$/.exec(url.hostname)?.[1];
  if (!home) return null;
  const site = home === "zoom.com" ? "zoom.us" : home;
  const path = url.pathname.toLowerCase();
  const number = /^\/(?:j|w|s|wc|wc\/(?:join|start|meeting))\/(\d{9,12})(?:\/|$)/.exec(path)?.[1];
  if (number) return `${site}/j/${number}`;
  const name = /^\/my\/([\w.-]+)\/?$/.exec(path)?.[1];
  return name ? `${site}/my/${name}` : null;
}

/**
 * `teams.microsoft.com/l/meetup-join/<thread>` or `…/meet/<number>`. The address may stand in the path, after `#`, or in the
 * `url` parameter of a launcher; tenant, organiser and passcode are dropped. `teams.cloud.microsoft` is the same place.
 */
export function teamsAddress(url: URL): string | null {
  if (!/^teams\.(?:microsoft\.com|live\.com|cloud\.microsoft)$/.test(url.host)) return null;
  const home = url.host === "teams.live.com" ? url.host : "teams.microsoft.com";
  const whole = decoded(decoded(`${url.pathname}${url.hash} ${url.searchParams.get("url") ?? ""}`)).toLowerCase();
  const thread = /\/l\/meetup-join\/(19:[\w.@:-]+)/.exec(whole)?.[1];
  if (thread) return `${home}/l/meetup-join/${thread}`;
  const number = /\/meet\/(\d{9,20})(?![\w-])/.exec(whole)?.[1];
  return number ? `${home}/meet/${number}` : null;
}

/** Our own room, on whatever host: `host/m/<code>`. */
export function roomAddress(url: URL): string | null {
  const code = /^\/m\/([\w-]+)(?:\/(?:room|left|enter|guest|age|outside))?\/?$/.exec(url.pathname.toLowerCase())?.[1];
  return code ? `${url.host}/m/${code}` : null;
}

/**
 * Jitsi and every other site: host and path. What follows `?` and `#` may be a password or a token and is dropped. BigBlueButton's
 * client has only a personal token in its address: that names no call.
 */
export function plainAddress(url: URL): string | null {
  if (!/^https?:$/.test(url.protocol)) return null;
  const path = url.pathname.toLowerCase().replace(/\/+$/, "");
  return path === "" || path.startsWith("/html5client") ? null : `${url.host}${path}`;
}

/** Of a link whose platform is not known beforehand, as a calendar has it. */
export function anyAddress(url: URL): string | null {
  return meetAddress(url) ?? zoomAddress(url) ?? teamsAddress(url) ?? roomAddress(url) ?? plainAddress(url);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a lone % is no encoding
  }
}
