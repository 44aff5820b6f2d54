// The article with its evidence. It is built with textContent only; a click passes the incident's id to Python.

/**
 * Adds runs of text to an element. The first words of each incident and its figures are focusable.
 * @param {HTMLElement} parent
 * @param {AtlasRun[]} runs
 * @param {Set<string>} focusable the incidents with focusable words so far
 */
function fill(parent, runs, focusable) {
  for (const run of runs) {
    if (!run.kinds.length) {
      parent.append(document.createTextNode(run.text));
      continue;
    }
    const span = atlasMake("span", run.kinds.map((kind) => `k-${kind}`).join(" "), run.text);
    const [id] = run.ids;
    if (id) span.dataset.ids = run.ids.join(" ");
    if (id && run.text.trim() && (run.kinds.length > 1 || !focusable.has(id))) {
      focusable.add(id);
      span.tabIndex = 0;
      span.setAttribute("role", "button");
    }
    parent.append(span);
  }
}

/**
 * Returns the number of code points of a text before a position, as Python counts them.
 * @param {Node} field
 * @param {Node} node
 * @param {number} n
 */
function offset(field, node, n) {
  const range = document.createRange();
  range.setStart(field, 0);
  range.setEnd(node, n);
  return [...range.toString()].length;
}

/**
 * Finds the text node, and the position in it, of a code point of a field.
 * @param {Node} field
 * @param {number} n
 * @returns {[node: Node, at: number]}
 */
function pointAt(field, n) {
  const texts = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
  let left = n;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const points = [...(node.nodeValue || "")];
    if (left <= points.length) return [node, points.slice(0, left).join("").length];
    left -= points.length;
  }
  return [field, field.childNodes.length];
}

/**
 * Selects the sought words once and scrolls to them; the button that adds them appears next to them.
 * @param {HTMLElement} root
 * @param {HTMLElement} button
 * @param {AtlasArticle["sought"]} sought
 */
function seek(root, button, sought) {
  if (!sought || root.dataset.sought === String(sought.n)) return;
  root.dataset.sought = String(sought.n);
  const field = /** @type {HTMLElement[]} */ ([...root.children]).find((part) => part.dataset.field === sought.field);
  if (!field) return;
  const [from, to] = [pointAt(field, sought.start), pointAt(field, sought.end)];
  requestAnimationFrame(() => {
    document.getSelection()?.setBaseAndExtent(from[0], from[1], to[0], to[1]);
    const range = document.createRange();
    range.setStart(...from);
    range.setEnd(...to);
    const top = range.getBoundingClientRect().top - root.getBoundingClientRect().top;
    root.scrollTop += top - root.clientHeight / 3;
    root.dispatchEvent(new Event("keyup"));
    button.focus();
  });
}

/** Returns the selected words, if they are within one part of the article. @param {HTMLElement} root */
function selectedWords(root) {
  const tree = /** @type {Node & { getSelection?: unknown }} */ (root.getRootNode()); // not in every browser
  const chosen = (tree.getSelection ? /** @type {Document} */ (tree) : document).getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const field = /** @type {HTMLElement[]} */ ([...root.children]).find(
    (part) => part.contains(range.startContainer) && part.contains(range.endContainer),
  );
  if (!field) return null;
  const start = offset(field, range.startContainer, range.startOffset);
  const end = offset(field, range.endContainer, range.endOffset);
  return end > start ? { field: field.dataset.field, start, end, box: range.getBoundingClientRect() } : null;
}

/** @param {HTMLElement} root @returns {NodeListOf<HTMLElement>} */
const spansOf = (root) => root.querySelectorAll("[data-ids]");
/** @param {HTMLElement} span */
const idsOf = (span) => /** @type {string} */ (span.dataset.ids).split(" ");

/** @param {HTMLElement} root @param {AtlasArticle} data @param {AtlasSay} setStateValue */
function build(root, data, setStateValue) {
  /** @type {Set<string>} */
  const focusable = new Set();
  /** @param {string} name @param {AtlasRun[]} runs */
  const add = (name, runs) => {
    const element = atlasMake(name === "title" ? "h2" : "div");
    element.dataset.field = name;
    fill(element, runs, focusable);
    root.append(element);
  };
  root.replaceChildren();
  if (data.title.length) add("title", data.title);
  add("text", data.text);
  /** @param {Event} event */
  const pick = (event) => {
    const span = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-ids]"));
    if (!span || selectedWords(root)) return;
    event.preventDefault();
    root.dataset.own = "1";
    setStateValue("picked", `${idsOf(span)[0]}#${Date.now()}`);
  };
  root.onclick = pick;
  root.onkeydown = (event) => {
    if (atlasPresses(event)) pick(event);
  };
}

/**
 * Offers a button to add the selected words as an incident.
 * @param {HTMLElement} root
 * @param {HTMLElement} button
 * @param {AtlasArticle} data
 * @param {AtlasSay} setStateValue
 */
function offerAdding(root, button, data, setStateValue) {
  button.textContent = data.add;
  const offer = () => {
    const found = selectedWords(root);
    button.hidden = !found;
    if (!found) return;
    const { field, start, end, box } = found;
    const view = root.getBoundingClientRect();
    button.style.top = `${Math.max(0, Math.min(view.height - 40, box.bottom - view.top + 6))}px`;
    button.onclick = () => {
      setStateValue("marked", { field, start, end, n: Date.now() });
      button.hidden = true;
    };
  };
  root.onpointerup = () => setTimeout(offer, 0);
  root.onkeyup = offer;
}

/**
 * Highlights what is under the pointer in the text on the map and in the list, and the other way round.
 * @param {HTMLElement & { tuned?: AtlasTuned }} root
 * @param {AtlasArticle} data
 */
function follow(root, data) {
  root.tuned = root.tuned || { air: null, channel: "" };
  if (data.channel) atlasTune(root.tuned, data.channel);
  const { air } = root.tuned;
  if (!air) return;
  /** @param {(id: string) => boolean} isLit */
  const light = (isLit) => {
    for (const span of spansOf(root)) span.classList.toggle("lit", idsOf(span).some(isLit));
  };
  air.onmessage = (/** @type {MessageEvent<AtlasSaid>} */ { data: said }) => {
    if (said.kind !== "hover" || said.by === "text") return;
    light((id) => (said.key ? data.keys[id] === said.key : said.ids.includes(id)));
  };
  /** @param {string} id "" for none */
  const hover = (id) => {
    light((other) => other === id);
    atlasHover(air, "text", data.keys[id] || "", id ? [id] : []);
  };
  root.onpointerover = (event) => {
    const span = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest("[data-ids]"));
    hover(span ? idsOf(span)[0] : "");
  };
  root.onpointerleave = () => hover("");
}

/**
 * Marks the words of the selected incident, and scrolls to them unless the user clicked here.
 * @param {HTMLElement} root
 * @param {string} selected
 */
function select(root, selected) {
  const spans = [...spansOf(root)];
  const chosen = spans.filter((span) => selected !== "" && idsOf(span).includes(selected));
  for (const span of spans) span.classList.toggle("selected", chosen.includes(span));
  const [sentence] = chosen;
  if (sentence && root.dataset.selected !== selected && !root.dataset.own) {
    const behavior = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    requestAnimationFrame(() => root.scrollTo({ top: sentence.offsetTop - root.clientHeight / 3, behavior }));
  }
  delete root.dataset.own;
  root.dataset.selected = selected;
}

/** @param {AtlasPart<AtlasArticle>} component */
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data) return; // called once more when the component is removed
  const root = /** @type {HTMLElement} */ (parentElement.querySelector(".article"));
  if (root.dataset.stamp !== data.stamp) {
    root.dataset.stamp = data.stamp;
    build(root, data, setStateValue);
  }
  const button = /** @type {HTMLElement} */ (parentElement.querySelector(".a-add"));
  offerAdding(root, button, data, setStateValue);
  follow(root, data);
  select(root, data.selected);
  seek(root, button, data.sought);
}
