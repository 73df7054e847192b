// Why Python could not be restored from the memory snapshot: one of a few codes, and the kind of the error. Its text is
// left out: it may quote what is in memory.
import { isMissing } from "./fetched.js";

const OF_WEB_ASSEMBLY = ["RuntimeError", "CompileError", "LinkError"];
const KINDS = [...OF_WEB_ASSEMBLY, "PythonError", "RangeError", "TypeError", "ReferenceError", "SyntaxError", "InternalError"];

/** {code, error}: "file" (it did not arrive whole), "memory", "engine", "python" or "other"; the name of the error. */
export function whySlow(error) {
  const name = String(error?.name);
  return { code: codeOf(error, name), error: KINDS.includes(name) ? name : "Error" };
}

function codeOf(error, name) {
  if (isMissing(error)) return "file";
  if (error?.reason === "memory" || (name === "RangeError" && /memory|allocat/i.test(error.message))) return "memory";
  if (OF_WEB_ASSEMBLY.includes(name)) return "engine";
  return name === "PythonError" ? "python" : "other";
}
