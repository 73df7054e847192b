// One request by fetch, whole: [status, [[name, value]…], bytes].
//
// Rejects with a plain Error by name: TimeoutError, BodyError, NetworkError. Python waits for ever for some of the
// browser's own kinds of exception.

const plain = (name) => Object.assign(new Error(name), { name });

export async function fetched(method, url, headers, body, milliseconds) {
  const options = {
    method, headers: headers.toJs(), redirect: "manual", credentials: "omit", cache: "no-store",
    referrerPolicy: "no-referrer", signal: AbortSignal.timeout(milliseconds),
  };
  if (body) options.body = body.toJs();
  let response;
  try {
    response = await fetch(url, options);
  } catch (error) {
    throw plain(error.name === "TimeoutError" ? "TimeoutError" : "NetworkError");
  }
  // A redirect's content is hidden here; 302 says what it was.
  if (response.type === "opaqueredirect") return [302, [], new Uint8Array()];
  try {
    return [response.status, [...response.headers], new Uint8Array(await response.arrayBuffer())];
  } catch (error) {
    throw plain(error.name === "TimeoutError" ? "TimeoutError" : "BodyError");
  }
}
