// What the scripts hand each other, for the type checker. The server's answers are made in dashboard/map/map_feed.py.
type AtlasPoint = [latitude: number, longitude: number];

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
  ask(path: string, values: Record<string, any>, signal?: AbortSignal): Promise<any>;
  note(text: string): void;
  write(): void;
  decorate(): void;
  tapped(at: L.LatLng): boolean;
  fan: ReturnType<typeof atlasFan>;
  shading: ReturnType<typeof atlasShading>;
  places: AtlasPlaces;
  pointing: ReturnType<typeof atlasPointing>;
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
