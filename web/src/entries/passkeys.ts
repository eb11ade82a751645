// Pages with a passkey's button. A browser that knows none says so, and the other ways on the page work.
import { watch } from "../accounts/passkeys.js";

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if ("credentials" in navigator && "PublicKeyCredential" in window) watch(form);
  else {
    form.querySelector("button")?.setAttribute("disabled", "");
    const told = form.querySelector("[data-told]");
    if (told) told.textContent = form.dataset["unable"] ?? "";
  }
}
