// On every page. Everything here is a comfort: each page works without it.
import { enableCopyButtons } from "../parts/copy.js";

const page = new AbortController();
enableCopyButtons(document, page.signal);
document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
