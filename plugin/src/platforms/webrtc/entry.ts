import { register } from "../register.js";
import { webrtc } from "./index.js";

register(webrtc);
