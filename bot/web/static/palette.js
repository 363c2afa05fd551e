// What is offered while one types: commands after "/", titles and options after a command. An ARIA combobox.

const WAIT = 90; // milliseconds of rest before the server is asked
const COMMAND = /^\/(\S*)$/;
const ARGUMENTS = /^\/(\S+)\s+(.*)$/s;
const NAMED = /(?:^|\s)([a-z_]+)=(?:"([^"]*)"?|([^"\s]*))/g;
const NAMED_AT_END = /(^|\s)([a-z_]+)=("[^"]*|[^"\s]*)$/;

const SHORTEST = 2; // characters of a line without a command from which titles are offered

const commands = JSON.parse(document.getElementById("palette").textContent);
const { plain: plainName } = document.getElementById("composer").dataset;
const plain = commands.find((command) => command.name === plainName); // answers lines without a command
const box = document.getElementById("suggest");
const list = document.getElementById("options");
const chips = document.getElementById("chips");

const quoted = (value) => (/\s/.test(value) ? `"${value}"` : value);

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Options for a line that is only a command so far. */
function commandOptions(typed) {
  const rank = (command) => (command.name.startsWith(typed) ? 0 : 1);
  return commands
    .filter((command) => command.name.includes(typed))
    .sort((one, other) => rank(one) - rank(other))
    .map((command) => ({
      name: `/${command.name}`,
      about: command.description,
      line: `/${command.name}${command.parameters.length ? " " : ""}`,
      sends: !command.parameters.length,
    }));
}

/** What is being typed after a command: which parameter, which text, and how the line reads once an option is taken. */
function wanted(command, rest) {
  const end = rest.match(NAMED_AT_END);
  const named = end && command.parameters.find((parameter) => parameter.name === end[2]);
  if (named) {
    const before = rest.slice(0, end.index) + end[1];
    return {
      parameter: named,
      typed: end[3].replaceAll('"', ""),
      take: (option) => `/${command.name} ${before}${named.name}=${quoted(option.value)} `,
    };
  }
  const title = command.parameters.find((parameter) => parameter.kind === "title");
  if (!title) return null;
  const number = command.parameters.some((parameter) => parameter.kind === "whole") ? (rest.match(/\s+\d+$/)?.[0] ?? "") : "";
  const only = command.parameters.length === 1;
  return {
    parameter: title,
    typed: rest.slice(0, rest.length - number.length).trim(),
    take: (option) => `/${command.name} ${option.label}${only ? "" : number || " "}`,
    sends: only,
    names: true,
  };
}

/** The same for a line without a command: all of it is a title. */
function wantedPlainly(line) {
  const title = plain?.parameters.find((parameter) => parameter.kind === "title");
  return title && { parameter: title, typed: line.trim(), take: (option) => option.label, sends: true, names: true };
}

/**
 * Watch `line` and offer what fits. `ask(shown, sent)` sends a line at once.
 * Returns sent(shown), what to send for what is shown: a title that was chosen goes as its id, so that it is never guessed.
 */
export function palette(line, composer, ask) {
  let options = [];
  let active = -1;
  let chosen = null; // the last title that was taken from the list: { label, value }
  let asked = null; // the request under way
  let timer = 0;

  const sent = (shown) => (chosen && shown.includes(chosen.label) ? shown.replace(chosen.label, chosen.value) : shown);

  function point(index) {
    active = index;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    if (active < 0) line.removeAttribute("aria-activedescendant");
    else {
      line.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  }

  function show(found) {
    options = found;
    list.replaceChildren(
      ...found.map((option, index) => {
        const item = document.createElement("li");
        item.id = `option-${index}`;
        item.setAttribute("role", "option");
        item.append(element("span", "option-name", option.name));
        if (option.about) item.append(element("span", "option-about", option.about));
        item.addEventListener("click", () => take(option));
        return item;
      }),
    );
    point(-1);
    reveal();
  }

  function reveal() {
    list.hidden = options.length === 0;
    box.hidden = options.length === 0 && chips.childElementCount === 0;
    line.setAttribute("aria-expanded", String(!box.hidden && options.length > 0));
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    chips.replaceChildren();
    show([]);
  }

  function take(option) {
    if (option.chosen) chosen = option.chosen;
    line.value = option.line;
    if (option.sends) {
      const shown = option.line.trim();
      close();
      ask(shown, sent(shown));
    } else update();
    line.focus();
  }

  function showChips(command, rest) {
    const set = new Map([...rest.matchAll(NAMED)].map(([, name, inQuotes, bare]) => [name, inQuotes ?? bare]));
    const rows = command.parameters.filter((parameter) => parameter.options.length || parameter.kind === "genre");
    chips.replaceChildren(
      ...rows.map((parameter) => {
        const group = document.createElement("div");
        const row = element("div", "chips-row", "");
        const open = parameter.kind === "genre" ? [{ label: "choose …", value: "" }] : parameter.options;
        row.append(...open.map((option) => chip(parameter, option, set.get(parameter.name))));
        group.append(element("span", "chips-name", parameter.name), row);
        return group;
      }),
    );
    reveal();
  }

  function chip(parameter, option, now) {
    const button = element("button", "chip", option.label);
    button.type = "button";
    const on = now !== undefined && now === option.value && option.value !== "";
    button.setAttribute("aria-pressed", String(on));
    button.addEventListener("click", () => {
      const without = line.value.replace(NAMED, (all, name) => (name === parameter.name ? "" : all)).trimEnd();
      const added = on ? "" : `${parameter.name}=${quoted(option.value)}`;
      line.value = `${without} ${added}${option.value && !on ? " " : ""}`;
      update();
      line.focus();
    });
    return button;
  }

  async function complete(command, want) {
    if (!want) return show([]);
    asked?.abort();
    asked = new AbortController();
    const query = new URLSearchParams({ command: command.name, parameter: want.parameter.name, typed: want.typed });
    try {
      const response = await fetch(`/complete?${query}`, { signal: asked.signal });
      const found = response.ok ? await response.json() : [];
      show(
        found.map((option) => ({
          name: option.label,
          line: want.take(option),
          sends: want.sends,
          chosen: want.names ? option : undefined,
        })),
      );
    } catch (error) {
      if (error.name !== "AbortError") show([]); // typing on without suggestions works as well
    }
  }

  function update() {
    clearTimeout(timer);
    const onlyCommand = line.value.match(COMMAND);
    if (onlyCommand) {
      asked?.abort();
      chips.replaceChildren();
      show(commandOptions(onlyCommand[1].toLowerCase()));
      if (options.length && onlyCommand[1] && options[0].line.trim() !== line.value) point(0);
      return;
    }
    const [, name, rest] = line.value.match(ARGUMENTS) ?? [];
    const command = commands.find((one) => one.name === name?.toLowerCase());
    if (!command && !line.value.startsWith("/") && line.value.trim().length >= SHORTEST) {
      chips.replaceChildren();
      timer = setTimeout(() => complete(plain, wantedPlainly(line.value)), WAIT);
      return;
    }
    if (!command) return close();
    showChips(command, rest);
    if (chosen && rest.includes(chosen.label)) return show([]);
    timer = setTimeout(() => complete(command, wanted(command, rest)), WAIT);
  }

  function onKey(event) {
    if (event.isComposing || box.hidden) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && options.length) {
      event.preventDefault();
      const places = options.length + 1; // the last place is the line itself
      point(((active + 1 + steps[event.key] + places) % places) - 1);
    } else if ((event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) && active >= 0) {
      event.preventDefault();
      take(options[active]);
    } else if (event.key === "Escape") close();
  }

  const states = { role: "combobox", "aria-expanded": "false", "aria-controls": "options", "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(states)) line.setAttribute(name, value);
  line.addEventListener("input", update);
  line.addEventListener("keydown", onKey);
  // A tap on an option must not take the focus away before it is heard.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target) && !composer.contains(event.target)) close();
  });
  return { sent, close };
}
