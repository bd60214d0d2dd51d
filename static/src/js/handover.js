// The behaviour of every page. Every page works without it: this only makes the same pages quicker to use. What only some
// pages use comes with those (views/web/scripts.py).

import { initAll } from "./components.js";

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

// A button that copies a text. Without script it is not there; where the browser forbids it, the text is selected.

async function copy(text, said) {
  try {
    await navigator.clipboard.writeText(text.value);
    said.textContent = "Copied.";
  } catch {
    text.select();
    said.textContent = "The text is selected. Press Ctrl and C, or Command and C on a Mac, to copy it.";
  }
}

function makeCopying() {
  for (const button of document.querySelectorAll("[data-copies]")) {
    const id = button.dataset.copies;
    button.hidden = false;
    button.addEventListener("click", () => copy(document.getElementById(id), document.getElementById(`${id}-copied`)));
  }
}

// A link to something that stands behind 'Add …' opens it. Browsers do so by themselves when they follow a link, but not
// all of them, and not where a script moves the focus there, as the error summary does.

function open(hash) {
  const target = document.getElementById(hash.slice(1));
  for (let place = target?.closest("details"); place; place = place.parentElement.closest("details")) place.open = true;
  return target;
}

function makeOpening() {
  document.addEventListener("click", ({ target }) => open(target.closest?.("a[href^='#']")?.hash ?? ""), true);
  if (location.hash) open(location.hash)?.scrollIntoView();
}

// Pages of other tabs that lost their sign-in hear of this one (saving.js).
if (document.body.dataset.person && "BroadcastChannel" in window) new BroadcastChannel("sign-ins").postMessage("");

initAll();
makeCopying();
makeOpening();
