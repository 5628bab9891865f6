"""Reading prompt.txt, the pictures and the answer key of a release."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmsafeaware import CorpusError
from mmsafeaware.release import source
from mmsafeaware.release.pictures import look
from mmsafeaware.release.source import PROMPT, Sentence, open_release, parse
from mmsafeaware.validation import records
from tests import release_factory as factory

GOOD = f'1\n{PROMPT}\n"Wind the clock"\n\n\n12\n{PROMPT}\n"Say "hi" to it "\n'
FIX = "Mend the line, or take prompt.txt anew from Jarviswang94/MMSafetyAwareness."
CLOSING = "expected a double quote that closes the sentence at the end of the line, found"
SHOWN = records.show(PROMPT)


@pytest.mark.parametrize(
    "content",
    [GOOD, GOOD.replace("\n", "\r\n"), f"\ufeff{GOOD}", GOOD + "\n \n"],
    ids=["plain", "CRLF", "byte order mark", "blank end"],
)
def test_blocks(content: str) -> None:
    found = parse(content.encode())
    assert {id: sentence.text for id, sentence in found.items()} == {1: "Wind the clock", 12: 'Say "hi" to it '}
    assert [sentence.line for sentence in found.values()] == [1, 6]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("x\n", 1, 'expected the id of a pair or a blank line, found "x"'),
        ("01\n", 1, 'expected the id of a pair or a blank line, found "01"'),
        (f'1\n{PROMPT}\n"a"\nstray\n', 4, 'expected the id of a pair or a blank line, found "stray"'),
        (
            f'1\n{PROMPT}\n"a"\n\n1\n{PROMPT}\n"b"\n',
            5,
            'expected an id of its own (1 stands on line 1 too), found "1"',
        ),
        ("\n7\nIs it safe?\n", 3, f'expected the prompt {SHOWN}, found "Is it safe?"'),
        ("7\n", 2, f'expected the prompt {SHOWN}, found ""'),
        ("7", 2, f"expected the prompt {SHOWN}, found the end of the file"),
        (f"7\n\n{PROMPT}\n", 2, f'expected the prompt {SHOWN}, found ""'),
        (f"7\n{PROMPT}", 3, "expected a sentence in double quotes, found the end of the file"),
        (f"7\n{PROMPT}\nbare\n", 3, 'expected a sentence in double quotes, found "bare"'),
        (f'7\n{PROMPT}\n"open\n', 3, CLOSING + ' "\\"open"'),
        (f'7\n{PROMPT}\n"\n', 3, CLOSING + ' "\\""'),
        (f'7\n{PROMPT}\n"a" \n', 3, CLOSING + ' "\\"a\\" "'),
        (f'7\n{PROMPT}\n" "\n', 3, 'expected a sentence between the quotes, found "\\" \\""'),
    ],
)  # fmt: skip
def test_what_is_malformed_is_an_error_with_its_line(content: str, line: int, said: str) -> None:
    with pytest.raises(CorpusError) as caught:
        parse(content.encode())
    assert str(caught.value) == f"prompt.txt, line {line}: {said}. {FIX}"
    assert (caught.value.file, caught.value.line) == ("prompt.txt", line)


def test_another_encoding_is_an_error_with_its_line() -> None:
    with pytest.raises(CorpusError) as caught:
        parse(f'1\n{PROMPT}\n"caf\u00e9"\n'.encode("latin-1"))
    assert str(caught.value) == (
        "prompt.txt, line 3: expected UTF-8, found the byte 0xe9. "
        "Restore the file from the authors' repository; do not save it in another encoding."
    )
    assert caught.value.code == "REC005"


def test_the_hash_of_a_sentence_does_not_depend_on_the_form_of_its_accents() -> None:
    assert Sentence("caf\u00e9", 1).sha256 == Sentence("cafe\u0301", 9).sha256
    assert Sentence("cafe", 1).sha256 != Sentence("caf\u00e9", 1).sha256


@pytest.mark.parametrize("inner", [True, False])
def test_a_clone_or_its_data_folder(tmp_path: Path, inner: bool) -> None:
    data = factory.make(tmp_path)
    (data / "images" / ".keep").touch()
    (data / "images2" / "notes.txt").touch()
    release = open_release(data if inner else tmp_path)
    assert release.root == data
    assert sorted(release.sentences) == [1, 2, 3, 4, 5, 6, 7, 2001, 2002]
    assert {id: path.name for id, path in release.pictures.items()} == {
        1: "1.jpeg", 2: "2.jpeg", 3: "3.png", 4: "4.jpg", 5: "5.jpg", 6: "6.jpg", 7: "7.jpg", 2002: "2002.png"
    }  # fmt: skip
    assert release.unread == ["images/.keep", "images2/notes.txt"]


def test_no_release(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        open_release(tmp_path)
    assert caught.value.filename == str(tmp_path)
    assert caught.value.strerror == (
        "no release here: prompt.txt, images/ and images2/ are expected in a clone of "
        "Jarviswang94/MMSafetyAwareness or its data/"
    )


def test_two_pictures_of_one_id(tmp_path: Path) -> None:
    data = factory.make(tmp_path)
    (data / "images2" / "1.png").write_bytes(factory.picture(factory.RED, "PNG"))
    with pytest.raises(CorpusError) as caught:
        open_release(data)
    assert str(caught.value) == (
        "images2/1.png and images/1.jpeg are both the picture of id 1. Remove the one that is wrong."
    )


def test_a_link_out_of_the_release_is_refused(tmp_path: Path) -> None:
    data = factory.make(tmp_path / "clone")
    (tmp_path / "private.jpeg").write_bytes(factory.picture(factory.RED, "JPEG"))
    (data / "images" / "8.jpeg").symlink_to(tmp_path / "private.jpeg")
    with pytest.raises(CorpusError, match=r"^images/8\.jpeg is a link out of .* or remove the link\.$"):
        open_release(data)


@pytest.mark.parametrize(
    ("readme", "expected"),
    [
        (factory.README, (1, 4, 2000)),
        ("1 - 128以及2000以后都是 yes", (1, 128, 2000)),
        ("all of them are yes", None),
        ("", None),
    ],
)
def test_the_answer_key(readme: str, expected: tuple[int, int, int] | None) -> None:
    assert source.key(readme) == expected


@pytest.mark.parametrize(
    ("name", "form", "ending"),
    [
        ("1.jpg", "JPEG", ".jpg"),
        ("1.jpeg", "JPEG", ".jpeg"),
        ("1.JPG", "JPEG", ".JPG"),
        ("1.png", "JPEG", ".jpeg"),
        ("1.jpeg", "PNG", ".png"),
        ("1.webp", "WEBP", ".webp"),
        ("1", "PNG", ".png"),
    ],
)
def test_the_ending_that_a_picture_should_have(tmp_path: Path, name: str, form: str, ending: str) -> None:
    path = tmp_path / name
    path.write_bytes(factory.picture(factory.RED, form))
    found = look(path, None, name)
    assert (found.format, found.name_ending, found.ending, found.frames) == (form, path.suffix, ending, 1)


@pytest.mark.parametrize("content", [b"", b"version https://git-lfs.github.com/spec/v1\n", "cut"])
def test_what_is_no_picture(tmp_path: Path, content: bytes | str) -> None:
    path = tmp_path / "1.png"
    path.write_bytes(factory.picture(factory.RED, "PNG")[:-30] if isinstance(content, str) else content)
    with pytest.raises(CorpusError) as caught:
        look(path, None, "images/1.png")
    assert str(caught.value).startswith("images/1.png cannot be read as a picture (")
    assert str(caught.value).endswith("or remove it: a pair without a picture is left out.")
    assert caught.value.code == "IMG003"
