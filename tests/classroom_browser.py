"""A real browser and a served class for tests of the pages, and axe, which knows what hinders whom."""

import contextlib
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

from selenium import webdriver
from selenium.common.exceptions import ElementNotInteractableException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement

FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars"
)
CHROMIUM, DRIVER = shutil.which("chromium") or shutil.which("chromium-browser"), shutil.which("chromedriver")
MISSING = "no chromium with chromedriver on this machine: apt-get install chromium chromium-driver"
PATIENCE = 60.0
"""Seconds for what a page is to show; a loaded machine needs some of them."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
GRAVE = {"serious", "critical"}


@contextmanager
def browser(folder: Path) -> Iterator[webdriver.Chrome]:
    """A Chromium without a screen and without a past."""
    options = webdriver.ChromeOptions()
    for flag in (*FLAGS.split(), f"--user-data-dir={folder}", "--window-size=1280,900"):
        options.add_argument(flag)
    assert CHROMIUM is not None, MISSING
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    driver.set_script_timeout(PATIENCE)
    try:
        yield driver
    finally:
        driver.quit()


def until(there: Callable[[], Any], what: str | Callable[[], str] = "") -> Any:
    """Wait for something, and hand it out; what it was may be worked out when it did not come."""
    end = time.monotonic() + PATIENCE
    while not (found := there()):
        if time.monotonic() >= end:
            raise AssertionError(f"not seen within {PATIENCE:g} s: {what() if callable(what) else what or there}")
        time.sleep(0.05)
    return found


class Tab:
    """One page of one person; all tabs belong to one browser, as a link is all the identity there is."""

    _looked_at: ClassVar[dict[webdriver.Chrome, str]] = {}
    """The tab that a driver looks at: to ask it every time takes as long as what is asked of the page.  Who looks at
    another one without a tab of this class looks at a new one next."""

    def __init__(self, driver: webdriver.Chrome, address: str, width: int = 1280, height: int = 800) -> None:
        self.driver = driver
        driver.switch_to.new_window("tab")
        self.handle = self._looked_at[driver] = driver.current_window_handle
        self.size(width, height)
        # A page of a tab that is not in front is to behave as on a device of its own.
        self.run_tool("Emulation.setFocusEmulationEnabled", enabled=True)
        driver.get(address)

    def size(self, width: int, height: int) -> None:
        """How large the screen is."""
        self.run_tool(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )

    def close(self) -> None:
        """Go away."""
        self.here.close()
        first = self._looked_at[self.driver] = self.driver.window_handles[0]
        self.driver.switch_to.window(first)

    def run_tool(self, name: str, **values: Any) -> Any:
        """Something of Chromium's developer tools."""
        return self.here.execute_cdp_cmd(name, values)

    @property
    def here(self) -> webdriver.Chrome:
        """The driver, looking at this tab."""
        if self._looked_at[self.driver] != self.handle:
            self.driver.switch_to.window(self.handle)
            self._looked_at[self.driver] = self.handle
        return self.driver

    def script(self, script: str, *values: Any) -> Any:
        """What a script gives back; it is not bound by the page's own policy."""
        return self.here.execute_script(script, *values)

    def one(self, selector: str) -> WebElement:
        """The first element that a selector finds, as soon as it is there and in view."""
        found = until(lambda: self.script(FIND, selector), lambda: self._lacks(selector))
        assert isinstance(found, WebElement)
        return found

    def tap(self, selector: str) -> None:
        """Click what is shown and can be clicked; the page may be drawn anew at any time."""
        until(lambda: self.script(TAP, selector), lambda: self._lacks(selector))

    def _lacks(self, selector: str) -> str:
        return f"{selector} in {self.here.current_url}:\n{self.text()}"

    def write(self, selector: str, *letters: str) -> None:
        """Type into what is shown; where the page is drawn anew just then, into what stands in its place."""

        def written() -> bool:
            with contextlib.suppress(StaleElementReferenceException, ElementNotInteractableException):
                self.one(selector).send_keys(*letters)
                return True
            return False

        until(written, f"{selector} to write into")

    def link(self, selector: str) -> str:
        """Where a link leads."""
        read = "return document.querySelector(arguments[0])?.href"
        return str(until(lambda: self.script(read, selector), selector))

    def text(self) -> str:
        """All that can be read."""
        return str(self.script("return document.body.innerText"))

    def reads(self, words: str) -> None:
        """Wait until words can be read."""
        until(lambda: words in self.text(), lambda: f"{words!r} in:\n{self.text()}")

    def faults(self) -> list[str]:
        """What axe finds that seriously hinders somebody, and whether something reaches beyond the screen's edge."""
        if not self.script("return Boolean(window.axe)"):
            self.script(AXE)
        found = self.here.execute_async_script(CHECK, RULES)
        beyond = [] if self.fits() else ["something reaches beyond the screen's edge"]
        return beyond + [
            f"{row['id']} ({row['impact']}): {row['help']}: {node}"
            for row in found
            if row["impact"] in GRAVE
            for node in row["nodes"]
        ]

    def fits(self) -> bool:
        """Whether nothing reaches beyond the screen's edge."""
        return bool(self.script("return document.documentElement.scrollWidth <= innerWidth"))

    def complaints(self) -> list[str]:
        """What the browser wrote down as an error, such as a breach of the page's policy."""
        found = self.here.execute("getLog", {"type": "browser"})["value"]
        return [row["message"] for row in found if row["level"] == "SEVERE"]


FIND = """
const found = [...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility());
found?.scrollIntoView({ block: "center" });
return found ?? null;
"""
TAP = """
const found = [...document.querySelectorAll(arguments[0])].find((one) => one.checkVisibility() && !one.disabled);
found?.click();
return Boolean(found);
"""
CHECK = """
const done = arguments[arguments.length - 1];
axe.run(document, { runOnly: arguments[0], resultTypes: ["violations"] }).then((found) => done(found.violations.map(
  ({ id, impact, help, nodes }) => ({ id, impact, help, nodes: nodes.map((node) => node.html.slice(0, 200)) }))));
"""
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
