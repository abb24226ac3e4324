/** Hands on the address of the view: map, filters, search and chosen alley are all in it. */
import { element } from "./elements.js";

/** Opens the system's share sheet, or else copies the address and says so. */
export async function shareView(texts, say) {
  const url = window.location.href;
  if (navigator.share) {
    // Closing the share sheet is no error.
    await navigator.share({ title: document.title, url }).catch(() => {});
    return;
  }
  say((await copied(url)) ? texts.link_copied : texts.link_not_copied);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text); // over plain http there is no clipboard
  }
}

function copiedBySelection(text) {
  const field = element("textarea", { value: text, className: "visually-hidden" });
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}
