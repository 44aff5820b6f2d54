// The article with its evidence. Built with textContent only; a click hands the incident's id to Python.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  const root = parentElement.querySelector(".article");
  const stamp = data.stamp;
  if (root.dataset.stamp !== stamp) {
    root.dataset.stamp = stamp;
    root.replaceChildren();
    const focusable = new Set();
    const add = (parent, runs) => {
      for (const run of runs) {
        if (!run.kinds.length) {
          parent.appendChild(document.createTextNode(run.text));
          continue;
        }
        const span = document.createElement("span");
        span.textContent = run.text;
        span.className = run.kinds.map((kind) => "k-" + kind).join(" ");
        if (run.ids.length) {
          span.dataset.ids = run.ids.join(" ");
          const first = run.kinds.length > 1 || !focusable.has(run.ids[0]);
          if (first && run.text.trim()) {
            focusable.add(run.ids[0]);
            span.tabIndex = 0;
            span.setAttribute("role", "button");
          }
        }
        parent.appendChild(span);
      }
    };
    const part = (name, runs) => {
      const element = document.createElement(name === "title" ? "h2" : "div");
      element.dataset.field = name;
      add(root.appendChild(element), runs);
    };
    if (data.title.length) part("title", data.title);
    part("text", data.text);
    const pick = (event) => {
      const span = event.target.closest("[data-ids]");
      if (!span || selected()) return;
      event.preventDefault();
      root.dataset.own = "1";
      setStateValue("picked", span.dataset.ids.split(" ")[0] + "#" + Date.now());
    };
    root.onclick = pick;
    root.onkeydown = (event) => {
      if (event.key === "Enter" || event.key === " ") pick(event);
    };
  }
  // words that are selected can be made an incident
  const adding = parentElement.querySelector(".a-add");
  adding.textContent = data.add;
  const offset = (field, node, n) => {
    const range = document.createRange();
    range.setStart(field, 0);
    range.setEnd(node, n);
    return [...range.toString()].length;
  }; // code points, as Python counts
  const selected = () => {
    const chosen = (root.getRootNode().getSelection ? root.getRootNode() : document).getSelection();
    if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
    const range = chosen.getRangeAt(0),
      field = [...root.children].find((part) => part.contains(range.startContainer) && part.contains(range.endContainer));
    if (!field) return null;
    const [start, end] = [
      offset(field, range.startContainer, range.startOffset),
      offset(field, range.endContainer, range.endOffset),
    ];
    return end > start ? { field: field.dataset.field, start, end, box: range.getBoundingClientRect() } : null;
  };
  const offer = () => {
    const found = selected();
    adding.hidden = !found;
    if (!found) return;
    const view = root.getBoundingClientRect();
    adding.style.top = `${Math.max(0, Math.min(view.height - 40, found.box.bottom - view.top + 6))}px`;
    adding.onclick = () => {
      setStateValue("marked", { field: found.field, start: found.start, end: found.end, n: Date.now() });
      adding.hidden = true;
    };
  };
  root.onpointerup = () => setTimeout(offer, 0);
  root.onkeyup = offer;
  if (window.BroadcastChannel && data.channel && root.dataset.channel !== data.channel) {
    root.dataset.channel = data.channel;
    if (root.air) root.air.close();
    root.air = new BroadcastChannel(data.channel);
  }
  if (root.air) {
    const light = (is_lit) => {
      for (const span of root.querySelectorAll("[data-ids]"))
        span.classList.toggle("lit", span.dataset.ids.split(" ").some(is_lit));
    };
    root.air.onmessage = ({ data: said }) => {
      if (said.kind === "hover" && said.by !== "text")
        light((id) => (said.key ? data.keys[id] === said.key : said.ids.includes(id)));
    };
    const hover = (id) => {
      light((other) => other === id);
      root.air.postMessage({ kind: "hover", by: "text", key: data.keys[id] || "", ids: id ? [id] : [] });
    };
    root.onpointerover = (event) => {
      const span = event.target.closest("[data-ids]");
      hover(span ? span.dataset.ids.split(" ")[0] : "");
    };
    root.onpointerleave = () => hover("");
  }
  let target = null;
  for (const span of root.querySelectorAll("[data-ids]")) {
    const on = data.selected !== "" && span.dataset.ids.split(" ").includes(data.selected);
    span.classList.toggle("selected", on);
    if (on && (!target || (span.classList.contains("k-killed") && !target.classList.contains("k-killed"))))
      target = target || span;
  }
  if (target && root.dataset.selected !== data.selected && !root.dataset.own) {
    const smooth = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    const sentence = target;
    requestAnimationFrame(() =>
      root.scrollTo({ top: sentence.offsetTop - root.clientHeight / 3, behavior: smooth ? "smooth" : "auto" }),
    );
  }
  delete root.dataset.own;
  root.dataset.selected = data.selected;
}
