// Rows of tables, added, removed and put back without loading the page. A pressed button is a change of the form like any
// other: it goes with the next live check, in the field `row`, and is sent again until it is answered, as what is typed
// is. Its answer draws the table anew; what was written there since it was asked for goes along.

import { initAll } from "./components.js";
import { makePickers } from "./picker.js";

const form = document.getElementById("section-form");
const CONTROLS = "input:not([type=hidden]), select, textarea, summary, button";
const pressed = []; // values of buttons that wait for their answer; the first is in the form
const written = new Set(); // controls written in since the last request
let asked = ""; // the button that the last request carried
let isOld = false; // whether its answer came too late for what has been written since

const field = Object.assign(document.createElement("input"), { type: "hidden", name: "row" });
const entriesOf = (table) => [...table.querySelectorAll("[data-row]")];
const wasOf = (table, { dataset }) => dataset.was !== undefined && document.getElementById(`${table.id}-${dataset.was}`);

function ask() {
  [field.value] = pressed;
  if (pressed.length) form.append(field);
  else field.remove();
}

function press(event) {
  const button = event.target.closest?.("button[name=row]");
  if (!button || button.form !== form) return;
  event.preventDefault();
  if (event.detail > 1 || pressed.includes(button.value)) return; // of a double click, or while it is slow
  pressed.push(button.value);
  ask();
  button.dispatchEvent(new Event("change", { bubbles: true }));
}

// The control of the new table in which stands what stood in this one; null where there is none.
function followed(table, what, control) {
  const entry = entriesOf(what).find((one) => wasOf(table, one)?.contains(control));
  if (!entry) return null;
  const row = wasOf(table, entry);
  const name = entry.id + control.name.slice(row.id.length);
  const same = [...entry.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
  return same.find((one) => one.type !== "radio" || one.value === control.value) ?? null;
}

// Whether all that was written meanwhile has its place in the new table, where it then stands too.
function carry(table, what) {
  const mine = [...written].filter((control) => control.name && control.name !== "row" && table.contains(control));
  const pairs = mine.map((control) => [control, followed(table, what, control)]);
  if (pairs.some(([, to]) => !to)) return false;
  for (const [control, to] of pairs) {
    to.value = control.value;
    if (to.type === "radio" || to.type === "checkbox") to.checked = control.checked;
  }
  return true;
}

// What was opened stays open.
function keepOpen(table, what) {
  const pairs = [[table.querySelector(":scope > fieldset > details"), what.querySelector(":scope > fieldset > details")]];
  for (const entry of entriesOf(what)) {
    const before = wasOf(table, entry);
    const boxes = [...entry.querySelectorAll("details")];
    if (before) before.querySelectorAll("details").forEach((box, place) => pairs.push([box, boxes[place]]));
  }
  for (const [before, now] of pairs) if (before?.open && now) now.open = true;
}

const isShown = (control) => control.getClientRects().length > 0;

// To the first field of the row that was added or put back, or to the button that puts one back. Whoever went on to write
// elsewhere is left there.
function land(table) {
  const made = table.querySelector("[data-lands]");
  const [first] = made ? [...made.querySelectorAll(CONTROLS)].filter(isShown) : [...table.querySelectorAll("button[name=row]")].slice(-1);
  first?.focus();
}

function renew(table, what) {
  const focused = document.activeElement;
  const isElsewhere = focused !== document.body && !table.contains(focused);
  const follows = table.contains(focused) && focused.matches("input, select, textarea") && followed(table, what, focused);
  const writes = follows && follows.type !== "hidden" && follows; // in a row that stays
  const caret = writes && focused.selectionStart;
  keepOpen(table, what);
  table.replaceWith(what);
  initAll({ scope: what });
  makePickers(what);
  if (isElsewhere) return;
  if (!writes) {
    land(what);
    return;
  }
  const now = document.getElementById(writes.id);
  now.focus();
  if (typeof caret === "number") now.setSelectionRange(caret, caret);
}

// Buttons that still wait mean the rows as they were numbered before.
function renumber(table, what) {
  for (const [place, value] of pressed.entries()) {
    if (!place) continue; // the one that has been answered
    const [verb, name, index] = value.split(":");
    if (name !== table.id || verb === "add") continue;
    const id = verb === "remove" ? `${name}-${index}` : `${name}-removed-${index}`;
    const now = entriesOf(what).find((entry) => wasOf(table, entry)?.id === id);
    if (now) pressed[place] = `${verb}:${name}:${now.id.split("-").at(-1)}`;
  }
}

function watch() {
  form.addEventListener("click", press);
  for (const kind of ["input", "change"]) form.addEventListener(kind, ({ target }) => written.add(target), true);

  // Where there is no HTMX (saving.js), a button sends the page, as it does without script.
  form.addEventListener("whole", () => {
    const [value] = pressed.splice(0);
    ask();
    if (value) form.requestSubmit(form.querySelector(`button[name=row][value="${CSS.escape(value)}"]`));
  });

  // HTMX would send the button that has the focus with each check, and to where its page would go.
  document.body.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    detail.path = form.getAttribute("hx-post");
    if (pressed.length) [detail.parameters.row] = pressed;
    else delete detail.parameters.row;
  });

  document.body.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    written.clear();
    asked = pressed[0] ?? "";
    isOld = false;
  });

  document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target: table, fragment } = event.detail;
    if (!asked || table.id !== asked.split(":")[1]) return;
    event.detail.shouldSwap = false;
    const what = fragment.firstElementChild;
    isOld = !carry(table, what);
    if (isOld) return;
    renumber(table, what);
    renew(table, what);
  });

  document.body.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.elt !== form) return;
    const { successful, xhr } = detail;
    if (successful && asked && !isOld) pressed.shift();
    if (xhr.status >= 400 && xhr.status < 500 && xhr.status !== 403 && xhr.status !== 429) pressed.length = 0;
    ask();
    if (successful && pressed.length) form.dispatchEvent(new Event("save"));
  });
}

if (form?.hasAttribute("hx-post")) watch();
