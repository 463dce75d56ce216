"""`python -m docs.gallery.draw`: lets the bot answer, and draws what it sent as a page and as pictures.

Writes `docs/gallery/index.html`, the chart of a timeline, and, where a headless Chromium is installed, a PNG of each scene
in light and dark, as wide as a phone (400 pixels) and as a desk (900).
"""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops

from docs.gallery.page import page
from docs.gallery.scenes import Scene, scenes

HERE = Path(__file__).parent
THEMES = ("light", "dark")
WIDTHS = (400, 900)
SCALE = 1.5
# Higher than any message; what is empty below it is cut off.
HEIGHT = 2600


def draw(scene: Scene, theme: str, width: int, folder: Path) -> bool:
    """Draw one scene in headless Chromium; False where none is installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        return False
    html, raw = folder / "scene.html", folder / "raw.png"
    html.write_text(page([scene], theme, width))
    quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
    quiet += ["--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]
    size = [f"--window-size=1000,{HEIGHT}", f"--force-device-scale-factor={SCALE}"]
    subprocess.run(
        [chromium, *quiet, *size, f"--user-data-dir={folder}", f"--screenshot={raw}", html.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
    )
    cut(raw, HERE / f"{scene.name}-{theme}-{width}.png", width)
    return True


def cut(raw: Path, png: Path, width: int) -> None:
    """Keep what there is of a picture, in as few colours as look the same."""
    with Image.open(raw) as drawn:
        whole = drawn.convert("RGB").crop((0, 0, int(width * SCALE), drawn.height))
    empty = Image.new("RGB", whole.size, whole.getpixel((0, whole.height - 1)))
    box = ImageChops.difference(whole, empty).getbbox()
    low = box[3] if box else 1
    kept = whole.crop((0, 0, whole.width, min(low + 24, whole.height)))
    kept.quantize(colors=256, dither=Image.Dither.NONE).save(png, optimize=True)


def main(names: list[str]) -> None:
    """Draw every scene in both themes and both widths, or those that are named."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shown = asyncio.run(scenes(folder))
        for scene in shown:
            for file, data in scene.files.items():
                if file.endswith(".png"):
                    (HERE / file).write_bytes(data)
        (HERE / "index.html").write_text(page(shown, "light", max(WIDTHS)))
        wanted = [scene for scene in shown if not names or scene.name in names]
        drawn = [
            draw(scene, theme, width, folder) for scene in wanted for theme in THEMES for width in WIDTHS
        ]
    print(f"Drew {sum(drawn)} pictures." if all(drawn) else "No Chromium here: only the page was written.")


if __name__ == "__main__":
    main(sys.argv[1:])
