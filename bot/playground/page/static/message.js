// One message: a bubble with its quote, picture, text, link card, time and buttons.

import { element, icon, safeAddress } from "./dom.js";
import { formatted } from "./entities.js";
import { clock } from "./times.js";

// `context`: language, owner (whose phone), chat, replied (the message replied to), card (its preview),
// and what happens: onCommand, onPress, onReply, onQuote.
export function messageElement(message, context) {
  if (isService(message)) return serviceElement(message);
  const own = message.from?.id === context.owner.id;
  const made = element("article", {
    class: `message ${own ? "out" : "in"}${message.photo ? " photo" : ""}`,
    dataset: { id: message.message_id, sender: message.from?.id ?? "" },
  });
  made.append(bubble(message, context, own));
  if (message.reply_markup) made.append(buttons(message, context));
  return made;
}

function bubble(message, context, own) {
  const made = element("div", { class: "bubble" });
  if (!own && context.chat.type !== "private" && message.from) {
    made.append(element("p", { class: "sender" }, message.from.first_name));
  }
  if (context.replied) made.append(quote(context.replied, context));
  const above = message.link_preview_options?.show_above_text;
  const preview = context.card && card(context.card, message);
  if (preview && above) made.append(preview);
  if (message.photo) made.append(photo(message));
  if (message.document) made.append(element("p", { class: "file" }, message.document.file_name ?? "file"));
  const text = message.text ?? message.caption ?? "";
  const last = meta(message, context, own);
  if (text) {
    const entities = message.entities ?? message.caption_entities;
    made.append(element("div", { class: "text" }, formatted(text, entities, context), (!preview || above) && last));
  }
  if (preview && !above) made.append(preview);
  if (!last.parentNode) made.append(last);
  made.append(replyButton(message, context));
  return made;
}

function meta(message, context, own) {
  const made = element("span", { class: "meta" });
  if (message.silent && !own) made.append(silentMark());
  if (message.edit_date) made.append(element("span", { class: "edited" }, "edited"));
  made.append(element("span", {}, clock(message.date, context.language)));
  if (own) made.append(icon("tick"));
  return made;
}

function silentMark() {
  const made = element("span", { class: "silent", title: "Sent without sound" }, icon("bell"));
  made.setAttribute("aria-label", "Sent without sound");
  return made;
}

function quote(replied, context) {
  const made = element(
    "button",
    { class: "quote", type: "button", onclick: () => context.onQuote(replied.message_id) },
    element("strong", {}, replied.from?.first_name ?? replied.chat.title ?? ""),
    element("span", {}, (replied.text ?? replied.caption ?? "Photo").slice(0, 120)),
  );
  return made;
}

function photo(message) {
  const size = message.photo.at(-1);
  const made = element("img", {
    class: "picture",
    src: `/page/pictures/${encodeURIComponent(size.file_id)}`,
    alt: message.caption ? "" : "Photo",
    width: size.width,
    height: size.height,
  });
  return made;
}

function card(found, message) {
  const address = safeAddress(message.preview_url);
  const image = safeAddress(found.image);
  const large = image && message.link_preview_options?.prefer_large_media;
  const words = element(
    "span",
    { class: "words" },
    found.site && element("span", { class: "site" }, found.site),
    element("strong", {}, found.title),
    found.description && element("span", { class: "description" }, found.description),
  );
  return element(
    "a",
    { class: `card${large ? " large" : ""}`, href: address || undefined, target: "_blank", rel: "noopener noreferrer" },
    words,
    image && element("img", { src: image, alt: "", loading: "lazy" }),
  );
}

function replyButton(message, context) {
  return element(
    "button",
    { class: "answer", type: "button", "aria-label": "Reply to this message", onclick: () => context.onReply(message) },
    icon("reply"),
  );
}

function buttons(message, context) {
  const rows = message.reply_markup.inline_keyboard.map((row) =>
    element("div", { class: "row" }, ...row.map((button) => buttonElement(button, message, context))),
  );
  return element("div", { class: "buttons" }, ...rows);
}

function buttonElement(button, message, context) {
  const classes = `key ${button.style ?? ""}`;
  if (button.url) {
    const href = safeAddress(button.url);
    return element("a", { class: classes, href: href || undefined, target: "_blank", rel: "noopener noreferrer" }, button.text, icon("out"));
  }
  if (button.copy_text) {
    const copy = () => navigator.clipboard?.writeText(button.copy_text.text);
    return element("button", { class: classes, type: "button", onclick: copy }, button.text, icon("copy"));
  }
  const made = element("button", { class: classes, type: "button" }, button.text);
  made.addEventListener("click", () => {
    made.classList.add("busy");
    context.onPress(message, button.callback_data);
  });
  return made;
}

const SERVICES = {
  pinned_message: (message) => `${message.from?.first_name ?? message.chat.title} pinned a message`,
  new_chat_members: (message) => `${names(message.new_chat_members)} joined`,
  left_chat_member: (message) => `${message.left_chat_member.first_name} left`,
  forum_topic_created: (message) => `Topic “${message.forum_topic_created.name}” opened`,
  forum_topic_closed: () => "Topic closed",
  migrate_to_chat_id: () => "The group became a supergroup",
  migrate_from_chat_id: () => "The supergroup was a group",
};

function isService(message) {
  return Object.keys(SERVICES).some((name) => name in message);
}

function serviceElement(message) {
  const name = Object.keys(SERVICES).find((known) => known in message);
  return element("p", { class: "service", dataset: { id: message.message_id } }, SERVICES[name](message));
}

function names(users) {
  return users.map((user) => user.first_name).join(", ");
}
