/** Words that mark a program which sits in a call: whole words, any case. No first or last names people bear. */
export const BOT_NAMES = [
  "notetaker", "note taker", "fireflies", "otter", "otter ai", "read ai", "fathom ai", "tl dv", "tldv", "meetgeek",
  "sembly", "avoma", "airgram", "supernormal", "circleback", "bluedot", "recall ai", "vexa", "meeting assistant", "ai assistant",
] as const;
