import { html, nothing, type TemplateResult } from "lit";
import "../parts/countdown-ring.js";
import type { RoomView } from "./view.js";
import { words } from "./words.js";

/**
 * A leave rule's countdown, over the room or inside an open dialog (which makes everything beside it unreachable). It takes no
 * focus; the room's log reads it aloud, and Escape stays.
 */
export function ruleCountdown({ rules }: Pick<RoomView, "rules">): TemplateResult | typeof nothing {
  const { counting } = rules;
  if (!counting) return nothing;
  const says = words.say.rules;
  const minutes = Math.round(rules.plan.confirm.snooze_s / 60);
  return html`<section class="rule-countdown" aria-label=${says.countdown}>
    <ltm-countdown seconds=${counting.seconds} until=${counting.until}></ltm-countdown>
    <div><p class="why"><strong>${says.countdown}</strong> ${words.line(counting.line)}.</p>
      <div class="actions"><button class="small" id="rule-stay" @click=${() => { rules.stay(); }}>${says.stay}</button>
        <button class="small secondary" @click=${() => { rules.now(); }}>${says.now}</button>
        <button class="small quiet" @click=${() => { rules.snooze(); }}>${words.count("rule_snooze", minutes)}</button></div></div>
  </section>`;
}

/** While the tab is hidden the countdown stands in its title, where one looks for a tab. */
export class TitleCount {
  private title: string | null = null;

  show(left: number | null): void {
    if (left === null) {
      if (this.title !== null) document.title = this.title;
      this.title = null;
      return;
    }
    this.title ??= document.title;
    document.title = `${words.count("leaving_in", left)} · ${this.title}`;
  }
}
