/** The sheet in which one sign is recorded: photo, note and place first, then one of four buttons. */
import { write } from "./list.js";
import { shrunk } from "./photo.js";
import { MOST_ACCURATE_M, placeOfEvent, position } from "./place.js";
import { count, say } from "./words.js";

const dialog = document.getElementById("sheet");
const form = dialog?.querySelector("form");
const preview = document.getElementById("sheet-preview");
const problem = document.getElementById("sheet-problem");
const place = document.getElementById("sheet-place");
const choices = document.getElementById("sheet-choices");
const maybe = document.getElementById("maybe")?.content;
let photo = null;
let reading = null;

/**
 * Opens the sheet of a sign. `allowed` are the statuses that may come next; `record` gets what was
 * said: { status, note, photo, lon, lat, accuracy_m }.
 */
export function openSheet(sign, allowed, state, record) {
  form.reset();
  forgetPhoto();
  for (const [name, text] of Object.entries({ name: sign.name, state, place: sign.place })) {
    dialog.querySelector(`[data-sheet-${name}]`).textContent = text ?? "";
  }
  for (const [name, text] of Object.entries({ task: sign.task, note: sign.note })) {
    const line = dialog.querySelector(`[data-sheet-${name}]`);
    line.textContent = text ?? "";
    line.hidden = !text;
  }
  dialog.querySelector("[data-sheet-page]").href = sign.url;
  choices.hidden = !sign.candidates?.length;
  choices.querySelector("ul").replaceChildren(...(sign.candidates ?? []).map(choice));
  for (const button of form.querySelectorAll("[data-status]")) {
    button.hidden = !allowed.includes(button.dataset.status);
    button.onclick = async () => {
      await reading;
      if (isPhotoLost()) return;
      dialog.close();
      record({ status: button.dataset.status, note: noteOf(sign), photo, ...placeOfEvent() });
    };
  }
  showPlace();
  dialog.showModal();
}

export const isSheetOpen = () => dialog.open;

/** Says whether an event that is recorded now takes the place along. */
export function showPlace() {
  const here = position();
  if (!here) place.textContent = say("place_none");
  else {
    const metres = count(Math.round(here.accuracy));
    place.textContent = say(here.accuracy > MOST_ACCURATE_M ? "place_rough" : "place_taken", { length: metres });
  }
}

function choice(candidate) {
  const row = maybe.cloneNode(true);
  row.querySelector("input").value = candidate.alley;
  write(row, "name", candidate.name);
  write(row, "place", candidate.place);
  return row;
}

/** What was written, after which alley it is where one was chosen. */
function noteOf(sign) {
  const chosen = new FormData(form).get("alley");
  const candidate = sign.candidates?.find(({ alley }) => String(alley) === chosen);
  const which = candidate ? say("which_alley", { name: candidate.name, id: candidate.alley }) : "";
  return [which, form.elements.note.value.trim()].filter(Boolean).join(" ");
}

// Nothing is recorded without the photo somebody took, unless they press once more.
function isPhotoLost() {
  const isLost = form.elements.photo.files.length > 0 && !photo;
  if (isLost) form.elements.photo.value = "";
  return isLost;
}

function forgetPhoto() {
  photo = null;
  preview.hidden = true;
  problem.textContent = "";
}

async function readPhoto(file) {
  forgetPhoto();
  if (!file) return;
  try {
    photo = await shrunk(file);
    preview.src = photo.preview;
    preview.hidden = false;
  } catch {
    problem.textContent = say("photo_failed");
  }
}

form?.elements.photo.addEventListener("change", ({ target }) => {
  reading = readPhoto(target.files[0]);
});
form?.addEventListener("submit", (event) => event.preventDefault());
dialog?.querySelector("[data-close]").addEventListener("click", () => dialog.close());
