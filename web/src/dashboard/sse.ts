/** One server-sent event (HTML standard, 9.2.6). `id` is the last one given, also by an earlier event. */
export interface ServerEvent {
  event: string;
  id: string;
  data: string;
}

/** Reads `text/event-stream` as it comes, in chunks cut anywhere: inside a line, a character or a CRLF. */
export class EventParser {
  private readonly decoder = new TextDecoder();
  private rest = "";
  private event = "";
  private data: string[] = [];
  private id = "";

  /** The events that `chunk` completes. */
  push(chunk: Uint8Array): ServerEvent[] {
    this.rest += this.decoder.decode(chunk, { stream: true });
    // A CR at the end may be the first half of a CRLF: it waits for what comes.
    const end = this.rest.endsWith("\r") ? this.rest.length - 1 : this.rest.length;
    const lines = this.rest.slice(0, end).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? "") + this.rest.slice(end);
    return lines.flatMap((line) => this.take(line));
  }

  private take(line: string): ServerEvent[] {
    if (line === "") return this.complete();
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    else if (field === "event") this.event = value;
    else if (field === "id") this.id = value;
    return [];
  }

  private complete(): ServerEvent[] {
    const { event, data, id } = this;
    this.event = "";
    this.data = [];
    return data.length ? [{ event: event || "message", id, data: data.join("\n") }] : [];
  }
}
