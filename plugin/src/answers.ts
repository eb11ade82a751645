/** What the first page left behind: nothing yet, passed with the policy that was shown, or refused. No date of birth. */
export type Passed = { state: "new" } | { state: "passed"; policy: string } | { state: "refused" };

const KEY = "first";

export async function passed(): Promise<Passed> {
  const kept = (await chrome.storage.local.get(KEY))[KEY] as Passed | undefined;
  return kept ?? { state: "new" };
}

export async function keep(answer: Passed): Promise<void> {
  if ((await passed()).state === "refused") return; // cannot be tried again
  await chrome.storage.local.set({ [KEY]: answer });
}

/** Something may be sent: the first page was passed, with the policy as this plugin has it. */
export async function mayBeSent(): Promise<boolean> {
  const first = await passed();
  return first.state === "passed" && first.policy === POLICY;
}
