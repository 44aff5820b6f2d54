// The channel between the parts of one page, for what is under the pointer and the time that is playing.
/**
 * Opens the channel and closes the previous one.
 * @param {AtlasTuned} own
 * @param {string} channel
 */
function atlasTune(own, channel) {
  if (own.channel === channel || !window.BroadcastChannel) return;
  if (own.air) own.air.close();
  own.air = new BroadcastChannel(channel);
  own.channel = channel;
}

/**
 * @param {BroadcastChannel | null} air
 * @param {string} by the part that sends it
 * @param {string} key of the marker under the pointer, "" for none
 * @param {string[]} ids of the incidents there
 */
function atlasHover(air, by, key, ids) {
  if (air) air.postMessage({ kind: "hover", by, key, ids });
}
