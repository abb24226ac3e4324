/** The sentences of the page, as the server wrote them, with numbers and names filled in. */

const told = document.getElementById("field-texts");
const texts = told ? JSON.parse(told.textContent) : {};
const language = document.documentElement.lang;
const numbers = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
const days = new Intl.DateTimeFormat(language, { dateStyle: "short" });
const times = new Intl.DateTimeFormat(language, { timeStyle: "short" });

export function say(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), texts[key] ?? "");
}

/** A name of any script in the midst of a sentence, which it leaves in order. */
export const isolated = (name) => `\u2068${name}\u2069`;
export const count = (number) => numbers.format(number);
export const moment = (time) => say("moment", { day: days.format(time), time: times.format(time) });

export function length(metres) {
  if (metres < 1000) return say("metres", { length: count(Math.round(metres)) });
  return say("kilometres", { length: count(metres / 1000) });
}
