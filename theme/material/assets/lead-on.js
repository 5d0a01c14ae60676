// At a former address: leads on, with the figure that the address names, which the page's own
// refresh would lose.
const { to } = document.currentScript.dataset;
location.replace(to + location.search + location.hash);
