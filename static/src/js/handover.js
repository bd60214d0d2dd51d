// The page's behaviour. Every page works without it: this only makes the same pages quicker to use.

import { initAll } from "./govuk-frontend.min.js";
import { makeCopying } from "./copying.js";
import { makeOpening } from "./opening.js";
import { makePickers } from "./picker.js";
import "./rows.js";
import "./live-check.js";
import "./saving.js";

// The design system says on a radio whether its questions are shown, where ARIA has no word for it: nobody can rely on
// hearing that. What is revealed comes next on the page, and on a section's page the live region says so.
const unsayExpanded = (element) => element.matches("[type=radio]") && element.removeAttribute("aria-expanded");
new MutationObserver((changes) => changes.forEach(({ target }) => unsayExpanded(target))).observe(document.body, {
  subtree: true,
  attributeFilter: ["aria-expanded"],
});
document.addEventListener("change", ({ target }) => {
  const live = document.getElementById("live");
  if (live && target.type === "radio" && target.hasAttribute("aria-controls")) live.textContent = "More questions follow this answer.";
});

// What HTMX puts into a page is made to work as the page was, and the focus goes to what it marks.
document.body.addEventListener("htmx:load", ({ detail: { elt } }) => {
  if (elt === document.body) return;
  initAll({ scope: elt });
  makePickers(elt);
  (elt.matches("[data-lands]") ? elt : elt.querySelector("[data-lands]"))?.focus();
});

// Where the answer is a refusal or an error, the whole page says so: the form is sent again as it is without HTMX.
for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(kind, ({ detail: { elt, requestConfig } }) => {
    const isPressed = requestConfig.triggeringEvent?.type === "submit";
    if (isPressed && elt.matches("form") && elt.id !== "section-form") elt.submit();
  });
}

initAll();
makePickers(document);
makeCopying(document);
makeOpening();
