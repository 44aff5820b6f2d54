// Countries and provinces shaded by what happened there, and the outlines of areas.
const ATLAS_SHADED = 0.78; // opacity of a shade over the land

/** The outlines of countries and provinces. Each file is requested once, and again only if the request failed. */
class AtlasOutlineStore {
  constructor() {
    /** @type {Map<string, Promise<AtlasFeatures>>} */
    this.kept = new Map(); // by URL
  }

  /** @param {string} url @returns {Promise<AtlasFeatures>} */
  load(url) {
    const kept = this.kept.get(url);
    if (kept) return kept;
    const asked = atlasFetch(url).catch((error) => {
      this.kept.delete(url);
      throw error;
    });
    this.kept.set(url, asked);
    return asked;
  }

  /** @param {string} country */
  detail(country) {
    return this.load(`/map/detail/${country}.json`);
  }

  /** @param {string} code of a country or a province */
  async outline(code) {
    const country = code.split("-")[0];
    const [whole, ...provinces] = (await this.detail(country)).features;
    return code === country ? whole : provinces.find((feature) => feature.properties.id === code);
  }

  /**
   * Returns the outlines of several areas with their codes, without those that fail to load.
   * @param {string} level
   * @param {string[]} codes
   * @returns {Promise<[code: string, feature: AtlasFeature][]>}
   */
  async outlines(level, codes) {
    const wanted = new Set(codes);
    /** @param {AtlasFeature[]} features @param {"country" | "id"} name @returns {[string, AtlasFeature][]} */
    const coded = (features, name) =>
      features.filter(({ properties }) => wanted.has(properties[name])).map((found) => [found.properties[name], found]);
    if (level === "country") return coded((await this.load("/map/world.json")).features, "country");
    const countries = [...new Set(codes.map((code) => code.split("-")[0]))];
    const details = await Promise.all(countries.map((country) => this.detail(country).catch(() => ({ features: [] }))));
    const provinces = details.flatMap((detail) => detail.features.slice(1));
    return coded(provinces, "id");
  }
}

/** @param {AtlasKit} kit @param {number} shade from 1; 0 for none */
function atlasShadeStyle(kit, shade) {
  const fill = shade ? { fillColor: kit.shades[shade - 1], fillOpacity: ATLAS_SHADED } : { fillColor: "#000", fillOpacity: 0 };
  return { color: kit.label, weight: 0.8, opacity: 0.7, ...fill };
}

/**
 * @param {L.Map} map
 * @param {AtlasKit} kit
 * @param {{ tell: (value: object) => void, tapped: (at: L.LatLng) => boolean }} shared
 */
function atlasShading(map, kit, { tell, tapped }) {
  const group = L.layerGroup();
  const store = new AtlasOutlineStore();
  /** @param {AtlasShade} area */
  const tipOf = (area) => atlasTip({ title: area.name, lines: area.lines });
  /** @param {AtlasShade} area @param {string} level */
  const told = (area, level) => {
    const only = atlasButton("atlas-more", kit.words.only_here);
    only.onclick = () => {
      map.closePopup();
      tell({ only: [level, area.code] });
    };
    const content = tipOf(area);
    content.append(atlasMake("br"), only);
    return content;
  };
  /** @param {AtlasFeature} feature @param {AtlasShade} area @param {string} level @param {number} turn the copy of the world */
  const add = (feature, area, level, turn) => {
    const layer = L.geoJSON(feature, {
      style: () => atlasShadeStyle(kit, area.class),
      bubblingMouseEvents: false,
      coordsToLatLng: ([lon, lat]) => L.latLng(lat, lon + 360 * turn),
    });
    layer.bindTooltip(() => tipOf(area), { sticky: true });
    layer.on("click", ({ latlng }) => {
      if (!tapped(latlng)) L.popup().setLatLng(latlng).setContent(told(area, level)).openOn(map);
    });
    group.addLayer(layer);
  };
  /** @param {{ areas: object[] }} answer @param {string} level @param {() => boolean} isWanted whether they are still needed */
  const draw = async (answer, level, isWanted) => {
    const areas = new Map(/** @type {AtlasShade[]} */ (answer.areas).map((area) => [area.code, area]));
    const found = await store.outlines(level, [...areas.keys()]);
    if (!isWanted()) return false;
    group.clearLayers();
    const bounds = map.getBounds();
    const turns = atlasTurns((bounds.getWest() + 180) / 360, (bounds.getEast() + 180) / 360);
    for (const [code, feature] of found) {
      for (const turn of turns) add(feature, /** @type {AtlasShade} */ (areas.get(code)), level, turn);
    }
    if (!map.hasLayer(group)) group.addTo(map);
    return true;
  };
  const clear = () => {
    group.clearLayers();
    group.remove();
  };
  return { draw, clear, outline: (/** @type {string} */ code) => store.outline(code) };
}
