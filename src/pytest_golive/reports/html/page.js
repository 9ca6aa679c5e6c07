"use strict";
(() => {
  const all = (selector, where = document) => [...where.querySelectorAll(selector)];
  const rows = all(".part details.row");
  const find = document.getElementById("find");
  const seen = document.getElementById("seen");
  const unfold = document.getElementById("unfold");
  const buttons = all(".tools button[data-outcome]");
  const texts = new Map();
  document.documentElement.classList.add("js");
  all(".tools, .copy").forEach((element) => { element.hidden = false; });
  if (!find) return; // a page without rows

  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };

  /** Shows the rows with a pressed outcome, or all if none is pressed, in which every word stands. */
  const filter = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const outcomes = new Set(buttons.filter((one) => one.getAttribute("aria-pressed") === "true")
      .map((one) => one.dataset.outcome));
    let count = 0;
    for (const row of rows) {
      const isWanted = !outcomes.size || outcomes.has(row.dataset.outcome);
      row.hidden = !(isWanted && words.every((word) => textOf(row).includes(word)));
      count += row.hidden ? 0 : 1;
    }
    for (const part of all(".part")) part.hidden = !all("details.row", part).some((row) => !row.hidden);
    seen.textContent = words.length || outcomes.size ? `${count} of ${rows.length} rows are shown` : "";
  };

  /** Opens the row that the address names, even if it was filtered out. */
  const open = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!row || !row.matches("details.row")) return;
    if (row.hidden) {
      find.value = "";
      buttons.forEach((one) => one.setAttribute("aria-pressed", "false"));
      filter();
    }
    row.open = true;
    row.scrollIntoView();
    row.querySelector("summary").focus({ preventScroll: true });
  };

  const press = (button, isOn) => button.setAttribute("aria-pressed", String(isOn));
  const isPressed = (button) => button.getAttribute("aria-pressed") === "true";

  let waiting = 0;
  find.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(filter, 120);
  });
  find.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      find.value = "";
      filter();
    }
  });
  find.form.addEventListener("submit", (event) => event.preventDefault());
  buttons.forEach((button) => button.addEventListener("click", () => {
    press(button, !isPressed(button));
    filter();
  }));
  unfold.addEventListener("click", () => {
    press(unfold, !isPressed(unfold));
    rows.filter((row) => !row.hidden).forEach((row) => { row.open = isPressed(unfold); });
  });

  // Arrow keys only where a row has the focus: no key is taken from readers elsewhere.
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("details.row > summary")?.parentElement;
    const shown = rows.filter((one) => !one.hidden);
    const at = shown.indexOf(row);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (at < 0 || to === undefined || !shown[to] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    shown[to].querySelector("summary").focus();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.(".copy");
    if (!button) return;
    const code = button.parentElement.querySelector("code");
    let words = "Copied";
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      words = "Selected";
    }
    button.textContent = words;
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((one) => { one.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((one) => { one.open = false; }));
  addEventListener("hashchange", open);
  open();
})();
