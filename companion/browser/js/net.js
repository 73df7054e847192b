// One request by fetch, whole: [status, [[name, value]…], bytes]. Errors by name: TimeoutError, BodyError, others.

export async function fetched(method, url, headers, body, milliseconds) {
  const options = {
    method, headers: headers.toJs(), redirect: "manual", credentials: "omit", cache: "no-store", referrerPolicy: "no-referrer",
    signal: AbortSignal.timeout(milliseconds),
  };
  if (body) options.body = body.toJs();
  const response = await fetch(url, options);
  // A redirect's content is hidden here; 302 says what it was.
  if (response.type === "opaqueredirect") return [302, [], new Uint8Array()];
  let bytes;
  try {
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (error.name === "TimeoutError") throw error;
    throw Object.assign(new Error("the answer ended half way"), { name: "BodyError" });
  }
  return [response.status, [...response.headers], bytes];
}
