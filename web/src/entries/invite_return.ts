// Where Google's window comes back to: hands what stands behind the # to the page that asked, clears it, closes.
import { channelOf } from "../invite/google.js";

const told = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
history.replaceState(null, "", location.pathname);
const channel = new BroadcastChannel(channelOf(told["state"] ?? ""));
channel.postMessage(told);
channel.close();
window.close();
