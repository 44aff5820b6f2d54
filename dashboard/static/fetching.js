// Fetches JSON from our own server. An unsuccessful response is an error.
/** @param {string} url @param {RequestInit} [options] @returns {Promise<any>} */
function atlasFetch(url, options) {
  return fetch(url, options).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  });
}
