// Moments in the reader's own zone and language: the clock of a message, and <tg-time>.

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function clock(unix, language) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(unix * 1000);
}

export function dayName(unix, language) {
  const day = new Date(unix * 1000);
  const apart = Math.round((startOfDay(new Date()) - startOfDay(day)) / 86_400_000);
  if (apart < 2) return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-apart, "day");
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(day);
}

// A <time> element for a date_time entity; `format` is Telegram's: r, or w, d/D, t/T. Without one the text stays.
export function moment(unix, format, text, language) {
  const made = document.createElement("time");
  made.dateTime = new Date(unix * 1000).toISOString();
  made.title = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "long" }).format(unix * 1000);
  made.className = "moment";
  made.textContent = format ? shown(unix, format, language) : text;
  if (format === "r") Object.assign(made.dataset, { relative: unix, language });
  return made;
}

export function refreshRelative(root) {
  for (const made of root.querySelectorAll("time[data-relative]")) {
    made.textContent = relative(Number(made.dataset.relative), made.dataset.language);
  }
}

function shown(unix, format, language) {
  if (format === "r") return relative(unix, language);
  const wanted = {};
  if (format.includes("w")) wanted.weekday = "long";
  if (format.includes("d")) Object.assign(wanted, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (format.includes("D")) Object.assign(wanted, { day: "numeric", month: "long", year: "numeric" });
  if (/[tT]/.test(format)) Object.assign(wanted, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) wanted.second = "2-digit";
  return new Intl.DateTimeFormat(language, wanted).format(unix * 1000);
}

function relative(unix, language) {
  const apart = unix - Date.now() / 1000;
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  for (const [unit, seconds] of UNITS) {
    if (Math.abs(apart) >= seconds) return words.format(Math.round(apart / seconds), unit);
  }
  return words.format(0, "second");
}

function startOfDay(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate());
}
