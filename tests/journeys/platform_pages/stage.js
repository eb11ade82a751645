// What all the pages of this folder share. They are our own drawings of what others' pages tell assistive tools: roles, labels,
// ids and attributes that public sources name, nothing of the vendors' code or look. play({…}) changes what is shown.
window.pressed = [];
window.state = {};
window.text = (given) => String(given ?? "").replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
// A button that notes that it was pressed, and may ask further: `asks` names the part of the state that it opens.
window.button = (name, attributes, inner = "", asks = "") => `<button type="button" data-press="${name}" data-asks="${asks}" ${attributes}>${inner}</button>`;
window.PEOPLE = [{ name: "Alice Alison", host: true }, { name: "Bob Bobson", me: true }, { name: "Carla Carlson", speaks: true }];
window.DEFAULTS = { lang: "en", place: "call", people: window.PEOPLE, microphone: true, camera: false, sharing: false, hand: false };
window.play = (wish = {}) => {
  window.pressed = [];
  window.state = { ...window.DEFAULTS, ...wish };
  document.documentElement.lang = window.state.lang;
  document.body.innerHTML = window.draw(window.state);
};
// A small change of what is shown, as pages make them: the rest stays the same element.
window.change = (wish) => {
  window.state = { ...window.state, ...wish };
  document.body.innerHTML = window.draw(window.state);
};
document.addEventListener("click", ({ target }) => {
  const found = target.closest?.("[data-press]");
  if (!found) return;
  window.pressed.push(found.dataset.press);
  if (found.dataset.asks) window.change({ [found.dataset.asks]: true });
});
addEventListener("DOMContentLoaded", () => {
  window.play(JSON.parse(new URLSearchParams(location.search).get("play") ?? "{}"));
});
