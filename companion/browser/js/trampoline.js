// One memory snapshot for every engine.
//
// Python calls C functions through a trampoline, and Pyodide chooses it by the user agent (getPyEMTrampolinePtr): on an
// iPhone or iPad a function of JavaScript, elsewhere one of WebAssembly, of which it keeps the index in the function
// table (python/cpython#130418, pyodide/pyodide#5428). A snapshot carries the index of the machine that made it. In
// another engine nothing stands at that index, or something else does, and the snapshot cannot be used. So Pyodide is
// led to take the one of JavaScript everywhere, when the snapshot is made and when it is restored. The price is stack
// switching (JSPI), which the app does not use.
const ON_AN_IPHONE = "iPhone";

// Run `load` while Pyodide reads an iPhone's user agent. Returns what it returns; `asked` is called at each reading.
export async function withOneTrampoline(load, asked = () => {}) {
  const get = () => { asked(); return ON_AN_IPHONE; };
  Object.defineProperty(globalThis.navigator, "userAgent", { get, configurable: true });
  try {
    return await load();
  } finally {
    delete globalThis.navigator.userAgent; // the browser's own is that of the prototype
  }
}
