/**
 * The scripts of a frame's isolated world load side by side (each stays small) and find each other here. The page
 * cannot see it: the isolated world has a global object of its own. Adapters: `platforms/register.ts`.
 */
import type { Line } from "../../../protocol/src/leaving/settings.js";
import type { Answers, Shown } from "../overlay.js";
import type { CallLoop } from "./loop.js";
import type { Engine, Outside } from "./outside.js";
import type { Recording } from "./recording.js";

export interface Face {
  show(shown: Shown): void;
  hide(): void;
}

export interface Parts {
  engine?: Engine;
  call?: new (outside: Outside) => CallLoop;
  recording?: new (...given: ConstructorParameters<typeof Recording>) => Recording;
  overlay?: { make(answers: Answers): Face; why(line: Line | null): string; failed(): string; gone(): void };
  chime?: () => void;
  /** The script of an older version of the plugin ends when a new one begins. */
  end?: () => void;
}

const NAME = "__leaveTheMeeting";

export function parts(): Parts {
  const world = globalThis as unknown as Record<string, Parts | undefined>;
  return (world[NAME] ??= {});
}
