// The only way this page makes elements: from text and attributes, never from markup that somebody wrote.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  send: "M3.4 20.4 21 12.7a.8.8 0 0 0 0-1.4L3.4 3.6a.6.6 0 0 0-.85.7L4.7 10.7 14 12l-9.3 1.3-2.15 6.4a.6.6 0 0 0 .85.7Z",
  clip: "M8 12.5 14.2 6.3a3.2 3.2 0 0 1 4.5 4.5l-8.4 8.4a5 5 0 0 1-7.1-7.1l7.8-7.8",
  menu: "M5 8h14M5 12h14M5 16h9",
  close: "M7 7l10 10M17 7 7 17",
  down: "M6 9.5l6 6 6-6",
  reply: "M10 7 4.5 12 10 17v-3.3c4.5 0 7.5 1.3 9.5 4.3-.5-5.5-4-8.5-9.5-8.7Z",
  block: "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM6 6l12 12",
  unblock: "M5 12.5 10 17.5 19.5 7",
  bell: "M6.5 16.5V11a5.5 5.5 0 0 1 8.5-4.6M17.5 11v5.5h-13M10 19.5a2.2 2.2 0 0 0 4 0M4 4l16 16",
  pin: "M9 4h6l-.7 6 3.2 3.5H6.5L9.7 10ZM12 13.5V20",
  out: "M9 7h8v8M17 7 7 17",
  copy: "M9 9h10v10H9zM5 15V5h10",
  light: "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4",
  dark: "M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5Z",
  tick: "M3 12.8 7 17l8.5-9.5M11.5 16l1 1L21 7.5",
};

const FILLED = new Set(["send"]);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "class") made.className = value;
    else if (name === "dataset") Object.assign(made.dataset, value);
    else if (value === true) made.setAttribute(name, "");
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== null && child !== false));
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", FILLED.has(name) ? "icon filled" : "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

// An address that a link may lead to; anything but the web is refused, whatever the message says.
export function safeAddress(address) {
  try {
    const url = new URL(address);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : "";
  } catch {
    return "";
  }
}

const HUES = [212, 262, 168, 24, 340, 192, 44];

export function avatar(name, id) {
  const letters = [...name.matchAll(/(?:^|\s)(\p{L})/gu)].map((match) => match[1]).slice(0, 2).join("");
  const made = element("span", { class: "avatar", "aria-hidden": "true" }, letters || "•");
  made.style.setProperty("--hue", HUES[Math.abs(id) % HUES.length]);
  return made;
}
