/** The language of the page: German or English, as chosen, otherwise as the browser's. */
export type Language = "de" | "en";

const key = "classroom-language";

let language: Language = (localStorage.getItem(key) ?? navigator.language).startsWith("de") ? "de" : "en";

export const current = (): Language => language;

export function setLanguage(chosen: Language): void {
  language = chosen;
  localStorage.setItem(key, chosen);
  document.documentElement.lang = chosen;
}

/** The text of the language that is chosen. */
export const say = (english: string, german: string): string => (language === "de" ? german : english);

/** A number with few digits, with the decimal sign of the language. */
export const figure = (value: number, digits = 2): string =>
  value.toLocaleString(language, { maximumFractionDigits: digits, minimumFractionDigits: 0 }).replace("-", "−");

/** A whole number with its thousands apart. */
export const count = (value: number): string => value.toLocaleString(language);
