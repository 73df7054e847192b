// A file of the site as bytes, and whether something did not arrive.
import "./whole.js";

export const files = self.companionFiles;

export const fetched = files.bytes;

/** Whether something did not arrive, be it a file of ours, a module that is imported, or one of Pyodide's own. */
export function isMissing(error) {
  return error?.reason === "file" || (error instanceof TypeError && /fetch|import|network|load/i.test(error.message));
}
