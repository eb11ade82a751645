import { register } from "../register.js";
import { jitsi } from "./index.js";

register(jitsi);
