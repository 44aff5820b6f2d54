// The notes at the lower right, and the legend for shading and density at the lower left.
/**
 * Returns a control whose element is built when the control is added to the map.
 * @param {L.ControlPosition} position
 * @param {() => HTMLElement} build
 * @returns {{ getContainer(): HTMLElement } & L.Control}
 */
function atlasControl(position, build) {
  const Control = L.Control.extend({ options: { position }, onAdd: build });
  return /** @type {any} */ (new Control());
}

/** @param {AtlasShared} shared */
function atlasNotes(shared) {
  const corner = atlasControl("bottomright", () => {
    const element = atlasMake("div", "atlas-note");
    element.setAttribute("role", "status");
    return element;
  });
  corner.addTo(shared.map);
  let said = "";
  const write = () => {
    const { moment, state } = shared;
    const element = corner.getContainer();
    const texts = [moment ? moment.words : "", said, (state && state.note) || ""].filter(Boolean);
    element.replaceChildren(...texts.map((text) => atlasMake("div", "", text)));
    element.hidden = !texts.length;
  };
  /** @param {string} text */
  const note = (text) => {
    said = text;
    write();
  };
  return { note, write };
}

/**
 * Returns the ranges of the shades. Each starts just above the previous one.
 * @param {number[]} bounds the upper bounds
 * @param {Intl.NumberFormat} number
 */
function atlasRanges(bounds, number) {
  return bounds.map((high, n) => {
    const low = n ? bounds[n - 1] + 1 : 1;
    return low === high ? number.format(low) : `${number.format(low)}–${number.format(high)}`;
  });
}

/** @param {AtlasShared} shared */
function atlasKey({ map, kit }) {
  const control = atlasControl("bottomleft", () => atlasMake("div", "atlas-scale"));
  /** @param {string} tone @param {string} text */
  const row = (tone, text) => {
    const entry = atlasMake("div");
    const patch = atlasMake("i");
    patch.style.background = `linear-gradient(${tone}, ${tone}), var(--atlas-land)`; // as it looks on the map
    entry.append(patch, atlasMake("span", "", text));
    return entry;
  };
  /** @param {AtlasState} state @param {AtlasAnswer} answer @param {ReturnType<ReturnType<typeof atlasDensity>["draw"]> | null} dense */
  return (state, answer, dense) => {
    if (state.draw === "markers") {
      control.remove();
      return;
    }
    control.addTo(map);
    const element = control.getContainer();
    element.replaceChildren(atlasMake("b", "", kit.words[`by_${state.weigh}`]));
    if (dense) {
      const { stops, km } = dense;
      element.append(...stops.map(({ sum, tone }) => row(tone, kit.number.format(sum))));
      element.append(atlasMake("div", "", atlasFill(kit.words.close, { km: kit.number.format(km) })));
      return;
    }
    const shade = (/** @type {number} */ n) => `color-mix(in srgb, ${kit.shades[n]} ${100 * ATLAS_SHADED}%, transparent)`;
    atlasRanges(answer.bounds, kit.number).forEach((text, n) => element.append(row(shade(n), text)));
    if (!answer.outside) return;
    element.append(atlasMake("div", "", atlasFill(kit.words.outside, { n: kit.number.format(answer.outside) })));
  };
}
