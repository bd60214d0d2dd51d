// The behaviour of every page. Every page works without it: this only makes the same pages quicker to use. What only some
// pages use comes with those (views/web/scripts.py).

import { initAll } from "./govuk-frontend.min.js";
import { makeCopying } from "./copying.js";
import { makeOpening } from "./opening.js";

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

// Pages of other tabs that lost their sign-in hear of this one (saving.js).
if (document.body.dataset.person && "BroadcastChannel" in window) new BroadcastChannel("sign-ins").postMessage("");

initAll();
makeCopying(document);
makeOpening();
