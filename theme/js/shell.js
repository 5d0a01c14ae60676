/* The shell: colour scheme and its memory, the menu, the contents list, and opening the fact that
   an address names. Runs in the head, so that no page shows the wrong colours first; the search
   is fetched with the first key pressed in its field. The page works without any of this. */

(() => {
  const root = document.documentElement;
  const script = document.currentScript;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const SCHEME = "hra-scheme";
  const SLASH = "hra-slash";

  function remembered(name) {
    try {
      return localStorage.getItem(name);
    } catch {
      return null; // storage may be forbidden
    }
  }

  function remember(name, choice) {
    try {
      if (choice) localStorage.setItem(name, choice);
      else localStorage.removeItem(name);
    } catch {
      // then the choice lives as long as the page
    }
  }

  function setScheme(scheme) {
    if (scheme === "light" || scheme === "dark") root.dataset.scheme = scheme;
    else delete root.dataset.scheme;
  }

  function isDark() {
    return root.dataset.scheme ? root.dataset.scheme === "dark" : dark.matches;
  }

  root.classList.replace("no-js", "js");
  setScheme(remembered(SCHEME));

  function startSchemeButton() {
    const button = document.querySelector(".hra-scheme");
    const show = () => button.setAttribute("aria-label", isDark() ? button.dataset.light : button.dataset.dark);
    button.hidden = false;
    button.addEventListener("click", () => {
      const scheme = isDark() ? "light" : "dark";
      // Back at the system's own scheme there is nothing to remember: it may change with the hour.
      const own = scheme === (dark.matches ? "dark" : "light");
      setScheme(own ? null : scheme);
      remember(SCHEME, own ? null : scheme);
      show();
    });
    dark.addEventListener("change", show);
    show();
  }

  function startMenu() {
    const button = document.querySelector(".hra-menu-button");
    const menu = document.getElementById(button.getAttribute("aria-controls"));
    const isOpen = () => button.getAttribute("aria-expanded") === "true";
    const setOpen = (open) => {
      button.setAttribute("aria-expanded", String(open));
      menu.toggleAttribute("data-open", open);
    };
    button.addEventListener("click", () => {
      setOpen(!isOpen());
      if (isOpen()) menu.querySelector("a").focus();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !isOpen()) return;
      setOpen(false);
      button.focus();
    });
    document.addEventListener("click", (event) => {
      if (isOpen() && !menu.contains(event.target) && !button.contains(event.target)) setOpen(false);
    });
    menu.addEventListener("focusout", ({ relatedTarget }) => {
      if (isOpen() && relatedTarget && !menu.contains(relatedTarget) && relatedTarget !== button) setOpen(false);
    });
  }

  /** Opens every `<details>` around what the address names, and the one inside a fact. Shows the
      whole row with its quote if the screen has room for it down to what is named. */
  function showTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || target.id === "content") return;
    const inside = target.matches("details") ? target : target.querySelector("details");
    const opened = [];
    if (inside && !/^H[1-6]$|^SECTION$|^ARTICLE$/.test(target.tagName)) opened.push(inside);
    for (let box = target; box; box = box.parentElement?.closest("details")) {
      if (box.matches("details")) opened.push(box);
    }
    if (opened.length === 0) return;
    for (const box of opened) box.open = true;
    const row = target.closest(".hra-fact") ?? target;
    const height = target.getBoundingClientRect().bottom - row.getBoundingClientRect().top;
    (height < innerHeight - 100 ? row : target).scrollIntoView();
  }

  /** Marks in the contents list the section that is being read. */
  function startContents() {
    const links = new Map();
    for (const link of document.querySelectorAll(".hra-contents--side a")) {
      const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (heading) links.set(heading, link);
    }
    if (links.size === 0) return;
    let asked = false;
    const mark = () => {
      asked = false;
      let current = null;
      for (const heading of links.keys()) {
        if (heading.getBoundingClientRect().top > innerHeight / 3) break;
        current = heading;
      }
      for (const [heading, link] of links) {
        if (heading === current) link.setAttribute("aria-current", "location");
        else link.removeAttribute("aria-current");
      }
    };
    const ask = () => {
      if (!asked) requestAnimationFrame(mark);
      asked = true;
    };
    addEventListener("scroll", ask, { passive: true });
    mark();
  }

  /** The other language's page opens at the same figure, or with the same question. */
  function startLanguage() {
    const link = document.querySelector(".hra-language");
    const follow = () => {
      link.hash = location.hash;
      link.search = location.search;
    };
    for (const name of ["pointerdown", "focus", "click"]) link.addEventListener(name, follow);
  }

  /** `/` leads to the search field. Who dictates types it unawares, and can switch it off on the
      search page (WCAG 2.1.4). */
  function startSlash() {
    let isOn = remembered(SLASH) !== "off";
    const box = document.getElementById("hra-slash");
    if (box) {
      box.closest("[hidden]").hidden = false;
      box.checked = isOn;
      box.addEventListener("change", () => {
        isOn = box.checked;
        remember(SLASH, isOn ? null : "off");
      });
    }
    document.addEventListener("keydown", (event) => {
      const { key, target, altKey, ctrlKey, metaKey, isComposing } = event;
      if (!isOn || key !== "/" || altKey || ctrlKey || metaKey || isComposing) return;
      if (target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")) return;
      event.preventDefault(); // else the field would begin with it
      const field = document.getElementById("hra-q");
      field.focus();
      field.select();
    });
  }

  function startSearch() {
    const { base, index } = script.dataset;
    const from = new URL(".", script.src);
    let search = null;
    const load = () => {
      // Asked for together: fetched one after the other they would cost two more round trips.
      search ??= Promise.all(
        ["panel", "index", "tokens"].map((name) => import(new URL(`${name}.js`, from))),
      ).then(([panel]) => panel.makeSearch(new URL(base, document.baseURI), index));
      return search;
    };
    for (const form of document.querySelectorAll("form.hra-search")) {
      let started = false;
      const failed = () => {
        search = null; // the next key tries again, and the form still leads to the search page
        started = false;
      };
      const start = () => {
        if (!started) load().then((made) => made.attach(form)).catch(failed);
        started = true;
      };
      // Letters on their way to become characters are no query yet, but a sign to get ready.
      form.addEventListener("input", ({ isComposing }) => (isComposing ? load().catch(failed) : start()));
      form.addEventListener("compositionend", start);
    }
    const results = document.getElementById("hra-results");
    if (results) {
      results.hidden = false;
      const asked = new URLSearchParams(location.search).get("q");
      const field = document.querySelector(".hra-search--page input");
      if (asked && field) {
        field.value = asked;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    }
  }

  /** Scripts that only some pages need. */
  function startParts() {
    for (const [name, chosen] of [["compare", ".hra-compare"], ["download", "[data-png]"], ["terms", ".hra-main:has(.hra-term)"], ["finder", "[data-finder]"], ["comparemany", ".hra-compare-many"]]) {
      const found = document.querySelector(chosen);
      if (found) import(new URL(`${name}.js`, script.src)).then((part) => part.start(found));
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    startSchemeButton();
    startMenu();
    startLanguage();
    startContents();
    startSearch();
    startSlash();
    startParts();
    showTarget();
    addEventListener("hashchange", showTarget);
  });
})();
