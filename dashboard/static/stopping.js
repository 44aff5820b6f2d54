// Stops long work that the page is waiting for. Streamlit ignores clicks in a busy dialog; our own server does not.
/** @param {AtlasPart<{ work: string, key: string, words: { stop: string, stopping: string, failed: string } } | null>} component */
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  if (!button || !data) return;
  const { stop, stopping, failed } = data.words;
  if (button.dataset.work === data.work) return;
  Object.assign(button, { textContent: stop, disabled: false });
  button.dataset.work = data.work;
  button.onclick = () => {
    Object.assign(button, { textContent: stopping, disabled: true });
    atlasFetch("/map/stop", { method: "POST", headers: { "X-Incident-Atlas": data.key }, body: data.work }).catch(() => {
      Object.assign(button, { textContent: failed, disabled: false });
    });
  };
}
