/* Draws the two axes: the time since the start, and UTC. */

/* The smallest readable step that is not below a time. */
function tickStep(nanos) {
  const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
  const found = nanos >= SECOND && nanos <= DAY ? steps.find(step => step * SECOND >= nanos) : undefined;
  if (found !== undefined) {
    return found * SECOND;
  }
  const unit = nanos > DAY ? DAY : 1;
  const power = unit * 10 ** Math.floor(Math.log10(Math.max(1, nanos / unit)) + 1e-9);
  return [1, 2, 5, 10].map(factor => factor * power).find(step => step >= nanos * (1 - 1e-9));
}

function drawAxes() {
  font(12);
  const bottom = TOP + (rows - 1) * LANE + BAR + 8;
  const about = Math.max(2, width / 130);
  const step = tickStep(Math.max(1, (view.to - view.from) / about));
  const first = Math.ceil(view.from / step) * step;
  pen.textBaseline = 'alphabetic';
  for (let at = first; at <= view.to; at += step) {
    const place = x(at);
    pen.strokeStyle = colours.line;
    pen.lineWidth = 1;
    pen.beginPath();
    pen.moveTo(place, TOP - 10);
    pen.lineTo(place, bottom);
    pen.stroke();
    // A long time is spelled once; what follows counts from there.
    const text = at === first || exact(first, 6).length < 9 ? exact(at, 6) : '+' + exact(at - first, 6);
    pen.fillStyle = colours.faint;
    centred(text, place, TOP - 15);
  }
  pen.textAlign = 'right';
  pen.fillText('elapsed', left - 13, TOP - 15);
  drawWallAxis(bottom, tickStep(Math.max(MILLI, (view.to - view.from) / about)));
}

/* Writes a text, and returns where it ends. */
function centred(text, place, y) {
  const wide = pen.measureText(text).width;
  const from = Math.max(left, Math.min(left + width + 12 - wide, place - wide / 2));
  pen.textAlign = 'left';
  pen.fillText(text, from, y);
  return from + wide;
}

function drawWallAxis(bottom, step) {
  let day = '';
  let last = -Infinity;
  data.clock.forEach(([start, millis], i) => {
    const end = i + 1 < data.clock.length ? data.clock[i + 1][0] : until;
    if (millis === null || end < view.from || start > view.to) {
      return;
    }
    const from = millis + (Math.max(start, view.from) - start) / MILLI;
    const stepMillis = step / MILLI;
    for (let tick = Math.ceil(from / stepMillis) * stepMillis; ; tick += stepMillis) {
      const place = x(start + (tick - millis) * MILLI);
      if (place > x(Math.min(end, view.to))) {
        break;
      }
      const [date, rest] = utc(tick).split(' ');
      const clock = step >= DAY ? '' : step % MINUTE === 0 ? rest.slice(0, 5) : step >= SECOND ? rest.slice(0, 8) : rest;
      const text = day === date && clock !== '' ? clock : (date + ' ' + clock).trim();
      if (place - pen.measureText(text).width / 2 - last >= 10) {
        pen.fillStyle = colours.faint;
        last = centred(text, place, bottom + 15);
        day = date;
      }
    }
  });
  if (data.clock.some(piece => piece[1] !== null)) {
    pen.textAlign = 'right';
    pen.fillText('UTC', left - 13, bottom + 15);
  }
}
