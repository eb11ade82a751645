/** Every sentence of the room, in one place, so that a translation replaces one file. */
import type { Denied, Waiting } from "../../../protocol/src/messages.js";
import type { DeviceTrouble } from "../media/devices.js";
import type { Source } from "../media/engine.js";

const SOURCE_NAMES: Record<Source, string> = { mic: "microphone", camera: "camera", screen: "screen" };

export const words = {
  tools: {
    group: "Meeting controls", mic: "Mic", camera: "Camera", screen: "Share", hand: "Hand", react: "React",
    chat: "Chat", people: "People", away: "Be right back", more: "More", leave: "Leave",
  },
  names: {
    mic: "Mic (microphone)", camera: "Camera", screen: "Share your screen", hand: "Hand: raise or lower yours",
    react: "React with an emoji", away: "Be right back",
  },
  reactions: { "👍": "thumbs up", "👏": "applause", "❤️": "heart", "😂": "laughter", "😮": "surprise", "🎉": "celebration" },

  you: "You",
  host: "Host",
  viewer: "Viewer",
  participant: "Participant",
  talking: "talking",
  micOff: "microphone off",
  micOn: "microphone on",
  handUp: "hand raised",
  awayNow: "Be right back",
  screenOf: (name: string) => `${name}'s screen`,
  yourScreen: "Your screen, as the others see it",
  stopSharing: "Stop sharing",
  others: (count: number) => `${count} more`,

  entered: (name: string) => `${name} entered`,
  left: (name: string, reason: string) => reason === "removed" ? `${name} was removed`
    : reason === "lost" || reason === "transport" ? `${name} lost the connection` : `${name} left`,
  said: (name: string, text: string) => `${name}: ${text}`,
  reacted: (name: string, what: string) => `${name} reacts: ${what}`,
  raised: (name: string) => `${name} raised a hand`,
  knocks: (name: string) => `${name} is in the waiting room`,
  renamed: (before: string, now: string) => `${before} is called ${now} now`,

  chat: {
    title: "Chat", label: "Message to everybody", send: "Send", sending: "sending", tryAgain: "Send again", discard: "Discard",
    hint: "Enter sends, Shift and Enter begin a new line.",
    kept: "The host can read these messages in the report after the meeting.",
    notKept: "Only the number of messages is kept, not their text.",
    empty: "No messages yet. What you write reaches everybody in the room.",
    unread: (count: number) => count === 1 ? "1 unread message" : `${count} unread messages`,
    tooLong: (over: number) => `${over} characters too long`,
  },

  people: {
    title: "People", hands: "Raised hands", waiting: "Waiting room", here: "In the room",
    lower: (name: string) => `Lower ${name}'s hand`, lowerShort: "Lower", admit: "Admit", refuse: "Refuse",
    admitName: (name: string) => `Admit ${name}`, refuseName: (name: string) => `Refuse ${name}`,
    admitAll: (count: number) => `Admit all ${count}`,
    actions: (name: string) => `What you can do with ${name}`, askMute: "Ask to mute", makeViewer: "Make a viewer",
    makeParticipant: "Make a participant", remove: "Remove",
    because: {
      waiting_room: () => "",
      changed: (former: string) => `Admitted before as “${former}”. The name or e-mail has changed since.`,
      like_removed: (former: string) => `Same name or e-mail as “${former}”, who was removed.`,
    } satisfies Record<Waiting["because"], (former: string) => string>,
    since: (time: string) => `since ${time}`, tabs: (count: number) => `${count} tabs`,
    alone: "Nobody else is here yet. You can wait, or leave and come back.",
    askedMute: (name: string) => `${name} was asked to mute.`,
  },

  remove: {
    title: (name: string) => `Remove ${name}?`,
    text: (name: string) => `${name} leaves at once and cannot come back. A host can let them in again: on the meeting's page, under People.`,
    yes: (name: string) => `Remove ${name}`, no: "Keep",
  },
  end: {
    title: "End the meeting for everybody?", yes: "End for all", no: "Keep it open",
    text: (count: number) => count === 0 ? "The room closes. It cannot be reopened from here."
      : `The room closes and ${count === 1 ? "one other person is" : `${count} others are`} shown out. This cannot be undone.`,
  },

  leave: {
    counting: (seconds: number) => `Leaving in ${seconds} …`, title: "Leaving", undo: "Undo", now: "Leave now",
    hint: "You may go. Esc keeps you here.", hostTitle: "How do you want to leave?",
    handOver: "Leave and hand over", handOverTo: "Hand over to", handOverHint: "They can admit, mute and remove people, and end the meeting.",
    keepOpen: "Leave and keep it open", keepOpenHint: "Everybody can stay. You can come back.",
    endForAll: "End for all", endHint: "Everybody is shown out.", stay: "Stay",
  },

  status: {
    reconnecting: "Reconnecting. We keep what you wrote.",
    offline: "You are offline. We keep what you wrote and come back by ourselves.",
    kept: (count: number) => count === 1 ? "1 message waits to be sent." : `${count} messages wait to be sent.`,
    media: "Sound and pictures are being reconnected.",
    manySenders: "More than four cameras: pictures are sent smaller.",
  },

  notices: {
    asked: "A host asks you to mute your microphone.", mute: "Mute now", dismiss: "Dismiss",
    askedAlready: "A host asked you to mute. Your microphone is off already.",
    viewer: "You are a viewer now: you see and hear, and your microphone, camera and screen are off.",
    participant: "You are a participant now: you can use your microphone, camera and screen.",
    moderator: "You can moderate this meeting now.", noModerator: "You no longer moderate this meeting.",
    sound: "Your browser keeps the sound off until you ask for it.", soundOn: "Turn the sound on",
    loweredHand: "Your hand was lowered.",
  },

  trouble: (trouble: DeviceTrouble, source: Source): string => {
    const name = SOURCE_NAMES[source];
    switch (trouble) {
      case "insecure": return `Browsers give the ${name} only to pages with https. You can still see, hear and write.`;
      case "denied": return `The browser was not allowed to use the ${name}. Allow it in the address bar, then press the button again.`;
      case "none": return `No ${name} was found. Connect one and press the button again; until then you can see, hear and write.`;
      case "busy": return `The ${name} is in use by another program, or did not start. Close that program and press the button again.`;
      case "cancelled": return "The screen is not shared. Press Share to choose again.";
      case "unsupported": return `This browser cannot use the ${name} here. You can still see, hear and write.`;
    }
  },

  records: {
    title: "What this meeting records", button: "What is recorded",
    yes: ["when you enter and leave", "that you write, react, raise a hand or step away, and when",
      "when your microphone, camera and screen go on and off", "how long you speak, measured in your own browser"],
    text: { kept: "the text of chat messages", notKept: "the number of chat messages, not their text" },
    no: ["sound, pictures or shared screens: they pass between browsers and are not stored",
      "what you do in other tabs or programs, or whether you look at the page", "private messages: there are none"],
    recorded: "Recorded", notRecorded: "Not recorded",
    kept: (days: number) => `The host keeps the record for ${days} days.`, policy: "Read the privacy policy",
    who: "The host and the co-hosts see it.",
  },

  help: {
    title: "Keyboard shortcuts", button: "Keyboard shortcuts", use: "Use single-key shortcuts on this device",
    note: "They never act while you write.", close: "Close",
  },
  devices: { title: "Devices", button: "Microphone and camera", mic: "Microphone", camera: "Camera", unnamed: (place: number) => `Device ${place}`, none: "None found" },

  waiting: {
    title: "You are in the waiting room", text: "A host sees your name and decides. Once you are let in, this page goes in by itself.",
    since: (time: string) => `Waiting since ${time}.`, leave: "Leave",
  },
  connecting: "Going in …",
  again: "Try again", back: "Back to the meeting's page", signIn: "Sign in", here: "Use this tab", home: "To the start page",

  denied: {
    bad_ticket: { title: "That did not work", text: "The page could not prove who you are. Try again." },
    not_open: { title: "The meeting is not open yet", text: "This page goes in by itself as soon as the host opens it." },
    closed: { title: "This meeting is closed", text: "The host has ended it. If it comes back, the join page will say so." },
    removed: { title: "You were removed", text: "A host removed you from this meeting, so you cannot go back in. Ask the host if that was a mistake." },
    not_admitted: { title: "You were not let in", text: "A host decided not to admit you. Ask the host if that was a mistake." },
    full: { title: "The room is full", text: "Try again when somebody has left." },
    full_of_senders: { title: "No more cameras and microphones fit", text: "Try again when somebody has switched theirs off, or ask the host to let you in as a viewer." },
    replaced: { title: "Open in another tab", text: "This meeting was opened again in another tab of this browser, so this one stopped." },
    signed_out: { title: "You cannot go on here", text: "You are signed out, or may not be in this meeting any more. The meeting's page says what you can do." },
    restarting: { title: "Just a moment", text: "The service is restarting. Your place is kept." },
    too_fast: { title: "Just a moment", text: "That was too many tries in a short time. The page tries again by itself." },
  } satisfies Record<Denied["code"], { title: string; text: string }>,
  closedTitle: "The meeting has ended",
  leftTitle: "You have left",
  leftText: "You may go.",
};
