// Charts as PNG: the chart's SVG file drawn twice as large on a canvas, on the reader's machine.

const SCALE = 2;

function draw(image) {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth * SCALE;
  canvas.height = image.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function save(address) {
  // The file's own address, not a blob's: the policy lets images come from this host only.
  const image = new Image();
  image.src = address;
  await image.decode();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await draw(image));
  link.download = new URL(address).pathname.split("/").pop().replace(/\.svg$/, ".png");
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Sets a button beside every link to a chart's file. */
export function start() {
  for (const line of document.querySelectorAll("[data-png]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "hra-with-script";
    button.textContent = line.dataset.png;
    button.addEventListener("click", () => save(line.querySelector("a").href));
    line.append(" ", button);
  }
}
