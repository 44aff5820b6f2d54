// What the scripts hand each other, for the type checker. The server's answers are made in dashboard/map/map_feed.py.
type AtlasPoint = [latitude: number, longitude: number];
type AtlasBox = [west: number, south: number, east: number, north: number];

interface AtlasLook {
  colour: string;
  shape: string;
  hollow: number; // the width of a hollow symbol's edge
  pale: number; // the opacity of an earlier event
}

/** What the map draws with; made in dashboard/map/incident_map.py. */
interface AtlasKit {
  name: string;
  channel: string;
  tools: boolean;
  words: Record<string, string>;
  sizes: [pixels: number, words: string][];
  rim: string;
  label: string;
  halo: string;
  accent: string;
  shades: string[];
  ramp: string[];
  types: Record<string, AtlasLook>;
  world: AtlasPoint[]; // the view of a map with nothing on it
  compact: Intl.NumberFormat;
  number: Intl.NumberFormat;
}

/** A marker, a cluster or an area of the server's answer. Only a cluster has parts and a box. */
interface AtlasItem {
  key: string;
  at: AtlasPoint;
  n: number;
  id: string;
  type: string;
  size: number;
  title: string;
  name: string;
  lines: string[];
  hollow?: boolean;
  pale?: boolean;
  unverified?: boolean;
  rough?: boolean;
  total?: boolean;
  km: number;
  outline?: string;
  box: AtlasPoint[];
  parts?: [tone: string, n: number][];
}

interface AtlasAnswer {
  spots: AtlasItem[];
  clusters: AtlasItem[];
  areas: AtlasItem[];
  cells: [latitude: number, longitude: number, sum: number][];
  bounds: number[];
  outside: number;
}

/** An area of the answer to the question for shading, with its class of 0 for none to 5. */
interface AtlasShade {
  code: string;
  name: string;
  class: number;
  lines: string[];
}

/** Some of the incidents of a place, for its popup. */
interface AtlasPlaceAnswer {
  title: string;
  total: number;
  start: number;
  items: { id: string; name: string; place: string; line: string; people: string }[];
}

/** An outline made in geodata/training/areas.py. A country has its code, in world.json boxes too; a province has an id. */
type AtlasFeature = GeoJSON.Feature<GeoJSON.Polygon | GeoJSON.MultiPolygon, { country: string; boxes: AtlasBox[]; id: string }>;

/** The world's countries; or one country, followed by its provinces. */
interface AtlasFeatures {
  features: AtlasFeature[];
}

/** One state of the map, as MapState in dashboard/map/incident_map.py has it. */
interface AtlasState {
  turn: number;
  key: string;
  scope: string;
  query: string;
  stamp: string;
  draw: "markers" | "heat" | "areas";
  weigh: string;
  level: string;
  selected: { key: string; id: string; at?: AtlasPoint } | null;
  fit: AtlasPoint[] | null;
  area: AtlasPoint[];
  near: [latitude: number, longitude: number, kilometres: number] | null;
  named: [name: string, latitude: number, longitude: number][];
  legend: AtlasLegendRow[];
  placing: AtlasPlacing | null;
  note: string;
  report: string;
  sums: boolean;
  linked: boolean;
  together: boolean;
}

interface AtlasLegendRow {
  type: string;
  label: string;
  n: string;
  on: boolean;
}

interface AtlasPlacing {
  at: AtlasPoint;
  candidates: { label: string; at: AtlasPoint }[];
}

/** What is drawn of an item: its layers, and a sign that changes when it has to be drawn anew. */
interface AtlasMark {
  item: AtlasItem;
  layers: any[];
  sign: string;
}

interface AtlasMoment {
  from: string;
  to: string;
  undated: boolean;
  words: string;
}

/** What the parts of one map share. */
interface AtlasShared {
  map: L.Map;
  kit: AtlasKit;
  box: HTMLElement;
  still: boolean; // no motion is wanted
  marks: Map<string, AtlasMark>;
  areas: Map<string, AtlasItem>; // of the last answer
  group: L.LayerGroup;
  state: AtlasState; // null before the first one has come: what runs on its own account asks first
  moment: AtlasMoment | null; // while the timeline plays
  held: [AtlasPoint, number] | null; // the view of a link, which is kept
  touched: boolean; // whether the view is the user's own
  quiet: boolean; // while the view is moved by the program
  air: BroadcastChannel | null;
  tell(value: object): void;
  query(): URLSearchParams;
  ask(path: string, values: Record<string, string | number>, signal?: AbortSignal): Promise<any>;
  note(text: string): void;
  write(): void;
  decorate(): void;
  tapped(at: L.LatLng): boolean;
  fan: ReturnType<typeof atlasFan>;
  shading: ReturnType<typeof atlasShading>;
  places: AtlasPlaces;
  pointing: ReturnType<typeof atlasPointing>;
  returning: ReturnType<typeof atlasReturning>;
  tools: ReturnType<typeof atlasTools> | null;
}

interface Window {
  __GLOBAL_DATA__?: { previous_data: object }; // of the component that hosts the map
}

/** What a marker covers on the screen. */
interface AtlasCover {
  at: { x: number; y: number };
  reach: number;
}

/** One bar of the timeline's histogram; made in dashboard/parts/timeline.py. */
interface AtlasBin {
  start: string;
  end: string;
  words: string;
  tick: string;
  n: number;
  parts: number[]; // of n, by groups of types
  vague: number;
}

/** What Streamlit calls the script of a part of the page with. The data is made in dashboard/views. */
interface AtlasPart<T> {
  data: T;
  parentElement: HTMLElement | ShadowRoot;
  setStateValue: AtlasSay;
}

type AtlasSay = (name: string, value: object | string) => void;

/** A part's hold on the channel of its page. */
interface AtlasTuned {
  air: BroadcastChannel | null;
  channel: string;
}

/** What is under the pointer in one part of the page. */
interface AtlasHovered {
  kind: "hover";
  by: string;
  key: string; // of the marker, "" for none
  ids: string[];
}

/** What is said on the channel of a page. */
type AtlasSaid =
  | AtlasHovered
  | ({ kind: "moment" } & Partial<AtlasMoment>)
  | { kind: "hello" }
  | { kind: "view"; by: string; centre: AtlasPoint; zoom: number };

/** Characters of an article with what they are evidence of; made in dashboard/parts/article_text.py. */
interface AtlasRun {
  text: string;
  kinds: string[];
  ids: string[];
}

/** As dashboard/views/article_component.py hands it over. */
interface AtlasArticle {
  title: AtlasRun[];
  text: AtlasRun[];
  stamp: string;
  selected: string;
  channel: string;
  keys: Record<string, string>; // markers by the ids of their incidents
  sought: { field: string; start: number; end: number; n: number } | null; // words to select, once for each n
  add: string;
}

/** A bar of a chart; made in dashboard/parts/charts.py. Only a bar of time has a tick, and a number as its key. */
interface AtlasBar {
  key: string | number;
  label: string;
  n: number;
  more?: number; // incidents of a longer time that may lie in it
  shown: string;
  killed: number | "";
  injured: number | "";
  chosen: boolean;
  colour?: string;
  tick?: string;
}

interface AtlasChart {
  id: string;
  title: string;
  kind: "bars" | "time";
  rows: AtlasBar[];
  some: boolean; // whether any bar is chosen
  note: string;
}

/** As dashboard/views/side_panel.py hands them over. */
interface AtlasCharts {
  charts: AtlasChart[];
  words: Record<string, string>;
  stamp: string;
  muted: string;
  faint: string;
  columns: string[];
}

/** A row of the list; made in dashboard/parts/incident_list.py. */
interface AtlasRow {
  id: string;
  key: string;
  type: string;
  hollow: boolean;
  pale: boolean;
  place: string;
  people: string;
  line: string;
  doubts: string[];
}

/** As dashboard/views/side_panel.py hands it over. Counts and their words go by the parts of the list. */
interface AtlasList {
  key: string;
  query: string;
  stamp: string;
  selected: string;
  at: { part: string; n: number } | null; // of what is selected
  counts: Record<string, number>;
  number: Record<string, string>;
  more: AtlasRow[]; // behind the rows of the part "look"; one without a type is not an incident
  page: number;
  rim: string;
  types: Record<string, AtlasLook>;
  words: Record<string, string>;
  channel: string;
}

/** One incident of the timeline. */
interface AtlasLoose {
  id: string;
  key: string;
  type: string;
  pale: boolean;
  hollow: boolean;
  words: string;
  day?: string; // of an earlier event
  out?: boolean; // the filter leaves it out
  off?: boolean; // it is not of the days that are chosen
}

/** One with a date, and the first and the last bin that it may lie in. */
interface AtlasEvent extends AtlasLoose {
  out: boolean; // the filter leaves it out
  span: [first: number, last: number];
}

/** As dashboard/views/map_view.py hands it over. */
interface AtlasTimeline {
  bins: AtlasBin[];
  events: AtlasEvent[];
  families: { label: string; colour: string }[];
  from?: string; // this and the next three only where there are bins
  to?: string;
  undated?: number;
  dated?: boolean;
  loose?: AtlasLoose[];
  listed?: AtlasLoose[]; // earlier events
  has_earlier: boolean;
  has_undated: boolean;
  opened: boolean;
  types: Record<string, AtlasLook>;
  rim: string;
  selected: string;
  words: Record<string, string>;
  channel: string;
}

/** What of the timeline outlives a drawing by Streamlit. The bins that are played are there once it has played. */
interface AtlasTimelineOwn extends AtlasTuned {
  playing: number | null; // the timer
  paused?: boolean;
  first: number;
  last: number;
  length: number; // of the window
  from: number;
  at: number;
  drag: { from: number } | null;
  watch?: ResizeObserver;
}

interface AtlasTimelineControls {
  play: HTMLElement;
  speed: HTMLSelectElement;
  way: HTMLSelectElement;
  status: HTMLElement;
}
