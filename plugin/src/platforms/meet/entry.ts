import { register } from "../register.js";
import { meet } from "./index.js";

register(meet);
