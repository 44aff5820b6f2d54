// The offline base map: land, borders and names, fetched once from our own server.
const ATLAS_FINE_FROM = 5; // zoom

/** @param {L.Map} map @param {string} name @param {number} level @param {boolean} [isTouched] */
function atlasPane(map, name, level, isTouched = false) {
  const pane = map.createPane(name);
  pane.style.zIndex = String(level);
  if (!isTouched) pane.style.pointerEvents = "none";
}

/** The land: coarse at first. Closer up, each country in view gets its detailed outline and its provinces. */
class AtlasLand {
  /** @param {L.Map} map @param {L.LayerGroup} group @param {Record<string, string>} colours */
  constructor(map, group, colours) {
    this.map = map;
    this.group = group;
    this.provinces = L.layerGroup(); // of the countries seen so far; drawn only at close zoom
    const border = { color: colours.border, weight: 1, fill: true, fillColor: colours.land, fillOpacity: 1 };
    const province = { color: colours.province, weight: 0.8, fill: false, dashArray: "3 3" };
    this.filled = { ...border, renderer: L.svg({ pane: "atlasLand", padding: 0.3 }), pane: "atlasLand" };
    this.lined = { ...province, renderer: L.svg({ pane: "atlasLines", padding: 0.3 }), pane: "atlasLines" };
    /** @type {Map<string, { coarse: L.Layer, boxes: L.LatLngBounds[], isFine: boolean }>} */
    this.countries = new Map();
  }

  load() {
    const { dataset } = this.map.getContainer();
    atlasFetch("/map/world.json")
      .then((/** @type {AtlasFeatures} */ world) => {
        for (const { geometry, properties } of world.features) {
          const coarse = new AtlasOutlines(geometry, this.filled).addTo(this.group);
          const boxes = properties.boxes.map(([west, south, east, north]) => L.latLngBounds([south, west], [north, east]));
          this.countries.set(properties.country, { coarse, boxes, isFine: false });
        }
        dataset.base = "ready";
        this.refine();
      })
      .catch(() => {
        dataset.base = "failed";
      });
  }

  refine() {
    if (this.map.getZoom() < ATLAS_FINE_FROM) {
      this.group.removeLayer(this.provinces);
      return;
    }
    this.group.addLayer(this.provinces);
    const seen = this.map.getBounds();
    const views = atlasTurns((seen.getWest() + 180) / 360, (seen.getEast() + 180) / 360).map((turn) =>
      L.latLngBounds([seen.getSouth(), seen.getWest() - 360 * turn], [seen.getNorth(), seen.getEast() - 360 * turn]),
    );
    for (const [code, country] of this.countries) {
      if (country.isFine || !country.boxes.some((box) => views.some((view) => view.intersects(box)))) continue;
      country.isFine = true;
      atlasFetch(`/map/detail/${code}.json`)
        .then((/** @type {AtlasFeatures} */ { features: [mainland, ...parts] }) => {
          this.group.addLayer(new AtlasOutlines(mainland.geometry, this.filled));
          this.group.removeLayer(country.coarse);
          for (const part of parts) this.provinces.addLayer(new AtlasOutlines(part.geometry, this.lined));
        })
        .catch(() => {
          country.isFine = false;
        });
    }
  }
}

/** @param {L.Map} map @param {Record<string, string>} colours */
function atlasBase(map, colours) {
  const group = L.layerGroup();
  const container = map.getContainer();
  container.style.background = colours.water;
  container.classList.toggle("atlas-dark", colours.rim !== "#ffffff");
  for (const [name, colour] of Object.entries(colours)) container.style.setProperty(`--atlas-${name}`, colour);
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", "Map of the incidents");
  if (window.frameElement) window.frameElement.setAttribute("title", "Map of the incidents");
  atlasPane(map, "atlasLand", 150, true);
  atlasPane(map, "atlasLines", 160);
  atlasPane(map, "atlasNames", 450); // above areas, below markers
  map.attributionControl.setPrefix("Leaflet").addAttribution("Natural Earth, GeoNames");
  const land = new AtlasLand(map, group, colours);
  land.load();
  new AtlasLabels(map, group);
  map.on("moveend", land.refine, land);
  group.addTo(map);
  return group;
}
