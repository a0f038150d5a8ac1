/* The time before the horizon, whose events a growing page does not have: how long each server led in each bucket, and
 * the number of events with anomalies. */

const BUCKETS = 512;
const SHORTEST_BUCKET = 65536;

/* Open are the periods that the server has not seen end, which are in no sum. */
function olderOf(from, length, lanes, unusual, open) {
  older = {from, horizon: from, length, lanes, unusual, open};
}

/* Starts with nothing, for a page that forgets its first events. */
function emptyOlder() {
  olderOf(origin, SHORTEST_BUCKET, new Map(), [emptyLane(), emptyLane()], new Set());
}

function emptyLane() {
  return {led: [], followed: [], odd: []};
}

/* Takes what the server has summed up until now. Parts are thousandths of a bucket's time. */
function readOlder(of) {
  const {length, lanes, unusual} = of.densities;
  const times = parts => parts.map((part, i) => part / 1000 * (Math.min(of.until, (i + 1) * length) - i * length));
  const lane = sums => ({led: times(sums.led), followed: times(sums.followed), odd: sums.odd.slice()});
  const open = new Set([
    ...of.open.led.map(([name, from]) => key('led', name, from)),
    ...of.open.followed.map(([name, from]) => key('followed', name, from)),
    ...of.open.unusual.map(([leaders, from]) => key(leaders === 0 ? 'unknown' : 'several', '', from)),
  ]);
  olderOf(of.from, length, new Map(of.servers.map((name, i) => [name, lane(lanes[i])])), unusual.map(lane), open);
  of.servers.forEach(serverRow);
}

function key(kind, name, from) {
  return kind + ' ' + from + ' ' + name;
}

function olderSums() {
  return [...older.lanes.values(), ...older.unusual].flatMap(({led: one, followed: other, odd: third}) => [one, other, third]);
}

/* Forgets what the server has summed up of the time after the first event that the page has. */
function beginAt(first) {
  const bucket = Math.floor(first / older.length);
  for (const sums of olderSums()) {
    sums.length = Math.min(sums.length, bucket + 1);
    if (sums.length > bucket) {
      sums[bucket] *= first / older.length - bucket;
    }
  }
  for (const {odd: counts} of older.lanes.values()) {
    if (counts.length > bucket) {
      counts[bucket] = Math.ceil(counts[bucket]);
    }
  }
  older.horizon = first;
}

/* The sums of a server, or of one of the two rows below the servers. */
function olderLane(row) {
  const servers = data.servers.length;
  return row < servers ? older.lanes.get(data.servers[row]) : older.unusual[row - servers];
}

/* What part of a time a sum takes. */
function olderPart(sums, from, to) {
  let sum = 0;
  const end = Math.min(to, older.horizon);
  for (let at = Math.max(0, from); at < end;) {
    const bucket = Math.floor(at / older.length);
    const start = bucket * older.length;
    const size = Math.min(older.horizon, start + older.length) - start;
    const next = Math.min(end, start + size);
    sum += (sums[bucket] || 0) * (next - at) / size;
    at = next;
  }
  return to <= from ? 0 : Math.min(1, sum / (to - from));
}

/* Makes the buckets long enough for a time. */
function reachOlder(at) {
  while (at / older.length >= BUCKETS) {
    for (const sums of olderSums()) {
      const half = Array.from({length: Math.ceil(sums.length / 2)}, (_, i) => (sums[2 * i] || 0) + (sums[2 * i + 1] || 0));
      sums.splice(0, sums.length, ...half);
    }
    older.length *= 2;
  }
}

/* Sums up the periods between the horizon and a new one, and from their beginning those that are in no sum. */
function foldOlder(horizon) {
  reachOlder(horizon);
  const fold = (of, sums, kind, name) => of.from.forEach((from, k) => {
    const isNew = older.open.has(key(kind, name, from));
    const to = Math.min(of.to[k], horizon);
    for (let at = isNew ? from : Math.max(from, older.horizon); at < to;) {
      const bucket = Math.floor(at / older.length);
      const next = Math.min(to, (bucket + 1) * older.length);
      sums[bucket] = (sums[bucket] || 0) + next - at;
      at = next;
    }
  });
  data.servers.forEach((name, row) => {
    if (!older.lanes.has(name)) {
      older.lanes.set(name, emptyLane());
    }
    fold(led[row], older.lanes.get(name).led, 'led', name);
    fold(followed[row], older.lanes.get(name).followed, 'followed', name);
    foldOdd(odd[row].at, older.lanes.get(name).odd, horizon);
  });
  fold(unknown, older.unusual[0].led, 'unknown', '');
  fold(several, older.unusual[1].led, 'several', '');
  older.open.clear();
  older.horizon = horizon;
}

/* Counts the anomalies before a new horizon. The page has no mark from before the present one. */
function foldOdd(at, counts, horizon) {
  for (const moment of at.slice(0, lowerBound(at, horizon))) {
    const bucket = Math.floor(moment / older.length);
    counts[bucket] = (counts[bucket] || 0) + 1;
  }
}

/* Calls for the middle of each bucket in view that has anomalies of a server. */
function olderOdd(row, one) {
  const counts = olderLane(row)?.odd || [];
  const end = Math.min(view.to, older.horizon);
  for (let bucket = Math.max(0, Math.floor(view.from / older.length)); bucket < counts.length && bucket * older.length < end; bucket++) {
    if (counts[bucket] > 0) {
      one((bucket * older.length + Math.min(older.horizon, (bucket + 1) * older.length)) / 2);
    }
  }
}

/* What a place says whose events the page does not have. */
function olderLines(row, name, from, to) {
  const lane = olderLane(row);
  const start = Math.min(from, Math.floor(from / older.length) * older.length);
  const end = Math.min(older.horizon, Math.max(to, start + older.length));
  const share = sums => `for ${percent(olderPart(sums, start, end))} of these ${rounded(end - start)}`;
  if (!lane) {
    return [moment(start)];
  }
  const anomalies = lane.odd.slice(Math.floor(start / older.length), Math.ceil(end / older.length)).reduce((sum, count) => sum + (count || 0), 0);
  return row < data.servers.length ? [`${name} led ${share(lane.led)}`, `followed ${share(lane.followed)}`, `about ${anomalies} anomalies`, moment(start)]
    : [`${name} ${share(lane.led)}`, moment(start)];
}
