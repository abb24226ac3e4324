/** Sentences to start an answer from: a press writes one into the field above, to be changed. */

for (const offer of document.querySelectorAll("[data-ready]")) {
  const field = document.getElementById(offer.dataset.ready);
  offer.hidden = false;
  offer.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    field.value = button.textContent;
    field.focus();
  });
}
