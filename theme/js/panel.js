/* What the reader sees of the search: results under a field while typing (a combobox with a list,
   WAI-ARIA Authoring Practices), and the page with all of them. */

import { findIndex, openIndex, queryWords } from "./index.js";
import { cutWithPlaces } from "./tokens.js";

const PAUSE = 120; // ms without a key before asking
// Each result may lie in a file of its own: the first answer must stay small.
const IN_PANEL = { fact: 6, other: 3 };
const ON_PAGE = { fact: 10, other: 3 };
const MORE = 20;
const CONTEXTS = 3;

export const WORDS = {
  zh: {
    kinds: { direct: "直达", fact: "事实", place: "地方", topic: "专题", indicator: "指标", term: "词汇", measure: "举措", source: "来源", page: "页面" },
    count: (count) => `找到 ${count} 条`,
    all: (count) => `查看全部 ${count} 条结果`,
    more: "显示更多",
    none: (query) => `没有找到“${query}”。`,
    apart: (query) => `没有连在一起的“${query}”。下面的结果分别含有这些词。`,
    hints: [
      "用短一些的词试试，例如“报销比例”“次均费用”“DRG”。",
      "数字要写完整：搜 6102 找不到 6102.3。",
      "词与词之间加空格，表示都要出现；加上引号，表示要连在一起。",
    ],
    failed: "搜索暂时无法使用。请刷新页面再试，或从“地方”“指标”目录查找。",
    results: "搜索结果",
    doubt: "存疑",
  },
  en: {
    kinds: { direct: "Go to", fact: "Facts", place: "Places", topic: "Topics", indicator: "Indicators", term: "Glossary", measure: "Measures", source: "Sources", page: "Pages" },
    count: (count) => (count === 1 ? "1 result" : `${count} results`),
    all: (count) => (count === 1 ? "Show the result" : `Show all ${count} results`),
    more: "Show more",
    none: (query) => `Nothing found for “${query}”.`,
    apart: (query) => `No exact match for “${query}”. These results contain its parts. `,
    hints: [
      "Try a shorter word, such as “reimbursement” or “DRG”.",
      "Enter figures in full: 6102 does not find 6102.3.",
      "Words separated by spaces must all occur; put quotation marks around a phrase.",
    ],
    failed: "Search is unavailable at the moment. Reload the page, or look in the lists of places and indicators.",
    results: "Search results",
    doubt: "In doubt",
  },
};

/** `base` is the address of the site's root, `folder` that of the indexes below it. */
export function makeSearch(base, folder) {
  const words = WORDS[document.documentElement.lang.startsWith("en") ? "en" : "zh"];
  let opened = null;
  const open = () => (opened ??= findIndex(new URL(folder, base)).then(openIndex).catch((error) => (opened = null, Promise.reject(error))));
  const search = { base, words, open };
  return {
    attach: (form) => (form.classList.contains("hra-search--page") ? attachPage(search, form) : attachPanel(search, form)),
  };
}

/* The field */

/** Calls `ask` with the field's text when typing pauses, and never amid an input method's work. */
function listen(field, ask) {
  let timer = 0;
  let composing = false;
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(field.value.trim()), PAUSE);
  };
  field.addEventListener("compositionstart", () => (composing = true));
  field.addEventListener("compositionend", () => {
    composing = false;
    soon();
  });
  field.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) soon();
  });
  ask(field.value.trim());
}

/** Wraps `answer` so that a late answer to an early query never replaces a newer one. */
function latestOnly(answer) {
  let asked = 0;
  return async (query) => {
    asked += 1;
    const mine = asked;
    const show = await answer(query);
    if (mine === asked) show();
  };
}

/* The panel under a field */

function attachPanel(search, form) {
  const field = form.querySelector("input[name=q]");
  const list = make("div", { id: `${field.id || "hra-home-q"}-list`, role: "listbox", "aria-label": search.words.results });
  const status = make("p", { class: "hra-results__status", role: "status" });
  const panel = make("div", { class: "hra-panel", hidden: "" }, status, list);
  form.append(panel);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
  })) {
    field.setAttribute(name, value);
  }
  const setOpen = (open) => {
    panel.hidden = !open;
    field.setAttribute("aria-expanded", String(open && list.childElementCount > 0));
    if (!open) choose(field, list, null);
  };
  const ask = latestOnly(async (query) => {
    const content = query ? await answer(search, query, (groups, asked) => shortList(search, asked, groups, form, list)) : null;
    return () => {
      list.replaceChildren(...(content?.rows ?? []));
      status.replaceChildren(...(content?.status ?? []));
      choose(field, list, null);
      setOpen(Boolean(query) && form.contains(document.activeElement));
    };
  });
  field.addEventListener("keydown", (event) => moveInList(event, field, list, setOpen));
  field.addEventListener("focus", () => setOpen(Boolean(field.value.trim()) && status.textContent !== ""));
  form.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !form.contains(relatedTarget)) setOpen(false);
  });
  document.addEventListener("click", ({ target }) => {
    if (!form.contains(target)) setOpen(false);
  });
  listen(field, ask);
}

function moveInList(event, field, list, setOpen) {
  const options = [...list.querySelectorAll("[role=option]")];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const steps = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1 };
  if (event.isComposing) return;
  if (event.key in steps && options.length > 0) {
    event.preventDefault();
    setOpen(true);
    choose(field, list, options[steps[event.key]] ?? null);
  } else if (event.key === "Enter" && at >= 0) {
    event.preventDefault();
    options[at].click();
    setOpen(false);
  } else if (event.key === "Escape" && field.getAttribute("aria-expanded") === "true") {
    event.preventDefault(); // else the browser empties the field
    setOpen(false);
  }
}

function choose(field, list, option) {
  for (const other of list.querySelectorAll("[aria-selected=true]")) other.setAttribute("aria-selected", "false");
  if (!option) {
    field.removeAttribute("aria-activedescendant");
    return;
  }
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

async function shortList(search, query, groups, form, list) {
  const rows = [];
  for (const { kind, numbers } of groups) {
    const shown = numbers.slice(0, IN_PANEL[kind] ?? IN_PANEL.other);
    const records = await readResults(search, query, shown);
    const heading = make("span", { class: "hra-panel__kind", "aria-hidden": "true" }, `${search.words.kinds[kind]} ${numbers.length}`);
    const options = records.map((record) => resultLink(search, query, record, { role: "option", "aria-selected": "false", tabindex: "-1" }));
    rows.push(make("div", { role: "group", "aria-label": search.words.kinds[kind] }, heading, ...options));
  }
  const all = `${form.action}?q=${encodeURIComponent(query)}`;
  rows.push(make("a", { class: "hra-panel__all", href: all, role: "option", "aria-selected": "false", tabindex: "-1" }, search.words.all(countAll(groups))));
  for (const [at, option] of make("div", {}, ...rows).querySelectorAll("[role=option]").entries()) {
    option.id = `${list.id}-${at}`;
  }
  return rows;
}

/* The page of all results */

function attachPage(search, form) {
  const field = form.querySelector("input[name=q]");
  const results = document.getElementById("hra-results");
  const status = make("p", { class: "hra-results__status", role: "status" });
  const body = make("div", {});
  results.replaceChildren(status, body);
  form.addEventListener("submit", (event) => event.preventDefault());
  const ask = latestOnly(async (query) => {
    const content = query ? await answer(search, query, (groups, asked) => longList(search, asked, groups)) : null;
    return () => {
      body.replaceChildren(...(content?.rows ?? []));
      status.replaceChildren(...(content?.status ?? []));
      history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    };
  });
  listen(field, ask);
}

async function longList(search, query, groups) {
  const sections = [];
  for (const { kind, numbers } of groups) {
    const list = make("ol", { class: "hra-results__list" });
    const heading = make("h2", { id: `hra-kind-${kind}` }, `${search.words.kinds[kind]} `, make("small", {}, String(numbers.length)));
    const more = make("button", { type: "button", class: "hra-results__more" }, search.words.more);
    let shown = 0;
    const add = async (count) => {
      const records = await readResults(search, query, numbers.slice(shown, shown + count));
      shown += records.length;
      more.hidden = shown >= numbers.length;
      list.append(...records.map((record) => make("li", {}, resultLink(search, query, record, {}))));
    };
    more.addEventListener("click", async () => {
      const at = list.childElementCount;
      await add(MORE);
      list.children[at]?.querySelector("a").focus();
    });
    await add(ON_PAGE[kind] ?? ON_PAGE.other);
    sections.push(make("section", { "aria-labelledby": heading.id }, heading, list, more));
  }
  return sections;
}

/* Both */

async function answer(search, query, makeRows) {
  const { words } = search;
  try {
    const index = await search.open();
    let groups = await index.find(query);
    const parts = splitQuery(query);
    const apart = groups.length === 0 && parts !== query;
    if (apart) groups = await index.find(parts);
    if (groups.length === 0) {
      const hints = words.hints.map((hint) => make("span", { class: "hra-results__hint" }, hint));
      return { rows: [], status: [words.none(query), ...hints] };
    }
    const total = countAll(groups);
    const rows = await makeRows(await putDirectFirst(search, query, groups), apart ? parts : query);
    return { rows, status: [apart ? `${words.apart(query)}${words.count(total)}` : words.count(total)] };
  } catch {
    return { rows: [], status: [words.failed] };
  }
}

/** The query in the parts that may stand apart in a text: DRG按病种付费 → DRG 按病种付费. */
function splitQuery(query) {
  const parts = query.match(/[\p{Script=Latin}\p{Number}.]+|[^\p{Script=Latin}\p{Number}\p{Punctuation}\s]+/gu) ?? [];
  return parts.join(" ");
}

function countAll(groups) {
  return groups.reduce((sum, { numbers }) => sum + numbers.length, 0);
}

/** Who types the name of a place or topic wants its page before the facts in which it stands. */
async function putDirectFirst(search, query, groups) {
  const direct = [];
  for (const { kind, numbers } of groups) {
    if (kind === "fact" || kind === "measure") continue;
    const records = await readAll(search, numbers.slice(0, IN_PANEL.other));
    const named = ({ names }) => names.toLowerCase().split(" ").includes(query.toLowerCase());
    direct.push(...numbers.filter((_, at) => records[at] && named(records[at])));
  }
  if (direct.length === 0) return groups;
  const rest = groups.map(({ kind, numbers }) => ({ kind, numbers: numbers.filter((one) => !direct.includes(one)) }));
  return [{ kind: "direct", numbers: direct }, ...rest.filter(({ numbers }) => numbers.length > 0)];
}

async function readAll(search, numbers) {
  const index = await search.open();
  return Promise.all(numbers.map(index.record));
}

/**
 * The records; the first facts that show none of the query's words, as these stand in a note, get
 * the words around them as `context`.
 */
async function readResults(search, query, numbers) {
  const index = await search.open();
  const words = queryWords(query);
  const records = await readAll(search, numbers);
  const isShown = ({ shown }) => shown.some((text) => findSpans(text, words).length > 0);
  const unseen = records.filter((record) => record.kind === "fact" && !isShown(record)).slice(0, CONTEXTS);
  return Promise.all(
    records.map(async (record, at) => {
      const lines = unseen.includes(record) ? (await index.text(numbers[at])).split("\n") : [];
      const found = lines.find((line) => findSpans(line, words).length > 0);
      return { ...record, context: found ? clip(found, words) : "" };
    }),
  );
}

/**
 * A fact shows value, place, period, indicator and sentence, and what kind of figure it is unless
 * it is current, and a doubt about it; others a title and their lines.
 */
function resultLink(search, query, record, attributes) {
  const words = queryWords(query);
  const mark = (text) => marked(text, words);
  const line = (name, text) => (text ? [make("span", { class: `hra-result__${name}`, ...languageOf(text) }, ...mark(text))] : []);
  const link = make("a", { class: `hra-result hra-result--${record.kind}`, href: new URL(record.url, search.base), ...attributes });
  if (record.kind === "fact") {
    const [value, place, period, indicator, quote, role, roleName, doubt] = record.shown;
    const head = [line("value", value), line("title", indicator)].flat();
    if (role) head.push(make("span", { class: `hra-role hra-role--${role}` }, roleName));
    if (doubt) head.push(make("span", { class: "hra-doubt" }, search.words.doubt));
    const about = [place, period].filter(Boolean).join(" · ");
    link.append(make("span", { class: "hra-result__head" }, ...head), ...line("about", about), ...line("quote", clip(quote ?? "", words)));
  } else {
    const [title, subtitle, excerpt] = record.shown;
    link.append(...line("title", title), ...line("about", subtitle), ...line("quote", clip(excerpt ?? "", words)));
  }
  link.append(...line("context", record.context));
  return link;
}

/** On a page in another language, the one of a text that is Chinese for the most part. */
function languageOf(text) {
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const isForeign = chinese * 3 > text.length && !document.documentElement.lang.startsWith("zh");
  return isForeign ? { lang: "zh" } : {};
}

/** The parts of a text, what a query's word matches being in `<mark>`. */
function marked(text, words) {
  const parts = [];
  let at = 0;
  for (const [start, end] of findSpans(text, words)) {
    if (start < at) continue;
    parts.push(text.slice(at, start), make("mark", {}, text.slice(start, end)));
    at = end;
  }
  parts.push(text.slice(at));
  return parts.filter((part) => part !== "");
}

function findSpans(text, words) {
  const places = cutWithPlaces(text);
  const spans = [];
  for (const word of words) {
    for (let at = 0; at + word.length <= places.length; at += 1) {
      if (word.every((token, step) => places[at + step].token === token)) {
        spans.push([places[at].start, places[at + word.length - 1].end]);
      }
    }
  }
  return spans.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

/** A long sentence cut down to what surrounds its first match. */
function clip(text, words, room = 110) {
  if (text.length <= room) return text;
  const first = findSpans(text, words)[0]?.[0] ?? 0;
  const start = Math.max(0, Math.min(first - 30, text.length - room));
  return `${start > 0 ? "…" : ""}${text.slice(start, start + room)}${start + room < text.length ? "…" : ""}`;
}

function make(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}
