// The page: a phone for each person, kept up to date over one connection.

import { Connection } from "./connection.js";
import { avatar, element, icon } from "./dom.js";
import { Phone } from "./phone.js";
import { Store } from "./store.js";
import { refreshRelative } from "./times.js";

const find = (id) => document.getElementById(id);
const store = new Store();
let phones = [];
let noting = 0;

const connection = new Connection((change) => store.apply(change), showStatus);

store.listen((change) => {
  if (change.type === "hello") start();
  if (change.type === "note") showNote(change.text);
  for (const phone of phones) {
    const handler = phone[`on_${change.type}`];
    if (handler) handler.call(phone, change);
  }
});

function start() {
  document.title = store.title;
  find("title").textContent = store.title;
  phones = store.people.map((person) => new Phone(person, store, connection));
  find("phones").replaceChildren(...phones.map((phone) => phone.root));
  for (const phone of phones) phone.toEnd("instant");
  find("actions").replaceChildren(
    ...store.actions.map((label) =>
      element("button", { class: "action", type: "button", onclick: () => connection.do({ do: "action", label }) }, label),
    ),
  );
  showTabs();
  document.body.dataset.ready = "yes";
}

// On a narrow screen one phone is shown at a time.
function showTabs() {
  const tabs = phones.map((phone, index) =>
    element(
      "button",
      { role: "tab", type: "button", onclick: () => choose(index) },
      avatar(phone.person.first_name, phone.person.id),
      element("span", {}, phone.person.first_name),
    ),
  );
  find("tabs").replaceChildren(...tabs);
  find("tabs").onkeydown = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    choose(at);
    tabs[at].focus();
  };
  choose(0);
}

function choose(chosen) {
  phones.forEach((phone, index) => {
    const is = index === chosen;
    phone.root.classList.toggle("chosen", is);
    const tab = find("tabs").children[index];
    tab.setAttribute("aria-selected", String(is));
    tab.tabIndex = is ? 0 : -1;
    if (is) phone.toEnd("instant");
  });
}

// What one of the demo's buttons did.
function showNote(text) {
  find("note").textContent = text;
  find("note").hidden = false;
  clearTimeout(noting);
  noting = setTimeout(() => (find("note").hidden = true), 4500);
}

function showStatus(text) {
  find("status").textContent = text;
  find("status").dataset.state = text;
}

// --- light and dark: the system's choice until somebody makes another ---

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : systemIsDark.matches;
}

function showTheme() {
  find("theme").replaceChildren(icon(isDark() ? "light" : "dark"));
}

const asked = new URLSearchParams(location.search).get("theme") ?? localStorage.getItem("theme");
if (asked === "light" || asked === "dark") document.documentElement.dataset.theme = asked;
find("theme").addEventListener("click", () => {
  const next = isDark() ? "light" : "dark";
  document.documentElement.dataset.theme = next;
  localStorage.setItem("theme", next);
  showTheme();
});
systemIsDark.addEventListener("change", showTheme);
showTheme();
setInterval(() => refreshRelative(document), 15_000);
