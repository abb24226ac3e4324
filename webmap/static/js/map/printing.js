/** Gets the map ready for paper: light colours, the legend open. Its size is map.css' business. */
import { drawForPaper } from "./styles.js";

/** Prepares a map whenever the page is printed, and takes everything back afterwards. */
export function preparePrinting(tiles) {
  const closed = new Set();
  const turn = (isPaper) => {
    drawForPaper(isPaper);
    tiles.labels.writeForPaper(); // at once: no frame comes before the paper
  };
  window.addEventListener("beforeprint", () => {
    for (const legend of document.querySelectorAll(".legend-box:not([open])")) closed.add(legend);
    for (const legend of closed) legend.open = true;
    turn(true);
  });
  window.addEventListener("afterprint", () => {
    for (const legend of closed) legend.open = false;
    closed.clear();
    turn(false);
  });
}
