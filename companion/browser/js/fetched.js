// A file of the site as bytes, asked for again where it does not arrive whole: a phone's network comes and goes.
const WAITS = [300, 1000, 3000];

export async function fetched(url) {
  for (let tried = 0; ; tried++) {
    try {
      const response = await fetch(url);
      if (!response.ok) throw new Error("status " + response.status);
      return new Uint8Array(await response.arrayBuffer());
    } catch {
      if (tried >= WAITS.length) throw Object.assign(new Error(url.split("/").pop() + " did not arrive"), { reason: "file" });
      await new Promise((again) => setTimeout(again, WAITS[tried]));
    }
  }
}

/** Whether something did not arrive, be it a file of ours, a module that is imported, or one of Pyodide's own. */
export function isMissing(error) {
  return error?.reason === "file" || (error instanceof TypeError && /fetch|import|network|load/i.test(error.message));
}
