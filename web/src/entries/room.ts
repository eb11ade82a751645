import "../parts/countdown-ring.js";
