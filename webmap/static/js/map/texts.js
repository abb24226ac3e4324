/** The sentences Python hands in, and how numbers are said in the page's language. */

/** Returns the texts with functions that say numbers: number, metres, kilometres. */
export function spoken(texts) {
  const numbers = new Intl.NumberFormat(document.documentElement.lang || "fa");
  const number = (value) => numbers.format(value);
  return {
    ...texts,
    number,
    metres: (length) => texts.in_metres.replace("{length}", number(length)),
    kilometres: (length) => texts.in_kilometres.replace("{length}", number(length)),
  };
}
