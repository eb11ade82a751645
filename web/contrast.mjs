// Checks every pair of colours that meet on screen, light and dark, against WCAG: 4.5 for words, 3 for shapes and borders.
import { readFileSync } from "node:fs";

const css = readFileSync(new URL("src/styles/tokens.css", import.meta.url), "utf8");
const read = (text) => Object.fromEntries([...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]));
const [light, dark] = css.split("@media (prefers-color-scheme: dark)").map(read);
const themes = { light, dark: { ...light, ...dark } };

const words = [
  ["text", "paper"], ["text", "raised"], ["text", "sunken"], ["text", "exit-tint"], ["text", "amber-tint"], ["text", "red-tint"],
  ["muted", "paper"], ["muted", "raised"], ["muted", "sunken"], ["muted", "exit-tint"],
  ["exit", "paper"], ["exit", "raised"], ["exit", "exit-tint"], ["exit", "amber-tint"], ["exit-hover", "exit-tint"],
  ["on-exit", "exit"], ["on-exit", "exit-hover"], ["on-red", "red"], ["on-red", "red-hover"],
  ["amber", "paper"], ["amber", "raised"], ["amber", "amber-tint"], ["red", "paper"], ["red", "red-tint"],
];
const shapes = [
  ["line-strong", "paper"], ["line-strong", "raised"], ["focus", "paper"], ["focus", "raised"], ["focus", "sunken"],
  ["exit", "sunken"], ["amber", "line"], ["raised", "exit"],
];

const channel = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
const luminance = (hex) => [1, 3, 5]
  .map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255))
  .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
const contrast = (a, b) => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

let failures = 0;
let lowest = Infinity;
for (const [theme, colour] of Object.entries(themes)) {
  for (const [pairs, wanted] of [[words, 4.5], [shapes, 3]]) {
    for (const [front, back] of pairs) {
      const seen = contrast(colour[front], colour[back]);
      if (wanted === 4.5) lowest = Math.min(lowest, seen);
      if (seen >= wanted) continue;
      failures += 1;
      console.error(`${theme}: ${front} on ${back} is ${seen.toFixed(2)}, wanted ${wanted}`);
    }
  }
}
if (failures) process.exit(1);
console.log(`Contrast holds in both themes; the lowest pair of words is ${lowest.toFixed(2)}.`);
