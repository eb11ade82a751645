/** Where a platform's bundle leaves its adapter for the content script, which is the same for all. Both live in the plugin's own world. */
import type { Adapter, Look } from "./adapter.js";

declare global {
  var __ltmAdapters: Adapter[] | undefined;
}

export function register(adapter: Adapter): void {
  const known = (globalThis.__ltmAdapters ??= []);
  if (!known.some(({ name }) => name === adapter.name)) known.push(adapter);
}

/** What is registered in this frame, in the order of registering. */
export function registered(): readonly Adapter[] {
  return globalThis.__ltmAdapters ?? [];
}

/** The frame's adapter: the first that knows the page. Bundles register the particular before the general. */
export function adapterFor(look: Look): Adapter | null {
  return registered().find((adapter) => adapter.recognises(look)) ?? null;
}
