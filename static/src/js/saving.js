// Nothing typed is lost. What is written goes to the server with the live check; what it has not answered when the page is
// left, in last words that outlive the page. What cannot be saved is kept here, and the page asks before it is left.

import { begun } from "./picker.js";

const PLACE = "[id^='question-'], [id^='correct-'], [id^='reason-']";
const ALWAYS = ["csrf_token", "editor", "seen", "writer", "row"];
const MOST = 60_000; // bytes of last words: browsers carry 64 KiB
const SLOW = 5_000; // milliseconds, as those that follow
const AGAIN = 5_000;
const JUST = 10_000; // milliseconds for which words said last can be on their way
const SIGNED_IN = "/sign-in/done"; // a page that only who is signed in sees

const form = document.getElementById("section-form");
const HEARD = ["change", "input", "save"]; // what HTMX listens for (templates/sections/section.html)
const signIns = "BroadcastChannel" in window ? new BroadcastChannel("sign-ins") : new EventTarget(); // between tabs
let unsent = new Set(); // ids of places written in since the last save
let sent = new Set(); // of those that the save under way carries
let trouble = ""; // a key of WORDS, while something is not saved
let renewed = false; // whether the last save went with the token of a sign-in seen since
let leaving = false; // by a button of the form, which sends everything
let spoken = false; // whether the last words have been sent, and nothing was written since
let late = 0; // the timer that says so where a save is slow
let coming = false; // whether HTMX is there or being fetched
let missed = 0; // how often it could not be fetched from a service that answered
let unheard = ""; // the last that HTMX was not there to hear

const saidLast = sessionStorage.getItem("last-words");
sessionStorage.removeItem("last-words");

const isPending = () => unsent.size + sent.size > 0;
const save = () => form.dispatchEvent(new Event("save"));

// The controls of the places whose text the server may not have, as the form would send them.
function changes() {
  const places = [...unsent, ...sent].map((id) => document.getElementById(id)).filter(Boolean);
  const names = new Set([...ALWAYS, ...places.flatMap((place) => [...place.querySelectorAll("[name]")].map(({ name }) => name))]);
  return new URLSearchParams([...new FormData(form)].filter(([name]) => names.has(name)));
}

const isTooMuch = () => changes().toString().length > MOST;
const isAtRisk = () => (isPending() && (trouble || isTooMuch())) || document.querySelector("#check[data-clashes]");

// What was sent before and comes later than these words is an older page's (records/drafting/editors.py).
function sayLastWords() {
  const { editor } = form.elements;
  const [, first, number = 0] = /^(.*?)(?:\.(\d+))?$/.exec(editor.value);
  editor.value = `${first}.${Number(number) + 1}`;
  const body = changes();
  body.set("leaving", "yes");
  const said = new Set([...unsent, ...sent]);
  [sent, unsent, spoken] = [said, new Set(), true];
  const arrived = ({ ok } = {}) => {
    if (!ok) unsent = new Set([...said, ...unsent]);
    if (sent === said) sent = new Set();
  };
  fetch(location.pathname, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).then(arrived, arrived);
  sessionStorage.setItem("last-words", JSON.stringify({ path: location.pathname, at: Date.now(), words: body.toString() }));
}

// Written in before this script ran: nothing has heard of it yet.
const isWrittenIn = (field) => field === document.activeElement && field.value !== (field.defaultValue ?? field.value);

// A page that is loaded again can be drawn before its last words have arrived. They are put back, in the name that said them.
// Whoever has gone on writing keeps what stands there: in the same name where it goes on from those words, else in the page's.
function putBack() {
  const { path, at, words } = JSON.parse(saidLast ?? "{}");
  const isReload = performance.getEntriesByType("navigation")[0]?.type === "reload";
  if (!isReload || path !== location.pathname || Date.now() - at > JUST) return;
  const said = new URLSearchParams(words);
  const fields = [...form.elements].filter(({ name }) => said.has(name) && !ALWAYS.includes(name));
  for (const field of fields) {
    const values = said.getAll(field.name);
    const what = ["radio", "checkbox"].includes(field.type) ? "checked" : "value";
    const value = what === "checked" ? values.includes(field.value) : values[0];
    if (field[what] === value || (isWrittenIn(field) && !field.value.startsWith(value))) continue;
    form.elements.editor.value = said.get("editor");
    if (!isWrittenIn(field)) field[what] = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

// What somebody writes while the page's scripts are on their way is saved as if they had been there.
function hearEarlier() {
  const field = document.activeElement;
  if (form.contains(field) && isWrittenIn(field)) field.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(words, link) {
  const line = document.getElementById("saved-at");
  line.textContent = words;
  line.classList.add("handover-saved--not");
  document.getElementById("live").textContent = words;
  const bar = document.getElementById("bar"); // in sight where the line is not; the next answer has another
  Object.assign(bar, { textContent: `${words.split(":")[0]}: see why`, href: "#saved-at" });
  if (link) line.append(" ", Object.assign(document.createElement("a"), link));
}

const SIGN_IN = { textContent: "Sign in (opens in a new tab)", href: `/sign-in?next=${SIGNED_IN}`, target: "_blank", className: "govuk-link" };
const WORDS = {
  slow: ["Not saved yet: the service is slow to answer. Keep this page open."],
  unreachable: ["Not saved: there is no connection. Keep this page open: it is saved as soon as there is one."],
  "signed out": ["Not saved: you have been signed out. What you wrote is kept on this page, and saved once you have signed in.", SIGN_IN],
  "somebody else": ["Not saved: somebody else has signed in. What you wrote is kept on this page, and saved once you have signed in.", SIGN_IN],
  "by hand": ["Not saved yet: press 'Save and continue' to save what you wrote."],
  refused: ["Not saved: this cannot be saved as it is, or the record has moved on. Press 'Save and continue' to see why."],
};

function meet(found) {
  if (trouble !== found) say(...WORDS[found]);
  trouble = found;
}

// Another sign-in has another token. Only whoever wrote here goes on with it.
async function seeWhoIsSignedIn() {
  const answer = await fetch(SIGNED_IN).catch(() => null);
  if (!answer?.ok) return "unreachable";
  const { body } = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!body.dataset.person) return "signed out";
  if (body.dataset.person !== form.elements.writer.value) return "somebody else";
  const { value } = body.querySelector("[name=csrf_token]");
  for (const field of document.querySelectorAll("[name=csrf_token]")) field.value = value;
  document.body.setAttribute("hx-headers", body.getAttribute("hx-headers"));
  return "";
}

async function comeBack() {
  const found = await seeWhoIsSignedIn();
  renewed = !found;
  if (renewed) save();
  else if (found === "unreachable") setTimeout(save, AGAIN);
  else meet(found);
}

// HTMX is a sixth of a section's weight, and fetched when somebody first does something there. It hears the last of what was
// said before it came, as it waits for the last of what is said afterwards.
async function fetchHtmx() {
  if (document.readyState !== "complete") await new Promise((done) => addEventListener("load", done, { once: true })); // or it never starts
  const src = new URL("htmx.min.js", import.meta.url).href;
  await new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement("script"), { src, onload, onerror })));
}

// Where the service answers and HTMX cannot be had all the same, the page works as without script: its buttons send it.
function goWhole() {
  if (isPending()) meet("by hand");
  form.dispatchEvent(new Event("whole"));
}

async function bring() {
  coming = true;
  try {
    await fetchHtmx();
  } catch {
    clearTimeout(late);
    const isReached = (await seeWhoIsSignedIn()) !== "unreachable";
    if (isReached) missed += 1;
    if (missed > 1) goWhole();
    else if (unheard) {
      if (!isReached) meet("unreachable");
      setTimeout(bring, isReached ? 0 : AGAIN);
    } else coming = false;
    return;
  }
  for (const kind of HEARD) form.removeEventListener(kind, hold);
  if (unheard) form.dispatchEvent(new Event(unheard));
}

function hold({ type }) {
  unheard = type;
  if (missed > 1) goWhole();
  else {
    late ||= setTimeout(meet, SLOW, "slow");
    if (!coming) bring();
  }
}

function watch() {
  for (const kind of HEARD) form.addEventListener(kind, hold);
  begun.then(() => coming || bring());

  const isOurs = (event) => event.detail.elt === form;

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (!isOurs(event)) return;
    sent = unsent;
    unsent = new Set();
    clearTimeout(late);
    late = setTimeout(meet, SLOW, "slow");
  });

  document.body.addEventListener("htmx:afterRequest", (event) => {
    if (!isOurs(event)) return;
    clearTimeout(late);
    const { successful, xhr } = event.detail;
    if (!successful) unsent = new Set([...sent, ...unsent]);
    sent = new Set();
    if (successful) {
      trouble = "";
      renewed = false;
    } else if (xhr.status === 403 && !renewed) {
      comeBack();
    } else if (xhr.status === 0 || xhr.status >= 500 || xhr.status === 429) {
      meet("unreachable");
      setTimeout(() => isPending() && save(), AGAIN);
    } else meet("refused");
  });

  for (const kind of ["input", "change"]) {
    const note = ({ target }) => {
      if (target === form) return; // said to HTMX once more
      unsent.add(target.closest(PLACE).id);
      spoken = false;
    };
    form.addEventListener(kind, note, true);
  }

  // A button sends the whole form and so leaves the page: not while nobody would get it.
  form.addEventListener("submit", (event) => {
    const isAway = !navigator.onLine || trouble === "unreachable" || trouble === "slow";
    leaving = !(isAway && isPending());
    if (leaving) return;
    event.preventDefault();
    save();
  });

  // A page that is left asks first, and sends its words before the next page is asked for; one that is closed, or put away
  // by a telephone, only hears that it is hidden.
  addEventListener("beforeunload", (event) => {
    if (leaving || !isAtRisk()) {
      if (!leaving && isPending()) sayLastWords();
      return;
    }
    event.preventDefault();
    if (isPending()) save(); // for whoever stays
  });
  addEventListener("pagehide", () => {
    if (!leaving && !spoken && isPending()) sayLastWords();
  });
  addEventListener("pageshow", () => (leaving = false));

  document.addEventListener("visibilitychange", () => {
    if (document.hidden && !leaving && unsent.size) (self.htmx ? save : sayLastWords)();
  });
  addEventListener("online", () => isPending() && save());
  for (const [where, kind] of [[signIns, "message"], [window, "focus"]]) {
    where.addEventListener(kind, () => ["signed out", "somebody else"].includes(trouble) && comeBack());
  }
}

if (form?.hasAttribute("hx-post")) {
  watch();
  // By then all scripts of the page listen to the form.
  document.addEventListener("DOMContentLoaded", () => {
    putBack();
    hearEarlier();
  });
}
