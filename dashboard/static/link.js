// Keeps the page's URL in step with the screen, and copies it. The map adds its view to the URL.
/** @param {AtlasPart<{ params: Record<string, string>, words: Record<string, string> } | null>} component */
export default function (component) {
  const { data, parentElement } = component;
  if (!data || !data.params) return;
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".link"));
  const page = new URL(window.location.href);
  const view = page.searchParams.get("view");
  const same = (page.searchParams.get("report") || "") === (data.params.report || "");
  const next = new URL(page.pathname, page.origin);
  for (const [name, value] of Object.entries(data.params)) next.searchParams.set(name, value);
  if (view && same) next.searchParams.set("view", view);
  const held = document.activeElement; // the report menu covers the search while it has the focus
  if (!same && held instanceof HTMLElement && held.closest(".st-key-switcher")) held.blur();
  if (next.search !== page.search) window.history.replaceState(window.history.state, "", next);
  const main = /** @type {HTMLElement | null} */ (document.querySelector(".stMain")); // the skip link leads to it, but Tab does not stop at it
  if (main) main.tabIndex = -1;
  const button = /** @type {HTMLElement} */ (root.querySelector("button"));
  const told = /** @type {HTMLElement} */ (root.querySelector("span"));
  button.textContent = data.words.copy;
  button.onclick = async () => {
    const address = window.location.href;
    try {
      await navigator.clipboard.writeText(address);
      told.textContent = data.words.copied;
    } catch {
      const field = atlasMake("input");
      Object.assign(field, { value: address, readOnly: true, ariaLabel: data.words.link });
      told.replaceChildren(field);
      field.select();
    }
    setTimeout(() => {
      if (!told.firstElementChild) told.textContent = "";
    }, 4000);
  };
}
