/** Recording signs in the street: the list is kept here, and so is what is recorded, until it is sent. */
import { newKey } from "./keys.js";
import { showFromTop, showList } from "./list.js";
import { follow, isFollowing, metres, position } from "./place.js";
import { showQueue } from "./queue.js";
import { REST_MS, sendAll, whoIsHere } from "./sending.js";
import { isSheetOpen, openSheet, showPlace } from "./sheet.js";
import { enqueue, forgetList, keepList, keptList, queued, takeOut } from "./store.js";
import { count, isolated, say } from "./words.js";

const STEP_M = 20;
const AGAIN_MS = 30000;
const status = document.getElementById("field-status");
const undo = document.getElementById("undo");
let kept = null;
let waiting = [];
let shownAt = null;
let onlyWork = true;
let wantsList = false;
let sending = null;

async function show() {
  waiting = await queued();
  showQueue(waiting, kept?.words ?? {}, async () => {
    await show();
    send({ atOnce: true });
  });
  document.getElementById("send").hidden = !waiting.length;
  undo.hidden = !waiting.some(({ key, trouble }) => key === undo.dataset.key && !trouble);
  document.getElementById("spots-box").hidden = !kept;
  const here = position();
  shownAt = here ? [here.lon, here.lat] : null;
  if (kept) showList({ kept, waiting, here: here ?? kept.start, onlyWork });
}

async function fetchList(query) {
  status.textContent = "";
  try {
    const answer = await fetch(`/field/list.json?${query}`, { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect") return (status.textContent = say("log_in"));
    if (!answer.ok) throw new Error(answer.status);
    kept = { ...(await answer.json()), made: Date.now(), query, start: startOf(query) };
    await keepList(kept);
    showFromTop();
  } catch {
    status.textContent = say("list_missing");
  }
  return show();
}

function startOf(query) {
  const [lon, lat] = (new URLSearchParams(query).get("near") ?? "").split(",").map(Number);
  return lat ? { lon, lat } : null;
}

function fromHere() {
  wantsList = true;
  follow(moved, () => (status.textContent = say("where_unknown")));
}

// The list stays as it is under a thumb that is about to tap.
function moved({ lon, lat }) {
  showPlace();
  if (wantsList) fetchList(`near=${lon.toFixed(4)},${lat.toFixed(4)}`);
  else if (!isSheetOpen() && (!shownAt || metres(shownAt, [lon, lat]) > STEP_M)) show();
  wantsList = false;
}

function open(sign) {
  const last = waiting.filter(({ plaque }) => plaque === sign.id).at(-1);
  const before = last ? last.status : sign.status;
  const state = last ? `${kept.words[before]} (${say("not_sent_yet")})` : sign.state;
  openSheet(sign, kept.life[before] ?? [], state, (said) => record(sign, said));
}

async function record(sign, said) {
  const last = (await queued()).filter(({ plaque }) => plaque === sign.id).at(-1);
  const { naming, sign_end, spot } = sign;
  const event = {
    ...said, naming, sign_end, spot, key: newKey(), account: kept.account, plaque: sign.id, name: sign.name, at: Date.now(),
    seen: sign.seen, ...(last && { after: last.key }), trouble: null,
  };
  event.number = await enqueue(event);
  navigator.storage?.persist?.().catch(() => {});
  status.textContent = say("recorded", { status: kept.words[event.status], name: sign.name });
  undo.dataset.key = event.key;
  undo.onclick = () => takeBack(event);
  setTimeout(send, REST_MS + 100);
  await show();
}

async function takeBack(event) {
  await takeOut(event);
  status.textContent = say("taken_back", { name: event.name });
  await show();
}

function send(options) {
  sending ??= sendOnce(options).finally(() => (sending = null));
  return sending;
}

async function sendOnce(options) {
  if (!(await queued()).length) return;
  if (options?.atOnce) status.textContent = say("sending");
  const { state, done, history, already, signs } = await sendAll(options);
  if (kept && signs.length) await keepSigns(signs);
  const left = (await queued()).filter(({ account }) => kept && account !== kept.account);
  const said = [
    done && say("sent", { count: count(done) }),
    history && say("history", { count: count(history) }),
    already && say("already", { count: count(already) }),
    state === "network" && say("no_network"),
    state === "login" && say("log_in"),
    state === "refused" && say("not_taken"),
    left.length && say("others", { count: count(left.length), name: isolated(left[0].account) }),
  ];
  document.getElementById("log-in").hidden = state !== "login";
  if (options?.atOnce || said.some(Boolean)) status.textContent = said.filter(Boolean).join(" ");
  await show();
}

// The signs of the list as the answers say they stand now; where they are the list knew already.
async function keepSigns(signs) {
  const now = new Map(signs.map((sign) => [sign.id, sign]));
  kept.signs = kept.signs.map((sign) => ({ ...sign, ...now.get(sign.id) }));
  await keepList(kept);
}

// Another person at this phone gets a list of their own.
async function checkWhoIsHere() {
  const who = await whoIsHere();
  document.getElementById("log-in").hidden = who !== "login";
  if (!who || who === "login" || !kept) return;
  if (who.account !== kept.account) {
    await forgetList();
    kept = null;
    await show();
  } else await fetchList(kept.query);
}

async function start() {
  kept = (await keptList()) ?? null;
  await show();
  await checkWhoIsHere();
  await send();
  const permission = await navigator.permissions?.query({ name: "geolocation" }).catch(() => null);
  if (permission?.state === "granted" && kept && !isFollowing()) follow(moved, () => {});
}

document.getElementById("from-here").addEventListener("click", fromHere);
document.getElementById("from-area").addEventListener("submit", (event) => {
  event.preventDefault();
  fetchList(new URLSearchParams(new FormData(event.target)).toString());
});
document.getElementById("send").addEventListener("click", () => send({ atOnce: true }));
document.getElementById("spots").addEventListener("click", ({ target }) => {
  const id = target.closest("[data-sign]")?.dataset.sign;
  const sign = kept.signs.find((one) => one.id === id);
  if (sign) open(sign);
});
for (const button of document.querySelectorAll("[data-only-work]")) {
  button.addEventListener("click", () => {
    onlyWork = button.dataset.onlyWork === "1";
    for (const other of document.querySelectorAll("[data-only-work]")) other.setAttribute("aria-pressed", String(other === button));
    showFromTop();
    show();
  });
}
addEventListener("online", () => send());
setInterval(() => document.visibilityState === "visible" && send(), AGAIN_MS);
addEventListener("beforeunload", (event) => {
  if (!waiting.length) return;
  event.preventDefault();
  event.returnValue = true; // what older browsers ask for
});

export const ready = start().catch(() => (status.textContent = say("storage_failed")));
