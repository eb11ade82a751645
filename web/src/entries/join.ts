import { keepTime } from "../parts/elapsed.js";

keepTime(document, Date.now, new AbortController().signal);
