"""What must hold of every page: seen in each way, heard by a screen reader, quiet in the console."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.browser import Browser
from harness.web_driver import Session


@dataclass(frozen=True)
class Look:
    """How a page is looked at: the size in CSS pixels, and what the person prefers."""

    name: str
    width: int
    height: int
    is_phone: bool = False
    zoom: int = 1
    prefers: tuple[tuple[str, str], ...] = ()
    # Whether axe examines it. It cannot tell the person's own colours from the page's.
    is_heard: bool = False
    is_pictured: bool = False

    def emulate(self, session: Session) -> None:
        session.command(
            "Emulation.setDeviceMetricsOverride",
            width=self.width,
            height=self.height,
            deviceScaleFactor=self.zoom,
            mobile=self.is_phone,
        )
        features = [{"name": name, "value": value} for name, value in self.prefers]
        session.command("Emulation.setEmulatedMedia", features=features)


_DARK = ("prefers-color-scheme", "dark")
LOOKS = (
    # A phone held upright, and a desk.
    Look("phone", 390, 844, is_phone=True, is_heard=True, is_pictured=True),
    Look("desk", 1280, 900, is_pictured=True),
    Look("dark", 390, 844, is_phone=True, prefers=(_DARK,), is_heard=True, is_pictured=True),
    # The person's own few colours instead of the page's.
    Look(
        "forced-colors", 1280, 900, prefers=(("forced-colors", "active"), _DARK), is_pictured=True
    ),
    # WCAG 2.2, 1.4.4 and 1.4.10: a desk at 200 % and at 400 %.
    Look("200-percent", 640, 450, zoom=2),
    Look("400-percent", 320, 225, zoom=4, is_pictured=True),
)
_RUN_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(
  ({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes.map((n) => n.html)])),
  (error) => done([["axe failed", [String(error)]]]),
);
"""
_FACTS = """
return {
  lang: document.documentElement.lang,
  scripts: document.scripts.length,
  headings: document.querySelectorAll("h1").length,
  overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  unlabelled: [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
    .filter((field) => field.labels.length === 0)
    .map((field) => field.outerHTML),
  moving: document.getAnimations().length,
};
"""


@dataclass
class PageCheck:
    """Looks at the page that a browser shows, and keeps pictures of it."""

    browser: Browser
    axe: str
    pictures: Path

    def examine(self, name: str) -> None:
        """Checks the page and pictures it under this name."""
        session = self.browser.session
        assert session.title().strip(), name
        session.run(self.axe)
        try:
            for look in LOOKS:
                look.emulate(session)
                if look.is_pictured:
                    self._picture(f"{name}-{look.name}.png")
                self._check(look, f"{name}, {look.name}")
        finally:
            session.command("Emulation.clearDeviceMetricsOverride")
            session.command("Emulation.setEmulatedMedia", features=[])
        complaints = self.complaints()
        assert complaints == [], f"{name}: {complaints}"

    def complaints(self) -> list[str]:
        """Errors and warnings of the console: violations of the policy, missing files, scripts.

        That a page came with a status of 4xx is how a refusal is told, and no complaint.
        """
        return [
            entry["message"]
            for entry in self.browser.session.log()
            if entry["level"] in ("WARNING", "SEVERE") and not _is_refusal(entry)
        ]

    def _picture(self, name: str) -> None:
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.pictures / name).write_bytes(self.browser.session.whole_page())

    def _check(self, look: Look, name: str) -> None:
        session = self.browser.session
        facts = session.run(_FACTS)
        assert facts["lang"], name
        assert facts["headings"] == 1, name
        assert facts["scripts"] == 0, f"{name} works without script and brings none"
        assert facts["unlabelled"] == [], name
        assert facts["overflow"] <= 0, f"{name} scrolls sideways"
        assert facts["moving"] == 0, f"{name} moves, whatever the person prefers"
        if look.is_heard:
            barriers = session.run_async(_RUN_AXE)
            assert barriers == [], f"{name}: {barriers}"


def _is_refusal(entry: dict[str, Any]) -> bool:
    """Whether it is about a page, whose name has no ending as a file's has, and its status."""
    refused = re.fullmatch(
        r"(\S+) - Failed to load resource: the server responded with a status of 4.*",
        entry["message"],
    )
    return refused is not None and "." not in urlsplit(refused.group(1)).path.rpartition("/")[2]
