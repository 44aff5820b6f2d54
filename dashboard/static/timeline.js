// The histogram under the map: drag to choose a time, arrow keys on its two handles, play through it.
// While it plays, only the map follows, told through a channel of this page; a pause hands the time to Python.
const NS = "http://www.w3.org/2000/svg";
const HIGH = 64, TOP = 6, FOOT = 18;
const state = new WeakMap();

const shape = (name, attributes, parent) => {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (parent) parent.appendChild(element);
  return element;
};

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  if (!data || !data.bins) return undefined; // called once more when its place on the page goes
  const root = parentElement.querySelector(".timeline");
  const svg = root.querySelector("svg");
  let own = state.get(root);
  if (!own) { own = { air: null, playing: null, at: 0, drag: null, channel: "" }; state.set(root, own); }
  if (own.channel !== data.channel && window.BroadcastChannel) {
    if (own.air) own.air.close();
    own.air = new BroadcastChannel(data.channel);
    own.channel = data.channel;
  }
  const bins = data.bins, count = bins.length, words = data.words;
  const say = (key, values = {}) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
  const firstOf = (day) => { let n = 0; while (n < count - 1 && bins[n + 1].start <= day) n += 1; return n; };
  const chosen = data.from || data.to;
  let low = data.from ? firstOf(data.from) : 0, high = data.to ? firstOf(data.to) : count - 1;
  const endOf = (n) => bins[n].end;
  const wide = () => Math.max(200, svg.clientWidth || root.clientWidth || 600);
  const told = (bin) => [
    bin.vague ? say("tip_vague", { when: bin.words, n: bin.n, vague: bin.vague }) : say("tip", { when: bin.words, n: bin.n }),
    ...data.families.map(({ label }, kind) => (bin.parts[kind] ? say("tip", { when: label, n: bin.parts[kind] }) : "")).filter(Boolean),
  ].join("\n");
  let tip = null; // what the bar under the pointer says
  let width = 0; // asked for once in a drawing: each question lays the page out anew
  const x = (n) => n * width / count;
  const binAt = (event) => Math.max(0, Math.min(count - 1, Math.floor((event.clientX - svg.getBoundingClientRect().left) / wide() * count)));
  const send = (from, to) => setStateValue("range", { from, to, n: Date.now() });
  const commit = (a, b) => {
    [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (low === 0 && high === count - 1) send("", "");
    else send(bins[low].start, endOf(high));
  };

  const draw = () => {
    width = wide();
    const most = Math.max(1, ...bins.map((bin) => bin.n + bin.vague)), step = width / count;
    svg.setAttribute("viewBox", `0 0 ${width} ${TOP + HIGH + FOOT}`);
    svg.setAttribute("height", TOP + HIGH + FOOT);
    const kept = document.activeElement && svg.contains(document.activeElement) ? document.activeElement.dataset.end : "";
    svg.replaceChildren();
    const hatch = shape("pattern", { id: "vague", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, shape("defs", {}, svg));
    shape("line", { x1: 0, y1: 0, x2: 0, y2: 4, class: "t-hatch" }, hatch);
    // one path for all bars that look alike: an element for each would take the browser megabytes
    const looks = new Map();
    const tall = (value) => (value ? Math.max(1.5, HIGH * value / most) : 0), thick = Math.max(0.8, step - (step > 4 ? 1.5 : 0.2));
    const bar = (n, top, height, look, fill) => {
      const inside = n >= low && n <= high, key = `${look} ${fill} ${inside}`;
      if (!looks.has(key)) looks.set(key, { class: inside ? look : `${look} t-out`, fill, d: "" });
      looks.get(key).d += `M${x(n)} ${top}h${thick}v${height}h${-thick}z`;
    };
    bins.forEach((bin, n) => {
      const sure = tall(bin.n), vague = tall(bin.vague);
      let top = TOP + HIGH;
      bin.parts.forEach((part, kind) => {
        if (!part) return;
        top -= sure * part / bin.n;
        bar(n, top, sure * part / bin.n, "t-bar", data.families[kind].colour);
      });
      if (bin.vague) bar(n, TOP + HIGH - sure - vague, vague, "t-vague", "url(#vague)");
    });
    for (const path of looks.values()) shape("path", path, svg);
    tip = shape("title", {}, shape("rect", { width, height: TOP + HIGH, fill: "transparent" }, svg));
    shape("line", { x1: 0, y1: TOP + HIGH + 0.5, x2: width, y2: TOP + HIGH + 0.5, class: "t-axis" }, svg);
    let free = -1;
    bins.forEach((bin, n) => {
      if (!bin.tick || x(n) < free) return;
      const text = shape("text", { x: Math.min(x(n), width - 40), y: TOP + HIGH + 14, class: "t-label" }, svg);
      text.textContent = bin.tick;
      free = x(n) + bin.tick.length * 7 + 18;
    });
    if (chosen || own.drag) shape("rect", { x: x(low), y: 1, width: Math.max(2, x(high + 1) - x(low)), height: TOP + HIGH, class: "t-brush" }, svg);
    if (own.playing || own.paused) shape("rect", { x: x(own.from), y: 1, width: Math.max(2, x(own.at + 1) - x(own.from)), height: TOP + HIGH, class: "t-now" }, svg);
    for (const [end, bin, label] of [["low", low, words.from], ["high", high, words.to]]) {
      const at = end === "low" ? x(low) : x(high + 1);
      const handle = shape("g", {
        tabindex: 0, role: "slider", "aria-label": label, "aria-valuemin": 0, "aria-valuemax": count - 1, "aria-valuenow": bin,
        "aria-valuetext": bins[bin].words, class: "t-handle",
      }, svg);
      handle.dataset.end = end;
      shape("rect", { x: Math.max(0, Math.min(width - 6, at - 3)), y: TOP + HIGH / 2 - 11, width: 6, height: 22, rx: 3 }, handle);
      handle.onkeydown = (event) => {
        const move = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -7, PageUp: 7, Home: -count, End: count }[event.key];
        if (!move) return;
        event.preventDefault();
        const to = Math.max(0, Math.min(count - 1, bin + move));
        commit(end === "low" ? Math.min(to, high) : low, end === "low" ? high : Math.max(to, low));
      };
    }
    if (kept) { const again = svg.querySelector(`[data-end=${kept}]`); if (again) again.focus(); }
  };

  svg.onpointerdown = (event) => {
    if (event.button) return;
    pause(false);
    const n = binAt(event), grip = event.target.closest("[data-end]");
    own.drag = { from: grip ? (grip.dataset.end === "low" ? high : low) : n };
    svg.setPointerCapture(event.pointerId);
  };
  svg.onpointermove = (event) => {
    const n = binAt(event);
    if (!own.drag) { tip.textContent = told(bins[n]); return; }
    [low, high] = [Math.min(own.drag.from, n), Math.max(own.drag.from, n)];
    draw();
  };
  svg.onpointerup = (event) => {
    if (!own.drag) return;
    const from = own.drag.from;
    own.drag = null;
    commit(from, binAt(event));
  };
  svg.onpointercancel = () => { own.drag = null; draw(); };

  // ---- playing ----
  const play = root.querySelector(".t-play"), speed = root.querySelector(".t-speed"), way = root.querySelector(".t-way"), clear = root.querySelector(".t-clear");
  const status = root.querySelector(".t-status"), undated = root.querySelector(".t-undated");
  const name = (element, text) => { element.textContent = text; };
  name(play, own.playing ? words.pause : words.play);
  name(clear, words.clear);
  clear.disabled = !chosen;
  speed.setAttribute("aria-label", words.speed);
  way.setAttribute("aria-label", words.way);
  if (!speed.options.length) for (const value of [0.5, 1, 2, 4]) speed.add(new Option(`${value}×`, value, value === 1, value === 1));
  if (!way.options.length) for (const value of ["window", "accumulate"]) way.add(new Option(words[value], value));
  root.setAttribute("aria-label", words.name);
  svg.setAttribute("aria-label", words.name);
  const post = (message) => { if (own.air) own.air.postMessage({ kind: "moment", ...message }); };
  const tell = () => {
    const from = bins[own.from].start, to = endOf(own.at), text = own.from === own.at ? bins[own.at].words : `${bins[own.from].words} – ${bins[own.at].words}`;
    post({ from, to, undated: false, words: text });
    name(status, text);
    draw();
  };
  const tick = () => {
    if (own.at >= own.last) { pause(true); return; }
    own.at += 1;
    own.from = way.value === "accumulate" ? own.first : Math.max(own.first, own.at - own.length + 1);
    tell();
    own.playing = setTimeout(tick, 700 / Number(speed.value));
  };
  function pause(keep) {
    if (!own.playing) return;
    clearTimeout(own.playing);
    own.playing = null;
    name(play, words.play);
    if (keep) { own.paused = true; send(bins[own.from].start, endOf(own.at)); } else post({});
  }
  play.onclick = () => {
    if (own.playing) { pause(true); return; }
    const within = chosen && high > low && !own.paused;
    own.first = within ? low : 0;
    own.last = within ? high : count - 1;
    own.length = Math.max(1, Math.round((own.last - own.first + 1) / 12));
    own.at = own.first;
    own.from = own.first;
    own.paused = false;
    name(play, words.pause);
    tell();
    own.playing = setTimeout(tick, 700 / Number(speed.value));
  };
  clear.onclick = () => { pause(false); own.paused = false; post({}); name(status, ""); send("", ""); };
  if (!own.playing) {
    name(status, chosen ? (low === high ? bins[low].words : `${bins[low].words} – ${bins[high].words}`) : words.every);
    if (own.paused) { own.paused = false; setTimeout(() => post({}), 60); }
  }
  undated.hidden = !data.undated;
  name(undated.querySelector("span"), words.undated);
  const box = undated.querySelector("input");
  box.checked = !data.dated;
  box.onchange = () => setStateValue("undated", { shown: box.checked, n: Date.now() });
  draw();
  if (own.watch) own.watch.disconnect();
  own.watch = new ResizeObserver(() => { if (!own.drag) draw(); });
  own.watch.observe(root);
  return () => { own.watch.disconnect(); };
}
