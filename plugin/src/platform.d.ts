/** What the plugin uses of the browser's own interface; Chromium and Firefox both offer it under `chrome`. */
declare const POLICY: string;
declare const HOME: string;

declare namespace chrome {
  interface Event<Arguments extends unknown[]> {
    addListener(listener: (...given: Arguments) => unknown): void;
    removeListener(listener: (...given: Arguments) => unknown): void;
  }
  interface RegisteredScript {
    id: string;
    js: string[];
    matches: string[];
    excludeMatches?: string[];
    allFrames?: boolean;
    matchOriginAsFallback?: boolean;
    runAt?: "document_start" | "document_end" | "document_idle";
    persistAcrossSessions?: boolean;
    world?: "ISOLATED" | "MAIN";
  }
  interface Notification { type: "basic"; iconUrl: string; title: string; message: string; requireInteraction?: boolean; buttons?: { title: string }[] }
  interface Tab { id?: number; url?: string; windowId: number }
  interface Sender { id?: string; tab?: Tab; frameId?: number; url?: string; origin?: string }
  interface Area {
    get(key: string | string[]): Promise<Record<string, unknown>>;
    set(values: Record<string, unknown>): Promise<void>;
    remove(key: string): Promise<void>;
    clear(): Promise<void>;
  }
  const runtime: {
    readonly id: string | undefined;
    readonly onInstalled: Event<[{ reason: string }]>;
    readonly onStartup: Event<[]>;
    readonly onMessage: Event<[unknown, Sender, (answer: unknown) => void]>;
    sendMessage(message: unknown): Promise<unknown>;
    getURL(path: string): string;
    getManifest(): { version: string };
  };
  const storage: { readonly local: Area; readonly session: Area; readonly onChanged: Event<[Record<string, unknown>, string]> };
  const tabs: {
    readonly onRemoved: Event<[number]>;
    query(wanted: { active?: boolean; currentWindow?: boolean; lastFocusedWindow?: boolean; url?: string[] }): Promise<Tab[]>;
    update(tab: number, changed: { active?: boolean; url?: string }): Promise<Tab>;
    create(made: { url: string }): Promise<Tab>;
    sendMessage(tab: number, message: unknown, to?: { frameId: number }): Promise<unknown>;
  };
  const windows: { update(window: number, changed: { focused: boolean }): Promise<unknown> };
  const action: {
    setBadgeText(what: { text: string; tabId?: number }): Promise<void>;
    setBadgeBackgroundColor(what: { color: string; tabId?: number }): Promise<void>;
  };
  const commands: { readonly onCommand: Event<[string]>; getAll(): Promise<{ name?: string; shortcut?: string }[]> };
  const permissions: {
    readonly onAdded: Event<[{ origins?: string[] }]>;
    readonly onRemoved: Event<[{ origins?: string[] }]>;
    getAll(): Promise<{ origins?: string[] }>;
    request(wanted: { origins: string[] }): Promise<boolean>;
    contains(wanted: { origins: string[] }): Promise<boolean>;
    remove(wanted: { origins: string[] }): Promise<boolean>;
  };
  const scripting: {
    getRegisteredContentScripts(): Promise<RegisteredScript[]>;
    registerContentScripts(scripts: RegisteredScript[]): Promise<void>;
    updateContentScripts(scripts: RegisteredScript[]): Promise<void>;
    unregisterContentScripts(which: { ids: string[] }): Promise<void>;
    executeScript(injection: { target: { tabId: number; allFrames?: boolean }; files: string[]; world?: "ISOLATED" | "MAIN" }): Promise<unknown>;
  };
  const alarms: {
    readonly onAlarm: Event<[{ name: string }]>;
    create(name: string, when: { when?: number; periodInMinutes?: number }): Promise<void>;
    clear(name: string): Promise<boolean>;
  };
  const notifications: {
    readonly onButtonClicked: Event<[string, number]>;
    readonly onClicked: Event<[string]>;
    create(id: string, notification: Notification): Promise<string>;
    clear(id: string): Promise<boolean>;
  };
  const i18n: { getMessage(name: string, given?: string | string[]): string };
}
