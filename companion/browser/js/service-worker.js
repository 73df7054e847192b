// Keeps the whole site for offline use. The build puts `SITE` above: version, files, headers.
//
// A new version is fetched in the background and takes effect at the next start: nothing is skipped, so a page keeps
// the version it began with. What does not change (folders named by content) is taken over from the old version.
const CACHE = "companion-site-" + SITE.version;
const PAGE = new URL("./", self.registration.scope).href;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));

async function keepAll() {
  const cache = await caches.open(CACHE);
  const have = new Set((await cache.keys()).map((request) => request.url));
  const missing = ["./", ...SITE.files].map((file) => new URL(file, PAGE).href).filter((url) => !have.has(url));
  for (let at = 0; at < missing.length; at += 6) {
    await Promise.all(missing.slice(at, at + 6).map((url) => keep(cache, url)));
  }
}

async function keep(cache, url) {
  const known = isFixed(url) ? await caches.match(url) : null;
  // Fixed files come out of the browser's own cache where it has them; the others are asked for anew.
  const response = known || await fetch(url, isFixed(url) ? {} : { cache: "no-cache" });
  if (!response.ok) throw new Error("status " + response.status);
  await cache.put(url, await plain(response));
}

// Stored as it is used: without what speaks of its way here, and with the headers that a plain host may not send.
async function plain(response) {
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  for (const [name, value] of Object.entries(SITE.headers)) headers.set(name, value);
  return new Response(await response.blob(), { status: 200, headers });
}

function isFixed(url) {
  return /\/(pyodide|python|client|app)-[0-9a-f]{12}\//.test(url);
}

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith("companion-site-") && name !== CACHE) await caches.delete(name);
  }
}

const KEPT = new Set(SITE.files.map((file) => new URL(file, PAGE).href));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(PAGE)) return;
  if (url.pathname.endsWith("/clinic.json") || url.pathname.endsWith("/service-worker.js")) return;
  url.hash = "";
  url.search = "";
  const isPage = url.href === PAGE || url.href === PAGE + "index.html";
  if (isPage || KEPT.has(url.href)) event.respondWith(answer(isPage ? PAGE : url.href, event.request));
  // An address that is none of ours: the host may know it. Offline the app is better than nothing.
  else if (event.request.mode === "navigate") event.respondWith(fetch(event.request).catch(() => answer(PAGE)));
});

async function answer(wanted, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(wanted)) || (await caches.match(wanted)) || fetch(request || wanted);
}
