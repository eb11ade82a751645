import { enableZoom } from "../parts/zoom.js";
import { keepToldInSight } from "../timeline/told.js";

const page = new AbortController();
for (const timeline of document.querySelectorAll<HTMLElement>(".timeline")) {
  enableZoom(timeline, page.signal);
  keepToldInSight(timeline, page.signal);
}
