/* Lets the timeline grow: adds what a stream tells, and forgets what is too old. */

const SERVERS = 64;
const GAPS = 1000;
const OPENED = 10 * MINUTE;
let limit = 1;
let expected = -1;
let forgotten = 0;
const texts = new Map();

function lane() {
  return {from: [], to: [], at: [], event: [], lost: [], leader: [], leaders: [], split: [], term: [], open: false};
}

/* The rows of columns that have one number per period or mark. */
function allLanes() {
  return [...led, ...followed, ...ready, ...members, ...odd, ...observed, unknown, several];
}

function clear(message) {
  for (const name of ['index', 'at', 'server', 'words', 'term']) {
    events[name] = [];
  }
  for (const lanes of [led, followed, ready, members, odd, observed, data.servers, data.roles, data.words, data.runs]) {
    lanes.length = 0;
  }
  Object.assign(unknown, lane());
  Object.assign(several, lane());
  texts.clear();
  data.clock = message.clock;
  data.members = message.members;
  origin = 0;
  until = 1;
  rows = 2;
  older = null;
  if (message.older) {
    readOlder(message.older);
  }
  expected = message.first;
  forgotten = message.omitted;
  limit = message.limit;
  view.chosen = -1;
  view.from = 0;
  view.to = 1;
  listed = '';
}

/* The row of a server. A new one gets its place in the order of the names. */
function serverRow(name) {
  const known = data.servers.indexOf(name);
  if (known >= 0 || data.servers.length >= SERVERS) {
    return known;
  }
  let place = 0;
  while (place < data.servers.length && data.servers[place] < name) {
    place++;
  }
  const moved = row => (row >= place ? row + 1 : row);
  events.server = events.server.map(moved);
  followed.forEach(of => { of.leader = of.leader.map(moved); });
  data.servers.splice(place, 0, name);
  data.roles.splice(place, 0, '');
  for (const lanes of [led, followed, ready, members, odd, observed]) {
    lanes.splice(place, 0, lane());
  }
  rows = data.servers.length + 2;
  nameRoles();
  resize();
  return place;
}

function nameRoles() {
  const {voters, learners} = data.members;
  data.roles = data.servers.map(name => (!voters || voters.includes(name) ? '' : learners.includes(name) ? 'learner' : 'not a member'));
}

function text(parts) {
  const key = JSON.stringify(parts);
  let number = texts.get(key);
  if (number === undefined) {
    number = data.words.push(parts) - 1;
    texts.set(key, number);
  }
  return number;
}

function addEvent(number, [at, name, start, rest, kind, changed, isOdd, term, earliest]) {
  const row = serverRow(name);
  const event = events.at.push(at) - 1;
  events.index.push(number);
  events.server.push(row);
  events.words.push(text([start, rest, kind, changed, isOdd]));
  events.term.push(term);
  if (row < 0) {
    return;
  }
  const mark = of => { of.at.push(at); of.event.push(event); };
  if (isOdd) {
    mark(odd[row]);
  }
  if (changed && kind === 'r') {
    mark(ready[row]);
  }
  if (changed && kind === 'm') {
    mark(members[row]);
  }
  if (earliest >= 0) {
    observed[row].from.push(earliest);
    observed[row].to.push(at);
    observed[row].event.push(event);
  }
}

/* The place of an event of the stream, or -1 if the page does not have it. */
function place(number) {
  const found = lowerBound(events.index, number);
  return events.index[found] === number ? found : -1;
}

function addPeriods(of, open) {
  const add = (target, from, to, event, lost, leader, split, term, leaders) => {
    if (target.from[target.from.length - 1] === from) {
      // It was ended by a gap.
      pop(target);
    }
    target.from.push(from);
    target.to.push(to);
    target.event.push(event);
    target.lost.push(lost);
    target.leader.push(leader);
    target.split.push(split);
    target.term.push(term);
    target.leaders.push(leaders);
    target.open = open;
  };
  for (const [name, from, to, event, lost, split, term] of of.led) {
    const row = serverRow(name);
    if (row >= 0) {
      add(led[row], from, to, place(event), place(lost), -1, split, term, 0);
    }
  }
  for (const [name, from, to, event, leader, split, term] of of.followed) {
    // Both may insert a row, which moves the other.
    serverRow(name);
    const leaderRow = serverRow(leader);
    const row = serverRow(name);
    if (row >= 0) {
      add(followed[row], from, to, place(event), -1, leaderRow, split, term, 0);
    }
  }
  for (const [leaders, from, to] of of.unusual) {
    add(leaders === 0 ? unknown : several, from, to, -1, -1, -1, 0, -1, leaders);
  }
}

function pop(of) {
  for (const column of ['from', 'to', 'event', 'lost', 'leader', 'split', 'term', 'leaders']) {
    of[column].pop();
  }
}

function openLanes() {
  return [...led, ...followed, unknown, several].filter(of => of.open);
}

/* A time of which the page knows nothing. What was open ends for this page where it begins. */
function addGap(from, to) {
  for (const of of openLanes()) {
    const k = of.to.length - 1;
    of.to[k] = Math.max(of.from[k], from);
    of.open = false;
  }
  if (data.runs.length === 0) {
    data.runs.push([origin, from]);
  } else {
    data.runs[data.runs.length - 1][1] = from;
  }
  data.runs.push([to, to]);
}

function addBatch(batch) {
  if (batch.missed > 0) {
    addGap(batch.since, batch.now);
  }
  // The batch has them again, open or not.
  for (const of of openLanes()) {
    pop(of);
    of.open = false;
  }
  if (events.at.length === 0 && forgotten > 0 && batch.events.length > 0) {
    const first = batch.events[0][0];
    origin = older ? Math.min(older.from, first) : first;
    if (older) {
      beginAt(first);
    }
  }
  batch.events.forEach((event, i) => addEvent(batch.first + i, event));
  expected = batch.first + batch.events.length + batch.missed;
  addPeriods(batch, false);
  addPeriods(batch.open, true);
  for (const term of batch.split) {
    for (const of of [...led, ...followed]) {
      of.split = of.split.map((value, k) => (of.term[k] === term ? 1 : value));
    }
  }
  if (batch.clock) {
    data.clock = batch.clock;
  }
  if (batch.members) {
    data.members = batch.members;
    nameRoles();
  }
  if (events.at.length > limit * 1.25) {
    forget(events.at.length - limit);
  }
}

/* Forgets the oldest events, and the periods and marks that ended before the first one that is left. */
function forget(count) {
  if (older === null) {
    emptyOlder();
  }
  const horizon = events.at[count];
  foldOlder(horizon);
  forgotten += count;
  for (const name of ['index', 'at', 'server', 'words', 'term']) {
    events[name].splice(0, count);
  }
  for (const of of allLanes()) {
    const ends = of.to.length > 0 ? of.to : of.at;
    const gone = lowerBound(ends, horizon);
    for (const column of Object.keys(of)) {
      if (Array.isArray(of[column])) {
        of[column].splice(0, gone);
      }
    }
    of.event = of.event.map(event => Math.max(-1, event - count));
    of.lost = of.lost.map(event => Math.max(-1, event - count));
  }
  const old = data.words.slice();
  data.words.length = 0;
  texts.clear();
  events.words = events.words.map(number => text(old[number]));
  while (data.runs.length > GAPS) {
    data.runs.shift();
  }
  view.chosen = Math.max(-1, view.chosen - count);
  listed = '';
}

/* Moves the end of the page, and the view with it if it shows the end. */
function moveEnd(to) {
  const follows = view.to >= until - 1;
  const all = view.from <= origin || view.from <= 0;
  const length = view.to - view.from;
  until = Math.max(until, to);
  for (const of of openLanes()) {
    of.to[of.to.length - 1] = until;
  }
  tail = follows;
  if (follows) {
    view.to = until;
    view.from = all ? origin : Math.max(origin, until - length);
  } else if (view.from < origin) {
    show(origin, origin + length);
  }
}

/* The view of a page that was just loaded: its last ten minutes. */
function showLatest() {
  view.to = until;
  view.from = Math.max(origin, until - OPENED);
}

/* Which server leads, as a sentence, and whether one does. */
function leaderWords() {
  const last = of => of.from.length - 1;
  const leaders = led.flatMap((of, row) => (of.open ? [{row, k: last(of), of}] : []))
    .sort((one, other) => Number(other.of.term[other.k]) - Number(one.of.term[one.k]));
  const term = value => (value === -1 ? '' : ' (term ' + value + ')');
  const since = from => ` for ${rounded(until - from)}, since ${moment(from)}`;
  if (leaders.length > 0) {
    const names = leaders.map(({row, k, of}) => data.servers[row] + term(of.term[k]));
    const from = Math.max(...leaders.map(({k, of}) => of.from[k]));
    return leaders.length === 1 ? {name: data.servers[leaders[0].row], line: names[0] + ' leads', since: since(from), kind: 'led'}
      : {name: names.join(' and '), line: names.join(' and ') + ' lead at the same time', since: since(from), kind: 'both'};
  }
  if (unknown.open) {
    return {name: '', line: 'no known leader', since: since(unknown.from[last(unknown)]), kind: 'nobody'};
  }
  const views = followed.flatMap((of, row) => (of.open && of.leader[last(of)] >= 0 ? [{row, k: last(of), of}] : []));
  if (views.length === 0) {
    return {name: '', line: 'nothing is known yet', since: '', kind: 'nobody'};
  }
  const newest = views.reduce((one, other) => (Number(other.of.term[other.k]) > Number(one.of.term[one.k]) ? other : one));
  const same = views.filter(({k, of}) => of.leader[k] === newest.of.leader[newest.k] && of.term[k] === newest.of.term[newest.k]);
  const name = data.servers[newest.of.leader[newest.k]];
  const by = same.map(({row}) => data.servers[row]).join(', ');
  return {name, line: `${name}${term(newest.of.term[newest.k])} leads, as ${by} report${same.length === 1 ? 's' : ''},`,
    since: since(Math.min(...same.map(({k, of}) => of.from[k]))), kind: 'led'};
}
