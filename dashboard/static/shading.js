"use strict";
// Countries and provinces shaded by what happened there, and the outlines that totals of an area are drawn with.

function atlasShading(map, kit, { make, tip, tell, tapped }) {
  const group = L.layerGroup();
  const outlines = new Map(); // country -> promise of its features
  let world = null;
  const json = (url) =>
    fetch(url).then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))));
  const outlinesOf = (country) => {
    if (!outlines.has(country))
      outlines.set(
        country,
        json(`/map/detail/${country}.json`).catch((error) => {
          outlines.delete(country);
          throw error;
        }),
      );
    return outlines.get(country);
  };
  const outline = (code) => {
    const country = code.split("-")[0];
    return outlinesOf(country).then((all) =>
      code === country ? all.features[0] : all.features.slice(1).find((f) => f.properties.id === code),
    );
  };
  const features = (level, codes) => {
    if (level === "country") {
      world =
        world ||
        json("/map/world.json").catch((error) => {
          world = null;
          throw error;
        });
      return world.then((all) =>
        all.features.filter((f) => codes.has(f.properties.country)).map((f) => [f.properties.country, f]),
      );
    }
    const countries = [...new Set([...codes.keys()].map((code) => code.split("-")[0]))];
    return Promise.all(countries.map((country) => outlinesOf(country).catch(() => ({ features: [] })))).then((all) =>
      all
        .flatMap((detail) => detail.features.slice(1))
        .filter((f) => codes.has(f.properties.id))
        .map((f) => [f.properties.id, f]),
    );
  };
  const style = (area) => ({
    color: kit.label,
    weight: 0.8,
    opacity: 0.7,
    fillColor: area.class ? kit.shades[area.class - 1] : "#000",
    fillOpacity: area.class ? 0.78 : 0,
  });
  const told = (area, level) => {
    const content = tip({ title: area.name, lines: area.lines });
    const only = make("button", "atlas-more", kit.words.only_here);
    only.type = "button";
    only.onclick = () => {
      map.closePopup();
      tell({ only: [level, area.code] });
    };
    content.append(make("br"), only);
    return content;
  };
  const draw = (answer, level, isWanted) => {
    const areas = new Map(answer.areas.map((area) => [area.code, area]));
    return features(level, areas).then((found) => {
      if (!isWanted()) return false;
      group.clearLayers();
      for (const [code, feature] of found) {
        const area = areas.get(code);
        const layer = L.geoJSON(feature, { style: () => style(area), bubblingMouseEvents: false });
        layer.bindTooltip(() => tip({ title: area.name, lines: area.lines }), { sticky: true });
        layer.on("click", ({ latlng }) => {
          if (!tapped(latlng)) L.popup().setLatLng(latlng).setContent(told(area, level)).openOn(map);
        });
        group.addLayer(layer);
      }
      if (!map.hasLayer(group)) group.addTo(map);
      return true;
    });
  };
  return {
    draw,
    outline,
    clear: () => {
      group.clearLayers();
      group.remove();
    },
  };
}
