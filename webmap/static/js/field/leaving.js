/** Logging out at a phone that still has something to send is asked back; the kept list goes. */
import { forgetList, queued } from "./store.js";
import { count, say } from "./words.js";

export const form = document.querySelector("[data-leaves]");

form?.addEventListener("submit", async (event) => {
  if (form.dataset.leaves === "now") return;
  event.preventDefault();
  const waiting = await queued().catch(() => []);
  if (waiting.length && !confirm(say("leaving", { count: count(waiting.length) }))) return;
  await forgetList().catch(() => {});
  form.dataset.leaves = "now";
  form.requestSubmit();
});
