/*
 * The service worker of the static page: what was fetched once is there without a network. Page and cards are asked of
 * the host first, as they change; all else has its hash in its address and is taken from the cache.
 *
 * It also sets the headers that let WebAssembly use several threads (COOP, COEP) where the host does not.
 */
const CACHE = "isolator-1";
const FIRST = ["./", "./assets/index-B0DUBcgI.css", "./assets/index-Br2822cN.js", "./assets/inter-latin-wght-normal-Dx4kXJAl.woff2", "./assets/learning-page-DKwvfy9B.css", "./assets/live-page-B1D7fJ4I.css", "./assets/mark-ojg9OmqE.svg"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FIRST)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(clients.claim());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method === "GET" && address.origin === location.origin && address.href.startsWith(registration.scope)) {
    const changes = request.mode === "navigate" || address.pathname.endsWith(".json");
    event.respondWith(changes ? newest(request) : kept(request));
  }
});

async function newest(request) {
  const cache = await caches.open(CACHE);
  const isPage = request.mode === "navigate" && /\/(index\.html)?$/.test(new URL(request.url).pathname);
  const key = isPage ? registration.scope : request;
  try {
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(key, response.clone());
      await removeOld(cache);
    }
    return isolated(response);
  } catch (offline) {
    const known = await cache.match(key);
    if (known) {
      return isolated(known);
    }
    throw offline;
  }
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  const known = await cache.match(request);
  if (known) {
    return isolated(known);
  }
  const response = await fetch(request);
  if (response.status === 200) {
    const copy = response.clone();
    void cache.put(request, copy).catch(() => {
      // A full disk, or a connection that broke on the way: it is fetched again when it is needed.
    });
  }
  return isolated(response);
}

/** Scripts and styles that the page in the cache does not name are of an older build. Larger files stay: other builds share them. */
async function removeOld(cache) {
  const page = await (await cache.match(registration.scope))?.text();
  for (const request of page ? await cache.keys() : []) {
    const name = new URL(request.url).pathname.split("/").at(-1);
    if (/^index-.*\.(js|css)$/.test(name) && !page.includes(name)) {
      await cache.delete(request);
    }
  }
}

function isolated(response) {
  if (response.status === 0 || response.type === "opaqueredirect") {
    return response;
  }
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
