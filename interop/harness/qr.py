"""A phone's camera: what a QR code on the screen says, read by jsQR."""

import base64
import os
from pathlib import Path

from harness.web_driver import Session

_READ = """
const [source, picture, done] = arguments;
const module = { exports: {} };
new Function("module", "exports", source)(module, module.exports);
const image = new Image();
image.onload = () => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  done(module.exports(data, image.width, image.height)?.data ?? null);
};
image.onerror = () => done(null);
image.src = "data:image/png;base64," + picture;
"""


def read_qr(session: Session) -> str:
    """Reads the screen; elsewhere, since the page itself lets no script run."""
    source = (Path(os.environ["NODE_PATH"]) / "jsqr/dist/jsQR.js").read_text(encoding="utf-8")
    session.run("document.querySelector('svg').scrollIntoView()")
    picture = base64.b64encode(session.screenshot()).decode()
    page = session.tab()
    session.new_tab()
    text = session.run_async(_READ, source, picture)
    session.close_tab()
    session.switch_to(page)
    assert text, "no QR code on the screen"
    return text
