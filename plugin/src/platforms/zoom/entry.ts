import { register } from "../register.js";
import { zoom } from "./index.js";

register(zoom);
