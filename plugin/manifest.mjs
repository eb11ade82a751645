// One manifest for each browser. What both need is written once; what differs says why.
const FLOOR = { chromium: "116", firefox: "140.0" };

/** @param {"chromium" | "firefox"} browser */
export function manifest(browser, version) {
  const pages = ["http://*/*", "https://*/*"];
  const everyFrame = { matches: pages, run_at: "document_start", all_frames: true, match_origin_as_fallback: true };
  return {
    manifest_version: 3,
    name: "__MSG_name__",
    description: "__MSG_description__",
    default_locale: "en",
    version,
    icons: { 16: "icons/16.png", 32: "icons/32.png", 48: "icons/48.png", 128: "icons/128.png" },
    permissions: ["storage"],
    action: { default_title: "__MSG_name__", default_popup: "popup.html", default_icon: { 16: "icons/16.png", 32: "icons/32.png" } },
    commands: { leave: { suggested_key: { default: "Alt+Shift+L" }, description: "__MSG_command__" } },
    content_scripts: [
      { ...everyFrame, js: ["hook.js"], world: "MAIN" },
      { ...everyFrame, js: ["content.js"] },
    ],
    // The plugin's own pages can reach no machine at all, whatever their code says.
    content_security_policy: { extension_pages: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'" },
    ...(browser === "chromium"
      ? { background: { service_worker: "background.js" }, minimum_chrome_version: FLOOR.chromium }
      : {
          background: { scripts: ["background.js"] }, // Firefox has event pages in place of service workers
          browser_specific_settings: {
            gecko: { id: "plugin@leavethemeeting.com", strict_min_version: FLOOR.firefox, data_collection_permissions: { required: ["none"] } },
          },
        }),
  };
}
