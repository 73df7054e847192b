// Argon2id in a worker of its own: one message in, the key out (null where it cannot be computed), then it is ended.
// hash-wasm is another part of the site: it is fetched when a PIN is set or tried, and never before.

self.onmessage = async ({ data: { secret, salt, passes, memory } }) => {
  try {
    await import("./hash-wasm.js");
    const key = await self.hashwasm.argon2id({
      password: secret, salt, iterations: passes, memorySize: memory, parallelism: 1, hashLength: 32, outputType: "binary",
    });
    self.postMessage(key);
  } catch {
    self.postMessage(null);
  }
};
