/** The dashboard's words in English, as the service writes them into the page. */
import sentences from "../../../protocol/examples/words/dashboard.json" with { type: "json" };
import { Words, type Sentences } from "../../src/dashboard/words.js";

export const english: Sentences = sentences;
export const words = new Words(english);
