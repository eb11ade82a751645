import { register } from "../register.js";
import { room } from "./index.js";

register(room);
