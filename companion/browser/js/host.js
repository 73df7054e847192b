// What Python asks of the page around the worker: each question is a message, and so is its answer.

export function pageOf(site) {
  const waiting = new Map();
  let asked = 0, haveFiles, opened;
  const isOpen = new Promise((resolve) => { opened = resolve; });
  const files = new Promise((resolve) => { haveFiles = resolve; });
  return {
    haveFiles,
    isOpen,
    heard(said) {
      if (said.kind === "answer" && waiting.has(said.number)) {
        waiting.get(said.number)(said.value);
        waiting.delete(said.number);
      }
    },
    forPython: {
      site: JSON.stringify(site),
      /** The journal was opened, or could not be. */
      opened() {
        self.postMessage({ kind: "open" });
        opened();
      },
      /** Resolves when every module can be imported: the snapshot holds no files. */
      files: () => files,
      /** What of the clinic's news was taken, and why the rest was not, as JSON. */
      took(said) { self.postMessage({ kind: "took", said }); },
      /** The screen that may be seen stands: the page's cover can go. */
      uncover() { self.postMessage({ kind: "uncover" }); },
      /** Ask the page for something by name; its answer is JSON. */
      ask(name) {
        const number = ++asked;
        const answer = new Promise((resolve) => waiting.set(number, resolve));
        self.postMessage({ kind: "ask", name, number });
        return answer;
      },
    },
  };
}
