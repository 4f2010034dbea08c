// Draws the charts in the colours of the page, light or dark, and in light ones on paper.
const shapes = ["circle", "rect", "triangle", "rectRot", "cross", "crossRot", "star", "rectRounded", "circle"];
const color = name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const words = value => String(Number(value.toPrecision(4)));

function shape(config) {
  for (const set of config.data.datasets) {
    set.pointStyle = shapes[set.color];
    set.pointHoverRadius = 5;
  }
  const { plugins, scales } = config.options;
  plugins.legend.labels = {
    usePointStyle: true,
    pointStyleWidth: 28,
    boxHeight: 8,
    generateLabels: chart => Chart.defaults.plugins.legend.labels.generateLabels(chart).map(label => {
      const set = chart.data.datasets[label.datasetIndex];
      return { ...label, pointStyle: set.showLine ? "line" : set.pointStyle, lineDash: set.borderDash, lineWidth: 2 };
    }),
  };
  plugins.tooltip = { callbacks: { label: item => `${item.dataset.label}: ${words(item.parsed.x)}, ${words(item.parsed.y)}` } };
  for (const scale of Object.values(scales)) {
    const { at, names } = scale;
    scale.ticks = { ...scale.ticks, maxRotation: 0, autoSkipPadding: 12, callback: (value, i) => names?.[i] ?? words(value) };
    if (at) scale.afterBuildTicks = axis => { axis.ticks = at.map(value => ({ value })); };
    else if (scale.type === "logarithmic") scale.afterBuildTicks = thin;
  }
}

/// Leaves 1, 2 and 5 of each factor of ten, or 1 alone where these are too many.
function thin(axis) {
  const first = value => Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  const some = axis.ticks.filter(tick => [1, 2, 5].includes(first(tick.value)));
  axis.ticks = some.length <= 9 ? some : some.filter(tick => first(tick.value) === 1);
}

function paint(chart) {
  chart.data.datasets.forEach(set => { set.borderColor = set.backgroundColor = color(`c${set.color}`); });
  chart.options.plugins.legend.labels.color = color("text");
  for (const scale of Object.values(chart.options.scales)) {
    scale.ticks.color = scale.title.color = color("soft");
    scale.grid = { color: color("line") };
  }
}

/// Makes a unit as long across as up, by showing more of one axis.
function level(chart) {
  const { x, y } = chart.scales, area = chart.chartArea;
  const [wide, high] = [chart.bounds.x[1] - chart.bounds.x[0], chart.bounds.y[1] - chart.bounds.y[0]];
  const unit = Math.max(wide / (area.right - area.left), high / (area.bottom - area.top));
  for (const [axis, length, bounds] of [[x, area.right - area.left, chart.bounds.x], [y, area.bottom - area.top, chart.bounds.y]]) {
    const middle = (bounds[0] + bounds[1]) / 2;
    Object.assign(chart.options.scales[axis.id], { min: middle - unit * length / 2, max: middle + unit * length / 2 });
  }
  chart.update("none");
}

Chart.defaults.font.family = "system-ui, sans-serif";
const charts = [...document.querySelectorAll("figure.chart")].map(figure => {
  const config = JSON.parse(figure.querySelector("script").textContent);
  shape(config);
  const chart = new Chart(figure.querySelector("canvas"), config);
  paint(chart);
  chart.update("none");
  if (config.equal) {
    chart.bounds = { x: [chart.scales.x.min, chart.scales.x.max], y: [chart.scales.y.min, chart.scales.y.max] };
    chart.options.onResize = () => setTimeout(() => level(chart));
    level(chart);
  }
  return chart;
});

function repaint() {
  for (const chart of charts) {
    paint(chart);
    chart.update("none");
  }
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
for (const [event, paper] of [["beforeprint", true], ["afterprint", false]])
  addEventListener(event, () => { document.documentElement.classList.toggle("print", paper); repaint(); });
