/* Draws the part of the time that is in view. */

const LANE = 36;
const BAR = 22;
const THIN = 5;
const TOP = 36;
const AXIS = 28;
const NARROWEST = 3;
const COLOURS = 7;
const MARKS = 150;

const view = {from: origin, to: until, chosen: -1};
const canvas = document.createElement('canvas');
const pen = canvas.getContext('2d');
let rows = data.servers.length + 2;
let left = 150;
let width = 1000;
let family = 'sans-serif';
let colours = {};
let patterns = {};
let leftOut = {};

function x(at) {
  return left + (at - view.from) / (view.to - view.from) * width;
}

function time(place) {
  return view.from + (place - left) / width * (view.to - view.from);
}

function height() {
  return TOP + rows * LANE + AXIS;
}

/* Takes the colours of the style, which differ in the dark. */
function readColours() {
  const style = getComputedStyle(document.documentElement);
  const names = ['paper', 'soft', 'ink', 'faint', 'line', 'bad', 'none', 'none-ground', 'several-ground', 'several-dense', 'any', 'chosen', 'on', 'on0'];
  for (const name of [...names, ...Array.from({length: COLOURS}, (_, i) => 'c' + i)]) {
    colours[name] = style.getPropertyValue('--' + name).trim();
  }
  patterns = {none: pattern(colours['none-ground'], colours.none, false), several: pattern(colours['several-ground'], '#10151c', true)};
}

function pattern(ground, ink, crossed) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 6;
  const brush = tile.getContext('2d');
  brush.fillStyle = ground;
  brush.fillRect(0, 0, 6, 6);
  brush.strokeStyle = ink;
  brush.beginPath();
  brush.moveTo(-1, 7);
  brush.lineTo(7, -1);
  if (crossed) {
    brush.moveTo(-1, -1);
    brush.lineTo(7, 7);
  }
  brush.stroke();
  return pen.createPattern(tile, 'repeat');
}

function resize() {
  family = getComputedStyle(document.body).fontFamily;
  const box = canvas.parentElement.clientWidth || 1000;
  const scale = window.devicePixelRatio || 1;
  left = box < 600 ? 90 : 150;
  width = Math.max(50, box - left - 14);
  canvas.width = Math.round(box * scale);
  canvas.height = Math.round(height() * scale);
  canvas.style.height = height() + 'px';
  pen.setTransform(scale, 0, 0, scale, 0, 0);
}

function font(size) {
  pen.font = size + 'px ' + family;
}

/* A text that fits into a width, shortened if needed. */
function fitted(text, room) {
  if (pen.measureText(text).width <= room) {
    return text;
  }
  const letters = Array.from(text).slice(0, 80);
  while (letters.length > 0 && pen.measureText(letters.join('') + '…').width > room) {
    letters.pop();
  }
  return letters.join('') + '…';
}

function draw() {
  pen.fillStyle = colours.paper;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  leftOut = {};
  drawTracks();
  drawAxes();
  pen.save();
  pen.beginPath();
  pen.rect(left, 0, width, height());
  pen.clip();
  drawPauses();
  for (let i = 0; i < data.servers.length; i++) {
    drawServer(i, TOP + i * LANE);
  }
  const y = TOP + data.servers.length * LANE;
  [[unknown, 'none', 'none'], [several, 'several', 'several-dense']].forEach(([of, kind, column], i) => {
    const label = k => [rounded(of.to[k] - of.from[k])];
    drawStrip(of, shares(data.servers.length + i, 'led'), y + i * LANE, BAR, colours[column], () => patterns[kind], label, colours.ink);
  });
  drawChosen();
  pen.restore();
  drawNames();
}

function drawTracks() {
  pen.fillStyle = colours.soft;
  for (let i = 0; i < rows; i++) {
    pen.fillRect(left, TOP + i * LANE, width, BAR);
  }
}

function drawNames() {
  font(13);
  pen.textAlign = 'right';
  pen.textBaseline = 'alphabetic';
  const unusual = left < 150 ? ['no leader', 'several'] : ['no known leader', 'several leaders'];
  [...data.servers, ...unusual].forEach((name, i) => {
    pen.fillStyle = colours.ink;
    pen.fillText(fitted(name, left - 20), left - 13, TOP + i * LANE + 15.5);
    if (i < data.servers.length) {
      pen.fillStyle = colours['c' + i % COLOURS];
      pen.fillRect(left - 8, TOP + i * LANE, 4, BAR);
    }
  });
  font(10);
  pen.fillStyle = colours.faint;
  data.roles.forEach((role, i) => pen.fillText(role, left - 13, TOP + i * LANE + 26));
}

function drawServer(i, y) {
  const colour = colours['c' + i % COLOURS];
  const leader = k => (followed[i].split[k] ? colours.bad : followed[i].leader[k] < 0 ? colours.any : colours['c' + followed[i].leader[k] % COLOURS]);
  drawStrip(followed[i], shares(i, 'followed'), y + (BAR - THIN) / 2, THIN, colours.any, leader, k => (followed[i].leader[k] < 0 ? [] : ['follows ' + data.servers[followed[i].leader[k]]]), colours.faint);
  const ink = i % COLOURS === 0 ? colours.on0 : colours.on;
  drawStrip(led[i], shares(i, 'led'), y, BAR, colour, k => (led[i].split[k] ? colours.bad : colour), k => {
    const term = led[i].term ? led[i].term[k] : events.term[led[i].event[k]];
    return term === -1 ? [] : ['term ' + term, String(term)];
  }, ink);
  drawObserved(observed[i], y);
  drawMarks('ready marks', ready[i], at => diamond(at, y + BAR + 1));
  drawMarks('marks of changed members', members[i], at => {
    pen.fillStyle = colours.ink;
    pen.fillRect(at - 3, y + BAR + 1, 6, 6);
  });
  drawOdd(i, y);
}

/* What part of a time a row is filled, as far as the page has only that; null if it has periods. */
function shares(row, kind) {
  if (densities) {
    const lane = row < data.servers.length ? densities.lanes[row] : densities.unusual[row - data.servers.length];
    return lane ? (from, to) => part(lane[kind], from, to) : null;
  }
  const lane = older && olderLane(row);
  return lane ? (from, to) => olderPart(lane[kind], from, to) : null;
}

/* Draws periods: bars that are wide enough, and for the others the part of each column's time that they take. */
function drawStrip(of, share, y, high, colour, colourOf, labelOf, ink) {
  const columns = new Float32Array(Math.ceil(width) + 1);
  const bars = [];
  if (share) {
    const step = (view.to - view.from) / width;
    for (let i = 0; i < columns.length; i++) {
      columns[i] = share(view.from + i * step, view.from + (i + 1) * step);
    }
  }
  const scale = width / (view.to - view.from);
  for (let k = lowerBound(of.to, view.from); k < of.to.length && of.from[k] < view.to; k++) {
    const from = Math.max(0, (of.from[k] - view.from) * scale);
    const to = Math.min(width, (of.to[k] - view.from) * scale);
    if ((of.to[k] - of.from[k]) * scale >= NARROWEST) {
      bars.push([k, from, to]);
    } else {
      columns[Math.floor(from)] += 1e-9;
      for (let i = Math.floor(from); i < to; i++) {
        columns[i] += Math.max(0, Math.min(i + 1, to) - Math.max(i, from));
      }
    }
  }
  pen.fillStyle = colour;
  for (let i = 0; i < columns.length; i++) {
    if (columns[i] > 0) {
      const tall = Math.max(1, Math.min(1, columns[i]) * high);
      pen.fillRect(left + i, y + high - tall, 1, tall);
    }
  }
  for (const [k, from, to] of bars) {
    pen.fillStyle = colourOf(k);
    pen.fillRect(left + from, y, Math.max(1, to - from), high);
    drawLabel(labelOf(k), left + from, to - from, y, high, ink, pen.fillStyle);
  }
}

function drawLabel(texts, from, room, y, high, ink, ground) {
  font(high === BAR ? 13 : 10);
  pen.textAlign = 'left';
  for (const text of texts) {
    if (room > 24 && pen.measureText(text).width + 10 <= room) {
      if (typeof ground !== 'string') {
        pen.fillStyle = ground === patterns.several ? colours['several-ground'] : colours['none-ground'];
        pen.fillRect(from + 3, y + 3, pen.measureText(text).width + 4, BAR - 6);
        ink = ground === patterns.several ? '#10151c' : colours.ink;
      }
      pen.fillStyle = ink;
      pen.fillText(text, from + 5, high === BAR ? y + 15.5 : y - 3);
      return;
    }
  }
}

function drawMarks(name, of, one) {
  const from = lowerBound(of.at, view.from);
  const to = lowerBound(of.at, view.to);
  if (to - from > MARKS) {
    leftOut[name] = (leftOut[name] || 0) + to - from;
    return;
  }
  for (let k = from; k < to; k++) {
    one(x(of.at[k]));
  }
}

function diamond(at, y) {
  pen.beginPath();
  pen.moveTo(at, y - 5);
  pen.lineTo(at + 4, y);
  pen.lineTo(at, y + 5);
  pen.lineTo(at - 4, y);
  pen.closePath();
  pen.fillStyle = '#ffffff';
  pen.fill();
  pen.strokeStyle = '#10151c';
  pen.lineWidth = 1;
  pen.stroke();
}

function drawObserved(of, y) {
  pen.globalAlpha = 0.25;
  pen.fillStyle = colours.ink;
  for (let k = lowerBound(of.to, view.from); k < of.to.length; k++) {
    if (of.from[k] < view.to && x(of.to[k]) - x(of.from[k]) >= NARROWEST) {
      pen.fillRect(x(of.from[k]), y, x(of.to[k]) - x(of.from[k]), BAR);
    }
  }
  pen.globalAlpha = 1;
}

/* Draws anomalies: one triangle per two columns. If the page lacks some events, their buckets count. */
function drawOdd(i, y) {
  pen.fillStyle = colours.bad;
  const triangle = at => {
    pen.beginPath();
    pen.moveTo(at, y + 2);
    pen.lineTo(at - 5, y - 7);
    pen.lineTo(at + 5, y - 7);
    pen.fill();
  };
  if (densities) {
    const step = 2 * (view.to - view.from) / width;
    for (let from = view.from; from < view.to; from += step) {
      const bucket = Math.floor(from / densities.length);
      const next = Math.max(bucket + 1, Math.floor((from + step) / densities.length));
      const total = densities.lanes[i].odd;
      if (bucket < total.length - 1 && total[Math.min(next, total.length - 1)] > total[bucket] && densities.length < 4 * step) {
        triangle(x(from + step / 2));
      }
    }
  }
  if (older) {
    olderOdd(i, at => triangle(x(at)));
  }
  let last = -Infinity;
  for (let k = lowerBound(odd[i].at, view.from); k < odd[i].at.length && odd[i].at[k] < view.to; k++) {
    const at = x(odd[i].at[k]);
    if (at - last >= 2) {
      triangle(at);
      last = at;
    }
  }
}

/* Draws the time between two runs, of which nothing is known. */
function drawPauses() {
  pen.fillStyle = patterns.none;
  pen.globalAlpha = 0.5;
  for (let i = 1; i < data.runs.length; i++) {
    const from = data.runs[i - 1][1];
    const to = data.runs[i][0];
    if (to > from && to > view.from && from < view.to) {
      pen.fillRect(x(from), TOP - 6, Math.max(1, x(to) - x(from)), rows * LANE);
    }
  }
  pen.globalAlpha = 1;
}

function drawChosen() {
  if (view.chosen >= 0) {
    const at = x(events.at[view.chosen]);
    const y = TOP + events.server[view.chosen] * LANE;
    pen.strokeStyle = colours.chosen;
    pen.lineWidth = 2;
    pen.beginPath();
    pen.moveTo(at, TOP - 8);
    pen.lineTo(at, TOP + rows * LANE);
    pen.stroke();
    if (events.server[view.chosen] >= 0) {
      pen.strokeRect(at - 5, y - 3, 10, BAR + 6);
    }
  }
}
