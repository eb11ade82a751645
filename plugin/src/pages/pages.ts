/**
 * Where every page of the plugin begins. One script for all of them, so that what they share is in the package once; to
 * read the parts of the other pages costs the popup about a millisecond.
 */
import { simulator } from "../../simulator/simulator.js";
import { fillTexts } from "../text.js";
import { first } from "./first.js";
import { options } from "./options.js";
import { popup } from "./popup.js";

const PAGES: Readonly<Record<string, () => Promise<void>>> = { first, options, popup, simulator };

fillTexts();
for (const link of document.querySelectorAll<HTMLAnchorElement>("a.policy")) link.href = `${HOME}/privacy/`;
void PAGES[document.body.dataset["page"] ?? ""]?.();
