/** The sentences of the walk, as the server wrote them, with numbers filled in. */

const texts = JSON.parse(document.getElementById("tour-texts").textContent);
const numbers = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

export function say(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), texts[key]);
}

export const count = (number) => numbers.format(number);

/** A length as one reads it walking: by tens of metres, from a kilometre on by tenths of one. */
export function length(metres) {
  if (metres >= 1000) return say("kilometres", { length: count(metres / 1000) });
  return say("metres", { length: count(metres < 30 ? Math.round(metres) : Math.round(metres / 10) * 10) });
}

/** One of eight directions, clockwise from north [degrees]. */
export const direction = (degrees) => texts.directions[Math.round(degrees / 45) % 8];
