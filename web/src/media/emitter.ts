/** Typed events without the DOM: `on` answers with the function that stops listening. */
export class Emitter<Events extends object> {
  private readonly listeners = new Map<keyof Events, Set<(event: never) => void>>();

  on<K extends keyof Events>(type: K, tell: (event: Events[K]) => void): () => void {
    const told = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, told.add(tell));
    return () => told.delete(tell);
  }

  protected emit<K extends keyof Events>(type: K, event: Events[K]): void {
    for (const tell of [...(this.listeners.get(type) ?? [])]) (tell as (event: Events[K]) => void)(event);
  }
}
