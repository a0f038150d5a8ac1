'use strict';
/* Reads the data of the page and spells times. All times are nanoseconds since the start. */

const data = JSON.parse(document.getElementById('data').textContent);
/* The bounds of the time that the page has. They move on a page that grows. */
let origin = 0;
let until = Math.max(1, data.until);
/* What a growing page knows of the time before its first event. */
let older = null;
/* Whether the list shows the end of the view. */
let tail = false;
const events = data.events;

/* Columns of values that grow hold their differences. */
function added(differences) {
  let sum = 0;
  return Float64Array.from(differences, difference => (sum += difference));
}

events.at = added(events.at);
events.index = events.index ? added(events.index) : null;

/* The first place in a sorted array whose value is not below a limit. */
function lowerBound(sorted, limit) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/* Groups the rows of columns by a key, and makes each column an array of numbers. */
function grouped(count, groups, group, columns) {
  const places = Array.from({length: groups}, () => []);
  for (let i = 0; i < count; i++) {
    const key = group(i);
    if (key >= 0 && key < groups) {
      places[key].push(i);
    }
  }
  return places.map(rows => Object.fromEntries(Object.entries(columns).map(
    ([name, value]) => [name, Float64Array.from(rows, value)])));
}

/* The periods in which servers led and followed, per server; empty if the page has densities instead. */
const nothing = {event: [], lost: [], leader: [], length: [], split: [], from: [], leaders: []};

function periods(of) {
  of.event = added(of.event);
  return grouped(of.event.length, data.servers.length, i => events.server[of.event[i]], {
    from: i => events.at[of.event[i]],
    to: i => events.at[of.event[i]] + of.length[i],
    event: i => of.event[i],
    lost: i => (of.lost && of.lost[i] > 0 ? of.event[i] + of.lost[i] : -1),
    leader: i => (of.leader ? of.leader[i] : -1),
    split: i => of.split[i],
  });
}

const led = periods(data.led || nothing);
const followed = periods(data.followed || nothing);
if (data.unusual) {
  data.unusual.from = added(data.unusual.from);
}
const [unknown, several] = grouped((data.unusual || nothing).from.length, 2, i => (data.unusual.leaders[i] === 0 ? 0 : 1), {
  from: i => data.unusual.from[i],
  to: i => data.unusual.from[i] + data.unusual.length[i],
  leaders: i => data.unusual.leaders[i],
});

/* The marks of a kind, per server: their times and the places of their events. */
function marks(which) {
  const chosen = [];
  for (let i = 0; i < events.at.length; i++) {
    if (which(data.words[events.words[i]])) {
      chosen.push(i);
    }
  }
  return grouped(chosen.length, data.servers.length, i => events.server[chosen[i]], {
    at: i => events.at[chosen[i]],
    event: i => chosen[i],
  });
}

const ready = marks(text => text[2] === 'r' && text[3] === 1);
const members = marks(text => text[2] === 'm' && text[3] === 1);
const odd = marks(text => text[4] === 1);
const observed = grouped(events.observed.length / 2, data.servers.length, i => events.server[events.observed[2 * i]], {
  from: i => events.observed[2 * i + 1],
  to: i => events.at[events.observed[2 * i]],
  event: i => events.observed[2 * i],
});

/* Sums of densities up to each bucket, so that the density of any time is one subtraction. */
function sums(parts) {
  const total = new Float64Array(parts.length + 1);
  for (let i = 0; i < parts.length; i++) {
    total[i + 1] = total[i] + parts[i];
  }
  return total;
}

/* Parts are those of a bucket's time, of which the last bucket may have less. */
function weighted(parts) {
  const last = parts.length - 1;
  return sums(parts.map((value, i) => (i < last ? value : value * (until - last * data.densities.length) / data.densities.length)));
}

function summed(lane) {
  return {led: weighted(lane.led), followed: weighted(lane.followed), begun: sums(lane.begun), odd: sums(lane.odd)};
}

const densities = data.densities && {
  length: data.densities.length,
  events: sums(data.densities.events),
  lanes: data.densities.lanes.map(summed),
  unusual: data.densities.unusual.map(summed),
};

/* The sum of a density in a time. */
function within(total, from, to) {
  const at = time => {
    const bucket = Math.min(total.length - 2, Math.max(0, Math.floor(time / densities.length)));
    const start = bucket * densities.length;
    const end = Math.min(until, start + densities.length);
    return total[bucket] + (total[bucket + 1] - total[bucket]) * Math.min(1, Math.max(0, (time - start) / (end - start)));
  };
  return at(to) - at(from);
}

/* What part of a time a density takes. */
function part(total, from, to) {
  const end = Math.min(to, until);
  return end <= from ? 0 : Math.min(1, within(total, from, end) / 1000 / ((end - from) / densities.length));
}

/* Words for times: the same as those of the page without scripts. */
const MILLI = 1e6;
const SECOND = 1e9;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

function decimal(nanos, unit, digits) {
  const power = 10 ** digits;
  return String(power < unit ? Math.floor(nanos / (unit / power)) / power : nanos / unit);
}

function small(nanos, digits) {
  return nanos < 1 ? '0 s' : nanos < 1e3 ? Math.floor(nanos) + ' ns'
    : nanos < MILLI ? decimal(nanos, 1e3, digits) + ' µs' : decimal(nanos, MILLI, digits) + ' ms';
}

function rounded(nanos) {
  const pair = (large, name, unit, other) => {
    const rest = Math.floor(nanos % large / unit);
    return Math.floor(nanos / large) + name + (rest === 0 ? '' : ' ' + rest + other);
  };
  if (nanos < SECOND) {
    return small(nanos, nanos < 10 * MILLI ? 1 : 0);
  }
  if (nanos < MINUTE) {
    return decimal(nanos, SECOND, nanos < 10 * SECOND ? 3 : 1) + ' s';
  }
  return nanos < HOUR ? pair(MINUTE, ' min', SECOND, ' s')
    : nanos < DAY ? pair(HOUR, ' h', MINUTE, ' min') : pair(DAY, ' d', HOUR, ' h');
}

function exact(nanos, digits = 3) {
  if (nanos < SECOND) {
    return small(nanos, 6);
  }
  const units = [[DAY, Infinity, ' d'], [HOUR, DAY, ' h'], [MINUTE, HOUR, ' min']];
  const words = units.filter(([unit, above]) => nanos % above >= unit)
    .map(([unit, above, name]) => Math.floor(nanos % above / unit) + name);
  if (nanos % MINUTE >= SECOND / 10 ** digits) {
    words.push(decimal(nanos % MINUTE, SECOND, digits) + ' s');
  }
  return words.join(' ');
}

/* The wall-clock time of a moment in milliseconds, or null. */
function wall(at) {
  let found = null;
  for (const [start, millis] of data.clock) {
    if (start > at) {
      break;
    }
    found = millis === null ? null : millis + (at - start) / MILLI;
  }
  return found;
}

function utc(millis) {
  return new Date(Math.floor(millis)).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/* The text of an event without its time. */
function words(event) {
  if (event < 0) {
    return 'an event that the page no longer has';
  }
  const [before, after] = data.words[events.words[event]];
  return events.term[event] === -1 ? before + after : before + events.term[event] + after;
}

function number(event) {
  return (events.index ? events.index[event] : event) + 1;
}
