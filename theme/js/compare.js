/* The comparison by choice of places and topics. The address holds the choice, so that it can be
   passed on and the back button works; nothing chosen means everything. */

const NAMES = ["places", "topics"];

/** Starts on the page of comparisons. */
export function start(page) {
  const form = page.querySelector(".hra-choose");
  const boxes = Object.fromEntries(
    NAMES.map((name) => [name, [...form.querySelectorAll(`[name=${name}]`)]]),
  );

  function readAddress() {
    const asked = new URLSearchParams(location.search);
    for (const name of NAMES) {
      const words = (asked.get(name) ?? "").split(",");
      for (const box of boxes[name]) box.checked = words.includes(box.value);
    }
    show();
  }

  function writeAddress() {
    // By hand: URLSearchParams would write the commas as %2C.
    const parts = NAMES.map((name) => [name, chosen(name).join(",")]).filter(([, words]) => words);
    const query = parts.map(([name, words]) => `${name}=${words}`).join("&");
    history.pushState(null, "", query ? `?${query}` : location.pathname);
    show();
  }

  function chosen(name) {
    return boxes[name].filter((box) => box.checked).map((box) => box.value);
  }

  function orAll(name) {
    const found = chosen(name);
    return new Set(found.length ? found : boxes[name].map((box) => box.value));
  }

  function show() {
    const places = orAll("places");
    const topics = orAll("topics");
    let rows = 0;
    let shared = 0;
    for (const part of page.querySelectorAll("[data-topic]")) {
      let here = 0;
      for (const row of part.querySelectorAll("tr")) {
        const cells = showCells(row, places);
        if (row.closest("thead")) continue;
        row.hidden = !cells.some((cell) => cell.querySelector(".hra-cell"));
        if (row.hidden || !topics.has(part.dataset.topic)) continue;
        here += 1;
        shared += cells.every((cell) => cell.querySelector(".hra-cell:not(.hra-cell--apart)"));
      }
      part.hidden = here === 0;
      rows += here;
    }
    page.querySelector(".hra-compare-nothing").hidden = rows > 0;
    const status = chosen("places").length > 1 ? page.dataset.chosen : page.dataset.all;
    const said = { places: places.size, rows, shared };
    form.querySelector("[role=status]").textContent = status.replace(
      /\{(\w+)\}/g,
      (_, name) => said[name],
    );
  }

  function showCells(row, places) {
    const shown = [];
    for (const cell of row.querySelectorAll("[data-place]")) {
      cell.hidden = !places.has(cell.dataset.place);
      if (!cell.hidden) shown.push(cell);
    }
    return shown;
  }

  form.addEventListener("change", writeAddress);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The boxes are cleared only after the event.
  form.addEventListener("reset", () => setTimeout(writeAddress));
  addEventListener("popstate", readAddress);
  form.hidden = false;
  readAddress();
}
