/** Says after a second that a form which takes long is being worked on. */
const PATIENCE_MS = 1000;

for (const told of document.querySelectorAll("[data-busy]")) {
  let waiting = null;
  told.closest("form").addEventListener("submit", () => {
    waiting = setTimeout(() => (told.textContent = told.dataset.busy), PATIENCE_MS);
  });
  // Who comes back to the page finds it as it was.
  addEventListener("pageshow", () => {
    clearTimeout(waiting);
    told.textContent = "";
  });
}
