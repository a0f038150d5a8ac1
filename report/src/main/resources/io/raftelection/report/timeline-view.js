/* Zooms and moves the picture, says what is behind a mark, and keeps the list beside the picture. */

const SHOWN = 200;
const SHORTEST = 1000;
const LETTERS = '[\\u0590-\\u08ff\\ufb1d-\\ufdff\\ufe70-\\ufeff\\u{10800}-\\u{10fff}\\u{1e800}-\\u{1efff}]+';
const RIGHT_TO_LEFT = new RegExp('(' + LETTERS + '(?: +' + LETTERS + ')*)', 'u');
const live = document.getElementById('live');
const list = document.getElementById('list');
const heading = document.getElementById('heading');
const range = document.createElement('output');
const status = document.createElement('p');
const said = document.createElement('div');
const LIST_PAUSE = 150;
let waiting = false;
let listing = 0;
let filledAt = -Infinity;
let listed = '';

/* Puts a text into an element. What is written from right to left cannot reorder what stands beside it. */
function put(element, text) {
  element.replaceChildren(...text.split(RIGHT_TO_LEFT).map((piece, i) => {
    if (i % 2 === 0) {
      return document.createTextNode(piece);
    }
    const isolated = document.createElement('bdi');
    isolated.textContent = piece;
    return isolated;
  }));
  return element;
}

function made(tag, kind, text) {
  const element = document.createElement(tag);
  element.className = kind;
  return put(element, text);
}

/* Draws with the next frame. */
function refresh() {
  if (!waiting) {
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      draw();
      const digits = view.to - view.from < 100 * MILLI ? 6 : 3;
      const edge = at => (digits === 3 && at < SECOND ? small(at, 0) : exact(at, digits));
      put(range, edge(view.from) + ' to ' + edge(view.to) + ' (' + rounded(view.to - view.from) + ')');
      const omitted = Object.entries(leftOut).map(([name, count]) => count + ' ' + name);
      put(status, omitted.length === 0 ? '' : 'Not drawn at this scale: ' + omitted.join(', ') + '. Zoom in to see them.');
      follow();
    });
  }
}

/* Fills the list, but not with each frame of a movement: that would take longer than drawing. */
function follow() {
  const pause = filledAt + LIST_PAUSE - performance.now();
  if (pause <= 0) {
    fillList();
    filledAt = performance.now();
  } else if (listing === 0) {
    listing = setTimeout(() => {
      listing = 0;
      follow();
    }, pause);
  }
}

/* The length of a view that shows as much, if that is possible. */
function held(length) {
  return Math.min(until - origin, Math.max(Math.min(SHORTEST, until - origin), length));
}

function show(from, to) {
  const length = held(to - from);
  const middle = (from + to) / 2;
  view.from = Math.max(origin, Math.min(until - length, middle - length / 2));
  view.to = view.from + length;
  refresh();
}

/* Zooms so that a moment stays at its place. */
function zoom(factor, at) {
  const length = held((view.to - view.from) * factor);
  const place = (at - view.from) / (view.to - view.from);
  show(at - place * length, at + (1 - place) * length);
}

function move(part) {
  const by = (view.to - view.from) * part;
  show(view.from + by, view.to + by);
}

function moment(at) {
  const millis = wall(at);
  return (at === 0 ? 'the start' : exact(at) + ' after the start') + (millis === null ? '' : ', ' + utc(millis));
}

function say(lines) {
  put(said, lines.join('\n'));
}

function line(event) {
  return event < 0 ? words(event) : words(event) + ' at ' + moment(events.at[event]);
}

/* What is known of the leadership that an event begins. */
function leadership(event) {
  const lane = led[events.server[event]];
  const k = lane ? lane.event.indexOf(event) : -1;
  return k < 0 ? [] : ledLines(lane, k).slice(1);
}

function ledLines(lane, k) {
  return [line(lane.event[k]), ...(lane.lost[k] < 0 ? [] : [line(lane.lost[k])]), 'led for ' + rounded(lane.to[k] - lane.from[k])];
}

function choose(event) {
  view.chosen = event;
  if (event >= 0) {
    const at = events.at[event];
    if (at < view.from || at > view.to) {
      const half = (view.to - view.from) / 2;
      show(at - half, at + half);
    }
    say(['event ' + number(event) + ': ' + line(event), ...leadership(event)]);
  }
  listed = '';
  refresh();
}

/* The next event of the page in a direction; first the one that is next to the middle of the view. */
function next(by) {
  if (events.at.length > 0) {
    const chosen = view.chosen < 0
      ? lowerBound(events.at, view.from) - (by < 0 ? 1 : 0)
      : view.chosen + by;
    choose(Math.max(0, Math.min(events.at.length - 1, chosen)));
  }
}

/* The mark of an event that is nearest to a place in a row, if it is near enough. */
function nearest(row, place) {
  let found = -1;
  let distance = 6;
  for (const of of [odd[row], ready[row], members[row]]) {
    const k = lowerBound(of.at, time(place));
    for (const i of [k - 1, k]) {
      if (i >= 0 && i < of.at.length && Math.abs(x(of.at[i]) - place) < distance) {
        distance = Math.abs(x(of.at[i]) - place);
        found = of.event[i];
      }
    }
  }
  return found;
}

/* The period at a place, and the number of periods of that kind that begin in the same column. */
function found(of, place) {
  const from = time(Math.floor(place));
  const to = time(Math.floor(place) + 1);
  const k = lowerBound(of.to, from);
  const end = lowerBound(of.from, to);
  let sum = 0;
  for (let i = k; i < end; i++) {
    sum += Math.min(to, of.to[i]) - Math.max(from, of.from[i]);
  }
  return {k: k < end ? k : -1, count: end - k, part: sum / (to - from), length: to - from, from, to};
}

function percent(value) {
  const tenths = Math.round(value * 1000) / 10;
  return value > 0 && tenths === 0 ? 'less than 0.1 %' : value < 1 && tenths === 100 ? 'more than 99.9 %' : tenths + ' %';
}

/* What is behind a place: an event to choose, and lines of text. */
function behind(place, y) {
  const row = Math.floor((y - TOP) / LANE);
  if (place < left || place > left + width || row < 0 || row >= rows) {
    return {event: -1, lines: row >= 0 && row < data.servers.length && place < left ? [data.servers[row]] : []};
  }
  const server = row < data.servers.length;
  const name = server ? data.servers[row] : row === data.servers.length ? 'no known leader' : 'several leaders';
  const mark = server ? nearest(row, place) : -1;
  if (mark >= 0) {
    return {event: mark, lines: ['event ' + number(mark) + ': ' + line(mark)]};
  }
  if (densities) {
    return {event: -1, lines: dense(server ? densities.lanes[row] : densities.unusual[row - data.servers.length], name, place, server)};
  }
  if (older && time(place) < older.horizon) {
    return {event: -1, lines: olderLines(row, name, time(Math.floor(place)), time(Math.floor(place) + 1))};
  }
  const of = server ? led[row] : row === data.servers.length ? unknown : several;
  const here = found(of, place);
  const what = name + (server ? ' led' : '');
  if (here.k >= 0 && here.count > 1) {
    return {event: server ? of.event[here.k] : -1, lines: [`${what} for ${percent(here.part)} of these ${rounded(here.length)}, in ${here.count} periods; zoom in to see them`, moment(here.from)]};
  }
  if (here.k >= 0 && server) {
    return {event: of.event[here.k], lines: ledLines(of, here.k)};
  }
  if (here.k >= 0) {
    const from = of.from[here.k];
    return {event: -1, lines: [(of.leaders[here.k] || 'no known') + ' leader' + (of.leaders[here.k] > 1 ? 's' : '') + ' for ' + rounded(of.to[here.k] - from), 'from ' + moment(from), 'to ' + moment(of.to[here.k])]};
  }
  const view = server ? found(followed[row], place) : {k: -1};
  return view.k < 0 ? {event: -1, lines: [moment(time(place))]}
    : {event: followed[row].event[view.k], lines: [line(followed[row].event[view.k]), 'followed for ' + rounded(followed[row].to[view.k] - followed[row].from[view.k])]};
}

function dense(lane, name, place, server) {
  const bucket = densities.length;
  const from = Math.min(time(Math.floor(place)), Math.floor(time(place) / bucket) * bucket);
  const to = Math.max(time(Math.floor(place) + 1), from + bucket);
  const begun = Math.round(within(lane.begun, from, to));
  const lines = [`${name}${server ? ' led' : ''} for ${percent(part(lane.led, from, to))} of these ${rounded(to - from)}, about ${begun} periods began`];
  if (server) {
    lines.push(`followed for ${percent(part(lane.followed, from, to))}`, `about ${Math.round(within(lane.odd, from, to))} anomalies`);
  }
  return [...lines, moment(from)];
}

/* Fills the list with the events in view, around the chosen one. */
function fillList() {
  const from = lowerBound(events.at, view.from);
  const to = view.to >= until ? events.at.length : lowerBound(events.at, view.to);
  const middle = view.chosen >= from && view.chosen < to ? view.chosen : tail ? to : from;
  const first = Math.max(from, Math.min(middle - SHOWN / 2, to - SHOWN));
  const last = Math.min(to, first + SHOWN);
  const key = [from, to, first, view.chosen].join();
  if (key === listed) {
    return;
  }
  listed = key;
  const counted = densities ? ` of about ${Math.round(within(densities.events, view.from, view.to))}` : '';
  put(heading, (to - from) + counted + (to - from === 1 && !counted ? ' event' : ' events') + ' in view'
    + (densities ? ', as far as the page has them' : ''));
  const items = [];
  if (first > from) {
    items.push(made('li', 'more', (first - from) + ' earlier events in view'));
  }
  let chosen = null;
  for (let event = first; event < last; event++) {
    const gap = events.index && event > first ? events.index[event] - events.index[event - 1] - 1 : 0;
    if (gap > 0) {
      items.push(made('li', 'more', gap + ' events that the page does not have'));
    }
    const item = made('li', 'event', '');
    item.append(made('span', 'at', exact(events.at[event])), ' ', made('span', '', words(event)));
    item.dataset.event = event;
    item.classList.toggle('odd', data.words[events.words[event]][4] === 1);
    if (event === view.chosen) {
      item.classList.add('chosen');
      chosen = item;
    }
    items.push(item);
  }
  if (last < to) {
    items.push(made('li', 'more', (to - last) + ' later events in view'));
  }
  list.replaceChildren(...items);
  list.scrollTop = chosen ? chosen.offsetTop - list.offsetTop - list.clientHeight / 3 : tail ? list.scrollHeight : 0;
}

const keys = {
  ArrowLeft: () => move(-0.15),
  ArrowRight: () => move(0.15),
  PageUp: () => move(-0.9),
  PageDown: () => move(0.9),
  Home: () => show(origin, origin + view.to - view.from),
  End: () => show(until - (view.to - view.from), until),
  ArrowUp: () => next(-1),
  ArrowDown: () => next(1),
  '+': () => zoom(1 / 1.6, middle()),
  '=': () => zoom(1 / 1.6, middle()),
  '-': () => zoom(1.6, middle()),
  0: () => show(origin, until),
  Enter: () => view.chosen >= 0 && zoom(0.1, events.at[view.chosen]),
  Escape: () => { say([]); choose(-1); },
};

function middle() {
  const at = view.chosen < 0 ? -1 : events.at[view.chosen];
  return at >= view.from && at <= view.to ? at : (view.from + view.to) / 2;
}

function button(text, title, action) {
  const element = made('button', '', text);
  element.type = 'button';
  element.title = title;
  element.setAttribute('aria-label', title);
  element.addEventListener('click', action);
  return element;
}

function build() {
  canvas.tabIndex = 0;
  canvas.setAttribute('role', 'application');
  canvas.setAttribute('aria-label', 'Timeline of leaders. Plus and minus zoom, left and right move, up and down choose an event, 0 shows all.');
  said.id = 'words';
  said.setAttribute('aria-live', 'polite');
  status.id = 'status';
  const bar = made('div', 'bar', '');
  bar.append(
    button('−', 'zoom out (-)', keys['-']), button('+', 'zoom in (+)', keys['+']),
    button('◀', 'earlier (left)', keys.ArrowLeft), button('▶', 'later (right)', keys.ArrowRight),
    button('▲', 'previous event (up)', keys.ArrowUp), button('▼', 'next event (down)', keys.ArrowDown),
    button('all', 'the whole time (0)', keys[0]), range);
  live.append(bar, canvas, status, said);
  say(['Wheel, drag or + − ← → zoom and move. ↑ and ↓ choose an event; so does a click. Point at a mark to see what it is.']);
}

function listen() {
  let dragged = null;
  canvas.addEventListener('keydown', event => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  });
  canvas.addEventListener('wheel', event => {
    const out = event.deltaY > 0 && view.to - view.from >= until - origin;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      move((event.deltaX || event.deltaY) / 800);
    } else if (!out && event.deltaY !== 0) {
      event.preventDefault();
      const step = event.deltaMode === 1 ? event.deltaY * 30 : event.deltaY;
      zoom(Math.exp(Math.max(-300, Math.min(300, step)) / 300), Math.max(view.from, Math.min(view.to, time(event.offsetX))));
    }
  }, {passive: false});
  canvas.addEventListener('pointerdown', event => {
    dragged = {x: event.offsetX, from: view.from, to: view.to, moved: false};
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener('pointermove', event => {
    if (dragged && event.buttons !== 0) {
      dragged.moved = dragged.moved || Math.abs(event.offsetX - dragged.x) > 3;
      const by = (dragged.x - event.offsetX) / width * (dragged.to - dragged.from);
      show(dragged.from + by, dragged.to + by);
    } else {
      const {lines} = behind(event.offsetX, event.offsetY);
      if (lines.length > 0) {
        say(lines);
      }
    }
  });
  canvas.addEventListener('pointerup', event => {
    const hit = dragged && !dragged.moved ? behind(event.offsetX, event.offsetY) : {event: -1, lines: []};
    dragged = null;
    if (hit.event >= 0) {
      choose(hit.event);
      say(hit.lines);
    }
  });
  canvas.addEventListener('pointercancel', () => { dragged = null; });
  canvas.addEventListener('pointerleave', () => {
    if (view.chosen >= 0 && !dragged) {
      say(['event ' + number(view.chosen) + ': ' + line(view.chosen), ...leadership(view.chosen)]);
    }
  });
  list.addEventListener('click', event => {
    const item = event.target.closest('li[data-event]');
    if (item) {
      choose(Number(item.dataset.event));
    }
  });
  new ResizeObserver(() => { resize(); refresh(); }).observe(live);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { readColours(); refresh(); });
}

build();
document.body.classList.add('scripted');
readColours();
resize();
listen();
refresh();
