import { register } from "../register.js";
import { teams } from "./index.js";

register(teams);
