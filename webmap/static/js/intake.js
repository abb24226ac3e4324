/** Asks how far an analysis is until it has ended, and then for the page that tells how. */

const running = document.querySelector("[data-analysis]");
const bar = running.querySelector("progress");
const stage = running.querySelector("[data-stage]");
const EVERY_MS = 1000;

async function look() {
  try {
    const answer = await fetch(running.dataset.analysis, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const state = await answer.json();
    if (state.ended) return location.reload();
    bar.value = state.share;
    if (stage.textContent !== state.stage) stage.textContent = state.stage;
  } catch {
    // The server may be starting anew; the next look will tell.
  }
  setTimeout(look, EVERY_MS);
}

setTimeout(look, EVERY_MS);
