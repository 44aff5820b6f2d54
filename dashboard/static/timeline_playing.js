// Plays through the timeline. During playback, only the map follows, through a channel of this page. A pause passes the time to
// Python.
const ATLAS_BEAT = 700; // ms per bin at speed 1

/** @typedef {{ send: (from: string, to: string) => void, draw: () => void }} AtlasPlayerActs */

class AtlasPlayer {
  /**
   * @param {AtlasTimelineOwn} own state that survives a redraw by Streamlit
   * @param {AtlasTimeline} data
   * @param {AtlasTimelineControls} controls
   * @param {AtlasPlayerActs} acts
   */
  constructor(own, data, controls, acts) {
    this.own = own;
    this.bins = data.bins;
    this.words = data.words;
    this.controls = controls;
    this.acts = acts;
  }

  /** @param {object} moment the time to show; empty for none */
  post(moment) {
    if (this.own.air) this.own.air.postMessage({ kind: "moment", ...moment });
  }

  /** @param {number} from @param {number} to */
  spanWords(from, to) {
    return from === to ? this.bins[from].words : `${this.bins[from].words} – ${this.bins[to].words}`;
  }

  tell() {
    const { from, at } = this.own;
    const words = this.spanWords(from, at);
    this.post({ from: this.bins[from].start, to: this.bins[at].end, undated: false, words });
    this.controls.status.textContent = words;
    this.acts.draw();
  }

  schedule() {
    this.own.playing = setTimeout(() => this.tick(), ATLAS_BEAT / Number(this.controls.speed.value));
  }

  tick() {
    const { own } = this;
    if (own.at >= own.last) {
      this.finish();
      return;
    }
    own.at = atlasNextBin(this.bins, own.at, own.last);
    const isWhole = this.controls.way.value === "accumulate";
    own.from = isWhole ? own.first : Math.max(own.first, own.at - own.length + 1);
    this.tell();
    this.schedule();
  }

  /** @param {boolean} keep whether to make the current time the filter */
  pause(keep) {
    const { own } = this;
    if (!own.playing) return;
    clearTimeout(own.playing);
    own.playing = null;
    this.controls.play.textContent = this.words.play;
    if (!keep) {
      this.post({});
      return;
    }
    own.paused = true;
    this.acts.send(this.bins[own.from].start, this.bins[own.at].end);
  }

  /** At the end, restores the filter from before the playback. */
  finish() {
    const { own } = this;
    const isAll = own.first === 0 && own.last === this.bins.length - 1;
    this.pause(false);
    this.controls.status.textContent = "";
    this.acts.send(isAll ? "" : this.bins[own.first].start, isAll ? "" : this.bins[own.last].end);
  }

  /** @param {[low: number, high: number] | null} range to play; everything without one or after a pause */
  toggle(range) {
    const { own } = this;
    if (own.playing) {
      this.pause(true);
      return;
    }
    [own.first, own.last] = range && range[1] > range[0] && !own.paused ? range : [0, this.bins.length - 1];
    own.length = Math.max(1, Math.round((own.last - own.first + 1) / 12));
    own.at = own.first;
    own.from = own.first;
    own.paused = false;
    this.controls.play.textContent = this.words.pause;
    this.tell();
    this.schedule();
  }

  clear() {
    this.pause(false);
    this.own.paused = false;
    this.post({});
    this.controls.status.textContent = "";
    this.acts.send("", "");
  }

  /** After a pause, Python has the time, so the map no longer needs it from here. */
  rest() {
    if (this.own.playing || !this.own.paused) return;
    this.own.paused = false;
    setTimeout(() => this.post({}), 60);
  }
}
