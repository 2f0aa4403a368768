// What the page knows: people, chats, messages, link cards. Changes come in through `apply`; screens listen.

export class Store {
  constructor() {
    this.listeners = new Set();
    this.reset();
  }

  reset() {
    this.people = [];
    this.bot = { id: 0, first_name: "Bot" };
    this.chats = new Map();
    this.messages = new Map();
    this.cards = new Map();
    this.actions = [];
    this.title = "";
  }

  listen(listener) {
    this.listeners.add(listener);
  }

  apply(change) {
    this[`on_${change.type}`]?.(change);
    for (const listener of this.listeners) listener(change);
  }

  chatsOf(person) {
    const chats = [...this.chats.values()].filter((chat) => chat.members.includes(person.id));
    return chats.sort((a, b) => Number(a.type !== "private") - Number(b.type !== "private"));
  }

  messagesOf(chat) {
    return this.messages.get(chat.id) ?? new Map();
  }

  on_hello(change) {
    this.reset();
    Object.assign(this, { people: change.people, bot: change.bot, actions: change.actions, title: change.title });
    for (const chat of change.chats) this.chats.set(chat.id, chat);
    for (const message of change.messages) this.on_message({ message });
  }

  on_message({ message }) {
    const chat = message.chat.id;
    if (!this.messages.has(chat)) this.messages.set(chat, new Map());
    this.messages.get(chat).set(message.message_id, message);
  }

  on_edited(change) {
    this.on_message(change);
  }

  on_deleted({ chat_id, message_id }) {
    this.messages.get(chat_id)?.delete(message_id);
  }

  on_chat({ chat }) {
    this.chats.set(chat.id, chat);
  }

  on_preview({ url, card }) {
    this.cards.set(url, card);
  }
}
