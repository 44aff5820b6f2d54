"use strict";
// The map's own line to the server: it says which view it shows, and hears a new state before the page has been drawn anew.
// Streamlit hands over the same state later, so a line that cannot be had costs time and nothing else.

function atlasLive(kit, hear) {
  const LONGEST = 30_000; // ms between two tries
  let socket = null,
    key = "",
    pause = 1000,
    said = "",
    view; // none as long as nothing is painted
  const say = () => {
    const text = JSON.stringify(view);
    if (view === undefined || !socket || socket.readyState !== WebSocket.OPEN || text === said) return;
    said = text;
    socket.send(text);
  };
  const open = () => {
    socket = new WebSocket(`${window.location.origin.replace(/^http/, "ws")}/map/live`);
    socket.onopen = () => {
      pause = 1000;
      said = "";
      socket.send(JSON.stringify({ key, channel: kit.channel, map: kit.name }));
      say();
    };
    socket.onmessage = ({ data }) => hear(JSON.parse(data));
    socket.onclose = () => {
      setTimeout(open, pause);
      pause = Math.min(LONGEST, 2 * pause);
    };
  };
  return {
    connect: (given) => {
      key = given;
      if (!socket && kit.channel) open();
    }, // a server started anew has another key
    show: (shown) => {
      view = shown;
      say();
    },
  };
}
