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
        if (!run.kinds.length) { parent.appendChild(document.createTextNode(run.text)); continue; }
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
    if (data.title.length) add(root.appendChild(document.createElement("h2")), data.title);
    add(root.appendChild(document.createElement("div")), data.text);
    const pick = (event) => {
      const span = event.target.closest("[data-ids]");
      if (!span) return;
      event.preventDefault();
      root.dataset.own = "1";
      setStateValue("picked", span.dataset.ids.split(" ")[0] + "#" + Date.now());
    };
    root.onclick = pick;
    root.onkeydown = (event) => { if (event.key === "Enter" || event.key === " ") pick(event); };
  }
  let target = null;
  for (const span of root.querySelectorAll("[data-ids]")) {
    const on = data.selected !== "" && span.dataset.ids.split(" ").includes(data.selected);
    span.classList.toggle("selected", on);
    if (on && (!target || (span.classList.contains("k-killed") && !target.classList.contains("k-killed")))) target = target || span;
  }
  if (target && root.dataset.selected !== data.selected && !root.dataset.own) {
    const smooth = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    root.scrollTo({ top: target.offsetTop - root.clientHeight / 3, behavior: smooth ? "smooth" : "auto" });
  }
  delete root.dataset.own;
  root.dataset.selected = data.selected;
}
