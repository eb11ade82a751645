// The join page. Without this script everything works but the check, the own time zone and going on by itself.
import { keepTime } from "../parts/elapsed.js";
import "../join/device_check.js";
import "../join/network_check.js";
import { showInOwnZone } from "../join/local_time.js";
import { waitAtDoor } from "../join/waiting.js";
import { words } from "../join/words.js";

const page = new AbortController();
keepTime(document, Date.now, page.signal);
showInOwnZone(document, Intl.DateTimeFormat().resolvedOptions().timeZone);

const door = document.querySelector<HTMLElement>("[data-waits]");
if (door) {
  const told = door.querySelector<HTMLElement>("[data-waiting]");
  if (told) told.append(" ", words.say.page.waiting);
  void waitAtDoor({
    url: door.dataset["waits"] ?? "",
    now: door.dataset["state"] ?? "",
    signal: page.signal,
    goOn: (state) => {
      if (told && state === "open") told.textContent = words.say.page.open_now;
      location.reload();
    },
  });
}
