import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import { canShareScreen } from "../media/devices.js";
import type { Source } from "../media/engine.js";
import { icon, isAway, isHandUp, type RoomView } from "./view.js";
import { words } from "./words.js";

interface Tool {
  id: string;
  icon: string;
  text: string;
  label?: string;
  pressed?: boolean;
  expanded?: boolean;
  off?: boolean;
  busy?: boolean;
  /** Moves into "More" on a narrow page. */
  spare?: boolean;
  count?: number;
  countLabel?: string;
  press: () => void;
}

export function toolbarView(view: RoomView): TemplateResult {
  const tools = [...mediaTools(view), ...otherTools(view)];
  return html`<div class="toolbar" role="group" aria-label=${words.say.tools.group}>
    ${tools.map((tool) => toolView(view, tool))}
    ${toolView(view, moreTool(view))}
    <button class="tool leave" id="tool-leave" aria-keyshortcuts="l" @click=${() => { view.leaving.press(view.state.me?.moderates ?? false); }}>
      ${icon(view, "door")}<span>${words.say.tools.leave}</span></button>
  </div>
  ${view.menu === "reactions" ? reactionsView(view) : nothing}
  ${view.menu === "more" ? moreView(view, tools.filter(({ spare }) => spare)) : nothing}`;
}

function mediaTools(view: RoomView): Tool[] {
  return (["mic", "camera", "screen"] as const)
    .filter((source) => view.call.maySend(source) && (source !== "screen" || canShareScreen()))
    .map((source) => mediaTool(view, source));
}

function mediaTool(view: RoomView, source: Source): Tool {
  const on = view.call.local.isOn(source);
  const picture = source === "screen" || on ? source : `${source}-off`;
  return {
    id: source, icon: picture, text: words.say.tools[source], label: words.say.names[source], pressed: on, off: !on && source !== "screen",
    busy: view.call.local.isBusy(source), spare: source === "screen", press: () => { view.toggle(source); },
  };
}

function otherTools(view: RoomView): Tool[] {
  const hands = view.state.people.filter(({ hand_since }) => hand_since !== null).length;
  const knocking = view.state.waiting.length;
  return [
    { id: "hand", icon: "hand", text: words.say.tools.hand, label: words.say.names.hand, pressed: isHandUp(view.state), press: () => { view.toggle("hand"); } },
    { id: "react", icon: "smile", text: words.say.tools.react, label: words.say.names.react, expanded: view.menu === "reactions",
      press: () => { view.openMenu(view.menu === "reactions" ? null : "reactions"); }, spare: true },
    { id: "chat", icon: "chat", text: words.say.tools.chat, expanded: view.panel === "chat", count: view.unread, countLabel: words.count("unread", view.unread),
      press: () => { view.openPanel(view.panel === "chat" ? null : "chat"); } },
    { id: "people", icon: "people", text: words.say.tools.people, expanded: view.panel === "people", count: hands + knocking,
      countLabel: `${words.say.people.hands}: ${hands}. ${words.say.people.waiting}: ${knocking}.`,
      press: () => { view.openPanel(view.panel === "people" ? null : "people"); } },
    { id: "away", icon: "pause", text: words.say.tools.away, pressed: isAway(view.state), press: () => { view.toggle("away"); }, spare: true },
  ];
}

function moreTool(view: RoomView): Tool {
  const open = view.menu === "more";
  return { id: "more", icon: "more", text: words.say.tools.more, expanded: open, press: () => { view.openMenu(open ? null : "more"); } };
}

function toolView(view: RoomView, tool: Tool): TemplateResult {
  const { pressed, expanded, count = 0 } = tool;
  return html`<button id="tool-${tool.id}" class=${classMap({ tool: true, off: tool.off ?? false, spare: tool.spare ?? false })}
      aria-label=${tool.label ?? nothing} title=${tool.label ?? tool.text} aria-busy=${tool.busy ? "true" : nothing}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)} aria-expanded=${expanded === undefined ? nothing : String(expanded)}
      @click=${tool.press}>
    ${icon(view, tool.icon)}<span>${tool.text}</span>
    ${count > 0 ? html`<span class="count" aria-hidden="true">${count}</span><span class="visually-hidden">${tool.countLabel ?? ""}</span>` : nothing}
  </button>`;
}

function reactionsView(view: RoomView): TemplateResult {
  return html`<div class="menu reactions" id="menu" role="group" aria-label=${words.say.names.react}>
    ${(Object.keys(words.say.reactions) as (keyof typeof words.say.reactions)[]).map((emoji) => html`<button class="quiet"
      aria-label=${words.say.reactions[emoji]} title=${words.say.reactions[emoji]} @click=${() => { view.call.react(emoji); view.openMenu(null); }}>${emoji}</button>`)}
  </div>`;
}

function moreView(view: RoomView, spare: Tool[]): TemplateResult {
  const entry = (name: string, text: string, press: () => void, pressed?: boolean, narrow = false): TemplateResult => html`<button
    class=${classMap({ quiet: true, narrow })} aria-pressed=${pressed === undefined ? nothing : String(pressed)}
    @click=${() => { view.openMenu(null); press(); }}>${icon(view, name)}<span>${text}</span>${pressed ? icon(view, "check") : nothing}</button>`;
  return html`<div class="menu more" id="menu" role="group" aria-label=${words.say.tools.more}>
    ${spare.map((tool) => entry(tool.icon, tool.label ?? tool.text, tool.press, tool.pressed, true))}
    ${view.call.maySend("mic") ? entry("settings", words.say.devices.button, () => { view.openDevices(); }) : nothing}
    ${entry("clock", words.say.rules.button, () => { view.openDialog({ name: "rules" }); })}
    ${entry("info", words.say.records.title, () => { view.openDialog({ name: "records" }); })}
    ${entry("edit", words.say.help.title, () => { view.openDialog({ name: "help" }); })}
  </div>`;
}
