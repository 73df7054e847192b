// A file of the site arrives whole or not at all: it is compared with what the build says of it, and asked for past
// every cache where it differs. Inline in the page, and imported by the worker.
(function () {
  "use strict";
  const WAITS = [300, 1000, 3000];
  const ask = self.fetch.bind(self);
  let anew = 0;
  const files = self.companionFiles = {
    /** By address: its bytes, and its SHA-256 as `integrity` writes it. */
    known: {},
    /** The service worker answers: it compared what it keeps, and nothing is compared twice. */
    isKept: false,
    /** Hears how many bytes arrived. */
    moved() {},
    bytes: (url) => again(url, async (cache) => {
      const response = await asked(url, cache);
      return isCompared(url) ? read(url, response) : new Uint8Array(await response.arrayBuffer());
    }),
    response: (url) => again(url, async (cache) => {
      const response = await asked(url, cache);
      return isCompared(url) ? new Response(await read(url, response), { headers: response.headers }) : response;
    }),
    /** Modules are imported by the browser itself, out of its cache: what lies there is made sound. Gives whether any was not. */
    ahead: async (urls) => {
      const before = anew;
      if (!files.isKept) await Promise.all(urls.map(files.bytes));
      return anew > before;
    },
  };

  const page = self.document && document.getElementById("companion-site");
  if (page) {
    const worker = navigator.serviceWorker;
    files.isKept = !!(worker && worker.controller);
    for (const [path, known] of Object.entries(JSON.parse(page.textContent).files)) {
      files.known[new URL(path, document.baseURI).href] = known;
    }
  }

  function isCompared(url) { return !files.isKept && url in files.known; }

  // A phone's network comes and goes. The browser's cache is not asked again: it may hold half of the file for a year.
  async function again(url, get) {
    for (let tried = 0; ; tried++) {
      try {
        return await get(tried && !files.isKept ? "reload" : "default");
      } catch (error) {
        const said = "failed to fetch " + url.split("/").pop();
        if (tried >= (error.isOther ? 1 : WAITS.length)) throw Object.assign(new TypeError(said), { reason: "file", url });
        anew++;
        await new Promise((then) => setTimeout(then, WAITS[tried]));
      }
    }
  }

  async function asked(url, cache) {
    const response = await ask(url, { cache });
    if (!response.ok) throw new Error("status " + response.status);
    if (files.isKept && files.known[url]) files.moved(files.known[url][0]);
    return response;
  }

  async function read(url, response) {
    const [size, sum] = files.known[url];
    const bytes = new Uint8Array(size);
    const reader = response.body.getReader();
    let at = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (at + part.value.length <= size) bytes.set(part.value, at);
      at += part.value.length;
      files.moved(part.value.length);
    }
    // The host itself has another file, or half: asking past every cache once is enough to know.
    if (at !== size || await sumOf(bytes) !== sum) throw Object.assign(new Error("not what was built"), { isOther: true });
    return bytes;
  }

  async function sumOf(bytes) {
    const sum = await crypto.subtle.digest("SHA-256", bytes);
    return "sha256-" + btoa(String.fromCharCode(...new Uint8Array(sum)));
  }
})();
