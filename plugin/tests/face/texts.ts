/** The plugin's texts for tests, in either language. */
import german from "../../static/_locales/de/messages.json";
import english from "../../static/_locales/en/messages.json";
import { finder, type Messages } from "../../src/messages_file.js";
import { textsFrom } from "../../src/text.js";

export const LOCALES: Readonly<Record<"en" | "de", Messages>> = { en: english, de: german };

export function speak(language: "en" | "de"): void {
  textsFrom(finder(LOCALES[language]));
}
