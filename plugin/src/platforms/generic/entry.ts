/** The bundle of every page that has none of its own. */
import { register } from "../register.js";
import { ANYWHERE } from "../registry.js";

ANYWHERE.forEach(register);
