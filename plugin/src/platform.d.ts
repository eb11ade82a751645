/** What the plugin uses of the browser's own interface; Chromium and Firefox both offer it under `chrome`. */
declare const POLICY: string;
declare const HOME: string;

declare namespace chrome {
  interface Event<Arguments extends unknown[]> {
    addListener(listener: (...given: Arguments) => unknown): void;
  }
  interface Tab { id?: number; url?: string }
  interface Sender { id?: string; tab?: Tab; frameId?: number }
  interface Area {
    get(key: string): Promise<Record<string, unknown>>;
    set(values: Record<string, unknown>): Promise<void>;
    remove(key: string): Promise<void>;
  }
  const runtime: {
    readonly id: string | undefined;
    readonly onInstalled: Event<[{ reason: string }]>;
    readonly onStartup: Event<[]>;
    readonly onMessage: Event<[unknown, Sender, (answer: unknown) => void]>;
    sendMessage(message: unknown): Promise<unknown>;
    getURL(path: string): string;
  };
  const storage: { readonly local: Area; readonly session: Area; readonly onChanged: Event<[Record<string, unknown>, string]> };
  const tabs: {
    readonly onRemoved: Event<[number]>;
    query(wanted: { active: boolean; currentWindow?: boolean; lastFocusedWindow?: boolean }): Promise<Tab[]>;
    create(made: { url: string }): Promise<Tab>;
    sendMessage(tab: number, message: unknown, to?: { frameId: number }): Promise<unknown>;
  };
  const action: {
    setBadgeText(what: { text: string; tabId?: number }): Promise<void>;
    setBadgeBackgroundColor(what: { color: string; tabId?: number }): Promise<void>;
  };
  const commands: { readonly onCommand: Event<[string]>; getAll(): Promise<{ name?: string; shortcut?: string }[]> };
  const i18n: { getMessage(name: string, given?: string | string[]): string };
}
