// Keeps the page in step with /staff/updates. Whatever a patient wrote goes in as text, never as markup.
"use strict";

const EVERY_MS = 2000;
const entries = new Map(); // id -> the entry as it came
const open = new Set(); // ids whose earlier versions are unfolded
const fresh = new Set(); // ids that came while the page was open
let people = [];
let upTo = 0;
let etag = "";
let total = 0;

function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "data") Object.assign(element.dataset, value);
    else if (key === "text") element.textContent = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

function time(moment) {
  return make("time", { datetime: moment.at, text: moment.words });
}

function row(question, answers, labels = []) {
  const cells = answers.map((answer, n) => make("td", { text: answer, data: { label: labels[n] ?? "" } }));
  return make("tr", {}, make("th", { scope: "row", text: question }), ...cells);
}

function headed(words) {
  return make("thead", {}, make("tr", {}, ...words.map((text) => make("th", { scope: "col", text }))));
}

// On narrow screens the cells become blocks, which would take the table's roles away, so they are given.
function tabled(name, ...parts) {
  const table = make("table", { class: name, role: "table" }, ...parts);
  const roles = { "thead, tbody": "rowgroup", tr: "row", "th[scope=row]": "rowheader", "th[scope=col]": "columnheader", td: "cell" };
  for (const [selector, role] of Object.entries(roles)) {
    for (const part of table.querySelectorAll(selector)) part.setAttribute("role", role);
  }
  return table;
}

function answersOf(entry) {
  const rows = entry.answers.map((line) => {
    const made = row(line.question, [line.answer]);
    made.dataset.linkId = line.linkId;
    if (line.depth > 0) made.className = "inner";
    return made;
  });
  const caption = make("caption", { class: "unseen", text: "Questions and answers" });
  const table = tabled("answers", caption, make("tbody", {}, ...rows));
  return rows.length ? table : make("p", { class: "none", text: "No answers in this version." });
}

function earlierOf(entry) {
  const folded = make("details", { class: "earlier" });
  folded.open = open.has(entry.id);
  folded.addEventListener("toggle", () => (folded.open ? open.add(entry.id) : open.delete(entry.id)));
  folded.append(make("summary", { text: `Earlier versions (${entry.earlier.length})` }));
  for (const version of entry.earlier) {
    const title = make("h4", { text: `Version ${version.version}, ${version.statusWords}, received ` });
    title.append(time(version.received));
    const labels = [`In version ${version.version}`, `In version ${version.version + 1}`];
    const rows = version.changes.map((change) =>
      row(change.question, [change.before || "no answer", change.after || "no answer"], labels),
    );
    const caption = make("caption", { class: "unseen", text: `What changed after version ${version.version}` });
    const table = tabled("changes", caption, headed(["Question", ...labels]), make("tbody", {}, ...rows));
    const same = make("p", { class: "none", text: "The answers are the same in the next version." });
    folded.append(make("section", { data: { version: version.version } }, title, rows.length ? table : same));
  }
  return folded;
}

function drawEntry(entry) {
  const titleId = `title-${entry.id}`;
  const badge = make("span", { class: "badge", text: entry.statusWords, data: { tone: entry.status } });
  const news = fresh.has(entry.id) ? [make("span", { class: "badge", text: "new", data: { tone: "new" } })] : [];
  const title = make("h3", { id: titleId, text: entry.form });
  const when = make("p", { class: "when", text: "Written " });
  when.append(time(entry.authored), " · received ", time(entry.received), ` · version ${entry.version}`);
  const made = make(
    "article",
    {
      class: "entry",
      id: `entry-${entry.id}`,
      "aria-labelledby": titleId,
      data: {
        id: entry.id,
        identifier: entry.identifier,
        version: entry.version,
        status: entry.status,
        patient: entry.patient,
        new: fresh.has(entry.id),
      },
    },
    make("div", { class: "top" }, title, badge, ...news),
    when,
    answersOf(entry),
  );
  if (entry.earlier.length) made.append(earlierOf(entry));
  return made;
}

function drawPatient(person) {
  const titleId = `patient-${person.id}`;
  const title = make("h2", { id: titleId, text: person.name });
  const next = make("p", { class: "next", text: person.next ? "Next infusion: " : "No infusion is booked." });
  if (person.next) next.append(time(person.next));
  const theirs = [...entries.values()].filter((entry) => entry.patient === person.id).sort((a, b) => b.seq - a.seq);
  const section = make("section", { "aria-labelledby": titleId, data: { patient: person.id } }, title, next);
  section.append(...theirs.map(drawEntry));
  if (!theirs.length) section.append(make("p", { class: "none", text: "Nothing has arrived yet." }));
  return section;
}

function draw() {
  const page = document.getElementById("patients");
  const focused = document.activeElement?.closest?.(".entry")?.id;
  page.replaceChildren(...people.map(drawPatient));
  if (!people.length) page.append(make("p", { class: "none", text: "There are no patients yet." }));
  page.setAttribute("aria-busy", "false");
  if (focused) document.getElementById(focused)?.querySelector("summary")?.focus();
}

function say(state, text) {
  const line = document.getElementById("connection");
  if (line.dataset.state !== state || line.textContent !== text) {
    line.dataset.state = state;
    line.textContent = text;
  }
}

function announce(arrived) {
  const names = new Map(people.map((person) => [person.id, person.name]));
  const words = arrived.map((entry) => {
    const what = entry.version > 1 ? `${entry.form}, ${entry.statusWords}` : entry.form;
    return `${names.get(entry.patient) ?? "A patient"}: ${what}`;
  });
  document.getElementById("news").textContent = `Received from ${words.join("; ")}`;
}

function take(update) {
  const isFirst = etag === "";
  people = update.patients;
  total = update.total;
  for (const entry of update.entries) {
    entries.set(entry.id, entry);
    if (!isFirst) fresh.add(entry.id);
  }
  upTo = update.upTo;
  draw();
  if (!isFirst && update.entries.length) announce(update.entries);
}

async function ask() {
  const headers = etag ? { "If-None-Match": etag } : {};
  const answer = await fetch(`/staff/updates?since=${upTo}`, { headers, cache: "no-store" });
  if (answer.status === 403) {
    say("lost", "The clinic was restarted. Open the new staff address that it printed.");
    return;
  }
  if (answer.status !== 200 && answer.status !== 304) throw new Error("no answer");
  if (answer.status === 200) {
    take(await answer.json());
    etag = answer.headers.get("ETag");
  }
  const older = total > entries.size ? ` The newest ${entries.size} of ${total} are shown.` : "";
  say("live", `New entries appear here as they arrive.${older}`);
}

async function keepAsking() {
  for (;;) {
    try {
      await ask();
    } catch {
      say("lost", "The clinic's server is not answering. What you see may be out of date. The page will try again.");
    }
    await new Promise((done) => setTimeout(done, EVERY_MS));
  }
}

keepAsking();
