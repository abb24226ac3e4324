/** Makes the few elements the map adds to a page. Text is always text, never markup. */

const SVG = "http://www.w3.org/2000/svg"; // a name, nothing is fetched from there

/** Returns an element with properties and children; a string among them is text. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [property, value] of Object.entries(properties)) {
    if (property.includes("-") || property === "role") made.setAttribute(property, value);
    else made[property] = value;
  }
  made.append(...children);
  return made;
}

/** Returns an SVG element with attributes. */
export function svg(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

/** Returns a button of a fingertip's size that shows a picture and says what it does. */
export function pictureButton(name, text, onClick) {
  const button = element("button", { type: "button", title: text, "aria-label": text }, icon(name));
  button.addEventListener("click", onClick);
  return button;
}

/** Returns one of the map's pictures. */
export function icon(name) {
  const attributes = { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true" };
  return svg("svg", attributes, svg("path", { d: PATHS[name] }));
}

const PATHS = {
  near: "M12 2v4M12 18v4M2 12h4M18 12h4M8 12a4 4 0 1 0 8 0 4 4 0 1 0-8 0",
  whole: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  part: "M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5",
  share: "M12 15V3M8 7l4-4 4 4M5 12v8h14v-8",
  print: "M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z",
  legend: "M4 6h6M4 12h6M4 18h6M14 6h6M14 12h6M14 18h6",
  back: "M9 6l6 6-6 6",
  close: "m6 6 12 12M18 6 6 18",
};
