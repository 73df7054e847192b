// js/clinic.js in a page of its own: reads {script, countries, site, cases} from the standard input, and writes what each
// case leads to: what Help shows, what Python is told now and at the next start, what the console says.
const vm = require("node:vm");
const given = JSON.parse(require("node:fs").readFileSync(0, "utf-8"));

function opened(storage, answer) {
  const said = [], shown = [];
  let loaded = () => {};
  const window = {
    localStorage: { getItem: (key) => storage[key] ?? null, setItem: (key, value) => { storage[key] = value; } },
    navigator: { onLine: answer !== null }, console: { warn: (line) => said.push(line) },
    document: { baseURI: "https://clinic.example/", getElementById: () => ({ textContent: JSON.stringify({ clinic: given.site }) }) },
    companionHelp: { setClinic: (clinic) => shown.push(clinic.name), knows: (code) => given.countries.includes(code) },
    addEventListener: (_, then) => { loaded = then; }, fetch: async () => ({ ok: true, text: async () => answer }), URL,
  };
  window.window = window;
  vm.runInContext(given.script, vm.createContext(window));
  loaded();
  return { window, said, shown };
}

(async () => {
  const found = {};
  for (const [name, answer] of Object.entries(given.cases)) {
    const storage = {}, first = opened(storage, answer);
    const news = await first.window.companionNews();
    found[name] = { said: first.said, shown: first.shown, news, clinic: opened(storage, null).window.companionClinic() };
  }
  process.stdout.write(JSON.stringify(found));
})();
