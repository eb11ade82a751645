import { enableZoom } from "../parts/zoom.js";

const page = new AbortController();
for (const timeline of document.querySelectorAll<HTMLElement>(".timeline")) enableZoom(timeline, page.signal);
