// Asks and taps without loading the page anew. Without this file the same forms work, one page at a time.

import { palette } from "./palette.js";
import { forget, keep, restore } from "./transcript.js";

const PATIENCE = 30_000; // milliseconds after which an answer is given up
const SLOW = 250; // milliseconds after which it shows that an answer is on its way

const chat = document.getElementById("chat");
const composer = document.getElementById("composer");
const line = document.getElementById("text");
const status = document.getElementById("status");
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Send a form's fields. Returns the answer's element and whether all went well; never throws. */
async function send(path, fields) {
  const body = new URLSearchParams({ ...fields, token: composer.elements.token.value });
  try {
    const response = await fetch(path, {
      method: "POST",
      body,
      headers: { "X-Want": "message" },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const answer = parsed(await response.text());
    if (answer) return { answer, ok: response.ok };
  } catch {
    // No network, no server, or no patience left: the words below say all that is known.
  }
  const text = "I could not be reached just now. What you wrote is still here; please try again.";
  return { answer: trouble(text), ok: false };
}

function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.querySelector("article");
}

function trouble(text) {
  const article = document.createElement("article");
  article.className = "answer";
  article.dataset.summary = text;
  const notice = document.createElement("p");
  notice.className = "notice sorry";
  notice.textContent = text;
  article.append(notice);
  return article;
}

function say(text) {
  document.getElementById("welcome")?.remove();
  const said = document.createElement("p");
  said.className = "said";
  const who = document.createElement("span");
  who.className = "unseen";
  who.textContent = "You said: ";
  said.append(who, text);
  chat.append(said);
  reveal(said);
}

/** Bring all of an element into sight, or, where it is longer than that, its beginning with what it answers. */
function reveal(element) {
  const room = innerHeight - 190; // what stands between the page's head and the line to write in
  const long = element.offsetHeight > room;
  const said = element.previousElementSibling?.matches(".said") ? element.previousElementSibling : element;
  (long ? said : element).scrollIntoView({ block: long ? "start" : "nearest", behavior: calm.matches ? "auto" : "smooth" });
}

function showTyping() {
  const typing = document.createElement("p");
  typing.className = "typing";
  typing.append(...[1, 2, 3].map(() => document.createElement("i")));
  const timer = setTimeout(() => {
    chat.append(typing);
    reveal(typing);
    status.textContent = "Thinking …";
  }, SLOW);
  return () => {
    clearTimeout(timer);
    typing.remove();
  };
}

function append(answer) {
  answer.classList.add("arriving");
  chat.append(answer);
  reveal(answer);
  finish(answer);
}

function finish(answer) {
  status.textContent = answer.dataset.summary;
  keep(chat);
}

/** Put `answer` where `old` stands; what is in both glides to its new place, and the focus stays near. */
function replace(old, answer) {
  const before = new Map([...old.querySelectorAll("[data-anime]")].map((card) => [card.dataset.anime, card.getBoundingClientRect()]));
  const focused = [...old.querySelectorAll("button")].indexOf(document.activeElement);
  answer.dataset.replaced = "";
  old.replaceWith(answer);
  if (focused >= 0) {
    const notice = answer.querySelector(".notice button");
    (notice ?? answer.querySelectorAll("button")[focused] ?? line).focus({ preventScroll: true });
  }
  if (!calm.matches) glide(answer, before);
  finish(answer);
}

function glide(answer, before) {
  for (const card of answer.querySelectorAll("[data-anime]")) {
    const from = before.get(card.dataset.anime);
    const to = card.getBoundingClientRect();
    const frames = from
      ? [{ transform: `translate(${from.left - to.left}px, ${from.top - to.top}px)` }, { transform: "none" }]
      : [{ opacity: 0, transform: "scale(.97)" }, { opacity: 1, transform: "none" }];
    if (!from || from.top !== to.top) card.animate(frames, { duration: 320, easing: "cubic-bezier(.2,.8,.2,1)" });
  }
}

async function ask(shown, sent = shown) {
  say(shown);
  line.value = "";
  const stop = showTyping();
  const { answer, ok } = await send("/", { text: sent });
  stop();
  if (!ok && !line.value) line.value = shown;
  append(answer);
}

// One tap after the other: each answer is worked out from all that was tapped before it.
let turn = Promise.resolve();

function tap(button) {
  button.dataset.busy = "";
  button.closest("article").dataset.message ??= crypto.randomUUID?.() ?? String(Math.random());
  const { message } = button.closest("article").dataset;
  const said = button.title || button.textContent;
  const { value } = button;
  turn = turn.then(async () => {
    const stop = showTyping();
    const { answer, ok } = await send("/tap", { action: value });
    stop();
    delete button.dataset.busy;
    const old = chat.querySelector(`[data-message="${message}"]`);
    if (ok && answer.dataset.place === "same" && old) {
      answer.dataset.message = message;
      replace(old, answer);
    } else {
      if (ok) say(said);
      append(answer);
    }
  });
}

function begin() {
  const suggestions = palette(line, composer, ask);
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const shown = line.value.trim();
    if (!shown) return;
    const sent = suggestions.sent(shown);
    suggestions.close();
    ask(shown, sent);
  });
  chat.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    if (button?.name === "action") tap(button);
    else if (button?.name === "text") ask(button.value);
  });
  for (const link of document.querySelectorAll("[data-fresh]")) link.addEventListener("click", forget);
  if (restore(chat)) chat.lastElementChild.scrollIntoView({ block: "end" });
  else keep(chat);
}

begin();
