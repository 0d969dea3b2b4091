import { pagePath } from "./form.ts";

/** The address of the events. */
export const eventsPath = `${pagePath}/events`;

/**
 * The script of the page: fetches the page again after each event and replaces the parts that changed. A part stays as
 * it is while the person uses it: it has the focus, an open detail, a changed field, or selected text.
 */
export const refreshScript = `
const isChanged = (field) => field.matches("select")
  ? field.selectedIndex !== Math.max(0, [...field.options].findIndex((option) => option.defaultSelected))
  : field.value !== field.defaultValue;
const isSelected = (part) => !getSelection().isCollapsed && getSelection().containsNode(part, true);
const isInUse = (part) => part.querySelector(":is(input, select, button, summary, a):focus, details[open]") !== null
  || [...part.querySelectorAll("input, select")].some(isChanged) || isSelected(part);
const replace = (part, fresh) => {
  const top = part.querySelector(".scroll")?.scrollTop ?? 0;
  part.replaceWith(fresh);
  fresh.querySelector(".scroll")?.scrollTo(0, top);
};
const show = (page) => {
  for (const fresh of page.querySelectorAll("[data-live]")) {
    const part = document.querySelector('[data-live="' + fresh.dataset.live + '"]');
    if (!part.isEqualNode(fresh) && !isInUse(part)) replace(part, fresh);
  }
};
let isLooking = false;
let mustLookAgain = false;
const look = async () => {
  mustLookAgain = true;
  if (isLooking) return;
  isLooking = true;
  while (mustLookAgain) {
    mustLookAgain = false;
    const text = await fetch("${pagePath}").then((response) => response.text()).catch(() => "");
    if (text !== "") show(new DOMParser().parseFromString(text, "text/html"));
  }
  isLooking = false;
};
const tell = (connection) => { document.body.dataset.connection = connection; };
let events;
const follow = () => {
  events?.close();
  // A browser has few connections to one host, so a hidden page keeps none.
  if (document.hidden) return;
  events = new EventSource("${eventsPath}");
  events.onmessage = () => { tell("open"); look(); };
  events.onerror = () => tell("lost");
};
document.addEventListener("visibilitychange", follow);
document.addEventListener("focusout", look);
follow();
`;
