// "Try again": what is broken is fetched anew before the page is loaded anew. Nothing is thrown away: a file takes the
// place of another when it has arrived whole. Without a network, or behind a login page, everything stays as it is.
(function () {
  "use strict";
  const LONGEST = 20000, FOR_A_TURN = 3000;
  let isBusy = false;

  self.companionAgain = async function () {
    if (isBusy) return;
    isBusy = true;
    await Promise.race([mended().catch(() => null), later(LONGEST)]);
    location.reload();
  };

  async function mended() {
    if (!await isOurs() || !navigator.serviceWorker) return;
    const kept = await navigator.serviceWorker.getRegistration();
    if (!kept) return;
    await kept.update().catch(() => null);
    if (kept.installing) await settled(kept.installing);
    if (kept.waiting) await began(kept.waiting);
    else if (kept.active) await asked(kept.active, "mend");
  }

  // Past every cache, so that the browser's own forgets half a page or a login page.
  async function isOurs() {
    const page = await fetch("./", { cache: "reload", signal: AbortSignal.timeout(LONGEST / 2) });
    return page.ok && (await page.text()).includes('id="companion-site"');
  }

  function settled(worker) {
    return new Promise((then) => {
      worker.onstatechange = then;
      if (worker.state !== "installing") then();
    });
  }

  function began(worker) {
    const turn = new Promise((then) => navigator.serviceWorker.addEventListener("controllerchange", then));
    worker.postMessage("begin");
    return Promise.race([turn, later(FOR_A_TURN)]);
  }

  function asked(worker, what) {
    return new Promise((then) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = then;
      worker.postMessage(what, [channel.port2]);
    });
  }

  function later(milliseconds) { return new Promise((then) => setTimeout(then, milliseconds)); }
})();
