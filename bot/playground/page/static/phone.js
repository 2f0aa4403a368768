// One person's phone: the head, the conversation, the foot, and what floats above them.

import { Composer } from "./composer.js";
import { avatar, element, icon } from "./dom.js";
import { messageElement } from "./message.js";
import { dayName } from "./times.js";

const TYPING_SECONDS = 5;
const NEAR_THE_END = 120; // pixels from the last message that still count as the end
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export class Phone {
  constructor(person, store, connection) {
    Object.assign(this, { person, store, connection, unseen: 0, follows: true, scrolledTo: 0 });
    this.chat = store.chatsOf(person)[0];
    this.composer = new Composer(person.first_name, {
      say: (text, replyTo) => this.do("say", { text, reply_to: replyTo }),
      start: () => this.do("start"),
      unblock: () => this.do("start"),
      sendPhoto: (file, caption) => this.sendPhoto(file, caption),
    });
    this.build();
    this.showChat();
  }

  build() {
    const name = this.person.first_name;
    this.title = element("strong", {});
    this.subtitle = element("span", { class: "subtitle" });
    this.face = element("span", { class: "face" });
    this.switcher = element("select", { "aria-label": `${name}'s chats`, onchange: () => this.switchTo(Number(this.switcher.value)) });
    this.blockButton = element("button", { class: "round more", type: "button", onclick: () => this.toggleBlock() });
    this.pinned = element("button", { class: "pinned", type: "button", hidden: true });
    this.log = element("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": `${name}'s conversation`, tabindex: "0" });
    this.downCount = element("span", { class: "count", hidden: true });
    this.down = element("button", { class: "round down", type: "button", hidden: true, "aria-label": "To the newest message", onclick: () => this.toEnd() }, icon("down"), this.downCount);
    this.toastBox = element("p", { class: "toast", role: "status", hidden: true });
    this.alertBox = element("dialog", { class: "alert" });
    this.log.addEventListener("scroll", () => this.onScroll());
    this.screen = element(
      "div",
      { class: "screen" },
      element("header", { class: "head" }, this.face, element("p", { class: "who" }, this.title, this.subtitle), this.switcher, this.blockButton),
      this.pinned,
      element("div", { class: "middle" }, this.log, this.toastBox, this.down),
      this.composer.root,
      this.alertBox,
    );
    this.root = element(
      "section",
      { class: "phone", "aria-label": `${name}'s phone`, dataset: { person: this.person.id } },
      element("h2", { class: "owner" }, avatar(name, this.person.id), element("span", {}, name), this.person.role && element("em", {}, this.person.role)),
      this.screen,
    );
  }

  do(deed, more = {}) {
    this.connection.do({ do: deed, user_id: this.person.id, chat_id: this.chat.id, ...more });
  }

  async sendPhoto(file, caption) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ chat_id: this.chat.id, user_id: this.person.id, caption, photo: file })) {
      form.append(name, value);
    }
    const answer = await fetch("/page/photo", { method: "POST", body: form });
    if (!answer.ok) this.toast(await answer.text());
  }

  // Everything anew, as after a change of chat.
  showChat() {
    this.unseen = 0;
    this.lastDay = "";
    this.showHead();
    this.log.replaceChildren();
    for (const message of this.store.messagesOf(this.chat).values()) this.log.append(...this.rendered(message));
    this.markGroups();
    this.toEnd("instant");
  }

  showHead() {
    const { bot } = this.store;
    const title = this.chat.type === "private" ? bot.first_name : this.chat.title;
    this.title.textContent = title;
    this.face.replaceChildren(this.chat.type === "private" ? element("img", { src: "/page/logo.svg", alt: "" }) : avatar(title, this.chat.id));
    this.showSubtitle();
    const chats = this.store.chatsOf(this.person);
    this.switcher.hidden = chats.length < 2;
    this.switcher.replaceChildren(
      ...chats.map((chat) => {
        const option = element("option", { value: chat.id }, chat.type === "private" ? bot.first_name : chat.title);
        option.selected = chat.id === this.chat.id;
        return option;
      }),
    );
    this.blockButton.hidden = this.chat.type !== "private" || !this.chat.started;
    this.blockButton.replaceChildren(icon(this.chat.blocked ? "unblock" : "block"));
    const block = this.chat.blocked ? "Unblock the bot" : "Block the bot";
    this.blockButton.setAttribute("aria-label", block);
    this.blockButton.title = block;
    this.composer.show(this.chat, this.chat.commands[this.person.id] ?? []);
    this.showPinned();
  }

  showSubtitle() {
    const kinds = { private: "bot", group: "group", supergroup: "group", channel: "channel" };
    const members = this.chat.type === "private" ? "" : `, ${this.chat.members.length} members`;
    this.subtitle.textContent = kinds[this.chat.type] + members;
    this.subtitle.classList.remove("typing");
  }

  showPinned() {
    const message = this.store.messagesOf(this.chat).get(this.chat.pinned.at(-1));
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(icon("pin"), element("span", {}, (message.text ?? message.caption ?? "Photo").slice(0, 100)));
    this.pinned.onclick = () => this.jumpTo(message.message_id);
  }

  toggleBlock() {
    this.do(this.chat.blocked ? "unblock" : "block");
  }

  switchTo(chatId) {
    this.chat = this.store.chats.get(chatId) ?? this.chat;
    this.showChat();
  }

  // --- changes ---

  on_message({ message }) {
    if (message.chat.id !== this.chat.id) return;
    const follow = this.follows || message.from?.id === this.person.id;
    const made = this.rendered(message);
    for (const part of made) part.classList.add("new");
    this.log.append(...made);
    this.markGroups();
    this.showSubtitle();
    if (follow) this.toEnd();
    else this.countUnseen();
  }

  on_edited({ message }) {
    const old = this.find(message.chat.id, message.message_id);
    if (!old) return;
    const follow = this.follows;
    const wasFocused = old.contains(document.activeElement);
    const made = messageElement(message, this.contextOf(message));
    made.classList.add("changed");
    old.replaceWith(made);
    this.markGroups();
    if (wasFocused) made.querySelector(".key")?.focus();
    if (follow) this.toEnd();
  }

  on_deleted({ chat_id, message_id }) {
    const old = this.find(chat_id, message_id);
    if (!old) return;
    const gone = () => {
      old.remove();
      this.markGroups();
    };
    old.classList.add("gone");
    old.addEventListener("animationend", gone, { once: true });
    setTimeout(gone, 400);
    this.showPinned();
  }

  on_chat({ chat }) {
    if (chat.id === this.chat.id) this.chat = chat;
    this.showHead();
  }

  on_typing({ chat_id, action }) {
    if (chat_id !== this.chat.id) return;
    this.subtitle.textContent = action === "upload_photo" ? "sending a photo…" : "typing…";
    this.subtitle.classList.add("typing");
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.showSubtitle(), TYPING_SECONDS * 1000);
  }

  on_toast({ user_id, text, alert }) {
    if (user_id !== this.person.id) return;
    for (const busy of this.log.querySelectorAll(".busy")) busy.classList.remove("busy");
    if (!text) return;
    if (alert) this.alert(text);
    else this.toast(text);
  }

  on_preview({ url }) {
    for (const message of this.store.messagesOf(this.chat).values()) {
      const old = message.preview_url === url && this.find(this.chat.id, message.message_id);
      if (!old) continue;
      const follow = this.follows;
      old.replaceWith(messageElement(message, this.contextOf(message)));
      this.markGroups();
      if (follow) this.toEnd("instant");
    }
  }

  on_refused({ text }) {
    this.toast(text);
  }

  // --- the conversation ---

  rendered(message) {
    const made = [messageElement(message, this.contextOf(message))];
    const day = dayName(message.date, this.person.language_code);
    if (this.lastDay !== day) made.unshift(element("p", { class: "day" }, day));
    this.lastDay = day;
    return made;
  }

  contextOf(message) {
    return {
      language: this.person.language_code,
      owner: this.person,
      chat: this.chat,
      replied: message.reply_to_message && (this.store.messagesOf(this.chat).get(message.reply_to_message.message_id) ?? message.reply_to_message),
      card: this.store.cards.get(message.preview_url),
      onCommand: (text) => this.do("say", { text }),
      onPress: (pressed, data) => this.do("press", { message_id: pressed.message_id, data }),
      onReply: (replied) => this.composer.startReply(replied),
      onQuote: (messageId) => this.jumpTo(messageId),
    };
  }

  // Messages of one sender in a row stand closer; only the last has a tail.
  markGroups() {
    const shown = [...this.log.children].filter((child) => !child.classList.contains("gone"));
    shown.forEach((child, index) => {
      const next = shown[index + 1];
      const together = next?.matches(".message") && child.matches(".message") && next.dataset.sender === child.dataset.sender;
      child.classList.toggle("followed", Boolean(together));
    });
  }

  find(chatId, messageId) {
    return chatId === this.chat.id ? this.log.querySelector(`[data-id="${messageId}"]:not(.gone)`) : null;
  }

  jumpTo(messageId) {
    const found = this.find(this.chat.id, messageId);
    found?.scrollIntoView({ block: "center", behavior: stillness.matches ? "instant" : "smooth" });
    found?.classList.remove("changed");
    requestAnimationFrame(() => found?.classList.add("changed"));
  }

  isNearEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_THE_END;
  }

  toEnd(behavior = "smooth") {
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: stillness.matches ? "instant" : behavior });
    this.follows = true;
    this.unseen = 0;
    this.showDown();
  }

  // The view follows new messages until somebody scrolls up, and again when he is back at the end.
  onScroll() {
    const up = this.log.scrollTop < this.scrolledTo;
    this.scrolledTo = this.log.scrollTop;
    if (this.isNearEnd()) {
      this.follows = true;
      this.unseen = 0;
    } else if (up) {
      this.follows = false;
    }
    this.showDown();
  }

  countUnseen() {
    this.unseen += 1;
    this.showDown();
  }

  showDown() {
    this.down.hidden = this.follows && this.unseen === 0;
    this.downCount.hidden = this.unseen === 0;
    this.downCount.textContent = String(this.unseen);
  }

  toast(text) {
    this.toastBox.textContent = text;
    this.toastBox.hidden = false;
    clearTimeout(this.toasting);
    this.toasting = setTimeout(() => (this.toastBox.hidden = true), 3500);
  }

  alert(text) {
    const close = element("button", { type: "button", onclick: () => this.alertBox.close() }, "OK");
    this.alertBox.replaceChildren(element("p", {}, text), close);
    this.alertBox.showModal();
  }
}
