import { chime } from "./chime.js";
import { CallLoop } from "./loop.js";
import { parts } from "./parts.js";

parts().call = CallLoop;
parts().chime = chime;
