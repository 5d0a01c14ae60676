/* A field that narrows a list of places as one types. What has `data-find`, or is a row of a table
   of facts, shows if it holds the words, an element with `data-group` if anything in it shows or its own name holds them. */

/** Starts every such field of the page. */
export function start() {
  for (const box of document.querySelectorAll("[data-finder]")) {
    const [field, status] = [box.querySelector("input"), box.querySelector("[role=status]")];
    const items = [...document.querySelectorAll("[data-find], .hra-fact")].map((item) => [item, wordsOf(item)]);
    const groups = [...document.querySelectorAll("[data-group]")];
    field.addEventListener("input", () => {
      const asked = field.value.trim().toLowerCase();
      let found = 0;
      for (const [item, words] of items) {
        item.hidden = !words.includes(asked);
        found += !item.hidden;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-find]:not([hidden])");
      status.textContent = asked ? box.dataset.finder.replace("{n}", found) : "";
    });
    box.hidden = false;
  }
}

function wordsOf(item) {
  const group = item.closest("[data-group]")?.querySelector("dt a, h2, h3");
  const own = item.querySelector("th") ?? item;
  return `${own.textContent} ${group?.textContent ?? ""}`.toLowerCase();
}
