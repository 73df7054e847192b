// A file of the site, asked for again where it does not arrive: a phone's network comes and goes.
const WAITS = [300, 1000, 3000];

export async function fetched(url) {
  for (let tried = 0; ; tried++) {
    try {
      const response = await fetch(url);
      if (response.ok) return response;
      throw new Error("status " + response.status);
    } catch (error) {
      if (tried >= WAITS.length) throw Object.assign(new Error(url.split("/").pop() + " did not arrive"), { reason: "file" });
      await new Promise((again) => setTimeout(again, WAITS[tried]));
    }
  }
}
