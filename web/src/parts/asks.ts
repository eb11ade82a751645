/** `<a data-asks href=…>` leads to a page that asks before something is done. Where the browser can, the question is
 *  put in a dialog instead, fetched at that moment so that its numbers are fresh. Everything else goes to the page. */
export function enableQuestions(root: Document, signal: AbortSignal): void {
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[data-asks]") : null;
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void ask(root, link.href).then((asked) => { if (!asked) location.assign(link.href); });
  }, { signal });
}

async function ask(root: Document, url: string): Promise<boolean> {
  if (root.querySelector("dialog[data-asked]")) return true;
  const question = await fetchQuestion(url);
  const form = question?.querySelector("form");
  if (!question || !form) return false;
  const dialog = root.createElement("dialog");
  dialog.dataset["asked"] = "";
  form.action = url;
  const title = question.querySelector("h1");
  if (title) {
    title.id = "question";
    dialog.setAttribute("aria-labelledby", title.id);
  }
  dialog.append(root.adoptNode(question));
  const keep = dialog.querySelector<HTMLElement>("[data-keep]");
  keep?.addEventListener("click", (event) => { event.preventDefault(); dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); }); // the browser gives the focus back
  root.body.append(dialog);
  dialog.showModal();
  keep?.focus();
  return true;
}

/** The page's question, or null where the answer is something else: signed out, closed already, offline. */
async function fetchQuestion(url: string): Promise<HTMLElement | null> {
  try {
    const answer = await fetch(url, { credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector<HTMLElement>("[data-question]");
  } catch {
    return null;
  }
}
