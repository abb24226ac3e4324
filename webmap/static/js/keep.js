/** Starts the worker that keeps pages for the time without network, and tells it what was seen. */

const seen = () => performance.getEntriesByType("resource").map(({ name }) => name);

const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
if (registration && !navigator.serviceWorker.controller) {
  const { active } = await navigator.serviceWorker.ready;
  active.postMessage({ seen: seen(), page: location.href });
}
