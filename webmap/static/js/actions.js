/**
 * Copy the permanent link, share it, print the page: buttons that exist only where they work.
 */

const SAID_MS = 2500;

for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    tell(button, button.dataset.done);
  });
}

for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    // Closing the share sheet is no error.
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {});
  });
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function tell(button, text) {
  const label = button.querySelector("[data-label]");
  const before = label.textContent;
  if (before === text) return;
  label.textContent = text;
  setTimeout(() => (label.textContent = before), SAID_MS);
}
