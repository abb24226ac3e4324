/**
 * Sends what waits, in order. An answer that is lost costs nothing: the same events are sent again
 * and the server knows them by their keys.
 */
import { asBase64 } from "./photo.js";
import { change, dropQueued, queued } from "./store.js";

const MOST_EVENTS = 50;
const MOST_BYTES = 1500000;
/** So long an event can be taken back by a thumb that slipped, before it is sent. */
export const REST_MS = 4000;

/** Who is logged in: { account, token }; "login" when nobody is, null without network. */
export async function whoIsHere() {
  try {
    const answer = await fetch("/field/token", { redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 403) return "login";
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

/**
 * Sends everything that may be sent and returns { state, done, history, already, signs }. `state` says why
 * it ended: "all", "network", "login" or "refused"; `signs` are those of the answers, as they
 * stand now. With `atOnce` what was recorded just now goes too.
 */
export async function sendAll({ atOnce = false } = {}) {
  const told = { state: "all", done: 0, history: 0, already: 0, signs: [] };
  const batch = await nextBatch(null, atOnce);
  if (!batch.length) return told;
  const who = await whoIsHere();
  if (who === "login" || who === null) return { ...told, state: who ?? "network" };
  const tried = new Set();
  for (;;) {
    const events = (await nextBatch(who.account, atOnce)).filter(({ key }) => !tried.has(key));
    if (!events.length) return told;
    for (const { key } of events) tried.add(key);
    const answers = await post(events, who);
    if (!Array.isArray(answers)) return { ...told, state: answers };
    for (const answer of answers) await settle(answer, told);
  }
}

/** The next events that may go: what follows an event in trouble waits with it. */
async function nextBatch(account, atOnce) {
  const all = await queued();
  const stuck = new Set(all.filter(({ trouble }) => trouble).map(({ plaque }) => plaque));
  const events = [];
  let bytes = 0;
  for (const event of all) {
    const isFresh = !atOnce && Date.now() - event.at < REST_MS;
    const isOthers = account !== null && event.account !== account;
    if (isFresh || isOthers) stuck.add(event.plaque);
    if (stuck.has(event.plaque)) continue;
    bytes += event.photo?.bytes.byteLength ?? 0;
    if (events.length === MOST_EVENTS || (events.length && bytes > MOST_BYTES)) break;
    events.push(event);
  }
  return events;
}

async function post(events, { account, token }) {
  try {
    const answer = await fetch("/field/events", {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-Form-Token": token },
      body: JSON.stringify({ account, events: events.map(asSent) }),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) return "login";
    return answer.ok ? (await answer.json()).answers : "refused";
  } catch {
    return "network";
  }
}

function asSent(event) {
  const { key, plaque, status, seen, after, end, lon, lat, accuracy_m, note, photo } = event;
  const { naming, sign_end, spot } = event;
  const age_s = Math.max(0, (Date.now() - event.at) / 1000);
  const sign = { plaque, naming, sign_end, spot };
  const sent = { key, ...sign, status, seen, after, end, lon, lat, accuracy_m, note, age_s };
  return photo ? { ...sent, photo: asBase64(photo.bytes) } : sent;
}

async function settle({ key, result, message, sign, parameter, candidates }, told) {
  const all = await queued();
  const event = all.find((one) => one.key === key);
  if (sign) told.signs.push(sign);
  if (!event) return;
  if (result in told) {
    told[result] += 1;
    await dropQueued(event.number);
  } else if (!all.some((one) => one.key === event.after)) {
    await change({ ...event, trouble: { result, message, sign, parameter, candidates } });
  }
}
