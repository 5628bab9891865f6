"""The page, the CSV tables and the command."""

from __future__ import annotations

import csv
import html
import itertools
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mmsafeaware.audit import Audit, audit, report, shortcuts, views_pairs, wording
from mmsafeaware.commands import cli
from tests import audit_factory
from tests.corpus_factory import CHECKOUT, make, record, votes

pytest.importorskip("jinja2")
VOID = {"meta", "link", "img", "input", "br", "line", "rect", "circle", "path"}


class Page(HTMLParser):
    """Checks that elements are nested, and collects the tags with their attributes and the text outside scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] not in (["script"], ["style"]):
            self.text += data

    def find(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.tags if name == tag)


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return audit(audit_factory.make(tmp_path_factory.mktemp("audit") / "corpus", pairs=200, people=6))


def test_the_page_stands_by_itself(measured: Audit) -> None:
    text = measured.to_html()
    page = Page(text)
    assert list(page.find("script")) == [{}]
    assert [tag["href"] for tag in page.find("link")] == ["data:,"]
    assert all((tag["src"] or "").startswith("data:image/jpeg;base64,") for tag in page.find("img"))
    assert all((tag.get("href") or "#").startswith("#") for tag in page.find("a"))
    assert not re.search(r"url\(|@import|https?://", re.sub(r"base64,[^\"]*", "", text))
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)


def test_the_policy_of_the_page_lets_only_its_own_script_and_style_run(measured: Audit) -> None:
    text = measured.to_html()
    policy = next(tag for tag in Page(text).find("meta") if tag.get("http-equiv") == "Content-Security-Policy")
    for name in ("script", "style"):
        source = re.search(f"<{name}>(.*?)</{name}>", text, re.DOTALL)
        assert source is not None
        assert f"{name}-src '{report._hash(source[1])}'" in (policy["content"] or "")
    assert (policy["content"] or "").startswith("default-src 'none'; img-src data:;")


def test_every_picture_figure_and_control_has_a_name(measured: Audit) -> None:
    page = Page(measured.to_html())
    assert all(tag.get("alt") for tag in page.find("img"))
    figures = [tag for tag in page.find("svg") if "aria-hidden" not in tag and "x" not in tag]
    assert figures
    assert all(tag.get("role") == "img" and tag.get("aria-label") for tag in figures)
    headings = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(headings))
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_first_screen_says_how_far_to_trust_it_and_why(measured: Audit) -> None:
    text = Page(measured.to_html()).text
    summary = measured.results["summary"]
    for sentence in (summary["verdict"], *summary["what"], *(item["text"] for item in summary["why"])):
        assert sentence in text


def test_the_same_corpus_gives_the_same_page(measured: Audit) -> None:
    assert measured.to_html() == measured.to_html()


def test_hostile_texts_are_shown_as_they_stand(tmp_path: Path) -> None:
    text = audit(audit_factory.hostile(tmp_path / '{{7*7}}"><script>alert(1)</script>')).to_html()
    page = Page(text)
    assert list(page.find("script")) == [{}]
    assert "window.ran" not in "".join(re.findall(r"<[^>]*>", re.sub(r'="[^"]*"', "", text)))
    assert html.escape(audit_factory.HOSTILE).replace("&quot;", "&#34;").replace("&#x27;", "&#39;") in text
    assert "49" not in re.findall(r"<h1>(.*?)</h1>", text)[0]
    assert audit_factory.HOSTILE in page.text


def test_large_pages_leave_pictures_out_and_say_so(measured: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_pairs, "BUDGET", 1)
    text = measured.to_html()
    assert "data:image/jpeg" not in text
    assert "Left out, to keep this page small." in text


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    split = votes("safe", "safe", "unsafe")
    split[0]["pair"] = "safe"
    unsafe = [record(f"u{number}", votes=split) for number in range(30)]
    corpus = make(tmp_path / "corpus", unsafe=unsafe)
    text = Page(audit(corpus, worst=10).to_html()).text
    assert "30 pairs are contested" in text
    assert "The worst 10 are shown; 20 are left out of this page." in text
    assert Page(audit(corpus, worst=0).to_html())


def test_tables_hold_the_numbers_of_the_results(measured: Audit, tmp_path: Path) -> None:
    names = measured.to_csv(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    tables: dict[str, list[dict[str, Any]]] = {}
    for name in names:
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    assert sum(int(row["pairs"]) for row in tables["counts.csv"]) == 220
    found = next(
        row for row in tables["agreement.csv"]
        if (row["judgment"], row["group"], row["statistic"]) == ("pair", "kept", "gwet_ac1")
    )  # fmt: skip
    assert float(found["low"]) == measured.results["agreement"]["pair"]["kept"]["gwet_ac1"]["low"]
    assert len(tables["annotators.csv"]) == 3 * 6
    assert [row["id"] for row in tables["contested.csv"]] == [p["id"] for p in measured.results["contested"]["pairs"]]
    assert {row["guesser"] for row in tables["shortcuts.csv"]} == {"majority", "looks", "text", "image"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (0, "0.0%"),
        (1, "100.0%"),
        (0.0001, "<0.1%"),
        (0.9999, ">99.9%"),
        (0.5, "50.0%"),
        (0.9995, ">99.9%"),
    ],
)
def test_no_share_reads_as_nothing_or_all_unless_it_is(value: float | None, text: str) -> None:
    assert wording.percent(value) == text


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["audit", *map(str, arguments)])


def test_the_command_writes_a_page(corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("an older report")
    result = run(corpus, "-o", target)
    assert result.exit_code == 0, result.output
    assert target.read_text("utf-8") == audit(corpus).to_html()
    assert result.output.splitlines()[-1] == f"{target}: 0.1 MB."
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_the_command_prints_json(corpus: Path, tmp_path: Path) -> None:
    result = run(corpus, "--format", "json")
    assert result.exit_code == 0, result.output
    assert result.stdout == audit(corpus).to_json()
    target = tmp_path / "numbers.json"
    assert run(corpus, "--format", "json", "-o", target).stdout == ""
    assert json.loads(target.read_text("utf-8"))["schema"] == 1


def test_the_command_writes_tables(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    assert run(corpus, "--format", "json", "--csv", folder).exit_code == 0
    assert (folder / "counts.csv").exists()
    refused = run(corpus, "--format", "json", "--csv", folder)
    assert isinstance(refused.exception, FileExistsError)
    assert run(corpus, "--format", "json", "--csv", folder, "--force").exit_code == 0


def test_without_the_extra_one_sentence_says_what_to_install(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run(corpus, "-o", tmp_path / "page.html")
    sentence = 'The report needs jinja2: pip install "mmsafeaware[audit]", or take --format json.'
    assert (result.exit_code, result.stderr) == (1, f"Error: {sentence}\n")
    assert not (tmp_path / "page.html").exists()
    numbers = run(corpus, "--format", "json")
    assert numbers.exit_code == 0
    assert shortcuts.MISSING in numbers.stderr
    found = json.loads(numbers.stdout)["shortcuts"]["benchmark"]["guessers"]["text"]["balanced_accuracy"]
    assert found == {"value": None, "low": None, "high": None, "reason": shortcuts.MISSING}


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["nowhere"], 2, "Directory 'nowhere' does not exist."),
        (["tests"], 2, "annotations/unsafe.jsonl: the file is missing in"),
        (["--format", "yaml"], 2, "'yaml' is not one of 'html', 'json'."),
        (["--worst", "-1"], 2, "-1 is not in the range"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(arguments: list[str], status: int, sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mmsafeaware.commands", "audit", *arguments],
        cwd=CHECKOUT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_the_report_carries_the_canary_of_the_corpus(corpus: Path) -> None:
    assert "canary" not in audit(corpus).to_html().lower()
    (corpus / "annotations" / "canary.json").write_text('{"guid": "x", "sentence": "A canary <x>."}')
    assert "<code>A canary &lt;x&gt;.</code></footer>" in audit(corpus).to_html()
