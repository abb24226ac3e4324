/**
 * The review screen without loading a page for every naming, and with a key for every choice.
 *
 * A button carries its key as `data-key` (the place on the keyboard, whatever it types); forms go
 * out as they stand and the sheet of the answer takes the place of this one. When anything fails
 * the browser does what it would have done without this.
 */

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-review] form");
  if (!form) return;
  event.preventDefault();
  const data = new FormData(form, event.submitter);
  // The server's answer is a page; where it was redirected to is what the address bar shows.
  go(form.action, { method: "POST", body: new URLSearchParams(data) }, () => form.submit());
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-review] a[data-key]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href, {}, () => location.assign(link.href));
});

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const code = event.code.replace("Numpad", "Digit");
  document.querySelector(`[data-review] [data-key="${CSS.escape(code)}"]`)?.click();
});

addEventListener("popstate", () => location.reload());

let isBusy = false;

async function go(address, options, instead) {
  if (isBusy) return;
  isBusy = true;
  document.querySelector("[data-review]").setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const sheet = page.querySelector("[data-review]");
    if (!sheet) throw new Error(`review: status ${answer.status}`);
    document.querySelector("[data-review]").replaceWith(document.adoptNode(sheet));
    if (answer.ok) history.pushState(null, "", answer.url);
    scrollTo(0, 0);
    document.getElementById("review-name")?.focus();
  } catch {
    instead();
  } finally {
    isBusy = false;
    document.querySelector("[data-review]")?.removeAttribute("aria-busy");
  }
}
