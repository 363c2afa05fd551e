// The conversation of this window: kept over a reload, gone with the window.

const KEY = "osusume.transcript";
const MOST_MESSAGES = 60;

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
  } catch {
    return []; // storage is switched off, or holds something that is not ours: begin anew
  }
};

/** Put back what was said before the reload. Returns whether there was anything. */
export function restore(chat) {
  const kept = read();
  if (kept.length) chat.innerHTML = kept.join("");
  return kept.length > 0;
}

/** Keep what stands in `chat`; where it is too much for the browser, its end. */
export function keep(chat) {
  const messages = [...chat.querySelectorAll(":scope > .said, :scope > .answer")].slice(-MOST_MESSAGES);
  let kept = messages.map((message) => {
    const copy = message.cloneNode(true);
    copy.classList.remove("arriving");
    for (const button of copy.querySelectorAll("[data-busy]")) button.removeAttribute("data-busy");
    // A file with everything about a person is for saving, not for lying around.
    for (const file of copy.querySelectorAll("a[download]")) file.removeAttribute("href");
    return copy.outerHTML;
  });
  while (kept.length) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
      return;
    } catch {
      kept = kept.slice(Math.ceil(kept.length / 2)); // over the quota, or no storage at all
    }
  }
}

export function forget() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept where nothing can be.
  }
}
