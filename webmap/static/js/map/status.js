/** The line that says, to the eye and to the ear, what the map shows. */

/**
 * Keeps the line in step with the map: `sentence` tells what to say of the view. Returns `say`,
 * for what has to be said once; it stays until the reader moves on.
 */
export function startStatus(map, tiles, sentence) {
  const line = document.getElementById("map-status");
  let untilMove = false;
  const write = (text) => {
    if (line && line.textContent !== text) line.textContent = text;
  };
  const tell = () => {
    const text = sentence();
    if (!untilMove) write(text);
  };
  map.on("movestart", () => (untilMove = false));
  map.on("moveend", tell);
  tiles.on("alleytiles:settled", tell);
  tell();
  const say = (text) => {
    write(text);
    untilMove = true;
  };
  return { say };
}
