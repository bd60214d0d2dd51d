// What HTMX puts into a page is made to work as the page was, and the focus goes to what it marks.

import { initAll } from "./components.js";

document.body.addEventListener("htmx:load", async ({ detail: { elt } }) => {
  if (elt === document.body) return;
  initAll({ scope: elt });
  if (elt.querySelector("[data-picker]")) (await import("./picker.js")).makePickers(elt); // a list has none, and leaves it
  (elt.matches("[data-lands]") ? elt : elt.querySelector("[data-lands]"))?.focus();
});

// Where the answer is a refusal or an error, the whole page says so: the form is sent again as it is without HTMX.
for (const kind of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(kind, ({ detail: { elt, requestConfig } }) => {
    const isPressed = requestConfig.triggeringEvent?.type === "submit";
    if (isPressed && elt.matches("form") && elt.id !== "section-form") elt.submit();
  });
}
