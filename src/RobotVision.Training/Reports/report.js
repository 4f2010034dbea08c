for (const figure of document.querySelectorAll("figure.chart"))
  new Chart(figure.querySelector("canvas"), JSON.parse(figure.querySelector("script").textContent));
