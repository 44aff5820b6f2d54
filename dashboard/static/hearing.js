// The channel on which the parts of one page tell each other what is under the pointer and which time is played.
/**
 * Opens the channel, and closes the one before it.
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
 * @param {string} by the part that says it
 * @param {string} key of the marker under the pointer, "" for none
 * @param {string[]} ids of the incidents there
 */
function atlasHover(air, by, key, ids) {
  if (air) air.postMessage({ kind: "hover", by, key, ids });
}
