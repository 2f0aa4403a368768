// A text with its entities as elements. Offsets count UTF-16 units, and so do JavaScript's strings.

import { element, icon, safeAddress } from "./dom.js";
import { moment } from "./times.js";

const STYLES = { bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code" };

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

// `context`: the reader's language, and onCommand, which says a command that was tapped.
export function formatted(text, entities, context) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return build(text, sorted, 0, text.length, context);
}

function build(text, entities, start, end, context) {
  const made = document.createDocumentFragment();
  let at = start;
  for (let index = 0; index < entities.length; ) {
    const entity = entities[index];
    const stop = Math.min(entity.offset + entity.length, end);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < stop) next += 1;
    if (entity.offset > at) made.append(text.slice(at, entity.offset));
    const inner = build(text, entities.slice(index + 1, next), entity.offset, stop, context);
    made.append(wrap(entity, text.slice(entity.offset, stop), inner, context));
    // A quote or a block of code ends its line by itself.
    at = BLOCKS.has(entity.type) && text[stop] === "\n" && stop < end ? stop + 1 : stop;
    index = next;
  }
  if (at < end) made.append(text.slice(at, end));
  return made;
}

function wrap(entity, text, inner, context) {
  if (entity.type in STYLES) return element(STYLES[entity.type], {}, inner);
  switch (entity.type) {
    case "pre":
      return element("pre", { dataset: { language: entity.language ?? "" } }, inner);
    case "spoiler":
      return spoiler(inner);
    case "blockquote":
      return element("blockquote", {}, inner);
    case "expandable_blockquote":
      return expandable(inner);
    case "text_link":
      return link(entity.url, inner);
    case "url":
      return link(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`, inner);
    case "email":
      return element("span", { class: "tag" }, inner);
    case "date_time":
      return moment(entity.unix_time, entity.date_time_format, text, context.language);
    case "bot_command":
      return element("button", { class: "tag", type: "button", onclick: () => context.onCommand(text) }, inner);
    case "mention":
    case "hashtag":
    case "cashtag":
    case "text_mention":
      return element("span", { class: "tag" }, inner);
    default:
      return element("span", {}, inner);
  }
}

function link(address, inner) {
  const href = safeAddress(address);
  if (!href) return element("span", {}, inner);
  return element("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", title: href }, inner);
}

function spoiler(inner) {
  const made = element("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text" }, inner);
  const show = () => {
    made.classList.add("shown");
    for (const name of ["role", "tabindex", "aria-label"]) made.removeAttribute(name);
  };
  made.addEventListener("click", show);
  made.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      show();
    }
  });
  return made;
}

function expandable(inner) {
  const body = element("span", { class: "folded" }, inner);
  const toggle = element("button", { class: "unfold", type: "button", "aria-expanded": "false" }, icon("down"));
  toggle.setAttribute("aria-label", "Show the whole quote");
  const made = element("blockquote", { class: "expandable" }, body, toggle);
  made.addEventListener("click", (event) => {
    if (event.target.closest("a, .tag") || String(getSelection())) return;
    const open = made.classList.toggle("open");
    toggle.setAttribute("aria-expanded", String(open));
    toggle.setAttribute("aria-label", open ? "Fold the quote" : "Show the whole quote");
  });
  return made;
}
