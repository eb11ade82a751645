/** Links for friends. The service is told how many are wanted, and nothing else ever. */
import { Problem, type Config } from "./config.js";

type Asked = Pick<Config, "tokens" | "csrf" | "door">;

/** `count` fresh tokens, 1 to 50. Throws Problem. */
export async function freshTokens(config: Asked, count: number): Promise<string[]> {
  let answer: Response;
  try {
    answer = await fetch(config.tokens, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": config.csrf },
      body: JSON.stringify({ count }),
      redirect: "manual",
    });
  } catch {
    throw new Problem("service");
  }
  if (answer.status === 429) throw new Problem("too_many");
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Problem("signed_out");
  if (answer.status === 428) throw new Problem("changed"); // a new policy waits to be accepted
  if (!answer.ok) throw new Problem("service");
  return ((await answer.json()) as { tokens: string[] }).tokens;
}

/** The address that opens the invitation; with several tokens it counts once for each. */
export const linkOf = (config: Asked, tokens: readonly string[]): string => `${config.door}${tokens.join("~")}/`;
