import { RoomElement } from "../room/ltm_room.js";

customElements.define("ltm-room", RoomElement);
