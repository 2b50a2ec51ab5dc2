"use strict";
const status = document.getElementById("status");
const filter = document.getElementById("filter");

function say(text) {
  status.textContent = text;
}

// Copies a text; where the clipboard may not be written, by way of a selection of the node that shows it, which stays.
async function copy(text, node) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(node);
    const supply = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
    };
    document.addEventListener("copy", supply);
    const done = document.execCommand("copy");
    document.removeEventListener("copy", supply);
    return done;
  }
}

function makeButton(text, label, node, find) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = text ? "" : "icon";
  button.textContent = text;
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", async () => {
    const names = find();
    const what = names.length === 1 ? names[0] : `${names.length} names`;
    const done = await copy(names.join("\n"), node);
    say(done ? `Copied ${what}.` : `Selected ${what}: press Ctrl+C, or Command+C, to copy.`);
  });
  return button;
}

for (const code of document.querySelectorAll("main code")) {
  code.after(makeButton("", `Copy ${code.textContent}`, code, () => [code.textContent]));
}
for (const group of document.querySelectorAll(".group")) {
  const list = group.querySelector(".names");
  const heading = group.querySelector("h4").firstChild.textContent;
  const find = () => Array.from(list.querySelectorAll("li:not([hidden]) code"), (code) => code.textContent);
  const tools = document.createElement("p");
  tools.className = "tools";
  tools.append(makeButton("Copy all", `Copy all names of the group ${heading}`, list, find));
  list.before(tools);
}

filter.form.hidden = false;
filter.form.addEventListener("submit", (event) => event.preventDefault());
filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  let shown = 0;
  for (const group of document.querySelectorAll(".group")) {
    let hits = 0;
    for (const item of group.querySelectorAll("li")) {
      item.hidden = !item.textContent.toLowerCase().includes(wanted);
      hits += !item.hidden;
    }
    group.hidden = hits === 0;
    if (wanted && hits) group.open = true;
    shown += hits;
  }
  say(wanted ? `${shown} names shown.` : "All names shown.");
});

const headings = document.querySelectorAll("article > h2");
if (headings.length > 1) {
  const list = document.createElement("ol");
  for (const heading of headings) {
    const link = document.createElement("a");
    link.href = `#${heading.id}`;
    link.textContent = heading.querySelector(".input").textContent;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  const nav = document.createElement("nav");
  nav.setAttribute("aria-label", "Variants");
  nav.append(list);
  document.querySelector("main").before(nav);
}

addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    part.dataset.closed = "";
    part.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const part of document.querySelectorAll("[data-closed]")) {
    part.removeAttribute("data-closed");
    part.open = false;
  }
});
