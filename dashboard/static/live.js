// The map's socket to the server: it reports the view, and receives a new state before the page is redrawn. Streamlit
// delivers the same state later, so a missing socket only costs time.
const ATLAS_LONGEST_PAUSE = 30_000; // ms between two attempts

/** @param {AtlasKit} kit @param {(told: any) => void} hear */
function atlasLive(kit, hear) {
  /** @type {WebSocket | null} */
  let socket = null;
  let key = "";
  let pause = 1000;
  let said = "";
  /** @type {number[] | null | undefined} */
  let view; // undefined until something is painted
  const say = () => {
    const text = JSON.stringify(view);
    if (view === undefined || !socket || socket.readyState !== WebSocket.OPEN || text === said) return;
    said = text;
    socket.send(text);
  };
  const open = () => {
    const opened = new WebSocket(`${window.location.origin.replace(/^http/, "ws")}/map/live`);
    socket = opened;
    opened.onopen = () => {
      pause = 1000;
      said = "";
      opened.send(JSON.stringify({ key, channel: kit.channel, map: kit.name }));
      say();
    };
    opened.onmessage = ({ data }) => hear(JSON.parse(data));
    opened.onclose = () => {
      setTimeout(open, pause);
      pause = Math.min(ATLAS_LONGEST_PAUSE, 2 * pause);
    };
  };
  return {
    /** @param {string} given the key, which changes when the server restarts */
    connect: (given) => {
      key = given;
      if (!socket && kit.channel) open();
    },
    /** @param {number[] | null} shown */
    show: (shown) => {
      view = shown;
      say();
    },
  };
}
