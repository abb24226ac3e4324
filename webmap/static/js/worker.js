/**
 * Keeps what was seen for the time without network. SETTINGS is written in front of this file by
 * webmap/offline.py: `files` and `data` (versions of both), `core` and `pages` (addresses to keep
 * at once), `names` (the register in short, or null), `offline` (the page that stands in), `stale`,
 * `locale`.
 *
 * Of the pages for those who work here one is kept, the page for the street: its answer asks for
 * it by a header, it holds nothing of the person, and it goes when they log out.
 *
 * A tour that is followed is kept whole, as any visitor gets it: its page, the files it names, its
 * stops and the tiles around them. The last few that were opened stay.
 *
 * Files and tiles carry their version in their address and never change: kept first. Pages and
 * answers come from the network; without it, as they were seen last, and say so.
 */
const FILES = `files ${SETTINGS.files}`;
const TILES = `tiles ${SETTINGS.data}`;
const PAGES = "pages"; // an old page is better than none, so it outlives versions
const FIELD = "field"; // the page for the street with every file it names, whatever their version
const FIELD_PAGE = "/field";
const TOUR = "tour "; // before the address of its page
const TOUR_PAGE = /^\/tours\/\d+\/follow$/;
const OF_TOURS = /^\/(tours\/\d+\/stops|tiles\/state)\.json$/;
const MOST_TOURS = 3;
const MOST_TILES = 800;
const MOST_PAGES = 120;
const PATIENCE_MS = 8000;

self.addEventListener("install", (event) => {
  event.waitUntil(keepCore().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOlder().then(() => self.clients.claim()).then(keepNames));
});

// A page tells what it loaded before this worker was there; the browser still has it at hand.
self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data?.tour) {
    const tell = (kept) => ports[0]?.postMessage({ kept });
    event.waitUntil(keepTour(data.tour).then(() => tell(true), () => tell(false)));
  }
  for (const address of data?.seen ?? []) {
    const request = new Request(address);
    if (new URL(request.url).origin === self.location.origin) answerFor(request)?.catch(() => {});
  }
  if (data?.page) keepPage(new Request(data.page)).catch(() => {});
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isOurs = origin === self.location.origin;
  if (isOurs && request.method === "POST" && pathname === "/logout") event.waitUntil(caches.delete(FIELD));
  if (!isOurs || request.method !== "GET") return;
  const answer = answerFor(request);
  if (answer) event.respondWith(answer);
});

function answerFor(request) {
  const { pathname, search, searchParams } = new URL(request.url);
  if (pathname === FIELD_PAGE && !search) return fieldPage(request);
  if (TOUR_PAGE.test(pathname)) return tourPage(request);
  if (pathname.startsWith("/static/")) return keptFirst(request, FILES);
  if (/^\/tiles\/[^/]+\/.*\.(pbf|json)$/.test(pathname)) return keptFirst(request, TILES, MOST_TILES);
  if (pathname === SETTINGS.names) return keptFirst(request, FILES);
  // What is typed is not kept: there would be an answer for every letter.
  if (searchParams.has("fragment") || pathname.startsWith("/api/search")) return fetch(request);
  if (pathname === "/sw.js" || /^\/(report|field\/)/.test(pathname)) return fetch(request);
  // Films come in pieces and may be taken down: the browser asks for them itself, none is kept.
  if (/^\/(recordings|media-desk|story-kit)(\/|$)/.test(pathname)) return null;
  // A picture of a person may be taken down at any moment, so no copy of it stays.
  if (/^\/(portraits|pictures|plaque-photos)\//.test(pathname)) return fetch(request);
  return freshFirst(request);
}

async function keptFirst(request, name, most = Infinity) {
  const cache = await caches.open(name);
  const kept = (await cache.match(request)) ?? (await caches.match(request));
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    await cache.put(request, response.clone());
    trim(cache, most);
  }
  return response;
}

async function freshFirst(request) {
  try {
    return await keepFresh(request, await withPatience(request));
  } catch (error) {
    return keptOrOffline(request, error);
  }
}

async function keepFresh(request, response) {
  if (mayBeKept(response)) {
    const cache = await caches.open(PAGES);
    await cache.put(request, response.clone());
    trim(cache, MOST_PAGES);
  }
  return response;
}

async function keptOrOffline(request, error) {
  const kept = await keptPage(request);
  if (kept) return kept;
  if (request.mode === "navigate") return caches.match(SETTINGS.offline);
  throw error;
}

// What a visitor gets at this address is another page: then nobody is logged in any more.
async function fieldPage(request) {
  try {
    const response = await withPatience(request);
    if (response.headers.get("x-kept-as") !== FIELD) {
      if (response.ok) await caches.delete(FIELD);
      return keepFresh(request, response);
    }
    await keepField(response.clone()).catch(() => {}); // what was kept before is still whole
    return response;
  } catch (error) {
    const kept = await caches.match(FIELD_PAGE, { cacheName: FIELD });
    return kept ?? keptOrOffline(request, error);
  }
}

async function keepField(response) {
  const text = await response.clone().text();
  const files = new Set(text.match(/\/static\/[\w./-]+/g));
  const cache = await caches.open(FIELD);
  const before = (await cache.keys()).filter(({ url }) => !files.has(new URL(url).pathname));
  await cache.addAll([...files]);
  await cache.put(FIELD_PAGE, response);
  for (const old of before) if (new URL(old.url).pathname !== FIELD_PAGE) await cache.delete(old);
}

async function tourPage(request) {
  const { pathname } = new URL(request.url);
  try {
    const response = await withPatience(request);
    if (response.status === 404) await caches.delete(TOUR + pathname); // it is withdrawn
    return response;
  } catch (error) {
    const kept = await caches.match(pathname, { cacheName: TOUR + pathname });
    return kept ? marked(kept) : keptOrOffline(request, error);
  }
}

// Without the cookie, so that nothing of whoever is logged in stays; a draft is not kept at all.
async function keepTour({ page, language, keeps }) {
  if (!TOUR_PAGE.test(page)) throw new Error(`${page} is no tour`);
  const response = await fetch(`${page}?lang=${encodeURIComponent(language)}`, { credentials: "omit" });
  if (!mayBeKept(response)) throw new Error(`${page} cannot be kept`);
  const files = new Set((await response.clone().text()).match(/\/static\/[\w./-]+/g));
  const wanted = [...files, ...keeps];
  const cache = await caches.open(TOUR + page);
  await Promise.all(wanted.map((address) => keepOne(cache, address)));
  await cache.put(page, response);
  const paths = new Set([page, ...wanted]);
  for (const old of await cache.keys()) if (!paths.has(new URL(old.url).pathname)) await cache.delete(old);
  const tours = (await caches.keys()).filter((name) => name.startsWith(TOUR) && name !== TOUR + page);
  await Promise.all(tours.slice(0, Math.max(0, tours.length + 1 - MOST_TOURS)).map((name) => caches.delete(name)));
}

// A file or tile that is there already never changes; what is written as .json under its name may.
async function keepOne(cache, address) {
  if (!OF_TOURS.test(address) && (await cache.match(address))) return;
  const response = await fetch(address, { credentials: "omit" });
  if (!response.ok) throw new Error(`${address}: status ${response.status}`);
  await cache.put(address, response);
}

// What is meant for one person stays out of what the next one at this device may open.
function mayBeKept(response) {
  const caching = response.headers.get("cache-control") ?? "";
  return response.ok && response.type === "basic" && !/no-store|private/.test(caching);
}

function withPatience(request) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("the network is too slow")), PATIENCE_MS);
    fetch(request).then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

// The map writes its view into the address; without network any view of it is the same page.
async function keptPage(request) {
  const { pathname, searchParams } = new URL(request.url);
  const isMap = pathname === "/" && !searchParams.get("q");
  const exact = (await caches.match(request, { cacheName: PAGES })) ?? (OF_TOURS.test(pathname) && (await caches.match(request)));
  const kept = exact ?? (isMap && (await caches.match(request, { ignoreSearch: true })));
  if (!kept || request.mode !== "navigate") return kept || null;
  return marked(kept);
}

// Says on the page itself how old it is.
async function marked(response) {
  const seen = new Date(response.headers.get("date") ?? Date.now());
  const date = new Intl.DateTimeFormat(SETTINGS.locale, { dateStyle: "long", timeStyle: "short" }).format(seen);
  const text = SETTINGS.stale.replace("{date}", date);
  const page = await response.text();
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return new Response(
    page.replace(/<main\b/, `<p class="stale-note" role="status">${text}</p><main`),
    { status: response.status, headers },
  );
}

async function keepCore() {
  const cache = await caches.open(FILES);
  await cache.addAll(SETTINGS.core);
  for (const page of SETTINGS.pages) {
    // As any visitor gets it, whoever is logged in; only the language is this reader's.
    const response = await fetch(`${page}?lang=${SETTINGS.locale}`, { credentials: "omit" });
    if (!mayBeKept(response)) throw new Error(`${page} cannot be kept`);
    await cache.put(page, response);
  }
}

async function keepPage(request) {
  const { pathname, search } = new URL(request.url);
  if (pathname === FIELD_PAGE && !search) return fieldPage(request);
  const cache = await caches.open(PAGES);
  if (await cache.match(request)) return;
  const response = await fetch(request);
  if (mayBeKept(response)) await cache.put(request, response);
}

async function keepNames() {
  if (!SETTINGS.names || navigator.connection?.saveData) return;
  const cache = await caches.open(FILES);
  if (!(await cache.match(SETTINGS.names))) await cache.add(SETTINGS.names).catch(() => {});
}

async function forgetOlder() {
  const names = await caches.keys();
  const old = names.filter((name) => ![FILES, TILES, PAGES, FIELD].includes(name) && !name.startsWith(TOUR));
  await Promise.all(old.map((name) => caches.delete(name)));
}

// The first kept are the first to go.
async function trim(cache, most) {
  if (most === Infinity) return;
  const requests = await cache.keys();
  for (const request of requests.slice(0, Math.max(0, requests.length - most))) cache.delete(request);
}
