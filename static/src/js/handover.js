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

initAll();
makePickers(document);
makeCopying(document);
makeOpening();
