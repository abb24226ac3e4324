/**
 * What the phone keeps: the list it was given (store "kept") and the events that wait to be sent
 * (store "queue", in the order they were recorded).
 */

let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("field", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("kept");
      request.result.createObjectStore("queue", { keyPath: "number", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

// Resolves when the change is on the disk, not before.
async function inStore(name, mode, ask) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const request = ask(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
}

export const keptList = () => inStore("kept", "readonly", (store) => store.get("list"));
export const keepList = (list) => inStore("kept", "readwrite", (store) => store.put(list, "list"));
export const forgetList = () => inStore("kept", "readwrite", (store) => store.clear());
export const queued = () => inStore("queue", "readonly", (store) => store.getAll());
export const enqueue = (event) => inStore("queue", "readwrite", (store) => store.add(event));
export const change = (event) => inStore("queue", "readwrite", (store) => store.put(event));
export const dropQueued = (number) => inStore("queue", "readwrite", (store) => store.delete(number));

/** Takes an event out of the queue; the next of the same sign comes after what it came after. */
export async function takeOut(event) {
  for (const next of await queued()) {
    if (next.after !== event.key) continue;
    const { after, ...others } = next;
    await change({ ...others, seen: event.seen, ...(event.after && { after: event.after }) });
  }
  await dropQueued(event.number);
}

/** Lets an event, and what waits of the same sign, be about another one. */
export async function moveTo(event, { id, naming, sign_end, spot, seen }) {
  for (const one of await queued()) {
    if (one.plaque !== event.plaque) continue;
    await change({ ...one, plaque: id, naming, sign_end, spot, seen, trouble: null });
  }
}
