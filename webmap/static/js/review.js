/**
 * The review screen without loading a page for every naming, and with a key for every choice.
 *
 * What has a key carries it as `data-key` (the place on the keyboard, whatever it types): a button
 * is pressed, a box is ticked, a field is written in. Forms go out as they stand and the sheet of
 * the answer takes the place of this one. When anything fails the browser does what it would have
 * done without this.
 */

const sheet = () => document.querySelector("[data-review]");

let isBusy = false;
let meant = null; // the button that was pressed too early, for Ctrl+Enter

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-review] form");
  if (!form || form.dataset.plain) return;
  event.preventDefault();
  const button = event.submitter;
  if (lacks(form, button)) return;
  const data = new URLSearchParams(new FormData(form, button));
  // The server's answer is a page; where it was redirected to is what the address bar shows.
  go(form.action, { method: "POST", body: data }, () => {
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  });
});

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-review] [data-opens]");
  if (opener) {
    const details = document.getElementById(opener.dataset.opens);
    details.open = true;
    details.querySelector(".doubles button, input:not([type=hidden])").focus();
    details.scrollIntoView({ block: "nearest" });
    return;
  }
  const link = event.target.closest("[data-review] a[data-key], [data-review] nav a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href, {}, () => location.assign(link.href));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.activeElement.blur();
  if (event.key === "Enter" && event.ctrlKey) meant?.click();
  const isTyping = event.target.closest("input:not([type=checkbox]), textarea, select");
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const code = (event.shiftKey ? "Shift+" : "") + event.code.replace("Numpad", "Digit");
  const wanted = sheet()?.querySelector(`[data-key="${CSS.escape(code)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("textarea")) wanted.focus();
  else wanted.click();
});

addEventListener("popstate", () => location.reload());

prepare();

/** Shows what is of use only with this script. */
function prepare() {
  for (const opener of document.querySelectorAll("[data-opens]")) opener.hidden = false;
}

/** Says what a choice still needs, and leads there; true when it lacks something. */
function lacks(form, button) {
  const note = form.querySelector("textarea");
  const isLacking = {
    note: () => !note.value.trim(),
    alleys: () => form.querySelectorAll("[name=alley]:checked").length < 2,
  }[button?.dataset.needs]?.();
  if (!isLacking) return false;
  const told = form.querySelector("[data-lacking-here]");
  told.textContent = button.dataset.lacking;
  told.hidden = false;
  meant = button;
  if (button.dataset.needs === "note") note.focus();
  return true;
}

async function go(address, options, instead) {
  if (isBusy) return;
  isBusy = true;
  sheet().setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, options);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-review]");
    if (!next) throw new Error(`review: status ${answer.status}`);
    sheet().replaceWith(document.adoptNode(next));
    meant = null;
    prepare();
    if (answer.ok) history.pushState(null, "", answer.url);
    scrollTo(0, 0);
    document.getElementById("review-name")?.focus();
  } catch {
    instead();
  } finally {
    isBusy = false;
    sheet()?.removeAttribute("aria-busy");
  }
}
