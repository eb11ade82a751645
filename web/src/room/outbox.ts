import type { Up } from "../../../protocol/src/messages.js";

/** A message the service records and acknowledges by its id. */
export type Recorded = Extract<Up, { id: string }>;

/** What was written and is not yet acknowledged, in the order it was written. Sent again under the same
 *  ids after a reconnect, so that nothing is lost and nothing counts twice. */
export class Outbox {
  private readonly waiting = new Map<string, { message: Recorded; sentAt: number | null }>();

  add(message: Recorded): void {
    this.waiting.set(message.id, { message, sentAt: null });
  }

  /** The service has it (or refused it); answers with what it was. */
  settle(id: string): Recorded | undefined {
    const settled = this.waiting.get(id)?.message;
    this.waiting.delete(id);
    return settled;
  }

  markSent(id: string, now: number): void {
    const entry = this.waiting.get(id);
    if (entry) entry.sentAt = now;
  }

  /** The service wants it later: it counts as not sent, in its old place. False when nobody waits for it. */
  hold(id: string): boolean {
    const entry = this.waiting.get(id);
    if (entry) entry.sentAt = null;
    return entry !== undefined;
  }

  /** A new socket: whatever went over the old one counts as not sent. */
  rewind(): void {
    for (const entry of this.waiting.values()) entry.sentAt = null;
  }

  unsent(): Recorded[] {
    return [...this.waiting.values()].filter(({ sentAt }) => sentAt === null).map(({ message }) => message);
  }

  all(): Recorded[] {
    return [...this.waiting.values()].map(({ message }) => message);
  }

  /** When the oldest message still without an answer was sent; null when all are answered. */
  oldestSent(): number | null {
    const moments = [...this.waiting.values()].flatMap(({ sentAt }) => (sentAt === null ? [] : [sentAt]));
    return moments.length > 0 ? Math.min(...moments) : null;
  }

  get size(): number {
    return this.waiting.size;
  }
}
