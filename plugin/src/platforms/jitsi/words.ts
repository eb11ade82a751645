/**
 * Words of Jitsi Meet, for pages whose runtime is out of reach; the runtime needs none.
 *
 * Sources: en: jitsi-meet tests/pageobjects/Toolbar.ts@032a4ab (labels of the buttons) and LeaveConferenceButton.tsx@051f2f7
 * ("leaveConference"). Other languages: none taken; their labels change with each installation's version.
 */
export const LEAVE = ["leave the meeting"];
export const LEAVE_CONFIRM = ["leave meeting", "leave the meeting"];
export const PEOPLE = ["open participants pane", "close participants pane"];
export const MIC_ON = ["mute microphone"];
export const MIC_OFF = ["unmute microphone"];
export const CAMERA_ON = ["stop camera"];
export const CAMERA_OFF = ["start camera"];
export const SHARING = ["stop sharing your screen"];
export const NOT_SHARING = ["start sharing your screen"];
export const LOWER_HAND = ["lower your hand"];
export const RAISE_HAND = ["raise your hand"];
export const BEFORE = ["waiting for a moderator", "the conference has not yet started", "waiting for the host"];
export const OVER = ["you have been kicked", "kicked out of the meeting", "the conference has ended", "meeting has been terminated"];
