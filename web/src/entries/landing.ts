import { CountdownDemo } from "../landing/countdown_demo";

const root = document.querySelector<HTMLElement>("[data-countdown-demo]");
if (root) new CountdownDemo(root);
