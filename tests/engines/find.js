// The elements that alternatives of steps lead to, in the document's order: as Playwright finds them, as far as used.
(ways, onlyFirst) => {
  const words = (text) => text.replace(/\s+/g, " ").trim();
  const fits = (text, wanted) => {
    if (!wanted) return true;
    if (wanted.pattern !== undefined) return new RegExp(wanted.pattern, wanted.flags).test(text);
    if (wanted.exact) return words(text) === words(wanted.text);
    return words(text).toLowerCase().includes(words(wanted.text).toLowerCase());
  };
  const own = { BUTTON: "button", TEXTAREA: "textbox", A: "link", SELECT: "combobox", DIALOG: "dialog",
                H1: "heading", H2: "heading", H3: "heading" };
  const kinds = { radio: "radio", checkbox: "checkbox", range: "slider", button: "button", submit: "button" };
  const role = (one) => one.getAttribute("role")
    || (one.tagName === "INPUT" ? kinds[one.type] || "textbox" : own[one.tagName]);
  const named = (one) => {
    const by = (one.getAttribute("aria-labelledby") || "").split(" ").map((id) => id && document.getElementById(id));
    const label = by.filter(Boolean).map((other) => other.textContent).join(" ") || one.getAttribute("aria-label");
    return words(label || (one.labels && one.labels[0] && one.labels[0].textContent) || one.textContent || "");
  };
  const steps = {
    css: (one, css) => [...one.querySelectorAll(css)],
    role: (one, wanted, name) => [...one.querySelectorAll("*")]
      .filter((other) => role(other) === wanted && fits(named(other), name)
        && !other.closest("[hidden], [aria-hidden=true]")),
    text: (one, wanted) => {
      const has = (other) => !["SCRIPT", "STYLE"].includes(other.tagName) && fits(words(other.textContent), wanted);
      return [...one.querySelectorAll("*")].filter((other) => has(other) && ![...other.children].some(has));
    },
    without: (one, css) => (one.querySelector(css) ? [] : [one]),
  };
  const found = new Set();
  for (const way of ways) {
    let now = [document];
    for (const [kind, ...given] of way) now = now.flatMap((one) => steps[kind](one, ...given));
    now.forEach((one) => found.add(one));
  }
  const all = [...found].sort((a, b) => (a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
  return onlyFirst ? all.slice(0, 1) : all;
}
