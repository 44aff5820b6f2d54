// Passes files that are dropped anywhere on the page, including the map, to the file field of "Add article".

const ATLAS_PATIENCE = 10_000; // milliseconds to wait for Streamlit to draw a part of the dialog

/** @param {string} selector @param {string} [words] @returns {Promise<HTMLElement>} the first match, now or later */
function atlasFound(selector, words = "") {
  const seek = () => [...document.querySelectorAll(selector)].find((one) => one.textContent?.trim() === words || !words);
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      watcher.disconnect();
      reject(new Error(`${selector} does not come`));
    }, ATLAS_PATIENCE);
    const look = () => {
      const found = seek();
      if (!(found instanceof HTMLElement)) return;
      watcher.disconnect();
      clearTimeout(late);
      resolve(found);
    };
    const watcher = new MutationObserver(look);
    watcher.observe(document.body, { childList: true, subtree: true });
    look();
  });
}

/** @param {FileList} files @param {string} way the label of the button for files */
async function atlasAdd(files, way) {
  const dialog = document.querySelector("[data-testid=stDialog]");
  if (!dialog) (await atlasFound(".st-key-read_article button")).click();
  (await atlasFound(".st-key-new_way button", way)).click();
  const field = /** @type {HTMLInputElement} */ (await atlasFound(".st-key-new_files input[type=file]"));
  field.files = files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** @param {AtlasPart<{ way: string } | null>} component */
export default function ({ data }) {
  if (!data) return undefined;
  const own = new AbortController();
  const { signal } = own;
  /** @param {DragEvent} event @returns {FileList | undefined} the dropped files, unless the file field handles them itself */
  const over = (event) => {
    const { dataTransfer, target } = event;
    const inField = target instanceof Element && target.closest("[data-testid=stFileUploaderDropzone]");
    if (!dataTransfer?.types.includes("Files") || inField) return undefined;
    event.preventDefault(); // otherwise the browser opens the file instead of the page
    return dataTransfer.files;
  };
  /** @param {DragEvent} event */
  const drop = (event) => {
    const files = over(event);
    const dialog = document.querySelector("[data-testid=stDialog]");
    const isOurs = dialog ? dialog.querySelector(".st-key-new_way") : document.querySelector(".st-key-read_article");
    const isPasted = dialog && !dialog.querySelector(".st-key-new_files") && dialog.querySelector("textarea")?.value;
    // switching to files would lose a pasted text
    if (files && isOurs && !isPasted) atlasAdd(files, data.way).catch(() => {}); // the dialog was closed
  };
  const listen = (/** @type {Document} */ where) => {
    where.addEventListener("dragover", over, { signal });
    where.addEventListener("drop", drop, { signal });
  };
  listen(document);
  const frame = () => {
    for (const { contentDocument } of document.querySelectorAll("iframe")) if (contentDocument) listen(contentDocument);
  };
  frame();
  document.addEventListener("load", frame, { capture: true, signal }); // fires for a map's frame, including a later one
  return () => own.abort();
}
