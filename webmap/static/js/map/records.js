/** What the site knows of one alley: its card as the server writes it, and its line. */
/* global L */

export class SiteRecords {
  /** Takes the addresses of a card and of a GeoJSON Feature, with {id} in them. */
  constructor(cardUrl, alleyUrl) {
    Object.assign(this, { cardUrl, alleyUrl });
  }

  /**
   * Returns the card's nodes and the alley's feature; an alley that was merged into another
   * comes with the id of that one.
   * @throws {UnknownAlley} when the site does not have it
   */
  async alley(id, signal) {
    const [card, alley] = await Promise.all([
      this.get(this.cardUrl, id, signal).then((response) => response.text()),
      this.get(this.alleyUrl, id, signal).then((response) => response.json()),
    ]);
    return { nodes: nodesOf(card), id: String(alley.id), geometry: alley.geometry };
  }

  async get(url, id, signal) {
    const response = await fetch(L.Util.template(url, { id: encodeURIComponent(id) }), { signal });
    if ([404, 410].includes(response.status)) throw new UnknownAlley(id);
    if (!response.ok) throw new Error(`alley ${id}: status ${response.status}`);
    return response;
  }
}

export class UnknownAlley extends Error {}

/** Returns the nodes of a fragment our own server has escaped; scripts in it would not run. */
export function nodesOf(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return [...parsed.body.childNodes].map((node) => document.importNode(node, true));
}
