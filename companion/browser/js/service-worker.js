// Keeps the whole site for offline use. The build puts `SITE` above: version, files with their bytes and
// SHA-256, headers.
//
// A new version is fetched in the background and takes effect at the next start: nothing is skipped, so a page keeps
// the version it began with. What does not change (folders named by content) is taken over from the old version.
const CACHE = "companion-site-" + SITE.version;
const PAGE = new URL("./", self.registration.scope).href;

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOld()));

// Asked by "Try again": the version that waits begins, or what is broken of this one is fetched anew.
self.addEventListener("message", (event) => {
  if (event.data === "begin") self.skipWaiting();
  else if (event.data === "mend") event.waitUntil(keepAll().catch(() => null).then(() => event.ports[0].postMessage("")));
});

// What is kept is what was built, byte for byte, or the install fails and is tried again at the next start: a login
// page, half a file or a page of another build would stay for good. What is sound of a failed install is not fetched twice.
async function keepAll() {
  const cache = await caches.open(CACHE);
  const files = Object.keys(SITE.files);
  for (let at = 0; at < files.length; at += 6) {
    await Promise.all(files.slice(at, at + 6).map((file) => keep(cache, file)));
  }
}

async function keep(cache, file) {
  const url = new URL(file, PAGE).href;
  const mine = await cache.match(url);
  if (mine && await isBuilt(file, await mine.blob())) return;
  for (const get of waysTo(url)) {
    const response = await get().catch(() => null);
    const blob = response && response.ok ? await response.blob().catch(() => null) : null;
    if (blob && await isBuilt(file, blob)) return cache.put(url, plain(response, blob));
  }
  throw new Error(file + " is not what was built");
}

// Fixed files come from an older version or out of the browser's own cache; last, and past every cache, from the host.
function waysTo(url) {
  const fresh = () => fetch(url, { cache: "reload" });
  return isFixed(url) ? [() => caches.match(url), () => fetch(url), fresh] : [() => fetch(url, { cache: "no-cache" }), fresh];
}

async function isBuilt(file, blob) {
  const [size, sum] = SITE.files[file];
  if (blob.size !== size) return false;
  const found = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return sum === "sha256-" + btoa(String.fromCharCode(...new Uint8Array(found)));
}

// Stored as it is used: without what speaks of its way here, and with the headers that a plain host may not send.
function plain(response, blob) {
  const headers = new Headers(response.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  for (const [name, value] of Object.entries(SITE.headers)) headers.set(name, value);
  return new Response(blob, { status: 200, headers });
}

function isFixed(url) {
  return /\/(pyodide|python|client|app)-[0-9a-f]{12}\//.test(url);
}

async function dropOld() {
  for (const name of await caches.keys()) {
    if (name.startsWith("companion-site-") && name !== CACHE) await caches.delete(name);
  }
}

const KEPT = new Set(Object.keys(SITE.files).map((file) => new URL(file, PAGE).href));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(PAGE)) return;
  if (event.request.cache === "reload" && event.request.mode !== "navigate") return; // what the host has is wanted
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
