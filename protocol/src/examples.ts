// Written by `make protocol` from src/leavethemeeting/realtime/messages.py. Do not edit.
/* eslint-disable max-lines -- generated */

import type { Down, Up } from "./messages.js";

export const upExamples = {
  "admit": {
    "type": "admit",
    "id": "m-7f3a9c21",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
    "yes": true
  },
  "ask_mute": {
    "type": "ask_mute",
    "id": "m-7f3a9c21",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c"
  },
  "away": {
    "type": "away",
    "id": "m-7f3a9c21",
    "on": true
  },
  "chat": {
    "type": "chat",
    "id": "m-7f3a9c21",
    "text": "Good morning — schön, dass alle da sind 👋"
  },
  "end_for_all": {
    "type": "end_for_all",
    "id": "m-7f3a9c21"
  },
  "hand": {
    "type": "hand",
    "id": "m-7f3a9c21",
    "up": true
  },
  "hand_over": {
    "type": "hand_over",
    "id": "m-7f3a9c21",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c"
  },
  "hello": {
    "type": "hello",
    "ticket": "eyJwdXJwb3NlIjoicm9vbSJ9.c2VhbA=="
  },
  "hello_resuming": {
    "type": "hello",
    "ticket": "eyJwdXJwb3NlIjoicm9vbSJ9.c2VhbA==",
    "resumes": "5b1f0c7de2a94c1f8a4f9b1c2d3e4f50"
  },
  "leave": {
    "type": "leave",
    "id": "m-7f3a9c21",
    "reason": "left"
  },
  "leave_by_rule": {
    "type": "leave",
    "id": "m-7f3a9c21",
    "reason": "auto_rule:alone_after_others"
  },
  "lower_hand": {
    "type": "lower_hand",
    "id": "m-7f3a9c21",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c"
  },
  "media": {
    "type": "media",
    "id": "m-7f3a9c21",
    "source": "mic",
    "on": true
  },
  "reaction": {
    "type": "reaction",
    "id": "m-7f3a9c21",
    "emoji": "👏"
  },
  "remove": {
    "type": "remove",
    "id": "m-7f3a9c21",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c"
  },
  "set_role": {
    "type": "set_role",
    "id": "m-7f3a9c21",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
    "role": "viewer"
  },
  "signal": {
    "type": "signal",
    "to": "6c2f0c7de2a94c1f8a4f9b1c2d3e4f51",
    "data": {
      "description": {
        "type": "offer",
        "sdp": "v=0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=recvonly\r\n"
      }
    }
  },
  "speaking": {
    "type": "speaking",
    "id": "m-7f3a9c21",
    "milliseconds": 4200
  },
  "talking": {
    "type": "talking",
    "on": true
  }
} satisfies Record<string, Up>;

export const downExamples = {
  "ack": {
    "type": "ack",
    "id": "m-7f3a9c21"
  },
  "asked_to_mute": {
    "type": "asked_to_mute",
    "by": "Alice Archer"
  },
  "chat": {
    "type": "chat",
    "line": {
      "id": "chat-0001",
      "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
      "name": "Bob Baker",
      "text": "Good morning — schön, dass alle da sind 👋",
      "at": 1795168805000
    }
  },
  "closed": {
    "type": "closed",
    "reason": "ended_for_all",
    "message": "Alice Archer ended the meeting for everybody."
  },
  "denied": {
    "type": "denied",
    "code": "full",
    "message": "This room is full: at most 6 may send at a time. Try again when somebody has left.",
    "retry_after_ms": null
  },
  "denied_restarting": {
    "type": "denied",
    "code": "restarting",
    "message": "The service is restarting. Your place is kept.",
    "retry_after_ms": 2000
  },
  "in_waiting_room": {
    "type": "in_waiting_room",
    "title": "Weekly stand-up",
    "since": 1795168800000
  },
  "person": {
    "type": "person",
    "person": {
      "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
      "name": "Bob Baker",
      "role": "viewer",
      "moderates": false,
      "since": 1795168800000,
      "connections": [
        {
          "ref": "6c2f0c7de2a94c1f8a4f9b1c2d3e4f51",
          "since": 1795168800000,
          "sends": [],
          "talking": false
        }
      ],
      "hand_since": 1795168809000,
      "away": true
    }
  },
  "person_left": {
    "type": "person_left",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
    "name": "Bob Baker",
    "reason": "left",
    "at": 1795168890000
  },
  "reaction": {
    "type": "reaction",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
    "emoji": "👏",
    "at": 1795168806000
  },
  "refused": {
    "type": "refused",
    "id": "m-7f3a9c21",
    "code": "full_of_senders",
    "message": "Six people are sending already."
  },
  "signal": {
    "type": "signal",
    "sender": "5b1f0c7de2a94c1f8a4f9b1c2d3e4f50",
    "data": {
      "candidate": {
        "candidate": "candidate:1 1 udp 2122 10.0.0.1 50000 typ host",
        "sdpMid": "0"
      }
    }
  },
  "talking": {
    "type": "talking",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5b",
    "connection": "5b1f0c7de2a94c1f8a4f9b1c2d3e4f50",
    "on": true
  },
  "waiting": {
    "type": "waiting",
    "waiting": [
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4aff",
        "name": "Victor Vale",
        "since": 1795168801000,
        "because": "waiting_room",
        "former_name": ""
      },
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a01",
        "name": "Gina Guest",
        "since": 1795168802000,
        "because": "changed",
        "former_name": "Gus Guest"
      },
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a02",
        "name": "rita removed",
        "since": 1795168803000,
        "because": "like_removed",
        "former_name": "Rita Removed"
      }
    ]
  },
  "welcome": {
    "type": "welcome",
    "connection": "5b1f0c7de2a94c1f8a4f9b1c2d3e4f50",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5b",
    "moderates": true,
    "occurrence": "01990f6e-2c11-7a10-9a55-0c1d2e3f4aff",
    "title": "Weekly stand-up",
    "opened_at": 1795168740000,
    "ends_at": 1795170600000,
    "keeps_chat_text": true,
    "media": {
      "engine": "mesh",
      "iceServers": [
        {
          "urls": [
            "stun:stun.example.org:3478"
          ]
        },
        {
          "urls": [
            "turn:turn.example.org:3478"
          ],
          "username": "1795172400:5b1f0c7de2a94c1f8a4f9b1c2d3e4f50",
          "credential": "c2VjcmV0"
        }
      ],
      "iceTransport": "all",
      "maySend": [
        "mic",
        "camera",
        "screen"
      ]
    },
    "people": [
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5b",
        "name": "Alice Archer",
        "role": "participant",
        "moderates": true,
        "since": 1795168800000,
        "connections": [
          {
            "ref": "5b1f0c7de2a94c1f8a4f9b1c2d3e4f50",
            "since": 1795168800000,
            "sends": [
              "mic",
              "camera"
            ],
            "talking": true
          }
        ],
        "hand_since": null,
        "away": false
      },
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
        "name": "Bob Baker",
        "role": "viewer",
        "moderates": false,
        "since": 1795168800000,
        "connections": [
          {
            "ref": "6c2f0c7de2a94c1f8a4f9b1c2d3e4f51",
            "since": 1795168800000,
            "sends": [],
            "talking": false
          }
        ],
        "hand_since": 1795168809000,
        "away": true
      }
    ],
    "chat": [
      {
        "id": "chat-0001",
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
        "name": "Bob Baker",
        "text": "Good morning — schön, dass alle da sind 👋",
        "at": 1795168805000
      }
    ],
    "waiting": [
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4aff",
        "name": "Victor Vale",
        "since": 1795168801000,
        "because": "waiting_room",
        "former_name": ""
      }
    ],
    "now": 1795168810000
  },
  "welcome_to_watch": {
    "type": "welcome",
    "connection": "6c2f0c7de2a94c1f8a4f9b1c2d3e4f51",
    "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
    "moderates": false,
    "occurrence": "01990f6e-2c11-7a10-9a55-0c1d2e3f4aff",
    "title": "Weekly stand-up",
    "opened_at": 1795168740000,
    "ends_at": null,
    "keeps_chat_text": false,
    "media": {
      "engine": "mesh",
      "iceServers": [],
      "iceTransport": "all",
      "maySend": []
    },
    "people": [
      {
        "attendee": "01990f6e-2c11-7a10-9a55-0c1d2e3f4a5c",
        "name": "Bob Baker",
        "role": "viewer",
        "moderates": false,
        "since": 1795168800000,
        "connections": [
          {
            "ref": "6c2f0c7de2a94c1f8a4f9b1c2d3e4f51",
            "since": 1795168800000,
            "sends": [],
            "talking": false
          }
        ],
        "hand_since": 1795168809000,
        "away": true
      }
    ],
    "chat": [],
    "waiting": [],
    "now": 1795168810000
  },
  "you_may": {
    "type": "you_may",
    "moderates": true,
    "role": "participant",
    "media": {
      "engine": "mesh",
      "iceServers": [
        {
          "urls": [
            "stun:stun.example.org:3478"
          ]
        },
        {
          "urls": [
            "turn:turn.example.org:3478"
          ],
          "username": "1795172400:5b1f0c7de2a94c1f8a4f9b1c2d3e4f50",
          "credential": "c2VjcmV0"
        }
      ],
      "iceTransport": "all",
      "maySend": [
        "mic",
        "camera",
        "screen"
      ]
    }
  }
} satisfies Record<string, Down>;
