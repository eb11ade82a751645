import { leaveNow, snooze, stay, tick } from "../../../protocol/src/leaving/engine.js";
import { remember } from "../../../protocol/src/leaving/memory.js";
import { parts } from "./parts.js";

parts().engine = { tick, stay, snooze, leaveNow, remember };
