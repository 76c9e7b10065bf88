"""What must hold of every page: seen at two widths, heard by a screen reader, quiet in the console."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.browser import Browser

# A phone held upright and a desk, in CSS pixels.
WIDTHS = {"phone": (390, 844), "desk": (1280, 900)}
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
        try:
            for device, (width, height) in WIDTHS.items():
                size = {"width": width, "height": height, "deviceScaleFactor": 1}
                session.command(
                    "Emulation.setDeviceMetricsOverride", mobile=device == "phone", **size
                )
                self._picture(f"{name}-{device}.png")
                self._check(f"{name} on a {device}")
        finally:
            session.command("Emulation.clearDeviceMetricsOverride")
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
        (self.pictures / name).write_bytes(self.browser.session.screenshot())

    def _check(self, name: str) -> None:
        session = self.browser.session
        facts = session.run(_FACTS)
        assert facts["lang"], name
        assert facts["headings"] == 1, name
        assert facts["scripts"] == 0, f"{name} works without script and brings none"
        assert facts["unlabelled"] == [], name
        assert facts["overflow"] <= 0, f"{name} scrolls sideways"
        session.run(self.axe)
        barriers = session.run_async(_RUN_AXE)
        assert barriers == [], f"{name}: {barriers}"


def _is_refusal(entry: dict[str, Any]) -> bool:
    """Whether it is about a page, whose name has no ending as a file's has, and its status."""
    refused = re.fullmatch(
        r"(\S+) - Failed to load resource: the server responded with a status of 4.*",
        entry["message"],
    )
    return refused is not None and "." not in urlsplit(refused.group(1)).path.rpartition("/")[2]
