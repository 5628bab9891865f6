"""The page in a real browser: it loads without errors, fetches nothing, sorts, filters, and fits phone and desktop."""

from __future__ import annotations

import base64
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from mmsafeaware.audit import audit
from tests import audit_factory

pytest.importorskip("jinja2")
webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not CHROMIUM or not DRIVER, reason="chromium and chromedriver are not on this machine")
QUIET = ["background-networking", "component-update", "sync", "extensions", "default-apps", "gpu"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    profile = tmp_path_factory.mktemp("profile")
    switches = ["--hide-scrollbars", *(f"--disable-{name}" for name in QUIET)]
    for switch in ["--headless=new", "--no-sandbox", "--no-first-run", f"--user-data-dir={profile}", *switches]:
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    target = folder / "report.html"
    target.write_text(audit(audit_factory.make(folder / "corpus", pairs=300, people=6)).to_html(), "utf-8")
    return target


def show(browser: Any, page: Path, width: int = 1280, scheme: str = "light", media: str = "") -> None:
    """Open a page in a window of some width; what the browser said and fetched before is forgotten."""
    features = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    emulated = {"media": media, "features": [{"name": name, "value": value} for name, value in features.items()]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", emulated)
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get_log("browser")
    browser.get_log("performance")
    browser.get(page.as_uri())


def fetched(browser: Any) -> list[str]:
    """What the page asked for, but for itself and for what it holds as data."""
    messages = [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]
    urls = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("data:", browser.current_url.partition("#")[0]))]


def visible(browser: Any, selector: str) -> list[Any]:
    return [item for item in browser.find_elements(By.CSS_SELECTOR, selector) if item.is_displayed()]


def choose(browser: Any, selector: str, value: str) -> None:
    Select(browser.find_element(By.CSS_SELECTOR, selector)).select_by_value(value)


def test_the_page_loads_without_errors_and_fetches_nothing(browser: Any, page: Path) -> None:
    show(browser, page)
    assert browser.title == "Annotation audit of corpus"
    assert browser.get_log("browser") == []
    assert fetched(browser) == []
    broken = "return [...document.images].filter(image => !image.complete || !image.naturalWidth).length"
    assert browser.execute_script(broken) == 0


def test_in_a_hostile_corpus_nothing_runs_and_nothing_is_fetched(browser: Any, tmp_path: Path) -> None:
    target = tmp_path / "hostile.html"
    target.write_text(audit(audit_factory.hostile(tmp_path / "<b>{{7*7}}")).to_html(), "utf-8")
    show(browser, target)
    for button in browser.find_elements(By.CSS_SELECTOR, ".reveal"):
        browser.execute_script("arguments[0].click()", button)
    assert browser.execute_script("return window.ran") is None
    assert browser.get_log("browser") == []
    assert fetched(browser) == []
    assert browser.find_element(By.TAG_NAME, "h1").text == "<b>{{7*7}}"
    quoted = browser.find_element(By.CSS_SELECTOR, "[data-id=u1] blockquote").get_attribute("textContent")
    assert quoted == "safe " + audit_factory.HOSTILE
    assert browser.execute_script("return document.scripts.length") == 1


def test_the_policy_stops_a_script_that_should_get_in_all_the_same(browser: Any, page: Path, tmp_path: Path) -> None:
    target = tmp_path / "bad.html"
    bad = "<script>window.ran = 1</script><img src=x onerror='window.ran = 1'><img src='http://127.0.0.1:9/a.png'>"
    target.write_text(page.read_text("utf-8").replace("<footer>", f"{bad}<footer>"), "utf-8")
    show(browser, target)
    assert browser.execute_script("return window.ran") is None
    assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


def test_tables_sort(browser: Any, page: Path) -> None:
    show(browser, page)
    head = browser.find_element(By.CSS_SELECTOR, "#scenario-table th:nth-child(2) button")

    def column() -> list[float]:
        cells = browser.find_elements(By.CSS_SELECTOR, "#scenario-table tbody td:nth-child(2)")
        return [float(cell.get_attribute("data-v")) for cell in cells]

    before = column()
    head.click()
    assert column() == sorted(before, reverse=True) != before
    head.send_keys(Keys.ENTER)
    assert column() == sorted(before)
    assert (
        browser.find_element(By.CSS_SELECTOR, "#scenario-table th:nth-child(2)").get_attribute("aria-sort")
        == "ascending"
    )


def test_cards_are_filtered_searched_and_sorted(browser: Any, page: Path) -> None:
    show(browser, page)
    every = browser.find_elements(By.CSS_SELECTOR, ".pair")
    of_status = {
        status: sum(card.get_attribute("data-status") == status for card in every) for status in ("kept", "discarded")
    }
    assert min(of_status.values()) > 1
    assert len(visible(browser, ".pair")) == of_status["kept"]
    choose(browser, "#contested [data-filter=status]", "discarded")
    assert len(visible(browser, ".pair")) == of_status["discarded"]
    assert browser.find_element(By.CSS_SELECTOR, ".found").text == f"{of_status['discarded']} of {len(every)} pairs"
    choose(browser, "#contested [data-filter=status]", "")
    for name in ("subset", "scenario", "verdict"):
        value = every[0].get_attribute(f"data-{name}")
        choose(browser, f"#contested [data-filter={name}]", value)
        shown = visible(browser, ".pair")
        assert {card.get_attribute(f"data-{name}") for card in shown} == {value}
        assert len(shown) == sum(card.get_attribute(f"data-{name}") == value for card in every)
        choose(browser, f"#contested [data-filter={name}]", "")
    search = browser.find_element(By.CSS_SELECTOR, "[data-search]")
    search.send_keys(every[0].get_attribute("data-id"))
    assert len(visible(browser, ".pair")) == 1
    search.send_keys("no such words")
    assert visible(browser, ".pair") == []
    assert visible(browser, ".empty")
    search.clear()
    search.send_keys(" ")
    choose(browser, "[data-order]", "id")
    ids = [card.get_attribute("data-id") for card in browser.find_elements(By.CSS_SELECTOR, ".pair")]
    assert ids == sorted(ids)
    choose(browser, "[data-order]", "rank")
    ranks = [int(card.get_attribute("data-rank")) for card in browser.find_elements(By.CSS_SELECTOR, ".pair")]
    assert ranks == sorted(ranks)


def test_judgments_are_chosen_by_keyboard(browser: Any, page: Path) -> None:
    show(browser, page)
    tabs = browser.find_elements(By.CSS_SELECTOR, "[role=tab]")
    assert [tab.text for tab in tabs] == ["The pair", "The picture alone", "The sentence alone"]
    assert len(visible(browser, ".panel")) == 1
    tabs[0].send_keys(Keys.ARROW_RIGHT)
    assert tabs[1].get_attribute("aria-selected") == "true"
    assert visible(browser, ".panel")[0].get_attribute("data-tab") == "The picture alone"
    assert browser.switch_to.active_element == tabs[1]


def test_a_sensitive_picture_is_blurred_until_asked_for(browser: Any, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text(audit(audit_factory.hostile(tmp_path / "corpus")).to_html(), "utf-8")
    show(browser, target)
    picture, button = (browser.find_element(By.CSS_SELECTOR, f".blurred {name}") for name in ("img", "button"))
    assert "blur" in picture.value_of_css_property("filter")
    button.send_keys(Keys.ENTER)
    assert picture.value_of_css_property("filter") == "none"
    assert button.text == "Hide"
    button.click()
    assert "blur" in picture.value_of_css_property("filter")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_phone_and_desktop_in_light_and_dark(
    browser: Any, page: Path, tmp_path: Path, width: int, scheme: str
) -> None:
    """Nothing sticks out; a picture of it is made that shows more than a blank page."""
    show(browser, page, width, scheme)
    assert browser.execute_script("return document.documentElement.scrollWidth") == width
    taken = browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True})
    (tmp_path / "screenshot.png").write_bytes(base64.b64decode(taken["data"]))
    with Image.open(io.BytesIO(base64.b64decode(taken["data"]))) as picture:
        assert picture.width == width
        colours = picture.convert("RGB").getcolors(1 << 24)
        assert colours is not None
        assert len(colours) > 200
        paper = max(colours)[1]
    assert (sum(paper) > 600) == (scheme == "light")


def test_on_paper_all_judgments_stand_and_nothing_that_is_to_be_pressed(browser: Any, page: Path) -> None:
    show(browser, page, media="print")
    assert len(visible(browser, ".panel")) == 3
    assert visible(browser, ".toc, .controls, .tablist, .reveal") == []
