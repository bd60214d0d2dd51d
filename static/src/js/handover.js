// The page's behaviour. Every page works without it: this only makes the same pages quicker to use.

import { initAll } from "./govuk-frontend.min.js";

initAll();

// A picker: an input that searches the register while one types. What is chosen goes into the hidden id beside it.

const FIND = { staff: "/register/staff", team: "/register/teams" };

function asText(words) {
  const holder = document.createElement("div");
  holder.textContent = words;
  return holder.innerHTML;
}

async function find(kind, typed, show) {
  const answer = await fetch(`${FIND[kind]}?q=${encodeURIComponent(typed)}`, { headers: { Accept: "application/json" } });
  show(answer.ok ? await answer.json() : []);
}

function makePicker(input) {
  const hidden = document.getElementById(`${input.id}-id`);
  if (!hidden || !FIND[input.dataset.picker]) return;
  const place = document.createElement("div");
  const described = input.getAttribute("aria-describedby");
  const kind = input.dataset.picker;
  input.replaceWith(place);
  // A half-typed name is not an answer yet: the live check hears of it when the field is left.
  place.addEventListener("input", (event) => {
    hidden.value = "";
    event.stopPropagation();
  });
  accessibleAutocomplete({
    element: place,
    id: input.id,
    name: input.name,
    defaultValue: input.value,
    minLength: 2,
    confirmOnBlur: false,
    source: (typed, show) => find(kind, typed, show),
    templates: {
      inputValue: (match) => (match ? match.name : ""),
      suggestion: (match) => (typeof match === "string" ? asText(match) : `${asText(match.name)} <span class="handover-match">${asText(match.detail)}</span>`),
    },
    onConfirm: (match) => {
      if (!match) return;
      hidden.value = match.id;
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
    },
    tNoResults: () => "Nobody found: check the spelling",
  });
  const made = document.getElementById(input.id);
  if (described) made.setAttribute("aria-describedby", `${described} ${made.getAttribute("aria-describedby") || ""}`.trim());
}

function makePickers(within) {
  within.querySelectorAll("input[data-picker]").forEach(makePicker);
}

makePickers(document);
document.body.addEventListener("htmx:load", (event) => makePickers(event.detail.elt));

// A save that did not arrive is said where the page says when it was saved.

function sayNotSaved(words) {
  const line = document.getElementById("saved-at");
  if (!line) return;
  line.textContent = words;
  line.classList.add("handover-saved--not");
  document.getElementById("live").textContent = words;
}

document.body.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  sayNotSaved(
    status === 403
      ? "Not saved: you have been signed out, or this record has moved on. Press 'Save and continue': nothing you wrote is lost."
      : "Not saved. Press 'Save and continue' to try again: nothing you wrote is lost.",
  );
});
document.body.addEventListener("htmx:sendError", () =>
  sayNotSaved("Not saved: there is no connection. It is tried again with your next answer."),
);
