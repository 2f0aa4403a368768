// The foot of a phone: the input field, the command menu, attachments, the reply keyboard; or Start and Restart.

import { element, icon } from "./dom.js";

// `deeds`: say(text, replyTo), start(), unblock(), sendPhoto(file, caption).
export class Composer {
  constructor(name, deeds) {
    this.deeds = deeds;
    this.replyTo = null;
    this.commands = [];
    this.field = element("textarea", { rows: "1", placeholder: "Message", "aria-label": `${name} writes a message` });
    this.menuButton = element(
      "button",
      { class: "menu", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => this.toggleMenu() },
      icon("menu"),
      element("span", {}, "Menu"),
    );
    this.picker = element("input", { type: "file", accept: "image/png,image/jpeg", hidden: true });
    this.reply = element("div", { class: "replying", hidden: true });
    this.menu = element("div", { class: "commands", role: "menu", hidden: true, "aria-label": "Commands" });
    this.keyboard = element("div", { class: "keyboard", hidden: true });
    this.form = element(
      "form",
      { class: "composer" },
      this.menuButton,
      this.field,
      element("button", { class: "round attach", type: "button", "aria-label": "Send a picture", onclick: () => this.picker.click() }, icon("clip")),
      element("button", { class: "round send", "aria-label": "Send" }, icon("send")),
      this.picker,
    );
    this.big = element("button", { class: "big", type: "button", hidden: true });
    this.root = element("footer", { class: "foot" }, this.menu, this.reply, this.form, this.big, this.keyboard);
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("input", () => this.grow());
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.send();
      }
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.escape();
      if (!this.menu.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) this.moveInMenu(event);
    });
    this.root.addEventListener("focusout", (event) => {
      if (!this.root.contains(event.relatedTarget)) this.closeMenu();
    });
    this.picker.addEventListener("change", () => {
      const [file] = this.picker.files;
      if (file) this.deeds.sendPhoto(file, this.field.value.trim());
      this.picker.value = "";
      this.clear();
    });
  }

  // Show what fits the chat: Start before the first word, Restart after a block, the field otherwise.
  show(chat, commands) {
    this.commands = commands;
    this.menuButton.hidden = commands.length === 0;
    const asleep = chat.blocked || !chat.started;
    this.form.hidden = asleep;
    this.big.hidden = !asleep;
    this.big.textContent = chat.blocked ? "Restart bot" : "Start";
    this.big.onclick = () => (chat.blocked ? this.deeds.unblock() : this.deeds.start());
    this.showKeyboard(asleep ? null : chat.keyboard);
  }

  showKeyboard(markup) {
    const rows = markup?.keyboard ?? [];
    this.keyboard.hidden = rows.length === 0;
    this.keyboard.replaceChildren(
      ...rows.map((row) =>
        element(
          "div",
          { class: "row" },
          ...row.map((button) => {
            const say = () => this.deeds.say(button.text, null);
            return element("button", { class: "key", type: "button", onclick: say }, button.text);
          }),
        ),
      ),
    );
    this.field.placeholder = markup?.input_field_placeholder || "Message";
  }

  startReply(message) {
    this.replyTo = message.message_id;
    this.reply.hidden = false;
    this.reply.replaceChildren(
      icon("reply"),
      element("p", {}, element("strong", {}, "Reply"), element("span", {}, (message.text ?? message.caption ?? "Photo").slice(0, 90))),
      element("button", { class: "round", type: "button", "aria-label": "Do not reply", onclick: () => this.endReply() }, icon("close")),
    );
    this.field.focus();
  }

  endReply() {
    this.replyTo = null;
    this.reply.hidden = true;
  }

  send() {
    const text = this.field.value.trim();
    if (!text) return;
    this.deeds.say(text, this.replyTo);
    this.clear();
  }

  clear() {
    this.field.value = "";
    this.endReply();
    this.grow();
  }

  grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 140)}px`;
  }

  escape() {
    if (!this.menu.hidden) {
      this.closeMenu();
      this.menuButton.focus();
    } else {
      this.endReply();
    }
  }

  toggleMenu() {
    if (!this.menu.hidden) return this.closeMenu();
    this.menu.replaceChildren(
      ...this.commands.map(({ command, description }) =>
        element(
          "button",
          { type: "button", role: "menuitem", onclick: () => this.choose(command) },
          element("span", { class: "what" }, description),
          element("span", { class: "command" }, `/${command}`),
        ),
      ),
    );
    this.menu.hidden = false;
    this.menuButton.setAttribute("aria-expanded", "true");
    this.menu.firstElementChild?.focus();
  }

  closeMenu() {
    this.menu.hidden = true;
    this.menuButton.setAttribute("aria-expanded", "false");
  }

  moveInMenu(event) {
    event.preventDefault();
    const items = [...this.menu.children];
    const step = event.key === "ArrowDown" ? 1 : -1;
    const at = items.indexOf(document.activeElement);
    items[(at + step + items.length) % items.length]?.focus();
  }

  choose(command) {
    this.closeMenu();
    this.deeds.say(`/${command}`, null);
    this.field.focus();
  }
}
