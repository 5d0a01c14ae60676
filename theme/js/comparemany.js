/* The comparison where there are many places: reads the open data of those that the address names
   and sets them side by side. Every choice is an address, so that it can be passed on. */

/** Starts on the page of comparisons. */
export async function start(page) {
  const { most, lang, base, home } = page.dataset;
  const words = JSON.parse(page.dataset.words);
  const names = new Map(
    [...page.querySelectorAll(".hra-provinces dd a")].map((link) => [slugOf(link), link.textContent]),
  );
  const asked = (new URLSearchParams(location.search).get("places") ?? "").split(",");
  const chosen = [...new Set(asked)].filter((slug) => names.has(slug)).slice(0, Number(most));
  for (const link of page.querySelectorAll(".hra-provinces dd a")) {
    const slug = slugOf(link);
    if (chosen.includes(slug)) link.setAttribute("aria-current", "true");
    if (chosen.length < Number(most) && !chosen.includes(slug)) link.href = addressOf([...chosen, slug]);
  }
  if (chosen.length === 0) return;
  const box = page.querySelector(".hra-chosen");
  for (const slug of chosen) {
    const link = make("a", `${names.get(slug)} ×`, { href: addressOf(chosen.filter((one) => one !== slug)) });
    link.setAttribute("aria-label", words.remove.replace("{place}", names.get(slug)));
    box.querySelector("ul").append(make("li", "", {}, [link]));
  }
  box.hidden = false;
  try {
    const read = await Promise.all(chosen.map((slug) => readTable(`${base}data/v1/places/${slug}.csv`)));
    const places = chosen.map((slug, at) => ({
      slug,
      name: names.get(slug),
      facts: read[at].filter((row) => row.comparable === "yes" && row.role === "current"),
    }));
    box.querySelector(".hra-compared").append(...makeTables(places, words, lang, home));
  } catch {
    box.querySelector("[role=status]").textContent = words.failed;
  }
}

function slugOf(link) {
  return link.pathname.split("/").at(-2);
}

function addressOf(slugs) {
  return slugs.length ? `?places=${slugs.join(",")}` : location.pathname;
}

/** One table a topic: indicators down, places across; those that most of the places report first. */
function makeTables(places, words, lang, home) {
  return Object.entries(words.topics).flatMap(([topic, title]) => {
    const rows = new Map();
    for (const { slug, facts } of places) {
      for (const fact of facts.filter((one) => one.topic === topic)) {
        const key = `${fact.indicator} ${fact.breakdown}`;
        if (!rows.has(key)) rows.set(key, { fact, cells: new Map() });
        const { cells } = rows.get(key);
        const told = cells.get(slug) ?? [];
        // The same figure of another document stands once.
        const known = told.some((one) => one.text === fact.text && one.period === fact.period);
        cells.set(slug, known ? told : [...told, fact]);
      }
    }
    if (rows.size === 0) return [];
    const head = [words.indicator, ...places.map(({ name }) => name)].map((name) => make("th", name, { scope: "col" }));
    const body = [...rows.values()]
      .sort((a, b) => b.cells.size - a.cells.size)
      .map(({ fact, cells }) => make("tr", "", {}, [
        makeName(fact, words, lang, home),
        ...places.map(({ slug }) => makeCell(cells.get(slug), slug, words, home)),
      ]));
    const table = make("table", "", { className: "hra-matrix hra-matrix--even" }, [
      make("thead", "", {}, [make("tr", "", {}, head)]),
      make("tbody", "", {}, body),
    ]);
    const id = `topic-${topic}`;
    const frame = make("div", "", { className: "hra-scroll", role: "region", tabIndex: 0 }, [table]);
    for (const one of [frame, table]) one.setAttribute("aria-labelledby", id);
    return [make("h2", title, { id }), frame];
  });
}

function makeName(fact, words, lang, home) {
  const link = make("a", fact[`indicator_${lang}`], { href: `${home}indicators/${fact.indicator}/` });
  const groups = fact.breakdown.split(";").filter(Boolean).map((one) => words.groups[one] ?? one);
  const detail = make("span", groups.join(" · "), { className: "hra-detail" });
  return make("th", "", { scope: "row" }, groups.length ? [link, detail] : [link]);
}

function makeCell(facts, slug, words, home) {
  if (!facts) return make("td", "", {}, [make("span", words.none, { className: "hra-absent" })]);
  return make("td", "", {}, facts.map((fact) => make("div", "", { className: "hra-cell" }, [
    make("a", `${words.qualifiers[fact.qualifier] ?? ""}${fact.text}`, { className: "hra-figure", href: `${home}cities/${slug}/#${fact.id}`, lang: "zh" }),
    ...(fact.flags ? [make("span", words.doubt, { className: "hra-doubt" })] : []),
    make("span", fact.period || words.undated, { className: "hra-cell-period" }),
  ])));
}

function make(tag, text, traits, children = []) {
  const element = Object.assign(document.createElement(tag), traits);
  element.append(...(text ? [text] : []), ...children);
  return element;
}

async function readTable(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const [head, ...rows] = parseCsv(await response.text());
  return rows.map((row) => Object.fromEntries(head.map((name, at) => [name, row[at]])));
}

/** Rows of cells after RFC 4180; `text()` has dropped the byte order mark. */
function parseCsv(text) {
  const rows = [];
  let row = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    if (end === "" && row.length === 0 && !plain) break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end !== ",") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}
