"use strict";
document.documentElement.classList.add("js");
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// Tables sort by a press on a heading; what has no value stays last.
for (const table of all("table.sortable")) {
  all("th[data-sort]", table.tHead).forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const numeric = head.dataset.sort === "number";
      const before = head.getAttribute("aria-sort");
      const down = before ? before === "ascending" : numeric;
      all("th", table.tHead).forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const value = (row) => {
        const cell = row.cells[head.cellIndex];
        const text = cell.dataset.v ?? cell.textContent.trim();
        return numeric ? (text === "" ? NaN : Number(text)) : text;
      };
      const rows = [...table.tBodies[0].rows].map((row, index) => ({ row, index, key: value(row) }));
      rows.sort((a, b) => {
        if (numeric && (Number.isNaN(a.key) || Number.isNaN(b.key))) return Number.isNaN(a.key) - Number.isNaN(b.key) || a.index - b.index;
        const order = numeric ? a.key - b.key : a.key.localeCompare(b.key);
        return (down ? -order : order) || a.index - b.index;
      });
      table.tBodies[0].append(...rows.map((item) => item.row));
    });
  });
}

// Filters of the scenario table and of the cards.
for (const controls of all(".controls[data-for]")) {
  const target = document.getElementById(controls.dataset.for);
  if (!target) continue;
  const items = target.tBodies ? [...target.tBodies[0].rows] : [...target.children];
  const filters = all("select[data-filter]", controls);
  const search = controls.querySelector("[data-search]");
  const count = controls.querySelector(".found");
  const empty = target.parentElement.querySelector(".empty");
  const apply = () => {
    const words = search ? search.value.toLowerCase().trim() : "";
    let shown = 0;
    for (const item of items) {
      const fits = filters.every((filter) => !filter.value || item.dataset[filter.dataset.filter] === filter.value);
      const found = !words || (item.dataset.id + " " + item.querySelector("blockquote").textContent).toLowerCase().includes(words);
      item.hidden = !(fits && found);
      shown += !item.hidden;
    }
    if (count) count.textContent = `${shown} of ${items.length} pairs`;
    if (empty) empty.hidden = shown > 0;
  };
  controls.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["input", "change"]) controls.addEventListener(kind, apply);
  const order = controls.querySelector("[data-order]");
  order?.addEventListener("change", () => {
    const by = order.value;
    const compare = (a, b) => (by === "rank" ? 0 : a.dataset[by].localeCompare(b.dataset[by], undefined, { numeric: true }));
    target.append(...items.slice().sort((a, b) => compare(a, b) || a.dataset.rank - b.dataset.rank));
  });
  const show = controls.querySelector("[data-show]");
  show?.addEventListener("change", () => (target.dataset.shown = show.value));
  apply();
}

// One judgment at a time; without scripts all of them stand one below the other.
for (const tabs of all("[data-tabs]")) {
  const panels = all("[data-tab]", tabs);
  const list = document.createElement("div");
  list.className = "tablist";
  list.setAttribute("role", "tablist");
  const buttons = panels.map((panel, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = panel.dataset.tab;
    button.id = `${tabs.dataset.tabs}-tab-${index}`;
    panel.id = `${tabs.dataset.tabs}-panel-${index}`;
    button.setAttribute("role", "tab");
    button.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", button.id);
    list.append(button);
    return button;
  });
  const choose = (chosen) =>
    panels.forEach((panel, index) => {
      panel.hidden = index !== chosen;
      buttons[index].setAttribute("aria-selected", String(index === chosen));
      buttons[index].tabIndex = index === chosen ? 0 : -1;
    });
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => choose(index));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (index + step + buttons.length) % buttons.length;
      choose(next);
      buttons[next].focus();
    });
  });
  tabs.prepend(list);
  choose(0);
}

// A blurred picture is shown when it is asked for, and hidden again at the next press.
document.addEventListener("click", (event) => {
  const button = event.target.closest(".reveal");
  if (!button) return;
  const blurred = button.parentElement.classList.toggle("blurred");
  button.querySelector("span").textContent = blurred ? "Show the picture" : "Hide";
  button.classList.toggle("shown", !blurred);
});
