/** Asks for the reader's position, rounded to some ten metres, and for the walk that begins there. */

const form = document.querySelector("[data-walk-form]");
// Where one starts from a position already there is nothing to ask.
const button = form.querySelector("[data-from-here]");
const status = document.getElementById("walk-status");
const ASK = { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 };

if (button && navigator.geolocation) {
  button.hidden = false;
  button.addEventListener("click", () => {
    status.textContent = status.dataset.finding;
    navigator.geolocation.getCurrentPosition(found, refused, ASK);
  });
}

function found({ coords }) {
  const near = form.elements.namedItem("near");
  near.value = `${coords.longitude.toFixed(4)},${coords.latitude.toFixed(4)}`;
  near.disabled = false;
  form.elements.namedItem("from").value = "";
  form.elements.namedItem("spot").value = "";
  form.requestSubmit();
}

// No dead end: the list of neighbourhoods is beside the button.
function refused() {
  status.textContent = status.dataset.refused;
  form.elements.namedItem("spot").focus();
}

// What was not filled in stays out of the address, which people pass on.
form.addEventListener("submit", () => {
  for (const field of form.elements) {
    if (field.name && !field.value) field.disabled = true;
  }
});
// Back from the answer the fields are there again.
addEventListener("pageshow", () => {
  for (const field of form.elements) {
    if (field.name && field.name !== "near") field.disabled = false;
  }
});
