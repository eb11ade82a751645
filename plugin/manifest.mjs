// One manifest for each browser. What both need is written once; what differs says why.
const FLOOR = { chromium: "123", firefox: "140.0" };

// The member lets the plugin into pages one address after the other, in the popup and on the first page.
const PAGES = ["http://*/*", "https://*/*"];

// The plugin's own pages and its worker speak to the installation that the member pairs it with and to calendars
// that the member names, whose addresses nobody knows here; without TLS to this machine only.
const CONNECT = "https: http://localhost:* http://127.0.0.1:*";

/**
 * @param {"chromium" | "firefox"} browser
 * @param {boolean} letIn the test build: let into every page from the start, since no script can answer the browser's question
 */
export function manifest(browser, version, letIn = false) {
  return {
    manifest_version: 3,
    name: "__MSG_name__",
    description: "__MSG_description__",
    default_locale: "en",
    version,
    icons: { 16: "icons/16.png", 32: "icons/32.png", 48: "icons/48.png", 128: "icons/128.png" },
    // Why each: docs/developer/plugin.md and the store's text (plugin/store/).
    permissions: ["activeTab", "alarms", "notifications", "scripting", "storage"],
    ...(letIn ? { host_permissions: PAGES } : { optional_host_permissions: PAGES }),
    action: { default_title: "__MSG_name__", default_popup: "popup.html", default_icon: { 16: "icons/16.png", 32: "icons/32.png" } },
    options_ui: { page: "options.html", open_in_tab: true },
    commands: {
      leave: { suggested_key: { default: "Alt+Shift+L" }, description: "__MSG_command__" },
      stay: { description: "__MSG_command_stay__" },
      snooze: { description: "__MSG_command_snooze__" },
    },
    content_security_policy: {
      extension_pages: `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src ${CONNECT}; base-uri 'none'; form-action 'none'`,
    },
    ...(browser === "chromium"
      ? { background: { service_worker: "background.js", type: "module" }, minimum_chrome_version: FLOOR.chromium }
      : {
          background: { scripts: ["background.js"], type: "module" }, // Firefox has event pages in place of service workers
          browser_specific_settings: {
            gecko: { id: "plugin@leavethemeeting.com", strict_min_version: FLOOR.firefox, data_collection_permissions: { required: ["none"], optional: ["personallyIdentifyingInfo", "personalCommunications", "websiteActivity"] } },
          },
        }),
  };
}
