/** The element of an id, which the page's HTML has. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (element === null) throw new Error(`the page has no element '${id}'`);
  return element as T;
}

/** An element with a class and children; text is never parsed as HTML. */
export function make<K extends keyof HTMLElementTagNameMap>(tag: K, className = "", ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

let fading = 0;

/** Tells the user something: shown for a while, and read out by screen readers. */
export function tell(text: string): void {
  const line = byId("told");
  line.textContent = text;
  line.classList.add("shown");
  clearTimeout(fading);
  fading = window.setTimeout(() => line.classList.remove("shown"), 4000);
}

/** Lets the user choose dark or light; without a choice the system's is taken. */
export function startTheme(button: HTMLElement): void {
  const set = (theme: string | null): void => {
    if (theme === null) delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
    document.dispatchEvent(new Event("theme"));
  };
  set(localStorage.getItem("theme"));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => document.dispatchEvent(new Event("theme")));
  button.addEventListener("click", () => {
    const dark = getComputedStyle(document.documentElement).getPropertyValue("--is-dark").trim() === "1";
    localStorage.setItem("theme", dark ? "light" : "dark");
    set(dark ? "light" : "dark");
  });
}

/** A colour of the style sheet. */
export const colour = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
