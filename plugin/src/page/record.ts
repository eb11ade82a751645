import { parts } from "./parts.js";
import { Recording } from "./recording.js";

parts().recording = Recording;
