/**
 * A delivery: what is too large is said before it is sent, and how much of it is there while it is.
 * Without this script the form is sent as any other, and the site says the same.
 */

const MEBIBYTE = 2 ** 20;

for (const form of document.querySelectorAll("[data-delivery]")) {
  form.addEventListener("submit", (event) => {
    const [file] = form.elements.file.files;
    const told = form.querySelector("[data-told]");
    told.textContent = "";
    if (!file) return; // a link is sent as it is
    event.preventDefault();
    if (file.size > Number(form.dataset.delivery) * MEBIBYTE) {
      told.textContent = form.dataset.tooLarge;
      return;
    }
    send(form);
  });
}

function send(form) {
  const progress = form.querySelector("progress");
  const button = form.querySelector("button");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    progress.value = total ? loaded / total : 0;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) {
      location.assign(request.responseURL);
      return;
    }
    // What was refused, and why, is a page of the site.
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const reason = page.querySelector("[role=alert]") ?? page.querySelector(".lead, main p");
    stop(reason?.textContent.trim());
  });
  request.addEventListener("error", () => stop(form.dataset.tooLarge));
  const stop = (text) => {
    progress.hidden = true;
    button.disabled = false;
    form.querySelector("[data-told]").textContent = text ?? "";
  };
  progress.hidden = false;
  button.disabled = true;
  request.open("POST", form.action);
  request.send(new FormData(form));
}
