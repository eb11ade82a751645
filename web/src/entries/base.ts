// On every page. Everything here is a comfort: each page works without it.
import { enableQuestions } from "../parts/asks.js";
import { enableCopyButtons } from "../parts/copy.js";
import { reportErrors } from "../parts/report_errors.js";

const page = new AbortController();
reportErrors(window, page.signal);
enableCopyButtons(document, page.signal);
enableQuestions(document, page.signal);
document.querySelector<HTMLElement>("[data-error-summary]")?.focus();
