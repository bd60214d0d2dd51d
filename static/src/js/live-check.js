// What the live check's answer may touch. It comes while somebody writes on: the control that has the focus, and what was
// written since the check was asked for, are left as they are.

import { initAll } from "./components.js";
import { makePickers } from "./picker.js";

const QUESTION = "[id^='question-'], [id^='correct-'], [id^='reason-']";
const touched = new Set(); // ids of questions written in since the check was asked for
const held = new Map(); // id of a place → what goes there once its question is left

const hasFocus = (element) => element.contains(document.activeElement);
const isControl = (element) => element.matches("input, select, textarea");
const groupOf = (place) => (place.matches(QUESTION) ? place : (place.closest(".govuk-form-group") ?? place));

// An error is not put beside an answer that is still being written; one that stands there is put right at once.
function isBusy(place) {
  if (place.matches(QUESTION)) return hasFocus(place) && isControl(document.activeElement);
  return hasFocus(place) || (hasFocus(groupOf(place)) && !place.hasChildNodes());
}

// Puts what the server sent in its place, or takes the place away where it sent nothing.
function put(place, what) {
  if (!what) {
    place.remove();
    return;
  }
  const onHelp = hasFocus(place) && document.activeElement.matches("summary");
  for (const { id } of place.querySelectorAll("details[id][open]")) what.querySelector(`#${id}`)?.setAttribute("open", "");
  place.replaceWith(what);
  if (what.matches(QUESTION)) initAll({ scope: what });
  makePickers(what);
  if (onHelp) what.querySelector("summary")?.focus();
}

function note({ target }) {
  held.clear();
  const question = target.closest?.(QUESTION);
  if (question) touched.add(question.id);
}

// The panel is drawn anew with each answer: its list stays where it was scrolled to, and the focus on the same link.
const panel = { scrolled: 0, focused: null };

document.body.addEventListener("htmx:beforeSwap", () => {
  const focused = document.activeElement?.closest("#check a[href]");
  panel.scrolled = document.querySelector(".handover-check__lists")?.scrollTop ?? 0;
  panel.focused = focused && focused.getAttribute("href");
});

document.body.addEventListener("htmx:afterSwap", () => {
  const links = [...document.querySelectorAll("#check a[href]")];
  document.querySelector(".handover-check__lists")?.scrollTo({ top: panel.scrolled });
  if (panel.focused) (links.find((link) => link.getAttribute("href") === panel.focused) ?? links[0])?.focus({ preventScroll: true });
  panel.focused = null;
});

document.addEventListener("input", note, true);
document.addEventListener("change", note, true);
document.body.addEventListener("htmx:beforeRequest", () => touched.clear());

document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { target: place, fragment } = event.detail;
  if (!event.detail.shouldSwap || !place.matches(`${QUESTION}, [id$=-slot]`)) return;
  event.detail.shouldSwap = false;
  held.delete(place.id);
  if (touched.has(place.id)) return;
  if (isBusy(place)) held.set(place.id, fragment.firstElementChild);
  else put(place, fragment.firstElementChild);
});

document.addEventListener("focusout", ({ relatedTarget }) => {
  for (const [id, what] of held) {
    const place = document.getElementById(id);
    if (place && groupOf(place).contains(relatedTarget)) continue;
    held.delete(id);
    if (place) put(place, what);
  }
});
