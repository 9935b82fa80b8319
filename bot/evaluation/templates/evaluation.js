// Filters, sorts and remembers. Nothing of the results is in here: it reads the questions' own
// attributes and text, and keeps what was chosen in the address after the "#".
"use strict";
(() => {
  const form = document.getElementById("filter");
  const list = document.getElementById("cases");
  const cases = [...list.children];
  const texts = new Map();
  const articles = new Map(cases.map((one) => [one, JSON.parse(one.dataset.articles)]));
  const number = (one, name) => Number(one.dataset[name]);
  // Without a confidence a case stands last, whichever way round.
  const sure = (one, none) => (one.dataset.confidence === "" ? none : number(one, "confidence"));
  const orders = {
    "": (a, b) => number(a, "rank") - number(b, "rank"),
    order: (a, b) => number(a, "order") - number(b, "order"),
    sure: (a, b) => sure(b, -1) - sure(a, -1),
    unsure: (a, b) => sure(a, 2) - sure(b, 2),
  };
  let sorted = "";

  // Typed words find curly quotes, and spaces of any kind.
  const plain = (text) =>
    text.normalize("NFKC").toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, " ");

  function textOf(one) {
    if (!texts.has(one)) texts.set(one, plain(one.textContent));
    return texts.get(one);
  }

  function chosen() {
    const fields = new FormData(form);
    const wanted = (name) => fields.get(name) || "";
    return {
      words: plain(wanted("q")).trim().split(" ").filter(Boolean),
      verdict: wanted("verdict"),
      kind: wanted("kind"),
      article: wanted("article"),
      misses: wanted("misses"),
      inexact: wanted("inexact"),
      sort: wanted("sort"),
    };
  }

  function fits(one, want) {
    return (
      (!want.misses || one.classList.contains("miss")) &&
      (!want.inexact || "inexact" in one.dataset) &&
      (!want.verdict || one.dataset.verdict === want.verdict) &&
      (!want.kind || one.dataset.kind === want.kind) &&
      (!want.article || articles.get(one).includes(want.article)) &&
      want.words.every((word) => textOf(one).includes(word))
    );
  }

  function show() {
    const want = chosen();
    let shown = 0;
    for (const one of cases) {
      one.hidden = !fits(one, want);
      shown += one.hidden ? 0 : 1;
    }
    if (want.sort !== sorted) {
      sorted = want.sort;
      list.append(...[...cases].sort(orders[sorted]));
    }
    document.getElementById("count").textContent = `${shown} of ${cases.length} shown`;
    document.getElementById("none").hidden = shown > 0;
  }

  function remember() {
    const kept = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) kept.set(name, value);
    const state = kept.toString();
    history.replaceState(null, "", state ? `#${state}` : "#questions");
  }

  // True if the address holds a choice, false if it is empty or names a part of the page.
  function restore() {
    const kept = new URLSearchParams(location.hash.slice(1));
    const named = [...kept.keys()].some((name) => form.elements.namedItem(name));
    if (!named) return false;
    form.reset();
    for (const [name, value] of kept) {
      const field = form.elements.namedItem(name);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value === "1";
      else if (field.type === "search") field.value = value;
      else if ([...field.options].some((option) => option.value === value)) field.value = value;
    }
    return true;
  }

  function changed() {
    show();
    remember();
  }

  function showAll() {
    form.reset();
    changed();
  }

  form.hidden = false;
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", (event) => {
    if (event.isTrusted) setTimeout(changed); // the fields are emptied after the event
  });
  document.getElementById("again").addEventListener("click", showAll);
  document.getElementById("open").addEventListener("click", () => {
    for (const one of cases) if (!one.hidden) one.open = true;
  });
  document.getElementById("close").addEventListener("click", () => {
    for (const one of cases) one.open = false;
  });
  addEventListener("hashchange", () => {
    if (!restore()) return;
    show();
    document.getElementById("questions").scrollIntoView();
  });
  restore();
  show();
})();
