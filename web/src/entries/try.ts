/** The simulator on the website: the plugin's own page and engine, with the plugin's own words (the site speaks English). */
import english from "../../../plugin/static/_locales/en/messages.json";
import { mount } from "../../../plugin/simulator/page.js";
import { finder } from "../../../plugin/src/messages_file.js";
import { textsFrom } from "../../../plugin/src/text.js";

const root = document.getElementById("simulator");
if (root) {
  textsFrom(finder(english));
  root.lang = "en";
  mount(root);
}
