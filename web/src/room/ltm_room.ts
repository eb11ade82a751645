import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Source } from "../media/engine.js";
import * as devices from "../media/devices.js";
import { Announcer } from "./announcer.js";
import { Call } from "./call.js";
import { chatView, isSendable } from "./chat_panel.js";
import { readConfig } from "./config.js";
import { dialogView } from "./dialogs.js";
import type { LeaveRules } from "./leave_rules.js";
import { rulesOf, startRules } from "./own_rules.js";
import { ruleCountdown } from "./rule_countdown.js";
import { publishFacts } from "./facts.js";
import { columns, tileWidth } from "./fit.js";
import { newId } from "./ids.js";
import { Leaving } from "./leaving.js";
import { listen } from "./listen.js";
import { noticesView, topView } from "./notices.js";
import { pageView } from "./pages.js";
import { peopleView } from "./people_panel.js";
import "./picture.js";
import { rosterView } from "./roster.js";
import { shortcutFor, shortcutsAreOn } from "./shortcuts.js";
import type { RoomState } from "./state.js";
import { stageView } from "./tiles.js";
import { toolbarView } from "./toolbar.js";
import { isAway, isHandUp, type Dialog, type Floating, type Menu, type Notice, type Panel, type RoomView } from "./view.js";
import { words } from "./words.js";

const GAP = 12;

/** The room. Light DOM, so that the page's style sheet reaches it and ids can name things for assistive tools. */
export class RoomElement extends LitElement implements RoomView {
  readonly config = readConfig(document);
  readonly call = new Call(this.config);
  readonly announcer = new Announcer();
  readonly leaving = new Leaving(
    { handOver: (attendee) => { this.call.session.record({ type: "hand_over", id: newId(), attendee }); },
      leave: (reason) => { void this.goAway(reason); },
      endForAll: () => { this.call.session.record({ type: "end_for_all", id: newId() }); } },
    () => { this.requestUpdate(); },
  );
  readonly rules: LeaveRules = rulesOf(this);
  panel: Panel | null = null;
  dialog: Dialog | null = null;
  menu: Menu | null = null;
  unread = 0;
  draft = "";
  lowersHand = false;
  private shownPage = "";
  private focusNext = "";
  private life = new AbortController();
  private readonly resized = new ResizeObserver(() => { this.fitTiles(); });

  protected override createRenderRoot(): HTMLElement {
    this.replaceChildren(); // what stood here was for those whose browser got no script
    return this;
  }

  get state(): RoomState {
    return this.call.session.state;
  }

  get notices(): readonly Notice[] {
    return this.announcer.notices;
  }

  get floating(): readonly Floating[] {
    return this.announcer.floating;
  }

  override connectedCallback(): void {
    this.replaceChildren();
    super.connectedCallback();
    const { signal } = this.life = new AbortController();
    this.call.on("changed", () => { this.requestUpdate(); });
    this.announcer.on("changed", () => { this.requestUpdate(); });
    listen(this);
    startRules(this, signal);
    this.addEventListener("soundblocked", () => { this.offerSound(); }, { signal });
    document.addEventListener("keydown", (event) => { this.pressed(event); }, { signal });
    document.addEventListener("click", (event) => { this.clickedBeside(event); }, { signal });
    publishFacts(this.call);
    this.call.start(signal);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.life.abort();
    this.resized.disconnect();
  }

  openPanel(panel: Panel | null): void {
    this.focusNext = panel === "chat" ? "#chat-text" : panel === "people" ? ".people-lists" : `#tool-${this.panel ?? ""}`;
    this.panel = panel;
    this.menu = null;
    if (panel === "chat") this.unread = 0;
    if (panel) this.announcer.answered(panel);
    this.requestUpdate();
  }

  openDialog(dialog: Dialog | null): void {
    this.dialog = dialog;
    this.requestUpdate();
  }

  openMenu(menu: Menu | null): void {
    const opener = this.menu === "reactions" ? "#tool-react" : "#tool-more";
    this.focusNext = menu ? "#menu button:not([hidden])" : opener;
    this.menu = menu;
    this.requestUpdate();
  }

  dismiss(id: string): void {
    this.announcer.dismiss(id);
  }

  toggle(what: Source | "hand" | "away"): void {
    if (what === "hand") this.raiseOrLower();
    else if (what === "away") this.call.session.declare("away", !isAway(this.state));
    else void this.call.turn(what, !this.call.local.isOn(what));
  }

  openDevices(): void {
    void devices.list().then((found) => { this.openDialog({ name: "devices", devices: found }); });
  }

  tell(text: string): void {
    this.announcer.notice("info", text);
  }

  writeDraft(text: string): void {
    this.draft = text;
    this.requestUpdate();
  }

  sendDraft(): void {
    if (!isSendable(this.draft)) return;
    this.call.session.chat(this.draft.trim());
    this.draft = "";
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const { phase } = this.call.session;
    const inside = phase.name === "in" || phase.name === "reconnecting" || this.leaving.step.name === "gone";
    if (!inside) return html`${pageView(this, phase)}${this.dialog?.name === "rules" ? dialogView(this) : ruleCountdown(this)}`;
    return html`<div class="room">
      ${topView(this)}
      ${noticesView(this)}
      ${stageView(this)}
      ${this.panel === "chat" ? chatView(this) : this.panel === "people" ? peopleView(this) : nothing}
      ${toolbarView(this)}
      <div class="visually-hidden" role="log" aria-live="polite">${repeat(this.announcer.lines, ({ id }) => id, ({ text }) => html`<p>${text}</p>`)}</div>
      ${rosterView(this)}
      ${this.dialog ? nothing : ruleCountdown(this)}
      ${dialogView(this)}
    </div>`;
  }

  protected override updated(): void {
    const { phase } = this.call.session;
    this.dataset["phase"] = this.leaving.step.name === "gone" ? "left" : phase.name === "denied" ? phase.code : phase.name; // the plugin reads it
    for (const dialog of this.querySelectorAll<HTMLDialogElement>("dialog:not([open])")) dialog.showModal();
    if (this.focusNext) this.querySelector<HTMLElement>(this.focusNext)?.focus();
    this.focusNext = "";
    this.focusPage();
    const grid = this.querySelector(".tiles");
    if (grid) this.resized.observe(grid);
    this.fitTiles();
    const log = this.querySelector("#chat-log");
    if (log && log.scrollHeight - log.scrollTop - log.clientHeight < 160) log.scrollTop = log.scrollHeight;
  }

  private raiseOrLower(): void {
    this.lowersHand = isHandUp(this.state);
    this.call.session.declare("hand", !this.lowersHand);
  }

  private async goAway(reason: string): Promise<void> {
    await this.call.leave(reason);
    location.assign(this.config.leftUrl);
  }

  /** A new page (waiting, turned away, over) is read from its heading. */
  private focusPage(): void {
    const { phase } = this.call.session;
    const page = phase.name === "denied" ? phase.code : phase.name;
    if (page === this.shownPage) return;
    this.shownPage = page;
    this.querySelector<HTMLElement>("#page-title")?.focus();
  }

  private fitTiles(): void {
    const grid = this.querySelector<HTMLElement>(".tiles");
    if (!grid || this.querySelector(".room-stage.sharing")) return;
    const { clientWidth, clientHeight, childElementCount } = grid;
    const count = Math.max(1, childElementCount);
    const inARow = columns(count, clientWidth, clientHeight, GAP);
    grid.style.setProperty("--tile", `${tileWidth(inARow, count, clientWidth, clientHeight, GAP)}px`);
  }

  private offerSound(): void {
    const play = (): void => { for (const audio of this.querySelectorAll("audio")) void audio.play(); };
    this.announcer.notice("warn", words.say.notices.sound, { action: { label: words.say.notices.sound_on, run: play } });
  }

  private clickedBeside({ target }: MouseEvent): void {
    if (!this.menu || !(target instanceof Element) || target.closest("#menu, #tool-more, #tool-react")) return;
    this.menu = null;
    this.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.rules.counting && !this.querySelector("dialog[open]")) {
      this.rules.stay();
      return;
    }
    if (!this.querySelector(".room")) return;
    if (event.key === "Escape" && !this.querySelector("dialog[open]")) {
      if (this.menu) this.openMenu(null);
      else if (this.panel) this.openPanel(null);
      return;
    }
    const shortcut = shortcutsAreOn(localStorage) ? shortcutFor(event) : null;
    if (!shortcut) return;
    event.preventDefault();
    switch (shortcut) {
      case "chat": case "people": this.openPanel(this.panel === shortcut ? null : shortcut); return;
      case "react": this.openMenu(this.menu === "reactions" ? null : "reactions"); return;
      case "help": this.openDialog({ name: "help" }); return;
      case "leave": this.leaving.press(this.state.me?.moderates ?? false); return;
      default: this.toggle(shortcut);
    }
  }
}
