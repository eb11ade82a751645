import { register } from "../register.js";
import { bigbluebutton } from "./index.js";

register(bigbluebutton);
