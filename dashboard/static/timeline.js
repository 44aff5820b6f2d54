// The timeline under the map. A few incidents on a few days have a mark each; many are a histogram. Drag to choose a time, arrow keys on its two handles, play through it.
// While it plays, only the map follows, told through a channel of this page; a pause hands the time to Python.
const NS = "http://www.w3.org/2000/svg";
const FOOT = 18,
  TOP = 4,
  TALL = 100; // pixels: below the axis, above the bars, of the whole strip
const MARK = 15,
  BAR = 9; // of one incident's symbol, and of a bar that spans several days
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
  const none = parentElement.querySelector(".timeline");
  none.dataset.empty = data.bins.length ? "" : data.words.none;
  if (!data.bins.length) return undefined;
  const root = parentElement.querySelector(".timeline");
  const svg = root.querySelector("svg");
  let own = state.get(root);
  if (!own) {
    own = { air: null, playing: null, at: 0, drag: null, channel: "" };
    state.set(root, own);
  }
  if (own.channel !== data.channel && window.BroadcastChannel) {
    if (own.air) own.air.close();
    own.air = new BroadcastChannel(data.channel);
    own.channel = data.channel;
  }
  const bins = data.bins,
    count = bins.length,
    words = data.words,
    events = data.events;
  const HIGH = TALL - TOP - FOOT - (count < 3 ? 22 : 0);
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words[key]);
  const firstOf = (day) => {
    let n = 0;
    while (n < count - 1 && bins[n + 1].start <= day) n += 1;
    return n;
  };
  const chosen = data.from || data.to;
  let low = data.from ? firstOf(data.from) : 0,
    high = data.to ? firstOf(data.to) : count - 1;
  const endOf = (n) => bins[n].end;
  const wide = () => Math.max(200, svg.clientWidth || root.clientWidth || 600);
  const told = (bin) =>
    [
      bin.vague ? say("tip_vague", { when: bin.words, n: bin.n, vague: bin.vague }) : say("tip", { when: bin.words, n: bin.n }),
      ...data.families
        .map(({ label }, kind) => (bin.parts[kind] ? say("tip", { when: label, n: bin.parts[kind] }) : ""))
        .filter(Boolean),
    ].join("\n");
  let tip = null; // what the bar under the pointer says
  let width = 0; // asked for once in a drawing: each question lays the page out anew
  const x = (n) => (n * width) / count;
  const binAt = (event) =>
    Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - svg.getBoundingClientRect().left) / wide()) * count)));
  const send = (from, to) => setStateValue("range", { from, to, n: Date.now() });
  const commit = (a, b) => {
    [low, high] = [Math.min(a, b), Math.max(a, b)];
    if (low === 0 && high === count - 1) send("", "");
    else send(bins[low].start, endOf(high));
  };

  const drawBars = (most, step) => {
    // one path for all bars that look alike: an element for each would take the browser megabytes
    const looks = new Map();
    const tall = (value) => (value ? Math.max(1.5, (HIGH * value) / most) : 0),
      thick = Math.max(0.8, step - (step > 4 ? 1.5 : 0.2));
    const bar = (n, top, height, look, fill) => {
      const inside = n >= low && n <= high,
        key = `${look} ${fill} ${inside}`;
      if (!looks.has(key)) looks.set(key, { class: inside ? look : `${look} t-out`, fill, d: "" });
      looks.get(key).d += `M${x(n)} ${top}h${thick}v${height}h${-thick}z`;
    };
    bins.forEach((bin, n) => {
      const sure = tall(bin.n),
        vague = tall(bin.vague);
      let top = TOP + HIGH;
      bin.parts.forEach((part, kind) => {
        if (!part) return;
        top -= (sure * part) / bin.n;
        bar(n, top, (sure * part) / bin.n, "t-bar", data.families[kind].colour);
      });
      if (bin.vague) bar(n, TOP + HIGH - sure - vague, vague, "t-vague", "url(#vague)");
    });
    for (const path of looks.values()) shape("path", path, svg);
  };

  // Each incident for itself: those of one day side by side from the axis up, those that lie somewhere in several days as a
  // bar over them, with the symbol in the middle.
  const drawEvents = (step) => {
    const wideOf = (n) => Math.max(1, Math.floor((step - 8) / (MARK + 2)));
    const filled = bins.map(() => 0),
      lanes = [];
    const floor = () => TOP + HIGH - 3;
    const single = events.filter(({ span }) => span[0] === span[1]),
      long = events.filter(({ span }) => span[0] !== span[1]);
    const rows = Math.max(0, ...bins.map((_, n) => Math.ceil(single.filter(({ span }) => span[0] === n).length / wideOf(n))));
    const add = (event, cx, cy, wideBar) => {
      const look = data.types[event.type],
        out = event.span[1] < low || event.span[0] > high;
      const group = shape(
        "g",
        {
          class: `t-event${out ? " t-off" : ""}${event.id === data.selected ? " t-chosen" : ""}`,
          role: "button",
          tabindex: 0,
          "aria-label": event.words,
        },
        svg,
      );
      group.dataset.id = event.id;
      if (wideBar)
        shape(
          "rect",
          { x: wideBar[0], y: cy - 2, width: wideBar[1], height: 4, rx: 2, fill: look.colour, opacity: 0.4 },
          group,
        );
      if (event.id === data.selected) shape("circle", { cx, cy, r: 9, class: "t-ring" }, group);
      shape(
        "path",
        {
          d: look.shape,
          transform: `translate(${cx} ${cy}) scale(${wideBar ? 0.5 : 0.6})`,
          fill: event.hollow ? data.rim : look.colour,
          "stroke-linejoin": "round",
          stroke: event.hollow ? look.colour : "none",
          "stroke-width": event.hollow ? 3.2 : 0,
          opacity: event.pale ? 0.55 : 1,
        },
        group,
      );
      shape("title", {}, group).textContent = event.words;
      const pick = () => setStateValue("act", { picked: event.id === data.selected ? "" : event.id, n: Date.now() });
      group.onpointerdown = (press) => press.stopPropagation();
      group.onclick = pick;
      group.onkeydown = (press) => {
        if (press.key === "Enter" || press.key === " ") {
          press.preventDefault();
          pick();
        }
      };
      const hover = (on) => {
        if (own.air) own.air.postMessage({ kind: "hover", by: "time", key: on ? event.key : "", ids: on ? [event.id] : [] });
      };
      group.onpointerenter = () => hover(true);
      group.onpointerleave = () => hover(false);
    };
    const room = Math.max(MARK, Math.min(MARK + 3, (HIGH - 4) / Math.max(1, rows)));
    single.forEach((event) => {
      const n = event.span[0],
        k = filled[n];
      filled[n] += 1;
      const perRow = wideOf(n),
        alike = single.filter(({ span }) => span[0] === n).length,
        inRow = Math.min(perRow, alike);
      const start = x(n) + step / 2 - ((inRow - 1) * (MARK + 2)) / 2;
      add(event, start + (k % perRow) * (MARK + 2), floor() - MARK / 2 - Math.floor(k / perRow) * room, null);
    });
    const above = floor() - rows * room - BAR / 2;
    long.forEach((event) => {
      let lane = lanes.findIndex((end) => end < event.span[0]);
      if (lane < 0) {
        lane = lanes.length;
        lanes.push(-1);
      }
      lanes[lane] = event.span[1];
    });
    const high_ = lanes.length ? Math.min(BAR + 4, Math.max(6, (above - TOP) / lanes.length)) : 0;
    lanes.fill(-1);
    long.forEach((event, k) => {
      const lane = lanes.findIndex((end) => end < event.span[0]);
      lanes[lane] = event.span[1];
      const from = x(event.span[0]) + 6,
        to = x(event.span[1] + 1) - 6;
      add(event, from + ((to - from) * ((k % 8) + 1)) / (Math.min(8, long.length) + 1), above - lane * high_, [
        from,
        to - from,
      ]);
    });
  };

  const draw = () => {
    width = wide();
    const most = Math.max(1, ...bins.map((bin) => bin.n + bin.vague)),
      step = width / count;
    svg.setAttribute("viewBox", `0 0 ${width} ${TOP + HIGH + FOOT}`);
    svg.setAttribute("height", TOP + HIGH + FOOT);
    const kept = document.activeElement && svg.contains(document.activeElement) ? document.activeElement.dataset.end : "";
    const event_ = document.activeElement && svg.contains(document.activeElement) ? document.activeElement.dataset.id : "";
    svg.replaceChildren();
    const hatch = shape(
      "pattern",
      { id: "vague", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      shape("defs", {}, svg),
    );
    shape("line", { x1: 0, y1: 0, x2: 0, y2: 4, class: "t-hatch" }, hatch);
    if (!events.length) drawBars(most, step);
    tip = shape("title", {}, shape("rect", { width, height: TOP + HIGH, fill: "transparent" }, svg));
    if (events.length) drawEvents(step);
    shape("line", { x1: 0, y1: TOP + HIGH + 0.5, x2: width, y2: TOP + HIGH + 0.5, class: "t-axis" }, svg);
    let free = -1;
    bins.forEach((bin, n) => {
      if (!bin.tick || x(n) < free) return;
      const text = shape("text", { x: Math.min(x(n), width - 40), y: TOP + HIGH + 14, class: "t-label" }, svg);
      text.textContent = bin.tick;
      free = x(n) + bin.tick.length * 7 + 18;
    });
    if (chosen || own.drag)
      shape("rect", { x: x(low), y: 1, width: Math.max(2, x(high + 1) - x(low)), height: TOP + HIGH, class: "t-brush" }, svg);
    if (own.playing || own.paused)
      shape(
        "rect",
        { x: x(own.from), y: 1, width: Math.max(2, x(own.at + 1) - x(own.from)), height: TOP + HIGH, class: "t-now" },
        svg,
      );
    if (count > 2)
      for (const [end, bin, label] of [
        ["low", low, words.from],
        ["high", high, words.to],
      ]) {
        const at = end === "low" ? x(low) : x(high + 1);
        const handle = shape(
          "g",
          {
            tabindex: 0,
            role: "slider",
            "aria-label": label,
            "aria-valuemin": 0,
            "aria-valuemax": count - 1,
            "aria-valuenow": bin,
            "aria-valuetext": bins[bin].words,
            class: "t-handle",
          },
          svg,
        );
        handle.dataset.end = end;
        shape(
          "rect",
          { x: Math.max(0, Math.min(width - 6, at - 3)), y: TOP + HIGH / 2 - 11, width: 6, height: 22, rx: 3 },
          handle,
        );
        handle.onkeydown = (event) => {
          const move = {
            ArrowLeft: -1,
            ArrowDown: -1,
            ArrowRight: 1,
            ArrowUp: 1,
            PageDown: -7,
            PageUp: 7,
            Home: -count,
            End: count,
          }[event.key];
          if (!move) return;
          event.preventDefault();
          const to = Math.max(0, Math.min(count - 1, bin + move));
          commit(end === "low" ? Math.min(to, high) : low, end === "low" ? high : Math.max(to, low));
        };
      }
    const again = kept ? svg.querySelector(`[data-end=${kept}]`) : event_ ? svg.querySelector(`[data-id="${event_}"]`) : null;
    if (again) again.focus();
  };

  svg.onpointerdown = (event) => {
    if (event.button) return;
    pause(false);
    const n = binAt(event),
      grip = event.target.closest("[data-end]");
    own.drag = { from: grip ? (grip.dataset.end === "low" ? high : low) : n };
    svg.setPointerCapture(event.pointerId);
  };
  svg.onpointermove = (event) => {
    const n = binAt(event);
    if (!own.drag) {
      tip.textContent = told(bins[n]);
      return;
    }
    [low, high] = [Math.min(own.drag.from, n), Math.max(own.drag.from, n)];
    draw();
  };
  svg.onpointerup = (event) => {
    if (!own.drag) return;
    const from = own.drag.from;
    own.drag = null;
    commit(from, binAt(event));
  };
  svg.onpointercancel = () => {
    own.drag = null;
    draw();
  };

  // ---- playing ----
  const hasSure = bins.some((bin) => bin.n);
  const days = root.querySelector(".t-days"),
    earlier = root.querySelector(".t-earlier");
  days.replaceChildren();
  days.hidden = count > 2;
  if (count < 3)
    bins.forEach((bin, n) => {
      const day = document.createElement("button"),
        is_on = Boolean(chosen) && low === n && high === n;
      day.type = "button";
      day.textContent = `${bin.words} · ${bin.n}`;
      day.setAttribute("aria-pressed", String(is_on));
      day.title = say("only", { when: bin.words });
      day.onclick = () => (is_on ? send("", "") : send(bin.start, endOf(n)));
      days.appendChild(day);
    });
  earlier.hidden = !data.earlier;
  earlier.textContent = words.earlier;
  earlier.setAttribute("aria-pressed", String(data.opened));
  earlier.onclick = () => setStateValue("act", { earlier: true, n: Date.now() });
  const play = root.querySelector(".t-play"),
    speed = root.querySelector(".t-speed"),
    way = root.querySelector(".t-way"),
    clear = root.querySelector(".t-clear");
  const status = root.querySelector(".t-status"),
    undated = root.querySelector(".t-undated");
  const name = (element, text) => {
    element.textContent = text;
  };
  name(play, own.playing ? words.pause : words.play);
  name(clear, words.clear);
  clear.disabled = !chosen;
  speed.setAttribute("aria-label", words.speed);
  way.setAttribute("aria-label", words.way);
  if (!speed.options.length)
    for (const value of [0.5, 1, 2, 4]) speed.add(new Option(`${value}×`, value, value === 1, value === 1));
  if (!way.options.length) for (const value of ["window", "accumulate"]) way.add(new Option(words[value], value));
  root.setAttribute("aria-label", words.name);
  svg.setAttribute("aria-label", words.name);
  const post = (message) => {
    if (own.air) own.air.postMessage({ kind: "moment", ...message });
  };
  const tell = () => {
    const from = bins[own.from].start,
      to = endOf(own.at),
      text = own.from === own.at ? bins[own.at].words : `${bins[own.from].words} – ${bins[own.at].words}`;
    post({ from, to, undated: false, words: text });
    name(status, text);
    draw();
  };
  const tick = () => {
    if (own.at >= own.last) {
      pause(true);
      return;
    }
    do own.at += 1;
    while (own.at < own.last && !bins[own.at].n && hasSure); // what is empty is skipped
    own.from = way.value === "accumulate" ? own.first : Math.max(own.first, own.at - own.length + 1);
    tell();
    own.playing = setTimeout(tick, 700 / Number(speed.value));
  };
  function pause(keep) {
    if (!own.playing) return;
    clearTimeout(own.playing);
    own.playing = null;
    name(play, words.play);
    if (keep) {
      own.paused = true;
      send(bins[own.from].start, endOf(own.at));
    } else post({});
  }
  play.onclick = () => {
    if (own.playing) {
      pause(true);
      return;
    }
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
  clear.onclick = () => {
    pause(false);
    own.paused = false;
    post({});
    name(status, "");
    send("", "");
  };
  if (!own.playing) {
    name(status, chosen ? (low === high ? bins[low].words : `${bins[low].words} – ${bins[high].words}`) : "");
    if (own.paused) {
      own.paused = false;
      setTimeout(() => post({}), 60);
    }
  }
  undated.hidden = !data.undated;
  name(undated.querySelector("span"), words.undated);
  const box = undated.querySelector("input");
  box.checked = !data.dated;
  box.onchange = () => setStateValue("undated", { shown: box.checked, n: Date.now() });
  draw();
  if (own.watch) own.watch.disconnect();
  own.watch = new ResizeObserver(() => {
    if (!own.drag) draw();
  });
  own.watch.observe(root);
  return () => {
    own.watch.disconnect();
  };
}
