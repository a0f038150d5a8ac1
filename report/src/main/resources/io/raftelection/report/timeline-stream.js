/* Reads the stream of the page, and says how fresh the page is. */

const stream = document.getElementById('data').dataset.stream;
const cluster = document.title;
const leaderLine = document.getElementById('leader');
const leaderName = document.getElementById('leads');
const leaderSince = document.getElementById('since');
const connection = document.getElementById('connection');
const missing = document.getElementById('missing');
const LONGEST_SILENCE = 15000;
const clock = {now: 0, at: 0, runs: false};
let source = null;
let lastId = '';
let heard = performance.now();
let pause = 1000;
let fresh = true;
let drawing = 0;
let lost = {slow: 0, reset: 0, tracker: 0};

function tell(kind, words) {
  connection.className = 'connection ' + kind;
  put(connection, words);
}

/* Says what the page does not have. */
function tellMissing() {
  const count = (number, words) => (number === 1 ? '1 event ' : number + ' events ') + words;
  const notes = [];
  if (lost.slow > 0) {
    notes.push(count(lost.slow, 'dropped, because this page was read too slowly. Load it again to see what the server still has.'));
  }
  if (lost.reset > 0) {
    notes.push(count(lost.reset, 'missing, because this page was without a connection for too long.'));
  }
  if (lost.tracker > 0) {
    notes.push(count(lost.tracker, 'missing, because they happened faster than the page could take them.'));
  }
  if (forgotten > 0) {
    const earlier = forgotten === 1 ? '1 earlier event is' : forgotten + ' earlier events are';
    notes.push(`${earlier} not in the list. Before ${moment(older ? older.horizon : origin)}, the picture shows only what part of the time each server led, and where anomalies were.`);
  }
  const now = notes.join('\n');
  if (missing.dataset.notes !== now) {
    missing.dataset.notes = now;
    missing.replaceChildren(...notes.map(note => made('li', 'note', note)));
  }
}

/* Moves the present moment: as the server said, and what has passed since then while the connection works. */
function advance() {
  const passed = clock.runs ? Math.min(performance.now() - clock.at, LONGEST_SILENCE) * MILLI : 0;
  moveEnd(clock.now + passed);
  const {name, line: words, since, kind} = leaderWords();
  leaderLine.className = 'leader ' + kind;
  // A screen reader says it when it changes.
  if (leaderName.textContent !== words) {
    put(leaderName, words);
  }
  leaderSince.textContent = since + (clock.runs ? '' : ' (as of the last message)');
  document.title = (name === '' ? 'no leader' : name + ' leads') + ' \u2013 ' + cluster;
  tellMissing();
  refresh();
}

function advanceLater() {
  clearTimeout(drawing);
  // One pixel at a time is enough.
  const step = (view.to - view.from) / MILLI / width;
  drawing = setTimeout(() => { advance(); advanceLater(); }, Math.max(50, Math.min(1000, step)));
}

function hear(message, now) {
  heard = performance.now();
  pause = 1000;
  if (message.lastEventId) {
    lastId = message.lastEventId;
  }
  if (now !== undefined) {
    clock.now = now;
    clock.at = heard;
    clock.runs = true;
    tell('open', 'live');
  }
}

function onReset(message) {
  const told = JSON.parse(message.data);
  hear(message);
  fresh = true;
  lost = {slow: 0, reset: lost.reset + told.dropped, tracker: 0};
  clear(told);
  resize();
}

function onBatch(message) {
  const batch = JSON.parse(message.data);
  const next = batch.first + batch.events.length + batch.missed;
  if (next < expected || (batch.first < expected && next > batch.first)) {
    hear(message, batch.now);
    return;
  }
  if (batch.first !== expected) {
    // The place in the stream is unknown, so the page starts anew.
    lastId = '';
    connect();
    return;
  }
  hear(message, batch.now);
  lost.tracker += batch.missed;
  addBatch(batch);
  if (fresh) {
    moveEnd(batch.now);
    showLatest();
  }
  advance();
}

function onGap(message) {
  const gap = JSON.parse(message.data);
  hear(message);
  lost.slow += gap.dropped;
  expected = gap.next;
  addGap(gap.from, gap.to);
}

function onTime(message) {
  const now = JSON.parse(message.data).now;
  hear(message, now);
  fresh = false;
  advance();
}

function onEnd(message) {
  hear(message);
  clock.runs = false;
  clock.now = until;
  tell('ended', 'ended: the server closed this page');
  advance();
}

function onError() {
  if (clock.runs) {
    clock.now = Math.min(until, clock.now + LONGEST_SILENCE * MILLI);
    clock.runs = false;
    advance();
  }
  if (!connection.classList.contains('ended')) {
    tell('lost', 'no connection; trying again');
  }
  if (source.readyState === EventSource.CLOSED) {
    retryLater();
  }
}

/* The browser does not try again after it was refused. */
async function retryLater() {
  pause = Math.min(10000, pause * 2);
  const wait = pause;
  try {
    const answer = await fetch(stream, {method: 'HEAD', cache: 'no-store'});
    if (answer.status === 401) {
      tell('lost', 'the server needs its token: load this page again');
    } else if (answer.status === 503) {
      tell('lost', 'the server has too many pages open; trying again');
    }
  } catch (e) {
    // There is no connection.
  }
  setTimeout(connect, wait);
}

function connect() {
  if (source) {
    source.close();
  }
  heard = performance.now();
  source = new EventSource(lastId === '' ? stream : stream + '?after=' + encodeURIComponent(lastId));
  source.addEventListener('reset', onReset);
  source.addEventListener('message', onBatch);
  source.addEventListener('gap', onGap);
  source.addEventListener('now', onTime);
  source.addEventListener('end', onEnd);
  source.addEventListener('error', onError);
}

setInterval(() => {
  if (source.readyState === EventSource.OPEN && performance.now() - heard > LONGEST_SILENCE) {
    onError();
    connect();
  }
}, 1000);
tell('lost', 'connecting');
connect();
advanceLater();
