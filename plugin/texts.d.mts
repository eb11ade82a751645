import type { Messages } from "./src/messages_file.js";

export function packed(languages: Record<string, Messages>, asked: ReadonlySet<string>, isUsed: (name: string) => boolean): Record<string, Messages>;
