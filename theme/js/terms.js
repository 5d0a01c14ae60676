/* The meaning of a word at a touch: where nothing can hover, the first tap shows what the word's
   title says, and the card leads on to the glossary. */

/** Starts on a page that explains words. */
export function start(page) {
  const card = document.createElement("div");
  card.className = "hra-term-card";
  card.setAttribute("role", "status");
  page.append(card);
  let shown = null;

  function show(link) {
    shown = link;
    card.replaceChildren();
    if (!link) return;
    const name = document.createElement("a");
    name.href = link.href;
    name.textContent = link.textContent;
    const meaning = document.createElement("p");
    meaning.textContent = link.title;
    card.append(name, meaning);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".hra-term");
    if (link && link !== shown && matchMedia("(hover: none)").matches) {
      event.preventDefault();
      show(link);
    } else if (!card.contains(event.target)) show(null);
  });
  // By keyboard the title is out of reach as well.
  function follow({ target }) {
    if (target.matches(".hra-term:focus-visible")) show(target);
    else if (!card.contains(target)) show(null);
  }
  document.addEventListener("focusin", follow);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") show(null);
  });
  follow({ target: document.activeElement }); // it may have had the focus before this was here
}
