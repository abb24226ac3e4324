/** Asks the worker to keep this tour for the way without network. */

/** Tells `told` whether the page and all that belongs to it is kept now. */
export async function keepTour(told) {
  const keeps = JSON.parse(document.getElementById("tour-keeps").textContent);
  try {
    await navigator.serviceWorker.register("/sw.js");
    const { active } = await navigator.serviceWorker.ready;
    const channel = new MessageChannel();
    channel.port1.onmessage = ({ data }) => told(data.kept);
    const tour = { page: location.pathname, language: document.documentElement.lang, keeps };
    active.postMessage({ tour }, [channel.port2]);
  } catch {
    told(false);
  }
}
